//! What happens to a clock between its start and the due date: it stands still, starts anew, is given more time.
//!
//! In come a [`Course`] of such changes and where the count begins; out comes the due date with every step to it.
//! Suspended days are not counted, whatever the unit; a restart counts the whole limit anew; extensions are added to the
//! last counted day, which then moves off a day off once.

use guiju_calendar::{self as calendar, CalendarError, Day, Due, Duration, Unit, add, due_after, roll_forward};

use super::due::{Clock, Reckoned};
use crate::{verdict::Phrase, world::day};

/// What happens to the clock of one duty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Course {
    pub(crate) pauses: Vec<Pause>,
    /// Days from which the limit is counted anew.
    pub(crate) restarts: Vec<i32>,
    pub(crate) grants: Vec<Grant>,
}

/// Days that do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pause {
    pub(crate) first: i32,
    /// The last day; of one that goes on, the as-of date.
    pub(crate) last: i32,
    /// Whether no end is known.
    pub(crate) open: bool,
}

/// More time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grant {
    /// When it was granted.
    pub(crate) on: i32,
    pub(crate) more: More,
    /// How much more there is at most in all.
    pub(crate) at_most: Option<Duration>,
    /// Whether it counts though granted after the due date.
    pub(crate) retroactive: bool,
}

/// How much more time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum More {
    Until(i32),
    By(Duration),
}

/// Where a count begins and what it comes to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Base {
    /// A length after a day.
    Length(i32, Duration),
    /// A date, and the day since which suspensions push it on, if it is known.
    Date(Option<i32>, i32),
}

impl Course {
    /// Whether nothing happens.
    pub(crate) fn is_empty(&self) -> bool {
        self.pauses.is_empty() && self.restarts.is_empty() && self.grants.is_empty()
    }

    /// The suspension that a day lies in: its first day.
    pub(crate) fn paused_on(&self, day: i32) -> Option<i32> {
        self.joined().into_iter().find(|p| p.first <= day && day <= p.last).map(|p| p.first)
    }

    /// The suspensions in order, those that touch or overlap joined.
    pub(super) fn joined(&self) -> Vec<Pause> {
        let mut pauses: Vec<Pause> = self.pauses.iter().copied().filter(|p| p.first <= p.last).collect();
        pauses.sort_unstable();
        let mut joined: Vec<Pause> = Vec::new();
        for pause in pauses {
            match joined.last_mut() {
                Some(before) if pause.first <= before.last.saturating_add(1) => {
                    before.open |= pause.open && pause.last >= before.last;
                    before.last = before.last.max(pause.last);
                }
                _ => joined.push(pause),
            }
        }
        joined
    }
}

/// One count of a due date.
pub(super) struct Reckoning<'a> {
    pub(super) clock: Clock<'a>,
    pub(super) course: &'a Course,
    /// The suspensions, joined.
    pub(super) pauses: Vec<Pause>,
}

/// Where a count stands.
#[derive(Debug, Clone, Copy)]
struct Standing {
    due: Due,
    /// The last counted day.
    last: Day,
}

enum Event<'a> {
    Restart,
    Grant(&'a Grant),
}

