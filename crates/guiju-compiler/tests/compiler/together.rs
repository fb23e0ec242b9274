//! Several mistakes at once: all are told, each once, in order of places.

use crate::support::{compile, faults, faults_of, policy};
use insta::assert_snapshot;

#[test]
fn all_faults_of_a_file_are_told_in_order() {
    let text = r#"
param n = 4
define late of visit: scor < 60
quantity A1 "a" {
  per g in groups where kind = comprehensiv
  every calendar month
  count visit where cover and group = g
  at least 4 days
}
check A2 "b" { cite 2; each visit where unknwn; must sore > 3 and covert = 3 }
deadline A3 "c" { cite 3; each visit where unknwn; from endd; must reprot.submitted; within 15 }
"#;
    assert_snapshot!(faults(text), @"
    E0601 ⟦n⟧ `n` cites no clause | where does the text say so?
      help: add `cite` and the clause, as `cite 5(2)`; a number of your own is an `assume`
    E0201 ⟦scor⟧ unknown field `scor` | not a field of `visit`
      fix: ⟦scor⟧ → `score`, did you mean `score`?
    E0601 ⟦A1⟧ `A1` cites no clause | where does the text say so?
      help: add `cite` and the clause, as `cite 5(2)`; a number of your own is an `assume`
    E0206 ⟦comprehensiv⟧ `kinds` has no code `comprehensiv` | not in the list
      fix: ⟦comprehensiv⟧ → `comprehensive`, did you mean `comprehensive`?
    E0201 ⟦cover⟧ unknown field `cover` | not a field of `visit`
      fix: ⟦cover⟧ → `covert`, did you mean `covert`?
    E0301 ⟦4 days⟧ expected a number, found a length of time | this is a length of time
      help: write the number alone; a limit in days belongs in a `deadline`
    E0201 ⟦unknwn⟧ unknown field `unknwn` | not a field of `visit`
      help: there is `id`, `group`, `unit`, `date`, `covert`, `score`, `items`, `team` …
    E0201 ⟦sore⟧ unknown field `sore` | not a field of `visit`
      fix: ⟦sore⟧ → `score`, did you mean `score`?
    E0301 ⟦covert = 3⟧ a yes or no compared with a number | these cannot be compared
    E0201 ⟦unknwn⟧ unknown field `unknwn` | not a field of `visit`
      help: there is `id`, `group`, `unit`, `date`, `covert`, `score`, `items`, `team` …
    E0201 ⟦endd⟧ unknown field `endd` | not a field of `visit`
      fix: ⟦endd⟧ → `end`, did you mean `end`?
    E0202 ⟦reprot⟧ unknown record or field `reprot` | no record or field of this name is declared or imported
      fix: ⟦reprot⟧ → `report`, did you mean `report`?
    E0301 ⟦15⟧ expected a length of time such as 15 days, found a number | this is a number
      help: give it a unit, as `15 days` or `15 working days`
    ");
    assert_eq!(faults(text), faults(text));
}

#[test]
fn a_field_of_unknown_type_is_told_once() {
    assert_snapshot!(
        faults("record note { key id: text; at date: dat; level: grads }\nquantity A1 \"a\" { cite 1; per l in grades; every calendar month; count note where level >= low; at least 1 }\ncheck A2 \"b\" { cite 1; each note; must level = high and date > 2020-01-01 }"),
        @r#"
    E0202 ⟦dat⟧ unknown type or catalog `dat` | no type or catalog of this name is declared or imported
      fix: ⟦dat⟧ → `date`, did you mean `date`?
    E0202 ⟦grads⟧ unknown type or catalog `grads` | no type or catalog of this name is declared or imported
      fix: ⟦grads⟧ → `grades`, did you mean `grades`?
    "#
    );
}

#[test]
fn a_broken_event_register_sequence_table_or_parameter_is_told_once() {
    assert_snapshot!(faults("event round from visit per unit, date { worst = greatest scre }\ncheck A1 \"a\" { cite 1; each round; must worst > 60 }"), @"
    E0201 ⟦scre⟧ unknown field `scre` | not a field of `visit`
      fix: ⟦scre⟧ → `score`, did you mean `score`?
    ");
    assert_snapshot!(faults("register some of nuit\nquantity A1 \"a\" { cite 1; per u in some where class = low; every calendar month; count visit where unit = u; at least 10% of some }"), @"
    E0202 ⟦nuit⟧ unknown record `nuit` | no record of this name is declared or imported
      fix: ⟦nuit⟧ → `unit`, did you mean `unit`?
    ");
    assert_snapshot!(faults("sequence s of visit per untt by date\ncheck A1 \"a\" { cite 1; each visit; must previous s.score > 3 and previous.covert }"), @"
    E0201 ⟦untt⟧ unknown field `untt` | not a field of `visit`
      fix: ⟦untt⟧ → `unit`, did you mean `unit`?
    ");
    assert_snapshot!(faults("table t { low: 1; hgh: 2 days } cite 1\nquantity A1 \"a\" { cite 1; per u in units; every calendar month; count visit; at least lookup(t, u.class) }"), @"
    E0206 ⟦hgh⟧ `grades` has no code `hgh` | not in the list
      fix: ⟦hgh⟧ → `high`, did you mean `high`?
    E0301 ⟦2 days⟧ expected a number, found a length of time | this is a length of time
    ");
    assert_snapshot!(faults("param n = x cite 1\ncheck A1 \"a\" { cite 1; each visit; must score > n }"), @"
    E0202 ⟦x⟧ unknown name `x` | nothing of this name is declared or imported
      help: texts stand in quotes
    ");
    assert_snapshot!(faults("define d of vist: covert\ncheck A1 \"a\" { cite 1; each visit; must d }"), @"
    E0202 ⟦vist⟧ unknown record `vist` | no record of this name is declared or imported
      fix: ⟦vist⟧ → `visit`, did you mean `visit`?
    ");
    assert_snapshot!(faults("define d of visit: covrt\ncheck A1 \"a\" { cite 1; each visit; must d }\ncheck A2 \"a\" { cite 1; each visit; must d }"), @"
    E0201 ⟦covrt⟧ unknown field `covrt` | not a field of `visit`
      fix: ⟦covrt⟧ → `covert`, did you mean `covert`?
    ");
}

#[test]
fn what_the_parser_could_not_read_is_not_missed() {
    assert_snapshot!(faults("record note { key id: text; at on: date date }\nquantity A1 \"a\" { cite 1; every calendar month by on; count note where id = \"x\"; at least 1 }"), @"E0101 ⟦date⟧ unexpected `date` | expected a text in quotes or `by`");
    assert_snapshot!(faults("quantity A1 \"a\" { cite 1; per g in groups; every calender month\n count visit\n at least 4 }"), @"
    E0101 ⟦calender month⟧ unexpected `calender` | expected a window such as `calendar month`, `cycle` or `rolling`
      fix: ⟦calender month⟧ → `calendar month`, did you mean `calendar month`?
    ");
    assert_snapshot!(faults("quantity A1 \"a\" {\n  cite 1\n  per g on groups\n  every calendar month\n  count visit where group = g\n  at least 4\n}"), @"
    E0101 ⟦on⟧ unexpected `on` | expected `in`
      fix: ⟦on⟧ → `in`, write `in`
    ");
    assert_snapshot!(faults("param = 4 cite 1\nregister special of\ncheck A1 \"a\" { cite 1; each visit; must covert }"), @"
    E0101 ⟦=⟧ unexpected `=` | expected a name
    E0101 ⟦A1⟧ unexpected `A1` | expected `where`
    ");
    assert_snapshot!(faults("register some on unit\nquantity A1 \"a\" { cite 1; per u in some; every calendar month; count visit; at least 4 }"), @"
    E0101 ⟦on⟧ unexpected `on` | expected `of`
      fix: ⟦on⟧ → `of`, write `of`
    ");
    assert_snapshot!(faults("ruling A7 \"p\" { cite 1 }\nexample \"e\" of A7 { as of 2025-01-01; expect met }"), @r#"
    E0110 ⟦ruling⟧ `ruling` is part of the language but not built yet | cannot be evaluated
      help: say the clause as `clause PLACE unfinished because "…"` until then
    "#);
    assert_snapshot!(faults("check A1 \"a\" { cite 1; each visit; must covert }\nexample \"e\" of A1 { as off 2025-01-01; expect met }"), @"
    E0101 ⟦as off⟧ `as` begins no field of an example | not a keyword here
      fix: ⟦as off⟧ → `as of`, did you mean `as of`?
    ");
}

#[test]
fn imports_in_a_circle_are_harmless() {
    let files = [
        ("policy.guiju", "use \"a.guiju\"\npolicy p \"p\" { }\n"),
        ("a.guiju", "use \"b.guiju\"\nrecord visit { key id: text; unit: ref unit }\n"),
        ("b.guiju", "use \"a.guiju\"\nrecord unit { key id: text; last: ref visit? }\n"),
    ];
    assert_snapshot!(faults_of(&files, &["policy.guiju"]), @"nothing wrong");
}

#[test]
fn a_file_that_imports_itself_meant_another() {
    let files = [("policy.guiju", "use \"policy.guiju\"\npolicy p \"p\" { }\n")];
    assert_snapshot!(faults_of(&files, &["policy.guiju"]), @r#"
    E0211 ⟦"policy.guiju"⟧ the file imports itself | this is the file it stands in
      help: name another file, or leave the line out
    "#);
}

#[test]
fn a_file_may_be_named_twice_and_import_the_policy_of_another_root() {
    let files = [
        ("policy.guiju", "use \"words.guiju\"\npolicy p \"p\" { }\n"),
        ("words.guiju", "record visit { key id: text }\n"),
        (
            "more.guiju",
            "use \"policy.guiju\"\nuse \"words.guiju\"\ncheck B1 \"b\" { cite 1; each visit; must id known }\n",
        ),
    ];
    assert_snapshot!(faults_of(&files, &["policy.guiju", "policy.guiju", "words.guiju", "more.guiju"]), @"nothing wrong");
    let checked = compile(&files, &["policy.guiju", "more.guiju"]);
    assert_eq!((checked.program.policies.len(), checked.program.rules.len()), (1, 1));
}

#[test]
fn a_shared_file_belongs_to_each_policy_that_imports_it() {
    let files = [
        ("a.guiju", "use \"shared.guiju\"\npolicy a \"a\" { }\nparam n = 4 cite 1\n"),
        ("b.guiju", "use \"shared.guiju\"\npolicy b \"b\" { }\nparam n = 5 cite 1\n"),
        (
            "shared.guiju",
            "record visit { key id: text }\ncheck S1 \"s\" { cite 1; each visit; must id known }\nclause 2 permits\nexample \"e\" of S1 { as of 2025-01-01; expect met }\n",
        ),
    ];
    assert_snapshot!(faults_of(&files, &["a.guiju", "b.guiju"]), @"nothing wrong");
    let program = compile(&files, &["a.guiju", "b.guiju", "shared.guiju"]).program;
    let rules: Vec<_> =
        program.rules.iter().map(|r| (program.policies[r.policy.0].name.id.as_str(), &r.name.id)).collect();
    assert_eq!(rules, [("a", &"S1".to_owned()), ("b", &"S1".to_owned())]);
    assert_eq!((program.clauses.len(), program.examples.len(), program.params.len()), (2, 2, 2));
}

#[test]
fn a_confidential_field_stays_so_in_an_event() {
    let checked = policy(
        "record call { key id: text; confidential caller: ref person; at date: date; confidential words: number }\nevent day from call per caller, date { n = count; most = greatest words }",
    );
    let day = checked.program.schema.find_record("day").map(|id| checked.program.schema.record(id)).unwrap();
    let confidential: Vec<_> = day.fields.iter().filter(|f| f.confidential).map(|f| f.name.id.as_str()).collect();
    assert_eq!(confidential, ["caller", "most"]);
}
