//! The commands, one file each: what it takes, how it is explained, what it does.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod debug;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod graph;
pub(crate) mod test;
pub(crate) mod why;

use crate::{
    cli::Common,
    error::{CliError, Status},
    help::Text,
    shell::Shell,
};
use clap::Subcommand;

/// A command with what it is given.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(check::CheckArgs),
    Fmt(fmt::FmtArgs),
    Eval(eval::EvalArgs),
    Why(why::WhyArgs),
    Test(test::TestArgs),
    Graph(graph::GraphArgs),
    Explain(explain::ExplainArgs),
    Completions(completions::CompletionsArgs),
    Debug(debug::DebugArgs),
}

/// How each command is explained.
pub(crate) const TEXTS: [(&str, &Text); 9] = [
    ("check", &check::TEXT),
    ("fmt", &fmt::TEXT),
    ("eval", &eval::TEXT),
    ("why", &why::TEXT),
    ("test", &test::TEXT),
    ("graph", &graph::TEXT),
    ("explain", &explain::TEXT),
    ("completions", &completions::TEXT),
    ("debug", &debug::TEXT),
];

impl Command {
    /// Does what is asked.
    pub(crate) fn run(&self, shell: &Shell) -> Result<Status, CliError> {
        match self {
            Self::Check(args) => check::run(args, shell),
            Self::Fmt(args) => fmt::run(args, shell),
            Self::Eval(args) => eval::run(args, shell),
            Self::Why(args) => why::run(args, shell),
            Self::Test(args) => test::run(args, shell),
            Self::Graph(args) => graph::run(args, shell),
            Self::Explain(args) => explain::run(args, shell),
            Self::Completions(args) => completions::run(args, shell),
            Self::Debug(args) => debug::run(args, shell),
        }
    }

    /// Returns what it is given like every other.
    pub(crate) fn common(&self) -> Common {
        match self {
            Self::Check(args) => args.common,
            // The `--lang` of `fmt` names the tongue of the files.
            Self::Fmt(args) => Common { lang: None, color: args.color },
            Self::Eval(args) => args.common,
            Self::Why(args) => args.common,
            Self::Test(args) => args.common,
            Self::Graph(args) => args.common,
            Self::Explain(args) => args.common,
            Self::Completions(args) => args.common,
            Self::Debug(args) => args.common,
        }
    }
}
