//! Paths: what the stages come to, and how they are drawn.

use guiju_compiler::{
    graph::{StageDrawing, StageGraph, Way},
    hir::{Clock, Head, Path, Program, Stop},
};
use guiju_syntax::Tongue;
use insta::assert_snapshot;

use crate::support::program;

/// A path over persons with these stages.
fn of(stages: &str) -> Program {
    program(&format!(
        "record matter aka 事项 {{ key id: text; at found aka 发现: date; a: date?; b: date?; c: date? }}
         path A7 aka 第七条 \"a path & <more>\" aka \"流程\" {{ cite 7; each matter; {stages} }}"
    ))
}

fn the_path(program: &Program) -> &Path {
    match &program.rules.last().unwrap().head {
        Head::Path(path) => path,
        other => panic!("{other:?}"),
    }
}

const USUAL: &str = "stop when first met
    stage first aka 甲 must a within 2 months then third else second
    stage second aka 乙 \"in public\" aka \"公开\" from due must one of (b, c) within 3 days then third else done
    stage third aka 丙 from done must c within 5 working days repeat every 1 month at most 3 then done else second";

#[test]
fn stages_lead_where_they_say() {
    let program = of(USUAL);
    let path = the_path(&program);
    let ways: Vec<String> = StageGraph::of(path)
        .ways()
        .into_iter()
        .map(|(from, to, way)| format!("{from} {} {}", way.word(), to.map_or("done".to_owned(), |n| n.to_string())))
        .collect();
    assert_eq!(ways, ["0 then 2", "0 else 1", "1 then 2", "1 else done", "2 then done", "2 else 1"]);
    assert!(matches!(path.stop, Some(Stop::Done(0))));
    let clocks: Vec<Clock> = path.stages.iter().map(|stage| stage.clock).collect();
    assert_eq!(clocks, [Clock::Date, Clock::Due, Clock::Done]);
    assert_eq!(path.stages.iter().map(|stage| stage.duties.len()).collect::<Vec<_>>(), [1, 2, 1]);
    // Each after those that lead to it, a loop in order of declaration.
    assert_eq!(path.order, [0, 1, 2]);
}

