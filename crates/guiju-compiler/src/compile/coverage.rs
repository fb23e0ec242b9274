//! `coverage`: is everything of a set reached.

use guiju_syntax::{Code, Diagnostic, Message, ast, ast::FieldKind as Tree};

use super::{
    Compiler, fault,
    fields::{Bag, Slot},
    path::Context,
    subject::Ranges,
};
use crate::{
    hir::{Counted, Coverage, Expr, Members, VarKind, Window},
    schema::Type,
};

impl Compiler<'_> {
    pub(super) fn coverage(
        &mut self,
        cx: &mut Context,
        bag: &Bag<'_>,
        n_ranges: usize,
        tree: &ast::Rule,
    ) -> Option<Coverage> {
        let reach = self.required(
            bag.get(Slot::Reach),
            tree,
            ("the set to be reached", "应覆盖的范围"),
            Message::new("add `all of REGISTER by FIELD of RECORD`", "补上 `全部 名册 按 字段 属于 档案`"),
        )?;
        let (Tree::Reach(reach), span) = reach else { return None };
        let (set, register) = self.range_of(&reach.set)?;
        let (window, by_date) = self.window(cx, bag)?;
        if !matches!(window, Window::Whole | Window::Calendar(_)) {
            self.diagnostics.push(Diagnostic::error(
                Code::E0606,
                span,
                Message::new("coverage in a rolling window", "滚动窗口中的覆盖"),
                Message::new("coverage is judged over calendar windows", "覆盖以历法窗口判定"),
            ));
            return None;
        }
        let share = match &reach.share {
            Some(share) => Some(self.number(cx, share)?),
            None => None,
        };
        let each = match bag.get(Slot::Each) {
            Some((Tree::Each(each), _)) => Some(each),
            _ => None,
        };
        let (counted, each, unless) = match (each, &reach.of) {
            (Some(each), None) => {
                let (counted, unless) = self.each_counted(cx, each, bag)?;
                (counted, true, unless)
            }
            (None, Some(of)) => {
                let needs_date = !matches!(window, Window::Whole);
                (self.counted(cx, of, by_date, Ranges { n: n_ranges, free: &[] }, needs_date)?, false, None)
            }
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
                return None;
            }
            (None, None) => {
                self.diagnostics.push(fault::missing(
                    tree.name.ident.span,
                    "the records that reach",
                    "用以覆盖的档案",
                    Message::new(
                        "add `of RECORD`, or `each RECORD` for every record by itself",
                        "补上 `属于 档案`，或以 `对每 档案` 逐条判定",
                    ),
                ));
                return None;
            }
        };
        let by = self.path(cx, &reach.by, None)?;
        self.reaches(&by, set)?;
        Some(Coverage { window, set, register, share, counted, by, each, unless })
    }

    /// `each RECORD where … unless …` as the records looked at.
    fn each_counted(&mut self, cx: &mut Context, each: &ast::Each, bag: &Bag<'_>) -> Option<(Counted, Option<Expr>)> {
        let (record, var, filter, unless) = self.each(cx, each, bag)?;
        let date = self.program.schema.record(record).at.map(|at| self.field(cx, var, at, each.record.span));
        Some((Counted { record, var, member: Vec::new(), filter, date }, unless))
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
