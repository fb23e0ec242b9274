//! Measures and grades.

use pest::iterators::Pair;

use super::{Lower, Parts};
use crate::{ast, recover::Place, syntax::Rule};

impl Lower<'_> {
    pub(super) fn measure(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Measure> {
        let parts = Parts::of(pair);
        let mut fields = Vec::new();
        for (n, child) in parts.0.iter().enumerate() {
            match child.as_rule() {
                Rule::measure_field => {
                    let span = self.span(child);
                    if let Some(kind) = self.field(child.clone()) {
                        fields.push(ast::RuleField { kind, span });
                    }
                }
                Rule::broken_field => {
                    self.broken(&parts, n, Place::Measure);
                    self.drop_half_read(&parts, n, &mut fields);
                }
                _ => {}
            }
        }
        let (name, of) = (self.name(parts.get(Rule::name)?)?, self.ident(&parts.get(Rule::ident)?));
        Some(ast::Measure { name, of, fields })
    }

    /// What a measure comes to: a weighted sum, a choice or the cell of a table.
    pub(super) fn comes_to(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Expr> {
        let span = self.span(&pair);
        let child = pair.into_inner().next()?;
        self.atom(child, span)
    }

    pub(super) fn grade(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Grade> {
        let parts = Parts::of(pair);
        let mut bands = Vec::new();
        for (n, child) in parts.0.iter().enumerate() {
            match child.as_rule() {
                Rule::band => bands.extend(self.band(child.clone())),
                Rule::broken_line => self.broken(&parts, n, Place::Grade),
                _ => {}
            }
        }
        Some(ast::Grade {
            name: self.name(parts.get(Rule::name)?)?,
            of: self.ident(&parts.get(Rule::ident)?),
            by: self.ident(&parts.nth(Rule::ident, 1)?),
            bands,
            cite: parts.get(Rule::cite).map(|p| self.cite(p)),
        })
    }

    fn band(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Band> {
        let span = self.span(&pair);
        let parts = Parts::of(pair);
        let range = parts.get(Rule::range).or(parts.get(Rule::number))?;
        let at = self.span(&range);
        Some(ast::Band { code: self.ident(&parts.get(Rule::ident)?), range: self.class(range, at)?, span })
    }
}
