//! The head of a policy.

use super::{Ident, Name, Text, Title};
use crate::source::Span;
use guiju_calendar::Day;

/// What a regulation is: where it holds, since when, by which calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Title,
    /// Its fields, in order.
    pub fields: Vec<PolicyField>,
}

/// A field of `policy`.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyField {
    /// Which.
    pub kind: PolicyFieldKind,
    /// The whole field.
    pub span: Span,
}

/// The fields of `policy`.
#[derive(Debug, Clone, PartialEq)]
pub enum PolicyFieldKind {
    /// Division code or name.
    Jurisdiction(Text),
    /// `municipal`, `provincial`, …
    Level(Ident),
    /// Issuing organ.
    Issuer(Title),
    /// Document number.
    Number(Text),
    /// The parent policy or text; quoted if a text.
    Under(Text),
    /// Date of issue; `None`: unknown.
    Issued(Option<Day>),
    /// When it is in force.
    Effective(Effective),
    /// IANA zone.
    Zone(Text),
    /// Working-day calendar.
    Calendar(Ident),
    /// Counting profile.
    Counting(Ident),
    /// A source text.
    Source {
        /// Its name in citations.
        name: Ident,
        /// Its file.
        file: Text,
        /// Its fingerprint.
        sha256: Option<Text>,
    },
}

/// `effective from D until D`, or `effective unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effective {
    /// The text does not say.
    Unknown,
    /// From a day on, until a day (included), open or unknown.
    Between {
        /// First day in force.
        from: Day,
        /// Last day in force.
        until: Until,
    },
}

/// The end of a validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Not written.
    Omitted,
    /// `open`: no end.
    Open,
    /// The text does not say.
    Unknown,
    /// Last day in force.
    Day(Day),
}
