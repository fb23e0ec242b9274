//! Limits to the hour: "within 24 hours", "at least 2 hours before", "by 17:00 on the day ordered".
//!
//! In come the instants of a duty and its act; out goes the verdict. Nothing rolls and no day is counted: the last
//! instant in time is the start plus the hours. A record that gives only a day may be of any hour of it, so that it
//! settles such a limit only where every hour says the same. What is not done is overdue once the whole day of the
//! last instant has passed: an as-of date has no hour.

use guiju_calendar::{Duration, Moment};
use guiju_compiler::hir::{Deadline, Expr, Limit};

use super::{
    DeadlineKernel,
    acts::{Candidate, Names},
    due::{LimitValue, OpensValue},
    duty::{Done, Duty, Own},
    judge::{lapsed, too_early},
};
use crate::{
    EvalError,
    frame::Frame,
    kernel::undetermined,
    values::{Tri, Values},
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::{World, day},
};

/// The instants of a duty; none where days are enough.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Exact {
    /// When the clock starts.
    pub(super) begun: Option<Moment>,
    /// When the trigger's own field says it was done.
    pub(super) own: Option<Moment>,
    /// The last instant in time, if the limit is one to the hour.
    pub(super) last: Option<Moment>,
    /// The length of that limit, where it is one from the start.
    length: Option<Duration>,
}

impl Exact {
    /// The instants of each row of a frame, given the starts of the clocks and the done dates of the triggers.
    pub(super) fn of<'a>(
        world: &World<'a>,
        deadline: &'a Deadline,
        frame: &Frame<'a>,
        starts: Option<&Values<'a>>,
        own: Option<&Values<'a>>,
    ) -> Vec<Self> {
        let moments = |values: Option<&Values<'a>>| match values {
            Some(Values::Time(times)) => times.clone(),
            _ => vec![None; frame.len],
        };
        let (begun, own) = (moments(starts), moments(own));
        // A day is an instant whose hour is not known, where hours run from it.
        let started: Vec<Option<Moment>> = match starts {
            Some(values) => some_time(world, values),
            None => vec![None; frame.len],
        };
        let mut exacts: Vec<Self> =
            begun.into_iter().zip(own).map(|(begun, own)| Self { begun, own, ..Self::default() }).collect();
        limits(world, deadline, frame, &started, &mut exacts);
        exacts
    }
}

/// Adds the last instants in time.
fn limits<'a>(
    world: &World<'a>,
    deadline: &'a Deadline,
    frame: &Frame<'a>,
    started: &[Option<Moment>],
    exacts: &mut [Exact],
) {
    // What moves a clock counts in days: the compiler keeps it from limits in hours, and what only the records give in
    // hours stays open.
    if !deadline.moves.is_empty() || deadline.elapsed {
        return;
    }
    let within = |length: &'a Expr, exacts: &mut [Exact]| {
        let lengths = world.eval(length, frame);
        for ((exact, start), length) in exacts.iter_mut().zip(started).zip(lengths.durations()) {
            exact.length = length.filter(|length| length.seconds().is_some());
            exact.last = start.zip(exact.length.and_then(Duration::seconds)).map(|(start, hours)| start.plus(hours));
        }
    };
    match &deadline.limit {
        Limit::Within(length) => within(length, exacts),
        Limit::By(time) => {
            if let Values::Time(times) = world.eval(time, frame) {
                exacts.iter_mut().zip(times).for_each(|(exact, time)| exact.last = time);
            }
        }
        Limit::Both(length, by) => {
            within(length, exacts);
            let by = world.eval(by, frame);
            let ends = world.day_of(&by);
            for (i, exact) in exacts.iter_mut().enumerate() {
                let end = ends.dates().get(i).copied().flatten();
                // A day by which it must be done is wholly in time.
                let end = end.map(|end| Moment::at(world.zone().midnight(day(end) + 1).plus(-1)));
                let end = by.times().get(i).copied().flatten().or(end);
                exact.last = exact.last.map(|last| end.map_or(last, |end| last.earlier(end)));
            }
        }
        Limit::Before { event, lead } => {
            let events = world.eval(event, frame);
            let (to_the_second, moments) = (matches!(events, Values::Time(_)), some_time(world, &events));
            let leads = lead.as_ref().map(|lead| world.eval(lead, frame));
            for (i, exact) in exacts.iter_mut().enumerate() {
                let before = match &leads {
                    None => to_the_second.then_some(1),
                    Some(leads) => leads.durations().get(i).copied().flatten().and_then(Duration::seconds),
                };
                exact.last = before.zip(moments.get(i).copied().flatten()).map(|(before, event)| event.plus(-before));
            }
        }
        Limit::ByDay(_) | Limit::Scheduled | Limit::Never => {}
    }
}

