//! Records known only because others refer to them.
//!
//! Where no file feeds a kind, what refers to it still names its members: each gets a record with a key and nothing else.
//! So a dataset of visits alone can be asked how many units were visited.

use super::collapse::Kept;
use super::identity::Identity;
use super::key;
use super::reader::FieldReader;
use super::reference::{members, target, texts};
use super::stage::{Staged, State};
use super::store::NULL;
use crate::table::Origin;
use guiju_compiler::{FieldId, RecordId, Schema};
use std::collections::BTreeSet;

/// The rows of one kind, versions collapsed.
#[derive(Debug)]
pub(crate) struct Settled {
    /// All rows of its files.
    pub(crate) staged: Staged,
    /// Their keys.
    pub(crate) identity: Identity,
    /// Those that stand for records.
    pub(crate) kept: Kept,
}

impl Settled {
    /// Returns the printed key of a staged row.
    pub(crate) fn printed(&self, row: u32) -> &str {
        let key = self.identity.of_row.get(row as usize).copied().unwrap_or(NULL);
        self.identity.printed.get(key as usize).map_or("", String::as_str)
    }

    /// Returns whether the key of a staged row can be read.
    pub(crate) fn is_keyed(&self, row: u32) -> bool {
        self.identity.of_row.get(row as usize).is_some_and(|&key| key != NULL)
    }

    /// Returns where a staged row stands.
    pub(crate) fn origin(&self, row: u32) -> Origin {
        self.staged.origins.get(row as usize).copied().unwrap_or(Origin { input: u32::MAX, row: 0 })
    }
}

/// Returns the printed keys that kept rows name, for each kind that no file feeds.
pub(crate) fn named(schema: &Schema, settled: &[Option<Settled>]) -> Vec<BTreeSet<String>> {
    let mut names = vec![BTreeSet::new(); schema.records.len()];
    for (record, from) in schema.records.iter().zip(settled) {
        let Some(from) = from else { continue };
        for (field, store) in record.fields.iter().zip(&from.staged.stores) {
            let (Some(target), Some(texts)) = (target(field.ty), texts(&store.dictionary)) else {
                continue;
            };
            if settled.get(target.0).is_some_and(Option::is_some) {
                continue;
            }
            let mut used = vec![false; texts.len()];
            for &row in &from.kept.rows {
                for &text in members(store, row as usize) {
                    if let Some(used) = used.get_mut(text as usize) {
                        *used = true;
                    }
                }
            }
            for (code, _) in (0_u32..).zip(&used).filter(|(_, used)| **used) {
                add(schema, settled, target, texts.text_of(code), &mut names);
            }
        }
    }
    names
}

/// Adds a key, and the keys of unfed kinds that are part of it.
fn add(schema: &Schema, settled: &[Option<Settled>], record: RecordId, text: &str, names: &mut [BTreeSet<String>]) {
    let is_new = names.get_mut(record.0).is_some_and(|names| names.insert(text.to_owned()));
    if !is_new {
        return;
    }
    let fields = key::fields(schema, record);
    for (&(field, _), part) in fields.iter().zip(key::split_fields(text, &fields)) {
        if let Some(target) = target(schema.record(record).field(field).ty)
            && settled.get(target.0).is_some_and(Option::is_none)
        {
            add(schema, settled, target, &part, names);
        }
    }
}

/// Makes the records of a kind from their printed keys.
pub(crate) fn make(schema: &Schema, record: RecordId, names: &BTreeSet<String>) -> Settled {
    let mut staged = Staged::new(schema, record);
    let fields = key::fields(schema, record);
    let readers: Vec<FieldReader<'_>> =
        fields.iter().map(|&(field, _)| FieldReader::new(schema, record, field, &[], schema.zone, None)).collect();
    let mut cells = vec![NULL; staged.stores.len()];
    for name in names {
        for (reader, part) in readers.iter().zip(key::split_fields(name, &fields)) {
            let FieldId(field) = reader.field;
            if let (Some(cell), Some(store)) = (cells.get_mut(field), staged.stores.get_mut(field)) {
                // The text was read once by the types of this key's fields.
                *cell = reader.read(&part, &mut store.dictionary).unwrap_or(NULL);
            }
        }
        staged.push(&cells, Origin { input: u32::MAX, row: 0 }, State::Good);
    }
    let rows: Vec<u32> = (0..).take(names.len()).collect();
    Settled {
        staged,
        identity: Identity { of_row: rows.clone(), printed: names.iter().cloned().collect(), first_row: rows.clone() },
        kept: Kept { rows, ..Kept::default() },
    }
}
