//! Each record satisfies.

use super::{Expr, VarId};
use crate::schema::RecordId;

/// Each record satisfies, or none may be.
#[derive(Debug, Clone)]
pub struct Check {
    /// The record kind.
    pub record: RecordId,
    /// The variable that stands for one of them.
    pub var: VarId,
    /// Which of them.
    pub filter: Option<Expr>,
    /// The text's own carve-out.
    pub unless: Option<Expr>,
    /// The conditions, told one by one; empty: no such record may exist.
    pub must: Vec<Condition>,
}

/// A condition with its words in both tongues.
#[derive(Debug, Clone)]
pub struct Condition {
    /// The condition.
    pub expr: Expr,
    /// As written, in English keywords and names.
    pub en: String,
    /// As written, in Chinese keywords and names.
    pub zh: String,
}
