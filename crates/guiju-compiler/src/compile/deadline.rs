//! `deadline`: B by some time of A.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast, ast::FieldKind as Tree};
use rust_decimal::Decimal;

use super::{
    Compiler, Symbol,
    check::all,
    fault,
    fields::{Bag, Slot},
    path::Context,
    subject::split_keys,
};
use crate::{
    hir::{Act, Deadline, Early, Expr, ExprKind, Limit, Link, Trigger, VarId, VarKind},
    schema::{FieldId, RecordId, Type},
};

impl Compiler<'_> {
    pub(super) fn deadline(&mut self, cx: &mut Context, bag: &Bag<'_>, tree: &ast::Rule) -> Option<Deadline> {
        let must = self.required(
            bag.get(Slot::Must),
            tree,
            ("what must be done", "应有的行为"),
            Message::new("add `must RECORD.DATE` or `must DATE_FIELD`", "补上 `应有 档案.日期` 或 `应有 日期字段`"),
        );
        let (trigger, each) = self.trigger(cx, bag, tree)?;
        if each.is_some() {
            self.no_members(bag, Slot::Each);
        } else {
            self.only_under_each(bag);
        }
        let start = match bag.get(Slot::Start) {
            Some((Tree::From(expr), _)) => Some((self.date(cx, expr), false)),
            Some((Tree::After(expr), _)) => Some((self.date(cx, expr), true)),
            _ => None,
        };
        let after = matches!(start, Some((_, true)));
        let limit = self.limit(cx, bag, trigger.as_ref(), tree);
        let from = match start {
            Some((from, _)) => from.map(Some),
            None => self.own_date(cx, each, limit.as_ref(), tree),
        };
        let act = match must {
            Some((Tree::Must(must), _)) => self.act(cx, must, each),
            _ => None,
        };
        Some(Deadline {
            trigger: trigger?,
            from: from?,
            after,
            act: act?,
            limit: limit?,
            shared: matches!(bag.get(Slot::Matching), Some((Tree::Matching(true), _))),
            late_void: bag.has(Slot::LateVoid),
            early: match bag.get(Slot::Early) {
                Some((Tree::Early(true), _)) => Early::Counts,
                Some((Tree::Early(false), _)) => Early::Ignored,
                _ => Early::Conflict,
            },
        })
    }

    /// What starts the duty, and the record of `each` with its variable. The outer `None`: nothing else can be told;
    /// a trigger of `None`: its conditions have faults.
    #[expect(clippy::type_complexity, reason = "a trigger and the row it brings into play")]
    fn trigger(
        &mut self,
        cx: &mut Context,
        bag: &Bag<'_>,
        tree: &ast::Rule,
    ) -> Option<(Option<Trigger>, Option<(RecordId, VarId)>)> {
        match (bag.get(Slot::Each), bag.get(Slot::Window)) {
            (Some((Tree::Each(each), _)), None) => {
                let (record, var) = self.each_row(cx, each)?;
                let trigger = self.each_conditions(cx, each, bag).map(|(filter, unless)| Trigger::Each {
                    record,
                    var,
                    filter,
                    unless,
                });
                Some((trigger, Some((record, var))))
            }
            (Some(_), Some((_, span)))
            | (None, Some((Tree::Rolling { .. } | Tree::TheLast { .. } | Tree::During { .. }, span))) => {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0602,
                        span,
                        Message::new("this window does not belong in a `deadline`", "此窗口不属于 `期限`"),
                        Message::new(
                            "a deadline starts from `each RECORD` or `every calendar …`",
                            "期限以 `对每 档案` 或 `每个 自然…` 起算",
                        ),
                    )
                    .help(Message::new("keep one of them", "两者取一")),
                );
                None
            }
            (None, Some((Tree::Every { family, by }, _))) => {
                if let Some(by) = by {
                    self.windows_alone(by);
                }
                Some((Some(Trigger::Every(Some(*family))), None))
            }
            (None, None) if bag.has(Slot::Within) && !bag.has(Slot::Start) => {
                let help = Message::new(
                    "add `each RECORD`, `every calendar month` or `from DATE`",
                    "补上 `对每 档案`、`每个 自然月` 或 `自 日期`",
                );
                self.required(None, tree, ("what starts the duty", "触发事项"), help)
            }
            (None, None) => Some((Some(Trigger::Every(None)), None)),
            _ => None,
        }
    }

    /// The windows of a deadline hold duties, not records: no date places anything in them.
    fn windows_alone(&mut self, by: &ast::Path) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0602,
                by.span,
                Message::new("a deadline's windows take no date", "期限的窗口不取日期"),
                Message::new("no record is placed in them", "窗口中不归入记录"),
            )
            .help(Message::new(
                "say which period an act is for with `must RECORD.DATE for FIELD`",
                "行为所属的期间写作 `应有 档案.日期 所属期 字段`",
            )),
        );
    }

    /// Where no start is written: the trigger's own date, if the limit needs one.
    #[expect(clippy::option_option, reason = "the outer is a fault, the inner a start that is not needed")]
    fn own_date(
        &mut self,
        cx: &Context,
        each: Option<(RecordId, VarId)>,
        limit: Option<&Limit>,
        tree: &ast::Rule,
    ) -> Option<Option<Expr>> {
        let Some((record, var)) = each else { return Some(None) };
        if let Some(at) = self.program.schema.record(record).at {
            return Some(Some(self.field(cx, var, at, tree.name.ident.span)));
        }
        if !matches!(limit, Some(Limit::Within(_) | Limit::Both(..))) {
            return Some(None);
        }
        let name = self.program.schema.record(record).name.clone();
        self.required(
            None,
            tree,
            (
                &format!("when the clock starts (`{}` has no date of its own)", name.id),
                &format!("起算日（`{}` 没有时点）", name.in_tongue(guiju_syntax::Tongue::Zh)),
            ),
            Message::new("add `from DATE_FIELD`", "补上 `自 日期字段`"),
        )
    }

    fn limit(&mut self, cx: &mut Context, bag: &Bag<'_>, trigger: Option<&Trigger>, tree: &ast::Rule) -> Option<Limit> {
        let within = match bag.get(Slot::Within) {
            Some((Tree::Within(expr), _)) => Some(self.duration(cx, expr)),
            _ => None,
        };
        let before = match bag.get(Slot::Before) {
            Some((Tree::Before { event, lead }, _)) => {
                let event = self.date(cx, event);
                let lead = lead.as_ref().map(|lead| self.duration(cx, lead));
                Some(all(lead).and_then(|lead| Some(Limit::Before { event: event?, lead })))
            }
            _ => None,
        };
        let by = match bag.get(Slot::By) {
            Some((Tree::By(expr), _)) => Some(self.date(cx, expr)),
            Some((Tree::ByDay(by_day), span)) => {
                let others = [Slot::Within, Slot::Before];
                if let Some((slot, span)) = others.into_iter().find_map(|s| Some((s, bag.get(s)?.1))) {
                    let help = Message::new("one rule has one limit", "一条规则只有一个期限");
                    self.diagnostics.push(super::fields::beside(slot, span, Slot::By, help));
                }
                return self.by_day(by_day, trigger, span);
            }
            _ => None,
        };
        let (within, by, before) = (all(within)?, all(by)?, all(before)?);
        let limit = match (within, by, before) {
            (Some(within), None, None) => Some(Limit::Within(within)),
            (None, Some(by), None) => Some(Limit::By(by)),
            (Some(within), Some(by), None) => Some(Limit::Both(within, by)),
            (None, None, before) => before,
            (_, _, Some(_)) => {
                let span = bag.get(Slot::Before).map_or(tree.name.ident.span, |(_, span)| span);
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0604,
                        span,
                        Message::new("`before` beside `within` or `by`", "`早于` 不能与 `限`、`不迟于` 并用"),
                        Message::new("one rule has one limit", "一条规则只有一个期限"),
                    )
                    .help(Message::new("keep one, or make two rules", "只留一个，或拆成两条规则")),
                );
                return None;
            }
        };
        let help = Message::new(
            "add `within 15 working days`, `by DATE` or `before DATE`",
            "补上 `限 15个工作日`、`不迟于 日期` 或 `早于 日期`",
        );
        self.required(limit, tree, ("the limit", "期限"), help)
    }

    /// `by day 30`: a day of each window.
    fn by_day(&mut self, by_day: &ast::ByDay, trigger: Option<&Trigger>, span: Span) -> Option<Limit> {
        if matches!(trigger, Some(Trigger::Each { .. } | Trigger::Every(None))) {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0404,
                    span,
                    Message::new("a day of no period", "没有周期的日子"),
                    Message::new("`by day` needs `every calendar month` or the like", "`截止日` 需要 `每个 自然月` 等"),
                )
                .help(Message::new("add the window, or write a date", "补上窗口，或写明日期")),
            );
            return None;
        }
        if let ast::ByDay::Day { day, .. } = by_day {
            let exists = day.is_integer() && *day >= Decimal::ONE && *day <= Decimal::from(31);
            if !exists {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0404,
                        span,
                        Message::new(format!("no month has a day {day}"), format!("没有哪个月有{day}日")),
                        Message::new("from 1 to 31", "应为1至31"),
                    )
                    .help(Message::new("for the end of the month write `by last day`", "月末写作 `截止末个 日`")),
                );
                return None;
            }
        }
        Some(Limit::ByDay(by_day.clone()))
    }

    fn act(&mut self, cx: &mut Context, must: &ast::Must, each: Option<(RecordId, VarId)>) -> Option<Act> {
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
                return Some(Act::Own(self.date(cx, &must.what)?));
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
            return Some(Act::Own(self.typed(expr, ("a date", "日期"), Type::Date)?));
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
            rest => self.steps(cx, row, rest).and_then(|e| self.typed(e, ("a date", "日期"), Type::Date)),
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

    fn act_record(&mut self, cx: &Context, ident: &ast::Ident) -> Option<RecordId> {
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
        let expr = self.path(cx, path, None)?;
        if !matches!(expr.ty, Type::Date | Type::Text) {
            let words = ("a date in the period or its label such as 2025-03", "期内日期或期号（如 2025-03）");
            let fault = fault::wrong_type(&self.program.schema, expr.span, words, expr.ty);
            self.diagnostics.push(fault);
            return None;
        }
        Some(expr)
    }

    /// How an act belongs to the record that called for it: by what is written, else by its one reference.
    fn link(
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
            let others: Vec<Expr> = keys
                .iter()
                .filter(|(_, o)| !whole(o))
                .map(|(a, b)| equal(a, b))
                .chain(super::subject::conjuncts(rest))
                .collect();
            return Some((Link::Reference(reference), super::subject::conjunction(others)));
        }
        let fields = &self.program.schema.record(record).fields;
        let refs: Vec<usize> = (0..fields.len()).filter(|f| fields[*f].ty == Type::Ref(trigger)).collect();
        match (refs.as_slice(), keys.is_empty()) {
            ([one], _) => {
                let reference = self.field(cx, var, FieldId(*one), span);
                let others = keys.iter().map(|(a, b)| equal(a, b)).chain(super::subject::conjuncts(rest)).collect();
                Some((Link::Reference(reference), super::subject::conjunction(others)))
            }
            (_, false) => Some((Link::Keys(keys), rest)),
            (_, true) if self.broken_fields.iter().any(|(r, _)| *r == record) => None,
            (refs, true) => {
                let (act, duty) = (&self.program.schema.record(record).name, &self.program.schema.record(trigger).name);
                let (code, en, zh) = if refs.is_empty() {
                    (
                        Code::E0205,
                        format!("no field of `{}` says which `{}` it answers", act.id, duty.id),
                        format!("`{}` 没有字段说明对应哪一条 `{}`", act.id, duty.id),
                    )
                } else {
                    (
                        Code::E0204,
                        format!("several fields of `{}` refer to a `{}`", act.id, duty.id),
                        format!("`{}` 有几个字段指向 `{}`", act.id, duty.id),
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
