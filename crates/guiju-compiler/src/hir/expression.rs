//! Expressions over a rule's variables.

use super::{MetricId, ParamId, RuleId, SequenceId, StateId, TableId, Value, VarId};
use crate::schema::{FieldId, RecordId, Type};
use guiju_calendar::{Family, Unit};
use guiju_syntax::{Span, ast};
use rust_decimal::Decimal;

/// An expression over a rule's variables.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A constant.
    Const(Value),
    /// A parameter, by the date in force.
    Param(ParamId),
    /// A variable: its row, code or text.
    Var(VarId),
    /// A field of the record an expression refers to.
    Get(Box<Expr>, FieldId),
    /// A neighbour in a sequence: of these keys, at this date.
    Neighbour {
        /// The sequence.
        sequence: SequenceId,
        /// Before, after, or on and before.
        which: ast::Neighbour,
        /// Whose.
        keys: Vec<Expr>,
        /// Of which date.
        date: Box<Expr>,
    },
    /// A named quantity, as of a day.
    Metric {
        /// Which.
        metric: MetricId,
        /// Whose.
        of: Box<Expr>,
        /// The day.
        date: Box<Expr>,
    },
    /// The day at hand: the one that decides the window, the first one of the window, else the as-of date.
    AtHand,
    /// A sum of values, each times its weight.
    Weighted(Vec<(Decimal, Expr)>),
    /// A comparison.
    Compare(ast::Op, Box<Expr>, Box<Expr>),
    /// One of several values.
    In(Box<Expr>, Vec<Expr>),
    /// An element of a set, or a subset of it.
    Has {
        /// The set.
        set: Box<Expr>,
        /// What it must hold: elements or another set.
        elements: Vec<Expr>,
        /// All of them, rather than any.
        all: bool,
    },
    /// Not empty.
    Known(Box<Expr>),
    /// Another rule's verdict on a record.
    Quoted {
        /// The rule.
        rule: RuleId,
        /// The stage of a path; 0, its root, for every other rule.
        stage: usize,
        /// The verdict's stable word, or `breached`.
        verdict: &'static str,
        /// The record it is about.
        of: Box<Expr>,
    },
    /// Whether a state holds of a record, on the day that decides.
    InState {
        /// The state.
        state: StateId,
        /// The record.
        of: Box<Expr>,
    },
    /// A test of text.
    TextTest(ast::TextTest, Box<Expr>, Box<Expr>),
    /// All hold.
    And(Vec<Expr>),
    /// Any holds.
    Or(Vec<Expr>),
    /// Does not hold.
    Not(Box<Expr>),
    /// A date or an instant moved by a length of time.
    Shift {
        /// The date or instant.
        date: Box<Expr>,
        /// Backwards.
        minus: bool,
        /// By how much.
        by: Box<Expr>,
        /// The calendar by which working days are counted.
        calendar: String,
    },
    /// A sum or difference of numbers.
    Add {
        /// Left side.
        left: Box<Expr>,
        /// Taken away.
        minus: bool,
        /// Right side.
        right: Box<Expr>,
    },
    /// A number of units as a length of time.
    Measured(Box<Expr>, Unit),
    /// Days between two dates.
    Days {
        /// First.
        from: Box<Expr>,
        /// Last.
        to: Box<Expr>,
        /// Both ends count.
        through: bool,
        /// The calendar, where only working days count.
        working: Option<String>,
    },
    /// First or last day of the calendar window of a date.
    Edge {
        /// The last rather than the first.
        end: bool,
        /// Which window.
        family: Family,
        /// The date.
        of: Box<Expr>,
    },
    /// The civil date of an instant.
    DayOf(Box<Expr>),
    /// The time of day of an instant: a length of time since midnight, in minutes.
    ClockOf(Box<Expr>),
    /// Hours or minutes between two instants.
    Elapsed {
        /// First.
        from: Box<Expr>,
        /// Last.
        to: Box<Expr>,
        /// Minutes rather than hours.
        minutes: bool,
    },
    /// 1 Monday … 7 Sunday.
    Weekday(Box<Expr>),
    /// How many elements.
    Size(Box<Expr>),
    /// The earliest, latest, greatest or least of those present.
    Choice(ast::Choice, Vec<Expr>),
    /// The first value whose condition holds, else the last.
    Cases(Vec<(Expr, Expr)>, Box<Expr>),
    /// A cell of a table.
    Lookup {
        /// The table.
        table: TableId,
        /// The column.
        column: usize,
        /// The class.
        key: Box<Expr>,
    },
    /// Whether a record exists.
    Exists {
        /// The kind.
        record: RecordId,
        /// The variable that stands for it.
        var: VarId,
        /// Pairs that must agree: inside, outside.
        keys: Vec<(Expr, Expr)>,
        /// Anything else; over both.
        filter: Option<Box<Expr>>,
    },
}
