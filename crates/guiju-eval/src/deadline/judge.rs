//! What a duty and its act amount to.

use guiju_calendar::{self as calendar, Due, Roll, due_after, latest_before};
use guiju_compiler::hir::{Early, Limit};
use guiju_syntax::ast::ByDay;
use rust_decimal::prelude::ToPrimitive;

use super::{
    DeadlineKernel,
    duty::{Done, Duty, LimitValue, Own},
};
use crate::{
    EvalError,
    kernel::undetermined,
    values::{NO_ROW, Tri},
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::{World, day},
};

impl<'a> DeadlineKernel<'a> {
    pub(super) fn judge(&self, world: &World<'a>, duty: &Duty<'a>, done: &Done) -> Result<Verdict, EvalError> {
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
            LimitValue::Before(event, lead) => self.judge_before(&mut verdict, duty, done, event, lead)?,
            _ => self.judge_after(world, &mut verdict, duty, done)?,
        }
        if let (Some((record, row)), true) = (done.act, verdict.done.is_some()) {
            verdict.evidence.extend(world.evidence(record, row));
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

    /// Duties with a due date after the clock's start.
    fn judge_after(
        &self,
        world: &World<'a>,
        verdict: &mut Verdict,
        duty: &Duty<'a>,
        done: &Done,
    ) -> Result<(), EvalError> {
        let needs_start = matches!(duty.limit, LimitValue::Within(_) | LimitValue::Both(..));
        if needs_start && duty.start.is_none() {
            // The event that starts the clock has not happened, as far as the record says.
            verdict.outcome = Outcome::Pending;
            verdict.actual = Phrase::Nothing;
            return Ok(());
        }
        let Some(due) = self.due(duty)? else {
            // No limit has been set: no clock runs yet, so that nothing undone is late.
            if matches!(duty.limit, LimitValue::By(None)) && done.on.is_none() && duty.doubt == Reason::MissingField {
                verdict.outcome = Outcome::Pending;
                verdict.actual = Phrase::NotDone;
                return Ok(());
            }
            let unreadable = match &self.deadline.limit {
                Limit::Within(e) | Limit::By(e) | Limit::Both(e, _) => crate::interval::unreadable(e, world.program),
                _ => None,
            };
            undetermined(verdict, if unreadable.is_some() { Reason::Unreadable } else { duty.doubt });
            verdict.expected = unreadable.clone().map_or(Phrase::Nothing, Phrase::Unreadable);
            verdict.way_out =
                Some(if unreadable.is_some() { Phrase::ReadSource } else { crate::check::settle(duty.doubt) });
            return Ok(());
        };
        verdict.due = Some(due.day);
        verdict.original_due = Some(due.day);
        verdict.provisional = due.provisional;
        verdict.expected = match (duty.limit, duty.start) {
            (LimitValue::Within(Some(limit)), Some(start)) => Phrase::Within { limit, from: day(start), due: due.day },
            _ => Phrase::By(due.day),
        };
        let as_of = self.base.as_of;
        let (on, planned) = match self.done_on(verdict, duty, done) {
            Some(found) => found,
            None => return Ok(()),
        };
        let due_day = due.day.number();
        if let Some(on) = on {
            verdict.done = Some(day(on));
            verdict.actual = Phrase::DoneOn(day(on));
            if on <= due_day {
                verdict.outcome = Outcome::Met;
                return Ok(());
            }
            // An earlier act that may count, or that the records do not show, would have been in time.
            if done.maybe.is_some_and(|maybe| maybe <= due_day) {
                undetermined(verdict, duty.doubt);
                return Ok(());
            }
            if !matches!(duty.own, Own::Date(_)) && !self.seen_through(duty, due_day) {
                undetermined(verdict, Reason::DataHorizon);
                verdict.way_out = Some(Phrase::SupplyThrough(due.day));
                return Ok(());
            }
            verdict.days_late = Some(i64::from(on - due_day));
            if self.deadline.late_void {
                verdict.outcome = Outcome::Violated;
                verdict.reason = Some(Reason::Lapsed);
                verdict.way_out = Some(Phrase::NextTime);
            } else {
                verdict.outcome = Outcome::MetLate;
            }
            return Ok(());
        }
        verdict.actual = planned.map_or(Phrase::NotDone, |p| Phrase::PlannedFor(day(p)));
        verdict.reason = planned.map(|_| Reason::FutureDated);
        // Under `late void` what may have been done late breaches as well.
        if done.maybe.is_some_and(|maybe| maybe <= due_day || !self.deadline.late_void) {
            undetermined(verdict, duty.doubt);
            verdict.way_out = Some(crate::check::settle(duty.doubt));
        } else if as_of <= due_day {
            verdict.outcome = Outcome::Pending;
            verdict.way_out = Some(Phrase::DoBy(due.day));
        } else if !self.seen_through(duty, due_day) {
            undetermined(verdict, Reason::DataHorizon);
            verdict.way_out = Some(Phrase::SupplyThrough(due.day));
        } else {
            verdict.days_late = Some(i64::from(as_of - due_day));
            if self.deadline.late_void {
                verdict.outcome = Outcome::Violated;
                verdict.reason = Some(Reason::Lapsed);
                verdict.way_out = Some(Phrase::NextTime);
            } else {
                verdict.outcome = Outcome::Overdue;
                verdict.way_out = Some(Phrase::DoNow);
            }
        }
        Ok(())
    }

    /// When it was done, and when it is planned for. `None`: the verdict is settled already.
    fn done_on(&self, verdict: &mut Verdict, duty: &Duty<'a>, done: &Done) -> Option<(Option<i32>, Option<i32>)> {
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
        let too_early = duty.start.is_some_and(|start| on < start || (self.deadline.after && on == start));
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
    fn seen_through(&self, duty: &Duty<'a>, through: i32) -> bool {
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

    fn due(&self, duty: &Duty<'a>) -> Result<Option<Due>, EvalError> {
        let fixed = |date: i32| Due { day: day(date), unrolled: day(date), provisional: false };
        let profile = self.base.rule.counting;
        Ok(match (duty.limit, duty.start) {
            (LimitValue::Within(Some(limit)), Some(start)) => {
                Some(due_after(self.calendar, profile, day(start), limit)?)
            }
            (LimitValue::By(Some(date)), _) => Some(fixed(date)),
            (LimitValue::Both(Some(limit), date), Some(start)) if date.is_some() || duty.doubt != Reason::Conflict => {
                let due = due_after(self.calendar, profile, day(start), limit)?;
                // Where no date has been set, the length alone limits.
                Some(date.filter(|date| *date < due.day.number()).map_or(due, fixed))
            }
            (LimitValue::ByDay, _) => self.by_day(duty)?,
            _ => None,
        })
    }

    /// The due day in the window of a recurring duty, or in the next one.
    fn by_day(&self, duty: &Duty<'a>) -> Result<Option<Due>, EvalError> {
        let (Limit::ByDay(by_day), Some(window)) = (&self.deadline.limit, duty.window) else { return Ok(None) };
        let next = matches!(by_day, ByDay::Day { next: true, .. } | ByDay::Last { next: true, .. });
        let last = if next { self.end_of_next(window) } else { window.to };
        Ok(match by_day {
            ByDay::Day { day: n, .. } => match n.to_u32() {
                Some(n) => Some(calendar::by_day_of_month(self.calendar, self.base.rule.counting, last, n)?),
                None => None,
            },
            ByDay::Last { working: false, .. } => Some(Due { day: last, unrolled: last, provisional: false }),
            ByDay::Last { working: true, .. } => {
                let due = self.calendar.working_day_through(last)?;
                Some(Due { day: due, unrolled: last, provisional: self.calendar.is_provisional(last) })
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

    /// Duties that must precede an event.
    fn judge_before(
        &self,
        verdict: &mut Verdict,
        duty: &Duty<'a>,
        done: &Done,
        event: Option<i32>,
        lead: Option<Option<calendar::Duration>>,
    ) -> Result<(), EvalError> {
        let as_of = self.base.as_of;
        let on = done.on.filter(|on| *on <= as_of);
        if let Some(on) = on {
            verdict.done = Some(day(on));
            verdict.actual = Phrase::DoneOn(day(on));
        } else {
            verdict.actual = done.on.map_or(Phrase::NotDone, |p| Phrase::PlannedFor(day(p)));
        }
        let Some(event) = event else {
            // The event may never come. Without a lead, whatever is done already precedes it.
            verdict.outcome = if on.is_some() && lead.is_none() { Outcome::Met } else { Outcome::Pending };
            return Ok(());
        };
        let latest = match lead {
            None => day(event - 1),
            Some(Some(lead)) => {
                let latest = latest_before(self.calendar, self.base.rule.counting, day(event), lead, Roll::None)?;
                verdict.provisional = latest.provisional;
                latest.day
            }
            Some(None) => {
                undetermined(verdict, duty.doubt);
                verdict.way_out = Some(crate::check::settle(duty.doubt));
                return Ok(());
            }
        };
        verdict.expected = Phrase::BeforeBy { lead: lead.flatten(), event: day(event), latest };
        verdict.due = Some(latest);
        verdict.original_due = Some(latest);
        let latest = latest.number();
        match on {
            Some(on) if on <= latest => verdict.outcome = Outcome::Met,
            _ if done.maybe.is_some_and(|maybe| maybe <= latest) => undetermined(verdict, duty.doubt),
            Some(on) => {
                verdict.outcome = Outcome::Violated;
                verdict.reason = Some(Reason::Lapsed);
                verdict.days_late = Some(i64::from(on - latest));
                verdict.way_out = Some(Phrase::NextTime);
            }
            None if as_of <= latest => {
                verdict.outcome = Outcome::Pending;
                verdict.way_out = Some(Phrase::DoBy(day(latest)));
            }
            None if !self.seen_through(duty, latest) => {
                undetermined(verdict, Reason::DataHorizon);
                verdict.way_out = Some(Phrase::SupplyThrough(day(latest)));
            }
            None => {
                verdict.outcome = Outcome::Violated;
                verdict.reason = Some(Reason::Lapsed);
                verdict.way_out = Some(Phrase::NextTime);
            }
        }
        Ok(())
    }
}
