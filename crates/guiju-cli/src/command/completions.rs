//! `guiju completions`: the words of the command line, for a shell.

use crate::{
    cli::{self, Common},
    error::{CliError, Status},
    help::Text,
    shell::Shell,
};
use clap::Args;
use clap_complete::Shell as Completed;

pub(crate) const TEXT: Text = Text {
    about: ("write the completions of a shell", "生成命令行补全脚本"),
    usage: ("guiju completions <SHELL>", "guiju completions <命令行环境>"),
    shared: &[],
    args: &[(
        "shell",
        ("bash|elvish|fish|powershell|zsh", "bash|elvish|fish|powershell|zsh"),
        ("the shell", "命令行环境"),
    )],
    details: (
        "\
Prints a script that lets the shell complete commands and options.

Exit status: 0 written, 2 no such shell.

Examples:
  guiju completions bash > /etc/bash_completion.d/guiju
  guiju completions fish > ~/.config/fish/completions/guiju.fish",
        "\
输出脚本，使命令行环境能补全命令与选项。

退出码：0 已输出，2 没有这种环境。

示例：
  guiju completions bash > /etc/bash_completion.d/guiju
  guiju completions fish > ~/.config/fish/completions/guiju.fish",
    ),
};

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    shell: Completed,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: &CompletionsArgs, shell: &Shell) -> Result<Status, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut cli::definition(shell), "guiju", &mut script);
    Shell::write(None, |out| out.write_all(&script))?;
    Ok(Status::Clean)
}
