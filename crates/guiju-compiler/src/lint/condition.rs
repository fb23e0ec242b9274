//! W0310: a condition that can never hold, or always does.
//!
//! What is compared with constants alone is decided: each path through references is a quantity of its own, whose
//! values are narrowed by one comparison after another. What is not understood may hold, so a lint is never wrong.

use std::collections::{BTreeMap, BTreeSet};

use guiju_calendar::Day;
use guiju_syntax::{Code, Diagnostic, Message, Span, ast::Op};
use rust_decimal::Decimal;

use super::Set;
use crate::{
    hir::{Expr, ExprKind, Head, Trigger, Value},
    schema::{FieldId, Schema, Type},
};

pub(super) fn lint(set: &Set<'_>) -> Vec<Diagnostic> {
    let program = &set.checked.program;
    let schema = &program.schema;
    let mut found = Vec::new();
    let mut filters: Vec<&Expr> = Vec::new();
    for rule in &program.rules {
        filters.extend(rule.per.iter().filter_map(|range| range.filter.as_ref()));
        let unless = match &rule.head {
            Head::Quantity(q) => {
                filters.extend(&q.counted.filter);
                None
            }
            Head::Coverage(c) => {
                filters.extend(&c.counted.filter);
                c.unless.as_ref()
            }
            Head::Deadline(d) => trigger(&d.trigger, &mut filters),
            Head::Hold(h) => {
                filters.extend(h.during.iter().chain(h.each.iter().filter_map(|each| each.filter.as_ref())));
                h.each.as_ref().and_then(|each| each.unless.as_ref())
            }
            Head::TimeIn(_) => None,
            // The conditions of a path are those of its first stage.
            Head::Path(p) => {
                let first = p.stages.first().and_then(|stage| stage.duties.first());
                first.and_then(|duty| trigger(&duty.trigger, &mut filters))
            }
            Head::Check(c) => {
                filters.extend(&c.filter);
                found.extend(c.must.iter().flat_map(|must| dead(schema, &must.expr)).map(|span| told(span, NEVER)));
                c.unless.as_ref()
            }
        };
        let standing = rule.standing.unless.iter().chain(rule.reliefs.iter().filter_map(|r| r.filter.as_ref()));
        for unless in standing.filter(|unless| never(schema, unless, true)) {
            found.push(told(unless.span, EVERYONE));
        }
        filters.extend(&rule.standing.during);
        filters.extend(rule.reliefs.iter().filter_map(|r| r.grant.as_ref()?.filter.as_ref()));
        if let Some(unless) = unless.filter(|unless| never(schema, unless, true)) {
            found.push(told(unless.span, EVERYONE));
        }
    }
    filters.extend(program.registers.iter().flat_map(|r| &r.filter));
    filters.extend(program.sequences.iter().flat_map(|s| &s.filter));
    filters.extend(program.states.iter().flat_map(|s| &s.spells).filter_map(|spell| spell.filter.as_ref()));
    filters.extend(program.events.iter().flat_map(|e| &e.sources).flat_map(|s| &s.filter));
    for filter in filters {
        let dead = dead(schema, filter);
        if !dead.is_empty() {
            found.extend(dead.into_iter().map(|span| told(span, NEVER)));
        // A filter that names every code there is today is still the text's list: others may add codes.
        } else if never(&Schema::default(), filter, true) {
            found.push(told(filter.span, ALWAYS));
        }
    }
    found
}

/// Adds the filter of a trigger to the others, and returns its carve-out.
fn trigger<'p>(trigger: &'p Trigger, filters: &mut Vec<&'p Expr>) -> Option<&'p Expr> {
    match trigger {
        Trigger::Each { filter, unless, .. } => {
            filters.extend(filter);
            unless.as_ref()
        }
        Trigger::Every(_) | Trigger::Anchored { .. } => None,
    }
}

