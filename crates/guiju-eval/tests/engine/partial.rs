//! `partial`: windows in which a member or the rule is in force only in part.

use insta::assert_snapshot;

use crate::harness::{Case, case};

/// A rule with this policy over one unit of 2025 and its visits.
fn year(partial: &str, unit: &str, visits: &str) -> Case {
    rule(&format!("cite 1; {partial}; per u in units; every calendar year; count visit; at least 4"), unit, visits)
}

fn rule(fields: &str, unit: &str, visits: &str) -> Case {
    case(&format!(
        "record unit {{ key id: text; since: date?; until: date? }}
         record visit {{ key id: text; unit: ref unit?; at date: date; place: text?; covert: yesno? }}
         register units of unit from since until until
         quantity q \"q\" {{ {fields} }}"
    ))
    .with("unit", &format!("id, since, until\n{unit}"))
    .with("visit", &format!("id, unit, date, place, covert\n{visits}"))
    .data("2025-01-01..2026-01-10")
    .as_of("2026-01-10")
    .between("2025-01-01", "2025-12-31")
}

#[test]
fn registered_on_30_november_four_a_year_are_none_or_one() {
    let run = |partial: &str| year(partial, "u, 2025-11-30,", "").run();
    assert_snapshot!(run("partial whole only"), @"q | u | 2025-01-01..2025-12-31 | not_applicable partial | 0 (≥4)");
    assert_snapshot!(run("partial prorate floor"), @"q | u | 2025-01-01..2025-12-31 | met | 0 (≥0) of (≥4) for 32/365");
    assert_snapshot!(run("partial prorate ceil"), @"q | u | 2025-01-01..2025-12-31 | violated | 0 (≥1) of (≥4) for 32/365");
    assert_snapshot!(run("partial full"), @"q | u | 2025-01-01..2025-12-31 | violated | 0 (≥4)");
    assert_snapshot!(run("partial waive under 32 days"), @"q | u | 2025-01-01..2025-12-31 | violated | 0 (≥4)");
    assert_snapshot!(run("partial waive under 33 days"), @"q | u | 2025-01-01..2025-12-31 | not_applicable partial | 0 (≥4)");
}

#[test]
fn both_ends_are_alike_for_member_and_rule() {
    // 73 of 365 days each.
    let run = |unit: &str| year("partial prorate floor", unit, "").run();
    assert_snapshot!(run("u, 2025-10-20,"), @"q | u | 2025-01-01..2025-12-31 | met | 0 (≥0) of (≥4) for 73/365");
    assert_snapshot!(run("u, , 2025-03-14"), @"q | u | 2025-01-01..2025-12-31 | met | 0 (≥0) of (≥4) for 73/365");
    assert_snapshot!(run("u, 2025-03-01, 2025-05-12"), @"q | u | 2025-01-01..2025-12-31 | met | 0 (≥0) of (≥4) for 73/365");
    let of_rule = |force: &str| {
        let fields =
            format!("cite 1; effective {force}; partial prorate ceil; every calendar year; count visit; at least 5");
        rule(&fields, "u, ,", "").run()
    };
    assert_snapshot!(of_rule("from 2025-10-20"), @"q | t | 2025-01-01..2025-12-31 | violated | 0 (≥1) of (≥5) for 73/365");
    assert_snapshot!(of_rule("from 2020-01-01 until 2025-03-14"), @"q | t | 2025-01-01..2025-12-31 | violated | 0 (≥1) of (≥5) for 73/365");
    assert_snapshot!(of_rule("from 2020-01-01 until 2025-03-15"), @"q | t | 2025-01-01..2025-12-31 | violated | 0 (≥2) of (≥5) for 74/365");
}

#[test]
fn only_records_of_the_days_in_force_count() {
    let visits = "a, u, 2025-10-19, ,\n b, u, 2025-10-20, ,";
    assert_snapshot!(year("partial prorate ceil", "u, 2025-10-20,", visits).run(), @"q | u | 2025-01-01..2025-12-31 | met | 1 (≥1) of (≥4) for 73/365");
    assert_snapshot!(year("partial prorate ceil", "u, 2025-10-20,", "a, u, 2025-10-19, ,").run(), @"q | u | 2025-01-01..2025-12-31 | violated | 0 (≥1) of (≥4) for 73/365");
    assert_snapshot!(year("partial full", "u, , 2025-10-19", visits).run(), @"q | u | 2025-01-01..2025-12-31 | violated | 1 (≥4) | a:2");
}

#[test]
fn the_window_that_holds_the_as_of_date_is_open_not_partial() {
    let open =
        |partial: &str, unit: &str| year(partial, unit, "").data("2025-01-01..2025-12-01").as_of("2025-12-01").run();
    assert_snapshot!(open("partial whole only", "u, ,"), @"q | u | 2025-01-01..2025-12-31 | pending | 0 (≥4) | needs 4 more by 2025-12-31");
    assert_snapshot!(open("partial prorate ceil", "u, 2025-11-30,"), @"q | u | 2025-01-01..2025-12-31 | pending | 0 (≥1) of (≥4) for 32/365 | needs 1 more by 2025-12-31");
    assert_snapshot!(open("partial prorate ceil", "u, , 2025-12-20"), @"q | u | 2025-01-01..2025-12-31 | pending | 0 (≥4) of (≥4) for 354/365 | needs 4 more by 2025-12-20");
    assert_snapshot!(open("partial prorate floor", "u, 2025-11-30,"), @"q | u | 2025-01-01..2025-12-31 | met | 0 (≥0) of (≥4) for 32/365");
}

