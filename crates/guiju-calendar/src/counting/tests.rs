use super::*;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// The due day under a law, marked `?` where provisional.
fn due(profile: Profile, start: &str, limit: &str) -> String {
    let calendar = Calendar::builtin("cn.state_council").unwrap();
    match due_after(calendar, profile, day(start), limit.parse().unwrap()) {
        Ok(due) => format!("{}{}", due.day, if due.provisional { "?" } else { "" }),
        Err(error) => error.to_string(),
    }
}

#[test]
fn seven_days_end_differently_under_each_law() {
    let shown = Profile::ALL.map(|profile| {
        let (seven, eight) = (due(profile, "2026-09-24", "7d"), due(profile, "2026-09-24", "8d"));
        format!("{profile:<28} 7d {seven}  8d {eight}")
    });
    // The eve of Mid-Autumn; 1 to 7 October are off, Saturday the 10th is worked. Eight days under
    // the penalty law end before seven: only the seven are working days.
    insta::assert_snapshot!(shown.join("\n"), @r"
    cn.civil_code                7d 2026-10-08  8d 2026-10-08
    cn.administrative_penalty    7d 2026-10-12  8d 2026-10-08
    cn.administrative_compulsion 7d 2026-10-12  8d 2026-10-13
    cn.administrative_licensing  7d 2026-10-12  8d 2026-10-13
    plain                        7d 2026-10-01  8d 2026-10-02
    ");
}

#[test]
fn which_day_counts_are_working_days() {
    let working = |profile: Profile| -> Vec<u32> {
        (0..=60).filter(|n| profile.counted(Duration::new(*n, Unit::Day)).unit == Unit::WorkingDay).collect()
    };
    assert_eq!(working(Profile::CivilCode), []);
    assert_eq!(working(Profile::AdministrativePenalty), [2, 3, 5, 7]);
    assert_eq!(working(Profile::AdministrativeCompulsion), (0..=10).collect::<Vec<_>>());
    assert_eq!(working(Profile::AdministrativeLicensing), (0..=60).collect::<Vec<_>>());
    assert_eq!(working(Profile::Plain), []);
    let week = Duration::new(1, Unit::Week);
    assert!(Profile::ALL.into_iter().all(|profile| profile.counted(week) == week));
}

#[test]
fn beyond_the_calendar_a_due_day_is_provisional() {
    let civil = |start, limit| due(Profile::CivilCode, start, limit);
    assert_eq!(civil("2026-12-20", "5d"), "2026-12-25");
    assert_eq!(civil("2026-12-20", "6d"), "2026-12-28?");
    assert_eq!(civil("2026-12-18", "5wd"), "2026-12-25");
    assert_eq!(civil("2026-12-18", "6wd"), "2026-12-28?");
    assert_eq!(civil("2026-12-01", "1mo"), "2027-01-01?");
    // Under the plain profile bare days rest on no calendar; working days do.
    assert_eq!(due(Profile::Plain, "2026-12-20", "60d"), "2027-02-18");
    assert_eq!(due(Profile::Plain, "2026-12-18", "6wd"), "2026-12-28?");
    let plain = Calendar::plain();
    assert!(!due_after(plain, Profile::CivilCode, day("2040-01-01"), "6wd".parse().unwrap()).unwrap().provisional);
}

#[test]
fn before_the_calendar_only_the_end_matters_if_days_are_not_worked_days() {
    assert_eq!(due(Profile::CivilCode, "2003-12-01", "2mo"), "2004-02-02");
    assert_eq!(due(Profile::Plain, "1990-01-01", "1y"), "1991-01-01");
    let error = "calendar `cn.state_council` begins on 2004-01-01, so it says nothing about";
    assert_eq!(due(Profile::CivilCode, "2003-12-01", "1w"), format!("{error} 2003-12-08"));
    assert_eq!(due(Profile::CivilCode, "2003-12-01", "90wd"), format!("{error} 2003-12-01"));
}

#[test]
fn counting_backwards_over_the_horizon() {
    let calendar = Calendar::builtin("cn.state_council").unwrap();
    let latest = |event, lead: &str, roll| {
        let due = latest_before(calendar, Profile::CivilCode, day(event), lead.parse().unwrap(), roll).unwrap();
        format!("{} from {}{}", due.day, due.unrolled, if due.provisional { "?" } else { "" })
    };
    // Friday 25 December is the last firm day: what lies before an event on the 26th is known.
    assert_eq!(latest("2026-12-26", "1wd", Roll::None), "2026-12-25 from 2026-12-25");
    assert_eq!(latest("2026-12-28", "1wd", Roll::None), "2026-12-25 from 2026-12-25?");
    assert_eq!(latest("2026-12-28", "1d", Roll::None), "2026-12-27 from 2026-12-27");
    assert_eq!(latest("2026-12-28", "1d", Roll::Backward), "2026-12-25 from 2026-12-27?");
    assert_eq!(latest("2026-12-28", "3d", Roll::Backward), "2026-12-25 from 2026-12-25");
    assert_eq!(latest("2026-03-31", "1mo", Roll::None), "2026-02-28 from 2026-02-28");
}

#[test]
fn by_a_day_of_the_month() {
    let calendar = Calendar::builtin("cn.state_council").unwrap();
    let by = |month_of, day_no| by_day_of_month(calendar, Profile::CivilCode, day(month_of), day_no).map(|due| due.day);
    assert_eq!(by("2026-02-28", 30), Ok(day("2026-02-28")));
    assert_eq!(by("2025-02-28", 30), Ok(day("2025-02-28")));
    assert_eq!(by("2024-02-01", 30), Ok(day("2024-02-29")));
    // 31 January 2026 is a Saturday, 3 October in the holiday.
    assert_eq!(by("2026-01-31", 31), Ok(day("2026-02-02")));
    assert_eq!(by("2026-10-31", 3), Ok(day("2026-10-08")));
    assert_eq!(by("2026-10-31", 0), Err(CalendarError::DayOfMonth(0)));
    assert_eq!(by("2026-10-31", 32), Err(CalendarError::DayOfMonth(32)));
    let plain = by_day_of_month(calendar, Profile::Plain, day("2026-10-31"), 3).unwrap();
    assert_eq!(plain.day, day("2026-10-03"));
}

#[test]
fn profiles_go_by_either_name() {
    for profile in Profile::ALL {
        assert_eq!(Profile::from_name(profile.name()), Some(profile));
        assert_eq!(Profile::from_name(profile.name_zh()), Some(profile));
        assert_eq!(serde_yaml::to_string(&profile).unwrap().trim(), profile.name());
        assert_eq!(profile.to_string(), profile.name());
        assert_eq!(profile.source().is_none(), profile == Profile::Plain);
    }
    assert_eq!(Profile::from_name("民法典"), None);
}
