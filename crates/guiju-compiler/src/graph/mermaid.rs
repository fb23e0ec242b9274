//! The graph as Mermaid, for pages that draw it where it is read.

use std::{collections::BTreeMap, fmt::Write};

use guiju_syntax::Tongue;

use super::{EdgeKind, NodeId, NodeKind, RuleGraph};

impl RuleGraph {
    /// Writes the graph as a Mermaid flowchart, its labels in `tongue`.
    #[must_use]
    pub fn to_mermaid(&self, tongue: Tongue) -> String {
        let mut out = String::from("flowchart LR\n");
        // Mermaid's names for nodes hold no Chinese and no dots: they are numbered.
        let numbers: BTreeMap<NodeId, usize> = self.nodes().enumerate().map(|(n, node)| (node.id, n)).collect();
        for (n, node) in self.nodes().enumerate() {
            let label = node.label(tongue).iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br/>");
            let (open, close) = brackets(node.kind);
            let _ = writeln!(out, "  n{n}{open}\"{label}\"{close}");
        }
        for (from, to, kind) in self.edges() {
            let (Some(from), Some(to)) = (numbers.get(&from), numbers.get(&to)) else { continue };
            let arrow = match kind {
                EdgeKind::Reads | EdgeKind::DependsOn => "-->",
                EdgeKind::Cites | EdgeKind::RefersTo => "-.->",
            };
            let _ = writeln!(out, "  n{from} {arrow}|{}| n{to}", kind.in_tongue(tongue));
        }
        out
    }
}

/// A text inside Mermaid's quotes, where marks of HTML, Markdown and its own entities must not count.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | ';' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

const fn brackets(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Rule => ("[", "]"),
        NodeKind::Clause => (">", "]"),
        NodeKind::Record | NodeKind::Event => ("[(", ")]"),
        NodeKind::Register | NodeKind::Catalog => ("[[", "]]"),
        NodeKind::Exemption => ("[/", "/]"),
        NodeKind::Sequence | NodeKind::Measure | NodeKind::State => ("[/", "/]"),
        NodeKind::Param | NodeKind::Table | NodeKind::Grade => ("([", "])"),
        NodeKind::Assumption => ("{", "}"),
    }
}
