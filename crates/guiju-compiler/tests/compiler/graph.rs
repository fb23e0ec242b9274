//! The rule graph: questions, order, drawings.

use guiju_compiler::{
    RuleGraph,
    graph::{EdgeKind, NodeId, NodeKind},
};
use guiju_syntax::Tongue;
use insta::assert_snapshot;

use crate::support::{policy, program};

fn small() -> RuleGraph {
    RuleGraph::of(&program(
        r#"
param minimum aka 最低分 = 60 cite src 5(2)
assume prompt aka 及时 = 3 working days because "promptly" cite 7
table limits { low: 1; middle: 2; high: 3 } cite 6
event round aka 轮次 from visit where score >= minimum per unit, date { n = count }
sequence rounds of round per unit by date
quantity A1 aka 第一条 "enough visits" aka "够次数" { cite 5(2); per u in units; every calendar month; count round; at least lookup(limits, u.class) }
deadline A2 aka 第二条 "report" aka "报告" { cite 7; each visit; must report; within prompt }
check A3 "`not` <late> & more; 100% #1 \ {end}" { cite 8; each round; must days from previous rounds.date to date <= 90 }
clause 9 "conduct" not checkable because "no record" attested by report
"#,
    ))
}

fn keys(graph: &RuleGraph, ids: impl IntoIterator<Item = NodeId>) -> Vec<&str> {
    ids.into_iter().filter_map(|id| graph.node(id)).map(|node| node.key.as_str()).collect()
}

fn node(graph: &RuleGraph, key: &str) -> NodeId {
    graph.nodes().find(|node| node.key == key).unwrap().id
}

#[test]
fn a_rule_rests_on_what_it_reads_and_what_that_is_made_from() {
    let graph = small();
    let rule = graph.rules_named("第一条")[0];
    assert_eq!(
        keys(&graph, graph.needed_by(rule)),
        ["register:units", "param:minimum", "table:limits", "event:round", "record:unit", "record:visit",]
    );
    assert_eq!(keys(&graph, graph.cited_by(rule)), ["clause:p/5(2)"]);
    assert!(graph.reachable_from(rule).contains(&node(&graph, "catalog:grades")));
    assert!(graph.reachable_from(rule).contains(&node(&graph, "clause:p/6")));
    assert!(!graph.reachable_from(rule).contains(&rule));
}

#[test]
fn records_know_their_readers_and_parameters_their_rules() {
    let graph = small();
    let NodeId::Record(report) = node(&graph, "record:report") else { panic!() };
    assert_eq!(keys(&graph, graph.readers_of(report)), ["rule:p/A2", "clause:p/9"]);
    let rules = |key: &str| {
        let ids = graph.rules_on(node(&graph, key)).into_iter().map(NodeId::Rule);
        keys(&graph, ids)
    };
    assert_eq!(rules("param:minimum"), ["rule:p/A1", "rule:p/A3"]);
    assert_eq!(rules("assumption:prompt"), ["rule:p/A2"]);
    assert_eq!(rules("record:visit"), ["rule:p/A1", "rule:p/A2", "rule:p/A3"]);
    assert_eq!(keys(&graph, graph.citing(node(&graph, "clause:p/5(2)"))), ["rule:p/A1", "param:minimum"]);
}

#[test]
fn strata_put_everything_behind_what_it_needs() {
    let graph = small();
    assert!(graph.cycles().is_empty());
    let strata = graph.strata().unwrap();
    let level = |id: NodeId| strata.iter().position(|stratum| stratum.contains(&id));
    for (from, to, kind) in graph.edges() {
        if matches!(kind, EdgeKind::Reads | EdgeKind::DependsOn) && level(from).is_some() {
            assert!(level(from) > level(to), "{from:?} before {to:?}");
        }
    }
    let derived: Vec<Vec<&str>> = strata
        .iter()
        .map(|stratum| {
            let made = |id: &&NodeId| {
                graph
                    .node(**id)
                    .is_some_and(|n| matches!(n.kind, NodeKind::Event | NodeKind::Sequence | NodeKind::Rule))
            };
            keys(&graph, stratum.iter().filter(made).copied())
        })
        .collect();
    assert_eq!(
        derived,
        [vec![], vec!["rule:p/A2", "event:round"], vec!["rule:p/A1", "sequence:rounds"], vec!["rule:p/A3"]]
    );
}

#[test]
fn a_faulty_program_has_a_graph_all_the_same() {
    for text in [
        "event a from b per unit, date\nevent b from a per unit, date",
        "register r of nothing\nsequence s of nothing per x by y\ntable t { a: b }",
        "check A1 \"a\" { cite 1; each visit; must covrt }",
    ] {
        let graph = RuleGraph::of(&policy(text).program);
        assert!(graph.strata().is_ok());
        assert!(graph.nodes().count() > 0);
    }
}

