//! The `guiju` command: how an office uses the engine.
//!
//! In come the words of a command line, files and the clock; out go results on standard output, remarks on standard
//! error and an exit status. The engine crates reach for none of these: this crate hands them in.
//!
//! | module | answers |
//! |---|---|
//! | `cli` | which commands are there, and which one is asked for? |
//! | `command` | one file for each command |
//! | `shell` | in which tongue, colour and width, as of which day? |
//! | `policies` | where are the policies, and what do they mean? |
//! | `findings` | what is wrong with several policies, told once? |
//! | `dataset` | where are the records, and what do they say? |
//! | `judge` | what do the records amount to? |
//! | `story` | how did one verdict come about? |
//! | `trial` | does what must come out of a test come out? |
//! | `values` | what does a word of the command line name? |
//! | `folder` | what may be read on this disk? |
//! | `help`, `usage` | how is a command explained, in either tongue? what if it is misused? |
//! | `error` | what can go wrong outside, and which exit status is it? |

mod cli;
mod command;

mod shell;

mod dataset;
mod findings;
mod folder;
mod judge;
mod policies;
mod story;
mod trial;
mod values;

mod help;
mod usage;

mod error;

pub use error::{CliError, Status};
pub use folder::Folder;

use shell::Shell;
use std::{ffi::OsString, process::ExitCode};

/// Runs the command line `args`, the program's name first.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let mut shell = Shell::new(&args);
    let status = cli::parse(args, &mut shell).and_then(|command| command.run(&shell));
    status.unwrap_or_else(|error| error.report(&shell)).into()
}
