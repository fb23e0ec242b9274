//! `exemption`: who is freed of which rules. Compiled into each rule it frees of, over that rule's variables.

use guiju_syntax::{Code, Diagnostic, Message, Span, Tongue, ast, ast::ExemptionFieldKind as Tree};

use super::{
    Compiler,
    check::all,
    fault, name,
    path::Context,
    subject::{conjunction, conjuncts, split_keys},
    title,
};
use crate::{
    hir::{self, Expr, Grant, PolicyId, Relief, RuleId, VarId, VarKind},
    schema::{FieldId, RecordId, Type},
};

/// The fields of one exemption, each at most once but for `cite`, `frees` and `must`.
#[derive(Default)]
struct Fields<'a> {
    cites: Vec<&'a ast::Cite>,
    effective: Option<(&'a ast::Effective, Span)>,
    frees: Vec<(&'a [ast::Ident], Option<&'a ast::Expr>)>,
    granted: Option<(&'a ast::Ident, Option<&'a ast::Expr>, Span)>,
    of: Option<(&'a ast::Path, Span)>,
    during: Option<(&'a ast::Path, &'a ast::Path, Span)>,
    must: Vec<&'a ast::Expr>,
    retroactive: Option<(Option<&'a ast::Expr>, Span)>,
}

impl<'a> Compiler<'a> {
    /// Compiles all exemptions into the rules they free of.
    pub(super) fn exemptions(&mut self) {
        let mut seen: Vec<(PolicyId, hir::Title, Span)> = Vec::new();
        for (policy, tree, span) in self.pending.exemptions.clone() {
            self.torn = self.is_torn(span);
            self.policy_at_hand = Some(policy);
            let id = name(&tree.name);
            let words = fault::spellings(&id);
            let at = tree.name.ident.span;
            let of_rule = words.iter().find_map(|w| self.rules.get(&(policy, w.clone()))).map(|(_, first)| *first);
            let earlier = seen.iter().find(|(p, n, _)| *p == policy && words.iter().any(|w| n.is(w)));
            match of_rule.or_else(|| earlier.map(|(.., first)| *first)) {
                Some(first) => self.duplicate(&id.id, at, first),
                None => {
                    seen.push((policy, id, at));
                    self.exemption(policy, tree, span);
                }
            }
            self.torn = false;
        }
    }

    fn exemption(&mut self, policy: PolicyId, tree: &'a ast::Exemption, span: Span) {
        let fields = self.exemption_fields(tree);
        let at = &tree.name.ident;
        if fields.cites.is_empty() && !self.torn {
            self.missing_cite(at);
        }
        let cite = self.cited(fields.cites.iter().copied());
        if fields.frees.is_empty() && !self.torn {
            let help = Message::new("add `frees RULE`", "补上 `免除 规则`");
            self.diagnostics.push(fault::missing(at.span, "the rule it frees of", "所免除的规则", help));
        }
        let force = self.program.policies[policy.0].force;
        let force = match fields.effective {
            Some((effective, at)) => super::rule::narrowed(force, self.force(effective, at)),
            None => force,
        };
        if fields.granted.is_none() {
            self.only_of_a_grant(&fields);
        }
        let id = hir::ExemptionId(self.program.exemptions.len());
        self.program.exemptions.push(hir::Exemption {
            policy,
            name: name(&tree.name),
            title: title(&tree.title),
            force,
            cite,
            span,
        });
        for (rules, filter) in &fields.frees {
            for ident in *rules {
                let Some(rule) = self.rule_named(policy, ident) else { continue };
                if let Some(relief) = self.relief(id, rule, &fields, *filter, ident.span) {
                    self.program.rules[rule.0].reliefs.push(relief);
                }
            }
        }
    }

    fn exemption_fields(&mut self, tree: &'a ast::Exemption) -> Fields<'a> {
        let mut fields = Fields::default();
        for field in &tree.fields {
            let span = field.span;
            let first = match &field.kind {
                Tree::Cite(cite) => {
                    fields.cites.push(cite);
                    None
                }
                Tree::Frees { rules, filter } => {
                    fields.frees.push((rules, filter.as_ref()));
                    None
                }
                Tree::Must(condition) => {
                    fields.must.push(condition);
                    None
                }
                Tree::Effective(effective) => fields.effective.replace((effective, span)).map(|(_, first)| first),
                Tree::Granted { record, filter } => {
                    fields.granted.replace((record, filter.as_ref(), span)).map(|(.., first)| first)
                }
                Tree::Of(path) => fields.of.replace((path, span)).map(|(_, first)| first),
                Tree::During { from, until } => fields.during.replace((from, until, span)).map(|(.., first)| first),
                Tree::Retroactive(filter) => {
                    fields.retroactive.replace((filter.as_ref(), span)).map(|(_, first)| first)
                }
            };
            if let Some(first) = first {
                self.written_twice(span, first);
            }
        }
        fields
    }

    /// Fields that speak of the granting record need one.
    fn only_of_a_grant(&mut self, fields: &Fields<'_>) {
        let without = [
            fields.of.map(|(_, span)| span),
            fields.during.map(|(.., span)| span),
            fields.retroactive.map(|(_, span)| span),
            fields.must.first().map(|must| must.span),
        ];
        if let Some(span) = without.into_iter().flatten().next() {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0602,
                    span,
                    Message::new("no record grants this exemption", "此豁免没有批文"),
                    Message::new("speaks of the record that grants it", "针对批文的字段"),
                )
                .help(Message::new(
                    "add `granted by RECORD`; a whole class is freed with `frees RULE where …`",
                    "补上 `凭 档案`；免除一类对象写 `免除 规则 凡 …`",
                )),
            );
        }
    }

    /// The exemption over the variables of a rule, which gains those of the grant.
    fn relief(
        &mut self,
        exemption: hir::ExemptionId,
        rule: RuleId,
        fields: &Fields<'_>,
        filter: Option<&ast::Expr>,
        span: Span,
    ) -> Option<Relief> {
        let (mut cx, subject) = self.context_of(rule);
        // Bare words in `frees … where` are fields of the member or record that is freed.
        cx.rows.extend(subject);
        let filter = filter.map(|filter| self.condition(&mut cx, filter));
        let grant = fields.granted.map(|(record, which, _)| self.grant(&mut cx, rule, fields, (record, which), span));
        let (filter, grant) = (all(filter)?, all(grant)?);
        self.program.rules[rule.0].vars = cx.vars;
        Some(Relief { exemption, filter, grant })
    }

    /// The variables of a rule, and the one it is about if it is one record or one member.
    fn context_of(&self, rule: RuleId) -> (Context, Option<VarId>) {
        let rule = &self.program.rules[rule.0];
        let cx = Context {
            vars: rule.vars.clone(),
            ranges: rule.per.iter().map(|range| range.members).collect(),
            ..Context::default()
        };
        let one = || match (rule.per.as_slice(), rule.vars.first().map(|v| v.kind)) {
            ([_], Some(VarKind::Row(_))) => Some(VarId(0)),
            _ => None,
        };
        let subject = rule.record().map(|(_, var)| var).or_else(one);
        (cx, subject)
    }

    fn grant(
        &mut self,
        cx: &mut Context,
        rule: RuleId,
        fields: &Fields<'_>,
        (record, which): (&ast::Ident, Option<&ast::Expr>),
        span: Span,
    ) -> Option<Grant> {
        let record = self.record_named(record)?;
        let var = cx.enter(record);
        let which = which.map(|which| self.condition(cx, which));
        let must: Vec<Option<Expr>> = fields.must.iter().map(|must| self.condition(cx, must)).collect();
        let days = fields.during.map(|(from, until, _)| {
            let mut date = |path| {
                let date = self.path(cx, path, None)?;
                self.typed(date, ("a date", "日期"), Type::Date)
            };
            (date(from), date(until))
        });
        let retroactive = fields.retroactive.map(|(which, _)| all(which.map(|which| self.condition(cx, which))));
        let holder = fields.of.map(|(path, _)| self.path(cx, path, None));
        cx.rows.pop();
        let (mut keys, rest) = split_keys(all(which)?, var);
        match all(holder)? {
            Some(holder) => {
                let subject = self.freed_by(cx, rule, &holder, span)?;
                keys.push((holder, subject));
            }
            None if keys.is_empty() && self.has_subject(rule) => {
                self.no_holder(record, span);
                return None;
            }
            None => {}
        }
        let must = must.into_iter().collect::<Option<Vec<_>>>()?;
        let (from, until) = match days {
            Some((from, until)) => (Some(from?), Some(until?)),
            None => (None, None),
        };
        let at = self.program.schema.record(record).at;
        Some(Grant {
            record,
            var,
            keys,
            filter: conjunction(conjuncts(rest).into_iter().chain(must).collect()),
            from,
            until,
            granted: at.map(|at| super::time::as_date(self.field(cx, var, at, span))),
            retroactive: all(retroactive)?,
        })
    }

    fn has_subject(&self, rule: RuleId) -> bool {
        let rule = &self.program.rules[rule.0];
        !rule.per.is_empty() || rule.record().is_some()
    }

    /// What of the rule's member or record is of the kind the grant names: itself, or its one field of that kind.
    fn freed_by(&mut self, cx: &Context, rule: RuleId, holder: &Expr, span: Span) -> Option<Expr> {
        let subjects: Vec<VarId> = match self.program.rules[rule.0].record() {
            Some((_, var)) => vec![var],
            None => (0..cx.ranges.len()).map(VarId).collect(),
        };
        let itself: Vec<Expr> =
            subjects.iter().map(|var| cx.var(*var, span)).filter(|subject| subject.ty == holder.ty).collect();
        let of_field = |var: &VarId| -> Vec<Expr> {
            let VarKind::Row(record) = cx.vars[var.0].kind else { return Vec::new() };
            let fields = &self.program.schema.record(record).fields;
            let named = (0..fields.len()).filter(|f| fields[*f].ty == holder.ty && holder.ty != Type::Text);
            named.map(|f| self.field(cx, *var, FieldId(f), span)).collect()
        };
        let mut found = if itself.is_empty() { subjects.iter().flat_map(of_field).collect() } else { itself };
        if found.len() == 1 {
            return found.pop();
        }
        let (en, zh) = fault::type_words(&self.program.schema, holder.ty);
        let (code, en, zh) = if found.is_empty() {
            let en = format!("{en} is no member of this rule");
            (Code::E0205, en, format!("{zh}不是此规则的对象"))
        } else {
            (Code::E0204, format!("the rule names {en} in several ways"), format!("此规则有几处涉及{zh}"))
        };
        let rule = &self.program.rules[rule.0];
        let label = Message::new("whom does it free of this rule?", "免除谁？");
        self.diagnostics.push(
            Diagnostic::error(code, span, Message::new(en, zh), label)
                .also(holder.span, Message::new("named by this field", "由此字段写明"))
                .also(rule.span, Message::new("the rule", "该规则"))
                .help(Message::new(
                    "say which record belongs to which, as `granted by waiver where unit = this.hazard.unit`",
                    "写明对应关系，如 `凭 批文 凡 单位 = 本.隐患.单位`",
                )),
        );
        None
    }

    /// Nothing says whom the granting record frees.
    fn no_holder(&mut self, record: RecordId, span: Span) {
        let name = &self.program.schema.record(record).name;
        let zh = name.in_tongue(Tongue::Zh);
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0205,
                span,
                Message::new(
                    format!("nothing says whom a `{}` frees of this rule", name.id),
                    format!("没有写明 `{zh}` 免除谁"),
                ),
                Message::new("the rule is about members or records", "此规则针对具体对象"),
            )
            .help(Message::new("add `of FIELD`, the field that names them", "补上 `属于 字段`，写明是谁")),
        );
    }
}
