//! One policy in Chinese, its faults, and how each form shows them.

use super::*;
use guiju_syntax::{Code, FileId, Message};

const POLICY: &str = "政策 样例 “暗访巡查办法” {\n  期限 A4_4 “十五个工作日内报告” { 每次 巡视；须 报告.已提教；限 15 工作日内 }\n}\n// 😀 end: \tfield\n";

fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.add("policies/样例.guiju", POLICY);
    sources.add("policies/common.guiju", "record report {\n  submitted aka 已提交: date?\n}\n");
    sources
}

/// Returns the span of the first occurrence of a text.
fn find(sources: &Sources, file: usize, text: &str) -> Span {
    let start = sources.files[file].text.find(text).unwrap();
    Span { file: FileId(file), start, end: start + text.len() }
}

/// An unknown field under full-width text, with the record it should belong to and an edit.
fn unknown_field(sources: &Sources) -> Diagnostic {
    let span = find(sources, 0, "已提教");
    Diagnostic::error(
        Code::E0101,
        span,
        Message::new("unknown field `已提教`", "未知字段“已提教”"),
        Message::new("not a field of `report`", "“报告”没有此字段"),
    )
    .also(find(sources, 0, "报告"), Message::new("the record", "所指记录"))
    .also(find(sources, 1, "submitted"), Message::new("a field of this name exists", "有相近的字段"))
    .help(Message::new("did you mean `已提交`?", "是否指“已提交”？"))
    .fix(span, "已提交", Message::new("write `已提交`", "改为“已提交”"))
}

fn after_an_emoji(sources: &Sources) -> Diagnostic {
    Diagnostic::error(
        Code::E0101,
        find(sources, 0, "end"),
        Message::new("word after an emoji", "表情符号之后的词"),
        Message::new("here", "此处"),
    )
    .warning()
}

fn bad_cell() -> Diagnostic {
    let place = DataPlace {
        file: "data/visits.csv".into(),
        row: 18,
        column: Some("巡视日期".into()),
        value: Some("2025年13月1日".into()),
    };
    Diagnostic::data_error(Code::E0101, place, Message::new("not a date: the row is set aside", "不是日期，此行未采用"))
        .help(Message::new("write the date as 2025-12-01", "日期写作2025-12-01"))
}

fn missing_file() -> Diagnostic {
    let place = DataPlace { file: "data/a, b: 100%.csv".into(), row: 0, column: None, value: None };
    Diagnostic::data_error(Code::E0101, place, Message::new("no such file", "没有此文件"))
}

/// All of them, out of order.
fn all(sources: &Sources) -> Vec<Diagnostic> {
    vec![bad_cell(), missing_file(), after_an_emoji(sources), unknown_field(sources)]
}

fn plain(diagnostics: &[Diagnostic], tongue: Tongue) -> String {
    let text = text(diagnostics, &sources(), tongue, 100);
    anstream::adapter::strip_str(&text).to_string()
}

/// Returns the text that stands above the carets of a rendered diagnostic, by display columns.
fn above_carets(rendered: &str) -> String {
    let lines: Vec<&str> = rendered.lines().collect();
    let carets = lines.iter().position(|line| line.contains('^')).unwrap();
    let from = lines[carets].find('^').unwrap();
    let n = lines[carets].matches('^').count();
    let mut column = 0;
    let under = |c: &char| {
        let at = column;
        column += crate::text::width(&c.to_string());
        (from..from + n).contains(&at)
    };
    lines[carets - 1].chars().filter(under).collect()
}

#[test]
fn carets_stand_exactly_under_wide_text() {
    let sources = sources();
    assert_eq!(above_carets(&plain(&[unknown_field(&sources)], Tongue::En)), "已提教");
    assert_eq!(above_carets(&plain(&[after_an_emoji(&sources)], Tongue::En)), "end");
    assert_eq!(above_carets(&plain(&[bad_cell()], Tongue::Zh)), "2025年13月1日");
}

