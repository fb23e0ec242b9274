//! How a calendar is written down, and how the text becomes a [`Calendar`].
//!
//! A calendar file is YAML. `covers` is needed unless `base` names a built-in calendar whose days
//! are then taken over; all other keys but `calendar` are optional.
//!
//! ```yaml
//! calendar: liangshan.holidays
//! alias: 凉山.放假安排
//! title: Days off of the Liangshan Yi prefecture
//! base: cn.state_council               # take these days and change some of them
//! covers: 2025-01-01..2026-12-31       # both ends in
//! firm_through: 2026-12-25             # later days may still change; default: the end of `covers`
//! weekend: [Sat, Sun]                  # or [周六, 周日]; the default, or the base's
//! notices:
//! - source: the document that says so
//!   off: [2025-07-19..2025-07-25 火把节, 2026-08-08]
//!   worked: [2025-07-26]
//! ```
//!
//! A slip of the pen is caught where a date can be weighed against the others: a day off listed
//! twice, a worked day that was worked anyway, a day outside `covers`.

use crate::layout::{Layout, Weekend};
use crate::{Calendar, Day};
use file::{DayOff, File, Notice, Span};
use slip::Slip;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod file;
mod slip;

pub use slip::DefinitionError;

/// The longest span a calendar file may cover: 400 years, so that a table stays below a megabyte.
const MAX_DAYS: i32 = 146_097;

impl Calendar {
    /// Reads a calendar from the text of its file; the format is in the [module's
    /// description](crate::definition).
    ///
    /// # Errors
    /// [`DefinitionError`] with the line, if the text is no YAML of that form, or its dates
    /// contradict each other.
    pub fn from_yaml(text: &str) -> Result<Calendar, DefinitionError> {
        let file: File = serde_yaml::from_str(text).map_err(|error| DefinitionError {
            line: error.location().map(|location| location.line()),
            problem: without_location(&error),
        })?;
        build(file).map_err(|slip| DefinitionError { line: slip.line_in(text), problem: slip.problem })
    }

    /// Returns a calendar with Saturdays, Sundays and the given days off, as from a list of
    /// holidays.
    ///
    /// # Errors
    /// [`DefinitionError`] without a line, if a day lies outside `first` to `last`, or these are
    /// reversed or more than 400 years apart.
    pub fn from_holidays(
        id: &str,
        first: Day,
        last: Day,
        days: impl IntoIterator<Item = Day>,
    ) -> Result<Calendar, DefinitionError> {
        // The same day twice is no contradiction in a list that may name two holidays on one day.
        let off: BTreeSet<Day> = days.into_iter().collect();
        let off = off.into_iter().map(|day| DayOff { days: Span { from: day, to: day }, name: None }).collect();
        let file = File {
            calendar: id.to_owned(),
            alias: None,
            title: None,
            base: None,
            covers: Some(Span { from: first, to: last }),
            firm_through: None,
            weekend: None,
            notices: vec![Notice { source: None, off, worked: Vec::new() }],
        };
        build(file).map_err(|slip| DefinitionError { line: None, problem: slip.problem })
    }
}

/// Returns what the YAML reader says, without the line and column at the end of it.
fn without_location(error: &serde_yaml::Error) -> String {
    let message = error.to_string();
    match error.location() {
        Some(at) => {
            let location = format!(" at line {} column {}", at.line(), at.column());
            message.strip_suffix(&location).unwrap_or(&message).to_owned()
        }
        None => message,
    }
}

/// Makes the calendar: the plain week or the base, then each notice's days.
fn build(file: File) -> Result<Calendar, Slip> {
    if file.calendar.trim().is_empty() {
        return Err(Slip::key("calendar", "the calendar has no name"));
    }
    let base = base(&file)?;
    let covers = covers(&file, base)?;
    let weekend = weekend(&file, base)?;
    let firm_through = file.firm_through.unwrap_or(covers.to);
    if firm_through < covers.from || covers.to < firm_through {
        return Err(Slip::key("firm_through", "`firm_through` lies outside `covers`"));
    }

    let mut days = Days::plain(covers, weekend, base);
    for notice in &file.notices {
        for off in &notice.off {
            days.take_off(off)?;
        }
    }
    // Whether a day was to be worked anyway is known only when every day off is.
    for day in file.notices.iter().flat_map(|notice| &notice.worked) {
        days.work(*day)?;
    }
    Ok(Calendar {
        id: file.calendar,
        alias: file.alias,
        title: file.title,
        sources: file.notices.into_iter().filter_map(|notice| notice.source).collect(),
        first: covers.from,
        last: covers.to,
        firm_through: base.map_or(firm_through, |base| firm_through.min(base.firm_through)),
        layout: Layout::new(covers.from, weekend, &days.worked),
        names: days.names,
    })
}

