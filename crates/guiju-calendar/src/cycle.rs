//! Cycles: windows of a given length, one after the other from an anchor ("every five years from
//! 2021").
//!
//! In come the anchor and the length; out come windows as in [`window`](crate::window), numbered
//! from 0. Each begins on the anchor's corresponding day, clamped once: cycles of a month from 31
//! January begin on 28 February and again on 31 March.

use crate::window::month_index;
use crate::{CalendarError, Day, Duration, Unit, Window, add};

/// Windows of one length from an anchor on. Days before the anchor are in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cycle {
    anchor: Day,
    // INVARIANT: at least one, and not of working days.
    every: Duration,
}

impl Cycle {
    /// Returns the cycles of length `every` of which the first begins on `anchor`.
    ///
    /// # Errors
    /// [`CalendarError::EmptyCycle`] for no length, [`CalendarError::NeedsCalendar`] for working
    /// days.
    pub fn new(anchor: Day, every: Duration) -> Result<Cycle, CalendarError> {
        match every {
            Duration { n: 0, .. } => Err(CalendarError::EmptyCycle),
            Duration { unit: Unit::WorkingDay, .. } => Err(CalendarError::NeedsCalendar),
            _ => Ok(Cycle { anchor, every }),
        }
    }

    /// Returns the first day of cycle 0.
    pub fn anchor(self) -> Day {
        self.anchor
    }

    /// Returns the length of a cycle.
    pub fn every(self) -> Duration {
        self.every
    }

    /// Returns the number of the cycle that holds a day, from 0; nothing before the anchor.
    pub fn index_of(self, day: Day) -> Option<u32> {
        let days = u32::try_from(day - self.anchor).ok()?;
        let months = u32::try_from(month_index(day) - month_index(self.anchor)).ok()?;
        let units = match self.every.unit {
            // Lengths without a whole day make no cycle.
            Unit::Minute | Unit::Hour | Unit::Day | Unit::WorkingDay => days,
            Unit::Week => days / 7,
            Unit::Month => months,
            Unit::Quarter => months / 3,
            Unit::Year => months / 12,
        };
        // Months were counted by their names alone, so this cycle may begin later in the day's own
        // month.
        let index = units / self.every.n;
        if self.start(index)? <= day { Some(index) } else { index.checked_sub(1) }
    }

    /// Returns a cycle by its number; nothing if it begins after the year 9999. One that ends later
    /// is cut short there.
    pub fn window(self, index: u32) -> Option<Window> {
        let from = self.start(index)?;
        let to = index.checked_add(1).and_then(|next| self.start(next)).map_or(Day::MAX, |next| next - 1);
        Some(Window { from, to })
    }

    /// Returns the cycle that holds a day; nothing before the anchor.
    pub fn containing(self, day: Day) -> Option<Window> {
        self.window(self.index_of(day)?)
    }

    /// Returns the cycles that share a day with `span`, in order.
    pub fn windows_intersecting(self, span: Window) -> impl Iterator<Item = Window> + Clone {
        let first = self.index_of(span.from.max(self.anchor)).unwrap_or(0);
        (first..)
            .map_while(move |index| self.window(index))
            .take_while(move |window| window.from <= span.to && !span.is_empty())
    }

    fn start(self, index: u32) -> Option<Day> {
        let n = index.checked_mul(self.every.n)?;
        add(self.anchor, Duration { n, ..self.every }).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn cycle(anchor: &str, every: &str) -> Cycle {
        Cycle::new(day(anchor), every.parse().unwrap()).unwrap()
    }

    #[test]
    fn five_year_cycles() {
        let inspections = cycle("2021-01-01", "5y");
        assert_eq!(inspections.containing(day("2020-12-31")), None);
        for date in ["2021-01-01", "2025-12-31"] {
            assert_eq!(inspections.containing(day(date)).unwrap().to_string(), "2021-01-01..2025-12-31");
        }
        assert_eq!(inspections.index_of(day("2026-01-01")), Some(1));
    }

    #[test]
    fn cycles_clamp_once_from_the_anchor() {
        let monthly = cycle("2026-01-31", "1mo");
        let span = Window::new(day("2026-01-01"), day("2026-04-15"));
        let windows: Vec<String> = monthly.windows_intersecting(span).map(|window| window.to_string()).collect();
        assert_eq!(windows, ["2026-01-31..2026-02-27", "2026-02-28..2026-03-30", "2026-03-31..2026-04-29"]);
    }

    #[test]
    fn every_day_lies_in_the_cycle_of_its_number() {
        for every in ["1d", "10d", "2w", "1mo", "5mo", "1q", "3q", "1y", "2y"] {
            for anchor in ["2024-02-29", "2023-12-31", "2024-03-15"] {
                let cycle = cycle(anchor, every);
                let mut expected = 0;
                for number in cycle.anchor().number()..cycle.anchor().number() + 2000 {
                    let day = Day::from_number(number).unwrap();
                    expected += u32::from(!cycle.window(expected).unwrap().contains(day));
                    assert_eq!(cycle.index_of(day), Some(expected), "{day} in {every} from {anchor}");
                    assert!(cycle.window(expected).unwrap().contains(day));
                }
            }
        }
    }

    #[test]
    fn cycles_without_length_or_end() {
        assert_eq!(Cycle::new(Day::MIN, Duration::new(0, Unit::Day)), Err(CalendarError::EmptyCycle));
        assert_eq!(Cycle::new(Day::MIN, Duration::new(5, Unit::WorkingDay)), Err(CalendarError::NeedsCalendar));
        let ages = cycle("0001-01-01", "4294967295y");
        assert_eq!(ages.containing(Day::MAX), Some(Window::new(Day::MIN, Day::MAX)));
        assert_eq!(cycle("2026-01-01", "5y").window(u32::MAX), None);
        let empty = Window::new(day("2026-02-02"), day("2026-02-01"));
        assert_eq!(cycle("2026-01-01", "1d").windows_intersecting(empty).count(), 0);
    }
}
