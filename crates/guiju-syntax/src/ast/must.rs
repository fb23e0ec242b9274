//! What must be done, and by which day of a period.

use super::{Expr, Path};
use rust_decimal::Decimal;

/// `must report.submitted for month where …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Must {
    /// The act of a deadline, or the condition of a check.
    pub what: Expr,
    /// The field that says which period it is for.
    pub period: Option<Path>,
    /// Which acts count.
    pub filter: Option<Expr>,
}

/// A day of each period.
#[derive(Debug, Clone, PartialEq)]
pub enum ByDay {
    /// `by day 30`: that day of the window's last month, or its last day if there is none.
    Day {
        /// 1 to 31.
        day: Decimal,
        /// Of the next period.
        next: bool,
    },
    /// `by last day` / `by last working day`.
    Last {
        /// Working days.
        working: bool,
        /// Of the next period.
        next: bool,
    },
}
