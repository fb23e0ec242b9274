use super::*;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn cn() -> &'static Calendar {
    Calendar::builtin("cn.state_council").unwrap()
}

#[test]
fn builtin_calendars_go_by_either_name() {
    for (id, alias) in Calendar::builtin_names() {
        assert_eq!(Calendar::builtin(id).unwrap().id(), *id);
        assert_eq!(Calendar::builtin(id).unwrap().alias(), Some(*alias));
        assert!(std::ptr::eq(Calendar::builtin(id).unwrap(), Calendar::builtin(alias).unwrap()));
    }
    assert!(Calendar::builtin("cn").is_none());
}

#[test]
fn answers_grow_uncertain_and_then_plain_towards_the_end() {
    let calendar = cn();
    assert_eq!(calendar.is_working_day(day("2026-12-25")), Ok(Working::Yes));
    // Covered, but the next notice may change it.
    assert_eq!(calendar.is_working_day(day("2026-12-28")), Ok(Working::Guess(true)));
    // Beyond the end: New Year's Day is a Friday, and no notice says it is off.
    assert_eq!(calendar.is_working_day(day("2027-01-01")), Ok(Working::Guess(true)));
    assert_eq!(calendar.is_working_day(day("2027-01-02")), Ok(Working::Guess(false)));
    assert_eq!(calendar.nth_working_day_after(day("2026-12-30"), 3), Ok(day("2027-01-04")));
    assert_eq!(calendar.nth_working_day_before(day("2027-01-04"), 3), Ok(day("2026-12-30")));
    assert_eq!(calendar.nth_working_day_after(day("2030-01-04"), 5), Ok(day("2030-01-11")));
    assert_eq!(calendar.working_days_between(day("2026-12-31"), day("2027-12-31")), Ok(261));
}

#[test]
fn nothing_is_said_about_days_before_the_start() {
    let calendar = cn();
    let before = |text: &str| {
        Err(CalendarError::BeforeStart {
            calendar: "cn.state_council".into(),
            day: day(text),
            first: day("2004-01-01"),
        })
    };
    assert_eq!(calendar.is_working_day(day("2003-12-31")).map(|_| day("2003-12-31")), before("2003-12-31"));
    assert_eq!(calendar.nth_working_day_after(day("2003-12-30"), 1), before("2003-12-30"));
    assert_eq!(calendar.nth_working_day_before(day("2004-01-05"), 2), before("2003-12-31"));
    assert_eq!(calendar.working_day_through(day("2004-01-01")), before("2003-12-31"));
    // All counted days lie inside: 31 December 2003 itself is not counted.
    assert_eq!(calendar.nth_working_day_after(day("2003-12-31"), 1), Ok(day("2004-01-02")));
    assert_eq!(calendar.nth_working_day_before(day("2004-01-05"), 1), Ok(day("2004-01-02")));
    assert_eq!(calendar.working_days_between(day("2003-12-31"), day("2004-01-05")), Ok(2));
    assert_eq!(
        calendar.working_days_between(day("2004-01-05"), day("2003-12-30")).unwrap_err().to_string(),
        "calendar `cn.state_council` begins on 2004-01-01, so it says nothing about 2003-12-30"
    );
}

#[test]
fn zero_working_days_away_is_the_day_itself() {
    for date in ["1999-01-01", "2026-10-01", "2040-01-01"] {
        assert_eq!(cn().nth_working_day_after(day(date), 0), Ok(day(date)));
        assert_eq!(cn().nth_working_day_before(day(date), 0), Ok(day(date)));
    }
}

#[test]
fn the_plain_calendar_knows_weekends_alone() {
    let plain = Calendar::plain();
    assert_eq!(plain.is_working_day(day("2026-10-01")), Ok(Working::Yes));
    assert_eq!(plain.is_working_day(day("2026-02-14")), Ok(Working::No));
    assert_eq!(plain.is_statutory_day_off(day("2026-02-14")), Ok(true));
    // What a calendar of weekends gives for the two limits of the worked table.
    assert_eq!(plain.nth_working_day_after(day("2026-09-25"), 7), Ok(day("2026-10-06")));
    assert_eq!(plain.nth_working_day_after(day("2026-09-25"), 10), Ok(day("2026-10-09")));
    assert!(!plain.is_provisional(Day::MAX));
    // 0001-01-01 is a Monday, 9999-12-31 a Friday.
    assert_eq!(plain.nth_working_day_before(day("0001-01-08"), 5), Ok(Day::MIN));
    assert_eq!(plain.nth_working_day_before(day("0001-01-08"), 6), Err(CalendarError::OutOfRange));
    assert_eq!(plain.nth_working_day_after(day("9999-12-30"), 1), Ok(Day::MAX));
    assert_eq!(plain.nth_working_day_after(Day::MAX, 1), Err(CalendarError::OutOfRange));
    assert_eq!(plain.nth_working_day_after(Day::MIN, u32::MAX), Err(CalendarError::OutOfRange));
    assert_eq!(plain.working_days_between(Day::MIN - 1, Day::MAX), Ok(2_608_614));
}

#[test]
fn holidays_have_names() {
    assert_eq!(cn().holiday(day("2026-10-02")), Some("国庆节"));
    assert_eq!(cn().holiday(day("2026-10-10")), None);
    assert_eq!(cn().holiday(day("2026-03-01")), None);
    assert_eq!(format!("{:?}", cn()), "Calendar(cn.state_council, 2004-01-01..2026-12-31, firm through 2026-12-25)");
}
