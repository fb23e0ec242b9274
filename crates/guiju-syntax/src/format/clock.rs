//! Extensions, suspensions, restarts, printed.

use super::{Line, Printer};
use crate::{ast, syntax::Rule};

impl Printer<'_> {
    pub(super) fn anchored(&self, anchored: &ast::Anchored) -> Line {
        let line = self.line_kw(Rule::kw_anchored).word(self.expr(&anchored.from));
        let line = line.chunk(self.pair(Rule::kw_interval, self.expr(&anchored.every)));
        line.maybe(anchored.first.as_ref().map(|first| self.pair(Rule::kw_first_after, self.operand(first))))
    }

    pub(super) fn extended(&self, extended: &ast::Extended) -> Line {
        let line = match &extended.how {
            ast::Extension::Until(path) => self.line_kw(Rule::kw_extended_until).word(self.path(path)),
            ast::Extension::By(length) => {
                let length = self.expr(length);
                // `exists R` would take the `where` that follows.
                let alone = extended.granted_by.is_some() || extended.filter.is_none();
                let length = if !alone && self.takes_where(&length) { self.in_parens(&length) } else { length };
                self.line_kw(Rule::kw_extended_by).word(length)
            }
        };
        let line =
            line.maybe(extended.granted_by.as_ref().map(|record| self.pair(Rule::kw_granted, self.ident(record))));
        let line = self.with_filter(line, Rule::kw_where, extended.filter.as_ref());
        let line = line.maybe(extended.at_most.as_ref().map(|most| self.pair(Rule::kw_at_most, self.operand(most))));
        match &extended.retroactive {
            Some(retroactive) => {
                let line = line.chunk(self.kw(Rule::kw_retroactive));
                self.with_filter(line, Rule::kw_where, retroactive.filter.as_ref())
            }
            None => line,
        }
    }

    pub(super) fn suspended(&self, suspended: &ast::Suspended) -> Line {
        let end = if suspended.before { Rule::kw_before } else { Rule::kw_until };
        let line = self.line_kw(Rule::kw_suspended).word(self.path(&suspended.from));
        let line = line.chunk(self.pair(end, self.path(&suspended.to)));
        self.with_filter(line, Rule::kw_where, suspended.filter.as_ref())
    }

    pub(super) fn restarted(&self, restarted: &ast::Restarted) -> Line {
        let line = self.line_kw(Rule::kw_restarted).word(self.path(&restarted.at));
        self.with_filter(line, Rule::kw_where, restarted.filter.as_ref())
    }
}
