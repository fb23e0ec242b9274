//! `hold`: a state lasts, or never is; and `time in`: how many days it lasts in a window.
//!
//! What is required, and what holds, are sets of days, each with its certain and its possible days. A certain day required
//! on which it certainly does not hold is a gap, and the first one is told.

use guiju_calendar::Window as Days;
use guiju_compiler::{
    RecordId,
    hir::{Hold, HoldEach, TimeIn, Window},
};

use crate::{
    EvalError,
    day_set::{DaySet, Holding},
    expression::{SCALE, decimal},
    frame::Frame,
    interval::{Interval, Judgement, Ratio},
    kernel::{Base, Kernel, one_day, undetermined},
    partial::{Owed, owed},
    subjects::Subjects,
    values::{NO_ROW, Tri},
    verdict::{Evidence, Outcome, Phrase, Reason, Subject, Verdict},
    world::{World, day},
};

pub(crate) fn kernel<'a>(base: Base<'a>, hold: &'a Hold) -> Box<dyn Kernel<'a> + 'a> {
    Box::new(HoldKernel { base, hold, verdicts: Vec::new() })
}

struct HoldKernel<'a> {
    base: Base<'a>,
    hold: &'a Hold,
    verdicts: Vec<Verdict>,
}

/// The days asked of one member or record, and what is known of them.
struct Asked {
    from: Option<i32>,
    until: Option<i32>,
    /// Whether the text gives a last day, known or not.
    limited: bool,
    during: Option<Holding>,
    holds: Holding,
    /// The days on which the rule binds.
    binds: Holding,
}

impl<'a> Kernel<'a> for HoldKernel<'a> {
    fn reads(&self) -> Vec<RecordId> {
        self.hold.each.iter().map(|each| each.record).collect()
    }

    fn scan(&mut self, world: &World<'a>, record: RecordId, rows: std::ops::Range<usize>) {
        let Some(each) = &self.hold.each else { return };
        let HoldEach { var, filter, unless, .. } = each;
        let mut frame = Frame::rows(*var, rows.clone());
        if let Some(at) = world.program.schema.record(record).at {
            let numbers: Vec<u32> = rows.clone().map(|r| u32::try_from(r).unwrap_or(NO_ROW)).collect();
            frame.dates = Some(world.gather(record, at, &numbers).dates().to_vec());
        }
        let fits = world.filter(filter.as_ref(), &frame);
        let excused = match unless {
            Some(unless) => world.condition(unless, &frame),
            None => vec![Tri::No; frame.len],
        };
        let asked = self.asked(world, &frame);
        for (i, (row, asked)) in rows.zip(asked).enumerate() {
            let row = u32::try_from(row).unwrap_or(NO_ROW);
            let at = frame.dates.as_ref().and_then(|d| d.get(i).copied().flatten()).or(asked.from);
            if fits[i] == Tri::No || !world.visible(record, row) || at.is_some_and(|at| !self.base.judges(at)) {
                continue;
            }
            let conflict = world.conflicted(record, row);
            let (subject, evidence) = (world.subject(record, row), world.evidence(record, row));
            let mut verdict = self.judge(world, subject, at.map(one_day), evidence, &asked);
            if excused[i] == Tri::Yes {
                (verdict.outcome, verdict.reason) = (Outcome::NotApplicable, Some(Reason::Unless));
                verdict.way_out = None;
            } else if (fits[i] == Tri::Unknown || excused[i] == Tri::Unknown || conflict)
                && verdict.outcome != Outcome::Met
            {
                let doubt = if conflict { Reason::Conflict } else { Reason::MissingField };
                undetermined(&mut verdict, doubt);
                verdict.way_out = Some(crate::check::settle(doubt));
            }
            self.verdicts.push(verdict);
        }
    }

    fn settle(&mut self, world: &World<'a>) -> Result<Vec<Verdict>, EvalError> {
        if self.hold.each.is_some() {
            return Ok(std::mem::take(&mut self.verdicts));
        }
        let subjects = world.subjects(self.base.rule)?;
        let mut asked = self.asked(world, &subjects.whole_frame());
        let bound = world.bound(self.base.rule, &subjects);
        let mut verdicts = Vec::new();
        for (subject, asked) in asked.iter_mut().enumerate() {
            let (from, until) = self.base.in_force(subjects.force[subject]);
            let force = DaySet::between(from.unwrap_or(i32::MIN), until.unwrap_or(i32::MAX));
            let binds = bound.as_ref().and_then(|bound| bound.get(subject)).map(crate::standing::Bound::days);
            let binds = binds.unwrap_or_else(|| Holding { sure: DaySet::all(), maybe: DaySet::all() });
            asked.binds = Holding { sure: binds.sure.intersection(&force), maybe: binds.maybe.intersection(&force) };
            // Of days before the records begin nothing is asked.
            if asked.from.is_none() {
                let seen = world.unseen(&self.hold.what.expr).complement();
                asked.from = seen.spans().first().map(|(from, _)| *from).filter(|from| *from != i32::MIN);
            }
            let so_far = required(asked).maybe.within(i32::MIN, self.base.as_of);
            if so_far.is_empty() {
                continue;
            }
            let who = world.describe(self.base.rule, &subjects, subject);
            let mut verdict = self.judge(world, who, None, Vec::new(), asked);
            if subjects.belongs[subject] == Tri::Unknown && verdict.outcome != Outcome::Met {
                undetermined(&mut verdict, Reason::MissingField);
                verdict.way_out = Some(Phrase::Complete(Vec::new()));
            }
            verdicts.push(verdict);
        }
        Ok(verdicts)
    }
}

