//! `while` and `unless` of rules over members: the windows in which a rule binds, and those it leaves out.
//!
//! In come the verdicts of a rule as its kernel settled them; out go those of windows in which it binds. A window outside
//! `while` is none of the rule's; one inside `unless` is *not applicable*; of one in which it binds for some days only
//! `partial` decides, as of any window in force in part.

use std::collections::BTreeMap;

use guiju_compiler::hir::{Head, Rule, Standing};

use crate::{
    EvalError,
    day_set::{DaySet, Holding},
    kernel::undetermined,
    partial::{Owed, owed_for},
    subjects::Subjects,
    verdict::{Outcome, Phrase, Reason, Subject, Verdict},
    world::{World, day},
};

/// When a rule binds one of its members.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    during: Holding,
    unless: Holding,
}

impl Bound {
    /// The days on which it binds for certain, and those on which it may.
    pub(crate) fn days(&self) -> Holding {
        Holding {
            sure: self.during.sure.difference(&self.unless.maybe),
            maybe: self.during.maybe.difference(&self.unless.sure),
        }
    }
}

impl<'a> World<'a> {
    /// When a rule binds each of its subjects; `None` if it binds them at all times.
    pub(crate) fn bound(&self, rule: &'a Rule, subjects: &Subjects<'a>) -> Option<Vec<Bound>> {
        let Standing { during, unless } = &rule.standing;
        if during.is_none() && unless.is_none() {
            return None;
        }
        let frame = subjects.whole_frame();
        let always = || vec![Holding { sure: DaySet::all(), maybe: DaySet::all() }; subjects.len()];
        let never = || vec![Holding::default(); subjects.len()];
        let during = during.as_ref().map_or_else(always, |during| self.holding(during, &frame));
        let unless = unless.as_ref().map_or_else(never, |unless| self.holding(unless, &frame));
        Some(during.into_iter().zip(unless).map(|(during, unless)| Bound { during, unless }).collect())
    }
}

/// Leaves out the windows in which a rule does not bind.
///
/// # Errors
/// As [`World::subjects`].
pub(crate) fn stand<'a>(world: &World<'a>, rule: &'a Rule, verdicts: &mut Vec<Verdict>) -> Result<(), EvalError> {
    if rule.record().is_some() {
        tell_horizon(world, rule, verdicts);
    }
    let Standing { during, unless } = &rule.standing;
    // What must last asks of the days themselves when it binds.
    let whole = matches!(rule.head, Head::Hold(_));
    if whole || during.is_none() && unless.is_none() || verdicts.is_empty() {
        return Ok(());
    }
    let subjects = world.subjects(rule)?;
    let Some(bound) = world.bound(rule, &subjects) else { return Ok(()) };
    let names = (0..subjects.len()).map(|i| world.describe(rule, &subjects, i));
    let bound: BTreeMap<Subject, Bound> = names.zip(bound).collect();
    let conditions = during.iter().chain(unless);
    let unseen = conditions.map(|c| world.unseen(c)).fold(DaySet::default(), |all, days| all.union(&days));
    verdicts.retain_mut(|verdict| match bound.get(&verdict.subject) {
        Some(bound) => judge(world, rule, verdict, bound, &unseen),
        None => true,
    });
    Ok(())
}

/// Holds a verdict against the days on which the rule binds; `false` if it is none of the rule's.
fn judge(world: &World<'_>, rule: &Rule, verdict: &mut Verdict, bound: &Bound, unseen: &DaySet) -> bool {
    let as_of = world.as_of();
    // Of days to come nothing is known, so that all of them may be bound.
    let (from, to) = verdict.window.map_or((as_of, as_of), |w| (w.from.number(), w.to.number()));
    if verdict.outcome == Outcome::Discharged {
        return true;
    }
    if !bound.during.maybe.meets(from, to) {
        return false;
    }
    let days = bound.days();
    let open = verdict.window.is_some() && as_of <= to;
    let n_bound = i32::try_from(days.maybe.within(from, to).n_days()).unwrap_or(i32::MAX);
    // A number is not prorated for the days of a state yet: a window that would owe a part owes nothing.
    let in_full = owed_for(rule.partial, n_bound, to - from + 1) == Owed::Whole;
    if days.sure.covers(from, to) || verdict.outcome == Outcome::NotApplicable {
        return true;
    }
    if !days.maybe.meets(from, to) {
        not_applicable(verdict, Reason::Unless);
    } else if !open && !days.maybe.covers(from, to) && !in_full {
        not_applicable(verdict, Reason::Partial);
    } else if !verdict.outcome.is_breach() || (days.sure.meets(from, to) && in_full) {
        // What breaks nothing stands, and so does what is owed in full.
    } else if open && !days.maybe.covers(from, to) {
        // Too few or too many so far, in a window that may come to be one in part.
        (verdict.outcome, verdict.reason, verdict.way_out) = (Outcome::Pending, None, None);
    } else if open && days.sure.covers(from, as_of) {
        // Bound on all days so far, and broken.
    } else if unseen.meets(from, to.min(as_of)) {
        undetermined(verdict, Reason::DataHorizon);
        verdict.way_out = Some(Phrase::SupplyThrough(day(to.min(as_of))));
    } else {
        undetermined(verdict, Reason::MissingField);
        verdict.way_out = Some(Phrase::Complete(Vec::new()));
    }
    true
}

/// Says so where a record is in doubt because the records of a state do not reach its day.
fn tell_horizon(world: &World<'_>, rule: &Rule, verdicts: &mut [Verdict]) {
    let mut unseen = DaySet::default();
    rule.for_each_expr(&mut |expr| unseen = unseen.union(&world.unseen(expr)));
    for verdict in verdicts.iter_mut().filter(|v| v.reason == Some(Reason::MissingField)) {
        let nothing_empty = matches!(&verdict.way_out, Some(Phrase::Complete(fields)) if fields.is_empty());
        if let (true, Some(window)) = (nothing_empty, verdict.window)
            && unseen.contains(window.to.number())
        {
            verdict.reason = Some(Reason::DataHorizon);
            verdict.way_out = Some(Phrase::SupplyThrough(window.to));
        }
    }
}

fn not_applicable(verdict: &mut Verdict, reason: Reason) {
    (verdict.outcome, verdict.reason) = (Outcome::NotApplicable, Some(reason));
    (verdict.days_late, verdict.way_out) = (None, None);
    verdict.evidence.clear();
}
