//! Orders of records: what comes before and after.

use std::collections::HashMap;

use guiju_compiler::hir::{Expr, Sequence, SequenceId, VarId};
use guiju_syntax::ast::Neighbour;

use crate::{
    expression::exists::may_be,
    frame::Frame,
    values::{Key, NO_ROW, Tri, Values},
    world::World,
};

/// The records of a sequence by subject, each list in order of days, then rows.
#[derive(Debug, Default)]
pub(crate) struct Order<'a> {
    lists: HashMap<Vec<Key<'a>>, Vec<(i32, u32)>>,
    /// Records that may stand anywhere among them: whose they are and when, as far as this can be read.
    loose: Vec<(Vec<Option<Key<'a>>>, Option<i32>)>,
}

/// What stands beside a day.
enum Beside {
    Row(u32),
    Nothing,
    /// A record that cannot be read may stand between.
    Doubtful,
}

impl Order<'_> {
    fn neighbour(&self, key: &[Key<'_>], date: i32, which: Neighbour) -> Beside {
        let list = self.lists.get(key).map(Vec::as_slice).unwrap_or_default();
        let before = list.partition_point(|(day, _)| *day < date);
        let through = list.partition_point(|(day, _)| *day <= date);
        let found = match which {
            Neighbour::Previous => before.checked_sub(1),
            Neighbour::Next => Some(through),
            Neighbour::Latest => through.checked_sub(1),
        }
        .and_then(|at| list.get(at));
        let between = |day: i32| match which {
            Neighbour::Previous => day < date && found.is_none_or(|(found, _)| *found <= day),
            Neighbour::Next => day > date && found.is_none_or(|(found, _)| day <= *found),
            Neighbour::Latest => day <= date && found.is_none_or(|(found, _)| *found <= day),
        };
        let doubtful = self.loose.iter().any(|(known, day)| may_be(known, key) && day.is_none_or(between));
        match found {
            _ if doubtful => Beside::Doubtful,
            Some((_, row)) => Beside::Row(*row),
            None => Beside::Nothing,
        }
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
        let unread: Vec<Vec<bool>> =
            sequence.keys.iter().chain([&sequence.by]).map(|e| self.illegible(e, &frame)).collect();
        let doubted = self.filter_illegible(sequence.filter.as_ref(), &frame);
        let mut order = Order::default();
        for (i, fits) in fits.iter().enumerate() {
            let row = u32::try_from(i).unwrap_or(NO_ROW);
            let known: Vec<Option<Key<'a>>> = keys.iter().map(|k| k.key(i)).collect();
            let date = dates.dates().get(i).copied().flatten();
            let key: Option<Vec<Key<'a>>> = known.iter().cloned().collect();
            let seen = self.visible(sequence.record, row);
            if let (Some(key), Some(date), Tri::Yes, true) = (key, date, *fits, seen) {
                order.lists.entry(key).or_default().push((date, row));
                continue;
            }
            let has = known.iter().map(Option::is_some).chain([date.is_some()]);
            let absent = has.zip(&unread).any(|(has, unread)| !has && !unread[i]);
            let elusive = self.elusive(sequence.record, row);
            let doubtful = elusive || *fits == Tri::Yes || doubted[i];
            if !absent && *fits != Tri::No && doubtful && (seen || elusive) {
                order.loose.push((known, date));
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself; their order is never seen")]
        for list in order.lists.values_mut() {
            list.sort_unstable();
        }
        order
    }

    /// Whether a filter rests on a cell that cannot be read, in each row.
    pub(crate) fn filter_illegible(&self, filter: Option<&'a Expr>, frame: &Frame<'a>) -> Vec<bool> {
        filter.map_or_else(|| vec![false; frame.len], |filter| self.illegible(filter, frame))
    }

    /// Whether a record that cannot be read may be the neighbour, in each row of a frame.
    pub(crate) fn doubtful_neighbours(
        &self,
        sequence: SequenceId,
        which: Neighbour,
        keys: &'a [Expr],
        date: &'a Expr,
        frame: &Frame<'a>,
    ) -> Vec<bool> {
        self.beside(sequence, which, keys, date, frame).map(|beside| matches!(beside, Beside::Doubtful)).collect()
    }

    fn beside(
        &self,
        sequence: SequenceId,
        which: Neighbour,
        keys: &'a [Expr],
        date: &'a Expr,
        frame: &Frame<'a>,
    ) -> impl Iterator<Item = Beside> {
        let keys: Vec<Values<'a>> = keys.iter().map(|k| self.eval(k, frame)).collect();
        let dates = self.eval(date, frame);
        (0..frame.len).map(move |i| {
            let key: Option<Vec<Key<'a>>> = keys.iter().map(|k| k.key(i)).collect();
            match (key, dates.dates().get(i).copied().flatten(), self.order(sequence)) {
                (Some(key), Some(date), Some(order)) => order.neighbour(&key, date, which),
                _ => Beside::Nothing,
            }
        })
    }

    /// The neighbours of the rows of a frame; no row where there is none, or none can be told.
    pub(crate) fn neighbours(
        &self,
        sequence: SequenceId,
        which: Neighbour,
        keys: &'a [Expr],
        date: &'a Expr,
        frame: &Frame<'a>,
    ) -> Values<'a> {
        let row = |beside| if let Beside::Row(row) = beside { row } else { NO_ROW };
        Values::Row(self.beside(sequence, which, keys, date, frame).map(row).collect())
    }
}
