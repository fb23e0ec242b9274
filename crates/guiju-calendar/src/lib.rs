//! Which days count: day numbers, working-day calendars, counting profiles, windows.
//!
//! In come civil dates and the lengths a regulation names ("fifteen working days", "two months",
//! "every quarter"); out come due dates and windows. The crate knows no records and no policies,
//! reads no clock and no file.
//!
//! | module | answers |
//! |---|---|
//! | [`day`] | which day is this? a civil date as a number |
//! | [`duration`] | what is the day two months later? plain civil arithmetic |
//! | [`instant`] | what may a record's hour be, and on which day does it fall here? |
//! | [`calendar`] | is it a working day, and which is the fifteenth after it? |
//! | [`definition`] | how is a calendar written down? |
//! | [`counting`] | when does a limit end under a given law? |
//! | [`window`] | which month, quarter, ISO week holds this day? |
//! | [`cycle`] | which of the five-year cycles since 2021 holds it? |
//!
//! ```
//! use guiju_calendar::{Calendar, Day, Duration, Profile, Unit, due_after};
//!
//! let calendar = Calendar::builtin("cn.state_council").expect("the national calendar is built in");
//! let found = Day::parse_iso("2026-09-25")?;
//!
//! // Seven days end within the National Day holiday, so the limit ends with the first working day after it.
//! let due = due_after(calendar, Profile::CivilCode, found, Duration::new(7, Unit::Day))?;
//! assert_eq!((due.unrolled.to_string(), due.day.to_string()), ("2026-10-02".into(), "2026-10-08".into()));
//!
//! // Seven working days count the worked Saturday, 10 October.
//! let due = due_after(calendar, Profile::CivilCode, found, Duration::new(7, Unit::WorkingDay))?;
//! assert_eq!(due.day.to_string(), "2026-10-12");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod day;
pub mod duration;
pub mod error;
pub mod instant;

pub mod calendar;
pub mod definition;
mod layout;
mod text;

pub mod counting;
pub mod cycle;
pub mod window;

pub use calendar::{Calendar, Working};
pub use chrono::Weekday;
pub use counting::{Due, Profile, Roll, by_day_of_month, due_after, latest_before, roll_forward};
pub use cycle::Cycle;
pub use day::{Day, days_in_month};
pub use definition::DefinitionError;
pub use duration::{Duration, Unit, add, last_n_from, subtract};
pub use error::{CalendarError, DayError, DurationError};
pub use instant::{CivilTime, Instant, Moment, Stamp, Zone};
pub use window::{Family, Window, full_windows_inside, parse_label, window_containing, windows_intersecting};
