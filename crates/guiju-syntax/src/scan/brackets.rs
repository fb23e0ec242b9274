//! Brackets and braces: how deep, and which lack a partner.

use super::{MAX_FAULTS, Open, Scanner};
use crate::{
    codes::Code,
    diagnostic::{Diagnostic, Message},
    keyword,
};

impl Scanner<'_> {
    pub(super) fn open(&mut self, at: usize, bracket: char) {
        self.open.push(Open { bracket, at, prefixes: self.prefixes });
        self.check_depth(at, at + bracket.len_utf8());
    }

    pub(super) fn close(&mut self, at: usize, bracket: char) {
        let brace = is_brace(bracket);
        match self.open.last() {
            Some(open) if is_brace(open.bracket) == brace => self.pop(),
            // A `)` too many inside braces closes nothing; a `}` closes what is left open in it.
            Some(open) if brace => {
                let (paren, paren_at) = (open.bracket, open.at);
                self.unclosed(paren, paren_at);
                while self.open.last().is_some_and(|open| !is_brace(open.bracket)) {
                    self.pop();
                }
                self.pop();
            }
            _ => {
                let fault = Diagnostic::error(
                    Code::E0107,
                    self.span(at, at + bracket.len_utf8()),
                    Message::new(format!("`{bracket}` closes nothing"), format!("`{bracket}` 没有对应的开括号")),
                    Message::new("no bracket is open here", "此处没有未闭合的括号"),
                );
                self.bracket(fault.help(Message::new("remove it, or open it before", "删去它，或在前面补上开括号")));
            }
        }
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.prefixes = open.prefixes;
        }
    }

    /// A declaration at the left margin begins anew: what is still open was forgotten.
    pub(super) fn at_line_start(&mut self, at: usize) {
        if !self.open.is_empty() && begins_declaration(self.rest(at)) {
            self.report_unclosed();
        }
    }

    pub(super) fn report_unclosed(&mut self) {
        for open in std::mem::take(&mut self.open) {
            self.unclosed(open.bracket, open.at);
        }
        self.prefixes = 0;
    }

    fn unclosed(&mut self, bracket: char, at: usize) {
        let (closing, en, zh) = match bracket {
            '(' => (')', "before the field ends", "在本字段结束之前"),
            '（' => ('）', "before the field ends", "在本字段结束之前"),
            '｛' => ('｝', "before the next declaration", "在下一个声明之前"),
            _ => ('}', "before the next declaration", "在下一个声明之前"),
        };
        let fault = Diagnostic::error(
            Code::E0107,
            self.span(at, at + bracket.len_utf8()),
            Message::new(format!("`{bracket}` is never closed"), format!("`{bracket}` 没有闭合")),
            Message::new("opened here", "从这里开始"),
        );
        self.bracket(fault.help(Message::new(format!("add `{closing}` {en}"), format!("{zh}补上 `{closing}`"))));
    }

    fn bracket(&mut self, fault: Diagnostic) {
        if self.out.brackets.len() < MAX_FAULTS {
            self.out.brackets.push(fault);
        }
    }
}

fn is_brace(bracket: char) -> bool {
    matches!(bracket, '{' | '｛' | '}' | '｝')
}

fn begins_declaration(line: &str) -> bool {
    let word_end = line.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(line.len());
    let (word, rest) = line.split_at(word_end);
    rest.starts_with([' ', '\t', '\u{3000}'])
        && (keyword::find(word, keyword::DECLARATIONS).is_some() || keyword::LATER.contains(&word))
}
