//! Which records a rule looks at.

use super::{Expr, VarId};
use crate::schema::RecordId;

/// Which records are looked at, and which member each belongs to.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Their kind.
    pub record: RecordId,
    /// The variable that stands for one of them.
    pub var: VarId,
    /// For each range, the expression over the record that names the member: a reference, a code, a text or a set of
    /// these. `None`: every member, for which the filter (`where group = g or …`) or its own period decides.
    pub member: Vec<Option<Correlation>>,
    /// Which of them: over the record and the member.
    pub filter: Option<Expr>,
    /// The date that decides the window.
    pub date: Option<Expr>,
}

/// How a record names the member it belongs to.
#[derive(Debug, Clone)]
pub struct Correlation {
    /// Over the record: a reference, a code, a text, another value, or a set of these.
    pub record: Expr,
    /// Over the member, what it must equal; `None`: the member itself.
    pub member: Option<Expr>,
}
