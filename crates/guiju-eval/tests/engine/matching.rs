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

#[test]
fn chained_duties_begin_with_what_the_one_before_did() {
    let policy = "record hazard { key id: text; at found: date; fixed: date?; verified: date? }
        deadline a \"a\" { cite 1; each hazard; must fixed; within 10 days }
        deadline b \"b\" { cite 2; each hazard; from fixed; must verified; within 5 days }";
    let case = case(policy)
        .with("hazard", "id, found, fixed, verified\n open, 2025-01-06, ,\n fixed, 2025-01-06, 2025-01-10,\n verified, 2025-01-06, 2025-01-20, 2025-01-23\n before, 2025-01-06, 2025-01-20, 2025-01-15")
        .data("2025-01-01..2025-01-31")
        .as_of("2025-01-31");
    insta::assert_snapshot!(case.run(), @"
    a | before | 2025-01-06 | met_late | due 2025-01-16 | done 2025-01-20 | late 4 | before:5
    a | fixed | 2025-01-06 | met | due 2025-01-16 | done 2025-01-10 | fixed:3
    a | open | 2025-01-06 | overdue | not done | due 2025-01-16 | late 15 | open:2
    a | verified | 2025-01-06 | met_late | due 2025-01-16 | done 2025-01-20 | late 4 | verified:4
    b | before | 2025-01-06 | undetermined conflict | due 2025-01-26 | before:5
    b | fixed | 2025-01-06 | overdue | not done | due 2025-01-15 | late 16 | fixed:3
    b | open | 2025-01-06 | pending | open:2
    b | verified | 2025-01-06 | met | due 2025-01-26 | done 2025-01-23 | verified:4
    ");
}

#[test]
fn acts_out_of_order_and_twice() {
    let policy = "record unit { key id: text }
        record order { key id: text; unit: ref unit; at date: date }
        record answer { key id: text; unit: ref unit; at date: date }
        deadline d \"d\" { cite 1; each order; must answer where unit = this.unit; within 5 days }";
    let run = |answers: &str| {
        case(policy)
            .with("unit", "id\n u")
            .with("order", "id, unit, date\n o2, u, 2025-01-08\n o1, u, 2025-01-06")
            .with("answer", &format!("id, unit, date\n{answers}"))
            .data("2025-01-01..2025-01-31")
            .as_of("2025-01-31")
            .run()
    };
    // The same answer entered twice is one; listed last first, the earlier still answers the earlier.
    insta::assert_snapshot!(run("a, u, 2025-01-09\n a, u, 2025-01-09"), @"
    d | o1 | 2025-01-06 | met | due 2025-01-13 | done 2025-01-09 | a:2 o1:3
    d | o2 | 2025-01-08 | overdue | not done | due 2025-01-13 | late 18 | o2:2
    ");
    insta::assert_snapshot!(run("late, u, 2025-01-20\n a, u, 2025-01-07"), @"
    d | o1 | 2025-01-06 | met | due 2025-01-13 | done 2025-01-07 | a:3 o1:3
    d | o2 | 2025-01-08 | met_late | due 2025-01-13 | done 2025-01-20 | late 7 | late:2 o2:2
    ");
}
