//! What rules mean once names and correlations are known.

use guiju_compiler::hir::{self, ExprKind, Head, Members, ParamId, VarId, VarKind};
use guiju_compiler::{FieldId, Type};

use crate::support::{compile, faults, policy, program};

/// The last rule of a policy over the vocabulary.
fn last(text: &str) -> (hir::Program, hir::Rule) {
    let program = program(text);
    let rule = program.rules.last().cloned().unwrap();
    (program, rule)
}

fn counted(rule: &hir::Rule) -> &hir::Counted {
    match &rule.head {
        Head::Quantity(quantity) => &quantity.counted,
        Head::Coverage(coverage) => &coverage.counted,
        _ => panic!("counts nothing"),
    }
}

/// The field of the counted record that names the member, or what else does.
fn named(text: &str) -> String {
    let (program, rule) = last(text);
    let counted = counted(&rule);
    let name = |member: &Option<hir::Correlation>| match member.as_ref().map(|m| &m.record.kind) {
        None => "every member".to_owned(),
        Some(ExprKind::Var(var)) if *var == counted.var => "the record itself".to_owned(),
        Some(ExprKind::Get(_, field)) => program.schema.record(counted.record).field(*field).name.id.clone(),
        Some(other) => format!("{other:?}"),
    };
    let members: Vec<String> = counted.member.iter().map(name).collect();
    format!("{}; filter: {}", members.join(", "), if counted.filter.is_some() { "yes" } else { "no" })
}

fn quantity(per: &str, count: &str) -> String {
    named(&format!(
        "quantity A1 \"a\" {{ cite 1; per {per}; every calendar month by date; count {count}; at least 1 }}"
    ))
}

#[test]
fn a_member_is_named_by_what_is_written_or_by_the_one_field_that_can() {
    assert_eq!(quantity("g in groups", "visit"), "group; filter: no");
    assert_eq!(quantity("g in groups", "visit where group = g"), "group; filter: no");
    assert_eq!(quantity("g in groups", "visit where g = group and covert"), "group; filter: yes");
    assert_eq!(
        quantity("g in groups where kind = special, u in units", "visit where covert"),
        "group, unit; filter: yes"
    );
    assert_eq!(quantity("u in units", "visit where unit.parent = u").split(';').next_back(), Some(" filter: no"));
    assert_eq!(quantity("c in contents", "visit"), "items; filter: no");
    assert_eq!(quantity("c in contents", "visit where items has c"), "items; filter: no");
    assert_eq!(quantity("p in person", "visit"), "team; filter: no");
    assert_eq!(quantity("v in visit", "visit"), "the record itself; filter: no");
}

#[test]
fn a_condition_on_the_member_that_is_no_equality_is_asked_for_every_member() {
    assert_eq!(quantity("g in groups", "visit where group = g or covert"), "every member; filter: yes");
    assert_eq!(quantity("g in groups", "visit where group != g"), "every member; filter: yes");
    assert_eq!(quantity("g in groups", "visit where not group = g"), "every member; filter: yes");
    // A condition on something of the member leaves the member to be found.
    assert_eq!(quantity("u in units", "visit where score > u.frequency"), "unit; filter: yes");
    // An equality with something of the member names it where no field can.
    assert_eq!(
        named(
            "record call { key id: text; who: text; at date: date }\nquantity A1 \"a\" { cite 1; per p in person; every calendar month; count call where who = p.name; at least 1 }"
        ),
        "who; filter: no"
    );
}

#[test]
fn a_register_of_values_is_named_by_its_field() {
    let text = "register places of unit.place\nquantity A1 \"a\" { cite 1; per p in places; every calendar year by opened; count unit; at least 1 }";
    assert_eq!(named(text), "place; filter: no");
    let (program, rule) = last(text);
    assert!(matches!(program.registers[0].members, Members::Values(_, FieldId(2))));
    assert_eq!(rule.vars[0].kind, VarKind::Text);
}

