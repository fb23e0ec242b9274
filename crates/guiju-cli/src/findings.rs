//! What is wrong with several policies, told once.
//!
//! Policies are compiled one by one, so a fault of a file they share is found with each of them.

use guiju_compiler::Checked;
use guiju_syntax::{Diagnostic, FileId, Label, Severity, Sources, Span};

/// The diagnostics of several runs of the compiler, over one set of sources.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// The files, each once.
    pub(crate) sources: Sources,
    /// What is wrong, each once.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Findings {
    /// Adds what is wrong with a policy and its files.
    pub(crate) fn add(&mut self, checked: &Checked) {
        self.add_some(&checked.diagnostics, &checked.sources);
    }

    /// Adds diagnostics that point into `sources`.
    pub(crate) fn add_some(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        let ids: Vec<FileId> = sources.files.iter().map(|file| self.file(&file.path, &file.text)).collect();
        // INVARIANT: spans point into the sources they came with.
        let moved = |span: &mut Span| span.file = ids.get(span.file.0).copied().unwrap_or(span.file);
        for diagnostic in diagnostics {
            let mut diagnostic = diagnostic.clone();
            let labels = diagnostic.primary.iter_mut().chain(&mut diagnostic.secondary);
            labels.for_each(|Label { span, .. }| moved(span));
            diagnostic.fix.iter_mut().for_each(|fix| moved(&mut fix.span));
            if !self.diagnostics.contains(&diagnostic) {
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// Returns whether anything is an error.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    fn file(&mut self, path: &str, text: &str) -> FileId {
        let known = self.sources.files.iter().position(|file| file.path == path && file.text == text);
        known.map_or_else(|| self.sources.add(path, text), FileId)
    }
}
