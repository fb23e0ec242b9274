//! The rule graph: what a policy set is made of and what rests on what.
//!
//! In: a [`Program`]. Out: a [`RuleGraph`] whose nodes are records, events, lists, registers, sequences, states, tables,
//! parameters, assumptions, exemptions, measures, grades, clauses and rules, and which answers questions: what does this rule rest on, who reads
//! this record, in which order can it be evaluated. Drawn as DOT or Mermaid, written as JSON. Definitions are not
//! nodes: they are written out where they are used, and what they use counts as used there.

mod build;
mod dot;
mod json;
mod label;
mod mermaid;
mod stages;
mod strata;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{
    Direction,
    graph::{DiGraph, NodeIndex},
    visit::EdgeRef,
};

use crate::{
    hir::{ExemptionId, MetricId, ParamId, PolicyId, Program, RegisterId, RuleId, SequenceId, StateId, TableId},
    schema::{CatalogId, Name, RecordId},
};

pub use stages::{StageDrawing, StageGraph, Way};
pub(crate) use uses::params_of;

/// A node's place in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeId {
    /// A rule.
    Rule(RuleId),
    /// A place in a policy's text, cited or declared; by order of place within the graph.
    Clause(usize),
    /// A register.
    Register(RegisterId),
    /// A sequence.
    Sequence(SequenceId),
    /// A parameter or an assumption.
    Param(ParamId),
    /// A table.
    Table(TableId),
    /// A state.
    State(StateId),
    /// An exemption.
    Exemption(ExemptionId),
    /// A measure.
    Metric(MetricId),
    /// A record kind, loaded or derived.
    Record(RecordId),
    /// A closed list.
    Catalog(CatalogId),
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeKind {
    /// A rule.
    Rule,
    /// A place in a policy's text.
    Clause,
    /// Members whose absence must be noticed.
    Register,
    /// An order of records.
    Sequence,
    /// A number of the text.
    Param,
    /// An open-textured word made a number.
    Assumption,
    /// A parameter by class.
    Table,
    /// What holds of a subject for a time.
    State,
    /// Who is freed of rules.
    Exemption,
    /// A named quantity without a bound.
    Measure,
    /// A measure in bands.
    Grade,
    /// A record kind that is loaded.
    Record,
    /// A record kind that is derived.
    Event,
    /// A closed list.
    Catalog,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its place in the program.
    pub id: NodeId,
    /// What it is.
    pub kind: NodeKind,
    /// Its policy: of rules and clauses.
    pub policy: Option<PolicyId>,
    /// Its name; of a clause, its place.
    pub name: Name,
    /// What it says, where it has a title.
    pub title: Option<Name>,
    /// Its name in outputs, which no other node has: `rule:gongzhuling/A5_2a`.
    pub key: String,
}

/// How one node rests on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EdgeKind {
    /// Its text stands there.
    Cites,
    /// It goes through these records.
    Reads,
    /// It cannot be evaluated without this.
    DependsOn,
    /// Its fields point there.
    RefersTo,
}

/// What rests on what in a policy set.
#[derive(Debug, Clone, Default)]
pub struct RuleGraph {
    graph: DiGraph<Node, EdgeKind>,
    index: BTreeMap<NodeId, NodeIndex>,
    /// Names of the policies, for keys and headings.
    policies: Vec<Name>,
}

impl RuleGraph {
    /// Builds the graph of a program. A program with errors gives what can be told of it.
    #[must_use]
    pub fn of(program: &Program) -> Self {
        build::build(program)
    }

