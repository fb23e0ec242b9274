//! One mistake, one diagnostic: what must not be reported again because its cause has been.
//!
//! A declaration the parser could not read leaves names undeclared, a field of unknown type leaves conditions
//! without a type, a file that is missing leaves everything open. Each is reported where it happened; what
//! follows from it stays silent.

use std::collections::BTreeSet;

use guiju_syntax::{Span, ast};

use super::{Compiler, Symbol};
use crate::load::Module;

impl Compiler<'_> {
    /// Whether the parser found something wrong inside a declaration, so that parts of it may be missing.
    pub(super) fn is_torn(&self, span: Span) -> bool {
        self.modules.of_file(span.file).is_some_and(|module| {
            module.parsed.diagnostics.iter().filter_map(|d| d.primary.as_ref()).any(|label| {
                let at = label.span;
                at.file == span.file && span.start <= at.start && at.start <= span.end
            })
        })
    }

    /// Whether a word may have been meant to be declared where the parser could not read, or in a missing file.
    pub(super) fn is_lost(&self, ident: &ast::Ident) -> bool {
        self.scopes.get(&ident.span.file).is_none_or(|scope| scope.gaps || scope.lost.contains(&ident.text))
    }

    pub(super) fn is_broken(&self, symbol: Symbol) -> bool {
        self.broken.contains(&symbol)
    }

    /// A fault in a definition, or in a file of two policies, is found again at each use.
    pub(super) fn dedup(&mut self) {
        let mut seen = BTreeSet::new();
        self.diagnostics.retain(|d| seen.insert((d.code, d.primary.as_ref().map(|l| l.span), d.message.en.clone())));
    }
}

/// The words on the lines, and between the declarations, where the parser found something wrong.
pub(super) fn lost_words(module: &Module, text: &str) -> BTreeSet<String> {
    let mut lost = BTreeSet::new();
    for at in module.parsed.diagnostics.iter().filter_map(|d| d.primary.as_ref()).map(|l| l.span.start) {
        let items = &module.parsed.file.items;
        let outside = items.iter().all(|item| at < item.span.start || item.span.end < at);
        let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1);
        let (start, end) = if outside {
            // A declaration that could not be read reaches from the one before it to the one after it.
            let before = items.iter().map(|i| i.span.end).filter(|end| *end <= at).max();
            let after = items.iter().map(|i| i.span.start).filter(|start| *start > at).min();
            (before.unwrap_or(0).min(line), after.unwrap_or(text.len()))
        } else {
            (line, text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| at + n))
        };
        let words = text.get(start..end).unwrap_or("").split(|c: char| !(c.is_alphanumeric() || c == '_'));
        lost.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
    }
    lost
}
