//! `guiju debug`: what a stage made of a policy, for reports of faults in the engine.

use crate::{
    cli::{Common, one_of},
    error::{CliError, Status},
    help::Text,
    policies,
    shell::Shell,
};
use clap::Args;
use std::path::PathBuf;

pub(crate) const TEXT: Text = Text {
    about: ("show what a stage made of a policy", "显示某一阶段对规矩的处理结果"),
    usage: ("guiju debug <STAGE> <POLICY>", "guiju debug <阶段> <规矩>"),
    shared: &[],
    args: &[
        (
            "stage",
            ("tree|program", "tree|program"),
            ("tree: as written; program: names and types resolved", "tree：照原文；program：名称与类型已解析"),
        ),
        ("policy", ("POLICY", "规矩"), ("a policy file, or the folder that holds it", "规矩文件，或其所在文件夹")),
    ],
    details: (
        "\
The form is that of the engine's own types and may change at any time: put it into a report of a
fault, do not build on it.

Exit status: 0 shown, 1 shown, but the policy has errors, 2 it cannot be read.

Example:
  guiju debug tree policies/gongzhuling",
        "\
形式与引擎内部类型一致，随时可能变化：可附于缺陷报告，不宜另作他用。

退出码：0 已显示，1 已显示但规矩有错误，2 无法读取。

示例：
  guiju debug tree policies/gongzhuling",
    ),
};

/// A stage whose result can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Tree,
    Program,
}

impl Stage {
    const ALL: [Self; 2] = [Self::Tree, Self::Program];

    const fn word(self) -> &'static str {
        match self {
            Self::Tree => "tree",
            Self::Program => "program",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct DebugArgs {
    #[arg(value_parser = one_of(&Stage::ALL, Stage::word))]
    stage: Stage,
    policy: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: &DebugArgs, shell: &Shell) -> Result<Status, CliError> {
    let checked = policies::read(std::slice::from_ref(&args.policy))?;
    shell.tell(&checked.diagnostics, &checked.sources);
    Shell::write(None, |out| match args.stage {
        Stage::Tree => checked.files.iter().try_for_each(|parsed| {
            let path = &checked.sources.file(parsed.file.id).path;
            writeln!(out, "// {path}\n{:#?}", parsed.file)
        }),
        Stage::Program => writeln!(out, "{:#?}", checked.program),
    })?;
    Ok(Status::found(checked.has_errors()))
}