/// The days on which something is required.
fn required(asked: &Asked) -> Holding {
    let span = DaySet::between(asked.from.unwrap_or(i32::MIN), asked.until.unwrap_or(i32::MAX));
    let narrowed = |days: &DaySet, binds: &DaySet| days.intersection(&span).intersection(binds);
    let all = DaySet::all();
    let (sure, maybe) = asked.during.as_ref().map_or((&all, &all), |during| (&during.sure, &during.maybe));
    Holding { sure: narrowed(sure, &asked.binds.sure), maybe: narrowed(maybe, &asked.binds.maybe) }
}

impl<'a> HoldKernel<'a> {
    /// What is asked of each row of a frame.
    fn asked(&self, world: &World<'a>, frame: &Frame<'a>) -> Vec<Asked> {
        let dates = |expr: &'a Option<guiju_compiler::hir::Expr>| match expr {
            Some(expr) => world.eval(expr, frame).dates().to_vec(),
            None => vec![None; frame.len],
        };
        let (from, until) = (dates(&self.hold.from), dates(&self.hold.until));
        let mut during = self.hold.during.as_ref().map(|during| world.holding(during, frame).into_iter());
        let holds = world.holding(&self.hold.what.expr, frame);
        let rows = from.into_iter().zip(until).zip(holds);
        rows.map(|((from, until), holds)| Asked {
            from,
            until,
            limited: self.hold.until.is_some(),
            during: during.as_mut().and_then(Iterator::next),
            holds: if self.hold.never { opposite(&holds) } else { holds },
            binds: Holding { sure: DaySet::all(), maybe: DaySet::all() },
        })
        .collect()
    }

    fn judge(
        &self,
        world: &World<'a>,
        subject: Subject,
        window: Option<Days>,
        evidence: Vec<Evidence>,
        asked: &Asked,
    ) -> Verdict {
        let as_of = self.base.as_of;
        let what = &self.hold.what;
        let expected = Phrase::Keep {
            en: what.en.clone(),
            zh: what.zh.clone(),
            never: self.hold.never,
            from: asked.from.map(day),
            until: asked.until.map(day),
        };
        let mut verdict = self.base.verdict(subject, window, expected);
        verdict.evidence = evidence;
        // The clock of a record that has no first day has not begun.
        if self.hold.from.is_some() && asked.from.is_none() {
            return verdict;
        }
        let required = required(asked);
        let gaps = required.sure.difference(&asked.holds.maybe).within(i32::MIN, as_of);
        let doubts = required.maybe.difference(&asked.holds.sure).within(i32::MIN, as_of);
        if let Some((from, to)) = gaps.spans().first() {
            verdict.outcome = Outcome::Violated;
            verdict.actual = Phrase::Gap { never: self.hold.never, from: day(*from), to: day(*to) };
            verdict.way_out = Some(Phrase::NextTime);
            return verdict;
        }
        if let Some((from, to)) = doubts.spans().first() {
            let conditions = std::iter::once(&what.expr).chain(&self.hold.during);
            let unseen = conditions.map(|c| world.unseen(c)).fold(DaySet::default(), |all, days| all.union(&days));
            if unseen.meets(*from, *to) {
                undetermined(&mut verdict, Reason::DataHorizon);
                verdict.way_out = Some(Phrase::SupplyThrough(day(*to)));
            } else {
                undetermined(&mut verdict, Reason::MissingField);
                verdict.way_out = Some(Phrase::Complete(Vec::new()));
            }
            return verdict;
        }
        verdict.actual = Phrase::Kept;
        // What a record asks during a state ends with that; what members owe goes on while the rule binds them.
        let passed = match (asked.limited, &asked.during) {
            (true, _) => asked.until.is_some_and(|until| until <= as_of),
            (false, Some(during)) if self.hold.each.is_some() => !during.maybe.contains(as_of),
            (false, _) => !asked.binds.maybe.meets(as_of.saturating_add(1), i32::MAX),
        };
        if passed {
            verdict.outcome = Outcome::Met;
        } else {
            verdict.outcome = Outcome::Pending;
            verdict.way_out = asked.until.map(|until| Phrase::KeepUntil(day(until)));
        }
        verdict
    }
}

fn opposite(holds: &Holding) -> Holding {
    Holding { sure: holds.maybe.complement(), maybe: holds.sure.complement() }
}

pub(crate) fn time_in<'a>(
    world: &World<'a>,
    base: Base<'a>,
    time: &'a TimeIn,
) -> Result<Box<dyn Kernel<'a> + 'a>, EvalError> {
    let subjects = world.subjects(base.rule)?;
    Ok(Box::new(TimeKernel { base, time, subjects }))
}

