//! From trees to a program: names, types, correlations.
//!
//! Passes, each over all files: collect names → record kinds and lists → parameters and tables → events,
//! registers, sequences (each when it is first needed, [`demand`]) → definitions → rules → examples.
//! A declaration with a fault is noted as broken ([`damage`]) and the rest goes on, so that one run reports
//! every mistake, and each mistake once.

mod act;
mod check;
mod clock;
mod collect;
mod compare;
mod coverage;
mod damage;
mod deadline;
mod declaration;
mod define;
mod demand;
mod event;
mod example;
mod exemption;
mod expression;
mod fault;
mod fields;
mod history;
mod hold;
mod matrix;
mod measure;
mod neighbour;
mod partial;
mod path;
mod policy;
mod quantity;
mod record;
mod rule;
mod scope;
mod stages;
mod state;
mod subject;
mod table;
mod time;
mod window;

use std::collections::{BTreeMap, BTreeSet};

use guiju_syntax::{Diagnostic, FileId, Names, Sources, Span, ast};

use crate::{
    hir::{self, PolicyId, RuleId},
    load::Modules,
    schema::{CatalogId, FieldId, Name, RecordId},
};
use scope::Scope;

/// What a declared name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Symbol {
    Record(RecordId),
    Catalog(CatalogId),
    Register(hir::RegisterId),
    Sequence(hir::SequenceId),
    State(hir::StateId),
    Param(hir::ParamId),
    Table(hir::TableId),
    Define(usize),
    Metric(hir::MetricId),
    /// By place among the grades.
    Grade(usize),
    /// A field with a history, by place among these.
    History(usize),
}

/// A definition, kept as a tree and compiled where it is used.
struct Define<'a> {
    name: Name,
    tree: &'a ast::Define,
}

pub(crate) struct Compiler<'a> {
    modules: &'a Modules,
    sources: &'a Sources,
    /// By file.
    scopes: BTreeMap<FileId, Scope>,
    defines: Vec<Define<'a>>,
    /// Fields with a history.
    histories: Vec<history::History<'a>>,
    /// Trees of declarations that are allocated in the first pass and filled in later.
    pending: collect::Pending<'a>,
    /// Rules by policy and spelling, with the place of their names; without an id if they have faults.
    rules: BTreeMap<(PolicyId, String), (Option<RuleId>, Span)>,
    /// The names of the rules by number, those with faults too as long as rules are being compiled.
    rule_names: Vec<Name>,
    /// The policies a file belongs to.
    policies_of: BTreeMap<FileId, Vec<PolicyId>>,
    /// The names of the sources that a file's citations may use.
    cited_sources: BTreeMap<FileId, BTreeSet<String>>,
    /// What is being compiled, outermost first, to find what needs itself.
    making: Vec<Symbol>,
    /// Events, registers and sequences that have been compiled.
    made: BTreeSet<Symbol>,
    /// Declarations with faults: what is asked of them may be missing through no fault of the asker.
    broken: BTreeSet<Symbol>,
    /// Fields whose type could not be made out.
    broken_fields: BTreeSet<(RecordId, FieldId)>,
    /// The policy whose rule is being compiled.
    policy_at_hand: Option<PolicyId>,
    /// The calendar of the rule being compiled.
    calendar_at_hand: Option<String>,
    /// Whether the rule or declaration at hand has lost fields to the parser.
    torn: bool,
    pub(crate) program: hir::Program,
    pub(crate) names: Names,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Compiles parsed files.
pub(crate) fn compile<'a>(modules: &'a Modules, sources: &'a Sources) -> Compiler<'a> {
    let mut compiler = Compiler {
        modules,
        sources,
        scopes: BTreeMap::new(),
        defines: Vec::new(),
        histories: Vec::new(),
        pending: collect::Pending::default(),
        rules: BTreeMap::new(),
        rule_names: Vec::new(),
        policies_of: BTreeMap::new(),
        cited_sources: BTreeMap::new(),
        making: Vec::new(),
        made: BTreeSet::new(),
        broken: BTreeSet::new(),
        broken_fields: BTreeSet::new(),
        policy_at_hand: None,
        calendar_at_hand: None,
        torn: false,
        program: hir::Program::default(),
        names: Names::new(),
        diagnostics: Vec::new(),
    };
    compiler.collect();
    compiler.records();
    compiler.parameters();
    compiler.number_rules();
    compiler.derived();
    compiler.check_defines();
    compiler.all_rules();
    compiler.examples();
    compiler.dedup();
    compiler
}

