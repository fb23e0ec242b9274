//! Schedules: due dates at fixed distances from an anchor.
//!
//! In come each member's anchor and distances; out goes a duty for every due date that the evaluation covers and for the
//! next one. Each date is counted from the anchor itself, so that neither a short month nor a late act moves those after it.

use guiju_calendar::{CalendarError, Day, Duration, Unit, Window, add, roll_forward};
use guiju_compiler::hir::{Expr, Partial};

use super::{
    DeadlineKernel,
    due::{LimitValue, OpensValue},
    duty::{Duty, Own},
    exact::Exact,
};
use crate::{
    EvalError,
    partial::{Owed, owed},
    values::{NO_ROW, Tri},
    verdict::Reason,
    world::{World, day},
};

/// The due dates of one member.
#[derive(Debug, Clone, Copy)]
struct Schedule {
    anchor: Day,
    every: Duration,
    first: Option<Duration>,
}

impl<'a> DeadlineKernel<'a> {
    /// Puts together the duties of every member's schedule.
    pub(super) fn scheduled(
        &mut self,
        world: &World<'a>,
        from: &'a Expr,
        every: &'a Expr,
        first: Option<&'a Expr>,
    ) -> Result<(), EvalError> {
        let subjects = self.members(world)?;
        let frame = subjects.whole_frame();
        let (anchors, distances) = (world.eval(from, &frame), world.eval(every, &frame));
        let firsts = first.map(|first| world.eval(first, &frame));
        for subject in 0..subjects.len() {
            let who = world.describe(self.base.rule, &subjects, subject);
            let (belongs, force) = (subjects.belongs[subject], subjects.force[subject]);
            let anchor = anchors.dates().get(subject).copied().flatten();
            let every = distances.durations().get(subject).copied().flatten();
            let first = firsts.as_ref().map(|firsts| firsts.durations().get(subject).copied().flatten());
            let valid =
                |length: &Duration| length.n > 0 && length.unit != Unit::WorkingDay && length.seconds().is_none();
            let known = every.filter(valid).zip(match first {
                Some(first) => first.filter(valid).map(Some),
                None => Some(None),
            });
            let duty = |limit, window: Option<Window>| Duty {
                subject: who.clone(),
                of: u32::try_from(subject).unwrap_or(NO_ROW),
                row: NO_ROW,
                window,
                start: window.map(|w: Window| w.from.number()).or(anchor),
                limit,
                opens: OpensValue::Always,
                own: Own::Elsewhere,
                keys: None,
                exact: Exact::default(),
                fits: belongs,
                excused: Tri::No,
                // Who joins after the last due date owes nothing by the next one, unless the rule says otherwise.
                partial: false,
                until: force.1.filter(|_| self.base.rule.partial != Partial::Full),
                doubt: Reason::MissingField,
                evidence: Vec::new(),
            };
            match (anchor, known) {
                // No clock runs yet.
                (None, _) => {
                    let open = duty(LimitValue::By(None), None);
                    self.duties.push(open);
                }
                (Some(anchor), _) if anchor > self.base.as_of => {}
                (Some(_), None) => {
                    let unknown = duty(LimitValue::Within(None), None);
                    self.duties.push(unknown);
                }
                (Some(anchor), Some((every, first))) => {
                    let schedule = Schedule { anchor: day(anchor), every, first };
                    let in_force = self.base.in_force(force);
                    let mut duties = Vec::new();
                    for (window, last) in self.due_windows(schedule)? {
                        let (begins, ends) = (window.from.number(), window.to.number());
                        if in_force.0.is_some_and(|from| from > ends) || in_force.1.is_some_and(|until| until < begins)
                        {
                            continue;
                        }
                        let partial = owed(self.base.rule.partial, window, (in_force.0, None)) == Owed::Nothing;
                        let due = roll_forward(self.clock.calendar, self.clock.profile, last)?;
                        duties.push(Duty { partial, ..duty(LimitValue::Scheduled(due), Some(window)) });
                    }
                    self.duties.extend(duties);
                }
            }
        }
        self.subjects = Some(subjects);
        Ok(())
    }

    /// The stretches that end with a due date, as far as the evaluation covers them, each with its last counted day.
    fn due_windows(&self, schedule: Schedule) -> Result<Vec<(Window, Day)>, CalendarError> {
        let Some((from, to)) = self.base.span(&self.feed) else { return Ok(Vec::new()) };
        let mut windows = Vec::new();
        let mut begins = schedule.anchor;
        for n in 0_u32.. {
            let Ok(due) = schedule.due(n) else { break };
            if begins.number() > to {
                break;
            }
            let window = Window::new(begins, due);
            if from <= due.number() && self.base.judges_window(window) {
                windows.push((window, due));
            }
            begins = due + 1;
        }
        Ok(windows)
    }
}

impl Schedule {
    /// The n-th due date, from 0.
    fn due(self, n: u32) -> Result<Day, CalendarError> {
        let out = CalendarError::OutOfRange;
        let Some(first) = self.first else {
            let n = n.checked_add(1).and_then(|n| n.checked_mul(self.every.n)).ok_or(out)?;
            return add(self.anchor, Duration::new(n, self.every.unit));
        };
        let later = n.checked_mul(self.every.n).ok_or(CalendarError::OutOfRange)?;
        match (in_months(first), in_months(Duration::new(later, self.every.unit))) {
            // Counted from the anchor at once, so that a short month is met only once.
            (Some(first), Some(later)) => {
                let months = first.checked_add(later).ok_or(CalendarError::OutOfRange)?;
                add(self.anchor, Duration::new(months, Unit::Month))
            }
            _ => add(add(self.anchor, first)?, Duration::new(later, self.every.unit)),
        }
    }
}

/// A length in months, if it is one.
fn in_months(length: Duration) -> Option<u32> {
    match length.unit {
        Unit::Month => Some(length.n),
        Unit::Quarter => length.n.checked_mul(3),
        Unit::Year => length.n.checked_mul(12),
        Unit::Minute | Unit::Hour | Unit::Day | Unit::WorkingDay | Unit::Week => None,
    }
}
