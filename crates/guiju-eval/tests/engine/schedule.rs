//! Due dates fixed by an anchor, beside those that float from the last act.

use insta::assert_snapshot;

use crate::harness::{Case, case};

const RECORDS: &str = "
    record tank { key id: text; built: date?; scrapped: date?; months: number? }
    record test { key id: text; tank: ref tank; at date: date; passed: yesno? }
    register tanks of tank from built until scrapped
";

fn tanks(schedule: &str, tanks: &str, tests: &str) -> Case {
    case(&format!("{RECORDS} deadline d \"d\" {{ cite 1; per t in tanks; {schedule}; must test }}"))
        .with("tank", &format!("id, built, scrapped, months\n{tanks}"))
        .with("test", &format!("id, tank, date, passed\n{tests}"))
        .data("2018-01-01..2026-12-31")
        .as_of("2025-06-30")
}

const TWO_YEARS: &str = "anchored from t.built every 24 months";

#[test]
fn a_row_for_every_due_date_and_the_next() {
    // The first test is late and moves nothing; the second is early in its own stretch.
    let tests = "late, t, 2020-06-20,\n early, t, 2021-01-04,\n on the day, t, 2024-04-15,";
    assert_snapshot!(tanks(TWO_YEARS, "t, 2018-04-15, ,", tests).run(), @"
    d | t | 2018-04-15..2020-04-15 | met_late | due 2020-04-15 | done 2020-06-20 | late 66 | late:2
    d | t | 2020-04-16..2022-04-15 | met | due 2022-04-15 | done 2021-01-04 | early:3
    d | t | 2022-04-16..2024-04-15 | met | due 2024-04-15 | done 2024-04-15 | on the day:4
    d | t | 2024-04-16..2026-04-15 | pending | not done | due 2026-04-15
    ");
    assert_snapshot!(tanks(TWO_YEARS, "t, 2018-04-15, ,", "").run(), @"
    d | t | 2018-04-15..2020-04-15 | overdue | not done | due 2020-04-15 | late 1902
    d | t | 2020-04-16..2022-04-15 | overdue | not done | due 2022-04-15 | late 1172
    d | t | 2022-04-16..2024-04-15 | overdue | not done | due 2024-04-15 | late 441
    d | t | 2024-04-16..2026-04-15 | pending | not done | due 2026-04-15
    ");
}

#[test]
fn due_and_the_day_after() {
    // 15 April 2022 is a Friday, 15 April 2023 a Saturday: the due date moves, the next one is counted from the anchor.
    let tanks_of = |date: &str| {
        tanks(
            "anchored from t.built every 12 months",
            "t, 2021-04-15, ,",
            &format!("a, t, 2022-04-15,\n b, t, {date},"),
        )
        .as_of("2023-06-30")
    };
    assert_snapshot!(tanks_of("2023-04-17").run(), @"
    d | t | 2021-04-15..2022-04-15 | met | due 2022-04-15 | done 2022-04-15 | a:2
    d | t | 2022-04-16..2023-04-15 | met | due 2023-04-17 | done 2023-04-17 | b:3
    d | t | 2023-04-16..2024-04-15 | pending | not done | due 2024-04-15
    ");
    assert_snapshot!(tanks_of("2023-04-18").run(), @"
    d | t | 2021-04-15..2022-04-15 | met | due 2022-04-15 | done 2022-04-15 | a:2
    d | t | 2022-04-16..2023-04-15 | met_late | due 2023-04-17 | done 2023-04-18 | late 1 | b:3
    d | t | 2023-04-16..2024-04-15 | pending | not done | due 2024-04-15
    ");
    let open = tanks("anchored from t.built every 12 months", "t, 2021-04-15, ,", "");
    assert_snapshot!(open.clone().as_of("2022-04-15").run(), @"d | t | 2021-04-15..2022-04-15 | pending | not done | due 2022-04-15");
    assert_snapshot!(open.clone().as_of("2022-04-16").run(), @"
    d | t | 2021-04-15..2022-04-15 | overdue | not done | due 2022-04-15 | late 1
    d | t | 2022-04-16..2023-04-15 | pending | not done | due 2023-04-17
    ");
    assert_snapshot!(open.as_of("2021-04-14").run(), @"");
}

#[test]
fn the_first_may_come_later_and_months_clamp_once() {
    let first = "anchored from t.built every 1 year first after 3 years";
    assert_snapshot!(tanks(first, "t, 2020-02-29, ,", "").run(), @"
    d | t | 2020-02-29..2023-02-28 | overdue | not done | due 2023-02-28 | late 853
    d | t | 2023-03-01..2024-02-29 | overdue | not done | due 2024-02-29 | late 487
    d | t | 2024-03-01..2025-02-28 | overdue | not done | due 2025-02-28 | late 122
    d | t | 2025-03-01..2026-02-28 | pending | not done | due 2026-02-28
    ");
    let monthly = tanks("anchored from 2025-01-31 every 1 month; counting plain", "t, , ,", "");
    assert_snapshot!(monthly.run(), @"
    d | t | 2025-01-31..2025-02-28 | overdue | not done | due 2025-02-28 | late 122
    d | t | 2025-03-01..2025-03-31 | overdue | not done | due 2025-03-31 | late 91
    d | t | 2025-04-01..2025-04-30 | overdue | not done | due 2025-04-30 | late 61
    d | t | 2025-05-01..2025-05-31 | overdue | not done | due 2025-05-31 | late 30
    d | t | 2025-06-01..2025-06-30 | pending | not done | due 2025-06-30
    ");
    assert_snapshot!(tanks("anchored from t.built every 90 days first after 1 month; counting plain", "t, 2025-01-31, ,", "").run(), @"
    d | t | 2025-01-31..2025-02-28 | overdue | not done | due 2025-02-28 | late 122
    d | t | 2025-03-01..2025-05-29 | overdue | not done | due 2025-05-29 | late 32
    d | t | 2025-05-30..2025-08-27 | pending | not done | due 2025-08-27
    ");
}

#[test]
fn a_late_act_answers_the_earliest_open_due_date_and_one_only() {
    let tests = "for the first, t, 2023-01-10,\n for the second, t, 2023-01-11,";
    assert_snapshot!(tanks(TWO_YEARS, "t, 2018-04-15, ,", tests).run(), @"
    d | t | 2018-04-15..2020-04-15 | met_late | due 2020-04-15 | done 2023-01-10 | late 1000 | for the first:2
    d | t | 2020-04-16..2022-04-15 | met_late | due 2022-04-15 | done 2023-01-11 | late 271 | for the second:3
    d | t | 2022-04-16..2024-04-15 | overdue | not done | due 2024-04-15 | late 441
    d | t | 2024-04-16..2026-04-15 | pending | not done | due 2026-04-15
    ");
    // Two in one stretch: the second is for no other.
    let tests = "one, t, 2019-01-10,\n two, t, 2019-01-11,";
    assert_snapshot!(tanks(TWO_YEARS, "t, 2018-04-15, ,", tests).as_of("2022-05-01").run(), @"
    d | t | 2018-04-15..2020-04-15 | met | due 2020-04-15 | done 2019-01-10 | one:2
    d | t | 2020-04-16..2022-04-15 | overdue | not done | due 2022-04-15 | late 16
    d | t | 2022-04-16..2024-04-15 | pending | not done | due 2024-04-15
    ");
}

#[test]
fn anchors_and_distances_that_are_not_known_and_members_that_come_and_go() {
    let rows = "no anchor, , ,\n scrapped, 2018-04-15, 2022-01-01,\n good, 2022-04-15, ,";
    assert_snapshot!(tanks(TWO_YEARS, rows, "").run(), @"
    d | good | 2022-04-15..2024-04-15 | overdue | not done | due 2024-04-15 | late 441
    d | good | 2024-04-16..2026-04-15 | pending | not done | due 2026-04-15
    d | no anchor | pending | not done
    d | scrapped | 2018-04-15..2020-04-15 | overdue | not done | due 2020-04-15 | late 1902
    d | scrapped | 2020-04-16..2022-04-15 | discharged closed | not done | due 2022-04-15
    ");
    let rows = "known, 2022-04-15, , 36\n unknown, 2022-04-15, ,\n never ending, 2022-04-15, , 0";
    assert_snapshot!(tanks("anchored from t.built every t.months months", rows, "").run(), @"
    d | known | 2022-04-15..2025-04-15 | overdue | not done | due 2025-04-15 | late 76
    d | known | 2025-04-16..2028-04-15 | pending | not done | due 2028-04-17 provisional
    d | never ending | undetermined missing_field
    d | unknown | undetermined missing_field
    ");
    // Built between two due dates of all: nothing is owed for the stretch in which it came.
    let all = "anchored from 2020-01-01 every 24 months";
    assert_snapshot!(tanks(all, "new, 2023-05-05, ,\n old, 2019-01-01, ,", "").run(), @"
    d | new | 2022-01-02..2024-01-01 | not_applicable partial
    d | new | 2024-01-02..2026-01-01 | pending | not done | due 2026-01-04
    d | old | 2020-01-01..2022-01-01 | overdue | not done | due 2022-01-04 | late 1273
    d | old | 2022-01-02..2024-01-01 | overdue | not done | due 2024-01-02 | late 545
    d | old | 2024-01-02..2026-01-01 | pending | not done | due 2026-01-04
    ");
    assert_snapshot!(tanks(&format!("{all}; partial full"), "new, 2023-05-05, ,", "").run(), @"
    d | new | 2022-01-02..2024-01-01 | overdue | not done | due 2024-01-02 | late 545
    d | new | 2024-01-02..2026-01-01 | pending | not done | due 2026-01-04
    ");
}

#[test]
fn nothing_is_claimed_before_or_beyond_the_data() {
    let case = |days: &str| tanks(TWO_YEARS, "t, 2018-04-15, ,", "").data(days).run();
    assert_snapshot!(case("2021-01-01..2025-06-30"), @"
    d | t | 2020-04-16..2022-04-15 | undetermined data_horizon | not done | due 2022-04-15 | needs data through 2022-04-15
    d | t | 2022-04-16..2024-04-15 | overdue | not done | due 2024-04-15 | late 441
    d | t | 2024-04-16..2026-04-15 | pending | not done | due 2026-04-15
    ");
    assert_snapshot!(case("2018-01-01..2024-04-14"), @"
    d | t | 2018-04-15..2020-04-15 | overdue | not done | due 2020-04-15 | late 1902
    d | t | 2020-04-16..2022-04-15 | overdue | not done | due 2022-04-15 | late 1172
    d | t | 2022-04-16..2024-04-15 | undetermined data_horizon | not done | due 2024-04-15 | needs data through 2024-04-15
    d | t | 2024-04-16..2026-04-15 | pending | not done | due 2026-04-15
    ");
}

#[test]
fn beside_it_a_distance_from_the_last_one_floats() {
    let policy = format!(
        "{RECORDS} sequence tests of test per tank by date
         deadline d \"d\" {{ cite 1; each test; after date; must next tests; within 24 months }}"
    );
    let case = case(&policy)
        .with("tank", "id\n t")
        .with("test", "id, tank, date\n a, t, 2020-04-15\n b, t, 2022-06-20\n c, t, 2024-06-20")
        .data("2018-01-01..2026-12-31")
        .as_of("2025-06-30");
    assert_snapshot!(case.run(), @"
    d | a | 2020-04-15 | met_late | due 2022-04-15 | done 2022-06-20 | late 66 | a:2
    d | b | 2022-06-20 | met | due 2024-06-20 | done 2024-06-20 | b:3
    d | c | 2024-06-20 | pending | not done | due 2026-06-22 | c:4
    ");
}
