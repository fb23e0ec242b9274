//! What a policy means, before any record: names, types, rule graph.
//!
//! In: policy files ([`Root`]). Out: a [`Program`](hir::Program) with every name resolved and every type known,
//! the rule graph, and everything wrong with the files. [`check`] is the way in.

mod compile;
mod load;

pub mod graph;
pub mod hir;
pub mod lint;
pub mod quote;
pub mod schema;

pub use graph::RuleGraph;
pub use lint::lint;
pub use load::Root;
pub use schema::{Catalog, CatalogId, Field, FieldId, Key, Name, Record, RecordId, Schema, Type};

use guiju_syntax::{Diagnostic, Names, Parsed, Sources};

/// A policy set read as far as it can be read.
#[derive(Debug)]
pub struct Checked {
    /// The texts of its files, for showing diagnostics.
    pub sources: Sources,
    /// Its files, parsed, in the order in which they were first needed.
    pub files: Vec<Parsed>,
    /// What it means; declarations with faults are left out, so it may be run only if there are no errors.
    pub program: hir::Program,
    /// Both spellings of every word that stands for a declared name, for the formatter.
    pub names: Names,
    /// Everything wrong with it, or worth knowing, in order of files and places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Returns whether anything in it is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == guiju_syntax::Severity::Error)
    }
}

/// Reads, parses and compiles policy files and everything they import.
#[must_use]
pub fn check(roots: &[Root<'_>]) -> Checked {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let modules = load::load(roots, &mut sources, &mut diagnostics);
    for module in &modules.list {
        diagnostics.extend(module.parsed.diagnostics.iter().cloned());
    }
    let compiled = compile::compile(&modules, &sources);
    let (mut program, names) = (compiled.program, compiled.names);
    diagnostics.extend(compiled.diagnostics);
    diagnostics.sort_by_key(|d| d.primary.as_ref().map(|l| l.span));
    load::fingerprints(&modules, &sources, &names, &mut program);
    let files = modules.list.into_iter().map(|m| m.parsed).collect();
    Checked { sources, files, program, names, diagnostics }
}

/// How much a breach weighs; decides the exit status, never the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum RuleSeverity {
    /// The text only strives.
    Advisory,
    /// A small matter.
    Minor,
    /// The default.
    #[default]
    Major,
    /// Lives depend on it.
    Critical,
}
