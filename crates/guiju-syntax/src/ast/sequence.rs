//! Orders of records.

use super::{Expr, Ident, Name, Path};

/// An order of records, for `previous`, `next` and `latest`.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    /// Its name.
    pub name: Name,
    /// Which records.
    pub of: Ident,
    /// Which of them.
    pub filter: Option<Expr>,
    /// Whose sequence.
    pub per: Vec<Path>,
    /// Ordered by.
    pub by: Path,
}
