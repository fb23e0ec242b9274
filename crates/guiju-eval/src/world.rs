//! What all kernels share: program, tables (loaded and derived), calendars, what is visible as of the date.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, OnceLock},
};

use arrow_array::Array;
use guiju_calendar::{Calendar, Day};
use guiju_compiler::{
    FieldId, RecordId, Type,
    hir::{Counted, Param, ParamId, Program, SequenceId, StateId, Value},
};
use guiju_data::{Column, Dataset, Feed, Table};

use crate::{
    EvalError, Options,
    expression::quoted::{Judged, Quotable},
    metric::Kept,
    sequence::Order,
    state::Lasting,
    values::{Key, NO_ROW},
    verdict::{Evidence, Subject},
};

/// Rows of a kind by the values they are matched by.
pub(crate) type Index<'a> = HashMap<Vec<Key<'a>>, Vec<u32>>;

/// A record of which nobody can say what it matches: its row, and the values that can be read.
pub(crate) type Loose<'a> = (u32, Vec<Option<Key<'a>>>);

/// What an evaluation runs on.
pub(crate) struct World<'a> {
    pub(crate) program: &'a Program,
    pub(crate) dataset: &'a Dataset,
    /// Derived tables, by record.
    pub(crate) derived: &'a BTreeMap<RecordId, Derived>,
    pub(crate) options: &'a Options,
    /// Whether every cell can be read: then nobody need ask which cannot.
    pub(crate) legible: bool,
    /// Parameter values with the office's own assumptions in place.
    params: Vec<Param>,
    /// Orders for neighbours, by sequence; made when first needed, since events ask for some and are in others.
    orders: Vec<OnceLock<Order<'a>>>,
    /// When states hold.
    pub(crate) states: BTreeMap<StateId, Lasting>,
    /// What the rules of earlier strata said, for those that quote them.
    pub(crate) judged: BTreeMap<Quotable, Judged>,
    /// The records of measures, in order.
    pub(crate) ledgers: Mutex<Kept<'a>>,
    /// Indices of `exists`, by the address of the expression.
    pub(crate) indices: Mutex<HashMap<usize, Arc<Index<'a>>>>,
    /// Records that no index of `exists` can hold, by the same address.
    pub(crate) loose: Mutex<HashMap<usize, Arc<Vec<Loose<'a>>>>>,
}

/// A derived table, and the rows each of its rows was made from.
#[derive(Debug)]
pub(crate) struct Derived {
    pub(crate) table: Table,
    pub(crate) made_from: Vec<Vec<(RecordId, u32)>>,
}

impl<'a> World<'a> {
    /// Puts a world together.
    ///
    /// # Errors
    /// [`EvalError::UnknownAssumption`] for an override of something that is no assumption.
    pub(crate) fn new(
        program: &'a Program,
        dataset: &'a Dataset,
        derived: &'a BTreeMap<RecordId, Derived>,
        options: &'a Options,
    ) -> Result<Self, EvalError> {
        let mut params = program.params.clone();
        for (name, value) in &options.assume {
            let param = params
                .iter_mut()
                .find(|p| p.assumed.is_some() && p.name.is(name))
                .ok_or_else(|| EvalError::UnknownAssumption(name.clone()))?;
            param.values = vec![(None, value.clone())];
        }
        let orders = program.sequences.iter().map(|_| OnceLock::new()).collect();
        Ok(Self {
            program,
            dataset,
            derived,
            options,
            legible: dataset.tables.iter().all(|table| table.illegible.is_empty())
                && derived.values().all(|derived| derived.table.illegible.is_empty()),
            params,
            orders,
            states: BTreeMap::new(),
            judged: BTreeMap::new(),
            ledgers: Mutex::new(HashMap::new()),
            indices: Mutex::new(HashMap::new()),
            loose: Mutex::new(HashMap::new()),
        })
    }

