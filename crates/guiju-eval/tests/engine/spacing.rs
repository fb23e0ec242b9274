//! `spacing`, and windows in which what is asked for can no longer be reached.

use insta::assert_snapshot;

use crate::harness::{Case, case};

/// A rule over one unit in January 2025.
fn january(fields: &str, visits: &str) -> Case {
    case(&format!(
        "record unit {{ key id: text; until: date?; apart: duration? }}
         record visit {{ key id: text; unit: ref unit?; at date: date?; class: classes?; covert: yesno?; street: ref street? }}
         record street {{ key id: text }}
         catalog classes {{ a; b; c }}
         register units of unit until until
         quantity q \"q\" {{ cite 1; per u in units; every calendar month; {fields} }}"
    ))
    .with("unit", "id, until, apart\n u, ,")
    .with("street", "id\n e\n w")
    .with("visit", &format!("id, unit, date, class, covert, street\n{visits}"))
    .data("2025-01-01..2025-02-01")
    .as_of("2025-02-01")
    .between("2025-01-01", "2025-01-31")
}

/// Visits on these days of January.
fn on(days: &[u32]) -> String {
    days.iter().map(|d| format!("v{d}, u, 2025-01-{d:02}, a, yes, e\n")).collect()
}

const WEEKLY: &str = "count visit; at least 3; spacing at least 7 days";

#[test]
fn records_too_close_to_one_another_count_once() {
    assert_snapshot!(january(WEEKLY, &on(&[1, 8, 15])).run(), @"q | u | 2025-01-01..2025-01-31 | met | 3 (≥3)");
    assert_snapshot!(january(WEEKLY, &on(&[1, 7, 15])).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 2 (≥3) | v1:2 v7:3 v15:4");
    assert_snapshot!(january(WEEKLY, &on(&[1, 7, 8, 14, 15])).run(), @"q | u | 2025-01-01..2025-01-31 | met | 3 (≥3)");
    assert_snapshot!(january(WEEKLY, &on(&[1, 2, 3, 4])).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 (≥3) | v1:2 v2:3 v3:4 v4:5");
    assert_snapshot!(january("count visit; at most 1; spacing at least 7 days", &on(&[1, 7])).run(), @"q | u | 2025-01-01..2025-01-31 | met | 1 (≤1)");
}

#[test]
fn the_distance_may_be_the_members_own_and_unknown() {
    let own = january("count visit; at least 2; spacing at least u.apart", &on(&[1, 8]));
    assert_snapshot!(own.clone().with("unit", "id, until, apart\n u, , 7 days").run(), @"q | u | 2025-01-01..2025-01-31 | met | 2 (≥2)");
    assert_snapshot!(own.clone().with("unit", "id, until, apart\n u, , 8 days").run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 (≥2) | v1:2 v8:3");
    assert_snapshot!(own.run(), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 2 (≥2) | v1:2 v8:3");
}

#[test]
fn doubtful_records_count_between_least_and_most() {
    let covert = "count visit where covert; at least 2; spacing at least 7 days";
    assert_snapshot!(january(covert, "v, u, 2025-01-01, a, yes,\n w, u, 2025-01-08, a, ,").run(), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 1 to 2 (≥2) | v:2 w:3");
    assert_snapshot!(january(covert, "v, u, 2025-01-01, a, yes,\n w, u, 2025-01-07, a, ,").run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 (≥2) | v:2 w:3");
}

#[test]
fn an_open_window_is_violated_as_soon_as_no_legal_schedule_is_left() {
    let at =
        |day: &str, visits: &[u32]| january(WEEKLY, &on(visits)).data(&format!("2025-01-01..{day}")).as_of(day).run();
    // One more on the day itself, one seven days later.
    assert_snapshot!(at("2025-01-24", &[17]), @"q | u | 2025-01-01..2025-01-31 | pending | 1 (≥3) | needs 2 more by 2025-01-31");
    assert_snapshot!(at("2025-01-25", &[17]), @"q | u | 2025-01-01..2025-01-31 | violated impossible | 1 (≥3) | v17:2");
    assert_snapshot!(at("2025-01-25", &[11, 18]), @"q | u | 2025-01-01..2025-01-31 | pending | 2 (≥3) | needs 1 more by 2025-01-31");
    assert_snapshot!(at("2025-01-31", &[11, 18]), @"q | u | 2025-01-01..2025-01-31 | pending | 2 (≥3) | needs 1 more by 2025-01-31");
    assert_snapshot!(at("2025-01-31", &[11, 25]), @"q | u | 2025-01-01..2025-01-31 | violated impossible | 2 (≥3) | v11:2 v25:3");
    // Who leaves earlier has fewer days.
    let leaving = |day: &str| {
        let case =
            january(&format!("partial full; {WEEKLY}"), &on(&[6])).with("unit", "id, until, apart\n u, 2025-01-20,");
        let case = case.data(&format!("2025-01-01..{day}")).as_of(day);
        Case::run(&case)
    };
    assert_snapshot!(leaving("2025-01-13"), @"q | u | 2025-01-01..2025-01-31 | pending | 1 (≥3) | needs 2 more by 2025-01-20");
    assert_snapshot!(leaving("2025-01-14"), @"q | u | 2025-01-01..2025-01-31 | violated impossible | 1 (≥3) | v6:2");
}

#[test]
fn nothing_is_impossible_while_records_may_be_missing_or_days_are_plain() {
    let holes = january(WEEKLY, &on(&[17])).data("2025-01-01..2025-01-10 2025-01-12..2025-01-25").as_of("2025-01-25");
    assert_snapshot!(holes.run(), @"q | u | 2025-01-01..2025-01-31 | pending | 1 (≥3) | needs 2 more by 2025-01-31");
    let plain = january("count visit; at least 9", "").data("2025-01-01..2025-01-31").as_of("2025-01-31");
    assert_snapshot!(plain.run(), @"q | u | 2025-01-01..2025-01-31 | pending | 0 (≥9) | needs 9 more by 2025-01-31");
}

#[test]
fn no_more_different_values_than_there_are() {
    let open = |fields: &str| january(fields, &on(&[2])).data("2025-01-01..2025-01-05").as_of("2025-01-05").run();
    assert_snapshot!(open("count distinct class of visit; at least 3"), @"q | u | 2025-01-01..2025-01-31 | pending | 1 (≥3) | needs 2 more by 2025-01-31");
    assert_snapshot!(open("count distinct class of visit; at least 4"), @"q | u | 2025-01-01..2025-01-31 | violated impossible | 1 (≥4) | v2:2");
    assert_snapshot!(open("count distinct street of visit; at least 2"), @"q | u | 2025-01-01..2025-01-31 | pending | 1 (≥2) | needs 1 more by 2025-01-31");
    assert_snapshot!(open("count distinct street of visit; at least 3"), @"q | u | 2025-01-01..2025-01-31 | violated impossible | 1 (≥3) | v2:2");
    assert_snapshot!(open("count distinct date of visit; at least 40"), @"q | u | 2025-01-01..2025-01-31 | pending | 1 (≥40) | needs 39 more by 2025-01-31");
}