#[test]
fn the_part_around_one_rule_holds_what_it_rests_on() {
    let graph = small();
    let part = graph.around(&graph.rules_named("A2"));
    assert_snapshot!(part.to_mermaid(Tongue::Zh), @r#"
    flowchart LR
      n0["规则 第二条<br/>报告"]
      n1>"条款 7"]
      n2{"暂定 及时"}
      n3[("档案 巡视")]
      n4[("档案 报告")]
      n0 -.->|依据| n1
      n0 -->|依赖| n2
      n0 -->|读取| n3
      n0 -->|读取| n4
      n2 -.->|依据| n1
      n4 -.->|指向| n3
    "#);
    assert_snapshot!(part.to_dot(Tongue::En), @r#"
    digraph policy {
      rankdir=LR;
      node [fontname="sans-serif"];
      "rule:p/A2" [label="rule A2\nreport", shape=box];
      "clause:p/7" [label="clause 7", shape=note];
      "assumption:prompt" [label="assumption prompt", shape=diamond];
      "record:visit" [label="record visit", shape=cylinder];
      "record:report" [label="record report", shape=cylinder];
      "rule:p/A2" -> "clause:p/7" [label="cites", style=dashed];
      "rule:p/A2" -> "assumption:prompt" [label="depends on", style=solid];
      "rule:p/A2" -> "record:visit" [label="reads", style=solid];
      "rule:p/A2" -> "record:report" [label="reads", style=solid];
      "assumption:prompt" -> "clause:p/7" [label="cites", style=dashed];
      "record:report" -> "record:visit" [label="refers to", style=dotted];
    }
    "#);
    assert_eq!(graph.around(&[]).nodes().count(), 0);
}

#[test]
fn titles_with_quotes_and_marks_are_escaped() {
    let graph = small();
    let rule = graph.rules_named("A3");
    let line = |text: String| text.lines().find(|line| line.contains("A3")).unwrap_or_default().to_owned();
    assert_snapshot!(line(graph.to_dot(Tongue::En)), @r#"  "rule:p/A3" [label="rule A3\n`not` <late> & more; 100% #1 \\ {end}", shape=box];"#);
    assert_snapshot!(line(graph.to_mermaid(Tongue::En)), @r#"  n2["rule A3<br/>#96;not#96; #60;late#62; #38; more#59; 100% #35;1 #92; {end}"]"#);
    assert!(serde_json::from_str::<serde_json::Value>(&graph.to_json()).is_ok());
    assert_eq!(graph.node(rule[0]).unwrap().label(Tongue::Zh)[0], "规则 A3");
}

#[test]
fn json_is_stable() {
    let graph = RuleGraph::of(&program(
        "param n aka 数 = 4 cite 5\ncheck A1 aka 一 \"a\" aka \"甲\" { cite 5; each person; must size of name > n }"
            .replace("size of name > n", "exists unit where frequency > n")
            .as_str(),
    ));
    let part = graph.around(&graph.rules_named("A1"));
    assert_snapshot!(part.to_json(), @r#"
    {
      "schema": "guiju/graph/1",
      "nodes": [
        {
          "id": "rule:p/A1",
          "kind": "rule",
          "policy": "p",
          "name": "A1",
          "alias": "一",
          "title": "a",
          "title_alias": "甲"
        },
        {
          "id": "clause:p/5",
          "kind": "clause",
          "policy": "p",
          "name": "5",
          "alias": null,
          "title": null,
          "title_alias": null
        },
        {
          "id": "param:n",
          "kind": "param",
          "policy": null,
          "name": "n",
          "alias": "数",
          "title": null,
          "title_alias": null
        },
        {
          "id": "record:person",
          "kind": "record",
          "policy": null,
          "name": "person",
          "alias": "人员",
          "title": null,
          "title_alias": null
        },
        {
          "id": "record:unit",
          "kind": "record",
          "policy": null,
          "name": "unit",
          "alias": "单位",
          "title": null,
          "title_alias": null
        }
      ],
      "edges": [
        {
          "from": "rule:p/A1",
          "to": "clause:p/5",
          "kind": "cites"
        },
        {
          "from": "rule:p/A1",
          "to": "param:n",
          "kind": "depends_on"
        },
        {
          "from": "rule:p/A1",
          "to": "record:person",
          "kind": "reads"
        },
        {
          "from": "rule:p/A1",
          "to": "record:unit",
          "kind": "reads"
        },
        {
          "from": "param:n",
          "to": "clause:p/5",
          "kind": "cites"
        },
        {
          "from": "record:unit",
          "to": "record:unit",
          "kind": "refers_to"
        }
      ]
    }
    "#);
    assert_eq!(part.to_json(), part.clone().to_json());
}

#[test]
fn two_policies_may_share_names() {
    let files = [
        ("a.guiju", "use \"words.guiju\"\npolicy a \"a\" { }\nparam n = 4 cite 1\n"),
        ("b.guiju", "use \"words.guiju\"\npolicy b \"b\" { }\nparam n = 5 cite 1\n"),
        ("words.guiju", "param shared = 1 cite 2\n"),
    ];
    let graph = RuleGraph::of(&crate::support::compile(&files, &["a.guiju", "b.guiju"]).program);
    let all: Vec<&str> = graph.nodes().map(|node| node.key.as_str()).collect();
    assert_eq!(all, ["clause:a/1", "clause:a/2", "clause:b/1", "clause:b/2", "param:n", "param:shared", "param:n~2"]);
    assert_eq!(keys(&graph, graph.cited_by(node(&graph, "param:shared"))), ["clause:a/2", "clause:b/2"]);
}
