//! What an office is told when its policy or its records are broken.
//!
//! Every file `fixtures/bad/policies/*.guiju` and every folder in `fixtures/bad/datasets` goes through the `guiju`
//! command; all it says, in both tongues, stands in the `.snap` file beside the fixture. A new fixture is a new test:
//! run with `INSTA_UPDATE=always`, then read what it says as a policy officer would.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod bad_fixtures {
    pub(crate) mod datasets;
    pub(crate) mod generated;
    pub(crate) mod policies;
    pub(crate) mod run;
}

use bad_fixtures::run::{FOLDER, guiju};

#[test]
fn what_the_fixtures_share_is_in_order() {
    let check = guiju(&["check", "good"]);
    assert_eq!((check.status, check.out.as_str()), (0, ""), "{}", check.err);
    let eval = guiju(&["eval", "-p", "good", "-d", "good", "--as-of", "2026-01-31"]);
    assert_eq!((eval.status, eval.err.as_str()), (0, ""), "{}", eval.out);
}

#[test]
fn a_fixture_with_a_snapshot_is_still_there() {
    for kind in ["policies", "datasets"] {
        for entry in std::fs::read_dir(format!("{FOLDER}/{kind}")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "snap") {
                let fixture = [path.with_extension("guiju"), path.with_extension("")];
                assert!(fixture.iter().any(|fixture| fixture.exists()), "{} is of no fixture", path.display());
            }
        }
    }
}
