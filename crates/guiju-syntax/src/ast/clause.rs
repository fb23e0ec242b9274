//! What the text says that no rule checks.

use super::{Citation, Ident, Title};

/// What the text says that no rule checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// The place.
    pub place: Citation,
    /// What it is about.
    pub title: Option<Title>,
    /// Why no rule checks it.
    pub status: ClauseStatus,
}

/// Why no rule checks a clause.
#[derive(Debug, Clone, PartialEq)]
pub enum ClauseStatus {
    /// No record can show it.
    NotCheckable {
        /// Why.
        because: Title,
        /// The record by which a person vouches for it.
        attested: Option<Ident>,
    },
    /// A person vouches for it.
    Attested {
        /// The record.
        by: Ident,
        /// Why.
        because: Option<Title>,
    },
    /// It allows, and obliges nobody.
    Permits(Option<Title>),
    /// It defines a term.
    Defines(Option<Title>),
    /// It could be checked and is not encoded yet.
    Unfinished(Title),
}
