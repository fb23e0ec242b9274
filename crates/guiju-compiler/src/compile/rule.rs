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
    hir::{self, Members, PolicyId, Range, RuleId, Var},
};

impl<'a> Compiler<'a> {
    /// Gives the rules their numbers, so that a rule or definition may quote one that stands below it.
    pub(super) fn number_rules(&mut self) {
        let mut numbered = Vec::new();
        for (policy, tree, span) in std::mem::take(&mut self.pending.rules) {
            let rule_name = name(&tree.name);
            let words = fault::spellings(&rule_name);
            let ident = &tree.name.ident;
            if let Some((_, first)) = words.iter().find_map(|w| self.rules.get(&(policy, w.clone()))).copied() {
                self.duplicate(&rule_name.id, ident.span, first);
                continue;
            }
            for word in words {
                self.rules.insert((policy, word), (Some(RuleId(numbered.len())), ident.span));
            }
            self.rule_names.push(rule_name);
            numbered.push((policy, tree, span));
        }
        self.pending.rules = numbered;
    }

    /// Compiles all rules.
    pub(super) fn all_rules(&mut self) {
        let mut compiled = Vec::new();
        for (policy, tree, span) in self.pending.rules.clone() {
            self.torn = self.is_torn(span);
            self.policy_at_hand = Some(policy);
            compiled.push(self.rule(policy, tree, span));
            self.calendar_at_hand = None;
            self.torn = false;
        }
        self.keep_whole(compiled);
        self.exemptions();
        self.assumptions();
        let quotes = crate::quote::check(&self.program);
        self.diagnostics.extend(quotes);
        for clause in self.pending.clauses.clone() {
            self.clause(clause);
        }
    }

    /// Leaves out the rules with faults. Their numbers close up, so that rules which quote others, and would mean the
    /// wrong ones, are left out with them: the program cannot be run anyway.
    fn keep_whole(&mut self, compiled: Vec<Option<hir::Rule>>) {
        let whole = compiled.iter().all(Option::is_some);
        let mut numbers = Vec::new();
        for rule in compiled {
            let kept = rule.filter(|rule| whole || crate::quote::quotes(rule).is_empty());
            numbers.push(kept.as_ref().map(|_| RuleId(self.program.rules.len())));
            self.program.rules.extend(kept);
        }
        // A rule with faults still has a name, so that its examples do not say it is unknown.
        for (id, _) in self.rules.values_mut() {
            *id = id.and_then(|id| numbers.get(id.0).copied().flatten());
        }
        self.rule_names = self.program.rules.iter().map(|r| r.name.clone()).collect();
    }

    /// A clause that no rule checks: the record by which a person vouches for it must exist.
    fn clause(&mut self, tree: &ast::Clause) {
        if let Some(source) = &tree.place.source {
            self.cited_source(source);
        }
        if let ast::ClauseStatus::NotCheckable { attested: Some(by), .. } | ast::ClauseStatus::Attested { by, .. } =
            &tree.status
        {
            self.record_named(by);
        }
    }

    fn rule(&mut self, policy: PolicyId, tree: &'a ast::Rule, span: Span) -> Option<hir::Rule> {
        let bag = Bag::of(tree, &mut self.diagnostics);
        let cites = || {
            bag.all(Slot::Cite).filter_map(|field| match field {
                Tree::Cite(cite) => Some(cite),
                _ => None,
            })
        };
        let cite: Vec<String> = cites().flat_map(|cite| &cite.places).map(|place| place.locator.text.clone()).collect();
        if cite.is_empty() && !self.torn {
            self.missing_cite(&tree.name.ident);
        }
        self.torn |= bag.misplaced;
        self.cited(cites());
        let of_policy = self.program.policies[policy.0].clone();
        let mut force = of_policy.force;
        if let Some((Tree::Effective(effective), at)) = bag.get(Slot::Effective) {
            let own = self.force(effective, at);
            force = narrowed(force, own);
            if let (Some(from), Some(until)) = (force.from, force.until)
                && from > until
                && own.until.is_none_or(|until| own.from <= Some(until))
            {
                self.never_in_force(at, of_policy.span);
            }
        }
        let calendar = match bag.get(Slot::Calendar) {
            Some((Tree::Calendar(ident), _)) => self.calendar(ident).unwrap_or(of_policy.calendar),
            _ => of_policy.calendar,
        };
        self.calendar_at_hand = Some(calendar.clone());
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
        let responsible = match bag.get(Slot::Responsible) {
            Some((Tree::Responsible(who), _)) => Some(who.value.clone()),
            _ => None,
        };
        let topic = match bag.get(Slot::Topic) {
            Some((Tree::Topic(ident), _)) => Some(ident.text.clone()),
            _ => None,
        };
        let mut cx = Context::default();
        let per = match bag.get(Slot::Per) {
            Some((Tree::Per(ranges), _)) => self.ranges(&mut cx, ranges)?,
            _ => Some(Vec::new()),
        };
        let partial = self.partial(&bag, tree.head);
        let standing = self.standing(&mut cx, &bag);
        let head = match tree.head {
            ast::Head::Hold => hir::Head::Hold(self.hold(&mut cx, &bag, tree)?),
            ast::Head::Quantity if matches!(bag.get(Slot::Measure), Some((Tree::TimeIn(_), _))) => {
                hir::Head::TimeIn(self.time_in(&mut cx, &bag, tree)?)
            }
            ast::Head::Quantity => hir::Head::Quantity(self.quantity(&mut cx, &bag, tree)?),
            ast::Head::Coverage => hir::Head::Coverage(self.coverage(&mut cx, &bag, tree)?),
            ast::Head::Deadline => hir::Head::Deadline(self.deadline(&mut cx, &bag, tree)?),
            ast::Head::Check => hir::Head::Check(self.check(&mut cx, &bag, tree)?),
            ast::Head::Path => hir::Head::Path(self.stages(&mut cx, &bag, tree)?),
        };
        Some(hir::Rule {
            policy,
            name: name(&tree.name),
            was: self.former_name(policy, &bag),
            title: title(&tree.title),
            cite,
            severity,
            responsible,
            topic,
            force,
            calendar,
            counting,
            partial: partial?,
            assumes: Vec::new(),
            vars: cx.vars,
            per: per?,
            standing: standing?,
            head,
            reliefs: Vec::new(),
            span,
        })
    }

