//! Records of a rule that looks at each, where it cannot be read which record it is, or of what day.

use guiju_compiler::{
    RecordId,
    hir::{Check, Expr, VarId},
};

use super::doubt;
use crate::{
    frame::Frame,
    kernel::{Base, one_day},
    verdict::{Outcome, Phrase, Verdict},
    world::World,
};

/// Checks need only the records no kernel sees: whatever else cannot be read is unknown to their conditions.
pub(super) fn cast_check<'a>(world: &World<'a>, base: &Base<'a>, check: &'a Check, verdicts: &mut Vec<Verdict>) {
    let elusive = elusive(world, base, check.record, check.var, check.filter.as_ref());
    if check.must.is_empty() && !elusive.is_empty() {
        // That there is no such record was said of the whole office.
        verdicts.retain(|verdict| verdict.outcome != Outcome::Met);
    }
    verdicts.extend(elusive);
}

/// An open verdict for each record whose key or day cannot be read, and which the rule may be about.
pub(super) fn elusive<'a>(
    world: &World<'a>,
    base: &Base<'a>,
    record: RecordId,
    var: VarId,
    filter: Option<&'a Expr>,
) -> Vec<Verdict> {
    let mut frame = Frame::rows(var, 0..world.table(record).n_rows);
    let at = world.program.schema.record(record).at;
    let days: Vec<Option<i32>> =
        (0u32..).take(frame.len).map(|row| at.and_then(|at| world.day(record, at, row))).collect();
    frame.dates = at.map(|_| days.clone());
    let out = world.surely_out(filter, var, &frame);
    let mut verdicts = Vec::new();
    for ((row, day), out) in (0u32..).zip(days).zip(out) {
        if out || !world.elusive(record, row) || day.is_some_and(|day| !base.judges(day)) {
            continue;
        }
        let mut verdict = base.verdict(world.subject(record, row), day.map(one_day), Phrase::Nothing);
        doubt(world, &mut verdict, &[(record, row)]);
        verdicts.push(verdict);
    }
    verdicts
}
