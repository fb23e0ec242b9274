//! The two tongues, the layout and the comments of a policy do not change what it means.

use guiju_compiler::{Checked, hir::Program};

use crate::support::{compile, policy};

const ENGLISH: &str = r#"
policy sample aka 样例 "Visits" aka "巡视" { jurisdiction "370400"; effective from 2022-07-01; calendar cn.state_council; counting cn.civil_code; source src "a.txt" }
catalog kinds aka 类别表 ordered { general aka 一般 "plain" aka "普通"; major aka 重大 }
record unit aka 单位 "a unit" aka "一家单位" { key id aka 编号: text; class aka 类别: kinds; frequency aka 频次: number }
record visit aka 巡视 {
  key id aka 编号: text
  unit aka 单位: ref unit
  at date aka 日期: date
  covert aka 暗查: yesno
  score aka 得分: number
}
record report aka 报告 { key id aka 编号: text; visit aka 巡视: ref visit; at submitted aka 报送: date }
event round aka 轮次 from visit where covert per unit, date { worst aka 最低 = least score; n aka 次数 = count }
sequence rounds aka 轮次序列 of round per unit by date
register units aka 各单位 of unit where class >= major count 3 cite src 3
param minimum aka 最低分 = 60 cite src 5(2)
assume prompt aka 及时 = 3 working days because "promptly" aka "原文只写及时" cite src 7
table limits aka 限期表 (days aka 天数, visits aka 次数) { general: 30 days, 1; major: 10 days, 2 } cite src 6
define poor aka 较差 of visit: score < minimum and (exists report where visit = this.id) or not covert
quantity A1 aka 第一条 "enough" aka "够次数" {
  cite src 5(2)a
  severity critical
  per u aka 甲 in units where class = major
  every calendar month by date
  count visit where unit = u and not poor
  at least lookup(limits.visits, u.class)
}
deadline A2 aka 第二条 "report" aka "报告" {
  cite src 7(1)
  each visit where score < minimum and date - 3 days > 2020-01-01
  must report.submitted where visit = this
  within prompt
}
check A3 aka 第三条 "rounds" aka "轮次" {
  cite src 8
  each round
  must worst >= minimum and (previous rounds.worst missing or days from previous rounds.date to date <= 90)
}
example "one" aka "一例" of A1 {
  given unit { id "u", class major }
  given visit { id "v", unit "u", date 2025-01-02, covert no }
  as of 2025-02-10
  expect "u" 2025-01 violated
}
clause src 9 "conduct" aka "作风" not checkable because "no record" aka "不留记录" attested by report
"#;

const CHINESE: &str = r#"
// 同一规矩的中文写法，排版不同。
规矩 样例 又称 sample “巡视” 又称 “Visits” {
  地区 “370400”；施行 自 2022-07-01；历法 国务院.放假安排；计日 民法典.期间；原文 src “a.txt”
}
目录 类别表 又称 kinds 有序 { 一般 又称 general “普通” 又称 “plain”；重大 又称 major }
档案 单位 又称 unit “一家单位” 又称 “a unit” { 主键 编号 又称 id：文字；类别 又称 class：类别表；频次 又称 frequency：数字 }
档案 巡视 又称 visit { 主键 编号 又称 id：文字；单位 又称 unit：指向 单位；时点 日期 又称 date：日期；暗查 又称 covert：是否；得分 又称 score：数字 }
档案 报告 又称 report { 主键 编号 又称 id：文字；巡视 又称 visit：指向 巡视；时点 报送 又称 submitted：日期 }
事件 轮次 又称 round 自 巡视 凡 暗查 分别 单位，日期 { 最低 又称 worst = 最小 得分；次数 又称 n = 计数 }
序列 轮次序列 又称 rounds 属于 轮次 分别 单位 按 日期
名册 各单位 又称 units 属于 单位 凡 类别 >= 重大 计数 3家 依据 src 3
参数 最低分 又称 minimum = 60 依据 src 5(2)
暂定 及时 又称 prompt = 3个工作日 理由 “原文只写及时” 又称 “promptly” 依据 src 7
表 限期表 又称 limits（天数 又称 days，次数 又称 visits） { 一般：30日，1；重大：10日，2 } 依据 src 6
定义 较差 又称 poor 属于 巡视：得分 < 最低分 且 （存在 报告 凡 巡视 = 本.编号） 或 非 暗查
数量 第一条 又称 A1 “够次数” 又称 “enough” {
  依据 src 5(2)a；级别 严重   // 要紧
  分别 甲 又称 u 取自 各单位 凡 类别 = 重大
  每个 自然月 按 日期
  计数 巡视 凡 单位 = 甲 且 非 较差
  至少 查表（限期表.次数，甲.类别）
}
期限 第二条 又称 A2 “报告” 又称 “report” {
  依据 src 7(1)
  对每 巡视 凡 得分 < 最低分 且 日期 - 3日 > 2020-01-01
  应有 报告.报送 凡 巡视 = 本
  限 及时
}
核查 第三条 又称 A3 “轮次” 又称 “rounds” {
  依据 src 8
  对每 轮次
  应有 最低 >= 最低分 且 （前一 轮次序列.最低 缺失 或 天数自 前一 轮次序列.日期 到 日期 <= 90）
}
例 “一例” 又称 “one” 属于 第一条 {
  给定 单位 { 编号 “u”，类别 重大 }
  给定 巡视 { 编号 “v”，单位 “u”，日期 2025-01-02，暗查 否 }
  截至 2025-02-10
  结果 “u” 2025-01 违反
}
条款 src 9 “作风” 又称 “conduct” 不可机检 理由 “不留记录” 又称 “no record” 由证明 报告
"#;

