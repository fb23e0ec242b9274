//! `check`: each record satisfies, or none may be. Also what `each` means for all heads.

use guiju_syntax::{Code, Diagnostic, Message, ast, ast::FieldKind as Tree};

use super::{
    Compiler,
    fields::{Bag, Slot},
    name,
    path::Context,
};
use crate::{
    hir::{Check, Condition, Expr, VarId},
    schema::RecordId,
};

impl Compiler<'_> {
    pub(super) fn check(&mut self, cx: &mut Context, bag: &Bag<'_>, tree: &ast::Rule) -> Option<Check> {
        let found = bag.get(Slot::Each).or(bag.get(Slot::Never));
        let help =
            Message::new("add `each RECORD` or `never each RECORD where …`", "补上 `对每 档案` 或 `不得有 档案 凡 …`");
        let (each, never) = match self.required(found, tree, ("the record that is checked", "核查对象"), help)?.0 {
            Tree::Each(each) => (each, false),
            Tree::NeverEach(each) => (each, true),
            _ => return None,
        };
        let (record, var) = self.each_row(cx, each)?;
        let conditions = self.each_conditions(cx, each, bag);
        let must = match bag.get(Slot::Must) {
            Some((Tree::Must(_), span)) if never => {
                let help = Message::new("put the condition into `where`", "把条件写进 `凡`");
                self.diagnostics.push(super::fields::beside(Slot::Must, span, Slot::Never, help));
                None
            }
            Some((Tree::Must(must), _)) => {
                self.condition_alone(must);
                self.musts(cx, &must.what)
            }
            _ if never => Some(Vec::new()),
            _ => {
                let help = Message::new("add `must CONDITION`", "补上 `应有 条件`");
                self.required(None, tree, ("the condition", "条件"), help)
            }
        };
        let (filter, unless) = conditions?;
        Some(Check { record, var, filter, unless, must: must? })
    }

    /// Under `check`, `must` is a condition; `for` and `where` belong to the acts of deadlines.
    fn condition_alone(&mut self, must: &ast::Must) {
        let extra = must.period.as_ref().map(|p| p.span).or(must.filter.as_ref().map(|f| f.span));
        if let Some(span) = extra {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0602,
                    span,
                    Message::new("`must` of a `check` is a condition alone", "`核查` 的 `应有` 只写条件"),
                    Message::new("belongs behind an act of a `deadline`", "只用于 `期限` 的行为之后"),
                )
                .help(Message::new("put it into `each … where`", "把它写进 `对每 … 凡`")),
            );
        }
    }

    /// The conjuncts of a condition, each with its words.
    fn musts(&mut self, cx: &mut Context, tree: &ast::Expr) -> Option<Vec<Condition>> {
        let parts = match &tree.kind {
            ast::ExprKind::And(parts) => parts.as_slice(),
            _ => std::slice::from_ref(tree),
        };
        let mut conditions = Vec::new();
        for part in parts {
            let expr = self.condition(cx, part);
            let (en, zh) = self.words(part);
            conditions.push(expr.map(|expr| Condition { expr, en, zh }));
        }
        conditions.into_iter().collect()
    }

    /// Brings the record of `each` into play.
    pub(super) fn each_row(&mut self, cx: &mut Context, each: &ast::Each) -> Option<(RecordId, VarId)> {
        let record = self.record_named(&each.record)?;
        let var = cx.enter(record);
        cx.vars[var.0].name = each.var.as_ref().map(name);
        Some((record, var))
    }

    /// The filter and the carve-out of `each`.
    pub(super) fn each_conditions(
        &mut self,
        cx: &mut Context,
        each: &ast::Each,
        bag: &Bag<'_>,
    ) -> Option<(Option<Expr>, Option<Expr>)> {
        let unless = match (&each.unless, bag.get(Slot::Unless)) {
            (Some(first), Some((Tree::Unless(unless), span))) => {
                self.written_twice(span, first.span);
                Some(unless)
            }
            (Some(unless), _) | (None, Some((Tree::Unless(unless), _))) => Some(unless),
            _ => None,
        };
        // Both are compiled before a fault in either ends the rule.
        let filter = each.filter.as_ref().map(|f| self.condition(cx, f));
        let unless = unless.map(|u| self.condition(cx, u));
        let during = match bag.get(Slot::While) {
            Some((Tree::While(during), _)) => Some(self.condition(cx, during)),
            _ => None,
        };
        let (filter, during) = (all(filter)?, all(during)?);
        // A record outside the time in which the rule binds is none of its records.
        let filter = match (filter, during) {
            (Some(filter), Some(during)) => super::subject::conjunction(vec![filter, during]),
            (filter, during) => filter.or(during),
        };
        Some((filter, all(unless)?))
    }
}

/// What was written and has faults is `None`; what was not written is `Some(None)`.
#[expect(clippy::option_option, reason = "absent and faulty are two things")]
pub(super) fn all<T>(found: Option<Option<T>>) -> Option<Option<T>> {
    match found {
        Some(found) => found.map(Some),
        None => Some(None),
    }
}
