//! Instants, and what a record says of one.
//!
//! In come civil times of a zone (`2025-03-04 14:30`), times with their own offset, or bare days; out come
//! [`Moment`]s: the range of instants each may mean. A bare day is a whole day long, an hour that the end of
//! summer time repeats is two instants, everything else is one. Whoever compares two moments asks which orders
//! are possible, so that an hour nobody recorded is never made up.

use crate::{Day, Duration, Unit};
use chrono::{DateTime, LocalResult, NaiveDate, NaiveTime, Offset, TimeZone, Timelike};
use chrono_tz::Tz;
use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// Seconds of a day without a change of the clocks.
const DAY: u32 = 86_400;

/// An instant, held as seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// A time zone of the IANA database, such as `Asia/Shanghai`, which is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

/// A day and a time of day as somebody writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CivilTime {
    /// The civil date.
    pub day: Day,
    /// Seconds since its midnight, below 86 400.
    pub second: u32,
    /// Seconds east of Greenwich, where the writing says so; otherwise whoever reads it knows the zone.
    pub offset: Option<i32>,
}

/// The instants a record may mean, both ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    first: Instant,
    last: Instant,
    /// The day, where only that is known.
    day: Option<Day>,
}

/// An instant with the offset of the place where it is read, for printing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub instant: Instant,
    /// Seconds east of Greenwich.
    pub offset: i32,
}

impl Instant {
    /// Returns the instant that many seconds after 1970-01-01T00:00:00Z.
    pub const fn from_seconds(seconds: i64) -> Instant {
        Instant(seconds)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Returns the instant so many seconds later, earlier if negative; it stops at the ends of what can be held.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Instant {
        Instant(self.0.saturating_add(seconds))
    }
}

impl Zone {
    /// Returns the zone of an IANA name, letter case included.
    pub fn from_name(name: &str) -> Option<Zone> {
        name.parse().ok().map(Zone)
    }

    /// Returns all names, in alphabetical order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    /// Returns its IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Returns the civil date of an instant.
    pub fn day(self, instant: Instant) -> Day {
        self.civil(instant).day
    }

    /// Returns the civil time of an instant, with its offset.
    pub fn civil(self, instant: Instant) -> CivilTime {
        // Instants come from days of the years 1 to 9999, which chrono holds with room to spare.
        let local = DateTime::from_timestamp(instant.0, 0).unwrap_or_default().with_timezone(&self.0);
        let day = Day::try_from(local.date_naive()).unwrap_or(if instant.0 < 0 { Day::MIN } else { Day::MAX });
        let offset = local.offset().fix().local_minus_utc();
        CivilTime { day, second: local.time().num_seconds_from_midnight(), offset: Some(offset) }
    }

    /// Returns the first instant of a day.
    pub fn midnight(self, day: Day) -> Instant {
        let civil = |day, second| self.instants(CivilTime { day, second, offset: None });
        match civil(day, 0) {
            Some((first, _)) => first,
            // The clocks skip midnight: the day begins when the one before it ends.
            None => civil(day - 1, DAY - 1)
                .map_or(Instant(i64::from(day.number()) * i64::from(DAY)), |(_, last)| last.plus(1)),
        }
    }

    /// Returns what a civil time of this zone means; nothing for an hour that the clocks skip.
    pub fn moment(self, civil: CivilTime) -> Option<Moment> {
        let (first, last) = self.instants(civil)?;
        Some(Moment { first, last, day: None })
    }

    /// Returns an instant of which only the day is known.
    pub fn some_time_on(self, day: Day) -> Moment {
        Moment { first: self.midnight(day), last: self.midnight(day + 1).plus(-1), day: Some(day) }
    }

    /// Returns an instant as it is read here.
    pub fn stamp(self, instant: Instant) -> Stamp {
        Stamp { instant, offset: self.civil(instant).offset.unwrap_or(0) }
    }

