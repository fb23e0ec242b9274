//! `coverage`: is everything of a set reached.

use guiju_syntax::{Code, Diagnostic, Message, ast, ast::FieldKind as Tree};

use super::{
    Compiler, fault,
    fields::{Bag, Slot},
    path::Context,
};
use crate::{
    hir::{Counted, Coverage, Expr, Members, VarKind, Window},
    schema::Type,
};

impl Compiler<'_> {
    pub(super) fn coverage(&mut self, cx: &mut Context, bag: &Bag<'_>, tree: &ast::Rule) -> Option<Coverage> {
        let reach = self.required(
            bag.get(Slot::Reach),
            tree,
            ("the set to be reached", "应覆盖的范围"),
            Message::new("add `all of REGISTER by FIELD of RECORD`", "补上 `全部 名册 按 字段 属于 档案`"),
        )?;
        let (Tree::Reach(reach), span) = reach else { return None };
        let set = self.range_of(&reach.set);
        let window = self.window(cx, bag);
        if matches!(&window, Some((window, _)) if !matches!(window, Window::Whole | Window::Calendar(_) | Window::Cycle { .. }))
        {
            let span = bag.get(Slot::Window).map_or(span, |(_, span)| span);
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0606,
                    span,
                    Message::new("coverage in a rolling window", "滚动窗口中的覆盖"),
                    Message::new("coverage is judged over calendar windows", "覆盖以历法窗口判定"),
                )
                .help(Message::new("use `every calendar year` or the like", "改用 `每个 自然年` 等")),
            );
            return None;
        }
        let share = reach.share.as_ref().map(|share| self.percent(cx, share));
        let each = match bag.get(Slot::Each) {
            Some((Tree::Each(each), _)) => Some(each),
            _ => None,
        };
        let by_date = window.as_ref().and_then(|(_, by)| *by);
        let needs_date = matches!(&window, Some((Window::Calendar(_) | Window::Cycle { .. }, _)));
        let counted = match (each, &reach.of) {
            (Some(each), None) => self.each_counted(cx, each, bag),
            (None, Some(of)) => self.counted(cx, of, by_date, needs_date, &[]).map(|counted| (counted, false, None)),
            (Some(_), Some(of)) => {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0604,
                        of.record.span,
                        Message::new("two records to reach with", "两处写明了档案"),
                        Message::new("`each` has named the record already", "`对每` 已写明档案"),
                    )
                    .help(Message::new("leave out `of RECORD`", "删去 `属于 档案`")),
                );
                None
            }
            (None, None) => {
                let help = Message::new(
                    "add `of RECORD`, or `each RECORD` for every record by itself",
                    "补上 `属于 档案`，或以 `对每 档案` 逐条判定",
                );
                self.required(None, tree, ("what the set is reached with", "用以覆盖的档案"), help)
            }
        };
        let ((window, _), (counted, each, unless), (set, register)) = (window?, counted?, set?);
        let by = self.path(cx, &reach.by, None)?;
        self.reaches(&by, set)?;
        Some(Coverage { window, set, register, share: super::check::all(share)?, counted, by, each, unless })
    }

    /// `each RECORD where … unless …` as the records looked at; every one by itself, so without members or windows.
    fn each_counted(
        &mut self,
        cx: &mut Context,
        each: &ast::Each,
        bag: &Bag<'_>,
    ) -> Option<(Counted, bool, Option<Expr>)> {
        self.no_members(bag, Slot::Each);
        if let Some((_, span)) = bag.get(Slot::Window) {
            let help = Message::new(
                "leave it out, or name the records with `of RECORD` instead of `each`",
                "删去窗口，或以 `属于 档案` 代替 `对每`",
            );
            self.diagnostics.push(super::fields::beside(Slot::Window, span, Slot::Each, help));
        }
        let (record, var) = self.each_row(cx, each)?;
        let (filter, unless) = self.each_conditions(cx, each, bag)?;
        let date = self
            .program
            .schema
            .record(record)
            .at
            .map(|at| super::time::as_date(self.field(cx, var, at, each.record.span)));
        Some((Counted { record, var, member: Vec::new(), filter, date }, true, unless))
    }

    /// `per` names members that single records are not judged by.
    pub(super) fn no_members(&mut self, bag: &Bag<'_>, beside: Slot) {
        if let Some((_, span)) = bag.get(Slot::Per) {
            let help = Message::new(
                "leave it out; a condition on the record stands in its `where`",
                "删去 `分别`；对档案的条件写在 `凡` 之后",
            );
            self.diagnostics.push(super::fields::beside(Slot::Per, span, beside, help));
        }
    }

    /// Whether a field can name members of the set.
    fn reaches(&mut self, by: &Expr, set: Members) -> Option<()> {
        let kind = self.member_kind(set);
        let fits = match (kind, by.ty) {
            (VarKind::Row(a), Type::Ref(b) | Type::RefSet(b)) => a == b,
            (VarKind::Code(a), Type::Code(b) | Type::CodeSet(b)) => a == b,
            (VarKind::Text, Type::Text | Type::TextSet) => true,
            _ => false,
        };
        if fits {
            return Some(());
        }
        let wanted = match kind {
            VarKind::Row(record) => fault::type_words(&self.program.schema, Type::Ref(record)),
            VarKind::Code(catalog) => fault::type_words(&self.program.schema, Type::Code(catalog)),
            VarKind::Text => fault::type_words(&self.program.schema, Type::Text),
        };
        let fault = fault::wrong_type(&self.program.schema, by.span, (&wanted.0, &wanted.1), by.ty);
        self.diagnostics.push(fault);
        None
    }
}
