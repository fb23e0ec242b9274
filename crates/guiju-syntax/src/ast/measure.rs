//! Named quantities without a bound, and the grades they are banded into.

use super::{Cite, Ident, Name, RuleField, TableKey};
use crate::source::Span;

/// A named quantity: `measure points of unit { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its name.
    pub name: Name,
    /// Whose it is: a kind of record.
    pub of: Ident,
    /// Its fields, in order: those of a rule that a measure may have, and what it comes to.
    pub fields: Vec<RuleField>,
}

/// A measure in bands: `grade credit of unit by points { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// Its name.
    pub name: Name,
    /// Whose it is.
    pub of: Ident,
    /// The measure.
    pub by: Ident,
    /// Its bands.
    pub bands: Vec<Band>,
    /// Where the text says so.
    pub cite: Option<Cite>,
}

/// A band of a grade: `A: 0..<4`.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// The code.
    pub code: Ident,
    /// The numbers it is for; always a [`TableKey::Range`].
    pub range: TableKey,
    /// The whole band.
    pub span: Span,
}
