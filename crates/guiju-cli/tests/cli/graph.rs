//! `guiju graph`: the policy drawn, whole or around a rule.

use crate::office::Office;

#[test]
fn in_three_forms() {
    let office = Office::new();
    let dot = office.run("graph policies/town");
    assert_eq!((dot.status, dot.err.as_str()), (0, ""));
    assert!(dot.out.starts_with("digraph"), "{}", dot.out);
    let mermaid = office.run("graph policies/town --format mermaid").out;
    assert!(mermaid.contains("flowchart") && mermaid.contains("A1"), "{mermaid}");
    let run = office.run("graph policies/town --format json -o graph.json");
    assert_eq!((run.status, run.out.as_str()), (0, ""));
    let json: serde_json::Value = serde_json::from_str(&office.read("graph.json")).unwrap();
    assert!(json["nodes"].as_array().is_some_and(|nodes| nodes.len() > 5), "{json}");
}

#[test]
fn around_a_rule() {
    let office = Office::new();
    let whole = office.run("graph policies/town --format mermaid").out;
    assert!(whole.contains("prompt") && whole.contains("A1"));
    let part = office.run("graph policies/town --format mermaid --rule 第三条").out;
    assert!(part.contains("prompt") && !part.contains("A1"), "{part}");
    let run = office.run("graph policies/town --rule A4");
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("there is no rule `A4`"), "{}", run.err);
}
