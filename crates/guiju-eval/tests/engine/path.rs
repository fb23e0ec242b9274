//! Paths: stages that follow one another, what ends them, levels, returns, cures.

use insta::assert_snapshot;

use crate::harness::{Case, case};

/// Hazards, with what an office does when they are not settled in time.
fn hazards(path: &str, rows: &str) -> Case {
    case(&format!(
        "catalog levels ordered {{ district; city; province }}
         record hazard {{ key id: text; at found: date; settled: date?; listed: date?; closed: date?; void: yesno?; urgent: yesno?; top: levels? }}
         record interview {{ key id: text; of: ref hazard; at date: date; level: levels? }}
         path p \"p\" {{ cite 1; each hazard; {path} }}"
    ))
    .with("hazard", &format!("id, found, settled, listed, closed, void, urgent, top\n{rows}"))
    .with("interview", "id, of, date, level")
    .data("2025-01-01..2025-06-30")
    .as_of("2025-06-30")
}

/// Settled in ten days, else listed in five, else the head of the place interviewed in three.
const USUAL: &str = "stop when settled;
    stage rectify must settled within 10 days then done else listing
    stage listing from due must listed within 5 days then done else interview
    stage interview from due must interview within 3 days then done else done";

fn interviews(case: Case, rows: &str) -> Case {
    case.with("interview", &format!("id, of, date, level\n{rows}"))
}

