use super::*;
use crate::Working;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

const OFFICE: &str = "\
calendar: office
alias: 办公室
covers: 2026-01-01..2026-01-31
firm_through: 2026-01-15
weekend: [Fri, 周六]
notices:
- source: office order 1
  off: [2026-01-04..2026-01-06 inventory, 2026-01-20]
  worked: [2026-01-09]
";

#[test]
fn a_file_of_ones_own() {
    let office = Calendar::from_yaml(OFFICE).unwrap();
    assert_eq!(
        (office.id(), office.alias(), office.sources()),
        ("office", Some("办公室"), &["office order 1".into()][..])
    );
    let worked: Vec<i32> =
        (1..=31).filter(|d| office.is_working_day(day(&format!("2026-01-{d:02}"))).unwrap().is_working()).collect();
    // Fridays 2, 16, … and Saturdays 3, 10, … are off, Friday the 9th is not.
    assert_eq!(worked, [1, 7, 8, 9, 11, 12, 13, 14, 15, 18, 19, 21, 22, 25, 26, 27, 28, 29]);
    assert_eq!(office.holiday(day("2026-01-05")), Some("inventory"));
    assert_eq!(office.is_working_day(day("2026-01-16")), Ok(Working::Guess(false)));
    assert_eq!(office.is_working_day(day("2026-02-06")), Ok(Working::Guess(false)));
}

#[test]
fn a_regional_calendar_changes_some_days_of_its_base() {
    let region = Calendar::from_yaml(
            "{calendar: region, base: 国务院.放假安排, notices: [{off: [2026-08-06..2026-08-08 火把节], worked: [2026-08-09, 2026-10-03]}]}",
        )
        .unwrap();
    let national = Calendar::builtin("cn.state_council").unwrap();
    assert_eq!(
        (region.first(), region.last(), region.firm_through()),
        (national.first(), national.last(), day("2026-12-25"))
    );
    assert_eq!(region.working_days_between(day("2026-08-05"), day("2026-08-10")), Ok(2));
    assert_eq!(
        (region.holiday(day("2026-08-07")), region.holiday(day("2026-10-02"))),
        (Some("火把节"), Some("国庆节"))
    );
    assert_eq!(region.holiday(day("2026-10-03")), None);
    assert_eq!(region.is_working_day(day("2026-02-14")), Ok(Working::Yes));
}

#[test]
fn a_list_of_holidays_makes_a_calendar() {
    let days = ["2026-01-01", "2026-01-01", "2026-12-25"].map(day);
    let list = Calendar::from_holidays("list", day("2026-01-01"), day("2026-12-31"), days).unwrap();
    assert_eq!(list.working_days_between(day("2025-12-31"), day("2026-12-31")), Ok(261 - 2));
    let outside = Calendar::from_holidays("list", day("2026-01-01"), day("2026-12-31"), [day("2027-01-01")]);
    assert_eq!(outside.unwrap_err().to_string(), "2027-01-01 lies outside `covers`, 2026-01-01..2026-12-31");
    assert!(Calendar::from_holidays("list", day("2026-12-31"), day("2026-01-01"), []).is_err());
}

/// Replaces one piece of a good file and returns what is said about it.
fn slip(good: &str, bad: &str) -> String {
    assert!(OFFICE.contains(good), "{good}");
    Calendar::from_yaml(&OFFICE.replace(good, bad)).unwrap_err().to_string()
}

#[test]
fn slips_are_shown_with_their_line() {
    let slips = [
        slip("2026-01-04..", "2026-01-32.."),
        slip("2026-01-04..2026-01-06", "2026-01-06..2026-01-04"),
        slip("2026-01-20]", "2027-01-20]"),
        slip("2026-01-20]", "2026-01-05]"),
        slip("2026-01-09]", "2026-01-08]"),
        slip("2026-01-09]", "2026-01-06]"),
        slip("2026-01-09]", "2026-01-09, 2026-01-09]"),
        slip("[2026-01-09]", "# 2026-01-09\n  - 2026-01-09\n  - nine"),
        slip("周六", "周八"),
        slip("[Fri, 周六]", "[Mon, Tue, Wed, Thu, Fri, Sat, Sun]"),
        slip("2026-01-31", "2025-12-31"),
        slip("2026-01-31", "2926-01-31"),
        slip("firm_through: 2026-01-15", "firm_through: 2026-02-15"),
        slip("covers:", "cover:"),
        slip("covers: 2026-01-01..2026-01-31\n", ""),
        slip("alias: 办公室", "base: 省级"),
        slip("alias: 办公室", "base: cn.state_council"),
        slip("calendar: office", "calendar: ' '"),
        slip("notices:", "notices: [["),
    ];
    insta::assert_snapshot!(slips.join("\n"), @r"
    line 8: notices[0].off[0]: there is no day `2026-01-32`
    line 8: notices[0].off[0]: `2026-01-06..2026-01-04` ends before it begins
    line 8: 2027-01-20 lies outside `covers`, 2026-01-01..2026-01-31
    line 8: 2026-01-05 is listed as off twice
    line 9: 2026-01-08 is a Thu and worked anyway
    line 9: 2026-01-06 is listed both as off and as worked
    line 9: 2026-01-09 is listed as worked twice
    line 11: notices[0].worked[1]: `nine` is not a date of the form YYYY-MM-DD
    line 5: weekend[1]: `周八` is no weekday such as Sat or 周六
    line 5: a week needs a working day
    line 3: covers: `2026-01-01..2025-12-31` ends before it begins
    line 3: `covers` spans more than 400 years
    line 4: `firm_through` lies outside `covers`
    line 3: unknown field `cover`, expected one of `calendar`, `alias`, `title`, `base`, `covers`, `firm_through`, `weekend`, `notices`
    `covers` is missing: the first and last day, as 2025-01-01..2026-12-31
    line 2: no calendar `省级` is built in to serve as a base
    line 5: `weekend` is the base's and cannot be set again
    line 1: the calendar has no name
    line 6: notices[0]: invalid type: sequence, expected a notice with `source`, `off` and `worked`
    ");
}
