//! Rules and their fields.

use super::{
    Anchored, Bound, ByDay, Cite, Effective, Expr, Extended, Ident, Measured, Must, Name, Path, Reach, Restarted,
    Stage, Suspended, Text, Title,
};
use crate::source::Span;
use guiju_calendar::Family;
use rust_decimal::Decimal;

/// The heads of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Head {
    /// How many, in which window.
    Quantity,
    /// Is everything of a set reached.
    Coverage,
    /// B by some time of A.
    Deadline,
    /// Each record satisfies.
    Check,
    /// A state lasts.
    Hold,
    /// What follows when something is not done.
    Path,
}

impl Head {
    /// All heads.
    pub const ALL: [Self; 6] = [Self::Quantity, Self::Coverage, Self::Deadline, Self::Check, Self::Hold, Self::Path];
}

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Which head.
    pub head: Head,
    /// Its stable id.
    pub name: Name,
    /// What it obliges.
    pub title: Title,
    /// Its fields, in order.
    pub fields: Vec<RuleField>,
}

/// A field of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleField {
    /// Which.
    pub kind: FieldKind,
    /// The whole field.
    pub span: Span,
}

/// The fields of rules, of all heads.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// The clauses it comes from.
    Cite(Cite),
    /// How much a breach weighs: 0 advisory … 3 critical.
    Severity(u8),
    /// Who answers for it.
    Responsible(Text),
    /// What diff aligns by.
    Topic(Ident),
    /// Its own validity.
    Effective(Effective),
    /// Its own counting profile.
    Counting(Ident),
    /// Its own calendar.
    Calendar(Ident),
    /// Its former id.
    Was(Ident),
    /// What a window in force only in part means.
    Partial(Partial),
    /// The members it holds for.
    Per(Vec<Range>),
    /// The records it holds for.
    Each(Each),
    /// The records that may not be.
    NeverEach(Each),
    /// The text's own carve-out.
    Unless(Expr),
    /// It binds only during this.
    While(Expr),
    /// What must last, or never be.
    Holding(Holding),
    /// How long a state lasts.
    TimeIn(Expr),
    /// Calendar windows.
    Every {
        /// Which.
        family: Family,
        /// The date that decides.
        by: Option<Path>,
    },
    /// Windows of a length, one after the other from a day on.
    Cycle {
        /// How long.
        length: Expr,
        /// The first day of the first.
        from: Expr,
        /// The date that decides.
        by: Option<Path>,
    },
    /// Every stretch of a length.
    Rolling {
        /// How long.
        length: Expr,
        /// One row per two neighbours.
        per_gap: bool,
        /// The date that decides.
        by: Option<Path>,
    },
    /// The stretch that ends at the as-of date.
    TheLast {
        /// How long.
        length: Expr,
        /// The date that decides.
        by: Option<Path>,
    },
    /// A record's own period.
    During {
        /// Its first day.
        from: Path,
        /// Its last day.
        until: Path,
        /// The date that decides.
        by: Option<Path>,
    },
    /// How many records.
    Count(Measured),
    /// How many different values.
    CountDistinct(Path, Measured),
    /// The sum of a field.
    Total(Path, Measured),
    /// The mean of a field.
    Mean(Path, Measured),
    /// The share that fits.
    Share(Measured, Expr),
    /// What a measure comes to, where it does not count records.
    ComesTo(Expr),
    /// How many are enough or too many.
    Bound(Bound),
    /// Which set must be reached.
    Reach(Reach),
    /// What must be done or hold.
    Must(Must),
    /// The clock starts on this day, which does not count but is not too early.
    From(Expr),
    /// The clock starts on this day, and an act on it is too early.
    After(Expr),
    /// The limit.
    Within(Expr),
    /// The last legal day.
    By(Expr),
    /// A day of each period.
    ByDay(ByDay),
    /// The event it must precede.
    Before {
        /// The event.
        event: Expr,
        /// By how much.
        lead: Option<Expr>,
    },
    /// Too early before this.
    NoSooner(Expr),
    /// Days are counted as they went by: an uncounted day after the last one is still in time.
    Elapsed,
    /// Due dates fixed by an anchor.
    Anchored(Anchored),
    /// What moves the due date.
    Extended(Extended),
    /// When the clock stands still.
    Suspended(Suspended),
    /// When the clock starts anew.
    Restarted(Restarted),
    /// `matching shared` (true) or `matching one`.
    Matching(bool),
    /// Late performance does not count.
    LateVoid,
    /// `early counts` (true) or `early ignored`.
    Early(bool),
    /// How far apart counted records must lie at least.
    Spacing(Expr),
    /// What nothing to take a share of means; the verdict's stable word.
    IfNone(&'static str),
    /// A stage of a path.
    Stage(Stage),
    /// What ends a path.
    Stop(Expr),
}

/// What a window in force only in part means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partial {
    /// Not applicable.
    WholeOnly,
    /// The full number is owed.
    Full,
    /// As many parts of the number as days are in force.
    Prorate(Rounding),
    /// Not applicable if fewer days are in force, else the full number.
    WaiveUnder(Decimal),
}

/// Which way a part is made a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Down.
    Floor,
    /// Up.
    Ceil,
}

/// `per g in groups where …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// The variable.
    pub var: Name,
    /// A register, catalog or record.
    pub of: Ident,
    /// Which of them.
    pub filter: Option<Expr>,
}

/// `must hold posted from issued until closed while open`.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding {
    /// It must not hold on any day.
    pub never: bool,
    /// What holds.
    pub what: Expr,
    /// The first day.
    pub from: Option<Expr>,
    /// The last day.
    pub until: Option<Expr>,
    /// Only during this.
    pub during: Option<Expr>,
}

/// `each visit as v where … unless …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Each {
    /// The record kind.
    pub record: Ident,
    /// A name for it.
    pub var: Option<Name>,
    /// Which of them.
    pub filter: Option<Expr>,
    /// The text's own carve-out.
    pub unless: Option<Expr>,
}
