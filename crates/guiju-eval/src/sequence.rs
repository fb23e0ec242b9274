//! Orders of records: what comes before and after.

use std::collections::HashMap;

use guiju_compiler::hir::{Expr, Sequence, SequenceId, VarId};
use guiju_syntax::ast::Neighbour;

use crate::{
    frame::Frame,
    values::{Key, NO_ROW, Tri, Values},
    world::World,
};

/// The records of a sequence by subject, each list in order of days, then rows.
#[derive(Debug, Default)]
pub(crate) struct Order<'a>(HashMap<Vec<Key<'a>>, Vec<(i32, u32)>>);

impl Order<'_> {
    fn neighbour(&self, key: &[Key<'_>], date: i32, which: Neighbour) -> Option<u32> {
        let list = self.0.get(key)?;
        let before = list.partition_point(|(day, _)| *day < date);
        let through = list.partition_point(|(day, _)| *day <= date);
        let at = match which {
            Neighbour::Previous => before.checked_sub(1)?,
            Neighbour::Next => through,
            Neighbour::Latest => through.checked_sub(1)?,
        };
        list.get(at).map(|(_, row)| *row)
    }
}

impl<'a> World<'a> {
    /// Puts the visible records of a sequence in order.
    pub(crate) fn put_in_order(&self, sequence: &'a Sequence) -> Order<'a> {
        let n_rows = self.table(sequence.record).n_rows;
        let frame = Frame::rows(VarId(0), 0..n_rows);
        let fits = self.filter(sequence.filter.as_ref(), &frame);
        let keys: Vec<Values<'a>> = sequence.keys.iter().map(|k| self.eval(k, &frame)).collect();
        let dates = self.eval(&sequence.by, &frame);
        let mut order = Order::default();
        for (i, fits) in fits.iter().enumerate() {
            let row = u32::try_from(i).unwrap_or(NO_ROW);
            let key: Option<Vec<Key<'a>>> = keys.iter().map(|k| k.key(i)).collect();
            let date = dates.dates().get(i).copied().flatten();
            if let (Some(key), Some(date), Tri::Yes, true) = (key, date, *fits, self.visible(sequence.record, row)) {
                order.0.entry(key).or_default().push((date, row));
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself; their order is never seen")]
        for list in order.0.values_mut() {
            list.sort_unstable();
        }
        order
    }

    /// The neighbours of the rows of a frame; no row where there is none.
    pub(crate) fn neighbours(
        &self,
        sequence: SequenceId,
        which: Neighbour,
        keys: &'a [Expr],
        date: &'a Expr,
        frame: &Frame<'a>,
    ) -> Values<'a> {
        let keys: Vec<Values<'a>> = keys.iter().map(|k| self.eval(k, frame)).collect();
        let dates = self.eval(date, frame);
        let neighbour = |i: usize| {
            let key: Vec<Key<'a>> = keys.iter().map(|k| k.key(i)).collect::<Option<_>>()?;
            self.order(sequence)?.neighbour(&key, dates.dates().get(i).copied().flatten()?, which)
        };
        Values::Row((0..frame.len).map(|i| neighbour(i).unwrap_or(NO_ROW)).collect())
    }
}
