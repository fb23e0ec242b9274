//! Tables: the cell of a class.

use guiju_compiler::{
    Type,
    hir::{Expr, TableId, TableKey, Value},
};

use super::{each_constant, scaled, unknown};
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
        let keys = self.eval(key, frame);
        let cells = (0..frame.len).map(|i| {
            let key = keys.key(i)?;
            let row = table.rows.iter().find(|row| row.keys.iter().any(|k| fits(k, &key)))?;
            row.cells.get(column).cloned()
        });
        if ty == Type::Text {
            let texts = (0..frame.len).map(|i| {
                let key = keys.key(i)?;
                match table.rows.iter().find(|row| row.keys.iter().any(|k| fits(k, &key)))?.cells.get(column)? {
                    Value::Text(text) => Some(text.as_str()),
                    _ => None,
                }
            });
            return Values::Text(texts.collect());
        }
        each_constant(cells, ty)
    }
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
