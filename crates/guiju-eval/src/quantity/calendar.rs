//! Calendar windows, a member's own period, and the whole life of a member: one tally a subject and window.

use std::{borrow::Cow, collections::HashMap};

use guiju_calendar::{Duration, Window as Days};
use guiju_compiler::{
    RecordId,
    hir::{IfNone, Measure, Partial, Quantity},
};
use guiju_data::Feed;

use super::{
    Row,
    before::Before,
    rows,
    tally::Tally,
    windows::{Round, Windows},
};
use crate::{
    EvalError,
    bound::{Bounds, Limits},
    check::settle,
    expression::{SCALE, decimal},
    horizon::supply,
    interval::Judgement,
    kernel::{Base, Kernel, perhaps, undetermined},
    partial::{Force, Owed, clip, is_in_force, owed},
    subjects::Subjects,
    values::{Tri, Values},
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::{World, day},
};

pub(crate) struct CalendarKernel<'a> {
    base: Base<'a>,
    quantity: &'a Quantity,
    subjects: Subjects<'a>,
    feed: Feed,
    windows: Windows,
    /// How far apart the records of each subject must lie, if they must.
    spacing: Option<Vec<Option<Duration>>>,
    /// By subject and round.
    tallies: HashMap<(u32, u32), Tally<'a>>,
    /// Where in the verdicts a subject and round went, if its evidence is wanted.
    wanted: HashMap<(u32, u32), usize>,
}

/// A window of a subject, under judgement.
struct Case<'t, 'a> {
    round: Round,
    tally: &'t Tally<'a>,
    force: Force,
    limits: Limits,
    /// How far apart records must lie, if they must.
    spacing: Option<Duration>,
    /// What is asked is set by the window before.
    before: Option<Before>,
    /// What is asked is a share of a register without members.
    of_nobody: bool,
}

impl<'a> CalendarKernel<'a> {
    pub(crate) fn new(world: &World<'a>, base: Base<'a>, quantity: &'a Quantity, subjects: Subjects<'a>) -> Self {
        let feed = world.feed(quantity.counted.record);
        let windows =
            Windows::new(world, &base, &quantity.window, &feed, &subjects, quantity.bound.of_before().is_some());
        let frame = subjects.whole_frame();
        let spacing = quantity.spacing.as_ref().map(|length| world.eval(length, &frame).durations().to_vec());
        Self { base, quantity, subjects, feed, windows, spacing, tallies: HashMap::new(), wanted: HashMap::new() }
    }

