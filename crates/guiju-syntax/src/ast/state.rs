//! What holds of a subject for a time.

use super::{Cite, Expr, Ident, Name, Path};
use crate::source::Span;

/// What holds of a subject for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Its name.
    pub name: Name,
    /// Of which record.
    pub of: Ident,
    /// When it holds: during any of these.
    pub spells: Vec<Spell>,
    /// Where the text says so.
    pub cite: Option<Cite>,
}

/// `from stop.date where … before restart.date where …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Spell {
    /// The record that begins it and its date: the record alone, or a field of it.
    pub from: Path,
    /// Which of them.
    pub filter: Option<Expr>,
    /// What ends it; `None`: nothing.
    pub end: Option<SpellEnd>,
    /// The whole spell.
    pub span: Span,
}

/// What ends a spell.
#[derive(Debug, Clone, PartialEq)]
pub enum SpellEnd {
    /// A date: of the record that began it, or of another.
    At {
        /// The record and its date.
        path: Path,
        /// Which of them.
        filter: Option<Expr>,
        /// Whether that day is still in (`until`).
        included: bool,
    },
    /// A length of time.
    After(Expr),
}
