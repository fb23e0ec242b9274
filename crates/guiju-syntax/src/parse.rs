//! From text to tree: the one way in.

use pest::Parser;
use unicode_normalization::UnicodeNormalization;

use crate::{
    ast,
    codes::Code,
    diagnostic::{Diagnostic, Message},
    lower,
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
    if bytes.contains(&0) {
        let help = Message::new("name a text file with the ending .guiju", "请给出以 .guiju 结尾的文本文件");
        return fault(sources, Code::E0102, Message::new("not a text file", "不是文本文件"), help);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
            let text: String = text.replace("\r\n", "\n").nfc().collect();
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

/// Parses a file; everything wrong with it is in [`Parsed::diagnostics`].
#[must_use]
pub fn parse(sources: &Sources, id: FileId) -> Parsed {
    let text = &sources.file(id).text;
    let scan::Scan { comments, mut diagnostics, fatal } = scan::scan(id, text);
    let empty = ast::File { id, items: Vec::new() };
    if fatal {
        return Parsed { file: empty, comments, diagnostics };
    }
    let mut faults = Vec::new();
    let file = match Grammar::parse(Rule::file, text) {
        Ok(mut pairs) => pairs.next().map_or(empty, |root| lower::file(id, root, &comments, &mut faults)),
        Err(error) => {
            // The grammar's last alternatives take any text, so this is not reached by a policy file.
            faults.extend(crate::recover::from_pest(id, 0, text, &error));
            empty
        }
    };
    // A fault of characters, quotes or brackets explains what the parser says of the same place.
    faults.retain(|fault| {
        let Some(place) = fault.primary.as_ref().map(|l| l.span) else { return true };
        !diagnostics.iter().filter_map(|d| d.primary.as_ref()).any(|seen| explains(text, seen.span, place))
    });
    diagnostics.append(&mut faults);
    diagnostics.sort_by_key(|d| d.primary.as_ref().map(|l| l.span));
    Parsed { file, comments, diagnostics }
}

/// Whether a fault found by the scan lies on the line of `place`, or opens the declaration it belongs to.
fn explains(text: &str, seen: Span, place: Span) -> bool {
    let line_of = |at: usize| text.get(..at).map_or(0, |before| before.matches('\n').count());
    let unclosed = text[seen.start..].starts_with(['{', '｛']);
    line_of(seen.start) == line_of(place.start)
        || (unclosed && seen.start < place.start && !text[seen.start..place.start].contains("\n}"))
}
