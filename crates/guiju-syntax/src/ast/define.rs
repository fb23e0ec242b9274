//! Named predicates and terms.

use super::{Expr, Ident, Name};

/// A named predicate or term.
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// Of which record.
    pub of: Ident,
    /// What it stands for.
    pub body: DefineBody,
}

/// What a definition stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum DefineBody {
    /// One expression.
    Expr(Expr),
    /// The first case that fits, else the last.
    Cases {
        /// Value and condition.
        cases: Vec<(Expr, Expr)>,
        /// The value if none fits.
        otherwise: Expr,
    },
}
