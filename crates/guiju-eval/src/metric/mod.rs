//! Named quantities, looked up by member and day.
//!
//! In: a `measure` of the policy, the records at hand, whose it is asked of and as of which day. Out: a [`Range`] of what it may come
//! to. The records of a measure are sorted into a [`Ledger`] once, with running sums, so that a lookup is two binary
//! searches, however many records there are.

mod ledger;
mod sums;

use std::sync::Arc;

use guiju_compiler::hir::{Expr, ExprKind, MetricId, MetricValue, VarId};

use crate::{
    expression::range::Range,
    frame::{Binding, Frame},
    values::{NO_ROW, Values},
    verdict::Phrase,
    world::World,
};

pub(crate) use ledger::Kept;
use ledger::Ledger;

impl<'a> World<'a> {
    /// What a metric may come to in each row of a frame.
    pub(crate) fn metric(&self, id: MetricId, of: &'a Expr, date: &'a Expr, frame: &Frame<'a>) -> Vec<Range> {
        let days = self.eval(date, frame);
        let (Some(metric), Values::Row(rows)) = (self.program.metrics.get(id.0), self.eval(of, frame)) else {
            return vec![Range::UNKNOWN; frame.len];
        };
        match &metric.value {
            MetricValue::Made(expr) => self.ranges(expr, &asked_of(rows, days.dates().to_vec())),
            MetricValue::Counted { .. } => {
                let mut ledgers = Ledgers::new(self, id);
                let look = |(row, day): (&u32, &Option<i32>)| match day {
                    Some(day) if *row != NO_ROW => ledgers.on(*day).map_or(Range::UNKNOWN, |l| l.value(*row, *day)),
                    _ => Range::UNKNOWN,
                };
                rows.iter().zip(days.dates()).map(look).collect()
            }
        }
    }

    /// What to supply so that the measures some expressions ask for are known in the one row of a frame; nothing if all
    /// records they need are there.
    pub(crate) fn missing_records(&self, asked: impl Iterator<Item = &'a Expr>, frame: &Frame<'a>) -> Option<Phrase> {
        let mut missing = None;
        let mut look = |e: &'a Expr| {
            let ExprKind::Metric { metric: id, of, date } = &e.kind else { return };
            let (Values::Row(rows), days) = (self.eval(of, frame), self.eval(date, frame)) else { return };
            let (Some(row), Some(Some(day))) = (rows.first().copied(), days.dates().first().copied()) else { return };
            let found = match self.program.metrics.get(id.0).map(|m| &m.value) {
                Some(MetricValue::Made(expr)) => {
                    self.missing_records(std::iter::once(expr), &asked_of(vec![row], vec![Some(day)]))
                }
                _ => Ledgers::new(self, *id).on(day).and_then(|ledger| ledger.missing(row, day)),
            };
            missing = missing.take().or(found);
        };
        asked.for_each(|expr| expr.walk(&mut look));
        missing
    }

    /// The code that a metric made of codes comes to in each row of a frame.
    pub(crate) fn coded_metric(&self, id: MetricId, of: &'a Expr, date: &'a Expr, frame: &Frame<'a>) -> Values<'a> {
        let days = self.eval(date, frame);
        match (self.program.metrics.get(id.0).map(|m| &m.value), self.eval(of, frame)) {
            (Some(MetricValue::Made(expr)), Values::Row(rows)) => {
                self.eval(expr, &asked_of(rows, days.dates().to_vec()))
            }
            _ => Values::Code(vec![None; frame.len]),
        }
    }
}

/// The frame of whom a metric is asked of, and when.
fn asked_of<'a>(rows: Vec<u32>, days: Vec<Option<i32>>) -> Frame<'a> {
    let mut frame = Frame::new(rows.len());
    frame.bind(VarId(0), Binding::Rows(rows));
    frame.dates = Some(days);
    frame
}

/// The ledgers of one metric, the last one used at hand.
struct Ledgers<'w, 'a> {
    world: &'w World<'a>,
    id: MetricId,
    /// Whether there is one for each day.
    changes: bool,
    last: Option<(Option<i32>, Arc<Ledger<'a>>)>,
}

impl<'w, 'a> Ledgers<'w, 'a> {
    fn new(world: &'w World<'a>, id: MetricId) -> Self {
        Self { world, id, changes: ledger::changes(world, id), last: None }
    }

    fn on(&mut self, day: i32) -> Option<&Ledger<'a>> {
        let key = self.changes.then_some(day);
        if self.last.as_ref().is_none_or(|(known, _)| *known != key) {
            self.last = Some((key, self.world.ledger(self.id, key)?));
        }
        self.last.as_ref().map(|(_, ledger)| ledger.as_ref())
    }
}
