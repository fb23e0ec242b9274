//! Expressions.

use super::{Ident, Text};
use crate::source::Span;
use guiju_calendar::{CivilTime, Day, Family, Unit};
use rust_decimal::Decimal;

/// Words joined by dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// At least one word.
    pub parts: Vec<Ident>,
    /// The whole path.
    pub span: Span,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `4`.
    Number(Decimal),
    /// `80%`.
    Percent(Decimal),
    /// `80% of streets`, `50% of u.points`.
    PercentOf(Decimal, Path),
    /// A percentage of the window before; stands alone as a bound.
    WindowBefore(Decimal),
    /// `15 working days`.
    Duration(Decimal, Unit),
    /// `unit.frequency days`.
    Measured(Path, Unit),
    /// `2026-02-28`.
    Date(Day),
    /// `2026-02-28T14:30`, perhaps with an offset.
    Moment(CivilTime),
    /// `9:30`, as minutes since midnight.
    Clock(u32),
    /// `"closed"`.
    Text(String),
    /// `yes`, `no`.
    YesNo(bool),
    /// `unreadable "XX"`.
    Unreadable(Text),
    /// `visit.unit.status`.
    Path(Path),
    /// `previous rounds.date`.
    Neighbour {
        /// Which.
        which: Neighbour,
        /// The sequence, where named.
        sequence: Option<Ident>,
        /// The field, or further steps.
        path: Vec<Ident>,
    },
    /// `{a, b}`.
    Set(Vec<Expr>),
    /// `a < b`.
    Compare(Op, Box<Expr>, Box<Expr>),
    /// `a between b and c`, both ends in.
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a in {…}`.
    In(Box<Expr>, Box<Expr>),
    /// `a known`.
    Known(Box<Expr>),
    /// `a missing`.
    Missing(Box<Expr>),
    /// `a has b`.
    Has(Box<Expr>, Box<Expr>),
    /// `a has all b`.
    HasAll(Box<Expr>, Box<Expr>),
    /// `a meets b`.
    Meets(Box<Expr>, Box<Expr>),
    /// `A3_1 breached`, `A3_1 met`: another rule's verdict on the same subject.
    Quoted {
        /// The rule.
        rule: Ident,
        /// A stage of it, where it is a path.
        stage: Option<Ident>,
        /// The verdict's stable word, or `breached`.
        verdict: &'static str,
    },
    /// `a starts "x"`, `ends`, `contains`.
    TextTest(TextTest, Box<Expr>, Box<Expr>),
    /// `a and b and c`; at least two.
    And(Vec<Expr>),
    /// `a or b or c`; at least two.
    Or(Vec<Expr>),
    /// `a except when b`, of a carve-out: a, and not b.
    Except(Box<Expr>, Box<Expr>),
    /// `not a`.
    Not(Box<Expr>),
    /// `date + 3 days`, `a - b`.
    Sum {
        /// The left side.
        left: Box<Expr>,
        /// Whether the right side is taken away.
        minus: bool,
        /// The right side.
        right: Box<Expr>,
    },
    /// `days from A to B`.
    Days {
        /// The first day.
        from: Box<Expr>,
        /// The last day.
        to: Box<Expr>,
        /// Both ends count (`through`).
        through: bool,
        /// Working days only.
        working: bool,
    },
    /// `hours from A to B`, `minutes from A to B`.
    Elapsed {
        /// The first instant.
        from: Box<Expr>,
        /// The last instant.
        to: Box<Expr>,
        /// Minutes rather than hours.
        minutes: bool,
    },
    /// `start of month of D`, `end of year of D`.
    Edge {
        /// The last day rather than the first.
        end: bool,
        /// Of which window.
        family: Family,
        /// The date.
        of: Box<Expr>,
    },
    /// `weekday of D`: 1 Monday … 7 Sunday.
    Weekday(Box<Expr>),
    /// `clock of T`: its time of day.
    ClockOf(Box<Expr>),
    /// `size of items`.
    Size(Path),
    /// `earlier of (…)`.
    Choice(Choice, Vec<Expr>),
    /// `lookup(table, key)`, `lookup(table.column, key)`, `lookup(table, row, column)`.
    Lookup {
        /// Table and column.
        table: Path,
        /// The class; behind it the class that picks the column, if one does.
        keys: Vec<Expr>,
    },
    /// `sum of (3 × a, -1 × b)`: each value with its weight, as written.
    Weighted(Vec<(Option<Weight>, Expr)>),
    /// `unit.points at found`: what changes with time, as of a day.
    AsAt {
        /// A path or a neighbour.
        of: Box<Expr>,
        /// The day.
        date: Box<Expr>,
    },
    /// `exists R where …`.
    Exists {
        /// The record kind.
        record: Ident,
        /// Which of them.
        filter: Option<Box<Expr>>,
    },
}

/// The weight of a value in a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    /// The number before the sign of multiplication.
    pub number: Decimal,
    /// Whether it is a percentage.
    pub percent: bool,
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// `=`.
    Eq,
    /// `!=`.
    Ne,
    /// `<`.
    Lt,
    /// `<=`.
    Le,
    /// `>`.
    Gt,
    /// `>=`.
    Ge,
}

/// Neighbours in a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Neighbour {
    /// Strictly before.
    Previous,
    /// Strictly after.
    Next,
    /// On or before.
    Latest,
}

/// Tests of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextTest {
    /// Begins with.
    Starts,
    /// Ends with.
    Ends,
    /// Contains.
    Contains,
}

/// One of several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// The earlier date; absent ones are skipped.
    Earlier,
    /// The later date; absent ones are skipped.
    Later,
    /// The greater number.
    Greater,
    /// The lesser number.
    Lesser,
    /// The highest number or code; not known where one of them is not.
    Highest,
    /// The lowest number or code; not known where one of them is not.
    Lowest,
}
