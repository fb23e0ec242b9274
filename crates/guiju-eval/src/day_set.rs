//! Sets of days: when something holds, as far as that is known.
//!
//! A [`DaySet`] is a list of intervals, both ends in; a [`Holding`] is two of them, the days on which something holds for
//! certain and those on which it may. Days before and after everything have no end of their own: `i32::MIN` and `MAX`.

/// A set of days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DaySet {
    /// First and last days, in order; disjoint, and no two of them touch.
    spans: Vec<(i32, i32)>,
}

impl DaySet {
    /// All days.
    pub(crate) fn all() -> Self {
        Self::between(i32::MIN, i32::MAX)
    }

    /// The days from one to another; none if the last comes before the first.
    pub(crate) fn between(from: i32, to: i32) -> Self {
        Self { spans: if from <= to { vec![(from, to)] } else { Vec::new() } }
    }

    /// The days of any of some intervals.
    pub(crate) fn of(mut spans: Vec<(i32, i32)>) -> Self {
        spans.retain(|(from, to)| from <= to);
        spans.sort_unstable();
        let mut joined: Vec<(i32, i32)> = Vec::new();
        for (from, to) in spans {
            match joined.last_mut() {
                Some((_, end)) if from <= end.saturating_add(1) => *end = to.max(*end),
                _ => joined.push((from, to)),
            }
        }
        Self { spans: joined }
    }

    pub(crate) fn spans(&self) -> &[(i32, i32)] {
        &self.spans
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The days of either.
    pub(crate) fn union(&self, other: &Self) -> Self {
        Self::of([self.spans.as_slice(), &other.spans].concat())
    }

    /// The days of both.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let (mut spans, mut a, mut b) = (Vec::new(), self.spans.iter().peekable(), other.spans.iter().peekable());
        while let (Some((from_a, to_a)), Some((from_b, to_b))) = (a.peek(), b.peek()) {
            let (from, to) = (*from_a.max(from_b), *to_a.min(to_b));
            if from <= to {
                spans.push((from, to));
            }
            if to_a <= to_b {
                a.next()
            } else {
                b.next()
            };
        }
        Self { spans }
    }

    /// All other days.
    pub(crate) fn complement(&self) -> Self {
        let mut spans = Vec::new();
        let mut next = Some(i32::MIN);
        for (from, to) in &self.spans {
            if let Some(start) = next.filter(|start| start < from) {
                spans.push((start, from - 1));
            }
            next = to.checked_add(1);
        }
        spans.extend(next.map(|start| (start, i32::MAX)));
        Self { spans }
    }

    /// The days of this one that are not days of the other.
    pub(crate) fn difference(&self, other: &Self) -> Self {
        self.intersection(&other.complement())
    }

    /// The days of an interval that are days of the set.
    pub(crate) fn within(&self, from: i32, to: i32) -> Self {
        self.intersection(&Self::between(from, to))
    }

    pub(crate) fn contains(&self, day: i32) -> bool {
        self.covers(day, day)
    }

    /// Whether every day of an interval is in the set.
    pub(crate) fn covers(&self, from: i32, to: i32) -> bool {
        let at = self.spans.partition_point(|(_, end)| *end < from);
        self.spans.get(at).is_some_and(|(start, end)| *start <= from && to <= *end)
    }

    /// Whether any day of an interval is in the set.
    pub(crate) fn meets(&self, from: i32, to: i32) -> bool {
        let at = self.spans.partition_point(|(_, end)| *end < from);
        self.spans.get(at).is_some_and(|(start, _)| *start <= to)
    }

    /// How many days there are.
    pub(crate) fn n_days(&self) -> i64 {
        self.spans.iter().map(|(from, to)| i64::from(*to) - i64::from(*from) + 1).sum()
    }
}

/// The days on which something holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Holding {
    /// Days on which it holds for certain.
    pub(crate) sure: DaySet,
    /// Days on which it may hold, the certain ones among them.
    pub(crate) maybe: DaySet,
}

impl Holding {
    /// Adds days on which something holds, for certain or perhaps.
    pub(crate) fn add(&mut self, days: &Self, certain: bool) {
        if certain {
            self.sure = self.sure.union(&days.sure);
        }
        self.maybe = self.maybe.union(&days.maybe);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::DaySet;

    fn set(spans: &[(i32, i32)]) -> DaySet {
        DaySet::of(spans.to_vec())
    }

    #[test]
    fn intervals_that_touch_are_one() {
        assert_eq!(set(&[(5, 7), (1, 3), (4, 4), (9, 8)]).spans(), [(1, 7)]);
        assert_eq!(set(&[(1, 3), (5, 7)]).spans(), [(1, 3), (5, 7)]);
    }

    #[test]
    fn what_covers_and_what_meets() {
        let days = set(&[(1, 3), (5, 7)]);
        assert!(days.covers(1, 3) && days.covers(5, 6) && !days.covers(3, 5) && !days.covers(4, 4));
        assert!(days.meets(3, 4) && days.meets(4, 5) && !days.meets(4, 4) && !days.meets(8, 9));
        assert_eq!(days.n_days(), 6);
    }

    #[test]
    fn all_days_have_no_complement() {
        assert!(DaySet::all().complement().is_empty());
        assert_eq!(DaySet::default().complement(), DaySet::all());
        assert_eq!(set(&[(i32::MIN, 3)]).complement().spans(), [(4, i32::MAX)]);
    }

    fn days() -> impl Strategy<Value = DaySet> {
        proptest::collection::vec((0_i32..30, 0_i32..8), 0..6)
            .prop_map(|spans| DaySet::of(spans.into_iter().map(|(from, more)| (from, from + more)).collect()))
    }

    proptest! {
        /// Each operation says of every day what it says of its two sides.
        #[test]
        fn operations_agree_with_sets_of_days(a in days(), b in days()) {
            for day in -1..40 {
                let (in_a, in_b) = (a.contains(day), b.contains(day));
                prop_assert_eq!(a.union(&b).contains(day), in_a || in_b);
                prop_assert_eq!(a.intersection(&b).contains(day), in_a && in_b);
                prop_assert_eq!(a.difference(&b).contains(day), in_a && !in_b);
                prop_assert_eq!(a.complement().contains(day), !in_a);
            }
            prop_assert_eq!(a.complement().complement(), a.clone());
            prop_assert_eq!(a.within(3, 9).n_days(), (3..=9).filter(|day| a.contains(*day)).count() as i64);
        }
    }
}
