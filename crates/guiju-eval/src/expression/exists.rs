//! `exists`: records that agree with a row, found by hash.

use std::sync::Arc;

use guiju_compiler::{
    RecordId,
    hir::{Expr, VarId},
};

use crate::{
    frame::{Binding, Frame},
    values::{Key, NO_ROW, Tri, Values},
    world::{Index, Loose, World},
};

/// How many pairs of a row and a record are looked at together, so that memory stays bounded.
const PAIRS: usize = 65_536;

/// Whether values, as far as they can be read, may be those of a key.
pub(crate) fn may_be(known: &[Option<Key<'_>>], key: &[Key<'_>]) -> bool {
    known.iter().zip(key).all(|(known, key)| known.as_ref().is_none_or(|known| known == key))
}

impl<'a> World<'a> {
    /// For each row, whether a record exists that agrees on the keys and fits the filter.
    pub(super) fn exists(
        &self,
        expr: &'a Expr,
        record: RecordId,
        var: VarId,
        keys: &'a [(Expr, Expr)],
        filter: Option<&'a Expr>,
        frame: &Frame<'a>,
    ) -> Vec<Tri> {
        let index = self.index_of(expr, record, var, keys);
        let loose = self.loose_of(expr, record, var, keys);
        let outside: Vec<Values<'a>> = keys.iter().map(|(_, outside)| self.eval(outside, frame)).collect();
        let mut result = vec![Tri::No; frame.len];
        let (mut outer, mut inner) = (Vec::new(), Vec::new());
        let look = |outer: &mut Vec<usize>, inner: &mut Vec<u32>, result: &mut [Tri]| {
            let mut pairs = frame.select(outer);
            pairs.bind(var, Binding::Rows(std::mem::take(inner)));
            for (i, fits) in outer.drain(..).zip(self.filter(filter, &pairs)) {
                result[i] = result[i].or(fits);
            }
        };
        let (mut maybe_outer, mut maybe_inner) = (Vec::new(), Vec::new());
        let maybe = |outer: &mut Vec<usize>, inner: &mut Vec<u32>, result: &mut [Tri]| {
            let mut pairs = frame.select(outer);
            pairs.bind(var, Binding::Rows(std::mem::take(inner)));
            for (i, fits) in outer.drain(..).zip(self.filter(filter, &pairs)) {
                result[i] = result[i].or(fits.and(Tri::Unknown));
            }
        };
        let keys = (0..frame.len).map(|i| outside.iter().map(|values| values.key(i)).collect::<Option<Vec<Key<'a>>>>());
        for (i, key) in keys.enumerate() {
            match key {
                // What it must agree with is not known: there may be such a record if there is any at all.
                None if self.table(record).n_rows > 0 => result[i] = Tri::Unknown,
                None => {}
                Some(key) => {
                    for (row, _) in loose.iter().filter(|(_, known)| may_be(known, &key)) {
                        maybe_outer.push(i);
                        maybe_inner.push(*row);
                    }
                    for row in index.get(&key).map(Vec::as_slice).unwrap_or_default() {
                        outer.push(i);
                        inner.push(*row);
                    }
                }
            }
            if outer.len() >= PAIRS {
                look(&mut outer, &mut inner, &mut result);
            }
            if maybe_outer.len() >= PAIRS {
                maybe(&mut maybe_outer, &mut maybe_inner, &mut result);
            }
        }
        look(&mut outer, &mut inner, &mut result);
        maybe(&mut maybe_outer, &mut maybe_inner, &mut result);
        result
    }

    /// Records that may match though no index holds them: their key, their day or what they are matched by cannot be read.
    fn loose_of(&self, expr: &'a Expr, record: RecordId, var: VarId, keys: &'a [(Expr, Expr)]) -> Arc<Vec<Loose<'a>>> {
        if self.legible {
            return Arc::default();
        }
        let address = std::ptr::from_ref(expr).addr();
        if let Ok(loose) = self.loose.lock()
            && let Some(loose) = loose.get(&address)
        {
            return Arc::clone(loose);
        }
        let inside: Vec<&'a Expr> = keys.iter().map(|(inside, _)| inside).collect();
        let found = Arc::new(self.find_loose(record, var, &inside));
        if let Ok(mut loose) = self.loose.lock() {
            loose.insert(address, Arc::clone(&found));
        }
        found
    }

    /// Finds the records that no index by some expressions can hold.
    pub(crate) fn find_loose(&self, record: RecordId, var: VarId, by: &[&'a Expr]) -> Vec<Loose<'a>> {
        if self.legible {
            return Vec::new();
        }
        let frame = Frame::rows(var, 0..self.table(record).n_rows);
        let columns: Vec<(Values<'a>, Vec<bool>)> =
            by.iter().map(|e| (self.eval(e, &frame), self.illegible(e, &frame))).collect();
        let found = (0..frame.len).filter_map(|i| {
            let row = u32::try_from(i).unwrap_or(NO_ROW);
            let elusive = self.elusive(record, row);
            let known: Vec<Option<Key<'a>>> = columns.iter().map(|(values, _)| values.key(i)).collect();
            let unread = known.iter().zip(&columns).any(|(key, (_, illegible))| key.is_none() && illegible[i]);
            let absent = known.iter().zip(&columns).any(|(key, (_, illegible))| key.is_none() && !illegible[i]);
            (!absent && (elusive || unread && self.visible(record, row))).then_some((row, known))
        });
        found.collect()
    }

    /// Visible records of a kind by their side of the keys.
    fn index_of(&self, expr: &'a Expr, record: RecordId, var: VarId, keys: &'a [(Expr, Expr)]) -> Arc<Index<'a>> {
        let address = std::ptr::from_ref(expr).addr();
        if let Ok(indices) = self.indices.lock()
            && let Some(index) = indices.get(&address)
        {
            return Arc::clone(index);
        }
        let inside: Vec<&Expr> = keys.iter().map(|(inside, _)| inside).collect();
        let index = Arc::new(self.build_index(record, var, &inside));
        if let Ok(mut indices) = self.indices.lock() {
            indices.insert(address, Arc::clone(&index));
        }
        index
    }

    /// Builds the index of a record kind by some expressions over its rows.
    pub(crate) fn build_index(&self, record: RecordId, var: VarId, by: &[&'a Expr]) -> Index<'a> {
        let n_rows = self.table(record).n_rows;
        let frame = Frame::rows(var, 0..n_rows);
        let columns: Vec<Values<'a>> = by.iter().map(|e| self.eval(e, &frame)).collect();
        let mut index = Index::new();
        for i in 0..n_rows {
            let row = u32::try_from(i).unwrap_or(NO_ROW);
            let key: Option<Vec<Key<'a>>> = columns.iter().map(|c| c.key(i)).collect();
            if let (Some(key), true) = (key, self.visible(record, row)) {
                index.entry(key).or_default().push(row);
            }
        }
        index
    }
}
