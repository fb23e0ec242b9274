//! A length in calendar units, and plain civil arithmetic with it.
//!
//! In come a day and "two months"; out comes the corresponding day. Months, quarters and years
//! clamp to the last day of a shorter month, always counted from the anchor itself: one month after
//! 31 January is 28 February, two months after it is 31 March, not 28 March. Nothing here knows a
//! day off; limits under a law are in [`counting`](crate::counting).

use crate::{CalendarError, Day, DurationError, days_in_month, text};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A unit a regulation counts in. Hours and minutes run from instant to instant
/// ([`Moment`](crate::Moment)); the others from day to day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Minute 分钟.
    Minute,
    /// Hour 小时.
    Hour,
    /// Calendar day 日.
    Day,
    /// Working day 工作日, which a calendar tells.
    WorkingDay,
    /// Seven days 周.
    Week,
    /// Month 月.
    Month,
    /// Three months 季度.
    Quarter,
    /// Twelve months 年.
    Year,
}

/// A length in calendar units, such as 15 working days or two months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duration {
    /// How many.
    pub n: u32,
    /// Of what.
    pub unit: Unit,
}

impl Duration {
    /// Returns a length of `n` units.
    pub const fn new(n: u32, unit: Unit) -> Duration {
        Duration { n, unit }
    }
}

/// Returns the day `length` after `day`.
///
/// # Errors
/// [`CalendarError::NeedsCalendar`] for working days, [`CalendarError::NeedsInstant`] for hours and
/// minutes, [`CalendarError::OutOfRange`] after the year 9999.
///
/// # Source
/// Clamping to the end of a month: Civil Code of the PRC, art. 202.
pub fn add(day: Day, length: Duration) -> Result<Day, CalendarError> {
    shift(day, length.unit, i64::from(length.n))
}

/// Returns the day `length` before `day`; months clamp as in [`add`].
///
/// # Errors
/// [`CalendarError::NeedsCalendar`] for working days, [`CalendarError::NeedsInstant`] for hours and
/// minutes, [`CalendarError::OutOfRange`] before the year 1.
pub fn subtract(day: Day, length: Duration) -> Result<Day, CalendarError> {
    shift(day, length.unit, -i64::from(length.n))
}

/// Returns the first day of "the last `length`" as of a day: the corresponding day before it. Both
/// ends are in.
///
/// The last 12 months as of 2026-06-30 run from 2025-06-30 through 2026-06-30; the last month as of
/// 2026-03-31 from 2026-02-28.
///
/// # Errors
/// As for [`subtract`].
pub fn last_n_from(as_of: Day, length: Duration) -> Result<Day, CalendarError> {
    subtract(as_of, length)
}

/// Returns the day `n` units after `day`, or before it if `n` is negative.
fn shift(day: Day, unit: Unit, n: i64) -> Result<Day, CalendarError> {
    // Lengths are at most u32::MAX units of at most 12 months or 7 days, so these products fit an
    // i64.
    match unit {
        Unit::Day => shift_days(day, n),
        Unit::Week => shift_days(day, n * 7),
        Unit::Month => shift_months(day, n),
        Unit::Quarter => shift_months(day, n * 3),
        Unit::Year => shift_months(day, n * 12),
        Unit::WorkingDay => Err(CalendarError::NeedsCalendar),
        Unit::Hour | Unit::Minute => Err(CalendarError::NeedsInstant),
    }
}

fn shift_days(day: Day, days: i64) -> Result<Day, CalendarError> {
    let days = i32::try_from(days).map_err(|_| CalendarError::OutOfRange)?;
    day.checked_add(days).ok_or(CalendarError::OutOfRange)
}

fn shift_months(day: Day, months: i64) -> Result<Day, CalendarError> {
    let (year, month, day_of_month) = day.ymd();
    let months = i64::from(year) * 12 + i64::from(month) - 1 + months;
    let year = i32::try_from(months.div_euclid(12)).map_err(|_| CalendarError::OutOfRange)?;
    let month = u32::try_from(months.rem_euclid(12) + 1).map_err(|_| CalendarError::OutOfRange)?;
    Day::from_ymd(year, month, day_of_month.min(days_in_month(year, month))).ok_or(CalendarError::OutOfRange)
}

