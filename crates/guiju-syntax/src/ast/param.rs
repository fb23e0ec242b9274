//! Parameters and assumptions.

use super::{Cite, Expr, Name, Title};
use guiju_calendar::Day;

/// A number of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// Its values with the day from which each holds.
    pub values: Vec<(Expr, Option<Day>)>,
    /// Where the text says so.
    pub cite: Option<Cite>,
}

/// An open-textured word made a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Assume {
    /// Its name.
    pub name: Name,
    /// The default.
    pub value: Expr,
    /// Why this value.
    pub because: Title,
    /// Where the word stands.
    pub cite: Option<Cite>,
}
