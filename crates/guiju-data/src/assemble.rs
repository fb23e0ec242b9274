//! From staged rows to tables.
//!
//! The order matters: keys, references between files, versions, then records known by reference alone, then columns.

use crate::feed;
use crate::intake::Intake;
use crate::manifest::{Faults, Manifest, Path};
use crate::options::LoadOptions;
use crate::remarks;
use crate::rows::build;
use crate::rows::collapse::collapse;
use crate::rows::identity::{Identity, identify};
use crate::rows::reference::{self, Link, References, texts};
use crate::rows::store::NULL;
use crate::rows::stub::{self, Settled};
use crate::table::{Feed, Illegible, Input, Table};
use arrow_array::{BooleanArray, LargeStringArray};
use foldhash::fast::RandomState;
use guiju_compiler::{FieldId, Key, Record, RecordId, Schema, Type};
use guiju_syntax::{Code, Message};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// Makes the tables of all kinds from what the files gave; cells that refer to nothing join the rejects.
pub(crate) fn tables(
    schema: &Schema,
    manifest: &Manifest,
    intake: &mut Intake,
    options: &LoadOptions,
    faults: &mut Faults<'_>,
) -> Option<Vec<Table>> {
    let identities: Vec<Identity> = intake
        .staged
        .iter()
        .map(|staged| match staged {
            Some(staged) => identify(staged, schema, &inputs_of(&intake.inputs, schema.record(staged.record))),
            None => Identity::default(),
        })
        .collect();
    let links = reference::link(schema, &intake.staged, &identities);
    let mut references = References {
        schema,
        staged: &mut intake.staged,
        identities: &identities,
        names: &intake.names,
        known_by: options.known_by,
    };
    reference::settle(&mut references, &links, &mut intake.rejects);

    let mut settled: Vec<Option<Settled>> = Vec::new();
    for (staged, identity) in std::mem::take(&mut intake.staged).into_iter().zip(identities) {
        settled.push(staged.map(|staged| {
            let kept = collapse(schema, &staged, &identity, &mut intake.inputs);
            Settled { staged, identity, kept }
        }));
    }
    remarks::contradictions(schema, &settled, intake, faults);
    let names = stub::named(schema, &settled);
    let all: Vec<Settled> = settled
        .into_iter()
        .zip(&names)
        .enumerate()
        .map(|(index, (settled, names))| settled.unwrap_or_else(|| stub::make(schema, RecordId(index), names)))
        .collect();
    let known_by = options.known_by.is_some();
    let tables = Tables { schema, all: &all, links: &links, inputs: &intake.inputs, known_by }.build(manifest, faults);
    remarks::undeclared_horizon(schema, tables.as_deref().unwrap_or_default(), faults);
    tables
}

fn inputs_of(inputs: &[Input], record: &Record) -> Vec<u32> {
    (0..).zip(inputs).filter(|(_, input)| input.record == record.name.id).map(|(index, _)| index).collect()
}

struct Tables<'a> {
    schema: &'a Schema,
    all: &'a [Settled],
    links: &'a [Vec<Option<Link>>],
    inputs: &'a [Input],
    /// Whether entries are seen up to a date only.
    known_by: bool,
}

