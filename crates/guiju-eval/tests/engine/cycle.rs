//! Cycles, weeks and half-years: which days each window has.

use insta::assert_snapshot;

use crate::harness::{Case, case};

fn visits(rule: &str, units: &str, visits: &str) -> Case {
    case(&format!(
        "record unit {{ key id: text; opened: date?; closed: date?; years: number? }}
         record item {{ key id: text }}
         record visit {{ key id: text; unit: ref unit?; at date: date; items: set of items? }}
         catalog items {{ fire; power }}
         param begun = 2021-03-01 cite 1
         register units of unit from opened until closed
         {rule}"
    ))
    .with("unit", &format!("id, opened, closed, years\n{units}"))
    .with("visit", &format!("id, unit, date, items\n{visits}"))
    .data("2021-01-01..2026-06-30")
    .as_of("2026-06-30")
}

fn quantity(window: &str) -> String {
    format!("quantity q \"q\" {{ cite 1; per u in units; {window}; count visit; at least 1 }}")
}

#[test]
fn cycles_from_a_date_meet_end_to_end() {
    let five = quantity("every cycle 5 years from 2021-01-01 by date");
    assert_snapshot!(visits(&five, "u, , ,", "a, u, 2025-12-31,").run(), @"
    q | u | 2021-01-01..2025-12-31 | met | 1 (≥1)
    q | u | 2026-01-01..2030-12-31 | pending | 0 (≥1) | needs 1 more by 2030-12-31
    ");
    assert_snapshot!(visits(&five, "u, , ,", "a, u, 2026-01-01,").run(), @"
    q | u | 2021-01-01..2025-12-31 | violated | 0 (≥1)
    q | u | 2026-01-01..2030-12-31 | met | 1 (≥1)
    ");
    assert_snapshot!(visits(&quantity("every cycle 2 years from begun"), "u, , ,", "a, u, 2023-02-28,").run(), @"
    q | u | 2021-03-01..2023-02-28 | met | 1 (≥1)
    q | u | 2023-03-01..2025-02-28 | violated | 0 (≥1)
    q | u | 2025-03-01..2027-02-28 | pending | 0 (≥1) | needs 1 more by 2027-02-28
    ");
    // Days before the first cycle are in none.
    assert_snapshot!(visits(&quantity("every cycle 5 years from 2022-01-01"), "u, , ,", "a, u, 2021-12-31,").run(), @"q | u | 2022-01-01..2026-12-31 | pending | 0 (≥1) | needs 1 more by 2026-12-31");
    assert_snapshot!(visits(&five, "u, , ,", "").between("2021-01-01", "2025-12-31").run(), @"q | u | 2021-01-01..2025-12-31 | violated | 0 (≥1)");
}

#[test]
fn cycles_from_a_members_own_day() {
    let own = quantity("every cycle 2 years from u.opened");
    assert_snapshot!(visits(&own, "u, 2021-05-01, ,\n v, 2023-02-10, ,\n w, , ,", "a, u, 2021-05-01,\n b, v, 2025-02-10,").run(), @"
    q | u | 2021-05-01..2023-04-30 | met | 1 (≥1)
    q | u | 2023-05-01..2025-04-30 | violated | 0 (≥1)
    q | u | 2025-05-01..2027-04-30 | pending | 0 (≥1) | needs 1 more by 2027-04-30
    q | v | 2023-02-10..2025-02-09 | violated | 0 (≥1)
    q | v | 2025-02-10..2027-02-09 | met | 1 (≥1)
    q | w | undetermined missing_field | 0 (≥1)
    ");
    // One that leaves has its last cycle in part.
    assert_snapshot!(visits(&own, "u, 2021-05-01, 2024-01-01,", "").run(), @"
    q | u | 2021-05-01..2023-04-30 | violated | 0 (≥1)
    q | u | 2023-05-01..2025-04-30 | not_applicable partial | 0 (≥1)
    ");
    assert_snapshot!(visits(&quantity("every cycle u.years years from 2021-01-01"), "u, , , 4\n v, , , ", "").run(), @"
    q | u | 2021-01-01..2024-12-31 | violated | 0 (≥1)
    q | u | 2025-01-01..2028-12-31 | pending | 0 (≥1) | needs 1 more by 2028-12-31
    q | v | undetermined missing_field | 0 (≥1)
    ");
    // 31 January and a month: clamped once, never chained.
    let monthly = visits(&quantity("every cycle 1 month from u.opened"), "u, 2026-01-31, ,", "a, u, 2026-02-28,");
    assert_snapshot!(monthly.as_of("2026-04-05").run(), @"
    q | u | 2026-01-31..2026-02-27 | violated | 0 (≥1)
    q | u | 2026-02-28..2026-03-30 | met | 1 (≥1)
    q | u | 2026-03-31..2026-04-29 | pending | 0 (≥1) | needs 1 more by 2026-04-29
    ");
}

#[test]
fn a_coverage_in_cycles_is_the_union_of_a_units_visits() {
    let rule = "coverage c \"c\" { cite 1; per u in units; every cycle 2 years from u.opened; all of items by items of visit }";
    let rows =
        "a, u, 2021-06-01, fire\n b, u, 2023-04-30, power\n c, u, 2023-05-01, fire\n d, v, 2023-05-01, fire+power";
    assert_snapshot!(visits(rule, "u, 2021-05-01, ,\n v, 2022-05-01, ,\n w, , ,", rows).run(), @"
    c | u | 2021-05-01..2023-04-30 | met | 2 of 2 (all 2)
    c | u | 2023-05-01..2025-04-30 | violated | 1 of 2, not power (all 2)
    c | u | 2025-05-01..2027-04-30 | pending | 0 of 2, not fire power (all 2) | needs 2 more by 2027-04-30
    c | v | 2022-05-01..2024-04-30 | met | 2 of 2 (all 2)
    c | v | 2024-05-01..2026-04-30 | violated | 0 of 2, not fire power (all 2)
    c | v | 2026-05-01..2028-04-30 | pending | 0 of 2, not fire power (all 2) | needs 2 more by 2028-04-30
    c | w | undetermined missing_field
    ");
}

#[test]
fn weeks_run_from_monday_and_half_years_from_january_and_july() {
    let weekly =
        visits(&quantity("every calendar week"), "u, , ,", "a, u, 2025-12-29,\n b, u, 2026-01-04,\n c, u, 2026-01-12,");
    assert_snapshot!(weekly.clone().between("2025-12-29", "2026-01-18").run(), @"
    q | u | 2025-12-29..2026-01-04 | met | 2 (≥1)
    q | u | 2026-01-05..2026-01-11 | violated | 0 (≥1)
    q | u | 2026-01-12..2026-01-18 | met | 1 (≥1)
    ");
    // A week that begins before the asked-for days is not asked for.
    assert_snapshot!(weekly.between("2025-12-30", "2026-01-11").run(), @"q | u | 2026-01-05..2026-01-11 | violated | 0 (≥1)");
    let half = visits(&quantity("every calendar half-year"), "u, , ,", "a, u, 2025-06-30,\n b, u, 2026-01-01,");
    assert_snapshot!(half.between("2025-01-01", "2026-06-30").run(), @"
    q | u | 2025-01-01..2025-06-30 | met | 1 (≥1)
    q | u | 2025-07-01..2025-12-31 | violated | 0 (≥1)
    q | u | 2026-01-01..2026-06-30 | met | 1 (≥1)
    ");
}
