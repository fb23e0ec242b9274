//! What an evaluation says: one [`Verdict`] per rule × subject × window or trigger.
//!
//! The words of a verdict (`expected`, `actual`, `way_out`) are kept as [`Phrase`]s, facts without a
//! tongue; `guiju-report` turns them into English or Chinese.

use guiju_calendar::{Day, Duration, Stamp, Window};
use guiju_compiler::Name;
use guiju_syntax::Tongue;
use rust_decimal::Decimal;

/// The nine verdicts of the language reference, section 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Done in time; no later record can change it.
    Met,
    /// Done after its due date where late performance still discharges.
    MetLate,
    /// Due date passed, not done, still owed.
    Overdue,
    /// Can no longer be fulfilled.
    Violated,
    /// Not due yet.
    Pending,
    /// Freed by an exemption.
    Exempt,
    /// Outside scope, or in force only for part of the window.
    NotApplicable,
    /// The duty fell away.
    Discharged,
    /// Both outcomes are possible on what is known.
    Undetermined,
}

impl Outcome {
    /// All outcomes in the order in which reports list them.
    pub const ALL: [Self; 9] = [
        Self::Met,
        Self::MetLate,
        Self::Overdue,
        Self::Violated,
        Self::Pending,
        Self::Exempt,
        Self::NotApplicable,
        Self::Discharged,
        Self::Undetermined,
    ];

    /// Returns whether the duty was breached: overdue, violated or met late.
    #[must_use]
    pub const fn is_breach(self) -> bool {
        matches!(self, Self::Overdue | Self::Violated | Self::MetLate)
    }

    /// Returns the stable word of machine outputs and of `example … expect`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::MetLate => "met_late",
            Self::Overdue => "overdue",
            Self::Violated => "violated",
            Self::Pending => "pending",
            Self::Exempt => "exempt",
            Self::NotApplicable => "not_applicable",
            Self::Discharged => "discharged",
            Self::Undetermined => "undetermined",
        }
    }
}

/// Why a verdict is what it is, where the outcome alone does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The records needed lie outside the dates for which the data is complete.
    DataHorizon,
    /// A field that decides is empty.
    MissingField,
    /// A cell that decides cannot be read, or whose record it is.
    Illegible,
    /// Versions of one record disagree, or a record contradicts itself.
    Conflict,
    /// The due date lies beyond the working-day calendar.
    CalendarHorizon,
    /// The source's number is garbled.
    Unreadable,
    /// The done date lies after the as-of date: a plan, judged as absent.
    FutureDated,
    /// There was never any such record.
    Never,
    /// In force only for part of the window.
    Partial,
    /// A ratio or coverage over nothing.
    NoDenominator,
    /// The rule's own carve-out (`unless`) fits.
    Unless,
    /// The last legal moment passed; late performance does not count.
    Lapsed,
    /// Done before it was allowed.
    TooEarly,
    /// No legal schedule is left before the window ends.
    Impossible,
    /// The subject left its register.
    Closed,
    /// There is no window before to compare with.
    FirstWindow,
    /// An exemption was granted after the breach, which it does not cure.
    LaterExempted,
    /// The clock stands still.
    Paused,
    /// A limit to the hour, and a record that gives only the day.
    HourUnknown,
    /// The path stopped before the stage was due.
    Stopped,
    /// The stage before turns out to have been done in time.
    TriggerWithdrawn,
    /// A higher level acted, and this one may be left out.
    Skipped,
    /// A later stage cured it.
    Compensated,
}

