//! Faults of the manifest, each with its line, and the shapes its nodes may have.

use super::place::{Path, line_of};
use super::yaml::Yaml;
use crate::nearest::{did_you_mean, nearest};
use guiju_syntax::{Code, DataPlace, Diagnostic, Message, Severity};

/// Collects what is wrong with one manifest.
#[derive(Debug)]
pub(crate) struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Diagnostic>,
}

impl<'a> Faults<'a> {
    /// Creates an empty collection for the manifest `file` with this text.
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, found: Vec::new() }
    }

    /// Returns what was found, in the order found.
    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found
    }

    /// Reports an error at a place of the manifest.
    pub(crate) fn error(&mut self, code: Code, place: &Path, message: Message) {
        self.error_with_help(code, place, message, None);
    }

    /// Reports an error at a place of the manifest, with what to do.
    pub(crate) fn error_with_help(&mut self, code: Code, place: &Path, message: Message, help: Option<Message>) {
        let diagnostic = self.diagnostic(code, place, message);
        let diagnostic = match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        };
        // A fault of the manifest shows again with every file of a pattern; it is told once.
        if !self.found.contains(&diagnostic) {
            self.found.push(diagnostic);
        }
    }

    /// Reports something worth knowing at a place of the manifest.
    pub(crate) fn warning(&mut self, code: Code, place: &Path, message: Message, help: Message) {
        let diagnostic = self.diagnostic(code, place, message).warning().help(help);
        self.found.push(diagnostic);
    }

    /// Reports a fault of a file, or something worth knowing of it.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Returns whether an error was reported.
    pub(crate) fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Reports that the text is no manifest at all.
    pub(crate) fn unreadable(&mut self, line: u64, message: Message, help: Option<Message>) {
        let mut diagnostic = Diagnostic::data_error(Code::E1001, self.at(line), message);
        diagnostic.help = help;
        self.found.push(diagnostic);
    }

    /// Reports that a node lacks something or has another form than `expected`.
    pub(crate) fn wrong(&mut self, place: &Path, expected_en: &str, expected_zh: &str) {
        let message = Message::new(format!("expected {expected_en}"), format!("此处应有{expected_zh}"));
        self.error(Code::E1003, place, message);
    }

    /// Returns a mapping's entries; anything else is reported and has none.
    pub(crate) fn entries<'y>(&mut self, node: &'y Yaml, place: &Path) -> &'y [(String, Yaml)] {
        match node {
            Yaml::Map(entries) => entries,
            _ => {
                self.wrong(place, "a mapping, `key: value`", "映射（`键: 值`）");
                &[]
            }
        }
    }

    /// Checks that a node is a mapping and reports keys that are not among the `known`.
    pub(crate) fn map(&mut self, node: &Yaml, place: &Path, known: &[&str]) {
        for (key, _) in self.entries(node, place) {
            if !known.contains(&key.as_str()) {
                let message = Message::new(format!("unknown key `{key}`"), format!("无此键：`{key}`"));
                let help = did_you_mean(nearest(key, known.iter().copied())).unwrap_or_else(|| {
                    Message::new(format!("known keys: {}", known.join(", ")), format!("可用的键：{}", known.join("、")))
                });
                self.error_with_help(Code::E1002, &place.key(key), message, Some(help));
            }
        }
    }

    /// Returns a scalar's text; anything else is reported.
    pub(crate) fn text<'y>(&mut self, node: &'y Yaml, place: &Path) -> Option<&'y str> {
        match node {
            Yaml::Text(text) => Some(text),
            _ => {
                self.wrong(place, "one value", "一个值");
                None
            }
        }
    }

    /// Returns the texts of a scalar or of a list of scalars; anything else is reported.
    pub(crate) fn texts(&mut self, node: &Yaml, place: &Path) -> Vec<String> {
        match node {
            Yaml::List(nodes) => nodes
                .iter()
                .enumerate()
                .filter_map(|(i, node)| self.text(node, &place.index(i)).map(str::to_owned))
                .collect(),
            _ => self.text(node, place).map(str::to_owned).into_iter().collect(),
        }
    }

    fn diagnostic(&self, code: Code, place: &Path, message: Message) -> Diagnostic {
        let message = if place.is_root() {
            message
        } else {
            Message::new(format!("{} (at `{place}`)", message.en), format!("{}（位于 `{place}`）", message.zh))
        };
        Diagnostic::data_error(code, self.at(line_of(self.text, place)), message)
    }

    fn at(&self, line: u64) -> DataPlace {
        DataPlace { file: self.file.to_owned(), row: line, column: None, value: None }
    }
}
