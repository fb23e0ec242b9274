//! Civil dates: `2025-03-04`, `2025年3月4日`, `20250304`, or a declared format.

use super::narrow;
use chrono::NaiveDate;
use chrono::format::{Item, StrftimeItems};
use guiju_calendar::Day;

/// The first year taken for one: `0026-01-09` is a slip, and `0001-01-01` what a program writes for nothing.
const FIRST_YEAR: i32 = 1800;

/// Returns the day a text names; a time of day after it is not looked at.
///
/// Without declared `formats` the year comes first and has four digits. A time with a zone is refused: its civil date
/// depends on where one stands.
pub(crate) fn parse(text: &str, formats: &[String]) -> Option<Day> {
    let text = narrow(text);
    if formats.is_empty() {
        return usual(&text);
    }
    formats.iter().find_map(|format| {
        let (date, rest) = NaiveDate::parse_and_remainder(&text, format).ok()?;
        if is_time(rest) { Day::try_from(date).ok() } else { None }
    })
}

/// Returns whether a format describes a whole date, so that what it prints it reads back.
pub(crate) fn is_format(format: &str) -> bool {
    let Some(sample) = NaiveDate::from_ymd_opt(2023, 11, 25) else {
        return false;
    };
    let items: Vec<Item<'_>> = StrftimeItems::new(format).collect();
    // Printing an erroneous item, or a time a date does not have, would fail.
    let mut printed = String::new();
    let printable = !items.contains(&Item::Error)
        && std::fmt::Write::write_fmt(&mut printed, format_args!("{}", sample.format_with_items(items.iter()))).is_ok();
    printable && NaiveDate::parse_from_str(&printed, format) == Ok(sample)
}

fn usual(text: &str) -> Option<Day> {
    split(text).filter(|(_, rest)| is_time(rest)).map(|(day, _)| day)
}

/// Splits a text into the day it begins with, in one of the usual forms, and what follows.
pub(super) fn split(text: &str) -> Option<(Day, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, rest) = text.split_at(digits);
    match digits {
        8 => Some((from_parts(text.get(..4)?, text.get(4..6)?, text.get(6..8)?)?, rest)),
        4 => {
            let (month, rest) = ["-", "/", ".", "年"].iter().find_map(|mark| {
                let (month, rest) = number(rest.strip_prefix(mark)?)?;
                let second = if *mark == "年" { "月" } else { mark };
                Some((month, (rest.strip_prefix(second)?, *mark)))
            })?;
            let (rest, mark) = rest;
            let (day, rest) = number(rest)?;
            let rest = if mark == "年" { rest.strip_prefix('日')? } else { rest };
            Some((from_parts(year, month, day)?, rest))
        }
        _ => None,
    }
}

/// Splits off one or two digits.
fn number(text: &str) -> Option<(&str, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits).then(|| text.split_at(digits))
}

fn from_parts(year: &str, month: &str, day: &str) -> Option<Day> {
    let year = year.parse().ok().filter(|year| *year >= FIRST_YEAR)?;
    Day::from_ymd(year, month.parse().ok()?, day.parse().ok()?)
}

/// Returns whether a text is empty or a time of day such as ` 08:30`, `T08:30:00.000`.
fn is_time(text: &str) -> bool {
    let Some(time) = text.strip_prefix(['T', ' ']).map(str::trim) else {
        return text.is_empty();
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let below = |part: &&str, limit: u8| {
        (1..=2).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse::<u8>().is_ok_and(|n| n < limit)
    };
    let is_clock = match parts.as_slice() {
        [hour, minute] => below(hour, 24) && below(minute, 60) && !time.contains('.'),
        [hour, minute, second] => below(hour, 24) && below(minute, 60) && below(second, 61),
        _ => false,
    };
    is_clock && !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        parse(text, &[]).map(|day| day.to_string())
    }

    #[test]
    fn usual_forms() {
        for text in [
            "2025-03-04",
            "2025-3-4",
            "2025/3/4",
            "2025.3.4",
            "2025年3月4日",
            "2025年03月04日",
            "20250304",
            "2025-03-04 00:00:00",
            "2025-03-04T08:30",
            "2025/3/4 8:30",
            "20250304 08:30:00.123",
            "２０２５－０３－０４",
            "2025年3月4日 8:30",
        ] {
            assert_eq!(read(text).as_deref(), Some("2025-03-04"), "{text}");
        }
    }

    #[test]
    fn refused_forms() {
        for text in [
            "",
            "3/4/2025",
            "04.03.2025",
            "25-03-04",
            "25/3/4",
            "2025-03",
            "2025",
            "2025-02-30",
            "2025-13-01",
            "0000-01-01",
            "0001-01-01",
            "0026-01-09",
            "0202年1月9日",
            "2025-03/04",
            "2025年3月4",
            "2025-03-04 ",
            "2025-03-04 noon",
            "2025-03-04T23:30Z",
            "2025-03-04T23:30:00+08:00",
            "2025-03-04 24:00",
            "2025-03-04x",
            "45000",
            "202503041",
            "2025-003-04",
            "10000-01-01",
            "2025-03-04 08:30.5",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn declared_formats_are_tried_in_order() {
        let formats = ["%m/%d/%Y".to_owned(), "%d.%m.%y".to_owned()];
        let read = |text| parse(text, &formats).map(|day| day.to_string());
        assert_eq!(read("5/31/2019").as_deref(), Some("2019-05-31"));
        assert_eq!(read("5/31/2019 00:00:00").as_deref(), Some("2019-05-31"));
        assert_eq!(read("31.05.19").as_deref(), Some("2019-05-31"));
        assert_eq!(read("31/5/2019"), None);
        assert_eq!(read("2019-05-31"), None);
    }

    #[test]
    fn a_format_must_name_the_whole_date() {
        for format in ["%m/%d/%Y", "%Y%m%d", "%d %b %Y", "%Y年%m月%d日", "%F", "%y.%m.%d"] {
            assert!(is_format(format), "{format}");
        }
        for format in ["", "%m/%d", "%Q", "%", "yyyy-mm-dd", "%Y-%m-%d %H:%M", "%H"] {
            assert!(!is_format(format), "{format}");
        }
    }
}
