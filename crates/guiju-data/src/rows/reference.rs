//! What references name, and what follows when it is not there.
//!
//! A cell that names no record is bad: it may be a slip for any of them, so that it is emptied and counts as illegible.
//! Kinds of records that no file feeds are not judged here: for them [stubs](super::stub) are made.

use super::identity::Identity;
use super::stage::{Staged, State};
use super::store::{Dictionary, Interner, NULL, Store};
use crate::reject::{Reject, kept_value};
use foldhash::fast::RandomState;
use guiju_calendar::Day;
use guiju_compiler::{FieldId, RecordId, Schema, Type};
use guiju_syntax::{Code, Message, Tongue};
use std::collections::HashMap;
use std::sync::Arc;

/// What one file is called in messages.
#[derive(Debug)]
pub(crate) struct SourceNames {
    /// Kind of record it feeds.
    pub(crate) record: Arc<str>,
    /// Its path.
    pub(crate) file: Arc<str>,
    /// Heading of the column that feeds each field.
    pub(crate) headings: Vec<Arc<str>>,
}

/// For one field of references: the number of the key each text names, by the text's number.
pub(crate) type Link = Vec<u32>;

/// The staged rows of all kinds, with what is needed to judge references between them.
#[derive(Debug)]
pub(crate) struct References<'a> {
    /// Names and types.
    pub(crate) schema: &'a Schema,
    /// Rows by record; `None`: no file feeds the kind.
    pub(crate) staged: &'a mut [Option<Staged>],
    /// Their keys.
    pub(crate) identities: &'a [Identity],
    /// The files by input.
    pub(crate) names: &'a [SourceNames],
    /// Until when entries are seen.
    pub(crate) known_by: Option<Day>,
}

/// Returns the kind of record a field refers to.
pub(crate) fn target(ty: Type) -> Option<RecordId> {
    match ty {
        Type::Ref(target) | Type::RefSet(target) => Some(target),
        _ => None,
    }
}

/// Returns the texts of a field that holds texts or references.
pub(crate) fn texts(dictionary: &Dictionary) -> Option<&Interner<Box<str>>> {
    match dictionary {
        Dictionary::Text(texts) => Some(texts),
        Dictionary::List(lists) => Some(&lists.members),
        _ => None,
    }
}

/// Returns the numbers of the texts in a cell.
pub(crate) fn members(store: &Store, row: usize) -> &[u32] {
    match (&store.dictionary, store.codes.get(row)) {
        (_, None | Some(&NULL)) => &[],
        (Dictionary::List(lists), Some(&code)) => lists.lists.get(code).map_or(&[], |list| list),
        (_, Some(code)) => std::slice::from_ref(code),
    }
}

/// Looks up all references between kinds that files feed: links by record and field.
pub(crate) fn link(schema: &Schema, staged: &[Option<Staged>], identities: &[Identity]) -> Vec<Vec<Option<Link>>> {
    let mut links: Vec<Vec<Option<Link>>> =
        schema.records.iter().map(|record| vec![None; record.fields.len()]).collect();
    for (index, identity) in identities.iter().enumerate() {
        if !staged.get(index).is_some_and(Option::is_some) {
            continue;
        }
        let mut by_key: HashMap<&str, u32, RandomState> = HashMap::default();
        for (record, fields) in links.iter_mut().enumerate() {
            let Some(Some(from)) = staged.get(record) else { continue };
            for (field, link) in fields.iter_mut().enumerate() {
                let ty = schema.record(RecordId(record)).field(FieldId(field)).ty;
                let (Some(store), true) = (from.stores.get(field), target(ty) == Some(RecordId(index))) else {
                    continue;
                };
                if by_key.is_empty() {
                    by_key.extend(identity.printed.iter().map(String::as_str).zip(0..));
                }
                *link = texts(&store.dictionary).map(|texts| {
                    (0..)
                        .take(texts.len())
                        .map(|code| by_key.get(texts.text_of(code)).copied().unwrap_or(NULL))
                        .collect()
                });
            }
        }
    }
    links
}

/// A cell that refers to a record that is not there.
#[derive(Debug, Clone, Copy)]
struct Dangling {
    record: usize,
    row: usize,
    field: usize,
    /// Number of the text.
    text: u32,
}

/// Empties the cells that refer to what is not there, and lists them.
pub(crate) fn settle(references: &mut References<'_>, links: &[Vec<Option<Link>>], rejects: &mut Vec<Reject>) {
    let seen: Vec<Vec<bool>> = references
        .staged
        .iter()
        .zip(references.identities)
        .map(|(staged, identity)| seen(staged.as_ref(), identity))
        .collect();
    for cell in references.dangling(links, &seen) {
        rejects.push(references.reject(cell, links));
        references.empty(cell, links);
    }
}

/// Returns, for each key, whether any row that has it is seen.
fn seen(staged: Option<&Staged>, identity: &Identity) -> Vec<bool> {
    let mut seen = vec![false; identity.printed.len()];
    let states = staged.map_or(&[][..], |staged| &staged.states);
    for (&id, _) in identity.of_row.iter().zip(states).filter(|(_, state)| **state != State::Unseen) {
        if let Some(seen) = seen.get_mut(id as usize) {
            *seen = true;
        }
    }
    seen
}

