//! What these records amount to: kernels, verdicts, evidence.
//!
//! In: a compiled [`Program`](guiju_compiler::hir::Program) and a loaded [`Dataset`](guiju_data::Dataset). Out: an [`Evaluation`]. [`evaluate()`] is the way in: events
//! are derived and sequences put in order, then every record kind is scanned once for all rules that read it.

mod bound;
mod check;
mod coverage;
mod day_set;
mod deadline;
mod doubt;
mod event;
mod expression;
mod frame;
mod hold;
mod horizon;
mod interval;
mod kernel;
mod metric;
mod partial;
mod path;
mod quantity;
mod relief;
mod sequence;
mod standing;
mod state;
mod subjects;
mod values;
mod world;

pub mod evaluate;
pub mod look;
pub mod verdict;

pub use evaluate::{EvalError, evaluate};
pub use look::{Look, look};
pub use verdict::{Cell, Evidence, Freeing, Outcome, Phrase, Reason, Stage, Subject, Verdict};

use std::collections::BTreeMap;

use guiju_calendar::Day;
use guiju_compiler::Name;
use guiju_syntax::Diagnostic;

/// The whole result of an evaluation, ordered by policy, rule, subject and window.
#[derive(Debug)]
pub struct Evaluation {
    /// The date as of which it was judged.
    pub as_of: Day,
    /// Entry date up to which records were seen, if limited.
    pub known_by: Option<Day>,
    /// The policies evaluated.
    pub policies: Vec<PolicyInfo>,
    /// Their rules, by [`Verdict::rule`].
    pub rules: Vec<RuleInfo>,
    /// The verdicts.
    pub verdicts: Vec<Verdict>,
    /// Verdict counts per rule, indexed like `rules`, then by [`Outcome`] as a number.
    pub counts: Vec<[u64; 9]>,
    /// Both spellings of the names that verdicts use by their stable one: record kinds, lists, fields, assumptions.
    pub names: BTreeMap<String, Name>,
    /// Warnings about the data that no verdict shows.
    pub warnings: Vec<Diagnostic>,
}

/// A policy, as results name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyInfo {
    /// Its name.
    pub name: Name,
    /// Its title, English first where both are given.
    pub title: Name,
    /// SHA-256 of its canonical English text without comments, lower-case hex.
    pub sha256: String,
}

/// A rule, as results name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleInfo {
    /// Index of its policy in [`Evaluation::policies`].
    pub policy: usize,
    /// Its name.
    pub name: Name,
    /// The name it had before, by which tests may still call it.
    pub was: Option<String>,
    /// Its title, English first where both are given.
    pub title: Name,
    /// The clauses it comes from, as written.
    pub cite: Vec<String>,
    /// How much a breach weighs.
    pub severity: guiju_compiler::RuleSeverity,
    /// Who answers for it.
    pub responsible: Option<String>,
}

impl RuleInfo {
    /// Returns whether a word is one of its names, or the one it had before.
    #[must_use]
    pub fn is_called(&self, word: &str) -> bool {
        self.name.is(word) || self.was.as_deref() == Some(word)
    }
}

/// What to evaluate.
#[derive(Debug, Clone)]
pub struct Options {
    /// The date as of which it is judged: records dated later are not seen.
    pub as_of: Day,
    /// Entry date up to which records were seen, if limited; the loader has left the others out.
    pub known_by: Option<Day>,
    /// First day of the evaluation; `None`: the first day of the data.
    pub from: Option<Day>,
    /// Last day of the evaluation; `None`: the last day of the data, at most the as-of date.
    pub to: Option<Day>,
    /// The rules to evaluate, by stable id or alias; empty: all.
    pub rules: Vec<String>,
    /// Whether a provisional due date is *undetermined* rather than used.
    pub strict: bool,
    /// Assumptions that the office overrides.
    pub assume: Vec<(String, guiju_compiler::hir::Value)>,
    /// Whether evidence is collected for every verdict, not for breaches and open questions alone.
    pub all_evidence: bool,
}
