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