/// Instants; days as instants of which only the day is known.
fn some_time<'a>(world: &World<'a>, values: &Values<'a>) -> Vec<Option<Moment>> {
    match values {
        Values::Time(times) => times.clone(),
        dates => dates.dates().iter().map(|date| Some(world.zone().some_time_on(day((*date)?)))).collect(),
    }
}

impl<'a> DeadlineKernel<'a> {
    /// Whether an act lies after the start of a duty's clock, as far as both are known to the hour.
    pub(super) fn after_start(&self, act: &Candidate<'a>, n: usize) -> Tri {
        let (Some(begun), Some(at)) = (self.duties[n].exact.begun, act.at) else { return Tri::Yes };
        let any_time = matches!(self.deadline.limit, Limit::Before { .. })
            || self.deadline.early == guiju_compiler::hir::Early::Counts
            || act.period.is_some();
        if any_time || at.first() >= begun.last() {
            Tri::Yes
        } else if at.last() < begun.first() {
            Tri::No
        } else {
            // What refers to the trigger was written with the trigger known.
            if matches!(act.names, Names::Trigger(_)) { Tri::Yes } else { Tri::Unknown }
        }
    }

    /// A duty whose limit is an instant.
    pub(super) fn judge_exact(
        &self,
        world: &World<'a>,
        verdict: &mut Verdict,
        duty: &Duty<'a>,
        done: &Done,
    ) -> Result<(), EvalError> {
        let Some(last) = duty.exact.last else { return Ok(()) };
        let zone = world.zone();
        let stamp = |moment: Moment| moment.exact().map(|instant| zone.stamp(instant));
        let due = zone.day(last.last());
        (verdict.due, verdict.original_due, verdict.due_at) = (Some(due), Some(due), stamp(last));
        verdict.expected = match (duty.exact.length, duty.start, duty.exact.begun.and_then(stamp), stamp(last)) {
            (Some(limit), _, Some(from), Some(due)) => Phrase::WithinHours { limit, from, due },
            (Some(limit), Some(start), _, None) => Phrase::HoursOfDay { limit, from: day(start) },
            (_, _, _, Some(due)) => Phrase::ByTime(due),
            _ => Phrase::By(due),
        };
        let found = if matches!(duty.limit, LimitValue::Before(..)) {
            // What precedes an event may precede everything else too.
            let as_of = self.base.as_of;
            Some((done.on.filter(|on| *on <= as_of), done.on.filter(|on| *on > as_of)))
        } else {
            self.done_on(verdict, duty, done)
        };
        let Some((on, planned)) = found else { return Ok(()) };
        let Some(on) = on else {
            self.not_done_to_the_hour(world, verdict, duty, done, planned, last);
            return Ok(());
        };
        let at = match duty.own {
            Own::Date(_) => duty.exact.own,
            _ => done.at,
        };
        let at = at.unwrap_or_else(|| zone.some_time_on(day(on)));
        verdict.done = Some(day(on));
        verdict.done_at = stamp(at);
        verdict.actual = verdict.done_at.map_or(Phrase::DoneOn(day(on)), Phrase::DoneAt);
        let opens = self.clock.opens(duty.opens, duty.start)?;
        if duty.opens != OpensValue::Always && opens.is_none_or(|opens| on < opens.number()) {
            match opens {
                Some(_) => too_early(verdict),
                None => undetermined(verdict, duty.doubt),
            }
        } else if at.last() <= last.first() {
            verdict.outcome = Outcome::Met;
        } else if at.first() <= last.last() || done.maybe.is_some_and(|maybe| maybe <= due.number()) {
            self.hour_missing(verdict, duty, at, last, done);
        } else if !matches!(duty.own, Own::Date(_)) && !self.seen_through(duty, due.number()) {
            undetermined(verdict, Reason::DataHorizon);
            verdict.way_out = Some(Phrase::SupplyThrough(due));
        } else {
            verdict.days_late = Some(i64::from(on - due.number()));
            if self.deadline.late_void || matches!(duty.limit, LimitValue::Before(..)) {
                lapsed(verdict);
            } else {
                verdict.outcome = Outcome::MetLate;
            }
        }
        Ok(())
    }

