//! Conditions and terms: how they are written and what they mean.

use std::collections::BTreeSet;

use crate::{
    records::{Record, codes},
    time::{Date, Family, Span, apart, moved, plus, working_days_between},
    value::{Doubt, Micro, ONE, Truth, Value, number_text},
    world::World,
};
use chrono::Datelike as _;

/// Where a path begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Root {
    /// The record under the condition.
    Own,
    /// The outer record of an inner condition.
    This,
    /// A member that `per` names.
    Member(&'static str),
    /// A neighbour in a sequence: `previous`, `next`, `latest`.
    Neighbour(&'static str, &'static str),
}

/// A field, perhaps through references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) root: Root,
    pub(crate) fields: Vec<&'static str>,
}

impl Path {
    pub(crate) fn own(fields: &[&'static str]) -> Self {
        Self { root: Root::Own, fields: fields.to_vec() }
    }

    pub(crate) fn of(member: &'static str, fields: &[&'static str]) -> Self {
        Self { root: Root::Member(member), fields: fields.to_vec() }
    }

    pub(crate) fn text(&self) -> String {
        let root = match &self.root {
            Root::Own => String::new(),
            Root::This => "this".to_owned(),
            Root::Member(name) => (*name).to_owned(),
            Root::Neighbour(which, sequence) => format!("{which} {sequence}"),
        };
        let parts = std::iter::once(root.as_str()).chain(self.fields.iter().copied());
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Op {
    pub(crate) const ALL: [Self; 6] =
        [Self::Equal, Self::Unequal, Self::Less, Self::AtMost, Self::Greater, Self::AtLeast];

    fn text(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Unequal => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// Something with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Term {
    Path(Path),
    Number(Micro),
    Text(String),
    Code(&'static str, &'static str),
    /// A declared number, by name.
    Named(&'static str),
    Lookup(&'static str, Box<Term>),
    Days {
        from: Box<Term>,
        to: Box<Term>,
        working: bool,
        through: bool,
    },
    Edge {
        last: bool,
        family: Family,
        of: Box<Term>,
    },
    Weekday(Box<Term>),
    Size(Path),
    /// `earlier of`, `later of`, `greater of`, `lesser of`.
    Choice {
        word: &'static str,
        greatest: bool,
        of: Vec<Term>,
    },
    Moved {
        of: Box<Term>,
        by: Span,
        back: bool,
    },
}

impl Term {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Path(path) => path.text(),
            Self::Number(number) => number_text(*number),
            Self::Text(text) => format!("\"{text}\""),
            Self::Code(_, code) => (*code).to_owned(),
            Self::Named(name) => (*name).to_owned(),
            Self::Lookup(table, of) => format!("lookup({table}, {})", of.text()),
            Self::Days { from, to, working, through } => format!(
                "{}days from {} {} {}",
                if *working { "working " } else { "" },
                from.text(),
                if *through { "through" } else { "to" },
                to.text()
            ),
            Self::Edge { last, family, of } => {
                format!("{} of {} of {}", if *last { "end" } else { "start" }, family.text(), of.text())
            }
            Self::Weekday(of) => format!("weekday of {}", of.text()),
            Self::Size(path) => format!("size of {}", path.text()),
            Self::Choice { word, of, .. } => {
                format!("{word} of ({})", of.iter().map(Self::text).collect::<Vec<_>>().join(", "))
            }
            Self::Moved { of, by, back } => format!("({} {} {by})", of.text(), if *back { "-" } else { "+" }),
        }
    }
}

/// Something that holds or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// A yes-or-no field.
    Is(Path),
    Compare(Op, Term, Term),
    Between(Term, Term, Term),
    In(Path, Vec<&'static str>),
    Known(Path, bool),
    Has(Path, &'static str),
    HasAll(Path, Vec<&'static str>),
    Meets(Path, Vec<&'static str>),
    /// `starts`, `ends`, `contains`.
    TextLike(Path, &'static str, &'static str),
    Exists {
        kind: &'static str,
        link: Vec<(Path, Path)>,
        filter: Option<Box<Condition>>,
    },
    /// Another rule's verdict on this record.
    Quoted(&'static str, &'static str),
    Not(Box<Condition>),
    And(Vec<Condition>),
    Or(Vec<Condition>),
}

impl Condition {
    pub(crate) fn text(&self) -> String {
        let set = |codes: &[&str]| format!("{{{}}}", codes.join(", "));
        let joined = |parts: &[Self], word: &str| {
            parts.iter().map(Self::bracketed).collect::<Vec<_>>().join(&format!(" {word} "))
        };
        match self {
            Self::Is(path) => path.text(),
            Self::Compare(op, left, right) => format!("{} {} {}", left.text(), op.text(), right.text()),
            Self::Between(term, low, high) => format!("{} between {} and {}", term.text(), low.text(), high.text()),
            Self::In(path, codes) => format!("{} in {}", path.text(), set(codes)),
            Self::Known(path, known) => format!("{} {}", path.text(), if *known { "known" } else { "missing" }),
            Self::Has(path, item) => format!("{} has {item}", path.text()),
            Self::HasAll(path, items) => format!("{} has all {}", path.text(), set(items)),
            Self::Meets(path, items) => format!("{} meets {}", path.text(), set(items)),
            Self::TextLike(path, how, text) => format!("{} {how} \"{text}\"", path.text()),
            Self::Exists { kind, link, filter } => {
                let links = link.iter().map(|(inner, outer)| format!("{} = {}", inner.text(), outer.text()));
                let filter = filter.iter().map(|filter| filter.bracketed());
                let parts: Vec<_> = links.chain(filter).collect();
                let parts = if parts.is_empty() { String::new() } else { format!(" where {}", parts.join(" and ")) };
                format!("(exists {kind}{parts})")
            }
            Self::Quoted(rule, word) => format!("{rule} {word}"),
            Self::Not(inner) => format!("not {}", inner.bracketed()),
            Self::And(parts) => joined(parts, "and"),
            Self::Or(parts) => joined(parts, "or"),
        }
    }

    pub(crate) fn bracketed(&self) -> String {
        if matches!(self, Self::And(_) | Self::Or(_)) { format!("({})", self.text()) } else { self.text() }
    }
}

/// What a condition looks at.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) world: &'a World<'a>,
    pub(crate) own: Option<&'a Record>,
    pub(crate) this: Option<&'a Record>,
    /// Members by name.
    pub(crate) members: &'a [(&'static str, Value)],
    /// The day a dated number is taken as of.
    pub(crate) day: Option<Date>,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(world: &'a World<'a>) -> Self {
        Self { world, own: None, this: None, members: &[], day: None }
    }

    pub(crate) fn own(self, record: &'a Record) -> Self {
        Self { own: Some(record), ..self }
    }

    pub(crate) fn path(&self, path: &Path) -> Value {
        let (mut value, mut fields) = match &path.root {
            Root::Member(name) => {
                (self.members.iter().find(|(member, _)| member == name).unwrap().1.clone(), path.fields.as_slice())
            }
            root => {
                let record = match root {
                    Root::This => self.this,
                    Root::Neighbour(which, sequence) => self.world.neighbour(self.own.unwrap(), which, sequence),
                    _ => self.own,
                };
                let Some(record) = record else { return Value::MISSING };
                let Some((first, rest)) = path.fields.split_first() else {
                    return Value::Ref(record.kind, record.key.clone());
                };
                (record.get(first), rest)
            }
        };
        while let Some((field, rest)) = fields.split_first() {
            value = match value {
                Value::Ref(kind, key) => {
                    self.world.record(kind, &key).map_or(Value::MISSING, |record| record.get(field))
                }
                unknown => unknown,
            };
            fields = rest;
        }
        value
    }

    pub(crate) fn value(&self, term: &Term) -> Value {
        let each = |terms: &[&Term], of: &dyn Fn(&[Value]) -> Value| {
            let values: Vec<Value> = terms.iter().map(|term| self.value(term)).collect();
            let doubt = values.iter().filter_map(Value::doubt).reduce(Doubt::with);
            doubt.map_or_else(|| of(&values), Value::Unknown)
        };
        let day = |value: &Value| value.day().unwrap();
        match term {
            Term::Path(path) => self.path(path),
            Term::Number(number) => Value::Number(*number),
            Term::Text(text) => Value::Text(text.clone()),
            Term::Code(catalog, code) => Value::Code(catalog, (*code).to_owned()),
            Term::Named(name) => self.world.named(name, self.day),
            Term::Lookup(table, of) => self.world.lookup(table, &self.value(of)),
            Term::Days { from, to, working, through } => each(&[from, to], &|ends| {
                let (from, to) = (day(&ends[0]), day(&ends[1]));
                let first = if *through { plus(from, -1) } else { from };
                let days = if *working { working_days_between(first, to) } else { apart(first, to) };
                Value::Number(Micro::from(days) * ONE)
            }),
            Term::Edge { last, family, of } => each(&[of], &|of| {
                let window = family.around(day(&of[0]));
                Value::Date(if *last { window.to } else { window.from })
            }),
            Term::Weekday(of) => {
                each(&[of], &|of| Value::Number(Micro::from(day(&of[0]).weekday().number_from_monday()) * ONE))
            }
            Term::Size(path) => match self.path(path) {
                Value::Set(items) => Value::Number(items.len() as Micro * ONE),
                unknown => unknown,
            },
            Term::Moved { of, by, back } => each(&[of], &|of| Value::Date(moved(day(&of[0]), *by, *back))),
            Term::Choice { greatest, of, .. } => {
                let values: Vec<Value> = of.iter().map(|term| self.value(term)).collect();
                let known = values.iter().filter(|value| value.doubt().is_none());
                let order = |a: &&Value, b: &&Value| match (a, b) {
                    (Value::Date(a), Value::Date(b)) => a.cmp(b),
                    (Value::Number(a), Value::Number(b)) => a.cmp(b),
                    other => panic!("{other:?}"),
                };
                let found = if *greatest { known.max_by(order) } else { known.min_by(order) };
                let doubt = values.iter().filter_map(Value::doubt).reduce(Doubt::with);
                found.cloned().unwrap_or_else(|| Value::Unknown(doubt.unwrap_or(Doubt::MISSING)))
            }
        }
    }

    pub(crate) fn holds(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::Is(path) => self.path(path).truth(),
            Condition::Compare(op, left, right) => compare(*op, &self.value(left), &self.value(right)),
            Condition::Between(term, low, high) => {
                let value = self.value(term);
                compare(Op::AtLeast, &value, &self.value(low)).and(compare(Op::AtMost, &value, &self.value(high)))
            }
            Condition::In(path, codes) => match self.path(path) {
                Value::Code(_, code) => Truth::of(codes.contains(&code.as_str())),
                other => other.truth(),
            },
            Condition::Known(path, known) => {
                // What versions disagree on is not known.
                let is_known = self.path(path).doubt().is_none();
                Truth::of(is_known == *known)
            }
            Condition::Has(path, item) => self.set(path, |items| items.contains(*item)),
            Condition::HasAll(path, all) => self.set(path, |items| all.iter().all(|item| items.contains(*item))),
            Condition::Meets(path, some) => self.set(path, |items| some.iter().any(|item| items.contains(*item))),
            Condition::TextLike(path, how, part) => match self.path(path) {
                Value::Text(text) => Truth::of(match *how {
                    "starts" => text.starts_with(part),
                    "ends" => text.ends_with(part),
                    _ => text.contains(part),
                }),
                other => other.truth(),
            },
            Condition::Exists { kind, link, filter } => {
                let outer = self.own;
                let fits = |record: &Record| {
                    let inner = Scope { own: Some(record), this: outer, ..*self };
                    let linked = Truth::all(link.iter().map(|(ours, theirs)| {
                        let (ours, theirs) = (inner.path(ours), inner.path(theirs));
                        match (ours.doubt(), theirs.doubt()) {
                            (_, Some(doubt)) => Truth::Unknown(doubt),
                            // One that does not say whose it is belongs to nobody.
                            (Some(_), None) => Truth::No,
                            _ => Truth::of(ours == theirs),
                        }
                    }));
                    linked.and(filter.as_ref().map_or(Truth::Yes, |filter| inner.holds(filter)))
                };
                Truth::any(self.world.records(kind).iter().map(fits).collect::<Vec<_>>())
            }
            Condition::Quoted(rule, word) => self.world.quoted(rule, word, self.own.unwrap()),
            Condition::Not(inner) => self.holds(inner).not(),
            Condition::And(parts) => Truth::all(parts.iter().map(|part| self.holds(part))),
            Condition::Or(parts) => Truth::any(parts.iter().map(|part| self.holds(part))),
        }
    }

    fn set(&self, path: &Path, holds: impl FnOnce(&BTreeSet<String>) -> bool) -> Truth {
        match self.path(path) {
            Value::Set(items) => Truth::of(holds(&items)),
            other => other.truth(),
        }
    }
}

fn compare(op: Op, left: &Value, right: &Value) -> Truth {
    let doubts = [left, right].into_iter().filter_map(Value::doubt).reduce(Doubt::with);
    if let Some(doubt) = doubts {
        return Truth::Unknown(doubt);
    }
    Truth::of(match (left, right) {
        (Value::Number(a), Value::Number(b)) => op.holds(a, b),
        (Value::Date(a), Value::Date(b)) => op.holds(a, b),
        (Value::Text(a), Value::Text(b)) => op.holds(a, b),
        (Value::Is(a), Value::Is(b)) => op.holds(a, b),
        (Value::Ref(_, a), Value::Ref(_, b)) => op.holds(a, b),
        (Value::Code(catalog, a), Value::Code(_, b)) => {
            let rank = |code: &str| codes(catalog).iter().position(|c| *c == code);
            op.holds(&rank(a), &rank(b))
        }
        other => panic!("{other:?}"),
    })
}
