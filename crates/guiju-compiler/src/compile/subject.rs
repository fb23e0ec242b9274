//! Which record belongs to which member: correlations, written or inferred.

use guiju_syntax::{Code, Diagnostic, Message, Span, Tongue, ast};

use super::{Compiler, Symbol, path::Context};
use crate::{
    hir::{self, Correlation, Counted, Expr, ExprKind, VarId, VarKind},
    schema::{FieldId, Name, RecordId, Type},
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

/// Pairs of expressions that must be equal: inside, outside.
pub(super) type Pairs = Vec<(Expr, Expr)>;

/// Takes out of a condition the equalities between something of the `inner` variable and something without it.
pub(super) fn split_keys(filter: Option<Expr>, inner: VarId) -> (Pairs, Option<Expr>) {
    let inside = |e: &Expr| e.free_vars() == [inner];
    let outside = |e: &Expr| {
        let free = e.free_vars();
        !free.is_empty() && !free.contains(&inner)
    };
    // Lengths in different units, and instants of which only the day is known, may or may not be equal.
    let is_key = |ty| !matches!(ty, Type::Duration | Type::Time);
    let mut keys = Vec::new();
    let mut rest = Vec::new();
    for part in conjuncts(filter) {
        match part.kind {
            ExprKind::Compare(ast::Op::Eq, a, b) if is_key(a.ty) && inside(&a) && outside(&b) => {
                keys.push((*a, *b));
            }
            ExprKind::Compare(ast::Op::Eq, a, b) if is_key(a.ty) && inside(&b) && outside(&a) => {
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
    /// `own_period`: the members whose own period is the window; it says which records are theirs.
    pub(super) fn counted(
        &mut self,
        cx: &mut Context,
        measured: &ast::Measured,
        dated: Option<&ast::Path>,
        needs_date: bool,
        own_period: &[VarId],
    ) -> Option<Counted> {
        let record = self.record_named(&measured.record)?;
        let var = cx.enter(record);
        let filter = measured.filter.as_ref().map(|filter| self.condition(cx, filter));
        let at = self.program.schema.record(record).at;
        let date = match dated {
            Some(path) => Some(self.dated(cx, path)),
            None => at.map(|at| Some(super::time::as_date(self.field(cx, var, at, measured.record.span)))),
        };
        if date.is_none() && needs_date {
            let help = Message::new(
                "name it in the window, as `every calendar month by date`, or mark a date field with `at`",
                "在窗口中写明，如 `每个 自然月 按 日期`，或用 `时点` 标出日期字段",
            );
            self.no_date(record, measured.record.span, help);
            return None;
        }
        let (member, filter) =
            self.members(cx, (record, var), super::check::all(filter)?, own_period, measured.record.span)?;
        Some(Counted { record, var, member, filter, date: super::check::all(date)? })
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

    /// Nothing says when a record was; `help`: how to say it.
    pub(super) fn no_date(&mut self, record: RecordId, span: Span, help: Message) {
        if self.is_broken(Symbol::Record(record)) || self.broken_fields.iter().any(|(r, _)| *r == record) {
            return;
        }
        let name = &self.program.schema.record(record).name;
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0402,
                span,
                Message::new(
                    format!("`{}` has no date of its own", name.id),
                    format!("`{}` 没有时点", name.in_tongue(guiju_syntax::Tongue::Zh)),
                ),
                Message::new("which date decides?", "以哪个日期为准？"),
            )
            .help(help),
        );
    }

    /// Finds for each range how a record names its member, and what is left of the filter.
    ///
    /// In this order: `FIELD = member` as written; another condition on the member itself, such as
    /// `(FIELD = member or …)`, which is then asked for every member; the one field that can name a member; an
    /// equality with something of the member, or a window of its own.
    pub(super) fn members(
        &mut self,
        cx: &Context,
        (record, var): (RecordId, VarId),
        filter: Option<Expr>,
        own_period: &[VarId],
        span: Span,
    ) -> Option<(Vec<Option<Correlation>>, Option<Expr>)> {
        let mut parts = conjuncts(filter);
        let mut member = Vec::new();
        for range in (0..cx.ranges.len()).map(VarId) {
            member.push(match take_written(&mut parts, var, range) {
                Some(record) => Some(Some(Correlation { record, member: None })),
                None if parts.iter().any(|part| names_itself(part, range)) => Some(None),
                None => match self.candidates(cx, record, range).as_slice() {
                    // Records of one kind counted for each of them belong to those they agree with, else to themselves.
                    [Candidate::Row] if !parts.iter().any(|part| is_keyed(part, var, range)) => {
                        Some(Some(Correlation { record: cx.var(var, span), member: None }))
                    }
                    [Candidate::Field(one)] => {
                        Some(Some(Correlation { record: self.field(cx, var, *one, span), member: None }))
                    }
                    [Candidate::Row] => Some(take_keyed(&mut parts, var, range)),
                    [] if own_period.contains(&range) => Some(take_keyed(&mut parts, var, range)),
                    [] if parts.iter().any(|part| is_keyed(part, var, range)) => {
                        Some(take_keyed(&mut parts, var, range))
                    }
                    candidates => {
                        self.whose(cx, record, range, candidates, span);
                        None
                    }
                },
            });
        }
        Some((member.into_iter().collect::<Option<_>>()?, conjunction(parts)))
    }

    /// What could name a member: the record itself, or its fields of the right type.
    fn candidates(&self, cx: &Context, record: RecordId, range: VarId) -> Vec<Candidate> {
        match cx.ranges.get(range.0) {
            Some(hir::Members::Values(of, field)) if *of == record => return vec![Candidate::Field(*field)],
            Some(hir::Members::Rows(of)) if *of == record => return vec![Candidate::Row],
            _ => {}
        }
        let fits = |ty: Type| match cx.vars.get(range.0).map(|v| v.kind) {
            Some(VarKind::Row(r)) => ty == Type::Ref(r) || ty == Type::RefSet(r),
            Some(VarKind::Code(c)) => ty == Type::Code(c) || ty == Type::CodeSet(c),
            // Texts of two fields being the same says nothing of their meaning the same.
            Some(VarKind::Text) | None => false,
        };
        let fields = &self.program.schema.record(record).fields;
        (0..fields.len()).filter(|f| fits(fields[*f].ty)).map(|f| Candidate::Field(FieldId(f))).collect()
    }

    /// No field, or several, could name the member: the author must say which.
    pub(super) fn whose(&mut self, cx: &Context, record: RecordId, range: VarId, candidates: &[Candidate], span: Span) {
        if self.is_broken(Symbol::Record(record)) || self.broken_fields.iter().any(|(r, _)| *r == record) {
            return;
        }
        let kind = self.program.schema.record(record);
        let (id, zh) = (&kind.name.id, kind.name.in_tongue(Tongue::Zh));
        let member = cx.vars.get(range.0).and_then(|v| v.name.as_ref());
        let (variable, zh_variable) = member.map_or(("member", "成员"), |n| (n.id.as_str(), n.in_tongue(Tongue::Zh)));
        let names: Vec<&Name> = candidates
            .iter()
            .filter_map(|c| match c {
                Candidate::Field(field) => Some(&kind.field(*field).name),
                Candidate::Row => None,
            })
            .collect();
        let list = |pick: fn(&Name) -> &str, joint| {
            names.iter().map(|n| format!("`{}`", pick(n))).collect::<Vec<_>>().join(joint)
        };
        let (code, message) = if names.is_empty() {
            let en = format!("no field of `{id}` says which `{variable}` it belongs to");
            (Code::E0205, Message::new(en, format!("`{zh}` 没有字段说明属于哪个 `{zh_variable}`")))
        } else {
            let en = format!("several fields of `{id}` could name `{variable}`: {}", list(|n| &n.id, ", "));
            let fields = list(|n| n.in_tongue(Tongue::Zh), "、");
            (Code::E0204, Message::new(en, format!("`{zh}` 有几个字段可对应 `{zh_variable}`：{fields}")))
        };
        let example = names.first().map_or("FIELD", |n| n.id.as_str());
        let zh_example = names.first().map_or("字段", |n| n.in_tongue(Tongue::Zh));
        let help = Message::new(
            format!("say it in the condition, as `where {example} = {variable}`"),
            format!("在条件中写明，如 `凡 {zh_example} = {zh_variable}`"),
        );
        let label = Message::new("whose is it?", "属于谁？");
        self.diagnostics.push(Diagnostic::error(code, span, message, label).help(help));
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

/// What could name a member.
pub(super) enum Candidate {
    /// The record itself: it is a member.
    Row,
    /// One of its fields.
    Field(FieldId),
}

/// Whether a condition asks for a member itself rather than for something of it.
fn names_itself(part: &Expr, range: VarId) -> bool {
    let (mut all, mut of) = (0usize, 0usize);
    part.walk(&mut |e| match &e.kind {
        ExprKind::Var(id) if *id == range => all += 1,
        ExprKind::Get(base, _) if matches!(base.kind, ExprKind::Var(id) if id == range) => of += 1,
        _ => {}
    });
    all > of
}

/// Whether a condition makes something of the record equal to something of the member.
fn is_keyed(part: &Expr, var: VarId, range: VarId) -> bool {
    let over = |e: &Expr, var: VarId| e.free_vars() == [var];
    match &part.kind {
        ExprKind::Compare(ast::Op::Eq, a, b) => (over(a, var) && over(b, range)) || (over(b, var) && over(a, range)),
        ExprKind::Has { set, elements, .. } => {
            over(set, var) && matches!(elements.as_slice(), [one] if over(one, range))
        }
        _ => false,
    }
}

/// Takes an equality with something of the member out of the conjuncts.
fn take_keyed(parts: &mut Vec<Expr>, var: VarId, range: VarId) -> Option<Correlation> {
    let found = parts.iter().position(|part| is_keyed(part, var, range))?;
    let (record, member) = match parts.remove(found).kind {
        ExprKind::Compare(_, a, b) if a.free_vars() == [var] => (*a, *b),
        ExprKind::Compare(_, a, b) => (*b, *a),
        ExprKind::Has { set, mut elements, .. } => (*set, elements.pop()?),
        _ => return None,
    };
    Some(Correlation { record, member: Some(member) })
}

/// Takes `field = member` or `set has member` out of the conjuncts and returns the record's side.
fn take_written(parts: &mut Vec<Expr>, var: VarId, range: VarId) -> Option<Expr> {
    let is_member = |e: &Expr| matches!(e.kind, ExprKind::Var(id) if id == range);
    let of_record = |e: &Expr| e.free_vars() == [var];
    let found = parts.iter().position(|part| match &part.kind {
        ExprKind::Compare(ast::Op::Eq, a, b) => (of_record(a) && is_member(b)) || (of_record(b) && is_member(a)),
        ExprKind::Has { set, elements, .. } => of_record(set) && matches!(elements.as_slice(), [one] if is_member(one)),
        _ => false,
    })?;
    match parts.remove(found).kind {
        ExprKind::Compare(_, a, b) => Some(if is_member(&b) { *a } else { *b }),
        ExprKind::Has { set, .. } => Some(*set),
        _ => None,
    }
}
