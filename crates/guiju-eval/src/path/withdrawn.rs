//! Acts of stages that turn out not to be owed.
//!
//! A record of what was done in time may come late. Until then the stage before seemed to have failed, and the next
//! one may have acted. Judged again, that stage is not reached; its acts are told all the same.

use std::collections::BTreeSet;

use guiju_compiler::hir::Clock;

use super::{
    PathKernel,
    asked::{Alternative, Ask},
    course::{Course, discharge},
};
use crate::{
    EvalError,
    verdict::{Outcome, Phrase, Reason},
    world::World,
};

impl<'a> PathKernel<'a> {
    /// Adds a verdict for each stage that was not reached because the one before was done in time, and acted after that
    /// one's due date.
    pub(super) fn withdrawn(&mut self, world: &World<'a>, course: &mut Course<'_, 'a>) -> Result<(), EvalError> {
        let mut asks: Vec<Vec<Ask>> = self.path.stages.iter().map(|_| Vec::new()).collect();
        let mut asked = BTreeSet::new();
        for run in &course.runs {
            let stage = run.verdict.stage.as_ref().map(|stage| stage.number);
            let Some(due) = run.verdict.due.filter(|_| run.verdict.outcome == Outcome::Met) else { continue };
            let Some(next) = stage.and_then(|stage| self.path.stages.get(stage)?.otherwise) else { continue };
            let mut look = vec![next];
            while let Some(stage) = look.pop() {
                if course.has_reached(run.instance, stage) || !asked.insert((run.instance, stage)) {
                    continue;
                }
                // Where an act says no record, it may answer another.
                if self.stages[stage].iter().all(Alternative::names_its_record) {
                    asks[stage].push(Ask { instance: run.instance, start: Some(due.number()), levels: None });
                }
                look.extend(self.path.stages[stage].followers());
            }
        }
        for (stage, asks) in asks.iter().enumerate() {
            let answers = self.ask(world, stage, Clock::Due, course.instances, asks, true)?;
            for (ask, answer) in asks.iter().zip(answers) {
                let Some(mut verdict) = answer.map(|answer| answer.verdict) else { continue };
                let after = verdict.done.zip(ask.start).is_some_and(|(done, start)| done.number() > start);
                if after {
                    discharge(&mut verdict, Reason::TriggerWithdrawn);
                    // It was never owed, so that no day was the last.
                    (verdict.due, verdict.original_due, verdict.expected) = (None, None, Phrase::Nothing);
                    course.note(ask.instance, stage, verdict, None, None);
                }
            }
        }
        Ok(())
    }
}
