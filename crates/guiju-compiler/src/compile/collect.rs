//! First pass: every declared name gets its place, and every file its scope.

use guiju_calendar::{Calendar, Profile};
use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{Compiler, Define, Scope, Symbol, fault, name, title};
use crate::{
    hir::{self, Force, PolicyId},
    schema::{self, CatalogId, Key, RecordId, Type},
};

/// Declarations whose place is allocated and whose content comes later, in the order of allocation.
#[derive(Default)]
pub(super) struct Pending<'a> {
    pub(super) records: Vec<(RecordId, &'a ast::Record)>,
    pub(super) events: Vec<(RecordId, &'a ast::Event)>,
    pub(super) catalogs: Vec<(CatalogId, &'a ast::Catalog)>,
    pub(super) registers: Vec<&'a ast::Register>,
    pub(super) sequences: Vec<&'a ast::Sequence>,
    pub(super) params: Vec<Parameter<'a>>,
    pub(super) tables: Vec<&'a ast::Table>,
    pub(super) rules: Vec<(PolicyId, &'a ast::Rule, Span)>,
    pub(super) examples: Vec<(PolicyId, &'a ast::Example, Span)>,
}

/// A parameter or an assumption.
#[derive(Clone, Copy)]
pub(super) enum Parameter<'a> {
    Param(&'a ast::Param),
    Assume(&'a ast::Assume),
}

impl<'a> Compiler<'a> {
    pub(super) fn collect(&mut self) {
        let mut own: Vec<Scope> = Vec::new();
        for module in &self.modules.list {
            let mut scope = Scope::new();
            for item in &module.parsed.file.items {
                self.declare(item, &mut scope);
            }
            own.push(scope);
        }
        for (index, module) in self.modules.list.iter().enumerate() {
            let mut scope = Scope::new();
            for visible in self.modules.closure(index) {
                for (word, (symbol, span)) in &own[visible] {
                    match scope.get(word) {
                        Some((_, first)) if *first != *span => self.duplicate(word, *span, *first),
                        _ => {
                            scope.insert(word.clone(), (*symbol, *span));
                        }
                    }
                }
            }
            self.scopes.insert(module.id, scope);
        }
        self.assign_policies();
        self.dedup_faults();
    }

    fn declare(&mut self, item: &'a ast::Item, scope: &mut Scope) {
        use ast::ItemKind as Kind;
        let (tree, symbol) = match &item.kind {
            Kind::Record(record) => {
                let id = self.new_record(&record.name, false);
                self.pending.records.push((id, record));
                (&record.name, Symbol::Record(id))
            }
            Kind::Event(event) => {
                let id = self.new_record(&event.name, true);
                self.pending.events.push((id, event));
                (&event.name, Symbol::Record(id))
            }
            Kind::Catalog(catalog) => {
                let id = CatalogId(self.program.schema.catalogs.len());
                self.program.schema.catalogs.push(schema::Catalog {
                    name: name(&catalog.name),
                    ordered: catalog.ordered,
                    codes: Vec::new(),
                });
                self.pending.catalogs.push((id, catalog));
                (&catalog.name, Symbol::Catalog(id))
            }
            Kind::Register(register) => {
                let id = hir::RegisterId(self.program.registers.len());
                self.program.registers.push(hir::Register {
                    name: name(&register.name),
                    members: hir::Members::Rows(RecordId(0)),
                    filter: None,
                    from: None,
                    until: None,
                    count: None,
                    ever_in_force: false,
                });
                self.pending.registers.push(register);
                (&register.name, Symbol::Register(id))
            }
            Kind::Sequence(sequence) => {
                let id = hir::SequenceId(self.program.sequences.len());
                let constant = hir::ExprKind::Const(hir::Value::YesNo(true));
                self.program.sequences.push(hir::Sequence {
                    name: name(&sequence.name),
                    record: RecordId(0),
                    filter: None,
                    keys: Vec::new(),
                    by: hir::Expr { kind: constant, ty: Type::YesNo, span: item.span },
                });
                self.pending.sequences.push(sequence);
                (&sequence.name, Symbol::Sequence(id))
            }
            Kind::Param(param) => (&param.name, self.new_param(&param.name, Parameter::Param(param))),
            Kind::Assume(assume) => (&assume.name, self.new_param(&assume.name, Parameter::Assume(assume))),
            Kind::Table(table) => {
                let id = hir::TableId(self.program.tables.len());
                self.program.tables.push(hir::Table {
                    name: name(&table.name),
                    columns: Vec::new(),
                    types: Vec::new(),
                    rows: Vec::new(),
                });
                self.pending.tables.push(table);
                (&table.name, Symbol::Table(id))
            }
            Kind::Define(define) => {
                self.defines.push(Define { name: name(&define.name), tree: define });
                // Definitions belong to their record: two records may define the same word.
                return self.declare_word(
                    &define.name,
                    &format!("{}\u{0}", define.of.text),
                    Symbol::Define(self.defines.len() - 1),
                    scope,
                );
            }
            Kind::Use(_) | Kind::Policy(_) | Kind::Clause(_) | Kind::Rule(_) | Kind::Example(_) => return,
        };
        self.declare_word(tree, "", symbol, scope);
    }

    fn declare_word(&mut self, tree: &ast::Name, prefix: &str, symbol: Symbol, scope: &mut Scope) {
        for word in [Some(&tree.ident), tree.aka.as_ref()].into_iter().flatten() {
            match scope.get(&format!("{prefix}{}", word.text)) {
                Some((_, first)) => {
                    let first = *first;
                    self.duplicate(&word.text, word.span, first);
                }
                None => {
                    scope.insert(format!("{prefix}{}", word.text), (symbol, word.span));
                }
            }
        }
    }

    fn new_record(&mut self, tree: &ast::Name, derived: bool) -> RecordId {
        let id = RecordId(self.program.schema.records.len());
        self.program.schema.records.push(schema::Record {
            name: name(tree),
            key: Key::Row,
            fields: Vec::new(),
            at: None,
            known: None,
            derived,
        });
        id
    }

    fn new_param(&mut self, tree: &ast::Name, pending: Parameter<'a>) -> Symbol {
        let id = hir::ParamId(self.program.params.len());
        self.program.params.push(hir::Param { name: name(tree), values: Vec::new(), ty: Type::Number, assumed: None });
        self.pending.params.push(pending);
        Symbol::Param(id)
    }

    fn duplicate(&mut self, word: &str, span: Span, first: Span) {
        let word = word.rsplit('\u{0}').next().unwrap_or(word);
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0203,
                span,
                Message::new(format!("`{word}` is declared twice"), format!("`{word}` 重复声明")),
                Message::new("declared again here", "在此再次声明"),
            )
            .also(first, Message::new("first declared here", "首次声明在此"))
            .help(Message::new("give one of them another name", "给其中一个换个名称")),
        );
    }

    /// Gives every root its policy, and every rule in its files to that policy.
    fn assign_policies(&mut self) {
        for &root in &self.modules.roots {
            let closure = self.modules.closure(root);
            let mut found: Option<(PolicyId, Span)> = None;
            for &module in &closure {
                for item in &self.modules.list[module].parsed.file.items {
                    let ast::ItemKind::Policy(policy) = &item.kind else { continue };
                    match found {
                        None => found = self.policy(policy, item.span).map(|id| (id, item.span)),
                        Some((_, first)) => self.diagnostics.push(
                            Diagnostic::error(
                                Code::E0605,
                                item.span,
                                Message::new("a second `policy` in one set of files", "一组文件中有两个 `规矩`"),
                                Message::new("only one may be reached by imports", "引用所及只能有一个"),
                            )
                            .also(first, Message::new("the first one", "第一个在此")),
                        ),
                    }
                }
            }
            let Some((policy, _)) = found else {
                self.no_policy(&closure);
                continue;
            };
            for &module in &closure {
                self.policy_of.entry(self.modules.list[module].id).or_insert(policy);
            }
        }
        for module in &self.modules.list {
            let Some(&policy) = self.policy_of.get(&module.id) else { continue };
            for item in &module.parsed.file.items {
                match &item.kind {
                    ast::ItemKind::Rule(rule) => self.pending.rules.push((policy, rule, item.span)),
                    ast::ItemKind::Example(example) => self.pending.examples.push((policy, example, item.span)),
                    ast::ItemKind::Clause(clause) => self.program.clauses.push(hir::Clause {
                        policy,
                        place: clause.place.locator.text.clone(),
                        title: clause.title.as_ref().map(title),
                        status: clause.status.clone(),
                    }),
                    _ => {}
                }
            }
        }
    }

    /// A set of files without a `policy` may hold vocabulary only.
    fn no_policy(&mut self, closure: &[usize]) {
        let rule =
            closure.iter().flat_map(|m| &self.modules.list[*m].parsed.file.items).find_map(|item| match &item.kind {
                ast::ItemKind::Rule(rule) => Some(rule.name.ident.span),
                _ => None,
            });
        // A broken `policy` has been reported by the parser already.
        let broken = closure.iter().any(|m| !self.modules.list[*m].parsed.diagnostics.is_empty());
        if let (Some(span), false) = (rule, broken) {
            self.diagnostics.push(fault::missing(
                span,
                "a `policy` for this rule",
                "此规则所属的 `规矩`",
                Message::new(
                    "begin the file with `policy NAME \"title\" { jurisdiction …  effective … }`",
                    "在文件开头写 `规矩 名称 “标题” { 地区 …  施行 … }`",
                ),
            ));
        }
    }

    fn policy(&mut self, tree: &ast::Policy, span: Span) -> Option<PolicyId> {
        use ast::PolicyFieldKind as Kind;
        let mut force = Force { from: None, until: None, unknown: true };
        let mut calendar = "cn.state_council".to_owned();
        let mut counting = Profile::CivilCode;
        for field in &tree.fields {
            match &field.kind {
                Kind::Effective(effective) => force = self.force(effective, field.span),
                Kind::Calendar(ident) => calendar = self.calendar(ident).unwrap_or(calendar),
                Kind::Counting(ident) => counting = self.counting(ident).unwrap_or(counting),
                _ => {}
            }
        }
        let id = PolicyId(self.program.policies.len());
        let policy_name = name(&tree.name);
        if let Some(twin) = self.program.policies.iter().find(|p| p.name.id == policy_name.id) {
            let first = twin.span;
            self.duplicate(&policy_name.id, tree.name.ident.span, first);
            return None;
        }
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

    pub(super) fn force(&mut self, effective: &ast::Effective, span: Span) -> Force {
        let ast::Effective::Between { from, until } = effective else {
            return Force { from: None, until: None, unknown: true };
        };
        let until = match until {
            ast::Until::Day(day) => Some(*day),
            _ => None,
        };
        if until.is_some_and(|until| until < *from) {
            self.diagnostics.push(Diagnostic::error(
                Code::E0401,
                span,
                Message::new("in force until a day before it begins", "失效日早于施行日"),
                Message::new("the end precedes the start", "止日在起日之前"),
            ));
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

    /// A name seen from several files is reported once.
    fn dedup_faults(&mut self) {
        let mut seen = Vec::new();
        self.diagnostics.retain(|d| {
            let key = (d.code, d.primary.as_ref().map(|l| l.span));
            let new = !seen.contains(&key);
            seen.push(key);
            new
        });
    }
}
