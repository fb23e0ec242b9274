//! Text on a terminal: its width, where it wraps, and what must not reach it.
//!
//! A Chinese character takes two columns, so lengths in characters align nothing; everything here counts columns.

use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Returns the number of terminal columns a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// Returns a text padded with spaces to a number of columns; a longer one stays as it is.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

/// Returns the lines of a text that is at most so many columns wide, at least one line.
///
/// Lines break at spaces and between Chinese characters, inside a word only if it alone is wider than a line. No line
/// begins with a closing punctuation mark.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    // A wide character needs two columns, and closing punctuation one or two more.
    let columns = columns.max(4);
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if !line.is_empty() && width(&line) + width(piece.trim_end()) > columns {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        if width(piece.trim_end()) <= columns {
            line += piece;
            continue;
        }
        for c in piece.chars() {
            if width(&line) + c.width().unwrap_or(0) > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Returns a text without what could steer a terminal or reorder what it shows.
///
/// Keys, labels and headings come from data files. Control characters and marks of writing direction are replaced by
/// `�`, so that they stay visible.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let unsafe_char = |c: char| {
        c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if text.contains(unsafe_char) { Cow::Owned(text.replace(unsafe_char, "\u{FFFD}")) } else { Cow::Borrowed(text) }
}

/// Splits a text where a line may break: after spaces and around wide characters, but not before closing punctuation
/// nor after opening punctuation, nor between a number and what it counts.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut end = 0;
        let mut before: Option<char> = None;
        for (index, c) in rest.char_indices() {
            if before.is_some_and(|before| may_break(before, c)) {
                break;
            }
            end = index + c.len_utf8();
            before = Some(c);
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

fn may_break(before: char, after: char) -> bool {
    const CLOSING: &str = "，。、；：！？）］】》”’,.;:!?)]}%";
    const OPENING: &str = "（［【《“‘([{";
    const COUNTED: &str = "年月周日个项条类行";
    let wide = |c: char| c.width() == Some(2);
    if before == '第' || (before.is_ascii_digit() && COUNTED.contains(after)) {
        return false;
    }
    if after.is_whitespace() || CLOSING.contains(after) || OPENING.contains(before) {
        return false;
    }
    before.is_whitespace() || wide(before) || wide(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(width("东湖街 A1（）"), 13);
        assert_eq!(pad("规则", 6), "规则  ");
        assert_eq!(pad("rule", 2), "rule");
    }

    #[test]
    fn lines_break_at_spaces_and_between_wide_characters() {
        assert_eq!(wrap("at least four covert visits", 12), ["at least", "four covert", "visits"]);
        assert_eq!(wrap("每个街道每年检查一次", 8), ["每个街道", "每年检查", "一次"]);
        assert_eq!(wrap("自2026-03-02起15个工作日内", 12), ["自2026-03-02", "起15个工作日", "内"]);
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn no_line_begins_with_closing_punctuation() {
        assert_eq!(wrap("符合要求，未覆盖", 8), ["符合要", "求，未覆", "盖"]);
    }

    #[test]
    fn a_number_stays_with_what_it_counts() {
        assert_eq!(wrap("见附表第126行。", 10), ["见附表", "第126行。"]);
        assert_eq!(wrap("还差第4、15项", 10), ["还差第4、", "15项"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        assert_eq!(wrap("x abcdefghij", 5), ["x", "abcde", "fghij"]);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let text = "自2026-03-02起15个工作日内，最迟2026-03-23 (visits.csv:18); “监督检查”（第五条）。😀";
        for columns in 4..60 {
            let lines = wrap(text, columns);
            assert!(lines.iter().all(|line| width(line) <= columns), "{columns}: {lines:?}");
            let joined: String = lines.concat();
            assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\nc\u{202E}d"), "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d");
        assert!(matches!(clean("东湖街"), Cow::Borrowed(_)));
    }
}
