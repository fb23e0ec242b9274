//! Writes the invented records of `examples/gongzhuling/` into a folder.
//!
//! `cargo run -p guiju-tests --bin gongzhuling-records -- examples/gongzhuling`

use std::{env, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let Some(folder) = env::args().nth(1) else {
        return failure("which folder? give it as the only argument");
    };
    for file in guiju_tests::records::files() {
        let path = Path::new(&folder).join(&file.name);
        if let Err(error) = fs::write(&path, &file.bytes) {
            return failure(&format!("{}: {error}", path.display()));
        }
    }
    ExitCode::SUCCESS
}

#[expect(clippy::print_stderr, reason = "a command line tells its failure there")]
fn failure(why: &str) -> ExitCode {
    eprintln!("{why}");
    ExitCode::from(2)
}
