//! The `guiju` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    guiju_cli::main(std::env::args_os())
}
