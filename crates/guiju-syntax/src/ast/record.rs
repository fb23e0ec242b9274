//! Kinds of record.

use super::{Ident, Name, Title};
use crate::source::Span;

/// A kind of record.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// Span of `key row`, if written.
    pub key_row: Option<Span>,
    /// Its fields.
    pub fields: Vec<RecordField>,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordField {
    /// `key`, `at`, `known`, `confidential` before the name.
    pub markers: Vec<Marker>,
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// Whether `?` follows.
    pub optional: bool,
    /// The kind of record whose latest entry gives its value: `grade: grades by grading`.
    pub history: Option<Ident>,
    /// What it means.
    pub title: Option<Title>,
    /// The whole line.
    pub span: Span,
}

/// A word before a field's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Part of what identifies the record.
    Key,
    /// When it happened.
    At,
    /// When it was entered.
    Known,
    /// Never in a public report.
    Confidential,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeExpr {
    /// `text`.
    Text,
    /// `number`.
    Number,
    /// `yesno`.
    YesNo,
    /// `date`.
    Date,
    /// `time`: an instant.
    Time,
    /// `duration`.
    Duration,
    /// A catalog's name.
    Catalog(Ident),
    /// `ref RECORD`.
    Ref(Ident),
    /// `set of text`.
    SetOfText,
    /// `set of CATALOG`.
    SetOf(Ident),
    /// `set of ref RECORD`.
    SetOfRef(Ident),
}
