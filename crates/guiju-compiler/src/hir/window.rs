//! In which window a rule looks.

use super::Expr;
use guiju_calendar::Family;

/// In which window.
#[derive(Debug, Clone)]
pub enum Window {
    /// The whole life of the member.
    Whole,
    /// Calendar windows.
    Calendar(Family),
    /// Windows of a length, one after the other; over the members.
    Cycle {
        /// How long; not in working days.
        length: Expr,
        /// The first day of the first.
        from: Expr,
    },
    /// Every stretch of a length, in days or other units; over the members.
    Rolling {
        /// How long.
        length: Expr,
        /// One row per two neighbours.
        per_gap: bool,
    },
    /// The stretch that ends at the as-of date; over the members.
    TheLast(Expr),
    /// A member's own period.
    During {
        /// Its first day.
        from: Expr,
        /// Its last day.
        until: Expr,
    },
}
