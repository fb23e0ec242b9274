//! From a program to its graph.

use std::collections::{BTreeMap, BTreeSet};

use guiju_syntax::ast;

use super::{EdgeKind, Node, NodeId, NodeKind, RuleGraph, uses::Uses};
use crate::{
    hir::{
        Cited, ExemptionId, MetricId, ParamId, PolicyId, Program, RegisterId, RuleId, SequenceId, StateId, TableId,
        TableKey,
    },
    schema::{CatalogId, Name, RecordId, Type},
};

pub(super) fn build(program: &Program) -> RuleGraph {
    let mut builder = Builder {
        program,
        graph: RuleGraph {
            policies: program.policies.iter().map(|policy| policy.name.clone()).collect(),
            ..RuleGraph::default()
        },
        clauses: BTreeMap::new(),
        keys: BTreeSet::new(),
    };
    builder.nodes();
    builder.edges();
    builder.graph
}

struct Builder<'p> {
    program: &'p Program,
    graph: RuleGraph,
    /// Places by policy, numbered.
    clauses: BTreeMap<(PolicyId, String), usize>,
    /// Keys given out.
    keys: BTreeSet<String>,
}

impl Builder<'_> {
    fn nodes(&mut self) {
        let program = self.program;
        for (n, rule) in program.rules.iter().enumerate() {
            let title = Some(rule.title.clone());
            self.node(NodeId::Rule(RuleId(n)), NodeKind::Rule, Some(rule.policy), rule.name.clone(), title);
        }
        self.clause_nodes();
        for (n, register) in program.registers.iter().enumerate() {
            self.node(NodeId::Register(RegisterId(n)), NodeKind::Register, None, register.name.clone(), None);
        }
        for (n, sequence) in program.sequences.iter().enumerate() {
            self.node(NodeId::Sequence(SequenceId(n)), NodeKind::Sequence, None, sequence.name.clone(), None);
        }
        for (n, state) in program.states.iter().enumerate() {
            self.node(NodeId::State(StateId(n)), NodeKind::State, None, state.name.clone(), None);
        }
        for (n, param) in program.params.iter().enumerate() {
            let kind = if param.assumed.is_some() { NodeKind::Assumption } else { NodeKind::Param };
            self.node(NodeId::Param(ParamId(n)), kind, None, param.name.clone(), param.assumed.clone());
        }
        for (n, table) in program.tables.iter().enumerate() {
            let kind = if table.graded.is_some() { NodeKind::Grade } else { NodeKind::Table };
            self.node(NodeId::Table(TableId(n)), kind, None, table.name.clone(), None);
        }
        for (n, metric) in program.metrics.iter().enumerate() {
            self.node(NodeId::Metric(MetricId(n)), NodeKind::Measure, None, metric.name.clone(), None);
        }
        for (n, exemption) in program.exemptions.iter().enumerate() {
            let title = Some(exemption.title.clone());
            let id = NodeId::Exemption(ExemptionId(n));
            self.node(id, NodeKind::Exemption, Some(exemption.policy), exemption.name.clone(), title);
        }
        for (n, record) in program.schema.records.iter().enumerate() {
            let kind = if record.derived { NodeKind::Event } else { NodeKind::Record };
            self.node(NodeId::Record(RecordId(n)), kind, None, record.name.clone(), None);
        }
        for (n, catalog) in program.schema.catalogs.iter().enumerate() {
            self.node(NodeId::Catalog(CatalogId(n)), NodeKind::Catalog, None, catalog.name.clone(), None);
        }
    }

    /// Every place that is declared or cited, by policy, in the order of the places' spelling.
    fn clause_nodes(&mut self) {
        let program = self.program;
        let mut places: BTreeMap<(PolicyId, String), Option<Name>> = BTreeMap::new();
        for clause in &program.clauses {
            let title = places.entry((clause.policy, clause.place.clone())).or_default();
            *title = title.take().or_else(|| clause.title.clone());
        }
        let of_rules = program.rules.iter().flat_map(|r| r.cite.iter().map(|place| (r.policy, place.clone())));
        let cited = program.params.iter().flat_map(|p| &p.cite).chain(program.tables.iter().flat_map(|t| &t.cite));
        let cited = cited.chain(program.registers.iter().flat_map(|r| &r.cite));
        let cited = cited.chain(program.states.iter().flat_map(|s| &s.cite));
        let cited = cited.chain(program.exemptions.iter().flat_map(|e| &e.cite));
        let cited = cited.chain(program.metrics.iter().flat_map(|m| &m.cite));
        for key in of_rules.chain(cited.map(|c| (c.policy, c.place.clone()))) {
            places.entry(key).or_default();
        }
        for (n, ((policy, place), title)) in places.into_iter().enumerate() {
            let name = Name { id: place.clone(), alias: None };
            self.node(NodeId::Clause(n), NodeKind::Clause, Some(policy), name, title);
            self.clauses.insert((policy, place), n);
        }
    }

    fn node(&mut self, id: NodeId, kind: NodeKind, policy: Option<PolicyId>, name: Name, title: Option<Name>) {
        let policy_name = policy.and_then(|p| self.program.policies.get(p.0)).map(|p| p.name.id.as_str());
        let base = match policy_name {
            Some(policy) => format!("{}:{policy}/{}", kind.word(), name.id),
            None => format!("{}:{}", kind.word(), name.id),
        };
        // Two policies may each have a parameter of one name.
        let mut key = base.clone();
        let mut n = 2;
        while !self.keys.insert(key.clone()) {
            key = format!("{base}~{n}");
            n += 1;
        }
        self.graph.add(Node { id, kind, policy, name, title, key });
    }

    fn edges(&mut self) {
        let program = self.program;
        for (n, rule) in program.rules.iter().enumerate() {
            let from = NodeId::Rule(RuleId(n));
            for place in &rule.cite {
                self.cite(from, rule.policy, place);
            }
            self.uses(from, &Uses::of_rule(rule));
            for relief in &rule.reliefs {
                let exemption = NodeId::Exemption(relief.exemption);
                self.graph.connect(from, exemption, EdgeKind::DependsOn);
                if let Some(grant) = &relief.grant {
                    self.graph.connect(exemption, NodeId::Record(grant.record), EdgeKind::Reads);
                }
            }
        }
        for (n, exemption) in program.exemptions.iter().enumerate() {
            self.cites(NodeId::Exemption(ExemptionId(n)), &exemption.cite);
        }
        for (n, register) in program.registers.iter().enumerate() {
            self.cites(NodeId::Register(RegisterId(n)), &register.cite);
            self.uses(NodeId::Register(RegisterId(n)), &Uses::of_register(register));
        }
        for (n, sequence) in program.sequences.iter().enumerate() {
            self.uses(NodeId::Sequence(SequenceId(n)), &Uses::of_sequence(sequence));
        }
        for (n, state) in program.states.iter().enumerate() {
            self.cites(NodeId::State(StateId(n)), &state.cite);
            self.uses(NodeId::State(StateId(n)), &Uses::of_state(state));
        }
        for event in &program.events {
            self.uses(NodeId::Record(event.record), &Uses::of_event(event));
        }
        for (n, param) in program.params.iter().enumerate() {
            self.cites(NodeId::Param(ParamId(n)), &param.cite);
        }
        for (n, table) in program.tables.iter().enumerate() {
            self.cites(NodeId::Table(TableId(n)), &table.cite);
            if let Some(metric) = table.graded {
                self.graph.connect(NodeId::Table(TableId(n)), NodeId::Metric(metric), EdgeKind::DependsOn);
            }
            for key in table.rows.iter().flat_map(|row| &row.keys) {
                if let TableKey::Code(catalog, _) = key {
                    self.graph.connect(NodeId::Table(TableId(n)), NodeId::Catalog(*catalog), EdgeKind::RefersTo);
                }
            }
        }
        for (n, metric) in program.metrics.iter().enumerate() {
            self.cites(NodeId::Metric(MetricId(n)), &metric.cite);
            self.uses(NodeId::Metric(MetricId(n)), &Uses::of_metric(metric));
        }
        self.references();
        self.attestations();
    }

    fn references(&mut self) {
        for (n, record) in self.program.schema.records.iter().enumerate() {
            for field in &record.fields {
                let to = match field.ty {
                    Type::Ref(to) | Type::RefSet(to) => NodeId::Record(to),
                    Type::Code(to) | Type::CodeSet(to) => NodeId::Catalog(to),
                    _ => continue,
                };
                self.graph.connect(NodeId::Record(RecordId(n)), to, EdgeKind::RefersTo);
            }
        }
    }

    /// A clause that a person vouches for reads the record that says so.
    fn attestations(&mut self) {
        for clause in &self.program.clauses {
            let by = match &clause.status {
                ast::ClauseStatus::NotCheckable { attested, .. } => attested.as_ref(),
                ast::ClauseStatus::Attested { by, .. } => Some(by),
                _ => None,
            };
            let record = by.and_then(|by| self.program.schema.find_record(&by.text));
            let place = self.clauses.get(&(clause.policy, clause.place.clone()));
            if let (Some(record), Some(place)) = (record, place) {
                self.graph.connect(NodeId::Clause(*place), NodeId::Record(record), EdgeKind::Reads);
            }
        }
    }

    fn uses(&mut self, from: NodeId, uses: &Uses) {
        let mut to: Vec<(NodeId, EdgeKind)> = Vec::new();
        to.extend(uses.rules.iter().map(|id| (NodeId::Rule(*id), EdgeKind::DependsOn)));
        to.extend(uses.records.iter().map(|id| (NodeId::Record(*id), EdgeKind::Reads)));
        to.extend(uses.catalogs.iter().map(|id| (NodeId::Catalog(*id), EdgeKind::DependsOn)));
        to.extend(uses.registers.iter().map(|id| (NodeId::Register(*id), EdgeKind::DependsOn)));
        to.extend(uses.sequences.iter().map(|id| (NodeId::Sequence(*id), EdgeKind::DependsOn)));
        to.extend(uses.states.iter().map(|id| (NodeId::State(*id), EdgeKind::DependsOn)));
        to.extend(uses.params.iter().map(|id| (NodeId::Param(*id), EdgeKind::DependsOn)));
        to.extend(uses.tables.iter().map(|id| (NodeId::Table(*id), EdgeKind::DependsOn)));
        to.extend(uses.metrics.iter().map(|id| (NodeId::Metric(*id), EdgeKind::DependsOn)));
        for (to, kind) in to {
            self.graph.connect(from, to, kind);
        }
    }

    fn cites(&mut self, from: NodeId, cited: &[Cited]) {
        for cited in cited {
            self.cite(from, cited.policy, &cited.place);
        }
    }

    fn cite(&mut self, from: NodeId, policy: PolicyId, place: &str) {
        if let Some(n) = self.clauses.get(&(policy, place.to_owned())) {
            self.graph.connect(from, NodeId::Clause(*n), EdgeKind::Cites);
        }
    }
}
