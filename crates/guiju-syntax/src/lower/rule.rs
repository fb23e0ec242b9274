//! Rules: one list of fields for all heads.

use pest::iterators::Pair;
use rust_decimal::Decimal;

use super::{Lower, Parts, declaration::verdict_word, whole};
use crate::{ast, recover::Place, syntax::Rule};

impl Lower<'_> {
    pub(super) fn rule(&mut self, head: ast::Head, pair: Pair<'_, Rule>) -> Option<ast::Rule> {
        let text = pair.get_input();
        let parts = Parts::of(pair);
        let mut fields = Vec::new();
        for (n, child) in parts.0.iter().enumerate() {
            match child.as_rule() {
                Rule::rule_field => {
                    let span = self.span(child);
                    if let Some(kind) = self.field(child.clone()) {
                        fields.push(ast::RuleField { kind, span });
                    }
                }
                Rule::broken_field => {
                    self.broken(&parts, n, Place::Rule);
                    self.drop_half_read(&parts, n, &mut fields);
                }
                _ => {}
            }
        }
        self.check_bound(head, &fields, text);
        let name = self.name(parts.get(Rule::name)?)?;
        Some(ast::Rule { head, title: self.needed_title(&parts, &name)?, name, fields })
    }

    /// `within 4 hours`: a field half read would only be misunderstood.
    pub(super) fn drop_half_read(&self, parts: &Parts<'_>, n: usize, fields: &mut Vec<ast::RuleField>) {
        if let Some(half) = self.goes_on(parts, n) {
            fields.pop_if(|field| field.span.start == half.as_span().start());
        }
    }

    pub(super) fn field(&mut self, pair: Pair<'_, Rule>) -> Option<ast::FieldKind> {
        use ast::FieldKind as Kind;
        let parts = Parts::of(pair);
        let first = parts.0.first()?.clone();
        let expr = |lower: &mut Self| lower.expr(parts.get(Rule::expr)?);
        let dotted = |lower: &mut Self| Some(lower.ident(&parts.get(Rule::dotted)?));
        Some(match first.as_rule() {
            Rule::cite => Kind::Cite(self.cite(first)),
            Rule::severity => Kind::Severity(match Parts::of(first).0.get(1)?.as_rule() {
                Rule::kw_advisory => 0,
                Rule::kw_minor => 1,
                Rule::kw_major => 2,
                _ => 3,
            }),
            Rule::kw_responsible => Kind::Responsible(self.text(&parts.get(Rule::text)?)),
            Rule::kw_topic => Kind::Topic(dotted(self)?),
            Rule::effective => Kind::Effective(self.effective(first)?),
            Rule::kw_counting if parts.has(Rule::kw_elapsed) => Kind::Elapsed,
            Rule::kw_counting => Kind::Counting(dotted(self)?),
            Rule::kw_calendar => Kind::Calendar(dotted(self)?),
            Rule::kw_was => Kind::Was(self.ident(&parts.get(Rule::ident)?)),
            Rule::partial => Kind::Partial(self.partial(first)?),
            Rule::per => Kind::Per(whole(Parts::of(first).all(Rule::range_over).map(|p| self.range(p)))?),
            Rule::each => Kind::Each(self.each(first)?),
            Rule::never_each => Kind::NeverEach(self.each(first)?),
            Rule::every => self.every(first)?,
            Rule::the_last => {
                let inner = Parts::of(first);
                Kind::TheLast { length: self.expr(inner.get(Rule::expr)?)?, by: self.dated_by(&inner) }
            }
            Rule::during => {
                let inner = Parts::of(first);
                Kind::During {
                    from: self.path(inner.get(Rule::path)?),
                    until: self.path(inner.nth(Rule::path, 1)?),
                    by: self.dated_by(&inner),
                }
            }
            Rule::count => {
                let inner = Parts::of(first);
                let measured = self.measured(&inner)?;
                if inner.has(Rule::kw_distinct) {
                    Kind::CountDistinct(self.path(inner.get(Rule::path)?), measured)
                } else {
                    Kind::Count(measured)
                }
            }
            Rule::total => {
                let inner = Parts::of(first);
                Kind::Total(self.path(inner.get(Rule::path)?), self.measured(&inner)?)
            }
            Rule::mean => {
                let inner = Parts::of(first);
                Kind::Mean(self.path(inner.get(Rule::path)?), self.measured(&inner)?)
            }
            Rule::share => {
                let inner = Parts::of(first);
                Kind::Share(self.measured(&inner)?, self.expr(inner.get(Rule::expr)?)?)
            }
            Rule::comes_to => Kind::ComesTo(self.comes_to(first)?),
            Rule::reach => Kind::Reach(self.reach(first)?),
            Rule::bound => Kind::Bound(self.bound(first)?),
            Rule::must => {
                let inner = Parts::of(first);
                Kind::Must(ast::Must {
                    what: self.expr(inner.get(Rule::expr)?)?,
                    period: inner.get(Rule::path).map(|p| self.path(p)),
                    filter: self.filter(inner.get(Rule::where_))?,
                })
            }
            Rule::by_day => Kind::ByDay(self.by_day(first)?),
            Rule::within => Kind::Within(self.only_expr(first)?),
            Rule::no_later => Kind::By(self.only_expr(first)?),
            Rule::before => {
                let inner = Parts::of(first);
                let lead = match inner.get(Rule::term) {
                    Some(term) => Some(self.term(term)?),
                    None => None,
                };
                Kind::Before { event: self.expr(inner.get(Rule::expr)?)?, lead }
            }
            Rule::kw_from => Kind::From(expr(self)?),
            Rule::kw_after => Kind::After(expr(self)?),
            Rule::kw_no_sooner => Kind::NoSooner(expr(self)?),
            Rule::anchored => Kind::Anchored(self.anchored(first)?),
            Rule::extended => Kind::Extended(self.extended(first)?),
            Rule::suspended => Kind::Suspended(self.suspended(first)?),
            Rule::restarted => Kind::Restarted(self.restarted(first)?),
            Rule::unless_ => Kind::Unless(self.filter(Some(first))??),
            Rule::while_ => Kind::While(self.only_expr(first)?),
            Rule::holding => Kind::Holding(self.holding(first)?),
            Rule::time_in => Kind::TimeIn(self.only_expr(first)?),
            Rule::matching => Kind::Matching(Parts::of(first).has(Rule::kw_shared)),
            Rule::kw_late_void => Kind::LateVoid,
            Rule::early => Kind::Early(Parts::of(first).has(Rule::kw_counts)),
            Rule::spacing => Kind::Spacing(self.only_expr(first)?),
            Rule::if_none => Kind::IfNone(verdict_word(Parts::of(first).0.get(1)?.as_rule())),
            Rule::stage => Kind::Stage(self.stage(first)?),
            Rule::stop => Kind::Stop(self.only_expr(first)?),
            _ => return None,
        })
    }

    fn partial(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Partial> {
        let parts = Parts::of(pair);
        Some(if parts.has(Rule::kw_prorate) {
            let up = parts.has(Rule::kw_ceil);
            ast::Partial::Prorate(if up { ast::Rounding::Ceil } else { ast::Rounding::Floor })
        } else if let Some(days) = parts.get(Rule::number) {
            ast::Partial::WaiveUnder(self.number(&days)?)
        } else if parts.has(Rule::kw_full) {
            ast::Partial::Full
        } else {
            ast::Partial::WholeOnly
        })
    }

    fn only_expr(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Expr> {
        let expr = Parts::of(pair).get(Rule::expr)?;
        self.expr(expr)
    }

    fn range(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Range> {
        let parts = Parts::of(pair);
        Some(ast::Range {
            var: self.name(parts.get(Rule::name)?)?,
            of: self.ident(&parts.get(Rule::ident)?),
            filter: self.filter(parts.get(Rule::where_))?,
        })
    }

    fn each(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Each> {
        let parts = Parts::of(pair);
        Some(ast::Each {
            record: self.ident(&parts.get(Rule::ident)?),
            var: parts.get(Rule::name).and_then(|p| self.name(p)),
            filter: self.filter(parts.get(Rule::where_))?,
            unless: self.filter(parts.get(Rule::unless_))?,
        })
    }

    fn holding(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Holding> {
        let parts = Parts::of(pair);
        let mut terms = parts.all(Rule::term);
        let mut behind = |lower: &mut Self, keyword| match parts.has(keyword) {
            true => Some(Some(lower.term(terms.next()?)?)),
            false => Some(None),
        };
        Some(ast::Holding {
            never: parts.has(Rule::kw_never_hold),
            what: self.expr(parts.get(Rule::expr)?)?,
            from: behind(self, Rule::kw_from)?,
            until: behind(self, Rule::kw_until)?,
            during: self.filter(parts.get(Rule::while_))?,
        })
    }

    fn every(&mut self, pair: Pair<'_, Rule>) -> Option<ast::FieldKind> {
        let parts = Parts::of(pair);
        let by = self.dated_by(&parts);
        if let Some(rolling) = parts.get(Rule::rolling) {
            let inner = Parts::of(rolling);
            let length = self.expr(inner.get(Rule::expr)?)?;
            return Some(ast::FieldKind::Rolling { length, per_gap: inner.has(Rule::kw_per_gap), by });
        }
        if let Some(cycle) = parts.get(Rule::cycle) {
            let inner = Parts::of(cycle);
            let length = self.expr(inner.get(Rule::expr)?)?;
            return Some(ast::FieldKind::Cycle { length, from: self.term(inner.get(Rule::term)?)?, by });
        }
        Some(ast::FieldKind::Every { family: self.family(parts.get(Rule::family)?)?, by })
    }

    fn dated_by(&self, parts: &Parts<'_>) -> Option<ast::Path> {
        Some(self.path(Parts::of(parts.get(Rule::dated_by)?).get(Rule::path)?))
    }

    fn measured(&mut self, parts: &Parts<'_>) -> Option<ast::Measured> {
        Some(ast::Measured {
            record: self.ident(&parts.get(Rule::ident)?),
            filter: self.filter(parts.get(Rule::where_))?,
        })
    }

    fn reach(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Reach> {
        let parts = Parts::of(pair);
        let share = match parts.get(Rule::expr) {
            Some(expr) => Some(self.expr(expr)?),
            None => None,
        };
        let of = match parts.nth(Rule::ident, 1) {
            Some(record) => {
                let filter = self.filter(parts.get(Rule::where_))?;
                Some(ast::Measured { record: self.ident(&record), filter })
            }
            None => None,
        };
        Some(ast::Reach { share, set: self.ident(&parts.get(Rule::ident)?), by: self.path(parts.get(Rule::path)?), of })
    }

    fn bound(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Bound> {
        let parts = Parts::of(pair);
        let first = parts.first()?;
        let mut amounts = Vec::new();
        for amount in parts.all(Rule::amount) {
            amounts.push(self.amount(amount)?);
        }
        let mut amounts = amounts.into_iter();
        Some(match first {
            Rule::kw_at_least => ast::Bound::AtLeast(amounts.next()?),
            Rule::kw_at_most => ast::Bound::AtMost(amounts.next()?),
            Rule::kw_fewer => ast::Bound::Fewer(amounts.next()?),
            Rule::kw_exactly => ast::Bound::Exactly(amounts.next()?),
            _ => ast::Bound::Between(amounts.next()?, amounts.next()?),
        })
    }

    fn amount(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Expr> {
        let parts = Parts::of(pair);
        let Some(before) = parts.get(Rule::window_before) else { return self.term(parts.get(Rule::term)?) };
        let span = self.span(&before);
        let percent = match Parts::of(before).get(Rule::number) {
            Some(number) => self.number(&number)?,
            None => Decimal::ONE_HUNDRED,
        };
        Some(ast::Expr { kind: ast::ExprKind::WindowBefore(percent), span })
    }

    fn by_day(&mut self, pair: Pair<'_, Rule>) -> Option<ast::ByDay> {
        let parts = Parts::of(pair);
        let next = parts.has(Rule::kw_of_next);
        Some(match parts.get(Rule::number) {
            Some(number) => ast::ByDay::Day { day: self.number(&number)?, next },
            None => ast::ByDay::Last { working: Parts::of(parts.get(Rule::last_unit)?).has(Rule::u_working), next },
        })
    }
}
