//! What is compiled when it is first needed: events, registers, sequences, measures, grades, histories.
//!
//! An event may be made from another, a sequence may order an event, an event's filter may ask for a neighbour
//! in a sequence. Whatever an expression touches is compiled before its fields are asked for; what turns out to
//! need itself is reported with the whole circle.

use guiju_syntax::{Code, Diagnostic, Message, Span};

use super::{Compiler, Symbol};

/// How long a chain of declarations that need one another may be: compiling them recurses.
const MAX_CHAIN: usize = 64;

impl Compiler<'_> {
    /// Compiles all events, registers and sequences.
    pub(super) fn derived(&mut self) {
        // What a sequence orders must be known before it is looked for, even if it turns out to have faults.
        for (index, tree) in self.pending.sequences.iter().enumerate() {
            if let Some(record) = self.find(&tree.of).and_then(Self::as_record) {
                self.program.sequences[index].record = record;
            }
        }
        let events = self.pending.events.clone();
        for (id, tree) in &events {
            self.demand(Symbol::Record(*id), tree.name.ident.span);
        }
        for (index, tree) in self.pending.registers.clone().into_iter().enumerate() {
            self.demand(Symbol::Register(crate::hir::RegisterId(index)), tree.name.ident.span);
        }
        for (index, tree) in self.pending.sequences.clone().into_iter().enumerate() {
            self.demand(Symbol::Sequence(crate::hir::SequenceId(index)), tree.name.ident.span);
        }
        for (index, tree) in self.pending.measures.clone().into_iter().enumerate() {
            self.demand(Symbol::Metric(crate::hir::MetricId(index)), tree.name.ident.span);
        }
        for (index, tree) in self.pending.grades.clone().into_iter().enumerate() {
            self.demand(Symbol::Grade(index), tree.name.ident.span);
        }
        for (index, tree) in self.pending.states.clone().into_iter().enumerate() {
            self.demand(Symbol::State(crate::hir::StateId(index)), tree.name.ident.span);
        }
        for index in 0..self.histories.len() {
            self.demand(Symbol::History(index), self.histories[index].tree.name.ident.span);
        }
    }

    /// Compiles what a name stands for, unless that has been done; `used`: where it is needed.
    pub(super) fn demand(&mut self, symbol: Symbol, used: Span) {
        let derived = match symbol {
            Symbol::Record(id) => self.program.schema.record(id).derived,
            Symbol::Register(_)
            | Symbol::Sequence(_)
            | Symbol::Metric(_)
            | Symbol::Grade(_)
            | Symbol::State(_)
            | Symbol::History(_) => true,
            _ => false,
        };
        if !derived || self.made.contains(&symbol) || !self.begin(symbol, used) {
            return;
        }
        match symbol {
            Symbol::Record(id) => {
                let tree = self.pending.events.iter().find(|(event, _)| *event == id).map(|(_, tree)| *tree);
                if let Some(tree) = tree {
                    self.event(id, tree);
                }
            }
            Symbol::Register(id) => self.register(id),
            Symbol::Sequence(id) => self.sequence(id),
            Symbol::Metric(id) => self.metric(id),
            Symbol::Grade(id) => self.grade(id),
            Symbol::State(id) => self.state(id),
            Symbol::History(id) => self.history(id),
            _ => {}
        }
        self.making.pop();
        self.made.insert(symbol);
    }

    /// Notes that something is being compiled; `false`, with a fault reported, if it needs itself.
    pub(super) fn begin(&mut self, symbol: Symbol, used: Span) -> bool {
        if let Some(start) = self.making.iter().position(|s| *s == symbol) {
            self.circle(start, used);
            return false;
        }
        if self.making.len() >= MAX_CHAIN {
            let span = self.declared_at(symbol).unwrap_or(used);
            self.broken.insert(symbol);
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0502,
                    used,
                    Message::new(
                        format!("a chain of more than {MAX_CHAIN} declarations that need one another"),
                        format!("互相依赖的声明超过{MAX_CHAIN}层"),
                    ),
                    Message::new("needs one more", "在此再深一层"),
                )
                .also(span, Message::new("declared here", "声明在此"))
                .help(Message::new("say some of them directly", "把其中几层直接写明")),
            );
            return false;
        }
        self.making.push(symbol);
        true
    }

    /// Reports declarations that need one another, with all of them.
    fn circle(&mut self, start: usize, used: Span) {
        let symbols: Vec<Symbol> = self.making[start..].to_vec();
        // The same circle is met again from each of its members.
        let known = symbols.iter().all(|s| self.is_broken(*s));
        self.broken.extend(&symbols);
        if known {
            return;
        }
        let chain = |pick: fn(&crate::schema::Name) -> &str| {
            let mut names: Vec<String> = symbols.iter().map(|s| pick(self.name_of(*s)).to_owned()).collect();
            names.extend(names.first().cloned());
            names.join(" → ")
        };
        let en = chain(|n| &n.id);
        let zh = chain(|n| n.in_tongue(guiju_syntax::Tongue::Zh));
        let mut diagnostic = Diagnostic::error(
            Code::E0501,
            used,
            Message::new(format!("a circle of declarations: {en}"), format!("声明成环：{zh}")),
            Message::new("closes the circle", "在此成环"),
        );
        for symbol in &symbols {
            if let Some(span) = self.declared_at(*symbol) {
                let name = self.name_of(*symbol);
                diagnostic = diagnostic.also(
                    span,
                    Message::new(
                        format!("`{}` is declared here", name.id),
                        format!("`{}` 声明在此", name.in_tongue(guiju_syntax::Tongue::Zh)),
                    ),
                );
            }
        }
        self.diagnostics.push(diagnostic.help(Message::new(
            "none of them can come first: break the circle at one place",
            "没有一个可以先得出，请断开其中一处",
        )));
    }

    /// Where the name of a symbol is declared.
    pub(super) fn declared_at(&self, symbol: Symbol) -> Option<Span> {
        Some(match symbol {
            Symbol::Record(id) => self.pending.events.iter().find(|(event, _)| *event == id)?.1.name.ident.span,
            Symbol::Register(id) => self.pending.registers.get(id.0)?.name.ident.span,
            Symbol::Sequence(id) => self.pending.sequences.get(id.0)?.name.ident.span,
            Symbol::State(id) => self.pending.states.get(id.0)?.name.ident.span,
            Symbol::Param(id) => self.pending.params.get(id.0)?.ident().span,
            Symbol::Define(id) => self.defines.get(id)?.tree.name.ident.span,
            Symbol::Metric(id) => self.pending.measures.get(id.0)?.name.ident.span,
            Symbol::Grade(id) => self.pending.grades.get(id)?.name.ident.span,
            Symbol::History(id) => self.histories.get(id)?.tree.name.ident.span,
            _ => return None,
        })
    }
}
