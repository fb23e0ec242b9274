//! The working days of a calendar, laid out for counting.
//!
//! In come the first day, whether each of the covered days is worked, and the weekend; out come the
//! two questions all working-day arithmetic is made of: how many working days lie before a day, and
//! which is the n-th of them. Covered days stand in two tables, one for either question. After them
//! the plain week goes on, by arithmetic alone.

use crate::Day;
use chrono::Weekday;

/// Working days from a first day on.
#[derive(Clone)]
pub(crate) struct Layout {
    first: Day,
    /// Working days before each covered day and, last, before the day after them.
    before: Vec<u32>,
    /// The covered working days in order.
    working: Vec<Day>,
    weekend: Weekend,
}

impl Layout {
    /// Lays out the days from `first` on, and the plain week after them.
    pub(crate) fn new(first: Day, weekend: Weekend, worked: &[bool]) -> Layout {
        let days = (first.number()..).filter_map(Day::from_number).zip(worked);
        let working = days.filter(|(_, worked)| **worked).map(|(day, _)| day).collect();
        let mut before = Vec::with_capacity(worked.len() + 1);
        before.push(0);
        before.extend(worked.iter().scan(0, |count, worked| {
            *count += u32::from(*worked);
            Some(*count)
        }));
        Layout { first, before, working, weekend }
    }

    /// Returns the weekdays that are off.
    pub(crate) fn weekend(&self) -> Weekend {
        self.weekend
    }

    /// Returns the number of working days from the first day up to, not including, day number
    /// `end`.
    pub(crate) fn working_days_until(&self, end: i32) -> i64 {
        let offset = usize::try_from(end - self.first.number()).unwrap_or(0);
        match self.before.get(offset) {
            Some(days) => i64::from(*days),
            None => {
                let after = self.weekend.working_days(self.covered_end(), i64::from(end));
                self.n_working() + after
            }
        }
    }

    /// Returns the working day that has `skip` working days before it since the first day, unless
    /// it lies beyond the year 9999.
    pub(crate) fn working_day(&self, skip: i64) -> Option<Day> {
        let listed = usize::try_from(skip).ok().and_then(|skip| self.working.get(skip));
        if let Some(day) = listed {
            return Some(*day);
        }
        let left = skip - self.n_working();
        let number = self.weekend.nth_working_day(self.covered_end(), left);
        i32::try_from(number).ok().and_then(Day::from_number)
    }

    /// Returns the number of covered working days.
    fn n_working(&self) -> i64 {
        self.working.len() as i64
    }

    /// Returns the number of the day after the covered ones.
    fn covered_end(&self) -> i64 {
        i64::from(self.first.number()) + self.before.len() as i64 - 1
    }
}

/// The weekdays that are off, one bit each from Monday. At least one weekday is worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weekend(
    // INVARIANT: within the low seven bits, and not all of them.
    u8,
);

impl Weekend {
    /// Saturday and Sunday.
    pub(crate) const SATURDAY_SUNDAY: Weekend = Weekend(0b110_0000);

    /// Returns the pattern with these weekdays off, or nothing if no weekday would be left.
    pub(crate) fn new(off: impl Iterator<Item = Weekday>) -> Option<Weekend> {
        let bits = off.fold(0, |bits, weekday| bits | 1 << weekday.num_days_from_monday());
        (bits != 0b111_1111).then_some(Weekend(bits))
    }

    /// Tells whether the weekday of a day number is off.
    pub(crate) fn is_off(self, day: i64) -> bool {
        // Day number 0, 1970-01-01, was a Thursday.
        self.0 >> (day + 3).rem_euclid(7) & 1 == 1
    }

    /// Returns the number of working days from `from` up to, not including, `until`; 0 if `until`
    /// is not later.
    pub(crate) fn working_days(self, from: i64, until: i64) -> i64 {
        let days = (until - from).max(0);
        // Taking out whole weeks leaves fewer than seven days, which may as well be the first.
        let rest = (from..from + days % 7).filter(|day| !self.is_off(*day)).count();
        days / 7 * self.working_days_a_week() + rest as i64
    }

    /// Returns the working day on or after `from` that has `skip` working days between `from` and
    /// itself.
    pub(crate) fn nth_working_day(self, from: i64, skip: i64) -> i64 {
        let mut day = from + skip / self.working_days_a_week() * 7;
        let mut left = skip % self.working_days_a_week();
        // At most a week of days is walked: `left` is less than one week's working days.
        while left > 0 || self.is_off(day) {
            left -= i64::from(!self.is_off(day));
            day += 1;
        }
        day
    }

    fn working_days_a_week(self) -> i64 {
        7 - i64::from(self.0.count_ones())
    }
}
