//! Derived records: one per distinct key, with its aggregated fields.

use std::collections::BTreeMap;

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
use guiju_data::{Column, Feed, NUMBER_SCALE, Origin, Table};

use crate::{
    EvalError,
    expression::{SCALE, decimal},
    frame::Frame,
    values::{Key, NO_ROW, Tri, Values},
    world::{Derived, World, day},
};

/// A value of an aggregated field.
type Cell<'a> = Option<Vec<Key<'a>>>;

/// The records behind one row of an event.
#[derive(Default)]
struct Group<'a> {
    rows: Vec<(RecordId, u32)>,
    /// By aggregated field, the values of its expressions in each record.
    values: Vec<Vec<Vec<Cell<'a>>>>,
}

impl<'a> World<'a> {
    /// Makes the rows of an event from the visible records of its sources.
    ///
    /// # Errors
    /// [`EvalError::Internal`] if a column does not fit its type.
    pub(crate) fn derive(&self, event: &'a Event) -> Result<Derived, EvalError> {
        let mut groups: BTreeMap<Vec<Key<'a>>, Group<'a>> = BTreeMap::new();
        for source in &event.sources {
            let n_rows = self.table(source.record).n_rows;
            let frame = Frame::rows(VarId(0), 0..n_rows);
            let fits = self.filter(source.filter.as_ref(), &frame);
            let keys: Vec<Values<'a>> = source.keys.iter().map(|k| self.eval(k, &frame)).collect();
            let values: Vec<Vec<Values<'a>>> =
                source.values.iter().map(|field| field.iter().map(|e| self.eval(e, &frame)).collect()).collect();
            for (i, fits) in fits.iter().enumerate() {
                let row = u32::try_from(i).unwrap_or(NO_ROW);
                let key: Option<Vec<Key<'a>>> = keys.iter().map(|k| k.key(i)).collect();
                let (Some(key), Tri::Yes, true) = (key, *fits, self.visible(source.record, row)) else { continue };
                let group = groups.entry(key).or_default();
                group.rows.push((source.record, row));
                group.values.resize(event.fields.len(), Vec::new());
                for (field, expressions) in group.values.iter_mut().zip(&values) {
                    field.push(expressions.iter().map(|v| v.keys(i)).collect());
                }
            }
        }
        let schema = self.program.schema.record(event.record);
        let n_keys = schema.fields.len() - event.fields.len();
        let mut cells: Vec<Vec<Cell<'a>>> = vec![Vec::new(); schema.fields.len()];
        let mut printed = Vec::new();
        let mut origins = Vec::new();
        let mut made_from = Vec::new();
        for (key, group) in groups {
            printed
                .push(key.iter().zip(&schema.fields).map(|(k, f)| self.print(k, f.ty)).collect::<Vec<_>>().join("|"));
            for (column, part) in cells.iter_mut().zip(&key) {
                column.push(Some(vec![part.clone()]));
            }
            for ((column, aggregate), values) in cells.iter_mut().skip(n_keys).zip(&event.fields).zip(&group.values) {
                column.push(aggregated(*aggregate, values, group.rows.len()));
            }
            let first =
                group.rows.first().and_then(|(record, row)| self.table(*record).origins.get(*row as usize).copied());
            origins.push(first.unwrap_or(Origin { input: u32::MAX, row: 0 }));
            made_from.push(group.rows);
        }
        let columns: Result<Vec<Column>, EvalError> =
            schema.fields.iter().zip(&cells).map(|(field, cells)| column(field.ty, cells)).collect();
        let n_rows = printed.len();
        let table = Table {
            record: event.record,
            n_rows,
            columns: columns?,
            origins,
            label: None,
            keys: printed.iter().map(|key| Some(key.as_str())).collect(),
            conflicts: BooleanArray::from(vec![false; n_rows]),
            illegible: guiju_data::Illegible::default(),
            feed: self.common_feed(event),
        };
        Ok(Derived { table, made_from })
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