impl Tables<'_> {
    fn build(&self, manifest: &Manifest, faults: &mut Faults<'_>) -> Option<Vec<Table>> {
        let row_of_key: Vec<Vec<u32>> = self.all.iter().map(row_of_key).collect();
        (0..self.all.len()).map(|index| self.table(RecordId(index), &row_of_key, manifest, faults)).collect()
    }

    fn table(
        &self,
        id: RecordId,
        row_of_key: &[Vec<u32>],
        manifest: &Manifest,
        faults: &mut Faults<'_>,
    ) -> Option<Table> {
        let (record, settled) = (self.schema.record(id), self.all.get(id.0)?);
        let mut columns = Vec::new();
        for (index, field) in record.fields.iter().enumerate() {
            let rows_of =
                reference::target(field.ty).and_then(|target| self.rows_of(id, FieldId(index), target, row_of_key));
            match build::column(settled, FieldId(index), field.ty, rows_of.as_ref()) {
                Ok(column) => columns.push(column),
                Err(build::TooLarge) => {
                    let message = Message::new(
                        format!("`{}.{}` holds more text than 2 GiB", record.name.id, field.name.id),
                        format!("`{}.{}` 的文字超过 2 GiB", record.name.id, field.name.id),
                    );
                    faults.error(Code::E1105, &Path::default().key("records"), message);
                    return None;
                }
            }
        }
        let n_rows = settled.kept.rows.len();
        let at = record.at.and_then(|at| columns.get(at.0));
        let feed = match feed::declared(manifest, id) {
            Some(feed) => feed,
            None if manifest.mappings.iter().any(|mapping| mapping.record == id) => {
                feed::observed(at, self.schema.zone)
            }
            None => Feed::default(),
        };
        let mut conflicts = vec![false; n_rows];
        for &(row, _) in &settled.kept.conflicts {
            if let Some(conflict) = conflicts.get_mut(row as usize) {
                *conflict = true;
            }
        }
        Some(Table {
            record: id,
            n_rows,
            columns,
            origins: settled.kept.rows.iter().map(|&row| settled.origin(row)).collect(),
            keys: LargeStringArray::from_iter_values(settled.kept.rows.iter().map(|&row| self.key(settled, row))),
            label: label(record),
            conflicts: BooleanArray::from(conflicts),
            illegible: self.illegible(record, settled),
            feed,
        })
    }

    /// Returns the printed key of a row; one that cannot be read is told by its place.
    fn key<'s>(&self, settled: &'s Settled, row: u32) -> Cow<'s, str> {
        if settled.is_keyed(row) {
            return Cow::Borrowed(settled.printed(row));
        }
        let origin = settled.origin(row);
        let file = self.inputs.get(origin.input as usize).map_or("", |input| &input.source);
        Cow::Owned(format!("?{file}:{}", origin.row))
    }

    fn illegible(&self, record: &Record, settled: &Settled) -> Illegible {
        let kept = &settled.kept;
        let mut illegible = Illegible { cells: vec![BTreeSet::new(); record.fields.len()], uncertain: BTreeSet::new() };
        for &(row, field) in kept.illegible.iter().chain(&kept.blanks) {
            if let Some(rows) = illegible.cells.get_mut(field.0) {
                rows.insert(row);
            }
        }
        let keyless = (0..).zip(&kept.rows).filter(|&(_, &row)| !settled.is_keyed(row)).map(|(record, _)| record);
        illegible.uncertain.extend(keyless);
        if let Some(known) = record.known.filter(|_| self.known_by) {
            illegible.uncertain.extend(illegible.cells.get(known.0).into_iter().flatten());
        }
        illegible
    }

    /// Returns, for a field of references, the row of the record that each of its texts names.
    fn rows_of(&self, record: RecordId, field: FieldId, target: RecordId, row_of_key: &[Vec<u32>]) -> Option<Link> {
        let rows = row_of_key.get(target.0)?;
        let row = |key: u32| rows.get(key as usize).copied().unwrap_or(NULL);
        if let Some(Some(link)) = self.links.get(record.0).and_then(|fields| fields.get(field.0)) {
            return Some(link.iter().map(|&key| row(key)).collect());
        }
        // One of the two kinds has stubs, which were not there when references were linked.
        let keys = &self.all.get(target.0)?.identity.printed;
        let by_key: HashMap<&str, u32, RandomState> = keys.iter().map(String::as_str).zip(0..).collect();
        let texts = texts(&self.all.get(record.0)?.staged.stores.get(field.0)?.dictionary)?;
        Some(texts.texts().iter().map(|text| by_key.get(text).map_or(NULL, |&key| row(key))).collect())
    }
}

/// Returns the final row of each key.
fn row_of_key(settled: &Settled) -> Vec<u32> {
    let mut rows = vec![NULL; settled.identity.printed.len()];
    for (record, &row) in (0..).zip(&settled.kept.rows) {
        let key = settled.identity.of_row.get(row as usize).copied().unwrap_or(NULL);
        if let Some(place) = rows.get_mut(key as usize) {
            *place = record;
        }
    }
    rows
}

/// Returns the first text field that is not part of the key.
fn label(record: &Record) -> Option<FieldId> {
    let in_key = |id: FieldId| matches!(&record.key, Key::Fields(fields) if fields.contains(&id));
    (0..record.fields.len()).map(FieldId).find(|&id| record.field(id).ty == Type::Text && !in_key(id))
}
