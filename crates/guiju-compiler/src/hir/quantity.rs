//! How many, in which window.

use super::{Counted, Expr, RegisterId, Window};
use guiju_syntax::ast;
use rust_decimal::Decimal;

/// How many, in which window.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// In which window.
    pub window: Window,
    /// Of which records.
    pub counted: Counted,
    /// What is measured of them.
    pub measure: Measure,
    /// How much is asked; over the members.
    pub bound: Bound,
    /// How far apart counted records must lie at least; over the members.
    pub spacing: Option<Expr>,
    /// What nothing to take a share or mean of means.
    pub if_none: IfNone,
}

/// What is measured.
#[derive(Debug, Clone)]
pub enum Measure {
    /// How many records.
    Count,
    /// How many different values of an expression.
    Distinct(Expr),
    /// The sum.
    Total(Expr),
    /// The mean.
    Mean(Expr),
    /// The share of those that fit a condition, in percent.
    Share(Expr),
}

/// A bound, over the members.
#[derive(Debug, Clone)]
pub enum Bound {
    /// At least.
    AtLeast(Amount),
    /// At most.
    AtMost(Amount),
    /// Fewer than.
    Fewer(Amount),
    /// Exactly.
    Exactly(Amount),
    /// Between, both ends in.
    Between(Amount, Amount),
}

/// A number asked for.
#[derive(Debug, Clone)]
pub enum Amount {
    /// A value.
    Value(Expr),
    /// A share of a register's members.
    PercentOf(Decimal, RegisterId),
    /// The greater or lesser of several.
    Choice(ast::Choice, Vec<Self>),
    /// A percentage of what was measured in the window before; only alone, in `at least`, `at most` and `fewer than`.
    OfBefore(Decimal),
}

/// What nothing to take a share of means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IfNone {
    /// Met.
    Met,
    /// Violated.
    Violated,
    /// Not applicable.
    #[default]
    NotApplicable,
}