    /// The name a rule had before: no rule of the policy bears it now.
    fn former_name(&mut self, policy: PolicyId, bag: &Bag<'_>) -> Option<String> {
        let Some((Tree::Was(ident), _)) = bag.get(Slot::Was) else { return None };
        if let Some((_, bearer)) = self.rules.get(&(policy, ident.text.clone())).copied() {
            let word = &ident.text;
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0203,
                    ident.span,
                    Message::new(
                        format!("`{word}` is the name of a rule, and no former one"),
                        format!("`{word}` 是现有规则的名称，不能作为原名"),
                    ),
                    Message::new("would be asked for in vain", "以此查询会得到另一条规则"),
                )
                .also(bearer, Message::new("the rule of that name", "现用此名的规则"))
                .help(Message::new("leave `was` out, or rename that rule", "删去 `原名`，或给那条规则换个名称")),
            );
            return None;
        }
        Some(ident.text.clone())
    }

    fn never_in_force(&mut self, span: Span, policy: Span) {
        // Of the policy's declaration its first line is enough.
        let line = self.sources.text(policy).lines().next().map_or(0, str::len);
        let policy = Span { end: policy.start + line, ..policy };
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0401,
                span,
                Message::new("a rule that is never in force", "规则从不施行"),
                Message::new("lies outside the time of its policy", "不在规矩的施行期内"),
            )
            .also(policy, Message::new("the policy", "规矩在此"))
            .help(Message::new("let the two overlap", "使两者有重合的日子")),
        );
    }

    /// The members a rule ranges over. The outer `None`: it is not known what they are; the inner: which of them.
    #[expect(clippy::option_option, reason = "the head can still be compiled where only a filter has faults")]
    fn ranges(&mut self, cx: &mut Context, trees: &[ast::Range]) -> Option<Option<Vec<Range>>> {
        let mut ranges = Vec::new();
        for (index, tree) in trees.iter().enumerate() {
            for first in &trees[..index] {
                if let Some(word) = super::record::shared_word(&first.var, &tree.var) {
                    self.duplicate(&word.text, word.span, first.var.ident.span);
                }
            }
            ranges.push(self.range(cx, tree));
        }
        Some(ranges.into_iter().collect::<Option<Vec<_>>>()?.into_iter().collect())
    }

    #[expect(clippy::option_option, reason = "as for all ranges")]
    fn range(&mut self, cx: &mut Context, tree: &ast::Range) -> Option<Option<Range>> {
        let (members, register) = self.range_of(&tree.of)?;
        let kind = self.member_kind(members);
        let var = cx.add(Var { name: Some(name(&tree.var)), kind });
        cx.ranges.push(members);
        let filter = match &tree.filter {
            Some(filter) => {
                // Inside the range's own filter, bare words are fields of the member.
                cx.rows.push(var);
                let filter = self.condition(cx, filter);
                cx.rows.pop();
                Some(filter)
            }
            None => None,
        };
        Some(super::check::all(filter).map(|filter| Range { members, register, filter }))
    }

    /// What a range goes over: a register, a catalog, or all records of a kind.
    pub(super) fn range_of(&mut self, ident: &ast::Ident) -> Option<(Members, Option<hir::RegisterId>)> {
        let symbol = self.expect(ident, fault::REGISTER, |symbol| {
            matches!(symbol, Symbol::Register(_) | Symbol::Catalog(_) | Symbol::Record(_)).then_some(symbol)
        })?;
        self.demand(symbol, ident.span);
        match symbol {
            Symbol::Register(id) if !self.is_broken(symbol) => Some((self.program.registers[id.0].members, Some(id))),
            Symbol::Catalog(id) => Some((Members::Codes(id), None)),
            Symbol::Record(id) => Some((Members::Rows(id), None)),
            _ => None,
        }
    }

    /// Notes the assumptions each rule rests on: its own, and those of the rules it quotes and of the definitions,
    /// registers, events and sequences it uses; in order of declaration.
    fn assumptions(&mut self) {
        let program = &self.program;
        let assumed = |id: &hir::ParamId| program.params.get(id.0).is_some_and(|param| param.assumed.is_some());
        let found: Vec<Vec<hir::ParamId>> = program
            .rules
            .iter()
            .map(|rule| crate::graph::params_of(rule, program).into_iter().filter(assumed).collect())
            .collect();
        for (rule, assumes) in self.program.rules.iter_mut().zip(found) {
            rule.assumes = assumes;
        }
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
        if found.is_none() && !self.torn {
            self.diagnostics.push(fault::missing(tree.name.ident.span, what.0, what.1, help));
        }
        found
    }
}

/// The days both are in force.
pub(super) fn narrowed(policy: hir::Force, own: hir::Force) -> hir::Force {
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
