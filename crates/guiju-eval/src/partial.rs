//! What a window owes in which a subject is in force only in part.
//!
//! In come the rule's policy (`partial`), the window and the days in force; out comes whether the window owes the whole
//! number, nothing, or a part of it. Both ends are alike: joined or left in the window, rule begun or ended in it.

use guiju_calendar::Window;
use guiju_compiler::hir::{Partial, Rounding};

use crate::{expression::SCALE, world::day};

/// First and last day in force, where limited.
pub(crate) type Force = (Option<i32>, Option<i32>);

/// What a window owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owed {
    /// As much as any window.
    Whole,
    /// Nothing: the window does not apply.
    Nothing,
    /// As many parts of the whole number as days are in force.
    Part(Part),
}

/// A part of a window, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// Days in force.
    pub(crate) days: i32,
    /// Days of the window.
    pub(crate) of: i32,
    rounding: Rounding,
}

impl Part {
    /// The part of a number (scaled), rounded to a whole one.
    pub(crate) fn take(self, number: i128) -> i128 {
        let whole = i128::from(self.of.max(1)) * SCALE;
        let part = number * i128::from(self.days);
        let floor = part.div_euclid(whole);
        let up = self.rounding == Rounding::Ceil && part.rem_euclid(whole) > 0;
        (floor + i128::from(up)) * SCALE
    }
}

/// What a window owes under a policy, given the days on which the subject is in force.
pub(crate) fn owed(policy: Partial, window: Window, force: Force) -> Owed {
    owed_for(policy, days_in_force(window, force), window.days())
}

/// What a window of so many days owes under a policy, of which so many are in force.
pub(crate) fn owed_for(policy: Partial, days: i32, of: i32) -> Owed {
    match policy {
        _ if days == of => Owed::Whole,
        Partial::WholeOnly => Owed::Nothing,
        Partial::Full => Owed::Whole,
        Partial::Prorate(rounding) => Owed::Part(Part { days, of, rounding }),
        Partial::WaiveUnder(least) if i64::from(days) < i64::from(least) => Owed::Nothing,
        Partial::WaiveUnder(_) => Owed::Whole,
    }
}

/// The days of a window that are in force.
pub(crate) fn clip(window: Window, (from, until): Force) -> Window {
    let first = from.map_or(window.from, |from| window.from.max(day(from)));
    let last = until.map_or(window.to, |until| window.to.min(day(until)));
    Window::new(first, last)
}

/// How many days of a window are in force.
pub(crate) fn days_in_force(window: Window, force: Force) -> i32 {
    clip(window, force).days()
}

/// Whether a day is in force.
pub(crate) fn is_in_force(day: i32, (from, until): Force) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}

#[cfg(test)]
mod tests {
    use guiju_calendar::Day;
    use proptest::prelude::*;

    use super::*;

    fn window(from: &str, to: &str) -> Window {
        Window::new(Day::parse_iso(from).unwrap(), Day::parse_iso(to).unwrap())
    }

    fn number(date: &str) -> i32 {
        Day::parse_iso(date).unwrap().number()
    }

    fn prorated(policy: Rounding, n: i128, force: Force) -> i128 {
        match owed(Partial::Prorate(policy), window("2026-01-01", "2026-12-31"), force) {
            Owed::Part(part) => part.take(n * SCALE) / SCALE,
            Owed::Whole => n,
            Owed::Nothing => panic!("nothing owed"),
        }
    }

    #[test]
    fn four_visits_a_year_registered_on_30_november() {
        // 32 of 365 days: 0.35.
        let force = (Some(number("2026-11-30")), None);
        assert_eq!(prorated(Rounding::Floor, 4, force), 0);
        assert_eq!(prorated(Rounding::Ceil, 4, force), 1);
    }

    #[test]
    fn both_ends_are_alike_and_exact_parts_stay() {
        let first_fifth = (None, Some(number("2026-03-14")));
        let last_fifth = (Some(number("2026-10-20")), None);
        for force in [first_fifth, last_fifth] {
            assert_eq!(days_in_force(window("2026-01-01", "2026-12-31"), force), 73);
            assert_eq!(prorated(Rounding::Floor, 5, force), 1);
            assert_eq!(prorated(Rounding::Ceil, 5, force), 1);
            assert_eq!(prorated(Rounding::Ceil, 6, force), 2);
        }
    }

    #[test]
    fn a_short_stay_is_waived_below_the_limit_only() {
        let year = window("2026-01-01", "2026-12-31");
        let until = |day| owed(Partial::WaiveUnder(30), year, (None, Some(number(day))));
        assert_eq!(until("2026-01-29"), Owed::Nothing);
        assert_eq!(until("2026-01-30"), Owed::Whole);
        assert_eq!(until("2026-12-31"), Owed::Whole);
    }

    proptest! {
        #[test]
        fn the_two_roundings_hold_the_exact_part_between_them(n in 0..1000i128, days in 0..365i32) {
            let part = |rounding| Part { days, of: 365, rounding }.take(n * SCALE);
            let (floor, ceil) = (part(Rounding::Floor), part(Rounding::Ceil));
            let exact = n * SCALE * i128::from(days);
            prop_assert!(floor * 365 <= exact && exact <= ceil * 365);
            prop_assert!(ceil - floor <= SCALE && floor % SCALE == 0 && ceil % SCALE == 0);
        }
    }
}
