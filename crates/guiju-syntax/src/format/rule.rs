//! Rules, printed: one field a line, in the author's order.

use super::{Line, Printer, declaration::title_end};
use crate::{
    ast::{self, FieldKind},
    syntax::Rule,
    tongue::Tongue,
};

impl Printer<'_> {
    pub(super) fn rule(&mut self, rule: &ast::Rule, item: &ast::Item) {
        let head = self.line_kw(match rule.head {
            ast::Head::Quantity => Rule::kw_quantity,
            ast::Head::Coverage => Rule::kw_coverage,
            ast::Head::Deadline => Rule::kw_deadline,
            ast::Head::Check => Rule::kw_check,
            ast::Head::Hold => Rule::kw_hold,
            ast::Head::Path => Rule::kw_path,
        });
        let head = head.word(self.name(&rule.name)).word(self.title(&rule.title));
        self.block(head, title_end(&rule.title), item.span, None, |printer| {
            printer.fields(&rule.fields);
        });
    }

    /// Prints the fields of a rule or a measure, one a line.
    pub(super) fn fields(&mut self, fields: &[ast::RuleField]) {
        for (n, field) in fields.iter().enumerate() {
            let mut line = self.field(&field.kind);
            if fields.get(n + 1).is_some_and(|next| self.must_stop(&field.kind, &next.kind)) {
                line = line.glue(self.tongue.pick(";", "；"));
            }
            self.line(line, field.span, 2);
        }
    }

    pub(super) fn field(&self, field: &FieldKind) -> Line {
        let word = |rule: Rule, word: String| self.line_kw(rule).word(word);
        let condition = |rule: Rule, expr: &ast::Expr| self.conditions(self.line_kw(rule), expr);
        match field {
            FieldKind::Cite(cite) => Line::new(self.cite(cite)),
            FieldKind::Severity(level) => word(
                Rule::kw_severity,
                self.kw(match level {
                    0 => Rule::kw_advisory,
                    1 => Rule::kw_minor,
                    2 => Rule::kw_major,
                    _ => Rule::kw_critical,
                })
                .to_owned(),
            ),
            FieldKind::Responsible(who) => word(Rule::kw_responsible, self.text(who)),
            FieldKind::Topic(topic) => word(Rule::kw_topic, self.ident(topic)),
            FieldKind::Effective(effective) => self.effective(effective),
            FieldKind::Counting(name) => word(Rule::kw_counting, self.ident(name)),
            FieldKind::Calendar(name) => word(Rule::kw_calendar, self.ident(name)),
            FieldKind::Was(name) => word(Rule::kw_was, self.ident(name)),
            FieldKind::Partial(partial) => word(Rule::kw_partial, self.partial(partial)),
            FieldKind::Per(ranges) => self.per(ranges),
            FieldKind::Each(each) => self.each(Rule::kw_each, each),
            FieldKind::NeverEach(each) => self.each(Rule::kw_never_each, each),
            FieldKind::Unless(expr) => condition(Rule::kw_unless, expr),
            FieldKind::While(expr) => condition(Rule::kw_while, expr),
            FieldKind::Holding(holding) => self.holding(holding),
            FieldKind::TimeIn(expr) => condition(Rule::kw_time_in, expr),
            FieldKind::Every { family, by } => {
                self.line_kw(Rule::kw_every).word(self.family(*family)).maybe(self.dated_by(by))
            }
            FieldKind::Cycle { length, from, by } => self
                .line_kw(Rule::kw_every)
                .word(self.kw(Rule::kw_cycle))
                .word(self.expr(length))
                .chunk(self.pair(Rule::kw_from, self.before_by(self.operand(from), by)))
                .maybe(self.dated_by(by)),
            FieldKind::Rolling { length, per_gap, by } => self
                .line_kw(Rule::kw_every)
                .word(self.kw(Rule::kw_rolling))
                .word(self.before_by(self.expr(length), by))
                .maybe(per_gap.then(|| self.kw(Rule::kw_per_gap).to_owned()))
                .maybe(self.dated_by(by)),
            FieldKind::TheLast { length, by } => {
                word(Rule::kw_the_last, self.before_by(self.expr(length), by)).maybe(self.dated_by(by))
            }
            FieldKind::During { from, until, by } => word(Rule::kw_during, self.path(from))
                .chunk(self.pair(Rule::kw_until, self.path(until)))
                .maybe(self.dated_by(by)),
            FieldKind::Count(measured) => self.measured(self.line_kw(Rule::kw_count), measured),
            FieldKind::CountDistinct(path, measured) => {
                let line = self.line_kw(Rule::kw_count).word(self.kw(Rule::kw_distinct)).word(self.path(path));
                self.measured(line.word(self.kw(Rule::kw_of)), measured)
            }
            FieldKind::Total(path, measured) => {
                self.measured(word(Rule::kw_total, self.path(path)).word(self.kw(Rule::kw_of)), measured)
            }
            FieldKind::Mean(path, measured) => {
                self.measured(word(Rule::kw_mean, self.path(path)).word(self.kw(Rule::kw_of)), measured)
            }
            FieldKind::Share(measured, that) => {
                let line = self.measured(self.line_kw(Rule::kw_share_of), measured);
                self.conditions(line.chunk(self.kw(Rule::kw_that)), that)
            }
            FieldKind::ComesTo(expr) => Line::new(self.expr(expr)),
            FieldKind::Bound(bound) => self.bound(bound),
            FieldKind::Reach(reach) => self.reach(reach),
            FieldKind::Must(must) => {
                let what = self.expr(&must.what);
                let mut line = if must.period.is_none() && must.filter.is_some() && self.takes_where(&what) {
                    word(Rule::kw_must, self.in_parens(&what))
                } else {
                    condition(Rule::kw_must, &must.what)
                };
                if let Some(period) = &must.period {
                    line = line.chunk(self.pair(Rule::kw_for_period, self.path(period)));
                }
                self.with_filter(line, Rule::kw_where, must.filter.as_ref())
            }
            FieldKind::From(expr) => word(Rule::kw_from, self.expr(expr)),
            FieldKind::After(expr) => word(Rule::kw_after, self.expr(expr)),
            FieldKind::Within(expr) => word(Rule::kw_within, self.expr(expr)),
            FieldKind::By(expr) => word(Rule::kw_no_later, self.expr(expr)),
            FieldKind::ByDay(by_day) => self.by_day(by_day),
            FieldKind::Before { event, lead } => word(Rule::kw_before, self.expr(event))
                .maybe(lead.as_ref().map(|lead| self.pair(Rule::kw_at_least, self.operand(lead)))),
            FieldKind::NoSooner(expr) => word(Rule::kw_no_sooner, self.expr(expr)),
            FieldKind::Elapsed => word(Rule::kw_counting, self.kw(Rule::kw_elapsed).to_owned()),
            FieldKind::Anchored(anchored) => self.anchored(anchored),
            FieldKind::Extended(extended) => self.extended(extended),
            FieldKind::Suspended(suspended) => self.suspended(suspended),
            FieldKind::Restarted(restarted) => self.restarted(restarted),
            FieldKind::Matching(shared) => {
                word(Rule::kw_matching, self.kw(if *shared { Rule::kw_shared } else { Rule::kw_one }).to_owned())
            }
            FieldKind::LateVoid => self.line_kw(Rule::kw_late_void),
            FieldKind::Early(counts) => {
                word(Rule::kw_early, self.kw(if *counts { Rule::kw_counts } else { Rule::kw_ignored }).to_owned())
            }
            FieldKind::Spacing(length) => {
                self.line_kw(Rule::kw_spacing).word(self.kw(Rule::kw_at_least)).word(self.expr(length))
            }
            FieldKind::IfNone(verdict) => word(Rule::kw_if_none, self.verdict(verdict).to_owned()),
            FieldKind::Stage(stage) => self.stage(stage),
            FieldKind::Stop(expr) => condition(Rule::kw_stop, expr),
        }
    }

    fn partial(&self, partial: &ast::Partial) -> String {
        match partial {
            ast::Partial::WholeOnly => self.kw(Rule::kw_whole_only).to_owned(),
            ast::Partial::Full => self.kw(Rule::kw_full).to_owned(),
            ast::Partial::Prorate(rounding) => {
                let rounding = match rounding {
                    ast::Rounding::Floor => Rule::kw_floor,
                    ast::Rounding::Ceil => Rule::kw_ceil,
                };
                self.pair(Rule::kw_prorate, self.kw(rounding))
            }
            ast::Partial::WaiveUnder(days) => {
                let days = match self.tongue {
                    Tongue::En if *days == rust_decimal::Decimal::ONE => format!("{days} day"),
                    Tongue::En => format!("{days} days"),
                    Tongue::Zh => format!("{days}日免"),
                };
                self.pair(Rule::kw_waive, days)
            }
        }
    }

    fn per(&self, ranges: &[ast::Range]) -> Line {
        let mut line = self.line_kw(Rule::kw_per);
        for (n, range) in ranges.iter().enumerate() {
            let head = format!("{} {} {}", self.name(&range.var), self.kw(Rule::kw_among), self.ident(&range.of));
            line = if n == 0 { line.word(head) } else { line.chunk(head) };
            line = self.with_filter(line, Rule::kw_where, range.filter.as_ref());
            if n + 1 < ranges.len() {
                line = line.glue(self.tongue.pick(",", "，"));
            }
        }
        line
    }

    fn each(&self, head: Rule, each: &ast::Each) -> Line {
        let mut line = self.line_kw(head).word(self.ident(&each.record));
        if let Some(var) = &each.var {
            line = line.word(self.kw(Rule::kw_as)).word(self.name(var));
        }
        let line = self.with_filter(line, Rule::kw_where, each.filter.as_ref());
        self.with_filter(line, Rule::kw_unless, each.unless.as_ref())
    }

    fn holding(&self, holding: &ast::Holding) -> Line {
        let keyword = if holding.never { Rule::kw_never_hold } else { Rule::kw_must_hold };
        let line = self
            .conditions(self.line_kw(keyword), &holding.what)
            .maybe(holding.from.as_ref().map(|from| self.pair(Rule::kw_from, self.operand(from))))
            .maybe(holding.until.as_ref().map(|until| self.pair(Rule::kw_until, self.operand(until))));
        self.with_filter(line, Rule::kw_while, holding.during.as_ref())
    }

    fn dated_by(&self, by: &Option<ast::Path>) -> Option<String> {
        by.as_ref().map(|by| self.pair(Rule::kw_by, self.path(by)))
    }

    /// An expression before `by`: `80% of streets by` reads as a coverage, so that brackets end it.
    fn before_by(&self, printed: String, by: &Option<ast::Path>) -> String {
        let mut words = printed.rsplit(' ').skip(1);
        let of = words.next() == Some(self.kw(Rule::kw_of));
        let percent = of && words.next().is_some_and(|word| word.ends_with('%'));
        if percent && by.is_some() { self.in_parens(&printed) } else { printed }
    }

    fn measured(&self, line: Line, measured: &ast::Measured) -> Line {
        self.with_filter(line.word(self.ident(&measured.record)), Rule::kw_where, measured.filter.as_ref())
    }

    fn bound(&self, bound: &ast::Bound) -> Line {
        let one = |rule: Rule, amount: &ast::Expr| self.line_kw(rule).word(self.operand(amount));
        match bound {
            ast::Bound::AtLeast(amount) => one(Rule::kw_at_least, amount),
            ast::Bound::AtMost(amount) => one(Rule::kw_at_most, amount),
            ast::Bound::Fewer(amount) => one(Rule::kw_fewer, amount),
            ast::Bound::Exactly(amount) => one(Rule::kw_exactly, amount),
            ast::Bound::Between(low, high) => {
                one(Rule::kw_between, low).word(self.kw(Rule::kw_to_upper)).word(self.operand(high))
            }
        }
    }

    fn reach(&self, reach: &ast::Reach) -> Line {
        let line = match &reach.share {
            None => self.line_kw(Rule::kw_all_of),
            Some(share) => self.line_kw(Rule::kw_at_least).word(self.expr(share)).word(self.kw(Rule::kw_of)),
        };
        let line = line.word(self.ident(&reach.set)).chunk(self.pair(Rule::kw_by, self.path(&reach.by)));
        match &reach.of {
            Some(measured) => self.measured(line.chunk(self.kw(Rule::kw_of)), measured),
            None => line,
        }
    }

    fn by_day(&self, by_day: &ast::ByDay) -> Line {
        let (line, next) = match by_day {
            ast::ByDay::Day { day, next } => (self.line_kw(Rule::kw_by_day).word(day.to_string()), *next),
            ast::ByDay::Last { working, next } => {
                let unit = if *working {
                    self.tongue.pick("working day", "工作日")
                } else {
                    self.tongue.pick("day", "日")
                };
                (self.line_kw(Rule::kw_by_last).word(unit), *next)
            }
        };
        line.maybe(next.then(|| self.kw(Rule::kw_of_next).to_owned()))
    }
}
