//! In which window a rule looks.

use guiju_calendar::Unit;
use guiju_syntax::{Code, Diagnostic, Message, Span, ast, ast::FieldKind as Tree};

use super::{
    Compiler,
    fields::{Bag, Slot},
    path::Context,
};
use crate::{
    hir::{Bound, Expr, ExprKind, Measure, Value, Window},
    schema::Type,
};

impl Compiler<'_> {
    /// The window and the field that places a record in it. The outer `None`: a fault was reported.
    pub(super) fn window<'b>(&mut self, cx: &mut Context, bag: &Bag<'b>) -> Option<(Window, Option<&'b ast::Path>)> {
        Some(match bag.get(Slot::Window) {
            None => (Window::Whole, None),
            Some((Tree::Every { family, by }, _)) => (Window::Calendar(*family), by.as_ref()),
            Some((Tree::Cycle { length, from, by }, _)) => {
                let length = self.stretch(cx, length).and_then(|length| self.no_working_days(length));
                let from = self.expr(cx, from, Some(Type::Date));
                let from = from.and_then(|from| self.typed(from, ("a date", "日期"), Type::Date));
                (Window::Cycle { length: length?, from: from? }, by.as_ref())
            }
            Some((Tree::Rolling { length, per_gap, by }, _)) => {
                (Window::Rolling { length: self.stretch(cx, length)?, per_gap: *per_gap }, by.as_ref())
            }
            Some((Tree::TheLast { length, by }, _)) => (Window::TheLast(self.stretch(cx, length)?), by.as_ref()),
            Some((Tree::During { from, until, by }, _)) => {
                let from = self.path(cx, from, None).and_then(|e| self.typed(e, ("a date", "日期"), Type::Date));
                let until = self.path(cx, until, None).and_then(|e| self.typed(e, ("a date", "日期"), Type::Date));
                (Window::During { from: from?, until: until? }, by.as_ref())
            }
            Some(_) => return None,
        })
    }

    /// The length of a window: some time at least.
    pub(super) fn stretch(&mut self, cx: &mut Context, tree: &ast::Expr) -> Option<Expr> {
        let length = self.duration(cx, tree)?;
        if matches!(&length.kind, ExprKind::Const(Value::Duration(d)) if d.n == 0) {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0302,
                    tree.span,
                    Message::new("a window of no length", "窗口长度为零"),
                    Message::new("nothing can happen in it", "其中不可能发生任何事"),
                )
                .help(Message::new("one day is the shortest", "最短为一日")),
            );
            return None;
        }
        self.in_days(length)
    }

    /// Whether a bound can be asked of a window: one that looks at the window before, or at single gaps.
    pub(super) fn fits_window(&mut self, bound: &Bound, window: &Window, measure: &Measure, span: Span) -> Option<()> {
        let counts = matches!(measure, Measure::Count | Measure::Distinct(_));
        let both_ends = matches!(bound, Bound::Exactly(_) | Bound::Between(..));
        let fault = |en: &str, zh: &str, label: (&str, &str), help: (&str, &str)| {
            Diagnostic::error(Code::E0606, span, Message::new(en, zh), Message::new(label.0, label.1))
                .help(Message::new(help.0, help.1))
        };
        let found = if bound.of_before().is_some() {
            if !matches!(window, Window::Calendar(_) | Window::Cycle { .. }) {
                Some(fault(
                    "no window before",
                    "没有上期",
                    ("this window has no neighbour", "此窗口没有前后期"),
                    ("use `every calendar year` or the like", "改用 `每个 自然年` 等"),
                ))
            } else if !(counts || matches!(measure, Measure::Total(_))) {
                Some(fault(
                    "a share or a mean beside that of the window before",
                    "占比、平均与上期相比",
                    ("compared are counts and totals", "只比较计数与合计"),
                    ("count the records that matter", "对所关注的记录计数"),
                ))
            } else if both_ends {
                Some(fault(
                    "both ends set by the window before",
                    "两端都以上期为准",
                    ("one end can be", "只能一端如此"),
                    ("make two rules, one for each end", "写成两条规则，各管一端"),
                ))
            } else {
                None
            }
        } else if matches!(window, Window::Rolling { per_gap: true, .. }) && both_ends {
            Some(fault(
                "two demands on one gap",
                "一个间隔有两种要求",
                ("a gap is too long or too short", "间隔或过长，或过短"),
                ("make two rules, one with `at least`, one with `at most`", "写成两条规则，一条 `至少`，一条 `至多`"),
            ))
        } else {
            None
        };
        let none = found.is_none();
        self.diagnostics.extend(found);
        none.then_some(())
    }

    /// A length that no calendar of working days is needed for, as far as that can be told.
    pub(super) fn no_working_days(&mut self, length: Expr) -> Option<Expr> {
        let working = |value: &Value| matches!(value, Value::Duration(d) if d.unit == Unit::WorkingDay);
        let found = match &length.kind {
            ExprKind::Const(value) => working(value),
            ExprKind::Param(id) => self.program.params[id.0].values.iter().any(|(_, value)| working(value)),
            ExprKind::Measured(_, unit) => *unit == Unit::WorkingDay,
            _ => false,
        };
        if !found {
            return Some(length);
        }
        let fault = Diagnostic::error(
            Code::E0302,
            length.span,
            Message::new("a length in working days", "以工作日计的时长"),
            Message::new("windows and spacings are counted in calendar days", "周期与间隔按自然日计"),
        );
        let fault = self.with_declaration(fault, &length);
        self.diagnostics
            .push(fault.help(Message::new("use days, weeks, months, quarters or years", "可用日、周、月、季度、年")));
        None
    }
}
