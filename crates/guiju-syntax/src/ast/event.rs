//! Derived records.

use super::{Expr, Ident, Name, Path};
use crate::source::Span;

/// A derived record.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its name.
    pub name: Name,
    /// The record kinds it is made from.
    pub from: Vec<Ident>,
    /// Which of them.
    pub filter: Option<Expr>,
    /// The fields that identify it.
    pub per: Vec<Ident>,
    /// Its aggregated fields.
    pub fields: Vec<EventField>,
}

/// An aggregated field of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventField {
    /// Its name.
    pub name: Name,
    /// How it is made.
    pub aggregate: Aggregate,
    /// The whole field.
    pub span: Span,
}

/// How several records become one value.
#[derive(Debug, Clone, PartialEq)]
pub enum Aggregate {
    /// How many.
    Count,
    /// Whether any fits.
    Any(Expr),
    /// Whether all fit.
    All(Expr),
    /// The least value.
    Least(Path),
    /// The greatest value.
    Greatest(Path),
    /// The sum.
    Total(Path),
    /// All items together.
    Union(Path),
    /// The value of the earliest by another field.
    First {
        /// The value.
        of: Path,
        /// The order.
        by: Path,
    },
    /// The value of the last by another field.
    Last {
        /// The value.
        of: Path,
        /// The order.
        by: Path,
    },
}
