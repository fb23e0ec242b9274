//! Parameters by class.

use super::{Cite, Expr, Ident, Name, Text};
use crate::source::Span;
use rust_decimal::Decimal;

/// A parameter by class.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Its columns; empty: one column without a name.
    pub columns: Vec<Name>,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// Where the text says so.
    pub cite: Option<Cite>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// The classes it is for.
    pub keys: Vec<TableKey>,
    /// Its cells, one a column.
    pub cells: Vec<Expr>,
    /// The whole row.
    pub span: Span,
}

/// The class a row is for.
#[derive(Debug, Clone, PartialEq)]
pub enum TableKey {
    /// A catalog code.
    Code(Ident),
    /// A text.
    Text(Text),
    /// Numbers from `low` to `high`; the upper end belongs to it unless `half_open` (`..<`).
    Range {
        /// Lowest number, if bounded.
        low: Option<Decimal>,
        /// Highest number, if bounded.
        high: Option<Decimal>,
        /// Whether `high` is left out.
        half_open: bool,
        /// Where it stands.
        span: Span,
    },
}
