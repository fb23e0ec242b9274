//! Derived records: one per distinct key, with its aggregated fields.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::{
    BooleanArray, Date32Array, Decimal128Array, DictionaryArray, UInt8Array, UInt32Array, UInt64Array,
    builder::{ListBuilder, StringDictionaryBuilder, UInt32Builder},
    types::UInt32Type,
};
use guiju_calendar::Duration;
use guiju_compiler::{
    RecordId, Type,
    hir::{Aggregate, Event, VarId},
};
use guiju_data::{Column, Feed, Illegible, NUMBER_SCALE, Origin, Table};

use crate::{
    EvalError,
    expression::{SCALE, decimal, exists::may_be},
    frame::Frame,
    values::{Key, NO_ROW, Tri, Values},
    world::{Derived, World, day},
};

/// A value of an aggregated field.
type Cell<'a> = Option<Vec<Key<'a>>>;

/// A record an event may be made from.
#[derive(Clone)]
struct Part<'a> {
    record: RecordId,
    row: u32,
    /// By aggregated field, the values of its expressions.
    values: Vec<Vec<Cell<'a>>>,
    /// By aggregated field, whether one of them cannot be read.
    illegible: Vec<bool>,
}

/// The records behind one row of an event.
#[derive(Default)]
struct Group<'a> {
    /// Those it is made from.
    parts: Vec<Part<'a>>,
    /// Those that may belong to it too: what decides cannot be read.
    maybe: Vec<Part<'a>>,
}

/// A record of which nobody can say what event it belongs to: the key as far as it can be read.
type Stray<'a> = (Vec<Option<Key<'a>>>, Part<'a>);

impl<'a> World<'a> {
    /// Makes the rows of an event from the visible records of its sources.
    ///
    /// # Errors
    /// [`EvalError::Internal`] if a column does not fit its type.
    pub(crate) fn derive(&self, event: &'a Event) -> Result<Derived, EvalError> {
        let (mut groups, strays) = self.group(event);
        let mut alone: Vec<Stray<'a>> = Vec::new();
        for (known, part) in strays {
            let legible: Option<Vec<Key<'a>>> = known.iter().cloned().collect();
            match legible {
                Some(key) if groups.contains_key(&key) => {
                    groups.entry(key).or_default().maybe.push(part);
                    continue;
                }
                Some(_) => {}
                None => {
                    for (_, group) in groups.iter_mut().filter(|(key, _)| may_be(&known, key)) {
                        group.maybe.push(part.clone());
                    }
                }
            }
            alone.push((known, part));
        }
        let schema = self.program.schema.record(event.record);
        let n_keys = schema.fields.len() - event.fields.len();
        let mut cells: Vec<Vec<Cell<'a>>> = vec![Vec::new(); schema.fields.len()];
        let mut illegible = Illegible { cells: vec![BTreeSet::new(); schema.fields.len()], uncertain: BTreeSet::new() };
        let mut printed = Vec::new();
        let mut made_from: Vec<Vec<(RecordId, u32)>> = Vec::new();
        for (key, group) in groups {
            let row = u32::try_from(printed.len()).unwrap_or(NO_ROW);
            printed
                .push(key.iter().zip(&schema.fields).map(|(k, f)| self.print(k, f.ty)).collect::<Vec<_>>().join("|"));
            for (column, part) in cells.iter_mut().zip(&key) {
                column.push(Some(vec![part.clone()]));
            }
            for (field, aggregate) in event.fields.iter().enumerate() {
                let cell = group.aggregated(*aggregate, field);
                if let (None, Some(rows)) = (&cell, illegible.cells.get_mut(n_keys + field)) {
                    rows.insert(row);
                }
                if let Some(column) = cells.get_mut(n_keys + field) {
                    column.push(cell.flatten());
                }
            }
            made_from.push(group.parts.iter().chain(&group.maybe).map(|part| (part.record, part.row)).collect());
        }
        // Events that may be: nobody can say whether each is one of its own.
        for (known, part) in alone {
            let row = u32::try_from(printed.len()).unwrap_or(NO_ROW);
            let key = self.table(part.record).key(part.row as usize);
            printed.push(if key.starts_with('?') { key.to_owned() } else { format!("?{key}") });
            let known = known.into_iter().map(Some).chain(event.fields.iter().map(|_| None));
            for ((column, rows), cell) in cells.iter_mut().zip(&mut illegible.cells).zip(known) {
                let cell = cell.flatten();
                if cell.is_none() {
                    rows.insert(row);
                }
                column.push(cell.map(|key| vec![key]));
            }
            illegible.uncertain.insert(row);
            made_from.push(vec![(part.record, part.row)]);
        }
        let origin = |rows: &Vec<(RecordId, u32)>| {
            let first = rows.first().and_then(|(record, row)| self.table(*record).origins.get(*row as usize).copied());
            first.unwrap_or(Origin { input: u32::MAX, row: 0 })
        };
        let columns: Result<Vec<Column>, EvalError> =
            schema.fields.iter().zip(&cells).map(|(field, cells)| column(field.ty, cells)).collect();
        let n_rows = printed.len();
        let table = Table {
            record: event.record,
            n_rows,
            columns: columns?,
            origins: made_from.iter().map(origin).collect(),
            label: None,
            keys: printed.iter().map(|key| Some(key.as_str())).collect(),
            conflicts: BooleanArray::from(vec![false; n_rows]),
            illegible,
            feed: self.common_feed(event),
        };
        Ok(Derived { table, made_from })
    }

