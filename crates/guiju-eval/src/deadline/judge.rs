//! What a duty and its act amount to.

use guiju_calendar::{self as calendar, Day, Due};
use guiju_compiler::hir::{Early, Limit, Opens};
use guiju_syntax::ast::ByDay;
use rust_decimal::prelude::ToPrimitive;

use super::{
    DeadlineKernel,
    course::Course,
    due::{LimitValue, OpensValue, Reckoned},
    duty::{Done, Duty, Own},
    moves::Moves,
};
use crate::{
    EvalError,
    kernel::undetermined,
    values::{NO_ROW, Tri},
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::{World, day},
};

impl<'a> DeadlineKernel<'a> {
    pub(super) fn judge(
        &self,
        world: &World<'a>,
        duty: &Duty<'a>,
        done: &Done,
        moves: Option<&Moves>,
    ) -> Result<Verdict, EvalError> {
        let mut verdict = self.base.verdict(duty.subject.clone(), duty.window, Phrase::Nothing);
        verdict.evidence.clone_from(&duty.evidence);
        if duty.excused == Tri::Yes {
            verdict.outcome = Outcome::NotApplicable;
            verdict.reason = Some(Reason::Unless);
            return Ok(verdict);
        }
        if duty.partial {
            verdict.outcome = Outcome::NotApplicable;
            verdict.reason = Some(Reason::Partial);
            return Ok(verdict);
        }
        match duty.limit {
            _ if duty.exact.last.is_some() => {
                self.judge_exact(world, &mut verdict, duty, done)?;
                // What records do to a limit that turns out to be one to the hour is not known.
                if moves.is_some() && verdict.outcome.is_breach() {
                    undetermined(&mut verdict, duty.doubt);
                }
            }
            LimitValue::Before(event, lead) => self.judge_before(&mut verdict, duty, done, event, lead)?,
            _ => self.judge_after(world, &mut verdict, duty, done, moves)?,
        }
        if let (Some((record, row)), true) = (done.act, verdict.done.is_some()) {
            verdict.evidence.extend(world.evidence(record, row));
        }
        for (record, row) in moves.iter().flat_map(|moves| &moves.said_by) {
            verdict.evidence.extend(world.evidence(*record, *row));
        }
        if self.fell_away(duty, &verdict) {
            verdict.outcome = Outcome::Discharged;
            verdict.reason = Some(Reason::Closed);
            (verdict.days_late, verdict.way_out) = (None, None);
            return Ok(verdict);
        }
        if let (Outcome::Undetermined, Some((record, row))) = (verdict.outcome, done.maybe_act) {
            verdict.evidence.extend(world.evidence(record, row));
        }
        // Versions of the record disagree, perhaps on the date that is empty now.
        if duty.doubt == Reason::Conflict && (duty.own == Own::Date(None) || duty.start.is_none()) {
            undetermined(&mut verdict, Reason::Conflict);
            verdict.way_out = Some(Phrase::SettleConflict);
        }
        // Whether the duty exists at all is not known: only what breaks nothing can be said.
        if (duty.fits == Tri::Unknown || duty.excused == Tri::Unknown) && verdict.outcome != Outcome::Met {
            undetermined(&mut verdict, duty.doubt);
            verdict.way_out = Some(crate::check::settle(duty.doubt));
        }
        if verdict.provisional && world.options.strict && !matches!(verdict.outcome, Outcome::Undetermined) {
            undetermined(&mut verdict, Reason::CalendarHorizon);
        }
        Ok(verdict)
    }

    /// Whether a subject closed before its duty was due, and had not done it.
    fn fell_away(&self, duty: &Duty<'a>, verdict: &Verdict) -> bool {
        let closed = duty.until.filter(|until| *until < self.base.as_of);
        verdict.done.is_none() && closed.zip(verdict.due).is_some_and(|(until, due)| until < due.number())
    }

