//! Windows: the calendar's own periods, from the day to the year.
//!
//! In comes a [`Day`] and a [`Family`] of windows; out comes the [`Window`] that holds it. The
//! windows of a family follow each other without gaps and are numbered in order, so a kernel can
//! keep one number, or one slot of an array, per window.

use crate::{Day, days_in_month};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A family of windows that divides all days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// One day.
    Day,
    /// Monday through Sunday. Week 1 of a year is the one that holds its first Thursday (ISO 8601).
    Week,
    /// Calendar month.
    Month,
    /// Three months, from January on.
    Quarter,
    /// January through June, July through December.
    Half,
    /// Calendar year.
    Year,
}

/// A stretch of days, both ends in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Window {
    /// The first day.
    pub from: Day,
    /// The last day. A window whose last day lies before its first is empty.
    pub to: Day,
}

/// Returns the window of a family that holds a day.
///
/// The week of 9999-12-31 is cut short there.
pub fn window_containing(day: Day, family: Family) -> Window {
    family.window(family.index_of(day))
}

/// Returns the windows of a family that share a day with `span`, in order.
pub fn windows_intersecting(span: Window, family: Family) -> impl DoubleEndedIterator<Item = Window> + Clone {
    let end = if span.is_empty() { family.index_of(span.from) } else { family.index_of(span.to) + 1 };
    (family.index_of(span.from)..end).map(move |index| family.window(index))
}

/// Returns the windows of a family that lie wholly inside `span`, in order.
pub fn full_windows_inside(span: Window, family: Family) -> impl DoubleEndedIterator<Item = Window> + Clone {
    windows_intersecting(span, family).filter(move |window| window.is_within(span))
}

/// Reads a label as [`Family::label`] writes it: `2026`, `2026-H1`, `2026-Q1`, `2026-02`,
/// `2026-W07`, `2026-02-14`.
pub fn parse_label(label: &str) -> Option<(Family, Window)> {
    let bytes = label.as_bytes();
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = label.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        digits.parse().ok()
    };
    let year = i32::try_from(number(0, 4)?).ok()?;
    // The family, and a day within the window; whether there is such a window shows when the label
    // is written again.
    let (family, day) = match bytes.get(4..)? {
        [] => (Family::Year, Day::from_ymd(year, 1, 1)?),
        [b'-', b'H', _] => (Family::Half, Day::from_ymd(year, number(6, 7)?.checked_mul(6)?, 1)?),
        [b'-', b'Q', _] => (Family::Quarter, Day::from_ymd(year, number(6, 7)?.checked_mul(3)?, 1)?),
        [b'-', b'W', _, _] => {
            // 4 January is always in week 1.
            let weeks = i32::try_from(number(6, 8)?).ok()? - 1;
            (Family::Week, Day::from_ymd(year, 1, 4)?.checked_add(weeks * 7)?)
        }
        [b'-', _, _] => (Family::Month, Day::from_ymd(year, number(5, 7)?, 1)?),
        _ => (Family::Day, Day::parse_iso(label).ok()?),
    };
    let window = window_containing(day, family);
    (family.label(window) == label).then_some((family, window))
}

impl Family {
    /// All families, from the shortest window to the longest.
    pub const ALL: [Family; 6] =
        [Family::Day, Family::Week, Family::Month, Family::Quarter, Family::Half, Family::Year];

    /// Returns the number of the window that holds a day. Neighbours have neighbouring numbers;
    /// where they start is nobody's business.
    pub fn index_of(self, day: Day) -> i32 {
        match self.months() {
            Some(length) => month_index(day).div_euclid(length),
            None if self == Family::Week => monday_offset(day.number()).div_euclid(7),
            None => day.number(),
        }
    }

