//! A first look at the text, before the parser: characters, quotes, comments, brackets.
//!
//! What the parser could only answer with a riddle (an invisible character, a full-width digit, a bracket
//! never closed, a hundred thousand of them) is said here in plain words. Comments are kept for the formatter.

mod brackets;
mod characters;

use std::{iter::Peekable, str::CharIndices};

use crate::{
    codes::Code,
    diagnostic::{Diagnostic, Message},
    keyword,
    source::{FileId, Span},
};

/// How deep brackets may nest, and words that nest without them (`exists`, `start of`) together with them.
/// The parser recurses, so that this bounds its stack.
pub const MAX_DEPTH: usize = 64;

/// The largest policy file, in bytes.
pub const MAX_BYTES: usize = 4 << 20;

/// How many faults of a file are told; a file with more is not a policy.
pub const MAX_FAULTS: usize = 1000;

/// A comment, with its slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// From the slashes to the end of the line.
    pub span: Span,
    /// Whether nothing but blanks stands before it on its line.
    pub own_line: bool,
}

/// What the scan found.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// All comments, in order.
    pub comments: Vec<Comment>,
    /// Faults of characters and quotes.
    pub diagnostics: Vec<Diagnostic>,
    /// Brackets that seem to lack a partner. The parser knows better: where it is content, they are none.
    pub brackets: Vec<Diagnostic>,
    /// Whether the text must not be given to the parser.
    pub fatal: bool,
}

/// Looks through a file's text.
pub(crate) fn scan(file: FileId, text: &str) -> Scan {
    let mut scanner = Scanner {
        file,
        text,
        chars: text.char_indices().peekable(),
        out: Scan::default(),
        open: Vec::new(),
        prefixes: 0,
    };
    scanner.run();
    scanner.out
}

struct Scanner<'a> {
    file: FileId,
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    out: Scan,
    /// Brackets not yet closed.
    open: Vec<Open>,
    /// How many words that nest without brackets may still be nesting.
    prefixes: usize,
}

/// An open bracket.
struct Open {
    bracket: char,
    at: usize,
    /// What [`Scanner::prefixes`] was before it.
    prefixes: usize,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let mut line_start = 0;
        while let Some((at, c)) = self.chars.next() {
            if at == line_start {
                self.at_line_start(at);
            }
            match c {
                '\n' => line_start = at + 1,
                '/' if self.rest(at).starts_with("//") => self.comment(line_start, at),
                '"' | '“' => self.quoted(at, c),
                '”' => self.closing_quote(at),
                '(' | '（' | '{' | '｛' => self.open(at, c),
                ')' | '）' | '}' | '｝' => self.close(at, c),
                // No expression goes on behind one of these.
                ';' | '；' | ':' | '：' => self.prefixes = self.open.last().map_or(0, |open| open.prefixes),
                _ if characters::is_full_width(c) => self.full_width(at),
                _ if characters::is_misleading(c) => self.misleading(at, at + c.len_utf8()),
                _ if is_word(c) => self.word(at),
                _ => {}
            }
            if self.out.fatal {
                return;
            }
        }
        self.report_unclosed();
    }

    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or("")
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start, end }
    }

    fn line_end(&self, at: usize) -> usize {
        self.rest(at).find('\n').map_or(self.text.len(), |n| at + n)
    }

    fn skip_to(&mut self, end: usize) {
        while self.chars.next_if(|(at, _)| *at < end).is_some() {}
    }

    fn report(&mut self, fault: Diagnostic) {
        if self.out.diagnostics.len() < MAX_FAULTS {
            self.out.diagnostics.push(fault);
        }
    }

    fn comment(&mut self, line_start: usize, at: usize) {
        let end = self.line_end(at);
        let own_line = self.text.get(line_start..at).is_some_and(|before| before.trim().is_empty());
        let end_trimmed = at + self.text.get(at..end).unwrap_or("").trim_end().len();
        self.out.comments.push(Comment { span: self.span(at, end_trimmed), own_line });
        self.misleading(at, end);
        self.skip_to(end);
    }

    /// Passes over a word, and counts it if it makes the parser go deeper.
    fn word(&mut self, at: usize) {
        let rest = self.rest(at);
        let end = at + rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let nests = keyword::PREFIXES
            .iter()
            .any(|(_, en, zh)| keyword::begins_with(rest, en) || keyword::begins_with(rest, zh));
        self.skip_to(end);
        if nests {
            self.prefixes += 1;
            self.check_depth(at, end);
        }
    }

    fn check_depth(&mut self, at: usize, end: usize) {
        if self.open.len() + self.prefixes > MAX_DEPTH {
            self.too_deep(at, end);
        }
    }

    fn too_deep(&mut self, at: usize, end: usize) {
        self.out.fatal = true;
        let fault = Diagnostic::error(
            Code::E0106,
            self.span(at, end),
            Message::new("conditions nest too deep", "条件嵌套过深"),
            Message::new(format!("deeper than {MAX_DEPTH} levels here"), format!("此处超过{MAX_DEPTH}层")),
        );
        self.report(fault.help(Message::new("name parts of the condition with `define`", "用 `定义` 给部分条件命名")));
    }
}

/// Whether a character belongs to names and keywords.
fn is_word(c: char) -> bool {
    (c.is_alphanumeric() || c == '_') && !characters::is_full_width(c)
}
