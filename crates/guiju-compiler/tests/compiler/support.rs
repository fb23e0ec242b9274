//! A small vocabulary, and what the compiler says of policies over it.

use std::collections::BTreeMap;

use guiju_compiler::{Checked, Root, hir};
use guiju_syntax::{Diagnostic, Label, Sources, Tongue};

/// Records, lists and registers that the policies of the tests import.
pub(crate) const VOCABULARY: &str = r#"
catalog kinds aka 组别类型 { comprehensive aka 综合; special aka 专项 }
catalog grades aka 等级 ordered { low aka 低; middle aka 中; high aka 高 }
catalog contents aka 内容 { fire aka 消防; gas aka 燃气; exits aka 出口 }
record group aka 组 { key id aka 编号: text; kind aka 类别: kinds; from aka 成立: date?; until aka 撤销: date? }
record person aka 人员 { key id aka 编号: text; name aka 姓名: text }
record unit aka 单位 {
  key id aka 编号: text
  class aka 类别: grades
  place aka 属地: text
  frequency aka 频次: number
  opened aka 开业: date?
  parent aka 上级: ref unit?
}
record visit aka 巡视 {
  key id aka 编号: text
  group aka 组别: ref group
  unit aka 单位: ref unit
  at date aka 日期: date
  covert aka 暗查: yesno
  score aka 得分: number
  items aka 检查内容: set of contents
  team aka 人员: set of ref person
  note aka 备注: text
  length aka 时长: duration?
  end aka 结束: date
}
record report aka 报告 {
  key id aka 编号: text
  visit aka 巡视: ref visit
  at submitted aka 报送日期: date
  month aka 所属月份: date
  signed aka 已签: yesno
}
record certificate aka 证书 { key id aka 编号: text; person aka 人员: ref person; from aka 起: date; until aka 止: date }
record leak aka 泄密 { key row; at date aka 日期: date; group aka 组别: ref group? }
register groups aka 各组 of group from from until until
register units aka 各单位 of unit
"#;

const POLICY: &str = "use \"vocabulary.guiju\"\npolicy p \"p\" { effective from 2020-01-01; source src \"p.txt\" }\n";

/// Compiles files held in memory; the first names are the roots.
pub(crate) fn compile(files: &[(&str, &str)], roots: &[&str]) -> Checked {
    let files: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let roots: Vec<Root<'_>> =
        roots.iter().map(|path| Root { files: &files, path: (*path).to_owned(), shown: String::new() }).collect();
    guiju_compiler::check(&roots)
}

/// Compiles a policy over the vocabulary; the text follows `use` and `policy`.
pub(crate) fn policy(text: &str) -> Checked {
    compile(&[("vocabulary.guiju", VOCABULARY), ("policy.guiju", &format!("{POLICY}{text}"))], &["policy.guiju"])
}

/// A policy over the vocabulary that has nothing wrong.
pub(crate) fn program(text: &str) -> hir::Program {
    let checked = policy(text);
    assert_eq!(checked.diagnostics, [], "{}", shown(&checked.sources, &checked.diagnostics, Tongue::En));
    checked.program
}

/// What is wrong with a policy over the vocabulary: code, ⟦text under the span⟧, message | label, other places, help,
/// fix.
pub(crate) fn faults(text: &str) -> String {
    let checked = policy(text);
    shown(&checked.sources, &checked.diagnostics, Tongue::En)
}

/// The same for readers of Chinese.
pub(crate) fn chinese(text: &str) -> String {
    let checked = policy(text);
    shown(&checked.sources, &checked.diagnostics, Tongue::Zh)
}

/// What is wrong with some files.
pub(crate) fn faults_of(files: &[(&str, &str)], roots: &[&str]) -> String {
    let checked = compile(files, roots);
    shown(&checked.sources, &checked.diagnostics, Tongue::En)
}

/// What is wrong with a rule that has these fields, apart from its citation.
pub(crate) fn rule(head: &str, fields: &str) -> String {
    faults(&format!("{head} A1 \"a\" {{ cite 1; {fields} }}"))
}

pub(crate) fn shown(sources: &Sources, diagnostics: &[Diagnostic], tongue: Tongue) -> String {
    let mut out = String::new();
    for fault in diagnostics {
        let primary = fault.primary.as_ref().unwrap();
        let (message, label) = (fault.message.in_tongue(tongue), primary.message.in_tongue(tongue));
        out.push_str(&format!("{} {} {message} | {label}\n", fault.code, place(sources, primary)));
        for other in &fault.secondary {
            out.push_str(&format!("  at {} {}\n", place(sources, other), other.message.in_tongue(tongue)));
        }
        if let Some(help) = &fault.help {
            out.push_str(&format!("  help: {}\n", help.in_tongue(tongue)));
        }
        if let Some(fix) = &fault.fix {
            let old = sources.text(fix.span);
            out.push_str(&format!("  fix: ⟦{old}⟧ → `{}`, {}\n", fix.replacement, fix.message.in_tongue(tongue)));
        }
    }
    if out.is_empty() { "nothing wrong".to_owned() } else { out }
}

/// The text under a span, and its file unless that is the policy.
fn place(sources: &Sources, label: &Label) -> String {
    let text = sources.text(label.span);
    match sources.file(label.span.file).path.as_str() {
        "policy.guiju" => format!("⟦{text}⟧"),
        path => format!("{path} ⟦{text}⟧"),
    }
}
