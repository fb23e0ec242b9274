//! `guiju test`: does what must come out come out?

use crate::{
    cli::{Common, one_of},
    error::{CliError, Status},
    help::Text,
    policies,
    shell::Shell,
    trial::{Failure, Trial, example, file},
};
use clap::Args;
use guiju_report::{
    text::{clean, wrap},
    words::several,
};
use guiju_syntax::{Severity, Tongue};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub(crate) const TEXT: Text = Text {
    about: ("run the examples and test files of policies", "运行规矩中的例与测试文件"),
    usage: ("guiju test [PATH…] [OPTIONS]", "guiju test [路径…] [选项]"),
    shared: &[],
    args: &[
        (
            "paths",
            ("PATH", "路径"),
            (
                "policy files, *.test.yaml files, or folders with all of both in them [default: .]",
                "规矩文件、*.test.yaml 文件；文件夹则含其中全部 [默认：.]",
            ),
        ),
        ("format", ("text|json", "text|json"), ("the form of the result [default: text]", "结果的形式 [默认：text]")),
    ],
    details: (
        "\
An `example` gives records, which are all there is, and the verdicts that must come out. A file
*.test.yaml names a policy, a dataset and an as-of date, and lists verdicts and counts:

  policy: .                  # beside this file; the default
  dataset: dataset.yaml      # the default
  as_of: 2026-01-31
  expect:
    - {rule: A5_2a, subject: G1, window: 2025-02, verdict: violated, actual: 3}
  counts:
    A5_2a: {met: 34, violated: 2}

Prints what came out otherwise.

Exit status: 0 all pass, 1 some fail, 2 a policy has errors or a path cannot be read.

Examples:
  guiju test policies
  guiju test policies/gongzhuling/policy.guiju --format json",
        "\
`例` 给出的档案即是全部，并写明应得的结论。*.test.yaml 文件写明规矩、数据集、基准日，
再列出结论与计数：

  policy: .                  # 与本文件同处；默认
  dataset: dataset.yaml      # 默认
  as_of: 2026-01-31
  expect:
    - {rule: A5_2a, subject: G1, window: 2025-02, verdict: violated, actual: 3}
  counts:
    A5_2a: {met: 34, violated: 2}

列出与预期不符之处。

退出码：0 全部通过，1 有未通过的，2 规矩有错误或有路径无法读取。

示例：
  guiju test policies
  guiju test policies/gongzhuling/policy.guiju --format json",
    ),
};

/// The forms the result can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Json,
}

impl Format {
    const ALL: [Self; 2] = [Self::Text, Self::Json];

    const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    #[arg(long, value_parser = one_of(&Format::ALL, Format::word), default_value = "text")]
    format: Format,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: &TestArgs, shell: &Shell) -> Result<Status, CliError> {
    let (files, policies): (Vec<PathBuf>, Vec<PathBuf>) =
        args.paths.iter().cloned().partition(|path| path.is_file() && is_test_file(path));
    let sets = if policies.is_empty() { Vec::new() } else { policies::sets(&policies)? };
    for set in &sets {
        if set.checked.diagnostics.iter().any(|fault| fault.severity == Severity::Error) {
            shell.tell(&set.checked.diagnostics, &set.checked.sources);
            return Err(CliError::Told);
        }
    }
    let mut trials = Vec::new();
    for set in &sets {
        trials.extend(set.checked.program.examples.iter().map(|example| example::run(&set.checked, example)));
    }
    let beside = policies::files_below(&policies, is_test_file)?;
    trials.extend(files.iter().chain(&beside).map(|path| file::run(path)));
    let failed = trials.iter().filter(|trial| !trial.failures.is_empty()).count();
    match args.format {
        Format::Text => {
            shell.print(&text(&trials, shell))?;
            shell.remark(&tally(trials.len(), failed, shell.tongue));
        }
        Format::Json => shell.print(&json(&trials, shell.machine_tongue()))?,
    }
    Ok(Status::found(failed > 0))
}

