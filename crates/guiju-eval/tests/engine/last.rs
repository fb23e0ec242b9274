//! `the last N`: the stretch that ends at the as-of date.

use insta::assert_snapshot;

use crate::harness::{Case, case};

fn last(rule: &str, unit: &str, visits: &str) -> Case {
    case(&format!(
        "record unit {{ key id: text; since: date?; until: date?; days: number? }}
         record visit {{ key id: text; unit: ref unit; at date: date; covert: yesno?; by: text? }}
         register units of unit from since until until
         quantity q \"q\" {{ cite 1; per u in units; {rule} }}"
    ))
    .with("unit", &format!("id, since, until, days\n{unit}"))
    .with("visit", &format!("id, unit, date, covert, by\n{visits}"))
    .data("2020-01-01..2025-03-31")
    .as_of("2025-03-31")
}

const DAYS: &str = "the last 30 days; count visit; at least 1";
const MONTH: &str = "the last 1 month; count visit; at least 1";

#[test]
fn both_ends_are_in() {
    assert_snapshot!(last(DAYS, "u, , ,", "a, u, 2025-03-01, ,").run(), @"q | u | 2025-03-01..2025-03-31 | met | 1 (≥1)");
    assert_snapshot!(last(DAYS, "u, , ,", "a, u, 2025-02-28, ,").run(), @"q | u | 2025-03-01..2025-03-31 | overdue | 0 (≥1) | due 2025-03-30 | late 1 | a:2");
    assert_snapshot!(last(DAYS, "u, , ,", "a, u, 2025-03-31, ,").run(), @"q | u | 2025-03-01..2025-03-31 | met | 1 (≥1)");
}

#[test]
fn months_clamp() {
    assert_snapshot!(last(MONTH, "u, , ,", "a, u, 2025-02-28, ,").run(), @"q | u | 2025-02-28..2025-03-31 | met | 1 (≥1)");
    assert_snapshot!(last(MONTH, "u, , ,", "a, u, 2025-02-27, ,").run(), @"q | u | 2025-02-28..2025-03-31 | overdue | 0 (≥1) | due 2025-03-27 | late 4 | a:2");
    let leap = last("the last 12 months; count visit; at least 1", "u, , ,", "a, u, 2024-02-28, ,");
    assert_snapshot!(leap.as_of("2025-02-28").run(), @"q | u | 2024-02-28..2025-02-28 | met | 1 (≥1)");
}

#[test]
fn never_is_overdue_without_a_due_date() {
    assert_snapshot!(last(DAYS, "u, , ,", "").run(), @"q | u | 2025-03-01..2025-03-31 | overdue never | 0 (≥1)");
}

#[test]
fn the_due_date_is_that_of_the_nth_last_record() {
    let twice = "the last 30 days; count visit; at least 2";
    assert_snapshot!(last(twice, "u, , ,", "a, u, 2025-01-01, ,\n b, u, 2025-02-10, ,\n c, u, 2025-03-20, ,").run(), @"q | u | 2025-03-01..2025-03-31 | overdue | 1 (≥2) | due 2025-03-12 | late 19 | c:4");
    assert_snapshot!(last(twice, "u, , ,", "c, u, 2025-03-20, ,").run(), @"q | u | 2025-03-01..2025-03-31 | overdue | 1 (≥2) | c:2");
}

#[test]
fn a_young_membership_is_pending_until_it_is_old_enough() {
    assert_snapshot!(last(DAYS, "u, 2025-03-02, ,", "").run(), @"q | u | 2025-03-01..2025-03-31 | pending | 0 (≥1) | due 2025-04-01 | needs 1 more by 2025-04-01");
    assert_snapshot!(last(DAYS, "u, 2025-03-01, ,", "").run(), @"q | u | 2025-03-01..2025-03-31 | overdue never | 0 (≥1)");
    assert_snapshot!(last(DAYS, "u, 2025-04-01, ,", "").run(), @"");
    assert_snapshot!(last(DAYS, "u, , 2025-03-30,", "").run(), @"");
}

#[test]
fn at_most_and_distinct() {
    let rows = "a, u, 2025-03-01, , p\n b, u, 2025-03-02, , p";
    assert_snapshot!(last("the last 30 days; count visit; at most 1", "u, , ,", rows).run(), @"q | u | 2025-03-01..2025-03-31 | violated | 2 (≤1) | a:2 b:3");
    assert_snapshot!(last("the last 30 days; count distinct by of visit; at most 1", "u, , ,", rows).run(), @"q | u | 2025-03-01..2025-03-31 | met | 1 (≤1)");
    assert_snapshot!(last("the last 30 days; count distinct by of visit; at least 2", "u, , ,", rows).run(), @"q | u | 2025-03-01..2025-03-31 | overdue | 1 (≥2) | b:3");
}

#[test]
fn a_length_from_a_field_and_doubts() {
    assert_snapshot!(last("the last u.days days; count visit; at least 1", "u, , , 30\n w, , ,", "a, u, 2025-03-01, ,").run(), @"
    q | u | 2025-03-01..2025-03-31 | met | 1 (≥1)
    q | w | undetermined missing_field | (≥1)
    ");
    assert_snapshot!(last("the last 30 days; count visit where covert; at least 1", "u, , ,", "a, u, 2025-03-01, ,").run(), @"q | u | 2025-03-01..2025-03-31 | undetermined missing_field | 0 to 1 (≥1) | a:2");
}

#[test]
fn nothing_is_claimed_where_the_feed_is_short() {
    assert_snapshot!(last(DAYS, "u, , ,", "").data("2020-01-01..2025-03-30").run(), @"q | u | 2025-03-01..2025-03-31 | undetermined data_horizon | 0 (≥1) | needs data through 2025-03-31");
    assert_snapshot!(last(DAYS, "u, , ,", "").data("2025-03-02..2025-03-31").run(), @"q | u | 2025-03-01..2025-03-31 | undetermined data_horizon | 0 (≥1) | needs data from 2025-03-01");
    assert_snapshot!(last(DAYS, "u, , ,", "").data("2025-03-01..2025-03-31").run(), @"q | u | 2025-03-01..2025-03-31 | overdue never | 0 (≥1)");
}