impl<'a> Compiler<'a> {
    /// Notes that a word stands for a declared name, for the formatter and the editor.
    fn bind(&mut self, ident: &ast::Ident, name: &Name) {
        // The id is ASCII if one of the spellings is; two spellings of one tongue count as one.
        let zh = match &name.alias {
            Some(alias) if name.id.is_ascii() && !alias.is_ascii() => alias,
            _ => &name.id,
        };
        self.names.insert(ident.span, (name.id.clone(), zh.clone()));
    }

    /// The name of what a symbol stands for.
    fn name_of(&self, symbol: Symbol) -> &Name {
        match symbol {
            Symbol::Record(id) => &self.program.schema.record(id).name,
            Symbol::Catalog(id) => &self.program.schema.catalog(id).name,
            Symbol::Register(id) => &self.program.registers[id.0].name,
            Symbol::Sequence(id) => &self.program.sequences[id.0].name,
            Symbol::State(id) => &self.program.states[id.0].name,
            Symbol::Param(id) => &self.program.params[id.0].name,
            Symbol::Table(id) => &self.program.tables[id.0].name,
            Symbol::Define(id) => &self.defines[id].name,
            Symbol::Metric(id) => &self.program.metrics[id.0].name,
            Symbol::History(id) => &self.histories[id].name,
            Symbol::Grade(id) => &self.program.tables[self.grade_table(id).0].name,
        }
    }

    /// Whether a declared name is a catalog, and which.
    fn as_catalog(symbol: Symbol) -> Option<CatalogId> {
        match symbol {
            Symbol::Catalog(id) => Some(id),
            _ => None,
        }
    }

    fn as_record(symbol: Symbol) -> Option<RecordId> {
        match symbol {
            Symbol::Record(id) => Some(id),
            _ => None,
        }
    }

    fn as_register(symbol: Symbol) -> Option<hir::RegisterId> {
        match symbol {
            Symbol::Register(id) => Some(id),
            _ => None,
        }
    }

    fn as_sequence(symbol: Symbol) -> Option<hir::SequenceId> {
        match symbol {
            Symbol::Sequence(id) => Some(id),
            _ => None,
        }
    }

    fn as_table(symbol: Symbol) -> Option<hir::TableId> {
        match symbol {
            Symbol::Table(id) => Some(id),
            _ => None,
        }
    }

    /// Finds a record kind whose fields are about to be asked for.
    fn record_named(&mut self, ident: &ast::Ident) -> Option<RecordId> {
        let id = self.expect(ident, fault::RECORD, Self::as_record)?;
        self.demand(Symbol::Record(id), ident.span);
        Some(id)
    }
}

/// Builds a name from its spellings: the ASCII one is the stable id.
pub(crate) fn name(tree: &ast::Name) -> Name {
    name_from(&tree.ident.text, tree.aka.as_ref().map(|aka| aka.text.as_str()))
}

/// Builds a title from its forms.
pub(crate) fn title(tree: &ast::Title) -> Name {
    name_from(&tree.text.value, tree.aka.as_ref().map(|aka| aka.value.as_str()))
}

fn name_from(first: &str, second: Option<&str>) -> Name {
    match second {
        Some(second) if second.is_ascii() && !first.is_ascii() => {
            Name { id: second.to_owned(), alias: Some(first.to_owned()) }
        }
        // Two spellings of one tongue: the order of writing must not matter, so the smaller is the id.
        Some(second) if second.is_ascii() == first.is_ascii() && second < first => {
            Name { id: second.to_owned(), alias: Some(first.to_owned()) }
        }
        second => Name { id: first.to_owned(), alias: second.map(str::to_owned) },
    }
}
