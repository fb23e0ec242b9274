//! What is asked of records at a stage, and how its deadlines answer.

use std::{collections::BTreeSet, ops::Range};

use guiju_compiler::{
    Catalog, Name, RecordId,
    hir::{Act, Clock, Deadline, Expr, Link},
};

use super::{Instance, PathKernel};
use crate::{
    EvalError,
    deadline::{Candidate, DeadlineKernel, Done},
    frame::{Binding, Frame},
    kernel::Kernel,
    values::{Tri, Values},
    verdict::{Outcome, Phrase, Verdict},
    world::World,
};

/// One of the acts that are enough for a stage.
pub(super) struct Alternative<'a> {
    kernel: DeadlineKernel<'a>,
    duty: &'a Deadline,
    /// The level of an act, where the stage climbs levels.
    of_act: Option<&'a Expr>,
    /// All acts, with their levels.
    acts: Vec<(Candidate<'a>, Option<u8>)>,
    /// Acts that have answered a run of this stage.
    used: BTreeSet<(RecordId, u32)>,
}

/// What is asked of a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask {
    /// Which record.
    pub(super) instance: usize,
    /// When the clock starts; not asked where the stage itself says.
    pub(super) start: Option<i32>,
    /// At which levels an act must be: the lowest and the highest.
    pub(super) levels: Option<(u8, u8)>,
}

/// What a stage answers.
pub(super) struct Answer {
    pub(super) verdict: Verdict,
    /// The act that answers it, by the number of the alternative.
    act: Option<(usize, (RecordId, u32))>,
}

impl<'a> Alternative<'a> {
    pub(super) fn new(kernel: DeadlineKernel<'a>, duty: &'a Deadline, of_act: Option<&'a Expr>) -> Self {
        Self { kernel, duty, of_act, acts: Vec::new(), used: BTreeSet::new() }
    }

    /// Takes in a batch: acts, and the records that go the path where they are asked for.
    pub(super) fn scan(&mut self, world: &World<'a>, record: RecordId, rows: Range<usize>, triggers: bool) {
        if triggers {
            self.kernel.scan(world, record, rows);
        } else {
            if matches!(&self.duty.act, Act::Record { record: act, .. } if *act == record) {
                self.kernel.scan_acts(world, record, rows.clone());
            }
            self.kernel.scan_moves(world, record, rows);
        }
        let found = std::mem::take(&mut self.kernel.acts);
        let levels = match (self.of_act, &self.duty.act) {
            (Some(of_act), Act::Record { var, .. }) => {
                let mut frame = Frame::new(found.len());
                frame.bind(*var, Binding::Rows(found.iter().map(|act| act.row).collect()));
                match world.eval(of_act, &frame) {
                    Values::Code(codes) => codes,
                    _ => vec![None; frame.len],
                }
            }
            _ => vec![None; found.len()],
        };
        self.acts.extend(found.into_iter().zip(levels));
    }

    /// The record kinds it must see.
    pub(super) fn reads(&self) -> Vec<RecordId> {
        self.kernel.reads()
    }

    /// The duties found while scanning.
    pub(super) fn take_duties(&mut self) -> Vec<crate::deadline::Duty<'a>> {
        std::mem::take(&mut self.kernel.duties)
    }

    /// Whether its acts say themselves which record they answer.
    pub(super) fn names_its_record(&self) -> bool {
        matches!(&self.duty.act, Act::Own(_) | Act::Record { link: Link::Reference(_), .. })
    }

    /// Judges what is asked: all at once, so that an act answers one of them. `None` where the record calls for nothing.
    fn judge(
        &mut self,
        world: &World<'a>,
        clock: Clock,
        instances: &[Instance],
        asks: &[Ask],
    ) -> Result<Vec<Option<(Verdict, Done)>>, EvalError> {
        let rows: Vec<u32> = asks.iter().map(|ask| instances[ask.instance].row).collect();
        let starts: Vec<Option<i32>> = asks.iter().map(|ask| ask.start).collect();
        let duties = self.kernel.duties_of(world, &rows, (clock != Clock::Date).then_some(&starts));
        let mut answers: Vec<Option<(Verdict, Done)>> = asks.iter().map(|_| None).collect();
        // Acts of one level answer only what is asked of that level.
        let mut groups: Vec<Option<(u8, u8)>> = asks.iter().map(|ask| ask.levels).collect();
        groups.sort_unstable();
        groups.dedup();
        let mut duties: Vec<_> = duties.into_iter().map(Some).collect();
        for levels in groups {
            let places: Vec<usize> = (0..asks.len()).filter(|n| asks[*n].levels == levels).collect();
            let mut owed = Vec::new();
            for place in places {
                if let Some(Some(mut duty)) = duties.get_mut(place).and_then(Option::take) {
                    duty.fits = duty.fits.and(instances[asks[place].instance].fits);
                    self.kernel.duties.push(duty);
                    owed.push(place);
                }
            }
            let at = |level: Option<u8>| match levels {
                Some((low, high)) => level.is_some_and(|level| low <= level && level <= high),
                None => true,
            };
            let free =
                self.acts.iter().filter(|(act, level)| at(*level) && !self.used.contains(&(act.record, act.row)));
            self.kernel.acts = free.map(|(act, _)| act.clone()).collect();
            for (place, judged) in owed.into_iter().zip(self.kernel.judged(world)?) {
                answers[place] = Some(judged);
            }
        }
        Ok(answers)
    }
}

