//! `sequence`: what comes before and after.

use crate::{records::Record, time::Date, value::Value, world::World};

/// `sequence NAME of visit per unit by date`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sequence {
    pub(crate) name: &'static str,
    pub(crate) of: &'static str,
    pub(crate) per: &'static str,
    pub(crate) by: &'static str,
}

impl Sequence {
    pub(crate) fn text(&self) -> String {
        format!("sequence {} of {} per {} by {}\n", self.name, self.of, self.per, self.by)
    }

    /// The neighbour of a record: strictly before its date, strictly after, or on or before; of several on a day the
    /// one whose key is nearest.
    pub(crate) fn neighbour<'a>(&self, world: &'a World<'a>, of: &Record, which: &str) -> Option<&'a Record> {
        let own = of.get(self.per);
        let day = of.get(world.at(of.kind)?).day()?;
        if matches!(own, Value::Unknown(_)) {
            return None;
        }
        let mut all: Vec<(Date, &Record)> = world
            .records(self.of)
            .iter()
            .filter(|record| record.get(self.per) == own)
            .filter_map(|record| Some((record.get(self.by).day()?, record)))
            .collect();
        all.sort_by_key(|(day, record)| (*day, record.key.clone()));
        let found = match which {
            "previous" => all.iter().rev().find(|(other, _)| *other < day),
            "next" => all.iter().find(|(other, _)| *other > day),
            _ => all.iter().rev().find(|(other, _)| *other <= day),
        };
        found.map(|(_, record)| *record)
    }
}
