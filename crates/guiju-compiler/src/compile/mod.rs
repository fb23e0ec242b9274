//! From trees to a program: names, types, correlations.
//!
//! Passes, each over all files: collect names → record kinds and lists → parameters and tables → registers,
//! sequences, events → rules → examples. A declaration with a fault is left out and the rest goes on, so that
//! one run reports everything.

mod check;
mod collect;
mod coverage;
mod deadline;
mod declaration;
mod event;
mod example;
mod expression;
mod fault;
mod fields;
mod path;
mod quantity;
mod record;
pub(crate) mod rule;
mod subject;

use std::collections::BTreeMap;

use guiju_syntax::{Diagnostic, FileId, Names, Sources, Span, ast};

use crate::{
    hir::{self, PolicyId, RuleId},
    load::Modules,
    schema::{CatalogId, Name, RecordId},
};

/// What a declared name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Symbol {
    Record(RecordId),
    Catalog(CatalogId),
    Register(hir::RegisterId),
    Sequence(hir::SequenceId),
    Param(hir::ParamId),
    Table(hir::TableId),
    Define(usize),
}

/// The names visible in one file: its own and those of the files it imports.
pub(crate) type Scope = BTreeMap<String, (Symbol, Span)>;

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
    /// Trees of declarations that are allocated in the first pass and filled in later.
    pending: collect::Pending<'a>,
    /// By policy and spelling.
    rules: BTreeMap<(usize, String), RuleId>,
    /// By the number a rule has before those with faults are left out.
    rule_names: Vec<Name>,
    /// The policy a file's rules belong to.
    policy_of: BTreeMap<FileId, PolicyId>,
    /// Definitions being expanded, to find those that use themselves.
    expanding: Vec<usize>,
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
        pending: collect::Pending::default(),
        rules: BTreeMap::new(),
        rule_names: Vec::new(),
        policy_of: BTreeMap::new(),
        expanding: Vec::new(),
        program: hir::Program::default(),
        names: Names::new(),
        diagnostics: Vec::new(),
    };
    compiler.collect();
    compiler.records();
    compiler.parameters();
    compiler.events();
    compiler.registers();
    compiler.sequences();
    compiler.check_defines();
    compiler.all_rules();
    compiler.examples();
    compiler
}

impl<'a> Compiler<'a> {
    /// Notes that a word stands for a declared name, for the formatter and the editor.
    fn bind(&mut self, ident: &ast::Ident, name: &Name) {
        let (mut en, mut zh) = (&name.id, &name.id);
        if let Some(alias) = &name.alias {
            if alias.is_ascii() { en = alias } else { zh = alias }
        }
        self.names.insert(ident.span, (en.clone(), zh.clone()));
    }

    /// Finds a declared name in the scope of the file it is used in.
    fn find(&self, ident: &ast::Ident) -> Option<Symbol> {
        self.scopes.get(&ident.span.file)?.get(&ident.text).map(|(symbol, _)| *symbol)
    }

    /// The name of what a symbol stands for.
    fn name_of(&self, symbol: Symbol) -> &Name {
        match symbol {
            Symbol::Record(id) => &self.program.schema.record(id).name,
            Symbol::Catalog(id) => &self.program.schema.catalog(id).name,
            Symbol::Register(id) => &self.program.registers[id.0].name,
            Symbol::Sequence(id) => &self.program.sequences[id.0].name,
            Symbol::Param(id) => &self.program.params[id.0].name,
            Symbol::Table(id) => &self.program.tables[id.0].name,
            Symbol::Define(id) => &self.defines[id].name,
        }
    }

    /// Finds a declared name of one kind, or reports that there is none.
    fn expect<T>(&mut self, ident: &ast::Ident, what: fault::Noun, pick: impl Fn(Symbol) -> Option<T>) -> Option<T> {
        let symbol = self.find(ident);
        match symbol.and_then(|symbol| Some((symbol, pick(symbol)?))) {
            Some((symbol, found)) => {
                let name = self.name_of(symbol).clone();
                self.bind(ident, &name);
                Some(found)
            }
            None => {
                let candidates: Vec<String> = self
                    .scopes
                    .get(&ident.span.file)
                    .map(|scope| {
                        scope.iter().filter(|(_, (s, _))| pick(*s).is_some()).map(|(n, _)| n.clone()).collect()
                    })
                    .unwrap_or_default();
                self.diagnostics.push(fault::unknown(ident, what, &candidates));
                None
            }
        }
    }

    fn record_named(&mut self, ident: &ast::Ident) -> Option<RecordId> {
        self.expect(ident, fault::RECORD, |symbol| match symbol {
            Symbol::Record(id) => Some(id),
            _ => None,
        })
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
