//! Policies: which files belong to which, when they are in force, by which calendar and counting.

use std::collections::BTreeSet;

use guiju_calendar::{Calendar, Profile, Zone};
use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{Compiler, fault, name, title};
use crate::hir::{self, Force, PolicyId};

impl<'a> Compiler<'a> {
    /// Gives every root its policy, and everything its files say to that policy.
    ///
    /// A file that two policies import belongs to both: each has the rules it holds.
    pub(super) fn assign_policies(&mut self) {
        let mut declared: Vec<(Span, Option<PolicyId>)> = Vec::new();
        let mut files: Vec<(PolicyId, BTreeSet<usize>)> = Vec::new();
        let mut without: Vec<Vec<usize>> = Vec::new();
        for &root in &self.modules.roots {
            let closure = self.modules.closure(root);
            let mut found: Option<(Option<PolicyId>, Span)> = None;
            for &module in &closure {
                for item in &self.modules.list[module].parsed.file.items {
                    let ast::ItemKind::Policy(policy) = &item.kind else { continue };
                    if let Some((_, first)) = found {
                        self.second_policy(item.span, first);
                        continue;
                    }
                    // A root may import the policy of another root.
                    let known = declared.iter().find(|(span, _)| *span == item.span).map(|(_, id)| *id);
                    let id = known.unwrap_or_else(|| self.policy(policy, item.span));
                    declared.push((item.span, id));
                    found = Some((id, item.span));
                }
            }
            match found {
                Some((Some(id), _)) => match files.iter_mut().find(|(policy, _)| *policy == id) {
                    Some((_, files)) => files.extend(closure),
                    None => files.push((id, closure.into_iter().collect())),
                },
                Some((None, _)) => {}
                None => without.push(closure),
            }
        }
        for (policy, files) in &files {
            self.belongings(*policy, files);
        }
        let owned: BTreeSet<usize> = files.into_iter().flat_map(|(_, files)| files).collect();
        for closure in without {
            self.no_policy(closure.into_iter().filter(|module| !owned.contains(module)));
        }
    }

