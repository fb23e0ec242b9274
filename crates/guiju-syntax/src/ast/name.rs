//! Words, texts and citations.

use crate::source::Span;

/// A word of the author's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ident {
    /// The word; dotted for policy, calendar and profile names.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A declared name with its spelling in the other tongue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The spelling written first.
    pub ident: Ident,
    /// The spelling after `aka` / `又称`.
    pub aka: Option<Ident>,
}

/// A quoted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What stands between the quotes.
    pub value: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A text with its form in the other tongue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The text written first.
    pub text: Text,
    /// The text after `aka` / `又称`.
    pub aka: Option<Text>,
}

/// A place in a source: `src 5(2)a`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Which source, where the policy has several.
    pub source: Option<Ident>,
    /// The place, in the source's own structure.
    pub locator: Ident,
}

/// `cite …`: one place or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The places.
    pub places: Vec<Citation>,
    /// The whole field.
    pub span: Span,
}
