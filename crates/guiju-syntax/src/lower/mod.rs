//! From pest's pairs to the tree.
//!
//! The grammar has already decided what is what; lowering only picks children by their rule. Keywords
//! are in the pairs because pest has no silent atomic rules, and are asked for only where they matter.
//! A function returns `None` only for a shape the grammar cannot make, or after it has reported a fault.

mod bound;
mod clock;
mod declaration;
mod exemption;
mod expression;
mod measure;
mod rule;
mod stage;
mod state;

use guiju_calendar::{CivilTime, Day, Family, Unit};
use pest::iterators::Pair;
use rust_decimal::Decimal;

use crate::{
    ast,
    codes::Code,
    diagnostic::{Diagnostic, Message},
    recover,
    scan::{Comment, MAX_FAULTS},
    source::{FileId, Span},
    syntax::Rule,
};

/// Something wrong, and the piece the grammar cut out for it.
pub(crate) struct Fault {
    /// The piece; `None` for what is wrong within a field that fits the grammar.
    pub piece: Option<Span>,
    /// What is wrong.
    pub diagnostic: Diagnostic,
}

/// Turns the pairs of a file into its tree, adding every fault to `faults`.
pub(crate) fn file(id: FileId, root: Pair<'_, Rule>, comments: &[Comment], faults: &mut Vec<Fault>) -> ast::File {
    let mut lower = Lower { file: id, comments, faults };
    let mut items = Vec::new();
    let parts = Parts::of(root);
    for (n, pair) in parts.0.iter().enumerate() {
        if pair.as_rule() == Rule::stray {
            lower.broken(&parts, n, recover::Place::Declaration);
            continue;
        }
        let span = lower.span(pair);
        if let Some(kind) = lower.item(pair.clone()) {
            items.push(ast::Item { kind, span });
        }
    }
    ast::File { id, items }
}

pub(crate) struct Lower<'a> {
    file: FileId,
    comments: &'a [Comment],
    faults: &'a mut Vec<Fault>,
}

/// The children of a pair, found by their rule.
struct Parts<'i>(Vec<Pair<'i, Rule>>);

impl<'i> Parts<'i> {
    fn of(pair: Pair<'i, Rule>) -> Self {
        Self(pair.into_inner().collect())
    }

    fn has(&self, rule: Rule) -> bool {
        self.0.iter().any(|p| p.as_rule() == rule)
    }

    fn get(&self, rule: Rule) -> Option<Pair<'i, Rule>> {
        self.nth(rule, 0)
    }

    fn nth(&self, rule: Rule, n: usize) -> Option<Pair<'i, Rule>> {
        self.all(rule).nth(n)
    }

    fn all(&self, rule: Rule) -> impl Iterator<Item = Pair<'i, Rule>> + '_ {
        self.0.iter().filter(move |p| p.as_rule() == rule).cloned()
    }

    /// The rule of the first child: which keyword a field begins with.
    fn first(&self) -> Option<Rule> {
        self.0.first().map(Pair::as_rule)
    }
}

/// All of some parts, or nothing if one has a fault; each is looked at, so that every fault is told.
fn whole<T>(parts: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let parts: Vec<Option<T>> = parts.collect();
    parts.into_iter().collect()
}

