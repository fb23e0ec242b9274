//! Tables: the cell of a class.

use guiju_compiler::{
    Type,
    hir::{Expr, Table, TableId, TableKey, Value},
};

use super::{
    each_constant,
    range::{Range, is_ranged},
    scaled, unknown,
};
use crate::{
    frame::Frame,
    values::{Key, Values},
    world::World,
};

impl<'a> World<'a> {
    /// The cells of a column by class; nothing where the class is not known, has no row, or the source is garbled.
    pub(super) fn lookup(
        &self,
        table: TableId,
        column: usize,
        key: &'a Expr,
        ty: Type,
        frame: &Frame<'a>,
    ) -> Values<'a> {
        let Some(table) = self.program.tables.get(table.0) else { return unknown(ty, frame.len) };
        let found: Vec<Option<&'a Value>> = if is_ranged(key) {
            let ranges = self.ranges(key, frame);
            ranges.into_iter().map(|range| cell_of_all(table, column, range)).collect()
        } else {
            let keys = self.eval(key, frame);
            (0..frame.len).map(|i| cell(table, column, &keys.key(i)?)).collect()
        };
        if ty == Type::Text {
            let text = |value: &'a Value| if let Value::Text(text) = value { Some(text.as_str()) } else { None };
            return Values::Text(found.into_iter().map(|value| value.and_then(text)).collect());
        }
        each_constant(found.into_iter().map(Option::<&Value>::cloned), ty)
    }
}

/// The cell of a class.
fn cell<'t>(table: &'t Table, column: usize, key: &Key<'_>) -> Option<&'t Value> {
    table.rows.iter().find(|row| row.keys.iter().any(|k| fits(k, key)))?.cells.get(column)
}

/// The cell of a number that is not known exactly, where all that it may be have the same.
fn cell_of_all(table: &Table, column: usize, range: Range) -> Option<&Value> {
    if let Some(number) = range.known() {
        return cell(table, column, &Key::Number(number));
    }
    let inside = |class: &TableKey| match class {
        TableKey::Range { low, high, .. } => {
            // A stretch without an end lies within a class that has none on that side.
            let within = |end: Option<i128>| end.is_none_or(|end| fits(class, &Key::Number(end)));
            within(range.low)
                && within(range.high)
                && (range.low.is_some() || low.is_none())
                && (range.high.is_some() || high.is_none())
        }
        _ => false,
    };
    table.rows.iter().find(|row| row.keys.iter().any(inside))?.cells.get(column)
}

fn fits(class: &TableKey, key: &Key<'_>) -> bool {
    match (class, key) {
        (TableKey::Code(_, code), Key::Code(key)) => usize::from(*key) == *code,
        (TableKey::Text(text), Key::Text(key)) => text == key,
        (TableKey::Range { low, high, half_open }, Key::Number(key)) => {
            let above = low.and_then(scaled).is_none_or(|low| low <= *key);
            let below = high.and_then(scaled).is_none_or(|high| if *half_open { *key < high } else { *key <= high });
            above && below
        }
        _ => false,
    }
}
