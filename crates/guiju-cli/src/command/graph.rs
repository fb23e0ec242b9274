//! `guiju graph`: what a policy is made of, and what rests on what.

use crate::{
    cli::{Common, one_of},
    error::{CliError, Status},
    help::Text,
    policies,
    shell::Shell,
    values,
};
use clap::Args;
use guiju_compiler::{RuleGraph, graph::NodeId};
use std::path::PathBuf;

pub(crate) const TEXT: Text = Text {
    about: ("draw what rests on what in a policy", "画出规矩各部分之间的依赖"),
    usage: ("guiju graph <POLICY> [OPTIONS]", "guiju graph <规矩> [选项]"),
    shared: &[],
    args: &[
        ("policy", ("POLICY", "规矩"), ("a policy file, or the folder that holds it", "规矩文件，或其所在文件夹")),
        ("rule", ("ID", "规则"), ("only these rules and what they rest on", "只画这些规则及其所依赖的部分")),
        (
            "format",
            ("dot|mermaid|json", "dot|mermaid|json"),
            ("the form of the result [default: dot]", "结果的形式 [默认：dot]"),
        ),
        ("output", ("FILE", "文件"), ("write the result to a file", "把结果写入文件")),
    ],
    details: (
        "\
Prints clauses, rules, records, events, lists, registers, sequences, tables, parameters and
assumptions, with what cites, reads and depends on what: `dot` for Graphviz, `mermaid` for
Markdown pages, `json` for programs.

Exit status: 0 drawn, 2 the policy has errors or cannot be read, or has no such rule.

Examples:
  guiju graph policies/gongzhuling --rule A5_2a | dot -Tsvg > A5_2a.svg
  guiju graph policies/gongzhuling --format json -o graph.json",
        "\
输出条款、规则、档案、事件、目录、名册、序列、表、参数与暂定，以及其间的引据、读取与依赖：
`dot` 供 Graphviz，`mermaid` 供 Markdown 页面，`json` 供程序使用。

退出码：0 已输出；2 规矩有错误、无法读取，或没有这一规则。

示例：
  guiju graph policies/gongzhuling --rule 第五条二甲 | dot -Tsvg > 第五条二甲.svg
  guiju graph policies/gongzhuling --format json -o graph.json",
    ),
};

/// The forms a graph can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Dot,
    Mermaid,
    Json,
}

impl Format {
    const ALL: [Self; 3] = [Self::Dot, Self::Mermaid, Self::Json];

    const fn word(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Mermaid => "mermaid",
            Self::Json => "json",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct GraphArgs {
    policy: PathBuf,
    #[arg(long, num_args = 1.., value_delimiter = ',')]
    rule: Vec<String>,
    #[arg(long, value_parser = one_of(&Format::ALL, Format::word), default_value = "dot")]
    format: Format,
    #[arg(short, long)]
    output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: &GraphArgs, shell: &Shell) -> Result<Status, CliError> {
    let checked = policies::compile(std::slice::from_ref(&args.policy), shell)?;
    let mut graph = RuleGraph::of(&checked.program);
    if !args.rule.is_empty() {
        let mut rules: Vec<NodeId> = Vec::new();
        for word in &args.rule {
            values::rule(&checked.program, word)?;
            rules.extend(graph.rules_named(word));
        }
        graph = graph.around(&rules);
    }
    let text = match args.format {
        Format::Dot => graph.to_dot(shell.tongue),
        Format::Mermaid => graph.to_mermaid(shell.tongue),
        Format::Json => graph.to_json(),
    };
    let end = if text.ends_with('\n') { "" } else { "\n" };
    Shell::write(args.output.as_deref(), |out| write!(out, "{text}{end}"))?;
    Ok(Status::Clean)
}
