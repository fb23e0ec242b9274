//! What can go wrong with a date: it cannot be read, or a calendar cannot answer for it.

use crate::Day;
use thiserror::Error;

/// Why a text is no day.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DayError {
    /// The text is not four digits, two and two with hyphens between them.
    #[error("`{0}` is not a date of the form YYYY-MM-DD")]
    Form(String),
    /// The form is right, but there is no such day, as on 30 February.
    #[error("there is no day `{0}`")]
    NoSuchDay(String),
}

/// Why a text is no length of time.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a length such as 15wd, 3d, 2w, 6mo, 1q, 5y, 24h or 30min")]
pub struct DurationError(pub String);

/// Why a date cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// The answer rests on days before the calendar's first: nothing is known of their days off.
    #[error("calendar `{calendar}` begins on {first}, so it says nothing about {day}")]
    BeforeStart {
        /// Name of the calendar asked.
        calendar: String,
        /// The day that lies too early.
        day: Day,
        /// First day the calendar covers.
        first: Day,
    },
    /// The answer lies outside the years 1 to 9999.
    #[error("the date lies outside the years 1 to 9999")]
    OutOfRange,
    /// Working days were to be added without a calendar that says which they are.
    #[error("working days cannot be counted without a calendar")]
    NeedsCalendar,
    /// Hours or minutes were to be added to a day.
    #[error("hours and minutes run from an instant, not from a day")]
    NeedsInstant,
    /// A day of the month outside 1 to 31.
    #[error("`{0}` is no day of a month; the days are 1 to 31")]
    DayOfMonth(u32),
    /// A cycle of no length.
    #[error("a cycle must be at least one day, week, month, quarter or year long")]
    EmptyCycle,
}
