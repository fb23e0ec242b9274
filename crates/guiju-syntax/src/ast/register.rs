//! Members whose absence must be noticed.

use super::{Cite, Expr, Ident, Name, Path};
use crate::source::Span;
use rust_decimal::Decimal;

/// Members whose absence must be noticed.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// Its name.
    pub name: Name,
    /// A record kind, or the distinct values of a field (`unit.place`).
    pub of: Path,
    /// Which of them.
    pub filter: Option<Expr>,
    /// Its further parts, in order.
    pub parts: Vec<RegisterPart>,
}

/// A part of a register's declaration.
#[derive(Debug, Clone, PartialEq)]
pub enum RegisterPart {
    /// The field that says since when a member belongs to it.
    From(Ident),
    /// The field that says until when.
    Until(Ident),
    /// How many members there should be.
    Count(Decimal, Span),
    /// Denominator: members in force throughout the window.
    InForceThroughout,
    /// Denominator: members in force at some time of the window.
    EverInForce,
    /// Where the text says so.
    Cite(Cite),
}
