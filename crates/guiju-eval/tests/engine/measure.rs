//! `measure`: named quantities, looked up by member and day.

use insta::assert_snapshot;

use crate::harness::{Case, case};

const RECORDS: &str = "record unit { key id: text; months: number?; bonus: number? }
record offence { key id: text; unit: ref unit; at date: date?; score: number?; grave: yesno?; by: text? }
record hazard { key id: text; unit: ref unit; at found: date }
register units of unit
";

/// Declarations and rules over units with their offences.
fn units(policy: &str, offences: &str) -> Case {
    case(&format!("{RECORDS}{policy}"))
        .with("unit", "id, months, bonus\n u, 12, 2\n w, , ")
        .with("offence", &format!("id, unit, date, score, grave, by\n{offences}"))
        .data("2020-01-01..2025-03-31")
        .as_of("2025-03-31")
}

/// What a measure of `u` comes to on a day: a check of a hazard found then.
fn on(measure: &str, day: &str, must: &str, offences: &str) -> String {
    units(
        &format!(
            "measure points of unit {{ cite 12; {measure} }} check c \"c\" {{ cite 12; each hazard; must {must} }}"
        ),
        offences,
    )
    .with("hazard", &format!("id, unit, found\n h, u, {day}"))
    .run()
}

const TOTAL: &str = "the last 12 months by date; total score of offence where unit = this";

const OFFENCES: &str = "a, u, 2024-03-01, 5, ,
    b, u, 2024-03-02, 4, ,
    c, u, 2025-03-01, 3, ,
    d, u, 2025-03-02, 2, ,
    e, w, 2025-03-01, 9, ,";

#[test]
fn the_last_months_reach_through_the_day_asked_for() {
    assert_snapshot!(on(TOTAL, "2025-03-01", "unit.points = 12", OFFENCES), @"c | h | 2025-03-01 | met | holds | h:2");
    assert_snapshot!(on(TOTAL, "2025-03-02", "unit.points = 9", OFFENCES), @"c | h | 2025-03-02 | met | holds | h:2");
    assert_snapshot!(on(TOTAL, "2025-03-02", "unit.points = 12", OFFENCES), @"c | h | 2025-03-02 | violated | fails: unit.points = 12 | h:2");
    assert_snapshot!(on(TOTAL, "2024-03-01", "unit.points = 5", OFFENCES), @"c | h | 2024-03-01 | met | holds | h:2");
    assert_snapshot!(on(TOTAL, "2024-02-29", "unit.points = 0", OFFENCES), @"c | h | 2024-02-29 | met | holds | h:2");
}

#[test]
fn a_day_of_its_own() {
    assert_snapshot!(on(TOTAL, "2025-03-02", "unit.points at (found - 1 day) = 12", OFFENCES), @"c | h | 2025-03-02 | met | holds | h:2");
    assert_snapshot!(on(TOTAL, "2025-03-02", "unit.points at 2024-03-01 = 5", OFFENCES), @"c | h | 2025-03-02 | met | holds | h:2");
    assert_snapshot!(on(TOTAL, "2025-03-02", "unit.points + 3 = unit.points at 2025-03-01", OFFENCES), @"c | h | 2025-03-02 | met | holds | h:2");
}

#[test]
fn a_calendar_window_is_the_last_that_has_ended() {
    let month = "every calendar month by date; count offence where unit = this";
    assert_snapshot!(on(month, "2025-03-31", "unit.points = 0", OFFENCES), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on(month, "2024-04-01", "unit.points = 2", OFFENCES), @"c | h | 2024-04-01 | met | holds | h:2");
    assert_snapshot!(on(month, "2024-04-30", "unit.points = 2", OFFENCES), @"c | h | 2024-04-30 | met | holds | h:2");
    assert_snapshot!(on(month, "2024-05-01", "unit.points = 0", OFFENCES), @"c | h | 2024-05-01 | met | holds | h:2");
    let year = "every calendar year; total score of offence";
    assert_snapshot!(on(year, "2025-01-01", "unit.points = 9", OFFENCES), @"c | h | 2025-01-01 | met | holds | h:2");
    assert_snapshot!(on(year, "2024-12-31", "unit.points = 0", OFFENCES), @"c | h | 2024-12-31 | met | holds | h:2");
}

#[test]
fn without_a_window_all_records_through_the_day() {
    let all = "count offence where unit = this and score > 2";
    assert_snapshot!(on(all, "2025-02-28", "unit.points = 2", OFFENCES), @"c | h | 2025-02-28 | met | holds | h:2");
    assert_snapshot!(on(all, "2025-03-31", "unit.points = 3", OFFENCES), @"c | h | 2025-03-31 | met | holds | h:2");
}

