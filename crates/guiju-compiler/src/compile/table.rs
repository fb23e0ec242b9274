//! Tables: a parameter by class.
//!
//! Every class has one row at most, number ranges leave nothing out between them, and a column holds values of
//! one type.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};
use rust_decimal::Decimal;

use super::{Compiler, Symbol, fault, name};
use crate::{
    hir::{self, TableId, TableKey, Value},
    schema::{CatalogId, Type},
};

impl Compiler<'_> {
    pub(super) fn table(&mut self, index: usize, tree: &ast::Table) {
        if tree.cite.is_none() && !self.is_broken(Symbol::Table(TableId(index))) {
            self.missing_cite(&tree.name.ident);
        }
        self.program.tables[index].cite = self.cited(tree.cite.iter());
        self.columns(tree);
        let n_columns = tree.columns.len().max(1);
        let mut columns: Vec<Column> = (0..n_columns).map(|column| self.column(tree, column)).collect();
        let mut rows: Vec<hir::TableRow> = Vec::new();
        let catalog = self.key_catalog(tree);
        let n_faults = self.diagnostics.len();
        for row in &tree.rows {
            let keys = self.keys(index, row, catalog, &rows);
            if row.cells.len() != n_columns {
                self.wrong_length(row, n_columns);
                continue;
            }
            let mut cells = Vec::new();
            for (cell, column) in row.cells.iter().zip(&mut columns) {
                match self.cell_of(cell, column) {
                    Some(value) => cells.push(value),
                    None => {
                        self.broken.insert(Symbol::Table(TableId(index)));
                    }
                }
            }
            if cells.len() == n_columns {
                rows.push(hir::TableRow { keys, cells });
            }
        }
        if !self.is_broken(Symbol::Table(TableId(index))) {
            self.gaps(tree.rows.iter().flat_map(|row| &row.keys), true);
            if self.diagnostics.len() == n_faults {
                self.classes_left_out(tree, &rows);
            }
        }
        let table = &mut self.program.tables[index];
        table.columns = tree.columns.iter().map(name).collect();
        table.types = columns.into_iter().map(|c| c.ty.map_or(Type::Number, |(ty, _)| ty)).collect();
        table.rows = rows;
    }

    fn columns(&mut self, tree: &ast::Table) {
        for (index, column) in tree.columns.iter().enumerate() {
            let same = |other: &&ast::Name| super::record::shared_word(other, column).is_some();
            if let Some(first) = tree.columns[..index].iter().find(same) {
                let word = super::record::shared_word(first, column).unwrap_or(&column.ident);
                self.duplicate(&word.text, word.span, first.ident.span);
            }
        }
    }

    fn wrong_length(&mut self, row: &ast::TableRow, n_columns: usize) {
        let n = row.cells.len();
        let (cells, columns) = (fault::several(n, "cell"), fault::several(n_columns, "column"));
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0306,
                row.span,
                Message::new(format!("{cells} in a table of {columns}"), format!("表有{n_columns}列，此行有{n}格")),
                Message::new("one cell a column", "每列一格"),
            )
            .help(Message::new(
                "name the columns behind the table's name, as `table limits (days, visits)`",
                "在表名后写明各列，如 `表 限期（天数，次数）`",
            )),
        );
    }

    /// The classes of a row; each must belong to no row above.
    fn keys(
        &mut self,
        table: usize,
        row: &ast::TableRow,
        catalog: Option<CatalogId>,
        above: &[hir::TableRow],
    ) -> Vec<TableKey> {
        let mut keys: Vec<TableKey> = Vec::new();
        for tree in &row.keys {
            let others: Vec<&TableKey> = above.iter().flat_map(|r| &r.keys).chain(&keys).collect();
            match self.class(tree, catalog, &others) {
                Some(key) => keys.push(key),
                None => {
                    self.broken.insert(Symbol::Table(TableId(table)));
                }
            }
        }
        keys
    }

    /// A class that no other row is for.
    pub(super) fn class(
        &mut self,
        tree: &ast::TableKey,
        catalog: Option<CatalogId>,
        others: &[&TableKey],
    ) -> Option<TableKey> {
        let key = self.table_key(tree, catalog)?;
        if others.iter().any(|other| overlap(&key, other)) {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0307,
                    span_of(tree),
                    Message::new("two rows of a table fit one class", "表中两行适用于同一类别"),
                    Message::new("overlaps what stands above", "与上面的行重叠"),
                )
                .help(match key {
                    TableKey::Range { .. } => Message::new(
                        "a range `0..9` holds both ends; `0..<10` leaves the 10 out",
                        "`0..9` 含两端；`0..<10` 不含 10",
                    ),
                    _ => Message::new("a class stands in one row", "一个类别只占一行"),
                }),
            );
        } else if others.first().is_some_and(|first| std::mem::discriminant(*first) != std::mem::discriminant(&key)) {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0301,
                    span_of(tree),
                    Message::new("classes of two kinds in one table", "同一表中有两种类别"),
                    Message::new("not like the first class of the table", "与表中首个类别不同类"),
                )
                .help(Message::new("use codes, texts or numbers throughout", "通表用代码、文字或数字中的一种")),
            );
        }
        Some(key)
    }

    /// What a column holds, as far as it can be told before its cells are read: codes are codes of one list.
    fn column(&self, tree: &ast::Table, column: usize) -> Column {
        let words: Vec<&ast::Ident> = tree
            .rows
            .iter()
            .filter_map(|row| match &row.cells.get(column)?.kind {
                ast::ExprKind::Path(path) => path.parts.first(),
                _ => None,
            })
            .collect();
        Column { catalog: self.catalog_of(&words), ty: None }
    }

    fn cell_of(&mut self, tree: &ast::Expr, column: &mut Column) -> Option<Value> {
        let wanted = column.ty.map(|(ty, _)| ty).or(column.catalog.map(Type::Code));
        let (value, ty) = self.value(tree, wanted)?;
        if matches!(value, Value::Unreadable(_)) {
            return Some(value);
        }
        let percent = matches!(value, Value::Percent(_));
        let (known, first_percent) = *column.ty.get_or_insert((ty, percent));
        if known != ty {
            let (en, zh) = fault::type_words(&self.program.schema, known);
            let fault = fault::wrong_type(&self.program.schema, tree.span, (&en, &zh), ty);
            self.diagnostics.push(fault);
            return None;
        }
        if percent != first_percent {
            self.percents_and_numbers(tree.span);
            return None;
        }
        Some(value)
    }

    pub(super) fn percents_and_numbers(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0302,
                span,
                Message::new("percentages and numbers side by side", "百分比与数字并列"),
                Message::new("not like the first value", "与首个值不同类"),
            )
            .help(Message::new("write `%` behind each value or behind none", "要么每个值都写 `%`，要么都不写")),
        );
    }

    /// The catalog that all code keys of a table belong to.
    fn key_catalog(&self, tree: &ast::Table) -> Option<CatalogId> {
        let words: Vec<&ast::Ident> = tree
            .rows
            .iter()
            .flat_map(|r| &r.keys)
            .filter_map(|k| match k {
                ast::TableKey::Code(code) => Some(code),
                _ => None,
            })
            .collect();
        self.catalog_of(&words)
    }

    /// The catalog that knows the most of some words, of several the one declared first.
    pub(super) fn catalog_of(&self, words: &[&ast::Ident]) -> Option<CatalogId> {
        let scope = self.scopes.get(&words.first()?.span.file)?;
        let mut best: Option<(usize, CatalogId)> = None;
        for (symbol, _) in scope.words.values() {
            let Symbol::Catalog(id) = symbol else { continue };
            let codes = &self.program.schema.catalog(*id).codes;
            let known = words.iter().filter(|w| codes.iter().any(|c| c.name.is(&w.text))).count();
            if known > 0 && best.is_none_or(|(most, first)| known > most || (known == most && *id < first)) {
                best = Some((known, *id));
            }
        }
        best.map(|(_, id)| id)
    }

    fn table_key(&mut self, key: &ast::TableKey, catalog: Option<CatalogId>) -> Option<TableKey> {
        match key {
            ast::TableKey::Text(text) => Some(TableKey::Text(text.value.clone())),
            ast::TableKey::Range { low, high, half_open, span } => {
                if let (Some(low), Some(high)) = (low, high)
                    && (low > high || (low == high && *half_open))
                {
                    self.empty_range(*span);
                    return None;
                }
                Some(TableKey::Range { low: *low, high: *high, half_open: *half_open })
            }
            ast::TableKey::Code(ident) => {
                let Some(id) = catalog else {
                    if !self.is_lost(ident) {
                        let fault = fault::unknown(ident, ("code", "代码"), &[]);
                        self.diagnostics.push(fault.help(Message::new(
                            "classes are codes of a catalog, numbers or texts in quotes",
                            "类别应为目录的代码、数字或引号中的文字",
                        )));
                    }
                    return None;
                };
                match self.code(id, ident)?.kind {
                    hir::ExprKind::Const(Value::Code(_, code)) => Some(TableKey::Code(id, code)),
                    _ => None,
                }
            }
        }
    }

    pub(super) fn empty_range(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0308,
                span,
                Message::new("an empty range", "区间为空"),
                Message::new("the low end lies above the high end", "下限高于上限"),
            )
            .help(Message::new("write the lower number first", "先写较小的数")),
        );
    }

    /// A table must say something, and something for each code of its list: silence is no limit.
    fn classes_left_out(&mut self, tree: &ast::Table, rows: &[hir::TableRow]) {
        if rows.is_empty() {
            let help = Message::new("add rows, as `low: 1`", "补上各行，如 `低：1`");
            self.diagnostics.push(fault::missing(tree.name.ident.span, "what the table says", "表的内容", help));
            return;
        }
        let keys = || rows.iter().flat_map(|row| &row.keys);
        let catalog = keys().find_map(|key| match key {
            TableKey::Code(catalog, _) => Some(*catalog),
            _ => None,
        });
        if let Some(catalog) = catalog {
            let named = |code: usize| keys().any(|key| matches!(key, TableKey::Code(_, known) if *known == code));
            self.codes_left_out(tree.name.ident.span, catalog, named);
        }
    }

    /// Warns of the codes of a list that nothing is said of.
    pub(super) fn codes_left_out(&mut self, span: Span, catalog: CatalogId, named: impl Fn(usize) -> bool) {
        let list = self.program.schema.catalog(catalog);
        let left = (0..list.codes.len()).filter(|code| !named(*code)).filter_map(|code| list.codes.get(code));
        let (en, zh): (Vec<String>, Vec<String>) = left
            .map(|code| {
                let in_tongue = |tongue| format!("`{}`", code.name.in_tongue(tongue));
                (in_tongue(guiju_syntax::Tongue::En), in_tongue(guiju_syntax::Tongue::Zh))
            })
            .unzip();
        if en.is_empty() {
            return;
        }
        // The text may well be silent on some of them, so that this is no error.
        self.diagnostics.push(
            Diagnostic::error(
                Code::W0309,
                span,
                Message::new(format!("no row for {}", en.join(", ")), format!("没有 {} 的行", zh.join("、"))),
                Message::new(
                    format!("rows are for codes of `{}`", list.name.id),
                    format!("各行是目录 `{}` 的代码", list.name.in_tongue(guiju_syntax::Tongue::Zh)),
                ),
            )
            .warning()
            .help(Message::new(
                "what looks them up stays undetermined; add a row for each that the text names",
                "查到这些代码时无法判定；原文有规定的请补上一行",
            )),
        );
    }

    /// Ranges of numbers must leave nothing out between the lowest and the highest; `whole`: but fractions.
    pub(super) fn gaps<'t>(&mut self, keys: impl Iterator<Item = &'t ast::TableKey>, whole: bool) {
        let mut ranges: Vec<(Option<Decimal>, Option<Decimal>, bool, Span)> = keys
            .filter_map(|k| match k {
                ast::TableKey::Range { low, high, half_open, span } => Some((*low, *high, *half_open, *span)),
                _ => None,
            })
            .collect();
        ranges.sort();
        for pair in ranges.windows(2) {
            let [(_, Some(high), half_open, _), (Some(low), _, _, span)] = pair else { continue };
            // Whole numbers are the usual case: `0..9` is followed by `10..`.
            let whole = whole && high.is_integer() && low.is_integer() && !half_open;
            let next = if whole { high.checked_add(Decimal::ONE).unwrap_or(*high) } else { *high };
            if *low > next {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0309,
                        *span,
                        Message::new(format!("a gap between {high} and {low}"), format!("{high} 与 {low} 之间有空缺")),
                        Message::new("no row of the table fits what lies before", "此前的数没有适用的行"),
                    )
                    .help(Message::new("add a row, or let the ranges touch", "补上一行，或使区间相接")),
                );
            }
        }
    }
}

/// A column while its cells are read.
struct Column {
    /// The list its codes belong to.
    catalog: Option<CatalogId>,
    /// The type of its first cell, and whether that is a percentage.
    ty: Option<(Type, bool)>,
}

const fn span_of(key: &ast::TableKey) -> Span {
    match key {
        ast::TableKey::Code(ident) => ident.span,
        ast::TableKey::Text(text) => text.span,
        ast::TableKey::Range { span, .. } => *span,
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
