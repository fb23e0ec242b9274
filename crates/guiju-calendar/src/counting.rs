//! When a limit ends: the counting rules of a law over a calendar.
//!
//! In come the day that sets a limit running, the limit and the [`Profile`] of the law it stands
//! in; out comes the [`Due`] day, the last on which the duty can still be done in time. Which days
//! are counted, and whether a last day on a holiday moves, differs between laws, so a limit without
//! its law has no meaning. All profiles share two rules: the starting day is not counted, and
//! months end on the corresponding day, or the month's last.
//!
//! Limits in hours need instants and are not computed here.

use crate::{Calendar, CalendarError, Day, Duration, Unit, add, days_in_month, subtract};
use serde::Serialize;
use std::fmt;

/// The counting rules of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Profile {
    /// A last day that is off moves to the next working day. The default of a policy.
    ///
    /// # Source
    /// Civil Code of the PRC 民法典, art. 201 (the first day is not counted), 202 (corresponding day,
    /// else month end), 203 (a last day on a statutory day off).
    #[serde(rename = "cn.civil_code")]
    CivilCode,
    /// As the Civil Code, but two, three, five and seven days are working days.
    ///
    /// # Source
    /// Administrative Penalty Law of the PRC 行政处罚法 (2021), art. 85.
    #[serde(rename = "cn.administrative_penalty")]
    AdministrativePenalty,
    /// As the Civil Code, but ten days and less are working days.
    ///
    /// # Source
    /// Administrative Compulsion Law of the PRC 行政强制法 (2011), art. 69.
    #[serde(rename = "cn.administrative_compulsion")]
    AdministrativeCompulsion,
    /// As the Civil Code, but all days are working days.
    ///
    /// # Source
    /// Administrative Licensing Law of the PRC 行政许可法 (2019), art. 82.
    #[serde(rename = "cn.administrative_licensing")]
    AdministrativeLicensing,
    /// Days as the wall calendar has them: a last day that is off stays.
    #[serde(rename = "plain")]
    Plain,
}

/// The end of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The last day in time.
    pub day: Day,
    /// The last counted day, before it moved off a day off. Extensions are counted from it.
    pub unrolled: Day,
    /// Whether it rests on days the calendar does not know for certain yet.
    pub provisional: bool,
}

/// Where the last day of a count backwards goes when it is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Roll {
    /// It stays.
    None,
    /// It moves on to the working day before it, so that the lead is no shorter in working days
    /// either.
    Backward,
}

/// Returns the last day of a limit that `start` sets running; `start` itself is not counted.
///
/// An extension is counted on from the unrolled end: `due_after(calendar, profile, due.unrolled,
/// extension)`.
///
/// # Errors
/// [`CalendarError::BeforeStart`] if days off before the calendar's first would matter,
/// [`CalendarError::OutOfRange`] after the year 9999.
pub fn due_after(calendar: &Calendar, profile: Profile, start: Day, limit: Duration) -> Result<Due, CalendarError> {
    let limit = profile.counted(limit);
    let in_working_days = limit.unit == Unit::WorkingDay && limit.n > 0;
    let unrolled = match limit.unit {
        Unit::WorkingDay => calendar.nth_working_day_after(start, limit.n)?,
        _ => add(start, limit)?,
    };
    let due = roll_forward(calendar, profile, unrolled)?;
    Ok(Due { provisional: due.provisional || in_working_days && calendar.is_provisional(unrolled), ..due })
}

/// Returns the last day on which something can be done at least `lead` before `event`; `event`
/// itself is not counted.
///
/// # Errors
/// [`CalendarError::BeforeStart`] if days off before the calendar's first would matter,
/// [`CalendarError::OutOfRange`] before the year 1.
pub fn latest_before(
    calendar: &Calendar,
    profile: Profile,
    event: Day,
    lead: Duration,
    roll: Roll,
) -> Result<Due, CalendarError> {
    let lead = profile.counted(lead);
    let in_working_days = lead.unit == Unit::WorkingDay && lead.n > 0;
    let unrolled = match lead.unit {
        Unit::WorkingDay => calendar.nth_working_day_before(event, lead.n)?,
        _ => subtract(event, lead)?,
    };
    let day = match roll {
        Roll::None => unrolled,
        Roll::Backward => calendar.working_day_through(unrolled)?,
    };
    // Counting backwards touches the latest days first: the one before the event, or the one the
    // roll begins at.
    let rests_on_guess = in_working_days && calendar.is_provisional(event - 1)
        || roll == Roll::Backward && calendar.is_provisional(unrolled);
    Ok(Due { day, unrolled, provisional: rests_on_guess })
}

