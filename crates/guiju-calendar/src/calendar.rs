//! A working-day calendar: which days are worked, and the arithmetic on them.
//!
//! In comes a [`Day`], out goes whether it is worked, the n-th working day after or before it, or a
//! count of working days. The covered years are laid out twice, as the number of working days
//! before each day and as the list of working days, so each question takes one look into either.
//! After the last covered day the plain week goes on, and answers there are guesses; before the
//! first day there is no answer, because a guess about the past would be a false statement of fact.

use crate::layout::{Layout, Weekend};
use crate::{CalendarError, Day, DefinitionError};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

/// A calendar of working days.
#[derive(Clone)]
pub struct Calendar {
    pub(crate) id: String,
    pub(crate) alias: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) sources: Vec<String>,
    pub(crate) first: Day,
    pub(crate) last: Day,
    pub(crate) firm_through: Day,
    pub(crate) layout: Layout,
    /// The named days off.
    pub(crate) names: BTreeMap<Day, Arc<str>>,
}

/// Whether a day is worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Working {
    /// A working day.
    Yes,
    /// A day off.
    No,
    /// After the last firm day: what the plain week, or a notice that may yet be changed, would
    /// make it.
    Guess(bool),
}

impl Working {
    /// Tells whether the day is worked, be it a guess or not.
    pub fn is_working(self) -> bool {
        matches!(self, Working::Yes | Working::Guess(true))
    }

    /// Tells whether the answer can still change.
    pub fn is_provisional(self) -> bool {
        matches!(self, Working::Guess(_))
    }
}

/// The text of the national calendar, compiled in.
const CN_STATE_COUNCIL: &str = include_str!("../calendars/cn.state_council.yaml");

/// Identifier and Chinese name of each calendar that needs no file.
const BUILTIN: [(&str, &str); 2] = [("cn.state_council", "国务院.放假安排"), ("plain", "双休")];

