//! `guiju fmt`: one layout for all policies, in either tongue.

use crate::{
    cli::tongue_parser,
    error::{CliError, Status},
    findings::Findings,
    help::Text,
    policies::{self, PolicyFile, PolicySet},
    shell::Shell,
};
use anstream::ColorChoice;
use clap::Args;
use guiju_syntax::{Diagnostic, FileId, FormatOptions, Parsed, Severity, Sources, Tongue, format, parse, tongue_of};
use std::{fs, path::PathBuf};

pub(crate) const TEXT: Text = Text {
    about: ("lay out policies, or turn them into the other tongue", "整理规矩的版式，或转写为另一种语言"),
    usage: ("guiju fmt [PATH…] [OPTIONS]", "guiju fmt [路径…] [选项]"),
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
        ("check", ("", ""), ("change nothing; say what would change", "不改动，只列出需要整理的文件")),
        ("stdout", ("", ""), ("print the text and leave the files as they are", "只把结果打印出来，不改文件")),
        (
            "lang",
            ("zh|en", "zh|en"),
            (
                "the tongue to write keywords and names in [default: as each file is]",
                "以哪种语言书写关键字与名称 [默认：照原文件]",
            ),
        ),
    ],
    details: (
        "\
Writes files anew where they differ, and prints their names. Keeps meaning and comments; laying
out twice changes nothing. Names with an alias (`aka`) turn with the keywords. A file with syntax
errors is left alone, and so is one with any error if it is to be turned into the other tongue.
Standard input goes to standard output. `guiju --lang zh fmt …` chooses the tongue of messages.

Exit status: 0 done, or nothing to do; 1 with --check, files differ; 2 a file has errors or cannot
be read.

Examples:
  guiju fmt policies
  guiju fmt --check
  guiju fmt --lang en --stdout policies/gongzhuling",
        "\
有变化的文件直接改写，并列出文件名。意思与注释不变；再整理一次不会有变化。有别名（`又称`）
的名称随关键字一起转写。有语法错误的文件不改动；要转写而有任何错误的文件也不改动。标准输入的
结果写到标准输出。提示语言用 `guiju --lang zh fmt …` 指定。

退出码：0 已完成或无需整理；1 用 --check 时有文件需要整理；2 文件有错误或无法读取。

示例：
  guiju fmt policies
  guiju fmt --check
  guiju fmt --lang en --stdout policies/gongzhuling",
    ),
};

#[derive(Debug, Args)]
pub(crate) struct FmtArgs {
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    #[arg(long)]
    check: bool,
    #[arg(long, conflicts_with = "check")]
    stdout: bool,
    #[arg(long, value_parser = tongue_parser())]
    lang: Option<Tongue>,
    #[arg(long, value_parser = crate::cli::colour_parser())]
    pub(crate) color: Option<ColorChoice>,
}

pub(crate) fn run(args: &FmtArgs, shell: &Shell) -> Result<Status, CliError> {
    let mut faults = Findings::default();
    let mut changed = Vec::new();
    for set in policies::sets(&args.paths)? {
        for (id, file) in &set.asked {
            match laid_out(&set, *id, args.lang) {
                Ok(text) => {
                    if args.stdout {
                        shell.print(&text)?;
                        continue;
                    }
                    let differs = file.bytes()? != text.as_bytes();
                    if differs && !args.check {
                        write(file, &text, shell)?;
                    } else if !args.check && file.is_stdin() {
                        shell.print(&text)?;
                    }
                    if differs {
                        changed.push(file.shown().to_owned());
                    }
                }
                Err(diagnostics) => faults.add_some(&diagnostics, &set.checked.sources),
            }
        }
        if set.asked.is_empty() {
            faults.add(&set.checked);
        }
    }
    changed.sort();
    for path in changed.iter().filter(|path| args.check || *path != policies::STDIN_NAME) {
        shell.print(&format!("{path}\n"))?;
    }
    shell.tell(&faults.diagnostics, &faults.sources);
    if faults.has_errors() { Ok(Status::NoAnswer) } else { Ok(Status::found(args.check && !changed.is_empty())) }
}

/// Returns the text of a file as it should be, or why it must be left alone.
fn laid_out(set: &PolicySet, id: FileId, asked: Option<Tongue>) -> Result<String, Vec<Diagnostic>> {
    let checked = &set.checked;
    let Some(parsed) = checked.files.iter().find(|parsed| parsed.file.id == id) else { return Err(Vec::new()) };
    let text = &checked.sources.file(id).text;
    let faults = errors(&parsed.diagnostics);
    if !faults.is_empty() {
        return Err(faults);
    }
    let tongue = asked.unwrap_or_else(|| tongue_of(parsed, text));
    if tongue != tongue_of(parsed, text) {
        // Names that are not understood would stay behind.
        let here = |d: &&Diagnostic| d.primary.as_ref().is_some_and(|label| label.span.file == id);
        let faults = errors(checked.diagnostics.iter().filter(here));
        if !faults.is_empty() {
            return Err(faults);
        }
    }
    let options = FormatOptions { tongue: Some(tongue), names: &checked.names, comments: true };
    let new = format(parsed, text, &options);
    sound(parsed, &new)?;
    Ok(new)
}

/// Refuses to replace a file by one that does not say as much.
fn sound(old: &Parsed, new: &str) -> Result<(), Vec<Diagnostic>> {
    let mut sources = Sources::default();
    let id = sources.add("", new);
    let parsed = parse(&sources, id);
    let faults = errors(&parsed.diagnostics);
    debug_assert!(faults.is_empty() && parsed.file.items.len() == old.file.items.len(), "{new}");
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn errors<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.into_iter().filter(|d| d.severity == Severity::Error).cloned().collect()
}

fn write(file: &PolicyFile, text: &str, shell: &Shell) -> Result<(), CliError> {
    if file.is_stdin() {
        return shell.print(text);
    }
    fs::write(file.absolute(), text).map_err(|error| CliError::writing(&file.absolute(), error))
}
