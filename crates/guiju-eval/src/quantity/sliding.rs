//! A window that slides over the records of one subject: each enters once and leaves once.

use std::collections::HashMap;

use super::listed::Point;
use crate::{
    interval::{Interval, Ratio},
    values::Key,
};

/// What is inside the window now.
pub(super) struct Sliding<'p, 'a> {
    /// The records in order of days.
    points: &'p [Point<'a>],
    /// The places of the first record inside and of the first one after the window.
    from: usize,
    to: usize,
    /// Records that count, and those that may count too.
    certain: usize,
    possible: usize,
    /// Under `distinct`: how often each value is among them.
    values: Option<HashMap<&'p Key<'a>, (usize, usize)>>,
}

impl<'p, 'a> Sliding<'p, 'a> {
    pub(super) fn new(points: &'p [Point<'a>], distinct: bool) -> Self {
        let values = distinct.then(HashMap::new);
        Self { points, from: 0, to: 0, certain: 0, possible: 0, values }
    }

    /// Moves the window to these days, none of them before where it was, and says what it holds.
    pub(super) fn count(&mut self, start: i32, end: i32) -> Interval {
        while let Some(point) = self.points.get(self.to).filter(|p| p.day <= end) {
            self.enter(point);
            self.to += 1;
        }
        while let Some(point) = self.points.get(self.from).filter(|p| p.day < start && self.from < self.to) {
            self.leave(point);
            self.from += 1;
        }
        let whole = |n: usize| Some(Ratio::whole(n as i128));
        Interval { low: whole(self.certain), high: whole(self.possible) }
    }

    fn enter(&mut self, point: &'p Point<'a>) {
        let certain = usize::from(point.certain);
        match (&mut self.values, &point.value) {
            (None, _) => {
                self.certain += certain;
                self.possible += 1;
            }
            (Some(values), Some(value)) => {
                let often = values.entry(value).or_default();
                self.certain += usize::from(point.certain && often.0 == 0);
                self.possible += usize::from(often.1 == 0);
                *often = (often.0 + certain, often.1 + 1);
            }
            (Some(_), None) => {}
        }
    }

    fn leave(&mut self, point: &'p Point<'a>) {
        let certain = usize::from(point.certain);
        match (&mut self.values, &point.value) {
            (None, _) => {
                self.certain -= certain;
                self.possible -= 1;
            }
            (Some(values), Some(value)) => {
                let often = values.entry(value).or_default();
                *often = (often.0 - certain, often.1 - 1);
                self.certain -= usize::from(point.certain && often.0 == 0);
                self.possible -= usize::from(often.1 == 0);
            }
            (Some(_), None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Counts anew what the window holds.
    fn anew(points: &[Point<'_>], distinct: bool, start: i32, end: i32, certain: bool) -> i128 {
        let inside: Vec<_> =
            points.iter().filter(|p| start <= p.day && p.day <= end && (p.certain || !certain)).collect();
        let values: BTreeSet<_> = inside.iter().filter_map(|p| p.value.as_ref()).collect();
        (if distinct { values.len() } else { inside.len() }) as i128
    }

    proptest! {
        #[test]
        fn a_sliding_window_holds_what_counting_anew_finds(
            records in prop::collection::vec((0..60i32, 0..4i128, any::<bool>()), 0..40),
            mut windows in prop::collection::vec((0..60i32, 0..60i32), 0..30),
            distinct: bool,
        ) {
            let point = |(row, (day, value, certain))| Point { day, value: Some(Key::Number(value)), row, certain };
            let mut points: Vec<Point<'_>> = (0u32..).zip(records).map(point).collect();
            points.sort();
            // Neither end ever moves back; a window may be empty.
            windows.sort_unstable();
            let mut latest = 0;
            let mut sliding = Sliding::new(&points, distinct);
            for (start, end) in windows {
                latest = end.max(latest).max(start);
                let held = sliding.count(start, latest);
                prop_assert_eq!(held.low.map(|r| r.num), Some(anew(&points, distinct, start, latest, true)));
                prop_assert_eq!(held.high.map(|r| r.num), Some(anew(&points, distinct, start, latest, false)));
            }
        }
    }
}
