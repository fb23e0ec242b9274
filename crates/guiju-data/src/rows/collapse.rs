//! Several rows of one record become one.
//!
//! Identical rows collapse. Of differing versions the one known last stands; where entry dates do not decide, the fields on
//! which they differ become empty and the record is marked as conflicting. Records are put in the order of their keys.

use super::identity::Identity;
use super::stage::{Staged, State};
use super::store::NULL;
use crate::table::{Input, Origin};
use guiju_compiler::{FieldId, Key, Schema};
use std::cmp::Ordering;

/// The rows that stand for the records of a kind, in their final order.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// The staged row of each record.
    pub(crate) rows: Vec<u32>,
    /// Cells to be emptied because versions differ: record, field.
    pub(crate) blanks: Vec<(u32, FieldId)>,
    /// Records whose versions differ: record, and a row that says otherwise.
    pub(crate) conflicts: Vec<(u32, Origin)>,
    /// Cells whose content cannot be told: record, field.
    pub(crate) illegible: Vec<(u32, FieldId)>,
}

/// Chooses the rows that stand for records, and counts the others in `inputs`.
pub(crate) fn collapse(schema: &Schema, staged: &Staged, identity: &Identity, inputs: &mut [Input]) -> Kept {
    let record = schema.record(staged.record);
    let mut good: Vec<u32> =
        (0_u32..).zip(&staged.states).filter(|(_, state)| **state == State::Good).map(|(row, _)| row).collect();
    let mut illegible = staged.illegible.clone();
    illegible.sort_unstable();
    let rows = Versions { staged, known: record.known, illegible };
    let mut kept = Kept::default();
    if record.key == Key::Row {
        good.sort_unstable_by_key(|&row| rows.place(row));
        for (record, &row) in (0..).zip(&good) {
            kept.illegible.extend(rows.illegible(row).map(|field| (record, field)));
        }
        kept.rows = good;
    } else {
        let rank = ranks(&identity.printed);
        let rank_of = |row: u32| {
            let id = identity.of_row.get(row as usize).copied().unwrap_or(NULL);
            rank.get(id as usize).copied().unwrap_or(NULL)
        };
        good.sort_unstable_by_key(|&row| (rank_of(row), rows.place(row)));
        for versions in good.chunk_by(|&a, &b| rank_of(a) == rank_of(b)) {
            rows.settle(versions, &mut kept, inputs);
        }
    }
    for &row in &kept.rows {
        rows.count(row, inputs, |input| &mut input.rows);
    }
    let mut keyless: Vec<u32> =
        (0_u32..).zip(&staged.states).filter(|(_, state)| **state == State::Keyless).map(|(row, _)| row).collect();
    keyless.sort_unstable_by_key(|&row| rows.place(row));
    for row in keyless {
        let record = u32::try_from(kept.rows.len()).unwrap_or(NULL);
        kept.rows.push(row);
        kept.illegible.extend(rows.illegible(row).map(|field| (record, field)));
    }
    kept
}

/// Returns the rank of each text in byte order.
pub(crate) fn ranks<T: AsRef<str>>(texts: &[T]) -> Vec<u32> {
    let mut ranks = vec![0; texts.len()];
    for (rank, index) in (0..).zip(sorted(texts)) {
        if let Some(place) = ranks.get_mut(index as usize) {
            *place = rank;
        }
    }
    ranks
}

/// Returns the indices of texts in byte order.
pub(crate) fn sorted<T: AsRef<str>>(texts: &[T]) -> Vec<u32> {
    let text = |index: u32| texts.get(index as usize).map_or("", AsRef::as_ref);
    // Sixteen bytes decide nearly always, and integers sort several times faster than texts.
    let mut order: Vec<(u128, u32)> = (0_u32..).zip(texts).map(|(i, text)| (prefix(text.as_ref()), i)).collect();
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| text(a.1).cmp(text(b.1))));
    order.into_iter().map(|(_, index)| index).collect()
}

fn prefix(text: &str) -> u128 {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    u128::from_be_bytes(bytes)
}

struct Versions<'a> {
    staged: &'a Staged,
    known: Option<FieldId>,
    /// Illegible cells, ascending: row, field.
    illegible: Vec<(u32, FieldId)>,
}

