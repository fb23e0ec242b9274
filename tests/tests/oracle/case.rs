//! A case: a policy, records, and as of which date they are judged; how it is written for the engine and for a test.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
};

use crate::{
    event::Event,
    members::Register,
    records::{Feed, KINDS, Rows, declarations, kind},
    rule::{Rule, effective_text},
    sequence::Sequence,
    table::Table,
    time::{Date, Stretch},
    told::Told,
    value::{Micro, Value, number_text},
    world::World,
};

/// A number and the days from which its values hold, the first one from always.
pub(crate) type Numbers = Vec<(&'static str, Vec<(Option<Date>, Micro)>)>;

/// A policy, records, and how they are to be judged.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Case {
    pub(crate) effective: Option<(Date, Option<Date>)>,
    pub(crate) registers: Vec<Register>,
    pub(crate) numbers: Numbers,
    pub(crate) tables: Vec<Table>,
    pub(crate) events: Vec<Event>,
    pub(crate) sequences: Vec<Sequence>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) rows: BTreeMap<&'static str, Rows>,
    pub(crate) feeds: BTreeMap<&'static str, Feed>,
    pub(crate) as_of: Date,
    pub(crate) known_by: Option<Date>,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    pub(crate) all_evidence: bool,
}

/// The feed of a kind that nothing is said of.
static UNDECLARED: Feed = Feed::Undeclared;

impl Case {
    pub(crate) fn register(&self, name: &str) -> &Register {
        self.registers.iter().find(|register| register.name == name).unwrap()
    }

    pub(crate) fn feed(&self, kind: &str) -> &Feed {
        self.feeds.get(kind).unwrap_or(&UNDECLARED)
    }

    pub(crate) fn named(&self, name: &str, day: Option<Date>) -> Value {
        let values = &self.numbers.iter().find(|(candidate, _)| *candidate == name).unwrap().1;
        let holds = |from: &Option<Date>| from.is_none_or(|from| day.is_some_and(|day| from <= day));
        values.iter().rev().find(|(from, _)| holds(from)).map_or(Value::MISSING, |(_, number)| Value::Number(*number))
    }

    /// The policy.
    pub(crate) fn policy(&self) -> String {
        let effective =
            self.effective.map_or("  effective from 2000-01-01\n".to_owned(), |days| effective_text(Some(days)));
        let mut text =
            format!("policy t \"test\" {{\n{effective}  calendar cn.state_council\n  counting cn.civil_code\n}}\n");
        text += &declarations();
        for (name, values) in &self.numbers {
            let value = |(from, number): &(Option<Date>, Micro)| {
                number_text(*number) + &from.map_or(String::new(), |from| format!(" from {from}"))
            };
            let values = values.iter().map(value).collect::<Vec<_>>().join(", ");
            writeln!(text, "param {name} = {values} cite 1").unwrap();
        }
        text.extend(self.tables.iter().map(Table::text));
        text.extend(self.registers.iter().map(Register::text));
        text.extend(self.events.iter().map(Event::text));
        text.extend(self.sequences.iter().map(Sequence::text));
        text.extend(self.rules.iter().map(Rule::text));
        text
    }

    /// A kind's file.
    pub(crate) fn file(&self, name: &str) -> String {
        let heading = kind(name).fields.iter().map(|field| field.name).collect::<Vec<_>>().join(",");
        let none = Rows::new();
        let rows = self.rows.get(name).unwrap_or(&none).iter().map(|cells| cells.join(","));
        std::iter::once(heading).chain(rows).map(|line| line + "\n").collect()
    }

    /// The kinds that have a file.
    pub(crate) fn fed(&self) -> impl Iterator<Item = &'static str> {
        KINDS.iter().map(|kind| kind.name).filter(|name| self.feed(name) != &Feed::Absent)
    }

    /// What the plain reading of the rules gives.
    pub(crate) fn judge(&self) -> Vec<Told> {
        let world = World::new(self);
        for rule in &self.rules {
            let told = rule.judge(&world);
            world.told.borrow_mut().extend(told);
        }
        world.told.into_inner()
    }
}

pub(crate) fn stretch_text(stretch: &Stretch) -> String {
    format!("{}..{}", stretch.from, stretch.to)
}

/// Written as a test of `crates/guiju-eval/tests/engine` writes it.
impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "case(r#\"\n{}\"#)", self.policy())?;
        for name in self.fed() {
            if !self.rows.get(name).is_none_or(Vec::is_empty) || self.feed(name) != &Feed::Undeclared {
                writeln!(f, ".with(\"{name}\", \"{}\")", self.file(name).replace('\n', "\n    ").trim_end())?;
            }
            if let Feed::Declared(stretches) = self.feed(name) {
                let days = stretches.iter().map(stretch_text).collect::<Vec<_>>().join(" ");
                writeln!(f, ".data_of(\"{name}\", \"{days}\")")?;
            }
        }
        writeln!(f, ".as_of(\"{}\")", self.as_of)?;
        if let Some(by) = self.known_by {
            writeln!(f, ".known_by(\"{by}\")")?;
        }
        if let (Some(from), Some(to)) = (self.from, self.to) {
            writeln!(f, ".between(\"{from}\", \"{to}\")")?;
        }
        if self.all_evidence {
            writeln!(f, ".all_evidence()")?;
        }
        write!(f, ".run()")
    }
}