#[test]
fn a_members_own_period_says_which_records_are_its() {
    let text = "record season { key id: text; from: date; until: date }\nquantity A1 \"a\" { cite 1; per s in season; during s.from until s.until by date; count visit where covert; at least 1 }";
    assert_eq!(named(text), "every member; filter: yes");
}

#[test]
fn parameters_have_values_by_date() {
    let program = program("param n = 4, 6 from 2022-07-01, 8 from 2024-01-01 cite 1");
    let values: Vec<String> = program.params[0]
        .values
        .iter()
        .map(|(from, value)| format!("{} {value:?}", from.map_or("ever".to_owned(), |d| d.to_string())))
        .collect();
    assert_eq!(values, ["ever Number(4)", "2022-07-01 Number(6)", "2024-01-01 Number(8)"]);
}

fn deadline_variables(deadline: &hir::Deadline, bound: &mut Vec<VarId>) {
    if let hir::Trigger::Each { var, .. } = &deadline.trigger {
        bound.push(*var);
    }
    if let hir::Act::Record { var, .. } | hir::Act::Neighbour { var, .. } = &deadline.act {
        bound.push(*var);
    }
}

/// The variables of a rule that its expressions name or bring in.
fn check_variables(rule: &hir::Rule) {
    let mut bound: Vec<VarId> = (0..rule.per.len()).map(VarId).collect();
    match &rule.head {
        Head::Check(check) => bound.push(check.var),
        Head::Quantity(quantity) => bound.push(quantity.counted.var),
        Head::Deadline(deadline) => deadline_variables(deadline, &mut bound),
        Head::Path(path) => {
            bound.push(path.var);
            path.stages.iter().flat_map(|stage| &stage.duties).for_each(|duty| deadline_variables(duty, &mut bound));
        }
        Head::Coverage(coverage) => bound.push(coverage.counted.var),
        Head::Hold(hold) => bound.extend(hold.each.as_ref().map(|each| each.var)),
        Head::TimeIn(_) => {}
    }
    bound.extend(rule.reliefs.iter().filter_map(|relief| relief.grant.as_ref()).map(|grant| grant.var));
    let mut inner = Vec::new();
    rule.for_each_expr(&mut |expr| {
        expr.walk(&mut |e| {
            if let ExprKind::Exists { var, record, .. } = &e.kind {
                assert!(!inner.contains(var) && !bound.contains(var), "{var:?} stands for two records");
                assert_eq!(rule.vars[var.0].kind, VarKind::Row(*record));
                inner.push(*var);
            }
        });
    });
    rule.for_each_expr(&mut |expr| {
        for var in expr.free_vars() {
            assert!(bound.contains(&var), "{var:?} is bound nowhere in {:?}", rule.name.id);
        }
    });
}

#[test]
fn definitions_are_written_out_with_variables_of_their_own() {
    let text = "define certified of visit: exists certificate where person in this.team and from <= this.date
define checked of report: visit.certified and (exists leak where group = this.visit.group)
check A1 \"a\" { cite 1; each report as r; must checked and (exists visit where certified and group = this.visit.group) and checked }";
    let (_, rule) = last(text);
    check_variables(&rule);
    let mut exists = 0;
    rule.for_each_expr(&mut |expr| {
        expr.walk(&mut |e| exists += usize::from(matches!(e.kind, ExprKind::Exists { .. })));
    });
    // Two in each `checked`, one of the rule's own with one inside.
    assert_eq!(exists, 6);
}

#[test]
fn this_is_the_record_outside() {
    let (_, rule) = last(
        "check A1 \"a\" { cite 1; each visit; must exists certificate where person in this.team and until >= this.date }",
    );
    let Head::Check(check) = &rule.head else { panic!() };
    let ExprKind::Exists { filter: Some(filter), var, .. } = &check.must[0].expr.kind else { panic!() };
    let mut free = filter.free_vars();
    free.sort();
    assert_eq!(free, [check.var, *var]);
    // Where no record is inside another, it is the record itself.
    assert_eq!(faults("check A1 \"a\" { cite 1; each visit; must this.covert }"), "nothing wrong");
    assert_eq!(faults("核查 甲 “甲” { 依据 一；对每 巡视；应有 本.暗查 }"), "nothing wrong");
    assert_eq!(faults("期限 甲 “甲” { 依据 一；对每 巡视；应有 本.结束；限 3日 }"), "nothing wrong");
}

