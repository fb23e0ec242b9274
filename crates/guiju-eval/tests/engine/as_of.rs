//! What is seen as of a date, and what is claimed beyond the data: the walk through one quarterly visit.

use insta::assert_snapshot;

use crate::harness::{Case, case};

/// At least one visit a quarter, of a unit in force all quarter.
fn quarterly() -> Case {
    case(
        "record unit { key id: text; until: date? }
         record visit { key id: text; unit: ref unit; at date: date; known entered: date? }
         register units of unit until until
         quantity q \"q\" { cite 1; per u in units; every calendar quarter; count visit; at least 1 }",
    )
    .with("unit", "id, until\n u,")
    .with("visit", "id, unit, date, entered")
}

const LATE_ENTRY: &str = "id, unit, date, entered
    v, u, 2026-03-28, 2026-04-03";

#[test]
fn an_open_quarter_is_pending() {
    let case = quarterly().data("2026-01-01..2026-02-15").as_of("2026-02-15");
    assert_snapshot!(case.run(), @"q | u | 2026-01-01..2026-03-31 | pending | 0 (≥1) | needs 1 more by 2026-03-31");
}

#[test]
fn the_last_day_of_the_quarter_is_still_open() {
    let case = quarterly().data("2026-01-01..2026-03-31");
    assert_snapshot!(case.clone().as_of("2026-03-31").run(), @"q | u | 2026-01-01..2026-03-31 | pending | 0 (≥1) | needs 1 more by 2026-03-31");
    assert_snapshot!(case.as_of("2026-04-01").between("2026-01-01", "2026-03-31").run(), @"q | u | 2026-01-01..2026-03-31 | violated | 0 (≥1)");
}

#[test]
fn nothing_is_claimed_beyond_the_data_horizon() {
    let case = quarterly().as_of("2026-04-05").between("2026-01-01", "2026-03-31");
    assert_snapshot!(case.clone().data("2026-01-01..2026-03-20").run(), @"q | u | 2026-01-01..2026-03-31 | undetermined data_horizon | 0 (≥1) | needs data through 2026-03-31");
    assert_snapshot!(case.data("2026-01-01..2026-04-05").run(), @"q | u | 2026-01-01..2026-03-31 | violated | 0 (≥1)");
}

#[test]
fn a_feed_that_begins_in_the_window_or_has_a_hole_claims_nothing() {
    let case = quarterly().as_of("2026-04-05").between("2026-01-01", "2026-03-31");
    assert_snapshot!(case.clone().data("2026-01-02..2026-04-05").run(), @"q | u | 2026-01-01..2026-03-31 | undetermined data_horizon | 0 (≥1) | needs data from 2026-01-01");
    assert_snapshot!(case.data("2026-01-01..2026-02-10 2026-02-12..2026-04-05").run(), @"q | u | 2026-01-01..2026-03-31 | undetermined data_horizon | 0 (≥1) | needs data from 2026-02-11");
}

