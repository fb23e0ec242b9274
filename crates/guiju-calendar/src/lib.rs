//! Which days count: day numbers, working-day calendars, counting profiles, windows.

pub mod day;
pub mod duration;
pub mod error;
mod text;

pub use chrono::Weekday;
pub use day::{Day, days_in_month};
pub use duration::{Duration, Unit, add, last_n_from, subtract};
pub use error::{CalendarError, DayError, DurationError};
