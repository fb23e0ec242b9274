//! Stages of a path.

use pest::iterators::Pair;

use super::{Lower, Parts, whole};
use crate::{
    ast::{self, StagePartKind as Kind},
    syntax::Rule,
};

impl Lower<'_> {
    pub(super) fn stage(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Stage> {
        let parts = Parts::of(pair);
        let name = self.name(parts.get(Rule::name)?)?;
        let title = parts.get(Rule::title).and_then(|title| self.title(title));
        let lowered = whole(parts.all(Rule::stage_part).map(|part| {
            let span = self.span(&part);
            Some(ast::StagePart { kind: self.stage_part(part)?, span })
        }))?;
        Some(ast::Stage { name, title, parts: lowered })
    }

    fn stage_part(&mut self, pair: Pair<'_, Rule>) -> Option<Kind> {
        let part = pair.into_inner().next()?;
        let rule = part.as_rule();
        if rule == Rule::stage_duty {
            return Some(Kind::Duty(Box::new(self.field(part)?)));
        }
        let inner = Parts::of(part);
        Some(match rule {
            Rule::stage_from if inner.has(Rule::kw_due) => Kind::From(ast::Clock::Due),
            Rule::stage_from => Kind::From(ast::Clock::Done),
            Rule::one_of => Kind::OneOf(whole(inner.all(Rule::alternative).map(|act| {
                let act = Parts::of(act);
                let what = self.expr(act.get(Rule::expr)?)?;
                Some(ast::Must { what, period: None, filter: self.filter(act.get(Rule::where_))? })
            }))?),
            Rule::by_level => Kind::ByLevel(self.term(inner.get(Rule::term)?)?),
            Rule::stage_then => Kind::Then(self.target(inner.get(Rule::target)?)?),
            Rule::stage_else => Kind::Else(self.target(inner.get(Rule::target)?)?),
            Rule::repeat => {
                let at_most = match inner.get(Rule::amount) {
                    Some(amount) => Some(self.term(Parts::of(amount).get(Rule::term)?)?),
                    None => None,
                };
                Kind::Repeat { every: self.term(inner.get(Rule::term)?)?, at_most }
            }
            Rule::over_levels => Kind::OverLevels {
                from: self.term(inner.get(Rule::term)?)?,
                to: self.term(inner.nth(Rule::term, 1)?)?,
                skipping: if inner.has(Rule::kw_skipping) { Some(self.filter(inner.get(Rule::where_))?) } else { None },
            },
            Rule::kw_compensates => Kind::Compensates,
            _ => return None,
        })
    }

    fn target(&self, pair: Pair<'_, Rule>) -> Option<ast::Target> {
        let parts = Parts::of(pair);
        Some(match parts.get(Rule::ident) {
            Some(name) => ast::Target::Stage(self.ident(&name)),
            None => ast::Target::End,
        })
    }
}
