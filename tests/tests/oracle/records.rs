//! The kinds of record all cases share, their files, and what a reader makes of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    time::{Date, Stretch},
    value::{Doubt, Value, number},
};

/// Types of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Number,
    YesNo,
    Date,
    Code(&'static str),
    Codes(&'static str),
    Ref(&'static str),
}

/// A field of a kind of record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) ty: Type,
    /// What stands before its name: `key`, `at`, `known`.
    pub(crate) marker: &'static str,
}

/// A kind of record.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
}

const fn field(name: &'static str, ty: Type) -> Field {
    Field { name, ty, marker: "" }
}

const fn marked(marker: &'static str, name: &'static str, ty: Type) -> Field {
    Field { name, ty, marker }
}

/// Codes of the catalogs; `classes` is ordered.
pub(crate) const CATALOGS: &[(&str, &[&str])] =
    &[("classes", &["low", "middle", "high"]), ("items", &["fire", "power", "gas"])];

pub(crate) fn codes(catalog: &str) -> &'static [&'static str] {
    CATALOGS.iter().find(|(name, _)| *name == catalog).unwrap().1
}

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "unit",
        fields: &[
            marked("key", "id", Type::Text),
            field("class", Type::Code("classes")),
            field("since", Type::Date),
            field("until", Type::Date),
            field("major", Type::YesNo),
            field("staff", Type::Number),
            field("every", Type::Number),
        ],
    },
    Kind { name: "group", fields: &[marked("key", "id", Type::Text)] },
    Kind {
        name: "visit",
        fields: &[
            marked("key", "id", Type::Text),
            marked("at", "date", Type::Date),
            marked("known", "entered", Type::Date),
            field("unit", Type::Ref("unit")),
            field("group", Type::Ref("group")),
            field("covert", Type::YesNo),
            field("signed", Type::YesNo),
            field("score", Type::Number),
            field("items", Type::Codes("items")),
            field("place", Type::Text),
            field("class", Type::Code("classes")),
            field("planned", Type::Date),
            field("done", Type::Date),
        ],
    },
    Kind {
        name: "report",
        fields: &[
            marked("key", "id", Type::Text),
            marked("at", "sent", Type::Date),
            field("visit", Type::Ref("visit")),
            field("unit", Type::Ref("unit")),
            field("month", Type::Date),
            field("ok", Type::YesNo),
        ],
    },
    Kind {
        name: "leak",
        fields: &[marked("at", "date", Type::Date), field("unit", Type::Ref("unit")), field("ok", Type::YesNo)],
    },
    Kind {
        name: "campaign",
        fields: &[
            marked("key", "id", Type::Text),
            field("unit", Type::Ref("unit")),
            field("from", Type::Date),
            field("until", Type::Date),
            field("ordered", Type::Number),
        ],
    },
];

pub(crate) fn kind(name: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.name == name).unwrap_or_else(|| panic!("no record {name}"))
}

impl Kind {
    fn marked(&self, marker: &str) -> Option<&'static str> {
        self.fields.iter().find(|field| field.marker == marker).map(|field| field.name)
    }

    pub(crate) fn at(&self) -> Option<&'static str> {
        self.marked("at")
    }

    /// Its declaration. Only keys and dates that place a record may not be empty.
    fn text(&self) -> String {
        let field = |field: &Field| {
            let ty = match field.ty {
                Type::Text => "text".to_owned(),
                Type::Number => "number".to_owned(),
                Type::YesNo => "yesno".to_owned(),
                Type::Date => "date".to_owned(),
                Type::Code(catalog) => catalog.to_owned(),
                Type::Codes(catalog) => format!("set of {catalog}"),
                Type::Ref(kind) => format!("ref {kind}"),
            };
            let optional = if matches!(field.marker, "key" | "at") { "" } else { "?" };
            format!("  {} {}: {ty}{optional}\n", field.marker, field.name)
        };
        let key = if self.marked("key").is_none() { "  key row\n" } else { "" };
        format!("record {} {{\n{key}{}}}\n", self.name, self.fields.iter().map(field).collect::<String>())
    }
}

/// The declarations of all kinds and catalogs.
pub(crate) fn declarations() -> String {
    let catalog = |(name, codes): &(&str, &[&str])| {
        let ordered = if *name == "classes" { " ordered" } else { "" };
        format!("catalog {name}{ordered} {{ {} }}\n", codes.join("; "))
    };
    CATALOGS.iter().map(catalog).chain(KINDS.iter().map(Kind::text)).collect()
}