#[test]
fn neighbours_take_their_key_and_date_from_the_record_they_are_asked_of() {
    let (program, rule) = last(
        "sequence visits of visit where covert per unit by date
check A1 \"a\" { cite 1; each visit; must previous visits.previous.score > 3 or next visits.unit.place = unit.place }
",
    );
    let Head::Check(check) = &rule.head else { panic!() };
    let mut neighbours = Vec::new();
    check.must[0].expr.walk(&mut |e| {
        if let ExprKind::Neighbour { sequence, which, keys, date } = &e.kind {
            assert_eq!((keys.len(), date.ty), (1, Type::Date));
            assert_eq!(program.sequences[sequence.0].name.id, "visits");
            neighbours.push(*which);
        }
    });
    // The neighbour's neighbour is asked of the neighbour: its key and its date are those of the neighbour.
    assert_eq!(neighbours.len(), 4, "{neighbours:?}");
}

#[test]
fn a_neighbour_may_be_asked_of_a_record_of_another_kind() {
    // By the field of the same name and type as the one the sequence is `per`.
    let text = "record call { key id: text; unit: ref unit; other: ref unit; at date: date }
sequence visits of visit per unit by date
check A1 \"a\" { cite 1; each call; must latest visits.score >= 60 }";
    assert_eq!(faults(text), "nothing wrong");
    // By the record itself, where it is the subject.
    let text = "record house { key id: text; at built: date }
record call { key id: text; house: ref house; at date: date }
sequence calls of call per house by date
check A1 \"a\" { cite 1; each house; must next calls.date known }";
    assert_eq!(faults(text), "nothing wrong");
}

#[test]
fn assumptions_are_found_through_definitions_tables_registers_events_and_sequences() {
    let assumed = |text: &str| -> Vec<String> {
        let (program, rule) = last(text);
        rule.assumes.iter().map(|id: &ParamId| program.params[id.0].name.id.clone()).collect()
    };
    let assume = "assume a = 3 because \"x\"\nassume b = 4 because \"y\"\nparam n = 5 cite 1\n";
    let with = |text: &str| assumed(&format!("{assume}{text}"));
    assert_eq!(with("check A1 \"a\" { cite 1; each visit; must score > n }"), [""; 0]);
    assert_eq!(with("check A1 \"a\" { cite 1; each visit; must score > b and score > a }"), ["a", "b"]);
    assert_eq!(
        with(
            "define good of visit: score > b\ndefine fine of visit: good\ncheck A1 \"a\" { cite 1; each visit; must fine }"
        ),
        ["b"]
    );
    assert_eq!(
        with("table t { 0..9: 1; 10..: 2 } cite 1\ncheck A1 \"a\" { cite 1; each visit; must score > lookup(t, a) }"),
        ["a"]
    );
    assert_eq!(
        with(
            "register some of unit where frequency > a\nquantity A1 \"a\" { cite 1; per u in some; every calendar month; count visit; at least 1 }"
        ),
        ["a"]
    );
    assert_eq!(
        with(
            "register some of unit where frequency > a\nquantity A1 \"a\" { cite 1; every calendar month; count distinct unit of visit; at least 10% of some }"
        ),
        ["a"]
    );
    assert_eq!(
        with(
            "event round from visit where score > a per unit, date { n = count }\ncheck A1 \"a\" { cite 1; each round; must n > 1 }"
        ),
        ["a"]
    );
    assert_eq!(
        with(
            "sequence s of visit where score > b per unit by date\ncheck A1 \"a\" { cite 1; each visit; must previous s.covert }"
        ),
        ["b"]
    );
    assert_eq!(
        with(
            "event round from visit where score > a per unit, date { n = count }\nsequence s of round where n > b per unit by date\ncheck A1 \"a\" { cite 1; each visit; must latest s.n > 3 }"
        ),
        ["a", "b"]
    );
    assert_eq!(
        with(
            "check A1 \"a\" { cite 1; each unit; must frequency > a }\ncheck A2 \"b\" { cite 2; each unit where A1 met; must frequency > b }"
        ),
        ["a", "b"]
    );
    assert_eq!(with("deadline A1 \"a\" { cite 1; each visit; must report.submitted; within a days }"), ["a"]);
    assert_eq!(
        with(
            "quantity A1 \"a\" { cite 1; per g in groups where kind = special and a > 2; every calendar month; count visit; at least 1 }"
        ),
        ["a"]
    );
}

