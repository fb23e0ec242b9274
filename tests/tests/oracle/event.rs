//! `event`: one record of several that belong together.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    condition::{Condition, Scope},
    records::Record,
    time::Date,
    value::{ONE, Truth, Value},
    world::World,
};

/// `event NAME from KIND where … per unit, date { … }`, always with the same fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) name: &'static str,
    pub(crate) from: &'static str,
    pub(crate) filter: Option<Condition>,
}

impl Event {
    pub(crate) fn text(&self) -> String {
        let filter = self.filter.as_ref().map_or(String::new(), |filter| format!(" where {}", filter.text()));
        format!(
            "event {} from {}{filter} per unit, date {{\n  n = count\n  worst = least score\n  best = greatest score\n  \
             points = total score\n  seen = union items\n  secret = any covert\n  secrets = all covert\n  \
             opening = first place by score\n  closing = last place by score\n}}\n",
            self.name, self.from
        )
    }

    /// One record for each unit and date. A record that may not fit the filter, or has no unit, is left out.
    pub(crate) fn records(&self, world: &World<'_>) -> Vec<Record> {
        let mut groups: BTreeMap<(String, Date), Vec<&Record>> = BTreeMap::new();
        for record in world.records(self.from) {
            let fits = self.filter.as_ref().map_or(Truth::Yes, |filter| Scope::new(world).own(record).holds(filter));
            if let (Truth::Yes, Value::Ref(_, unit), Some(day)) = (fits, record.get("unit"), record.get("date").day()) {
                groups.entry((unit, day)).or_default().push(record);
            }
        }
        groups.into_iter().map(|((unit, day), records)| self.one(unit, day, &records)).collect()
    }

    fn one(&self, unit: String, day: Date, records: &[&Record]) -> Record {
        let numbers = || {
            records.iter().filter_map(|record| if let Value::Number(n) = record.get("score") { Some(n) } else { None })
        };
        let number = |n: Option<i128>| n.map_or(Value::MISSING, Value::Number);
        let truth = |truth: Truth| match truth {
            Truth::Unknown(doubt) => Value::Unknown(doubt),
            known => Value::Is(known == Truth::Yes),
        };
        let covert = || records.iter().map(|record| record.get("covert").truth());
        let mut seen = BTreeSet::new();
        for record in records {
            if let Value::Set(items) = record.get("items") {
                seen.extend(items);
            }
        }
        // Those without a place or a score are passed over; of equal scores the key decides.
        let mut placed: Vec<(i128, &String, Value)> = records
            .iter()
            .filter_map(|record| match (record.get("score"), record.get("place")) {
                (Value::Number(score), place @ Value::Text(_)) => Some((score, &record.key, place)),
                _ => None,
            })
            .collect();
        placed.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        let place = |of: Option<&(i128, &String, Value)>| of.map_or(Value::MISSING, |(_, _, place)| place.clone());
        let fields = BTreeMap::from([
            ("unit", Value::Ref("unit", unit.clone())),
            ("date", Value::Date(day)),
            ("n", Value::Number(records.len() as i128 * ONE)),
            ("worst", number(numbers().min())),
            ("best", number(numbers().max())),
            ("points", Value::Number(numbers().sum())),
            ("seen", Value::Set(seen)),
            ("secret", truth(Truth::any(covert()))),
            ("secrets", truth(Truth::all(covert()))),
            ("opening", place(placed.first())),
            ("closing", place(placed.last())),
        ]);
        let behind = records.iter().flat_map(|record| record.evidence()).collect();
        Record { kind: self.name, key: format!("{unit}|{day}"), fields, behind }
    }
}
