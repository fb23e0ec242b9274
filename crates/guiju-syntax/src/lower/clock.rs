//! Extensions, suspensions, restarts.

use pest::iterators::Pair;

use super::{Lower, Parts};
use crate::{ast, syntax::Rule};

impl Lower<'_> {
    pub(super) fn anchored(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Anchored> {
        let parts = Parts::of(pair);
        let first = match parts.get(Rule::term) {
            Some(term) => Some(self.term(term)?),
            None => None,
        };
        Some(ast::Anchored {
            from: self.expr(parts.get(Rule::expr)?)?,
            every: self.expr(parts.nth(Rule::expr, 1)?)?,
            first,
        })
    }

    pub(super) fn extended(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Extended> {
        let parts = Parts::of(pair);
        let how = match (parts.get(Rule::path), parts.get(Rule::expr)) {
            (Some(path), _) => ast::Extension::Until(self.path(path)),
            (None, expr) => ast::Extension::By(self.expr(expr?)?),
        };
        let at_most = match parts.get(Rule::term) {
            Some(term) => Some(self.term(term)?),
            None => None,
        };
        let retroactive = match parts.get(Rule::retroactive) {
            Some(pair) => Some(ast::Retroactive { filter: self.filter(Parts::of(pair).get(Rule::where_))? }),
            None => None,
        };
        Some(ast::Extended {
            how,
            granted_by: parts.get(Rule::ident).map(|p| self.ident(&p)),
            filter: self.filter(parts.get(Rule::where_))?,
            at_most,
            retroactive,
        })
    }

    pub(super) fn suspended(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Suspended> {
        let parts = Parts::of(pair);
        Some(ast::Suspended {
            from: self.path(parts.get(Rule::path)?),
            to: self.path(parts.nth(Rule::path, 1)?),
            before: parts.has(Rule::kw_before),
            filter: self.filter(parts.get(Rule::where_))?,
        })
    }

    pub(super) fn restarted(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Restarted> {
        let parts = Parts::of(pair);
        Some(ast::Restarted { at: self.path(parts.get(Rule::path)?), filter: self.filter(parts.get(Rule::where_))? })
    }
}