impl<'a> PathKernel<'a> {
    /// Judges what is asked of records at a stage: of several acts that are enough the best answer counts. Acts that
    /// answer are used up unless they are only looked at.
    pub(super) fn ask(
        &mut self,
        world: &World<'a>,
        stage: usize,
        clock: Clock,
        instances: &[Instance],
        asks: &[Ask],
        look: bool,
    ) -> Result<Vec<Option<Answer>>, EvalError> {
        let mut best: Vec<Option<Answer>> = asks.iter().map(|_| None).collect();
        for (n, alternative) in self.stages[stage].iter_mut().enumerate() {
            for (best, answer) in best.iter_mut().zip(alternative.judge(world, clock, instances, asks)?) {
                let Some((verdict, done)) = answer else { continue };
                let act = done.act.filter(|_| verdict.done.is_some()).map(|act| (n, act));
                let better = best.as_ref().is_none_or(|best| rank(&verdict) < rank(&best.verdict));
                if better {
                    *best = Some(Answer { verdict, act });
                }
            }
        }
        let levels = self.least_levels(world, stage, instances, asks);
        for (answer, level) in best.iter_mut().zip(levels) {
            let Some(answer) = answer else { continue };
            if let Some(level) = level {
                let expected = std::mem::replace(&mut answer.verdict.expected, Phrase::Nothing);
                answer.verdict.expected = Phrase::AtLevel(level, Box::new(expected));
            }
            if let (Some((n, act)), false) = (answer.act, look)
                && let Some(alternative) = self.stages[stage].get_mut(n)
                && !alternative.duty.shared
            {
                alternative.used.insert(act);
            }
        }
        Ok(best)
    }

    /// The days from which a stage counts that has a date of its own.
    pub(super) fn own_starts(&self, world: &World<'a>, stage: usize, rows: &[u32]) -> Vec<Option<i32>> {
        match self.stages[stage].first() {
            Some(first) => first.kernel.duties_of(world, rows, None).iter().map(|duty| duty.as_ref()?.start).collect(),
            None => vec![None; rows.len()],
        }
    }

    /// The least level of who must act, where the stage says one.
    fn least_levels(&self, world: &World<'a>, stage: usize, instances: &[Instance], asks: &[Ask]) -> Vec<Option<Name>> {
        let Some(level) = &self.path.stages[stage].level else { return vec![None; asks.len()] };
        let frame = self.frame(asks.iter().map(|ask| instances[ask.instance].row).collect());
        let list = match level.ty {
            guiju_compiler::Type::Code(list) => world.program.schema.catalog(list),
            _ => return vec![None; asks.len()],
        };
        match world.eval(level, &frame) {
            Values::Code(codes) => codes.into_iter().map(|code| name_of(list, code?)).collect(),
            _ => vec![None; asks.len()],
        }
    }

    /// A frame of records that go the path.
    pub(super) fn frame(&self, rows: Vec<u32>) -> Frame<'a> {
        let mut frame = Frame::new(rows.len());
        frame.bind(self.path.var, Binding::Rows(rows));
        frame
    }

    /// Whether a condition of the path holds for some of its records.
    pub(super) fn holds(&self, world: &World<'a>, condition: &'a Expr, rows: Vec<u32>) -> Vec<Tri> {
        world.condition(condition, &self.frame(rows))
    }
}

/// The name of a code.
pub(super) fn name_of(list: &Catalog, code: u8) -> Option<Name> {
    list.codes.get(usize::from(code)).map(|code| code.name.clone())
}

/// Which of several answers counts: what is fulfilled first, then what may be, then what is still possible.
fn rank(verdict: &Verdict) -> (u8, Option<guiju_calendar::Day>) {
    let rank = match verdict.outcome {
        Outcome::Exempt | Outcome::NotApplicable | Outcome::Discharged => 0,
        Outcome::Met => 1,
        Outcome::Undetermined => 2,
        Outcome::MetLate => 3,
        Outcome::Pending => 4,
        Outcome::Overdue => 5,
        Outcome::Violated => 6,
    };
    (rank, verdict.done)
}
