//! Neighbours in a sequence: what comes before, after, and on or before.

use insta::assert_snapshot;

use crate::harness::{Case, case};

fn visits(rule: &str, rows: &str) -> Case {
    case(&format!(
        "record unit {{ key id: text }}
         record visit {{ key id: text; unit: ref unit; at date: date; group: text?; done: yesno? }}
         record notice {{ key id: text; unit: ref unit; at date: date }}
         sequence visits of visit where not (group = \"other\") per unit by date
         {rule}"
    ))
    .with("unit", "id\n u\n w")
    .with("visit", &format!("id, unit, date, group, done\n{rows}"))
    .data("2025-01-01..2025-01-31")
    .as_of("2025-01-31")
}

#[test]
fn the_previous_is_strictly_before_and_of_the_same_subject() {
    let rule = "check k \"k\" { cite 1; each visit; must group != previous.group }";
    let rows = "a, u, 2025-01-01, x,
        b, u, 2025-01-03, x,
        b2, u, 2025-01-03, y,
        c, u, 2025-01-05, x,
        d, w, 2025-01-06, x,
        e, u, 2025-01-07, other,
        f, u, 2025-01-08, z,";
    assert_snapshot!(visits(rule, rows).run(), @"
    k | a | 2025-01-01 | undetermined missing_field | unknown: group != previous.group | a:2
    k | b | 2025-01-03 | violated | fails: group != previous.group | b:3
    k | b2 | 2025-01-03 | met | holds | b2:4
    k | c | 2025-01-05 | met | holds | c:5
    k | d | 2025-01-06 | undetermined missing_field | unknown: group != previous.group | d:6
    k | e | 2025-01-07 | met | holds | e:7
    k | f | 2025-01-08 | met | holds | f:8
    ");
}

#[test]
fn an_absent_neighbour_is_not_known_and_can_be_asked_for() {
    let rows = "a, u, 2025-01-01, x,\n b, u, 2025-01-03, y,\n c, u, 2025-01-05, z,";
    assert_snapshot!(visits("check k \"k\" { cite 1; each visit; must previous.date known }", rows).run(), @"
    k | a | 2025-01-01 | violated | fails: previous.date known | a:2
    k | b | 2025-01-03 | met | holds | b:3
    k | c | 2025-01-05 | met | holds | c:4
    ");
    assert_snapshot!(visits("check k \"k\" { cite 1; each visit where previous.date known; must group != previous.group }", rows).run(), @"
    k | b | 2025-01-03 | met | holds | b:3
    k | c | 2025-01-05 | met | holds | c:4
    ");
    assert_snapshot!(visits("check k \"k\" { cite 1; each visit; must next.date missing or days from date to next.date <= 2 }", rows).run(), @"
    k | a | 2025-01-01 | met | holds | a:2
    k | b | 2025-01-03 | met | holds | b:3
    k | c | 2025-01-05 | met | holds | c:4
    ");
}

#[test]
fn latest_is_on_or_before_and_other_kinds_have_neighbours_too() {
    let rule = "check k \"k\" { cite 1; each notice; must days from latest visits.date to date <= 1 }
        check p \"p\" { cite 1; each notice; must days from previous visits.date to date <= 1 }";
    let case = visits(rule, "a, u, 2025-01-03, x,\n b, u, 2025-01-05, x,")
        .with("notice", "id, unit, date\n same day, u, 2025-01-05\n day after, u, 2025-01-06\n first, u, 2025-01-03\n before, u, 2025-01-02\n of another, w, 2025-01-05");
    assert_snapshot!(case.run(), @"
    k | before | 2025-01-02 | undetermined missing_field | unknown: days from latest visits.date to date <= 1 | before:5
    k | day after | 2025-01-06 | met | holds | day after:3
    k | first | 2025-01-03 | met | holds | first:4
    k | of another | 2025-01-05 | undetermined missing_field | unknown: days from latest visits.date to date <= 1 | of another:6
    k | same day | 2025-01-05 | met | holds | same day:2
    p | before | 2025-01-02 | undetermined missing_field | unknown: days from previous visits.date to date <= 1 | before:5
    p | day after | 2025-01-06 | met | holds | day after:3
    p | first | 2025-01-03 | undetermined missing_field | unknown: days from previous visits.date to date <= 1 | first:4
    p | of another | 2025-01-05 | undetermined missing_field | unknown: days from previous visits.date to date <= 1 | of another:6
    p | same day | 2025-01-05 | violated | fails: days from previous visits.date to date <= 1 | same day:2
    ");
}

#[test]
fn records_after_the_as_of_date_are_no_neighbours() {
    let rule = "check k \"k\" { cite 1; each visit; must next.date missing }";
    assert_snapshot!(visits(rule, "a, u, 2025-01-03, x,\n b, u, 2025-02-05, x,").run(), @"k | a | 2025-01-03 | met | holds | a:2");
}

#[test]
fn three_in_a_row_are_a_chain_of_neighbours() {
    let rule = "check k \"k\" { cite 1; each visit; must not (not done and not previous.done and not previous.previous.done) }
        check p \"p\" { cite 1; each visit where previous.previous known; must days from previous.previous.date to date >= 4 }";
    let rows = "a, u, 2025-01-01, x, no
        b, u, 2025-01-03, x, no
        c, u, 2025-01-04, x, no
        d, u, 2025-01-06, x, yes
        e, u, 2025-01-08, x, no
        f, u, 2025-01-09, x,
        g, u, 2025-01-10, x, no";
    assert_snapshot!(visits(rule, rows).run(), @"
    k | a | 2025-01-01 | undetermined missing_field | unknown: not (not done and not previous.done and not previous.previous.done) | a:2
    k | b | 2025-01-03 | undetermined missing_field | unknown: not (not done and not previous.done and not previous.previous.done) | b:3
    k | c | 2025-01-04 | violated | fails: not (not done and not previous.done and not previous.previous.done) | c:4
    k | d | 2025-01-06 | met | holds | d:5
    k | e | 2025-01-08 | met | holds | e:6
    k | f | 2025-01-09 | met | holds | f:7
    k | g | 2025-01-10 | undetermined missing_field | unknown: not (not done and not previous.done and not previous.previous.done) | g:8
    p | c | 2025-01-04 | violated | fails: days from previous.previous.date to date >= 4 | c:4
    p | d | 2025-01-06 | violated | fails: days from previous.previous.date to date >= 4 | d:5
    p | e | 2025-01-08 | met | holds | e:6
    p | f | 2025-01-09 | violated | fails: days from previous.previous.date to date >= 4 | f:7
    p | g | 2025-01-10 | violated | fails: days from previous.previous.date to date >= 4 | g:8
    ");
}

#[test]
fn a_duty_may_depend_on_the_last_result() {
    let rule = "deadline d \"d\" { cite 1; each notice where latest visits.done = no; from date; must visit.date where unit = this.unit and done; within 5 days }";
    let case = visits(rule, "a, u, 2025-01-03, x, no\n b, u, 2025-01-09, x, yes\n c, w, 2025-01-03, x, yes")
        .with("notice", "id, unit, date\n after a bad one, u, 2025-01-05\n after a good one, w, 2025-01-05\n after the next, u, 2025-01-09");
    assert_snapshot!(case.run(), @"d | after a bad one | 2025-01-05 | met | due 2025-01-10 | done 2025-01-09 | after a bad one:2 b:3");
}
