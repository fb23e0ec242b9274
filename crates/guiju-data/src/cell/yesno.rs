//! Yes or no, in the spellings forms use.

use super::narrow;

const YES: [&str; 7] = ["yes", "true", "y", "1", "是", "有", "√"];
const NO: [&str; 7] = ["no", "false", "n", "0", "否", "无", "×"];

/// Returns whether a text says yes; nothing if it says neither.
pub(crate) fn parse(text: &str) -> Option<bool> {
    let text = narrow(text);
    let is = |word: &&str| word.eq_ignore_ascii_case(&text);
    if YES.iter().any(is) {
        Some(true)
    } else if NO.iter().any(is) {
        Some(false)
    } else {
        None
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
