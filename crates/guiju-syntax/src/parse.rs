//! From text to tree: the one way in.

use std::collections::BTreeSet;

use pest::Parser;
use unicode_normalization::UnicodeNormalization;

use crate::{
    ast,
    codes::Code,
    diagnostic::{Diagnostic, Message},
    lower::{self, Fault},
    recover,
    scan::{self, Comment},
    source::{FileId, Sources, Span},
    syntax::{Grammar, Rule},
};

/// A file read as far as it can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// Its declarations; those with faults are left out, faulty fields of others too.
    pub file: ast::File,
    /// Its comments, in order.
    pub comments: Vec<Comment>,
    /// Every fault found.
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes a policy file and adds it to the sources, its text normalised (NFC, line feeds, no byte-order mark).
///
/// # Errors
/// A diagnostic if the bytes are not UTF-8 text, or too many.
pub fn read(sources: &mut Sources, path: &str, bytes: &[u8]) -> Result<FileId, Box<Diagnostic>> {
    let fault = |sources: &mut Sources, code, message: Message, help: Message| {
        let file = sources.add(path, "");
        let label = Message::new("this file", "此文件");
        Err(Box::new(Diagnostic::error(code, Span { file, start: 0, end: 0 }, message, label).help(help)))
    };
    if bytes.len() > scan::MAX_BYTES {
        let help = Message::new("split it into files joined by `use`", "拆成几个文件，用 `引用` 连接");
        return fault(sources, Code::E0112, Message::new("policy file larger than 4 MiB", "规矩文件超过4 MiB"), help);
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let help = Message::new("save the file as UTF-8", "请另存为UTF-8编码");
        return fault(sources, Code::E0102, Message::new("the file is UTF-16", "文件是UTF-16编码"), help);
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let help = Message::new("save the file as UTF-8", "请另存为UTF-8编码");
        return fault(sources, Code::E0102, Message::new("UTF-16, not UTF-8", "编码是UTF-16，不是UTF-8"), help);
    }
    if bytes.contains(&0) {
        let help = Message::new("name a text file with the ending .guiju", "请给出以 .guiju 结尾的文本文件");
        return fault(sources, Code::E0102, Message::new("not a text file", "不是文本文件"), help);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
            let text: String = text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect();
            Ok(sources.add(path, text))
        }
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            let message = Message::new(format!("line {line} is not UTF-8"), format!("第{line}行不是UTF-8编码"));
            let help =
                Message::new("save the file as UTF-8 (it may be GB18030)", "请另存为UTF-8编码（原文件可能是GB18030）");
            fault(sources, Code::E0102, message, help)
        }
    }
}

/// Parses a file; everything wrong with it is in [`Parsed::diagnostics`], up to [`scan::MAX_FAULTS`] faults.
#[must_use]
pub fn parse(sources: &Sources, id: FileId) -> Parsed {
    let text = &sources.file(id).text;
    let scan::Scan { comments, mut diagnostics, brackets, fatal } = scan::scan(id, text);
    let empty = ast::File { id, items: Vec::new() };
    if fatal {
        diagnostics.sort_by_key(place);
        return Parsed { file: empty, comments, diagnostics };
    }
    let mut faults = Vec::new();
    let file = match Grammar::parse(Rule::file, text) {
        Ok(mut pairs) => pairs.next().map_or(empty, |root| lower::file(id, root, &comments, &mut faults)),
        Err(error) => {
            // The grammar's last alternatives take any text, so that a policy file does not come here.
            let piece = Span { file: id, start: 0, end: text.len() };
            let diagnostic = recover::from_pest(text, piece, 0, Rule::file, &error);
            faults.push(Fault { piece: Some(piece), diagnostic });
            empty
        }
    };
    diagnostics.extend(one_account(text, &diagnostics, brackets, faults));
    diagnostics.sort_by_key(place);
    diagnostics.truncate(scan::MAX_FAULTS);
    Parsed { file, comments, diagnostics }
}

/// Leaves one account of each fault: what the scan says of characters and quotes explains what the parser
/// says of the same line, and of a bracket and a broken piece that holds it the first explains the other.
fn one_account(
    text: &str,
    characters: &[Diagnostic],
    brackets: Vec<Diagnostic>,
    faults: Vec<Fault>,
) -> Vec<Diagnostic> {
    let line_starts: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    let line_of = |at: usize| line_starts.partition_point(|start| *start <= at);
    let start_of = |d: &Diagnostic| place(d).map_or(0, |span| span.start);
    let explained: BTreeSet<usize> = characters.iter().map(|d| line_of(start_of(d))).collect();
    let quotes: BTreeSet<usize> = characters.iter().filter(|d| d.code == Code::E0109).map(start_of).collect();

    let mut out = Vec::new();
    let mut brackets = brackets;
    brackets.sort_by_key(place);
    let mut brackets = brackets.into_iter().peekable();
    for Fault { piece, diagnostic } in faults {
        let Some(piece) = piece else {
            out.push(diagnostic);
            continue;
        };
        // Brackets outside of every broken piece are in order after all.
        while brackets.next_if(|bracket| start_of(bracket) < piece.start).is_some() {}
        let mut told = None;
        while let Some(bracket) = brackets.next_if(|bracket| start_of(bracket) < piece.end) {
            if quotes.range(piece.start..piece.end).next().is_none() {
                told.get_or_insert(bracket);
            }
        }
        let fault_start = start_of(&diagnostic);
        let bracket_first = told.as_ref().is_some_and(|bracket| start_of(bracket) <= fault_start);
        if !bracket_first && !explained.contains(&line_of(fault_start)) {
            out.push(diagnostic);
        }
        // One left open further on is a fault of its own; one that closes nothing may come of the first.
        let opens = |bracket: &Diagnostic| text.get(start_of(bracket)..).is_some_and(|t| t.starts_with(OPENING));
        out.extend(told.filter(|bracket| bracket_first || opens(bracket)));
    }
    out
}

const OPENING: [char; 4] = ['(', '（', '{', '｛'];

fn place(diagnostic: &Diagnostic) -> Option<Span> {
    diagnostic.primary.as_ref().map(|label| label.span)
}
