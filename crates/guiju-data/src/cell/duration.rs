//! Lengths of time: `15日`, `3个月`, `10 working days`, `15wd`.

use super::narrow;
use guiju_calendar::{Duration, Unit};

/// The words for each unit, in both tongues; the short forms are those of policies.
const UNITS: [(Unit, &[&str]); 8] = [
    (Unit::Day, &["日", "天", "自然日", "个自然日", "day", "days", "d"]),
    (Unit::WorkingDay, &["个工作日", "工作日", "working day", "working days", "workday", "workdays", "wd"]),
    (Unit::Week, &["周", "个星期", "星期", "week", "weeks", "w"]),
    (Unit::Month, &["个月", "月", "month", "months", "mo"]),
    (Unit::Quarter, &["个季度", "季度", "quarter", "quarters", "q"]),
    (Unit::Year, &["年", "year", "years", "y"]),
    (Unit::Hour, &["小时", "个小时", "hour", "hours", "h"]),
    (Unit::Minute, &["分钟", "minute", "minutes", "min"]),
];

/// Returns the length a text names.
pub(crate) fn parse(text: &str) -> Option<Duration> {
    let text = narrow(text).to_ascii_lowercase();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, word) = text.split_at(digits);
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
    let (unit, _) = UNITS.iter().find(|(_, words)| words.contains(&word.as_str()))?;
    Some(Duration::new(number.parse().ok()?, *unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tongues() {
        for (text, short) in [
            ("15日", "15d"),
            ("３天", "3d"),
            ("3个月", "3mo"),
            ("10 working days", "10wd"),
            ("10  Working Days", "10wd"),
            ("10个工作日", "10wd"),
            ("2周", "2w"),
            ("1 year", "1y"),
            ("1季度", "1q"),
            ("15wd", "15wd"),
            ("24小时", "24h"),
            ("24 hours", "24h"),
            ("30分钟", "30min"),
        ] {
            assert_eq!(parse(text).map(|length| length.to_string()).as_deref(), Some(short), "{text}");
        }
        for text in ["", "15", "days", "-3 days", "三个月", "1.5 days", "15 fortnights", "99999999999日", "1 s"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
