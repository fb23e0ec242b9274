//! Named quantities without a bound.
//!
//! A `measure` declaration is a [`Metric`]: [`Measure`] is what is measured of the records that a rule or a metric counts.

use super::{Cited, Counted, Expr, Measure, Range, Window};
use crate::schema::{Name, RecordId, Type};

/// A named quantity. Variable 0 is the record whose it is.
#[derive(Debug, Clone)]
pub struct Metric {
    /// Its name.
    pub name: Name,
    /// Whose it is.
    pub of: RecordId,
    /// What it comes to.
    pub value: MetricValue,
    /// The type of that: a number, or a ranked code.
    pub ty: Type,
    /// The clauses it comes from.
    pub cite: Vec<Cited>,
}

/// What a named quantity comes to.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "one a declaration: a box would save nothing")]
pub enum MetricValue {
    /// Measured of records in a window.
    Counted {
        /// The members: all records of the kind.
        per: [Range; 1],
        /// [`Window::Whole`], [`Window::Calendar`] or [`Window::TheLast`].
        window: Window,
        /// Of which records.
        counted: Counted,
        /// What is measured of them.
        measure: Measure,
    },
    /// Made of other values.
    Made(Expr),
}

impl Metric {
    /// Calls `visit` on every expression the metric itself evaluates, outermost ones only.
    pub fn for_each_expr(&self, visit: &mut dyn FnMut(&Expr)) {
        match &self.value {
            MetricValue::Made(expr) => visit(expr),
            MetricValue::Counted { window, counted, measure, .. } => {
                super::walk::window(window, visit);
                super::walk::counted(counted, visit);
                measure.expr().into_iter().for_each(visit);
            }
        }
    }
}
