//! `the last N`: the stretch that ends on the as-of date.

use std::collections::BTreeMap;

use crate::{
    bound::{Bound, Measure, measure},
    condition::Scope,
    members::Subject,
    quantity::{Length, Quantity, perhaps},
    records::Record,
    rule::Common,
    time::{Date, Stretch, apart, moved},
    told::Told,
    value::{Doubt, ONE, Truth, Value},
    world::World,
};

pub(crate) fn judge(
    rule: &Quantity,
    world: &World<'_>,
    common: &Common,
    subject: &Subject,
    length: &Length,
) -> Option<Told> {
    let as_of = world.case.as_of;
    let force = common.of(world.case, subject)?;
    if !force.holds(as_of) {
        return None;
    }
    let told = Told { any_evidence: true, ..Told::new(&common.name, &subject.key, None) };
    let scope = subject.scope(world);
    let length = match length.of(&scope) {
        Ok(length) => length,
        Err(doubt) => return Some(perhaps(told.doubted(doubt), subject)),
    };
    let window = Stretch::new(moved(as_of, length, true), as_of);
    let told = Told { window: Some(window), ..told };
    let allowed = match rule.bound.allowed(&scope, window) {
        Ok(Some(allowed)) => allowed,
        Ok(None) => return None,
        Err(doubt) => return Some(perhaps(told.doubted(doubt), subject)),
    };
    let counted = rule.counted(world, subject);
    let inside: Vec<(&Record, Truth)> = counted
        .iter()
        .filter(|(_, day, _)| day.is_none_or(|day| window.holds(day)))
        .map(|(record, _, truth)| (*record, *truth))
        .collect();
    let complete = world.covers(rule.kind, window);
    let mut measured = measure(&scope, &rule.measure, &inside);
    if !complete {
        measured = measured.with_more(&rule.measure);
    }
    let told = match (allowed.judge(measured.hull?), &rule.bound) {
        (Some(true), _) => told.is("met"),
        (verdict, Bound::AtLeast(_)) if force.from > window.from && force.from != Date::MIN => {
            // Too young to have been in force for so long.
            let _ = verdict;
            Told { due: Some(moved(force.from, length, false)), ..told.is("pending") }
        }
        (Some(false), Bound::AtLeast(n)) => {
            let need = match n {
                crate::bound::Amount::Term(term) => Scope { day: Some(window.from), ..scope }.value(term),
                _ => Value::MISSING,
            };
            // The last day of each value, or of each record where all count.
            let mut latest: BTreeMap<String, Date> = BTreeMap::new();
            for (record, day, _) in counted.iter().filter(|(_, _, truth)| *truth == Truth::Yes) {
                let value = match &rule.measure {
                    Measure::Distinct(path) => match scope.own(record).path(path) {
                        Value::Unknown(_) => continue,
                        value => format!("{value:?}"),
                    },
                    _ => record.key.clone(),
                };
                let last = latest.entry(value).or_insert(Date::MIN);
                *last = (*last).max(day.unwrap_or(Date::MIN));
            }
            let mut days: Vec<Date> = latest.into_values().collect();
            days.sort();
            let due = match need {
                Value::Number(n) if n > 0 => {
                    let n = usize::try_from((n + ONE - 1) / ONE).unwrap();
                    days.len().checked_sub(n).map(|at| moved(days[at], length, false))
                }
                _ => None,
            };
            let late = due.map(|due| apart(due, as_of));
            // Whether there ever was one may be in doubt.
            let mut told = told.is("overdue");
            if days.is_empty() {
                told.reasons.insert("never");
            }
            if !counted.is_empty() {
                told.reasons.insert("");
            }
            Told { due, late, ..told }
        }
        (Some(false), _) => told.is("violated"),
        (None, _) => told.doubted(measured.doubt.with(if complete { Doubt::default() } else { Doubt::HORIZON })),
    };
    Some(perhaps(told, subject))
}
