//! Expressions over frames, column by column.
//!
//! What a test *means* (Kleene's logic, an absent neighbour, a duration in two units) is in the sibling files;
//! this one only walks the tree.

mod compare;
mod date;
pub(crate) mod exists;
mod illegible;
mod lookup;
pub(crate) mod quoted;
pub(crate) mod range;
mod set;
mod time;

use arrow_array::{Array, cast::AsArray};
use guiju_compiler::{
    FieldId, RecordId, Type,
    hir::{Expr, ExprKind, Value},
};
use guiju_data::Column;
use guiju_syntax::ast::Choice;
use rust_decimal::Decimal;

use crate::{
    frame::{Binding, Frame},
    values::{NO_ROW, Tri, Values},
    world::World,
};

/// 10^[`guiju_data::NUMBER_SCALE`].
pub(crate) const SCALE: i128 = 1_000_000;

impl<'a> World<'a> {
    /// Evaluates an expression for every row of a frame.
    pub(crate) fn eval(&self, expr: &'a Expr, frame: &Frame<'a>) -> Values<'a> {
        match &expr.kind {
            ExprKind::Const(value) => constant(value, expr.ty, frame.len),
            ExprKind::Param(id) => {
                let values = (0..frame.len).map(|i| {
                    let day = frame.dates.as_ref().and_then(|d| d.get(i).copied().flatten());
                    // On which day is not known: no more is a number that changed.
                    if day.is_none() && frame.dates.is_some() && self.changes(*id) {
                        return None;
                    }
                    self.param(*id, day).cloned()
                });
                each_constant(values, expr.ty)
            }
            ExprKind::Var(id) => match frame.get(*id) {
                Some(Binding::Rows(rows)) => Values::Row(rows.clone()),
                Some(Binding::Codes(codes)) => Values::Code(codes.clone()),
                Some(Binding::Texts(texts)) => Values::Text(texts.clone()),
                None => unknown(expr.ty, frame.len),
            },
            ExprKind::Get(of, field) => {
                let (Values::Row(rows), Type::Ref(record)) = (self.eval(of, frame), of.ty) else {
                    return unknown(expr.ty, frame.len);
                };
                self.gather(record, *field, &rows)
            }
            ExprKind::Neighbour { sequence, which, keys, date } => {
                self.neighbours(*sequence, *which, keys, date, frame)
            }
            ExprKind::AtHand => Values::Date(match &frame.dates {
                Some(dates) => dates.clone(),
                None => vec![Some(self.as_of()); frame.len],
            }),
            ExprKind::Metric { metric, of, date } if expr.ty != Type::Number => {
                self.coded_metric(*metric, of, date, frame)
            }
            ExprKind::Metric { .. } | ExprKind::Weighted(_) => self.known_numbers(expr, frame),
            ExprKind::Choice(Choice::Highest | Choice::Lowest, _) if expr.ty == Type::Number => {
                self.known_numbers(expr, frame)
            }
            ExprKind::Choice(which @ (Choice::Highest | Choice::Lowest), options) => {
                self.extreme_code(*which, options, frame)
            }
            ExprKind::Compare(op, left, right) => self.compare(*op, left, right, frame),
            ExprKind::In(value, list) => self.is_in(value, list, frame),
            ExprKind::Has { set, elements, all } => self.has(set, elements, *all, frame),
            ExprKind::Known(inner) => {
                let values = self.eval(inner, frame);
                let known = (0..frame.len).map(|i| is_known(&values, i)).collect();
                Values::Tri(self.is_known_or_illegible(inner, known, frame))
            }
            ExprKind::Quoted { rule, stage, verdict, of } => {
                Values::Tri(self.quoted((*rule, *stage), verdict, of, frame))
            }
            ExprKind::InState { state, of } => Values::Tri(self.in_state(*state, of, frame)),
            ExprKind::TextTest(test, value, part) => self.text_test(*test, value, part, frame),
            ExprKind::And(parts) => self.fold(parts, Tri::Yes, Tri::and, frame),
            ExprKind::Or(parts) => self.fold(parts, Tri::No, Tri::or, frame),
            ExprKind::Not(inner) => Values::Tri(self.condition(inner, frame).into_iter().map(Tri::not).collect()),
            ExprKind::Shift { date, minus, by, calendar } if expr.ty == Type::Time => {
                self.shift_time(date, *minus, by, calendar, frame)
            }
            ExprKind::Shift { date, minus, by, calendar } => self.shift(date, *minus, by, calendar, frame),
            ExprKind::Add { left, minus, right } => {
                let (left, right) = (self.eval(left, frame), self.eval(right, frame));
                let sum = left.numbers().iter().zip(right.numbers()).map(|(a, b)| {
                    let (a, b) = ((*a)?, (*b)?);
                    if *minus { a.checked_sub(b) } else { a.checked_add(b) }
                });
                Values::Number(sum.collect())
            }
            ExprKind::Measured(number, unit) => self.measured(number, *unit, frame),
            ExprKind::Days { from, to, through, working } => self.days(from, to, *through, working.as_deref(), frame),
            ExprKind::Edge { end, family, of } => Self::edge(*end, *family, &self.eval(of, frame)),
            ExprKind::DayOf(of) => self.day_of(&self.eval(of, frame)),
            ExprKind::ClockOf(of) => self.clock_of(&self.eval(of, frame)),
            ExprKind::Elapsed { from, to, minutes } => self.elapsed(from, to, *minutes, frame),
            ExprKind::Weekday(of) => Self::weekday(&self.eval(of, frame)),
            ExprKind::Size(of) => {
                let set = self.eval(of, frame);
                Values::Number((0..frame.len).map(|i| set.keys(i).map(|k| k.len() as i128 * SCALE)).collect())
            }
            ExprKind::Choice(which, options) if expr.ty == Type::Time => self.choose_time(*which, options, frame),
            ExprKind::Choice(which, options) => self.choice(*which, options, frame),
            ExprKind::Cases(cases, otherwise) => self.cases(cases, otherwise, frame),
            ExprKind::Lookup { table, column, key } => self.lookup(*table, *column, key, expr.ty, frame),
            ExprKind::Exists { record, var, keys, filter } => {
                Values::Tri(self.exists(expr, *record, *var, keys, filter.as_deref(), frame))
            }
        }
    }

    /// Evaluates a condition.
    pub(crate) fn condition(&self, expr: &'a Expr, frame: &Frame<'a>) -> Vec<Tri> {
        match self.eval(expr, frame) {
            Values::Tri(v) => v,
            _ => vec![Tri::Unknown; frame.len],
        }
    }

    /// Evaluates a filter; none lets everything through.
    pub(crate) fn filter(&self, filter: Option<&'a Expr>, frame: &Frame<'a>) -> Vec<Tri> {
        match filter {
            Some(filter) => self.condition(filter, frame),
            None => vec![Tri::Yes; frame.len],
        }
    }

    /// The names of the fields that some expressions ask for and that are empty in the one row of a frame, or lack
    /// their hour.
    pub(crate) fn empty_fields(&self, asked: impl Iterator<Item = &'a Expr>, frame: &Frame<'a>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut look = |e: &'a Expr| {
            let ExprKind::Get(of, field) = &e.kind else { return };
            let (Values::Row(rows), Type::Ref(record)) = (self.eval(of, frame), of.ty) else { return };
            let present = rows.first().is_some_and(|row| *row != NO_ROW);
            let name = &self.program.schema.record(record).field(*field).name.id;
            let cell = self.gather(record, *field, &rows);
            // A bare day where an instant belongs lacks its hour.
            let vague = cell.times().first().copied().flatten().is_some_and(|time| time.exact().is_none());
            if present && (vague || !is_known(&cell, 0)) && !found.contains(name) {
                found.push(name.clone());
            }
        };
        for expr in asked {
            expr.walk(&mut look);
        }
        found
    }

    fn fold(&self, parts: &'a [Expr], start: Tri, join: fn(Tri, Tri) -> Tri, frame: &Frame<'a>) -> Values<'a> {
        let mut all = vec![start; frame.len];
        for part in parts {
            for (so_far, next) in all.iter_mut().zip(self.condition(part, frame)) {
                *so_far = join(*so_far, next);
            }
        }
        Values::Tri(all)
    }

    /// The field of some rows of a table.
    pub(crate) fn gather(&self, record: RecordId, field: FieldId, rows: &[u32]) -> Values<'a> {
        macro_rules! pick {
            ($array:expr, $value:expr) => {{
                let array = $array;
                rows.iter()
                    .map(|row| {
                        let row = *row as usize;
                        (row < array.len() && !array.is_null(row)).then(|| $value(array, row))
                    })
                    .collect()
            }};
        }
        let table = self.table(record);
        match table.column(field) {
            Column::Text(texts) => {
                let values = texts.values().as_string::<i32>();
                let keys = texts.keys();
                Values::Text(
                    pick!(keys, |keys: &'a arrow_array::UInt32Array, row| values.value(keys.value(row) as usize))
                )
            }
            Column::Number(numbers) => {
                Values::Number(pick!(numbers, |a: &arrow_array::Decimal128Array, row| a.value(row)))
            }
            Column::YesNo(flags) => {
                let flags: Vec<Option<bool>> = pick!(flags, |a: &arrow_array::BooleanArray, row| a.value(row));
                Values::Tri(flags.into_iter().map(Tri::from_option).collect())
            }
            Column::Date(dates) => Values::Date(pick!(dates, |a: &arrow_array::Date32Array, row| a.value(row))),
            Column::Time(times) => {
                Values::Time(rows.iter().map(|row| times.get(*row as usize).copied().flatten()).collect())
            }
            Column::Duration(lengths) => {
                Values::Duration(rows.iter().map(|row| lengths.get(*row as usize).copied().flatten()).collect())
            }
            Column::Code(codes) => Values::Code(pick!(codes, |a: &arrow_array::UInt8Array, row| a.value(row))),
            Column::Ref(refs) => {
                let targets: Vec<Option<u32>> = pick!(refs, |a: &arrow_array::UInt32Array, row| a.value(row));
                Values::Row(targets.into_iter().map(|t| t.unwrap_or(NO_ROW)).collect())
            }
            Column::CodeSet(sets) => Values::CodeSet(pick!(sets, |a: &arrow_array::UInt64Array, row| a.value(row))),
            Column::RefSet(lists) => Values::RowSet(pick!(lists, |a: &arrow_array::ListArray, row| {
                a.value(row).as_primitive::<arrow_array::types::UInt32Type>().values().to_vec()
            })),
            Column::TextSet(lists) => {
                let dictionary = lists.values().as_dictionary::<arrow_array::types::UInt32Type>();
                let values = dictionary.values().as_string::<i32>();
                let keys = dictionary.keys();
                let offsets = lists.value_offsets();
                Values::TextSet(pick!(lists, |_: &arrow_array::ListArray, row: usize| {
                    let (from, to) = (offsets[row] as usize, offsets[row + 1] as usize);
                    (from..to).map(|i| values.value(keys.value(i) as usize)).collect()
                }))
            }
        }
    }

    fn cases(&self, cases: &'a [(Expr, Expr)], otherwise: &'a Expr, frame: &Frame<'a>) -> Values<'a> {
        let mut result = self.eval(otherwise, frame);
        // From the last case to the first, so that the first that fits has the final word.
        for (value, condition) in cases.iter().rev() {
            let fits = self.condition(condition, frame);
            let value = self.eval(value, frame);
            merge(&mut result, &value, &fits);
        }
        result
    }
}