#[test]
fn different_values_means_and_shares() {
    let rows = "a, u, 2025-01-01, 1, yes, p\n b, u, 2025-01-02, 2, no, p\n c, u, 2025-01-03, 5, no, q";
    let on = |measure: &str, must: &str| on(measure, "2025-03-31", must, rows);
    assert_snapshot!(on("the last 1 year; count distinct by of offence", "unit.points = 2"), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on("the last 1 year; mean score of offence", "unit.points > 2.666666 or unit.points = 2.666666"), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on("the last 1 year; share of offence that grave", "unit.points between 33% and 34%"), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on("the last 1 month; share of offence that grave", "unit.points >= 0%"), @"c | h | 2025-03-31 | undetermined missing_field | unknown: unit.points >= 0% | h:2");
    assert_snapshot!(on("the last 1 month; share of offence that grave", "unit.points missing"), @"c | h | 2025-03-31 | met | holds | h:2");
}

#[test]
fn what_is_not_known_makes_it_a_stretch_and_never_zero() {
    let doubtful = "a, u, 2025-01-01, 5, ,\n b, u, 2025-01-02, , ,\n c, u, , 1, ,";
    let count = "the last 1 year; count offence where unit = this";
    assert_snapshot!(on(count, "2025-03-31", "unit.points >= 2", doubtful), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on(count, "2025-03-31", "unit.points <= 3", doubtful), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on(count, "2025-03-31", "unit.points = 2", doubtful), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on(count, "2025-03-31", "unit.points > 3", doubtful), @"c | h | 2025-03-31 | violated | fails: unit.points > 3 | h:2");
    assert_snapshot!(on(TOTAL, "2025-03-31", "unit.points >= 0", doubtful), @"c | h | 2025-03-31 | undetermined missing_field | unknown: unit.points >= 0 | h:2");
}

#[test]
fn a_record_of_unknown_day_may_count_on_any() {
    let on = |measure: &str, must: &str| {
        case(&format!(
            "{RECORDS}record fine {{ key id: text; unit: ref unit; at date: date; paid: date?; score: number?; grave: yesno? }}
             catalog credits ordered {{ good; fair; poor }}
             measure points of unit {{ cite 12; the last 1 year by paid; {measure} }}
             grade credit of unit by points {{ good: ..<4; fair: 4..<7; poor: 7.. }} cite 12(2)
             check c \"c\" {{ cite 12; each hazard; must {must} }}"
        ))
        .with("unit", "id\n u")
        .with("hazard", "id, unit, found\n h, u, 2025-03-31")
        .with("fine", "id, unit, date, paid, score, grave\n a, u, 2025-01-01, 2025-01-01, 5, yes\n b, u, 2025-01-01, , 1, \n c, u, 2025-01-01, 2025-01-01, 1, ")
        .data("2020-01-01..2025-03-31")
        .as_of("2025-03-31")
        .run()
    };
    assert_snapshot!(on("count fine", "unit.points >= 2 and unit.points <= 3"), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on("count fine", "unit.points = 2"), @"c | h | 2025-03-31 | undetermined missing_field | unknown: unit.points = 2 | h:2");
    assert_snapshot!(on("count fine", "unit.points != 4"), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on("total score of fine", "unit.points between 6 and 7"), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on("total score of fine where grave", "unit.points between 5 and 7"), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on("total score of fine where grave", "unit.points > 5"), @"c | h | 2025-03-31 | undetermined missing_field | unknown: unit.points > 5 | h:2");
    assert_snapshot!(on("count distinct score of fine", "unit.points = 2"), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on("share of fine where grave known that grave", "unit.points = 100%"), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on("share of fine that grave", "unit.points >= 33%"), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on("share of fine that grave", "unit.points > 33.4%"), @"c | h | 2025-03-31 | undetermined missing_field | unknown: unit.points > 33.4% | h:2");
    assert_snapshot!(on("mean score of fine", "unit.points <= 5"), @"c | h | 2025-03-31 | undetermined missing_field | unknown: unit.points <= 5 | h:2");
    // Whether it counts or not, the band is the same.
    assert_snapshot!(on("count fine", "unit.credit = good"), @"c | h | 2025-03-31 | met | holds | h:2");
    assert_snapshot!(on("total score of fine", "unit.credit = fair"), @"c | h | 2025-03-31 | undetermined missing_field | unknown: unit.credit = fair | h:2");
}