    /// Puts records of the same key together; those of which this cannot be told are strays.
    fn group(&self, event: &'a Event) -> (BTreeMap<Vec<Key<'a>>, Group<'a>>, Vec<Stray<'a>>) {
        let mut groups: BTreeMap<Vec<Key<'a>>, Group<'a>> = BTreeMap::new();
        let mut strays = Vec::new();
        for source in &event.sources {
            let n_rows = self.table(source.record).n_rows;
            let frame = Frame::rows(VarId(0), 0..n_rows);
            let fits = self.filter(source.filter.as_ref(), &frame);
            let doubted = self.filter_illegible(source.filter.as_ref(), &frame);
            let keys: Vec<Values<'a>> = source.keys.iter().map(|k| self.eval(k, &frame)).collect();
            let unread: Vec<Vec<bool>> = source.keys.iter().map(|k| self.illegible(k, &frame)).collect();
            let values: Vec<Vec<Values<'a>>> =
                source.values.iter().map(|field| field.iter().map(|e| self.eval(e, &frame)).collect()).collect();
            let garbled: Vec<Vec<Vec<bool>>> =
                source.values.iter().map(|field| field.iter().map(|e| self.illegible(e, &frame)).collect()).collect();
            for (i, fits) in fits.iter().enumerate() {
                let row = u32::try_from(i).unwrap_or(NO_ROW);
                let (seen, elusive) = (self.visible(source.record, row), self.elusive(source.record, row));
                if *fits == Tri::No || !seen && !elusive {
                    continue;
                }
                let known: Vec<Option<Key<'a>>> = keys.iter().map(|k| k.key(i)).collect();
                let key: Option<Vec<Key<'a>>> = known.iter().cloned().collect();
                let part = || Part {
                    record: source.record,
                    row,
                    values: values.iter().map(|field| field.iter().map(|v| v.keys(i)).collect()).collect(),
                    illegible: values
                        .iter()
                        .zip(&garbled)
                        .map(|(field, garbled)| field.iter().zip(garbled).any(|(v, g)| v.keys(i).is_none() && g[i]))
                        .collect(),
                };
                match key {
                    Some(key) if *fits == Tri::Yes && seen => groups.entry(key).or_default().parts.push(part()),
                    _ => {
                        let absent = known.iter().zip(&unread).any(|(known, unread)| known.is_none() && !unread[i]);
                        if !absent && (elusive || *fits == Tri::Yes || doubted[i]) {
                            strays.push((known, part()));
                        }
                    }
                }
            }
        }
        (groups, strays)
    }

