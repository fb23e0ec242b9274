//! Which column of a file feeds which field.
//!
//! In comes a file's heading and what the manifest says; out goes a [`Binding`], or every fault at once. A field finds the
//! column of its own name or alias by itself; letter case, full-width forms and surrounding space do not matter.

use super::reader::FieldReader;
use super::store::Store;
use crate::cell;
use crate::manifest::{ColumnSource, Faults, Mapping};
use crate::nearest::{did_you_mean, nearest, spellings};
use guiju_compiler::{FieldId, Schema};
use guiju_syntax::{Code, Message, Tongue};
use std::sync::Arc;

/// How the rows of one file become records of one kind.
#[derive(Debug)]
pub(crate) struct Binding<'s> {
    /// The fields that are fed, in order of declaration.
    pub(crate) fields: Vec<BoundField<'s>>,
    /// Position in `fields` of the time field.
    pub(crate) at: Option<usize>,
    /// Position in `fields` of the date of entry.
    pub(crate) known: Option<usize>,
}

/// A field and where its cells are.
#[derive(Debug)]
pub(crate) struct BoundField<'s> {
    /// How they are read.
    pub(crate) reader: FieldReader<'s>,
    /// Where they are.
    pub(crate) cells: Cells,
    /// The column's heading; of a constant, the field's name.
    pub(crate) heading: Arc<str>,
    /// Whether the field is part of the key.
    pub(crate) in_key: bool,
    /// Whether it may be empty.
    pub(crate) optional: bool,
}

/// Where a field's cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cells {
    /// In this column, the first is 0.
    Column(usize),
    /// Nowhere: all rows have this number.
    Constant(u32),
}

/// Binds the columns of `file` to fields, reporting what does not fit to `faults`. `stores` take the constants.
pub(crate) fn bind<'s>(
    schema: &'s Schema,
    mapping: &Mapping,
    file: &str,
    headings: &[String],
    stores: &mut [Store],
    faults: &mut Faults<'_>,
) -> Binding<'s> {
    let record = schema.record(mapping.record);
    let table = Headings::new(headings);
    let mut fields: Vec<BoundField<'s>> = Vec::new();
    let mut unbound = Vec::new();
    let mut context = Context { schema, mapping, file, table: &table, faults };
    for (index, store) in (0..record.fields.len()).zip(stores) {
        match context.field(FieldId(index), store) {
            Bound::To(field) => fields.push(*field),
            Bound::Absent => unbound.push(FieldId(index)),
            Bound::Faulty => {}
        }
    }
    context.report_unbound(&unbound);
    context.warn_of_slips(&unbound, &fields);
    let position = |wanted: Option<FieldId>| fields.iter().position(|field| Some(field.reader.field) == wanted);
    Binding { at: position(record.at), known: position(record.known), fields }
}

/// What was found for a field.
enum Bound<'s> {
    To(Box<BoundField<'s>>),
    Absent,
    /// There is a fault, which is reported.
    Faulty,
}

struct Context<'a, 's, 'f> {
    schema: &'s Schema,
    mapping: &'a Mapping,
    file: &'a str,
    table: &'a Headings<'a>,
    faults: &'a mut Faults<'f>,
}