    /// Returns the window of a number. Numbers of windows outside the years 1 to 9999 give the
    /// first or last day.
    pub fn window(self, index: i32) -> Window {
        match self.months() {
            Some(length) => {
                let first = index.saturating_mul(length);
                Window { from: month_start(first), to: month_end(first.saturating_add(length - 1)) }
            }
            None if self == Family::Week => {
                let from = index.saturating_mul(7).saturating_sub(monday_offset(0));
                Window { from: nearest(from), to: nearest(from.saturating_add(6)) }
            }
            None => Window { from: nearest(index), to: nearest(index) },
        }
    }

    /// Returns the name of one of this family's windows: `2026`, `2026-H1`, `2026-Q1`, `2026-02`,
    /// `2026-W07`, `2026-02-14`.
    pub fn label(self, window: Window) -> String {
        let (year, month, _) = window.from.ymd();
        match self {
            Family::Day => window.from.to_string(),
            Family::Week => {
                // A week belongs to the year of its Thursday.
                let thursday = window.from + 3;
                let (year, _, _) = thursday.ymd();
                let week = Day::from_ymd(year, 1, 1).map_or(0, |first| (thursday - first) / 7 + 1);
                format!("{year:04}-W{week:02}")
            }
            Family::Month => format!("{year:04}-{month:02}"),
            Family::Quarter => format!("{year:04}-Q{}", month.div_ceil(3)),
            Family::Half => format!("{year:04}-H{}", month.div_ceil(6)),
            Family::Year => format!("{year:04}"),
        }
    }

    /// Returns the length in months, where it is one.
    fn months(self) -> Option<i32> {
        match self {
            Family::Day | Family::Week => None,
            Family::Month => Some(1),
            Family::Quarter => Some(3),
            Family::Half => Some(6),
            Family::Year => Some(12),
        }
    }
}

impl Window {
    /// Returns the window from a day through a day.
    pub const fn new(from: Day, to: Day) -> Window {
        Window { from, to }
    }

    /// Returns the number of days, both ends counted; 0 if empty.
    pub fn days(self) -> i32 {
        (self.to - self.from + 1).max(0)
    }

    /// Tells whether the last day lies before the first.
    pub fn is_empty(self) -> bool {
        self.to < self.from
    }

    /// Tells whether a day lies in the window.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// Tells whether every day of this window lies in `other`.
    pub fn is_within(self, other: Window) -> bool {
        self.is_empty() || other.from <= self.from && self.to <= other.to
    }

    /// Returns the days in both windows, if there are any.
    pub fn intersection(self, other: Window) -> Option<Window> {
        let both = Window { from: self.from.max(other.from), to: self.to.min(other.to) };
        (!self.is_empty() && !other.is_empty() && !both.is_empty()).then_some(both)
    }
}

impl fmt::Display for Window {
    /// Writes `2026-02-01..2026-02-28`, both ends in.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}..{}", self.from, self.to))
    }
}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Returns the days from Monday 1969-12-29 to a day number; 1970-01-01 was a Thursday.
fn monday_offset(number: i32) -> i32 {
    number + 3
}

/// Returns the months from January of the year 0 to the month that holds a day.
pub(crate) fn month_index(day: Day) -> i32 {
    let (year, month, _) = day.ymd();
    // A month is at most 12.
    year * 12 + month as i32 - 1
}

fn month_start(index: i32) -> Day {
    let (year, month) = year_and_month(index);
    Day::from_ymd(year, month, 1).unwrap_or(bound(year))
}

fn month_end(index: i32) -> Day {
    let (year, month) = year_and_month(index);
    Day::from_ymd(year, month, days_in_month(year, month)).unwrap_or(bound(year))
}

fn year_and_month(index: i32) -> (i32, u32) {
    (index.div_euclid(12), index.rem_euclid(12) as u32 + 1)
}

/// Returns the first or last day for a year that lies outside.
fn bound(year: i32) -> Day {
    if year < 1 { Day::MIN } else { Day::MAX }
}

/// Returns the day of a number, or the first or last day if it lies outside.
fn nearest(number: i32) -> Day {
    Day::from_number(number).unwrap_or(if number < 0 { Day::MIN } else { Day::MAX })
}

#[cfg(test)]
mod tests;
