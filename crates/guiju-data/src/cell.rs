//! What one cell says.
//!
//! In comes a cell's text, out goes a value of the field's type, or nothing if the text has no accepted form. Nothing is
//! guessed: a form that two readers may understand differently is refused until the manifest declares it.

pub(crate) mod date;
pub(crate) mod duration;
pub(crate) mod number;
pub(crate) mod time;
pub(crate) mod yesno;

use guiju_compiler::{Catalog, Schema, Type};
use guiju_syntax::{Message, Tongue};
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The largest cell read, in bytes.
pub(crate) const MAX_BYTES: usize = 1 << 20;

/// Returns a cell's text without surrounding white space (full-width and invisible ones too), in NFC.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    // Nearly all cells are plain already, and this is done for each.
    let plain_end = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    if text.is_ascii() && plain_end(text.as_bytes().first()) && plain_end(text.as_bytes().last()) {
        return Cow::Borrowed(text);
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Returns the text with full-width forms such as `１２：３０` narrowed, for numbers, dates and headings.
pub(crate) fn narrow(text: &str) -> Cow<'_, str> {
    let narrowed = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    if !text.is_ascii() && text.chars().any(|c| narrowed(c) != c) {
        Cow::Owned(text.chars().map(narrowed).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Splits a text into the members of a set, at the declared separator or at the usual ones and line breaks.
///
/// `|` joins the parts of a composite key, so it separates nothing where members are `composite`.
pub(crate) fn members<'a>(text: &'a str, separator: Option<&'a str>, composite: bool) -> Vec<&'a str> {
    match separator {
        Some(separator) => text.split(separator).collect(),
        None => {
            text.split(|c| matches!(c, '；' | ';' | '、' | ',' | '，' | '\n') || (c == '|' && !composite)).collect()
        }
    }
}

/// Returns the index of the code a text names.
pub(crate) fn code(catalog: &Catalog, text: &str) -> Option<u8> {
    catalog.find(text).and_then(|index| u8::try_from(index).ok())
}

/// Returns what a cell of this type should hold.
pub(crate) fn expectation(ty: Type, schema: &Schema) -> Message {
    let code = |en: &str, zh: &str, catalog: &Catalog| {
        Message::new(
            format!("{en} of `{}`", catalog.name.in_tongue(Tongue::En)),
            format!("目录 `{}` 中的{zh}", catalog.name.in_tongue(Tongue::Zh)),
        )
    };
    let key = |en: &str, zh: &str, record: &guiju_compiler::Record| {
        Message::new(
            format!("{en} of `{}`", record.name.in_tongue(Tongue::En)),
            format!("档案 `{}` 的{zh}", record.name.in_tongue(Tongue::Zh)),
        )
    };
    match ty {
        Type::Text => Message::new("a text", "文字"),
        Type::Number => {
            Message::new("a number with at most 6 decimal places, such as 1,234.5", "至多 6 位小数的数，如 1,234.5")
        }
        Type::YesNo => Message::new("yes or no", "是或否"),
        Type::Date => Message::new(
            "a date such as 2025-03-04; declare `format` for others, such as 3/4/2025",
            "日期，如 2025-03-04；其他写法（如 3/4/2025）请声明 `format`",
        ),
        Type::Time => Message::new(
            "a time such as 2025-03-04 14:30 or 2025-03-04T14:30+08:00, or a date whose hour is not known",
            "时刻，如 2025-03-04 14:30、2025-03-04T14:30+08:00；钟点不详的只写日期",
        ),
        Type::Duration => Message::new(
            "a length of time such as `15 days`, `3 months` or `24 hours`",
            "时长，如“15日”“3个月”“10个工作日”“24小时”",
        ),
        Type::Code(id) => code("a code", "代码", schema.catalog(id)),
        Type::CodeSet(id) => code("codes", "代码", schema.catalog(id)),
        Type::Ref(id) => key("the key", "主键", schema.record(id)),
        Type::RefSet(id) => key("keys", "主键", schema.record(id)),
        Type::TextSet => Message::new("texts", "若干文字"),
    }
}

/// Returns what a date cell with declared formats should hold.
pub(crate) fn expected_format(formats: &[String]) -> Message {
    Message::new(
        format!("a date of the form `{}`, as the manifest declares", formats.join("` or `")),
        format!("清单所声明的 `{}` 形式的日期", formats.join("` 或 `")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_and_full_width_space_is_trimmed() {
        assert_eq!(clean("\u{feff}　某 公司\u{a0}\u{200b}\r\n"), "某 公司");
        assert_eq!(clean("e\u{301}"), "é");
        assert_eq!(narrow("２０２５－０３"), "2025-03");
    }

    #[test]
    fn sets_are_split_at_the_usual_separators() {
        let split = |text| members(text, None, false);
        assert_eq!(split("a；b;c、d,e，f|g\nh"), ["a", "b", "c", "d", "e", "f", "g", "h"]);
        assert_eq!(members("G1|2025；G2|2025", None, true), ["G1|2025", "G2|2025"]);
        assert_eq!(members("a, b / c", Some(" / "), false), ["a, b", "c"]);
    }
}