impl Versions<'_> {
    /// Chooses among the rows of one record, which come in the order of files and rows.
    fn settle(&self, versions: &[u32], kept: &mut Kept, inputs: &mut [Input]) {
        let record = u32::try_from(kept.rows.len()).unwrap_or(NULL);
        if let [only] = versions {
            kept.rows.push(*only);
            kept.illegible.extend(self.illegible(*only).map(|field| (record, field)));
            return;
        }
        // A version that cannot be read, or not when it was entered, may be the one that stands.
        let undated = |row: u32| self.illegible(row).any(|field| Some(field) == self.known);
        let latest = versions.iter().map(|&row| self.entered(row)).max().unwrap_or(0);
        for &row in versions.iter().filter(|&&row| self.entered(row) == latest || undated(row)) {
            kept.illegible.extend(self.illegible(row).map(|field| (record, field)));
        }
        let mut distinct = versions.to_vec();
        distinct.sort_unstable_by(|&a, &b| self.compare(a, b).then_with(|| self.place(a).cmp(&self.place(b))));
        distinct.dedup_by(|later, earlier| {
            let same = self.compare(*later, *earlier) == Ordering::Equal;
            if same {
                self.count(*later, inputs, |input| &mut input.duplicates);
            }
            same
        });
        distinct.sort_unstable_by_key(|&row| self.place(row));
        distinct.retain(|&row| {
            let current = self.entered(row) == latest || undated(row);
            if !current {
                self.count(row, inputs, |input| &mut input.superseded);
            }
            current
        });
        let Some((&first, others)) = distinct.split_first() else { return };
        kept.rows.push(first);
        if let Some(&other) = others.first() {
            kept.conflicts.push((record, self.origin(other)));
            kept.blanks.extend(self.differing(first, others).map(|field| (record, field)));
        }
        for &other in others {
            self.count(other, inputs, |input| &mut input.conflicting);
        }
    }

    fn illegible(&self, row: u32) -> impl Iterator<Item = FieldId> {
        let from = self.illegible.partition_point(|&(other, _)| other < row);
        self.illegible.iter().skip(from).take_while(move |&&(other, _)| other == row).map(|&(_, field)| field)
    }

    fn compare(&self, a: u32, b: u32) -> Ordering {
        let cells = |row: u32| self.staged.stores.iter().map(move |store| store.codes.get(row as usize));
        cells(a).cmp(cells(b))
    }

    fn differing(&self, first: u32, others: &[u32]) -> impl Iterator<Item = FieldId> {
        self.staged.stores.iter().enumerate().filter_map(move |(field, store)| {
            let cell = |row: u32| store.codes.get(row as usize);
            others.iter().any(|&other| cell(other) != cell(first)).then_some(FieldId(field))
        })
    }

    /// Returns the date of entry, later ones greater; 0 without one.
    fn entered(&self, row: u32) -> u32 {
        let store = self.known.and_then(|field| self.staged.stores.get(field.0));
        let code = store.and_then(|store| store.codes.get(row as usize)).copied();
        code.map_or(0, |code| code.wrapping_add(1))
    }

    fn origin(&self, row: u32) -> Origin {
        self.staged.origins.get(row as usize).copied().unwrap_or(Origin { input: u32::MAX, row: 0 })
    }

    fn place(&self, row: u32) -> (u32, u64) {
        let origin = self.origin(row);
        (origin.input, origin.row)
    }

    fn count(&self, row: u32, inputs: &mut [Input], counter: impl Fn(&mut Input) -> &mut u64) {
        if let Some(input) = inputs.get_mut(self.origin(row).input as usize) {
            *counter(input) += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_with_a_common_beginning_are_ordered_too() {
        let texts = ["bbbbbbbbbbbbbbbbbbb2", "bbbbbbbbbbbbbbbbbbb10", "b", "", "甲", "b\0"];
        let order: Vec<&str> = sorted(&texts).into_iter().map(|i| texts[i as usize]).collect();
        let mut expected = texts.to_vec();
        expected.sort_unstable();
        assert_eq!(order, expected);
        assert_eq!(ranks(&["c", "a", "b"]), [2, 0, 1]);
    }
}
