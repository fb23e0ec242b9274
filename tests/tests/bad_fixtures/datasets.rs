//! Broken datasets: `guiju eval` tells what is wrong, and either answers without the bad rows or not at all.

use std::fs;

use super::run::{FOLDER, Run, compare, fixtures, guiju};

#[test]
fn broken_datasets_are_told_what_is_wrong() {
    let names = fixtures("datasets", |folder| (!folder.ends_with(".snap")).then(|| folder.to_owned()));
    assert!(names.len() >= 20, "{names:?}");
    compare("datasets", names.iter().map(String::as_str), told);
}

/// Returns all that is told of a dataset, in both tongues, and the cells set aside.
fn told(name: &str) -> String {
    let scratch = tempfile::tempdir().unwrap();
    let rejects = scratch.path().join("rejects.csv");
    let eval = |tongue: &str| -> Run {
        let folder = format!("datasets/{name}");
        let more = fs::read_to_string(format!("{FOLDER}/{folder}/arguments.txt")).unwrap_or_default();
        let mut args = vec!["eval", "-p", "good", "-d", &folder, "--as-of", "2026-01-31", "--lang", tongue];
        args.extend(["--rejects", rejects.to_str().unwrap()]);
        args.extend(more.split_whitespace());
        guiju(&args)
    };
    let (en, zh) = (eval("en"), eval("zh"));
    assert_eq!(en.status, zh.status, "{name}");
    assert!(!en.err.is_empty(), "{name}: nothing is told");
    assert_eq!(en.status == 2, en.out.is_empty(), "{name}: an answer, or none:\n{}", en.out);
    assert_eq!(en.status == 2, en.err.contains("error"), "{name}: no answer has a reason:\n{}", en.err);
    let rejects = fs::read_to_string(rejects).unwrap_or_default();
    format!("exit status {}\n\n{}\n{}\n{rejects}", en.status, en.err, zh.err)
}
