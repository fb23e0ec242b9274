//! `guiju eval`: what the records amount to.

use crate::{
    cli::{Common, one_of},
    error::{CliError, Status},
    help::Text,
    judge::{self, JudgeArgs, Judged},
    shell::Shell,
    values,
};
use clap::Args;
use guiju_compiler::RuleSeverity;
use guiju_eval::{Evaluation, Outcome};
use guiju_report::{Format, Options, json, table, words};
use guiju_syntax::{Message, Tongue};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

pub(crate) const TEXT: Text = Text {
    about: ("evaluate policies over records", "对照记录评定规矩"),
    usage: ("guiju eval -p <POLICY…> [-d <DATASET>] [OPTIONS]", "guiju eval -p <规矩…> [-d <数据集>] [选项]"),
    shared: judge::ARGS,
    args: &[
        ("rule", ("ID", "规则"), ("only these rules", "只评定这些规则")),
        (
            "format",
            ("table|json|csv", "table|json|csv"),
            (
                "the form of the result [default: by the ending of -o, else table]",
                "结果的形式 [默认：依 -o 的文件类型，否则为 table]",
            ),
        ),
        ("output", ("FILE", "文件"), ("write the result to a file", "把结果写入文件")),
        (
            "only",
            ("VERDICT,…", "结论,…"),
            (
                "list only these verdicts, such as violated,overdue; breached: all three kinds of breach",
                "只列出这些结论，如 violated,overdue 或 违反,逾期未完成；breached：各种违规",
            ),
        ),
        ("summary", ("FILE", "文件"), ("also write the JSON without its verdict rows", "另写一份不含逐条结论的 JSON")),
        (
            "severity",
            ("advisory|minor|major|critical", "advisory|minor|major|critical"),
            (
                "from which severity on a breach makes the exit status 1 [default: minor]",
                "违规达到何种级别时退出码为 1 [默认：minor]",
            ),
        ),
    ],
    details: (
        "\
Gives one verdict for each rule, subject and window, as of a day. `table` tells people what is
breached and what cannot be told; `json` (guiju/verdicts/1) and `csv` list every verdict for
programs, in English unless --lang is given. Warnings about the data go to standard error.

Exit status: 0 nothing breached, 1 breaches (advisory ones only with --severity advisory),
2 no answer: a policy with errors, an unusable dataset, an unreadable file, misuse.

Examples:
  guiju eval -p policies/gongzhuling -d examples/gongzhuling --as-of 2026-01-31
  guiju eval -p policies/gongzhuling -d examples/gongzhuling --only breached -o breaches.csv
  guiju eval -p policies/gongzhuling -d examples/gongzhuling --rule A5_2a --format json",
        "\
按基准日，对每条规则、每个对象、每个期间给出一个结论。`table` 供人阅读，列出违规与无法判定的；
`json`（guiju/verdicts/1）与 `csv` 列出全部结论，供程序使用，未指定 --lang 时为英文。
数据方面的警告写到标准错误。

退出码：0 无违规；1 有违规（倡导性的仅在 --severity advisory 时计）；
2 没有结论：规矩有错误、数据集不可用、文件无法读取或用法错误。

示例：
  guiju eval -p policies/gongzhuling -d examples/gongzhuling --as-of 2026-01-31
  guiju eval -p policies/gongzhuling -d examples/gongzhuling --only breached -o 违规.csv
  guiju eval -p policies/gongzhuling -d examples/gongzhuling --rule A5_2a --format json",
    ),
};

#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    #[arg(short, long, required = true, num_args = 1..)]
    policy: Vec<PathBuf>,
    #[command(flatten)]
    judge: JudgeArgs,
    #[arg(long, num_args = 1.., value_delimiter = ',')]
    rule: Vec<String>,
    #[arg(long, value_parser = one_of(&Format::ALL, Format::word))]
    format: Option<Format>,
    #[arg(short, long)]
    output: Option<PathBuf>,
    #[arg(long, value_parser = values::outcomes)]
    only: Option<BTreeSet<Outcome>>,
    #[arg(long)]
    summary: Option<PathBuf>,
    #[arg(long, value_parser = judge::severity_parser(), default_value = "minor")]
    severity: RuleSeverity,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: &EvalArgs, shell: &Shell) -> Result<Status, CliError> {
    known_ending(args)?;
    let mut judged = judge::judge(&args.policy, &args.rule, false, &args.judge, shell)?;
    if !args.rule.is_empty() {
        leave_out_unasked(&mut judged.evaluation, &judged.options.rules);
    }
    write(args, &judged, shell)?;
    if let Some(path) = &args.summary {
        let options = Options { tongue: shell.machine_tongue(), summary_only: true, ..Options::default() };
        Shell::write(Some(path), |out| json::write(judged.report(), &options, out))?;
    }
    Ok(Status::found(judge::is_breached(&judged.evaluation, args.severity)))
}

