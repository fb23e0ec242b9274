//! Exemptions, printed.

use super::{Line, Printer, declaration::title_end};
use crate::{
    ast::{self, ExemptionFieldKind as Kind},
    syntax::Rule,
};

impl Printer<'_> {
    pub(super) fn exemption(&mut self, exemption: &ast::Exemption, item: &ast::Item) {
        let head = self.line_kw(Rule::kw_exemption).word(self.name(&exemption.name)).word(self.title(&exemption.title));
        self.block(head, title_end(&exemption.title), item.span, None, |printer| {
            for field in &exemption.fields {
                let mut line = printer.exemption_field(&field.kind);
                let printed = line.0.join(" ");
                // `previous` takes a following word for its sequence, `80%` a following `of`.
                if printer.takes_name(&printed) || printed.ends_with('%') {
                    line = line.glue(printer.tongue.pick(";", "；"));
                }
                printer.line(line, field.span, 2);
            }
        });
    }

    fn exemption_field(&self, field: &Kind) -> Line {
        match field {
            Kind::Cite(cite) => Line::new(self.cite(cite)),
            Kind::Effective(effective) => self.effective(effective),
            Kind::Frees { rules, filter } => {
                let line = self.line_kw(Rule::kw_frees).word(self.list(rules.iter().map(|rule| self.ident(rule))));
                self.with_filter(line, Rule::kw_where, filter.as_ref())
            }
            Kind::Granted { record, filter } => {
                let line = self.line_kw(Rule::kw_granted).word(self.ident(record));
                self.with_filter(line, Rule::kw_where, filter.as_ref())
            }
            Kind::Of(path) => self.line_kw(Rule::kw_of).word(self.path(path)),
            Kind::During { from, until } => {
                self.line_kw(Rule::kw_during).word(self.path(from)).chunk(self.pair(Rule::kw_until, self.path(until)))
            }
            Kind::Must(expr) => self.conditions(self.line_kw(Rule::kw_must), expr),
            Kind::Retroactive(filter) => {
                self.with_filter(self.line_kw(Rule::kw_retroactive), Rule::kw_where, filter.as_ref())
            }
        }
    }
}
