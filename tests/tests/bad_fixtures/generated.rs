//! Broken policies too large to keep as files.

use std::fs;

use super::{policies::told, run::compare};

const HEAD: &str = "policy sample \"Covert visits\" { effective from 2025-01-01 }\n\n";

/// How often a part is repeated that must not exhaust the stack.
const DEEP: usize = 100_000;

/// How often a part is repeated that only makes a file long.
const MANY: usize = 2_000;

/// Returns the text of a generated policy.
fn text(name: &str) -> String {
    let many = |part: &str| part.repeat(MANY);
    let deep = |part: &str| part.repeat(DEEP);
    let condition =
        |condition: String| format!("{HEAD}check C1 \"deep\" {{\n  cite 3\n  each visit\n  must {condition}\n}}\n");
    match name {
        "brackets" => condition(deep("(") + "covert" + &deep(")")),
        "brackets-unclosed" => condition(deep("(")),
        "braces" => HEAD.to_owned() + &deep("{"),
        "braces-closing" => HEAD.to_owned() + &many("}\n"),
        "not" => condition(deep("not ") + "covert"),
        "and" => condition(many("covert and ") + "covert"),
        "exists" => condition(many("exists visit where ") + "covert"),
        "start-of" => condition(many("start of month of ") + "date known"),
        "previous" => condition(many("previous ") + "known"),
        "minus" => condition(many("score - ") + "score > 3"),
        "sets" => condition("score in ".to_owned() + &many("{") + &many("}")),
        "quotes" => HEAD.to_owned() + &many("\"\n"),
        "faults" => HEAD.to_owned() + &many("cuont visit\n\n"),
        "one-word" => HEAD.to_owned() + &deep("word"),
        "too-large" => HEAD.to_owned() + &deep("// A comment that is there only to be too long for a file.\n"),
        _ => panic!("no policy `{name}`"),
    }
}

#[test]
fn oversized_policies_are_told_what_is_wrong() {
    let names = [
        "brackets",
        "brackets-unclosed",
        "braces",
        "braces-closing",
        "not",
        "and",
        "exists",
        "start-of",
        "previous",
        "minus",
        "sets",
        "quotes",
        "faults",
        "one-word",
        "too-large",
    ];
    compare("generated", names, |name| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy.guiju");
        fs::write(&path, text(name)).unwrap();
        let told = told(path.to_str().unwrap());
        // A file of a thousand faults is told like one of ten.
        let told = told.replace(path.to_str().unwrap(), "policy.guiju");
        told.replace(folder.path().to_str().unwrap(), "")
    });
}
