//! The shipped national calendar against totals of its years and against days that are easy to get
//! wrong.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use guiju_calendar::{Calendar, Day, Family, Weekday, Window, Working, full_windows_inside};
use std::fmt::Write;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn cn() -> &'static Calendar {
    Calendar::builtin("cn.state_council").unwrap()
}

fn is_worked(day: Day) -> bool {
    cn().is_working_day(day).unwrap().is_working()
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn days(window: Window) -> impl Iterator<Item = Day> {
    (0..window.days()).map(move |offset| window.from + offset)
}

fn coverage() -> Window {
    Window::new(cn().first(), cn().last())
}

#[test]
fn totals_of_each_year() {
    let mut totals = String::from("year: worked, weekdays off, weekend days worked\n");
    for year in full_windows_inside(coverage(), Family::Year) {
        let worked = days(year).filter(|day| is_worked(*day)).count();
        let weekdays_off = days(year).filter(|day| !is_worked(*day) && !is_weekend(*day)).count();
        let weekends_worked = days(year).filter(|day| is_worked(*day) && is_weekend(*day)).count();
        writeln!(totals, "{}: {worked} {weekdays_off} {weekends_worked}", Family::Year.label(year)).unwrap();
    }
    insta::assert_snapshot!(totals, @r"
    year: worked, weekdays off, weekend days worked
    2004: 252 16 6
    2005: 251 16 7
    2006: 251 17 8
    2007: 249 19 7
    2008: 251 16 5
    2009: 250 17 6
    2010: 250 19 8
    2011: 250 16 6
    2012: 249 18 6
    2013: 250 23 12
    2014: 250 16 5
    2015: 249 17 5
    2016: 250 17 6
    2017: 249 16 5
    2018: 250 18 7
    2019: 250 17 6
    2020: 249 19 6
    2021: 250 18 7
    2022: 249 18 7
    2023: 249 18 7
    2024: 251 19 8
    2025: 248 18 5
    2026: 248 19 6
    ");
}

#[test]
fn totals_of_all_years() {
    assert_eq!(coverage(), Window::new(day("2004-01-01"), day("2026-12-31")));
    assert_eq!(cn().firm_through(), day("2026-12-25"));
    assert_eq!(coverage().days(), 8401);
    assert_eq!(cn().working_days_between(cn().first() - 1, cn().last()), Ok(5745));
    assert_eq!(days(coverage()).filter(|day| !is_worked(*day) && !is_weekend(*day)).count(), 407);
    assert_eq!(days(coverage()).filter(|day| is_worked(*day) && is_weekend(*day)).count(), 151);
}

/// Each notice moves days only: weekdays off less weekend days worked are the statutory holidays,
/// ten of them until the notice for 2007, eleven from 2008, thirteen from 2025; one more in 2015
/// for the victory's anniversary, and two in 2020 when the Spring Festival was prolonged.
///
/// # Source
/// Regulation on days off for annual festivals and memorial days 全国年节及纪念日放假办法, as of 1999, 2007 and
/// 2024.
#[test]
fn each_notice_gives_the_statutory_number_of_days() {
    // The days from one notice's first to the next one's: late December belongs to the New Year it
    // precedes.
    let starts: Vec<Day> = (2004..=2027)
        .map(|year| match year {
            2006 | 2012 => Day::from_ymd(year - 1, 12, 31),
            2007 => Day::from_ymd(year - 1, 12, 30),
            2008 | 2019 => Day::from_ymd(year - 1, 12, 29),
            2023 => Day::from_ymd(year - 1, 12, 31),
            _ => Day::from_ymd(year, 1, 1),
        })
        .map(Option::unwrap)
        .collect();
    for (year, pair) in (2004..).zip(starts.windows(2)) {
        let [from, next] = pair else { unreachable!() };
        let set = Window::new(*from, *next - 1);
        let off = days(set).filter(|day| !is_worked(*day) && !is_weekend(*day)).count();
        let worked = days(set).filter(|day| is_worked(*day) && is_weekend(*day)).count();
        let statutory = match year {
            ..=2007 => 10,
            2015 => 12,
            2008..=2019 | 2021..=2024 => 11,
            _ => 13,
        };
        assert_eq!(off - worked, statutory, "notice for {year}");
    }
}

#[test]
fn days_that_are_easy_to_get_wrong() {
    for (date, expected) in [
        ("2005-12-31", Working::Yes), // A Saturday the notice for 2006 set to work.
        ("2007-12-31", Working::No),  // Off by the notice for 2008.
        ("2008-02-05", Working::Yes), // Lunar New Year's Eve before it was a holiday that year.
        ("2012-01-03", Working::No),  // Off in return for Saturday, 31 December 2011.
        ("2015-09-03", Working::No),  // The victory's anniversary, by a later notice.
        ("2015-09-06", Working::Yes), // The Sunday worked for it.
        ("2019-05-02", Working::No),  // Labour Day, lengthened by a later notice.
        ("2019-04-28", Working::Yes), // The Sunday worked for it.
        ("2020-01-31", Working::No),  // The Spring Festival, prolonged.
        ("2020-02-01", Working::No),  // A Saturday to be worked until it was prolonged.
        ("2024-02-09", Working::Yes), // Lunar New Year's Eve: leave encouraged, not given.
        ("2026-02-14", Working::Yes), // Saturdays worked around the Spring Festival.
        ("2026-02-28", Working::Yes),
        ("2026-10-08", Working::Yes), // The first day after the National Day holiday.
        ("2026-10-10", Working::Yes),
    ] {
        assert_eq!(cn().is_working_day(day(date)), Ok(expected), "{date}");
        assert_eq!(cn().is_statutory_day_off(day(date)), Ok(expected == Working::No), "{date}");
    }
}

#[test]
fn every_weekday_off_has_a_name_and_every_notice_a_source() {
    for day in days(coverage()) {
        assert!(is_worked(day) || is_weekend(day) || cn().holiday(day).is_some(), "{day}");
        assert!(!is_worked(day) || cn().holiday(day).is_none(), "{day}");
    }
    assert_eq!(cn().sources().len(), 23);
}
