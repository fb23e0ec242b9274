//! `hold`: a state lasts, or never is; and `time in`: how long one lasts in a window.

use guiju_calendar::Unit;
use guiju_syntax::{Code, Diagnostic, Message, ast, ast::FieldKind as Tree};

use super::{
    Compiler,
    check::all,
    fields::{Bag, Slot},
    path::Context,
};
use crate::hir::{Condition, Hold, HoldEach, TimeIn, VarId, VarKind, Window};

impl Compiler<'_> {
    pub(super) fn hold(&mut self, cx: &mut Context, bag: &Bag<'_>, tree: &ast::Rule) -> Option<Hold> {
        let help = Message::new("add `must hold STATE` or `never hold STATE`", "补上 `应保持 状态` 或 `不得处于 状态`");
        let holding = self.required(bag.get(Slot::Holding), tree, ("what must last", "应持续的状态"), help);
        let each = match bag.get(Slot::Each) {
            Some((Tree::Each(each), _)) => {
                self.no_members(bag, Slot::Each);
                let (record, var) = self.each_row(cx, each)?;
                let conditions = self.each_conditions(cx, each, bag);
                Some(conditions.map(|(filter, unless)| HoldEach { record, var, filter, unless }))
            }
            _ => {
                cx.rows.extend(one_member(cx));
                None
            }
        };
        let (Tree::Holding(holding), _) = holding? else { return None };
        let what = self.condition(cx, &holding.what);
        let from = holding.from.as_ref().map(|from| self.date(cx, from));
        let until = holding.until.as_ref().map(|until| self.date(cx, until));
        let during = holding.during.as_ref().map(|during| self.condition(cx, during));
        let (en, zh) = self.words(&holding.what);
        let (from, until, during) = (all(from)?, all(until)?, all(during)?);
        let from = match (&each, from) {
            (Some(Some(each)), None) => {
                let Some(at) = self.program.schema.record(each.record).at else {
                    let help = Message::new(
                        "say from when, as `must hold STATE from FIELD`",
                        "请写明自何时，如 `应保持 状态 自 字段`",
                    );
                    self.no_date(each.record, holding.what.span, help);
                    return None;
                };
                Some(self.field(cx, each.var, at, holding.what.span))
            }
            (_, from) => from,
        };
        Some(Hold {
            each: all(each)?,
            what: Condition { expr: what?, en, zh },
            never: holding.never,
            from,
            until,
            during,
        })
    }

    /// `time in STATE`, a quantity of days.
    pub(super) fn time_in(&mut self, cx: &mut Context, bag: &Bag<'_>, tree: &ast::Rule) -> Option<TimeIn> {
        let Some((Tree::TimeIn(what), span)) = bag.get(Slot::Measure) else { return None };
        let help = Message::new("add `at most 30 days`", "补上 `至多 30日`");
        let bound =
            self.required(bag.get(Slot::Bound), tree, ("the number of days that is asked for", "日数要求"), help);
        let window = self.window(cx, bag);
        if !matches!(&window, None | Some((Window::Calendar(_) | Window::TheLast(_), _))) {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0606,
                    span,
                    Message::new("time in a state without a calendar window", "`累计时长` 没有历法窗口"),
                    Message::new("in which window?", "在哪个窗口中？"),
                )
                .help(Message::new(
                    "add `every calendar year` or `the last 12 months`",
                    "补上 `每个 自然年` 或 `最近 12个月`",
                )),
            );
            return None;
        }
        let bound = match bound {
            Some((Tree::Bound(bound), _)) => self.bound(cx, &in_days(bound), false),
            _ => None,
        };
        let one = one_member(cx);
        cx.rows.extend(one);
        let what = self.condition(cx, what);
        if one.is_some() {
            cx.rows.pop();
        }
        Some(TimeIn { window: window?.0, what: what?, bound: bound? })
    }
}

/// The one member whose fields and states bare words name.
pub(super) fn one_member(cx: &Context) -> Option<VarId> {
    match (cx.ranges.as_slice(), cx.vars.first().map(|v| v.kind)) {
        ([_], Some(VarKind::Row(_))) => Some(VarId(0)),
        _ => None,
    }
}

/// `30 days` as a number of days.
fn in_days(bound: &ast::Bound) -> ast::Bound {
    let days = |amount: &ast::Expr| match amount.kind {
        ast::ExprKind::Duration(n, Unit::Day) => ast::Expr { kind: ast::ExprKind::Number(n), span: amount.span },
        _ => amount.clone(),
    };
    match bound {
        ast::Bound::AtLeast(a) => ast::Bound::AtLeast(days(a)),
        ast::Bound::AtMost(a) => ast::Bound::AtMost(days(a)),
        ast::Bound::Fewer(a) => ast::Bound::Fewer(days(a)),
        ast::Bound::Exactly(a) => ast::Bound::Exactly(days(a)),
        ast::Bound::Between(a, b) => ast::Bound::Between(days(a), days(b)),
    }
}
