//! Which commands are there, and which one is asked for?

use crate::{
    command::{self, Command},
    error::CliError,
    help::{self, Text},
    shell::{self, Shell},
};
use anstream::ColorChoice;
use clap::{
    ArgAction, Args, CommandFactory, FromArgMatches, Parser,
    builder::{PossibleValuesParser, TypedValueParser},
};
use guiju_syntax::Tongue;
use std::ffi::OsString;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "guiju", version, disable_help_subcommand = true, disable_version_flag = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    common: Common,
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: (),
    #[command(subcommand)]
    command: Command,
}

/// What every command takes, before or behind its name.
#[derive(Debug, Clone, Copy, Args, Default)]
pub(crate) struct Common {
    #[arg(long, value_parser = tongue_parser())]
    pub(crate) lang: Option<Tongue>,
    #[arg(long, value_parser = colour_parser())]
    pub(crate) color: Option<ColorChoice>,
}

const TEXT: Text = Text {
    about: (
        "Guiju compiles regulations, written as policies, and evaluates them over inspection records",
        "规矩：把规章写成可核查的规矩，对照检查记录逐条评定",
    ),
    usage: ("guiju [OPTIONS] <COMMAND>", "guiju [选项] <命令>"),
    shared: &[],
    args: &[("version", ("", ""), ("show the version", "显示版本"))],
    details: (
        "\
Exit status: 0 nothing breached, nothing wrong; 1 breaches, errors found, failing tests,
differences; 2 no answer (misuse, an unreadable file, a policy with errors, an unusable dataset).

Examples:
  guiju check policies                         what is wrong with the policies in a folder
  guiju eval -p policies/gongzhuling -d 2025   what the records of 2025/dataset.yaml amount to
  guiju eval --help                            a command in full",
        "\
退出码：0 无违规、无错误；1 有违规、有错误、测试未通过或有差异；
2 没有结论（用法错误、文件无法读取、规矩有错误、数据集不可用）。

示例：
  guiju check policies                         检查文件夹中的规矩
  guiju eval -p policies/gongzhuling -d 2025   对照 2025/dataset.yaml 的记录评定
  guiju eval --help                            某一命令的详细说明",
    ),
};

/// Returns the whole command line with its texts in one tongue.
pub(crate) fn definition(shell: &Shell) -> clap::Command {
    let mut cli = help::explain(Cli::command(), &TEXT, shell)
        .subcommand_value_name("COMMAND")
        .subcommand_help_heading(shell.pick("Commands", "命令"));
    for (name, text) in command::TEXTS {
        cli = cli.mut_subcommand(name, |command| help::explain(command, text, shell));
    }
    cli
}

/// Reads the command line, and the reader's wishes in it into `shell`.
///
/// # Errors
/// [`CliError::Usage`] if it is not understood, or asks for help.
pub(crate) fn parse(args: Vec<OsString>, shell: &mut Shell) -> Result<Command, CliError> {
    let matches = definition(shell).try_get_matches_from(args)?;
    let Cli { common, command, .. } = Cli::from_arg_matches(&matches)?;
    let own = command.common();
    shell.settle(own.lang.or(common.lang), own.color.or(common.color));
    Ok(command)
}

/// Reads one of some words as what it stands for.
pub(crate) fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    word: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|value| word(*value)))
        .try_map(move |found| all.iter().copied().find(|value| word(*value) == found).ok_or("no such word"))
}

pub(crate) fn tongue_parser() -> impl TypedValueParser<Value = Tongue> {
    PossibleValuesParser::new(["zh", "en"]).try_map(|word| shell::tongue_of(&word).ok_or("no such tongue"))
}

pub(crate) fn colour_parser() -> impl TypedValueParser<Value = ColorChoice> {
    PossibleValuesParser::new(["auto", "always", "never"])
        .try_map(|word| shell::colour_of(&word).ok_or("no such choice"))
}

#[cfg(test)]
mod tests;