    /// The first and the last instant a civil time may be.
    fn instants(self, civil: CivilTime) -> Option<(Instant, Instant)> {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(civil.second, 0)?;
        let local = NaiveDate::from(civil.day).and_time(time);
        if let Some(offset) = civil.offset {
            let instant = Instant(local.and_utc().timestamp() - i64::from(offset));
            return Some((instant, instant));
        }
        let seconds = |time: DateTime<Tz>| Instant(time.timestamp());
        match self.0.from_local_datetime(&local) {
            LocalResult::Single(one) => Some((seconds(one), seconds(one))),
            LocalResult::Ambiguous(a, b) => Some((seconds(a.min(b)), seconds(a.max(b)))),
            LocalResult::None => None,
        }
    }
}

impl Default for Zone {
    fn default() -> Self {
        Zone(Tz::Asia__Shanghai)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Moment {
    /// Returns a moment that is known to the second.
    pub const fn at(instant: Instant) -> Moment {
        Moment { first: instant, last: instant, day: None }
    }

    /// Returns the earliest instant it may be.
    pub const fn first(self) -> Instant {
        self.first
    }

    /// Returns the latest instant it may be.
    pub const fn last(self) -> Instant {
        self.last
    }

    /// Returns the instant, if it is known.
    pub fn exact(self) -> Option<Instant> {
        (self.first == self.last).then_some(self.first)
    }

    /// Returns whether only its day is known.
    pub const fn is_date_only(self) -> bool {
        self.day.is_some()
    }

    /// Returns its civil date. A bare day is that day, wherever it is read.
    pub fn day(self, zone: Zone) -> Day {
        self.day.unwrap_or_else(|| zone.day(self.first))
    }

    /// Returns the minutes since midnight, if the hour is known.
    pub fn clock(self, zone: Zone) -> Option<u32> {
        let minutes = |instant| zone.civil(instant).second / 60;
        (self.day.is_none() && minutes(self.first) == minutes(self.last)).then(|| minutes(self.first))
    }

    /// Returns the moment so many seconds later; what is known of it stays as vague as it was.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Moment {
        Moment { first: self.first.plus(seconds), last: self.last.plus(seconds), day: None }
    }

    /// Returns the moment on another day at the same time of day; nothing where the clocks skip that hour.
    pub fn on(self, day: Day, zone: Zone) -> Option<Moment> {
        match self.day {
            Some(_) => Some(zone.some_time_on(day)),
            None => zone.moment(CivilTime { day, offset: None, ..zone.civil(self.first) }),
        }
    }

    /// Returns the earlier of two moments: the range it lies in, where that is not certain.
    #[must_use]
    pub fn earlier(self, other: Moment) -> Moment {
        let day = self.day.filter(|day| other.day == Some(*day));
        if self.last <= other.first {
            self
        } else if other.last <= self.first {
            other
        } else {
            Moment { first: self.first.min(other.first), last: self.last.min(other.last), day }
        }
    }

    /// Returns the later of two moments, as [`Moment::earlier`].
    #[must_use]
    pub fn later(self, other: Moment) -> Moment {
        let day = self.day.filter(|day| other.day == Some(*day));
        if self.last <= other.first {
            other
        } else if other.last <= self.first {
            self
        } else {
            Moment { first: self.first.max(other.first), last: self.last.max(other.last), day }
        }
    }

    /// Returns which orders of two moments are possible.
    pub fn orders(self, other: Moment) -> impl Iterator<Item = Ordering> {
        let possible = [
            (Ordering::Less, self.first < other.last),
            (Ordering::Equal, self.first <= other.last && other.first <= self.last),
            (Ordering::Greater, self.last > other.first),
        ];
        possible.into_iter().filter(|(_, possible)| *possible).map(|(order, _)| order)
    }
}

impl Duration {
    /// Returns its seconds, if it is counted in hours or minutes.
    pub fn seconds(self) -> Option<i64> {
        match self.unit {
            Unit::Hour => Some(i64::from(self.n) * 3600),
            Unit::Minute => Some(i64::from(self.n) * 60),
            _ => None,
        }
    }
}

impl CivilTime {
    /// Reads the time of day behind a date: `14:30`, `14:30:05.5`, `14:30+08:00`, `14:30Z`, `14时30分5秒`. Fractions of
    /// a second are cut off, a leap second is the one before it.
    pub fn parse_clock(day: Day, text: &str) -> Option<CivilTime> {
        let end = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
        let (clock, offset) = text.split_at(end);
        Some(CivilTime { day, second: second_of_day(clock.trim_end())?, offset: parse_offset(offset)? })
    }
}

/// Reads `14:30`, `14:30:05.25`, `14时`, `14时30分`, `14时30分05秒`.
fn second_of_day(text: &str) -> Option<u32> {
    let below = |part: &str, limit: u32| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|n: &u32| digits && *n < limit)
    };
    let (hour, minute, second) = match text.split_once('时') {
        Some((hour, "")) => (hour, "0", "0"),
        Some((hour, rest)) => {
            let (minute, rest) = rest.split_once('分')?;
            (hour, minute, if rest.is_empty() { "0" } else { rest.strip_suffix('秒')? })
        }
        None => {
            let (hour, rest) = text.split_once([':', '：'])?;
            let (minute, second) = rest.split_once([':', '：']).unwrap_or((rest, "0"));
            let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
            if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            (hour, minute, second)
        }
    };
    Some(below(hour, 24)? * 3600 + below(minute, 60)? * 60 + below(second, 61)?.min(59))
}

/// Reads nothing, `Z`, `+08:00`, `+0800` or `+08`. The outer `None`: none of these.
#[expect(clippy::option_option, reason = "a fault is not an offset left out")]
fn parse_offset(text: &str) -> Option<Option<i32>> {
    let east = match text.chars().next() {
        None => return Some(None),
        Some('Z' | 'z') => return (text.len() == 1).then_some(Some(0)),
        Some(sign) => sign == '+',
    };
    let digits: String = text.chars().skip(1).filter(|c| *c != ':').collect();
    let well_formed = matches!(text.len(), 3 | 5 | 6) && matches!(digits.len(), 2 | 4);
    if !well_formed || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = digits.split_at(2);
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<i32>().ok().filter(|m| *m < 60)? };
    let seconds = hours.parse::<i32>().ok().filter(|h| *h <= 14)? * 3600 + minutes * 60;
    Some(Some(if east { seconds } else { -seconds }))
}

impl fmt::Display for CivilTime {
    /// Writes `2025-03-04T14:30`, with seconds where there are any and the offset where it is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (minutes, second) = (self.second / 60, self.second % 60);
        write!(f, "{}T{:02}:{:02}", self.day, minutes / 60, minutes % 60)?;
        if second > 0 {
            write!(f, ":{second:02}")?;
        }
        self.offset.map_or(Ok(()), |offset| write_offset(f, offset))
    }
}

impl fmt::Display for Stamp {
    /// Writes `2025-03-04T14:30:00+08:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = DateTime::from_timestamp(self.instant.0.saturating_add(i64::from(self.offset)), 0);
        write!(f, "{}", local.unwrap_or_default().format("%Y-%m-%dT%H:%M:%S"))?;
        write_offset(f, self.offset)
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn write_offset(f: &mut fmt::Formatter<'_>, offset: i32) -> fmt::Result {
    // Offsets of the nineteenth century had seconds; they are cut off.
    let minutes = offset.abs() / 60;
    write!(f, "{}{:02}:{:02}", if offset < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests;
