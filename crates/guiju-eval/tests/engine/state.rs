//! States: when they begin and end, and what rules make of them.

use insta::assert_snapshot;

use crate::harness::{Case, case};

const RECORDS: &str = "
    record unit { key id: text; licensed: date?; revoked: date? }
    record stop { key id: text; at ordered: date; unit: ref unit; full: yesno? }
    record restart { key id: text; at allowed: date; unit: ref unit; stop: ref stop? }
    record visit { key id: text; at date: date; unit: ref unit; signed: yesno? }
    register units of unit";

fn units(states: &str, rules: &str, stops: &str, restarts: &str) -> Case {
    let restart =
        if states.contains("by reference") { RECORDS.to_owned() } else { RECORDS.replace("; stop: ref stop?", "") };
    case(&format!("{restart}\n{}\n{rules}", states.replace("by reference", "")))
        .with("unit", "id, licensed, revoked\nA,,")
        .with("stop", &format!("id, ordered, unit, full\n{stops}"))
        .with(
            "restart",
            &format!("id, allowed, unit{}\n{restarts}", if states.contains("by reference") { ", stop" } else { "" }),
        )
        .with("visit", "id, date, unit, signed")
        .data("2025-01-01..2025-04-30")
        .as_of("2025-04-30")
}

const STOPPED: &str = "state stopped of unit from stop before restart";

