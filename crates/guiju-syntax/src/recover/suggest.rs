//! What was most likely meant: a misspelt keyword, another word for one, words run together, a borrowed sign.

use super::first_word;
use crate::{
    diagnostic::{Diagnostic, Message},
    keyword,
    source::Span,
};

/// What to write instead of the first words of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Instead {
    /// How many bytes it replaces.
    len: usize,
    /// What to write.
    write: String,
}

impl Instead {
    /// Adds the proposal to a fault that begins at `span`, and underlines all it replaces.
    pub(super) fn attach(self, mut fault: Diagnostic, span: Span) -> Diagnostic {
        let span = Span { end: span.start + self.len, ..span };
        if let Some(primary) = &mut fault.primary {
            primary.span = span;
        }
        let write = &self.write;
        let message = Message::new(format!("did you mean `{write}`?"), format!("是否想写 `{write}`？"));
        fault.fix(span, self.write.clone(), message)
    }
}

/// Words people write for a keyword, and signs borrowed from elsewhere.
const SYNONYMS: &[(&str, &str)] = &[
    ("shall", "must"),
    ("should", "must"),
    ("if", "where"),
    ("when", "where"),
    ("except", "unless"),
    ("since", "from"),
    ("starting", "from"),
    ("minimum", "at least"),
    ("maximum", "at most"),
    ("is known", "known"),
    ("is missing", "missing"),
    ("is not", "!="),
    ("is", "="),
    ("for each", "each"),
    ("for every", "each"),
    ("应当", "应有"),
    ("必须", "应有"),
    ("应", "应有"),
    ("如果", "凡"),
    ("若", "凡"),
    ("当", "凡"),
    ("除外", "除非"),
    ("从", "自"),
    ("不少于", "至少"),
    ("不低于", "至少"),
    ("不超过", "至多"),
    ("不多于", "至多"),
    ("每", "对每"),
    ("每个", "对每"),
    ("每月", "自然月"),
    ("每年", "自然年"),
    ("期限内", "限"),
    ("并且", "且"),
    ("和", "且"),
    ("或者", "或"),
    ("等于", "="),
    ("大于", ">"),
    ("小于", "<"),
];

const SIGNS: &[(&str, &str)] = &[
    ("==", "="),
    ("===", "="),
    ("<>", "!="),
    ("=>", ">="),
    ("=<", "<="),
    ("&&", "and"),
    ("||", "or"),
    ("!", "not"),
    ("！", "not"),
    ("。", "；"),
];

/// What begins a comment elsewhere.
const COMMENTS: &[&str] = &["#", "/*", "--"];

/// Quotes that open and close no text here.
const QUOTES: &[(char, char, char, char)] = &[('\'', '\'', '"', '"'), ('‘', '’', '“', '”'), ('`', '`', '"', '"')];

