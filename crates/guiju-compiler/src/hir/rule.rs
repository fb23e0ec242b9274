//! A rule and its variables.

use super::{
    Check, Coverage, Deadline, Expr, Force, Hold, Members, ParamId, Partial, Path, PolicyId, Quantity, RegisterId,
    Relief, TimeIn, Title, Trigger, VarId,
};
use crate::schema::{CatalogId, Name, RecordId};
use guiju_calendar::Profile;
use guiju_syntax::Span;

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its policy.
    pub policy: PolicyId,
    /// Its stable id.
    pub name: Name,
    /// The id it had before, which results are still asked for by.
    pub was: Option<String>,
    /// What it obliges.
    pub title: Title,
    /// The clauses it comes from, as written.
    pub cite: Vec<String>,
    /// How much a breach weighs.
    pub severity: crate::RuleSeverity,
    /// Who answers for it.
    pub responsible: Option<String>,
    /// What diff aligns by.
    pub topic: Option<String>,
    /// When it is in force: the policy's, narrowed by its own.
    pub force: Force,
    /// Its calendar's name.
    pub calendar: String,
    /// Its counting profile.
    pub counting: Profile,
    /// What a window in force only in part owes.
    pub partial: Partial,
    /// The assumptions it rests on, in order of declaration.
    pub assumes: Vec<ParamId>,
    /// Its variables.
    pub vars: Vec<Var>,
    /// The members it ranges over; variable `i` is range `i`.
    pub per: Vec<Range>,
    /// When it binds its members.
    pub standing: Standing,
    /// What it says.
    pub head: Head,
    /// The exemptions that free of it.
    pub reliefs: Vec<Relief>,
    /// Where it is declared.
    pub span: Span,
}

impl Rule {
    /// Returns the record kind whose records the rule is about one by one, and the variable that stands for it.
    #[must_use]
    pub fn record(&self) -> Option<(RecordId, VarId)> {
        match &self.head {
            Head::Check(check) => Some((check.record, check.var)),
            Head::Path(path) => Some((path.record, path.var)),
            Head::Coverage(coverage) if coverage.each => Some((coverage.counted.record, coverage.counted.var)),
            Head::Deadline(Deadline { trigger: Trigger::Each { record, var, .. }, .. }) => Some((*record, *var)),
            Head::Hold(hold) => hold.each.as_ref().map(|each| (each.record, each.var)),
            Head::Quantity(_) | Head::Coverage(_) | Head::Deadline(_) | Head::TimeIn(_) => None,
        }
    }
}

impl Rule {
    /// Returns whether a word is one of its names, or the one it had before.
    #[must_use]
    pub fn is_called(&self, word: &str) -> bool {
        self.name.is(word) || self.was.as_deref() == Some(word)
    }
}

/// A variable of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Var {
    /// How the author calls it, if by any name.
    pub name: Option<Name>,
    /// What it stands for.
    pub kind: VarKind,
}

/// What a variable stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VarKind {
    /// A record.
    Row(RecordId),
    /// A code.
    Code(CatalogId),
    /// A text: a member of a register of values.
    Text,
}

/// When a rule binds its members; over the members.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// It binds only during this.
    pub during: Option<Expr>,
    /// The text's own carve-out.
    pub unless: Option<Expr>,
}

/// A range of members.
#[derive(Debug, Clone)]
pub struct Range {
    /// Where they come from.
    pub members: Members,
    /// The register, for membership dates and its own filter.
    pub register: Option<RegisterId>,
    /// Which of them; may use the ranges before it.
    pub filter: Option<Expr>,
}

/// The heads.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "one a rule: a box would save nothing and cost a step in every pattern")]
pub enum Head {
    /// How many, in which window.
    Quantity(Quantity),
    /// Is everything of a set reached.
    Coverage(Coverage),
    /// B by some time of A.
    Deadline(Deadline),
    /// Each record satisfies.
    Check(Check),
    /// A state lasts.
    Hold(Hold),
    /// How long a state lasts.
    TimeIn(TimeIn),
    /// What follows when something is not done.
    Path(Path),
}
