//! Properties: the tables agree with a walk from day to day, and limits and windows are well
//! behaved.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use guiju_calendar::{
    Calendar, Cycle, Day, Duration, Family, Profile, Roll, Unit, Window, add, due_after, full_windows_inside,
    latest_before, parse_label, subtract, window_containing, windows_intersecting,
};
use proptest::prelude::*;

fn cn() -> &'static Calendar {
    Calendar::builtin("cn.state_council").unwrap()
}

/// Days the calendar covers and some years of plain weeks after them.
fn covered_day() -> impl Strategy<Value = Day> {
    (cn().first().number()..cn().last().number() + 1500).prop_map(|number| Day::from_number(number).unwrap())
}

fn any_day() -> impl Strategy<Value = Day> {
    prop_oneof![
        4 => covered_day(),
        1 => (Day::MIN.number()..=Day::MAX.number()).prop_map(|number| Day::from_number(number).unwrap()),
    ]
}

fn calendar() -> impl Strategy<Value = &'static Calendar> {
    prop_oneof![Just(cn()), Just(Calendar::plain())]
}

fn civil_unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year])
}

fn any_unit() -> impl Strategy<Value = Unit> {
    prop_oneof![civil_unit(), Just(Unit::WorkingDay)]
}

fn profile() -> impl Strategy<Value = Profile> {
    prop::sample::select(Profile::ALL.to_vec())
}

fn family() -> impl Strategy<Value = Family> {
    prop::sample::select(Family::ALL.to_vec())
}

/// The n-th working day after or before a day, found step by step.
fn walk(calendar: &Calendar, day: Day, n: u32, step: i32) -> Option<Day> {
    let mut day = day;
    let mut left = n;
    while left > 0 {
        day = day.checked_add(step)?;
        left -= u32::from(calendar.is_working_day(day).ok()?.is_working());
    }
    Some(day)
}

