//! A civil date as a number.
//!
//! In comes an ISO date, a year, month and day, or a [`NaiveDate`]; out goes a [`Day`], the number
//! of days since 1970-01-01. Columns of dates, window bounds and due dates are all of this type, so
//! comparing two dates compares two integers. A day has no zone: a local date is taken in the
//! policy's zone before it comes here.

use crate::{DayError, text};
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

/// A civil date in the years 1 to 9999, held as days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(
    // INVARIANT: between MIN and MAX, which every constructor checks.
    i32,
);

impl Day {
    /// 0001-01-01.
    pub const MIN: Day = Day(-719_162);
    /// 9999-12-31.
    pub const MAX: Day = Day(2_932_896);

    /// Returns the day of a year (1 to 9999), month (1 to 12) and day of the month, if there is
    /// one.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        Day::try_from(NaiveDate::from_ymd_opt(year, month, day)?).ok()
    }

    /// Returns the day that lies `number` days after 1970-01-01, if it falls in the years 1 to
    /// 9999.
    pub const fn from_number(number: i32) -> Option<Day> {
        if Day::MIN.0 <= number && number <= Day::MAX.0 { Some(Day(number)) } else { None }
    }

    /// Reads `2026-02-28`: exactly four, two and two digits.
    ///
    /// # Errors
    /// [`DayError::Form`] if the text has another form, [`DayError::NoSuchDay`] for a 30 February.
    pub fn parse_iso(text: &str) -> Result<Day, DayError> {
        let form = || DayError::Form(text.to_owned());
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(form());
        };
        let year = decimal(&[y1, y2, y3, y4]).and_then(|year| i32::try_from(year).ok()).ok_or_else(form)?;
        let month = decimal(&[m1, m2]).ok_or_else(form)?;
        let day = decimal(&[d1, d2]).ok_or_else(form)?;
        Day::from_ymd(year, month, day).ok_or_else(|| DayError::NoSuchDay(text.to_owned()))
    }

    /// Returns the number of days since 1970-01-01, negative before it.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Returns year, month (1 to 12) and day of the month (1 to 31).
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = NaiveDate::from(self);
        (date.year(), date.month(), date.day())
    }

    /// Returns the day of the week.
    pub fn weekday(self) -> Weekday {
        NaiveDate::from(self).weekday()
    }

    /// Returns the day `days` later (earlier if negative), if it falls in the years 1 to 9999.
    ///
    /// The operators `+` and `-` stop at [`Day::MIN`] and [`Day::MAX`] instead.
    pub fn checked_add(self, days: i32) -> Option<Day> {
        Day::from_number(self.0.checked_add(days)?)
    }
}

/// Returns the number of days in a month (1 to 12) of a year, 0 for a month that does not exist.
pub fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if NaiveDate::from_ymd_opt(year, 2, 29).is_some() => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

impl Add<i32> for Day {
    type Output = Day;

    /// Returns the day that many days later, at most [`Day::MAX`].
    fn add(self, days: i32) -> Day {
        Day(self.0.saturating_add(days).clamp(Day::MIN.0, Day::MAX.0))
    }
}

impl Sub<i32> for Day {
    type Output = Day;

    /// Returns the day that many days earlier, at least [`Day::MIN`].
    fn sub(self, days: i32) -> Day {
        Day(self.0.saturating_sub(days).clamp(Day::MIN.0, Day::MAX.0))
    }
}

impl Sub for Day {
    type Output = i32;

