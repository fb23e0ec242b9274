//! Quantities over stretches that are not cut in advance: each subject's records are listed, and judged in order of days.

use std::marker::PhantomData;

use guiju_compiler::{
    RecordId,
    hir::{Expr, Measure, Quantity},
};
use guiju_data::Feed;

use super::rows;
use crate::{
    EvalError,
    bound::Bounds,
    kernel::{Base, Kernel},
    subjects::Subjects,
    values::{Key, Tri, Values},
    verdict::Verdict,
    world::World,
};

/// The records of each subject, and the length of the stretches they are looked at in; `K` says how they are judged.
pub(super) struct Listed<'a, K> {
    pub(super) base: Base<'a>,
    pub(super) quantity: &'a Quantity,
    pub(super) subjects: Subjects<'a>,
    pub(super) feed: Feed,
    pub(super) lengths: Values<'a>,
    /// The records of each subject.
    pub(super) points: Vec<Vec<Point<'a>>>,
    kind: PhantomData<K>,
}

/// A counted record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point<'a> {
    pub(super) day: i32,
    /// What must be different, under `distinct`.
    pub(super) value: Option<Key<'a>>,
    pub(super) row: u32,
    pub(super) certain: bool,
}

/// What is made of a subject's records, once they are in order.
pub(super) trait Judge<'a> {
    fn judge(
        &self,
        world: &World<'a>,
        subject: usize,
        bounds: &Bounds,
        verdicts: &mut Vec<Verdict>,
    ) -> Result<(), EvalError>;
}

impl<'a, K> Listed<'a, K> {
    pub(super) fn new(
        world: &World<'a>,
        base: Base<'a>,
        quantity: &'a Quantity,
        subjects: Subjects<'a>,
        length: &'a Expr,
    ) -> Self {
        let lengths = world.eval(length, &subjects.whole_frame());
        let points = vec![Vec::new(); subjects.len()];
        let feed = world.feed(quantity.counted.record);
        Self { base, quantity, subjects, feed, lengths, points, kind: PhantomData }
    }
}

impl<'a, K> Kernel<'a> for Listed<'a, K>
where
    Self: Judge<'a>,
{
    fn reads(&self) -> Vec<RecordId> {
        vec![self.quantity.counted.record]
    }

    fn scan(&mut self, world: &World<'a>, _record: RecordId, batch: std::ops::Range<usize>) {
        let measure = &self.quantity.measure;
        let (rows, values) = rows(world, &self.quantity.counted, &self.subjects, Some(measure), batch);
        for row in rows {
            let value = values.as_ref().and_then(|v| v.key(row.at));
            // Without a value there is nothing to be different; without a day it belongs nowhere.
            if matches!(measure, Measure::Distinct(_)) && value.is_none() {
                continue;
            }
            if let (Some(day), Some(list)) = (row.day, self.points.get_mut(row.subject as usize)) {
                list.push(Point { day, value, row: row.row, certain: row.fits == Tri::Yes });
            }
        }
    }

    fn settle(&mut self, world: &World<'a>) -> Result<Vec<Verdict>, EvalError> {
        for points in &mut self.points {
            points.sort();
        }
        let bounds = world.bounds(&self.quantity.bound, &self.subjects.whole_frame(), &[]);
        let mut verdicts = Vec::new();
        for subject in 0..self.subjects.len() {
            self.judge(world, subject, &bounds, &mut verdicts)?;
        }
        Ok(verdicts)
    }
}