    /// Gives a policy the rules, examples and clauses of its files.
    fn belongings(&mut self, policy: PolicyId, files: &BTreeSet<usize>) {
        let modules = files.iter().map(|file| &self.modules.list[*file]);
        let mut sources = BTreeSet::new();
        for item in modules.clone().flat_map(|module| &module.parsed.file.items) {
            match &item.kind {
                ast::ItemKind::Rule(rule) => self.pending.rules.push((policy, rule, item.span)),
                ast::ItemKind::Exemption(exemption) => {
                    self.pending.exemptions.push((policy, exemption, item.span));
                }
                ast::ItemKind::Example(example) => self.pending.examples.push((policy, example, item.span)),
                ast::ItemKind::Clause(clause) => {
                    self.pending.clauses.push(clause);
                    self.program.clauses.push(hir::Clause {
                        policy,
                        place: clause.place.locator.text.clone(),
                        title: clause.title.as_ref().map(title),
                        status: clause.status.clone(),
                    });
                }
                ast::ItemKind::Policy(tree) => {
                    sources.extend(tree.fields.iter().filter_map(|field| match &field.kind {
                        ast::PolicyFieldKind::Source { name, .. } => Some(name.text.clone()),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        for module in modules {
            self.policies_of.entry(module.id).or_default().push(policy);
            self.cited_sources.entry(module.id).or_default().extend(sources.iter().cloned());
        }
    }

    fn second_policy(&mut self, span: Span, first: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0605,
                span,
                Message::new("a second `policy` in one set of files", "一组文件中有两个 `规矩`"),
                Message::new("only one may be reached by imports", "引用所及只能有一个"),
            )
            .also(first, Message::new("the first one", "第一个在此"))
            .help(Message::new(
                "move what both share into a file without a `policy` and import that",
                "把共用部分移到没有 `规矩` 的文件中，再引用该文件",
            )),
        );
    }

    /// A set of files without a `policy` may hold vocabulary only.
    fn no_policy(&mut self, modules: impl Iterator<Item = usize>) {
        let mut modules = modules.peekable();
        if let Some(root) = modules.peek().and_then(|root| self.modules.list.get(*root))
            && root.parsed.file.items.is_empty()
            && root.parsed.diagnostics.is_empty()
        {
            let span = Span { file: root.id, start: 0, end: 0 };
            let help = Message::new(
                "begin with `policy NAME \"title\" { effective … }`",
                "请以 `规矩 名称 “标题” { 施行 … }` 开头",
            );
            let message = Message::new("the file declares nothing", "文件没有声明任何内容");
            let label = Message::new("nothing but blanks and comments", "只有空白与注释");
            self.diagnostics.push(Diagnostic::error(Code::E0603, span, message, label).help(help));
            return;
        }
        for module in modules.map(|index| &self.modules.list[index]) {
            // A broken `policy` has been reported by the parser already.
            if !module.parsed.diagnostics.is_empty() || module.unreadable_import {
                return;
            }
            let rule = module.parsed.file.items.iter().find_map(|item| match &item.kind {
                ast::ItemKind::Rule(rule) => Some(rule.name.ident.span),
                _ => None,
            });
            if let Some(span) = rule {
                self.diagnostics.push(fault::missing(
                    span,
                    "a `policy` for this rule",
                    "此规则所属的 `规矩`",
                    Message::new(
                        "begin the file with `policy NAME \"title\" { jurisdiction …  effective … }`",
                        "在文件开头写 `规矩 名称 “标题” { 地区 …  施行 … }`",
                    ),
                ));
                return;
            }
        }
    }

    fn policy(&mut self, tree: &'a ast::Policy, span: Span) -> Option<PolicyId> {
        use ast::PolicyFieldKind as Kind;
        let mut force = Force { from: None, until: None, unknown: true };
        let mut calendar = "cn.state_council".to_owned();
        let mut counting = Profile::CivilCode;
        let mut zone = Zone::default();
        for (index, field) in tree.fields.iter().enumerate() {
            let same = |other: &&ast::PolicyField| {
                std::mem::discriminant(&other.kind) == std::mem::discriminant(&field.kind)
                    && !matches!(field.kind, Kind::Source { .. })
            };
            if let Some(first) = tree.fields[..index].iter().find(same) {
                self.written_twice(field.span, first.span);
                continue;
            }
            match &field.kind {
                Kind::Effective(effective) => force = self.force(effective, field.span),
                Kind::Calendar(ident) => calendar = self.calendar(ident).unwrap_or(calendar),
                Kind::Counting(ident) => counting = self.counting(ident).unwrap_or(counting),
                Kind::Zone(text) => zone = self.zone(text).unwrap_or(zone),
                _ => {}
            }
        }
        let id = PolicyId(self.program.policies.len());
        let policy_name = name(&tree.name);
        if let Some(twin) = self.pending.policies.iter().find(|p| name(&p.name).id == policy_name.id) {
            let first = twin.name.ident.span;
            self.duplicate(&policy_name.id, tree.name.ident.span, first);
            return None;
        }
        self.one_zone(tree, zone);
        self.pending.policies.push(tree);
        self.program.policies.push(hir::Policy {
            name: policy_name,
            title: title(&tree.title),
            sha256: String::new(),
            force,
            calendar,
            counting,
            span,
        });
        Some(id)
    }

    /// Something that a declaration says once at most.
    pub(super) fn written_twice(&mut self, span: Span, first: Span) {
        self.diagnostics.push(fault::written_twice(span, first));
    }

    pub(super) fn force(&mut self, effective: &ast::Effective, span: Span) -> Force {
        let ast::Effective::Between { from, until } = effective else {
            return Force { from: None, until: None, unknown: true };
        };
        let until = match until {
            ast::Until::Day(day) => Some(*day),
            _ => None,
        };
        if until.is_some_and(|until| until < *from) {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0401,
                    span,
                    Message::new("in force until a day before it begins", "失效日早于施行日"),
                    Message::new("the end precedes the start", "止日在起日之前"),
                )
                .help(Message::new("write the earlier day behind `from`", "`自` 后写较早的日期")),
            );
        }
        Force { from: Some(*from), until, unknown: false }
    }

    pub(super) fn calendar(&mut self, ident: &ast::Ident) -> Option<String> {
        match Calendar::builtin(&ident.text) {
            Some(calendar) => {
                let id = calendar.id().to_owned();
                if let Some(alias) = calendar.alias() {
                    self.names.insert(ident.span, (id.clone(), alias.to_owned()));
                }
                Some(id)
            }
            None => {
                let names: Vec<String> =
                    Calendar::builtin_names().iter().flat_map(|(a, b)| [(*a).to_owned(), (*b).to_owned()]).collect();
                self.diagnostics.push(fault::unknown(ident, ("calendar", "历法"), &names));
                None
            }
        }
    }

    fn zone(&mut self, text: &ast::Text) -> Option<Zone> {
        let zone = Zone::from_name(&text.value);
        if zone.is_none() {
            let written = &text.value;
            let fault = Diagnostic::error(
                Code::E0202,
                text.span,
                Message::new(format!("unknown time zone `{written}`"), format!("没有时区 `{written}`")),
                Message::new("not a zone of the IANA database", "不是 IANA 时区名称"),
            );
            let near = fault::nearest(&text.value, Zone::names()).unwrap_or("Asia/Shanghai");
            self.diagnostics.push(fault.help(Message::new(
                format!("zones are named as in the IANA database, such as `{near}`"),
                format!("时区用 IANA 名称，如 `{near}`"),
            )));
        }
        zone
    }

    /// Policies judged together share one zone: whether a record is seen as of a day has one answer.
    fn one_zone(&mut self, tree: &ast::Policy, zone: Zone) {
        let Some(first) = self.pending.policies.first() else {
            self.program.schema.zone = zone;
            return;
        };
        let known = self.program.schema.zone;
        if known == zone {
            return;
        }
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0405,
                tree.name.ident.span,
                Message::new(
                    format!("a policy of the zone {zone} beside one of {known}"),
                    format!("时区为 {zone} 的规矩与 {known} 的规矩并用"),
                ),
                Message::new(format!("counts its days in {zone}"), format!("按 {zone} 计日")),
            )
            .also(
                first.name.ident.span,
                Message::new(format!("counts its days in {known}"), format!("按 {known} 计日")),
            )
            .help(Message::new("judge them apart, or give both one `zone`", "请分别判定，或给两者同一 `时区`")),
        );
    }

    pub(super) fn counting(&mut self, ident: &ast::Ident) -> Option<Profile> {
        let profile = Profile::from_name(&ident.text);
        match profile {
            Some(profile) => {
                self.names.insert(ident.span, (profile.name().to_owned(), profile.name_zh().to_owned()));
            }
            None => {
                let names: Vec<String> =
                    Profile::ALL.iter().flat_map(|p| [p.name().to_owned(), p.name_zh().to_owned()]).collect();
                self.diagnostics.push(fault::unknown(ident, ("counting profile", "计日规则"), &names));
            }
        }
        profile
    }
}