/// For which dates a kind is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Feed {
    /// Declared in the manifest.
    Declared(Vec<Stretch>),
    /// Not declared: from the first to the last record.
    Undeclared,
    /// No file at all.
    Absent,
}

/// The rows of a kind's file, cells in the order of its fields.
pub(crate) type Rows = Vec<Vec<String>>;

/// A record, as all its rows together tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) kind: &'static str,
    pub(crate) key: String,
    pub(crate) fields: BTreeMap<&'static str, Value>,
    /// Records behind it, if it is derived; as `kind:key`.
    pub(crate) behind: BTreeSet<String>,
}

impl Record {
    pub(crate) fn get(&self, field: &str) -> Value {
        self.fields.get(field).cloned().unwrap_or_else(|| panic!("{} has no {field}", self.kind))
    }

    /// Whether its versions disagree on anything.
    pub(crate) fn conflicted(&self) -> bool {
        self.fields.values().any(|value| value.doubt().is_some_and(|doubt| doubt.conflict))
    }

    /// The evidence it is.
    pub(crate) fn evidence(&self) -> BTreeSet<String> {
        if self.behind.is_empty() { [format!("{}:{}", self.kind, self.key)].into() } else { self.behind.clone() }
    }
}

fn cell(text: &str, ty: Type) -> Value {
    if text.is_empty() {
        return Value::MISSING;
    }
    match ty {
        Type::Text => Value::Text(text.to_owned()),
        Type::Number => Value::Number(number(text)),
        Type::YesNo => Value::Is(text == "yes"),
        Type::Date => Value::Date(text.parse().unwrap()),
        Type::Code(catalog) => Value::Code(catalog, text.to_owned()),
        Type::Codes(_) => Value::Set(text.split(';').map(str::to_owned).collect()),
        Type::Ref(kind) => Value::Ref(kind, text.to_owned()),
    }
}

/// Makes records of rows: identical ones are one, of versions the last entered stands, what else differs is in conflict.
pub(crate) fn read(kind: &'static Kind, rows: &Rows, known_by: Option<Date>) -> Vec<Record> {
    let record = |cells: &Vec<String>| -> BTreeMap<&'static str, Value> {
        kind.fields.iter().zip(cells).map(|(field, text)| (field.name, cell(text, field.ty))).collect()
    };
    let entered = |fields: &BTreeMap<&'static str, Value>| kind.marked("known").and_then(|field| fields[field].day());
    let seen = |fields: &BTreeMap<&'static str, Value>| match (entered(fields), known_by) {
        (Some(entered), Some(by)) => entered <= by,
        _ => true,
    };
    let rows: Vec<_> = rows.iter().map(record).enumerate().filter(|(_, fields)| seen(fields)).collect();
    let mut versions: BTreeMap<String, Vec<BTreeMap<&'static str, Value>>> = BTreeMap::new();
    for (i, fields) in rows {
        let key = match kind.marked("key").map(|key| &fields[key]) {
            Some(Value::Text(key)) => key.clone(),
            Some(other) => panic!("{other:?} is no key"),
            // Every line counts; it goes by the number of its line in the file.
            None => (i + 2).to_string(),
        };
        versions.entry(key).or_default().push(fields);
    }
    let merged = |(key, mut versions): (String, Vec<BTreeMap<&'static str, Value>>)| {
        // The last entered stands; where that does not decide, all of them do.
        if versions.iter().all(|fields| entered(fields).is_some()) {
            let last = versions.iter().filter_map(entered).max();
            versions.retain(|fields| entered(fields) == last);
        }
        let mut fields = versions[0].clone();
        for (name, value) in &mut fields {
            if versions.iter().any(|other| other[name] != *value) {
                *value = Value::Unknown(Doubt::CONFLICT);
            }
        }
        // The engine marks the record, not the field: what else is empty in it may be told as a conflict as well.
        if fields.values().any(|value| *value == Value::Unknown(Doubt::CONFLICT)) {
            for value in fields.values_mut().filter(|value| **value == Value::MISSING) {
                *value = Value::Unknown(Doubt::MISSING.with(Doubt::CONFLICT));
            }
        }
        Record { kind: kind.name, key, fields, behind: BTreeSet::new() }
    };
    versions.into_iter().map(merged).collect()
}
