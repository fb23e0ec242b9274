//! A path as DOT, Mermaid and JSON.

use std::fmt::Write;

use guiju_syntax::Tongue;
use serde::Serialize;

use super::{StageGraph, Way};
use crate::hir::{Clock, Head, Path, Program, Rule};

/// A path, ready to be drawn.
#[derive(Debug, Clone)]
pub struct StageDrawing<'p> {
    rule: &'p Rule,
    path: &'p Path,
    policy: &'p str,
    pub(super) ways: Vec<(usize, Option<usize>, Way)>,
}

impl Way {
    /// Returns its stable word, as in policies.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Then => "then",
            Self::Else => "else",
        }
    }

    /// Returns its word for a reader of `tongue`.
    #[must_use]
    pub const fn in_tongue(self, tongue: Tongue) -> &'static str {
        match self {
            Self::Then => tongue.pick("then", "随后"),
            Self::Else => tongue.pick("else", "否则"),
        }
    }
}

#[derive(Serialize)]
struct Document<'p> {
    schema: &'static str,
    policy: &'p str,
    rule: &'p str,
    title: &'p str,
    stages: Vec<JsonStage<'p>>,
}

#[derive(Serialize)]
struct JsonStage<'p> {
    name: &'p str,
    alias: Option<&'p str>,
    title: Option<&'p str>,
    asks: Vec<&'p str>,
    clock: &'static str,
    then: Option<&'p str>,
    #[serde(rename = "else")]
    otherwise: Option<&'p str>,
    repeats: bool,
    over_levels: bool,
    compensates: bool,
}

impl<'p> StageDrawing<'p> {
    /// The drawing of a rule, if it is a path.
    #[must_use]
    pub fn of(program: &'p Program, rule: &'p Rule) -> Option<Self> {
        let Head::Path(path) = &rule.head else { return None };
        let policy = program.policies.get(rule.policy.0).map_or("", |policy| policy.name.id.as_str());
        Some(Self { rule, path, policy, ways: StageGraph::of(path).ways() })
    }

    /// Whom the drawing is of: the name and the title of the rule.
    pub(super) fn heading(&self, tongue: Tongue) -> String {
        format!("{} {}", self.rule.name.in_tongue(tongue), self.rule.title.in_tongue(tongue))
    }

    /// How many stages there are; the end is one more box.
    pub(super) fn n_stages(&self) -> usize {
        self.path.stages.len()
    }

    /// What to write on a box, line by line: a stage's name, its title, what it asks; or that the path ends.
    pub(super) fn label(&self, n: usize, tongue: Tongue) -> Vec<String> {
        let Some(stage) = self.path.stages.get(n) else { return vec![tongue.pick("done", "结束").to_owned()] };
        let mut lines = vec![stage.name.in_tongue(tongue).to_owned()];
        lines.extend(stage.title.as_ref().map(|title| title.in_tongue(tongue).to_owned()));
        lines.extend(stage.words.iter().map(|(en, zh)| tongue.pick(en, zh).to_owned()));
        lines
    }

    /// Writes the stages as DOT, their labels in `tongue`.
    #[must_use]
    pub fn to_dot(&self, tongue: Tongue) -> String {
        let mut out = format!("digraph path {{\n  label=\"{}\";\n", escaped_dot(&self.heading(tongue)));
        out.push_str("  labelloc=t;\n  node [shape=box, fontname=\"sans-serif\"];\n");
        for n in 0..=self.n_stages() {
            let label = self.label(n, tongue).iter().map(|line| escaped_dot(line)).collect::<Vec<_>>().join("\\n");
            let style = if n == self.n_stages() { ", style=rounded" } else { "" };
            let _ = writeln!(out, "  s{n} [label=\"{label}\"{style}];");
        }
        for (from, to, way) in &self.ways {
            let style = if *way == Way::Else { "dashed" } else { "solid" };
            let to = to.unwrap_or(self.n_stages());
            let _ = writeln!(out, "  s{from} -> s{to} [label=\"{}\", style={style}];", way.in_tongue(tongue));
        }
        out.push_str("}\n");
        out
    }

    /// Writes the stages as a Mermaid flowchart, their labels in `tongue`.
    #[must_use]
    pub fn to_mermaid(&self, tongue: Tongue) -> String {
        let mut out = String::from("flowchart TB\n");
        for n in 0..=self.n_stages() {
            let label = self.label(n, tongue);
            let label = label.iter().map(|line| super::super::mermaid::escaped(line)).collect::<Vec<_>>().join("<br/>");
            let (open, close) = if n == self.n_stages() { ("([", "])") } else { ("[", "]") };
            let _ = writeln!(out, "  s{n}{open}\"{label}\"{close}");
        }
        for (from, to, way) in &self.ways {
            let arrow = if *way == Way::Else { "-.->" } else { "-->" };
            let _ = writeln!(out, "  s{from} {arrow}|{}| s{}", way.in_tongue(tongue), to.unwrap_or(self.n_stages()));
        }
        out
    }

    /// Writes the stages as JSON (`guiju/path/1`); a `then` or `else` of null is the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        let name = |n: Option<usize>| Some(self.path.stages.get(n?)?.name.id.as_str());
        let stages = self.path.stages.iter().map(|stage| JsonStage {
            name: &stage.name.id,
            alias: stage.name.alias.as_deref(),
            title: stage.title.as_ref().map(|title| title.id.as_str()),
            asks: stage.words.iter().map(|(en, _)| en.as_str()).collect(),
            clock: match stage.clock {
                Clock::Date => "date",
                Clock::Due => "due",
                Clock::Done => "done",
            },
            then: name(stage.then),
            otherwise: name(stage.otherwise),
            repeats: stage.repeat.is_some(),
            over_levels: stage.levels.is_some(),
            compensates: stage.compensates,
        });
        let document = Document {
            schema: "guiju/path/1",
            policy: self.policy,
            rule: &self.rule.name.id,
            title: &self.rule.title.id,
            stages: stages.collect(),
        };
        // Texts and lists of texts: there is nothing JSON could refuse.
        serde_json::to_string_pretty(&document).unwrap_or_default()
    }
}

fn escaped_dot(text: &str) -> String {
    super::super::dot::escaped(text)
}
