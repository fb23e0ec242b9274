//! Which act answers which duty, against the plain way: every act looks at every duty.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::harness::case;

/// A day of January 2025, a unit and a kind.
type Entry = (u32, usize, usize);

const KINDS: [&str; 3] = ["x", "y", "any"];

fn rows(name: &str, entries: &[Entry]) -> String {
    let row = |(n, (day, unit, kind)): (usize, &Entry)| {
        format!("{name}{n:02}, u{unit}, 2025-01-{day:02}, {}\n", KINDS[*kind])
    };
    format!("id, unit, date, kind\n{}", entries.iter().enumerate().map(row).collect::<String>())
}

fn date(day: u32) -> String {
    format!("2025-01-{day:02}")
}

/// Acts in order of their days; each takes the first duty that has begun, is not answered and fits.
fn plainly(orders: &[Entry], answers: &[Entry], shared: bool) -> BTreeMap<String, Option<String>> {
    let by_day = |entries: &[Entry]| {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|n| (entries[*n].0, *n));
        order
    };
    let mut done: Vec<Option<u32>> = vec![None; orders.len()];
    for a in by_day(answers) {
        let (on, unit, kind) = answers[a];
        for o in by_day(orders) {
            let (from, of, asked) = orders[o];
            if of == unit && from <= on && (kind == asked || KINDS[kind] == "any") && done[o].is_none() {
                done[o] = Some(on);
                if !shared {
                    break;
                }
            }
        }
    }
    done.iter().enumerate().map(|(n, on)| (format!("o{n:02}"), on.map(date))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn acts_are_matched_as_the_plain_way_does(
        orders in prop::collection::vec((1..20u32, 0..2usize, 0..2usize), 1..12),
        answers in prop::collection::vec((1..31u32, 0..2usize, 0..3usize), 0..12),
        shared: bool,
        by_kind: bool,
    ) {
        // Without the filter every kind fits.
        let plain: Vec<Entry> = answers.iter().map(|(d, u, k)| (*d, *u, if by_kind { *k } else { 2 })).collect();
        let filter = if by_kind { "and (kind = this.kind or kind = \"any\")" } else { "" };
        let matching = if shared { "; matching shared" } else { "" };
        let evaluation = case(&format!(
            "record unit {{ key id: text }}
             record order {{ key id: text; unit: ref unit; at date: date; kind: text }}
             record answer {{ key id: text; unit: ref unit; at date: date; kind: text }}
             deadline d \"d\" {{ cite 1; each order; must answer where unit = this.unit {filter}; within 5 days{matching} }}"
        ))
        .with("unit", "id\n u0\n u1")
        .with("order", &rows("o", &orders))
        .with("answer", &rows("a", &answers))
        .data("2025-01-01..2025-01-31")
        .as_of("2025-01-31")
        .verdicts();
        let found: BTreeMap<String, Option<String>> =
            evaluation.verdicts.iter().map(|v| (v.subject.key.clone(), v.done.map(|d| d.to_string()))).collect();
        prop_assert_eq!(found, plainly(&orders, &plain, shared));
    }
}
