//! Expressions, printed with the fewest brackets that keep their meaning.

use guiju_calendar::{Family, Unit};
use rust_decimal::Decimal;

use super::{Line, Printer};
use crate::{
    ast::{self, Expr, ExprKind},
    syntax::Rule,
    tongue::Tongue,
};

/// How tightly an expression binds, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
    Comparison,
    Days,
    Sum,
    Factor,
}

impl Printer<'_> {
    /// Prints an expression that stands alone.
    pub(super) fn expr(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Or(parts) => self.joined(parts, Rule::kw_or, Binding::And),
            ExprKind::And(parts) => self.joined(parts, Rule::kw_and, Binding::Not),
            ExprKind::Except(when, except) => {
                format!("{} {} {}", self.expr(when), self.kw(Rule::kw_except_when), self.expr(except))
            }
            ExprKind::Not(inner) => self.pair(Rule::kw_not, self.bound_by(inner, Binding::Comparison)),
            ExprKind::Compare(op, left, right) => {
                format!("{} {} {}", self.operand(left), sign(*op), self.operand(right))
            }
            ExprKind::Between(value, low, high) => format!(
                "{} {} {} {} {}",
                self.operand(value),
                self.kw(Rule::kw_between),
                self.operand(low),
                self.kw(Rule::kw_to_upper),
                self.operand(high)
            ),
            ExprKind::In(left, right) => self.test(left, Rule::kw_in, right),
            ExprKind::Known(inner) => format!("{} {}", self.operand(inner), self.kw(Rule::kw_known)),
            ExprKind::Missing(inner) => format!("{} {}", self.operand(inner), self.kw(Rule::kw_missing)),
            ExprKind::Has(left, right) => self.test(left, Rule::kw_has, right),
            ExprKind::HasAll(left, right) => self.test(left, Rule::kw_has_all, right),
            ExprKind::Meets(left, right) => self.test(left, Rule::kw_meets, right),
            ExprKind::Quoted { rule, stage, verdict } => {
                let stage = stage.as_ref().map(|stage| format!(".{}", self.ident(stage))).unwrap_or_default();
                let verdict = match *verdict {
                    "breached" => self.kw(Rule::kw_breached),
                    verdict => self.verdict(verdict),
                };
                format!("{}{stage} {verdict}", self.ident(rule))
            }
            ExprKind::TextTest(test, left, right) => self.test(
                left,
                match test {
                    ast::TextTest::Starts => Rule::kw_starts,
                    ast::TextTest::Ends => Rule::kw_ends,
                    ast::TextTest::Contains => Rule::kw_contains,
                },
                right,
            ),
            ExprKind::Sum { left, minus, right } => format!(
                "{} {} {}",
                self.bound_by(left, Binding::Sum),
                if *minus { "-" } else { "+" },
                self.bound_by(right, Binding::Factor)
            ),
            _ => self.factor(expr),
        }
    }

    /// Prints an expression where the grammar takes a term.
    pub(super) fn operand(&self, expr: &Expr) -> String {
        self.bound_by(expr, Binding::Days)
    }

    /// Prints a condition so that a long chain of `and` or `or` may break before each part.
    pub(super) fn conditions(&self, line: Line, expr: &Expr) -> Line {
        let (parts, join, inner) = match &expr.kind {
            ExprKind::And(parts) => (parts, Rule::kw_and, Binding::Not),
            ExprKind::Or(parts) => (parts, Rule::kw_or, Binding::And),
            _ => return line.word(self.expr(expr)),
        };
        let mut line = line;
        for (n, part) in parts.iter().enumerate() {
            let part = self.bound_by(part, inner);
            line = if n == 0 { line.word(part) } else { line.chunk(self.pair(join, part)) };
        }
        line
    }

    /// Adds `where …` or `unless …`.
    pub(super) fn with_filter(&self, line: Line, keyword: Rule, filter: Option<&Expr>) -> Line {
        match filter {
            Some(filter) => self.conditions(line.chunk(self.kw(keyword)), filter),
            None => line,
        }
    }

    pub(super) fn filter(&self, keyword: Rule, filter: Option<&Expr>) -> Option<String> {
        filter.map(|filter| self.pair(keyword, self.expr(filter)))
    }

    pub(super) fn in_parens(&self, inner: &str) -> String {
        match self.tongue {
            Tongue::En => format!("({inner})"),
            Tongue::Zh => format!("（{inner}）"),
        }
    }

    fn bound_by(&self, expr: &Expr, at_least: Binding) -> String {
        let text = self.expr(expr);
        if binding(&expr.kind) < at_least { self.in_parens(&text) } else { text }
    }

    fn joined(&self, parts: &[Expr], keyword: Rule, inner: Binding) -> String {
        let separator = format!(" {} ", self.kw(keyword));
        parts.iter().map(|part| self.bound_by(part, inner)).collect::<Vec<_>>().join(&separator)
    }

    fn test(&self, left: &Expr, keyword: Rule, right: &Expr) -> String {
        format!("{} {} {}", self.operand(left), self.kw(keyword), self.operand(right))
    }

    fn factor(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Number(number) => number.to_string(),
            ExprKind::Percent(number) => format!("{number}%"),
            ExprKind::WindowBefore(percent) if *percent == rust_decimal::Decimal::ONE_HUNDRED => {
                self.kw(Rule::kw_before_this).to_owned()
            }
            ExprKind::WindowBefore(percent) => {
                format!("{percent}% {} {}", self.kw(Rule::kw_of), self.kw(Rule::kw_before_this))
            }
            ExprKind::PercentOf(number, of) => format!("{number}% {} {}", self.kw(Rule::kw_of), self.path(of)),
            ExprKind::Duration(number, unit) => self.duration(*number, *unit),
            ExprKind::Measured(path, unit) => format!("{} {}", self.path(path), self.unit(*unit, Decimal::TWO)),
            ExprKind::Date(day) => day.to_string(),
            ExprKind::Moment(moment) => moment.to_string(),
            ExprKind::Clock(minutes) => format!("{}:{:02}", minutes / 60, minutes % 60),
            ExprKind::Text(text) => self.quoted(text),
            ExprKind::YesNo(true) => self.kw(Rule::kw_yes).to_owned(),
            ExprKind::YesNo(false) => self.kw(Rule::kw_no).to_owned(),
            ExprKind::Unreadable(text) => self.pair(Rule::kw_unreadable, self.text(text)),
            ExprKind::Path(path) => self.path(path),
            ExprKind::Neighbour { which, sequence, path } => {
                let mut out = self
                    .kw(match which {
                        ast::Neighbour::Previous => Rule::kw_previous,
                        ast::Neighbour::Next => Rule::kw_next,
                        ast::Neighbour::Latest => Rule::kw_latest,
                    })
                    .to_owned();
                if let Some(sequence) = sequence {
                    out.push(' ');
                    out.push_str(&self.ident(sequence));
                }
                for part in path {
                    out.push('.');
                    out.push_str(&self.ident(part));
                }
                out
            }
            ExprKind::Set(members) => format!("{{{}}}", self.list(members.iter().map(|m| self.operand(m)))),
            ExprKind::Days { from, to, through, working } => format!(
                "{} {} {} {}",
                self.kw(if *working { Rule::kw_wdays_from } else { Rule::kw_days_from }),
                self.bound_by(from, Binding::Sum),
                self.kw(if *through { Rule::kw_through } else { Rule::kw_to }),
                self.bound_by(to, Binding::Sum)
            ),
            ExprKind::Elapsed { from, to, minutes } => format!(
                "{} {} {} {}",
                self.kw(if *minutes { Rule::kw_mins_from } else { Rule::kw_hours_from }),
                self.bound_by(from, Binding::Sum),
                self.kw(Rule::kw_to),
                self.bound_by(to, Binding::Sum)
            ),
            ExprKind::Edge { end, family, of } => format!(
                "{} {} {} {}",
                self.kw(if *end { Rule::kw_end_of } else { Rule::kw_start_of }),
                self.family(*family).trim_start_matches("calendar "),
                self.kw(Rule::kw_of),
                self.bound_by(of, Binding::Factor)
            ),
            ExprKind::Weekday(of) => self.pair(Rule::kw_weekday, self.bound_by(of, Binding::Factor)),
            ExprKind::ClockOf(of) => self.pair(Rule::kw_clock, self.bound_by(of, Binding::Factor)),
            ExprKind::Size(path) => self.pair(Rule::kw_size, self.path(path)),
            ExprKind::Choice(which, options) => {
                let keyword = self.kw(match which {
                    ast::Choice::Earlier => Rule::kw_earlier,
                    ast::Choice::Later => Rule::kw_later_of,
                    ast::Choice::Greater => Rule::kw_greater,
                    ast::Choice::Lesser => Rule::kw_lesser,
                    ast::Choice::Highest => Rule::kw_highest,
                    ast::Choice::Lowest => Rule::kw_lowest,
                });
                format!("{keyword} {}", self.in_parens(&self.list(options.iter().map(|o| self.operand(o)))))
            }
            ExprKind::Lookup { table, keys } => {
                let keys = keys.iter().map(|key| self.operand(key));
                let list = self.list(std::iter::once(self.path(table)).chain(keys));
                format!("{}{}", self.kw(Rule::kw_lookup), self.in_parens(&list))
            }
            ExprKind::Weighted(parts) => {
                let part = |(weight, of): &(Option<ast::Weight>, Expr)| match weight {
                    Some(weight) => {
                        let percent = if weight.percent { "%" } else { "" };
                        format!("{}{percent} × {}", weight.number, self.operand(of))
                    }
                    None => self.operand(of),
                };
                format!("{} {}", self.kw(Rule::kw_sum_of), self.in_parens(&self.list(parts.iter().map(part))))
            }
            ExprKind::AsAt { of, date } => {
                format!("{} {} {}", self.expr(of), self.kw(Rule::kw_on), self.bound_by(date, Binding::Factor))
            }
            ExprKind::Exists { record, filter } => {
                let head = self.pair(Rule::kw_exists, self.ident(record));
                match filter {
                    Some(filter) => format!("{head} {}", self.pair(Rule::kw_where, self.expr(filter))),
                    None => head,
                }
            }
            _ => self.in_parens(&self.expr(expr)),
        }
    }

    pub(super) fn family(&self, family: Family) -> &'static str {
        self.kw(match family {
            Family::Day => Rule::kw_cal_day,
            Family::Week => Rule::kw_cal_week,
            Family::Month => Rule::kw_cal_month,
            Family::Quarter => Rule::kw_cal_quarter,
            Family::Half => Rule::kw_cal_half,
            Family::Year => Rule::kw_cal_year,
        })
    }

    fn duration(&self, number: Decimal, unit: Unit) -> String {
        format!("{number}{}{}", self.tongue.pick(" ", ""), self.unit(unit, number))
    }

    fn unit(&self, unit: Unit, number: Decimal) -> &'static str {
        let (one, several, zh) = match unit {
            Unit::Minute => ("minute", "minutes", "分钟"),
            Unit::Hour => ("hour", "hours", "小时"),
            Unit::Day => ("day", "days", "日"),
            Unit::WorkingDay => ("working day", "working days", "个工作日"),
            Unit::Week => ("week", "weeks", "周"),
            Unit::Month => ("month", "months", "个月"),
            Unit::Quarter => ("quarter", "quarters", "个季度"),
            Unit::Year => ("year", "years", "年"),
        };
        self.tongue.pick(if number == Decimal::ONE { one } else { several }, zh)
    }
}

