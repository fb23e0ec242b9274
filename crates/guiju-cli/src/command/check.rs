//! `guiju check`: what is wrong with policies.

mod fix;

use crate::{
    cli::{Common, one_of},
    error::{CliError, Status},
    findings::Findings,
    help::Text,
    policies,
    shell::Shell,
};
use clap::Args;
use guiju_report::diagnostics::{DiagnosticFormat, render, tally};
use std::path::PathBuf;

pub(crate) const TEXT: Text = Text {
    about: ("find what is wrong with policies", "检查规矩有无错误"),
    usage: ("guiju check [PATH…] [OPTIONS]", "guiju check [路径…] [选项]"),
    shared: &[],
    args: &[
        (
            "paths",
            ("PATH", "路径"),
            (
                "policy files, folders with all policies in them, or `-` for standard input [default: .]",
                "规矩文件；文件夹则含其中全部规矩；`-` 为标准输入 [默认：.]",
            ),
        ),
        (
            "fix",
            ("", ""),
            (
                "make the fixes that are safe: those that cannot change what a policy means",
                "改正可以放心改正之处，即不会改变规矩含义的",
            ),
        ),
        (
            "deny",
            ("warnings", "warnings"),
            ("`warnings`: a warning fails the check too", "`warnings`：有警告也算不通过"),
        ),
        (
            "format",
            ("text|json|github", "text|json|github"),
            ("the form of the result [default: text]", "结果的形式 [默认：text]"),
        ),
    ],
    details: (
        "\
Parses, resolves names, checks types; warns of what is legal and most likely not meant. Imports
may reach folders beside the policy's own, and never leave those. Prints every fault with its
place and what to do; `json` is one object a line, `github` remarks on a pull request.

Exit status: 0 no errors (warnings count with `--deny warnings` only), 1 errors, 2 a path cannot
be read.

Examples:
  guiju check policies/gongzhuling
  guiju check policies --fix
  guiju check policies --format github",
        "\
解析文字、名称与类型，并提醒合法而多半有误之处。引用可及规矩所在文件夹的同级文件夹，不得再往外。
列出每处错误、位置与改法；`json` 每行一个对象，`github` 为合并请求的批注。

退出码：0 无错误（加 `--deny warnings` 才计警告），1 有错误，2 有路径无法读取。

示例：
  guiju check policies/gongzhuling
  guiju check policies --fix
  guiju check policies --format github",
    ),
};

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    #[arg(long)]
    fix: bool,
    #[arg(long, value_parser = ["warnings"])]
    deny: Option<String>,
    #[arg(long, value_parser = one_of(&DiagnosticFormat::ALL, DiagnosticFormat::word), default_value = "text")]
    format: DiagnosticFormat,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: &CheckArgs, shell: &Shell) -> Result<Status, CliError> {
    if args.fix {
        let n_fixes = fix::fix(&args.paths)?;
        if n_fixes > 0 {
            let fixes = if n_fixes == 1 { "fix" } else { "fixes" };
            shell.remark(&match shell.tongue {
                guiju_syntax::Tongue::En => format!("{n_fixes} {fixes} made"),
                guiju_syntax::Tongue::Zh => format!("已改正{n_fixes}处"),
            });
        }
    }
    let mut findings = Findings::default();
    let mut n_files = 0;
    for set in policies::sets(&args.paths)? {
        // A file that is no text was asked for too.
        n_files += set.asked.len().max(1);
        findings.add(&set.checked);
        findings.add_some(&guiju_compiler::lint(&set.checked), &set.checked.sources);
    }
    let tongue = match args.format {
        DiagnosticFormat::Text => shell.tongue,
        DiagnosticFormat::Json | DiagnosticFormat::Github => shell.machine_tongue(),
    };
    shell.print(&render(&findings.diagnostics, &findings.sources, args.format, tongue, shell.width()))?;
    if args.format == DiagnosticFormat::Text {
        let tally = match tally(&findings.diagnostics, shell.tongue) {
            none if none.is_empty() => shell.pick("nothing wrong", "无错误").to_owned(),
            some => some,
        };
        let files = if n_files == 1 { "file" } else { "files" };
        shell.remark(&match shell.tongue {
            guiju_syntax::Tongue::En => format!("{n_files} {files} checked: {tally}"),
            guiju_syntax::Tongue::Zh => format!("已检查{n_files}个文件：{tally}"),
        });
    }
    let fails = findings.has_errors() || (args.deny.is_some() && !findings.diagnostics.is_empty());
    Ok(Status::found(fails))
}
