//! What is seen of a case as of its date: records, numbers, neighbours.

use std::{cell::RefCell, collections::BTreeMap};

use crate::{
    case::Case,
    records::{Feed, KINDS, Record, Rows, kind, read},
    time::{Date, Stretch, days},
    told::Told,
    value::{Truth, Value},
};

/// A case made ready to be judged.
pub(crate) struct World<'a> {
    pub(crate) case: &'a Case,
    records: BTreeMap<&'static str, Vec<Record>>,
    /// The verdicts of the rules judged so far.
    pub(crate) told: RefCell<Vec<Told>>,
}

impl<'a> World<'a> {
    pub(crate) fn new(case: &'a Case) -> Self {
        let none = Rows::new();
        let mut records = BTreeMap::new();
        for kind in KINDS {
            let mut found = read(kind, case.rows.get(kind.name).unwrap_or(&none), case.known_by);
            if let Some(at) = kind.at() {
                found.retain(|record| record.get(at).day().is_some_and(|day| day <= case.as_of));
            }
            records.insert(kind.name, found);
        }
        let mut world = Self { case, records, told: RefCell::new(Vec::new()) };
        for event in &case.events {
            let derived = event.records(&world);
            world.records.insert(event.name, derived);
        }
        world
    }

    pub(crate) fn records(&self, kind: &str) -> &[Record] {
        &self.records[kind]
    }

    pub(crate) fn record(&self, kind: &str, key: &str) -> Option<&Record> {
        self.records[kind].iter().find(|record| record.key == key)
    }

    /// The field that places a kind's records in time.
    pub(crate) fn at(&self, name: &str) -> Option<&'static str> {
        let event = self.case.events.iter().any(|event| event.name == name);
        if event { Some("date") } else { kind(name).at() }
    }

    /// The stretches for which a kind is complete, as of the case's date.
    pub(crate) fn complete(&self, name: &str) -> Vec<Stretch> {
        if let Some(event) = self.case.events.iter().find(|event| event.name == name) {
            return self.complete(event.from);
        }
        let Some(at) = kind(name).at() else {
            // Kinds without dates are always seen, if there is a file.
            let whole = Stretch::new(Date::MIN, Date::MAX);
            return if self.case.feed(name) == &Feed::Absent { Vec::new() } else { vec![whole] };
        };
        match self.case.feed(name) {
            Feed::Declared(stretches) => stretches.clone(),
            Feed::Absent => Vec::new(),
            Feed::Undeclared => {
                let none = Rows::new();
                let rows = self.case.rows.get(name).unwrap_or(&none);
                let dates =
                    read(kind(name), rows, self.case.known_by).into_iter().filter_map(|record| record.get(at).day());
                let dates: Vec<Date> = dates.collect();
                let ends = dates.iter().min().zip(dates.iter().max());
                ends.map(|(from, to)| Stretch::new(*from, *to)).into_iter().collect()
            }
        }
    }

    /// Whether nothing of a kind can be missing in a stretch: every day of it lies in a complete one.
    pub(crate) fn covers(&self, name: &str, stretch: Stretch) -> bool {
        let complete = self.complete(name);
        if complete.iter().any(|whole| whole.from == Date::MIN) {
            return true;
        }
        days(stretch.from, stretch.to).all(|day| complete.iter().any(|whole| whole.holds(day)))
    }

    pub(crate) fn named(&self, name: &str, day: Option<Date>) -> Value {
        self.case.named(name, day)
    }

    pub(crate) fn lookup(&self, table: &str, class: &Value) -> Value {
        self.case.tables.iter().find(|candidate| candidate.name == table).unwrap().cell(class)
    }

    pub(crate) fn neighbour(&self, of: &Record, which: &str, sequence: &str) -> Option<&Record> {
        self.case.sequences.iter().find(|candidate| candidate.name == sequence).unwrap().neighbour(self, of, which)
    }

    pub(crate) fn quoted(&self, rule: &str, word: &str, own: &Record) -> Truth {
        crate::told::quoted(self, rule, word, own)
    }
}
