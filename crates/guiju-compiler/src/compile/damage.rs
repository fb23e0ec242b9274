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
        let Some(module) = self.modules.of_file(span.file) else { return false };
        let next = module.faults.partition_point(|at| *at < span.start);
        module.faults.get(next).is_some_and(|at| *at <= span.end)
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
    let items = &module.parsed.file.items;
    // A file may have as many faults as lines: each piece is looked through once.
    let mut pieces: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut line = (0, 0);
    for &at in &module.faults {
        if at > line.1 || line.1 == 0 {
            let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1);
            line = (start, text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| at + n));
        }
        let next = items.partition_point(|item| item.span.start <= at);
        let before = next.checked_sub(1).and_then(|n| items.get(n)).map_or(0, |item| item.span.end);
        pieces.insert(if next > 0 && at <= before {
            line
        } else {
            // A declaration that could not be read reaches from the one before it to the one after it.
            (before.min(line.0), items.get(next).map_or(text.len(), |item| item.span.start))
        });
    }
    let mut lost = BTreeSet::new();
    let mut done = 0;
    for (start, end) in pieces {
        let piece = text.get(start.max(done)..end).unwrap_or("");
        let words = piece.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        lost.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
        done = done.max(end);
    }
    lost
}