#[test]
fn what_is_left_of_a_window_is_closed_when_the_member_has_left() {
    let left = |as_of: &str| year("partial full", "u, , 2025-11-20", "a, u, 2025-11-21, ,").as_of(as_of).run();
    assert_snapshot!(left("2025-11-20"), @"q | u | 2025-01-01..2025-12-31 | pending | 0 (≥4) | needs 4 more by 2025-11-20");
    assert_snapshot!(left("2025-11-21"), @"q | u | 2025-01-01..2025-12-31 | violated | 0 (≥4)");
    // Only the days in force need be in the data.
    let begun = |data: &str| year("partial full", "u, 2025-10-01,", "").data(data).run();
    assert_snapshot!(begun("2025-10-01..2026-01-10"), @"q | u | 2025-01-01..2025-12-31 | violated | 0 (≥4)");
    assert_snapshot!(begun("2025-10-02..2026-01-10"), @"q | u | 2025-01-01..2025-12-31 | undetermined data_horizon | 0 (≥4) | needs data from 2025-10-01");
}

#[test]
fn bounds_of_every_kind_are_prorated() {
    let visits = "a, u, 2025-11-01, p, yes\n b, u, 2025-11-02, p, no\n c, u, 2025-11-03, q, yes";
    let run = |rest: &str| {
        let fields = format!("cite 1; partial prorate floor; per u in units; every calendar year; {rest}");
        rule(&fields, "u, 2025-10-20,", visits).run()
    };
    assert_snapshot!(run("count visit; at most 14"), @"q | u | 2025-01-01..2025-12-31 | violated | 3 (≤2) of (≤14) for 73/365 | a:2 b:3 c:4");
    assert_snapshot!(run("count visit; at most 15"), @"q | u | 2025-01-01..2025-12-31 | met | 3 (≤3) of (≤15) for 73/365");
    assert_snapshot!(run("count visit; exactly 15"), @"q | u | 2025-01-01..2025-12-31 | met | 3 (=3) of (=15) for 73/365");
    assert_snapshot!(run("count visit; between 5 and 10"), @"q | u | 2025-01-01..2025-12-31 | violated | 3 (1..2) of (5..10) for 73/365 | a:2 b:3 c:4");
    assert_snapshot!(run("count distinct place of visit; at least 14"), @"q | u | 2025-01-01..2025-12-31 | met | 2 (≥2) of (≥14) for 73/365");
}

#[test]
fn a_coverage_and_a_monthly_duty_have_partial_windows_too() {
    let coverage = |partial: &str| {
        case(&format!(
            "record group {{ key id: text; founded: date? }}
             record street {{ key id: text }}
             record visit {{ key id: text; group: ref group; street: ref street; at date: date }}
             register groups of group from founded
             coverage c \"c\" {{ cite 1; {partial}; per g in groups; every calendar year; all of street by street of visit }}"
        ))
        .with("group", "id, founded\n g, 2025-07-01")
        .with("street", "id\n a\n b\n c")
        .with("visit", "id, group, street, date\n v, g, a, 2025-07-02\n w, g, b, 2025-06-30")
        .data("2025-01-01..2026-01-10")
        .as_of("2026-01-10")
        .between("2025-01-01", "2025-12-31")
        .run()
    };
    assert_snapshot!(coverage("partial whole only"), @"c | g | 2025-01-01..2025-12-31 | not_applicable partial");
    assert_snapshot!(coverage("partial prorate floor"), @"c | g | 2025-01-01..2025-12-31 | met | 1 of 3, not b c (≥1) of (all 3) for 184/365");
    assert_snapshot!(coverage("partial prorate ceil"), @"c | g | 2025-01-01..2025-12-31 | violated | 1 of 3, not b c (≥2) of (all 3) for 184/365 | b:3 c:4");
    assert_snapshot!(coverage("partial full"), @"c | g | 2025-01-01..2025-12-31 | violated | 1 of 3, not b c (all 3) | b:3 c:4");
    let monthly = |partial: &str| {
        case(&format!(
            "record group {{ key id: text; founded: date?; closed: date? }}
             record report {{ key id: text; group: ref group; at sent: date }}
             register groups of group from founded until closed
             deadline d \"d\" {{ cite 1; {partial}; per g in groups; every calendar month; must report.sent; by day 5 of the next }}"
        ))
        .with("group", "id, founded, closed\n g, 2025-01-22, 2025-02-15")
        .with("report", "id, group, sent\n")
        .data("2025-01-01..2025-03-31")
        .as_of("2025-03-31")
        .run()
    };
    assert_snapshot!(monthly("partial waive under 10 days"), @"
    d | g | 2025-01-01..2025-01-31 | overdue | not done | due 2025-02-05 | late 54
    d | g | 2025-02-01..2025-02-28 | overdue | not done | due 2025-03-05 | late 26
    ");
    assert_snapshot!(monthly("partial waive under 11 days"), @"
    d | g | 2025-01-01..2025-01-31 | not_applicable partial
    d | g | 2025-02-01..2025-02-28 | overdue | not done | due 2025-03-05 | late 26
    ");
    assert_snapshot!(monthly("partial waive under 16 days"), @"
    d | g | 2025-01-01..2025-01-31 | not_applicable partial
    d | g | 2025-02-01..2025-02-28 | not_applicable partial
    ");
}
