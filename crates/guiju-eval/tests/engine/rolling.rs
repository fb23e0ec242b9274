//! Rolling windows: every stretch of a length, one row a member.

use insta::assert_snapshot;

use crate::harness::{Case, case};

/// Visits of one unit under a rolling rule, with data from January 2025.
fn rolling(rule: &str, visits: &[&str]) -> Case {
    let rows: String = visits.iter().enumerate().map(|(i, date)| format!("v{}, u, {date}, yes\n", i + 1)).collect();
    of_unit(rule, "u, ,").with("visit", &format!("id, unit, date, covert\n{rows}"))
}

fn of_unit(rule: &str, unit: &str) -> Case {
    case(&format!(
        "record unit {{ key id: text; since: date?; until: date? }}
         record visit {{ key id: text; unit: ref unit; at date: date; covert: yesno? }}
         register units of unit from since until until
         quantity q \"q\" {{ cite 1; per u in units; {rule} }}"
    ))
    .with("unit", &format!("id, since, until\n{unit}"))
    .with("visit", "id, unit, date, covert")
    .data("2025-01-01..2025-01-31")
    .as_of("2025-01-31")
}

const TEN: &str = "every rolling 10 days; count visit; at least 1";

#[test]
fn at_least_at_the_exact_edges() {
    // The 10th day is the last of the first window, and ten days later is the last of the next without a record.
    assert_snapshot!(rolling(TEN, &["2025-01-10", "2025-01-20", "2025-01-30"]).run(), @"q | u | 2025-01-01..2025-01-31 | met | holds (≥1)");
    assert_snapshot!(rolling(TEN, &["2025-01-11", "2025-01-20", "2025-01-30"]).run(), @"q | u | 2025-01-01..2025-01-10 | violated | 0 (≥1)");
    assert_snapshot!(rolling(TEN, &["2025-01-10", "2025-01-21", "2025-01-31"]).run(), @"q | u | 2025-01-11..2025-01-20 | violated | 0 (≥1)");
    // The window that would fail has not ended.
    assert_snapshot!(rolling(TEN, &["2025-01-10", "2025-01-20", "2025-01-22"]).run(), @"q | u | 2025-01-01..2025-01-31 | met | holds (≥1)");
    assert_snapshot!(rolling(TEN, &["2025-01-10", "2025-01-20", "2025-01-21"]).run(), @"q | u | 2025-01-22..2025-01-31 | violated | 0 (≥1)");
    assert_snapshot!(rolling(TEN, &[]).run(), @"q | u | 2025-01-01..2025-01-10 | violated | 0 (≥1)");
}

#[test]
fn the_first_failing_window_is_told() {
    assert_snapshot!(rolling("every rolling 10 days; count visit; at least 2", &["2025-01-01", "2025-01-02", "2025-01-12"]).run(), @"q | u | 2025-01-02..2025-01-11 | violated | 1 (≥2) | v2:3");
    assert_snapshot!(rolling("every rolling 10 days; count visit; at least 2", &["2025-01-05", "2025-01-05", "2025-01-15", "2025-01-15", "2025-01-25", "2025-01-25"]).run(), @"q | u | 2025-01-01..2025-01-31 | met | holds (≥2)");
}

