//! Instants: `2025-03-04 14:30`, `2025-03-04T14:30:00+08:00`, `2025年3月4日14时30分`, or a bare day.

use super::{date, narrow};
use guiju_calendar::{CivilTime, Moment, Zone};

/// Returns what a text says of an instant. Without an offset of its own it is a civil time of `zone`; a bare day is an
/// instant of that day whose hour is not known.
pub(crate) fn parse(text: &str, zone: Zone) -> Option<Moment> {
    let text = narrow(text);
    let (day, rest) = date::split(&text)?;
    let clock = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim_start();
    match (rest.is_empty(), clock) {
        (true, _) => Some(zone.some_time_on(day)),
        (false, clock) => zone.moment(CivilTime::parse_clock(day, clock)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let zone = Zone::default();
        let moment = parse(text, zone)?;
        Some(moment.exact().map_or_else(|| moment.day(zone).to_string(), |instant| zone.stamp(instant).to_string()))
    }

    #[test]
    fn usual_forms() {
        for text in [
            "2025-03-04 14:30",
            "2025-03-04T14:30:00+08:00",
            "2025-03-04T06:30:00Z",
            "2025-03-04T06:30:00.000Z",
            "2025-03-04 14:30:00 +0800",
            "2025年3月4日14时30分",
            "2025年3月4日 14:30",
            "2025/3/4 14:30",
            "2025.3.4 14：30",
            "20250304 14:30",
            "２０２５－０３－０４　１４：３０",
        ] {
            assert_eq!(read(text).as_deref(), Some("2025-03-04T14:30:00+08:00"), "{text}");
        }
        assert_eq!(read("2025年3月4日14时").as_deref(), Some("2025-03-04T14:00:00+08:00"));
        assert_eq!(read("2025-03-04T23:30+00:00").as_deref(), Some("2025-03-05T07:30:00+08:00"));
    }

    #[test]
    fn a_bare_day_has_no_hour() {
        for text in ["2025-03-04", "2025年3月4日", "2025/3/4", "20250304"] {
            assert_eq!(read(text).as_deref(), Some("2025-03-04"), "{text}");
        }
    }

    #[test]
    fn refused_forms() {
        for text in [
            "",
            "14:30",
            "2025-03-04 24:00",
            "2025-03-04 14:60",
            "2025-03-04 noon",
            "2025-03-0414:30",
            "2025-03-04T",
            "3/4/2025 14:30",
            "2025-02-30 14:30",
            "2025-03-04 2pm",
            "2025-03-04 14:30 CST",
            "2025-03-04 下午2时",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        let paris = Zone::from_name("Europe/Paris").unwrap();
        assert_eq!(parse("2025-03-30 02:30", paris), None, "an hour that the clocks skip");
    }
}
