//! Exemptions: what they free of, and mistakes in them.

use crate::support::{chinese, faults, program};
use insta::assert_snapshot;

const WAIVER: &str =
    "record waiver { key id: text; at granted: date; unit: ref unit; person: ref person; from: date; to: date; \
     valid: yesno }
quantity Q \"q\" { cite 1; per u in units; every calendar month; count visit; at least 1 }
check C \"c\" { cite 1; each visit; must covert }
";

fn exemption(fields: &str) -> String {
    faults(&format!("{WAIVER}exemption X \"x\" {{ cite 2; {fields} }}"))
}

#[test]
fn an_exemption_works_in_each_rule_it_frees_of() {
    let program = program(&format!(
        "{WAIVER}exemption X \"x\" {{ cite 2; frees Q, C; granted by waiver; of unit; during from until to; must valid }}"
    ));
    let reliefs: Vec<_> = program.rules.iter().map(|rule| (rule.name.id.as_str(), rule.reliefs.len())).collect();
    assert_eq!(reliefs, [("Q", 1), ("C", 1)]);
    let keys: Vec<_> = program.rules.iter().flat_map(|r| &r.reliefs).filter_map(|r| r.grant.as_ref()).collect();
    assert!(keys.iter().all(|grant| grant.keys.len() == 1 && grant.from.is_some() && grant.filter.is_some()));
}

#[test]
fn what_it_frees_of_must_exist_and_be_about_those_it_names() {
    assert_snapshot!(exemption("frees R; granted by waiver; of unit"), @"
    E0202 ⟦R⟧ unknown rule `R` | no rule of this name is declared or imported
      help: there is `C`, `Q`
    ");
    assert_snapshot!(exemption("frees Q; granted by waiver; of person"), @"
    E0205 ⟦Q⟧ a `person` is no member of this rule | whom does it free of this rule?
      at ⟦person⟧ named by this field
      at ⟦quantity Q \"q\" { cite 1; per u in units; every calendar month; count visit; at least 1 }⟧ the rule
      help: say which record belongs to which, as `granted by waiver where unit = this.hazard.unit`
    ");
    assert_snapshot!(exemption("frees Q; granted by waiver"), @"
    E0205 ⟦Q⟧ nothing says whom a `waiver` frees of this rule | the rule is about members or records
      help: add `of FIELD`, the field that names them
    ");
    assert_snapshot!(exemption("granted by waiver; of unit"), @"
    E0603 ⟦X⟧ the rule it frees of is missing | in this declaration
      help: add `frees RULE`
    ");
}

#[test]
fn parts_that_speak_of_a_grant_need_one() {
    assert_snapshot!(exemption("frees Q; of unit"), @"
    E0602 ⟦of unit⟧ no record grants this exemption | speaks of the record that grants it
      help: add `granted by RECORD`; a whole class is freed with `frees RULE where …`
    ");
    assert_snapshot!(exemption("frees Q; retroactive"), @"
    E0602 ⟦retroactive⟧ no record grants this exemption | speaks of the record that grants it
      help: add `granted by RECORD`; a whole class is freed with `frees RULE where …`
    ");
}

#[test]
fn it_is_written_once_with_a_citation_and_a_name_of_its_own() {
    assert_snapshot!(exemption("frees Q; granted by waiver; of unit; of unit"), @"
    E0604 ⟦of unit⟧ written twice in one declaration | written again here
      at ⟦of unit⟧ first written here
      help: keep one
    ");
    assert_snapshot!(faults(&format!("{WAIVER}exemption X \"x\" {{ frees Q where class = low }}")), @"
    E0601 ⟦X⟧ `X` cites no clause | where does the text say so?
      help: add `cite` and the clause, as `cite 5(2)`; a number of your own is an `assume`
    ");
    assert_snapshot!(faults(&format!("{WAIVER}exemption Q \"x\" {{ cite 2; frees Q where class = low }}")), @"
    E0203 ⟦Q⟧ `Q` is declared twice | declared again here
      at ⟦Q⟧ first declared here
      help: give one of them another name
    ");
}

#[test]
fn types_of_its_parts() {
    assert_snapshot!(exemption("frees Q; granted by waiver; of unit; during from until valid"), @"E0301 ⟦valid⟧ expected a date, found a yes or no | this is a yes or no");
    assert_snapshot!(exemption("frees Q where frequency"), @"E0301 ⟦frequency⟧ expected a condition, found a number | this is a number");
}

#[test]
fn mistakes_are_told_in_chinese() {
    let text = "豁免 甲 “甲” { 依据 二；免除 乙 }";
    assert_snapshot!(chinese(text), @"E0202 ⟦乙⟧ 没有名为 `乙` 的规则 | 未声明也未引用此规则");
    assert_snapshot!(chinese("豁免 甲 “甲” { 依据 二；免处 乙 }"), @"
    E0101 ⟦免处⟧ `免处` 不能开始一个豁免的字段 | 不是此处的关键词
      fix: ⟦免处⟧ → `免除`, 是否想写 `免除`？
    ");
}