const NEVER: [(&str, &str); 2] = [("this can never hold", "此条件永不成立"), ("no record fits", "没有记录能符合")];
const ALWAYS: [(&str, &str); 2] = [
    ("this always holds", "此条件总是成立"),
    ("it leaves nothing out but what is unknown", "除未知者外，不排除任何记录"),
];
const EVERYONE: [(&str, &str); 2] =
    [("this frees everyone", "此除外情形免除了所有对象"), ("nothing is left for the rule", "规则不再约束任何记录")];

fn told(span: Span, [message, label]: [(&str, &str); 2]) -> Diagnostic {
    Diagnostic::error(Code::W0310, span, Message::new(message.0, message.1), Message::new(label.0, label.1))
        .help(Message::new("one of the comparisons is most likely not meant", "多半有一处比较写错了"))
}

/// The places of what can never hold: the whole, or branches of it.
fn dead(schema: &Schema, expr: &Expr) -> Vec<Span> {
    match &expr.kind {
        _ if never(schema, expr, false) => vec![expr.span],
        ExprKind::Or(list) => list.iter().flat_map(|branch| dead(schema, branch)).collect(),
        _ => Vec::new(),
    }
}

/// Whether an expression can hold for no values at all; with `denied`, whether its opposite can.
fn never(schema: &Schema, expr: &Expr, denied: bool) -> bool {
    match (&expr.kind, denied) {
        (ExprKind::Not(inner), _) => never(schema, inner, !denied),
        (ExprKind::Or(list), false) | (ExprKind::And(list), true) => list.iter().all(|e| never(schema, e, denied)),
        (ExprKind::And(list), false) | (ExprKind::Or(list), true) => {
            let mut room = Room::default();
            list.iter().any(|e| never(schema, e, denied)) || list.iter().any(|e| !room.narrow(schema, e, denied))
        }
        _ => !Room::default().narrow(schema, expr, denied),
    }
}

/// A path through references: the variable and the fields.
type Path = (usize, Vec<FieldId>);

/// The values that are left, path by path.
#[derive(Debug, Default)]
struct Room {
    left: BTreeMap<Path, Left>,
}

/// The values of one path that are left.
#[derive(Debug, Default)]
struct Left {
    /// Whether it must be filled in, or must not.
    filled: Option<bool>,
    low: Option<(Decimal, bool)>,
    high: Option<(Decimal, bool)>,
    /// One of these codes or texts, where that is known.
    only: Option<BTreeSet<String>>,
    not: BTreeSet<String>,
}

impl Room {
    /// Takes a condition in; returns whether anything is left.
    fn narrow(&mut self, schema: &Schema, expr: &Expr, denied: bool) -> bool {
        match &expr.kind {
            ExprKind::Not(inner) => self.narrow(schema, inner, !denied),
            ExprKind::And(list) if !denied => list.iter().all(|e| self.narrow(schema, e, denied)),
            ExprKind::Or(list) if denied => list.iter().all(|e| self.narrow(schema, e, denied)),
            ExprKind::Known(of) => {
                let Some(left) = self.path(of) else { return true };
                left.fill(!denied)
            }
            ExprKind::Var(_) | ExprKind::Get(..) if expr.ty == Type::YesNo => {
                let word = if denied { "no" } else { "yes" };
                let Some(left) = self.path(expr) else { return true };
                left.fill(true) && left.one_of([word.to_owned()].into())
            }
            ExprKind::In(of, list) => {
                let words: Option<BTreeSet<String>> = list.iter().map(word).collect();
                let domain = domain(schema, of.ty);
                let (Some(left), Some(words)) = (self.path(of), words) else { return true };
                let kept = if denied { left.none_of(words) } else { left.one_of(words) };
                left.fill(true) && kept && left.within(domain)
            }
            ExprKind::Compare(op, a, b) => {
                let (op, of, by) = match (number(a), number(b)) {
                    (None, _) if word(a).is_none() => (*op, a, b),
                    _ => (flipped(*op), b, a),
                };
                let op = if denied { opposite(op) } else { op };
                let domain = domain(schema, of.ty);
                let Some(left) = self.path(of) else { return true };
                match (number(by), word(by)) {
                    (Some(n), _) => left.fill(true) && left.compare(op, n),
                    (_, Some(w)) if op == Op::Eq => left.fill(true) && left.one_of([w].into()) && left.within(domain),
                    (_, Some(w)) if op == Op::Ne => left.fill(true) && left.none_of([w].into()) && left.within(domain),
                    _ => true,
                }
            }
            _ => true,
        }
    }

