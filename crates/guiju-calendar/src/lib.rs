//! Which days count: day numbers, working-day calendars, counting profiles, windows.

pub mod day;
pub mod duration;
pub mod error;

pub mod calendar;
pub mod definition;
mod layout;
mod text;

pub mod cycle;
pub mod window;

pub use calendar::{Calendar, Working};
pub use chrono::Weekday;
pub use cycle::Cycle;
pub use day::{Day, days_in_month};
pub use definition::DefinitionError;
pub use duration::{Duration, Unit, add, last_n_from, subtract};
pub use error::{CalendarError, DayError, DurationError};
pub use window::{
    Family, Window, full_windows_inside, parse_label, window_containing, windows_intersecting,
};
