//! Exemptions.

use pest::iterators::Pair;

use super::{Lower, Parts};
use crate::{ast, recover::Place, syntax::Rule};

impl Lower<'_> {
    pub(super) fn exemption(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Exemption> {
        let parts = Parts::of(pair);
        let mut fields = Vec::new();
        for (n, child) in parts.0.iter().enumerate() {
            match child.as_rule() {
                Rule::exemption_field => {
                    let span = self.span(child);
                    if let Some(kind) = self.exemption_field(child.clone()) {
                        fields.push(ast::ExemptionField { kind, span });
                    }
                }
                Rule::broken_line => self.broken(&parts, n, Place::Exemption),
                _ => {}
            }
        }
        let name = self.name(parts.get(Rule::name)?)?;
        Some(ast::Exemption { title: self.needed_title(&parts, &name)?, name, fields })
    }

    fn exemption_field(&mut self, pair: Pair<'_, Rule>) -> Option<ast::ExemptionFieldKind> {
        use ast::ExemptionFieldKind as Kind;
        let parts = Parts::of(pair);
        let first = parts.0.first()?.clone();
        let rule = first.as_rule();
        let inner = Parts::of(first.clone());
        Some(match rule {
            Rule::cite => Kind::Cite(self.cite(first)),
            Rule::effective => Kind::Effective(self.effective(first)?),
            Rule::frees => Kind::Frees {
                rules: inner.all(Rule::ident).map(|p| self.ident(&p)).collect(),
                filter: self.filter(inner.get(Rule::where_))?,
            },
            Rule::granted => Kind::Granted {
                record: self.ident(&inner.get(Rule::ident)?),
                filter: self.filter(inner.get(Rule::where_))?,
            },
            Rule::lasting => {
                Kind::During { from: self.path(inner.get(Rule::path)?), until: self.path(inner.nth(Rule::path, 1)?) }
            }
            Rule::retroactive => Kind::Retroactive(self.filter(inner.get(Rule::where_))?),
            Rule::kw_must => Kind::Must(self.expr(parts.get(Rule::expr)?)?),
            _ => Kind::Of(self.path(parts.get(Rule::path)?)),
        })
    }
}
