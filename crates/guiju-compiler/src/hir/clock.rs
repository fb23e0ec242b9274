//! What moves the clock of a duty.

use super::{Expr, Link, VarId};
use crate::schema::RecordId;

/// A kind of record that moves the clock of duties.
#[derive(Debug, Clone)]
pub struct ClockMove {
    /// Where it is said; `None`: in fields of the trigger itself.
    pub said_by: Option<SaidBy>,
    /// Which records do, or which triggers; over both.
    pub filter: Option<Expr>,
    /// What they do.
    pub change: Change,
}

/// A record that moves a clock.
#[derive(Debug, Clone)]
pub struct SaidBy {
    /// Its kind.
    pub record: RecordId,
    /// The variable that stands for one of them.
    pub var: VarId,
    /// How it belongs to its duty.
    pub link: Link,
}

/// What happens to a clock.
#[derive(Debug, Clone)]
pub enum Change {
    /// It stands still.
    Suspended {
        /// The first day that does not count.
        from: Expr,
        /// The last day that does not count, or the first that does again.
        to: Expr,
        /// Whether `to` is the day on which it runs again.
        before: bool,
    },
    /// It starts anew.
    Restarted(Expr),
    /// Its due date moves.
    Extended {
        /// When that was granted.
        granted: Expr,
        /// How far.
        how: Extension,
        /// How much all of them come to at most.
        at_most: Option<Expr>,
        /// Whether one granted after the due date counts.
        retroactive: Retroactive,
    },
}

/// How far a due date is extended.
#[derive(Debug, Clone)]
pub enum Extension {
    /// Until a day.
    Until(Expr),
    /// By a length of time.
    By(Expr),
}

/// Whether what is granted after the due date counts.
#[derive(Debug, Clone)]
pub enum Retroactive {
    /// It does not.
    No,
    /// It does.
    Yes,
    /// It does on a condition.
    Where(Expr),
}

impl ClockMove {
    /// Returns its expressions, outermost ones only.
    #[must_use]
    pub fn exprs(&self) -> Vec<&Expr> {
        let mut all: Vec<&Expr> = self.filter.iter().collect();
        match &self.change {
            Change::Suspended { from, to, .. } => all.extend([from, to]),
            Change::Restarted(at) => all.push(at),
            Change::Extended { granted, how, at_most, retroactive } => {
                all.push(granted);
                match how {
                    Extension::Until(e) | Extension::By(e) => all.push(e),
                }
                all.extend(at_most);
                if let Retroactive::Where(e) = retroactive {
                    all.push(e);
                }
            }
        }
        all
    }
}
