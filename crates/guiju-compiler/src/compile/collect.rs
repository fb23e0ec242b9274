//! First pass: every declared name gets its place, and every file its scope.

use guiju_syntax::{Span, ast};

use super::{Compiler, Define, Symbol, damage::lost_words, history::History, name, scope::Scope};
use crate::{
    hir,
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
    pub(super) states: Vec<&'a ast::State>,
    pub(super) policies: Vec<&'a ast::Policy>,
    pub(super) params: Vec<Parameter<'a>>,
    pub(super) tables: Vec<&'a ast::Table>,
    pub(super) measures: Vec<&'a ast::Measure>,
    pub(super) grades: Vec<&'a ast::Grade>,
    pub(super) clauses: Vec<&'a ast::Clause>,
    pub(super) rules: Vec<(hir::PolicyId, &'a ast::Rule, Span)>,
    pub(super) exemptions: Vec<(hir::PolicyId, &'a ast::Exemption, Span)>,
    pub(super) examples: Vec<(hir::PolicyId, &'a ast::Example, Span)>,
}

/// A parameter or an assumption.
#[derive(Clone, Copy)]
pub(super) enum Parameter<'a> {
    Param(&'a ast::Param),
    Assume(&'a ast::Assume),
}

impl<'a> Parameter<'a> {
    pub(super) fn ident(self) -> &'a ast::Ident {
        match self {
            Self::Param(param) => &param.name.ident,
            Self::Assume(assume) => &assume.name.ident,
        }
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn collect(&mut self) {
        let mut own: Vec<Scope> = Vec::new();
        for module in &self.modules.list {
            let lost = lost_words(module, &self.sources.file(module.id).text);
            let mut scope = Scope { lost, ..Scope::default() };
            for item in &module.parsed.file.items {
                self.declare(item, &mut scope);
            }
            own.push(scope);
        }
        for grade in &self.pending.grades {
            self.program.tables.push(hir::Table {
                name: name(&grade.name),
                columns: Vec::new(),
                types: Vec::new(),
                rows: Vec::new(),
                graded: None,
                cite: Vec::new(),
            });
        }
        self.build_scopes(&own);
        self.assign_policies();
        self.dedup();
    }

    fn declare(&mut self, item: &'a ast::Item, scope: &mut Scope) {
        use ast::ItemKind as Kind;
        let (tree, symbol) = match &item.kind {
            Kind::Record(record) => {
                let id = self.new_record(&record.name, false);
                let histories = record.fields.iter().filter(|field| field.history.is_some());
                self.histories.extend(histories.map(|field| History::new(id, field)));
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
                    cite: Vec::new(),
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
            Kind::State(state) => {
                let id = hir::StateId(self.program.states.len());
                let (of, spells, cite) = (RecordId(0), Vec::new(), Vec::new());
                self.program.states.push(hir::State { name: name(&state.name), of, spells, cite });
                self.pending.states.push(state);
                (&state.name, Symbol::State(id))
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
                    graded: None,
                    cite: Vec::new(),
                });
                self.pending.tables.push(table);
                (&table.name, Symbol::Table(id))
            }
            // What belongs to a record gets its place once records have theirs.
            Kind::Define(define) => return self.defines.push(Define { name: name(&define.name), tree: define }),
            Kind::Measure(measure) => return self.new_metric(measure, item.span),
            Kind::Grade(grade) => {
                if self.is_torn(item.span) {
                    self.broken.insert(Symbol::Grade(self.pending.grades.len()));
                }
                return self.pending.grades.push(grade);
            }
            Kind::Use(_)
            | Kind::Policy(_)
            | Kind::Clause(_)
            | Kind::Rule(_)
            | Kind::Exemption(_)
            | Kind::Example(_) => return,
        };
        if self.is_torn(item.span) {
            self.broken.insert(symbol);
        }
        for word in [Some(&tree.ident), tree.aka.as_ref()].into_iter().flatten() {
            match scope.words.get(&word.text) {
                Some((_, first)) => {
                    let first = *first;
                    self.duplicate(&word.text, word.span, first);
                }
                None => {
                    scope.words.insert(word.text.clone(), (symbol, word.span));
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

    fn new_metric(&mut self, tree: &'a ast::Measure, span: Span) {
        let id = hir::MetricId(self.program.metrics.len());
        let nothing = hir::Expr { kind: hir::ExprKind::Const(hir::Value::YesNo(true)), ty: Type::Number, span };
        self.program.metrics.push(hir::Metric {
            name: name(&tree.name),
            of: RecordId(0),
            value: hir::MetricValue::Made(nothing),
            ty: Type::Number,
            cite: Vec::new(),
        });
        self.pending.measures.push(tree);
        if self.is_torn(span) {
            self.broken.insert(Symbol::Metric(id));
        }
    }

    fn new_param(&mut self, tree: &ast::Name, pending: Parameter<'a>) -> Symbol {
        let id = hir::ParamId(self.program.params.len());
        self.program.params.push(hir::Param {
            name: name(tree),
            values: Vec::new(),
            ty: Type::Number,
            assumed: None,
            cite: Vec::new(),
        });
        self.pending.params.push(pending);
        Symbol::Param(id)
    }
}
