//! Checks of each record, and records that must not be.

use insta::assert_snapshot;

use crate::harness::{Case, case};

fn visits(rule: &str, rows: &str) -> Case {
    case(&format!(
        "record visit {{ key id: text; at date: date; signed: yesno?; n: number?; covert: yesno? }}
         check k \"k\" {{ cite 1; {rule} }}"
    ))
    .with("visit", &format!("id, date, signed, n, covert\n{rows}"))
    .data("2025-01-01..2025-01-31")
    .as_of("2025-01-31")
}

#[test]
fn each_condition_is_told_by_itself() {
    let rule = "each visit; must signed and n between 5 and 7";
    let rows = "good, 2025-01-01, yes, 5,
        also good, 2025-01-01, yes, 7,
        few, 2025-01-01, yes, 4.999999,
        many, 2025-01-01, yes, 7.000001,
        unsigned, 2025-01-01, no, 6,
        neither, 2025-01-01, no, 8,
        unknown, 2025-01-01, , 6,
        fails anyhow, 2025-01-01, , 8,
        all unknown, 2025-01-01, , ,";
    assert_snapshot!(visits(rule, rows).run(), @"
    k | all unknown | 2025-01-01 | undetermined missing_field | unknown: signed; n between 5 and 7 | all unknown:10
    k | also good | 2025-01-01 | met | holds | also good:3
    k | fails anyhow | 2025-01-01 | violated | fails: n between 5 and 7 | fails anyhow:9
    k | few | 2025-01-01 | violated | fails: n between 5 and 7 | few:4
    k | good | 2025-01-01 | met | holds | good:2
    k | many | 2025-01-01 | violated | fails: n between 5 and 7 | many:5
    k | neither | 2025-01-01 | violated | fails: signed; n between 5 and 7 | neither:7
    k | unknown | 2025-01-01 | undetermined missing_field | unknown: signed | unknown:8
    k | unsigned | 2025-01-01 | violated | fails: signed | unsigned:6
    ");
}

#[test]
fn scope_and_carve_out_may_be_unknown() {
    let rule = "each visit where covert unless n > 9; must signed";
    let rows = "in, 2025-01-01, no, 1, yes
        out, 2025-01-01, no, 1, no
        perhaps in, 2025-01-01, no, 1,
        perhaps in but good, 2025-01-01, yes, 1,
        excused, 2025-01-01, no, 10, yes
        perhaps excused, 2025-01-01, no, , yes
        perhaps excused but good, 2025-01-01, yes, , yes";
    assert_snapshot!(visits(rule, rows).run(), @"
    k | excused | 2025-01-01 | not_applicable unless | excused:6
    k | in | 2025-01-01 | violated | fails: signed | in:2
    k | perhaps excused | 2025-01-01 | undetermined missing_field | fails: signed | perhaps excused:7
    k | perhaps excused but good | 2025-01-01 | met | holds | perhaps excused but good:8
    k | perhaps in | 2025-01-01 | undetermined missing_field | fails: signed | perhaps in:4
    k | perhaps in but good | 2025-01-01 | met | holds | perhaps in but good:5
    ");
}

#[test]
fn records_after_the_as_of_date_and_outside_the_stretch_are_left_out() {
    let rows = "a, 2024-12-31, no, ,\n b, 2025-01-01, no, ,\n c, 2025-01-31, no, ,\n d, 2025-02-01, no, ,";
    assert_snapshot!(visits("each visit; must signed", rows).run(), @"
    k | a | 2024-12-31 | violated | fails: signed | a:2
    k | b | 2025-01-01 | violated | fails: signed | b:3
    k | c | 2025-01-31 | violated | fails: signed | c:4
    ");
    assert_snapshot!(visits("each visit; must signed", rows).between("2025-01-01", "2025-01-30").run(), @"k | b | 2025-01-01 | violated | fails: signed | b:3");
    assert_snapshot!(visits("effective from 2025-01-31; each visit; must signed", rows).run(), @"k | c | 2025-01-31 | violated | fails: signed | c:4");
}

#[test]
fn never_each_names_the_offenders_or_says_there_is_none() {
    let never = "never each visit where covert";
    assert_snapshot!(visits(never, "a, 2025-01-01, , , yes\n b, 2025-01-02, , , no\n c, 2025-01-03, , ,").run(), @"
    k | a | 2025-01-01 | violated | found | a:2
    k | c | 2025-01-03 | undetermined missing_field | found | c:4
    ");
    assert_snapshot!(visits(never, "b, 2025-01-02, , , no").run(), @"k | t | 2025-01-01..2025-01-31 | met | 0");
    assert_snapshot!(visits("never each visit where covert unless signed", "a, 2025-01-01, yes, , yes").run(), @"k | t | 2025-01-01..2025-01-31 | met | 0");
    assert_snapshot!(visits("never each visit where covert unless signed", "a, 2025-01-01, , , yes").run(), @"k | a | 2025-01-01 | undetermined missing_field | found | a:2");
}

#[test]
fn none_found_is_claimed_only_of_the_days_the_records_cover() {
    let never = visits("never each visit where covert", "");
    assert_snapshot!(never.clone().as_of("2025-02-01").run(), @"k | t | 2025-01-01..2025-02-01 | undetermined data_horizon | 0 | needs data through 2025-02-01");
    assert_snapshot!(never.clone().data("2025-01-01..2025-01-10 2025-01-12..2025-01-31").run(), @"k | t | 2025-01-01..2025-01-31 | undetermined data_horizon | 0 | needs data from 2025-01-11");
    assert_snapshot!(never.clone().between("2025-01-01", "2025-01-10").run(), @"k | t | 2025-01-01..2025-01-10 | met | 0");
    assert_snapshot!(visits("effective from 2025-01-10 until 2025-01-20; never each visit where covert", "").run(), @"k | t | 2025-01-10..2025-01-20 | met | 0");
    assert_snapshot!(visits("effective from 2026-01-01; never each visit where covert", "").run(), @"");
    let unsupplied = case(
        "record visit { key id: text; at date: date; covert: yesno? }
         check k \"k\" { cite 1; never each visit where covert }",
    );
    assert_snapshot!(unsupplied.run(), @"k | t | undetermined data_horizon | 0 | needs data through 2025-12-31");
}

#[test]
fn never_each_of_a_kind_without_dates() {
    let rule =
        "record person { key id: text; banned: yesno? } check k \"k\" { cite 1; never each person where banned }";
    assert_snapshot!(case(rule).with("person", "id, banned\n a, no").run(), @"k | t | met | 0");
    assert_snapshot!(case(rule).with("person", "id, banned\n a, yes").run(), @"k | a | violated | found | a:2");
    assert_snapshot!(case(rule).run(), @"k | t | undetermined data_horizon | 0 | needs data through 2025-12-31");
}

#[test]
fn versions_that_disagree_are_a_conflict_only_if_it_matters() {
    let rule = "each visit; must signed or n > 3";
    let rows = "a, 2025-01-01, yes, 1,\n a, 2025-01-01, no, 1,\n b, 2025-01-01, yes, 4,\n b, 2025-01-01, no, 4,\n c, 2025-01-01, no, 1, yes\n c, 2025-01-01, no, 1, no";
    assert_snapshot!(visits(rule, rows).run(), @"
    k | a | 2025-01-01 | undetermined conflict | unknown: signed or n > 3 | a:2
    k | b | 2025-01-01 | met | holds | b:4
    k | c | 2025-01-01 | violated | fails: signed or n > 3 | c:6
    ");
}

#[test]
fn none_found_is_claimed_of_no_day_that_is_still_to_come() {
    let never = visits("never each visit where covert", "").data("2025-01-01..2025-03-31");
    assert_snapshot!(never.clone().between("2025-01-01", "2025-02-28").run(), @"k | t | 2025-01-01..2025-01-31 | met | 0");
    assert_snapshot!(never.between("2025-02-01", "2025-02-28").run(), @"");
    let later = case(
        "record leak { key row; at date: date }
         check k \"k\" { cite 1; effective from 2026-02-01 until open; never each leak }",
    );
    assert_snapshot!(later.run(), @"");
}
