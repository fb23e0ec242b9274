//! B by some time of A.

use super::{ClockMove, Correlation, Expr, SequenceId, VarId};
use crate::schema::RecordId;
use guiju_calendar::Family;
use guiju_syntax::ast;

/// B by some time of A.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// What starts the duty.
    pub trigger: Trigger,
    /// When the clock starts; `None`: the trigger's own date, or the end of the window.
    pub from: Option<Expr>,
    /// Whether an act on the first day is too early.
    pub after: bool,
    /// The act.
    pub act: Act,
    /// The limit.
    pub limit: Limit,
    /// The day before which an act is too early.
    pub opens: Option<Opens>,
    /// What moves the clock.
    pub moves: Vec<ClockMove>,
    /// Whether days are counted as they went by: an uncounted day after the last one is still in time.
    pub elapsed: bool,
    /// Whether one act answers every duty it fits.
    pub shared: bool,
    /// Whether late performance does not count.
    pub late_void: bool,
    /// What a done date before the start means.
    pub early: Early,
}

/// What starts a duty.
#[derive(Debug, Clone)]
pub enum Trigger {
    /// Each record of a kind.
    Each {
        /// The kind.
        record: RecordId,
        /// The variable that stands for one of them.
        var: VarId,
        /// Which of them.
        filter: Option<Expr>,
        /// The text's own carve-out.
        unless: Option<Expr>,
    },
    /// Each window of each member.
    Every(Option<Family>),
    /// Due dates of each member at fixed distances from an anchor: what is done late does not move the next.
    Anchored {
        /// The anchor.
        from: Expr,
        /// How far apart they are.
        every: Expr,
        /// How long after the anchor the first one is, if not as far.
        first: Option<Expr>,
    },
}

/// What must be done.
#[derive(Debug, Clone)]
pub enum Act {
    /// The trigger's own field says when it was done.
    Own(Expr),
    /// A record of another kind.
    Record {
        /// The kind.
        record: RecordId,
        /// The variable that stands for one of them.
        var: VarId,
        /// How it belongs to its duty.
        link: Link,
        /// Which of them; over the act and the trigger or members.
        filter: Option<Expr>,
        /// When it was done.
        date: Expr,
        /// The field that says which period it is for: a date in it or its label.
        period: Option<Expr>,
    },
    /// The next record in a sequence, which must satisfy a condition.
    Neighbour {
        /// The sequence.
        sequence: SequenceId,
        /// Its row, over the trigger.
        row: Expr,
        /// The variable that stands for it in the filter.
        var: VarId,
        /// The condition.
        filter: Option<Expr>,
    },
}

/// How an act belongs to its duty.
#[derive(Debug, Clone)]
pub enum Link {
    /// The act refers to the trigger.
    Reference(Expr),
    /// Both agree on these pairs: act side, trigger side.
    Keys(Vec<(Expr, Expr)>),
    /// The act names the members, one expression a range, as in [`Counted::member`](super::Counted::member).
    Members(Vec<Correlation>),
}

/// The last legal day.
#[derive(Debug, Clone)]
pub enum Limit {
    /// So long after the clock's start.
    Within(Expr),
    /// On a day.
    By(Expr),
    /// Both: the earlier.
    Both(Expr, Expr),
    /// On a day of each window.
    ByDay(ast::ByDay),
    /// Before an event, by a lead if given.
    Before {
        /// The event's day.
        event: Expr,
        /// By how much.
        lead: Option<Expr>,
    },
    /// The due dates of [`Trigger::Anchored`].
    Scheduled,
    /// There is none: only doing it too early breaks the rule.
    Never,
}

/// The day before which an act is too early.
#[derive(Debug, Clone)]
pub enum Opens {
    /// So long after the clock's start; that day is not too early.
    After(Expr),
    /// A day; that day is not too early.
    On(Expr),
}

/// What a done date before the start means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Early {
    /// The record contradicts itself.
    #[default]
    Conflict,
    /// It counts.
    Counts,
    /// It is as absent.
    Ignored,
}