/// Returns the built-in calendar whose days are taken over, if one is named.
fn base(file: &File) -> Result<Option<&'static Calendar>, Slip> {
    let Some(name) = &file.base else {
        return Ok(None);
    };
    let unknown = || Slip::key("base", format!("no calendar `{name}` is built in to serve as a base"));
    Calendar::builtin(name).map(Some).ok_or_else(unknown)
}

/// Returns the weekdays that are off: as written, else the base's, else Saturday and Sunday.
fn weekend(file: &File, base: Option<&Calendar>) -> Result<Weekend, Slip> {
    match (&file.weekend, base) {
        (Some(_), Some(_)) => Err(Slip::key("weekend", "`weekend` is the base's and cannot be set again")),
        (Some(names), None) => Weekend::new(names.iter().map(|name| name.0))
            .ok_or_else(|| Slip::key("weekend", "a week needs a working day")),
        (None, Some(base)) => Ok(base.layout.weekend()),
        (None, None) => Ok(Weekend::SATURDAY_SUNDAY),
    }
}

/// Returns the span the calendar covers: as written, else the base's.
fn covers(file: &File, base: Option<&Calendar>) -> Result<Span, Slip> {
    let covers = match (file.covers, base) {
        (Some(covers), _) => covers,
        (None, Some(base)) => Span { from: base.first, to: base.last },
        (None, None) => {
            return Err(Slip::of("`covers` is missing: the first and last day, as 2025-01-01..2026-12-31"));
        }
    };
    if covers.to < covers.from {
        return Err(Slip::key("covers", "`covers` ends before it begins"));
    }
    if covers.to - covers.from >= MAX_DAYS {
        return Err(Slip::key("covers", "`covers` spans more than 400 years"));
    }
    match base {
        Some(base) if covers.from < base.first || base.last < covers.to => {
            let problem = format!("`covers` reaches outside its base, {}..{}", base.first, base.last);
            Err(Slip::key("covers", problem))
        }
        _ => Ok(covers),
    }
}

/// The covered days while the notices are entered.
struct Days {
    covers: Span,
    worked: Vec<bool>,
    names: BTreeMap<Day, Arc<str>>,
    taken_off: BTreeSet<Day>,
    set_to_work: BTreeSet<Day>,
}

impl Days {
    fn plain(covers: Span, weekend: Weekend, base: Option<&Calendar>) -> Days {
        let is_worked = |day: Day| match base.and_then(|base| base.is_working_day(day).ok()) {
            Some(working) => working.is_working(),
            None => !weekend.is_off(i64::from(day.number())),
        };
        let names = base.map(|base| base.names.range(covers.from..=covers.to).map(|(day, name)| (*day, name.clone())));
        Days {
            covers,
            worked: covers.days().map(is_worked).collect(),
            names: names.into_iter().flatten().collect(),
            taken_off: BTreeSet::new(),
            set_to_work: BTreeSet::new(),
        }
    }

    fn take_off(&mut self, off: &DayOff) -> Result<(), Slip> {
        // The end of a range is checked first, so that a mistyped year costs no walk through
        // centuries.
        for day in [off.days.to, off.days.from] {
            self.within(day)?;
        }
        for day in off.days.days() {
            if !self.taken_off.insert(day) {
                return Err(Slip::date(off.days.from, format!("{day} is listed as off twice")));
            }
            self.set(day, false);
            if let Some(name) = &off.name {
                self.names.insert(day, name.clone());
            }
        }
        Ok(())
    }

    fn work(&mut self, day: Day) -> Result<(), Slip> {
        self.within(day)?;
        if self.taken_off.contains(&day) {
            return Err(Slip::date(day, format!("{day} is listed both as off and as worked")));
        }
        if !self.set_to_work.insert(day) {
            return Err(Slip::date(day, format!("{day} is listed as worked twice")));
        }
        if self.set(day, true) {
            let problem = format!("{day} is a {} and worked anyway", day.weekday());
            return Err(Slip::date(day, problem));
        }
        self.names.remove(&day);
        Ok(())
    }

    fn within(&self, day: Day) -> Result<(), Slip> {
        if self.covers.from <= day && day <= self.covers.to {
            return Ok(());
        }
        Err(Slip::date(day, format!("{day} lies outside `covers`, {}..{}", self.covers.from, self.covers.to)))
    }

    /// Sets whether a covered day is worked and returns whether it was.
    fn set(&mut self, day: Day, worked: bool) -> bool {
        let offset = usize::try_from(day - self.covers.from).unwrap_or(usize::MAX);
        self.worked.get_mut(offset).is_some_and(|entry| std::mem::replace(entry, worked))
    }
}

#[cfg(test)]
mod tests;