#[test]
fn an_undeclared_feed_ends_with_its_latest_record() {
    let case = quarterly()
        .with("unit", "id, until\n u,\n other,")
        .with("visit", "id, unit, date, entered\n v, other, 2026-01-01,\n w, other, 2026-03-20,")
        .as_of("2026-04-05")
        .between("2026-01-01", "2026-03-31");
    assert_snapshot!(case.run(), @"
    q | other | 2026-01-01..2026-03-31 | met | 2 (≥1)
    q | u | 2026-01-01..2026-03-31 | undetermined data_horizon | 0 (≥1) | needs data through 2026-03-31
    ");
}

#[test]
fn a_visit_entered_late_counts_and_what_was_known_before_can_be_replayed() {
    let case = quarterly().with("visit", LATE_ENTRY).as_of("2026-04-05").between("2026-01-01", "2026-03-31");
    let complete = case.clone().data("2026-01-01..2026-04-05");
    assert_snapshot!(complete.run(), @"q | u | 2026-01-01..2026-03-31 | met | 1 (≥1)");
    assert_snapshot!(complete.known_by("2026-04-01").run(), @"q | u | 2026-01-01..2026-03-31 | violated | 0 (≥1)");
    let short = case.data("2026-01-01..2026-03-20");
    assert_snapshot!(short.known_by("2026-04-01").run(), @"q | u | 2026-01-01..2026-03-31 | undetermined data_horizon | 0 (≥1) | needs data through 2026-03-31");
}

#[test]
fn a_subject_that_closes_in_the_quarter_owes_no_whole_quarter() {
    let case = quarterly()
        .with("unit", "id, until\n u, 2026-02-10")
        .data("2026-01-01..2026-04-05")
        .as_of("2026-04-05")
        .between("2026-01-01", "2026-03-31");
    assert_snapshot!(case.run(), @"q | u | 2026-01-01..2026-03-31 | not_applicable partial | 0 (≥1)");
}

#[test]
fn a_subject_that_closes_on_the_last_day_owes_the_quarter_and_not_the_next() {
    let case = quarterly()
        .with("unit", "id, until\n u, 2026-03-31")
        .data("2026-01-01..2026-07-01")
        .as_of("2026-07-01")
        .between("2026-01-01", "2026-06-30");
    assert_snapshot!(case.run(), @"q | u | 2026-01-01..2026-03-31 | violated | 0 (≥1)");
}

#[test]
fn records_dated_later_are_not_seen() {
    let case = quarterly().with("visit", LATE_ENTRY).data("2026-01-01..2026-04-05");
    assert_snapshot!(case.clone().as_of("2026-03-27").run(), @"q | u | 2026-01-01..2026-03-31 | pending | 0 (≥1) | needs 1 more by 2026-03-31");
    assert_snapshot!(case.as_of("2026-03-28").run(), @"q | u | 2026-01-01..2026-03-31 | met | 1 (≥1)");
}

#[test]
fn identical_rows_collapse_and_versions_that_differ_are_a_conflict() {
    let twice = |rows: &str| {
        case(
            "record unit { key id: text }
             record visit { key id: text; unit: ref unit; at date: date; covert: yesno? }
             quantity q \"q\" { cite 1; per u in unit; every calendar month; count visit where covert; at least 2 }",
        )
        .with("unit", "id\n u")
        .with("visit", &format!("id, unit, date, covert\n v, u, 2026-01-05, yes\n{rows}"))
        .data("2026-01-01..2026-01-31")
        .as_of("2026-02-01")
        .between("2026-01-01", "2026-01-31")
        .run()
    };
    assert_snapshot!(twice("v, u, 2026-01-05, yes"), @"q | u | 2026-01-01..2026-01-31 | violated | 1 (≥2) | v:2");
    assert_snapshot!(twice("w, u, 2026-01-06, yes"), @"q | u | 2026-01-01..2026-01-31 | met | 2 (≥2)");
    assert_snapshot!(twice("w, u, 2026-01-06, yes \n w, u, 2026-01-06, no"), @"q | u | 2026-01-01..2026-01-31 | undetermined conflict | 1 to 2 (≥2) | v:2 w:3");
    // The versions of `w` differ, but neither choice changes the verdict.
    assert_snapshot!(twice("x, u, 2026-01-07, yes \n w, u, 2026-01-06, yes \n w, u, 2026-01-06, no"), @"q | u | 2026-01-01..2026-01-31 | met | 2 to 3 (≥2)");
}

#[test]
fn bad_days_and_dangling_references_cost_no_verdict_that_stands_without_them() {
    let case = quarterly()
        .with("visit", "id, unit, date, entered\n v, u, 2026-13-28,\n w, nobody, 2026-02-01,\n x, u, 2026-02-02,")
        .with_rejects()
        .data("2026-01-01..2026-04-05")
        .as_of("2026-04-05")
        .between("2026-01-01", "2026-03-31");
    assert_snapshot!(case.run(), @"q | u | 2026-01-01..2026-03-31 | met | 1 (≥1)");
}

#[test]
fn a_renamed_rule_is_found_by_its_old_name() {
    let case = case(
        "record visit { key id: text; at date: date; ok: yesno? }
         check A3 \"signed\" { cite 3; was A2_b; each visit; must ok }
         check A4 \"known\" { cite 4; each visit; must ok known }",
    )
    .with("visit", "id, date, ok\n v, 2025-03-03, yes")
    .as_of("2025-03-31");
    assert_snapshot!(case.clone().only("A2_b").run(), @r#"A3 | v | 2025-03-03 | met | holds | v:2"#);
    assert_eq!(case.clone().only("A2_b").run(), case.clone().only("A3").run());
    assert_snapshot!(case.only("A2_c").run(), @r#"error: there is no rule `A2_c`"#);
}
