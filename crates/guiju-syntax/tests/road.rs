//! Text to tree to text.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use guiju_syntax::{FormatOptions, Names, Sources, Tongue, format, parse, read};

const SAMPLE: &str = include_str!("sample.guiju");

fn parsed(text: &str) -> (Sources, guiju_syntax::Parsed) {
    let mut sources = Sources::default();
    let id = read(&mut sources, "sample.guiju", text.as_bytes()).unwrap();
    let parsed = parse(&sources, id);
    (sources, parsed)
}

fn formatted(text: &str, tongue: Tongue) -> String {
    let (_, parsed) = parsed(text);
    assert_eq!(parsed.diagnostics, [], "{text}");
    format(&parsed, text, &FormatOptions { tongue: Some(tongue), names: &Names::new(), comments: true })
}

#[test]
fn the_sample_is_in_canonical_form() {
    assert_eq!(formatted(SAMPLE, Tongue::En), SAMPLE);
}

#[test]
fn chinese_and_back_gives_the_same_bytes() {
    let chinese = formatted(SAMPLE, Tongue::Zh);
    assert_eq!(formatted(&chinese, Tongue::Zh), chinese);
    assert_eq!(formatted(&chinese, Tongue::En), SAMPLE);
}

/// The policies of a folder and of those in it.
fn policies(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(policies(&path));
        } else if path.extension().is_some_and(|end| end == "guiju") {
            found.push(path);
        }
    }
    found
}

#[test]
fn shipped_policies_survive_both_tongues() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shipped = policies(&root.join("policies"));
    assert!(!shipped.is_empty());
    for path in shipped {
        let text = std::fs::read_to_string(&path).unwrap();
        let english = formatted(&text, Tongue::En);
        let chinese = formatted(&english, Tongue::Zh);
        assert_eq!(formatted(&chinese, Tongue::Zh), chinese, "{}", path.display());
        assert_eq!(formatted(&chinese, Tongue::En), english, "{}", path.display());
        assert_eq!(formatted(&english, Tongue::En), english, "{}", path.display());
    }
}
