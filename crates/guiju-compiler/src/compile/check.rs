//! `check`: each record satisfies, or none may be. Also what `each` means for all heads.

use guiju_syntax::{Message, ast, ast::FieldKind as Tree};

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
        let each = self.required(
            bag.get(Slot::Each),
            tree,
            ("the record that is checked", "核查对象"),
            Message::new("add `each RECORD` or `never each RECORD where …`", "补上 `对每 档案` 或 `不得有 档案 凡 …`"),
        )?;
        let (each, never) = match each.0 {
            Tree::Each(each) => (each, false),
            Tree::NeverEach(each) => (each, true),
            _ => return None,
        };
        let (record, var, filter, unless) = self.each(cx, each, bag)?;
        let must = match bag.get(Slot::Must) {
            Some((Tree::Must(must), _)) if !never => self.musts(cx, &must.what)?,
            None if never => Vec::new(),
            Some((_, span)) => {
                self.diagnostics.push(
                    guiju_syntax::Diagnostic::error(
                        guiju_syntax::Code::E0602,
                        span,
                        Message::new("`must` beside `never each`", "`不得有` 不能与 `应有` 并用"),
                        Message::new(
                            "no such record may exist, so nothing is left to check",
                            "既不得有此记录，便无可核查",
                        ),
                    )
                    .help(Message::new("put the condition into `where`", "把条件写进 `凡`")),
                );
                return None;
            }
            None => {
                let help = Message::new("add `must CONDITION`", "补上 `应有 条件`");
                return self.required(None, tree, ("the condition", "条件"), help);
            }
        };
        Some(Check { record, var, filter, unless, must })
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

    /// Brings the record of `each` into play: its kind, its variable, its filter and carve-out.
    pub(super) fn each(
        &mut self,
        cx: &mut Context,
        each: &ast::Each,
        bag: &Bag<'_>,
    ) -> Option<(RecordId, VarId, Option<Expr>, Option<Expr>)> {
        let record = self.record_named(&each.record)?;
        let var = cx.enter(record);
        cx.vars[var.0].name = each.var.as_ref().map(name);
        let filter = each.filter.as_ref().map(|f| self.condition(cx, f));
        let unless = match (&each.unless, bag.get(Slot::Unless)) {
            (Some(unless), _) => Some(self.condition(cx, unless)),
            (None, Some((Tree::Unless(unless), _))) => Some(self.condition(cx, unless)),
            _ => None,
        };
        // Both are compiled before a fault in either ends the rule.
        let filter = match filter {
            Some(filter) => Some(filter?),
            None => None,
        };
        let unless = match unless {
            Some(unless) => Some(unless?),
            None => None,
        };
        Some((record, var, filter, unless))
    }
}
