//! Days, months, windows and counted days, by chrono and a plain list of days.
//!
//! Only the list of days off comes from the engine's data file; every count walks the days one by one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::LazyLock,
};

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

pub(crate) type Date = NaiveDate;

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn plus(day: Date, days: i64) -> Date {
    if days < 0 { day - Days::new(days.unsigned_abs()) } else { day + Days::new(days.unsigned_abs()) }
}

/// Civil days from one day to another.
pub(crate) fn apart(from: Date, to: Date) -> i64 {
    (to - from).num_days()
}

/// All days of a stretch, both ends in.
pub(crate) fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    from.iter_days().take_while(move |day| *day <= to)
}

/// A stretch of days, both ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    pub(crate) from: Date,
    pub(crate) to: Date,
}

impl Stretch {
    pub(crate) fn new(from: Date, to: Date) -> Self {
        Self { from, to }
    }

    pub(crate) fn holds(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    pub(crate) fn within(self, other: Self) -> bool {
        other.from <= self.from && self.to <= other.to
    }
}

/// Calendar windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Week,
    Month,
    Quarter,
    Half,
    Year,
}

impl Family {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half-year",
            Self::Year => "year",
        }
    }

    /// The window that holds a day.
    pub(crate) fn around(self, day: Date) -> Stretch {
        let months = |n: u32| {
            let first = Date::from_ymd_opt(day.year(), (day.month0() / n) * n + 1, 1).unwrap();
            Stretch::new(first, plus(first + Months::new(n), -1))
        };
        match self {
            Self::Week => {
                let monday = plus(day, -i64::from(day.weekday().num_days_from_monday()));
                Stretch::new(monday, plus(monday, 6))
            }
            Self::Month => months(1),
            Self::Quarter => months(3),
            Self::Half => months(6),
            Self::Year => months(12),
        }
    }
}

/// Units of lengths of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Days,
    WorkingDays,
    Weeks,
    Months,
    Quarters,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) n: u32,
    pub(crate) unit: Unit,
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => "days",
            Unit::WorkingDays => "working days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Quarters => "quarters",
        };
        write!(f, "{} {unit}", self.n)
    }
}

/// A day moved by a length of time, as plain dates are moved: months to the corresponding day or the month's last.
pub(crate) fn moved(day: Date, span: Span, back: bool) -> Date {
    let months = |n: u32| if back { day - Months::new(n) } else { day + Months::new(n) };
    match span.unit {
        Unit::Days => plus(day, if back { -i64::from(span.n) } else { i64::from(span.n) }),
        Unit::Weeks => plus(day, if back { -7 * i64::from(span.n) } else { 7 * i64::from(span.n) }),
        Unit::WorkingDays => nth_working_day(day, span.n, back),
        Unit::Months => months(span.n),
        Unit::Quarters => months(3 * span.n),
    }
}

/// How a limit counts its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counting {
    CivilCode,
    Penalty,
    Compulsion,
    Licensing,
    Plain,
}

impl Counting {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::CivilCode => "cn.civil_code",
            Self::Penalty => "cn.administrative_penalty",
            Self::Compulsion => "cn.administrative_compulsion",
            Self::Licensing => "cn.administrative_licensing",
            Self::Plain => "plain",
        }
    }

    /// A length whose bare days are working days where the profile says so.
    pub(crate) fn days(self, span: Span) -> Span {
        let working = span.unit == Unit::Days
            && match self {
                Self::CivilCode | Self::Plain => false,
                Self::Penalty => [2, 3, 5, 7].contains(&span.n),
                Self::Compulsion => span.n <= 10,
                Self::Licensing => true,
            };
        if working { Span { unit: Unit::WorkingDays, ..span } } else { span }
    }

    /// The last legal day of a limit that starts on a day.
    pub(crate) fn due(self, start: Date, span: Span) -> Date {
        self.rolled(moved(start, self.days(span), false))
    }

    /// A last day that is off moves to the next working day, unless days are plain.
    pub(crate) fn rolled(self, day: Date) -> Date {
        if self == Self::Plain { day } else { day.iter_days().find(|day| works(*day)).unwrap() }
    }
}

/// The `n`th working day after a day, or before it; none is the day itself.
pub(crate) fn nth_working_day(day: Date, n: u32, back: bool) -> Date {
    let (mut day, mut left) = (day, n);
    while left > 0 {
        day = plus(day, if back { -1 } else { 1 });
        left -= u32::from(works(day));
    }
    day
}

/// Working days after the first day, through the second.
pub(crate) fn working_days_between(after: Date, through: Date) -> i64 {
    let count = |from, to| days(plus(from, 1), to).filter(|day| works(*day)).count() as i64;
    if after <= through { count(after, through) } else { -count(through, after) }
}

/// Whether a day is worked.
pub(crate) fn works(day: Date) -> bool {
    match DAYS.get(&day) {
        Some(worked) => *worked,
        None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
    }
}

/// Days of which the notices say whether they are worked.
static DAYS: LazyLock<BTreeMap<Date, bool>> = LazyLock::new(|| {
    let text = std::fs::read_to_string("../crates/guiju-calendar/calendars/cn.state_council.yaml").unwrap();
    let body = text.split_once("notices:").unwrap().1;
    let mut found = BTreeMap::new();
    let mut worked = false;
    for line in body.lines().filter(|line| !line.trim_start().starts_with(['#', '-'])) {
        worked = match line.trim_start() {
            rest if rest.starts_with("worked:") => true,
            rest if rest.starts_with("off:") => false,
            _ => worked,
        };
        for entry in line.split([',', '[', ']']).map(str::trim) {
            let word = entry.split_whitespace().next().unwrap_or_default();
            let (from, to) = word.split_once("..").unwrap_or((word, word));
            if let (Ok(from), Ok(to)) = (from.parse::<Date>(), to.parse::<Date>()) {
                found.extend(days(from, to).map(|day| (day, worked)));
            }
        }
    }
    found
});

/// Days on which something turns: ends and beginnings of months and weeks, first and last days off or worked.
pub(crate) fn turning_days(from: Date, to: Date) -> Vec<Date> {
    let turns = |day: Date| {
        let next = plus(day, 1);
        day.month() != next.month() || works(day) != works(next)
    };
    let found: BTreeSet<Date> = days(from, to).filter(|day| turns(*day)).flat_map(|day| [day, plus(day, 1)]).collect();
    found.into_iter().filter(|day| *day <= to).collect()
}

#[test]
fn the_list_of_days_off_is_read_whole() {
    for (day, worked) in
        [("2026-02-14", true), ("2026-02-16", false), ("2025-10-08", false), ("2024-10-12", true), ("2004-01-17", true)]
    {
        assert_eq!(works(date(day)), worked, "{day}");
    }
    assert_eq!(nth_working_day(date("2026-09-25"), 10, false), date("2026-10-15"));
    assert_eq!(Counting::CivilCode.due(date("2026-09-25"), Span { n: 7, unit: Unit::Days }), date("2026-10-08"));
    assert_eq!(moved(date("2026-01-31"), Span { n: 1, unit: Unit::Months }, false), date("2026-02-28"));
}