    /// The dates for which all sources are complete.
    fn common_feed(&self, event: &Event) -> Feed {
        let mut feeds = event.sources.iter().map(|s| self.feed(s.record));
        let Some(mut common) = feeds.next() else { return Feed::default() };
        for feed in feeds {
            let mut intervals = Vec::new();
            for (a, b) in &common.intervals {
                for (c, d) in &feed.intervals {
                    let (from, to) = (*a.max(c), *b.min(d));
                    if from <= to {
                        intervals.push((from, to));
                    }
                }
            }
            common = Feed { intervals, declared: common.declared && feed.declared };
        }
        common
    }

    /// A key as people and machines read it.
    fn print(&self, key: &Key<'_>, ty: Type) -> String {
        match (key, ty) {
            (Key::Row(row), Type::Ref(record)) => self.table(record).key(*row as usize).to_owned(),
            (Key::Code(code), Type::Code(catalog)) => {
                let codes = &self.program.schema.catalog(catalog).codes;
                codes.get(usize::from(*code)).map(|c| c.name.id.clone()).unwrap_or_default()
            }
            (Key::Date(number), _) => day(*number).to_string(),
            (Key::Number(number), _) => decimal(*number).to_string(),
            (Key::Text(text), _) => (*text).to_owned(),
            (Key::YesNo(yes), _) => if *yes { "yes" } else { "no" }.to_owned(),
            _ => String::new(),
        }
    }
}

impl<'a> Group<'a> {
    /// Makes one value of those of a field; `None` if it rests on what cannot be read.
    fn aggregated(&self, aggregate: Aggregate, field: usize) -> Option<Cell<'a>> {
        let of = |parts: &[Part<'a>]| -> Vec<Vec<Cell<'a>>> {
            parts.iter().map(|part| part.values.get(field).cloned().unwrap_or_default()).collect()
        };
        let garbled = |part: &Part<'a>| part.illegible.get(field).copied().unwrap_or(false);
        // These ask of unknown values themselves, or of none.
        let kleene = matches!(aggregate, Aggregate::Count | Aggregate::Any | Aggregate::All);
        if !kleene && self.parts.iter().chain(&self.maybe).any(garbled) {
            return None;
        }
        let value = aggregated(aggregate, &of(&self.parts), self.parts.len());
        if value.is_none() && self.parts.iter().any(garbled) {
            return None;
        }
        if self.maybe.is_empty() {
            return Some(value);
        }
        let mut all = of(&self.parts);
        all.extend(of(&self.maybe));
        // More records move all of these one way, but not a sum: what all of them together do not change, none does.
        let settled = match aggregate {
            Aggregate::Total => of(&self.maybe).iter().flatten().flatten().flatten().all(|v| *v == Key::Number(0)),
            _ => aggregated(aggregate, &all, all.len()) == value,
        };
        settled.then_some(value)
    }
}

