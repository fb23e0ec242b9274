//! `deadline`: B by some time of A.
//!
//! First the duties are put together, one a trigger record or one a subject and window; then the acts of the other
//! record kind are matched to them; then each duty is judged.

mod acts;
mod before;
mod course;
pub(crate) mod due;
mod duty;
mod exact;
mod judge;
mod matching;
mod moves;
mod schedule;

use guiju_compiler::{
    RecordId,
    hir::{Act, Deadline, Expr, Trigger},
};
use guiju_data::Feed;

use crate::{
    EvalError,
    kernel::{Base, Kernel},
    subjects::Subjects,
    verdict::Verdict,
    world::World,
};
use due::Clock;

pub(crate) use acts::Candidate;
pub(crate) use duty::{Done, Duty};

pub(crate) fn kernel<'a>(
    world: &World<'a>,
    base: Base<'a>,
    deadline: &'a Deadline,
) -> Result<Box<dyn Kernel<'a> + 'a>, EvalError> {
    Ok(Box::new(build(world, base, deadline)?))
}

/// The kernel of a deadline, whose duties and acts may be handed in by a construct that is made of deadlines.
pub(crate) fn build<'a>(
    world: &World<'a>,
    base: Base<'a>,
    deadline: &'a Deadline,
) -> Result<DeadlineKernel<'a>, EvalError> {
    let clock = Clock {
        calendar: world.calendar(&base.rule.calendar)?,
        profile: base.rule.counting,
        elapsed: deadline.elapsed,
    };
    let feed = match &deadline.act {
        Act::Record { record, .. } => world.feed(*record),
        Act::Neighbour { sequence, .. } => world.feed(world.program.sequences[sequence.0].record),
        Act::Own(_) => match &deadline.trigger {
            Trigger::Each { record, .. } => world.feed(*record),
            Trigger::Every(_) | Trigger::Anchored { .. } => Feed::default(),
        },
    };
    let beside = acts::filter_beside(deadline);
    let mut kernel = DeadlineKernel {
        base,
        deadline,
        clock,
        feed,
        beside,
        subjects: None,
        duties: Vec::new(),
        acts: Vec::new(),
        movers: Vec::new(),
    };
    match &deadline.trigger {
        Trigger::Each { .. } => {}
        Trigger::Every(family) => kernel.recurring(world, *family)?,
        Trigger::Anchored { from, every, first } => kernel.scheduled(world, from, every, first.as_ref())?,
    }
    Ok(kernel)
}

pub(crate) struct DeadlineKernel<'a> {
    base: Base<'a>,
    deadline: &'a Deadline,
    /// What counts the days of its limits.
    clock: Clock<'a>,
    /// The dates for which acts are complete.
    feed: Feed,
    /// The filter of acts, where it speaks of the trigger or the members too.
    beside: Option<&'a Expr>,
    /// Who owes the duties that return with every window.
    subjects: Option<Subjects<'a>>,
    pub(crate) duties: Vec<Duty<'a>>,
    /// Acts of another record kind, before they are matched.
    pub(crate) acts: Vec<Candidate<'a>>,
    /// Records that move clocks.
    movers: Vec<moves::Mover<'a>>,
}

impl<'a> Kernel<'a> for DeadlineKernel<'a> {
    fn reads(&self) -> Vec<RecordId> {
        let mut reads = Vec::new();
        if let Trigger::Each { record, .. } = &self.deadline.trigger {
            reads.push(*record);
        }
        if let Act::Record { record, .. } = &self.deadline.act {
            reads.push(*record);
        }
        reads.extend(self.deadline.moves.iter().filter_map(|moved| moved.said_by.as_ref()).map(|by| by.record));
        reads.sort_unstable();
        reads.dedup();
        reads
    }

    fn scan(&mut self, world: &World<'a>, record: RecordId, rows: std::ops::Range<usize>) {
        if matches!(&self.deadline.trigger, Trigger::Each { record: trigger, .. } if *trigger == record) {
            self.scan_triggers(world, record, rows.clone());
        }
        if matches!(&self.deadline.act, Act::Record { record: act, .. } if *act == record) {
            self.scan_acts(world, record, rows.clone());
        }
        self.scan_moves(world, record, rows);
    }

    fn settle(&mut self, world: &World<'a>) -> Result<Vec<Verdict>, EvalError> {
        Ok(self.judged(world)?.into_iter().map(|(verdict, _)| verdict).collect())
    }
}

impl<'a> DeadlineKernel<'a> {
    /// Judges the duties at hand by the acts at hand, and takes both away.
    ///
    /// # Errors
    /// [`EvalError`] if a date lies before the calendar.
    pub(crate) fn judged(&mut self, world: &World<'a>) -> Result<Vec<(Verdict, Done)>, EvalError> {
        let done: Vec<Done> = self.matched(world);
        let moves = self.moves(world);
        let duties = std::mem::take(&mut self.duties);
        let settled = duties.iter().zip(done).zip(moves);
        settled.map(|((duty, done), moves)| Ok((self.judge(world, duty, &done, moves.as_deref())?, done))).collect()
    }
}
