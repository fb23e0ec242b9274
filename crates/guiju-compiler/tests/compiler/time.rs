//! Instants and hours: where they may stand and where a day is needed.

use crate::support::{faults, faults_of};
use insta::assert_snapshot;

const CALLS: &str = "record call { key id: text; at made: time; answered: time?; day: date?; lasting: duration? }\n";

/// The faults of a rule over calls.
fn rule(rule: &str) -> String {
    faults(&format!("{CALLS}{rule}"))
}

#[test]
fn an_instant_stands_where_a_date_is_needed() {
    assert_eq!(
        rule(
            "deadline A1 \"a\" { cite 1; each call; must answered; within 3 days }
         deadline A2 \"a\" { cite 1; each call; must answered; by day }
         quantity A3 \"a\" { cite 1; every calendar month; count call; at least 1 }
         quantity A4 \"a\" { cite 1; every rolling 7 days by answered; count call; at least 1 }
         sequence calls of call per id by made
         event shift from call per id, made { n = count; last_answer = greatest answered }
         check A5 \"a\" { cite 1; each call; must weekday of made < 6 and made <= day and days from day to made < 3 }
         check A6 \"a\" { cite 1; each call; must answered + 2 hours > made and answered - 1 day < made }
         check A7 \"a\" { cite 1; each call; must clock of made < 17:30 and minutes from made to answered < 30 }
         check A8 \"a\" { cite 1; each call; must made >= 2025-03-04T12:00 and earlier of (made, answered) >= day }"
        ),
        "nothing wrong"
    );
}

#[test]
fn a_date_has_no_hour() {
    assert_snapshot!(rule("check A1 \"a\" { cite 1; each call; must hours from day to made < 3 }"), @"
    E0301 ⟦day⟧ expected a time, found a date | this is a date
      help: a date has no hour; give the field the type `time`
    ");
    assert_snapshot!(rule("check A1 \"a\" { cite 1; each call; must clock of day < 9:30 }"), @"
    E0301 ⟦day⟧ expected a time, found a date | this is a date
      help: a date has no hour; give the field the type `time`
    ");
    assert_snapshot!(rule("check A1 \"a\" { cite 1; each call; must made > day + 3 hours }"), @"
    E0302 ⟦3 hours⟧ hours moved from a day | a day has no hour to count from
      at ⟦day⟧ this is a date
      help: give the field the type `time`, or count in days
    ");
    assert_snapshot!(rule("check A1 \"a\" { cite 1; each call; must made - answered < 3 hours }"), @"
    E0301 ⟦answered⟧ expected a length of time such as 15 days, found a time | this is a time
      help: count what lies between two times with `hours from A to B` or `minutes from A to B`
    ");
    assert_snapshot!(rule("check A1 \"a\" { cite 1; each call; must clock of made < 9 }"), @"E0301 ⟦clock of made < 9⟧ a length of time compared with a number | these cannot be compared");
}

#[test]
fn limits_in_hours_run_over_times() {
    assert_snapshot!(rule("deadline A1 \"a\" { cite 1; each call; must day; within 24 hours }"), @"
    E0302 ⟦24 hours⟧ a limit in hours on dates | hours run from instant to instant
      at ⟦day⟧ this is a date
      help: give the field the type `time`; its cells may still be bare dates
    ");
    assert_snapshot!(rule("deadline A1 \"a\" { cite 1; each call; from day; must answered; within 24 hours }"), @"
    E0302 ⟦24 hours⟧ a limit in hours on dates | hours run from instant to instant
      at ⟦day⟧ this is a date
      help: give the field the type `time`; its cells may still be bare dates
    ");
    assert_snapshot!(rule("param quick = 2 hours cite 1\ndeadline A1 \"a\" { cite 1; each call; must answered; before day at least quick }"), @"
    E0302 ⟦quick⟧ a limit in hours on dates | hours run from instant to instant
      at ⟦day⟧ this is a date
      help: give the field the type `time`; its cells may still be bare dates
    ");
    assert_snapshot!(rule("deadline A1 \"a\" { cite 1; each call; must answered; no sooner than 2 hours }"), @"
    E0302 ⟦2 hours⟧ hours where days are counted | a number of whole days is wanted
      help: write it in days; a limit in hours stands behind `within`, a difference in `hours from A to B`
    ");
    assert_snapshot!(rule("quantity A1 \"a\" { cite 1; every rolling 24 hours; count call; at least 1 }"), @"
    E0302 ⟦24 hours⟧ hours where days are counted | a number of whole days is wanted
      help: write it in days; a limit in hours stands behind `within`, a difference in `hours from A to B`
    ");
    assert_eq!(rule("deadline A1 \"a\" { cite 1; each call; must answered; within lasting }"), "nothing wrong");
    assert_snapshot!(rule("deadline A1 \"a\" { cite 1; each call; must answered; within 24 hours; restarted at day }"), @"
    E0602 ⟦24 hours⟧ a limit in hours that is suspended or extended | what moves a clock counts in days
      help: write the limit in days
    E0602 ⟦restarted at day⟧ `restarted` has no effect beside `within` | would be ignored
      help: a limit to the hour runs on; write it in days for it to be moved
    ");
}

#[test]
fn times_that_are_none() {
    assert_snapshot!(rule("check A1 \"a\" { cite 1; each call; must clock of made < 24:30 }"), @"
    E0104 ⟦24:30⟧ `24:30` is no time | there is no such time
      help: write a time that exists, as 9:30; hours run from 0 to 23
    ");
    assert_snapshot!(rule("check A1 \"a\" { cite 1; each call; must made > 2025-02-30T12:00 }"), @"
    E0104 ⟦2025-02-30T12:00⟧ `2025-02-30T12:00` is no time | there is no such time
      help: write a time that exists, as 2026-02-28T14:30; hours run from 0 to 23
    ");
    assert_snapshot!(faults("record r { key id: text; at day: date; known entered: time }"), @"E0301 ⟦known entered: time⟧ expected a date, found a time | this is a time");
    assert_snapshot!(faults_of(&[("a.guiju", "policy t \"t\" { zone \"Asia/Shangai\" }")], &["a.guiju"]), @r#"
    E0202 a.guiju ⟦"Asia/Shangai"⟧ unknown time zone `Asia/Shangai` | not a zone of the IANA database
      help: zones are named as in the IANA database, such as `Asia/Shanghai`
    "#);
}