/// The short forms, in the order in which a text's ending is tried: `wd` before `d`.
const SHORT_FORMS: [(&str, Unit); 8] = [
    ("wd", Unit::WorkingDay),
    ("d", Unit::Day),
    ("w", Unit::Week),
    ("mo", Unit::Month),
    ("q", Unit::Quarter),
    ("y", Unit::Year),
    ("h", Unit::Hour),
    ("min", Unit::Minute),
];

impl fmt::Display for Unit {
    /// Writes the short form: `d`, `wd`, `w`, `mo`, `q`, `y`, `h`, `min`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unit::Day => "d",
            Unit::WorkingDay => "wd",
            Unit::Week => "w",
            Unit::Month => "mo",
            Unit::Quarter => "q",
            Unit::Year => "y",
            Unit::Hour => "h",
            Unit::Minute => "min",
        })
    }
}

impl fmt::Display for Duration {
    /// Writes the short form, such as `15wd` or `2mo`, which [`FromStr`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}{}", self.n, self.unit))
    }
}

impl FromStr for Duration {
    type Err = DurationError;

    /// Reads the short form.
    fn from_str(text: &str) -> Result<Duration, DurationError> {
        let error = || DurationError(text.to_owned());
        let (digits, unit) = SHORT_FORMS
            .iter()
            .find_map(|(ending, unit)| text.strip_suffix(ending).map(|digits| (digits, *unit)))
            .ok_or_else(error)?;
        // u32 alone would also read `+5`.
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(error());
        }
        Ok(Duration { n: digits.parse().map_err(|_| error())?, unit })
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        text::deserialize(deserializer, "a length such as 15wd or 2mo")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn length(text: &str) -> Duration {
        text.parse().unwrap()
    }

    #[test]
    fn months_clamp_once_from_the_anchor() {
        let ends: Vec<String> =
            (0..=4).map(|n| add(day("2026-01-31"), Duration::new(n, Unit::Month)).unwrap().to_string()).collect();
        assert_eq!(ends, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
    }

    #[test]
    fn leap_days() {
        for (start, text, end) in [
            ("2024-01-31", "1mo", "2024-02-29"),
            ("2024-02-29", "1y", "2025-02-28"),
            ("2024-02-29", "4y", "2028-02-29"),
            ("2023-02-28", "1y", "2024-02-28"),
            ("2023-11-30", "1q", "2024-02-29"),
            ("2024-02-28", "2d", "2024-03-01"),
            ("2024-02-22", "1w", "2024-02-29"),
        ] {
            assert_eq!(add(day(start), length(text)).unwrap().to_string(), end, "{start} + {text}");
        }
        assert_eq!(subtract(day("2024-03-31"), length("1mo")), Ok(day("2024-02-29")));
        assert_eq!(subtract(day("2026-01-31"), length("2mo")), Ok(day("2025-11-30")));
        assert_eq!(subtract(day("2026-01-15"), length("15d")), Ok(day("2025-12-31")));
    }

    #[test]
    fn the_last_twelve_months_begin_on_the_corresponding_day() {
        assert_eq!(last_n_from(day("2026-06-30"), length("12mo")), Ok(day("2025-06-30")));
        assert_eq!(last_n_from(day("2026-03-31"), length("1mo")), Ok(day("2026-02-28")));
        assert_eq!(last_n_from(day("2026-03-31"), length("90d")), Ok(day("2025-12-31")));
    }

    #[test]
    fn what_cannot_be_computed_is_an_error() {
        assert_eq!(add(day("2026-01-01"), length("1wd")), Err(CalendarError::NeedsCalendar));
        for text in ["4294967295d", "4294967295w", "4294967295mo", "4294967295y", "8000y"] {
            assert_eq!(add(day("2026-01-01"), length(text)), Err(CalendarError::OutOfRange), "{text}");
            assert_eq!(subtract(day("2026-01-01"), length(text)), Err(CalendarError::OutOfRange), "{text}");
        }
    }

    #[test]
    fn short_forms_are_read_and_written() {
        for text in ["15wd", "3d", "2w", "6mo", "1q", "5y", "0d"] {
            assert_eq!(length(text).to_string(), text);
        }
        for text in ["", "d", "5", "5m", "+5d", "-5d", "5 d", "5.0d", "99999999999d", "五d"] {
            assert_eq!(text.parse::<Duration>(), Err(DurationError(text.into())));
        }
    }
}