    fn not_done_to_the_hour(
        &self,
        world: &World<'a>,
        verdict: &mut Verdict,
        duty: &Duty<'a>,
        done: &Done,
        planned: Option<i32>,
        last: Moment,
    ) {
        let (as_of, zone) = (self.base.as_of, world.zone());
        let (first_day, last_day) = (zone.day(last.first()).number(), zone.day(last.last()).number());
        let void = self.deadline.late_void || matches!(duty.limit, LimitValue::Before(..));
        verdict.actual = planned.map_or(Phrase::NotDone, |p| Phrase::PlannedFor(day(p)));
        verdict.reason = planned.map(|_| Reason::FutureDated);
        if done.maybe.is_some_and(|maybe| maybe <= last_day || !void) {
            let at = done.maybe_at.unwrap_or(last);
            self.hour_missing(verdict, duty, at, last, done);
        } else if as_of <= first_day {
            verdict.outcome = Outcome::Pending;
            let by = last.exact().map(|instant| zone.stamp(instant));
            // Where the hour is missing, only the earliest it may be is safe.
            verdict.way_out = Some(by.map_or(Phrase::DoBy(day(first_day)), Phrase::DoByTime));
        } else if as_of <= last_day {
            self.hour_missing(verdict, duty, last, last, done);
        } else if !self.seen_through(duty, last_day) {
            undetermined(verdict, Reason::DataHorizon);
            verdict.way_out = Some(Phrase::SupplyThrough(day(last_day)));
        } else {
            if void {
                lapsed(verdict);
            }
            if !matches!(duty.limit, LimitValue::Before(..)) {
                verdict.days_late = Some(i64::from(as_of - last_day));
            }
            if !void {
                verdict.outcome = Outcome::Overdue;
                verdict.way_out = Some(Phrase::DoNow);
            }
        }
    }

    /// Both are possible: an hour is missing, or another field is empty.
    fn hour_missing(&self, verdict: &mut Verdict, duty: &Duty<'a>, at: Moment, last: Moment, done: &Done) {
        let vague = [Some(at), Some(last), done.maybe_at].into_iter().flatten().any(|m| m.exact().is_none());
        let days_only = done.maybe.is_some() && done.maybe_at.is_none();
        if vague || days_only {
            undetermined(verdict, Reason::HourUnknown);
            verdict.way_out = Some(Phrase::AddHour);
        } else {
            undetermined(verdict, duty.doubt);
            verdict.way_out = Some(crate::check::settle(duty.doubt));
        }
    }
}

/// The instants of duties that return with windows: the clock starts when the window ends.
pub(super) fn of_window<'a>(
    world: &World<'a>,
    deadline: &'a Deadline,
    frame: &Frame<'a>,
    end: Option<i32>,
) -> Vec<Exact> {
    let start = end.map(|end| Moment::at(world.zone().midnight(day(end) + 1)));
    let mut exacts = vec![Exact { begun: start, ..Exact::default() }; frame.len];
    limits(world, deadline, frame, &vec![start; frame.len], &mut exacts);
    // Reports may come before their window ends.
    exacts.iter_mut().for_each(|exact| exact.begun = None);
    exacts
}