#[test]
fn an_act_belongs_to_its_duty_by_reference_or_by_what_is_written() {
    let link = |must: &str| {
        let (_, rule) = last(&format!("deadline A1 \"a\" {{ cite 1; each visit; must {must}; within 3 days }}"));
        let Head::Deadline(deadline) = &rule.head else { panic!() };
        match &deadline.act {
            hir::Act::Own(_) => "own field".to_owned(),
            hir::Act::Record { link: hir::Link::Reference(_), filter, .. } => {
                format!("reference, filter {}", filter.is_some())
            }
            hir::Act::Record { link: hir::Link::Keys(keys), filter, .. } => {
                format!("{} keys, filter {}", keys.len(), filter.is_some())
            }
            other => format!("{other:?}"),
        }
    };
    assert_eq!(link("end"), "own field");
    assert_eq!(link("visit.end"), "own field");
    assert_eq!(link("report"), "reference, filter false");
    assert_eq!(link("report.submitted where signed"), "reference, filter true");
    assert_eq!(link("report where visit = this and signed"), "reference, filter true");
    assert_eq!(link("leak where group = this.group and date >= this.date"), "1 keys, filter true");
}

#[test]
fn tables_take_the_catalog_that_knows_their_codes() {
    let program = program("catalog levels { low; high; extreme }\ntable t { low, high: 1; extreme: fire } cite 1\ntable c { low, middle: fire; high: gas } cite 1".replace("extreme: fire", "extreme: 2").as_str());
    let catalog = |table: usize| match &program.tables[table].rows[0].keys[0] {
        hir::TableKey::Code(catalog, _) => program.schema.catalog(*catalog).name.id.clone(),
        other => format!("{other:?}"),
    };
    assert_eq!(catalog(0), "levels");
    assert!(matches!(program.tables[1].types[0], Type::Code(_)));
}

#[test]
fn policies_that_share_words_keep_their_own() {
    let files = [
        (
            "a.guiju",
            "use \"words.guiju\"\npolicy a \"a\" { }\nparam n = 4 cite 1\ncheck A1 \"a\" { cite 1; each visit; must score > n }\n",
        ),
        (
            "b.guiju",
            "use \"words.guiju\"\npolicy b \"b\" { }\nparam n = 5 cite 1\ncheck A1 \"b\" { cite 1; each visit; must score > n }\n",
        ),
        ("words.guiju", "record visit { key id: text; score: number }\n"),
    ];
    let checked = compile(&files, &["a.guiju", "b.guiju"]);
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    let used: Vec<Vec<ParamId>> = checked
        .program
        .rules
        .iter()
        .map(|rule| {
            let mut params = Vec::new();
            rule.for_each_expr(&mut |expr| {
                expr.walk(&mut |e| {
                    if let ExprKind::Param(id) = e.kind {
                        params.push(id);
                    }
                });
            });
            params
        })
        .collect();
    assert_eq!(used, [[ParamId(0)], [ParamId(1)]]);
    assert_eq!(checked.program.schema.records.len(), 1);
    assert_ne!(checked.program.policies[0].sha256, checked.program.policies[1].sha256);
}

#[test]
fn events_come_after_what_they_are_made_from() {
    let checked =
        policy("event b from a per unit, date { n = count }\nevent a from visit per unit, date { n = count }");
    let names: Vec<&str> =
        checked.program.events.iter().map(|e| checked.program.schema.record(e.record).name.id.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
}
