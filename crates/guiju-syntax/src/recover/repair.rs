//! A fix by trial: the one word that, written before or instead of the unexpected one, makes the piece readable.
//!
//! Where two words would do (`and`, `or`), none is proposed: only the author knows which.

use pest::Parser;

use super::words;
use crate::{
    keyword::KEYWORDS,
    source::Span,
    syntax::{Grammar, Rule},
};

/// A piece that cannot be read, and where it stops being readable.
pub(super) struct Repair<'a> {
    pub text: &'a str,
    /// Where the piece begins.
    pub from: usize,
    /// Where it ends.
    pub end: usize,
    /// The last word read.
    pub before: Span,
    /// The unexpected word.
    pub at: Span,
}

impl Repair<'_> {
    /// Returns the only edit that makes the piece readable by `rule`, if there is just one.
    pub(super) fn only_one(&self, expected: &[Rule], rule: Rule) -> Option<(Span, String)> {
        let only = |edits: Vec<(Span, String)>| {
            let mut found = edits.into_iter().filter(|(span, write)| self.readable(*span, write, rule));
            let first = found.next()?;
            found.next().is_none().then_some(first)
        };
        only(self.longer_keywords()).or_else(|| only(self.edits(expected)))
    }

    /// `size items`: a keyword of two words, one of them left out.
    fn longer_keywords(&self) -> Vec<(Span, String)> {
        let before = self.text.get(self.before.start..self.before.end).unwrap_or("");
        KEYWORDS
            .iter()
            .filter(|(_, en, _)| en.split_once(' ').is_some_and(|(head, _)| head == before))
            .map(|(_, en, _)| (self.before, (*en).to_owned()))
            .collect()
    }

    /// What was expected, before or instead of the word, if it was a keyword or a sign and nothing freer.
    fn edits(&self, expected: &[Rule]) -> Vec<(Span, String)> {
        let word = self.text.get(self.at.start..self.at.end).unwrap_or("");
        let before = self.text.get(self.before.start..self.before.end).unwrap_or("");
        let wide = !self.text.get(self.from..self.at.end).unwrap_or("").is_ascii();
        if expected == [Rule::text] {
            let quoted = if wide { format!("“{word}”") } else { format!("\"{word}\"") };
            return word.chars().all(char::is_alphabetic).then_some((self.at, quoted)).into_iter().collect();
        }
        let mut edits = Vec::new();
        for write in words::pieces(expected, wide).unwrap_or_default() {
            if [":", "：", ",", "，"].contains(&write) {
                edits.push((self.before, format!("{before}{write}")));
                continue;
            }
            edits.push((self.at, format!("{write} {word}")));
            if word.chars().all(char::is_alphanumeric) {
                edits.push((self.at, write.to_owned()));
            }
        }
        edits
    }

    /// Whether an edited piece is read, all of it: bodies take broken pieces too.
    fn readable(&self, span: Span, write: &str, rule: Rule) -> bool {
        let (Some(head), Some(tail)) = (self.text.get(self.from..span.start), self.text.get(span.end..self.end)) else {
            return false;
        };
        let broken = |rule| matches!(rule, Rule::broken_field | Rule::broken_line);
        Grammar::parse(rule, &format!("{head}{write}{tail}"))
            .is_ok_and(|pairs| !pairs.flatten().any(|pair| broken(pair.as_rule())))
    }
}