#[test]
fn nothing_is_claimed_outside_the_dates_of_the_feed() {
    let at = |day: &str, data: &str, must: &str| {
        let policy = format!(
            "measure points of unit {{ cite 12; the last 1 month; count offence }} check c \"c\" {{ cite 12; each hazard; must {must} }}"
        );
        units(&policy, OFFENCES).data(data).with("hazard", &format!("id, unit, found\n h, u, {day}")).run()
    };
    assert_snapshot!(at("2025-03-10", "2025-02-10..2025-03-10", "unit.points = 2"), @"c | h | 2025-03-10 | met | holds | h:2");
    assert_snapshot!(at("2025-03-10", "2025-02-11..2025-03-10", "unit.points = 2"), @"c | h | 2025-03-10 | undetermined data_horizon | unknown: unit.points = 2 | needs data from 2025-02-10 | h:2");
    assert_snapshot!(at("2025-03-10", "2025-02-11..2025-03-10", "unit.points >= 2"), @"c | h | 2025-03-10 | met | holds | h:2");
    assert_snapshot!(at("2025-03-10", "2025-02-10..2025-03-09", "unit.points <= 2"), @"c | h | 2025-03-10 | undetermined data_horizon | unknown: unit.points <= 2 | needs data through 2025-03-10 | h:2");
    assert_snapshot!(at("2025-03-10", "2025-02-10..2025-03-09", "unit.points <= 1"), @"c | h | 2025-03-10 | violated | fails: unit.points <= 1 | h:2");
    // The day after the as-of date lies ahead.
    assert_snapshot!(at("2025-03-31", "2025-01-01..2026-12-31", "unit.points at (found + 1 day) >= 3"), @"c | h | 2025-03-31 | undetermined data_horizon | unknown: unit.points at (found + 1 day) >= 3 | needs data through 2025-04-01 | h:2");
    assert_snapshot!(at("2025-03-31", "2025-01-01..2026-12-31", "unit.points at (found + 1 day) >= 2"), @"c | h | 2025-03-31 | met | holds | h:2");
}

#[test]
fn a_length_from_a_field() {
    let own = "the last months months; count offence where unit = this";
    assert_snapshot!(on(own, "2025-03-01", "unit.points = 3", OFFENCES), @"c | h | 2025-03-01 | met | holds | h:2");
    let policy = format!(
        "measure points of unit {{ cite 12; {own} }} check c \"c\" {{ cite 12; each hazard; must unit.points >= 0 }}"
    );
    assert_snapshot!(units(&policy, OFFENCES).with("hazard", "id, unit, found\n h, w, 2025-03-01").run(), @"c | h | 2025-03-01 | undetermined missing_field | unknown: unit.points >= 0 | h:2");
}

