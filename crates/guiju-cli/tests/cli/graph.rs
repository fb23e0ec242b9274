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

#[test]
fn a_path_by_its_stages() {
    let office = Office::new();
    office.write(
        "policies/steps/policy.guiju",
        "policy steps \"steps\" { effective from 2025-01-01 }
record hazard aka 隐患 { key id: text; at found: date; settled: date?; listed: date? }
path A7 aka 第七条 \"from hazard to listing\" aka \"从隐患到挂牌\" {
  cite 7
  each hazard
  stage rectify aka 整改 from found must settled within 2 months then done else list
  stage list aka 挂牌 \"listed <in public>\" from due must listed within 3 working days then done else done
}
",
    );
    let svg = office.run("graph policies/steps --rule A7 --format svg");
    assert_eq!((svg.status, svg.err.as_str()), (0, ""));
    assert!(svg.out.starts_with("<svg") && svg.out.contains("listed &lt;in public&gt;"), "{}", svg.out);
    let mermaid = office.run("graph policies/steps --rule 第七条 --format mermaid --lang zh").out;
    assert!(mermaid.contains("s0 -.->|否则| s1"), "{mermaid}");
    let dot = office.run("graph policies/steps --rule A7").out;
    assert!(dot.contains("s0 -> s1 [label=\"else\", style=dashed];"), "{dot}");
    let json: serde_json::Value =
        serde_json::from_str(&office.run("graph policies/steps --rule A7 --format json").out).unwrap();
    assert_eq!((&json["stages"][0]["else"], &json["stages"][1]["clock"]), (&"list".into(), &"due".into()));
    // Only the stages of a path are drawn so.
    let run = office.run("graph policies/town --format svg");
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("`--rule`"), "{}", run.err);
}
