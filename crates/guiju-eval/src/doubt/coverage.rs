//! What strays and lost members could change in a coverage.

use guiju_compiler::hir::Coverage;

use super::{claims, doubt, each, members::Named};
use crate::{
    EvalError,
    kernel::Base,
    verdict::{Outcome, Reason, Verdict},
    world::World,
};

pub(super) fn cast<'a>(
    world: &World<'a>,
    base: &Base<'a>,
    coverage: &'a Coverage,
    verdicts: &mut Vec<Verdict>,
) -> Result<(), EvalError> {
    let rule = base.rule;
    let subjects = world.named_subjects(rule, coverage.counted.member.iter().map(Option::as_ref))?;
    let strays = world.strays(&coverage.counted, &subjects, Some(&coverage.by));
    let unread = world.unread_members(rule, &subjects);
    let named = Named::new(world, rule, &subjects);
    let set = world.members(coverage.set, coverage.register);
    let lost = world.lost_members(coverage.set, coverage.register);
    let unsure = world.unread_memberships(&set, coverage.register);
    for verdict in verdicts.iter_mut().filter(|v| claims(v)) {
        let (mut found, mut unread_here) = (Vec::new(), &Vec::new());
        if !coverage.each {
            let Some(subject) = named.get(&verdict.subject) else { continue };
            found = strays.of(u32::try_from(subject).unwrap_or(u32::MAX), verdict.window);
            unread_here = &unread[subject];
        }
        let share = coverage.share.is_some();
        let records = match verdict.outcome {
            _ if !unread_here.is_empty() => unread_here,
            Outcome::NotApplicable if verdict.reason != Some(Reason::NoDenominator) => continue,
            // One more member not reached breaks what was met; one more record breaks nothing.
            Outcome::Met | Outcome::NotApplicable if !lost.is_empty() => &lost,
            Outcome::Met if share && !unsure.is_empty() => &unsure,
            Outcome::Met | Outcome::NotApplicable => continue,
            _ if !found.is_empty() => &found,
            _ if !unsure.is_empty() => &unsure,
            // Of all members some are not reached, whoever else is.
            _ if share && !lost.is_empty() => &lost,
            _ => continue,
        };
        doubt(world, verdict, records);
    }
    if coverage.each {
        let counted = &coverage.counted;
        verdicts.extend(each::elusive(world, base, counted.record, counted.var, counted.filter.as_ref()));
    }
    Ok(())
}