/// Drops the rules that were not judged: a count of 0 breaches would say that they were.
fn leave_out_unasked(evaluation: &mut Evaluation, asked: &[String]) {
    let mut kept = Vec::new();
    let mut counts = Vec::new();
    let mut index_of = BTreeMap::new();
    for (index, (rule, count)) in evaluation.rules.drain(..).zip(evaluation.counts.drain(..)).enumerate() {
        if asked.contains(&rule.name.id) {
            index_of.insert(index, kept.len());
            kept.push(rule);
            counts.push(count);
        }
    }
    (evaluation.rules, evaluation.counts) = (kept, counts);
    evaluation.verdicts.retain_mut(|verdict| match index_of.get(&verdict.rule) {
        Some(index) => {
            verdict.rule = *index;
            true
        }
        None => false,
    });
}

fn write(args: &EvalArgs, judged: &Judged, shell: &Shell) -> Result<(), CliError> {
    let output = args.output.as_deref();
    let format = args.format.or_else(|| output.and_then(by_ending)).unwrap_or_default();
    let mut options = Options { only: args.only.clone(), tongue: shell.machine_tongue(), ..Options::default() };
    match format {
        Format::Table => {
            options.tongue = shell.tongue;
            if output.is_none() {
                options.width = shell.width();
            }
            shell.write_text(output, &table::render(judged.report(), &options))?;
        }
        Format::Json | Format::Csv => {
            Shell::write(output, |out| guiju_report::write(judged.report(), format, &options, out))?;
        }
    }
    // A table on standard output says so itself.
    if format != Format::Table || output.is_some() {
        shell.remark(&in_short(judged, shell.tongue));
    }
    Ok(())
}

/// Refuses an ending of another form than the one asked for, or of none that is written: a `.xlsx` with text in it
/// would only be found out by whoever opens it.
fn known_ending(args: &EvalArgs) -> Result<(), CliError> {
    let Some(ending) = args.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str()) else {
        return Ok(());
    };
    let written = args.output.as_deref().and_then(by_ending);
    let plain = ["txt", "text", "log"].contains(&ending.to_ascii_lowercase().as_str());
    let fits = match (args.format, written) {
        (None, written) => plain || written.is_some(),
        (Some(format), Some(written)) => format == written,
        (Some(_), None) => true,
    };
    if fits {
        return Ok(());
    }
    Err(CliError::Refused(Message::new(
        format!("`.{ending}` is not what would be written; end the file in .txt, .json or .csv, or choose a --format"),
        format!("写出的不是 `.{ending}`；文件名请以 .txt、.json、.csv 结尾，或另选 --format"),
    )))
}

/// Returns the form that goes with a file's ending.
fn by_ending(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    Format::ALL.into_iter().find(|format| format.word() == ending)
}

/// Says as of when it was judged, and how many verdicts of each kind there are.
fn in_short(judged: &Judged, tongue: Tongue) -> String {
    let evaluation = &judged.evaluation;
    let n =
        |outcome: Outcome| -> u64 { evaluation.counts.iter().filter_map(|counts| counts.get(outcome as usize)).sum() };
    let told: Vec<String> = Outcome::ALL
        .into_iter()
        .filter(|outcome| n(*outcome) > 0)
        .map(|outcome| format!("{} {}", n(outcome), words::outcome(outcome, tongue)))
        .collect();
    let as_of = evaluation.as_of;
    match tongue {
        Tongue::En => {
            format!("as of {as_of}: {}", if told.is_empty() { "no verdicts".into() } else { told.join(", ") })
        }
        Tongue::Zh => format!("基准日 {as_of}：{}", if told.is_empty() { "无结论".into() } else { told.join("，") }),
    }
}