/// Takes the other values where a condition holds, and knows nothing where the condition is not known.
fn merge<'a>(into: &mut Values<'a>, from: &Values<'a>, fits: &[Tri]) {
    macro_rules! take {
        ($a:expr, $b:expr, $none:expr) => {
            for ((a, b), fit) in $a.iter_mut().zip($b).zip(fits) {
                match fit {
                    Tri::Yes => *a = b.clone(),
                    Tri::No => {}
                    Tri::Unknown if a == b => {}
                    Tri::Unknown => *a = $none,
                }
            }
        };
    }
    match (into, from) {
        (Values::Tri(a), Values::Tri(b)) => take!(a, b, Tri::Unknown),
        (Values::Number(a), Values::Number(b)) => take!(a, b, None),
        (Values::Date(a), Values::Date(b)) => take!(a, b, None),
        (Values::Time(a), Values::Time(b)) => take!(a, b, None),
        (Values::Text(a), Values::Text(b)) => take!(a, b, None),
        (Values::Duration(a), Values::Duration(b)) => take!(a, b, None),
        (Values::Code(a), Values::Code(b)) => take!(a, b, None),
        (Values::Row(a), Values::Row(b)) => take!(a, b, NO_ROW),
        (Values::CodeSet(a), Values::CodeSet(b)) => take!(a, b, None),
        (Values::RowSet(a), Values::RowSet(b)) => take!(a, b, None),
        (Values::TextSet(a), Values::TextSet(b)) => take!(a, b, None),
        // The compiler gives all cases one type.
        _ => {}
    }
}