    /// Duties with a due date after the clock's start, or with a day before which they are done too early.
    fn judge_after(
        &self,
        world: &World<'a>,
        verdict: &mut Verdict,
        duty: &Duty<'a>,
        done: &Done,
        moves: Option<&Moves>,
    ) -> Result<(), EvalError> {
        let needs_start = matches!(duty.limit, LimitValue::Within(_) | LimitValue::Both(..))
            || matches!(duty.opens, OpensValue::After(_));
        if needs_start && duty.start.is_none() {
            // The event that starts the clock has not happened, as far as the record says.
            verdict.outcome = Outcome::Pending;
            verdict.actual = Phrase::Nothing;
            return Ok(());
        }
        let nothing = Course::default();
        let reckoned = self.due(duty, moves.map_or(&nothing, |moves| &moves.sure))?;
        let opens = self.clock.opens(duty.opens, duty.start)?;
        let known = reckoned.is_some() || duty.limit == LimitValue::Never;
        if !known || (opens.is_none() && duty.opens != OpensValue::Always) {
            self.no_limit(world, verdict, duty, done);
            return Ok(());
        }
        let mut through = None;
        if let Some(reckoned) = reckoned {
            verdict.due = Some(reckoned.due.day);
            verdict.original_due = Some(reckoned.original.day);
            verdict.provisional = reckoned.due.provisional;
            verdict.steps = reckoned.steps;
            through = Some(reckoned.through);
        }
        let times = Times { through, opens: opens.map(Day::number) };
        verdict.expected = match (duty.limit, duty.start, verdict.due, opens) {
            (_, _, None, opens) => opens.map_or(Phrase::Nothing, Phrase::NotBefore),
            (_, _, Some(due), Some(opens)) => Phrase::FromTo(opens, due),
            (LimitValue::Within(Some(limit)), Some(start), Some(due), None) => {
                Phrase::Within { limit, from: day(start), due }
            }
            (_, _, Some(due), None) => Phrase::By(due),
        };
        if let Some((on, planned)) = self.done_on(verdict, duty, done) {
            match on {
                Some(on) => self.judge_done(verdict, duty, done, on, times),
                None => self.judge_undone(verdict, duty, done, planned, times),
            }
        }
        if verdict.outcome == Outcome::Pending
            && let Some(since) = moves.and_then(|moves| moves.sure.paused_on(self.base.as_of))
        {
            verdict.reason = verdict.reason.or(Some(Reason::Paused));
            verdict.actual = Phrase::PausedSince(day(since));
        }
        self.doubt_the_clock(world, verdict, duty, moves)
    }

    /// What moves a clock gives more time: a breach is certain only if nothing that may have moved it would undo it.
    fn doubt_the_clock(
        &self,
        world: &World<'a>,
        verdict: &mut Verdict,
        duty: &Duty<'a>,
        moves: Option<&Moves>,
    ) -> Result<(), EvalError> {
        let Some(due) = verdict.due.filter(|_| verdict.days_late.is_some()) else { return Ok(()) };
        let late = verdict.done.map_or(self.base.as_of, Day::number);
        if let Some((moves, doubt)) = moves.and_then(|moves| Some((moves, moves.doubt?))) {
            let possible = self.due(duty, &moves.possible)?;
            if moves.endless || possible.is_some_and(|reckoned| late <= reckoned.through) {
                undetermined(verdict, doubt);
                verdict.way_out = Some(crate::check::settle(doubt));
                return Ok(());
            }
        }
        if !self.moves_seen(world, duty.start, due.number()) {
            undetermined(verdict, Reason::DataHorizon);
            verdict.way_out = Some(Phrase::SupplyThrough(due));
        }
        Ok(())
    }

    /// A limit that is not set, not known or not readable.
    fn no_limit(&self, world: &World<'a>, verdict: &mut Verdict, duty: &Duty<'a>, done: &Done) {
        // No day has been set: no clock runs yet, so that nothing undone is late.
        let unset = duty.limit == LimitValue::By(None) || duty.opens == OpensValue::On(None);
        if unset && done.on.is_none() && duty.doubt == Reason::MissingField {
            verdict.outcome = Outcome::Pending;
            verdict.actual = Phrase::NotDone;
            return;
        }
        let limit = match &self.deadline.limit {
            Limit::Within(e) | Limit::By(e) | Limit::Both(e, _) => Some(e),
            _ => None,
        };
        let opens = match &self.deadline.opens {
            Some(Opens::After(e) | Opens::On(e)) => Some(e),
            None => None,
        };
        let garbled = limit.into_iter().chain(opens).find_map(|e| crate::bound::unreadable(e, world.program));
        undetermined(verdict, if garbled.is_some() { Reason::Unreadable } else { duty.doubt });
        verdict.way_out = Some(if garbled.is_some() { Phrase::ReadSource } else { crate::check::settle(duty.doubt) });
        verdict.expected = garbled.map_or(Phrase::Nothing, Phrase::Unreadable);
    }

