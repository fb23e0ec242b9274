//! Expressions. Chains (`a and b and c`) become one flat node, so that only brackets nest.

use pest::iterators::Pair;

use super::{Lower, Parts, declaration::verdict_word, whole};
use crate::{
    ast::{self, Expr, ExprKind},
    codes::Code,
    diagnostic::{Diagnostic, Message},
    source::Span,
    syntax::Rule,
};

/// How many values a sum may have: each makes the tree one deeper.
const MAX_SUM: usize = 64;

impl Lower<'_> {
    pub(super) fn expr(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        self.chain(pair, Rule::conj, ExprKind::Or, |lower, conj| {
            lower.chain(conj, Rule::negation, ExprKind::And, Self::negation)
        })
    }

    fn chain(
        &mut self,
        pair: Pair<'_, Rule>,
        part: Rule,
        join: fn(Vec<Expr>) -> ExprKind,
        lower: impl Fn(&mut Self, Pair<'_, Rule>) -> Option<Expr>,
    ) -> Option<Expr> {
        let span = self.span(&pair);
        let mut parts = whole(Parts::of(pair).all(part).map(|child| lower(self, child)))?;
        if parts.len() == 1 { parts.pop() } else { Some(Expr { kind: join(parts), span }) }
    }

    fn negation(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let parts = Parts::of(pair);
        let inner = self.comparison(parts.get(Rule::comparison)?)?;
        // An even number of `not` cancels out.
        let odd = parts.all(Rule::kw_not).count() % 2 == 1;
        Some(if odd { Expr { kind: ExprKind::Not(Box::new(inner)), span } } else { inner })
    }

    fn comparison(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let parts = Parts::of(pair);
        let left = self.term(parts.get(Rule::term)?)?;
        let Some(test) = parts.get(Rule::test) else { return Some(left) };
        let left = Box::new(left);
        let test = Parts::of(test);
        let right = |lower: &mut Self, n| Some(Box::new(lower.term(test.nth(Rule::term, n)?)?));
        let set_or = |lower: &mut Self| match (test.get(Rule::set), test.get(Rule::path)) {
            (Some(set), _) => Some(Box::new(lower.set(set)?)),
            (None, Some(path)) => {
                let path = lower.path(path);
                Some(Box::new(Expr { span: path.span, kind: ExprKind::Path(path) }))
            }
            (None, None) => right(lower, 0),
        };
        let kind = match test.first()? {
            Rule::op => ExprKind::Compare(operator(test.get(Rule::op)?.as_str()), left, right(self, 0)?),
            Rule::kw_between => ExprKind::Between(left, right(self, 0)?, right(self, 1)?),
            Rule::kw_in => ExprKind::In(left, set_or(self)?),
            Rule::quoted => self.quoted(&left, test.get(Rule::quoted)?)?,
            Rule::kw_known => ExprKind::Known(left),
            Rule::kw_missing => ExprKind::Missing(left),
            Rule::kw_has_all => ExprKind::HasAll(left, set_or(self)?),
            Rule::kw_has => ExprKind::Has(left, right(self, 0)?),
            Rule::kw_meets => ExprKind::Meets(left, set_or(self)?),
            Rule::kw_starts => ExprKind::TextTest(ast::TextTest::Starts, left, right(self, 0)?),
            Rule::kw_ends => ExprKind::TextTest(ast::TextTest::Ends, left, right(self, 0)?),
            _ => ExprKind::TextTest(ast::TextTest::Contains, left, right(self, 0)?),
        };
        Some(Expr { kind, span })
    }

    /// `RULE met`: the left side must be a bare name.
    fn quoted(&mut self, left: &Expr, pair: Pair<'_, Rule>) -> Option<ExprKind> {
        let ExprKind::Path(ast::Path { parts, .. }) = &left.kind else { return self.no_rule(left) };
        // `A7.listing met`: a stage of a path.
        let (rule, stage) = match parts.as_slice() {
            [rule] => (rule, None),
            [rule, stage] => (rule, Some(stage)),
            _ => return self.no_rule(left),
        };
        let verdict = match Parts::of(pair).get(Rule::verdict) {
            Some(verdict) => verdict_word(verdict.into_inner().next()?.as_rule()),
            None => "breached",
        };
        Some(ExprKind::Quoted { rule: rule.clone(), stage: stage.cloned(), verdict })
    }

    fn no_rule(&mut self, left: &Expr) -> Option<ExprKind> {
        self.report(Diagnostic::error(
            Code::E0101,
            left.span,
            Message::new("a verdict of no rule", "此处没有可引用结论的规则"),
            Message::new("only a rule has verdicts, as in `A3_1 met`", "只有规则才有结论，如 `第三条 符合`"),
        ));
        None
    }

    fn set(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let members = whole(Parts::of(pair).all(Rule::term).map(|term| self.term(term)))?;
        Some(Expr { kind: ExprKind::Set(members), span })
    }

    pub(super) fn term(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let mut sum: Option<Expr> = None;
        let mut minus = false;
        let mut n_factors = 0;
        for child in pair.into_inner() {
            if child.as_rule() == Rule::sign {
                minus = matches!(child.as_str().trim(), "-" | "－");
                continue;
            }
            n_factors += 1;
            if n_factors > MAX_SUM {
                self.report(Diagnostic::error(
                    Code::E0106,
                    self.span(&child),
                    Message::new(
                        format!("more than {MAX_SUM} values are added up"),
                        format!("相加的值超过{MAX_SUM}个"),
                    ),
                    Message::new("one too many", "从这里起过多"),
                ));
                return None;
            }
            let factor = self.factor(child)?;
            sum = Some(match sum {
                None => factor,
                Some(left) => {
                    let span = Span { end: factor.span.end, ..span };
                    Expr { kind: ExprKind::Sum { left: Box::new(left), minus, right: Box::new(factor) }, span }
                }
            });
        }
        sum
    }

    /// The value of a parameter, an assumption, a table cell or an example's cell.
    pub(super) fn value(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let child = pair.into_inner().next()?;
        if child.as_rule() == Rule::ident {
            let ident = self.ident(&child);
            return Some(Expr { kind: ExprKind::Path(ast::Path { span, parts: vec![ident] }), span });
        }
        self.atom(child, span)
    }

    fn factor(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let child = pair.into_inner().find(|p| p.as_rule() != Rule::lparen)?;
        self.atom(child, span)
    }

    pub(super) fn atom(&mut self, child: Pair<'_, Rule>, span: Span) -> Option<Expr> {
        let rule = child.as_rule();
        let kind = match rule {
            Rule::expr => return self.expr(child),
            Rule::number => ExprKind::Number(self.number(&child)?),
            Rule::date => ExprKind::Date(self.date(child)?),
            Rule::moment => ExprKind::Moment(self.moment(&child)?),
            Rule::clock => ExprKind::Clock(self.clock(&child)?),
            Rule::text => ExprKind::Text(self.text(&child).value),
            Rule::kw_yes => ExprKind::YesNo(true),
            Rule::kw_no => ExprKind::YesNo(false),
            Rule::path => ExprKind::Path(self.path(child)),
            _ => self.compound(rule, &Parts::of(child))?,
        };
        Some(Expr { kind, span })
    }

    fn compound(&mut self, rule: Rule, parts: &Parts<'_>) -> Option<ExprKind> {
        let term = |lower: &mut Self, n| Some(Box::new(lower.term(parts.nth(Rule::term, n)?)?));
        Some(match rule {
            Rule::unreadable => ExprKind::Unreadable(self.text(&parts.get(Rule::text)?)),
            Rule::percent => ExprKind::Percent(self.number(&parts.get(Rule::number)?)?),
            Rule::percent_of => {
                ExprKind::PercentOf(self.number(&parts.get(Rule::number)?)?, self.path(parts.get(Rule::path)?))
            }
            Rule::duration => {
                ExprKind::Duration(self.number(&parts.get(Rule::number)?)?, self.unit(parts.get(Rule::unit)?)?)
            }
            Rule::measured => ExprKind::Measured(self.path(parts.get(Rule::path)?), self.unit(parts.get(Rule::unit)?)?),
            Rule::lookup => {
                let table = self.path(parts.get(Rule::path)?);
                ExprKind::Lookup { table, keys: whole(parts.all(Rule::term).map(|key| self.term(key)))? }
            }
            Rule::weighted => ExprKind::Weighted(whole(parts.all(Rule::share_of_sum).map(|part| self.weighted(part)))?),
            Rule::as_at => {
                let of = parts.get(Rule::path).or(parts.get(Rule::neighbour))?;
                let at = self.span(&of);
                ExprKind::AsAt {
                    of: Box::new(self.atom(of, at)?),
                    date: Box::new(self.factor(parts.get(Rule::factor)?)?),
                }
            }
            Rule::exists => {
                let filter = self.filter(parts.get(Rule::where_))?.map(Box::new);
                ExprKind::Exists { record: self.ident(&parts.get(Rule::ident)?), filter }
            }
            Rule::days => ExprKind::Days {
                from: term(self, 0)?,
                to: term(self, 1)?,
                through: parts.has(Rule::kw_through),
                working: parts.has(Rule::kw_wdays_from),
            },
            Rule::elapsed => {
                let minutes = parts.has(Rule::kw_mins_from);
                ExprKind::Elapsed { from: term(self, 0)?, to: term(self, 1)?, minutes }
            }
            Rule::edge => ExprKind::Edge {
                end: parts.has(Rule::kw_end_of),
                family: self.family(parts.get(Rule::family)?)?,
                of: Box::new(self.factor(parts.get(Rule::factor)?)?),
            },
            Rule::weekday => ExprKind::Weekday(Box::new(self.factor(parts.get(Rule::factor)?)?)),
            Rule::clock_of => ExprKind::ClockOf(Box::new(self.factor(parts.get(Rule::factor)?)?)),
            Rule::size => ExprKind::Size(self.path(parts.get(Rule::path)?)),
            Rule::choice => {
                let options = whole(parts.all(Rule::term).map(|option| self.term(option)))?;
                let which = match parts.first()? {
                    Rule::kw_earlier => ast::Choice::Earlier,
                    Rule::kw_later_of => ast::Choice::Later,
                    Rule::kw_greater => ast::Choice::Greater,
                    Rule::kw_highest => ast::Choice::Highest,
                    Rule::kw_lowest => ast::Choice::Lowest,
                    _ => ast::Choice::Lesser,
                };
                ExprKind::Choice(which, options)
            }
            Rule::neighbour => self.neighbour(parts)?,
            _ => return None,
        })
    }

    /// A value of a weighted sum, with its weight.
    fn weighted(&mut self, pair: Pair<'_, Rule>) -> Option<(Option<ast::Weight>, Expr)> {
        let parts = Parts::of(pair);
        let percent = parts.get(Rule::percent).map(Parts::of);
        let weight = match percent.as_ref().map_or_else(|| parts.get(Rule::number), |p| p.get(Rule::number)) {
            Some(number) => {
                let minus = parts.get(Rule::sign).is_some_and(|sign| matches!(sign.as_str().trim(), "-" | "－"));
                let number = self.number(&number)?;
                let percent = percent.is_some();
                Some(ast::Weight { number: if minus { -number } else { number }, percent })
            }
            None => None,
        };
        Some((weight, self.term(parts.get(Rule::term)?)?))
    }

    /// `previous rounds.date`: a word right behind the keyword names the sequence, words after dots the field.
    fn neighbour(&self, parts: &Parts<'_>) -> Option<ExprKind> {
        let which = match parts.first()? {
            Rule::kw_previous => ast::Neighbour::Previous,
            Rule::kw_next => ast::Neighbour::Next,
            _ => ast::Neighbour::Latest,
        };
        let sequence = parts.get(Rule::neighbour_of).and_then(|p| p.into_inner().next()).map(|p| self.ident(&p));
        let path = parts.all(Rule::ident).map(|p| self.ident(&p)).collect();
        Some(ExprKind::Neighbour { which, sequence, path })
    }
}

fn operator(text: &str) -> ast::Op {
    match text {
        "<" | "＜" => ast::Op::Lt,
        "<=" | "≤" => ast::Op::Le,
        ">" | "＞" => ast::Op::Gt,
        ">=" | "≥" => ast::Op::Ge,
        "!=" | "≠" => ast::Op::Ne,
        _ => ast::Op::Eq,
    }
}
