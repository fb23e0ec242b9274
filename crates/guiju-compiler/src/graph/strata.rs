//! In which order a program can be evaluated, and where it cannot.

use std::collections::BTreeMap;

use petgraph::{algo::tarjan_scc, graph::DiGraph};

use super::{EdgeKind, NodeId, NodeKind, RuleGraph};

/// The edges that evaluation must respect.
fn needs(graph: &RuleGraph) -> Vec<(NodeId, NodeId)> {
    graph
        .edges()
        .into_iter()
        .filter(|(.., kind)| matches!(kind, EdgeKind::Reads | EdgeKind::DependsOn))
        .map(|(from, to, _)| (from, to))
        .collect()
}

/// Returns the circles of nodes that need one another, each in order of its nodes.
pub(super) fn cycles(graph: &RuleGraph) -> Vec<Vec<NodeId>> {
    let mut plain: DiGraph<NodeId, ()> = DiGraph::new();
    let places: BTreeMap<NodeId, _> = graph.nodes().map(|node| (node.id, plain.add_node(node.id))).collect();
    let mut loops = Vec::new();
    for (from, to) in needs(graph) {
        if from == to {
            loops.push(vec![from]);
        } else if let (Some(from), Some(to)) = (places.get(&from), places.get(&to)) {
            plain.add_edge(*from, *to, ());
        }
    }
    let groups = tarjan_scc(&plain).into_iter().filter(|group| group.len() > 1).map(|group| {
        let mut ids: Vec<NodeId> = group.into_iter().map(|index| plain[index]).collect();
        ids.sort_unstable();
        ids
    });
    loops.extend(groups);
    loops.sort();
    loops
}

/// Returns the nodes in strata; citations take no part in evaluation, so clauses are left out.
pub(super) fn strata(graph: &RuleGraph) -> Result<Vec<Vec<NodeId>>, Vec<Vec<NodeId>>> {
    let cycles = cycles(graph);
    if !cycles.is_empty() {
        return Err(cycles);
    }
    let mut needed: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    for (from, to) in needs(graph) {
        needed.entry(from).or_default().push(to);
    }
    let mut open: Vec<NodeId> =
        graph.nodes().filter(|node| node.kind != NodeKind::Clause).map(|node| node.id).collect();
    let mut done: BTreeMap<NodeId, usize> = BTreeMap::new();
    let mut strata: Vec<Vec<NodeId>> = Vec::new();
    // A stratum is what needs nothing but strata before it; without circles every round finds some.
    while !open.is_empty() {
        let level = strata.len();
        let (ready, waiting): (Vec<NodeId>, Vec<NodeId>) = open
            .into_iter()
            .partition(|id| needed.get(id).into_iter().flatten().all(|to| done.get(to).is_some_and(|l| *l < level)));
        if ready.is_empty() {
            return Err(vec![waiting]);
        }
        done.extend(ready.iter().map(|id| (*id, level)));
        strata.push(ready);
        open = waiting;
    }
    Ok(strata)
}