#[test]
fn at_most_is_broken_by_any_stretch_even_at_the_end() {
    let most = "every rolling 10 days; count visit; at most 1";
    assert_snapshot!(rolling(most, &["2025-01-01", "2025-01-11", "2025-01-21", "2025-01-31"]).run(), @"q | u | 2025-01-01..2025-01-31 | met | holds (≤1)");
    assert_snapshot!(rolling(most, &["2025-01-01", "2025-01-10"]).run(), @"q | u | 2025-01-01..2025-01-10 | violated | 2 (≤1) | v1:2 v2:3");
    assert_snapshot!(rolling(most, &["2025-01-30", "2025-01-31"]).run(), @"q | u | 2025-01-22..2025-01-31 | violated | 2 (≤1) | v1:2 v2:3");
    assert_snapshot!(rolling("every rolling 1 month; count visit; at most 1", &["2025-01-30", "2025-01-31"]).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 2 (≤1) | v1:2 v2:3");
}

#[test]
fn exactly_and_between_fail_on_both_sides() {
    let between = "every rolling 10 days; count visit; between 1 and 2";
    assert_snapshot!(rolling(between, &["2025-01-10", "2025-01-20", "2025-01-30"]).run(), @"q | u | 2025-01-01..2025-01-31 | met | holds (1..2)");
    assert_snapshot!(rolling(between, &["2025-01-10", "2025-01-21", "2025-01-30"]).run(), @"q | u | 2025-01-11..2025-01-20 | violated | 0 (1..2)");
    assert_snapshot!(rolling(between, &["2025-01-10", "2025-01-11", "2025-01-12", "2025-01-21", "2025-01-31"]).run(), @"q | u | 2025-01-10..2025-01-19 | violated | 3 (1..2) | v1:2 v2:3 v3:4");
}

#[test]
fn months_clamp() {
    let rule = "every rolling 1 month; count visit; at least 1";
    let case = |visits: &[&str]| rolling(rule, visits).data("2025-01-31..2025-03-31").as_of("2025-03-31").run();
    // A month from 31 January ends on 27 February, one from 1 March on 31 March.
    assert_snapshot!(case(&["2025-02-27", "2025-03-27"]), @"q | u | 2025-01-31..2025-03-31 | met | holds (≥1)");
    assert_snapshot!(case(&["2025-02-28", "2025-03-27"]), @"q | u | 2025-01-31..2025-02-27 | violated | 0 (≥1)");
    assert_snapshot!(case(&["2025-02-27", "2025-03-31"]), @"q | u | 2025-02-28..2025-03-27 | violated | 0 (≥1)");
}

#[test]
fn membership_and_the_feed_bound_the_stretch() {
    let unit = |unit: &str| of_unit(TEN, unit).run();
    assert_snapshot!(unit("u, 2025-01-22,"), @"q | u | 2025-01-22..2025-01-31 | violated | 0 (≥1)");
    assert_snapshot!(unit("u, 2025-01-23,"), @"q | u | 2025-01-23..2025-02-01 | pending | (≥1)");
    assert_snapshot!(unit("u, , 2025-01-10"), @"q | u | 2025-01-01..2025-01-10 | violated | 0 (≥1)");
    assert_snapshot!(unit("u, , 2025-01-09"), @"q | u | 2025-01-01..2025-01-10 | not_applicable partial | (≥1)");
    assert_snapshot!(unit("u, 2025-02-01,"), @"");
    assert_snapshot!(unit("u, , 2024-12-31"), @"");
    assert_snapshot!(of_unit(TEN, "u, ,").as_of("2025-01-09").run(), @"q | u | 2025-01-01..2025-01-10 | pending | (≥1)");
    assert_snapshot!(of_unit(TEN, "u, ,").data("2025-01-01..2025-01-09").run(), @"q | u | 2025-01-01..2025-01-10 | undetermined data_horizon | (≥1) | needs data through 2025-01-10");
}

#[test]
fn a_hole_in_the_feed_claims_nothing() {
    let case = |visits: &[&str]| rolling(TEN, visits).data("2025-01-01..2025-01-12 2025-01-16..2025-01-31").run();
    assert_snapshot!(case(&["2025-01-10", "2025-01-24"]), @"q | u | 2025-01-11..2025-01-20 | undetermined data_horizon | 0 (≥1) | needs data from 2025-01-13");
    assert_snapshot!(case(&["2025-01-01", "2025-01-24"]), @"q | u | 2025-01-02..2025-01-11 | violated | 0 (≥1)");
    assert_snapshot!(case(&["2025-01-10", "2025-01-16", "2025-01-24"]), @"q | u | 2025-01-01..2025-01-31 | met | holds (≥1)");
    let most = rolling("every rolling 10 days; count visit; at most 1", &["2025-01-01"]);
    assert_snapshot!(most.data("2025-01-01..2025-01-12 2025-01-16..2025-01-31").run(), @"q | u | 2025-01-01..2025-01-31 | undetermined data_horizon | 1 (≤1) | needs data from 2025-01-13 | v1:2");
}

#[test]
fn doubtful_records_leave_a_doubt_only_where_they_decide() {
    let rule = "every rolling 10 days; count visit where covert; at least 1";
    let case = |rows: &str| of_unit(rule, "u, ,").with("visit", &format!("id, unit, date, covert\n{rows}")).run();
    assert_snapshot!(case("a, u, 2025-01-10, yes\n b, u, 2025-01-20, \n c, u, 2025-01-30, yes"), @"q | u | 2025-01-11..2025-01-20 | undetermined missing_field | 0 (≥1) | b:3");
    assert_snapshot!(case("a, u, 2025-01-10, yes\n b, u, 2025-01-20, \n c, u, 2025-01-20, yes\n d, u, 2025-01-30, yes"), @"q | u | 2025-01-01..2025-01-31 | met | holds (≥1)");
    // A window fails for certain, whatever a doubtful one before it comes to.
    assert_snapshot!(case("a, u, 2025-01-05, \n c, u, 2025-01-10, yes"), @"q | u | 2025-01-11..2025-01-20 | violated | 0 (≥1)");
}

#[test]
fn a_length_from_a_field() {
    let case = case(
        "record unit { key id: text; days: number? }
         record visit { key id: text; unit: ref unit; at date: date }
         quantity q \"q\" { cite 1; per u in unit; every rolling u.days days; count visit; at least 1 }",
    )
    .with("unit", "id, days\n u10, 10\n u40, 40\n none,")
    .with("visit", "id, unit, date")
    .data("2025-01-01..2025-01-31")
    .as_of("2025-01-31");
    assert_snapshot!(case.run(), @"
    q | none | undetermined missing_field | (≥1)
    q | u10 | 2025-01-01..2025-01-10 | violated | 0 (≥1)
    q | u40 | 2025-01-01..2025-02-09 | pending | (≥1)
    ");
}

#[test]
fn several_on_a_day_are_one_where_days_are_counted() {
    let rule = "every rolling 10 days; count distinct date of visit; at least 2";
    assert_snapshot!(rolling(rule, &["2025-01-02", "2025-01-02", "2025-01-11"]).run(), @"q | u | 2025-01-01..2025-01-10 | violated | 1 (≥2) | v1:2 v2:3");
    assert_snapshot!(rolling(rule, &["2025-01-02", "2025-01-02", "2025-01-10", "2025-01-12"]).as_of("2025-01-13").run(), @"q | u | 2025-01-01..2025-01-13 | met | holds (≥2)");
}

#[test]
fn one_who_may_be_no_member_is_judged_where_nothing_is_broken() {
    let case = |most: &str| {
        case(&format!(
            "record unit {{ key id: text; major: yesno?; since: date?; until: date? }}
             record visit {{ key id: text; unit: ref unit; at date: date }}
             register majors of unit where major from since until until
             quantity q \"q\" {{ cite 1; per u in majors; every rolling 10 days; count visit; {most} }}
             quantity l \"l\" {{ cite 1; per u in majors; the last 10 days; count visit; {most} }}"
        ))
        .with("unit", "id, major, since, until\n there, , ,\n left, , , 2025-01-05\n future, , 2025-02-01,")
        .with("visit", "id, unit, date")
        .data("2025-01-01..2025-01-31")
        .as_of("2025-01-31")
        .run()
    };
    assert_snapshot!(case("at most 1"), @"
    q | left | 2025-01-01..2025-01-10 | not_applicable partial | (≤1)
    q | there | 2025-01-01..2025-01-31 | met | holds (≤1)
    l | there | 2025-01-21..2025-01-31 | met | 0 (≤1)
    ");
    assert_snapshot!(case("at least 1"), @"
    q | left | 2025-01-01..2025-01-10 | not_applicable partial | (≥1)
    q | there | 2025-01-01..2025-01-10 | undetermined missing_field | 0 (≥1)
    l | there | 2025-01-21..2025-01-31 | undetermined missing_field | 0 (≥1)
    ");
}