    /// It was done on a day.
    fn judge_done(&self, verdict: &mut Verdict, duty: &Duty<'a>, done: &Done, on: i32, times: Times) {
        verdict.done = Some(day(on));
        verdict.actual = Phrase::DoneOn(day(on));
        let own = matches!(duty.own, Own::Date(_));
        if let Some(opens) = times.opens {
            // The first act decides. An earlier one that may count would be too early as well.
            if on < opens {
                return too_early(verdict);
            }
            if done.maybe.is_some_and(|maybe| maybe < opens) {
                undetermined(verdict, duty.doubt);
                verdict.way_out = Some(crate::check::settle(duty.doubt));
                return;
            }
            if !own && !self.seen_through(duty, opens - 1) {
                undetermined(verdict, Reason::DataHorizon);
                verdict.way_out = Some(Phrase::SupplyThrough(day(opens - 1)));
                return;
            }
        }
        let Some(due) = verdict.due.filter(|_| times.through.is_some_and(|through| through < on)) else {
            verdict.outcome = Outcome::Met;
            return;
        };
        // An earlier act that may count, or that the records do not show, would have been in time.
        if done.maybe.is_some_and(|maybe| maybe <= due.number()) {
            undetermined(verdict, duty.doubt);
        } else if !own && !self.seen_through(duty, due.number()) {
            undetermined(verdict, Reason::DataHorizon);
            verdict.way_out = Some(Phrase::SupplyThrough(due));
        } else {
            verdict.days_late = Some(i64::from(on - due.number()));
            if self.deadline.late_void {
                lapsed(verdict);
            } else {
                verdict.outcome = Outcome::MetLate;
            }
        }
    }

    /// It was not done, or is only planned.
    fn judge_undone(&self, verdict: &mut Verdict, duty: &Duty<'a>, done: &Done, planned: Option<i32>, times: Times) {
        let as_of = self.base.as_of;
        verdict.actual = planned.map_or(Phrase::NotDone, |p| Phrase::PlannedFor(day(p)));
        verdict.reason = planned.map(|_| Reason::FutureDated);
        // What is too early can no longer happen from its last day on; before, it only must not.
        let last = times.through.or(times.opens.map(|opens| opens - 1)).unwrap_or(as_of);
        // Under `late void` what may have been done late breaches as well.
        if done.maybe.is_some_and(|maybe| maybe <= last || verdict.due.is_some() && !self.deadline.late_void) {
            undetermined(verdict, duty.doubt);
            verdict.way_out = Some(crate::check::settle(duty.doubt));
        } else if as_of <= last {
            verdict.outcome = Outcome::Pending;
            let opens = times.opens.filter(|opens| as_of < *opens).map(day);
            verdict.way_out = match (opens, verdict.due) {
                (Some(opens), Some(due)) => Some(Phrase::DoBetween(opens, due)),
                (Some(opens), None) => Some(Phrase::WaitUntil(opens)),
                (None, due) => due.map(Phrase::DoBy),
            };
        } else if !self.seen_through(duty, last) {
            undetermined(verdict, Reason::DataHorizon);
            verdict.way_out = Some(Phrase::SupplyThrough(day(last)));
        } else if verdict.due.is_none() {
            verdict.outcome = Outcome::Met;
            verdict.reason = None;
        } else {
            verdict.days_late = verdict.due.map(|due| i64::from(as_of - due.number()));
            if self.deadline.late_void {
                lapsed(verdict);
            } else {
                verdict.outcome = Outcome::Overdue;
                verdict.way_out = Some(Phrase::DoNow);
            }
        }
    }

    /// When it was done, and when it is planned for. `None`: the verdict is settled already.
    pub(super) fn done_on(
        &self,
        verdict: &mut Verdict,
        duty: &Duty<'a>,
        done: &Done,
    ) -> Option<(Option<i32>, Option<i32>)> {
        let as_of = self.base.as_of;
        let on = match duty.own {
            // A record that is not shown may lie between, and be the next one.
            Own::Neighbour(_, date, _) if !self.seen_between(duty, date) => {
                undetermined(verdict, Reason::DataHorizon);
                verdict.way_out = Some(Phrase::SupplyThrough(day(date)));
                return None;
            }
            Own::Neighbour(_, date, Tri::Yes) => Some(date),
            Own::Neighbour(_, date, Tri::No) => {
                // The next one is there and does not satisfy: nothing later can be the next one.
                verdict.outcome = Outcome::Violated;
                verdict.reason = Some(Reason::Lapsed);
                verdict.actual = Phrase::DoneOn(day(date));
                verdict.way_out = Some(Phrase::NextTime);
                return None;
            }
            Own::Neighbour(_, _, Tri::Unknown) => {
                undetermined(verdict, duty.doubt);
                verdict.way_out = Some(crate::check::settle(duty.doubt));
                return None;
            }
            _ => done.on,
        };
        let Some(on) = on else { return Some((None, None)) };
        // A date after the as-of date is a plan: nothing has been done.
        if on > as_of {
            return Some((None, Some(on)));
        }
        let hours_before = duty.exact.own.zip(duty.exact.begun).is_some_and(|(own, begun)| own.last() < begun.first());
        let too_early =
            hours_before || duty.start.is_some_and(|start| on < start || (self.deadline.after && on == start));
        if too_early && matches!(duty.own, Own::Date(_)) {
            match self.deadline.early {
                Early::Counts => {}
                Early::Ignored => return Some((None, None)),
                Early::Conflict => {
                    verdict.actual = Phrase::DoneOn(day(on));
                    undetermined(verdict, Reason::Conflict);
                    verdict.way_out = Some(Phrase::SettleConflict);
                    return None;
                }
            }
        }
        Some((Some(on), None))
    }

