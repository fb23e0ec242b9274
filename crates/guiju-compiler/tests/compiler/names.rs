//! E02: names, where they are looked for and what is proposed instead.

use crate::support::{chinese, faults, faults_of, rule};
use insta::assert_snapshot;

#[test]
fn the_vocabulary_has_nothing_wrong() {
    assert_snapshot!(faults(""), @"nothing wrong");
}

#[test]
fn a_misspelt_field_is_proposed() {
    assert_snapshot!(rule("check", "each visit; must covrt"), @r#"
    E0201 ⟦covrt⟧ unknown field `covrt` | not a field of `visit`
      fix: ⟦covrt⟧ → `covert`, did you mean `covert`?
    "#);
    assert_snapshot!(rule("check", "each visit; must unit.clas = high"), @r#"
    E0201 ⟦clas⟧ unknown field `clas` | not a field of `unit`
      fix: ⟦clas⟧ → `class`, did you mean `class`?
    "#);
    assert_snapshot!(chinese("核查 甲 “甲” { 依据 一；对每 巡视；应有 暗查了 }"), @r#"
    E0201 ⟦暗查了⟧ 没有字段 `暗查了` | `巡视` 没有这个字段
      fix: ⟦暗查了⟧ → `暗查`, 是否想写 `暗查`？
    "#);
    assert_snapshot!(chinese("核查 甲 “甲” { 依据 一；对每 巡视；应有 完全不同的词 }"), @r#"
    E0201 ⟦完全不同的词⟧ 没有字段 `完全不同的词` | `巡视` 没有这个字段
      help: 可用：`编号`、`组别`、`单位`、`日期`、`暗查`、`得分`、`检查内容`、`人员` …
    "#);
}

#[test]
fn a_misspelt_first_word_may_be_a_definition_a_member_or_a_parameter() {
    assert_snapshot!(
        faults("define serious of visit: score < 60\ncheck A1 \"a\" { cite 1; each visit; must not seriuos }"),
        @r#"
    E0201 ⟦seriuos⟧ unknown field `seriuos` | not a field of `visit`
      fix: ⟦seriuos⟧ → `serious`, did you mean `serious`?
    "#
    );
    assert_snapshot!(
        rule("quantity", "per team_group in groups; every calendar month; count visit where group = tem_group; at least 1"),
        @r#"
    E0201 ⟦tem_group⟧ unknown field `tem_group` | not a field of `visit`
      fix: ⟦tem_group⟧ → `team_group`, did you mean `team_group`?
    "#
    );
    assert_snapshot!(
        faults("param minimum = 60 cite 1\ncheck A1 \"a\" { cite 1; each visit; must score >= minimun }"),
        @r#"
    E0201 ⟦minimun⟧ unknown field `minimun` | not a field of `visit`
      fix: ⟦minimun⟧ → `minimum`, did you mean `minimum`?
    "#
    );
}

#[test]
fn words_run_together_are_taken_apart() {
    assert_snapshot!(
        chinese("数量 甲 “甲” { 依据 一；分别 组 取自 各组；每个 自然月；计数 巡视 凡 组别且暗查；至少 4 }"),
        @r#"
    E0111 ⟦组别且暗查⟧ `组别且暗查` 几个词连在一起 | 被当作一个词
      fix: ⟦组别且暗查⟧ → `组别 且 暗查`, 写成 `组别 且 暗查`
    "#
    );
    assert_snapshot!(chinese("核查 甲 “甲” { 依据 一；对每 巡视；应有 非暗查 }"), @r#"
    E0111 ⟦非暗查⟧ `非暗查` 几个词连在一起 | 被当作一个词
      fix: ⟦非暗查⟧ → `非 暗查`, 写成 `非 暗查`
    "#);
}

#[test]
fn names_that_nothing_declares() {
    assert_snapshot!(rule("check", "each vsit; must covert"), @r#"
    E0202 ⟦vsit⟧ unknown record `vsit` | no record of this name is declared or imported
      fix: ⟦vsit⟧ → `visit`, did you mean `visit`?
    "#);
    assert_snapshot!(rule("quantity", "per g in grops; every calendar month; count visit where group = g; at least 4"), @r#"
    E0202 ⟦grops⟧ unknown register, catalog or record `grops` | no register, catalog or record of this name is declared or imported
      fix: ⟦grops⟧ → `groups`, did you mean `groups`?
    "#);
    assert_snapshot!(rule("check", "each visit; must exists certifcate where person = this.unit"), @r#"
    E0202 ⟦certifcate⟧ unknown record `certifcate` | no record of this name is declared or imported
      fix: ⟦certifcate⟧ → `certificate`, did you mean `certificate`?
    "#);
    assert_snapshot!(rule("deadline", "each visit; must reprot.submitted; within 15 days"), @r#"
    E0202 ⟦reprot⟧ unknown record or field `reprot` | no record or field of this name is declared or imported
      fix: ⟦reprot⟧ → `report`, did you mean `report`?
    "#);
    assert_snapshot!(rule("quantity", "per u in units; every calendar year; count visit; at least lookup(limits, u.class)"), @r#"
    E0202 ⟦limits⟧ unknown table `limits` | no table of this name is declared or imported
    "#);
    assert_snapshot!(rule("check", "each visit; must previous rounds.covert"), @r#"
    E0202 ⟦rounds⟧ unknown sequence `rounds` | no sequence of this name is declared or imported
    "#);
    assert_snapshot!(rule("check", "counting cn.civil_cod; each visit; must covert"), @r#"
    E0202 ⟦cn.civil_cod⟧ unknown counting profile `cn.civil_cod` | no counting profile of this name is declared or imported
      fix: ⟦cn.civil_cod⟧ → `cn.civil_code`, did you mean `cn.civil_code`?
    "#);
    assert_snapshot!(rule("check", "calendar cn.state_counsel; each visit; must covert"), @r#"
    E0202 ⟦cn.state_counsel⟧ unknown calendar `cn.state_counsel` | no calendar of this name is declared or imported
      fix: ⟦cn.state_counsel⟧ → `cn.state_council`, did you mean `cn.state_council`?
    "#);
    assert_snapshot!(faults("record note { key id: text; of: ref vist; kind: knds }"), @r#"
    E0202 ⟦vist⟧ unknown record `vist` | no record of this name is declared or imported
      fix: ⟦vist⟧ → `visit`, did you mean `visit`?
    E0202 ⟦knds⟧ unknown type or catalog `knds` | no type or catalog of this name is declared or imported
      fix: ⟦knds⟧ → `kinds`, did you mean `kinds`?
    "#);
}

#[test]
fn a_name_of_another_kind_is_told_what_it_is() {
    assert_snapshot!(rule("check", "each groups; must covert"), @r#"
    E0202 ⟦groups⟧ unknown record `groups` | no record of this name is declared or imported
      at vocabulary.guiju ⟦groups⟧ it is a register
      fix: ⟦groups⟧ → `group`, did you mean `group`?
    "#);
    assert_snapshot!(faults("record note { key id: text; kind: visit }"), @r#"
    E0202 ⟦visit⟧ unknown type or catalog `visit` | no type or catalog of this name is declared or imported
      at vocabulary.guiju ⟦visit⟧ it is a record
      help: there is `contents`, `grades`, `kinds`
    "#);
}

#[test]
fn a_name_of_a_file_that_is_not_imported() {
    let files = [
        ("city/policy.guiju", "use \"../common/a.guiju\"\nuse \"../common/b.guiju\"\npolicy p \"p\" { }\n"),
        ("common/a.guiju", "record visit { key id: text; unit: ref unit }\n"),
        ("common/b.guiju", "record unit { key id: text }\n"),
    ];
    assert_snapshot!(faults_of(&files, &["city/policy.guiju"]), @r#"
    E0202 common/a.guiju ⟦unit⟧ unknown record `unit` | no record of this name is declared or imported
      help: it is declared in another file: add `use "b.guiju"`
    "#);
}

#[test]
fn citations_name_sources_of_the_policy() {
    assert_snapshot!(faults("param n = 4 cite scr 5(2)"), @r#"
    E0202 ⟦scr⟧ unknown source `scr` | no source of this name is declared or imported
      fix: ⟦scr⟧ → `src`, did you mean `src`?
    "#);
    assert_snapshot!(faults_of(&[("policy.guiju", "policy p \"p\" { }\nparam n = 4 cite src 5(2)")], &["policy.guiju"]), @r#"
    E0202 ⟦src⟧ unknown source `src` | no source of this name is declared or imported
      help: declare it in the policy, as `source src "text.txt"`
    "#);
    assert_snapshot!(faults("clause scr 3 permits"), @r#"
    E0202 ⟦scr⟧ unknown source `scr` | no source of this name is declared or imported
      fix: ⟦scr⟧ → `src`, did you mean `src`?
    "#);
}

#[test]
fn a_clause_is_attested_by_a_record() {
    assert_snapshot!(faults("clause 3 not checkable because \"talk\" attested by reprot"), @r#"
    E0202 ⟦reprot⟧ unknown record `reprot` | no record of this name is declared or imported
      fix: ⟦reprot⟧ → `report`, did you mean `report`?
    "#);
}

#[test]
fn names_declared_twice() {
    assert_snapshot!(faults("param n = 4 cite 1\nparam n = 5 cite 1"), @r#"
    E0203 ⟦n⟧ `n` is declared twice | declared again here
      at ⟦n⟧ first declared here
      help: give one of them another name
    "#);
    assert_snapshot!(faults("record visit { key id: text }"), @"
    E0203 ⟦visit⟧ `visit` is declared twice | declared again here
      at vocabulary.guiju ⟦visit⟧ first declared here
      help: give one of them another name
    ");
    assert_snapshot!(faults("record note { key id: text; text: text; text aka 文: text; id: number }"), @r#"
    E0203 ⟦text⟧ `text` is declared twice | declared again here
      at ⟦text⟧ first declared here
      help: give one of them another name
    E0203 ⟦id⟧ `id` is declared twice | declared again here
      at ⟦id⟧ first declared here
      help: give one of them another name
    "#);
    assert_snapshot!(faults("catalog levels { a aka 甲; b; a; 丙 aka 甲 }"), @r#"
    E0203 ⟦a⟧ `a` is declared twice | declared again here
      at ⟦a⟧ first declared here
      help: give one of them another name
    E0203 ⟦甲⟧ `甲` is declared twice | declared again here
      at ⟦a⟧ first declared here
      help: give one of them another name
    "#);
    assert_snapshot!(faults("catalog levels { a \"first\"; b \"first\"; c \"a\" }"), @r#"
    E0203 ⟦"first"⟧ `first` is declared twice | declared again here
      at ⟦"first"⟧ first declared here
      help: give one of them another name
    E0203 ⟦"a"⟧ `a` is declared twice | declared again here
      at ⟦a⟧ first declared here
      help: give one of them another name
    "#);
    assert_snapshot!(faults("define late of visit: score < 60\ndefine late of 巡视: score < 50"), @r#"
    E0203 ⟦late⟧ `late` is declared twice | declared again here
      at ⟦late⟧ first declared here
      help: give one of them another name
    "#);
    assert_snapshot!(faults("define score of visit: covert"), @r#"
    E0203 ⟦score⟧ `score` is a field of `visit` already | the definition could never be used
      help: give the definition another name
    "#);
    assert_snapshot!(faults("event round from visit per unit, date { unit = count; n = count; n = any covert }"), @r#"
    E0203 ⟦unit⟧ `unit` is declared twice | declared again here
      at ⟦unit⟧ first declared here
      help: give one of them another name
    E0203 ⟦n⟧ `n` is declared twice | declared again here
      at ⟦n⟧ first declared here
      help: give one of them another name
    "#);
    assert_snapshot!(
        faults("check A1 \"a\" { cite 1; each visit; must covert }\ncheck A1 \"b\" { cite 1; each visit; must covert }"),
        @r#"
    E0203 ⟦A1⟧ `A1` is declared twice | declared again here
      at ⟦A1⟧ first declared here
      help: give one of them another name
    "#
    );
    assert_snapshot!(
        rule("quantity", "per g in groups, g in units; every calendar month; count visit; at least 4"),
        @r#"
    E0203 ⟦g⟧ `g` is declared twice | declared again here
      at ⟦g⟧ first declared here
      help: give one of them another name
    "#
    );
}

#[test]
fn a_rule_with_faults_and_its_double_are_reported_once_each() {
    assert_snapshot!(
        faults("check A1 \"a\" { cite 1; each visit; must covrt }\ncheck A1 \"b\" { cite 1; each visit; must covert }\ncheck A1 \"c\" { cite 1; each visit; must covert }"),
        @r#"
    E0201 ⟦covrt⟧ unknown field `covrt` | not a field of `visit`
      fix: ⟦covrt⟧ → `covert`, did you mean `covert`?
    E0203 ⟦A1⟧ `A1` is declared twice | declared again here
      at ⟦A1⟧ first declared here
      help: give one of them another name
    E0203 ⟦A1⟧ `A1` is declared twice | declared again here
      at ⟦A1⟧ first declared here
      help: give one of them another name
    "#
    );
}

#[test]
fn a_name_declared_in_two_files_is_reported_once_with_both_places() {
    let files = [
        ("policy.guiju", "use \"a.guiju\"\nuse \"b.guiju\"\npolicy p \"p\" { }\n"),
        ("a.guiju", "record visit { key id: text }\n"),
        ("b.guiju", "use \"a.guiju\"\nrecord visit { key id: text }\n"),
    ];
    assert_snapshot!(faults_of(&files, &["policy.guiju"]), @"
    E0203 a.guiju ⟦visit⟧ `visit` is declared twice | declared again here
      at b.guiju ⟦visit⟧ first declared here
      help: give one of them another name
    ");
}

#[test]
fn two_definitions_of_one_word_on_two_records_are_no_fault() {
    assert_snapshot!(faults("define late of visit: score < 60\ndefine late of report: signed"), @"nothing wrong");
}

#[test]
fn a_member_must_be_named() {
    assert_snapshot!(faults(
        "record trip { key id: text; at date: date; first: ref group; second: ref group }\nquantity A1 \"a\" { cite 1; per g in groups; every calendar month; count trip; at least 4 }"
    ), @r#"
    E0204 ⟦trip⟧ several fields of `trip` could name `g`: `first`, `second` | whose is it?
      help: say it in the condition, as `where first = g`
    "#);
    assert_snapshot!(rule("quantity", "per p in person; every calendar month; count report; at least 4"), @r#"
    E0205 ⟦report⟧ no field of `report` says which `p` it belongs to | whose is it?
      help: say it in the condition, as `where FIELD = p`
    "#);
    assert_snapshot!(chinese("数量 甲 “甲” { 依据 一；分别 人 取自 人员；每个 自然月；计数 报告；至少 4 }"), @r#"
    E0205 ⟦报告⟧ `报告` 没有字段说明属于哪个 `人` | 属于谁？
      help: 在条件中写明，如 `凡 字段 = 人`
    "#);
    assert_snapshot!(rule("deadline", "each group; from from; must visit.date where covert; within 15 days"), @"nothing wrong");
    assert_snapshot!(rule("deadline", "each report; must certificate.from; within 15 days"), @r#"
    E0205 ⟦certificate⟧ no field of `certificate` says which `report` it answers | which duty does it answer?
      help: say it, as `where FIELD = this.FIELD`
    "#);
}

#[test]
fn a_code_that_its_catalog_does_not_have() {
    assert_snapshot!(rule("quantity", "per g in groups where kind = comprehensiv; every calendar month; count visit; at least 4"), @r#"
    E0206 ⟦comprehensiv⟧ `kinds` has no code `comprehensiv` | not in the list
      fix: ⟦comprehensiv⟧ → `comprehensive`, did you mean `comprehensive`?
    "#);
    assert_snapshot!(rule("check", "each visit; must items has smoke"), @r#"
    E0206 ⟦smoke⟧ `contents` has no code `smoke` | not in the list
      help: there is `fire`, `gas`, `exits`
    "#);
    assert_snapshot!(rule("check", "each visit; must unit.class in {low, hihg}"), @r#"
    E0206 ⟦hihg⟧ `grades` has no code `hihg` | not in the list
      fix: ⟦hihg⟧ → `high`, did you mean `high`?
    "#);
    assert_snapshot!(rule("check", "each visit; must unit.class = \"hihg\""), @r#"
    E0206 ⟦"hihg"⟧ `grades` has no code `hihg` | not in the list
      fix: ⟦"hihg"⟧ → `"high"`, did you mean `high`?
    "#);
    assert_snapshot!(faults("table limits { low: 1; midle: 2; high: 3 } cite 1"), @r#"
    E0206 ⟦midle⟧ `grades` has no code `midle` | not in the list
      fix: ⟦midle⟧ → `middle`, did you mean `middle`?
    "#);
}

#[test]
fn a_word_that_means_two_things() {
    assert_snapshot!(rule("quantity", "per unit in units; every calendar month; count visit where unit = unit; at least 1"), @"
    E0207 ⟦unit⟧ `unit` is a member of the rule and a field of `visit` | which is meant?
      help: give the member another name behind `per` or `as`
    ");
    assert_snapshot!(rule("quantity", "per u in units; every calendar month; count visit where unit = u; at least 1"), @"nothing wrong");
}

#[test]
fn neighbours_of_no_sequence() {
    assert_snapshot!(rule("check", "each visit; must previous.score < score"), @r#"
    E0208 ⟦previous.score⟧ which sequence is meant? | no sequence of `visit` is declared
      help: declare one, as `sequence NAME of visit per SUBJECT by DATE`
    "#);
    assert_snapshot!(
        faults("sequence a of visit per unit by date\nsequence b of visit per group by date\ncheck A1 \"a\" { cite 1; each visit; must previous.score < score }"),
        @r#"
    E0208 ⟦previous.score⟧ which sequence is meant? | name it, as in `previous rounds`
      help: there is `a`, `b`
    "#
    );
    assert_snapshot!(
        faults("sequence a of visit per unit by date\ncheck A1 \"a\" { cite 1; each certificate; must previous a.covert }"),
        @r#"
    E0208 ⟦previous a.covert⟧ whose `a` is meant for a `certificate`? | no single field names the subject
      help: give the record a field of the same name as the one the sequence is `per`
    "#
    );
    assert_snapshot!(
        faults("sequence notes of visit per note by date\ncheck A1 \"a\" { cite 1; each person; must previous notes.covert }"),
        @r#"
    E0208 ⟦previous notes.covert⟧ whose `notes` is meant for a `person`? | no single field names the subject
      help: give the record a field of the same name as the one the sequence is `per`
    "#
    );
    assert_snapshot!(
        faults("sequence a of visit per unit by date\nquantity A1 \"a\" { cite 1; per u in units; every calendar month; count visit; at least previous.score }"),
        @r#"
    E0208 ⟦previous.score⟧ a neighbour of no record | `previous`, `next` and `latest` need a record here
    "#
    );
}

#[test]
fn files_that_cannot_be_had() {
    assert_snapshot!(faults("use \"missing.guiju\"\ncheck A1 \"a\" { cite 1; each thing; must covert }"), @r#"
    E0211 ⟦"missing.guiju"⟧ no file `missing.guiju` | cannot be found
      help: write the path from the folder of this file, as `use "../common/words.guiju"`
    "#);
    assert_snapshot!(faults("use \"../elsewhere.guiju\""), @r#"
    E0212 ⟦"../elsewhere.guiju"⟧ `../elsewhere.guiju` lies outside the policy folder | imports may not leave the folder of policies
      help: write the path from the folder of this file, as `use "../common/words.guiju"`
    "#);
    assert_snapshot!(faults("use \"/etc/passwd\""), @r#"
    E0212 ⟦"/etc/passwd"⟧ `/etc/passwd` lies outside the policy folder | imports may not leave the folder of policies
      help: write the path from the folder of this file, as `use "../common/words.guiju"`
    "#);
    assert_snapshot!(faults_of(&[], &["policy.guiju"]), @r#"
    E0211 ⟦⟧ no file `policy.guiju` | cannot be found
    "#);
}

#[test]
fn examples_of_unknown_rules() {
    assert_snapshot!(
        faults("check A1 \"a\" { cite 1; each visit; must covert }\nexample \"e\" of A2 { as of 2025-01-01; expect met }"),
        @r#"
    E0202 ⟦A2⟧ unknown rule `A2` | no rule of this name is declared or imported
      help: there is `A1`
    "#
    );
}

#[test]
fn a_former_name_is_no_rule_of_today() {
    let rules = "check A1 \"a\" { cite 1; each visit; must covert }\ncheck A2 \"b\" { cite 2; was A1; each visit; must covert }";
    assert_snapshot!(faults(rules), @r#"
    E0203 ⟦A1⟧ `A1` is the name of a rule, and no former one | would be asked for in vain
      at ⟦A1⟧ the rule of that name
      help: leave `was` out, or rename that rule
    "#);
    assert_eq!(faults("check A2 \"b\" { cite 2; was A1; each visit; must covert }"), "nothing wrong");
}