fn alone(text: &str) -> Checked {
    // `visit = this.id` compares a reference with a text; both files spell what is meant.
    let text = text.replace("visit = this.id", "visit = this").replace("巡视 = 本.编号", "巡视 = 本");
    let checked = compile(&[("policy.guiju", &text)], &["policy.guiju"]);
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    checked
}

/// A program as text, without the places where it is written.
fn without_places(program: &Program) -> String {
    let text = format!("{program:#?}");
    let mut lines = Vec::new();
    let mut skip = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        match skip {
            Some(at) if indent > at => {}
            Some(at) if indent == at => skip = None,
            _ if line.trim_start().starts_with("span: ") || line.trim_start().ends_with("Span {") => {
                skip = Some(indent);
            }
            _ => lines.push(line),
        }
    }
    lines.join("\n")
}

#[test]
fn both_tongues_give_the_same_program() {
    let (english, chinese) = (alone(ENGLISH), alone(CHINESE));
    // What a clause says for itself is kept as written, its titles in the order of writing.
    let meaning = |checked: &Checked| {
        let mut program = checked.program.clone();
        program.clauses.iter_mut().for_each(|c| c.status = guiju_syntax::ast::ClauseStatus::Permits(None));
        without_places(&program)
    };
    let (left, right) = (meaning(&english), meaning(&chinese));
    for (n, (a, b)) in left.lines().zip(right.lines()).enumerate() {
        assert_eq!(a, b, "line {n}");
    }
    assert_eq!(left.lines().count(), right.lines().count());
}

#[test]
fn both_tongues_have_one_fingerprint() {
    let (english, chinese) = (alone(ENGLISH), alone(CHINESE));
    assert_eq!(english.program.policies[0].sha256, chinese.program.policies[0].sha256);
    assert_eq!(english.program.policies[0].sha256.len(), 64);
}

#[test]
fn the_graph_is_the_same_in_both_tongues() {
    let graph = |checked: &Checked| guiju_compiler::RuleGraph::of(&checked.program).to_json();
    assert_eq!(graph(&alone(ENGLISH)), graph(&alone(CHINESE)));
}

fn fingerprint(text: &str) -> String {
    policy(text).program.policies[0].sha256.clone()
}

#[test]
fn comments_and_layout_do_not_change_the_fingerprint_and_numbers_do() {
    let one = fingerprint("param n = 4 cite 1\ncheck A1 \"a\" { cite 1; each visit; must score > n }");
    let other = fingerprint(
        "// A comment.\n\n\nparam n = 4   cite 1 // Four.\n\ncheck A1 \"a\" {\n  // Here as well.\n  cite 1\n\n  each visit\n  must score > n\n}\n",
    );
    assert_eq!(one, other);
    let changed = fingerprint("param n = 5 cite 1\ncheck A1 \"a\" { cite 1; each visit; must score > n }");
    assert_ne!(one, changed);
}

#[test]
fn a_change_in_an_imported_file_changes_the_fingerprint() {
    let with = |record: &str| {
        let files = [("policy.guiju", "use \"words.guiju\"\npolicy p \"p\" { }"), ("words.guiju", record)];
        compile(&files, &["policy.guiju"]).program.policies[0].sha256.clone()
    };
    assert_eq!(with("record a { key id: text }"), with("record a {\n  key id: text // the key\n}"));
    assert_ne!(with("record a { key id: text }"), with("record a { key id: number }"));
}

#[test]
fn the_order_of_spellings_does_not_matter() {
    let one = policy("param n aka 数 = 4 cite 1\ncheck A1 \"a\" { cite 1; each visit; must score > n }");
    let other = policy("param 数 aka n = 4 cite 1\ncheck A1 \"a\" { cite 1; each visit; must score > 数 }");
    assert_eq!(without_places(&one.program), without_places(&other.program));
}
