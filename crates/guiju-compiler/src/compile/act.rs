//! The act of a deadline: what must be done, and which duty it answers.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{
    Compiler, Symbol,
    check::all,
    fault,
    path::Context,
    subject::{conjunction, conjuncts, split_keys},
};
use crate::{
    hir::{Act, Expr, ExprKind, Link, VarId, VarKind},
    schema::{FieldId, RecordId, Type},
};

impl Compiler<'_> {
    pub(super) fn act(&mut self, cx: &mut Context, must: &ast::Must, each: Option<(RecordId, VarId)>) -> Option<Act> {
        if let ast::ExprKind::Neighbour { which: ast::Neighbour::Next, path, .. } = &must.what.kind
            && path.is_empty()
        {
            self.no_period(must);
            return self.neighbour_act(cx, must);
        }
        let ast::ExprKind::Path(path) = &must.what.kind else {
            if each.is_some() {
                self.no_period(must);
                self.no_filter(must);
                return Some(Act::Own(self.date_or_time(cx, &must.what)?));
            }
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0607,
                    must.what.span,
                    Message::new("a deadline must name an act", "期限须写明行为"),
                    Message::new("a record or a date field", "应为档案或日期字段"),
                )
                .help(Message::new(
                    "write the record that shows it was done, as `must report.submitted`",
                    "写明记载此事的档案，如 `应有 报告.报送日期`",
                )),
            );
            return None;
        };
        let (first, rest) = path.parts.split_first()?;
        let own = each.is_some() && must.period.is_none() && self.is_meaningful(cx, first);
        if own {
            self.no_filter(must);
            let expr = self.path(cx, path, None)?;
            return Some(Act::Own(self.dated_or_timed(expr)?));
        }
        let record = self.act_record(cx, first)?;
        let var = cx.enter(record);
        let row = cx.var(var, first.span);
        let date = match rest {
            [] => match self.program.schema.record(record).at {
                Some(at) => Some(self.field(cx, var, at, first.span)),
                None => {
                    let word = &first.text;
                    let help = Message::new(
                        format!("name it, as `must {word}.FIELD`, or mark a date field with `at`"),
                        format!("请写明，如 `应有 {word}.字段`，或用 `时点` 标出日期字段"),
                    );
                    self.no_date(record, first.span, help);
                    None
                }
            },
            rest => self.steps(cx, row, rest).and_then(|e| self.dated_or_timed(e)),
        };
        if each.is_some() {
            self.no_period(must);
        }
        let period = must.period.as_ref().map(|path| self.period(cx, path));
        let filter = must.filter.as_ref().map(|filter| self.condition(cx, filter));
        let linked = all(filter).and_then(|filter| match each {
            Some((trigger, trigger_var)) => self.link(cx, (record, var), (trigger, trigger_var), filter, first.span),
            None => {
                let (members, filter) = self.members(cx, (record, var), filter, &[], first.span)?;
                // An act answers the duty of one member, so that it must name it.
                if let Some(range) = members.iter().position(Option::is_none) {
                    self.whose(cx, record, VarId(range), &[], first.span);
                }
                Some((Link::Members(members.into_iter().collect::<Option<_>>()?), filter))
            }
        });
        cx.rows.pop();
        let ((link, filter), period) = (linked?, all(period)?);
        Some(Act::Record { record, var, link, filter, date: date?, period })
    }

    /// `for` says which window an act is for: there must be windows.
    fn no_period(&mut self, must: &ast::Must) {
        if let Some(period) = &must.period {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0602,
                    period.span,
                    Message::new("`for` without a period", "没有周期的 `所属期`"),
                    Message::new("the act answers a record, not a period", "此行为对应一条记录，而非一个周期"),
                )
                .help(Message::new(
                    "leave it out, or begin with `every calendar month`",
                    "删去它，或以 `每个 自然月` 起算",
                )),
            );
        }
    }

    fn no_filter(&mut self, must: &ast::Must) {
        if let Some(filter) = &must.filter {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0602,
                    filter.span,
                    Message::new("`where` on a field of the same record", "同一档案的字段后不能再加 `凡`"),
                    Message::new("the field says by itself whether it is done", "字段本身说明是否完成"),
                )
                .help(Message::new("put the condition into `each … where`", "把条件写进 `对每 … 凡`")),
            );
        }
    }

    pub(super) fn act_record(&mut self, cx: &Context, ident: &ast::Ident) -> Option<RecordId> {
        if let Some(Symbol::Record(id)) = self.find(ident) {
            let name = self.program.schema.record(id).name.clone();
            self.bind(ident, &name);
            return Some(id);
        }
        if self.is_lost(ident) {
            return None;
        }
        // Neither a record nor a field: propose both.
        let mut candidates = self.visible(ident.span.file, |symbol| matches!(symbol, Symbol::Record(_)));
        for row in &cx.rows {
            if let Some(VarKind::Row(record)) = cx.vars.get(row.0).map(|v| v.kind) {
                candidates
                    .extend(self.program.schema.record(record).fields.iter().flat_map(|f| fault::spellings(&f.name)));
            }
        }
        self.diagnostics.push(fault::unknown(ident, ("record or field", "档案或字段"), &candidates));
        None
    }

    /// The field that says which period an act is for.
    fn period(&mut self, cx: &mut Context, path: &ast::Path) -> Option<Expr> {
        let expr = self.path(cx, path, None).map(super::time::as_date)?;
        if !matches!(expr.ty, Type::Date | Type::Text) {
            let words = ("a date in the period or its label such as 2025-03", "期内日期或期号（如 2025-03）");
            let fault = fault::wrong_type(&self.program.schema, expr.span, words, expr.ty);
            self.diagnostics.push(fault);
            return None;
        }
        Some(expr)
    }

    /// How an act belongs to the record that called for it: by what is written, else by its one reference.
    pub(super) fn link(
        &mut self,
        cx: &Context,
        (record, var): (RecordId, VarId),
        (trigger, trigger_var): (RecordId, VarId),
        filter: Option<Expr>,
        span: Span,
    ) -> Option<(Link, Option<Expr>)> {
        let (keys, rest) = split_keys(filter, var);
        let whole = |e: &Expr| matches!(e.kind, ExprKind::Var(id) if id == trigger_var);
        if let Some((inside, _)) = keys.iter().find(|(_, outside)| whole(outside)) {
            let reference = inside.clone();
            let others: Vec<Expr> =
                keys.iter().filter(|(_, o)| !whole(o)).map(|(a, b)| equal(a, b)).chain(conjuncts(rest)).collect();
            return Some((Link::Reference(reference), conjunction(others)));
        }
        let fields = &self.program.schema.record(record).fields;
        let refs: Vec<usize> = (0..fields.len()).filter(|f| fields[*f].ty == Type::Ref(trigger)).collect();
        match (refs.as_slice(), keys.is_empty()) {
            ([one], _) => {
                let reference = self.field(cx, var, FieldId(*one), span);
                let others = keys.iter().map(|(a, b)| equal(a, b)).chain(conjuncts(rest)).collect();
                Some((Link::Reference(reference), conjunction(others)))
            }
            (_, false) => Some((Link::Keys(keys), rest)),
            (_, true) if self.broken_fields.iter().any(|(r, _)| *r == record) => None,
            (refs, true) => {
                let (act, duty) = (&self.program.schema.record(record).name, &self.program.schema.record(trigger).name);
                let zh = guiju_syntax::Tongue::Zh;
                let (act_zh, duty_zh) = (act.in_tongue(zh), duty.in_tongue(zh));
                let (code, en, zh) = if refs.is_empty() {
                    (
                        Code::E0205,
                        format!("no field of `{}` says which `{}` it answers", act.id, duty.id),
                        format!("`{act_zh}` 没有字段说明对应哪一条 `{duty_zh}`"),
                    )
                } else {
                    (
                        Code::E0204,
                        format!("several fields of `{}` refer to a `{}`", act.id, duty.id),
                        format!("`{act_zh}` 有几个字段指向 `{duty_zh}`"),
                    )
                };
                self.diagnostics.push(
                    Diagnostic::error(
                        code,
                        span,
                        Message::new(en, zh),
                        Message::new("which duty does it answer?", "对应哪项义务？"),
                    )
                    .help(Message::new("say it, as `where FIELD = this.FIELD`", "请写明，如 `凡 字段 = 本.字段`")),
                );
                None
            }
        }
    }

    fn neighbour_act(&mut self, cx: &mut Context, must: &ast::Must) -> Option<Act> {
        let row = self.expr(cx, &must.what, None)?;
        let (ExprKind::Neighbour { sequence, .. }, Type::Ref(record)) = (&row.kind, row.ty) else { return None };
        let sequence = *sequence;
        let var = cx.enter(record);
        let filter = match &must.filter {
            Some(filter) => Some(self.condition(cx, filter)?),
            None => None,
        };
        cx.rows.pop();
        Some(Act::Neighbour { sequence, row, var, filter })
    }
}

fn equal(a: &Expr, b: &Expr) -> Expr {
    let span = a.span;
    Expr { kind: ExprKind::Compare(ast::Op::Eq, Box::new(a.clone()), Box::new(b.clone())), ty: Type::YesNo, span }
}