impl Reckoning<'_> {
    pub(super) fn reckon(&self, base: Base) -> Result<Reckoned, CalendarError> {
        let original = self.original(base)?;
        if self.course.is_empty() && !self.clock.elapsed {
            return Ok(Reckoned::plain(original));
        }
        let mut base = base;
        let mut granted: Vec<&Grant> = Vec::new();
        let mut moved: Vec<(i32, Phrase)> = Vec::new();
        let mut now = self.standing(base, &granted)?;
        for (on, event) in self.events() {
            match (event, base) {
                // What has run out is not started again.
                (Event::Restart, Base::Length(start, length)) if start < on && on <= now.due.day.number() => {
                    base = Base::Length(on, length);
                    moved.push((on, Phrase::Restarted(day(on))));
                    now = self.standing(base, &granted)?;
                }
                (Event::Restart, _) => {}
                (Event::Grant(grant), _) if grant.retroactive || on <= now.due.day.number() => {
                    let before = now.due.day;
                    granted.push(grant);
                    now = self.standing(base, &granted)?;
                    if before < now.due.day {
                        moved.push((on, Phrase::Extended { granted: day(on), due: now.due.day }));
                    }
                }
                (Event::Grant(_), _) => moved.push((on, Phrase::GrantedLate { granted: day(on), due: now.due.day })),
            }
        }
        let since = match base {
            Base::Length(start, _) => start,
            Base::Date(start, _) => start.unwrap_or(i32::MIN),
        };
        let counts = self.pauses.iter().filter(|p| since < p.last && p.first <= now.due.day.number());
        moved.extend(
            counts.map(|p| (p.first, Phrase::Suspended { first: day(p.first), last: (!p.open).then(|| day(p.last)) })),
        );
        moved.sort_by_key(|(on, _)| *on);
        let through = if self.clock.elapsed { self.through(base, &now)? } else { now.due.day.number() };
        Ok(Reckoned { due: now.due, original, through, steps: moved.into_iter().map(|(_, step)| step).collect() })
    }

    /// Restarts and grants in order of their days; on one day the clock starts anew first.
    fn events(&self) -> Vec<(i32, Event<'_>)> {
        let restarts = self.course.restarts.iter().map(|on| (*on, Event::Restart));
        let grants = self.course.grants.iter().map(|grant| (grant.on, Event::Grant(grant)));
        let mut events: Vec<_> = restarts.chain(grants).collect();
        events.sort_by_key(|(on, _)| *on);
        events
    }

    /// The due date if nothing had happened.
    fn original(&self, base: Base) -> Result<Due, CalendarError> {
        match base {
            Base::Length(start, length) => due_after(self.clock.calendar, self.clock.profile, day(start), length),
            Base::Date(_, date) => Ok(as_written(day(date))),
        }
    }

    /// Where the count stands with what was granted so far.
    fn standing(&self, base: Base, granted: &[&Grant]) -> Result<Standing, CalendarError> {
        let (first, mut now) = match base {
            Base::Length(start, length) => {
                let last = self.advance(day(start), length)?;
                (last, self.rolled(last, self.in_working_days(length))?)
            }
            Base::Date(since, date) => {
                let date = self.pushed(since, date)?;
                (date, Standing { due: as_written(date), last: date })
            }
        };
        for grant in granted {
            let mut next = match grant.more {
                More::By(length) => self.rolled(self.advance(now.last, length)?, self.in_working_days(length))?,
                More::Until(date) => {
                    let date = self.pushed(Some(grant.on), date)?;
                    Standing { due: as_written(date), last: date }
                }
            };
            if let Some(most) = grant.at_most {
                let most = self.rolled(self.advance(first, most)?, self.in_working_days(most))?;
                if next.due.day > most.due.day {
                    next = most;
                }
            }
            // More time never ends sooner.
            if next.due.day > now.due.day {
                now = next;
            }
        }
        Ok(now)
    }

    fn rolled(&self, last: Day, in_working_days: bool) -> Result<Standing, CalendarError> {
        let due = roll_forward(self.clock.calendar, self.clock.profile, last)?;
        let provisional = due.provisional || in_working_days && self.clock.calendar.is_provisional(last);
        Ok(Standing { due: Due { provisional, ..due }, last })
    }

    fn in_working_days(&self, length: Duration) -> bool {
        let length = self.clock.profile.counted(length);
        length.unit == Unit::WorkingDay && length.n > 0
    }

    /// The last day of a length after a day, suspended days left out.
    fn advance(&self, from: Day, length: Duration) -> Result<Day, CalendarError> {
        let length = self.clock.profile.counted(length);
        match length.unit {
            Unit::WorkingDay => self.count(from, i64::from(length.n), true),
            Unit::Day => self.count(from, i64::from(length.n), false),
            // Weeks and months end on their day; as many days later as were suspended.
            _ => self.count(from, i64::from(add(from, length)? - from), false),
        }
    }

    /// A date pushed on by the days suspended since another.
    fn pushed(&self, since: Option<i32>, date: i32) -> Result<Day, CalendarError> {
        let first = self.pauses.first().map_or(date, |p| p.first - 1);
        let since = since.unwrap_or(first).min(date);
        self.count(day(since), i64::from(date) - i64::from(since), false)
    }

    /// The n-th day after a day that counts.
    fn count(&self, from: Day, n: i64, working: bool) -> Result<Day, CalendarError> {
        let (mut at, mut left) = (from, n);
        for pause in self.pauses.iter().filter(|p| p.last > from.number()) {
            let before = day((pause.first - 1).max(at.number()));
            let counted =
                i64::from(if working { self.clock.calendar.working_days_between(at, before)? } else { before - at });
            if counted >= left {
                break;
            }
            left -= counted;
            at = day(pause.last.max(at.number()));
        }
        let left = u32::try_from(left).map_err(|_| CalendarError::OutOfRange)?;
        if working {
            self.clock.calendar.nth_working_day_after(at, left)
        } else {
            calendar::add(at, Duration::new(left, Unit::Day))
        }
    }

    /// The day before the next one that would be counted.
    fn through(&self, base: Base, now: &Standing) -> Result<i32, CalendarError> {
        let working = matches!(base, Base::Length(_, length) if self.in_working_days(length));
        let next = self.count(now.last, 1, working)?;
        Ok(now.due.day.number().max(next.number() - 1))
    }
}

/// A date that stands as it is written.
fn as_written(date: Day) -> Due {
    Due { day: date, unrolled: date, provisional: false }
}