impl References<'_> {
    fn dangling(&self, links: &[Vec<Option<Link>>], seen: &[Vec<bool>]) -> Vec<Dangling> {
        let mut found = Vec::new();
        for (record, field, target, link) in self.fields(links) {
            let Some((staged, store)) = self.store(record, field) else { continue };
            let seen = seen.get(target).map_or(&[][..], Vec::as_slice);
            for row in (0..staged.len()).filter(|&row| staged.states.get(row) != Some(&State::Unseen)) {
                let missing = members(store, row).iter().filter(|&&text| {
                    let key = link.get(text as usize).copied().unwrap_or(NULL);
                    !seen.get(key as usize).copied().unwrap_or(false)
                });
                found.extend(missing.map(|&text| Dangling { record, row, field, text }));
            }
        }
        found
    }

    /// Empties a cell. It is illegible, for it may be a slip for any record, unless what it names was not entered yet.
    fn empty(&mut self, cell: Dangling, links: &[Vec<Option<Link>>]) {
        let key = links.get(cell.record).and_then(|fields| fields.get(cell.field)?.as_ref()?.get(cell.text as usize));
        let is_slip = key.is_none_or(|&key| key == NULL);
        let Some(staged) = self.staged.get_mut(cell.record).and_then(Option::as_mut) else { return };
        if let Some(code) = staged.stores.get_mut(cell.field).and_then(|store| store.codes.get_mut(cell.row)) {
            *code = NULL;
        }
        if is_slip {
            staged.illegible.push((u32::try_from(cell.row).unwrap_or(NULL), FieldId(cell.field)));
        }
    }

    /// Returns all fields that refer to kinds that files feed: record, field, target, link.
    fn fields<'l>(&self, links: &'l [Vec<Option<Link>>]) -> Vec<(usize, usize, usize, &'l Link)> {
        let mut found = Vec::new();
        for (record, fields) in links.iter().enumerate() {
            for (field, link) in fields.iter().enumerate() {
                let target = target(self.schema.record(RecordId(record)).field(FieldId(field)).ty);
                if let (Some(target), Some(link)) = (target, link) {
                    found.push((record, field, target.0, link));
                }
            }
        }
        found
    }

    fn store(&self, record: usize, field: usize) -> Option<(&Staged, &Store)> {
        let staged = self.staged.get(record)?.as_ref()?;
        Some((staged, staged.stores.get(field)?))
    }

    fn reject(&self, cell: Dangling, links: &[Vec<Option<Link>>]) -> Reject {
        let origin = self.store(cell.record, cell.field).and_then(|(staged, _)| staged.origins.get(cell.row));
        let names = origin.and_then(|origin| self.names.get(origin.input as usize));
        let heading = names.and_then(|names| names.headings.get(cell.field));
        let text = self
            .store(cell.record, cell.field)
            .and_then(|(_, store)| texts(&store.dictionary))
            .map_or("", |texts| texts.text_of(cell.text));
        Reject {
            input: origin.map_or(u32::MAX, |origin| origin.input),
            record: names.map_or_else(|| "".into(), |names| Arc::clone(&names.record)),
            file: names.map_or_else(|| "".into(), |names| Arc::clone(&names.file)),
            row: origin.map_or(0, |origin| origin.row),
            column: heading.map_or_else(|| "".into(), Arc::clone),
            value: kept_value(text),
            lost: false,
            code: Code::W1103,
            expected: Arc::new(self.expected(cell, links)),
        }
    }

    /// Says what the cell should name, and what became of the record it does name.
    fn expected(&self, cell: Dangling, links: &[Vec<Option<Link>>]) -> Message {
        let Some(id) = target(self.schema.record(RecordId(cell.record)).field(FieldId(cell.field)).ty) else {
            return Message::new("a record", "档案");
        };
        let name = &self.schema.record(id).name;
        let (en, zh) = (name.in_tongue(Tongue::En), name.in_tongue(Tongue::Zh));
        let fate = self.fate(cell, id, links);
        Message::new(
            format!("the key of a `{en}` in its files{}", fate.en),
            format!("档案 `{zh}` 的文件中已有的主键{}", fate.zh),
        )
    }

    fn fate(&self, cell: Dangling, target: RecordId, links: &[Vec<Option<Link>>]) -> Message {
        let key = links.get(cell.record).and_then(|fields| fields.get(cell.field)?.as_ref()?.get(cell.text as usize));
        let row = key.and_then(|&key| self.identities.get(target.0)?.first_row.get(key as usize));
        let staged = self.staged.get(target.0).and_then(Option::as_ref);
        let (Some(&row), Some(staged)) = (row, staged) else {
            return Message::new("", "");
        };
        let origin = staged.origins.get(row as usize);
        let file = origin.and_then(|origin| self.names.get(origin.input as usize)).map_or("", |names| &names.file);
        let line = origin.map_or(0, |origin| origin.row);
        match (staged.states.get(row as usize), self.known_by) {
            (Some(State::Unseen), Some(day)) => Message::new(
                format!("; this one was entered after {day} (`{file}`, row {line})"),
                format!("；此件录入晚于 {day}（`{file}` 第 {line} 行）"),
            ),
            _ => Message::new("", ""),
        }
    }
}
