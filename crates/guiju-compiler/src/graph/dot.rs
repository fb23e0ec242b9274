//! The graph as DOT, for Graphviz.

use std::fmt::Write;

use guiju_syntax::Tongue;

use super::{EdgeKind, NodeKind, RuleGraph};

impl RuleGraph {
    /// Writes the graph as DOT, its labels in `tongue`.
    #[must_use]
    pub fn to_dot(&self, tongue: Tongue) -> String {
        let mut out = String::from("digraph policy {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n");
        for node in self.nodes() {
            let label = node.label(tongue).iter().map(|line| escaped(line)).collect::<Vec<_>>().join("\\n");
            let _ = writeln!(out, "  \"{}\" [label=\"{label}\", shape={}];", escaped(&node.key), shape(node.kind));
        }
        for (from, to, kind) in self.edges() {
            let (Some(from), Some(to)) = (self.node(from), self.node(to)) else { continue };
            let _ = writeln!(
                out,
                "  \"{}\" -> \"{}\" [label=\"{}\", style={}];",
                escaped(&from.key),
                escaped(&to.key),
                kind.in_tongue(tongue),
                style(kind)
            );
        }
        out.push_str("}\n");
        out
    }
}

/// A text inside DOT's quotes: a backslash there begins an escape of its own.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

const fn shape(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Rule => "box",
        NodeKind::Clause => "note",
        NodeKind::Record | NodeKind::Event => "cylinder",
        NodeKind::Register | NodeKind::Catalog => "folder",
        NodeKind::Sequence | NodeKind::Measure | NodeKind::State => "cds",
        NodeKind::Param | NodeKind::Table | NodeKind::Grade => "ellipse",
        NodeKind::Assumption => "diamond",
        NodeKind::Exemption => "parallelogram",
    }
}

const fn style(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Reads | EdgeKind::DependsOn => "solid",
        EdgeKind::Cites => "dashed",
        EdgeKind::RefersTo => "dotted",
    }
}