    fn path(&mut self, expr: &Expr) -> Option<&mut Left> {
        let mut fields = Vec::new();
        let mut at = expr;
        loop {
            match &at.kind {
                ExprKind::Get(of, field) => {
                    fields.push(*field);
                    at = of;
                }
                ExprKind::Var(id) => return Some(self.left.entry((id.0, fields)).or_default()),
                _ => return None,
            }
        }
    }
}

impl Left {
    fn fill(&mut self, filled: bool) -> bool {
        *self.filled.get_or_insert(filled) == filled
    }

    fn one_of(&mut self, words: BTreeSet<String>) -> bool {
        let only = match self.only.take() {
            Some(only) => only.intersection(&words).cloned().collect(),
            None => words,
        };
        let left = only.iter().any(|word| !self.not.contains(word));
        self.only = Some(only);
        left
    }

    fn none_of(&mut self, words: BTreeSet<String>) -> bool {
        self.not.extend(words);
        self.only.as_ref().is_none_or(|only| only.iter().any(|word| !self.not.contains(word)))
    }

    /// Whether a closed list has a code that is left.
    fn within(&self, domain: Option<BTreeSet<String>>) -> bool {
        domain.is_none_or(|all| all.iter().any(|word| !self.not.contains(word)))
    }

    fn compare(&mut self, op: Op, n: Decimal) -> bool {
        let low = |room: &mut Self, open: bool| {
            if room.low.is_none_or(|(old, strict)| (n, open) > (old, strict)) {
                room.low = Some((n, open));
            }
        };
        let high = |room: &mut Self, open: bool| {
            if room.high.is_none_or(|(old, strict)| n < old || (n == old && open && !strict)) {
                room.high = Some((n, open));
            }
        };
        match op {
            Op::Eq => {
                low(self, false);
                high(self, false);
            }
            Op::Ne => {}
            Op::Lt => high(self, true),
            Op::Le => high(self, false),
            Op::Gt => low(self, true),
            Op::Ge => low(self, false),
        }
        match (self.low, self.high) {
            (Some((low, a)), Some((high, b))) => low < high || (low == high && !a && !b),
            _ => true,
        }
    }
}

/// A number or a day, as a number.
fn number(expr: &Expr) -> Option<Decimal> {
    match &expr.kind {
        ExprKind::Const(Value::Number(n) | Value::Percent(n)) => Some(*n),
        ExprKind::Const(Value::Date(day)) => Some(Decimal::from(Day::number(*day))),
        _ => None,
    }
}

/// A code, a text or yes and no, as a word.
fn word(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Const(Value::Text(text)) => Some(text.clone()),
        ExprKind::Const(Value::Code(_, code)) => Some(code.to_string()),
        ExprKind::Const(Value::YesNo(yes)) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        _ => None,
    }
}

/// All words a type has, where they are few.
fn domain(schema: &Schema, ty: Type) -> Option<BTreeSet<String>> {
    match ty {
        Type::Code(catalog) => {
            Some((0..schema.catalogs.get(catalog.0)?.codes.len()).map(|code| code.to_string()).collect())
        }
        Type::YesNo => Some(["yes".to_owned(), "no".to_owned()].into()),
        _ => None,
    }
}

const fn flipped(op: Op) -> Op {
    match op {
        Op::Lt => Op::Gt,
        Op::Le => Op::Ge,
        Op::Gt => Op::Lt,
        Op::Ge => Op::Le,
        same => same,
    }
}

const fn opposite(op: Op) -> Op {
    match op {
        Op::Eq => Op::Ne,
        Op::Ne => Op::Eq,
        Op::Lt => Op::Ge,
        Op::Le => Op::Gt,
        Op::Gt => Op::Le,
        Op::Ge => Op::Lt,
    }
}
