//! Which records have reached which stage, and what came of it.

use std::collections::BTreeMap;

use guiju_compiler::{
    Name,
    hir::{Clock, Path},
};

use super::{Instance, stop::StopAt};
use crate::verdict::{Outcome, Phrase, Reason, Stage, Verdict};

/// A record that has reached a stage.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reached {
    pub(super) instance: usize,
    /// When its clock starts, if the stage before says so.
    pub(super) start: Option<i32>,
}

/// A stage of a record, judged.
pub(super) struct Run {
    pub(super) instance: usize,
    pub(super) verdict: Verdict,
}

/// The paths of all records at work.
pub(super) struct Course<'i, 'a> {
    pub(super) instances: &'i [Instance],
    path: &'a Path,
    /// Those waiting at each stage.
    waiting: Vec<Vec<Reached>>,
    /// How often a record has come to a stage, and from which day its clock ran last.
    visits: BTreeMap<(usize, usize), (u32, Option<i32>)>,
    pub(super) runs: Vec<Run>,
}

impl<'i, 'a> Course<'i, 'a> {
    /// All records at the first stage.
    pub(super) fn new(instances: &'i [Instance], path: &'a Path) -> Self {
        let mut waiting: Vec<Vec<Reached>> = path.stages.iter().map(|_| Vec::new()).collect();
        if let Some(first) = waiting.first_mut() {
            first.extend((0..instances.len()).map(|instance| Reached { instance, start: None }));
        }
        let visits = (0..instances.len()).map(|instance| ((instance, 0), (1, None))).collect();
        Self { instances, path, waiting, visits, runs: Vec::new() }
    }

    /// The next stage to judge: the first in order at which records wait.
    pub(super) fn next(&mut self) -> Option<(usize, Vec<Reached>)> {
        let stage = self.path.order.iter().copied().find(|stage| !self.waiting[*stage].is_empty())?;
        Some((stage, std::mem::take(&mut self.waiting[stage])))
    }

    /// Whether a record has ever come to a stage.
    pub(super) fn has_reached(&self, instance: usize, stage: usize) -> bool {
        self.visits.contains_key(&(instance, stage))
    }

    /// Which time a record is at a stage, where it has come back.
    pub(super) fn time(&self, instance: usize, stage: usize) -> Option<u32> {
        self.visits.get(&(instance, stage)).map(|(times, _)| *times).filter(|times| *times > 1)
    }

    /// When the path of a record stops.
    pub(super) fn stop(&self, instance: usize) -> StopAt {
        if let Some(guiju_compiler::hir::Stop::Done(stage)) = &self.path.stop {
            let runs = self.runs.iter().filter(|run| run.instance == instance);
            let of_stage = runs.filter(|run| run.verdict.stage.as_ref().is_some_and(|s| s.number == *stage));
            let is_done = |run: &&Run| matches!(run.verdict.outcome, Outcome::Met | Outcome::MetLate);
            let done = of_stage.filter(is_done).filter_map(|run| run.verdict.done).min();
            return done.map_or(StopAt::Never, |done| StopAt::Day(done.number()));
        }
        self.instances.get(instance).map_or(StopAt::Never, |instance| instance.stop)
    }

    /// Notes what came of a run of a stage.
    pub(super) fn note(
        &mut self,
        instance: usize,
        stage: usize,
        mut verdict: Verdict,
        run: Option<u32>,
        level: Option<Name>,
    ) {
        let name = self.path.stages[stage].name.clone();
        let run = run.or_else(|| self.time(instance, stage));
        verdict.stage = Some(Stage { number: stage, name, run, level });
        self.runs.push(Run { instance, verdict });
    }

    /// Lets a record go on from a stage that came out so. Where that is open, or the duty fell away, it stays.
    pub(super) fn go_on(&mut self, instance: usize, stage: usize, verdict: &Verdict) {
        let stage = &self.path.stages[stage];
        let (next, day) = match verdict.outcome {
            Outcome::Met => (stage.then, verdict.done),
            outcome if outcome.is_breach() => (stage.otherwise, verdict.due),
            _ => return,
        };
        let Some(next) = next else { return };
        // A path that has stopped by then does not get there.
        if let (StopAt::Day(stop), Some(day)) = (self.stop(instance), day)
            && stop <= day.number()
        {
            return;
        }
        let start = match self.path.stages[next].clock {
            Clock::Date => None,
            Clock::Due => verdict.due,
            Clock::Done => verdict.done,
        };
        let start = start.map(guiju_calendar::Day::number);
        let visit = self.visits.entry((instance, next)).or_insert((0, None));
        // Who comes back without a day gone by would come back for ever.
        if visit.0 > 0 && (start.is_none() || start <= visit.1) {
            return;
        }
        *visit = (visit.0 + 1, start);
        self.waiting[next].push(Reached { instance, start });
    }

    /// Cures the breach of a first stage where a later one that compensates was done.
    pub(super) fn compensate(&mut self) {
        let mut cures: BTreeMap<usize, Vec<crate::verdict::Evidence>> = BTreeMap::new();
        for run in &self.runs {
            let stage = run.verdict.stage.as_ref().and_then(|stage| self.path.stages.get(stage.number));
            if stage.is_some_and(|stage| stage.compensates)
                && matches!(run.verdict.outcome, Outcome::Met | Outcome::MetLate)
            {
                cures.entry(run.instance).or_default().extend(run.verdict.evidence.iter().cloned());
            }
        }
        for run in &mut self.runs {
            let root = run.verdict.stage.as_ref().is_some_and(|stage| stage.number == 0);
            if let (true, Outcome::Overdue | Outcome::Violated, Some(acts)) =
                (root, run.verdict.outcome, cures.get(&run.instance))
            {
                // The breach stays on record; nothing is owed any more.
                run.verdict.outcome = Outcome::Violated;
                run.verdict.reason = Some(Reason::Compensated);
                run.verdict.way_out = None;
                run.verdict.days_late = None;
                run.verdict.evidence.extend(acts.iter().cloned());
            }
        }
    }

    /// All verdicts: record by record, in the order in which the stages were reached.
    pub(super) fn verdicts(self) -> Vec<Verdict> {
        let mut runs = self.runs;
        runs.sort_by_key(|run| run.instance);
        runs.into_iter().map(|run| run.verdict).collect()
    }
}

/// Marks a stage that fell away.
pub(super) fn discharge(verdict: &mut Verdict, reason: Reason) {
    verdict.outcome = Outcome::Discharged;
    verdict.reason = Some(reason);
    (verdict.days_late, verdict.way_out) = (None, None);
}

/// Marks a stage that can no longer be done, as it is not owed any more.
pub(super) fn lapse(verdict: &mut Verdict) {
    verdict.outcome = Outcome::Violated;
    verdict.reason = Some(Reason::Lapsed);
    verdict.way_out = Some(Phrase::NextTime);
}
