//! Values that are not known because a cell cannot be read, rather than because it is empty.
//!
//! An empty cell says that there is nothing: no clock has started, nobody is named. A cell that cannot be read says that
//! there is something: what follows from its absence does not follow.

use guiju_compiler::{
    RecordId, Type,
    hir::{Expr, ExprKind},
};
use guiju_data::Column;

use crate::{
    frame::{Binding, Frame},
    values::{NO_ROW, Tri, Values},
    world::World,
};

impl<'a> World<'a> {
    /// Whether each row's value rests on a cell that cannot be read, or on a neighbour that nobody can tell.
    pub(crate) fn illegible(&self, expr: &'a Expr, frame: &Frame<'a>) -> Vec<bool> {
        let mut illegible = vec![false; frame.len];
        if self.legible {
            return illegible;
        }
        expr.walk(&mut |e| match &e.kind {
            ExprKind::Get(of, field) => {
                let (Values::Row(rows), Type::Ref(record)) = (self.eval(of, frame), of.ty) else { return };
                self.mark(record, *field, &rows, &mut illegible);
            }
            ExprKind::Neighbour { sequence, which, keys, date } => {
                let doubtful = self.doubtful_neighbours(*sequence, *which, keys, date, frame);
                illegible.iter_mut().zip(doubtful).for_each(|(i, doubtful)| *i |= doubtful);
            }
            _ => {}
        });
        illegible
    }

    /// The same for expressions that are only passing by; neighbours are not looked at.
    pub(crate) fn reads_illegible(&self, expr: &Expr, frame: &Frame<'a>) -> Vec<bool> {
        let mut illegible = vec![false; frame.len];
        expr.walk(&mut |e| {
            if let ExprKind::Get(of, field) = &e.kind
                && let Some((record, rows)) = self.path(of, frame)
            {
                self.mark(record, *field, &rows, &mut illegible);
            }
        });
        illegible
    }

    fn mark(&self, record: RecordId, field: guiju_compiler::FieldId, rows: &[u32], illegible: &mut [bool]) {
        let cells = &self.table(record).illegible;
        for (illegible, row) in illegible.iter_mut().zip(rows) {
            *illegible |= *row != NO_ROW && cells.cell(field, *row);
        }
    }

    /// The rows a variable stands for, or those its references lead to.
    fn path(&self, expr: &Expr, frame: &Frame<'a>) -> Option<(RecordId, Vec<u32>)> {
        let Type::Ref(record) = expr.ty else { return None };
        match &expr.kind {
            ExprKind::Var(id) => match frame.get(*id)? {
                Binding::Rows(rows) => Some((record, rows.clone())),
                _ => None,
            },
            ExprKind::Get(of, field) => {
                let (from, rows) = self.path(of, frame)?;
                let Column::Ref(_) = self.table(from).column(*field) else { return None };
                match self.gather(from, *field, &rows) {
                    Values::Row(rows) => Some((record, rows)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether each row has a value: what cannot be read may be one.
    pub(super) fn is_known_or_illegible(&self, inner: &'a Expr, known: Vec<bool>, frame: &Frame<'a>) -> Vec<Tri> {
        let illegible = self.illegible(inner, frame);
        let told = |(known, illegible): (bool, bool)| match (known, illegible) {
            (true, _) => Tri::Yes,
            (false, true) => Tri::Unknown,
            (false, false) => Tri::No,
        };
        known.into_iter().zip(illegible).map(told).collect()
    }
}
