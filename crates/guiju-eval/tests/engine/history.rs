//! Fields with a history: `grade: grades by grading`.

use insta::assert_snapshot;

use crate::harness::{Case, case};

fn graded(policy: &str) -> Case {
    case(&format!(
        "catalog grades ordered {{ low; middle; high }}
         record unit {{ key id: text; grade: grades by grading; staff: number by headcount }}
         record grading {{ key id: text; unit: ref unit; at from: date; grade: grades? }}
         record headcount {{ key id: text; of: ref unit; at counted: date; persons: number }}
         record visit {{ key id: text; at date: date; unit: ref unit; score: number? }}
         register units of unit
         {policy}"
    ))
    .with("unit", "id\n u\n w")
    .with("grading", "id, unit, from, grade\n g2, u, 2025-02-10, high\n g1, u, 2025-01-01, low\n g3, u, 2025-03-20,")
    .with("headcount", "id, of, counted, persons\n c1, u, 2025-02-01, 20")
    .with(
        "visit",
        "id, date, unit, score\n a, 2025-02-09, u, 1\n b, 2025-02-10, u, 2\n c, 2025-03-25, u, 3\n d, 2025-02-10, w, 4",
    )
    .data("2025-01-01..2025-03-31")
    .as_of("2025-03-31")
}

fn check(must: &str) -> String {
    graded(&format!("check c \"c\" {{ cite 1; each visit; must {must} }}")).run()
}

#[test]
fn the_latest_entry_on_the_records_date_counts() {
    assert_snapshot!(check("unit.grade = high"), @"
    c | a | 2025-02-09 | violated | fails: unit.grade = high | a:2
    c | b | 2025-02-10 | met | holds | b:3
    c | c | 2025-03-25 | undetermined missing_field | unknown: unit.grade = high | c:4
    c | d | 2025-02-10 | undetermined missing_field | unknown: unit.grade = high | d:5
    ");
    assert_snapshot!(check("unit.staff >= 20"), @"
    c | a | 2025-02-09 | met | holds | a:2
    c | b | 2025-02-10 | met | holds | b:3
    c | c | 2025-03-25 | met | holds | c:4
    c | d | 2025-02-10 | undetermined missing_field | unknown: unit.staff >= 20 | d:5
    ");
}

#[test]
fn as_of_another_day() {
    assert_snapshot!(check("unit.grade at (date - 1 day) = low"), @"
    c | a | 2025-02-09 | met | holds | a:2
    c | b | 2025-02-10 | met | holds | b:3
    c | c | 2025-03-25 | undetermined missing_field | unknown: unit.grade at (date - 1 day) = low | c:4
    c | d | 2025-02-10 | undetermined missing_field | unknown: unit.grade at (date - 1 day) = low | d:5
    ");
    assert_snapshot!(check("unit.grade at 2024-12-31 known"), @"
    c | a | 2025-02-09 | violated | fails: unit.grade at 2024-12-31 known | a:2
    c | b | 2025-02-10 | violated | fails: unit.grade at 2024-12-31 known | b:3
    c | c | 2025-03-25 | violated | fails: unit.grade at 2024-12-31 known | c:4
    c | d | 2025-02-10 | violated | fails: unit.grade at 2024-12-31 known | d:5
    ");
}

#[test]
fn a_member_has_the_grade_of_the_first_day_of_the_window() {
    let rule = "table visits { low: 1; middle: 2; high: 3 } cite 1
        quantity q \"q\" { cite 1; per u in units where u.staff known; every calendar month; count visit; at least lookup(visits, u.grade) }";
    assert_snapshot!(graded(rule).run(), @"
    q | u | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | u | 2025-02-01..2025-02-28 | met | 2 (≥1)
    q | u | 2025-03-01..2025-03-31 | pending | 1 (≥3) | needs 2 more by 2025-03-31
    ");
}

#[test]
fn a_definition_is_taken_as_of_the_day_it_is_asked_for() {
    let rule = "define risky of unit: grade >= middle
        check c \"c\" { cite 1; each visit; must unit.risky }
        check d \"d\" { cite 1; each visit; must unit.risky at (date - 1 day) }";
    assert_snapshot!(graded(rule).run(), @"
    c | a | 2025-02-09 | violated | fails: unit.risky | a:2
    c | b | 2025-02-10 | met | holds | b:3
    c | c | 2025-03-25 | undetermined missing_field | unknown: unit.risky | c:4
    c | d | 2025-02-10 | undetermined missing_field | unknown: unit.risky | d:5
    d | a | 2025-02-09 | violated | fails: unit.risky at (date - 1 day) | a:2
    d | b | 2025-02-10 | violated | fails: unit.risky at (date - 1 day) | b:3
    d | c | 2025-03-25 | undetermined missing_field | unknown: unit.risky at (date - 1 day) | c:4
    d | d | 2025-02-10 | undetermined missing_field | unknown: unit.risky at (date - 1 day) | d:5
    ");
}

#[test]
fn an_event_may_ask_for_a_history_a_neighbour_and_a_later_event() {
    let rule = "sequence visits of visit per unit by date
        event worse from heavy where worst >= 2 per unit, date
        event heavy from visit where unit.grade = high and previous visits known per unit, date { worst = greatest score }
        check c \"c\" { cite 1; never each worse }";
    assert_snapshot!(graded(rule).run(), @"c | u|2025-02-10 | 2025-02-10 | violated | found | b:3");
}
