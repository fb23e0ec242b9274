//! States, printed.

use super::{Line, Printer};
use crate::{
    ast::{self, SpellEnd},
    syntax::Rule,
};

impl Printer<'_> {
    pub(super) fn state(&self, state: &ast::State) -> Line {
        let mut line = self
            .line_kw(Rule::kw_state)
            .word(self.name(&state.name))
            .word(self.kw(Rule::kw_of))
            .word(self.ident(&state.of));
        for (n, spell) in state.spells.iter().enumerate() {
            line = self.spell(line, spell);
            if n + 1 < state.spells.len() {
                line = line.glue(self.tongue.pick(",", "，"));
            }
        }
        line.maybe(state.cite.as_ref().map(|cite| self.cite(cite)))
    }

    fn spell(&self, line: Line, spell: &ast::Spell) -> Line {
        let line = line.chunk(self.pair(Rule::kw_from, self.path(&spell.from)));
        let line = self.with_filter(line, Rule::kw_where, spell.filter.as_ref());
        match &spell.end {
            Some(SpellEnd::At { path, filter, included }) => {
                let keyword = if *included { Rule::kw_until } else { Rule::kw_before };
                self.with_filter(line.chunk(self.pair(keyword, self.path(path))), Rule::kw_where, filter.as_ref())
            }
            Some(SpellEnd::After(length)) => line.chunk(self.pair(Rule::kw_lasting, self.operand(length))),
            None => line,
        }
    }
}