    /// Whether the records show that nothing was done through a day.
    pub(super) fn seen_through(&self, duty: &Duty<'a>, through: i32) -> bool {
        let first = self.feed.intervals.first().map(|(from, _)| from.number());
        let from = match (&duty.own, duty.window, duty.start) {
            // The trigger's own field is as old as the trigger: only the end of the feed matters.
            (Own::Date(_), _, _) => through,
            // A report may come from the first day of its window on.
            (_, Some(window), _) if duty.row == NO_ROW => window.from.number().min(through),
            (_, _, Some(start)) => start.min(through),
            (_, _, None) => first.map_or(through, |first| first.min(through)),
        };
        let timeless = matches!(duty.own, Own::Date(_)) && self.feed.intervals.is_empty() && !self.feed.declared;
        timeless || self.feed.covers(day(from), day(through))
    }

    /// Whether the records show all that lies between the start and a day.
    fn seen_between(&self, duty: &Duty<'a>, until: i32) -> bool {
        duty.start.is_none_or(|start| self.feed.covers(day(start + 1), day(until - 1)))
    }

    fn due(&self, duty: &Duty<'a>, course: &Course) -> Result<Option<Reckoned>, EvalError> {
        Ok(match duty.limit {
            LimitValue::ByDay => self.by_day(duty)?.map(Reckoned::plain),
            // Versions of the record disagree on the date that may be the earlier one.
            LimitValue::Both(_, None) if duty.doubt == Reason::Conflict => None,
            limit => self.clock.due(limit, duty.start, course)?,
        })
    }

    /// The due day in the window of a recurring duty, or in the next one.
    fn by_day(&self, duty: &Duty<'a>) -> Result<Option<Due>, EvalError> {
        let (Limit::ByDay(by_day), Some(window)) = (&self.deadline.limit, duty.window) else { return Ok(None) };
        let next = matches!(by_day, ByDay::Day { next: true, .. } | ByDay::Last { next: true, .. });
        let last = if next { self.end_of_next(window) } else { window.to };
        Ok(match by_day {
            ByDay::Day { day: n, .. } => match n.to_u32() {
                Some(n) => Some(calendar::by_day_of_month(self.clock.calendar, self.clock.profile, last, n)?),
                None => None,
            },
            ByDay::Last { working: false, .. } => {
                Some(calendar::roll_forward(self.clock.calendar, self.clock.profile, last)?)
            }
            ByDay::Last { working: true, .. } => {
                let due = self.clock.calendar.working_day_through(last)?;
                Some(Due { day: due, unrolled: last, provisional: self.clock.calendar.is_provisional(last) })
            }
        })
    }

    /// The last day of the window that follows.
    fn end_of_next(&self, window: guiju_calendar::Window) -> guiju_calendar::Day {
        match self.deadline.trigger {
            guiju_compiler::hir::Trigger::Every(Some(family)) => calendar::window_containing(window.to + 1, family).to,
            _ => window.to,
        }
    }
}

/// The days between which it is in time.
#[derive(Debug, Clone, Copy)]
struct Times {
    /// The last, if there is one.
    through: Option<i32>,
    /// The first, if there is one.
    opens: Option<i32>,
}

/// Late, where late does not count.
pub(super) fn lapsed(verdict: &mut Verdict) {
    verdict.outcome = Outcome::Violated;
    verdict.reason = Some(Reason::Lapsed);
    verdict.way_out = Some(Phrase::NextTime);
}

pub(super) fn too_early(verdict: &mut Verdict) {
    verdict.outcome = Outcome::Violated;
    verdict.reason = Some(Reason::TooEarly);
    verdict.way_out = Some(Phrase::NextTime);
}