#[test]
fn the_order_follows_the_ways_not_the_lines() {
    let program = of("stage first must a within 2 days then done else last
        stage middle from due must b within 2 days then done else done
        stage last from due must c within 2 days then done else middle");
    assert_eq!(the_path(&program).order, [0, 2, 1]);
}

#[test]
fn the_graph_answers_for_paths_with_faults_too() {
    let mut path = the_path(&of(USUAL)).clone();
    path.stages[0].otherwise = None;
    path.stages[0].then = None;
    let graph = StageGraph::of(&path);
    assert_eq!(graph.unreachable(), [1, 2]);
    assert_eq!(graph.loops(&|_, _, _| false), [[1, 2]]);
    assert_eq!(graph.loops(&|from, _, then| from == 2 && !then), Vec::<Vec<usize>>::new());
    (path.stages[1].otherwise, path.stages[2].then) = (Some(2), Some(1));
    assert_eq!(StageGraph::of(&path).endless(), [1, 2]);
    assert_eq!(Way::Else.in_tongue(Tongue::Zh), "否则");
}

#[test]
fn drawn_in_words_of_either_tongue() {
    let program = of(USUAL);
    let drawing = StageDrawing::of(&program, program.rules.last().unwrap()).unwrap();
    assert_snapshot!(drawing.to_dot(Tongue::En), @r#"
    digraph path {
      label="A7 a path & <more>";
      labelloc=t;
      node [shape=box, fontname="sans-serif"];
      s0 [label="first\nmust a\nwithin 2 months"];
      s1 [label="second\nin public\nfrom due\nmust one of (b, c)\nwithin 3 days"];
      s2 [label="third\nfrom done\nmust c\nwithin 5 working days\nrepeat every 1 month at most 3"];
      s3 [label="done", style=rounded];
      s0 -> s2 [label="then", style=solid];
      s0 -> s1 [label="else", style=dashed];
      s1 -> s2 [label="then", style=solid];
      s1 -> s3 [label="else", style=dashed];
      s2 -> s3 [label="then", style=solid];
      s2 -> s1 [label="else", style=dashed];
    }
    "#);
    assert_snapshot!(drawing.to_mermaid(Tongue::Zh), @r#"
    flowchart TB
      s0["甲<br/>应有 a<br/>限 2个月"]
      s1["乙<br/>公开<br/>自 到期<br/>应有 其一 （b，c）<br/>限 3日"]
      s2["丙<br/>自 完成<br/>应有 c<br/>限 5个工作日<br/>重复 1个月 至多 3"]
      s3(["结束"])
      s0 -->|随后| s2
      s0 -.->|否则| s1
      s1 -->|随后| s2
      s1 -.->|否则| s3
      s2 -->|随后| s3
      s2 -.->|否则| s1
    "#);
    assert_snapshot!(drawing.to_json(), @r#"
    {
      "schema": "guiju/path/1",
      "policy": "p",
      "rule": "A7",
      "title": "a path & <more>",
      "stages": [
        {
          "name": "first",
          "alias": "甲",
          "title": null,
          "asks": [
            "must a",
            "within 2 months"
          ],
          "clock": "date",
          "then": "third",
          "else": "second",
          "repeats": false,
          "over_levels": false,
          "compensates": false
        },
        {
          "name": "second",
          "alias": "乙",
          "title": "in public",
          "asks": [
            "from due",
            "must one of (b, c)",
            "within 3 days"
          ],
          "clock": "due",
          "then": "third",
          "else": null,
          "repeats": false,
          "over_levels": false,
          "compensates": false
        },
        {
          "name": "third",
          "alias": "丙",
          "title": null,
          "asks": [
            "from done",
            "must c",
            "within 5 working days",
            "repeat every 1 month at most 3"
          ],
          "clock": "done",
          "then": null,
          "else": "second",
          "repeats": true,
          "over_levels": false,
          "compensates": false
        }
      ]
    }
    "#);
}

/// The boxes and the ends of the arrows of a picture.
fn boxes(svg: &str) -> Vec<[usize; 4]> {
    let number = |line: &str, name: &str| -> usize {
        let (_, rest) = line.split_once(&format!(" {name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    let rects = svg.lines().filter(|line| line.starts_with("<rect"));
    rects.map(|line| ["x", "y", "width", "height"].map(|name| number(line, name))).collect()
}

#[test]
fn drawn_as_a_picture_without_overlaps() {
    let program = of(USUAL);
    let drawing = StageDrawing::of(&program, program.rules.last().unwrap()).unwrap();
    for tongue in [Tongue::En, Tongue::Zh] {
        let svg = drawing.to_svg(tongue);
        assert_eq!(svg, drawing.to_svg(tongue));
        assert!(svg.contains("&amp; &lt;more&gt;") || tongue == Tongue::Zh, "{svg}");
        let boxes = boxes(&svg);
        assert_eq!(boxes.len(), 4);
        for (n, a) in boxes.iter().enumerate() {
            for b in &boxes[n + 1..] {
                let apart = a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1];
                assert!(apart, "{a:?} {b:?}");
            }
        }
        assert_eq!(svg.matches("marker-end").count(), 6);
    }
    // A Chinese character takes two columns, so that `甲` is as wide as two letters.
    let width = |label: &str| {
        let program = of(&format!("stage {label} must a within 2 days then done else done"));
        boxes(&StageDrawing::of(&program, program.rules.last().unwrap()).unwrap().to_svg(Tongue::En))[0][2]
    };
    assert_eq!(width("整改落实情况公示公告处理结果"), width("abcdefghijklmnopqrstuvwxyzab"));
}