/// Returns the due day of "by the `day_no`-th" of the month that holds `month_of`, such as a
/// window's last day.
///
/// A month without that day has its last one: by the 30th, in February, is the 28th or 29th.
///
/// # Errors
/// [`CalendarError::DayOfMonth`] for a day outside 1 to 31, [`CalendarError::BeforeStart`] as in
/// [`due_after`].
pub fn by_day_of_month(
    calendar: &Calendar,
    profile: Profile,
    month_of: Day,
    day_no: u32,
) -> Result<Due, CalendarError> {
    if !(1..=31).contains(&day_no) {
        return Err(CalendarError::DayOfMonth(day_no));
    }
    let (year, month, _) = month_of.ymd();
    let day = Day::from_ymd(year, month, day_no.min(days_in_month(year, month)));
    roll_forward(calendar, profile, day.ok_or(CalendarError::OutOfRange)?)
}

/// Returns the due day of a count that ends on `unrolled`: a last day that is off moves to the next working day, where the
/// profile says so.
///
/// # Errors
/// As for [`due_after`].
pub fn roll_forward(calendar: &Calendar, profile: Profile, unrolled: Day) -> Result<Due, CalendarError> {
    if !profile.rolls() {
        return Ok(Due { day: unrolled, unrolled, provisional: false });
    }
    let day = calendar.working_day_from(unrolled)?;
    Ok(Due { day, unrolled, provisional: calendar.is_provisional(day) })
}

impl Profile {
    /// All profiles, the default first.
    pub const ALL: [Profile; 5] = [
        Profile::CivilCode,
        Profile::AdministrativePenalty,
        Profile::AdministrativeCompulsion,
        Profile::AdministrativeLicensing,
        Profile::Plain,
    ];

    /// Returns the name in policies, such as `cn.civil_code`.
    pub fn name(self) -> &'static str {
        match self {
            Profile::CivilCode => "cn.civil_code",
            Profile::AdministrativePenalty => "cn.administrative_penalty",
            Profile::AdministrativeCompulsion => "cn.administrative_compulsion",
            Profile::AdministrativeLicensing => "cn.administrative_licensing",
            Profile::Plain => "plain",
        }
    }

    /// Returns the Chinese name in policies, such as `民法典.期间`.
    pub fn name_zh(self) -> &'static str {
        match self {
            Profile::CivilCode => "民法典.期间",
            Profile::AdministrativePenalty => "行政处罚法",
            Profile::AdministrativeCompulsion => "行政强制法",
            Profile::AdministrativeLicensing => "行政许可法",
            Profile::Plain => "日历",
        }
    }

    /// Returns the articles the rules stand in, in Chinese; nothing for the plain profile.
    pub fn source(self) -> Option<&'static str> {
        match self {
            Profile::CivilCode => Some("《中华人民共和国民法典》第二百零一条至第二百零三条"),
            Profile::AdministrativePenalty => Some("《中华人民共和国行政处罚法》第八十五条"),
            Profile::AdministrativeCompulsion => Some("《中华人民共和国行政强制法》第六十九条"),
            Profile::AdministrativeLicensing => Some("《中华人民共和国行政许可法》第八十二条"),
            Profile::Plain => None,
        }
    }

    /// Returns the profile of a name in either tongue.
    pub fn from_name(name: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.name() == name || profile.name_zh() == name)
    }

    /// Returns the length as the law counts it: bare days become working days where it says so.
    ///
    /// So a longer limit can end earlier: under the penalty law seven days are seven working days,
    /// eight are eight days.
    pub fn counted(self, length: Duration) -> Duration {
        let are_working_days = match self {
            Profile::CivilCode | Profile::Plain => false,
            Profile::AdministrativePenalty => matches!(length.n, 2 | 3 | 5 | 7),
            Profile::AdministrativeCompulsion => length.n <= 10,
            Profile::AdministrativeLicensing => true,
        };
        match length.unit {
            Unit::Day if are_working_days => Duration::new(length.n, Unit::WorkingDay),
            _ => length,
        }
    }

    /// Tells whether a last day that is off moves to the next working day.
    pub fn rolls(self) -> bool {
        self != Profile::Plain
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests;
