//! The `guiju` command as these tests run it: always built from the code under test.

use std::process::ExitCode;

fn main() -> ExitCode {
    guiju_cli::main(std::env::args_os())
}
