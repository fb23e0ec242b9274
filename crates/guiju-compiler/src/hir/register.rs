//! Members whose absence must be noticed.

use super::{Cited, Expr};
use crate::schema::{CatalogId, FieldId, Name, RecordId};

/// Members whose absence must be noticed.
#[derive(Debug, Clone)]
pub struct Register {
    /// Its name.
    pub name: Name,
    /// Where its members come from.
    pub members: Members,
    /// Which of them (variable 0 is the row).
    pub filter: Option<Expr>,
    /// The field that says since when a member belongs to it.
    pub from: Option<FieldId>,
    /// The field that says until when.
    pub until: Option<FieldId>,
    /// How many members there should be.
    pub count: Option<u64>,
    /// Whether members in force at some time of a window count, rather than throughout.
    pub ever_in_force: bool,
    /// The clauses it comes from.
    pub cite: Vec<Cited>,
}

/// Where members come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Members {
    /// The rows of a record kind.
    Rows(RecordId),
    /// The different values of a field of a record kind.
    Values(RecordId, FieldId),
    /// The codes of a closed list.
    Codes(CatalogId),
}
