//! What is counted or reached, and how much of it.

use super::{Expr, Ident, Path};

/// Which records are counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Their kind.
    pub record: Ident,
    /// Which of them.
    pub filter: Option<Expr>,
}

/// A bound.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// `at least`.
    AtLeast(Expr),
    /// `at most`.
    AtMost(Expr),
    /// `fewer than`.
    Fewer(Expr),
    /// `exactly`.
    Exactly(Expr),
    /// `between … and …`, both ends in.
    Between(Expr, Expr),
}

/// `all of streets by street of visit`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// The share that must be reached; `None`: all.
    pub share: Option<Expr>,
    /// A register or catalog.
    pub set: Ident,
    /// The field that reaches.
    pub by: Path,
    /// The records that reach; left out under `each`.
    pub of: Option<Measured>,
}
