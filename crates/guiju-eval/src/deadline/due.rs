//! When a duty is due: from its limit to the last day in time.
//!
//! In come a limit as evaluated for one duty and the day its clock starts; out comes a [`Reckoned`] due date with the
//! one first set. Nothing here knows whether the duty was done: any rule with limits may ask.

use guiju_calendar::{Calendar, CalendarError, Day, Due, Duration, Profile, due_after};
use guiju_compiler::hir::{Limit, Opens};

use crate::{
    frame::Frame,
    values::Values,
    world::{World, day},
};

/// The limit of one duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LimitValue {
    /// So long after the clock's start; `None`: the length is not known.
    Within(Option<Duration>),
    /// On a day, if it is set.
    By(Option<i32>),
    /// Both, the earlier: the length must be known, the day need not be set.
    Both(Option<Duration>, Option<i32>),
    /// On a day of the duty's window.
    ByDay,
    /// Before an event, by a lead if one is asked for.
    Before(Option<i32>, Option<Option<Duration>>),
    /// No last day.
    Never,
}

/// The day before which it is too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpensValue {
    /// No such day.
    Always,
    /// So long after the clock's start; `None`: the length is not known.
    After(Option<Duration>),
    /// A day, if it is set.
    On(Option<i32>),
}

/// A due date and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reckoned {
    /// The last day in time, as it stands now.
    pub(crate) due: Due,
    /// The last day in time as it was set first.
    pub(crate) original: Due,
}

/// What counts the days of a rule's limits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) profile: Profile,
}

impl Clock<'_> {
    /// The due date of a limit whose clock starts on a day; `None` where the limit or the start is not known, and for
    /// limits that are no count from a start.
    ///
    /// # Errors
    /// [`CalendarError`] if days before the calendar would matter.
    pub(crate) fn due(self, limit: LimitValue, start: Option<i32>) -> Result<Option<Reckoned>, CalendarError> {
        let of_hours = |length: &Duration| length.seconds().is_some();
        Ok(match (limit, start) {
            // Hours run from instant to instant ([`exact`](super::exact)), not from day to day.
            (LimitValue::Within(Some(limit)) | LimitValue::Both(Some(limit), _), _) if of_hours(&limit) => None,
            (LimitValue::Within(Some(limit)), Some(start)) => Some(self.within(start, limit)?),
            (LimitValue::By(Some(date)), _) => Some(Reckoned::fixed(date)),
            (LimitValue::Both(Some(limit), date), Some(start)) => {
                let due = self.within(start, limit)?;
                // Where no date has been set, the length alone limits.
                Some(date.filter(|date| *date < due.due.day.number()).map_or(due, Reckoned::fixed))
            }
            _ => None,
        })
    }

    /// The first day that is not too early; `None` where it is not known.
    ///
    /// # Errors
    /// As [`Clock::due`].
    pub(crate) fn opens(self, opens: OpensValue, start: Option<i32>) -> Result<Option<Day>, CalendarError> {
        Ok(match (opens, start) {
            // A day before which nothing may be done does not move off a day off.
            (OpensValue::After(Some(length)), Some(start)) if length.seconds().is_none() => {
                Some(due_after(self.calendar, self.profile, day(start), length)?.unrolled)
            }
            (OpensValue::On(Some(date)), _) => Some(day(date)),
            _ => None,
        })
    }

    fn within(self, start: i32, limit: Duration) -> Result<Reckoned, CalendarError> {
        Ok(Reckoned::plain(due_after(self.calendar, self.profile, day(start), limit)?))
    }
}

impl Reckoned {
    /// A due date that nothing moved.
    pub(crate) fn plain(due: Due) -> Self {
        Self { due, original: due }
    }

    /// A date that stands as it is written.
    fn fixed(date: i32) -> Self {
        Self::plain(Due { day: day(date), unrolled: day(date), provisional: false })
    }
}

/// The limit of each row of a frame.
pub(crate) fn limits<'a>(world: &World<'a>, limit: &'a Limit, frame: &Frame<'a>) -> Vec<LimitValue> {
    match limit {
        Limit::Within(length) => world.eval(length, frame).durations().iter().map(|d| LimitValue::Within(*d)).collect(),
        Limit::By(date) => world.day_of(&world.eval(date, frame)).dates().iter().map(|d| LimitValue::By(*d)).collect(),
        Limit::Both(length, date) => {
            let (lengths, dates) = (world.eval(length, frame), world.day_of(&world.eval(date, frame)));
            lengths.durations().iter().zip(dates.dates()).map(|(l, d)| LimitValue::Both(*l, *d)).collect()
        }
        Limit::ByDay(_) => vec![LimitValue::ByDay; frame.len],
        Limit::Before { event, lead } => {
            let events = world.day_of(&world.eval(event, frame));
            let leads = lead.as_ref().map(|lead| world.eval(lead, frame));
            let lead = |i: usize| leads.as_ref().map(|l| l.durations().get(i).copied().flatten());
            events.dates().iter().enumerate().map(|(i, e)| LimitValue::Before(*e, lead(i))).collect()
        }
        Limit::Never => vec![LimitValue::Never; frame.len],
    }
}

/// The day before which it is too early, for each row of a frame.
pub(crate) fn opens<'a>(world: &World<'a>, opens: Option<&'a Opens>, frame: &Frame<'a>) -> Vec<OpensValue> {
    match opens {
        None => vec![OpensValue::Always; frame.len],
        Some(Opens::After(length)) => {
            world.eval(length, frame).durations().iter().map(|d| OpensValue::After(*d)).collect()
        }
        Some(Opens::On(date)) => match world.eval(date, frame) {
            Values::Date(dates) => dates.into_iter().map(OpensValue::On).collect(),
            _ => vec![OpensValue::On(None); frame.len],
        },
    }
}
