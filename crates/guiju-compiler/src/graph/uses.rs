//! What one declaration uses directly: records, lists, registers, sequences, parameters, tables.
//!
//! Read off its expressions: a step behind a reference reads the record it leads to, `exists` reads its record,
//! `previous rounds` needs the sequence.

use std::collections::BTreeSet;

use crate::{
    hir::{
        Act, Deadline, Event, Expr, ExprKind, Head, Members, Metric, MetricId, MetricValue, ParamId, Program, Register,
        RegisterId, Rule, RuleId, Sequence, SequenceId, State, StateId, TableId, Trigger,
    },
    schema::{CatalogId, RecordId, Type},
};

/// What a declaration uses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Uses {
    pub(super) records: BTreeSet<RecordId>,
    pub(super) catalogs: BTreeSet<CatalogId>,
    pub(super) registers: BTreeSet<RegisterId>,
    pub(super) sequences: BTreeSet<SequenceId>,
    pub(super) states: BTreeSet<StateId>,
    pub(super) params: BTreeSet<ParamId>,
    pub(super) tables: BTreeSet<TableId>,
    pub(super) metrics: BTreeSet<MetricId>,
    /// Rules whose verdicts it quotes.
    pub(super) rules: BTreeSet<RuleId>,
}

impl Uses {
    pub(super) fn of_rule(rule: &Rule) -> Self {
        let mut uses = Self::default();
        rule.for_each_expr(&mut |expr| uses.expr(expr));
        uses.registers.extend(rule.registers());
        // Members of a register are the register's to read.
        for range in rule.per.iter().filter(|range| range.register.is_none()) {
            uses.members(range.members);
        }
        match &rule.head {
            Head::Quantity(q) => {
                uses.records.insert(q.counted.record);
            }
            Head::Coverage(c) => {
                uses.records.insert(c.counted.record);
                if c.register.is_none() {
                    uses.members(c.set);
                }
            }
            Head::Deadline(d) => uses.deadline(d),
            Head::Path(p) => p.stages.iter().flat_map(|stage| &stage.duties).for_each(|d| uses.deadline(d)),
            Head::Check(c) => {
                uses.records.insert(c.record);
            }
            Head::Hold(h) => uses.records.extend(h.each.as_ref().map(|each| each.record)),
            Head::TimeIn(_) => {}
        }
        for grant in rule.reliefs.iter().filter_map(|relief| relief.grant.as_ref()) {
            uses.records.insert(grant.record);
        }
        uses
    }

    pub(super) fn of_event(event: &Event) -> Self {
        let mut uses = Self::default();
        for source in &event.sources {
            uses.records.insert(source.record);
            source.filter.iter().chain(&source.keys).chain(source.values.iter().flatten()).for_each(|e| uses.expr(e));
        }
        uses
    }

    pub(super) fn of_metric(metric: &Metric) -> Self {
        let mut uses = Self::default();
        uses.records.insert(metric.of);
        metric.for_each_expr(&mut |e| uses.expr(e));
        if let MetricValue::Counted { counted, .. } = &metric.value {
            uses.records.insert(counted.record);
        }
        uses
    }

    pub(super) fn of_sequence(sequence: &Sequence) -> Self {
        let mut uses = Self::default();
        uses.records.insert(sequence.record);
        sequence.filter.iter().chain(&sequence.keys).for_each(|e| uses.expr(e));
        uses.expr(&sequence.by);
        uses
    }

    pub(super) fn of_state(state: &State) -> Self {
        let mut uses = Self::default();
        uses.records.extend(state.records());
        state.for_each_expr(&mut |e| uses.expr(e));
        uses
    }

    pub(super) fn of_register(register: &Register) -> Self {
        let mut uses = Self::default();
        uses.members(register.members);
        register.filter.iter().for_each(|e| uses.expr(e));
        uses
    }

    fn deadline(&mut self, d: &Deadline) {
        if let Trigger::Each { record, .. } = &d.trigger {
            self.records.insert(*record);
        }
        self.records.extend(d.moves.iter().filter_map(|m| m.said_by.as_ref()).map(|s| s.record));
        match &d.act {
            Act::Own(_) => {}
            Act::Record { record, .. } => {
                self.records.insert(*record);
            }
            Act::Neighbour { sequence, .. } => {
                self.sequences.insert(*sequence);
            }
        }
    }

    fn members(&mut self, members: Members) {
        match members {
            Members::Rows(record) | Members::Values(record, _) => {
                self.records.insert(record);
            }
            Members::Codes(catalog) => {
                self.catalogs.insert(catalog);
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        expr.walk(&mut |e| match &e.kind {
            ExprKind::Param(id) => {
                self.params.insert(*id);
            }
            ExprKind::Metric { metric, .. } => {
                self.metrics.insert(*metric);
            }
            ExprKind::Quoted { rule, .. } => {
                self.rules.insert(*rule);
            }
            ExprKind::InState { state, .. } => {
                self.states.insert(*state);
            }
            ExprKind::Lookup { table, .. } => {
                self.tables.insert(*table);
            }
            ExprKind::Neighbour { sequence, .. } => {
                self.sequences.insert(*sequence);
            }
            ExprKind::Exists { record, .. } => {
                self.records.insert(*record);
            }
            ExprKind::Get(of, _) => {
                if let Type::Ref(record) = of.ty {
                    self.records.insert(record);
                }
            }
            _ => {}
        });
    }
}

/// The parameters and assumptions a rule rests on: its own, and those of the rules it quotes and of the registers,
/// sequences and events it uses.
pub(crate) fn params_of(rule: &Rule, program: &Program) -> BTreeSet<ParamId> {
    let mut params = BTreeSet::new();
    let (mut records, mut registers, mut sequences) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut rules, mut metrics, mut states) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut open = vec![Uses::of_rule(rule)];
    while let Some(uses) = open.pop() {
        params.extend(uses.params);
        for id in uses.rules.into_iter().filter(|id| rules.insert(*id)) {
            open.extend(program.rules.get(id.0).map(Uses::of_rule));
        }
        for id in uses.metrics.into_iter().filter(|id| metrics.insert(*id)) {
            open.extend(program.metrics.get(id.0).map(Uses::of_metric));
        }
        for id in uses.registers.into_iter().filter(|id| registers.insert(*id)) {
            open.extend(program.registers.get(id.0).map(Uses::of_register));
        }
        for id in uses.sequences.into_iter().filter(|id| sequences.insert(*id)) {
            open.extend(program.sequences.get(id.0).map(Uses::of_sequence));
        }
        for id in uses.states.into_iter().filter(|id| states.insert(*id)) {
            open.extend(program.states.get(id.0).map(Uses::of_state));
        }
        for id in uses.records.into_iter().filter(|id| records.insert(*id)) {
            open.extend(program.events.iter().filter(|event| event.record == id).map(Uses::of_event));
        }
    }
    params
}
