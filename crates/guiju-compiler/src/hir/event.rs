//! Derived records.

use super::Expr;
use crate::schema::RecordId;

/// A derived record.
#[derive(Debug, Clone)]
pub struct Event {
    /// The record kind its rows are of.
    pub record: RecordId,
    /// The kinds it is made from, each with its filter (variable 0 is the row) and its key expressions.
    pub sources: Vec<EventSource>,
    /// Its aggregated fields, behind the key fields.
    pub fields: Vec<Aggregate>,
}

/// A record kind an event is made from.
#[derive(Debug, Clone)]
pub struct EventSource {
    /// The kind.
    pub record: RecordId,
    /// Which of its records.
    pub filter: Option<Expr>,
    /// What identifies the event; one expression a key field.
    pub keys: Vec<Expr>,
    /// The expressions of the aggregated fields, over the row.
    pub values: Vec<Vec<Expr>>,
}

/// How an aggregated field is made from the values of its sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// How many.
    Count,
    /// Whether any fits.
    Any,
    /// Whether all fit.
    All,
    /// The least value.
    Least,
    /// The greatest value.
    Greatest,
    /// The sum.
    Total,
    /// All items together.
    Union,
    /// The value of the first by a second expression.
    First,
    /// The value of the last by a second expression.
    Last,
}