fn is_test_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(file::ENDING))
}

fn tally(n: usize, failed: usize, tongue: Tongue) -> String {
    let passed = n - failed;
    match tongue {
        Tongue::En => format!("{}: {passed} passed, {failed} failed", several(n as u64, "test")),
        Tongue::Zh => format!("共{n}项测试：{passed}项通过，{failed}项未通过"),
    }
}

/// Tells the tests that failed, each with what came out otherwise.
fn text(trials: &[Trial], shell: &Shell) -> String {
    let mut text = String::new();
    let red = anstyle::AnsiColor::Red.on_default().bold();
    for trial in trials.iter().filter(|trial| !trial.failures.is_empty()) {
        let label = shell.pick("FAILED", "未通过");
        let title = clean(trial.title.in_tongue(shell.tongue));
        let rule = trial.rule.as_ref().map(|rule| format!("{rule}: ")).unwrap_or_default();
        text += &format!("{red}{label}{red:#} {}:{}\n", trial.path, trial.line);
        let title = format!("{rule}{title}");
        text += &wrap(&title, shell.width() - 2).iter().map(|line| format!("  {line}\n")).collect::<String>();
        let mut last = None;
        for failure in &trial.failures {
            let whose = failure.whose();
            if let Some(whose) = whose.filter(|_| whose != last) {
                text += &format!("    {}\n", clean(whose));
            }
            last = whose;
            text += &failure_text(failure, shell);
        }
        text.push('\n');
    }
    text
}

fn failure_text(failure: &Failure, shell: &Shell) -> String {
    match failure {
        Failure::Broken(message) => {
            format!("    {}\n", clean(message.in_tongue(shell.tongue)))
        }
        Failure::Differs { what, expected, got, .. } => {
            let (expected_word, got_word) = (shell.pick("expected", "应为"), shell.pick("got", "实为"));
            format!("      {what}: {expected_word} {}, {got_word} {}\n", clean(expected), clean(got))
        }
        Failure::Lost { n_found, others, .. } => {
            let told = match (shell.tongue, n_found) {
                (Tongue::En, 0) => "no such verdict".to_owned(),
                (Tongue::En, n) => format!("{n} verdicts fit; name subject and window"),
                (Tongue::Zh, 0) => "没有这样的结论".to_owned(),
                (Tongue::Zh, n) => format!("有{n}个结论相符，请写明对象与期间"),
            };
            let others =
                others.iter().map(|other| format!("      {} {}\n", shell.pick("there is", "现有"), clean(other)));
            format!("      {told}\n{}", others.collect::<String>())
        }
    }
}

/// The name of the JSON form and its version.
const SCHEMA: &str = "guiju/tests/1";

fn json(trials: &[Trial], tongue: Tongue) -> String {
    let tests: Vec<String> = trials.iter().map(|trial| format!("\n  {}", trial_json(trial, tongue))).collect();
    format!("{{\"schema\":\"{SCHEMA}\",\n \"tests\":[{}]}}\n", tests.join(","))
}

fn trial_json(trial: &Trial, tongue: Tongue) -> Value {
    json!({
        "path": trial.path,
        "line": trial.line,
        "title": trial.title.in_tongue(tongue),
        "rule": trial.rule,
        "as_of": trial.as_of,
        "passed": trial.failures.is_empty(),
        "failures": trial.failures.iter().map(|failure| failure_json(failure, tongue)).collect::<Vec<_>>(),
    })
}

fn failure_json(failure: &Failure, tongue: Tongue) -> Value {
    match failure {
        Failure::Broken(message) => json!({ "kind": "broken", "message": message.in_tongue(tongue) }),
        Failure::Differs { whose, what, expected, got } => {
            json!({ "kind": "differs", "whose": whose, "what": what, "expected": expected, "got": got })
        }
        Failure::Lost { whose, n_found, others } => {
            json!({ "kind": "lost", "whose": whose, "found": n_found, "there_is": others })
        }
    }
}
