//! `guiju explain`: the page of a diagnostic.

use crate::{
    cli::Common,
    error::{CliError, Status},
    help::Text,
    shell::Shell,
    values::unknown,
};
use clap::Args;
use guiju_syntax::Code;

pub(crate) const TEXT: Text = Text {
    about: ("show the page of a diagnostic", "显示某一诊断代码的说明"),
    usage: ("guiju explain <CODE>", "guiju explain <代码>"),
    shared: &[],
    args: &[("code", ("CODE", "代码"), ("the code, as messages show it in brackets", "提示信息方括号中的代码"))],
    details: (
        "\
Prints what the code means, an example, and what to write instead.

Exit status: 0 the page is shown, 2 there is no such code.

Examples:
  guiju explain E0201
  guiju explain w1101",
        "\
说明代码的含义、示例与改法。

退出码：0 已显示，2 没有这个代码。

示例：
  guiju explain E0201
  guiju explain w1101",
    ),
};

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    code: String,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: &ExplainArgs, shell: &Shell) -> Result<Status, CliError> {
    let wanted = args.code.trim_matches(['[', ']']).to_ascii_uppercase();
    let codes = || Code::ALL.iter().map(|code| code.as_str());
    let code = Code::ALL.iter().find(|code| code.as_str() == wanted);
    let code = code.ok_or_else(|| unknown(("diagnostic", "诊断代码"), &args.code, codes()))?;
    let page = code.page();
    let end = if page.ends_with('\n') { "" } else { "\n" };
    shell.print(&format!("{page}{end}"))?;
    Ok(Status::Clean)
}
