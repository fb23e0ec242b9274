//! The stages of a path and where they lead.
//!
//! In: a compiled [`Path`]. Out: a [`StageGraph`] that answers what is never reached, where no end is, where a loop
//! runs without time, and in which order the stages can be judged; and draws them: [`StageDrawing`].

mod draw;
mod layout;
mod svg;

use std::collections::BTreeSet;

use petgraph::{
    Direction,
    algo::{condensation, tarjan_scc},
    graph::{DiGraph, NodeIndex},
    visit::{Dfs, EdgeRef, Reversed},
};

use crate::hir::Path;

pub use draw::StageDrawing;

/// The stages of a path and where they lead.
#[derive(Debug, Clone)]
pub struct StageGraph {
    /// The stages by number; `None`: the end.
    graph: DiGraph<Option<usize>, Way>,
}

/// Why one stage follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// The former was done in time.
    Then,
    /// The former was not.
    Else,
}

impl StageGraph {
    /// Builds the graph of a path.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let mut graph = DiGraph::new();
        let nodes: Vec<NodeIndex> = (0..path.stages.len()).map(|n| graph.add_node(Some(n))).collect();
        let end = graph.add_node(None);
        let node = |target: Option<usize>| target.and_then(|n| nodes.get(n).copied()).unwrap_or(end);
        for (stage, from) in path.stages.iter().zip(&nodes) {
            graph.add_edge(*from, node(stage.then), Way::Then);
            graph.add_edge(*from, node(stage.otherwise), Way::Else);
        }
        Self { graph }
    }

    /// Returns the ways from stage to stage, `None` being the end, in order.
    #[must_use]
    pub fn ways(&self) -> Vec<(usize, Option<usize>, Way)> {
        let mut ways: Vec<_> = self
            .graph
            .edge_references()
            .filter_map(|edge| Some((self.graph[edge.source()]?, self.graph[edge.target()], *edge.weight())))
            .collect();
        ways.sort_unstable_by_key(|(from, _, way)| (*from, *way));
        ways
    }

    /// Returns the pairs of stages of which the second follows when the first fails.
    #[must_use]
    pub fn failures(&self) -> Vec<(usize, usize)> {
        let failures = self.ways().into_iter().filter(|(.., way)| *way == Way::Else);
        failures.filter_map(|(from, to, _)| Some((from, to?))).collect()
    }

    /// Returns the stages that no way leads to from the first.
    #[must_use]
    pub fn unreachable(&self) -> Vec<usize> {
        let mut reached = BTreeSet::new();
        if let Some(first) = self.graph.node_indices().next() {
            let mut walk = Dfs::new(&self.graph, first);
            while let Some(node) = walk.next(&self.graph) {
                reached.insert(node);
            }
        }
        self.without(&reached)
    }

    /// Returns the stages from which no way leads to the end.
    #[must_use]
    pub fn endless(&self) -> Vec<usize> {
        let mut ending = BTreeSet::new();
        if let Some(end) = self.graph.node_indices().find(|node| self.graph[*node].is_none()) {
            let reversed = Reversed(&self.graph);
            let mut walk = Dfs::new(reversed, end);
            while let Some(node) = walk.next(reversed) {
                ending.insert(node);
            }
        }
        self.without(&ending)
    }

    fn without(&self, nodes: &BTreeSet<NodeIndex>) -> Vec<usize> {
        self.graph.node_indices().filter(|node| !nodes.contains(node)).filter_map(|node| self.graph[node]).collect()
    }

    /// Returns the loops that are left without the ways of which `passes` (from, to, whether by `then`) says that time
    /// passes on them; each in order of declaration.
    #[must_use]
    pub fn loops(&self, passes: &dyn Fn(usize, usize, bool) -> bool) -> Vec<Vec<usize>> {
        let timeless = self.graph.filter_map(
            |_, stage| Some(*stage),
            |edge, way| {
                let (from, to) = self.graph.edge_endpoints(edge)?;
                let (from, to) = (self.graph[from]?, self.graph[to]?);
                (!passes(from, to, *way == Way::Then)).then_some(*way)
            },
        );
        let is_loop = |group: &Vec<NodeIndex>| match group.as_slice() {
            [one] => timeless.contains_edge(*one, *one),
            _ => true,
        };
        let mut loops: Vec<Vec<usize>> = tarjan_scc(&timeless)
            .into_iter()
            .filter(is_loop)
            .map(|group| {
                let mut stages: Vec<usize> = group.into_iter().filter_map(|node| timeless[node]).collect();
                stages.sort_unstable();
                stages
            })
            .collect();
        loops.sort();
        loops
    }

    /// Returns the stages in an order in which each comes after those that lead to it, as far as loops allow; within
    /// a loop, and where the order is free, in order of declaration.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let groups = condensation(self.graph.clone(), true);
        let first = |group: NodeIndex| groups[group].iter().flatten().min().copied().unwrap_or(usize::MAX);
        let mut order = Vec::new();
        let mut open: BTreeSet<NodeIndex> = groups.node_indices().collect();
        while !open.is_empty() {
            let ready = open.iter().copied().filter(|group| {
                groups.neighbors_directed(*group, Direction::Incoming).all(|before| !open.contains(&before))
            });
            let Some(next) = ready.min_by_key(|group| first(*group)) else { break };
            open.remove(&next);
            let mut stages: Vec<usize> = groups[next].iter().copied().flatten().collect();
            stages.sort_unstable();
            order.extend(stages);
        }
        order
    }
}
