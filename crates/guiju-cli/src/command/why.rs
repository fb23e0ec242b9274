//! `guiju why`: one verdict told step by step.

use crate::{
    cli::Common,
    error::{CliError, Status},
    help::Text,
    judge::{self, JudgeArgs},
    shell::Shell,
    story,
    trial::expectation::{is_called, is_of_stage, name},
};
use clap::Args;
use guiju_eval::Verdict;
use guiju_report::words;
use guiju_syntax::{Message, Tongue};
use std::path::PathBuf;

/// How many verdicts are named where several fit, or none.
const FEW: usize = 24;

pub(crate) const TEXT: Text = Text {
    about: ("tell one verdict step by step", "逐步说明一个结论"),
    usage: (
        "guiju why -p <POLICY> [-d <DATASET>] <RULE> [SUBJECT] [WINDOW] [OPTIONS]",
        "guiju why -p <规矩> [-d <数据集>] <规则> [对象] [期间] [选项]",
    ),
    shared: judge::ARGS,
    args: &[
        ("rule", ("RULE", "规则"), ("the rule, by its id", "规则名称")),
        (
            "subject",
            ("SUBJECT", "对象"),
            ("the subject's key, or its name; may be left out if there is one", "对象的主键或名称；只有一个时可省略"),
        ),
        (
            "window",
            ("WINDOW", "期间"),
            (
                "the window as 2025, 2025-Q1, 2025-02, or its first day; for a duty, the day it began",
                "期间，如 2025、2025-Q1、2025-02，或其首日；期限类规则为起算之日",
            ),
        ),
        (
            "stage",
            ("STAGE", "阶段"),
            (
                "the stage of a path, as `listing` or `remind#2`; the first if left out",
                "流程的阶段，如 `挂牌`、`提醒#2`；省略时为首个阶段",
            ),
        ),
    ],
    details: (
        "\
Tells what the clause asks and how the policy words it, which records were looked at (file and
row) and how each counted or did not, how the due date was reached day by day, which assumptions
it rests on, and what would mend it.

Exit status: 0 told, 2 there is no such verdict, or there are several; they are then named.

Examples:
  guiju why -p policies/gongzhuling -d examples/gongzhuling A5_2a ZH1 2025-02
  guiju why -p policies/gongzhuling -d examples/gongzhuling A7_5a XS013-2 --as-of 2026-01-31",
        "\
说明条款的要求与规矩的写法、查看了哪些记录（文件与行）、各自是否计入及缘由、期限如何逐日
推算、以哪些暂定为前提、如何补救。

退出码：0 已说明，2 没有这样的结论，或有多个相符（逐一列出）。

示例：
  guiju why -p policies/gongzhuling -d examples/gongzhuling A5_2a ZH1 2025-02
  guiju why -p policies/gongzhuling -d examples/gongzhuling A7_5a XS013-2 --as-of 2026-01-31",
    ),
};

#[derive(Debug, Args)]
pub(crate) struct WhyArgs {
    #[arg(short, long, required = true)]
    policy: Vec<PathBuf>,
    rule: String,
    subject: Option<String>,
    window: Option<String>,
    #[arg(long)]
    stage: Option<String>,
    #[command(flatten)]
    judge: JudgeArgs,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: &WhyArgs, shell: &Shell) -> Result<Status, CliError> {
    let judged = judge::judge(&args.policy, std::slice::from_ref(&args.rule), true, &args.judge, shell)?;
    let verdict = find(args, &judged.evaluation.verdicts)?;
    let story = story::tell(&judged, verdict, shell.tongue, shell.width());
    shell.print(&story.map_err(|error| CliError::Refused(error.message()))?)?;
    Ok(Status::Clean)
}

/// Finds the one verdict that is asked about.
fn find<'a>(args: &WhyArgs, verdicts: &'a [Verdict]) -> Result<&'a Verdict, CliError> {
    let is_of_subject = |verdict: &&Verdict| {
        let subject = &verdict.subject;
        args.subject.as_deref().is_none_or(|asked| subject.key == asked || subject.label.as_deref() == Some(asked))
    };
    let is_of_window = |verdict: &&Verdict| {
        let called = |label: &str| {
            verdict.window.is_some_and(|window| is_called(window, label) || words::window(window, Tongue::Zh) == label)
        };
        args.window.as_deref().is_none_or(called)
    };
    let of_subject: Vec<&Verdict> = verdicts.iter().filter(is_of_subject).collect();
    let is_of_stage = |verdict: &&Verdict| is_of_stage(verdict, args.stage.as_deref());
    let found: Vec<&Verdict> = of_subject.iter().copied().filter(is_of_window).filter(is_of_stage).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] if verdicts.is_empty() => {
            Err(refused("the rule has no verdicts on these records", "此规则对这些记录没有结论", &[]))
        }
        [] if of_subject.is_empty() => {
            let all: Vec<&Verdict> = verdicts.iter().collect();
            Err(refused("there is no verdict on this subject; there is", "没有关于此对象的结论；现有", &all))
        }
        [] => Err(refused("there is no verdict on this window; there is", "没有关于此期间的结论；现有", &of_subject)),
        several => Err(refused("several verdicts fit; name one of", "有多个结论相符，请指明其一", several)),
    }
}

/// Returns the error of a question that names no verdict, or several; with those to choose from.
fn refused(en: &str, zh: &str, choice: &[&Verdict]) -> CliError {
    let listed: String = choice.iter().take(FEW).map(|verdict| format!("\n  {}", name(verdict))).collect();
    let (mut en, mut zh) = (format!("{en}{listed}"), format!("{zh}{listed}"));
    if let Some(more) = choice.len().checked_sub(FEW).filter(|more| *more > 0) {
        en += &format!("\n  and {more} more");
        zh += &format!("\n  另有{more}个");
    }
    CliError::Unknown(Message::new(en, zh))
}
