//! What all rules share: citation, validity, counting, members, assumptions.

use guiju_syntax::{Code, Diagnostic, FormatOptions, Message, Span, Tongue, ast, ast::FieldKind as Tree};

use super::{
    Compiler, Symbol, fault,
    fields::{Bag, Slot},
    name,
    path::Context,
    title,
};
use crate::{
    RuleSeverity,
    hir::{self, Expr, ExprKind, Members, PolicyId, Range, RuleId, Var},
};

impl<'a> Compiler<'a> {
    pub(super) fn all_rules(&mut self) {
        for (policy, tree, span) in self.pending.rules.clone() {
            let rule_name = name(&tree.name);
            let words = [Some(rule_name.id.clone()), rule_name.alias.clone()];
            let earlier = words.iter().flatten().find_map(|w| self.rules.get(&(policy.0, w.clone()))).copied();
            if let Some(earlier) = earlier {
                let first = self.program.rules[earlier.0].span;
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0203,
                        tree.name.ident.span,
                        Message::new(
                            format!("rule `{}` is declared twice", rule_name.id),
                            format!("规则 `{}` 重复声明", rule_name.id),
                        ),
                        Message::new("declared again here", "在此再次声明"),
                    )
                    .also(first, Message::new("first declared here", "首次声明在此")),
                );
                continue;
            }
            if let Some(rule) = self.rule(policy, tree, span) {
                let id = RuleId(self.program.rules.len());
                for word in words.into_iter().flatten() {
                    self.rules.insert((policy.0, word), id);
                }
                self.program.rules.push(rule);
            } else {
                // A rule with faults still has a name, so that its examples do not say it is unknown.
                for word in words.into_iter().flatten() {
                    self.rules.insert((policy.0, word), RuleId(usize::MAX));
                }
            }
        }
    }

    fn rule(&mut self, policy: PolicyId, tree: &'a ast::Rule, span: Span) -> Option<hir::Rule> {
        let bag = Bag::of(tree, &mut self.diagnostics);
        let cite: Vec<String> = bag
            .all(Slot::Cite)
            .filter_map(|field| match field {
                Tree::Cite(cite) => Some(cite),
                _ => None,
            })
            .flat_map(|cite| &cite.places)
            .map(|place| place.locator.text.clone())
            .collect();
        if cite.is_empty() {
            self.missing_cite(&tree.name.ident);
        }
        let of_policy = self.program.policies[policy.0].clone();
        let mut force = of_policy.force;
        if let Some((Tree::Effective(effective), at)) = bag.get(Slot::Effective) {
            force = narrowed(force, self.force(effective, at));
        }
        let calendar = match bag.get(Slot::Calendar) {
            Some((Tree::Calendar(ident), _)) => self.calendar(ident).unwrap_or(of_policy.calendar),
            _ => of_policy.calendar,
        };
        let counting = match bag.get(Slot::Counting) {
            Some((Tree::Counting(ident), _)) => self.counting(ident).unwrap_or(of_policy.counting),
            _ => of_policy.counting,
        };
        let severity = match bag.get(Slot::Severity) {
            Some((Tree::Severity(0), _)) => RuleSeverity::Advisory,
            Some((Tree::Severity(1), _)) => RuleSeverity::Minor,
            Some((Tree::Severity(3), _)) => RuleSeverity::Critical,
            _ => RuleSeverity::Major,
        };
        let topic = match bag.get(Slot::Topic) {
            Some((Tree::Topic(ident), _)) => Some(ident.text.clone()),
            _ => None,
        };
        let mut cx = Context::default();
        let per = match bag.get(Slot::Per) {
            Some((Tree::Per(ranges), _)) => self.ranges(&mut cx, ranges)?,
            _ => Vec::new(),
        };
        let head = match tree.head {
            ast::Head::Quantity => hir::Head::Quantity(self.quantity(&mut cx, &bag, per.len(), tree)?),
            ast::Head::Coverage => hir::Head::Coverage(self.coverage(&mut cx, &bag, per.len(), tree)?),
            ast::Head::Deadline => hir::Head::Deadline(self.deadline(&mut cx, &bag, per.len(), tree)?),
            ast::Head::Check => hir::Head::Check(self.check(&mut cx, &bag, tree)?),
        };
        let mut rule = hir::Rule {
            policy,
            name: name(&tree.name),
            title: title(&tree.title),
            cite,
            severity,
            topic,
            force,
            calendar,
            counting,
            partial_full: matches!(bag.get(Slot::Partial), Some((Tree::Partial(ast::Partial::Full), _))),
            assumes: Vec::new(),
            vars: cx.vars,
            per,
            head,
            span,
        };
        rule.assumes = self.assumptions(&rule);
        Some(rule)
    }

    fn ranges(&mut self, cx: &mut Context, trees: &[ast::Range]) -> Option<Vec<Range>> {
        let mut ranges = Vec::new();
        for tree in trees {
            let (members, register) = self.range_of(&tree.of)?;
            let kind = self.member_kind(members);
            let var = cx.add(Var { name: Some(name(&tree.var)), kind });
            let filter = match &tree.filter {
                Some(filter) => {
                    // Inside the range's own filter, bare words are fields of the member.
                    cx.rows.push(var);
                    let filter = self.condition(cx, filter);
                    cx.rows.pop();
                    Some(filter?)
                }
                None => None,
            };
            ranges.push(Range { members, register, filter });
        }
        Some(ranges)
    }

    /// What a range goes over: a register, a catalog, or all records of a kind.
    pub(super) fn range_of(&mut self, ident: &ast::Ident) -> Option<(Members, Option<hir::RegisterId>)> {
        let symbol = self.expect(ident, fault::REGISTER, |symbol| match symbol {
            Symbol::Register(_) | Symbol::Catalog(_) | Symbol::Record(_) => Some(symbol),
            _ => None,
        })?;
        Some(match symbol {
            Symbol::Register(id) => (self.program.registers[id.0].members, Some(id)),
            Symbol::Catalog(id) => (Members::Codes(id), None),
            Symbol::Record(id) => (Members::Rows(id), None),
            _ => return None,
        })
    }

    /// The assumptions a rule rests on, through definitions, in order of declaration.
    fn assumptions(&self, rule: &hir::Rule) -> Vec<hir::ParamId> {
        let mut found = std::collections::BTreeSet::new();
        for_each_expr(rule, &self.program, &mut |expr| {
            expr.walk(&mut |e| {
                if let ExprKind::Param(id) = e.kind
                    && self.program.params[id.0].assumed.is_some()
                {
                    found.insert(id);
                }
            });
        });
        found.into_iter().collect()
    }

    /// A condition as its author wrote it, in both tongues.
    pub(super) fn words(&self, tree: &ast::Expr) -> (String, String) {
        let text = &self.sources.file(tree.span.file).text;
        let in_tongue = |tongue| {
            let options = FormatOptions { tongue: Some(tongue), names: &self.names, comments: false };
            guiju_syntax::format_expr(tree, text, &options)
        };
        (in_tongue(Tongue::En), in_tongue(Tongue::Zh))
    }

    pub(super) fn required<T>(
        &mut self,
        found: Option<T>,
        tree: &ast::Rule,
        what: (&str, &str),
        help: Message,
    ) -> Option<T> {
        if found.is_none() {
            self.diagnostics.push(fault::missing(tree.name.ident.span, what.0, what.1, help));
        }
        found
    }
}

