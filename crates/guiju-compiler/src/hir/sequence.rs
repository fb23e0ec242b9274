//! Orders of records.

use super::Expr;
use crate::schema::{Name, RecordId};

/// An order of records.
#[derive(Debug, Clone)]
pub struct Sequence {
    /// Its name.
    pub name: Name,
    /// Which records.
    pub record: RecordId,
    /// Which of them (variable 0 is the row).
    pub filter: Option<Expr>,
    /// Whose sequence.
    pub keys: Vec<Expr>,
    /// Ordered by this date.
    pub by: Expr,
}
