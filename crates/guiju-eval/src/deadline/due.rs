//! When a duty is due: from its limit to the last day in time.
//!
//! In come a limit as evaluated for one duty and the day its clock starts; out comes a [`Reckoned`] due date with the
//! one first set. Nothing here knows whether the duty was done: any rule with limits may ask.

use guiju_calendar::{Calendar, CalendarError, Day, Due, Duration, Profile, due_after};
use guiju_compiler::hir::{Limit, Opens};

use super::course::{Base, Course, Reckoning};
use crate::{
    frame::Frame,
    values::Values,
    verdict::Phrase,
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
    /// On a day of a schedule.
    Scheduled(Due),
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
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reckoned {
    /// The last day in time, as it stands now.
    pub(crate) due: Due,
    /// The last day in time as it was set first.
    pub(crate) original: Due,
    /// The last day on which something counts as done in time: later than the due day only if days are counted as they
    /// went by.
    pub(crate) through: i32,
    /// What moved it, in order.
    pub(crate) steps: Vec<Phrase>,
}

/// What counts the days of a rule's limits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) profile: Profile,
    /// Whether an uncounted day right after the last one is still in time.
    pub(crate) elapsed: bool,
}

impl Clock<'_> {
    /// The due date of a limit whose clock starts on a day; `None` where the limit or the start is not known, and for
    /// limits that are no count from a start.
    ///
    /// # Errors
    /// [`CalendarError`] if days before the calendar would matter.
    pub(crate) fn due(
        self,
        limit: LimitValue,
        start: Option<i32>,
        course: &Course,
    ) -> Result<Option<Reckoned>, CalendarError> {
        let reckon = |base| Reckoning { clock: self, course, pauses: course.joined() }.reckon(base).map(Some);
        let of_hours = |length: &Duration| length.seconds().is_some();
        match (limit, start) {
            // Hours run from instant to instant ([`exact`](super::exact)), not from day to day.
            (LimitValue::Within(Some(length)) | LimitValue::Both(Some(length), _), _) if of_hours(&length) => Ok(None),
            (LimitValue::Within(Some(length)), Some(start)) => reckon(Base::Length(start, length)),
            (LimitValue::Scheduled(due), _) => Ok(Some(Reckoned::plain(due))),
            (LimitValue::By(Some(date)), start) => reckon(Base::Date(start, date)),
            // Where no date has been set, the length alone limits.
            (LimitValue::Both(Some(length), None), Some(start)) => reckon(Base::Length(start, length)),
            (LimitValue::Both(Some(length), Some(date)), Some(start)) => {
                let both = [reckon(Base::Date(Some(start), date))?, reckon(Base::Length(start, length))?];
                Ok(both.into_iter().flatten().min_by_key(|reckoned| (reckoned.due.day, reckoned.through)))
            }
            _ => Ok(None),
        }
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
}

impl Reckoned {
    /// A due date that nothing moved.
    pub(crate) fn plain(due: Due) -> Self {
        Self { due, original: due, through: due.day.number(), steps: Vec::new() }
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
        // Each row of a schedule has its own day.
        Limit::Scheduled | Limit::Never => vec![LimitValue::Never; frame.len],
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
