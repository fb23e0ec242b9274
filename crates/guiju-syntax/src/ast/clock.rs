//! What moves the clock of a duty: extensions, suspensions, restarts.

use super::{Expr, Ident, Path};

/// `anchored from D every 24 months first after 3 years`.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchored {
    /// The day from which every due date is counted.
    pub from: Expr,
    /// How far apart they are.
    pub every: Expr,
    /// How long after the anchor the first one is, if not as far.
    pub first: Option<Expr>,
}

/// `extended until approval.until where … at most 30 days retroactive where …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Extended {
    /// How far.
    pub how: Extension,
    /// The record that grants it, where the length does not name it.
    pub granted_by: Option<Ident>,
    /// Which of those records.
    pub filter: Option<Expr>,
    /// How much all of them come to at most.
    pub at_most: Option<Expr>,
    /// Whether one granted after the due date counts.
    pub retroactive: Option<Retroactive>,
}

/// How far a due date is extended.
#[derive(Debug, Clone, PartialEq)]
pub enum Extension {
    /// Until a date of the record.
    Until(Path),
    /// By a length of time.
    By(Expr),
}

/// `retroactive where …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Retroactive {
    /// On which condition.
    pub filter: Option<Expr>,
}

/// `suspended during s.from until s.to where …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspended {
    /// The first day that does not count.
    pub from: Path,
    /// The last day that does not count, or the first that does again.
    pub to: Path,
    /// Whether `to` is the day on which the clock runs again (`before`).
    pub before: bool,
    /// Which of the records.
    pub filter: Option<Expr>,
}

/// `restarted at x.date where …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Restarted {
    /// The day from which the whole limit is counted again.
    pub at: Path,
    /// Which of the records.
    pub filter: Option<Expr>,
}
