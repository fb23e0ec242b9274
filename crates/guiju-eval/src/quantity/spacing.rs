//! `spacing at least 7 days`: records that lie too close to one another count once.
//!
//! In come the days of the records of a window; out comes the greatest number of them that lie at least so far apart,
//! and whether as many as are asked for can still be reached.

use guiju_calendar::{self as calendar, Duration, Window};

use crate::{EvalError, world::day};

/// The days of the records of a window.
#[derive(Debug, Clone, Default)]
pub(super) struct Days {
    /// Of records that count.
    certain: Vec<i32>,
    /// Of records that may count.
    possible: Vec<i32>,
    /// How many may count, on a day that is not known.
    undated: u64,
}

impl Days {
    pub(super) fn add(&mut self, day: Option<i32>, certain: bool) {
        match day {
            Some(day) if certain => self.certain.push(day),
            Some(day) => self.possible.push(day),
            None => self.undated += 1,
        }
    }

    /// How many count at least, and how many at most, if these are all the records.
    ///
    /// # Errors
    /// [`EvalError`] for a spacing in working days, or one beyond all calendars.
    pub(super) fn count(&self, spacing: Duration) -> Result<(u64, u64), EvalError> {
        let least = spaced(self.certain.clone(), None, spacing)?;
        let most = spaced(self.all(), None, spacing)?;
        Ok((least, most + self.undated))
    }

    /// How many count at most if there are records on every free day as well.
    ///
    /// # Errors
    /// As [`Days::count`].
    pub(super) fn reachable(&self, free: Window, spacing: Duration) -> Result<u64, EvalError> {
        Ok(spaced(self.all(), Some(free), spacing)? + self.undated)
    }

    fn all(&self) -> Vec<i32> {
        [self.certain.as_slice(), &self.possible].concat()
    }
}

/// The greatest number of days that lie at least so far apart, of these days and all `free` ones.
///
/// Taking the first day there is, and then always the first one far enough, leaves most room for the rest.
fn spaced(mut days: Vec<i32>, free: Option<Window>, spacing: Duration) -> Result<u64, EvalError> {
    days.sort_unstable();
    let free = free.filter(|free| !free.is_empty()).map(|free| (free.from.number(), free.to.number()));
    let (mut count, mut next) = (0, i32::MIN);
    loop {
        let of_records = days.get(days.partition_point(|day| *day < next)).copied();
        let of_free = free.and_then(|(from, to)| (next <= to).then_some(next.max(from)));
        let Some(taken) = of_records.into_iter().chain(of_free).min() else { return Ok(count) };
        count += 1;
        // A day beyond all calendars has no successor.
        let after = calendar::add(day(taken), spacing).map(guiju_calendar::Day::number);
        next = match after {
            Ok(after) => after.max(taken + 1),
            Err(calendar::CalendarError::NeedsCalendar) => return Err(calendar::CalendarError::NeedsCalendar.into()),
            Err(_) => return Ok(count),
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn week() -> Duration {
        "7d".parse().unwrap()
    }

    fn window(from: i32, to: i32) -> Window {
        Window::new(day(from), day(to))
    }

    #[test]
    fn seven_days_apart_count_and_six_do_not() {
        let count = |days: &[i32]| spaced(days.to_vec(), None, week()).unwrap();
        assert_eq!(count(&[]), 0);
        assert_eq!(count(&[1, 7]), 1);
        assert_eq!(count(&[1, 8]), 2);
        assert_eq!(count(&[1, 1, 1]), 1);
        assert_eq!(count(&[14, 1, 7, 8]), 2);
        assert_eq!(count(&[15, 1, 7, 8]), 3);
    }

    #[test]
    fn a_month_apart_is_the_corresponding_day() {
        let month = "1mo".parse().unwrap();
        let number = |text: &str| guiju_calendar::Day::parse_iso(text).unwrap().number();
        let count = |days: &[&str]| spaced(days.iter().map(|d| number(d)).collect(), None, month).unwrap();
        assert_eq!(count(&["2025-01-31", "2025-02-27"]), 1);
        assert_eq!(count(&["2025-01-31", "2025-02-28"]), 2);
    }

    #[test]
    fn free_days_are_taken_as_early_as_possible() {
        let reach = |days: &[i32], from, to| spaced(days.to_vec(), Some(window(from, to)), week()).unwrap();
        assert_eq!(reach(&[1], 8, 31), 5);
        assert_eq!(reach(&[1], 9, 31), 5);
        assert_eq!(reach(&[4], 5, 31), 4);
        assert_eq!(reach(&[], 25, 31), 1);
        assert_eq!(reach(&[], 24, 31), 2);
        assert_eq!(reach(&[], 9, 8), 0);
    }

    /// The greatest number by trying all subsets.
    fn by_trying(days: &[i32], apart: i32) -> u64 {
        let fits = |subset: u32| {
            let mut chosen: Vec<i32> =
                days.iter().enumerate().filter(|(i, _)| subset & (1 << i) != 0).map(|(_, d)| *d).collect();
            chosen.sort_unstable();
            chosen.windows(2).all(|pair| pair[1] - pair[0] >= apart)
        };
        (0..1u32 << days.len()).filter(|s| fits(*s)).map(|s| u64::from(s.count_ones())).max().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn no_other_choice_is_greater(days in prop::collection::vec(0..40i32, 0..9), apart in 1..12u32) {
            let spacing = Duration::new(apart, calendar::Unit::Day);
            let apart = i32::try_from(apart).unwrap();
            prop_assert_eq!(spaced(days.clone(), None, spacing).unwrap(), by_trying(&days, apart));
        }

        #[test]
        fn free_days_are_records_on_each_of_them(
            days in prop::collection::vec(0..12i32, 0..4), from in 0..12i32, length in 0..6i32, apart in 1..6u32,
        ) {
            let spacing = Duration::new(apart, calendar::Unit::Day);
            let all: Vec<i32> = days.iter().copied().chain(from..from + length).collect();
            let reached = spaced(days, Some(window(from, from + length - 1)), spacing).unwrap();
            prop_assert_eq!(reached, by_trying(&all, i32::try_from(apart).unwrap()));
        }
    }
}
