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
    /// Compiles all rules. Their numbers are given first, so that a rule may quote one that stands below it.
    pub(super) fn all_rules(&mut self) {
        let mut numbered = Vec::new();
        for (policy, tree, span) in self.pending.rules.clone() {
            let rule_name = name(&tree.name);
            let words = [Some(rule_name.id.clone()), rule_name.alias.clone()];
            let earlier = words.iter().flatten().find_map(|w| self.rules.get(&(policy.0, w.clone()))).copied();
            if let Some(earlier) = earlier {
                let first = numbered.get(earlier.0).map_or(span, |(_, _, span): &(PolicyId, &ast::Rule, Span)| *span);
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
            let id = RuleId(numbered.len());
            for word in words.into_iter().flatten() {
                self.rules.insert((policy.0, word), id);
            }
            self.rule_names.push(rule_name);
            numbered.push((policy, tree, span));
        }
        let mut compiled = Vec::new();
        for (policy, tree, span) in numbered {
            compiled.push(self.rule(policy, tree, span));
        }
        self.keep_whole(compiled);
        self.check_quotes();
    }

    /// Leaves out the rules with faults. Their numbers close up, so that rules which quote others, and would mean the
    /// wrong ones, are left out with them: the program cannot be run anyway.
    fn keep_whole(&mut self, compiled: Vec<Option<hir::Rule>>) {
        let whole = compiled.iter().all(Option::is_some);
        let mut left = 0;
        let mut numbers = Vec::new();
        for rule in compiled {
            let kept = rule.filter(|rule| whole || quoted(rule, &self.program).is_empty());
            numbers.push(kept.as_ref().map_or(usize::MAX, |_| left));
            left += usize::from(kept.is_some());
            self.program.rules.extend(kept);
        }
        // A rule with faults still has a name, so that its examples do not say it is unknown.
        for id in self.rules.values_mut() {
            *id = RuleId(numbers.get(id.0).copied().unwrap_or(usize::MAX));
        }
        self.rule_names = self.program.rules.iter().map(|r| r.name.clone()).collect();
    }

    /// A quoted rule must be about the kind of record it is asked of, and rules may not quote in a circle.
    fn check_quotes(&mut self) {
        let mut faults = Vec::new();
        for rule in &self.program.rules {
            for_each_expr(rule, &self.program, &mut |expr| {
                expr.walk(&mut |e| {
                    let ExprKind::Quoted { rule: id, of, .. } = &e.kind else { return };
                    let quoted = &self.program.rules[id.0];
                    if subject_record(quoted).map(crate::schema::Type::Ref) != Some(of.ty) {
                        faults.push((e.span, quoted.name.id.clone(), quoted.span));
                    }
                });
            });
        }
        for (span, name, declared) in faults {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0502,
                    span,
                    Message::new(
                        format!("rule `{name}` is not about the records it is asked of"),
                        format!("规则 `{name}` 的对象不是此处的档案"),
                    ),
                    Message::new("its verdicts are about something else", "其结论针对别的对象"),
                )
                .also(declared, Message::new("the rule", "该规则")),
            );
        }
        if let Err(circle) = strata(&self.program) {
            let mut names: Vec<String> = circle.iter().map(|id| self.program.rules[id.0].name.id.clone()).collect();
            names.extend(names.first().cloned());
            let Some(first) = circle.first() else { return };
            let span = self.program.rules[first.0].span;
            self.diagnostics.push(Diagnostic::error(
                Code::E0501,
                span,
                Message::new(
                    format!("rules quote each other: {}", names.join(" → ")),
                    format!("规则互相引用：{}", names.join(" → ")),
                ),
                Message::new("none of them can be judged first", "没有一条可以先判定"),
            ));
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

/// The record kind a rule's verdicts are about, if it is one.
fn subject_record(rule: &hir::Rule) -> Option<crate::schema::RecordId> {
    let each = match &rule.head {
        hir::Head::Check(check) => Some(check.record),
        hir::Head::Coverage(coverage) if coverage.each => Some(coverage.counted.record),
        hir::Head::Deadline(hir::Deadline { trigger: hir::Trigger::Each { record, .. }, .. }) => Some(*record),
        _ => None,
    };
    match (each, rule.per.as_slice(), rule.vars.first().map(|v| v.kind)) {
        (Some(record), ..) => Some(record),
        (None, [_], Some(hir::VarKind::Row(record))) => Some(record),
        _ => None,
    }
}

/// The rules a rule quotes.
pub(crate) fn quoted(rule: &hir::Rule, program: &hir::Program) -> Vec<RuleId> {
    let mut found = Vec::new();
    for_each_expr(rule, program, &mut |expr| {
        expr.walk(&mut |e| match e.kind {
            ExprKind::Quoted { rule, .. } if !found.contains(&rule) => found.push(rule),
            _ => {}
        });
    });
    found
}

/// Puts rules in strata: each quotes only rules of strata before its own.
///
/// # Errors
/// The rules of a circle, if there is one.
pub(crate) fn strata(program: &hir::Program) -> Result<Vec<Vec<RuleId>>, Vec<RuleId>> {
    let quotes: Vec<Vec<RuleId>> = program.rules.iter().map(|r| quoted(r, program)).collect();
    let mut level: Vec<Option<usize>> = vec![None; quotes.len()];
    loop {
        let mut changed = false;
        for (n, quotes) in quotes.iter().enumerate() {
            let below: Option<Vec<usize>> = quotes.iter().map(|q| level[q.0]).collect();
            if let (None, Some(below)) = (level[n], below) {
                level[n] = Some(below.iter().max().map_or(0, |top| top + 1));
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    if let Some(start) = level.iter().position(Option::is_none) {
        // Follow quotes that have no level either until one comes again.
        let mut chain = vec![RuleId(start)];
        while let Some(next) = chain.last().and_then(|id| quotes[id.0].iter().find(|q| level[q.0].is_none())) {
            if let Some(at) = chain.iter().position(|id| id == next) {
                return Err(chain.split_off(at));
            }
            chain.push(*next);
        }
        return Err(chain);
    }
    let mut strata: Vec<Vec<RuleId>> = Vec::new();
    for (n, level) in level.into_iter().enumerate() {
        let level = level.unwrap_or(0);
        if strata.len() <= level {
            strata.resize(level + 1, Vec::new());
        }
        strata[level].push(RuleId(n));
    }
    Ok(strata)
}

/// Calls `visit` on every expression a rule evaluates, those of its registers, events and sequences included.
pub(crate) fn for_each_expr(rule: &hir::Rule, program: &hir::Program, visit: &mut dyn FnMut(&Expr)) {
    let mut registers: Vec<hir::RegisterId> = rule.per.iter().filter_map(|r| r.register).collect();
    rule.per.iter().filter_map(|r| r.filter.as_ref()).for_each(&mut *visit);
    let counted = |c: &hir::Counted, visit: &mut dyn FnMut(&Expr)| {
        c.member.iter().flatten().for_each(|m| each_side(m, visit));
        c.filter.iter().chain(&c.date).for_each(visit);
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
                        hir::Link::Members(list) => list.iter().for_each(|m| each_side(m, visit)),
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

fn each_side(correlation: &hir::Correlation, visit: &mut dyn FnMut(&Expr)) {
    visit(&correlation.record);
    correlation.member.iter().for_each(visit);
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
