//! Parameters, assumptions, tables, registers, sequences, definitions.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{Compiler, collect::Parameter, fault, name, path::Context, title};
use crate::{
    hir::{self, Expr, ExprKind, Members, TableKey, Value},
    schema::{FieldId, RecordId, Type},
};

impl Compiler<'_> {
    pub(super) fn parameters(&mut self) {
        for (index, pending) in self.pending.params.clone().into_iter().enumerate() {
            let (values, assumed) = match pending {
                Parameter::Param(param) => {
                    if param.cite.is_none() {
                        self.missing_cite(&param.name.ident);
                    }
                    (param.values.iter().map(|(v, from)| (v, *from)).collect::<Vec<_>>(), None)
                }
                Parameter::Assume(assume) => (vec![(&assume.value, None)], Some(title(&assume.because))),
            };
            let mut compiled: Vec<(Option<guiju_calendar::Day>, Value)> = Vec::new();
            let mut ty = None;
            for (tree, from) in values {
                let Some((value, value_type)) = self.value(tree, None) else { continue };
                if *ty.get_or_insert(value_type) != value_type {
                    let fault = fault::wrong_type(
                        &self.program.schema,
                        tree.span,
                        ("a value like the first one", "与首个同类的值"),
                        value_type,
                    );
                    self.diagnostics.push(fault);
                }
                if compiled.last().is_some_and(|(last, _)| *last >= from) {
                    self.diagnostics.push(Diagnostic::error(
                        Code::E0403,
                        tree.span,
                        Message::new("values of a parameter out of order", "参数的取值未按日期先后排列"),
                        Message::new("must begin after the one before it", "须晚于前一取值的起始日"),
                    ));
                }
                compiled.push((from, value));
            }
            let param = &mut self.program.params[index];
            param.ty = ty.unwrap_or(Type::Number);
            param.values = compiled;
            param.assumed = assumed;
        }
        for (index, tree) in self.pending.tables.clone().into_iter().enumerate() {
            self.table(index, tree);
        }
    }

    pub(super) fn missing_cite(&mut self, ident: &ast::Ident) {
        let word = &ident.text;
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0601,
                ident.span,
                Message::new(format!("`{word}` cites no clause"), format!("`{word}` 没有注明依据")),
                Message::new("where does the text say so?", "原文何处规定？"),
            )
            .help(Message::new(
                "add `cite` and the clause, as `cite 5(2)`; a number of your own is an `assume`",
                "补上 `依据` 与条款号，如 `依据 五（二）`；自定的数字请用 `暂定`",
            )),
        );
    }

    /// A constant as declarations hold it, with its type.
    pub(super) fn value(&mut self, tree: &ast::Expr, wanted: Option<Type>) -> Option<(Value, Type)> {
        let expr = self.expr(&mut Context::default(), tree, wanted)?;
        match expr.kind {
            ExprKind::Const(value) => Some((value, expr.ty)),
            _ => {
                self.diagnostics.push(Diagnostic::error(
                    Code::E0305,
                    tree.span,
                    Message::new("not a constant", "不是常量"),
                    Message::new(
                        "a number, a length of time, a date, a text or a code",
                        "应为数字、时长、日期、文字或代码",
                    ),
                ));
                None
            }
        }
    }

    fn table(&mut self, index: usize, tree: &ast::Table) {
        if tree.cite.is_none() {
            self.missing_cite(&tree.name.ident);
        }
        let n_columns = tree.columns.len().max(1);
        let mut types: Vec<Option<Type>> = vec![None; n_columns];
        let mut rows: Vec<hir::TableRow> = Vec::new();
        let catalog = self.table_catalog(tree);
        for row in &tree.rows {
            if row.cells.len() != n_columns {
                self.diagnostics.push(Diagnostic::error(
                    Code::E0306,
                    row.span,
                    Message::new(
                        format!("{} cells in a table of {n_columns} columns", row.cells.len()),
                        format!("表有{n_columns}列，此行有{}格", row.cells.len()),
                    ),
                    Message::new("one cell a column", "每列一格"),
                ));
                continue;
            }
            let keys: Vec<TableKey> = row.keys.iter().filter_map(|key| self.table_key(key, catalog)).collect();
            for key in &keys {
                if rows.iter().flat_map(|r| &r.keys).any(|other| overlap(key, other)) {
                    self.diagnostics.push(Diagnostic::error(
                        Code::E0307,
                        row.span,
                        Message::new("two rows of a table fit one class", "表中两行适用于同一类别"),
                        Message::new("overlaps a row above", "与上面的行重叠"),
                    ));
                }
            }
            let mut cells = Vec::new();
            for (column, cell) in row.cells.iter().enumerate() {
                let Some((value, ty)) = self.value(cell, types[column]) else { continue };
                if !matches!(value, Value::Unreadable(_)) {
                    let known = *types[column].get_or_insert(ty);
                    if known != ty {
                        let (en, zh) = fault::type_words(&self.program.schema, known);
                        let fault = fault::wrong_type(&self.program.schema, cell.span, (&en, &zh), ty);
                        self.diagnostics.push(fault);
                    }
                }
                cells.push(value);
            }
            if cells.len() == n_columns {
                rows.push(hir::TableRow { keys, cells });
            }
        }
        self.gaps(tree, &rows);
        let table = &mut self.program.tables[index];
        table.columns = tree.columns.iter().map(name).collect();
        table.types = types.into_iter().map(|t| t.unwrap_or(Type::Number)).collect();
        table.rows = rows;
    }

    /// The catalog that all code keys of a table belong to: the one that knows the most of them.
    fn table_catalog(&self, tree: &ast::Table) -> Option<crate::schema::CatalogId> {
        let words: Vec<&str> = tree
            .rows
            .iter()
            .flat_map(|r| &r.keys)
            .filter_map(|k| match k {
                ast::TableKey::Code(code) => Some(code.text.as_str()),
                _ => None,
            })
            .collect();
        let scope = self.scopes.get(&tree.name.ident.span.file)?;
        let mut best: Option<(usize, crate::schema::CatalogId)> = None;
        for (symbol, _) in scope.values() {
            let super::Symbol::Catalog(id) = symbol else { continue };
            let codes = &self.program.schema.catalog(*id).codes;
            let known = words.iter().filter(|w| codes.iter().any(|c| c.name.is(w))).count();
            if known > 0 && best.is_none_or(|(most, first)| known > most || (known == most && *id < first)) {
                best = Some((known, *id));
            }
        }
        best.map(|(_, id)| id)
    }

    fn table_key(&mut self, key: &ast::TableKey, catalog: Option<crate::schema::CatalogId>) -> Option<TableKey> {
        match key {
            ast::TableKey::Text(text) => Some(TableKey::Text(text.value.clone())),
            ast::TableKey::Range { low, high, half_open, span } => {
                if let (Some(low), Some(high)) = (low, high)
                    && (low > high || (low == high && *half_open))
                {
                    self.diagnostics.push(Diagnostic::error(
                        Code::E0308,
                        *span,
                        Message::new("an empty range", "区间为空"),
                        Message::new("the low end lies above the high end", "下限高于上限"),
                    ));
                    return None;
                }
                Some(TableKey::Range { low: *low, high: *high, half_open: *half_open })
            }
            ast::TableKey::Code(ident) => {
                let found = catalog.and_then(|id| Some((id, self.code(id, ident)?)));
                match found {
                    Some((id, Expr { kind: ExprKind::Const(Value::Code(_, code)), .. })) => {
                        Some(TableKey::Code(id, code))
                    }
                    _ => {
                        let candidates: Vec<String> = catalog
                            .map(|id| self.program.schema.catalog(id).codes.iter().map(|c| c.name.id.clone()).collect())
                            .unwrap_or_default();
                        self.diagnostics.push(fault::unknown(ident, ("code", "代码"), &candidates));
                        None
                    }
                }
            }
        }
    }

    /// Ranges of numbers must leave nothing out between the lowest and the highest.
    fn gaps(&mut self, tree: &ast::Table, rows: &[hir::TableRow]) {
        let mut ranges: Vec<(Option<Decimal>, Option<Decimal>, bool)> = rows
            .iter()
            .flat_map(|r| &r.keys)
            .filter_map(|k| match k {
                TableKey::Range { low, high, half_open } => Some((*low, *high, *half_open)),
                _ => None,
            })
            .collect();
        ranges.sort();
        for pair in ranges.windows(2) {
            let ((_, Some(high), half_open), (Some(low), _, _)) = (pair[0], pair[1]) else { continue };
            // Whole numbers are the usual case: `0..9` is followed by `10..`.
            let next = if half_open { high } else { high + Decimal::ONE };
            if low > next {
                self.diagnostics.push(Diagnostic::error(
                    Code::E0309,
                    tree.name.ident.span,
                    Message::new(format!("a gap between {high} and {low}"), format!("{high} 与 {low} 之间有空缺")),
                    Message::new("no row of the table fits there", "该处没有适用的行"),
                ));
            }
        }
    }

    pub(super) fn registers(&mut self) {
        for (index, tree) in self.pending.registers.clone().into_iter().enumerate() {
            self.register(index, tree);
        }
    }

    fn register(&mut self, index: usize, tree: &ast::Register) {
        let Some((first, rest)) = tree.of.parts.split_first() else { return };
        let Some(record) = self.record_named(first) else { return };
        let members = match rest {
            [] => Members::Rows(record),
            [field, ..] => match self.field_named(record, field) {
                Some(field) => Members::Values(record, field),
                None => return,
            },
        };
        let mut cx = Context::default();
        cx.enter(record);
        let filter = tree.filter.as_ref().and_then(|f| self.condition(&mut cx, f));
        let (mut from, mut until, mut count, mut ever) = (None, None, None, false);
        for part in &tree.parts {
            match part {
                ast::RegisterPart::From(field) => from = self.date_field(record, field),
                ast::RegisterPart::Until(field) => until = self.date_field(record, field),
                ast::RegisterPart::Count(n, span) => count = self.count(*n, *span),
                ast::RegisterPart::EverInForce => ever = true,
                ast::RegisterPart::InForceThroughout | ast::RegisterPart::Cite(_) => {}
            }
        }
        let register = &mut self.program.registers[index];
        register.members = members;
        register.filter = filter;
        register.from = from;
        register.until = until;
        register.count = count;
        register.ever_in_force = ever;
    }

    fn count(&mut self, n: Decimal, span: Span) -> Option<u64> {
        let whole = n.is_integer().then(|| n.to_u64()).flatten();
        if whole.is_none() {
            self.diagnostics.push(Diagnostic::error(
                Code::E0302,
                span,
                Message::new(format!("`{n}` members"), format!("`{n}` 个成员")),
                Message::new("must be a whole number", "须为整数"),
            ));
        }
        whole
    }

    pub(super) fn field_named(&mut self, record: RecordId, ident: &ast::Ident) -> Option<FieldId> {
        let mut cx = Context::default();
        let var = cx.enter(record);
        let row = cx.var(var, ident.span);
        let expr = self.steps(&mut cx, row, std::slice::from_ref(ident))?;
        match expr.kind {
            ExprKind::Get(_, field) => Some(field),
            _ => None,
        }
    }

    fn date_field(&mut self, record: RecordId, ident: &ast::Ident) -> Option<FieldId> {
        let field = self.field_named(record, ident)?;
        let ty = self.program.schema.record(record).field(field).ty;
        if ty != Type::Date {
            let fault = fault::wrong_type(&self.program.schema, ident.span, ("a date", "日期"), ty);
            self.diagnostics.push(fault);
            return None;
        }
        Some(field)
    }

    pub(super) fn sequences(&mut self) {
        for (index, tree) in self.pending.sequences.clone().into_iter().enumerate() {
            let Some(record) = self.record_named(&tree.of) else { continue };
            let mut cx = Context::default();
            cx.enter(record);
            let filter = tree.filter.as_ref().and_then(|f| self.condition(&mut cx, f));
            let keys: Vec<Expr> = tree.per.iter().filter_map(|p| self.path(&mut cx, p, None)).collect();
            let by = self.path(&mut cx, &tree.by, None).and_then(|by| self.typed(by, ("a date", "日期"), Type::Date));
            let Some(by) = by else { continue };
            let sequence = &mut self.program.sequences[index];
            sequence.record = record;
            sequence.filter = filter;
            sequence.keys = keys;
            sequence.by = by;
        }
    }

    /// Compiles every definition once, so that faults show even in those that nothing uses.
    pub(super) fn check_defines(&mut self) {
        for index in 0..self.defines.len() {
            let tree = self.defines[index].tree;
            let Some(record) = self.record_named(&tree.of) else { continue };
            let mut cx = Context::default();
            let var = cx.enter(record);
            let row = cx.var(var, tree.of.span);
            self.expand(&mut cx, index, &row, tree.name.ident.span);
        }
        self.dedup();
    }

    /// A fault in a definition is found again at each use.
    pub(super) fn dedup(&mut self) {
        let mut seen = std::collections::BTreeSet::new();
        self.diagnostics.retain(|d| seen.insert((d.code, d.primary.as_ref().map(|l| l.span), d.message.en.clone())));
    }
}

/// Whether a value can belong to both classes.
fn overlap(one: &TableKey, other: &TableKey) -> bool {
    match (one, other) {
        (TableKey::Range { low: a, high: b, half_open: ab }, TableKey::Range { low: c, high: d, half_open: cd }) => {
            let before = |high: &Option<Decimal>, open: bool, low: &Option<Decimal>| match (high, low) {
                (Some(high), Some(low)) => high < low || (open && high == low),
                _ => false,
            };
            !before(b, *ab, c) && !before(d, *cd, a)
        }
        _ => one == other,
    }
}