impl Reason {
    /// Returns the stable word of machine outputs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DataHorizon => "data_horizon",
            Self::MissingField => "missing_field",
            Self::Illegible => "illegible",
            Self::Conflict => "conflict",
            Self::CalendarHorizon => "calendar_horizon",
            Self::Unreadable => "unreadable",
            Self::FutureDated => "future_dated",
            Self::Never => "never",
            Self::Partial => "partial",
            Self::NoDenominator => "no_denominator",
            Self::Unless => "unless",
            Self::Lapsed => "lapsed",
            Self::TooEarly => "too_early",
            Self::Impossible => "impossible",
            Self::Closed => "closed",
            Self::FirstWindow => "first_window",
            Self::LaterExempted => "later_exempted",
            Self::Paused => "paused",
            Self::HourUnknown => "hour_unknown",
            Self::Stopped => "stopped",
            Self::TriggerWithdrawn => "trigger_withdrawn",
            Self::Skipped => "skipped",
            Self::Compensated => "compensated",
        }
    }
}

/// Whom a verdict is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// Record kind (its stable name), `catalog` names for codes, or `policy` for the jurisdiction as a whole.
    pub record: String,
    /// Key; several keys joined by `|`.
    pub key: String,
    /// A name for people, where the record has one.
    pub label: Option<String>,
}

/// A record that decided a verdict.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// Record kind (its stable name).
    pub record: String,
    /// Its key, parts joined by `|`.
    pub key: String,
    /// The file it came from, as named in the manifest.
    pub source: String,
    /// Its line in that file: 1 is the header, so the first record is 2.
    pub row: u64,
}

/// A cell of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The file, as named in the manifest.
    pub source: String,
    /// Its row there, as in [`Evidence::row`].
    pub row: u64,
    /// The field (stable name); empty where the whole row is meant.
    pub field: String,
}

/// One row of the result.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Index of the policy in [`crate::Evaluation::policies`].
    pub policy: usize,
    /// Index of the rule in [`crate::Evaluation::rules`].
    pub rule: usize,
    /// What holds.
    pub outcome: Outcome,
    /// Why, where the outcome alone does not tell.
    pub reason: Option<Reason>,
    /// Whom it is about.
    pub subject: Subject,
    /// The window judged, or the trigger's day as a one-day window; `None` for standing facts.
    pub window: Option<Window>,
    /// What the rule asks.
    pub expected: Phrase,
    /// What the records show.
    pub actual: Phrase,
    /// The last legal day, now.
    pub due: Option<Day>,
    /// The last legal day before extensions and suspensions.
    pub original_due: Option<Day>,
    /// What moved the due date, in order.
    pub steps: Vec<Phrase>,
    /// When it was done.
    pub done: Option<Day>,
    /// The last legal instant, where the limit is one to the hour and its start is known to the hour.
    pub due_at: Option<Stamp>,
    /// When it was done to the second, where the limit is one to the hour and the record says.
    pub done_at: Option<Stamp>,
    /// Days after the due date, to the done date or to the as-of date.
    pub days_late: Option<i64>,
    /// Whether the due date rests on days beyond the working-day calendar.
    pub provisional: bool,
    /// The deciding records.
    pub evidence: Vec<Evidence>,
    /// The names of assumptions it rests on.
    pub assumes: Vec<String>,
    /// What would mend it.
    pub way_out: Option<Phrase>,
    /// The stage of a path it is about.
    pub stage: Option<Stage>,
}

/// A stage of a path, and which run of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its place in the path; 0 is the root.
    pub number: usize,
    /// Its name.
    pub name: Name,
    /// Which time it runs, where it returns: 1 is the first.
    pub run: Option<u32>,
    /// At which level, where it climbs levels.
    pub level: Option<Name>,
}

impl Stage {
    /// Returns its stable spelling: `listing`, `remind#2`, `report/county`.
    #[must_use]
    pub fn word(&self) -> String {
        self.spelt(&|name| &name.id)
    }

    /// Returns its spelling for a reader of `tongue`.
    #[must_use]
    pub fn in_tongue(&self, tongue: Tongue) -> String {
        self.spelt(&|name| name.in_tongue(tongue))
    }

    /// Returns whether a word is one of its spellings.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.word() == word || [Tongue::En, Tongue::Zh].iter().any(|tongue| self.in_tongue(*tongue) == word)
    }

    fn spelt(&self, spell: &dyn Fn(&Name) -> &str) -> String {
        let mut word = spell(&self.name).to_owned();
        if let Some(level) = &self.level {
            word = format!("{word}/{}", spell(level));
        }
        if let Some(run) = self.run {
            word = format!("{word}#{run}");
        }
        word
    }
}

