//! The graph as JSON (`guiju/graph/1`), for other programs.

use serde::Serialize;

use super::RuleGraph;

#[derive(Serialize)]
struct Document<'g> {
    schema: &'static str,
    nodes: Vec<JsonNode<'g>>,
    edges: Vec<JsonEdge<'g>>,
}

#[derive(Serialize)]
struct JsonNode<'g> {
    id: &'g str,
    kind: &'static str,
    policy: Option<&'g str>,
    name: &'g str,
    alias: Option<&'g str>,
    title: Option<&'g str>,
    title_alias: Option<&'g str>,
}

#[derive(Serialize)]
struct JsonEdge<'g> {
    from: &'g str,
    to: &'g str,
    kind: &'static str,
}

impl RuleGraph {
    /// Writes the graph as JSON with both spellings of every name; the same program gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        let nodes = self
            .nodes()
            .map(|node| JsonNode {
                id: &node.key,
                kind: node.kind.word(),
                policy: node.policy.and_then(|p| self.policies.get(p.0)).map(|p| p.id.as_str()),
                name: &node.name.id,
                alias: node.name.alias.as_deref(),
                title: node.title.as_ref().map(|t| t.id.as_str()),
                title_alias: node.title.as_ref().and_then(|t| t.alias.as_deref()),
            })
            .collect();
        let edges = self
            .edges()
            .into_iter()
            .filter_map(|(from, to, kind)| {
                Some(JsonEdge { from: &self.node(from)?.key, to: &self.node(to)?.key, kind: kind.word() })
            })
            .collect();
        let document = Document { schema: "guiju/graph/1", nodes, edges };
        // Texts and lists of texts: there is nothing JSON could refuse.
        serde_json::to_string_pretty(&document).unwrap_or_default()
    }
}