    /// The tallies a record goes to: one, or all windows of its subject if its day is not known.
    fn cells(&self, row: &Row) -> impl Iterator<Item = (u32, u32)> + use<'a> {
        // Of a window in force in part only those days count on which it is.
        let member = self.subjects.force[row.subject as usize];
        // The window before may lie before the rule itself.
        let force = if self.quantity.bound.of_before().is_some() { member } else { self.base.in_force(member) };
        let outside = self.windows.cut() && row.day.is_some_and(|day| !is_in_force(day, force));
        let subject = row.subject;
        let rounds = if outside { 0..0 } else { self.windows.rounds_of(subject, row.day) };
        rounds.map(move |round| (subject, round))
    }

    /// What was counted of a subject in a round; records that lie too close to one another count once.
    fn tally(&self, key: (u32, u32)) -> Result<Cow<'_, Tally<'a>>, EvalError> {
        let Some(tally) = self.tallies.get(&key) else { return Ok(Cow::Owned(Tally::default())) };
        match self.spacing.as_ref().and_then(|lengths| lengths.get(key.0 as usize).copied().flatten()) {
            Some(spacing) => Ok(Cow::Owned(tally.clone().spaced(spacing)?)),
            None => Ok(Cow::Borrowed(tally)),
        }
    }

    /// Judges a window of each subject.
    fn settle_round(&mut self, world: &World<'a>, round: u32, verdicts: &mut Vec<Verdict>) -> Result<(), EvalError> {
        let subjects = 0..u32::try_from(self.subjects.len()).unwrap_or(u32::MAX);
        let rounds: Vec<Round> = subjects.map(|s| self.windows.at(s, round, self.base.as_of)).collect();
        let windows: Vec<Option<Days>> = rounds.iter().map(|r| r.days()).collect();
        let mut frame = self.subjects.whole_frame();
        // A member's class and a dated number count as of the window's first day.
        frame.dates = Some(windows.iter().map(|w| w.map(|w| w.from.number())).collect());
        let bounds = world.bounds(&self.quantity.bound, &frame, &windows);
        for (subject, at) in (0u32..).zip(rounds) {
            let Some(verdict) = self.judge(world, (subject, round), at, &bounds)? else { continue };
            let breach = verdict.outcome.is_breach() || verdict.outcome == Outcome::Undetermined;
            if breach || world.options.all_evidence {
                self.wanted.insert((subject, round), verdicts.len());
            }
            verdicts.push(verdict);
        }
        Ok(())
    }

    fn judge(
        &self,
        world: &World<'a>,
        key: (u32, u32),
        round: Round,
        bounds: &Bounds,
    ) -> Result<Option<Verdict>, EvalError> {
        let subject = key.0 as usize;
        let force = self.base.in_force(self.subjects.force[subject]);
        if !self.base.judges_round(round, force) {
            return Ok(None);
        }
        let tally = &*self.tally(key)?;
        let measure = &self.quantity.measure;
        let percent = matches!(measure, Measure::Share(_));
        let who = world.describe(self.base.rule, &self.subjects, subject);
        let expected = bounds.phrase(subject, percent);
        let mut verdict = self.base.verdict(who, round.days(), expected);
        verdict.actual = tally.phrase(measure);
        if round == Round::Unknown {
            undetermined(&mut verdict, Reason::MissingField);
            verdict.way_out = Some(Phrase::Complete(Vec::new()));
            return Ok(Some(verdict));
        }
        let owes = round.days().filter(|_| self.windows.cut()).map(|days| owed(self.base.rule.partial, days, force));
        if owes == Some(Owed::Nothing) {
            verdict.outcome = Outcome::NotApplicable;
            verdict.reason = Some(Reason::Partial);
            return Ok(Some(verdict));
        }
        let before = self.before(key)?;
        if before.as_ref().is_some_and(Before::is_missing) {
            verdict.outcome = Outcome::NotApplicable;
            verdict.reason = Some(Reason::FirstWindow);
            return Ok(Some(verdict));
        }
        if let Some(before) = &before {
            verdict.expected = before.phrase();
        }
        let Some(mut limits) = before.as_ref().map_or_else(|| bounds.get(subject), Before::least) else {
            let (doubt, way_out) = bounds.doubt(subject);
            undetermined(&mut verdict, doubt);
            verdict.way_out = Some(way_out);
            return Ok(Some(verdict));
        };
        if let Some(Owed::Part(part)) = owes {
            limits = limits.prorated(part);
            verdict.expected = Phrase::Prorated {
                asked: Box::new(limits.phrase(percent)),
                whole: Box::new(verdict.expected),
                days: part.days,
                of: part.of,
            };
        }
        let spacing = self.spacing.as_ref().map(|lengths| lengths.get(subject).copied().flatten());
        if spacing == Some(None) {
            undetermined(&mut verdict, Reason::MissingField);
            verdict.way_out = Some(Phrase::Complete(Vec::new()));
            return Ok(Some(verdict));
        }
        let case = Case {
            before,
            spacing: spacing.flatten(),
            round,
            tally,
            force,
            limits,
            of_nobody: bounds.of_nobody(subject),
        };
        self.outcome(world, &mut verdict, &case)?;
        perhaps(&mut verdict, self.subjects.belongs[subject]);
        Ok(Some(verdict))
    }

    /// What the window before came to, where it sets what is asked.
    fn before(&self, (subject, round): (u32, u32)) -> Result<Option<Before>, EvalError> {
        let Some(percent) = self.quantity.bound.of_before() else { return Ok(None) };
        let at = round.checked_sub(1).map_or(Round::None, |round| self.windows.at(subject, round, self.base.as_of));
        let days = at.days().filter(|days| !days.is_empty());
        // The membership decides, not since when the rule is in force.
        let member = self.subjects.force[subject as usize];
        let there = days.filter(|days| match self.base.rule.partial {
            Partial::Full => clip(*days, member).days() > 0,
            _ => clip(*days, member) == *days,
        });
        let Some(days) = there else { return Ok(Some(Before::missing())) };
        let tally = self.tally((subject, round.saturating_sub(1)))?;
        let complete = self.feed.covers(days.from, days.to);
        Ok(Some(Before::new(&self.quantity.bound, &self.quantity.measure, percent, &tally, days, complete)))
    }

    fn outcome(&self, world: &World<'a>, verdict: &mut Verdict, case: &Case<'_, 'a>) -> Result<(), EvalError> {
        let Case { round, tally, force, limits, .. } = case;
        let (round, force, limits) = (*round, *force, *limits);
        let measure = &self.quantity.measure;
        let as_of = self.base.as_of;
        // Of a window in force in part only those days count on which it is.
        let days = round.days().map(|days| if self.windows.cut() { clip(days, force) } else { days });
        let ended = !matches!(round, Round::Unended(_));
        let open = !ended || days.is_some_and(|d| as_of <= d.to.number());
        let complete = match days {
            Some(days) => self.feed.covers(days.from, day(days.to.number().min(as_of))),
            None => world.has_begun(&self.quantity.counted),
        };
        let share = matches!(measure, Measure::Share(_) | Measure::Mean(_));
        if share && !open && complete && tally.is_empty() || case.of_nobody {
            verdict.reason = Some(Reason::NoDenominator);
            verdict.actual = Phrase::Nothing;
            verdict.outcome = match self.quantity.if_none {
                IfNone::Met => Outcome::Met,
                IfNone::Violated => Outcome::Violated,
                IfNone::NotApplicable => Outcome::NotApplicable,
            };
            return Ok(());
        }
        let now = if open || !complete { tally.open(measure) } else { tally.closed(measure) };
        let lasting = self.windows.is_whole() && force.1.is_none_or(|until| as_of <= until);
        let judgement = case.before.as_ref().map_or_else(|| limits.judge(now), |before| before.judge(now));
        match judgement {
            Judgement::Within => verdict.outcome = Outcome::Met,
            // The life of a member goes on: what is short may still be done.
            Judgement::Outside if lasting && limits.is_at_least() => {
                verdict.outcome = Outcome::Overdue;
                verdict.way_out = limits.low.map(|low| Phrase::MoreBy {
                    more: decimal(low - tally.certain(measure)),
                    by: day(force.1.unwrap_or(as_of)),
                });
            }
            Judgement::Outside => {
                verdict.outcome = Outcome::Violated;
                verdict.way_out = Some(Phrase::NextTime);
            }
            Judgement::Open if open && complete && self.is_impossible(world, case, days)? => {
                verdict.outcome = Outcome::Violated;
                verdict.reason = Some(Reason::Impossible);
                verdict.way_out = Some(Phrase::NextTime);
            }
            Judgement::Open if open => {
                verdict.outcome = Outcome::Pending;
                verdict.way_out = match (limits.low, days) {
                    (Some(low), Some(days)) if ended && !share && low > tally.certain(measure) => {
                        Some(Phrase::MoreBy { more: decimal(low - tally.certain(measure)), by: days.to })
                    }
                    _ => None,
                };
            }
            Judgement::Open if case.before.as_ref().is_some_and(|before| !before.complete) => {
                undetermined(verdict, Reason::DataHorizon);
                verdict.way_out = case.before.as_ref().map(|before| supply(&self.feed, before.days));
            }
            Judgement::Open if !complete => {
                undetermined(verdict, Reason::DataHorizon);
                verdict.way_out = days.map(|d| supply(&self.feed, d));
            }
            Judgement::Open => {
                let doubt = if tally.has_conflict() { Reason::Conflict } else { Reason::MissingField };
                undetermined(verdict, doubt);
                verdict.way_out = Some(settle(doubt));
            }
        }
        Ok(())
    }

    /// Whether an open window can no longer come to as many as are asked for, whatever is still done.
    fn is_impossible(&self, world: &World<'a>, case: &Case<'_, 'a>, days: Option<Days>) -> Result<bool, EvalError> {
        let Some(low) = case.limits.low else { return Ok(false) };
        let reachable = match (&self.quantity.measure, case.spacing, days) {
            // The as-of date is not over yet.
            (Measure::Count, Some(spacing), Some(days)) if !matches!(case.round, Round::Unended(_)) => {
                let from = days.from.max(day(self.base.as_of));
                Some(case.tally.reachable(Days::new(from, days.to), spacing)?)
            }
            (Measure::Distinct(of), ..) => world.how_many_values(of.ty),
            _ => None,
        };
        Ok(reachable.is_some_and(|most| i128::from(most) * SCALE < low))
    }
}

