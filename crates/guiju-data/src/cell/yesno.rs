//! Yes or no, in the spellings forms use.

use super::narrow;

/// Returns whether a text says yes; nothing if it says neither.
pub(crate) fn parse(text: &str) -> Option<bool> {
    match narrow(text).to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "是" | "有" | "√" => Some(true),
        "no" | "n" | "false" | "0" | "否" | "无" | "×" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        for text in ["yes", "Yes", "Y", "TRUE", "1", "１", "是", "有", "√"] {
            assert_eq!(parse(text), Some(true), "{text}");
        }
        for text in ["no", "N", "False", "0", "否", "无", "×"] {
            assert_eq!(parse(text), Some(false), "{text}");
        }
        for text in ["", "x", "maybe", "不", "2", "Not required"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