    /// Returns the days from `earlier` to `self`, negative if `earlier` is the later one.
    fn sub(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        // `pad` keeps widths and alignment of the caller's format string.
        f.pad(&format!("{year:04}-{month:02}-{day:02}"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> NaiveDate {
        // The default is 1970-01-01, and chrono reaches far beyond MIN and MAX, so the sum is
        // always in its range.
        NaiveDate::default() + TimeDelta::days(i64::from(day.0))
    }
}

impl TryFrom<NaiveDate> for Day {
    type Error = DayError;

    /// # Errors
    /// [`DayError::NoSuchDay`] for a year outside 1 to 9999, which chrono can hold.
    fn try_from(date: NaiveDate) -> Result<Day, DayError> {
        let number = (date - NaiveDate::default()).num_days();
        i32::try_from(number).ok().and_then(Day::from_number).ok_or_else(|| DayError::NoSuchDay(date.to_string()))
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Day, DayError> {
        Day::parse_iso(text)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        text::deserialize(deserializer, "a date of the form YYYY-MM-DD")
    }
}

/// Returns the number that ASCII digits spell, or nothing if one of them is none.
fn decimal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_the_first_and_last_day_of_four_digit_years() {
        assert_eq!(Day::MIN.to_string(), "0001-01-01");
        assert_eq!(Day::MAX.to_string(), "9999-12-31");
        assert_eq!(Day::from_number(Day::MAX.number() + 1), None);
        assert_eq!(Day::from_ymd(10_000, 1, 1), None);
        assert_eq!(Day::from_ymd(0, 12, 31), None);
        assert!(Day::try_from(NaiveDate::MAX).is_err());
    }

    #[test]
    fn epoch_and_known_numbers() {
        assert_eq!(Day::parse_iso("1970-01-01").unwrap().number(), 0);
        assert_eq!(Day::parse_iso("2000-03-01").unwrap().number(), 11_017);
        assert_eq!(Day::parse_iso("2026-02-28").unwrap().ymd(), (2026, 2, 28));
        assert_eq!(Day::parse_iso("2026-02-28").unwrap().weekday(), Weekday::Sat);
    }

    #[test]
    fn only_the_iso_form_is_read() {
        for text in
            ["2026-2-28", "20260228", "2026/02/28", "+026-02-28", "2026-02-28 ", "２０２６-02-28", "", "2026-02-+8"]
        {
            assert_eq!(Day::parse_iso(text), Err(DayError::Form(text.into())), "{text}");
        }
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01", "1900-02-29"] {
            assert_eq!(Day::parse_iso(text), Err(DayError::NoSuchDay(text.into())), "{text}");
        }
        assert!(Day::parse_iso("2000-02-29").is_ok());
    }

    #[test]
    fn operators_stop_at_the_bounds() {
        let day = Day::parse_iso("2026-02-28").unwrap();
        assert_eq!((day + 1).to_string(), "2026-03-01");
        assert_eq!((day - 59).to_string(), "2025-12-31");
        assert_eq!(day - (day - 59), 59);
        assert_eq!(day + i32::MAX, Day::MAX);
        assert_eq!(day - i32::MAX, Day::MIN);
        assert_eq!(day.checked_add(i32::MAX), None);
        assert_eq!(Day::MAX.checked_add(1), None);
        assert_eq!(day.checked_add(-59), Day::from_ymd(2025, 12, 31));
    }

    #[test]
    fn month_lengths() {
        let lengths = |year| (1..=12).map(|month| days_in_month(year, month)).collect::<Vec<_>>();
        assert_eq!(lengths(2026), [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
        assert_eq!(days_in_month(2024, 2), 29);
        assert_eq!(days_in_month(2000, 2), 29);
        assert_eq!(days_in_month(1900, 2), 28);
        assert_eq!(days_in_month(2026, 13), 0);
    }

    #[test]
    fn display_obeys_width() {
        let day = Day::parse_iso("2026-02-28").unwrap();
        assert_eq!(format!("[{day:>12}] {day:?}"), "[  2026-02-28] 2026-02-28");
    }

    #[test]
    fn serde_writes_and_reads_the_iso_text() {
        let day = Day::parse_iso("2026-02-28").unwrap();
        assert_eq!(serde_yaml::to_string(&day).unwrap(), "2026-02-28\n");
        assert_eq!(serde_yaml::from_str::<Day>("2026-02-28").unwrap(), day);
        assert!(serde_yaml::from_str::<Day>("2026-02-30").is_err());
    }
}
