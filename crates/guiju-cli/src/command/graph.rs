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
use guiju_compiler::{
    RuleGraph,
    graph::{NodeId, StageDrawing},
    hir::Program,
};
use guiju_syntax::Message;
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
            ("dot|mermaid|json|svg", "dot|mermaid|json|svg"),
            ("the form of the result [default: dot]", "结果的形式 [默认：dot]"),
        ),
        ("output", ("FILE", "文件"), ("write the result to a file", "把结果写入文件")),
    ],
    details: (
        "\
Prints clauses, rules, records, events, lists, registers, sequences, tables, parameters and
assumptions, with what cites, reads and depends on what: `dot` for Graphviz, `mermaid` for
Markdown pages, `json` for programs. Of a path, named alone with --rule, its stages are drawn
and where they lead; `svg` draws them without any other tool.

Exit status: 0 drawn, 2 the policy has errors or cannot be read, or has no such rule.

Examples:
  guiju graph policies/gongzhuling --rule A5_2a | dot -Tsvg > A5_2a.svg
  guiju graph policies/gongzhuling --format json -o graph.json
  guiju graph policies/town --rule A7 --format svg -o A7.svg",
        "\
输出条款、规则、档案、事件、目录、名册、序列、表、参数与暂定，以及其间的引据、读取与依赖：
`dot` 供 Graphviz，`mermaid` 供 Markdown 页面，`json` 供程序使用。用 --rule 单独指明一个流程时，
画出其各阶段及去向；`svg` 不需其他工具即可成图。

退出码：0 已输出；2 规矩有错误、无法读取，或没有这一规则。

示例：
  guiju graph policies/gongzhuling --rule 第五条二甲 | dot -Tsvg > 第五条二甲.svg
  guiju graph policies/gongzhuling --format json -o graph.json
  guiju graph policies/town --rule 第七条 --format svg -o 第七条.svg",
    ),
};

/// The forms a graph can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Dot,
    Mermaid,
    Json,
    Svg,
}

impl Format {
    const ALL: [Self; 4] = [Self::Dot, Self::Mermaid, Self::Json, Self::Svg];

    const fn word(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Mermaid => "mermaid",
            Self::Json => "json",
            Self::Svg => "svg",
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
    let program = &checked.program;
    if let Some(path) = the_path(program, &args.rule) {
        return put(
            args,
            &match args.format {
                Format::Dot => path.to_dot(shell.tongue),
                Format::Mermaid => path.to_mermaid(shell.tongue),
                Format::Json => path.to_json(),
                Format::Svg => path.to_svg(shell.tongue),
            },
        );
    }
    let mut graph = RuleGraph::of(program);
    if !args.rule.is_empty() {
        let mut rules: Vec<NodeId> = Vec::new();
        for word in &args.rule {
            values::rule(program, word)?;
            rules.extend(graph.rules_named(word));
        }
        graph = graph.around(&rules);
    }
    let text = match args.format {
        Format::Dot => graph.to_dot(shell.tongue),
        Format::Mermaid => graph.to_mermaid(shell.tongue),
        Format::Json => graph.to_json(),
        Format::Svg => {
            return Err(CliError::Refused(Message::new(
                "`svg` draws the stages of a path: name one with `--rule`",
                "`svg` 只画流程的各阶段：请用 `--rule` 指明一个流程",
            )));
        }
    };
    put(args, &text)
}

/// The path that is asked for alone.
fn the_path<'p>(program: &'p Program, words: &[String]) -> Option<StageDrawing<'p>> {
    let [word] = words else { return None };
    let mut named = program.rules.iter().filter(|rule| rule.name.is(word));
    match (named.next(), named.next()) {
        (Some(rule), None) => StageDrawing::of(program, rule),
        _ => None,
    }
}

fn put(args: &GraphArgs, text: &str) -> Result<Status, CliError> {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    Shell::write(args.output.as_deref(), |out| write!(out, "{text}{end}"))?;
    Ok(Status::Clean)
}
