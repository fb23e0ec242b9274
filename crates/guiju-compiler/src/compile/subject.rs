//! Which record belongs to which member: correlations, written or inferred.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{Compiler, path::Context};
use crate::{
    hir::{self, Correlation, Counted, Expr, ExprKind, VarId, VarKind},
    schema::{FieldId, RecordId, Type},
};

/// Puts `with` in the place of a variable.
pub(super) fn substitute(expr: &Expr, var: VarId, with: &Expr) -> Expr {
    expr.replace(&|id| (id == var).then(|| with.clone()))
}

/// Splits a condition into its conjuncts.
pub(super) fn conjuncts(expr: Option<Expr>) -> Vec<Expr> {
    match expr {
        None => Vec::new(),
        Some(Expr { kind: ExprKind::And(parts), .. }) => parts.into_iter().flat_map(|p| conjuncts(Some(p))).collect(),
        Some(other) => vec![other],
    }
}

/// Joins conjuncts to a condition again.
pub(super) fn conjunction(mut parts: Vec<Expr>) -> Option<Expr> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => {
            let span = parts[0].span;
            let span = parts.iter().fold(span, |a, p| if p.span.file == a.file { a.to(p.span) } else { a });
            Some(Expr { kind: ExprKind::And(parts), ty: Type::YesNo, span })
        }
    }
}

/// The ranges of a rule, as a correlation sees them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranges<'a> {
    /// How many there are: variables 0 to n - 1.
    pub(super) n: usize,
    /// Those whose own period is the window, so that the date alone can say what belongs to them.
    pub(super) free: &'a [VarId],
}

/// Pairs of expressions that must be equal: inside, outside.
pub(super) type Pairs = Vec<(Expr, Expr)>;

/// Takes out of a condition the equalities between something of the `inner` variables and something without them.
pub(super) fn split_keys(filter: Option<Expr>, inner: &[VarId]) -> (Pairs, Option<Expr>) {
    let inside = |e: &Expr| {
        let free = e.free_vars();
        !free.is_empty() && free.iter().all(|v| inner.contains(v))
    };
    let outside = |e: &Expr| {
        let free = e.free_vars();
        !free.is_empty() && !free.iter().any(|v| inner.contains(v))
    };
    let mut keys = Vec::new();
    let mut rest = Vec::new();
    for part in conjuncts(filter) {
        match part.kind {
            ExprKind::Compare(ast::Op::Eq, a, b) if a.ty != Type::Duration && inside(&a) && outside(&b) => {
                keys.push((*a, *b));
            }
            ExprKind::Compare(ast::Op::Eq, a, b) if a.ty != Type::Duration && inside(&b) && outside(&a) => {
                keys.push((*b, *a));
            }
            _ => rest.push(part),
        }
    }
    (keys, conjunction(rest))
}