/// Whether a visit of each day is bound, as a check that nothing satisfies.
fn on_days(states: &str, condition: &str, stops: &str, restarts: &str, days: &[&str]) -> String {
    let visits: Vec<String> = days.iter().map(|day| format!("{day}, {day}, A, no")).collect();
    let check = format!("check c \"c\" {{ cite 1; each visit unless {condition}; must signed }}");
    units(states, &check, stops, restarts)
        .with("visit", &format!("id, date, unit, signed\n{}", visits.join("\n")))
        .run()
        .lines()
        .map(|line| line.split(" | ").skip(2).take(2).collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_state_holds_from_its_first_day_and_not_on_the_day_of_before() {
    let days = ["2025-01-31", "2025-02-01", "2025-02-27", "2025-02-28"];
    assert_snapshot!(on_days(STOPPED, "unit.stopped", "s, 2025-02-01, A,", "r, 2025-02-28, A", &days), @"
    2025-01-31 violated
    2025-02-01 not_applicable unless
    2025-02-27 not_applicable unless
    2025-02-28 violated
    ");
}

#[test]
fn the_day_of_until_is_in() {
    let state = "state stopped of unit from stop.ordered until restart.allowed";
    let days = ["2025-02-28", "2025-03-01"];
    assert_snapshot!(on_days(state, "unit.stopped", "s, 2025-02-01, A,", "r, 2025-02-28, A", &days), @"
    2025-02-28 not_applicable unless
    2025-03-01 violated
    ");
}

#[test]
fn the_next_end_after_the_start_ends_it() {
    let stops = "s1, 2025-02-01, A,\ns2, 2025-03-01, A,";
    let restarts = "r0, 2025-01-15, A\nr1, 2025-02-10, A\nr2, 2025-03-10, A";
    let days = ["2025-01-20", "2025-02-09", "2025-02-10", "2025-03-01", "2025-03-10"];
    assert_snapshot!(on_days(STOPPED, "unit.stopped", stops, restarts, &days), @"
    2025-01-20 violated
    2025-02-09 not_applicable unless
    2025-02-10 violated
    2025-03-01 not_applicable unless
    2025-03-10 violated
    ");
}

#[test]
fn an_end_that_refers_to_its_start_ends_that_one() {
    let state = "by reference state stopped of unit from stop before restart";
    let stops = "s1, 2025-02-01, A,\ns2, 2025-02-05, A,";
    let restarts = "r1, 2025-02-10, A, s1\nr2, 2025-02-20, A, s2";
    assert_snapshot!(on_days(state, "unit.stopped", stops, restarts, &["2025-02-12", "2025-02-20"]), @"
    2025-02-12 not_applicable unless
    2025-02-20 violated
    ");
}

#[test]
fn open_states_are_known_through_the_horizon_only() {
    let open = |day: &str| {
        units(STOPPED, "check c \"c\" { cite 1; each visit unless unit.stopped; must signed }", "s, 2025-02-01, A,", "")
            .with("visit", &format!("id, date, unit, signed\nv, {day}, A, no"))
            .data_of("restart", "2025-01-01..2025-03-31")
            .run()
    };
    assert_snapshot!([open("2025-03-31"), open("2025-04-01")].join("\n"), @"
    c | v | 2025-03-31 | not_applicable unless | v:2
    c | v | 2025-04-01 | undetermined data_horizon | fails: signed | needs data through 2025-04-01 | v:2
    ");
    let none = |day: &str| {
        units(STOPPED, "check c \"c\" { cite 1; each visit unless unit.stopped; must signed }", "", "")
            .with("visit", &format!("id, date, unit, signed\nv, {day}, A, no"))
            .data_of("stop", "2025-01-01..2025-03-31")
            .run()
    };
    assert_snapshot!([none("2025-03-31"), none("2025-04-01")].join("\n"), @"
    c | v | 2025-03-31 | violated | fails: signed | v:2
    c | v | 2025-04-01 | undetermined data_horizon | fails: signed | needs data through 2025-04-01 | v:2
    ");
}

#[test]
fn lengths_and_one_records_two_dates() {
    let state = "state stopped of unit from stop for 1 month";
    let days = ["2025-01-31", "2025-02-28", "2025-03-01"];
    assert_snapshot!(on_days(state, "unit.stopped", "s, 2025-01-31, A,", "", &days), @"
    2025-01-31 not_applicable unless
    2025-02-28 not_applicable unless
    2025-03-01 violated
    ");
    let licensed = |days: &str| {
        units(
            "state licensed_now of unit from unit.licensed before unit.revoked",
            "check c \"c\" { cite 1; each visit; must unit.licensed_now }",
            "",
            "",
        )
        .with("unit", &format!("id, licensed, revoked\nA, {days}"))
        .with("visit", "id, date, unit, signed\nv1, 2025-01-31, A,\nv2, 2025-02-01, A,\nv3, 2025-03-01, A,")
        .run()
    };
    assert_snapshot!([licensed("2025-02-01, 2025-03-01"), licensed("2025-02-01,"), licensed(",")].join("\n\n"), @"
    c | v1 | 2025-01-31 | violated | fails: unit.licensed_now | v1:2
    c | v2 | 2025-02-01 | met | holds | v2:3
    c | v3 | 2025-03-01 | violated | fails: unit.licensed_now | v3:4

    c | v1 | 2025-01-31 | violated | fails: unit.licensed_now | v1:2
    c | v2 | 2025-02-01 | met | holds | v2:3
    c | v3 | 2025-03-01 | met | holds | v3:4

    c | v1 | 2025-01-31 | violated | fails: unit.licensed_now | v1:2
    c | v2 | 2025-02-01 | violated | fails: unit.licensed_now | v2:3
    c | v3 | 2025-03-01 | violated | fails: unit.licensed_now | v3:4
    ");
}

#[test]
fn filters_join_and_unknown_fields() {
    let full = "state stopped of unit from stop where full before restart";
    let days = ["2025-02-01"];
    let run = |full_cell: &str| on_days(full, "unit.stopped", &format!("s, 2025-02-01, A, {full_cell}"), "", &days);
    assert_snapshot!([run("yes"), run("no"), run("")].join("\n"), @"
    2025-02-01 not_applicable unless
    2025-02-01 violated
    2025-02-01 undetermined missing_field
    ");
    let two = "state stopped of unit from stop before restart, from unit.revoked";
    assert_snapshot!(on_days(two, "unit.stopped", "s, 2025-02-01, A,", "r, 2025-02-10, A", &["2025-02-05", "2025-02-15"]), @"
    2025-02-05 not_applicable unless
    2025-02-15 violated
    ");
    let named = "state stopped of unit from stop before restart\ndefine idle of unit: stopped or revoked known";
    assert_snapshot!(on_days(named, "unit.idle", "s, 2025-02-01, A,", "", &["2025-01-05", "2025-02-15"]), @"
    2025-01-05 violated
    2025-02-15 not_applicable unless
    ");
}

const MONTHLY: &str = "quantity q \"q\" { cite 1; per u in units; every calendar month; count visit; at least 1; ";

#[test]
fn windows_are_split_by_unless_and_while() {
    let run = |condition: &str| {
        units(STOPPED, &format!("{MONTHLY}{condition} }}"), "s, 2025-02-01, A,", "r, 2025-03-15, A").run()
    };
    assert_snapshot!(run("unless stopped"), @"
    q | A | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | A | 2025-02-01..2025-02-28 | not_applicable unless | 0 (≥1)
    q | A | 2025-03-01..2025-03-31 | not_applicable partial | 0 (≥1)
    q | A | 2025-04-01..2025-04-30 | pending | 0 (≥1) | needs 1 more by 2025-04-30
    ");
    assert_snapshot!(run("while stopped"), @"
    q | A | 2025-02-01..2025-02-28 | violated | 0 (≥1)
    q | A | 2025-03-01..2025-03-31 | not_applicable partial | 0 (≥1)
    ");
    assert_snapshot!(run("partial full; unless stopped"), @"
    q | A | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | A | 2025-02-01..2025-02-28 | not_applicable unless | 0 (≥1)
    q | A | 2025-03-01..2025-03-31 | violated | 0 (≥1)
    q | A | 2025-04-01..2025-04-30 | pending | 0 (≥1) | needs 1 more by 2025-04-30
    ");
    assert_snapshot!(run("while not stopped"), @"
    q | A | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | A | 2025-03-01..2025-03-31 | not_applicable partial | 0 (≥1)
    q | A | 2025-04-01..2025-04-30 | pending | 0 (≥1) | needs 1 more by 2025-04-30
    ");
}

#[test]
fn a_window_beyond_the_records_of_a_state_is_undetermined() {
    let case = units(STOPPED, &format!("{MONTHLY}unless stopped }}"), "", "").data_of("stop", "2025-01-01..2025-02-28");
    assert_snapshot!(case.run(), @"
    q | A | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | A | 2025-02-01..2025-02-28 | violated | 0 (≥1)
    q | A | 2025-03-01..2025-03-31 | undetermined data_horizon | 0 (≥1) | needs data through 2025-03-31
    q | A | 2025-04-01..2025-04-30 | pending | 0 (≥1) | needs 1 more by 2025-04-30
    ");
}

#[test]
fn triggers_are_bound_by_their_day() {
    let rule = "check c \"c\" { cite 1; each visit; while unit.stopped; must signed }";
    let case = units(STOPPED, rule, "s, 2025-02-01, A,", "r, 2025-03-01, A");
    assert_snapshot!(case.with("visit", "id, date, unit, signed\nv1, 2025-01-31, A, no\nv2, 2025-02-01, A, no").run(), @"c | v2 | 2025-02-01 | violated | fails: signed | v2:3");
}

#[test]
fn time_in_a_state_is_counted_in_days() {
    let run = |bound: &str, restart: &str| {
        let rule =
            format!("quantity t \"t\" {{ cite 1; per u in units; every calendar month; time in stopped; {bound} }}");
        units(STOPPED, &rule, "s, 2025-02-01, A,", restart).run()
    };
    assert_snapshot!(run("at most 10 days", "r, 2025-02-11, A"), @"
    t | A | 2025-01-01..2025-01-31 | met | 0 (≤10)
    t | A | 2025-02-01..2025-02-28 | met | 10 (≤10)
    t | A | 2025-03-01..2025-03-31 | met | 0 (≤10)
    t | A | 2025-04-01..2025-04-30 | met | 0 (≤10)
    ");
    assert_snapshot!(run("at most 9 days", "r, 2025-02-11, A"), @"
    t | A | 2025-01-01..2025-01-31 | met | 0 (≤9)
    t | A | 2025-02-01..2025-02-28 | violated | 10 (≤9)
    t | A | 2025-03-01..2025-03-31 | met | 0 (≤9)
    t | A | 2025-04-01..2025-04-30 | met | 0 (≤9)
    ");
    assert_snapshot!(run("at least 12", ""), @"
    t | A | 2025-01-01..2025-01-31 | violated | 0 (≥12)
    t | A | 2025-02-01..2025-02-28 | met | 28 (≥12)
    t | A | 2025-03-01..2025-03-31 | met | 31 (≥12)
    t | A | 2025-04-01..2025-04-30 | met | 30 (≥12)
    ");
}
