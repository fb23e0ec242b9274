use super::*;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn span(from: &str, to: &str) -> Window {
    Window::new(day(from), day(to))
}

fn labels(family: Family, windows: impl Iterator<Item = Window>) -> String {
    windows.map(|window| family.label(window)).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_family_holds_a_day_in_a_window_of_its_own_name() {
    let shown: Vec<String> = Family::ALL
        .into_iter()
        .map(|family| (family, window_containing(day("2026-02-14"), family)))
        .map(|(family, window)| format!("{} {window}", family.label(window)))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    2026-02-14 2026-02-14..2026-02-14
    2026-W07 2026-02-09..2026-02-15
    2026-02 2026-02-01..2026-02-28
    2026-Q1 2026-01-01..2026-03-31
    2026-H1 2026-01-01..2026-06-30
    2026 2026-01-01..2026-12-31
    ");
}

#[test]
fn iso_weeks_belong_to_the_year_of_their_thursday() {
    // The cases at the turn of the year that ISO 8601 turns on: 53 weeks, and days of a
    // neighbouring year.
    for (date, label) in [
        ("2026-01-01", "2026-W01"),
        ("2025-12-29", "2026-W01"),
        ("2025-12-28", "2025-W52"),
        ("2026-12-31", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2021-01-03", "2020-W53"),
        ("2024-12-30", "2025-W01"),
        ("1969-12-31", "1970-W01"),
        ("0001-01-01", "0001-W01"),
    ] {
        let window = window_containing(day(date), Family::Week);
        assert_eq!(Family::Week.label(window), label, "{date}");
        assert_eq!(window.from.weekday(), chrono::Weekday::Mon);
        assert_eq!(window.days(), 7);
    }
}

#[test]
fn windows_of_a_span() {
    let half_year = span("2026-02-10", "2026-06-30");
    assert_eq!(
        labels(Family::Month, windows_intersecting(half_year, Family::Month)),
        "2026-02 2026-03 2026-04 2026-05 2026-06"
    );
    assert_eq!(labels(Family::Month, full_windows_inside(half_year, Family::Month)), "2026-03 2026-04 2026-05 2026-06");
    assert_eq!(labels(Family::Quarter, full_windows_inside(half_year, Family::Quarter)), "2026-Q2");
    assert_eq!(labels(Family::Half, full_windows_inside(half_year, Family::Half)), "");
    assert_eq!(labels(Family::Half, windows_intersecting(half_year, Family::Half)), "2026-H1");
    assert_eq!(windows_intersecting(span("2026-02-10", "2026-02-09"), Family::Day).count(), 0);
    assert_eq!(full_windows_inside(span("2026-02-10", "2026-02-10"), Family::Day).count(), 1);
}

#[test]
fn the_ends_of_time_are_cut_and_never_overflow() {
    for family in Family::ALL {
        assert_eq!(window_containing(Day::MIN, family).from, Day::MIN);
        assert_eq!(window_containing(Day::MAX, family).to, Day::MAX);
        assert_eq!(family.window(i32::MIN), Window::new(Day::MIN, Day::MIN));
        assert_eq!(family.window(i32::MAX), Window::new(Day::MAX, Day::MAX));
    }
}

#[test]
fn labels_that_name_no_window() {
    for label in [
        "",
        "26",
        "2026-",
        "2026-00",
        "2026-13",
        "2026-Q5",
        "2026-Q0",
        "2026-H3",
        "2026-W54",
        "2025-W53",
        "2026-W00",
        "2026-2",
        "2026-02-29",
        "0000",
        "2026年",
        "二〇二六",
    ] {
        assert_eq!(parse_label(label), None, "{label}");
    }
}

#[test]
fn intersections() {
    let spring = span("2026-02-10", "2026-04-10");
    assert_eq!(spring.intersection(span("2026-04-10", "2026-12-31")), Some(span("2026-04-10", "2026-04-10")));
    assert_eq!(spring.intersection(span("2026-04-11", "2026-12-31")), None);
    assert!(spring.contains(day("2026-04-10")) && !spring.contains(day("2026-04-11")));
    assert_eq!(spring.days(), 60);
}
