//! Tests beside rules.

use super::{Expr, Ident, Text, Title};
use crate::source::Span;
use guiju_calendar::Day;

/// A test beside its clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its title.
    pub title: Title,
    /// The rule under test.
    pub rule: Ident,
    /// Its fields, in order.
    pub fields: Vec<ExampleField>,
}

/// A field of an example.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleField {
    /// Which.
    pub kind: ExampleFieldKind,
    /// The whole field.
    pub span: Span,
}

/// The fields of an example.
#[derive(Debug, Clone, PartialEq)]
pub enum ExampleFieldKind {
    /// A record that exists.
    Given {
        /// Its kind.
        record: Ident,
        /// Its cells; a set has several values.
        cells: Vec<(Ident, Vec<Expr>)>,
    },
    /// The as-of date.
    AsOf(Day),
    /// A verdict that must come out.
    Expect(Expect),
}

/// An expected verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// The subject's key; may be left out where there is one subject.
    pub subject: Option<Text>,
    /// The window's label (`2026-02`) or the trigger's day.
    pub window: Option<Ident>,
    /// The stage of a path; the first if left out.
    pub stage: Option<Ident>,
    /// The verdict's stable word.
    pub verdict: &'static str,
    /// The reason's stable word.
    pub reason: Option<Ident>,
    /// The due day.
    pub due: Option<Day>,
    /// What the records show, as printed in English.
    pub actual: Option<Text>,
}
