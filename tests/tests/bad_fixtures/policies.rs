//! Broken policies: `guiju check` tells every fault, `guiju eval` tells the same and gives no answer.

use super::run::{compare, fixtures, guiju};

#[test]
fn broken_policies_are_told_what_is_wrong() {
    let names = fixtures("policies", |file| file.strip_suffix(".guiju").map(str::to_owned));
    assert!(names.len() >= 30, "{names:?}");
    compare("policies", names.iter().map(String::as_str), |name| told(&format!("policies/{name}.guiju")));
}

/// Returns all that is told of a policy that may not be used, in both tongues.
pub(crate) fn told(path: &str) -> String {
    let en = guiju(&["check", path, "--lang", "en"]);
    let zh = guiju(&["check", path, "--lang", "zh"]);
    assert_eq!((en.status, zh.status), (1, 1), "{path} has errors:\n{}{}", en.out, en.err);
    let eval = guiju(&["eval", "-p", path, "-d", "good", "--as-of", "2026-01-31", "--lang", "en"]);
    assert_eq!((eval.status, eval.out.as_str()), (2, ""), "{path} may not be used");
    assert_eq!(eval.err.trim_end(), en.out.trim_end(), "{path}: two commands say different things");
    format!("{}{}\n{}{}", en.out, en.err, zh.out, zh.err)
}