fn is_known(values: &Values<'_>, i: usize) -> bool {
    match values {
        Values::Time(v) => v.get(i).is_some_and(Option::is_some),
        Values::Duration(v) => v.get(i).is_some_and(Option::is_some),
        Values::RowSet(v) => v.get(i).is_some_and(Option::is_some),
        Values::TextSet(v) => v.get(i).is_some_and(Option::is_some),
        _ => values.key(i).is_some(),
    }
}

/// A decimal as a scaled number; the scale holds every digit a policy or a cell may have.
pub(crate) fn scaled(number: Decimal) -> Option<i128> {
    let rescaled = number.checked_mul(Decimal::from(1_000_000))?;
    rescaled.is_integer().then(|| rescaled.trunc().mantissa() / 10_i128.pow(rescaled.trunc().scale()))
}

/// A scaled number as a decimal.
pub(crate) fn decimal(scaled: i128) -> Decimal {
    Decimal::try_from_i128_with_scale(scaled, 6).unwrap_or(Decimal::MAX).normalize()
}

/// The same constant in every row.
pub(crate) fn constant<'a>(value: &'a Value, ty: Type, len: usize) -> Values<'a> {
    match value {
        Value::Number(n) | Value::Percent(n) => Values::Number(vec![scaled(*n); len]),
        Value::Duration(d) => Values::Duration(vec![Some(*d); len]),
        Value::Date(d) => Values::Date(vec![Some(d.number()); len]),
        Value::Moment(m) => Values::Time(vec![Some(*m); len]),
        Value::Text(t) => Values::Text(vec![Some(t.as_str()); len]),
        Value::YesNo(b) => Values::Tri(vec![Tri::from_option(Some(*b)); len]),
        Value::Code(_, code) => Values::Code(vec![u8::try_from(*code).ok(); len]),
        Value::Codes(_, mask) => Values::CodeSet(vec![Some(*mask); len]),
        Value::Texts(texts) => Values::TextSet(vec![Some(texts.iter().map(String::as_str).collect()); len]),
        Value::Unreadable(_) => unknown(ty, len),
    }
}

