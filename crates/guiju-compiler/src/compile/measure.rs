//! `measure` and `grade`: named quantities of a record, and their bands.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast, ast::FieldKind as Tree};
use rust_decimal::Decimal;

use super::{
    Compiler, Symbol, fault,
    fields::{Bag, Slot},
    path::Context,
};
use crate::{
    hir::{self, Expr, ExprKind, Members, Metric, MetricId, MetricValue, TableId, Value, Var, VarKind, Window},
    schema::{RecordId, Type},
};

/// How many digits behind the point a weight may have: as many as a number in a column.
const MAX_PLACES: u32 = 6;

impl Compiler<'_> {
    pub(super) fn metric(&mut self, id: MetricId) {
        let Some(tree) = self.pending.measures.get(id.0).copied() else { return };
        let bag = Bag::of_measure(tree, &mut self.diagnostics);
        let cites =
            || bag.all(Slot::Cite).filter_map(|field| if let Tree::Cite(cite) = field { Some(cite) } else { None });
        if cites().next().is_none() && !self.is_broken(Symbol::Metric(id)) {
            self.missing_cite(&tree.name.ident);
        }
        let cite = self.cited(cites());
        let made = self.record_named(&tree.of).and_then(|of| {
            self.hidden_by_field(of, &tree.name);
            Some((of, self.metric_value(tree, of, &bag, id)?))
        });
        let Some((of, (value, ty))) = made else {
            self.broken.insert(Symbol::Metric(id));
            return;
        };
        let metric = &mut self.program.metrics[id.0];
        *metric = Metric { name: metric.name.clone(), of, value, ty, cite };
    }

    fn metric_value(
        &mut self,
        tree: &ast::Measure,
        of: RecordId,
        bag: &Bag<'_>,
        id: MetricId,
    ) -> Option<(MetricValue, Type)> {
        let mut cx = Context::default();
        let var = cx.add(Var { name: None, kind: VarKind::Row(of) });
        cx.ranges.push(Members::Rows(of));
        cx.rows.push(var);
        let Some((measure, span)) = bag.get(Slot::Measure) else {
            if !self.is_broken(Symbol::Metric(id)) {
                let help = Message::new(
                    "add `count RECORD where …`, `total FIELD of RECORD`, `sum of (…)` or the like",
                    "补上 `计数 档案 凡 …`、`合计 字段 属于 档案`、`加权和（…）` 等",
                );
                self.diagnostics.push(fault::missing(tree.name.ident.span, "what is measured", "度量什么", help));
            }
            return None;
        };
        if let Tree::ComesTo(expr) = measure {
            if let Some((_, at)) = bag.get(Slot::Window) {
                self.no_window(at);
            }
            let expr = self.expr(&mut cx, expr, None)?;
            let expr = self.ranked_value(expr)?;
            let ty = expr.ty;
            return Some((MetricValue::Made(expr), ty));
        }
        let (window, by) = self.window(&mut cx, bag)?;
        if !matches!(window, Window::Whole | Window::Calendar(_) | Window::TheLast(_)) {
            let at = bag.get(Slot::Window).map_or(span, |(_, at)| at);
            self.unfit_window(at);
            return None;
        }
        let needs_date = !matches!(window, Window::Whole);
        let (counted, measure) = self.measuring(&mut cx, measure, by, needs_date, &[])?;
        let per = [hir::Range { members: Members::Rows(of), register: None, filter: None }];
        Some((MetricValue::Counted { per, window, counted: counted?, measure: measure? }, Type::Number))
    }

    fn no_window(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0602,
                span,
                Message::new("a window over nothing that is counted", "没有计数对象的窗口"),
                Message::new("would be ignored", "会被忽略"),
            )
            .help(Message::new("windows belong to the measures it is made of", "窗口应写在其所用的各度量中")),
        );
    }

    fn unfit_window(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0606,
                span,
                Message::new("a window that a measure does not have", "度量没有这种窗口"),
                Message::new("which stretch is meant on a given day?", "在某一天应取哪一段？"),
            )
            .help(Message::new(
                "a measure looks at `the last N`, at calendar windows, or at all records up to the day",
                "度量只取 `最近` 若干时间、自然月等历法窗口，或截至当日的全部记录",
            )),
        );
    }

    /// A value of which there is a highest: a number, or a code of a ranked list.
    fn ranked_value(&mut self, value: Expr) -> Option<Expr> {
        match value.ty {
            Type::Number => Some(value),
            Type::Code(catalog) if self.program.schema.catalog(catalog).ordered => Some(value),
            Type::Code(_) => {
                self.no_order(value.ty, value.span);
                None
            }
            _ => self.mismatch(&value, ("a number or a ranked code", "数字或有序代码")),
        }
    }

    /// `sum of (3 × a, -1 × b)`.
    pub(super) fn weighted(
        &mut self,
        cx: &mut Context,
        parts: &[(Option<ast::Weight>, ast::Expr)],
        span: Span,
    ) -> Option<Expr> {
        let mut made = Vec::new();
        for (weight, value) in parts {
            let number = match weight {
                None => Some(Decimal::ONE),
                Some(ast::Weight { number, percent: false }) => Some(*number),
                Some(ast::Weight { number, percent: true }) => number.checked_div(Decimal::ONE_HUNDRED),
            };
            let number = number.map(|n| n.normalize()).filter(|n| n.scale() <= MAX_PLACES);
            if number.is_none() {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0302,
                        value.span,
                        Message::new("a weight of too many digits", "权重位数过多"),
                        Message::new("of this value", "此值的权重"),
                    )
                    .help(Message::new("at most six digits behind the point", "小数点后最多六位")),
                );
            }
            let value = self.number(cx, value);
            made.push(number.zip(value));
        }
        let made = made.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Expr { kind: ExprKind::Weighted(made), ty: Type::Number, span })
    }

    /// `highest of (…)`, `lowest of (…)`: numbers, or codes of one ranked list.
    pub(super) fn extreme(
        &mut self,
        cx: &mut Context,
        which: ast::Choice,
        options: &[ast::Expr],
        span: Span,
    ) -> Option<Expr> {
        let (first, rest) = options.split_first()?;
        let first = self.expr(cx, first, None).and_then(|value| self.ranked_value(value))?;
        let ty = first.ty;
        let mut all = vec![Some(first)];
        for option in rest {
            all.push(self.element(cx, option, ty));
        }
        Some(Expr { kind: ExprKind::Choice(which, all.into_iter().collect::<Option<_>>()?), ty, span })
    }

    /// `unit.points at found`: what changes with time, as of a day.
    pub(super) fn as_at(&mut self, cx: &mut Context, of: &ast::Expr, date: &ast::Expr, span: Span) -> Option<Expr> {
        let date = self.date(cx, date);
        let outer = (cx.at.take(), std::mem::take(&mut cx.at_used));
        cx.at = date.clone();
        let value = self.expr(cx, of, None);
        let used = cx.at_used;
        (cx.at, cx.at_used) = outer;
        let (value, _) = (value?, date?);
        if !used {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0210,
                    span,
                    Message::new("a day for what does not change with time", "给不随时间变化的值写了日期"),
                    Message::new("the same on every day", "每一天都相同"),
                )
                .help(Message::new(
                    "`at` is for measures, grades and fields with a history",
                    "`于` 只用于度量、评级与有历史的字段",
                )),
            );
            return None;
        }
        Some(Expr { span, ..value })
    }

    /// The day as of which something of a record is taken: the one behind `at`, else the date of the nearest record on
    /// the way to it, else the day at hand.
    pub(super) fn day_of(&mut self, cx: &mut Context, of: &Expr, span: Span) -> Expr {
        if let Some(date) = &cx.at {
            cx.at_used = true;
            return date.clone();
        }
        let mut on = of;
        while let ExprKind::Get(before, _) = &on.kind {
            on = before;
            if let Type::Ref(record) = on.ty
                && let Some(at) = self.program.schema.record(record).at
            {
                let ty = self.program.schema.record(record).field(at).ty;
                return super::time::as_date(Expr { kind: ExprKind::Get(Box::new(on.clone()), at), ty, span });
            }
        }
        cx.hand.clone().unwrap_or(Expr { kind: ExprKind::AtHand, ty: Type::Date, span })
    }

    /// A measure or grade of a record, as of its day.
    pub(super) fn measured(&mut self, cx: &mut Context, symbol: Symbol, of: &Expr, span: Span) -> Option<Expr> {
        self.demand(symbol, span);
        if self.is_broken(symbol) {
            return None;
        }
        let date = Box::new(self.day_of(cx, of, span));
        let metric = match symbol {
            Symbol::Metric(id) => id,
            Symbol::Grade(grade) => self.program.tables.get(self.grade_table(grade).0)?.graded?,
            _ => return None,
        };
        let kind = ExprKind::Metric { metric, of: Box::new(of.clone()), date };
        let value = Expr { kind, ty: self.program.metrics.get(metric.0)?.ty, span: of.span.to(span) };
        let Symbol::Grade(grade) = symbol else { return Some(value) };
        let table = self.grade_table(grade);
        let ty = *self.program.tables.get(table.0)?.types.first()?;
        let span = value.span;
        Some(Expr { kind: ExprKind::Lookup { table, column: 0, key: Box::new(value) }, ty, span })
    }

    /// The table that holds the bands of a grade: grades stand behind the tables of the policy.
    pub(super) fn grade_table(&self, grade: usize) -> TableId {
        TableId(self.pending.tables.len() + grade)
    }

    pub(super) fn grade(&mut self, index: usize) {
        let Some(tree) = self.pending.grades.get(index).copied() else { return };
        let (symbol, table) = (Symbol::Grade(index), self.grade_table(index));
        if tree.cite.is_none() && !self.is_broken(symbol) {
            self.missing_cite(&tree.name.ident);
        }
        let cite = self.cited(tree.cite.iter());
        let metric = self.record_named(&tree.of).and_then(|of| {
            self.hidden_by_field(of, &tree.name);
            self.metric_of(of, &tree.by)
        });
        let counts = |id: MetricId| self.program.metrics.get(id.0).is_some_and(counts_whole);
        let whole = metric.is_none_or(counts);
        let bands = self.bands(tree, symbol, whole);
        let (Some(metric), Some((rows, ty))) = (metric, bands) else {
            self.broken.insert(symbol);
            return;
        };
        let table = &mut self.program.tables[table.0];
        table.types = vec![ty];
        table.rows = rows;
        table.cite = cite;
        table.graded = Some(metric);
    }

    /// The measure of a record that a grade is banded by: it must come to a number.
    fn metric_of(&mut self, of: RecordId, ident: &ast::Ident) -> Option<MetricId> {
        let mut cx = Context::default();
        let var = cx.enter(of);
        let row = cx.var(var, ident.span);
        let value = self.steps(&mut cx, row, std::slice::from_ref(ident))?;
        match value.kind {
            ExprKind::Metric { metric, .. } if value.ty == Type::Number => Some(metric),
            _ => {
                let noun = ("a measure that comes to a number", "结果为数字的度量");
                self.mismatch(&Expr { span: ident.span, ..value }, noun)
            }
        }
    }

    /// The bands of a grade as rows of a table: each number has one code.
    ///
    /// `whole`: the measure counts, so that `0..3` and `4..` leave nothing out.
    fn bands(&mut self, tree: &ast::Grade, symbol: Symbol, whole: bool) -> Option<(Vec<hir::TableRow>, Type)> {
        if tree.bands.is_empty() {
            if !self.is_broken(symbol) {
                let help = Message::new("add bands, as `low: 0..<4`", "补上各档，如 `低：0..<4`");
                self.diagnostics.push(fault::missing(tree.name.ident.span, "what the bands are", "档次", help));
            }
            return None;
        }
        let codes: Vec<&ast::Ident> = tree.bands.iter().map(|band| &band.code).collect();
        let Some(catalog) = self.catalog_of(&codes) else {
            let first = codes.first()?;
            if !self.is_lost(first) {
                let fault = fault::unknown(first, ("code", "代码"), &[]);
                let help = Message::new("the bands are codes of one catalog", "各档须为同一目录的代码");
                self.diagnostics.push(fault.help(help));
            }
            return None;
        };
        let mut rows: Vec<hir::TableRow> = Vec::new();
        let mut all = true;
        for band in &tree.bands {
            let above: Vec<&hir::TableKey> = rows.iter().flat_map(|row| &row.keys).collect();
            let key = self.class(&band.range, None, &above);
            let code = self.code(catalog, &band.code);
            match (key, code) {
                (Some(key), Some(Expr { kind: ExprKind::Const(value @ Value::Code(..)), .. })) => {
                    rows.push(hir::TableRow { keys: vec![key], cells: vec![value] });
                }
                _ => all = false,
            }
        }
        if all {
            self.gaps(tree.bands.iter().map(|band| &band.range), whole);
        }
        all.then_some((rows, Type::Code(catalog)))
    }
}

/// Whether a metric is a number of records or values.
fn counts_whole(metric: &Metric) -> bool {
    matches!(metric.value, MetricValue::Counted { measure: hir::Measure::Count | hir::Measure::Distinct(_), .. })
}
