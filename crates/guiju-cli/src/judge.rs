//! From policies and records to verdicts: the road that `eval` and `why` share.

use crate::{
    cli::one_of,
    dataset::DataArgs,
    error::CliError,
    help, policies,
    shell::{Shell, today},
    values,
};
use clap::Args;
use guiju_calendar::Day;
use guiju_compiler::{Checked, RuleSeverity};
use guiju_data::{Dataset, Feed};
use guiju_eval::{Evaluation, Options};
use guiju_report::{Report, words::severity_word};
use guiju_syntax::{Message, Sources};
use std::path::PathBuf;

/// What decides the verdicts.
#[derive(Debug, Args)]
pub(crate) struct JudgeArgs {
    #[command(flatten)]
    data: DataArgs,
    #[arg(long, value_parser = crate::values::day)]
    as_of: Option<Day>,
    #[arg(long, value_parser = crate::values::day)]
    from: Option<Day>,
    #[arg(long, value_parser = crate::values::day)]
    to: Option<Day>,
    #[arg(long, value_parser = crate::values::day)]
    known_by: Option<Day>,
    #[arg(long)]
    assume: Vec<String>,
    #[arg(long)]
    strict: bool,
}

/// How [`JudgeArgs`] and the policies before them are explained.
pub(crate) const ARGS: help::Args = &[
    (
        "policy",
        ("POLICY", "规矩"),
        (
            "policy files, or the folders that hold them; their records are one dataset",
            "规矩文件或其所在文件夹，可有多个，共用一个数据集",
        ),
    ),
    (
        "data",
        ("DATASET", "数据集"),
        (
            "the dataset's manifest, or the folder of a dataset.yaml [default: dataset.yaml]",
            "数据集清单，或 dataset.yaml 所在文件夹 [默认：dataset.yaml]",
        ),
    ),
    (
        "data_root",
        ("DIR", "文件夹"),
        (
            "the folder the manifest's paths begin in, and may not leave [default: the manifest's]",
            "清单中路径的起点，不得越出 [默认：清单所在文件夹]",
        ),
    ),
    (
        "rejects",
        ("FILE", "文件"),
        ("write every cell that cannot be read to a CSV file", "把无法读取的单元格逐一写入 CSV 文件"),
    ),
    (
        "max_rejects",
        ("N|P%", "N|P%"),
        ("refuse the dataset if more rows than this have bad cells", "有坏单元格的行多于此数即不采用数据集"),
    ),
    (
        "as_of",
        ("DATE", "日期"),
        (
            "judge as of this day: records dated later are not seen [default: today]",
            "基准日：不看此后的记录 [默认：今天]",
        ),
    ),
    (
        "from",
        ("DATE", "日期"),
        (
            "judge windows and triggers from this day on [default: the first day of the data]",
            "只评定自此日起的期间与事项 [默认：数据首日]",
        ),
    ),
    (
        "to",
        ("DATE", "日期"),
        (
            "and up to this day [default: the last day of the data or the as-of date]",
            "至此日止 [默认：数据末日或基准日]",
        ),
    ),
    (
        "known_by",
        ("DATE", "日期"),
        (
            "see only what was entered by this day, to replay a past report",
            "只看此日及以前录入的记录，以重现过去的报告",
        ),
    ),
    (
        "assume",
        ("NAME=VALUE", "名称=值"),
        (
            "another value for an assumption of the policy, as prompt=5wd; may be repeated",
            "改用另一暂定值，如 及时=5个工作日；可重复",
        ),
    ),
    (
        "strict",
        ("", ""),
        ("leave undetermined what rests on days beyond the working-day calendar", "期限超出工作日历的一律无法判定"),
    ),
];

/// A run's policies, records and verdicts.
pub(crate) struct Judged {
    /// The policies.
    pub(crate) checked: Checked,
    /// The records.
    pub(crate) dataset: Dataset,
    /// What was asked.
    pub(crate) options: Options,
    /// The verdicts.
    pub(crate) evaluation: Evaluation,
    /// The dates for which dated kinds of record are complete.
    pub(crate) feeds: Vec<(String, Feed)>,
}

impl Judged {
    /// Returns what is told of it.
    pub(crate) fn report(&self) -> Report<'_> {
        Report { evaluation: &self.evaluation, inputs: &self.dataset.inputs, feeds: &self.feeds }
    }
}

/// Compiles policies, loads records and evaluates the rules named (none: all).
pub(crate) fn judge(
    policy: &[PathBuf],
    rules: &[String],
    all_evidence: bool,
    args: &JudgeArgs,
    shell: &Shell,
) -> Result<Judged, CliError> {
    let checked = policies::compile(policy, shell)?;
    let program = &checked.program;
    let options = options(program, rules, all_evidence, args)?;
    let dataset = args.data.load(&program.schema, options.known_by, shell)?;
    let evaluation =
        guiju_eval::evaluate(program, &dataset, &options).map_err(|error| CliError::Refused(error.message()))?;
    shell.tell(&evaluation.warnings, &Sources::default());
    let feeds = feeds(program, &dataset);
    Ok(Judged { checked, dataset, options, evaluation, feeds })
}

fn options(
    program: &guiju_compiler::hir::Program,
    rules: &[String],
    all_evidence: bool,
    args: &JudgeArgs,
) -> Result<Options, CliError> {
    if let (Some(from), Some(to)) = (args.from, args.to)
        && from > to
    {
        return Err(CliError::Refused(Message::new(
            format!("--from {from} is after --to {to}"),
            format!("--from {from} 晚于 --to {to}"),
        )));
    }
    let rules = rules.iter().map(|word| values::rule(program, word).map(|rule| rule.name.id.clone()));
    Ok(Options {
        as_of: args.as_of.unwrap_or_else(today),
        known_by: args.known_by,
        from: args.from,
        to: args.to,
        rules: rules.collect::<Result<_, _>>()?,
        strict: args.strict,
        assume: args.assume.iter().map(|words| values::assumption(program, words)).collect::<Result<_, _>>()?,
        all_evidence,
    })
}

/// Returns the feeds of the dated kinds that files feed.
fn feeds(program: &guiju_compiler::hir::Program, dataset: &Dataset) -> Vec<(String, Feed)> {
    let fed = |name: &str| dataset.inputs.iter().any(|input| input.record == name);
    let tables = dataset.tables.iter().map(|table| (program.schema.record(table.record), &table.feed));
    tables
        .filter(|(record, _)| record.at.is_some() && fed(&record.name.id))
        .map(|(record, feed)| (record.name.id.clone(), feed.clone()))
        .collect()
}

/// Returns whether any rule of at least this severity is breached.
pub(crate) fn is_breached(evaluation: &Evaluation, severity: RuleSeverity) -> bool {
    let rule = |index: usize| evaluation.rules.get(index);
    let mut breaches = evaluation.verdicts.iter().filter(|verdict| verdict.outcome.is_breach());
    breaches.any(|verdict| rule(verdict.rule).is_some_and(|rule| rule.severity >= severity))
}

/// Reads the word of a severity.
pub(crate) fn severity_parser() -> impl clap::builder::TypedValueParser<Value = RuleSeverity> {
    one_of(&values::SEVERITIES, severity_word)
}