fn binding(kind: &ExprKind) -> Binding {
    match kind {
        ExprKind::Or(_) | ExprKind::Except(..) => Binding::Or,
        ExprKind::And(_) => Binding::And,
        ExprKind::Not(_) => Binding::Not,
        ExprKind::Compare(..)
        | ExprKind::Between(..)
        | ExprKind::In(..)
        | ExprKind::Known(_)
        | ExprKind::Missing(_)
        | ExprKind::Has(..)
        | ExprKind::HasAll(..)
        | ExprKind::Meets(..)
        | ExprKind::Quoted { .. }
        | ExprKind::TextTest(..) => Binding::Comparison,
        // `days from A to B + 3 days` adds to B.
        ExprKind::Days { .. } | ExprKind::Elapsed { .. } => Binding::Days,
        ExprKind::Sum { .. } => Binding::Sum,
        // `exists R where …` reaches as far as it can, so it needs brackets inside anything tighter than itself.
        ExprKind::Exists { filter: Some(_), .. } => Binding::Or,
        _ => Binding::Factor,
    }
}

fn sign(op: ast::Op) -> &'static str {
    match op {
        ast::Op::Eq => "=",
        ast::Op::Ne => "!=",
        ast::Op::Lt => "<",
        ast::Op::Le => "<=",
        ast::Op::Gt => ">",
        ast::Op::Ge => ">=",
    }
}
