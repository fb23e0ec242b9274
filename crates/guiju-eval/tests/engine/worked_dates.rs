//! The worked dates of the calendar 2026, each as a rule over records rather than a call of the calendar.

use insta::assert_snapshot;

use crate::harness::{Case, case};

/// A start that must be announced some time before.
fn announced(lead: &str, start: &str) -> String {
    let policy = format!(
        "record matter {{ key id: text; start: date; announced: date? }}
         deadline d \"d\" {{ cite 1; each matter; must announced; before start at least {lead} }}"
    );
    matter(&policy, "id, start, announced", start).run()
}

fn matter(policy: &str, heading: &str, start: &str) -> Case {
    case(policy).with("matter", &format!("{heading}\n m, {start},")).data("2025-01-01..2026-12-31").as_of("2026-01-01")
}

/// A matter to be settled within a limit, as of the day on which it is found.
fn found(limit: &str, start: &str) -> String {
    let policy = format!(
        "record matter {{ key id: text; at found: date; settled: date? }}
         deadline d \"d\" {{ cite 1; each matter; must settled; within {limit} }}"
    );
    matter(&policy, "id, found, settled", start).as_of(start).run()
}

#[test]
fn a_month_ends_on_the_corresponding_day_or_the_last_and_worked_saturdays_do_not_roll() {
    assert_snapshot!(found("1 month", "2026-01-31"), @"d | m | 2026-01-31 | pending | not done | due 2026-02-28 | m:2");
    assert_snapshot!(found("1 month", "2026-01-14"), @"d | m | 2026-01-14 | pending | not done | due 2026-02-14 | m:2");
}

#[test]
fn days_that_end_in_a_holiday_roll_to_the_first_working_day() {
    assert_snapshot!(found("7 days", "2026-09-25"), @"d | m | 2026-09-25 | pending | not done | due 2026-10-08 | m:2");
}

#[test]
fn working_days_count_make_up_workdays_and_skip_holidays() {
    assert_snapshot!(found("7 working days", "2026-09-25"), @"d | m | 2026-09-25 | pending | not done | due 2026-10-12 | m:2");
    assert_snapshot!(found("10 working days", "2026-09-25"), @"d | m | 2026-09-25 | pending | not done | due 2026-10-15 | m:2");
    assert_snapshot!(found("15 working days", "2026-03-02"), @"d | m | 2026-03-02 | pending | not done | due 2026-03-23 | m:2");
}

#[test]
fn a_lead_is_counted_backwards_and_does_not_roll() {
    assert_snapshot!(announced("3 days", "2026-10-09"), @"d | m | pending | not done | due 2026-10-06 | m:2");
    assert_snapshot!(announced("3 working days", "2026-10-09"), @"d | m | pending | not done | due 2026-09-29 | m:2");
}

#[test]
fn by_the_thirtieth_is_the_last_of_february() {
    let report = case(
        "record group { key id: text }
         record report { key id: text; group: ref group; at sent: date }
         deadline d \"d\" { cite 1; per g in group; every calendar month; must report; by day 30 }",
    )
    .with("group", "id\n g")
    .with("report", "id, group, sent")
    .data("2026-01-01..2026-03-31")
    .as_of("2026-02-10");
    assert_snapshot!(report.run(), @r"
    d | g | 2026-01-01..2026-01-31 | overdue | not done | due 2026-01-30 | late 11
    d | g | 2026-02-01..2026-02-28 | pending | not done | due 2026-02-28
    ");
}

#[test]
fn registered_on_30_november_owes_nothing_for_the_year() {
    let visits = |partial: &str| {
        let policy = format!(
            "record unit {{ key id: text; since: date }}
             record visit {{ key id: text; unit: ref unit; at date: date }}
             register units of unit from since
             quantity q \"q\" {{ cite 1; per u in units; every calendar year; count visit; at least 4; {partial} }}"
        );
        case(&policy)
            .with("unit", "id, since\n u, 2026-11-30")
            .with("visit", "id, unit, date")
            .data("2026-01-01..2026-12-31")
            .as_of("2027-01-01")
            .between("2026-01-01", "2026-12-31")
            .run()
    };
    assert_snapshot!(visits("partial whole only"), @"q | u | 2026-01-01..2026-12-31 | not_applicable partial | 0 (≥4)");
    assert_snapshot!(visits("partial full"), @"q | u | 2026-01-01..2026-12-31 | violated | 0 (≥4)");
}
