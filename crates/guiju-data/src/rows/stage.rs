//! Reads the rows of files into the stores of the records they feed.
//!
//! In comes an opened file with its bindings; out go staged rows, rejects, and counts. A row with a bad cell is staged too:
//! the cell holds nothing and is kept in mind as illegible, for what cannot be read is not absent.

use super::bind::{Binding, Cells};
use super::reader::BadCell;
use super::store::{NULL, Store, date_code};
use crate::file::delimited::{Row, Rows};
use crate::reject::{Reject, kept_value};
use crate::table::{Input, Origin};
use guiju_calendar::Day;
use guiju_compiler::{FieldId, RecordId, Schema};
use guiju_syntax::{Code, Message};
use std::sync::Arc;

/// The rows of one kind of record, before references are looked up and versions collapsed.
#[derive(Debug)]
pub(crate) struct Staged {
    /// Which kind.
    pub(crate) record: RecordId,
    /// Cells by field.
    pub(crate) stores: Vec<Store>,
    /// Where each row stands.
    pub(crate) origins: Vec<Origin>,
    /// What became of each row.
    pub(crate) states: Vec<State>,
    /// Cells whose content cannot be told: row, field.
    pub(crate) illegible: Vec<(u32, FieldId)>,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It feeds a record.
    Good,
    /// Its key cannot be read: it may be a record of its own, or a version of any other.
    Keyless,
    /// It was entered after the date up to which entries are seen.
    Unseen,
}

impl Staged {
    /// The largest number of rows of one kind, over all its files.
    pub(crate) const MAX_ROWS: usize = NULL as usize - 1;

    /// Creates an empty stage for a kind of record.
    pub(crate) fn new(schema: &Schema, record: RecordId) -> Self {
        let fields = &schema.record(record).fields;
        Self {
            record,
            stores: fields.iter().map(|field| Store::new(field.ty)).collect(),
            origins: Vec::new(),
            states: Vec::new(),
            illegible: Vec::new(),
        }
    }

    /// Adds a row; fields without a cell hold nothing.
    pub(crate) fn push(&mut self, cells: &[u32], origin: Origin, state: State) {
        for (store, &code) in self.stores.iter_mut().zip(cells) {
            store.codes.push(code);
        }
        self.origins.push(origin);
        self.states.push(state);
    }

    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.origins.len()
    }
}

/// One file on its way into one kind of record.
#[derive(Debug)]
pub(crate) struct Feeding<'a, 's> {
    /// The rows it feeds.
    pub(crate) staged: &'a mut Staged,
    /// How its columns are read.
    pub(crate) binding: &'a Binding<'s>,
    /// What is counted.
    pub(crate) input: &'a mut Input,
    /// Index of the input.
    pub(crate) index: u32,
}

/// Reads all rows of a file whose heading has `n_columns` columns. Entries after `known_by` are staged as unseen.
pub(crate) fn stage(
    mut rows: Rows<'_>,
    n_columns: usize,
    feeding: &mut Feeding<'_, '_>,
    known_by: Option<Day>,
    rejects: &mut Vec<Reject>,
) -> Result<(), Unstaged> {
    let known_by = known_by.map_or(NULL, date_code);
    let mut cells = vec![NULL; feeding.staged.stores.len()];
    let names = Names { record: feeding.input.record.as_str().into(), file: feeding.input.source.as_str().into() };
    while let Some(row) = rows.next() {
        if feeding.staged.len() >= Staged::MAX_ROWS {
            return Err(Unstaged::TooManyRows);
        }
        if row.is_open {
            return Err(Unstaged::OpenQuote(row.number));
        }
        feeding.row(row, n_columns, known_by, &mut cells, &names, rejects);
    }
    Ok(())
}

/// Why the rows of a file could not all be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unstaged {
    /// There are more rows than a table can number.
    TooManyRows,
    /// A quote that begins in this row is not closed: rows that follow are hidden in its cell.
    OpenQuote(u64),
}

struct Names {
    record: Arc<str>,
    file: Arc<str>,
}

impl Feeding<'_, '_> {
    fn row(
        &mut self,
        row: Row<'_>,
        n_columns: usize,
        known_by: u32,
        cells: &mut [u32],
        names: &Names,
        rejects: &mut Vec<Reject>,
    ) {
        if row.is_empty_from(0) {
            self.input.skipped += 1;
            return;
        }
        let reject = |column: &Arc<str>, value: &str, lost, code, expected| Reject {
            input: self.index,
            record: Arc::clone(&names.record),
            file: Arc::clone(&names.file),
            row: row.number,
            column: Arc::clone(column),
            value: kept_value(value),
            lost,
            code,
            expected,
        };
        let place = u32::try_from(self.staged.len()).unwrap_or(NULL);
        let origin = Origin { input: self.index, row: row.number };
        let keyed = self.binding.fields.iter().any(|field| field.in_key);
        // Spreadsheets may write surplus delimiters; surplus text has no heading.
        if row.len() < n_columns || !row.is_empty_from(n_columns) {
            rejects.push(reject(&"".into(), "", keyed, Code::W1104, ragged(row.len(), n_columns)));
            self.input.rejected += u64::from(keyed);
            cells.fill(NULL);
            self.staged.illegible.extend(self.binding.fields.iter().map(|field| (place, field.reader.field)));
            self.staged.push(cells, origin, if keyed { State::Keyless } else { State::Good });
            return;
        }
        let is_empty = |position: usize| {
            self.binding.fields.get(position).is_some_and(|field| match field.cells {
                Cells::Column(column) => field.reader.is_empty(row.cell(column)),
                Cells::Constant(code) => code == NULL,
            })
        };
        // Where the date may be left empty, a row without one is no event: the last visit kept in a unit's row may be none.
        if self.binding.at.is_some_and(|at| self.binding.fields.get(at).is_some_and(|f| f.optional) && is_empty(at)) {
            self.input.skipped += 1;
            return;
        }
        cells.fill(NULL);
        let first_reject = rejects.len();
        let first_illegible = self.staged.illegible.len();
        for field in &self.binding.fields {
            let id = field.reader.field.0;
            let (Some(cell), Some(store)) = (cells.get_mut(id), self.staged.stores.get_mut(id)) else {
                continue;
            };
            match field.cells {
                Cells::Constant(code) => *cell = code,
                Cells::Column(column) => match field.reader.read(row.cell(column), &mut store.dictionary) {
                    Ok(code) => *cell = code,
                    Err(BadCell { code, expected }) => {
                        rejects.push(reject(&field.heading, row.cell(column), field.in_key, code, expected));
                        self.staged.illegible.push((place, field.reader.field));
                    }
                },
            }
        }
        let known = self.binding.known.and_then(|position| self.binding.fields.get(position));
        let entered = known.and_then(|field| cells.get(field.reader.field.0)).copied();
        let state = if entered.is_some_and(|day| day != NULL && day > known_by) {
            // What was not entered yet cannot have been wrong either.
            rejects.truncate(first_reject);
            self.staged.illegible.truncate(first_illegible);
            self.input.unseen += 1;
            State::Unseen
        } else if rejects.iter().skip(first_reject).any(|reject| reject.lost) {
            self.input.rejected += 1;
            State::Keyless
        } else {
            State::Good
        };
        self.staged.push(cells, origin, state);
    }
}

fn ragged(found: usize, n_columns: usize) -> Arc<Message> {
    Arc::new(Message::new(
        format!("{n_columns} cells, as in the heading; the row has {found}"),
        format!("与标题行相同的 {n_columns} 列；此行有 {found} 列"),
    ))
}
