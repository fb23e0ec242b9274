//! For which dates the records of a kind are complete.

use crate::manifest::Manifest;
use crate::table::{Column, Feed};
use guiju_calendar::{Day, Zone};
use guiju_compiler::RecordId;

/// Returns the dates the manifest declares for a kind: its own, else those of the dataset.
///
/// Several sources of one kind that declare dates add up: files of two half-years cover the year.
pub(crate) fn declared(manifest: &Manifest, record: RecordId) -> Option<Feed> {
    let mut own = manifest.mappings.iter().filter(|mapping| mapping.record == record).peekable();
    own.peek()?;
    let declared: Vec<(Day, Day)> = own.filter_map(|mapping| mapping.horizon.clone()).flatten().collect();
    let intervals = if declared.is_empty() { manifest.horizon.clone()? } else { declared };
    Some(Feed { intervals: merged(intervals), declared: true })
}

/// Returns the dates from the first to the last record.
pub(crate) fn observed(at: Option<&Column>, zone: Zone) -> Feed {
    let days = match at {
        Some(Column::Date(days)) => days.iter().flatten().collect(),
        Some(Column::Time(times)) => times.iter().flatten().map(|time| time.day(zone).number()).collect(),
        _ => Vec::new(),
    };
    let ends = (days.iter().min(), days.iter().max());
    let interval = match ends {
        (Some(&first), Some(&last)) => Day::from_number(first).zip(Day::from_number(last)),
        _ => None,
    };
    Feed { intervals: interval.into_iter().collect(), declared: false }
}

/// Puts intervals in order and joins those that touch.
fn merged(mut intervals: Vec<(Day, Day)>) -> Vec<(Day, Day)> {
    intervals.sort_unstable();
    let mut joined: Vec<(Day, Day)> = Vec::new();
    for (from, to) in intervals {
        match joined.last_mut() {
            Some((_, end)) if from <= *end + 1 => *end = to.max(*end),
            _ => joined.push((from, to)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_that_touch_are_joined() {
        let day = |text: &str| Day::parse_iso(text).unwrap();
        let half_years = vec![
            (day("2025-07-01"), day("2025-12-31")),
            (day("2025-01-01"), day("2025-06-30")),
            (day("2025-02-01"), day("2025-03-31")),
            (day("2026-02-01"), day("2026-12-31")),
        ];
        assert_eq!(
            merged(half_years),
            [(day("2025-01-01"), day("2025-12-31")), (day("2026-02-01"), day("2026-12-31"))]
        );
    }
}