#[test]
fn a_stage_is_reached_the_day_after_the_one_before_was_due() {
    // 3 March 2025 is a Monday: due 13 March, a Thursday; five days on is the 18th, three more the 21st.
    let row = "h, 2025-03-03, , , , , ,";
    assert_snapshot!(hazards(USUAL, row).as_of("2025-03-13").run(), @"p | h | rectify | 2025-03-03 | pending | not done | due 2025-03-13 | h:2");
    assert_snapshot!(hazards(USUAL, row).as_of("2025-03-14").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 1 | h:2
    p | h | listing | 2025-03-03 | pending | not done | due 2025-03-18 | h:2
    ");
    assert_snapshot!(hazards(USUAL, row).as_of("2025-03-18").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 5 | h:2
    p | h | listing | 2025-03-03 | pending | not done | due 2025-03-18 | h:2
    ");
    assert_snapshot!(hazards(USUAL, row).as_of("2025-03-19").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 6 | h:2
    p | h | listing | 2025-03-03 | overdue | not done | due 2025-03-18 | late 1 | h:2
    p | h | interview | 2025-03-03 | pending | not done | due 2025-03-21 | h:2
    ");
    assert_snapshot!(hazards(USUAL, row).as_of("2025-03-22").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 9 | h:2
    p | h | listing | 2025-03-03 | overdue | not done | due 2025-03-18 | late 4 | h:2
    p | h | interview | 2025-03-03 | overdue | not done | due 2025-03-21 | late 1 | h:2
    ");
}

#[test]
fn a_stage_not_reached_has_no_verdict() {
    assert_snapshot!(hazards(USUAL, "on due, 2025-03-03, 2025-03-13, , , , ,").run(), @"p | on due | rectify | 2025-03-03 | met | due 2025-03-13 | done 2025-03-13 | on due:2");
    assert_snapshot!(hazards(USUAL, "unknown date, , , , , , ,").with_rejects().run(), @r#"p | unknown date | undetermined illegible | unknown date:2"#);
}

#[test]
fn what_is_settled_late_ends_the_path() {
    // Before the listing was due: it falls away. After: it was owed and can no longer be done.
    assert_snapshot!(hazards(USUAL, "on the due day, 2025-03-03, 2025-03-18, , , , ,").run(), @"
    p | on the due day | rectify | 2025-03-03 | met_late | due 2025-03-13 | done 2025-03-18 | late 5 | on the due day:2
    p | on the due day | listing | 2025-03-03 | discharged stopped | not done | due 2025-03-18 | on the due day:2
    ");
    assert_snapshot!(hazards(USUAL, "the day after, 2025-03-03, 2025-03-19, , , , ,").run(), @"
    p | the day after | rectify | 2025-03-03 | met_late | due 2025-03-13 | done 2025-03-19 | late 6 | the day after:2
    p | the day after | listing | 2025-03-03 | violated lapsed | not done | due 2025-03-18 | late 1 | the day after:2
    p | the day after | interview | 2025-03-03 | discharged stopped | not done | due 2025-03-21 | the day after:2
    ");
    assert_snapshot!(hazards(USUAL, "listed, 2025-03-03, 2025-04-19, 2025-03-17, , , ,").run(), @"
    p | listed | rectify | 2025-03-03 | met_late | due 2025-03-13 | done 2025-04-19 | late 37 | listed:2
    p | listed | listing | 2025-03-03 | met | due 2025-03-18 | done 2025-03-17 | listed:2
    ");
}

#[test]
fn without_a_stop_the_later_duties_stay() {
    let path = USUAL.replace("stop when settled;", "");
    assert_snapshot!(hazards(&path, "h, 2025-03-03, 2025-03-14, , , , ,").as_of("2025-03-20").run(), @"
    p | h | rectify | 2025-03-03 | met_late | due 2025-03-13 | done 2025-03-14 | late 1 | h:2
    p | h | listing | 2025-03-03 | overdue | not done | due 2025-03-18 | late 2 | h:2
    p | h | interview | 2025-03-03 | pending | not done | due 2025-03-21 | h:2
    ");
}

#[test]
fn a_stage_that_is_done_stops_the_path_too() {
    let path = USUAL.replace("stop when settled", "stop when rectify met");
    assert_snapshot!(hazards(&path, "late, 2025-03-03, 2025-03-19, , , , ,").run(), @"
    p | late | rectify | 2025-03-03 | met_late | due 2025-03-13 | done 2025-03-19 | late 6 | late:2
    p | late | listing | 2025-03-03 | violated lapsed | not done | due 2025-03-18 | late 1 | late:2
    p | late | interview | 2025-03-03 | discharged stopped | not done | due 2025-03-21 | late:2
    ");
}

#[test]
fn a_condition_stops_without_a_date() {
    let path = USUAL.replace("stop when settled", "stop when void");
    let rows = "void, 2025-03-03, , , , yes, ,\n unknown, 2025-03-03, , , , , ,\n not, 2025-03-03, , , , no, ,\n late, 2025-03-03, 2025-03-14, , , yes, ,";
    assert_snapshot!(hazards(&path, rows).run(), @"
    p | late | rectify | 2025-03-03 | met_late | due 2025-03-13 | done 2025-03-14 | late 1 | late:5
    p | late | listing | 2025-03-03 | discharged stopped | not done | due 2025-03-18 | late:5
    p | not | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | not:4
    p | not | listing | 2025-03-03 | overdue | not done | due 2025-03-18 | late 104 | not:4
    p | not | interview | 2025-03-03 | overdue | not done | due 2025-03-21 | late 101 | not:4
    p | unknown | rectify | 2025-03-03 | undetermined missing_field | not done | due 2025-03-13 | unknown:3
    p | void | rectify | 2025-03-03 | discharged stopped | not done | due 2025-03-13 | void:2
    ");
}

#[test]
fn an_act_answers_its_stage_and_late_acts_are_late() {
    let row = "h, 2025-03-03, , , , , ,";
    let case = |rows: &str| interviews(hazards(USUAL, row), rows).run();
    assert_snapshot!(case("i1, h, 2025-03-21,"), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | listing | 2025-03-03 | overdue | not done | due 2025-03-18 | late 104 | h:2
    p | h | interview | 2025-03-03 | met | due 2025-03-21 | done 2025-03-21 | h:2 i1:2
    ");
    assert_snapshot!(case("i1, h, 2025-03-24,"), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | listing | 2025-03-03 | overdue | not done | due 2025-03-18 | late 104 | h:2
    p | h | interview | 2025-03-03 | met_late | due 2025-03-21 | done 2025-03-24 | late 3 | h:2 i1:2
    ");
    // Held before anyone had to: it answers nothing.
    assert_snapshot!(case("i1, h, 2025-03-17,"), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | listing | 2025-03-03 | overdue | not done | due 2025-03-18 | late 104 | h:2
    p | h | interview | 2025-03-03 | overdue | not done | due 2025-03-21 | late 101 | h:2
    ");
}

#[test]
fn then_follows_what_is_done_in_time() {
    let path = "stage rectify must settled within 10 days then verify else done
        stage verify from done must closed within 5 days then done else done";
    let rows = "in time, 2025-03-03, 2025-03-10, , 2025-03-15, , ,\n late, 2025-03-03, 2025-03-14, , , , ,\n open, 2025-03-03, 2025-03-10, , , , ,";
    assert_snapshot!(hazards(path, rows).run(), @"
    p | in time | rectify | 2025-03-03 | met | due 2025-03-13 | done 2025-03-10 | in time:2
    p | in time | verify | 2025-03-03 | met | due 2025-03-17 | done 2025-03-15 | in time:2
    p | late | rectify | 2025-03-03 | met_late | due 2025-03-13 | done 2025-03-14 | late 1 | late:3
    p | open | rectify | 2025-03-03 | met | due 2025-03-13 | done 2025-03-10 | open:4
    p | open | verify | 2025-03-03 | overdue | not done | due 2025-03-17 | late 105 | open:4
    ");
}

#[test]
fn a_later_stage_that_compensates_cures_the_breach_on_record() {
    let path = "stage rectify must settled within 10 days then done else fine
        stage fine from due must interview within 20 days then done else done compensates";
    let row = "h, 2025-03-03, , , , , ,";
    assert_snapshot!(interviews(hazards(path, row), "i1, h, 2025-04-02,").run(), @"
    p | h | rectify | 2025-03-03 | violated compensated | not done | due 2025-03-13 | h:2 i1:2
    p | h | fine | 2025-03-03 | met | due 2025-04-02 | done 2025-04-02 | h:2 i1:2
    ");
    assert_snapshot!(interviews(hazards(path, row), "i1, h, 2025-04-07,").run(), @"
    p | h | rectify | 2025-03-03 | violated compensated | not done | due 2025-03-13 | h:2 i1:2
    p | h | fine | 2025-03-03 | met_late | due 2025-04-02 | done 2025-04-07 | late 5 | h:2 i1:2
    ");
    assert_snapshot!(hazards(path, row).as_of("2025-03-20").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 7 | h:2
    p | h | fine | 2025-03-03 | pending | not done | due 2025-04-02 | h:2
    ");
    // What was done late is not cured but done.
    assert_snapshot!(interviews(hazards(path, "h, 2025-03-03, 2025-03-20, , , , ,"), "i1, h, 2025-04-02,").run(), @"
    p | h | rectify | 2025-03-03 | met_late | due 2025-03-13 | done 2025-03-20 | late 7 | h:2
    p | h | fine | 2025-03-03 | met | due 2025-04-02 | done 2025-04-02 | h:2 i1:2
    ");
}

#[test]
fn records_that_come_late_withdraw_the_stages_and_name_what_was_done() {
    // Known by 1 April nobody had heard of the rectification: the place was listed and its head interviewed.
    let policy = "record hazard { key id: text; at found: date; listed: date? }
        record proof { key id: text; hazard: ref hazard; at settled: date; known entered: date }
        record interview { key id: text; of: ref hazard; at date: date }
        path p \"p\" { cite 1; each hazard
          stage rectify must proof within 10 days then done else listing
          stage listing from due must listed within 5 days then done else interview
          stage interview from due must interview within 3 days then done else done }";
    let case = case(policy)
        .with("hazard", "id, found, listed\n h, 2025-03-03, 2025-03-20")
        .with("proof", "id, hazard, settled, entered\n p1, h, 2025-03-10, 2025-04-10")
        .with("interview", "id, of, date\n i1, h, 2025-03-21")
        .data("2025-01-01..2025-06-30")
        .as_of("2025-06-30");
    assert_snapshot!(case.clone().known_by("2025-04-01").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | listing | 2025-03-03 | met_late | due 2025-03-18 | done 2025-03-20 | late 2 | h:2
    p | h | interview | 2025-03-03 | met | due 2025-03-21 | done 2025-03-21 | h:2 i1:2
    ");
    assert_snapshot!(case.run(), @"
    p | h | rectify | 2025-03-03 | met | due 2025-03-13 | done 2025-03-10 | h:2 p1:2
    p | h | listing | 2025-03-03 | discharged trigger_withdrawn | done 2025-03-20 | h:2
    p | h | interview | 2025-03-03 | discharged trigger_withdrawn | done 2025-03-21 | h:2 i1:2
    ");
}

#[test]
fn a_stage_returns_until_one_of_its_runs_fails_or_the_path_stops() {
    let path = "stop when settled;
        stage rectify must settled within 10 days then done else remind
        stage remind from due must interview within 5 days repeat every 1 month at most 3 then listing else done
        stage listing from done must listed within 5 days then done else done";
    let row = "h, 2025-03-03, , , , , ,";
    assert_snapshot!(interviews(hazards(path, row), "i1, h, 2025-03-17,\n i2, h, 2025-04-14,\n i3, h, 2025-05-13,").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | remind#1 | 2025-03-03 | met | due 2025-03-18 | done 2025-03-17 | h:2 i1:2
    p | h | remind#2 | 2025-03-03 | met | due 2025-04-18 | done 2025-04-14 | h:2 i2:3
    p | h | remind#3 | 2025-03-03 | met | due 2025-05-19 | done 2025-05-13 | h:2 i3:4
    p | h | listing | 2025-03-03 | overdue | not done | due 2025-05-19 | late 42 | h:2
    ");
    // The second reminder fails: the third is not owed.
    assert_snapshot!(interviews(hazards(path, row), "i1, h, 2025-03-17,").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | remind#1 | 2025-03-03 | met | due 2025-03-18 | done 2025-03-17 | h:2 i1:2
    p | h | remind#2 | 2025-03-03 | overdue | not done | due 2025-04-18 | late 73 | h:2
    ");
    // Settled before the second began.
    assert_snapshot!(interviews(hazards(path, "h, 2025-03-03, 2025-04-13, , , , ,"), "i1, h, 2025-03-17,").run(), @"
    p | h | rectify | 2025-03-03 | met_late | due 2025-03-13 | done 2025-04-13 | late 31 | h:2
    p | h | remind#1 | 2025-03-03 | met | due 2025-03-18 | done 2025-03-17 | h:2 i1:2
    ");
    assert_snapshot!(interviews(hazards(path, "h, 2025-03-03, 2025-04-14, , , , ,"), "i1, h, 2025-03-17,").run(), @"
    p | h | rectify | 2025-03-03 | met_late | due 2025-03-13 | done 2025-04-14 | late 32 | h:2
    p | h | remind#1 | 2025-03-03 | met | due 2025-03-18 | done 2025-03-17 | h:2 i1:2
    p | h | remind#2 | 2025-03-03 | discharged stopped | not done | due 2025-04-18 | h:2
    ");
    assert_snapshot!(interviews(hazards(path, row), "i1, h, 2025-03-17,").as_of("2025-04-12").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 30 | h:2
    p | h | remind#1 | 2025-03-03 | met | due 2025-03-18 | done 2025-03-17 | h:2 i1:2
    ");
}

#[test]
fn one_act_answers_one_run() {
    let path = "stage rectify must settled within 10 days then done else remind
        stage remind from due must interview within 40 days repeat every 1 month at most 2 then done else done";
    let row = "h, 2025-03-03, , , , , ,";
    assert_snapshot!(interviews(hazards(path, row), "i1, h, 2025-04-15,").as_of("2025-04-20").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 38 | h:2
    p | h | remind#1 | 2025-03-03 | met | due 2025-04-22 | done 2025-04-15 | h:2 i1:2
    p | h | remind#2 | 2025-03-03 | pending | not done | due 2025-05-23 | h:2
    ");
    let shared = path.replace("repeat", "matching shared repeat");
    assert_snapshot!(interviews(hazards(&shared, row), "i1, h, 2025-04-15,").as_of("2025-04-20").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 38 | h:2
    p | h | remind#1 | 2025-03-03 | met | due 2025-04-22 | done 2025-04-15 | h:2 i1:2
    p | h | remind#2 | 2025-03-03 | met | due 2025-05-23 | done 2025-04-15 | h:2 i1:2
    ");
}

const CLIMB: &str = "stage rectify must settled within 10 days then done else report
    stage report from due must interview within 3 days over levels from district to top then done else listing
    stage listing from due must listed within 5 days then done else done";

#[test]
fn reports_climb_each_level_from_the_act_below() {
    let row = "h, 2025-03-03, , , , , , province";
    let case = |rows: &str| interviews(hazards(CLIMB, row), rows).run();
    assert_snapshot!(case("i1, h, 2025-03-14, district\n i2, h, 2025-03-17, city\n i3, h, 2025-03-19, province"), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | report/district | 2025-03-03 | met | due 2025-03-17 | done 2025-03-14 | h:2 i1:2
    p | h | report/city | 2025-03-03 | met | due 2025-03-17 | done 2025-03-17 | h:2 i2:3
    p | h | report/province | 2025-03-03 | met | due 2025-03-20 | done 2025-03-19 | h:2 i3:4
    ");
    // The city passed it on a day late: the province still counts from there, and the failure is followed up.
    assert_snapshot!(case("i1, h, 2025-03-14, district\n i2, h, 2025-03-18, city\n i3, h, 2025-03-19, province"), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | report/district | 2025-03-03 | met | due 2025-03-17 | done 2025-03-14 | h:2 i1:2
    p | h | report/city | 2025-03-03 | met_late | due 2025-03-17 | done 2025-03-18 | late 1 | h:2 i2:3
    p | h | report/province | 2025-03-03 | met | due 2025-03-21 | done 2025-03-19 | h:2 i3:4
    p | h | listing | 2025-03-03 | overdue | not done | due 2025-03-24 | late 98 | h:2
    ");
    // Nobody below acted: what the province did answers nothing.
    assert_snapshot!(case("i3, h, 2025-03-14, province"), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | report/district | 2025-03-03 | overdue | not done | due 2025-03-17 | late 105 | h:2
    p | h | listing | 2025-03-03 | overdue | not done | due 2025-03-24 | late 98 | h:2
    ");
    assert_snapshot!(interviews(hazards(CLIMB, "h, 2025-03-03, , , , , ,"), "i1, h, 2025-03-14, district").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | report | 2025-03-03 | undetermined missing_field | h:2 i1:2
    ");
    assert_snapshot!(interviews(hazards(CLIMB, "h, 2025-03-03, , , , , , district"), "i1, h, 2025-03-14, district").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | report/district | 2025-03-03 | met | due 2025-03-17 | done 2025-03-14 | h:2 i1:2
    ");
}

#[test]
fn a_level_may_be_left_out_where_the_text_allows_it() {
    let path = CLIMB.replace("to top", "to top skipping where urgent");
    let case = |row: &str, rows: &str| interviews(hazards(&path, row), rows).run();
    assert_snapshot!(case("urgent, 2025-03-03, , , , , yes, province", "i2, urgent, 2025-03-14, city\n i3, urgent, 2025-03-15, province"), @"
    p | urgent | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | urgent:2
    p | urgent | report/district | 2025-03-03 | not_applicable skipped | not done | due 2025-03-17 | urgent:2 i2:2
    p | urgent | report/city | 2025-03-03 | met | due 2025-03-17 | done 2025-03-14 | urgent:2 i2:2
    p | urgent | report/province | 2025-03-03 | met | due 2025-03-17 | done 2025-03-15 | urgent:2 i3:3
    ");
    assert_snapshot!(case("not, 2025-03-03, , , , , no, province", "i2, not, 2025-03-14, city\n i3, not, 2025-03-15, province"), @"
    p | not | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | not:2
    p | not | report/district | 2025-03-03 | overdue | not done | due 2025-03-17 | late 105 | not:2
    p | not | listing | 2025-03-03 | overdue | not done | due 2025-03-24 | late 98 | not:2
    ");
}

#[test]
fn acts_below_the_level_do_not_count() {
    let path = "stage rectify must settled within 10 days then done else talk
        stage talk from due must interview within 3 days by level city then done else done";
    let row = "h, 2025-03-03, , , , , ,";
    let case = |rows: &str| interviews(hazards(path, row), rows).run();
    assert_snapshot!(case("i1, h, 2025-03-14, district"), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | talk | 2025-03-03 | overdue | not done | due 2025-03-17 | late 105 | h:2
    ");
    assert_snapshot!(case("i1, h, 2025-03-14, city"), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | talk | 2025-03-03 | met | due 2025-03-17 | done 2025-03-14 | h:2 i1:2
    ");
    assert_snapshot!(case("i1, h, 2025-03-14, province"), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | talk | 2025-03-03 | met | due 2025-03-17 | done 2025-03-14 | h:2 i1:2
    ");
    assert_snapshot!(case("i1, h, 2025-03-14,"), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | h:2
    p | h | talk | 2025-03-03 | undetermined missing_field | not done | due 2025-03-17 | h:2 i1:2
    ");
}

#[test]
fn any_of_several_acts_is_enough() {
    let path = "stage rectify must settled within 10 days then done else act
        stage act from due must one of (listed, interview where level = city, closed) within 5 days then done else done";
    let case = |row: &str, rows: &str| interviews(hazards(path, row), rows).run();
    assert_snapshot!(case("none, 2025-03-03, , , , , ,", "i1, none, 2025-03-14, district"), @"
    p | none | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | none:2
    p | none | act | 2025-03-03 | overdue | not done | due 2025-03-18 | late 104 | none:2
    ");
    assert_snapshot!(case("listed, 2025-03-03, , 2025-03-17, , , ,", "i1, listed, 2025-03-20, city"), @"
    p | listed | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | listed:2
    p | listed | act | 2025-03-03 | met | due 2025-03-18 | done 2025-03-17 | listed:2
    ");
    assert_snapshot!(case("spoken, 2025-03-03, , , 2025-03-25, , ,", "i1, spoken, 2025-03-18, city"), @"
    p | spoken | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | spoken:2
    p | spoken | act | 2025-03-03 | met | due 2025-03-18 | done 2025-03-18 | spoken:2 i1:2
    ");
}

#[test]
fn a_loop_runs_as_long_as_time_passes() {
    let path = "stop when settled;
        stage rectify must settled within 10 days then done else listing
        stage listing from due must listed within 5 days then done else press
        stage press from due must interview within 20 days then done else press_again
        stage press_again from due must interview within 20 days then done else press";
    let row = "h, 2025-03-03, , , , , ,";
    assert_snapshot!(hazards(path, row).as_of("2025-05-20").run(), @"
    p | h | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 68 | h:2
    p | h | listing | 2025-03-03 | overdue | not done | due 2025-03-18 | late 63 | h:2
    p | h | press | 2025-03-03 | overdue | not done | due 2025-04-07 | late 43 | h:2
    p | h | press_again | 2025-03-03 | overdue | not done | due 2025-04-27 | late 23 | h:2
    p | h | press#2 | 2025-03-03 | overdue | not done | due 2025-05-19 | late 1 | h:2
    p | h | press_again#2 | 2025-03-03 | pending | not done | due 2025-06-09 | h:2
    ");
}

#[test]
fn what_is_not_known_is_not_followed() {
    let case = hazards(USUAL, "h, 2025-03-03, , , , , ,").data("2025-01-01..2025-03-10");
    assert_snapshot!(case.run(), @"p | h | rectify | 2025-03-03 | undetermined data_horizon | not done | due 2025-03-13 | needs data through 2025-03-13 | h:2");
    let path = USUAL.replace("stop when settled;", "unless void;");
    let rows = "freed, 2025-03-03, , , , yes, ,\n maybe, 2025-03-03, , , , , ,\n bound, 2025-03-03, , , , no, ,";
    assert_snapshot!(hazards(&path, rows).as_of("2025-03-14").run(), @"
    p | bound | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 1 | bound:4
    p | bound | listing | 2025-03-03 | pending | not done | due 2025-03-18 | bound:4
    p | freed | rectify | 2025-03-03 | not_applicable unless | freed:2
    p | maybe | rectify | 2025-03-03 | undetermined missing_field | not done | due 2025-03-13 | maybe:3
    ");
}

#[test]
fn other_rules_quote_the_root_or_a_stage() {
    let rule = "}
        check root \"root\" { cite 1; each hazard where p breached; must void }
        check stage_ \"stage\" { cite 1; each hazard where p.listing met; must void }
        check never_reached \"never\" { cite 1; each hazard where p.interview overdue; must void";
    let rows = "a, 2025-03-03, , 2025-03-14, , no, ,\n b, 2025-03-03, 2025-03-04, , , no, ,";
    assert_snapshot!(hazards(&format!("{USUAL}{rule}"), rows).run(), @"
    p | a | rectify | 2025-03-03 | overdue | not done | due 2025-03-13 | late 109 | a:2
    p | a | listing | 2025-03-03 | met | due 2025-03-18 | done 2025-03-14 | a:2
    p | b | rectify | 2025-03-03 | met | due 2025-03-13 | done 2025-03-04 | b:3
    root | a | 2025-03-03 | violated | fails: void | a:2
    stage_ | a | 2025-03-03 | violated | fails: void | a:2
    ");
}