impl<'s> Context<'_, 's, '_> {
    fn field(&mut self, field: FieldId, store: &mut Store) -> Bound<'s> {
        let declared = self.schema.record(self.mapping.record).field(field);
        let (in_key, optional) = (self.in_key(field), declared.optional);
        let spec = self.mapping.columns.iter().find(|spec| spec.field == field);
        let reader =
            FieldReader::new(self.schema, self.mapping.record, field, &self.mapping.missing, self.mapping.zone, spec);
        if let Some(spec) = spec {
            for (text, message) in reader.bad_values(store) {
                self.faults.error(Code::E1011, &spec.place.key("values").key(&text), message);
            }
        }
        let names: Vec<&str> = match spec.map(|spec| &spec.source) {
            Some(ColumnSource::Constant(text)) => return self.constant(reader, text, store),
            Some(ColumnSource::Heading(heading)) => vec![heading],
            Some(ColumnSource::SameName) | None => spellings(&declared.name).collect(),
        };
        let found = self.table.find(&names);
        match (found.as_slice(), spec) {
            (&[column], _) => Bound::To(Box::new(BoundField {
                reader,
                cells: Cells::Column(column),
                heading: self.table.heading(column).into(),
                in_key,
                optional,
            })),
            ([], None) => Bound::Absent,
            ([], Some(spec)) => {
                let wanted = names.join("` / `");
                let message = Message::new(
                    format!("`{}` has no column `{wanted}`", self.file),
                    format!("`{}` 中没有列 `{wanted}`", self.file),
                );
                let help = names.iter().find_map(|name| did_you_mean(nearest(name, self.table.names())));
                let help = help.unwrap_or_else(|| self.headings_present());
                self.faults.error_with_help(Code::E1007, &spec.place, message, Some(help));
                Bound::Faulty
            }
            (several, _) => {
                let shown: Vec<String> = several
                    .iter()
                    .map(|&column| format!("`{}` ({})", self.table.heading(column), column + 1))
                    .collect();
                let name = &declared.name;
                let message = Message::new(
                    format!(
                        "several columns of `{}` could be `{}`: {}; keep one or name it under `columns`",
                        self.file,
                        name.in_tongue(Tongue::En),
                        shown.join(", ")
                    ),
                    format!(
                        "`{}` 中有几列都可能是 `{}`：{}；请只留一列，或在 `columns` 中写明",
                        self.file,
                        name.in_tongue(Tongue::Zh),
                        shown.join("、")
                    ),
                );
                let place = spec.map_or(&self.mapping.place, |spec| &spec.place);
                self.faults.error(Code::E1007, place, message);
                Bound::Faulty
            }
        }
    }

    fn in_key(&self, id: FieldId) -> bool {
        matches!(&self.schema.record(self.mapping.record).key, guiju_compiler::Key::Fields(fields) if fields.contains(&id))
    }

    fn constant(&mut self, reader: FieldReader<'s>, text: &str, store: &mut Store) -> Bound<'s> {
        let declared = self.schema.record(self.mapping.record).field(reader.field);
        match reader.read(text, &mut store.dictionary) {
            Ok(code) => Bound::To(Box::new(BoundField {
                in_key: self.in_key(reader.field),
                optional: declared.optional,
                reader,
                cells: Cells::Constant(code),
                heading: declared.name.id.as_str().into(),
            })),
            Err(bad) => {
                let message = Message::new(
                    format!("the constant `{text}` does not fit: expected {}", bad.expected.en),
                    format!("常数 `{text}` 不合：应为{}", bad.expected.zh),
                );
                let spec = self.mapping.columns.iter().find(|spec| spec.field == reader.field);
                let place = spec.map_or(&self.mapping.place, |spec| &spec.place);
                self.faults.error(Code::E1011, place, message);
                Bound::Faulty
            }
        }
    }

    /// Reports fields without a column that a record cannot do without: those not optional, the key, and the date.
    fn report_unbound(&mut self, unbound: &[FieldId]) {
        let record = self.schema.record(self.mapping.record);
        for &id in unbound {
            let field = record.field(id);
            let is_at = record.at == Some(id);
            if field.optional && !is_at && !self.in_key(id) {
                continue;
            }
            let message = Message::new(
                format!("no column of `{}` feeds `{}`", self.file, field.name.in_tongue(Tongue::En)),
                format!("`{}` 中没有列对应 `{}`", self.file, field.name.in_tongue(Tongue::Zh)),
            );
            let near = spellings(&field.name).find_map(|name| {
                // `巡视日期` may well be the `日期`, though five slips away.
                let longer = |heading: &&str| name.chars().count() > 1 && fold(heading).contains(&fold(name));
                nearest(name, self.table.names()).or_else(|| self.table.names().find(longer))
            });
            let help = match near {
                Some(heading) => Message::new(
                    format!("if it is the column `{heading}`, write `columns: {{{}: {heading}}}`", field.name.id),
                    format!("如果是列 `{heading}`，请写 `columns: {{{}: {heading}}}`", field.name.id),
                ),
                None => self.headings_present(),
            };
            self.faults.error_with_help(Code::E1006, &self.mapping.place, message, Some(help));
        }
    }

    /// Warns once of headings that feed nothing and look like a field that is not fed.
    fn warn_of_slips(&mut self, unbound: &[FieldId], bound: &[BoundField<'_>]) {
        let record = self.schema.record(self.mapping.record);
        let optional = unbound.iter().filter(|&&id| record.field(id).optional);
        let names: Vec<&str> = optional.flat_map(|&id| spellings(&record.field(id).name)).collect();
        let used = |column: usize| bound.iter().any(|field| field.cells == Cells::Column(column));
        let slips: Vec<(String, &str)> = (0..self.table.folded.len())
            .filter(|&column| !used(column))
            .filter_map(|column| {
                let heading = self.table.heading(column);
                Some((heading.to_owned(), nearest(heading, names.iter().copied())?))
            })
            .collect();
        if slips.is_empty() {
            return;
        }
        let pairs = |joint: &str| slips.iter().map(|(h, f)| format!("`{h}`{joint}`{f}`")).collect::<Vec<_>>();
        let message = Message::new(
            format!("columns of `{}` are not read but look like fields: {}", self.file, pairs(" like ").join(", ")),
            format!("`{}` 中有未读取的列与字段名相近：{}", self.file, pairs(" 近于 ").join("、")),
        );
        let help = Message::new("if they are meant, name them under `columns`", "如确为该字段，请在 `columns` 中写明");
        self.faults.warning(Code::W1002, &self.mapping.place, message, help);
    }

    fn headings_present(&self) -> Message {
        const SHOWN: usize = 40;
        let names: Vec<&str> = self.table.names().take(SHOWN).collect();
        let more = if self.table.folded.len() > SHOWN { "…" } else { "" };
        Message::new(
            format!("columns of the file: {}{more}", names.join(", ")),
            format!("文件中的列：{}{more}", names.join("、")),
        )
    }
}

/// A file's headings, as written and as compared.
struct Headings<'a> {
    written: &'a [String],
    folded: Vec<String>,
}

impl<'a> Headings<'a> {
    fn new(written: &'a [String]) -> Self {
        Self { written, folded: written.iter().map(|heading| fold(heading)).collect() }
    }

    fn heading(&self, column: usize) -> &'a str {
        self.written.get(column).map_or("", String::as_str)
    }

    fn names(&self) -> impl Iterator<Item = &'a str> {
        self.written.iter().map(String::as_str).filter(|heading| !heading.is_empty())
    }

    /// Returns the columns that bear one of the names: as written, or else folded.
    fn find(&self, names: &[&str]) -> Vec<usize> {
        let exact: Vec<usize> =
            self.positions(|column| names.iter().any(|name| self.heading(column) == cell::clean(name)));
        if !exact.is_empty() {
            return exact;
        }
        let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
        self.positions(|column| self.folded.get(column).is_some_and(|heading| folded.contains(heading)))
    }

    fn positions(&self, matches: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.written.len()).filter(|&column| matches(column)).collect()
    }
}

fn fold(heading: &str) -> String {
    cell::narrow(&cell::clean(heading)).trim().to_lowercase()
}
