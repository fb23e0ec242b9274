//! A first look at the text, before the parser: characters, strings, comments, brackets.
//!
//! What the parser could only answer with a riddle (an invisible character, a full-width digit, a bracket
//! never closed, a hundred thousand of them) is said here in plain words. Comments are kept for the formatter.

use crate::{
    codes::Code,
    diagnostic::{Diagnostic, Message},
    keyword,
    source::{FileId, Span},
};

/// How deep brackets may nest. The parser recurses, so that this bounds its stack.
pub const MAX_DEPTH: usize = 64;

/// The largest policy file, in bytes.
pub const MAX_BYTES: usize = 4 << 20;

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
    /// Faults.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the text must not be given to the parser.
    pub fatal: bool,
}

/// Looks through a file's text.
pub(crate) fn scan(file: FileId, text: &str) -> Scan {
    let mut scanner = Scanner { file, text, out: Scan::default(), open: Vec::new() };
    scanner.run();
    scanner.out
}

struct Scanner<'a> {
    file: FileId,
    text: &'a str,
    out: Scan,
    /// Brackets not yet closed.
    open: Vec<(char, usize)>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let mut chars = self.text.char_indices().peekable();
        let mut line_start = 0;
        while let Some((at, c)) = chars.next() {
            if at == line_start && !self.open.is_empty() && begins_declaration(&self.text[at..]) {
                self.report_unclosed();
            }
            match c {
                '\n' => line_start = at + 1,
                '/' if self.text[at..].starts_with("//") => {
                    let end = self.text[at..].find('\n').map_or(self.text.len(), |n| at + n);
                    let own_line = self.text[line_start..at].trim().is_empty();
                    let end_trimmed = at + self.text[at..end].trim_end().len();
                    self.out.comments.push(Comment { span: self.span(at, end_trimmed), own_line });
                    self.invisible(at, end);
                    while chars.peek().is_some_and(|(i, _)| *i < end) {
                        chars.next();
                    }
                }
                '"' | '“' => {
                    let end = self.string(at, c);
                    while chars.peek().is_some_and(|(i, _)| *i < end) {
                        chars.next();
                    }
                }
                '(' | '（' | '{' | '｛' => {
                    self.open.push((c, at));
                    if self.open.len() > MAX_DEPTH {
                        self.too_deep(at);
                        return;
                    }
                }
                ')' | '）' | '}' | '｝' => self.close(at, c),
                _ if is_invisible(c) => self.invisible(at, at + c.len_utf8()),
                'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' => {
                    let run: String = self.text[at..]
                        .chars()
                        .take_while(|c| matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９'))
                        .collect();
                    self.full_width(at, &run);
                    while chars.peek().is_some_and(|(i, _)| *i < at + run.len()) {
                        chars.next();
                    }
                }
                _ => {}
            }
        }
        self.report_unclosed();
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start, end }
    }

    /// Checks a quoted text and returns where it ends.
    fn string(&mut self, at: usize, open: char) -> usize {
        let body = at + open.len_utf8();
        for (offset, c) in self.text[body..].char_indices() {
            match c {
                '"' | '”' => {
                    let end = body + offset + c.len_utf8();
                    self.invisible(body, end);
                    return end;
                }
                '\n' => break,
                _ => {}
            }
        }
        let end = self.text[at..].find('\n').map_or(self.text.len(), |n| at + n);
        self.out.diagnostics.push(
            Diagnostic::error(
                Code::E0109,
                self.span(at, at + self.text[at..end].trim_end().len()),
                Message::new("quoted text is not closed", "引号没有闭合"),
                Message::new("the line ends before the closing quote", "到行尾仍无收尾引号"),
            )
            .help(Message::new("close it on the same line with \" or ”", "在同一行内用 ” 或 \" 收尾")),
        );
        end
    }

    fn close(&mut self, at: usize, c: char) {
        let brace = matches!(c, '}' | '｝');
        match self.open.last() {
            Some((open, _)) if matches!(open, '{' | '｛') == brace => {
                self.open.pop();
            }
            // A `)` too many inside braces is left to the parser; a `}` closes what is left open in it.
            Some((_, paren)) if brace => {
                let paren = *paren;
                self.unclosed(paren);
                while self.open.last().is_some_and(|(open, _)| matches!(open, '(' | '（')) {
                    self.open.pop();
                }
                self.open.pop();
            }
            _ => self.out.diagnostics.push(
                Diagnostic::error(
                    Code::E0107,
                    self.span(at, at + c.len_utf8()),
                    Message::new(format!("`{c}` closes nothing"), format!("`{c}` 没有对应的开括号")),
                    Message::new("no bracket is open here", "此处没有未闭合的括号"),
                )
                .help(Message::new("remove it, or open it before", "删去它，或在前面补上开括号")),
            ),
        }
    }

    fn report_unclosed(&mut self) {
        for (_, at) in std::mem::take(&mut self.open) {
            self.unclosed(at);
        }
    }

    fn unclosed(&mut self, at: usize) {
        let c = self.text[at..].chars().next().unwrap_or('{');
        let closing = match c {
            '(' => ')',
            '（' => '）',
            '｛' => '｝',
            _ => '}',
        };
        self.out.diagnostics.push(
            Diagnostic::error(
                Code::E0107,
                self.span(at, at + c.len_utf8()),
                Message::new(format!("`{c}` is never closed"), format!("`{c}` 没有闭合")),
                Message::new("opened here", "从这里开始"),
            )
            .help(Message::new(
                format!("add `{closing}` before the next declaration"),
                format!("在下一个声明之前补上 `{closing}`"),
            )),
        );
    }

    fn too_deep(&mut self, at: usize) {
        self.out.fatal = true;
        self.out.diagnostics.push(
            Diagnostic::error(
                Code::E0106,
                self.span(at, at + 1),
                Message::new(format!("brackets nest deeper than {MAX_DEPTH}"), format!("括号嵌套超过{MAX_DEPTH}层")),
                Message::new("this one is too deep", "这一层太深"),
            )
            .help(Message::new("name parts of the condition with `define`", "用 `定义` 给部分条件命名")),
        );
    }

    fn full_width(&mut self, at: usize, run: &str) {
        let narrow: String = run.chars().filter_map(|c| char::from_u32(u32::from(c).wrapping_sub(0xFEE0))).collect();
        let span = self.span(at, at + run.len());
        self.out.diagnostics.push(
            Diagnostic::error(
                Code::E0105,
                span,
                Message::new(format!("`{run}` is in full-width letters"), format!("`{run}` 是全角字符")),
                Message::new("full-width", "全角"),
            )
            .fix(
                span,
                narrow.clone(),
                Message::new(format!("write `{narrow}`"), format!("写成 `{narrow}`")),
            ),
        );
    }

    fn invisible(&mut self, from: usize, to: usize) {
        for (offset, c) in self.text[from..to].char_indices().filter(|(_, c)| is_invisible(*c)) {
            let span = self.span(from + offset, from + offset + c.len_utf8());
            let code = u32::from(c);
            self.out.diagnostics.push(
                Diagnostic::error(
                    Code::E0103,
                    span,
                    Message::new(format!("invisible character U+{code:04X}"), format!("不可见字符 U+{code:04X}")),
                    Message::new("a reader cannot see it", "读者看不见它"),
                )
                .fix(span, "", Message::new("remove it", "删去它")),
            );
        }
    }
}

/// Characters that change what a text looks like without being seen: directions, zero widths, controls.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}' | '\u{061C}')
        || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

fn begins_declaration(line: &str) -> bool {
    let word: String = line.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let rest = &line[word.len()..];
    rest.starts_with([' ', '\t', '\u{3000}'])
        && (keyword::find(&word, keyword::DECLARATIONS).is_some() || keyword::LATER.contains(&word.as_str()))
}