#[test]
fn text_in_english() {
    insta::assert_snapshot!(plain(&all(&sources()), Tongue::En), @"
    error[E0101]: unknown field `已提教`
     --> policies/样例.guiju:2:36
      |
    2 |   期限 A4_4 “十五个工作日内报告” { 每次 巡视；须 报告.已提教；限 15 工作日内 }
      |                            ---- the record            ^^^^^^ not a field of `report`
      |
     ::: policies/common.guiju:2:3
      |
    2 |   submitted aka 已提交: date?
      |   --------- a field of this name exists
      |
      = help: did you mean `已提交`?
    help: write `已提交`
      |
    2 -   期限 A4_4 “十五个工作日内报告” { 每次 巡视；须 报告.已提教；限 15 工作日内 }
    2 +   期限 A4_4 “十五个工作日内报告” { 每次 巡视；须 报告.已提交；限 15 工作日内 }
      |

    warning[E0101]: word after an emoji
     --> policies/样例.guiju:4:6
      |
    4 | // 😀 end:     field
      |       ^^^ here

    error[E0101]: no such file
    --> data/a, b: 100%.csv

    error[E0101]: not a date: the row is set aside
      --> data/visits.csv:18:1
       |
    18 | 2025年13月1日
       | ^^^^^^^^^^^^^ column `巡视日期`
       |
       = help: write the date as 2025-12-01
    ");
}

#[test]
fn text_in_chinese() {
    insta::assert_snapshot!(plain(&all(&sources()), Tongue::Zh), @"
    错误[E0101]: 未知字段“已提教”
     --> policies/样例.guiju:2:36
      |
    2 |   期限 A4_4 “十五个工作日内报告” { 每次 巡视；须 报告.已提教；限 15 工作日内 }
      |                            ---- 所指记录                  ^^^^^^ “报告”没有此字段
      |
     ::: policies/common.guiju:2:3
      |
    2 |   submitted aka 已提交: date?
      |   --------- 有相近的字段
      |
      = 建议: 是否指“已提交”？
    建议: 改为“已提交”
      |
    2 -   期限 A4_4 “十五个工作日内报告” { 每次 巡视；须 报告.已提教；限 15 工作日内 }
    2 +   期限 A4_4 “十五个工作日内报告” { 每次 巡视；须 报告.已提交；限 15 工作日内 }
      |

    警告[E0101]: 表情符号之后的词
     --> policies/样例.guiju:4:6
      |
    4 | // 😀 end:     field
      |       ^^^ 此处

    错误[E0101]: 没有此文件
    --> data/a, b: 100%.csv

    错误[E0101]: 不是日期，此行未采用
      --> data/visits.csv:18:1
       |
    18 | 2025年13月1日
       | ^^^^^^^^^^^^^ 列“巡视日期”
       |
       = 建议: 日期写作2025-12-01
    ");
}

#[test]
fn json_for_programs() {
    let text = json(&all(&sources()), &sources(), Tongue::En);
    insta::assert_snapshot!(text, @r#"
    {"schema":"guiju/diagnostics/1",
     "diagnostics":[
      {"code":"E0101","severity":"error","message":"unknown field `已提教`","path":"policies/样例.guiju","line":2,"column":36,"end_line":2,"end_column":39,"data":null,"help":"did you mean `已提交`?","fix":{"message":"write `已提交`","path":"policies/样例.guiju","line":2,"column":36,"end_line":2,"end_column":39,"replacement":"已提交"},"label":"not a field of `report`","secondary":[{"message":"the record","path":"policies/样例.guiju","line":2,"column":19,"end_line":2,"end_column":21},{"message":"a field of this name exists","path":"policies/common.guiju","line":2,"column":3,"end_line":2,"end_column":12}]},
      {"code":"E0101","severity":"warning","message":"word after an emoji","path":"policies/样例.guiju","line":4,"column":6,"end_line":4,"end_column":9,"data":null,"help":null,"fix":null,"label":"here","secondary":[]},
      {"code":"E0101","severity":"error","message":"no such file","path":null,"line":null,"column":null,"end_line":null,"end_column":null,"data":{"file":"data/a, b: 100%.csv","row":null,"column":null,"value":null},"help":null,"fix":null,"label":null,"secondary":[]},
      {"code":"E0101","severity":"error","message":"not a date: the row is set aside","path":null,"line":null,"column":null,"end_line":null,"end_column":null,"data":{"file":"data/visits.csv","row":18,"column":"巡视日期","value":"2025年13月1日"},"help":"write the date as 2025-12-01","fix":null,"label":null,"secondary":[]}]}
    "#);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["diagnostics"].as_array().unwrap().len(), 4);
    assert_eq!(json(&[], &sources(), Tongue::En), "{\"schema\":\"guiju/diagnostics/1\",\n \"diagnostics\":[]}\n");
}

#[test]
fn github_in_both_tongues() {
    insta::assert_snapshot!(github(&all(&sources()), &sources(), Tongue::En), @"
    ::error file=policies/样例.guiju,line=2,col=36,endColumn=39,endLine=2,title=E0101::unknown field `已提教`%0Anot a field of `report`%0Adid you mean `已提交`?%0Awrite `已提交`
    ::warning file=policies/样例.guiju,line=4,col=6,endColumn=9,endLine=4,title=E0101::word after an emoji%0Ahere
    ::error file=data/a%2C b%3A 100%25.csv,title=E0101::data/a, b: 100%25.csv: no such file
    ::error file=data/visits.csv,line=18,title=E0101::data/visits.csv:18, column `巡视日期`: not a date: the row is set aside%0Awrite the date as 2025-12-01
    ");
    insta::assert_snapshot!(github(&[unknown_field(&sources())], &sources(), Tongue::Zh), @"::error file=policies/样例.guiju,line=2,col=36,endColumn=39,endLine=2,title=E0101::未知字段“已提教”%0A“报告”没有此字段%0A是否指“已提交”？%0A改为“已提交”");
}

#[test]
fn a_message_cannot_forge_a_command() {
    let mut d = bad_cell();
    d.message.en = "50% done\r\n::error::forged".into();
    let line = github(&[d], &sources(), Tongue::En);
    assert_eq!(line.lines().count(), 1);
    assert!(line.contains("50%25 done%0D%0A::error::forged"), "{line}");
}

#[test]
fn a_cell_with_line_breaks_stays_on_its_row() {
    let mut d = bad_cell();
    d.data.as_mut().unwrap().value = Some("a\nb\u{1b}[31m".into());
    let text = plain(&[d], Tongue::En);
    assert!(text.contains("18 | a\\nb\\u{1b}[31m\n"), "{text}");
}

#[test]
fn nothing_steers_the_terminal() {
    let sources = sources();
    let hostile = "\u{1b}]0;owned\u{7}\u{202E}";
    let mut in_data = bad_cell();
    in_data.data =
        Some(DataPlace { file: hostile.into(), row: 2, column: Some(hostile.into()), value: Some(hostile.into()) });
    let mut whole_file = in_data.clone();
    whole_file.data.as_mut().unwrap().value = None;
    let mut in_policy = unknown_field(&sources);
    in_policy.message.en = hostile.into();
    in_policy.help = Some(Message::new(hostile, hostile));
    in_policy.primary.as_mut().unwrap().message.en = hostile.into();
    in_policy.fix.as_mut().unwrap().replacement = hostile.into();
    let text = text(&[in_data, whole_file, in_policy], &sources, Tongue::En, 100);
    for steering in ["\u{1b}]", "\u{7}", "\u{202E}"] {
        assert!(!text.contains(steering), "{text:?}");
    }
}

#[test]
fn mistaken_spans_never_panic() {
    let sources = sources();
    let end = POLICY.len();
    for (start, a_end) in [(end, end), (end + 9, end + 99), (1, 2), (7, 3), (0, end), (end - 1, end)] {
        let span = Span { file: FileId(0), start, end: a_end };
        let message = Message::new("x", "x");
        let d = Diagnostic::error(Code::E0101, span, message.clone(), message.clone())
            .also(span, message.clone())
            .fix(span, "文", message);
        for format in DiagnosticFormat::ALL {
            assert!(!render(std::slice::from_ref(&d), &sources, format, Tongue::En, 80).is_empty());
        }
    }
}

#[test]
fn the_order_of_finding_does_not_show() {
    let sources = sources();
    let mut diagnostics = all(&sources);
    let first = plain(&diagnostics, Tongue::En);
    diagnostics.reverse();
    assert_eq!(plain(&diagnostics, Tongue::En), first);
}

#[test]
fn tallies() {
    let diagnostics = all(&sources());
    assert_eq!(tally(&diagnostics, Tongue::En), "3 errors, 1 warning");
    assert_eq!(tally(&diagnostics, Tongue::Zh), "3个错误，1个警告");
    assert_eq!(tally(&[], Tongue::En), "");
}