proptest! {
    #[test]
    fn days_survive_being_written(day in any_day()) {
        prop_assert_eq!(Day::parse_iso(&day.to_string()), Ok(day));
        let (year, month, day_of_month) = day.ymd();
        prop_assert_eq!(Day::from_ymd(year, month, day_of_month), Some(day));
        prop_assert_eq!(Day::from_number(day.number()), Some(day));
        prop_assert_eq!(Day::try_from(chrono::NaiveDate::from(day)), Ok(day));
    }

    #[test]
    fn no_text_panics(text in "[-0-9wdmoqyQHW. \u{5e74}]{0,14}") {
        let _ = Day::parse_iso(&text);
        let _ = text.parse::<Duration>();
        let _ = Calendar::from_yaml(&text);
        if let Some((family, window)) = parse_label(&text) {
            prop_assert_eq!(family.label(window), text);
        }
    }

    #[test]
    fn working_days_agree_with_a_walk(calendar in calendar(), day in covered_day(), n in 0_u32..80) {
        prop_assert_eq!(calendar.nth_working_day_after(day, n).ok(), walk(calendar, day, n, 1));
        prop_assert_eq!(calendar.nth_working_day_before(day, n).ok(), walk(calendar, day, n, -1));
    }

    #[test]
    fn counts_agree_with_a_walk(calendar in calendar(), day in covered_day(), length in 0_i32..200) {
        let through = day + length;
        let walked = (1..=length).filter(|n| calendar.is_working_day(day + *n).unwrap().is_working()).count() as i32;
        prop_assert_eq!(calendar.working_days_between(day, through), Ok(walked));
        prop_assert_eq!(calendar.working_days_between(through, day), Ok(-walked));
    }

    #[test]
    fn counts_undo_steps(calendar in calendar(), day in covered_day(), n in 1_u32..500) {
        let end = calendar.nth_working_day_after(day, n).unwrap();
        prop_assert!(calendar.is_working_day(end).unwrap().is_working());
        prop_assert_eq!(calendar.working_days_between(day, end), Ok(n as i32));
        prop_assert_eq!(calendar.nth_working_day_before(end + 1, n).unwrap(), calendar.nth_working_day_after(day, 1).unwrap());
    }

    #[test]
    fn adding_keeps_the_day_or_clamps_it(day in any_day(), n in 0_u32..600, unit in civil_unit()) {
        let Ok(end) = add(day, Duration::new(n, unit)) else { return Ok(()) };
        prop_assert!(end >= day);
        if matches!(unit, Unit::Day | Unit::Week) {
            prop_assert_eq!(subtract(end, Duration::new(n, unit)), Ok(day));
        } else {
            // The same day of the month, or the month's last.
            let ((_, _, before), (_, month, after)) = (day.ymd(), end.ymd());
            prop_assert!(after == before || after < before && (end + 1).ymd().1 != month);
            prop_assert!(subtract(end, Duration::new(n, unit)).unwrap() <= day);
        }
    }

    #[test]
    fn equal_lengths_agree(day in any_day(), n in 0_u32..100) {
        let plus = |n, unit| add(day, Duration::new(n, unit));
        prop_assert_eq!(plus(n, Unit::Week), plus(7 * n, Unit::Day));
        prop_assert_eq!(plus(n, Unit::Quarter), plus(3 * n, Unit::Month));
        prop_assert_eq!(plus(n, Unit::Year), plus(12 * n, Unit::Month));
    }

    #[test]
    fn a_longer_limit_ends_no_earlier(profile in profile(), start in covered_day(), n in 0_u32..90, unit in any_unit()) {
        let (shorter, longer) = (Duration::new(n, unit), Duration::new(n + 1, unit));
        // Where a law counts one of them in working days alone, nothing of the kind holds.
        prop_assume!(profile.counted(shorter).unit == profile.counted(longer).unit);
        let due = |limit| due_after(cn(), profile, start, limit).unwrap();
        prop_assert!(due(shorter).day <= due(longer).day);
        prop_assert!(due(shorter).unrolled < due(longer).unrolled);
        prop_assert!(!due(shorter).provisional || due(longer).provisional);
    }

    #[test]
    fn a_later_start_ends_no_earlier(profile in profile(), start in covered_day(), n in 0_u32..90, unit in any_unit()) {
        let due = |start| due_after(cn(), profile, start, Duration::new(n, unit)).unwrap().day;
        prop_assert!(due(start) <= due(start + 1));
    }

    #[test]
    fn a_rolled_end_is_the_next_working_day(profile in profile(), start in covered_day(), n in 0_u32..90, unit in any_unit()) {
        let due = due_after(cn(), profile, start, Duration::new(n, unit)).unwrap();
        let worked = |day| cn().is_working_day(day).unwrap().is_working();
        prop_assert!(due.unrolled >= start);
        if profile == Profile::Plain {
            prop_assert_eq!(due.day, due.unrolled);
        } else {
            prop_assert!(worked(due.day));
            prop_assert!((0..due.day - due.unrolled).all(|offset| !worked(due.unrolled + offset)));
        }
    }

    #[test]
    fn a_lead_is_kept(profile in profile(), event in covered_day(), n in 0_u32..60) {
        prop_assume!(event > cn().first() + 400);
        let lead = Duration::new(n, Unit::Day);
        let rolled = latest_before(cn(), profile, event, lead, Roll::Backward).unwrap();
        let unrolled = latest_before(cn(), profile, event, lead, Roll::None).unwrap();
        prop_assert_eq!(unrolled.day, rolled.unrolled);
        prop_assert!(rolled.day <= unrolled.day);
        prop_assert!(event - unrolled.day >= n as i32);
        prop_assert!(cn().is_working_day(rolled.day).unwrap().is_working());
    }

    #[test]
    fn windows_divide_all_days(day in any_day(), family in family()) {
        let window = window_containing(day, family);
        prop_assert!(window.contains(day));
        prop_assert_eq!(family.window(family.index_of(day)), window);
        prop_assert_eq!(parse_label(&family.label(window)), Some((family, window)));
        if window.to < Day::MAX {
            prop_assert_eq!(window_containing(window.to + 1, family).from, window.to + 1);
            prop_assert_eq!(family.index_of(window.to + 1), family.index_of(day) + 1);
        }
    }

    #[test]
    fn windows_of_a_span_cover_it(from in covered_day(), length in 0_i32..1500, family in family()) {
        let span = Window::new(from, from + length);
        let windows: Vec<Window> = windows_intersecting(span, family).collect();
        prop_assert!(windows.windows(2).all(|pair| pair[0].to + 1 == pair[1].from));
        prop_assert!(windows.first().unwrap().contains(span.from) && windows.last().unwrap().contains(span.to));
        let full: Vec<Window> = full_windows_inside(span, family).collect();
        prop_assert!(full.iter().all(|window| window.is_within(span) && windows.contains(window)));
        prop_assert!(windows.len() - full.len() <= 2);
    }

    #[test]
    fn cycles_hold_their_days(anchor in any_day(), ahead in 0_i32..40_000, n in 1_u32..40, unit in civil_unit()) {
        let cycle = Cycle::new(anchor, Duration::new(n, unit)).unwrap();
        let day = anchor + ahead;
        let index = cycle.index_of(day).unwrap();
        prop_assert!(cycle.window(index).unwrap().contains(day));
        prop_assert_eq!(cycle.index_of(anchor - 1), if anchor == Day::MIN { Some(0) } else { None });
    }
}
