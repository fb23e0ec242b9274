//! The worked dates of the language's account of limits: each is one a plain date library gets
//! wrong.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use guiju_calendar::{Calendar, Day, Due, Profile, Roll, by_day_of_month, due_after, latest_before};

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn cn() -> &'static Calendar {
    Calendar::builtin("国务院.放假安排").unwrap()
}

/// The due day and the unrolled one of a limit under the Civil Code.
fn within(limit: &str, start: &str) -> (String, String) {
    shown(due_after(cn(), Profile::CivilCode, day(start), limit.parse().unwrap()).unwrap())
}

fn before(lead: &str, event: &str, roll: Roll) -> String {
    shown(latest_before(cn(), Profile::CivilCode, day(event), lead.parse().unwrap(), roll).unwrap()).0
}

fn shown(due: Due) -> (String, String) {
    assert!(!due.provisional);
    (due.day.to_string(), due.unrolled.to_string())
}

fn pair(day: &str, unrolled: &str) -> (String, String) {
    (day.to_owned(), unrolled.to_owned())
}

#[test]
fn one_month_after_the_31st_of_january_ends_on_a_worked_saturday() {
    assert_eq!(within("1mo", "2026-01-31"), pair("2026-02-28", "2026-02-28"));
}

#[test]
fn one_month_after_the_14th_of_january_ends_on_a_worked_saturday() {
    assert_eq!(within("1mo", "2026-01-14"), pair("2026-02-14", "2026-02-14"));
}

#[test]
fn seven_days_end_in_the_national_holiday_and_move_behind_it() {
    assert_eq!(within("7d", "2026-09-25"), pair("2026-10-08", "2026-10-02"));
    assert_eq!(within("1w", "2026-09-25"), pair("2026-10-08", "2026-10-02"));
}

#[test]
fn working_days_count_the_worked_saturday_after_the_holiday() {
    assert_eq!(within("7wd", "2026-09-25"), pair("2026-10-12", "2026-10-12"));
    assert_eq!(within("10wd", "2026-09-25"), pair("2026-10-15", "2026-10-15"));
}

#[test]
fn three_days_before_the_ninth_of_october() {
    assert_eq!(before("3d", "2026-10-09", Roll::None), "2026-10-06");
    assert_eq!(before("3d", "2026-10-09", Roll::Backward), "2026-09-30");
    assert_eq!(before("3wd", "2026-10-09", Roll::None), "2026-09-29");
}

#[test]
fn by_the_thirtieth_in_february_is_its_last_day_a_worked_saturday() {
    let due = by_day_of_month(cn(), Profile::CivilCode, day("2026-02-28"), 30).unwrap();
    assert_eq!(shown(due), pair("2026-02-28", "2026-02-28"));
}

#[test]
fn fifteen_working_days_and_five_more() {
    assert_eq!(within("15wd", "2026-03-02"), pair("2026-03-23", "2026-03-23"));
    assert_eq!(within("5wd", "2026-03-23"), pair("2026-03-30", "2026-03-30"));
    // Five calendar days end on Saturday and move to the same Monday.
    assert_eq!(within("5d", "2026-03-23"), pair("2026-03-30", "2026-03-28"));
    // A limit restarted on 20 March is a new one from that day.
    assert_eq!(within("15wd", "2026-03-20"), pair("2026-04-13", "2026-04-13"));
}
