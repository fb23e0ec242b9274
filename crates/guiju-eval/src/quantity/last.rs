//! `the last N`: the stretch that ends at the as-of date.

use std::collections::BTreeSet;

use guiju_calendar::{self as calendar, Window as Days};
use guiju_compiler::hir::Measure;
use rust_decimal::prelude::ToPrimitive;

use super::listed::{Judge, Listed, Point};
use crate::{
    EvalError,
    bound::Bounds,
    expression::decimal,
    horizon::supply,
    interval::{Interval, Judgement, Ratio},
    kernel::{perhaps, undetermined},
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::{World, day},
};

/// The stretch that ends at the as-of date.
pub(super) struct Last;

impl<'a> Judge<'a> for Listed<'a, Last> {
    fn judge(
        &self,
        world: &World<'a>,
        subject: usize,
        bounds: &Bounds,
        verdicts: &mut Vec<Verdict>,
    ) -> Result<(), EvalError> {
        if let Some(mut verdict) = self.sure_member(world, subject, bounds)? {
            perhaps(&mut verdict, self.subjects.belongs[subject]);
            verdicts.push(verdict);
        }
        Ok(())
    }
}

impl<'a> Listed<'a, Last> {
    /// Judges a subject as one that certainly is a member.
    fn sure_member(&self, world: &World<'a>, subject: usize, bounds: &Bounds) -> Result<Option<Verdict>, EvalError> {
        let as_of = self.base.as_of;
        let force = self.base.in_force(self.subjects.force[subject]);
        if force.0.is_some_and(|from| from > as_of) || force.1.is_some_and(|until| until < as_of) {
            return Ok(None);
        }
        let who = world.describe(self.base.rule, &self.subjects, subject);
        let limits = bounds.get(subject);
        let mut verdict = self.base.verdict(who, None, limits.map_or(Phrase::Nothing, |l| l.phrase(false)));
        let length = self.lengths.durations().get(subject).copied().flatten();
        let (Some(limits), Some(length)) = (limits, length) else {
            let (reason, way_out) = bounds.doubt(subject);
            undetermined(&mut verdict, reason);
            verdict.way_out = Some(way_out);
            return Ok(Some(verdict));
        };
        let from = calendar::last_n_from(day(as_of), length)?;
        verdict.window = Some(Days::new(from, day(as_of)));
        let points = &self.points[subject];
        let inside: Vec<&Point<'a>> = points.iter().filter(|p| from.number() <= p.day && p.day <= as_of).collect();
        let certain = self.count(&inside, true);
        let possible = self.count(&inside, false);
        verdict.actual = if possible > certain {
            Phrase::Between(certain.into(), possible.into())
        } else {
            Phrase::Number(certain.into())
        };
        let complete = self.feed.covers(from, day(as_of));
        let whole = |n: usize| Some(Ratio::whole(n as i128));
        let now = Interval { low: whole(certain), high: if complete { whole(possible) } else { None } };
        match limits.judge(now) {
            Judgement::Within => verdict.outcome = Outcome::Met,
            Judgement::Outside if !limits.is_at_least() => {
                verdict.outcome = Outcome::Violated;
                verdict.way_out = Some(Phrase::NextTime);
            }
            // Too young to have been asked for the whole stretch.
            _ if force.0.is_some_and(|start| start > from.number()) && limits.is_at_least() => {
                let due = calendar::add(day(force.0.unwrap_or(as_of)), length)?;
                verdict.outcome = Outcome::Pending;
                verdict.due = Some(due);
                verdict.original_due = Some(due);
                let more = limits.low.map_or(0, |low| low - certain as i128 * crate::expression::SCALE);
                verdict.way_out = Some(Phrase::MoreBy { more: decimal(more), by: due });
            }
            Judgement::Open if !complete => {
                undetermined(&mut verdict, Reason::DataHorizon);
                verdict.way_out = Some(supply(&self.feed, Days::new(from, day(as_of))));
            }
            Judgement::Open => {
                undetermined(&mut verdict, Reason::MissingField);
                verdict.way_out = Some(Phrase::Complete(Vec::new()));
            }
            Judgement::Outside => {
                verdict.outcome = Outcome::Overdue;
                verdict.way_out = Some(Phrase::DoNow);
                let asked = limits.low.map(decimal).and_then(|low| low.ceil().to_usize()).unwrap_or(1).max(1);
                let seen: Vec<&Point<'a>> = points.iter().filter(|p| p.certain && p.day <= as_of).collect();
                match self.nth_last(&seen, asked) {
                    Some(point) => {
                        let due = calendar::add(day(point.day), length)?;
                        verdict.due = Some(due);
                        verdict.original_due = Some(due);
                        verdict.days_late = Some(i64::from(as_of - due.number()));
                    }
                    None if seen.is_empty() => verdict.reason = Some(Reason::Never),
                    None => {}
                }
                if let Some(last) = seen.last() {
                    verdict.evidence = world.evidence(self.quantity.counted.record, last.row);
                }
            }
        }
        let decides = matches!(verdict.outcome, Outcome::Violated | Outcome::Undetermined);
        if world.options.all_evidence || decides {
            verdict.evidence =
                inside.iter().flat_map(|p| world.evidence(self.quantity.counted.record, p.row)).collect();
        }
        Ok(Some(verdict))
    }

    /// The record since which there were `n`, of different values where these are counted.
    fn nth_last<'p>(&self, seen: &[&'p Point<'a>], n: usize) -> Option<&'p Point<'a>> {
        let distinct = matches!(self.quantity.measure, Measure::Distinct(_));
        let mut values = BTreeSet::new();
        let mut news = seen.iter().rev().filter(|p| !distinct || values.insert(&p.value));
        news.nth(n.checked_sub(1)?).copied()
    }

    fn count(&self, inside: &[&Point<'a>], certain: bool) -> usize {
        let counted = inside.iter().filter(|p| p.certain || !certain);
        if matches!(self.quantity.measure, Measure::Distinct(_)) {
            counted.filter_map(|p| p.value.as_ref()).collect::<BTreeSet<_>>().len()
        } else {
            counted.count()
        }
    }
}
