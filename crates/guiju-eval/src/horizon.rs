//! What is missing of a feed for some days: from when, or through when, records are to be supplied.

use guiju_calendar::{Day, Window};
use guiju_data::Feed;

use crate::{Phrase, world::day};

/// What to supply so that the records of these days are complete; the days lie in part outside the feed.
///
/// Days after the end of the feed are asked for through the last of them, days before its beginning or in a hole from
/// the first of them.
pub(crate) fn supply(feed: &Feed, days: Window) -> Phrase {
    let first = first_missing(feed, days).unwrap_or(days.to);
    match feed.intervals.last() {
        Some((_, end)) if *end < first => Phrase::SupplyThrough(days.to),
        _ => Phrase::SupplyFrom(first),
    }
}

/// The first of these days for which the records are not complete.
fn first_missing(feed: &Feed, days: Window) -> Option<Day> {
    let mut open = days.from.number();
    for (from, to) in &feed.intervals {
        if from.number() <= open {
            open = open.max(to.number().saturating_add(1));
        }
    }
    (open <= days.to.number()).then(|| day(open))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(feed: &[(&str, &str)], from: &str, to: &str) -> String {
        let day = |text: &str| Day::parse_iso(text).unwrap();
        let intervals = feed.iter().map(|(from, to)| (day(from), day(to))).collect();
        let feed = Feed { intervals, declared: true };
        match supply(&feed, Window::new(day(from), day(to))) {
            Phrase::SupplyFrom(day) => format!("from {day}"),
            Phrase::SupplyThrough(day) => format!("through {day}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_missing_end_is_named() {
        let year = [("2025-01-01", "2025-12-31")];
        assert_eq!(said(&year, "2025-12-01", "2026-01-05"), "through 2026-01-05");
        assert_eq!(said(&year, "2026-02-01", "2026-02-28"), "through 2026-02-28");
        assert_eq!(said(&year, "2024-12-30", "2025-01-05"), "from 2024-12-30");
        assert_eq!(said(&year, "2024-11-01", "2024-11-30"), "from 2024-11-01");
        assert_eq!(said(&year, "2024-12-30", "2026-01-05"), "from 2024-12-30");
        assert_eq!(said(&[], "2025-01-01", "2025-01-31"), "from 2025-01-01");
    }

    #[test]
    fn a_hole_is_asked_for_from_its_first_day() {
        let halves = [("2025-01-01", "2025-01-10"), ("2025-01-20", "2025-12-31")];
        assert_eq!(said(&halves, "2025-01-01", "2025-01-31"), "from 2025-01-11");
        assert_eq!(said(&halves, "2025-01-15", "2026-01-31"), "from 2025-01-15");
    }
}