impl<'a> Kernel<'a> for CalendarKernel<'a> {
    fn reads(&self) -> Vec<RecordId> {
        vec![self.quantity.counted.record]
    }

    fn scan(&mut self, world: &World<'a>, _record: RecordId, batch: std::ops::Range<usize>) {
        let measure = &self.quantity.measure;
        let (rows, values) = rows(world, &self.quantity.counted, &self.subjects, Some(measure), batch);
        for row in &rows {
            // A record whose day is not known may count in any window.
            let fits = if row.day.is_none() && !self.windows.is_whole() { Tri::Unknown } else { row.fits };
            let conflict = world.conflicted(self.quantity.counted.record, row.row);
            for cell in self.cells(row) {
                let tally = self.tallies.entry(cell).or_default();
                tally.add(measure, fits, conflict, values.as_ref(), row.at);
                if self.spacing.is_some() {
                    tally.add_day(row.day, fits == Tri::Yes);
                }
            }
        }
    }

    fn settle(&mut self, world: &World<'a>) -> Result<Vec<Verdict>, EvalError> {
        let mut verdicts = Vec::new();
        // The first window of all is only looked at by the next one.
        let first = u32::from(self.quantity.bound.of_before().is_some());
        for round in first..self.windows.rounds() {
            self.settle_round(world, round, &mut verdicts)?;
        }
        Ok(verdicts)
    }

    fn seeks(&self) -> Option<RecordId> {
        (!self.wanted.is_empty()).then_some(self.quantity.counted.record)
    }

    fn find(&mut self, world: &World<'a>, batch: std::ops::Range<usize>, verdicts: &mut [Verdict]) {
        let (rows, _): (Vec<Row>, Option<Values<'a>>) =
            rows(world, &self.quantity.counted, &self.subjects, None, batch);
        for row in &rows {
            for cell in self.cells(row) {
                if let Some(verdict) = self.wanted.get(&cell).and_then(|v| verdicts.get_mut(*v)) {
                    verdict.evidence.extend(world.evidence(self.quantity.counted.record, row.row));
                }
            }
        }
    }
}
