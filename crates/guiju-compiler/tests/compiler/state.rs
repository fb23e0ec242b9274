//! States, what rules make of them, and mistakes in them.

use crate::support::{chinese, faults, program};
use guiju_compiler::hir::{Head, SpellEnd};
use insta::assert_snapshot;

const RECORDS: &str = "record stop { key id: text; at ordered: date; unit: ref unit; full: yesno }
record restart { key id: text; at allowed: date; unit: ref unit; stop: ref stop }
state stopped of unit from stop before restart
";

fn with(text: &str) -> String {
    faults(&format!("{RECORDS}{text}"))
}

#[test]
fn an_end_that_refers_to_the_beginning_is_matched_by_it() {
    let program = program(&format!("{RECORDS}state listed of unit from unit.opened for 2 years"));
    let refers = |n: usize| match &program.states[n].spells[0].end {
        SpellEnd::Other { refers, .. } => *refers,
        _ => false,
    };
    assert!(refers(0) && !refers(1));
    assert!(matches!(program.states[1].spells[0].end, SpellEnd::After(_)));
}

#[test]
fn states_stand_where_conditions_do() {
    let text = "check C \"c\" { cite 1; each visit unless unit.stopped except when covert; must not unit.stopped }
        quantity Q \"q\" { cite 1; per u in units; partial whole only; while not stopped; unless class = low;
            every calendar month; count visit; at least 1 }
        quantity T \"t\" { cite 1; per u in units; the last 12 months; time in stopped; at most 30 days }
        hold H \"h\" { cite 1; per u in units; must hold stopped from 2025-01-01 until 2025-02-01 while class = high }";
    let program = program(&format!("{RECORDS}{text}"));
    assert!(matches!(program.rules[2].head, Head::TimeIn(_)) && matches!(program.rules[3].head, Head::Hold(_)));
    assert!(program.rules[1].standing.during.is_some() && program.rules[1].standing.unless.is_some());
}

#[test]
fn whose_state_it_is_must_be_told() {
    assert_snapshot!(with("state a of person from stop"), @r#"
    E0205 ⟦stop⟧ no field of `stop` refers to a `person` | whose state is it?
      help: give the record one field `ref person`
    "#);
    assert_snapshot!(with("record move { key id: text; at day: date; old: ref unit; new: ref unit }\nstate a of unit from move"), @r#"
    E0204 ⟦move⟧ several fields of `move` refer to a `unit` | whose state is it?
      help: give the record one field `ref unit`
    "#);
    assert_snapshot!(with("state a of unit from stop.full"), @r#"E0301 ⟦stop.full⟧ expected a date, found a yes or no | this is a yes or no"#);
    assert_snapshot!(with("state a of unit from unit"), @r#"
    E0402 ⟦unit⟧ `unit` has no date of its own | which date decides?
      help: name it, as `from unit.FIELD`, or mark a date field with `at`
    "#);
    assert_snapshot!(with("state a of unit from stop for 3"), @r#"
    E0301 ⟦3⟧ expected a length of time such as 15 days, found a number | this is a number
      help: give it a unit, as `3 days` or `3 working days`
    "#);
    assert_snapshot!(with("state a of unit from stop until stop.ordered where full"), @r#"
    E0602 ⟦full⟧ a second condition on one record | the record that ends it is the one that began it
      help: put it behind `from …`
    "#);
}

#[test]
fn a_state_is_asked_of_its_own_record() {
    assert_snapshot!(with("check C \"c\" { cite 1; each visit; must group.stopped }"), @r#"
    E0201 ⟦stopped⟧ unknown field `stopped` | not a field of `group`
      help: there is `id`, `kind`, `from`, `until`
    "#);
    assert_snapshot!(with("check C \"c\" { cite 1; each visit; must unit.stoped }"), @r#"
    E0201 ⟦stoped⟧ unknown field `stoped` | not a field of `unit`
      help: there is `id`, `class`, `place`, `frequency`, `opened`, `parent`
    "#);
    assert_snapshot!(with("state a of unit from stop where unit.a"), @r#"
    E0501 ⟦a⟧ a circle of declarations: a → a | closes the circle
      at ⟦a⟧ `a` is declared here
      help: none of them can come first: break the circle at one place
    "#);
    assert_snapshot!(with("event day from visit where unit.stopped per unit, date"), @r#"
    E0602 ⟦stopped⟧ a state in a event | made before any state is known
      help: ask for it in the rule that uses the records
    "#);
}

#[test]
fn what_must_last_is_said_once_and_where_it_belongs() {
    assert_snapshot!(with("hold H \"h\" { cite 1; per u in units }"), @r#"
    E0603 ⟦H⟧ what must last is missing | in this declaration
      help: add `must hold STATE` or `never hold STATE`
    "#);
    assert_snapshot!(with("hold H \"h\" { cite 1; per u in units; must hold u.frequency }"), @r#"E0301 ⟦u.frequency⟧ expected a condition, found a number | this is a number"#);
    assert_snapshot!(with("hold H \"h\" { cite 1; each unit; must hold stopped }"), @r#"
    E0402 ⟦stopped⟧ `unit` has no date of its own | which date decides?
      help: say from when, as `must hold STATE from FIELD`
    "#);
    assert_snapshot!(with("check C \"c\" { cite 1; each visit; must hold unit.stopped }"), @r#"
    E0602 ⟦must hold unit.stopped⟧ `must hold` does not belong in a `check` | not a field of this head
      help: it is a field of `hold`
    "#);
    assert_snapshot!(with("quantity T \"t\" { cite 1; per u in units; every rolling 30 days; time in stopped; at most 3 days }"), @r#"
    E0606 ⟦time in stopped⟧ time in a state without a calendar window | in which window?
      help: add `every calendar year` or `the last 12 months`
    "#);
    assert_snapshot!(chinese("保持 甲 “甲” { 依据 一；分别 户 取自 各单位；应保待 停 }"), @r#"
    E0101 ⟦应保待⟧ `应保待` 不能开始一个规则的字段 | 不是此处的关键词
      fix: ⟦应保待⟧ → `应保持`, 是否想写 `应保持`？
    "#);
}
