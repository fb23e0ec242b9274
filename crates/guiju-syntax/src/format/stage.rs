//! Stages of a path, printed: one stage a line, in the author's order.

use super::{Line, Printer};
use crate::{
    ast::{self, StagePartKind as Kind},
    syntax::Rule,
};

impl Printer<'_> {
    pub(super) fn stage(&self, stage: &ast::Stage) -> Line {
        let head = self.line_kw(Rule::kw_stage).word(self.name(&stage.name));
        let head = match &stage.title {
            Some(title) => head.word(self.title(title)),
            None => head,
        };
        stage.parts.iter().fold(head, |line, part| line.then(self.stage_part(&part.kind)))
    }

    pub(super) fn stage_part(&self, part: &Kind) -> Line {
        let word = |rule: Rule, word: String| self.line_kw(rule).word(word);
        match part {
            Kind::From(ast::Clock::Due) => word(Rule::kw_from, self.kw(Rule::kw_due).to_owned()),
            Kind::From(ast::Clock::Done) => word(Rule::kw_from, self.kw(Rule::kw_done).to_owned()),
            Kind::OneOf(acts) => {
                let acts = self.list(acts.iter().map(|act| self.alternative(act)));
                self.line_kw(Rule::kw_must).word(self.kw(Rule::kw_one_of)).word(self.in_parens(&acts))
            }
            Kind::Duty(field) => self.field(field),
            Kind::ByLevel(level) => word(Rule::kw_by_level, self.operand(level)),
            Kind::Then(target) => word(Rule::kw_then, self.target(target)),
            Kind::Else(target) => word(Rule::kw_else, self.target(target)),
            Kind::Repeat { every, at_most } => word(Rule::kw_repeat, self.operand(every))
                .maybe(at_most.as_ref().map(|n| self.pair(Rule::kw_at_most, self.operand(n)))),
            Kind::OverLevels { from, to, skipping } => {
                let line = self.line_kw(Rule::kw_over_levels).word(self.pair(Rule::kw_from, self.operand(from)));
                let line = line.word(self.pair(Rule::kw_to, self.operand(to)));
                match skipping {
                    Some(filter) => {
                        self.with_filter(line.chunk(self.kw(Rule::kw_skipping)), Rule::kw_where, filter.as_ref())
                    }
                    None => line,
                }
            }
            Kind::Compensates => self.line_kw(Rule::kw_compensates),
        }
    }

    fn alternative(&self, act: &ast::Must) -> String {
        let what = self.expr(&act.what);
        match &act.filter {
            Some(filter) if self.takes_where(&what) => {
                format!("{} {}", self.in_parens(&what), self.pair(Rule::kw_where, self.expr(filter)))
            }
            Some(filter) => format!("{what} {}", self.pair(Rule::kw_where, self.expr(filter))),
            None => what,
        }
    }

    fn target(&self, target: &ast::Target) -> String {
        match target {
            ast::Target::End => self.kw(Rule::kw_the_end).to_owned(),
            ast::Target::Stage(name) => self.ident(name),
        }
    }
}