    /// Returns all nodes, by kind and order of declaration.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.index.values().filter_map(|index| self.graph.node_weight(*index))
    }

    /// Returns a node.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.graph.node_weight(*self.index.get(&id)?)
    }

    /// Returns all edges in order of their ends.
    #[must_use]
    pub fn edges(&self) -> Vec<(NodeId, NodeId, EdgeKind)> {
        let id = |index: NodeIndex| self.graph.node_weight(index).map(|node| node.id);
        let mut edges: Vec<_> = self
            .graph
            .edge_references()
            .filter_map(|edge| Some((id(edge.source())?, id(edge.target())?, *edge.weight())))
            .collect();
        edges.sort_unstable();
        edges
    }

    /// Returns the rules of this id, in either tongue; several where policies share it.
    #[must_use]
    pub fn rules_named(&self, word: &str) -> Vec<NodeId> {
        self.nodes().filter(|node| node.kind == NodeKind::Rule && node.name.is(word)).map(|node| node.id).collect()
    }

    /// Returns everything a node rests on, directly or not, without itself.
    #[must_use]
    pub fn reachable_from(&self, id: NodeId) -> BTreeSet<NodeId> {
        self.closure(id, Direction::Outgoing, &|_| true)
    }

    /// Returns everything that evaluating a node needs: as [`Self::reachable_from`], without citations and without
    /// records that are only pointed to.
    #[must_use]
    pub fn needed_by(&self, id: NodeId) -> BTreeSet<NodeId> {
        self.closure(id, Direction::Outgoing, &|kind| matches!(kind, EdgeKind::Reads | EdgeKind::DependsOn))
    }

    /// Returns the rules that a node has a part in, directly or not.
    #[must_use]
    pub fn rules_on(&self, id: NodeId) -> Vec<RuleId> {
        let resting = self.closure(id, Direction::Incoming, &|kind| kind != EdgeKind::RefersTo);
        resting.into_iter().filter_map(|id| if let NodeId::Rule(rule) = id { Some(rule) } else { None }).collect()
    }

    /// Returns what goes through the records of a kind itself: rules, registers, sequences, events, clauses.
    #[must_use]
    pub fn readers_of(&self, record: RecordId) -> Vec<NodeId> {
        self.neighbours(NodeId::Record(record), Direction::Incoming, EdgeKind::Reads)
    }

    /// Returns the clauses a node cites.
    #[must_use]
    pub fn cited_by(&self, id: NodeId) -> Vec<NodeId> {
        self.neighbours(id, Direction::Outgoing, EdgeKind::Cites)
    }

    /// Returns what cites a clause.
    #[must_use]
    pub fn citing(&self, clause: NodeId) -> Vec<NodeId> {
        self.neighbours(clause, Direction::Incoming, EdgeKind::Cites)
    }

    /// Returns the circles of nodes that need one another to be evaluated; empty for a program without errors.
    #[must_use]
    pub fn cycles(&self) -> Vec<Vec<NodeId>> {
        strata::cycles(self)
    }

    /// Returns the nodes that evaluation makes, in strata: each needs only what lies in strata before its own.
    ///
    /// Loaded records, parameters and tables are the first stratum; events, sequences, registers and rules follow.
    ///
    /// # Errors
    /// The circles, if there are any.
    pub fn strata(&self) -> Result<Vec<Vec<NodeId>>, Vec<Vec<NodeId>>> {
        strata::strata(self)
    }

    /// Returns the part around some nodes: they, what evaluating them needs, and the clauses all these cite.
    #[must_use]
    pub fn around(&self, ids: &[NodeId]) -> Self {
        let rests = |id: &NodeId| self.closure(*id, Direction::Outgoing, &|kind| kind != EdgeKind::RefersTo);
        let mut kept: BTreeSet<NodeId> = ids.iter().flat_map(rests).collect();
        kept.extend(ids.iter().filter(|id| self.index.contains_key(id)));
        let mut part = Self { policies: self.policies.clone(), ..Self::default() };
        for node in kept.iter().filter_map(|id| self.node(*id)) {
            part.add(node.clone());
        }
        for (from, to, kind) in self.edges() {
            part.connect(from, to, kind);
        }
        part
    }

    fn add(&mut self, node: Node) {
        let id = node.id;
        let index = self.graph.add_node(node);
        self.index.insert(id, index);
    }

    /// Adds an edge between nodes that exist, once.
    fn connect(&mut self, from: NodeId, to: NodeId, kind: EdgeKind) {
        let (Some(from), Some(to)) = (self.index.get(&from), self.index.get(&to)) else { return };
        if !self.graph.edges_connecting(*from, *to).any(|edge| *edge.weight() == kind) {
            self.graph.add_edge(*from, *to, kind);
        }
    }

    fn neighbours(&self, id: NodeId, direction: Direction, kind: EdgeKind) -> Vec<NodeId> {
        let Some(index) = self.index.get(&id) else { return Vec::new() };
        let mut found: Vec<NodeId> = self
            .graph
            .edges_directed(*index, direction)
            .filter(|edge| *edge.weight() == kind)
            .map(|edge| if direction == Direction::Outgoing { edge.target() } else { edge.source() })
            .filter_map(|index| self.graph.node_weight(index).map(|node| node.id))
            .collect();
        found.sort_unstable();
        found
    }

    fn closure(&self, id: NodeId, direction: Direction, follow: &dyn Fn(EdgeKind) -> bool) -> BTreeSet<NodeId> {
        let mut found = BTreeSet::new();
        let mut open: Vec<NodeIndex> = self.index.get(&id).copied().into_iter().collect();
        while let Some(index) = open.pop() {
            for edge in self.graph.edges_directed(index, direction).filter(|edge| follow(*edge.weight())) {
                let other = if direction == Direction::Outgoing { edge.target() } else { edge.source() };
                if let Some(node) = self.graph.node_weight(other)
                    && node.id != id
                    && found.insert(node.id)
                {
                    open.push(other);
                }
            }
        }
        found
    }
}
