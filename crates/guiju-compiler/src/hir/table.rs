//! Parameters by class.

use super::{Cited, MetricId, Value};
use crate::schema::{CatalogId, Name, Type};
use rust_decimal::Decimal;

/// A parameter by class.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Its columns' names; one without a name if none are declared.
    pub columns: Vec<Name>,
    /// The types of its columns.
    pub types: Vec<Type>,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// The measure it bands, if it is a grade.
    pub graded: Option<MetricId>,
    /// The clauses it comes from.
    pub cite: Vec<Cited>,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// The classes it is for.
    pub keys: Vec<TableKey>,
    /// Its cells.
    pub cells: Vec<Value>,
}

/// The class a row is for.
#[derive(Debug, Clone, PartialEq)]
pub enum TableKey {
    /// A code, by index.
    Code(CatalogId, usize),
    /// A text.
    Text(String),
    /// Numbers between bounds.
    Range {
        /// Lowest number.
        low: Option<Decimal>,
        /// Highest number.
        high: Option<Decimal>,
        /// Whether `high` is left out.
        half_open: bool,
    },
}