/// Calls `visit` on every expression a rule evaluates, those of its registers, events and sequences included.
pub(crate) fn for_each_expr(rule: &hir::Rule, program: &hir::Program, visit: &mut dyn FnMut(&Expr)) {
    let mut registers: Vec<hir::RegisterId> = rule.per.iter().filter_map(|r| r.register).collect();
    rule.per.iter().filter_map(|r| r.filter.as_ref()).for_each(&mut *visit);
    let counted = |c: &hir::Counted, visit: &mut dyn FnMut(&Expr)| {
        c.member.iter().flatten().chain(&c.filter).chain(&c.date).for_each(visit);
    };
    match &rule.head {
        hir::Head::Quantity(q) => {
            counted(&q.counted, visit);
            match &q.measure {
                hir::Measure::Count => {}
                hir::Measure::Distinct(e) | hir::Measure::Total(e) | hir::Measure::Mean(e) | hir::Measure::Share(e) => {
                    visit(e);
                }
            }
            match &q.window {
                hir::Window::Whole | hir::Window::Calendar(_) => {}
                hir::Window::Rolling { length, .. } | hir::Window::TheLast(length) => visit(length),
                hir::Window::During { from, until } => {
                    visit(from);
                    visit(until);
                }
            }
            let amounts: Vec<&hir::Amount> = match &q.bound {
                hir::Bound::AtLeast(a) | hir::Bound::AtMost(a) | hir::Bound::Exactly(a) => vec![a],
                hir::Bound::Between(a, b) => vec![a, b],
            };
            for amount in amounts {
                match amount {
                    hir::Amount::Value(e) => visit(e),
                    hir::Amount::PercentOf(_, register) => registers.push(*register),
                }
            }
        }
        hir::Head::Coverage(c) => {
            counted(&c.counted, visit);
            visit(&c.by);
            c.share.iter().chain(&c.unless).for_each(&mut *visit);
            registers.extend(c.register);
        }
        hir::Head::Deadline(d) => {
            if let hir::Trigger::Each { filter, unless, .. } = &d.trigger {
                filter.iter().chain(unless).for_each(&mut *visit);
            }
            d.from.iter().for_each(&mut *visit);
            match &d.act {
                hir::Act::Own(e) => visit(e),
                hir::Act::Record { link, filter, date, period, .. } => {
                    match link {
                        hir::Link::Reference(e) => visit(e),
                        hir::Link::Members(list) => list.iter().for_each(&mut *visit),
                        hir::Link::Keys(pairs) => pairs.iter().for_each(|(a, b)| {
                            visit(a);
                            visit(b);
                        }),
                    }
                    filter.iter().chain(period).for_each(&mut *visit);
                    visit(date);
                }
                hir::Act::Neighbour { row, filter, .. } => {
                    visit(row);
                    filter.iter().for_each(&mut *visit);
                }
            }
            match &d.limit {
                hir::Limit::Within(e) | hir::Limit::By(e) => visit(e),
                hir::Limit::Both(a, b) => {
                    visit(a);
                    visit(b);
                }
                hir::Limit::ByDay(_) => {}
                hir::Limit::Before { event, lead } => {
                    visit(event);
                    lead.iter().for_each(&mut *visit);
                }
            }
        }
        hir::Head::Check(c) => {
            c.filter.iter().chain(&c.unless).for_each(&mut *visit);
            c.must.iter().for_each(|m| visit(&m.expr));
        }
    }
    for register in registers {
        program.registers[register.0].filter.iter().for_each(&mut *visit);
    }
}

/// The days both are in force.
fn narrowed(policy: hir::Force, own: hir::Force) -> hir::Force {
    let until = match (policy.until, own.until) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    let from = match (policy.from, own.from) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => b.or(a),
    };
    hir::Force { from, until, unknown: own.unknown || (policy.unknown && own.from.is_none()) }
}
