//! Closed lists.

use super::{Cite, Name, Title};
use crate::source::Span;

/// A closed list.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    /// Its name.
    pub name: Name,
    /// Whether its codes are ranked, lowest first.
    pub ordered: bool,
    /// Its codes.
    pub codes: Vec<CatalogCode>,
    /// Where the text lists them.
    pub cite: Option<Cite>,
}

/// A code of a catalog.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogCode {
    /// Its code.
    pub name: Name,
    /// What it stands for.
    pub title: Option<Title>,
    /// Where the text names it.
    pub cite: Option<Cite>,
    /// The whole entry.
    pub span: Span,
}
