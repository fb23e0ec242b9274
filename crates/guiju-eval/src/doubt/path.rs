//! Paths: each stage is a deadline, and what follows a stage in doubt is in doubt with it.

use std::collections::BTreeSet;

use guiju_compiler::hir::{Path, Trigger};

use super::{claims, deadline, doubt, each};
use crate::{
    kernel::Base,
    verdict::{Reason, Subject, Verdict},
    world::World,
};

pub(super) fn cast<'a>(world: &World<'a>, base: &Base<'a>, path: &'a Path, verdicts: &mut Vec<Verdict>) {
    for (number, stage) in path.stages.iter().enumerate() {
        let (mut of_stage, others): (Vec<Verdict>, Vec<Verdict>) =
            std::mem::take(verdicts).into_iter().partition(|verdict| is_of(verdict, number));
        for duty in &stage.duties {
            if let Trigger::Each { record, var, .. } = &duty.trigger {
                deadline::of_records(world, base, duty, (*record, *var), &mut of_stage);
            }
        }
        *verdicts = others;
        verdicts.append(&mut of_stage);
    }
    follow(world, path, verdicts);
    let root = path.stages.first().and_then(|stage| stage.duties.first());
    if let Some(Trigger::Each { record, var, filter, .. }) = root.map(|duty| &duty.trigger) {
        verdicts.extend(each::elusive(world, base, *record, *var, filter.as_ref()));
    }
}

/// Takes back what is said of the stages behind one that may have come out otherwise.
fn follow(world: &World<'_>, path: &Path, verdicts: &mut [Verdict]) {
    let mut open: BTreeSet<Subject> = BTreeSet::new();
    for number in &path.order {
        for verdict in verdicts.iter_mut().filter(|verdict| is_of(verdict, *number)) {
            if claims(verdict) && open.contains(&verdict.subject) {
                doubt(world, verdict, &[]);
            }
        }
        let in_doubt = |verdict: &&Verdict| is_of(verdict, *number) && verdict.reason == Some(Reason::Illegible);
        open.extend(verdicts.iter().filter(in_doubt).map(|verdict| verdict.subject.clone()));
    }
}

fn is_of(verdict: &Verdict, number: usize) -> bool {
    verdict.stage.as_ref().is_some_and(|stage| stage.number == number)
}
