//! YAML as this crate needs it: texts, lists and mappings.
//!
//! In comes a manifest's text, out goes a [`Yaml`] tree. Scalars stay text, because what `0` or `yes` mean depends on
//! the field they are for. A mapping that names a key twice is refused. Only this module and [`place`](super::place) know the YAML library.

use guiju_syntax::Message;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;

/// A node of a YAML document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Yaml {
    /// `~`, or nothing at all.
    Nothing,
    /// A scalar, as text.
    Text(String),
    /// A sequence.
    List(Vec<Yaml>),
    /// A mapping in the order written, without repeated keys.
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// Returns the value of a mapping's key, if this is a mapping that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Yaml> {
        match self {
            Self::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }
}

/// Why a text is no YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlError {
    /// Line from 1; 0 if unknown.
    pub(crate) line: u64,
    /// What is wrong.
    pub(crate) message: Message,
    /// What to do.
    pub(crate) help: Message,
}

/// Reads a document.
///
/// # Errors
/// [`YamlError`] at the first place that is no YAML, nests too deep, or repeats a key.
pub(crate) fn parse(text: &str) -> Result<Yaml, YamlError> {
    TreeSeed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let line = error.location().map_or(0, |l| l.line() as u64);
        let said = error.to_string();
        let help = if said.contains(REPEATED) { one_key() } else { look_at(text, line) };
        // The library puts the way to the place before the message, and the line after it.
        let message = match said.split_once(REPEATED) {
            Some((_, rest)) => {
                let key = rest.rsplit_once(" at line ").map_or(rest, |(key, _)| key);
                Message::new(format!("{REPEATED}{key}"), format!("同一个键写了两次：{key}"))
            }
            None => Message::new(
                format!("the manifest is not valid YAML: {said}"),
                format!("清单不是合法的 YAML：{}", in_chinese(&said)),
            ),
        };
        YamlError { line, message, help }
    })
}

fn one_key() -> Message {
    Message::new(
        "keep one of them; several files of one record are a list under one key",
        "请只留一个；同一档案的几个文件可在一个键下列出",
    )
}

pub(super) fn half_width() -> Message {
    Message::new("write `:`, `,`, `{`, `\"` and blanks in half width", "冒号、逗号、花括号、引号与空格请用半角")
}

/// Says what a person looks at first in a line that is no YAML.
fn look_at(text: &str, line: u64) -> Message {
    let line = usize::try_from(line).ok().and_then(|n| text.lines().nth(n.checked_sub(1)?)).unwrap_or("");
    let indented = line.chars().take_while(|c| c.is_whitespace());
    if indented.clone().any(|c| c == '\t') {
        Message::new("indent with blanks, not with tabs", "请用空格缩进，不要用制表符")
    } else if line.contains(['：', '，', '｛', '“', '”']) || indented.clone().any(|c| c == '\u{3000}') {
        half_width()
    } else {
        Message::new(
            "a `}`, `]`, `:` or quote may be missing in this line or the one before",
            "此行或上一行可能缺 `}`、`]`、`:` 或引号",
        )
    }
}

/// Says in Chinese what the library says most often; the rest stays as it is.
fn in_chinese(said: &str) -> String {
    const SAYINGS: [(&str, &str); 7] = [
        ("did not find expected ',' or '}'", "缺少 `,` 或 `}`"),
        ("did not find expected ',' or ']'", "缺少 `,` 或 `]`"),
        ("did not find expected key", "此处应为键"),
        ("did not find expected node content", "此处应有内容"),
        ("could not find expected ':'", "缺少 `:`"),
        ("mapping values are not allowed in this context", "此处不能写 `:`"),
        ("found character that cannot start any token", "此处有不能使用的字符"),
    ];
    SAYINGS.iter().find(|(en, _)| said.contains(en)).map_or(said, |(_, zh)| zh).to_owned()
}

const REPEATED: &str = "a key is written twice: ";

struct TreeSeed;

impl<'de> DeserializeSeed<'de> for TreeSeed {
    type Value = Yaml;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Yaml, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TreeSeed {
    type Value = Yaml;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a list or a mapping without tags")
    }

    fn visit_unit<E>(self) -> Result<Yaml, E> {
        Ok(Yaml::Nothing)
    }

    fn visit_none<E>(self) -> Result<Yaml, E> {
        Ok(Yaml::Nothing)
    }

    fn visit_str<E>(self, text: &str) -> Result<Yaml, E> {
        Ok(Yaml::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Yaml, E> {
        Ok(Yaml::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Yaml, E> {
        Ok(Yaml::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Yaml, E> {
        Ok(Yaml::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Yaml, E> {
        Ok(Yaml::Text(value.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Yaml, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(TreeSeed)? {
            items.push(item);
        }
        Ok(Yaml::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Yaml, A::Error> {
        let mut seen = BTreeSet::new();
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(KeySeed(&seen))? {
            seen.insert(key.clone());
            entries.push((key, map.next_value_seed(TreeSeed)?));
        }
        Ok(Yaml::Map(entries))
    }
}

/// Reads a key that must be new, so that the error stands at its second writing.
struct KeySeed<'a>(&'a BTreeSet<String>);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = String;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a text")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<String, E> {
        if self.0.contains(key) {
            return Err(E::custom(format!("{REPEATED}`{key}`")));
        }
        Ok(key.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_stay_text() {
        let tree = parse("{a: yes, b: 1, c: 2025-01-01, d: ~, e: true, f: 007, 9: x}").unwrap();
        let text = |s: &str| Yaml::Text(s.into());
        assert_eq!(
            tree,
            Yaml::Map(vec![
                ("a".into(), text("yes")),
                ("b".into(), text("1")),
                ("c".into(), text("2025-01-01")),
                ("d".into(), Yaml::Nothing),
                ("e".into(), text("true")),
                ("f".into(), text("007")),
                ("9".into(), text("x")),
            ])
        );
    }

    #[test]
    fn a_repeated_key_is_found_where_it_is_repeated() {
        let error = parse("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n").unwrap_err();
        assert_eq!(error.line, 5);
        assert_eq!(error.message.en, "a key is written twice: `c`");
    }

    #[test]
    fn bombs_are_refused() {
        let deep = "[".repeat(100_000);
        assert!(parse(&deep).is_err());
        let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (this, last) in ('b'..='k').zip('a'..) {
            bomb += &format!("{this}: &{this} [{}]\n", vec![format!("*{last}"); 9].join(", "));
        }
        assert!(parse(&bomb).is_err());
    }
}
