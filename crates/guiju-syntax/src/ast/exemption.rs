//! Who is freed of which rules.

use super::{Cite, Effective, Expr, Ident, Name, Path, Title};
use crate::source::Span;

/// Who is freed of which rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Exemption {
    /// Its stable id.
    pub name: Name,
    /// What it is.
    pub title: Title,
    /// Its fields, in order.
    pub fields: Vec<ExemptionField>,
}

/// A field of an exemption.
#[derive(Debug, Clone, PartialEq)]
pub struct ExemptionField {
    /// Which.
    pub kind: ExemptionFieldKind,
    /// The whole field.
    pub span: Span,
}

/// The fields of `exemption`.
#[derive(Debug, Clone, PartialEq)]
pub enum ExemptionFieldKind {
    /// The clauses that provide for it.
    Cite(Cite),
    /// Its own validity.
    Effective(Effective),
    /// The rules it frees of, and which members or records.
    Frees {
        /// The rules.
        rules: Vec<Ident>,
        /// Which members or records.
        filter: Option<Expr>,
    },
    /// The record that grants it.
    Granted {
        /// Its kind.
        record: Ident,
        /// Which of them.
        filter: Option<Expr>,
    },
    /// Whom the record names.
    Of(Path),
    /// The days for which it is granted.
    During {
        /// The first.
        from: Path,
        /// The last.
        until: Path,
    },
    /// What must hold for it to be valid.
    Must(Expr),
    /// It cures what lies before it was granted, under a condition if one is given.
    Retroactive(Option<Expr>),
}