    pub(crate) fn table(&self, record: RecordId) -> &'a Table {
        match self.derived.get(&record) {
            Some(derived) => &derived.table,
            None => self.dataset.table(record),
        }
    }

    /// The as-of date as a day number.
    pub(crate) fn as_of(&self) -> i32 {
        self.options.as_of.number()
    }

    /// The value of a parameter on a day.
    pub(crate) fn param(&self, id: ParamId, day: Option<i32>) -> Option<&Value> {
        let day = day.unwrap_or_else(|| self.as_of());
        let values = &self.params.get(id.0)?.values;
        values.iter().rev().find(|(from, _)| from.is_none_or(|from| from.number() <= day)).map(|(_, value)| value)
    }

    /// Whether a parameter had different values at different times.
    pub(crate) fn changes(&self, id: ParamId) -> bool {
        self.params.get(id.0).is_some_and(|param| param.values.len() > 1)
    }

    pub(crate) fn calendar(&self, name: &str) -> Result<&'a Calendar, EvalError> {
        match &self.dataset.calendar {
            Some(calendar) => Ok(calendar),
            None => Calendar::builtin(name).ok_or_else(|| EvalError::UnknownCalendar(name.to_owned())),
        }
    }

    pub(crate) fn order(&self, id: SequenceId) -> Option<&Order<'a>> {
        let sequence = self.program.sequences.get(id.0)?;
        Some(self.orders.get(id.0)?.get_or_init(|| self.put_in_order(sequence)))
    }

    /// Whether a record is certainly there and seen: not dated after the as-of date.
    pub(crate) fn visible(&self, record: RecordId, row: u32) -> bool {
        let schema = self.program.schema.record(record);
        let seen = schema.at.is_none_or(|at| self.day(record, at, row).is_none_or(|day| day <= self.as_of()));
        seen && (self.legible || !self.is_elusive(record, row))
    }

    /// Whether nobody can say if a record is there: its key or its day cannot be read. It is neither seen nor absent.
    pub(crate) fn elusive(&self, record: RecordId, row: u32) -> bool {
        if self.legible || !self.is_elusive(record, row) {
            return false;
        }
        let at = self.program.schema.record(record).at;
        at.and_then(|at| self.day(record, at, row)).is_none_or(|day| day <= self.as_of())
    }

    fn is_elusive(&self, record: RecordId, row: u32) -> bool {
        let illegible = &self.table(record).illegible;
        let at = self.program.schema.record(record).at;
        illegible.uncertain.contains(&row) || at.is_some_and(|at| illegible.cell(at, row))
    }

    /// The day in a date field of a record, or of the instant in a time field.
    pub(crate) fn day(&self, record: RecordId, field: FieldId, row: u32) -> Option<i32> {
        match self.table(record).column(field) {
            Column::Date(dates) => {
                let row = row as usize;
                (row < dates.len() && !dates.is_null(row)).then(|| dates.value(row))
            }
            Column::Time(times) => Some(times.get(row as usize)?.as_ref()?.day(self.zone()).number()),
            _ => None,
        }
    }

    /// The days in a date field, or the days of the instants in a time field, of some records.
    pub(crate) fn days_of(&self, record: RecordId, field: FieldId, rows: &[u32]) -> Vec<Option<i32>> {
        rows.iter().map(|row| self.day(record, field, *row)).collect()
    }

    /// The dates for which records of a kind are complete; of an event, those of all its sources.
    pub(crate) fn feed(&self, record: RecordId) -> Feed {
        self.table(record).feed.clone()
    }

    /// Whether any file feeds a kind; of an event, all its sources. What nobody supplies is not absent.
    pub(crate) fn supplied(&self, record: RecordId) -> bool {
        if let Some(event) = self.program.events.iter().find(|event| event.record == record) {
            return event.sources.iter().all(|source| self.supplied(source.record));
        }
        let name = &self.program.schema.record(record).name.id;
        self.table(record).n_rows > 0 || self.dataset.inputs.iter().any(|input| &input.record == name)
    }

    /// Whether records of a kind are complete so far, where no window says from when: those with a date once the data
    /// has begun, those without once they are supplied.
    pub(crate) fn has_begun(&self, counted: &Counted) -> bool {
        match counted.date {
            Some(_) => {
                let first = self.table(counted.record).feed.intervals.first();
                first.is_some_and(|(from, _)| from.number() <= self.as_of())
            }
            None => self.supplied(counted.record),
        }
    }

    /// How many different values there can be, where that is settled: codes of a closed list, or records that have no
    /// date and so are all known. `None`: as many as there will be.
    pub(crate) fn how_many_values(&self, ty: Type) -> Option<u64> {
        match ty {
            Type::Code(catalog) | Type::CodeSet(catalog) => {
                Some(self.program.schema.catalog(catalog).codes.len() as u64)
            }
            Type::Ref(record) | Type::RefSet(record) => {
                let timeless = self.program.schema.record(record).at.is_none() && !self.derived.contains_key(&record);
                (timeless && self.supplied(record)).then(|| self.table(record).n_rows as u64)
            }
            _ => None,
        }
    }

    pub(crate) fn conflicted(&self, record: RecordId, row: u32) -> bool {
        let conflicts = &self.table(record).conflicts;
        (row as usize) < conflicts.len() && conflicts.value(row as usize)
    }

    /// A record as whom a verdict is about.
    pub(crate) fn subject(&self, record: RecordId, row: u32) -> Subject {
        let table = self.table(record);
        Subject {
            record: self.program.schema.record(record).name.id.clone(),
            key: table.key(row as usize).to_owned(),
            label: table.label(row as usize).map(str::to_owned),
        }
    }

    /// A record as evidence; an event stands for the records it was made from.
    pub(crate) fn evidence(&self, record: RecordId, row: u32) -> Vec<Evidence> {
        if row == NO_ROW {
            return Vec::new();
        }
        if let Some(derived) = self.derived.get(&record) {
            let rows = derived.made_from.get(row as usize).map(Vec::as_slice).unwrap_or_default();
            return rows.iter().flat_map(|(record, row)| self.evidence(*record, *row)).collect();
        }
        let table = self.table(record);
        let Some(origin) = table.origins.get(row as usize) else { return Vec::new() };
        let source = self.dataset.inputs.get(origin.input as usize).map(|i| i.source.clone()).unwrap_or_default();
        vec![Evidence {
            record: self.program.schema.record(record).name.id.clone(),
            key: table.key(row as usize).to_owned(),
            source,
            row: origin.row,
        }]
    }
}

/// A day number as a day; the engine's numbers come from days, so that the bounds hold.
pub(crate) fn day(number: i32) -> Day {
    Day::from_number(number).unwrap_or(if number < 0 { Day::MIN } else { Day::MAX })
}
