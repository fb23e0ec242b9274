//! Registers, and the members a rule is judged for.

use crate::{
    condition::{Condition, Scope},
    records::codes,
    time::{Date, Stretch},
    value::{Truth, Value},
    world::World,
};

/// `register NAME of unit where … from since until until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Register {
    pub(crate) name: &'static str,
    pub(crate) filter: Option<Condition>,
    /// Whether membership begins and ends.
    pub(crate) dated: bool,
    /// Whether those in at some time count too.
    pub(crate) ever: bool,
}

impl Register {
    pub(crate) fn text(&self) -> String {
        let filter = self.filter.as_ref().map_or(String::new(), |filter| format!(" where {}", filter.text()));
        let dates = if self.dated { " from since until until" } else { "" };
        let ever = if self.ever { " ever in force" } else { "" };
        format!("register {} of unit{filter}{dates}{ever}\n", self.name)
    }
}

/// What a range takes its members from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    Register(&'static str),
    Record(&'static str),
    Catalog(&'static str),
}

impl Over {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Register(name) | Self::Record(name) | Self::Catalog(name) => name,
        }
    }
}

/// `per u in units where …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) name: &'static str,
    pub(crate) over: Over,
    pub(crate) filter: Option<Condition>,
}

pub(crate) fn ranges_text(ranges: &[Range]) -> String {
    if ranges.is_empty() {
        return String::new();
    }
    let range = |range: &Range| {
        let filter = range.filter.as_ref().map_or(String::new(), |filter| format!(" where {}", filter.text()));
        format!("{} in {}{filter}", range.name, range.over.text())
    };
    format!("  per {}\n", ranges.iter().map(range).collect::<Vec<_>>().join(", "))
}

/// One of a register, a kind of record or a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) value: Value,
    pub(crate) key: String,
    pub(crate) kind: &'static str,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    /// Whether it is one.
    pub(crate) belongs: Truth,
}

impl Member {
    pub(crate) fn in_force(&self, on: Date) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }

    pub(crate) fn throughout(&self, window: Stretch) -> bool {
        self.in_force(window.from) && self.in_force(window.to)
    }

    pub(crate) fn sometime(&self, window: Stretch) -> bool {
        self.from.is_none_or(|from| from <= window.to) && self.until.is_none_or(|until| window.from <= until)
    }
}

/// All that may be members, in the order of their keys or codes.
pub(crate) fn members(world: &World<'_>, over: Over) -> Vec<Member> {
    let of_records = |kind: &'static str, register: Option<&Register>| {
        let member = |record: &crate::records::Record| {
            let dated = register.is_some_and(|register| register.dated);
            let date = |field| if dated { record.get(field).day() } else { None };
            let filter = register.and_then(|register| register.filter.as_ref());
            Member {
                value: Value::Ref(kind, record.key.clone()),
                key: record.key.clone(),
                kind,
                from: date("since"),
                until: date("until"),
                belongs: filter.map_or(Truth::Yes, |filter| Scope::new(world).own(record).holds(filter)),
            }
        };
        world.records(kind).iter().map(member).filter(|member| member.belongs.possible()).collect()
    };
    match over {
        Over::Register(name) => of_records("unit", Some(world.case.register(name))),
        Over::Record(kind) => of_records(kind, None),
        Over::Catalog(catalog) => codes(catalog)
            .iter()
            .map(|code| Member {
                value: Value::Code(catalog, (*code).to_owned()),
                key: (*code).to_owned(),
                kind: catalog,
                from: None,
                until: None,
                belongs: Truth::Yes,
            })
            .collect(),
    }
}

/// Members paired, of whom a rule is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) key: String,
    pub(crate) members: Vec<(&'static str, Value)>,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) belongs: Truth,
}

impl Subject {
    /// The policy itself.
    pub(crate) fn whole() -> Self {
        Self { key: "t".to_owned(), members: Vec::new(), from: None, until: None, belongs: Truth::Yes }
    }

    pub(crate) fn scope<'a>(&'a self, world: &'a World<'a>) -> Scope<'a> {
        Scope { members: &self.members, ..Scope::new(world) }
    }
}

pub(crate) fn subjects(world: &World<'_>, ranges: &[Range]) -> Vec<Subject> {
    let mut found = vec![Subject::whole()];
    for (nth, range) in ranges.iter().enumerate() {
        let mut next = Vec::new();
        for before in &found {
            for member in members(world, range.over) {
                let mut subject = before.clone();
                subject.key = if nth == 0 { member.key.clone() } else { format!("{}|{}", before.key, member.key) };
                subject.members.push((range.name, member.value.clone()));
                subject.from = before.from.max(member.from);
                subject.until = [before.until, member.until].into_iter().flatten().min();
                let filter = range.filter.as_ref().map_or(Truth::Yes, |filter| subject.scope(world).holds(filter));
                subject.belongs = before.belongs.and(member.belongs).and(filter);
                next.extend(Some(subject).filter(|subject| subject.belongs.possible()));
            }
        }
        found = next;
    }
    found
}