#[test]
fn sums_with_weights_and_the_highest_of_several() {
    let on = |value: &str, must: &str| {
        let policy = format!(
            "measure points of unit {{ cite 12; {TOTAL} }}
             measure offences of unit {{ cite 12; the last 12 months; count offence }}
             measure risk of unit {{ cite 13; {value} }}
             check c \"c\" {{ cite 13; each hazard; must {must} }}"
        );
        units(&policy, OFFENCES).with("hazard", "id, unit, found\n h, u, 2025-03-01\n g, w, 2025-03-01").run()
    };
    assert_snapshot!(on("sum of (3 × offences, -1 × bonus, points)", "unit.risk = 19"), @"
    c | g | 2025-03-01 | undetermined missing_field | unknown: unit.risk = 19 | g:3
    c | h | 2025-03-01 | met | holds | h:2
    ");
    assert_snapshot!(on("sum of (50% × points, 0.25 * offences)", "unit.risk = 6.75"), @"
    c | g | 2025-03-01 | violated | fails: unit.risk = 6.75 | g:3
    c | h | 2025-03-01 | met | holds | h:2
    ");
    assert_snapshot!(on("highest of (points, offences, bonus)", "unit.risk = 12"), @"
    c | g | 2025-03-01 | undetermined missing_field | unknown: unit.risk = 12 | g:3
    c | h | 2025-03-01 | met | holds | h:2
    ");
    assert_snapshot!(on("highest of (points, offences, bonus)", "unit.risk >= 9"), @"
    c | g | 2025-03-01 | met | holds | g:3
    c | h | 2025-03-01 | met | holds | h:2
    ");
    assert_snapshot!(on("lowest of (points, offences, bonus)", "unit.risk <= 3"), @"
    c | g | 2025-03-01 | met | holds | g:3
    c | h | 2025-03-01 | met | holds | h:2
    ");
    assert_snapshot!(on("greater of (points, bonus)", "unit.risk = 9"), @"
    c | g | 2025-03-01 | met | holds | g:3
    c | h | 2025-03-01 | violated | fails: unit.risk = 9 | h:2
    ");
}

#[test]
fn a_member_is_asked_as_of_the_first_day_of_the_window() {
    let policy = format!(
        "measure points of unit {{ cite 12; {TOTAL} }}
         table visits {{ 0..<9: 1; 9..: 2 }} cite 5
         quantity q \"q\" {{ cite 5; per u in units; every calendar month; count hazard; at least lookup(visits, u.points) }}
         quantity half \"half\" {{ cite 6; per u in units; every calendar quarter; total score of offence; at most 50% of u.points }}"
    );
    let case = units(&policy, OFFENCES)
        .with("hazard", "id, unit, found\n h, u, 2025-03-01")
        .between("2025-01-01", "2025-03-31");
    assert_snapshot!(case.run(), @"
    q | u | 2025-01-01..2025-01-31 | violated | 0 (≥2)
    q | u | 2025-02-01..2025-02-28 | violated | 0 (≥2)
    q | u | 2025-03-01..2025-03-31 | pending | 1 (≥2) | needs 1 more by 2025-03-31
    q | w | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | w | 2025-02-01..2025-02-28 | violated | 0 (≥1)
    q | w | 2025-03-01..2025-03-31 | pending | 0 (≥2) | needs 2 more by 2025-03-31
    half | u | 2025-01-01..2025-03-31 | pending | 5 (≤4.5)
    half | w | 2025-01-01..2025-03-31 | pending | 9 (≤0)
    ");
}

#[test]
fn a_measure_of_measures_and_of_the_same_kind() {
    let policy = "measure mine of offence { cite 12; the last 12 months; count offence where unit = this.unit }
         measure repeats of unit { cite 12; count offence where mine > 1 }
         define often of unit: repeats >= 3
         check each_one \"c\" { cite 12; each offence; must mine <= 2 }
         check c \"c\" { cite 12; each hazard; must not unit.often and not unit.often at (found + 1 day) }";
    let case = units(policy, OFFENCES).with("hazard", "id, unit, found\n h, u, 2025-03-01");
    assert_snapshot!(case.run(), @"
    each_one | a | 2024-03-01 | met | holds | a:2
    each_one | b | 2024-03-02 | met | holds | b:3
    each_one | c | 2025-03-01 | violated | fails: mine <= 2 | c:4
    each_one | d | 2025-03-02 | violated | fails: mine <= 2 | d:5
    each_one | e | 2025-03-01 | met | holds | e:6
    c | h | 2025-03-01 | violated | fails: not unit.often at (found + 1 day) | h:2
    ");
}

#[test]
fn an_event_and_a_register_may_use_a_measure() {
    let policy = format!(
        "event heavy from hazard where unit.points >= 10 per unit, found
         measure points of unit {{ cite 12; {TOTAL} }}
         register watched of unit where points >= 9
         quantity q \"q\" {{ cite 5; per u in watched; count heavy; at least 1 }}"
    );
    let case = units(&policy, OFFENCES)
        .with("hazard", "id, unit, found\n h, u, 2025-03-01\n g, u, 2025-03-02\n i, w, 2025-03-02");
    assert_snapshot!(case.run(), @"q | w | overdue | 0 (≥1) | needs 1 more by 2025-03-31");
}

#[test]
fn bands_give_a_grade() {
    let on = |day: &str, must: &str, offences: &str| {
        let policy = format!(
            "catalog credits ordered {{ good; fair; poor }}
             measure points of unit {{ cite 12; {TOTAL} }}
             grade credit of unit by points {{ good: ..<4; fair: 4..<10; poor: 10.. }} cite 12(2)
             check c \"c\" {{ cite 13; each hazard; must {must} }}"
        );
        units(&policy, offences).with("hazard", &format!("id, unit, found\n h, u, {day}")).run()
    };
    assert_snapshot!(on("2025-03-01", "unit.credit = poor", OFFENCES), @"c | h | 2025-03-01 | met | holds | h:2");
    assert_snapshot!(on("2025-03-02", "unit.credit = fair", OFFENCES), @"c | h | 2025-03-02 | met | holds | h:2");
    assert_snapshot!(on("2025-03-02", "unit.credit < unit.credit at 2025-03-01", OFFENCES), @"c | h | 2025-03-02 | met | holds | h:2");
    assert_snapshot!(on("2020-03-02", "unit.credit <= good", OFFENCES), @"c | h | 2020-03-02 | undetermined data_horizon | unknown: unit.credit <= good | needs data from 2019-03-02 | h:2");
}

#[test]
fn the_order_of_rows_never_matters() {
    let shuffled: Vec<&str> = OFFENCES.lines().rev().collect();
    let day = |rows: &str| on(TOTAL, "2025-03-01", "unit.points = 12", rows);
    assert_eq!(day(OFFENCES), day(&shuffled.join("\n")));
}
