//! `per gap`: a row for each two neighbours and for the gap that is still open.

use insta::assert_snapshot;

use crate::harness::{Case, case};

fn gaps(unit: &str, visits: &str) -> Case {
    case(
        "record unit { key id: text; since: date?; until: date? }
         record visit { key id: text; unit: ref unit; at date: date; covert: yesno? }
         register units of unit from since until until
         quantity g \"g\" { cite 1; per u in units; every rolling 10 days per gap; count visit where covert; at least 1 }",
    )
    .with("unit", &format!("id, since, until\n{unit}"))
    .with("visit", &format!("id, unit, date, covert\n{visits}"))
    .data("2025-01-01..2025-01-31")
    .as_of("2025-01-31")
}

#[test]
fn ten_days_apart_are_met_and_eleven_violated() {
    assert_snapshot!(gaps("u, ,", "a, u, 2025-01-01, yes\n b, u, 2025-01-11, yes\n c, u, 2025-01-22, yes").run(), @"
    g | u | 2025-01-01..2025-01-11 | met | 2025-01-01 to 2025-01-11: 10 days | due 2025-01-11 | done 2025-01-11
    g | u | 2025-01-11..2025-01-22 | violated | 2025-01-11 to 2025-01-22: 11 days | due 2025-01-21 | done 2025-01-22 | late 1 | b:3 c:4
    g | u | 2025-01-22..2025-01-31 | pending | 2025-01-22 to 2025-01-31: 9 days | due 2025-02-01
    ");
}

#[test]
fn the_open_gap_is_pending_then_overdue() {
    let gaps = gaps("u, ,", "a, u, 2025-01-01, yes");
    assert_snapshot!(gaps.clone().as_of("2025-01-11").run(), @"g | u | 2025-01-01..2025-01-11 | pending | 2025-01-01 to 2025-01-11: 10 days | due 2025-01-11");
    assert_snapshot!(gaps.clone().as_of("2025-01-12").run(), @"g | u | 2025-01-01..2025-01-12 | overdue | 2025-01-01 to 2025-01-12: 11 days | due 2025-01-11 | late 1 | a:2");
    assert_snapshot!(gaps.data("2025-01-01..2025-01-10").as_of("2025-01-12").run(), @"g | u | 2025-01-01..2025-01-12 | undetermined data_horizon | 2025-01-01 to 2025-01-12: 11 days | due 2025-01-11 | needs data through 2025-01-11 | a:2");
}

#[test]
fn a_membership_begins_and_ends_gaps_where_it_is_known() {
    assert_snapshot!(gaps("u, 2025-01-05,", "a, u, 2025-01-16, yes").run(), @"
    g | u | 2025-01-05..2025-01-16 | violated | 2025-01-05 to 2025-01-16: 11 days | due 2025-01-15 | done 2025-01-16 | late 1 | a:2
    g | u | 2025-01-16..2025-01-31 | overdue | 2025-01-16 to 2025-01-31: 15 days | due 2025-01-26 | late 5 | a:2
    ");
    assert_snapshot!(gaps("u, 2024-12-01,", "a, u, 2025-01-16, yes").run(), @"g | u | 2025-01-16..2025-01-31 | overdue | 2025-01-16 to 2025-01-31: 15 days | due 2025-01-26 | late 5 | a:2");
    assert_snapshot!(gaps("u, , 2025-01-20", "a, u, 2025-01-05, yes").run(), @"g | u | 2025-01-05..2025-01-20 | violated | 2025-01-05 to 2025-01-20: 15 days | due 2025-01-15 | done 2025-01-20 | late 5 | a:2");
    assert_snapshot!(gaps("u, , 2025-01-15", "a, u, 2025-01-05, yes").run(), @"g | u | 2025-01-05..2025-01-15 | met | 2025-01-05 to 2025-01-15: 10 days | due 2025-01-15 | done 2025-01-15");
    assert_snapshot!(gaps("u, 2025-02-05,", "").run(), @"");
    assert_snapshot!(gaps("u, , 2024-12-05", "").run(), @"");
    assert_snapshot!(gaps("u, ,", "").run(), @"g | u | overdue never");
}

#[test]
fn records_outside_the_membership_close_no_gap() {
    assert_snapshot!(gaps("u, 2025-01-10, 2025-01-25", "a, u, 2025-01-05, yes\n b, u, 2025-01-12, yes\n c, u, 2025-01-28, yes").run(), @"
    g | u | 2025-01-10..2025-01-12 | met | 2025-01-10 to 2025-01-12: 2 days | due 2025-01-20 | done 2025-01-12
    g | u | 2025-01-12..2025-01-25 | violated | 2025-01-12 to 2025-01-25: 13 days | due 2025-01-22 | done 2025-01-25 | late 3 | b:3
    ");
}

#[test]
fn holes_in_the_feed_and_doubtful_records_leave_a_doubt() {
    let two = "a, u, 2025-01-01, yes\n b, u, 2025-01-20, yes";
    assert_snapshot!(gaps("u, ,", two).run(), @"
    g | u | 2025-01-01..2025-01-20 | violated | 2025-01-01 to 2025-01-20: 19 days | due 2025-01-11 | done 2025-01-20 | late 9 | a:2 b:3
    g | u | 2025-01-20..2025-01-31 | overdue | 2025-01-20 to 2025-01-31: 11 days | due 2025-01-30 | late 1 | b:3
    ");
    assert_snapshot!(gaps("u, ,", two).data("2025-01-01..2025-01-05 2025-01-08..2025-01-31").run(), @"
    g | u | 2025-01-01..2025-01-20 | undetermined data_horizon | 2025-01-01 to 2025-01-20: 19 days | due 2025-01-11 | done 2025-01-20 | needs data from 2025-01-06 | a:2 b:3
    g | u | 2025-01-20..2025-01-31 | overdue | 2025-01-20 to 2025-01-31: 11 days | due 2025-01-30 | late 1 | b:3
    ");
    assert_snapshot!(gaps("u, ,", &format!("{two}\n c, u, 2025-01-10,")).run(), @"
    g | u | 2025-01-01..2025-01-20 | undetermined missing_field | 2025-01-01 to 2025-01-20: 19 days | due 2025-01-11 | done 2025-01-20 | a:2 b:3
    g | u | 2025-01-20..2025-01-31 | overdue | 2025-01-20 to 2025-01-31: 11 days | due 2025-01-30 | late 1 | b:3
    ");
}

#[test]
fn of_several_on_a_day_the_one_that_certainly_counts_decides() {
    let visits = "a, u, 2025-01-05, yes\n b, u, 2025-01-14,\n c, u, 2025-01-14, yes\n d, u, 2025-01-14, yes\n e, u, 2025-01-24, yes";
    let policy = "record unit { key id: text }
        record visit { key id: text; unit: ref unit; at date: date; covert: yesno? }
        register units of unit
        quantity g \"g\" { cite 1; per u in units; every rolling 10 days per gap; count distinct date of visit where covert; at least 1 }";
    let case = case(policy)
        .with("unit", "id\n u")
        .with("visit", &format!("id, unit, date, covert\n{visits}"))
        .data("2025-01-01..2025-01-31")
        .as_of("2025-01-31");
    assert_snapshot!(case.run(), @"
    g | u | 2025-01-05..2025-01-14 | met | 2025-01-05 to 2025-01-14: 9 days | due 2025-01-15 | done 2025-01-14
    g | u | 2025-01-14..2025-01-24 | met | 2025-01-14 to 2025-01-24: 10 days | due 2025-01-24 | done 2025-01-24
    g | u | 2025-01-24..2025-01-31 | pending | 2025-01-24 to 2025-01-31: 7 days | due 2025-02-03
    ");
}

/// Like [`gaps`], with another bound.
fn bounded(bound: &str, visits: &str) -> Case {
    case(&format!(
        "record unit {{ key id: text; since: date? }}
         record visit {{ key id: text; unit: ref unit; at date: date; covert: yesno? }}
         register units of unit from since
         quantity g \"g\" {{ cite 1; per u in units; every rolling 10 days per gap; count visit where covert; {bound} }}"
    ))
    .with("unit", "id, since\n u, 2025-01-01")
    .with("visit", &format!("id, unit, date, covert\n{visits}"))
    .data("2025-01-01..2025-01-31")
    .as_of("2025-01-31")
}

const FOUR: &str = "a, u, 2025-01-02, yes\n b, u, 2025-01-11, yes\n c, u, 2025-01-12, yes\n d, u, 2025-01-22, yes";

#[test]
fn at_least_two_asks_for_the_second_record_after_each_point() {
    assert_snapshot!(bounded("at least 2", FOUR).run(), @"
    g | u | 2025-01-01..2025-01-11 | met | 2025-01-01 to 2025-01-11: 10 days (2 more in 10Day) | due 2025-01-11 | done 2025-01-11
    g | u | 2025-01-02..2025-01-12 | met | 2025-01-02 to 2025-01-12: 10 days (2 more in 10Day) | due 2025-01-12 | done 2025-01-12
    g | u | 2025-01-11..2025-01-22 | violated | 2025-01-11 to 2025-01-22: 11 days (2 more in 10Day) | due 2025-01-21 | done 2025-01-22 | late 1 | b:3 d:5
    g | u | 2025-01-12..2025-01-31 | overdue | 2025-01-12 to 2025-01-31: 19 days (2 more in 10Day) | due 2025-01-22 | late 9 | c:4
    ");
    assert_snapshot!(bounded("at least 0", FOUR).run(), @"");
    assert_snapshot!(bounded("at least 200% of units", FOUR).between("2025-01-01", "2025-01-20").run(), @"
    g | u | 2025-01-01..2025-01-11 | met | 2025-01-01 to 2025-01-11: 10 days (2 more in 10Day) | due 2025-01-11 | done 2025-01-11
    g | u | 2025-01-02..2025-01-12 | met | 2025-01-02 to 2025-01-12: 10 days (2 more in 10Day) | due 2025-01-12 | done 2025-01-12
    ");
}

#[test]
fn at_most_one_asks_that_no_record_comes_too_soon() {
    assert_snapshot!(bounded("at most 1", FOUR).run(), @"
    g | u | 2025-01-02..2025-01-11 | violated | 2025-01-02 to 2025-01-11: 9 days (≤1 in 10Day) | done 2025-01-11 | a:2 b:3
    g | u | 2025-01-11..2025-01-12 | violated | 2025-01-11 to 2025-01-12: 1 days (≤1 in 10Day) | done 2025-01-12 | b:3 c:4
    g | u | 2025-01-12..2025-01-22 | met | 2025-01-12 to 2025-01-22: 10 days (≤1 in 10Day) | done 2025-01-22
    ");
    assert_snapshot!(bounded("fewer than 2", FOUR).between("2025-01-01", "2025-01-11").run(), @"g | u | 2025-01-02..2025-01-11 | violated | 2025-01-02 to 2025-01-11: 9 days (≤1 in 10Day) | done 2025-01-11 | a:2 b:3");
    assert_snapshot!(bounded("at most 1", "a, u, 2025-01-02, yes\n b, u, 2025-01-05,\n c, u, 2025-01-12, yes").run(), @"g | u | 2025-01-02..2025-01-12 | undetermined missing_field | 2025-01-02 to 2025-01-12: 10 days (≤1 in 10Day) | done 2025-01-12 | a:2 c:4");
    assert_snapshot!(bounded("at most 1", "a, u, 2025-01-02, yes\n c, u, 2025-01-12, yes").data("2025-01-01..2025-01-05 2025-01-07..2025-01-31").run(), @"g | u | 2025-01-02..2025-01-12 | undetermined data_horizon | 2025-01-02 to 2025-01-12: 10 days (≤1 in 10Day) | done 2025-01-12 | needs data from 2025-01-06 | a:2 c:3");
}

#[test]
fn only_gaps_wholly_inside_the_days_asked_for_are_judged() {
    let asked = |from: &str, to: &str| bounded("at least 1", FOUR).between(from, to).run();
    assert_snapshot!(asked("2025-01-01", "2025-01-31"), @"
    g | u | 2025-01-01..2025-01-02 | met | 2025-01-01 to 2025-01-02: 1 days | due 2025-01-11 | done 2025-01-02
    g | u | 2025-01-02..2025-01-11 | met | 2025-01-02 to 2025-01-11: 9 days | due 2025-01-12 | done 2025-01-11
    g | u | 2025-01-11..2025-01-12 | met | 2025-01-11 to 2025-01-12: 1 days | due 2025-01-21 | done 2025-01-12
    g | u | 2025-01-12..2025-01-22 | met | 2025-01-12 to 2025-01-22: 10 days | due 2025-01-22 | done 2025-01-22
    g | u | 2025-01-22..2025-01-31 | pending | 2025-01-22 to 2025-01-31: 9 days | due 2025-02-01
    ");
    assert_snapshot!(asked("2025-01-02", "2025-01-12"), @"
    g | u | 2025-01-02..2025-01-11 | met | 2025-01-02 to 2025-01-11: 9 days | due 2025-01-12 | done 2025-01-11
    g | u | 2025-01-11..2025-01-12 | met | 2025-01-11 to 2025-01-12: 1 days | due 2025-01-21 | done 2025-01-12
    ");
    assert_snapshot!(asked("2025-01-03", "2025-01-30"), @"
    g | u | 2025-01-11..2025-01-12 | met | 2025-01-11 to 2025-01-12: 1 days | due 2025-01-21 | done 2025-01-12
    g | u | 2025-01-12..2025-01-22 | met | 2025-01-12 to 2025-01-22: 10 days | due 2025-01-22 | done 2025-01-22
    ");
}
