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
    assert_snapshot!(with("state a of person from stop"), @"");
    assert_snapshot!(with("record move { key id: text; at day: date; old: ref unit; new: ref unit }\nstate a of unit from move"), @"");
    assert_snapshot!(with("state a of unit from stop.full"), @"");
    assert_snapshot!(with("state a of unit from unit"), @"");
    assert_snapshot!(with("state a of unit from stop for 3"), @"");
    assert_snapshot!(with("state a of unit from stop until stop.ordered where full"), @"");
}

#[test]
fn a_state_is_asked_of_its_own_record() {
    assert_snapshot!(with("check C \"c\" { cite 1; each visit; must group.stopped }"), @"");
    assert_snapshot!(with("check C \"c\" { cite 1; each visit; must unit.stoped }"), @"");
    assert_snapshot!(with("state a of unit from stop where unit.a"), @"");
    assert_snapshot!(with("event day from visit where unit.stopped per unit, date"), @"");
}

#[test]
fn what_must_last_is_said_once_and_where_it_belongs() {
    assert_snapshot!(with("hold H \"h\" { cite 1; per u in units }"), @"");
    assert_snapshot!(with("hold H \"h\" { cite 1; per u in units; must hold u.frequency }"), @"");
    assert_snapshot!(with("hold H \"h\" { cite 1; each unit; must hold stopped }"), @"");
    assert_snapshot!(with("check C \"c\" { cite 1; each visit; must hold unit.stopped }"), @"");
    assert_snapshot!(with("quantity T \"t\" { cite 1; per u in units; every rolling 30 days; time in stopped; at most 3 days }"), @"");
    assert_snapshot!(chinese("保持 甲 “甲” { 依据 一；分别 户 取自 各单位；应保待 停 }"), @"");
}