/// Makes one value of many.
fn aggregated<'a>(aggregate: Aggregate, values: &[Vec<Cell<'a>>], n_rows: usize) -> Cell<'a> {
    let one = |cell: &Cell<'a>| cell.as_ref().and_then(|keys| keys.first().cloned());
    let present = || values.iter().filter_map(|v| v.first().and_then(one));
    let truth = || values.iter().map(|v| v.first().and_then(one).map(|k| k == Key::YesNo(true)));
    // Kleene again: one yes settles `any`, one no settles `all`, whatever else is not known.
    let settle = |deciding: bool| {
        let all: Vec<Option<bool>> = truth().collect();
        if all.contains(&Some(deciding)) {
            Some(vec![Key::YesNo(deciding)])
        } else if all.contains(&None) {
            None
        } else {
            Some(vec![Key::YesNo(!deciding)])
        }
    };
    match aggregate {
        Aggregate::Count => Some(vec![Key::Number(n_rows as i128 * SCALE)]),
        Aggregate::Any => settle(true),
        Aggregate::All => settle(false),
        Aggregate::Least => present().min().map(|k| vec![k]),
        Aggregate::Greatest => present().max().map(|k| vec![k]),
        Aggregate::Total => {
            let sum =
                present().fold(0i128, |sum, key| if let Key::Number(n) = key { sum.saturating_add(n) } else { sum });
            Some(vec![Key::Number(sum)])
        }
        Aggregate::Union => {
            let mut union: Vec<Key<'a>> =
                values.iter().filter_map(|v| v.first()).flatten().flatten().cloned().collect();
            union.sort();
            union.dedup();
            Some(union)
        }
        Aggregate::First | Aggregate::Last => {
            // Absent values are skipped; of equals the least value decides, whatever the order of rows.
            let ordered = values.iter().filter_map(|v| Some((v.get(1).and_then(one)?, v.first().cloned().flatten()?)));
            let chosen = if aggregate == Aggregate::First { ordered.min() } else { ordered.max() };
            chosen.map(|(_, value)| value)
        }
    }
}

/// A column of a type from its cells.
fn column<'a>(ty: Type, cells: &[Cell<'a>]) -> Result<Column, EvalError> {
    let one = |cell: &Cell<'a>| -> Option<Key<'a>> { cell.as_ref().and_then(|keys| keys.first().cloned()) };
    macro_rules! pick {
        ($pattern:pat => $value:expr) => {
            cells.iter().map(|c| if let Some($pattern) = one(c) { Some($value) } else { None })
        };
    }
    let internal = |_: arrow_schema::ArrowError| EvalError::Internal("an event's column does not fit its type");
    Ok(match ty {
        Type::Text => Column::Text(
            pick!(Key::Text(t) => t.to_owned())
                .collect::<Vec<_>>()
                .iter()
                .map(Option::as_deref)
                .collect::<DictionaryArray<UInt32Type>>(),
        ),
        Type::Number => Column::Number(
            pick!(Key::Number(n) => n)
                .collect::<Decimal128Array>()
                .with_precision_and_scale(38, NUMBER_SCALE)
                .map_err(internal)?,
        ),
        Type::YesNo => Column::YesNo(pick!(Key::YesNo(b) => b).collect::<BooleanArray>()),
        Type::Date => Column::Date(pick!(Key::Date(d) => d).collect::<Date32Array>()),
        Type::Code(_) => Column::Code(pick!(Key::Code(c) => c).collect::<UInt8Array>()),
        Type::Ref(_) => Column::Ref(pick!(Key::Row(r) => r).collect::<UInt32Array>()),
        // Events keep days: the compiler asks instants for theirs.
        Type::Time => Column::Time(vec![None; cells.len()]),
        Type::Duration => Column::Duration(vec![None::<Duration>; cells.len()]),
        Type::CodeSet(_) => {
            let mask = |keys: &Vec<Key<'_>>| {
                keys.iter().fold(0u64, |mask, key| if let Key::Code(code) = key { mask | 1 << code } else { mask })
            };
            Column::CodeSet(cells.iter().map(|c| c.as_ref().map(mask)).collect::<UInt64Array>())
        }
        Type::RefSet(_) => {
            let mut builder = ListBuilder::new(UInt32Builder::new());
            for cell in cells {
                for key in cell.iter().flatten() {
                    if let Key::Row(row) = key {
                        builder.values().append_value(*row);
                    }
                }
                builder.append(cell.is_some());
            }
            Column::RefSet(builder.finish())
        }
        Type::TextSet => {
            let mut builder = ListBuilder::new(StringDictionaryBuilder::<UInt32Type>::new());
            for cell in cells {
                for key in cell.iter().flatten() {
                    if let Key::Text(text) = key {
                        builder.values().append(text).map_err(internal)?;
                    }
                }
                builder.append(cell.is_some());
            }
            Column::TextSet(builder.finish())
        }
    })
}
