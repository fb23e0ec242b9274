//! `quantity`: how many, in which window.

use guiju_syntax::{Code, Diagnostic, Message, ast, ast::FieldKind as Tree};
use rust_decimal::Decimal;

use super::{
    Compiler, Symbol, fault,
    fields::{Bag, Slot},
    path::Context,
};
use crate::{
    hir::{Amount, Bound, Counted, Expr, ExprKind, IfNone, Measure, MetricValue, Quantity, Value, VarId, Window},
    schema::Type,
};

impl Compiler<'_> {
    pub(super) fn quantity(&mut self, cx: &mut Context, bag: &Bag<'_>, tree: &ast::Rule) -> Option<Quantity> {
        let measure = self.required(
            bag.get(Slot::Measure),
            tree,
            ("what is counted", "计数对象"),
            Message::new("add `count RECORD where …`", "补上 `计数 档案 凡 …`"),
        );
        let bound = self.required(
            bag.get(Slot::Bound),
            tree,
            ("the number that is asked for", "数量要求"),
            Message::new("add `at least N`", "补上 `至少 N`"),
        );
        let window = self.window(cx, bag);
        // The bound is over the members alone, so it is compiled before the counted record comes into play.
        let share = matches!(measure, Some((Tree::Share(..), _)));
        let bound_span = bound.map_or(tree.name.ident.span, |(_, span)| span);
        let bound = match bound {
            Some((Tree::Bound(bound), _)) => self.bound(cx, bound, share),
            _ => None,
        };
        let (measure, measure_span) = measure?;
        let needs_date = matches!(&window, Some((window, _)) if !matches!(window, Window::Whole));
        // A member's own period says which records are meant; with one, a reference is not needed.
        let own_period = match &window {
            Some((Window::During { from, until }, _)) => [from.free_vars(), until.free_vars()].concat(),
            _ => Vec::new(),
        };
        let by = window.as_ref().and_then(|(_, by)| *by);
        let (counted, measure) = self.measuring(cx, measure, by, needs_date, &own_period)?;
        let if_none = self.if_none(bag, measure.as_ref());
        let spacing = self.spacing(cx, bag, measure.as_ref(), window.as_ref().map(|(window, _)| window));
        let ((window, _), measure) = (window?, measure?);
        if matches!(window, Window::Rolling { .. } | Window::TheLast(_))
            && !matches!(measure, Measure::Count | Measure::Distinct(_))
        {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0606,
                    measure_span,
                    Message::new("a rolling window that does not count", "滚动窗口只能计数"),
                    Message::new("totals, means and shares need calendar windows", "合计、平均、占比须用历法窗口"),
                )
                .help(Message::new("use `every calendar month` or the like", "改用 `每个 自然月` 等")),
            );
            return None;
        }
        let bound = bound?;
        self.fits_window(&bound, &window, &measure, bound_span)?;
        if matches!(measure, Measure::Count | Measure::Distinct(_)) {
            self.counted_whole(&bound)?;
        }
        Some(Quantity { window, counted: counted?, measure, bound, spacing: super::check::all(spacing)?, if_none })
    }

    /// What is measured of which records, each as far as it has no faults; nothing if the records are not known.
    pub(super) fn measuring(
        &mut self,
        cx: &mut Context,
        tree: &Tree,
        by: Option<&ast::Path>,
        needs_date: bool,
        own_period: &[VarId],
    ) -> Option<(Option<Counted>, Option<Measure>)> {
        let measured = match tree {
            Tree::Count(m) | Tree::CountDistinct(_, m) | Tree::Total(_, m) | Tree::Mean(_, m) | Tree::Share(m, _) => m,
            _ => return None,
        };
        let n_rows = cx.rows.len();
        let counted = self.counted(cx, measured, by, needs_date, own_period);
        if cx.rows.len() == n_rows {
            return None;
        }
        let measure = match tree {
            Tree::CountDistinct(path, _) => self.path(cx, path, None).map(Measure::Distinct),
            Tree::Total(path, _) => self.numeric(cx, path).map(Measure::Total),
            Tree::Mean(path, _) => self.numeric(cx, path).map(Measure::Mean),
            Tree::Share(_, that) => self.condition(cx, that).map(Measure::Share),
            _ => Some(Measure::Count),
        };
        Some((counted, measure))
    }

    /// Records are counted whole: a fraction is a slip, or another measure was meant.
    fn counted_whole(&mut self, bound: &Bound) -> Option<()> {
        let broken = bound
            .amounts()
            .into_iter()
            .flat_map(Amount::exprs)
            .find(|expr| matches!(&expr.kind, ExprKind::Const(Value::Number(n)) if !n.is_integer()));
        let Some(expr) = broken else { return Some(()) };
        self.wrong_unit(
            expr,
            Message::new("records are counted whole", "记录按整条计数"),
            Message::new(
                "write a whole number, or `total` or `mean` of a field",
                "请写整数，或用字段的 `合计`、`平均`",
            ),
        );
        None
    }

    /// How far apart counted records must lie; the inner `None`: a fault was reported.
    fn spacing(
        &mut self,
        cx: &mut Context,
        bag: &Bag<'_>,
        measure: Option<&Measure>,
        window: Option<&Window>,
    ) -> Option<Option<Expr>> {
        let Some((Tree::Spacing(length), span)) = bag.get(Slot::Spacing) else { return None };
        if matches!(window, Some(Window::Rolling { .. } | Window::TheLast(_))) {
            let help = Message::new(
                "use `every calendar month` or the like; how far apart two neighbours may be says `per gap`",
                "改用 `每个 自然月` 等；相邻两次相隔多久用 `逐段`",
            );
            self.diagnostics.push(super::fields::beside(Slot::Spacing, span, Slot::Window, help));
            return Some(None);
        }
        if !matches!(measure, None | Some(Measure::Count)) {
            let help = Message::new("only `count RECORD` counts records one by one", "只有 `计数 档案` 逐条计数");
            self.diagnostics.push(super::fields::beside(Slot::Spacing, span, Slot::Measure, help));
            return Some(None);
        }
        // Over the members alone: how far apart does not hang on a record.
        let rows = std::mem::take(&mut cx.rows);
        let length = self.stretch(cx, length).and_then(|length| self.no_working_days(length));
        cx.rows = rows;
        Some(length)
    }

    fn if_none(&mut self, bag: &Bag<'_>, measure: Option<&Measure>) -> IfNone {
        let Some((Tree::IfNone(verdict), span)) = bag.get(Slot::IfNone) else { return IfNone::default() };
        if matches!(measure, Some(Measure::Count | Measure::Distinct(_) | Measure::Total(_))) {
            let help = Message::new(
                "only a share or a mean of nothing has no value; none counted is 0",
                "只有占比与平均在没有记录时没有值；计数则为0",
            );
            self.diagnostics.push(super::fields::beside(Slot::IfNone, span, Slot::Measure, help));
        }
        match *verdict {
            "met" => IfNone::Met,
            "violated" => IfNone::Violated,
            _ => IfNone::NotApplicable,
        }
    }

    fn numeric(&mut self, cx: &mut Context, path: &ast::Path) -> Option<Expr> {
        let expr = self.path(cx, path, None)?;
        self.typed(expr, ("a number", "数字"), Type::Number)
    }

    pub(super) fn bound(&mut self, cx: &mut Context, bound: &ast::Bound, share: bool) -> Option<Bound> {
        Some(match bound {
            ast::Bound::AtLeast(amount) => Bound::AtLeast(self.amount(cx, amount, share)?),
            ast::Bound::AtMost(amount) => Bound::AtMost(self.amount(cx, amount, share)?),
            ast::Bound::Fewer(amount) => Bound::Fewer(self.amount(cx, amount, share)?),
            ast::Bound::Exactly(amount) => Bound::Exactly(self.amount(cx, amount, share)?),
            ast::Bound::Between(low, high) => {
                let (span, ends) = (low.span.to(high.span), (constant(low), constant(high)));
                let low = self.amount(cx, low, share);
                let high = self.amount(cx, high, share);
                if matches!(ends, (Some(low), Some(high)) if low > high) {
                    self.empty_range(span);
                }
                Bound::Between(low?, high?)
            }
        })
    }

    fn amount(&mut self, cx: &mut Context, tree: &ast::Expr, share: bool) -> Option<Amount> {
        if let ast::ExprKind::WindowBefore(percent) = &tree.kind {
            return Some(Amount::OfBefore(*percent));
        }
        if let ast::ExprKind::PercentOf(percent, of) = &tree.kind
            && let Some(of) = self.names_register(cx, of)
        {
            let register = self.expect(of, fault::MEMBERS, Self::as_register)?;
            self.demand(Symbol::Register(register), of.span);
            return (!self.is_broken(Symbol::Register(register))).then_some(Amount::PercentOf(*percent, register));
        }
        if share {
            return self.percent(cx, tree).map(Amount::Value);
        }
        if let ast::ExprKind::Choice(which @ (ast::Choice::Greater | ast::Choice::Lesser), options) = &tree.kind
            && options.iter().any(|option| matches!(option.kind, ast::ExprKind::PercentOf(..)))
        {
            let options: Vec<_> = options.iter().map(|option| self.amount(cx, option, share)).collect();
            return options.into_iter().collect::<Option<_>>().map(|options| Amount::Choice(*which, options));
        }
        let expr = self.expr(cx, tree, Some(Type::Number))?;
        if expr.ty != Type::Number {
            // `at least 4 days` under `count` is the usual slip: days are not records.
            let fault = fault::wrong_type(&self.program.schema, expr.span, ("a number", "数字"), expr.ty);
            self.diagnostics.push(match expr.ty {
                Type::Duration => fault.help(Message::new(
                    "write the number alone; a limit in days belongs in a `deadline`",
                    "只写数字；以日计的限期属于 `期限`",
                )),
                _ => fault,
            });
            return None;
        }
        if self.is_percent(&expr) == Some(true) {
            self.wrong_unit(
                &expr,
                Message::new("a count is bounded by a number, not by a percentage", "计数的界限须为数字，不是百分比"),
                Message::new(
                    "for a share of a register write `at least 10% of REGISTER`",
                    "按名册比例请写 `至少 10% 属于 名册`",
                ),
            );
            return None;
        }
        Some(Amount::Value(expr))
    }

    /// The word behind `50% of` where it is to name a register, rather than a number such as `u.points`.
    fn names_register<'t>(&self, cx: &Context, of: &'t ast::Path) -> Option<&'t ast::Ident> {
        match of.parts.as_slice() {
            [one] if !self.is_meaningful(cx, one) => Some(one),
            _ => None,
        }
    }

    /// A percentage that bounds a share.
    pub(super) fn percent(&mut self, cx: &mut Context, tree: &ast::Expr) -> Option<Expr> {
        let expr = self.number(cx, tree)?;
        if self.is_percent(&expr) == Some(false) {
            self.wrong_unit(
                &expr,
                Message::new("a share is bounded by a percentage, as 80%", "占比的界限须为百分比，如 80%"),
                Message::new("write `%` behind the number", "在数字后写 `%`"),
            );
            return None;
        }
        if matches!(&expr.kind, ExprKind::Const(Value::Percent(n)) if *n > Decimal::ONE_HUNDRED) {
            self.wrong_unit(
                &expr,
                Message::new("more than all", "超过全部"),
                Message::new("a share is 100% at most", "占比最多为 100%"),
            );
            return None;
        }
        Some(expr)
    }

    fn wrong_unit(&mut self, amount: &Expr, label: Message, help: Message) {
        let message = Message::new("the wrong unit for this measure", "单位与所计不符");
        let fault = self.with_declaration(Diagnostic::error(Code::E0302, amount.span, message, label), amount);
        self.diagnostics.push(fault.help(help));
    }

    /// Whether a number is a percentage, where that can be told: a field may hold either.
    fn is_percent(&self, expr: &Expr) -> Option<bool> {
        let of_value = |value: &Value| match value {
            Value::Percent(_) => Some(true),
            Value::Number(_) => Some(false),
            _ => None,
        };
        match &expr.kind {
            ExprKind::Const(value) => of_value(value),
            ExprKind::Param(id) => self.program.params[id.0].values.iter().find_map(|(_, value)| of_value(value)),
            ExprKind::Lookup { table, column, .. } => {
                self.program.tables[table.0].rows.iter().filter_map(|row| row.cells.get(*column)).find_map(of_value)
            }
            ExprKind::Choice(_, options) => options.iter().find_map(|o| self.is_percent(o)),
            ExprKind::Metric { metric, .. } => match &self.program.metrics.get(metric.0)?.value {
                MetricValue::Counted { measure, .. } => Some(matches!(measure, Measure::Share(_))),
                MetricValue::Made(expr) => self.is_percent(expr),
            },
            _ => None,
        }
    }
}

/// A number as written.
fn constant(tree: &ast::Expr) -> Option<Decimal> {
    match &tree.kind {
        ast::ExprKind::Number(n) | ast::ExprKind::Percent(n) => Some(*n),
        _ => None,
    }
}
