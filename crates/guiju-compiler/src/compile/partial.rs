//! `partial`: what a window owes in which a member or the rule is in force only in part.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast, ast::FieldKind as Tree};
use rust_decimal::prelude::ToPrimitive;

use super::{
    Compiler,
    fields::{Bag, Slot},
};
use crate::hir::{Partial, Rounding};

impl Compiler<'_> {
    /// The policy of a rule; `None`: a fault was reported.
    pub(super) fn partial(&mut self, bag: &Bag<'_>, head: ast::Head) -> Option<Partial> {
        let Some((Tree::Partial(tree), span)) = bag.get(Slot::Partial) else { return Some(Partial::default()) };
        Some(match tree {
            ast::Partial::WholeOnly => Partial::WholeOnly,
            ast::Partial::Full => Partial::Full,
            ast::Partial::Prorate(rounding) => {
                if self.has_no_parts(bag, head, span) {
                    return None;
                }
                Partial::Prorate(match rounding {
                    ast::Rounding::Floor => Rounding::Floor,
                    ast::Rounding::Ceil => Rounding::Ceil,
                })
            }
            ast::Partial::WaiveUnder(days) => {
                let Some(days) = days.is_integer().then(|| days.to_u32()).flatten() else {
                    self.diagnostics.push(Diagnostic::error(
                        Code::E0302,
                        span,
                        Message::new(format!("`{days}` days"), format!("`{days}` 日")),
                        Message::new("must be a whole number", "须为整数"),
                    ));
                    return None;
                };
                Partial::WaiveUnder(days)
            }
        })
    }

    /// Whether what is asked cannot be had in part: a share, a mean, an act.
    fn has_no_parts(&mut self, bag: &Bag<'_>, head: ast::Head, span: Span) -> bool {
        let label = match (head, bag.get(Slot::Measure)) {
            (ast::Head::Deadline, _) => Message::new("an act is done or not", "行为只有做与不做"),
            (_, Some((Tree::Share(..), _))) => Message::new("a share is the same of any part", "占比与期间长短无关"),
            (_, Some((Tree::Mean(..), _))) => Message::new("a mean is the same of any part", "平均与期间长短无关"),
            _ if bag.get(Slot::Bound).is_some_and(|(bound, _)| looks_back(bound)) => {
                Message::new("the window before is taken whole", "上期按整期计")
            }
            _ => return false,
        };
        let message = Message::new("nothing that could be prorated", "没有可折算的数");
        self.diagnostics.push(Diagnostic::error(Code::E0602, span, message, label).help(Message::new(
            "choose `whole only`, `full` or `waive under 30 days`",
            "可写 `只计整期`、`照全期` 或 `不满 30日免`",
        )));
        true
    }
}

/// Whether a bound is set by the window before.
fn looks_back(field: &Tree) -> bool {
    let of_before = |amount: &ast::Expr| matches!(amount.kind, ast::ExprKind::WindowBefore(_));
    match field {
        Tree::Bound(
            ast::Bound::AtLeast(amount)
            | ast::Bound::AtMost(amount)
            | ast::Bound::Fewer(amount)
            | ast::Bound::Exactly(amount),
        ) => of_before(amount),
        Tree::Bound(ast::Bound::Between(low, high)) => of_before(low) || of_before(high),
        _ => false,
    }
}
