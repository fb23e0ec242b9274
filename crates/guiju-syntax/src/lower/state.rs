//! States.

use pest::iterators::Pair;

use super::{Lower, Parts, whole};
use crate::{ast, syntax::Rule};

impl Lower<'_> {
    pub(super) fn state(&mut self, pair: Pair<'_, Rule>) -> Option<ast::State> {
        let parts = Parts::of(pair);
        Some(ast::State {
            name: self.name(parts.get(Rule::name)?)?,
            of: self.ident(&parts.get(Rule::ident)?),
            spells: whole(parts.all(Rule::spell).map(|spell| self.spell(spell)))?,
            cite: parts.get(Rule::cite).map(|p| self.cite(p)),
        })
    }

    fn spell(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Spell> {
        let span = self.span(&pair);
        let parts = Parts::of(pair);
        let end = match (parts.get(Rule::spell_end), parts.get(Rule::spell_length)) {
            (Some(end), _) => {
                let end = Parts::of(end);
                Some(ast::SpellEnd::At {
                    path: self.path(end.get(Rule::path)?),
                    filter: self.filter(end.get(Rule::where_))?,
                    included: end.has(Rule::kw_until),
                })
            }
            (None, Some(length)) => Some(ast::SpellEnd::After(self.term(Parts::of(length).get(Rule::term)?)?)),
            (None, None) => None,
        };
        Some(ast::Spell {
            from: self.path(parts.get(Rule::path)?),
            filter: self.filter(parts.get(Rule::where_))?,
            end,
            span,
        })
    }
}
