//! Bounds set by the window before.

use insta::assert_snapshot;

use crate::harness::{Case, case};

/// A rule over units and their accidents in months.
fn months(fields: &str, unit: &str, rows: &str) -> Case {
    case(&format!(
        "record unit {{ key id: text; since: date?; until: date? }}
         record accident {{ key id: text; unit: ref unit?; at date: date; harmed: number?; fatal: yesno? }}
         register units of unit from since until until
         quantity q \"q\" {{ cite 1; per u in units; every calendar month; {fields} }}"
    ))
    .with("unit", &format!("id, since, until\n{unit}"))
    .with("accident", &format!("id, unit, date, harmed, fatal\n{rows}"))
    .data("2025-01-01..2025-03-15")
    .as_of("2025-03-15")
}

/// So many accidents in each month from January on.
fn accidents(counts: &[usize]) -> String {
    let month = |(m, n): (usize, &usize)| {
        (0..*n).map(move |i| format!("a{m}{i}, u, 2025-{:02}-{:02}, 2.5, yes\n", m + 1, i + 1)).collect::<String>()
    };
    counts.iter().enumerate().map(month).collect()
}

const FEWER: &str = "count accident; at most the window before";

#[test]
fn fewer_as_many_and_more_than_before() {
    let run =
        |bound: &str, counts: &[usize]| months(&format!("count accident; {bound}"), "u, ,", &accidents(counts)).run();
    assert_snapshot!(run("fewer than the window before", &[3, 2]), @"
    q | u | 2025-01-01..2025-01-31 | undetermined data_horizon | 3 (before unknown) | needs data from 2024-12-01 | a00:2 a01:3 a02:4
    q | u | 2025-02-01..2025-02-28 | met | 2 (<3) 100% of 3
    q | u | 2025-03-01..2025-03-31 | pending | 0 (<2) 100% of 2
    ");
    assert_snapshot!(run("fewer than the window before", &[3, 3]), @"
    q | u | 2025-01-01..2025-01-31 | undetermined data_horizon | 3 (before unknown) | needs data from 2024-12-01 | a00:2 a01:3 a02:4
    q | u | 2025-02-01..2025-02-28 | violated | 3 (<3) 100% of 3 | a10:5 a11:6 a12:7
    q | u | 2025-03-01..2025-03-31 | pending | 0 (<3) 100% of 3
    ");
    assert_snapshot!(run("fewer than the window before", &[0, 0]), @"
    q | u | 2025-01-01..2025-01-31 | undetermined data_horizon | 0 (before unknown) | needs data from 2024-12-01
    q | u | 2025-02-01..2025-02-28 | violated | 0 (<0) 100% of 0
    q | u | 2025-03-01..2025-03-31 | violated | 0 (<0) 100% of 0
    ");
    assert_snapshot!(run("at most the window before", &[3, 3]), @"
    q | u | 2025-01-01..2025-01-31 | undetermined data_horizon | 3 (before unknown) | needs data from 2024-12-01 | a00:2 a01:3 a02:4
    q | u | 2025-02-01..2025-02-28 | met | 3 (≤3) 100% of 3
    q | u | 2025-03-01..2025-03-31 | pending | 0 (≤3) 100% of 3
    ");
    assert_snapshot!(run("at least 50% of the window before", &[3, 1]), @"
    q | u | 2025-01-01..2025-01-31 | undetermined data_horizon | 3 (before unknown) | needs data from 2024-12-01 | a00:2 a01:3 a02:4
    q | u | 2025-02-01..2025-02-28 | violated | 1 (≥2) 50% of 3 | a10:5
    q | u | 2025-03-01..2025-03-31 | pending | 0 (≥1) 50% of 1 | needs 1 more by 2025-03-31
    ");
    assert_snapshot!(run("at least 50% of the window before", &[3, 2]), @"
    q | u | 2025-01-01..2025-01-31 | undetermined data_horizon | 3 (before unknown) | needs data from 2024-12-01 | a00:2 a01:3 a02:4
    q | u | 2025-02-01..2025-02-28 | met | 2 (≥2) 50% of 3
    q | u | 2025-03-01..2025-03-31 | pending | 0 (≥1) 50% of 2 | needs 1 more by 2025-03-31
    ");
    assert_snapshot!(run("at most 110% of the window before", &[9, 10]), @"
    q | u | 2025-01-01..2025-01-31 | undetermined data_horizon | 9 (before unknown) | needs data from 2024-12-01 | a00:2 a01:3 a02:4 a03:5 a04:6 a05:7 a06:8 a07:9 a08:10
    q | u | 2025-02-01..2025-02-28 | violated | 10 (≤9) 110% of 9 | a10:11 a11:12 a12:13 a13:14 a14:15 a15:16 a16:17 a17:18 a18:19 a19:20
    q | u | 2025-03-01..2025-03-31 | pending | 0 (≤11) 110% of 10
    ");
}

#[test]
fn before_the_data_and_before_the_member_there_is_nothing_to_compare_with() {
    // January is the first month of the data: December may have had any number.
    assert_snapshot!(months(FEWER, "u, ,", &accidents(&[1])).between("2025-01-01", "2025-01-31").run(), @"q | u | 2025-01-01..2025-01-31 | undetermined data_horizon | 1 (before unknown) | needs data from 2024-12-01 | a00:2");
    // Who came in February has no month before.
    assert_snapshot!(months(FEWER, "u, 2025-02-01,", &accidents(&[0, 1, 1])).run(), @"
    q | u | 2025-02-01..2025-02-28 | not_applicable first_window | 1
    q | u | 2025-03-01..2025-03-31 | pending | 1 (≤1) 100% of 1
    ");
    assert_snapshot!(months(FEWER, "u, 2025-01-02,", &accidents(&[1, 1, 1])).run(), @"
    q | u | 2025-01-01..2025-01-31 | not_applicable partial | 0
    q | u | 2025-02-01..2025-02-28 | not_applicable first_window | 1
    q | u | 2025-03-01..2025-03-31 | pending | 1 (≤1) 100% of 1
    ");
    assert_snapshot!(months(&format!("partial full; {FEWER}"), "u, 2025-01-02,", &accidents(&[1, 2, 1])).between("2025-02-01", "2025-02-28").run(), @"q | u | 2025-02-01..2025-02-28 | violated | 2 (≤0) 100% of 0 | a10:3 a11:4");
}

#[test]
fn the_window_before_is_seen_although_it_is_not_asked_for() {
    let february = months("count accident; fewer than the window before", "u, ,", &accidents(&[2, 1]));
    assert_snapshot!(february.between("2025-02-01", "2025-02-28").run(), @"q | u | 2025-02-01..2025-02-28 | met | 1 (<2) 100% of 2");
}

#[test]
fn doubt_about_the_window_before_is_doubt_about_the_next_unless_it_changes_nothing() {
    let fatal = "count accident where fatal; fewer than the window before";
    let run = |january: &str, february: &str| {
        let rows = format!("a, u, 2025-01-01, 1, yes\n b, u, 2025-01-02, 1, {january}\n{february}");
        months(fatal, "u, ,", &rows).between("2025-02-01", "2025-02-28").run()
    };
    assert_snapshot!(run("", "c, u, 2025-02-01, 1, yes"), @"q | u | 2025-02-01..2025-02-28 | undetermined missing_field | 1 (before unknown) | c:4");
    assert_snapshot!(run("yes", "c, u, 2025-02-01, 1, yes"), @"q | u | 2025-02-01..2025-02-28 | met | 1 (<2) 100% of 2");
    assert_snapshot!(run("", ""), @"q | u | 2025-02-01..2025-02-28 | met | 0 (before unknown)");
    let holes = months("count accident; fewer than the window before", "u, ,", &accidents(&[2, 1]));
    assert_snapshot!(holes.data("2025-01-03..2025-03-15").between("2025-02-01", "2025-02-28").run(), @"q | u | 2025-02-01..2025-02-28 | met | 1 (before unknown)");
}

#[test]
fn totals_are_compared_exactly() {
    let total = |counts: &[usize]| {
        months("total harmed of accident; at most 50% of the window before", "u, ,", &accidents(counts))
            .between("2025-02-01", "2025-02-28")
            .run()
    };
    assert_snapshot!(total(&[2, 1]), @"q | u | 2025-02-01..2025-02-28 | met | 2.5 (≤2.5) 50% of 5");
    assert_snapshot!(total(&[3, 2]), @"q | u | 2025-02-01..2025-02-28 | violated | 5 (≤3.75) 50% of 7.5 | a10:5 a11:6");
}

#[test]
fn fewer_than_a_number_leaves_that_number_out() {
    let run = |n: usize| {
        months("count accident; fewer than 3", "u, ,", &accidents(&[n])).between("2025-01-01", "2025-01-31").run()
    };
    assert_snapshot!(run(2), @"q | u | 2025-01-01..2025-01-31 | met | 2 (<3)");
    assert_snapshot!(run(3), @"q | u | 2025-01-01..2025-01-31 | violated | 3 (<3) | a00:2 a01:3 a02:4");
}