/// A constant of its own in each row; texts are not among them.
fn each_constant<'a>(values: impl Iterator<Item = Option<Value>>, ty: Type) -> Values<'a> {
    match ty {
        Type::Number => Values::Number(
            values
                .map(|v| match v {
                    Some(Value::Number(n) | Value::Percent(n)) => scaled(n),
                    _ => None,
                })
                .collect(),
        ),
        Type::Date => Values::Date(
            values
                .map(|v| match v {
                    Some(Value::Date(d)) => Some(d.number()),
                    _ => None,
                })
                .collect(),
        ),
        Type::Time => Values::Time(
            values
                .map(|v| match v {
                    Some(Value::Moment(m)) => Some(m),
                    _ => None,
                })
                .collect(),
        ),
        Type::Duration => Values::Duration(
            values
                .map(|v| match v {
                    Some(Value::Duration(d)) => Some(d),
                    _ => None,
                })
                .collect(),
        ),
        Type::YesNo => Values::Tri(
            values
                .map(|v| match v {
                    Some(Value::YesNo(b)) => Tri::from_option(Some(b)),
                    _ => Tri::Unknown,
                })
                .collect(),
        ),
        Type::Code(_) => Values::Code(
            values
                .map(|v| match v {
                    Some(Value::Code(_, code)) => u8::try_from(code).ok(),
                    _ => None,
                })
                .collect(),
        ),
        other => unknown(other, values.count()),
    }
}

/// Nothing known in any row.
pub(crate) fn unknown<'a>(ty: Type, len: usize) -> Values<'a> {
    match ty {
        Type::Text => Values::Text(vec![None; len]),
        Type::Number => Values::Number(vec![None; len]),
        Type::YesNo => Values::Tri(vec![Tri::Unknown; len]),
        Type::Date => Values::Date(vec![None; len]),
        Type::Time => Values::Time(vec![None; len]),
        Type::Duration => Values::Duration(vec![None; len]),
        Type::Code(_) => Values::Code(vec![None; len]),
        Type::Ref(_) => Values::Row(vec![NO_ROW; len]),
        Type::CodeSet(_) => Values::CodeSet(vec![None; len]),
        Type::RefSet(_) => Values::RowSet(vec![None; len]),
        Type::TextSet => Values::TextSet(vec![None; len]),
    }
}
