//! Runs the command and compares what it says with the snapshot beside the fixture.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    process::Command,
};

/// Where the fixtures lie, seen from this crate; the command runs in it.
pub(crate) const FOLDER: &str = "fixtures/bad";

/// What a run came to.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `guiju` with these arguments, without colour.
pub(crate) fn guiju(args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tested-guiju"));
    let output = command.args(args).current_dir(FOLDER).env("NO_COLOR", "1").env("LC_ALL", "C").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let run = Run { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) };
    assert!(!run.err.contains("panicked") && run.status >= 0, "{args:?} breaks down:\n{}", run.err);
    run
}

/// Returns the names in a folder of fixtures that `name` takes, in order.
pub(crate) fn fixtures(kind: &str, name: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let entries = fs::read_dir(format!("{FOLDER}/{kind}")).unwrap();
    let mut names: Vec<String> =
        entries.filter_map(|entry| name(entry.unwrap().file_name().to_str().unwrap())).collect();
    names.sort();
    names
}

/// Compares what is told of each fixture with its snapshot, all of them before the test fails.
pub(crate) fn compare<'n>(kind: &str, names: impl IntoIterator<Item = &'n str>, told: impl Fn(&str) -> String) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../../{FOLDER}/{kind}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _bound = settings.bind_to_scope();
    let differs = |name: &&str| catch_unwind(AssertUnwindSafe(|| insta::assert_snapshot!(*name, told(name)))).is_err();
    let differing: Vec<&str> = names.into_iter().filter(differs).collect();
    assert!(differing.is_empty(), "{kind} told otherwise: {differing:?}");
}
