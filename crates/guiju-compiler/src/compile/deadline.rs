//! `deadline`: B by some time of A.

use guiju_calendar::{Duration, Unit};
use guiju_syntax::{Code, Diagnostic, Message, Span, ast, ast::FieldKind as Tree};
use rust_decimal::Decimal;

use super::{
    Compiler,
    check::all,
    fields::{Bag, Slot},
    path::Context,
};
use crate::{
    hir::{Deadline, Early, Expr, ExprKind, Limit, Opens, Trigger, Value, VarId},
    schema::{RecordId, Type},
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
        }
        let start = match bag.get(Slot::Start) {
            Some((Tree::From(expr), _)) => Some((self.date_or_time(cx, expr), false)),
            Some((Tree::After(expr), _)) => Some((self.date_or_time(cx, expr), true)),
            _ => None,
        };
        let after = matches!(start, Some((_, true)));
        let limits = self.limits(cx, bag, trigger.as_ref(), tree);
        let from = match start {
            Some((from, _)) => from.map(Some),
            None => self.own_date(cx, each, limits.as_ref(), tree),
        };
        let act = match must {
            Some((Tree::Must(must), _)) => self.act(cx, must, each),
            _ => None,
        };
        let moves = self.clock_moves(cx, bag, each);
        self.clock_has_effect(bag, trigger.as_ref(), limits.as_ref());
        let (limit, opens) = limits?;
        let deadline = Deadline {
            trigger: trigger?,
            from: from?,
            after,
            act: act?,
            limit,
            opens,
            moves: moves?,
            elapsed: bag.has(Slot::Elapsed),
            shared: matches!(bag.get(Slot::Matching), Some((Tree::Matching(true), _))),
            late_void: bag.has(Slot::LateVoid),
            early: match bag.get(Slot::Early) {
                Some((Tree::Early(true), _)) => Early::Counts,
                Some((Tree::Early(false), _)) => Early::Ignored,
                _ => Early::Conflict,
            },
        };
        self.hours_need_times(&deadline).then_some(deadline)
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
        if let Some((Tree::Anchored(tree), span)) = bag.get(Slot::Anchored) {
            return Some((self.anchored(cx, bag, tree, span), None));
        }
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
            | (
                None,
                Some((Tree::Cycle { .. } | Tree::Rolling { .. } | Tree::TheLast { .. } | Tree::During { .. }, span)),
            ) => {
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
            (None, None) if [Slot::Within, Slot::TwoSided].iter().any(|s| bag.has(*s)) && !bag.has(Slot::Start) => {
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

    /// Due dates at fixed distances from an anchor; they are the limit.
    fn anchored(&mut self, cx: &mut Context, bag: &Bag<'_>, tree: &ast::Anchored, span: Span) -> Option<Trigger> {
        for slot in [Slot::Each, Slot::Window] {
            if bag.has(slot) {
                let help = Message::new(
                    "a schedule is of members: write `per MEMBER in REGISTER`",
                    "定期属于成员：请写 `分别 成员 取自 名册`",
                );
                self.diagnostics.push(super::fields::beside(Slot::Anchored, span, slot, help));
            }
        }
        let limits = [Slot::Start, Slot::Within, Slot::TwoSided, Slot::By, Slot::Before, Slot::NoSooner, Slot::Elapsed];
        self.one_limit(bag, Slot::Anchored, &limits);
        let (from, every) = (self.date(cx, &tree.from), self.distance(cx, &tree.every));
        let first = tree.first.as_ref().map(|first| self.distance(cx, first));
        Some(Trigger::Anchored { from: from?, every: every?, first: all(first)? })
    }

    /// A length of time between due dates: at least one day, and not of working days.
    fn distance(&mut self, cx: &mut Context, tree: &ast::Expr) -> Option<Expr> {
        let length = self.duration(cx, tree)?;
        let faulty = |length: &Duration| length.n == 0 || length.unit == Unit::WorkingDay;
        let is_faulty = matches!(&length.kind, ExprKind::Const(Value::Duration(length)) if faulty(length));
        if is_faulty || self.is_of_hours(&length) {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0302,
                    length.span,
                    Message::new("no distance between due dates", "不能作为两次期限的间隔"),
                    Message::new("must be a length in days, weeks, months or years", "应为日、周、月或年的时长"),
                )
                .help(Message::new("write it as `24 months`", "请写成 `24个月`")),
            );
            return None;
        }
        Some(length)
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
        limits: Option<&(Limit, Option<Opens>)>,
        tree: &ast::Rule,
    ) -> Option<Option<Expr>> {
        let Some((record, var)) = each else { return Some(None) };
        if let Some(at) = self.program.schema.record(record).at {
            return Some(Some(self.field(cx, var, at, tree.name.ident.span)));
        }
        if !matches!(limits, Some((Limit::Within(_) | Limit::Both(..), _) | (_, Some(Opens::After(_))))) {
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

    /// The last day in time, and the first that is not too early.
    fn limits(
        &mut self,
        cx: &mut Context,
        bag: &Bag<'_>,
        trigger: Option<&Trigger>,
        tree: &ast::Rule,
    ) -> Option<(Limit, Option<Opens>)> {
        if bag.has(Slot::Anchored) {
            return Some((Limit::Scheduled, None));
        }
        let (opens, two_sided) = (self.no_sooner(cx, bag), self.two_sided(cx, bag));
        let within = match bag.get(Slot::Within) {
            Some((Tree::Within(expr), _)) => Some(self.duration(cx, expr)),
            _ => None,
        };
        let before = match bag.get(Slot::Before) {
            Some((Tree::Before { event, lead }, _)) => {
                let event = self.date_or_time(cx, event);
                let lead = lead.as_ref().map(|lead| self.duration(cx, lead));
                Some(all(lead).and_then(|lead| Some(Limit::Before { event: event?, lead })))
            }
            _ => None,
        };
        let by = match bag.get(Slot::By) {
            Some((Tree::By(expr), _)) => Some(self.date_or_time(cx, expr)),
            Some((Tree::ByDay(by_day), span)) => {
                self.one_limit(bag, Slot::By, &[Slot::Within, Slot::Before, Slot::TwoSided, Slot::NoSooner]);
                return Some((self.by_day(by_day, trigger, span)?, None));
            }
            _ => None,
        };
        let (within, by, before) = (all(within)?, all(by)?, all(before)?);
        let (opens, two_sided) = (all(opens)?, all(two_sided)?);
        if let Some((first, last)) = two_sided {
            self.one_limit(bag, Slot::TwoSided, &[Slot::Within, Slot::By, Slot::Before, Slot::NoSooner]);
            return Some((Limit::Within(last), Some(Opens::After(first))));
        }
        if before.is_some() {
            self.one_limit(bag, Slot::Before, &[Slot::NoSooner]);
        }
        let limit = match (within, by, before) {
            (Some(within), None, None) => Some(Limit::Within(within)),
            (None, Some(by), None) => Some(Limit::By(by)),
            (Some(within), Some(by), None) => Some(Limit::Both(within, by)),
            (None, None, None) if opens.is_some() => Some(Limit::Never),
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
        Some((self.required(limit, tree, ("the limit", "期限"), help)?, opens))
    }

    /// Reports the limits that another one leaves without effect.
    fn one_limit(&mut self, bag: &Bag<'_>, limit: Slot, others: &[Slot]) {
        for slot in others {
            if let Some((_, span)) = bag.get(*slot) {
                let help = Message::new("one rule has one limit", "一条规则只有一个期限");
                self.diagnostics.push(super::fields::beside(*slot, span, limit, help));
            }
        }
    }

    /// `no sooner than 10 days`, or than a date. The inner `None`: it has faults.
    #[expect(clippy::option_option, reason = "absent and faulty are two things")]
    fn no_sooner(&mut self, cx: &mut Context, bag: &Bag<'_>) -> Option<Option<Opens>> {
        let Some((Tree::NoSooner(tree), _)) = bag.get(Slot::NoSooner) else { return None };
        let Some(expr) = self.expr(cx, tree, Some(Type::Duration)) else { return Some(None) };
        Some(match expr.ty {
            Type::Date | Type::Time => Some(Opens::On(super::time::as_date(expr))),
            _ => self.length(expr).and_then(|length| self.opens_on_a_day(length)).map(Opens::After),
        })
    }

    /// `between 21 and 30 days`: the first and the last length. The inner `None`: it has faults.
    #[expect(clippy::option_option, reason = "absent and faulty are two things")]
    fn two_sided(&mut self, cx: &mut Context, bag: &Bag<'_>) -> Option<Option<(Expr, Expr)>> {
        let Some((Tree::Bound(ast::Bound::Between(first, last)), _)) = bag.get(Slot::TwoSided) else { return None };
        let last = self.duration(cx, last);
        let first = match (&first.kind, &last) {
            // Both ends in the unit written behind the second.
            (ast::ExprKind::Number(n), Some(Expr { kind: ExprKind::Const(Value::Duration(length)), .. })) => {
                self.whole(*n, first.span).map(|n| Expr {
                    kind: ExprKind::Const(Value::Duration(Duration::new(n, length.unit))),
                    ty: Type::Duration,
                    span: first.span,
                })
            }
            _ => self.duration(cx, first),
        };
        let first = first.and_then(|first| self.opens_on_a_day(first));
        Some(first.zip(last))
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
}