/// How many days a state lasts in a window.
struct TimeKernel<'a> {
    base: Base<'a>,
    time: &'a TimeIn,
    subjects: Subjects<'a>,
}

impl<'a> Kernel<'a> for TimeKernel<'a> {
    fn reads(&self) -> Vec<RecordId> {
        Vec::new()
    }

    fn scan(&mut self, _world: &World<'a>, _record: RecordId, _rows: std::ops::Range<usize>) {}

    fn settle(&mut self, world: &World<'a>) -> Result<Vec<Verdict>, EvalError> {
        let frame = self.subjects.whole_frame();
        let holds = world.holding(&self.time.what, &frame);
        let unseen = world.unseen(&self.time.what);
        let first = unseen.complement().spans().first().map(|(from, _)| *from).filter(|from| *from != i32::MIN);
        let mut verdicts = Vec::new();
        for (subject, holds) in holds.iter().enumerate() {
            let force = self.base.in_force(self.subjects.force[subject]);
            for window in self.windows(world, &frame, subject, first)? {
                let (from, to) = (window.from.number(), window.to.number());
                if force.0.is_some_and(|f| f > to) || force.1.is_some_and(|u| u < from) {
                    continue;
                }
                let mut dated = self.subjects.frame_of(&[u32::try_from(subject).unwrap_or(NO_ROW)]);
                dated.dates = Some(vec![Some(from)]);
                let bounds = world.bounds(&self.time.bound, &dated, &[Some(window)]);
                let who = world.describe(self.base.rule, &self.subjects, subject);
                let owes = owed(self.base.rule.partial, window, force);
                let limits = match owes {
                    Owed::Part(part) => bounds.get(0).map(|limits| limits.prorated(part)),
                    Owed::Whole | Owed::Nothing => bounds.get(0),
                };
                let expected = limits.map_or(Phrase::Nothing, |limits| limits.phrase(false));
                let mut verdict = self.base.verdict(who, Some(window), expected);
                let (low, high) = (holds.sure.within(from, to), holds.maybe.within(from, to));
                let days = |set: &DaySet| i128::from(set.n_days());
                let so_far = days(&high.within(from, self.base.as_of));
                verdict.actual = match days(&low.within(from, self.base.as_of)) {
                    low if low == so_far => Phrase::Number(decimal(low * SCALE)),
                    low => Phrase::Between(decimal(low * SCALE), decimal(so_far * SCALE)),
                };
                let interval = Interval { low: Some(Ratio::whole(days(&low))), high: Some(Ratio::whole(days(&high))) };
                let open = self.base.as_of <= to && matches!(self.time.window, Window::Calendar(_));
                match limits.map(|limits| limits.judge(interval)) {
                    _ if owes == Owed::Nothing && !open => {
                        (verdict.outcome, verdict.reason) = (Outcome::NotApplicable, Some(Reason::Partial));
                    }
                    Some(Judgement::Within) => verdict.outcome = Outcome::Met,
                    Some(Judgement::Outside) => {
                        verdict.outcome = Outcome::Violated;
                        verdict.way_out = Some(Phrase::NextTime);
                    }
                    Some(Judgement::Open) if open => verdict.outcome = Outcome::Pending,
                    Some(Judgement::Open) if unseen.meets(from, to.min(self.base.as_of)) => {
                        undetermined(&mut verdict, Reason::DataHorizon);
                        verdict.way_out = Some(Phrase::SupplyThrough(day(to.min(self.base.as_of))));
                    }
                    Some(Judgement::Open) | None => {
                        undetermined(&mut verdict, Reason::MissingField);
                        verdict.way_out = Some(Phrase::Complete(Vec::new()));
                    }
                }
                if self.subjects.belongs[subject] == Tri::Unknown && verdict.outcome != Outcome::Met {
                    undetermined(&mut verdict, Reason::MissingField);
                }
                verdicts.push(verdict);
            }
        }
        Ok(verdicts)
    }
}

impl<'a> TimeKernel<'a> {
    /// The windows of a subject, from the first day of which anything is known.
    fn windows(
        &self,
        world: &World<'a>,
        frame: &Frame<'a>,
        subject: usize,
        first: Option<i32>,
    ) -> Result<Vec<Days>, EvalError> {
        let as_of = self.base.as_of;
        let from = self.base.asked.0.or(first).unwrap_or(as_of);
        match &self.time.window {
            Window::Calendar(family) => {
                let to = self.base.asked.1.unwrap_or(as_of);
                if from > to {
                    return Ok(Vec::new());
                }
                let span = Days::new(day(from), day(to));
                let windows = guiju_calendar::windows_intersecting(span, *family);
                Ok(windows.filter(|w| self.base.judges_window(*w)).collect())
            }
            Window::TheLast(length) => {
                let length = world.eval(length, frame).durations().get(subject).copied().flatten();
                let Some(length) = length else { return Ok(Vec::new()) };
                Ok(vec![Days::new(guiju_calendar::last_n_from(day(as_of), length)?, day(as_of))])
            }
            _ => Ok(vec![Days::new(day(from.min(as_of)), day(as_of))]),
        }
    }
}
