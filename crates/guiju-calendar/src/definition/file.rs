//! The file of a calendar as written, and the notation of its dates.

use crate::{Day, Weekday, text};
use serde::{Deserialize, Deserializer};
use std::str::FromStr;
use std::sync::Arc;

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a calendar with `calendar`, `covers` and `notices`")]
pub(super) struct File {
    pub(super) calendar: String,
    pub(super) alias: Option<String>,
    pub(super) title: Option<String>,
    pub(super) base: Option<String>,
    pub(super) covers: Option<Span>,
    pub(super) firm_through: Option<Day>,
    pub(super) weekend: Option<Vec<WeekdayName>>,
    #[serde(default)]
    pub(super) notices: Vec<Notice>,
}

/// What one document sets.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a notice with `source`, `off` and `worked`")]
pub(super) struct Notice {
    pub(super) source: Option<String>,
    #[serde(default)]
    pub(super) off: Vec<DayOff>,
    #[serde(default)]
    pub(super) worked: Vec<Day>,
}

/// `2026-10-01..2026-10-07`, both ends in.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) from: Day,
    pub(super) to: Day,
}

/// `2026-10-01..2026-10-07 国庆节` or `2026-10-01`.
pub(super) struct DayOff {
    pub(super) days: Span,
    pub(super) name: Option<Arc<str>>,
}

/// `Sat` or `周六`.
pub(super) struct WeekdayName(pub(super) Weekday);

impl Span {
    /// Returns the days of the span in order.
    pub(super) fn days(self) -> impl Iterator<Item = Day> {
        (self.from.number()..=self.to.number()).filter_map(Day::from_number)
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Span, String> {
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let day = |text: &str| Day::parse_iso(text.trim()).map_err(|error| error.to_string());
        let (from, to) = (day(from)?, day(to)?);
        if to < from {
            return Err(format!("`{text}` ends before it begins"));
        }
        Ok(Span { from, to })
    }
}

impl FromStr for DayOff {
    type Err = String;

    fn from_str(text: &str) -> Result<DayOff, String> {
        let (days, name) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let name = name.trim();
        Ok(DayOff { days: days.parse()?, name: (!name.is_empty()).then(|| name.into()) })
    }
}

impl FromStr for WeekdayName {
    type Err = String;

    fn from_str(text: &str) -> Result<WeekdayName, String> {
        let weekday = match text.strip_prefix("周").or(text.strip_prefix("星期")) {
            Some("一") => Some(Weekday::Mon),
            Some("二") => Some(Weekday::Tue),
            Some("三") => Some(Weekday::Wed),
            Some("四") => Some(Weekday::Thu),
            Some("五") => Some(Weekday::Fri),
            Some("六") => Some(Weekday::Sat),
            Some("日" | "天") => Some(Weekday::Sun),
            _ => text.parse().ok(),
        };
        weekday.map(WeekdayName).ok_or_else(|| format!("`{text}` is no weekday such as Sat or 周六"))
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
        text::deserialize(deserializer, "a range of days such as 2025-01-01..2026-12-31")
    }
}

impl<'de> Deserialize<'de> for DayOff {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DayOff, D::Error> {
        text::deserialize(deserializer, "a day or range off with its name, such as `2026-10-01..2026-10-07 国庆节`")
    }
}

impl<'de> Deserialize<'de> for WeekdayName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<WeekdayName, D::Error> {
        text::deserialize(deserializer, "a weekday such as Sat or 周六")
    }
}