/// Proposes what to write instead of the first words of `text`, among the spellings that may stand there.
pub(super) fn instead(text: &str, vocabulary: &[&'static str]) -> Option<Instead> {
    let word = first_word(text);
    if let Some((_, write)) = SIGNS.iter().find(|(sign, _)| *sign == word) {
        return Some(Instead { len: word.len(), write: (*write).to_owned() });
    }
    if let Some(quoted) = other_quotes(text) {
        return Some(quoted);
    }
    if let Some(sign) = COMMENTS.iter().find(|sign| text.starts_with(**sign)) {
        return Some(Instead { len: sign.len(), write: "//".to_owned() });
    }
    let written = |other: &str| first_words(text, other.split(' ').count()) == other;
    let synonym = SYNONYMS.iter().find(|(other, write)| written(other) && allowed(write, vocabulary));
    if let Some((other, write)) = synonym {
        return Some(Instead { len: other.len(), write: (*write).to_owned() });
    }
    if let Some(number) = digits(word) {
        return Some(Instead { len: word.len(), write: number });
    }
    vocabulary
        .iter()
        .flat_map(|spelling| {
            // A keyword of several words may have been written as one, and is compared with as many as it has.
            [1, spelling.split(' ').count()].map(|n| (first_words(text, n), *spelling))
        })
        .filter(|(words, spelling)| words.is_ascii() == spelling.is_ascii() && *words != *spelling)
        .map(|(words, spelling)| (strsim::damerau_levenshtein(words, spelling), words.len(), spelling))
        .filter(|(distance, _, spelling)| *distance <= tolerance(spelling))
        .min_by_key(|(distance, ..)| *distance)
        .map(|(_, len, spelling)| Instead { len, write: spelling.to_owned() })
}

/// Says what to write for a word that other languages, or the regulation itself, begin a piece with.
pub(super) fn declaration(word: &str) -> Option<Message> {
    const RULES: &[&str] = &["rule", "regulation", "obligation", "requirement", "规则", "规定", "义务", "要求"];
    if RULES.contains(&word) {
        return Some(Message::new(
            "a rule begins with what it asks: `quantity` how many, `coverage` whether all, `deadline` by when, `check` what each record satisfies",
            "规则以其所要求的开头：`数量` 几次，`覆盖` 是否全部，`期限` 何时以前，`核查` 每条记录须符合什么",
        ));
    }
    let is_article = word.starts_with('第') && word.contains(['条', '章', '节', '款']);
    is_article.then(|| {
        Message::new(
            "this looks like the regulation's own text: put `//` before it, and write the rule it makes",
            "这像是规定的原文：请在行首加 `//`，再写成规则",
        )
    })
}

/// `'x'` instead of `"x"`.
fn other_quotes(text: &str) -> Option<Instead> {
    let line = text.lines().next()?;
    QUOTES.iter().find_map(|(open, close, left, right)| {
        let (inner, _) = line.strip_prefix(*open)?.split_once(*close)?;
        let len = open.len_utf8() + inner.len() + close.len_utf8();
        (!inner.contains(['"', '“', '”'])).then(|| Instead { len, write: format!("{left}{inner}{right}") })
    })
}

/// How many slips a spelling forgives.
fn tolerance(spelling: &str) -> usize {
    match (spelling.is_ascii(), spelling.chars().count()) {
        (_, 0 | 1) | (true, 2) => 0,
        (_, 2..=4) => 1,
        _ => 2,
    }
}

/// Whether a proposed word may stand here; comparisons and connectives always may be tried.
fn allowed(write: &str, vocabulary: &[&str]) -> bool {
    vocabulary.contains(&write) || ["=", "!=", ">", "<", "且", "或"].contains(&write)
}

/// The first words of a text, as they stand, blanks between them included.
fn first_words(text: &str, n: usize) -> &str {
    let mut end = 0;
    for _ in 0..n {
        let rest = text.get(end..).unwrap_or("");
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let word = first_word(rest.get(blanks..).unwrap_or(""));
        if word.is_empty() || word.starts_with('\n') {
            break;
        }
        end += blanks + word.len();
    }
    text.get(..end).unwrap_or("")
}

/// Splits a run of Chinese letters that begins with one of the spellings that may stand there.
pub(super) fn split(word: &str, vocabulary: &[&str]) -> Option<String> {
    let head = vocabulary.iter().filter(|zh| !zh.is_ascii() && word.starts_with(**zh)).max_by_key(|zh| zh.len())?;
    let rest = word.get(head.len()..).filter(|rest| !rest.is_empty())?;
    let rest = digits_ahead(rest).unwrap_or_else(|| keyword::split_run(rest));
    // A keyword before a number may touch it: 至少4次.
    let glue = if rest.starts_with(|c: char| c.is_ascii_digit()) { "" } else { " " };
    Some(format!("{head}{glue}{rest}"))
}

/// Splits a run of Chinese letters that ends with a word that leads a condition: `暗访凡` → `暗访 凡`.
pub(super) fn split_tail(word: &str) -> Option<String> {
    ["凡", "除非", "且", "或", "取自", "属于"].iter().find_map(|tail| {
        let name = word.strip_suffix(tail).filter(|name| !name.is_empty() && !name.is_ascii())?;
        Some(format!("{name} {tail}"))
    })
}

/// A number in Chinese, up to 999, in digits.
fn digits(word: &str) -> Option<String> {
    let (number, len) = chinese_number(word)?;
    (len == word.len()).then(|| number.to_string())
}

/// A word that begins with a number in Chinese, the number in digits.
fn digits_ahead(word: &str) -> Option<String> {
    let (number, len) = chinese_number(word)?;
    Some(format!("{number}{}", word.get(len..).unwrap_or("")))
}

fn chinese_number(word: &str) -> Option<(u32, usize)> {
    let (mut total, mut last, mut len) = (0_u32, None, 0);
    for c in word.chars() {
        match "零一二三四五六七八九".chars().position(|digit| digit == c).or((c == '两').then_some(2)) {
            Some(digit) => last = u32::try_from(digit).ok(),
            None if c == '十' => total = total.checked_add(last.take().unwrap_or(1) * 10)?,
            None if c == '百' => total = total.checked_add(last.take().unwrap_or(1) * 100)?,
            None => break,
        }
        len += c.len_utf8();
    }
    (len > 0).then(|| (total + last.unwrap_or(0), len))
}

#[cfg(test)]
mod tests {
    use super::{Instead, chinese_number, instead, split, split_tail};

    #[test]
    fn chinese_numbers_become_digits() {
        for (word, number) in [("四", 4), ("十", 10), ("十五", 15), ("二十", 20), ("三十二", 32), ("一百零八", 108)]
        {
            assert_eq!(chinese_number(word), Some((number, word.len())), "{word}");
        }
        assert_eq!(chinese_number("次"), None);
    }

    #[test]
    fn words_run_together_are_set_apart() {
        assert_eq!(split("计数暗访凡", &["计数"]).as_deref(), Some("计数 暗访 凡"));
        assert_eq!(split("每个自然月按开始", &["每个"]).as_deref(), Some("每个 自然月 按 开始"));
        assert_eq!(split("至少四次", &["至少"]).as_deref(), Some("至少4次"));
        assert_eq!(split("计数", &["计数"]), None);
        assert_eq!(split_tail("暗访凡").as_deref(), Some("暗访 凡"));
        assert_eq!(split_tail("平凡人"), None);
    }

    #[test]
    fn what_was_meant_is_proposed_only_if_it_may_stand_there() {
        let found = |text, vocabulary: &[&'static str]| {
            instead(text, vocabulary).map(|Instead { len, write }| (text.get(..len).unwrap_or("").to_owned(), write))
        };
        assert_eq!(found("withn 15 days", &["within", "must"]), Some(("withn".into(), "within".into())));
        assert_eq!(found("atleast 4", &["at least"]), Some(("atleast".into(), "at least".into())));
        assert_eq!(found("at lest 4", &["at least", "at most"]), Some(("at lest".into(), "at least".into())));
        assert_eq!(found("must x", &["within"]), None);
        assert_eq!(found("从 开始", &["自", "应有"]), Some(("从".into(), "自".into())));
        assert_eq!(found("&& b", &[]), Some(("&&".into(), "and".into())));
    }
}