impl Compiler<'_> {
    /// Compiles which records are counted and how each names its member.
    ///
    /// `dated`: the field that decides the window, where the rule names it; needed only if `needs_date`.
    pub(super) fn counted(
        &mut self,
        cx: &mut Context,
        measured: &ast::Measured,
        dated: Option<&ast::Path>,
        ranges: Ranges<'_>,
        needs_date: bool,
    ) -> Option<Counted> {
        let record = self.record_named(&measured.record)?;
        let var = cx.enter(record);
        let filter = measured.filter.as_ref().map(|filter| self.condition(cx, filter));
        let date = match dated {
            Some(path) => Some(self.dated(cx, path)),
            None => self.program.schema.record(record).at.map(|at| Some(self.field(cx, var, at, measured.record.span))),
        };
        if date.is_none() && needs_date {
            self.no_date(record, measured.record.span);
            return None;
        }
        let filter = match filter {
            Some(filter) => Some(filter?),
            None => None,
        };
        let (member, filter) = self.members(cx, var, record, filter, ranges, measured.record.span)?;
        let date = match date {
            Some(date) => Some(date?),
            None => None,
        };
        Some(Counted { record, var, member, filter, date })
    }

    fn dated(&mut self, cx: &mut Context, path: &ast::Path) -> Option<Expr> {
        let expr = self.path(cx, path, None)?;
        self.typed(expr, ("a date", "日期"), Type::Date)
    }

    pub(super) fn field(&self, cx: &Context, var: VarId, field: FieldId, span: Span) -> Expr {
        let of = cx.var(var, span);
        let ty = match of.ty {
            Type::Ref(record) => self.program.schema.record(record).field(field).ty,
            other => other,
        };
        Expr { kind: ExprKind::Get(Box::new(of), field), ty, span }
    }

    pub(super) fn no_date(&mut self, record: RecordId, span: Span) {
        let name = &self.program.schema.record(record).name;
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0402,
                span,
                Message::new(
                    format!("`{}` has no date to place it in a window", name.id),
                    format!("`{}` 没有日期，无法归入窗口", name.in_tongue(guiju_syntax::Tongue::Zh)),
                ),
                Message::new("which date decides?", "以哪个日期为准？"),
            )
            .help(Message::new(
                "name it in the window, as `every calendar month by date`, or mark a date field with `at`",
                "在窗口中写明，如 `每个 自然月 按 日期`，或用 `时点` 标出日期字段",
            )),
        );
    }

    /// Finds for each range how a record names its member, and what is left of the filter.
    ///
    /// Members whose own period is the window (`free`) need not be named: a record belongs to every period it falls in.
    pub(super) fn members(
        &mut self,
        cx: &Context,
        var: VarId,
        record: RecordId,
        filter: Option<Expr>,
        ranges: Ranges<'_>,
        span: Span,
    ) -> Option<(Vec<Option<Correlation>>, Option<Expr>)> {
        let mut parts = conjuncts(filter);
        let mut member = Vec::new();
        for range in 0..ranges.n {
            let range = VarId(range);
            match take_written(&mut parts, var, range) {
                Some(expr) => member.push(Some(Some(expr))),
                None if ranges.free.contains(&range) && self.candidates(cx, record, range, span).is_empty() => {
                    member.push(Some(None));
                }
                None => member.push(self.inferred(cx, var, record, range, span).map(Some)),
            }
        }
        Some((member.into_iter().collect::<Option<_>>()?, conjunction(parts)))
    }

    /// The one field that can name the member, or a fault that asks for it.
    fn inferred(
        &mut self,
        cx: &Context,
        var: VarId,
        record: RecordId,
        range: VarId,
        span: Span,
    ) -> Option<Correlation> {
        let wanted = cx.var(range, span).ty;
        if wanted == Type::Ref(record) {
            return Some(Correlation { record: cx.var(var, span), member: None });
        }
        let fields = &self.program.schema.record(record).fields;
        let candidates = self.candidates(cx, record, range, span);
        if let [one] = candidates.as_slice() {
            return Some(Correlation { record: self.field(cx, var, FieldId(*one), span), member: None });
        }
        let record_name = &self.program.schema.record(record).name;
        let variable = cx.vars[range.0].name.as_ref().map_or("member", |n| n.id.as_str());
        let names: Vec<String> = candidates.iter().map(|f| format!("`{}`", fields[*f].name.id)).collect();
        let zh = record_name.in_tongue(guiju_syntax::Tongue::Zh);
        let (code, en, zh_message) = if candidates.is_empty() {
            (
                Code::E0205,
                format!("no field of `{}` says which `{variable}` it belongs to", record_name.id),
                format!("`{zh}` 没有字段说明属于哪个 `{variable}`"),
            )
        } else {
            (
                Code::E0204,
                format!("several fields of `{}` could name `{variable}`: {}", record_name.id, names.join(", ")),
                format!("`{zh}` 有几个字段可对应 `{variable}`：{}", names.join("、")),
            )
        };
        self.diagnostics.push(
            Diagnostic::error(code, span, Message::new(en, zh_message), Message::new("whose is it?", "属于谁？")).help(
                Message::new(
                    format!("say it in the condition, as `where FIELD = {variable}`"),
                    format!("在条件中写明，如 `凡 字段 = {variable}`"),
                ),
            ),
        );
        None
    }

    /// The fields of a record that can name a member.
    fn candidates(&self, cx: &Context, record: RecordId, range: VarId, span: Span) -> Vec<usize> {
        let wanted = cx.var(range, span).ty;
        let fields = &self.program.schema.record(record).fields;
        let fits = |ty: Type| match wanted {
            Type::Ref(r) => ty == Type::Ref(r) || ty == Type::RefSet(r),
            Type::Code(c) => ty == Type::Code(c) || ty == Type::CodeSet(c),
            _ => false,
        };
        (0..fields.len()).filter(|f| fits(fields[*f].ty)).collect()
    }

    /// The kind of variable that stands for a member.
    pub(super) fn member_kind(&self, members: hir::Members) -> VarKind {
        match members {
            hir::Members::Rows(record) => VarKind::Row(record),
            hir::Members::Codes(catalog) => VarKind::Code(catalog),
            hir::Members::Values(record, field) => match self.program.schema.record(record).field(field).ty {
                Type::Ref(target) => VarKind::Row(target),
                Type::Code(catalog) => VarKind::Code(catalog),
                _ => VarKind::Text,
            },
        }
    }
}

/// Takes `field = member`, `set has member` or `field = member.field` out of the conjuncts.
fn take_written(parts: &mut Vec<Expr>, var: VarId, range: VarId) -> Option<Correlation> {
    let is_member = |e: &Expr| matches!(e.kind, ExprKind::Var(id) if id == range);
    let of_member = |e: &Expr| e.free_vars() == [range];
    let of_record = |e: &Expr| e.free_vars() == [var];
    let pairs = |e: &Expr, fits: &dyn Fn(&Expr) -> bool| match &e.kind {
        ExprKind::Compare(ast::Op::Eq, a, b) => (of_record(a) && fits(b)) || (of_record(b) && fits(a)),
        ExprKind::Has { set, elements, .. } => of_record(set) && matches!(elements.as_slice(), [one] if fits(one)),
        _ => false,
    };
    // The member itself is preferred to something it has in common with the record.
    let found = parts
        .iter()
        .position(|part| pairs(part, &is_member))
        .or_else(|| parts.iter().position(|part| pairs(part, &of_member)))?;
    let (record, member) = match parts.remove(found).kind {
        ExprKind::Compare(_, a, b) if of_record(&a) => (*a, *b),
        ExprKind::Compare(_, a, b) => (*b, *a),
        ExprKind::Has { set, mut elements, .. } => (*set, elements.pop()?),
        _ => return None,
    };
    Some(Correlation { record, member: (!is_member(&member)).then_some(member) })
}
