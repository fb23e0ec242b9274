//! `quantity`: how many, in which window.

use guiju_syntax::{Code, Diagnostic, Message, ast, ast::FieldKind as Tree};
use rust_decimal::Decimal;

use super::{
    Compiler, Symbol, fault,
    fields::{Bag, Slot},
    path::Context,
    subject::Ranges,
};
use crate::{
    hir::{Amount, Bound, Expr, ExprKind, IfNone, Measure, Quantity, Value, VarId, Window},
    schema::Type,
};

impl Compiler<'_> {
    pub(super) fn quantity(
        &mut self,
        cx: &mut Context,
        bag: &Bag<'_>,
        n_ranges: usize,
        tree: &ast::Rule,
    ) -> Option<Quantity> {
        let measure = self.required(
            bag.get(Slot::Measure),
            tree,
            ("what is counted", "计数对象"),
            Message::new("add `count RECORD where …`", "补上 `计数 档案 凡 …`"),
        );
        let bound = self.required(
            bag.get(Slot::Bound),
            tree,
            ("how many are asked", "数量要求"),
            Message::new("add `at least N`", "补上 `至少 N`"),
        );
        let (window, by) = self.window(cx, bag)?;
        let (measure, _) = measure?;
        let free: Vec<VarId> = match &window {
            Window::During { from, until } => from.free_vars().into_iter().chain(until.free_vars()).collect(),
            _ => Vec::new(),
        };
        let needs_date = !matches!(window, Window::Whole);
        let measured = match measure {
            Tree::Count(m) | Tree::CountDistinct(_, m) | Tree::Total(_, m) | Tree::Mean(_, m) | Tree::Share(m, _) => m,
            _ => return None,
        };
        // The bound is over the members alone, so it is compiled before the counted record comes into play.
        let share = matches!(measure, Tree::Share(..));
        let bound = match bound? {
            (Tree::Bound(bound), _) => self.bound(cx, bound, share),
            _ => None,
        };
        let counted = self.counted(cx, measured, by, Ranges { n: n_ranges, free: &free }, needs_date)?;
        let measure = match measure {
            Tree::CountDistinct(path, _) => Measure::Distinct(self.path(cx, path, None)?),
            Tree::Total(path, _) => Measure::Total(self.numeric(cx, path)?),
            Tree::Mean(path, _) => Measure::Mean(self.numeric(cx, path)?),
            Tree::Share(_, that) => Measure::Share(self.condition(cx, that)?),
            _ => Measure::Count,
        };
        let if_none = match bag.get(Slot::IfNone) {
            Some((Tree::IfNone("met"), _)) => IfNone::Met,
            Some((Tree::IfNone("violated"), _)) => IfNone::Violated,
            _ => IfNone::NotApplicable,
        };
        if matches!(window, Window::Rolling { .. } | Window::TheLast(_))
            && !matches!(measure, Measure::Count | Measure::Distinct(_))
        {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0606,
                    tree.name.ident.span,
                    Message::new("a rolling window that does not count", "滚动窗口只能计数"),
                    Message::new("totals, means and shares need calendar windows", "合计、平均、占比须用历法窗口"),
                )
                .help(Message::new("use `every calendar month` or the like", "改用 `每个 自然月` 等")),
            );
            return None;
        }
        Some(Quantity { window, counted, measure, bound: bound?, if_none })
    }

    fn numeric(&mut self, cx: &mut Context, path: &ast::Path) -> Option<Expr> {
        let expr = self.path(cx, path, None)?;
        self.typed(expr, ("a number", "数字"), Type::Number)
    }

    /// The window and the field that places a record in it. The outer `None`: a fault was reported.
    pub(super) fn window<'b>(&mut self, cx: &mut Context, bag: &Bag<'b>) -> Option<(Window, Option<&'b ast::Path>)> {
        Some(match bag.get(Slot::Window) {
            None => (Window::Whole, None),
            Some((Tree::Every { family, by }, _)) => (Window::Calendar(*family), by.as_ref()),
            Some((Tree::Rolling { length, per_gap, by }, _)) => {
                (Window::Rolling { length: self.duration(cx, length)?, per_gap: *per_gap }, by.as_ref())
            }
            Some((Tree::TheLast { length, by }, _)) => (Window::TheLast(self.duration(cx, length)?), by.as_ref()),
            Some((Tree::During { from, until, by }, _)) => {
                let from = self.path(cx, from, None).and_then(|e| self.typed(e, ("a date", "日期"), Type::Date));
                let until = self.path(cx, until, None).and_then(|e| self.typed(e, ("a date", "日期"), Type::Date));
                (Window::During { from: from?, until: until? }, by.as_ref())
            }
            Some(_) => return None,
        })
    }

    fn bound(&mut self, cx: &mut Context, bound: &ast::Bound, share: bool) -> Option<Bound> {
        Some(match bound {
            ast::Bound::AtLeast(amount) => Bound::AtLeast(self.amount(cx, amount, share)?),
            ast::Bound::AtMost(amount) => Bound::AtMost(self.amount(cx, amount, share)?),
            ast::Bound::Exactly(amount) => Bound::Exactly(self.amount(cx, amount, share)?),
            ast::Bound::Between(low, high) => {
                let low = self.amount(cx, low, share);
                let high = self.amount(cx, high, share);
                Bound::Between(low?, high?)
            }
        })
    }

    fn amount(&mut self, cx: &mut Context, tree: &ast::Expr, share: bool) -> Option<Amount> {
        if let ast::ExprKind::PercentOf(percent, of) = &tree.kind {
            let register = self.expect(of, ("register", "名册"), |symbol| match symbol {
                Symbol::Register(id) => Some(id),
                _ => None,
            })?;
            return Some(Amount::PercentOf(*percent, register));
        }
        let expr = self.expr(cx, tree, Some(Type::Number))?;
        if expr.ty != Type::Number {
            // `at least 4 days` under `count` is the usual slip: days are not records.
            let fault = fault::wrong_type(&self.program.schema, expr.span, ("a number", "数字"), expr.ty);
            self.diagnostics.push(fault.help(Message::new(
                "write the number alone; a limit in days belongs in a `deadline`",
                "只写数字；以日计的限期属于 `期限`",
            )));
            return None;
        }
        let percent = matches!(expr.kind, ExprKind::Const(Value::Percent(_)));
        let number = matches!(expr.kind, ExprKind::Const(Value::Number(_)));
        if (share && number) || (!share && percent) {
            let (en, zh) = if share {
                ("a share is bounded by a percentage, as 80%", "占比的界限须为百分比，如 80%")
            } else {
                ("a count is bounded by a number, not by a percentage", "计数的界限须为数字，不是百分比")
            };
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0302,
                    tree.span,
                    Message::new("the wrong unit for this measure", "单位与所计不符"),
                    Message::new(en, zh),
                )
                .help(Message::new(
                    "for a share of a register write `at least 10% of REGISTER`",
                    "按名册比例请写 `至少 10% 属于 名册`",
                )),
            );
            return None;
        }
        if let ExprKind::Const(Value::Number(n)) = &expr.kind
            && *n < Decimal::ZERO
        {
            return None;
        }
        Some(Amount::Value(expr))
    }
}