/// An exemption that frees a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freeing {
    /// The exemption's name.
    pub exemption: guiju_compiler::Name,
    /// The record that grants it; `None`: a whole class is free.
    pub grant: Option<Subject>,
    /// The first day it frees; `None`: from ever.
    pub from: Option<Day>,
    /// The last day it frees; `None`: open.
    pub until: Option<Day>,
}

/// A fact to be told in either tongue.
#[derive(Debug, Clone, PartialEq)]
pub enum Phrase {
    /// A bare number: `3`.
    Number(Decimal),
    /// A ratio: `3 of 8`.
    Ratio {
        /// What fits.
        part: Decimal,
        /// Of how many.
        whole: Decimal,
    },
    /// A number known only between two bounds, because fields are missing: `3 to 5`.
    Between(Decimal, Decimal),
    /// `at least N`.
    AtLeast(Decimal),
    /// `at most N`.
    AtMost(Decimal),
    /// `fewer than N`.
    Fewer(Decimal),
    /// `exactly N`.
    Exactly(Decimal),
    /// `between N and M`.
    Range(Decimal, Decimal),
    /// `at least P %`.
    AtLeastPercent(Decimal),
    /// `at most P %`.
    AtMostPercent(Decimal),
    /// `fewer than P %`.
    FewerPercent(Decimal),
    /// `exactly P %`.
    ExactlyPercent(Decimal),
    /// `between P % and Q %`.
    RangePercent(Decimal, Decimal),
    /// What is asked, as a percentage of what the window before came to.
    OfBefore {
        /// What is asked; nothing if the window before is not known.
        asked: Option<Box<Phrase>>,
        /// The percentage.
        percent: Decimal,
        /// What the window before came to.
        before: Box<Phrase>,
    },
    /// What is asked of a window in force on some of its days only.
    Prorated {
        /// What is asked of these days.
        asked: Box<Phrase>,
        /// What is asked of a whole window.
        whole: Box<Phrase>,
        /// Days in force.
        days: i32,
        /// Days of the window.
        of: i32,
    },
    /// Every member of a set of this size is reached.
    AllOf(u64),
    /// Reached so many of so many; the named ones were not reached (first few, in order).
    Reached {
        /// Members reached.
        reached: u64,
        /// Members in all.
        all: u64,
        /// Keys or labels of those not reached, in register order; at most 20.
        missing: Vec<String>,
    },
    /// `by DAY`.
    By(Day),
    /// `within LIMIT of DAY, by DAY`.
    Within {
        /// The limit as written.
        limit: Duration,
        /// The clock's start.
        from: Day,
        /// The last legal day.
        due: Day,
    },
    /// `between DAY and DAY`: the first day that is not too early, and the last in time.
    FromTo(Day, Day),
    /// `not before DAY`.
    NotBefore(Day),
    /// `at least LEAD before DAY, by DAY`.
    BeforeBy {
        /// The lead as written; `None`: merely before.
        lead: Option<Duration>,
        /// The day it must precede.
        event: Day,
        /// The last legal day.
        latest: Day,
    },
    /// The clock stands still since a day.
    PausedSince(Day),
    /// Step: the clock stood still from one day through another; still does if there is no other.
    Suspended {
        /// The first day that does not count.
        first: Day,
        /// The last.
        last: Option<Day>,
    },
    /// Step: the limit is counted anew from a day.
    Restarted(Day),
    /// Step: more time was granted.
    Extended {
        /// When.
        granted: Day,
        /// The due day from then on.
        due: Day,
    },
    /// Step: more time was granted when it was too late, which changes nothing.
    GrantedLate {
        /// When.
        granted: Day,
        /// The due day that had passed.
        due: Day,
    },
    /// `within LIMIT of TIME, by TIME`.
    WithinHours {
        /// The limit as written, in hours or minutes.
        limit: Duration,
        /// The clock's start.
        from: Stamp,
        /// The last legal instant.
        due: Stamp,
    },
    /// `within LIMIT of DAY`, whose hour is not recorded.
    HoursOfDay {
        /// The limit as written, in hours or minutes.
        limit: Duration,
        /// The day on which the clock starts.
        from: Day,
    },
    /// `by TIME`.
    ByTime(Stamp),
    /// By an actor of a level at least, and then the rest.
    AtLevel(Name, Box<Phrase>),
    /// Done on a day.
    DoneOn(Day),
    /// Done at a time.
    DoneAt(Stamp),
    /// Not done.
    NotDone,
    /// Planned for a day after the as-of date.
    PlannedFor(Day),
    /// Two neighbours so many days apart.
    Apart {
        /// The earlier point.
        from: Day,
        /// The later point.
        to: Day,
        /// Civil days between them.
        days: i64,
    },
    /// At most so many days between two neighbours.
    AtMostApart(Duration),
    /// So many more within a length.
    MoreWithin {
        /// How many.
        n: u64,
        /// Within which length.
        length: Duration,
    },
    /// No more than so many within a length.
    NotWithin {
        /// How many at most.
        n: u64,
        /// Within which length.
        length: Duration,
    },
    /// Conditions of a check, as written in the policy (English, Chinese).
    Condition {
        /// In English keywords.
        en: String,
        /// In Chinese keywords.
        zh: String,
    },
    /// All conditions hold.
    Holds,
    /// These conditions fail, as written in the policy (pairs English, Chinese).
    Fails(Vec<(String, String)>),
    /// These conditions cannot be told, as written in the policy (pairs English, Chinese).
    Unknown(Vec<(String, String)>),
    /// No such record may exist.
    NoSuchRecord,
    /// Such a record exists.
    SuchRecord,
    /// A state lasts, or never is.
    Keep {
        /// The state, as written, in English keywords.
        en: String,
        /// In Chinese keywords.
        zh: String,
        /// Whether it must never be.
        never: bool,
        /// The first day; `None`: since ever.
        from: Option<Day>,
        /// The last day; `None`: open.
        until: Option<Day>,
    },
    /// It has lasted without a gap.
    Kept,
    /// The first gap: days on which it did not hold, or did though it must not.
    Gap {
        /// Whether it must never be.
        never: bool,
        /// The first day.
        from: Day,
        /// The last day seen.
        to: Day,
    },
    /// The source's number cannot be read; its garbled text.
    Unreadable(String),
    /// Nothing recorded.
    Nothing,
    /// Freed by these exemptions.
    Freed(Vec<Freeing>),
    /// Way out: so many more by a day.
    MoreBy {
        /// How many more.
        more: Decimal,
        /// The last day of the window.
        by: Day,
    },
    /// Way out: reach the missing members by a day.
    ReachBy {
        /// How many members are missing.
        members: u64,
        /// The last day of the window.
        by: Day,
    },
    /// Way out: do it by a day.
    DoBy(Day),
    /// Way out: do it from one day through another.
    DoBetween(Day, Day),
    /// Way out: do not do it before a day.
    WaitUntil(Day),
    /// Way out: do it by a time.
    DoByTime(Stamp),
    /// Way out: record the hours, not only the days.
    AddHour,
    /// Way out: keep it until a day.
    KeepUntil(Day),
    /// Way out: do it now; it counts as late.
    DoNow,
    /// Way out: none for this window, it can only be kept from the next one on.
    NextTime,
    /// Way out: complete these fields of the evidence rows (field names, stable spelling).
    Complete(Vec<String>),
    /// Way out: correct these cells, which cannot be read; the first few.
    Correct(Vec<Cell>),
    /// Way out: supply records through a day.
    SupplyThrough(Day),
    /// Way out: supply records from a day on.
    SupplyFrom(Day),
    /// Way out: settle which version of the record is right.
    SettleConflict,
    /// Way out: read the number in an authentic copy of the source.
    ReadSource,
}