impl Calendar {
    /// Returns a calendar that needs no file, by its identifier or its Chinese name.
    ///
    /// - `cn.state_council`, `国务院.放假安排`: mainland China with make-up workdays 调休, 2004 to 2026;
    /// - `plain`, `双休`: Saturdays and Sundays off and nothing else, for all years.
    pub fn builtin(name: &str) -> Option<&'static Calendar> {
        // Read once, in about a millisecond, and only by a program that asks for it.
        static NATIONAL: OnceLock<Result<Calendar, DefinitionError>> = OnceLock::new();
        let (id, _) = BUILTIN.iter().find(|(id, alias)| [id, alias].contains(&&name))?;
        if *id == "plain" {
            return Some(Calendar::plain());
        }
        let national = NATIONAL.get_or_init(|| Calendar::from_yaml(CN_STATE_COUNCIL));
        national.as_ref().ok()
    }

    /// Returns the identifiers and Chinese names that [`Calendar::builtin`] knows.
    pub fn builtin_names() -> &'static [(&'static str, &'static str)] {
        &BUILTIN
    }

    /// Returns the calendar of the plain week: Saturdays and Sundays off, no holidays, never
    /// provisional.
    pub fn plain() -> &'static Calendar {
        static PLAIN: LazyLock<Calendar> = LazyLock::new(|| Calendar {
            id: "plain".to_owned(),
            alias: Some("双休".to_owned()),
            title: None,
            sources: Vec::new(),
            first: Day::MIN,
            last: Day::MAX,
            firm_through: Day::MAX,
            layout: Layout::new(Day::MIN, Weekend::SATURDAY_SUNDAY, &[]),
            names: BTreeMap::new(),
        });
        &PLAIN
    }

    /// Returns the identifier, such as `cn.state_council`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the name in the other tongue, if the calendar has one.
    pub fn alias(&self) -> Option<&str> {
        self.alias.as_deref()
    }

    /// Returns the title of the documents the calendar rests on, if it states one.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Returns the documents the calendar rests on, in the order of its file.
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// Returns the first covered day; nothing is known before it.
    pub fn first(&self) -> Day {
        self.first
    }

    /// Returns the last covered day; the plain week goes on after it.
    pub fn last(&self) -> Day {
        self.last
    }

    /// Returns the last day whose entry can no longer change. Answers that rest on later days are
    /// provisional.
    pub fn firm_through(&self) -> Day {
        self.firm_through
    }

    /// Tells whether an answer that rests on this day can still change.
    pub fn is_provisional(&self, day: Day) -> bool {
        day > self.firm_through
    }

    /// Tells whether a day is worked.
    ///
    /// # Errors
    /// [`CalendarError::BeforeStart`] for a day before the first.
    pub fn is_working_day(&self, day: Day) -> Result<Working, CalendarError> {
        let number = self.known(day)?.number();
        let working = self.layout.working_days_until(number + 1) > self.layout.working_days_until(number);
        Ok(match (self.is_provisional(day), working) {
            (true, guess) => Working::Guess(guess),
            (false, true) => Working::Yes,
            (false, false) => Working::No,
        })
    }

    /// Tells whether a day is off: a weekend day or a holiday, unless it is worked in return.
    ///
    /// # Errors
    /// [`CalendarError::BeforeStart`] for a day before the first.
    pub fn is_statutory_day_off(&self, day: Day) -> Result<bool, CalendarError> {
        Ok(!self.is_working_day(day)?.is_working())
    }

    /// Returns the holiday a day off belongs to, such as `国庆节`; nothing for working days and
    /// ordinary weekends.
    pub fn holiday(&self, day: Day) -> Option<&str> {
        self.names.get(&day).map(|name| &**name)
    }

    /// Returns the n-th working day after `day`, not counting `day`; `day` itself if `n` is 0.
    ///
    /// # Errors
    /// [`CalendarError::BeforeStart`] if the count begins before the first day,
    /// [`CalendarError::OutOfRange`] if it ends after the year 9999.
    pub fn nth_working_day_after(&self, day: Day, n: u32) -> Result<Day, CalendarError> {
        if n == 0 {
            return Ok(day);
        }
        let next = self.known_from(day)?;
        self.working_day_at(self.layout.working_days_until(next) + i64::from(n) - 1)
    }

    /// Returns the n-th working day before `day`, not counting `day`; `day` itself if `n` is 0.
    ///
    /// # Errors
    /// [`CalendarError::BeforeStart`] if the count reaches back before the first day.
    pub fn nth_working_day_before(&self, day: Day, n: u32) -> Result<Day, CalendarError> {
        if n == 0 {
            return Ok(day);
        }
        let before = self.layout.working_days_until(self.known(day)?.number());
        self.working_day_back_to(before - i64::from(n))
    }

    /// Returns `day` if it is worked, else the next working day.
    ///
    /// # Errors
    /// As for [`Calendar::nth_working_day_after`].
    pub fn working_day_from(&self, day: Day) -> Result<Day, CalendarError> {
        self.working_day_at(self.layout.working_days_until(self.known(day)?.number()))
    }

    /// Returns `day` if it is worked, else the working day before it.
    ///
    /// # Errors
    /// As for [`Calendar::nth_working_day_before`].
    pub fn working_day_through(&self, day: Day) -> Result<Day, CalendarError> {
        let through = self.layout.working_days_until(self.known(day)?.number() + 1);
        self.working_day_back_to(through - 1)
    }

    /// Returns the number of working days after `after`, through `through`; negative if `through`
    /// is the earlier day.
    ///
    /// It undoes [`Calendar::nth_working_day_after`]: the n-th working day after a day has n of
    /// them between.
    ///
    /// # Errors
    /// [`CalendarError::BeforeStart`] if the count touches days before the first.
    pub fn working_days_between(&self, after: Day, through: Day) -> Result<i32, CalendarError> {
        let until = |day| Ok(self.layout.working_days_until(self.known_from(day)?));
        let days = until(through)? - until(after)?;
        // There are fewer than four million days in all.
        i32::try_from(days).map_err(|_| CalendarError::OutOfRange)
    }

    /// Returns the day, if the calendar has something to say about it.
    fn known(&self, day: Day) -> Result<Day, CalendarError> {
        if day < self.first { Err(self.before_start(day)) } else { Ok(day) }
    }

    /// Returns the number of the day after `day`, if the calendar knows all days from there on.
    fn known_from(&self, day: Day) -> Result<i32, CalendarError> {
        let next = day.number() + 1;
        if next < self.first.number() { Err(self.before_start(day)) } else { Ok(next) }
    }

    fn before_start(&self, day: Day) -> CalendarError {
        CalendarError::BeforeStart { calendar: self.id.clone(), day, first: self.first }
    }

    /// Returns the working day that has `skip` working days before it since the first.
    fn working_day_at(&self, skip: i64) -> Result<Day, CalendarError> {
        self.layout.working_day(skip).ok_or(CalendarError::OutOfRange)
    }

    /// Does the same for a count backwards, which reached too far if `skip` is negative.
    fn working_day_back_to(&self, skip: i64) -> Result<Day, CalendarError> {
        match (skip < 0, self.first.checked_add(-1)) {
            (false, _) => self.working_day_at(skip),
            (true, Some(day)) => Err(self.before_start(day)),
            (true, None) => Err(CalendarError::OutOfRange),
        }
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Calendar({}, {}..{}, firm through {})", self.id, self.first, self.last, self.firm_through)
    }
}

#[cfg(test)]
mod tests;