impl Lower<'_> {
    /// The place of a pair, without the blanks and comments that pest read while looking for more.
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let start = pair.as_span().start();
        let mut text = pair.as_str().trim_end();
        while let Ok(n) = self.comments.binary_search_by_key(&(start + text.len()), |c| c.span.end) {
            match self.comments[n].span.start.checked_sub(start).and_then(|len| text.get(..len)) {
                Some(before) => text = before.trim_end(),
                None => break,
            }
        }
        Span { file: self.file, start, end: start + text.len() }
    }

    fn ident(&self, pair: &Pair<'_, Rule>) -> ast::Ident {
        ast::Ident { text: pair.as_str().to_owned(), span: self.span(pair) }
    }

    fn name(&self, pair: Pair<'_, Rule>) -> Option<ast::Name> {
        let parts = Parts::of(pair);
        let words: Vec<_> = parts.0.iter().filter(|p| matches!(p.as_rule(), Rule::ident | Rule::dotted)).collect();
        Some(ast::Name { ident: self.ident(words.first()?), aka: words.get(1).map(|p| self.ident(p)) })
    }

    fn text(&self, pair: &Pair<'_, Rule>) -> ast::Text {
        let value = pair.clone().into_inner().next().map(|p| p.as_str().to_owned()).unwrap_or_default();
        ast::Text { value, span: self.span(pair) }
    }

    fn title(&self, pair: Pair<'_, Rule>) -> Option<ast::Title> {
        let parts = Parts::of(pair);
        Some(ast::Title {
            text: self.text(&parts.get(Rule::text)?),
            aka: parts.nth(Rule::text, 1).map(|p| self.text(&p)),
        })
    }

    /// The title of a policy or rule. One that is missing is reported, and empty, so that the fields are still read.
    fn needed_title(&mut self, parts: &Parts<'_>, name: &ast::Name) -> Option<ast::Title> {
        if let Some(title) = parts.get(Rule::title) {
            return self.title(title);
        }
        let span = name.aka.as_ref().map_or(name.ident.span, |aka| name.ident.span.to(aka.span));
        self.report(
            Diagnostic::error(
                Code::E0101,
                span,
                Message::new("the title is missing", "缺少标题"),
                Message::new("expected a title in quotes after this", "此后应为引号中的标题"),
            )
            .help(Message::new(
                "say in a few words what it is, as `\"a report within five days\"`",
                "用几个字概括，如 `“五日内报告”`",
            )),
        );
        Some(ast::Title { text: ast::Text { value: String::new(), span }, aka: None })
    }

    fn path(&self, pair: Pair<'_, Rule>) -> ast::Path {
        let span = self.span(&pair);
        ast::Path { parts: pair.into_inner().map(|p| self.ident(&p)).collect(), span }
    }

    fn citation(&self, pair: Pair<'_, Rule>) -> Option<ast::Citation> {
        let parts = Parts::of(pair);
        Some(ast::Citation {
            source: parts.get(Rule::source_name).map(|p| self.ident(&p)),
            locator: self.ident(&parts.get(Rule::locator)?),
        })
    }

    fn cite(&self, pair: Pair<'_, Rule>) -> ast::Cite {
        let span = self.span(&pair);
        ast::Cite { places: Parts::of(pair).all(Rule::citation).filter_map(|p| self.citation(p)).collect(), span }
    }

    fn number(&mut self, pair: &Pair<'_, Rule>) -> Option<Decimal> {
        let number = Decimal::from_str_exact(pair.as_str()).ok();
        if number.is_none() {
            let span = self.span(pair);
            self.report(Diagnostic::error(
                Code::E0108,
                span,
                Message::new("number too long", "数字过长"),
                Message::new("at most 28 digits", "最多28位"),
            ));
        }
        number
    }

    /// A date that exists, or a fault.
    fn date(&mut self, pair: Pair<'_, Rule>) -> Option<Day> {
        let span = self.span(&pair);
        let written = pair.as_str();
        let mut numbers = written.split(|c: char| !c.is_ascii_digit()).filter(|s| !s.is_empty());
        let mut next = || numbers.next().and_then(|n| n.parse::<u32>().ok());
        let day = match (next(), next(), next()) {
            (Some(year), Some(month), Some(day)) => {
                i32::try_from(year).ok().and_then(|year| Day::from_ymd(year, month, day))
            }
            _ => None,
        };
        let odd = pair.clone().into_inner().any(|p| p.as_rule() == Rule::odd_date);
        if day.is_some() && !odd {
            return day;
        }
        let fault = |label| {
            let message = Message::new(format!("`{written}` is no date"), format!("`{written}` 不是日期"));
            Diagnostic::error(Code::E0104, span, message, label)
        };
        self.report(match day {
            Some(day) => fault(Message::new("months and days have two digits", "月、日各写两位")).sure_fix(
                span,
                day.to_string(),
                Message::new(format!("write `{day}`"), format!("写成 `{day}`")),
            ),
            None => fault(Message::new("there is no such day", "没有这一天"))
                .help(Message::new("write a day that exists, as 2026-02-28", "写一个存在的日期，如 2026-02-28")),
        });
        None
    }

    /// `2026-02-28T14:30+08:00`, `2026年2月28日14时30分`.
    fn moment(&mut self, pair: &Pair<'_, Rule>) -> Option<CivilTime> {
        let written = pair.as_str();
        let date = written.find(['T', ' ', '日']).map_or(written, |end| &written[..end]);
        let mut numbers = date.split(|c: char| !c.is_ascii_digit()).filter_map(|s| s.parse::<u32>().ok());
        let rest = written[date.len()..].trim_start_matches(['T', ' ', '日']);
        let day = numbers.next().and_then(|year| i32::try_from(year).ok()).zip(numbers.next()).zip(numbers.next());
        let day = day.and_then(|((year, month), day)| Day::from_ymd(year, month, day));
        let moment = day.and_then(|day| CivilTime::parse_clock(day, rest));
        if moment.is_none() {
            self.no_such_time(pair, "2026-02-28T14:30");
        }
        moment
    }

    /// `9:30`, as minutes since midnight.
    fn clock(&mut self, pair: &Pair<'_, Rule>) -> Option<u32> {
        let read = CivilTime::parse_clock(Day::MIN, pair.as_str());
        if read.is_none() {
            self.no_such_time(pair, "9:30");
        }
        read.map(|read| read.second / 60)
    }

    fn no_such_time(&mut self, pair: &Pair<'_, Rule>, sample: &str) {
        let written = pair.as_str();
        self.report(
            Diagnostic::error(
                Code::E0104,
                self.span(pair),
                Message::new(format!("`{written}` is no time"), format!("`{written}` 不是时刻")),
                Message::new("there is no such time", "没有这一时刻"),
            )
            .help(Message::new(
                format!("write a time that exists, as {sample}; hours run from 0 to 23"),
                format!("写一个存在的时刻，如 {sample}；小时为 0 至 23"),
            )),
        );
    }

    fn unit(&self, pair: Pair<'_, Rule>) -> Option<Unit> {
        Some(match pair.into_inner().next()?.as_rule() {
            Rule::u_working => Unit::WorkingDay,
            Rule::u_day => Unit::Day,
            Rule::u_week => Unit::Week,
            Rule::u_month => Unit::Month,
            Rule::u_quarter => Unit::Quarter,
            Rule::u_hour => Unit::Hour,
            Rule::u_minute => Unit::Minute,
            _ => Unit::Year,
        })
    }

    fn family(&self, pair: Pair<'_, Rule>) -> Option<Family> {
        Some(match pair.into_inner().next()?.as_rule() {
            Rule::kw_cal_day => Family::Day,
            Rule::kw_cal_week => Family::Week,
            Rule::kw_cal_month => Family::Month,
            Rule::kw_cal_quarter => Family::Quarter,
            Rule::kw_cal_half => Family::Half,
            _ => Family::Year,
        })
    }

    fn effective(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Effective> {
        let parts = Parts::of(pair);
        let Some(from) = parts.get(Rule::date) else { return Some(ast::Effective::Unknown) };
        let from = self.date(from)?;
        let until = match parts.nth(Rule::date, 1) {
            Some(day) => ast::Until::Day(self.date(day)?),
            None if parts.has(Rule::kw_open) => ast::Until::Open,
            None if parts.has(Rule::kw_unknown) => ast::Until::Unknown,
            None => ast::Until::Omitted,
        };
        Some(ast::Effective::Between { from, until })
    }

    /// `where …` or `unless …`, if there is one; `None` if it has a fault.
    fn filter(&mut self, pair: Option<Pair<'_, Rule>>) -> Option<Option<ast::Expr>> {
        let Some(pair) = pair else { return Some(None) };
        let parts = Parts::of(pair);
        let all = whole(parts.all(Rule::expr).map(|expr| self.expr(expr)))?;
        // `unless P except when Q except when R`: each carves out of the one before it.
        Some(all.into_iter().rev().reduce(|except, when| {
            let span = when.span.to(except.span);
            ast::Expr { kind: ast::ExprKind::Except(Box::new(when), Box::new(except)), span }
        }))
    }

    /// Explains the piece that is the `n`th part of a body or of the file.
    fn broken(&mut self, parts: &Parts<'_>, n: usize, place: recover::Place) {
        let Some(pair) = parts.0.get(n) else { return };
        if self.faults.len() >= MAX_FAULTS {
            return;
        }
        let text = pair.get_input();
        let piece = Span { file: self.file, start: pair.as_span().start(), end: pair.as_span().end() };
        let before = n.checked_sub(1).and_then(|n| parts.0.get(n));
        let gap = before.and_then(|before| text.get(self.span(before).end..piece.start)).unwrap_or("");
        if place == recover::Place::Declaration && gap.trim().is_empty() {
            // What follows a declaration that cannot be read is most likely the rest of it.
            let rest = before.is_some_and(|p| p.as_rule() == Rule::stray) && recover::is_rest(pair.as_str());
            if let (true, Some(piece_before)) = (rest, self.faults.last_mut().and_then(|fault| fault.piece.as_mut())) {
                piece_before.end = piece.end;
                return;
            }
        }
        // On the line of a field that can be read: the fault is how that field goes on.
        let mut from = self.goes_on(parts, n).map(|before| before.as_span().start());
        let pieces = if place == recover::Place::Rule { recover::lines_apart(text, piece) } else { vec![piece] };
        for piece in pieces {
            let diagnostic = recover::explain(text, piece, from.take().unwrap_or(piece.start), place);
            self.faults.push(Fault { piece: Some(piece), diagnostic });
        }
    }

    /// Returns the field that the piece which is the `n`th part goes on with: the one before it on the same line.
    fn goes_on<'p, 'i>(&self, parts: &'p Parts<'i>, n: usize) -> Option<&'p Pair<'i, Rule>> {
        let (before, piece) = (parts.0.get(n.checked_sub(1)?)?, parts.0.get(n)?);
        let gap = piece.get_input().get(self.span(before).end..piece.as_span().start()).unwrap_or("");
        (recover::is_field(before.as_rule()) && !gap.contains(['\n', ';', '；'])).then_some(before)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(Fault { piece: None, diagnostic });
        }
    }
}
