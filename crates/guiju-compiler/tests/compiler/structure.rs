//! E04, E05 and E06: time, circles, citations and what belongs where.

use crate::support::{chinese, faults, faults_of, rule};
use insta::assert_snapshot;

#[test]
fn validity() {
    assert_snapshot!(
        faults_of(&[("policy.guiju", "policy p \"p\" { effective from 2025-01-01 until 2024-01-01 }")], &["policy.guiju"]),
        @r#"
    E0401 ⟦effective from 2025-01-01 until 2024-01-01⟧ in force until a day before it begins | the end precedes the start
      help: write the earlier day behind `from`
    "#
    );
    assert_snapshot!(rule("check", "effective from 2026-01-01 until 2025-01-01; each visit; must covert"), @r#"
    E0401 ⟦effective from 2026-01-01 until 2025-01-01⟧ in force until a day before it begins | the end precedes the start
      help: write the earlier day behind `from`
    "#);
    assert_snapshot!(rule("check", "effective from 2010-01-01 until 2015-01-01; each visit; must covert"), @r#"
    E0401 ⟦effective from 2010-01-01 until 2015-01-01⟧ a rule that is never in force | lies outside the time of its policy
      at ⟦policy p "p" { effective from 2020-01-01; source src "p.txt" }⟧ the policy
      help: let the two overlap
    "#);
}

#[test]
fn records_without_a_date() {
    assert_snapshot!(rule("quantity", "per u in units; every calendar month; count person; at least 1"), @"
    E0402 ⟦person⟧ `person` has no date of its own | which date decides?
      help: name it in the window, as `every calendar month by date`, or mark a date field with `at`
    ");
    assert_snapshot!(rule("deadline", "each visit; must person where id = this.note; within 3 days"), @"
    E0402 ⟦person⟧ `person` has no date of its own | which date decides?
      help: name it, as `must person.FIELD`, or mark a date field with `at`
    ");
    assert_snapshot!(rule("deadline", "each unit; must opened; within 3 days"), @r#"
    E0603 ⟦A1⟧ when the clock starts (`unit` has no date of its own) is missing | in this declaration
      help: add `from DATE_FIELD`
    "#);
}

#[test]
fn dates_of_parameters() {
    assert_snapshot!(faults("param n = 4 from 2022-01-01, 6 from 2014-01-01 cite 1"), @r#"
    E0403 ⟦6⟧ values of a parameter out of order | must begin after the one before it
      help: sort them by date, as `4 from 2014-01-01, 6 from 2022-07-01`
    "#);
    assert_snapshot!(faults("param n = 4, 6 cite 1"), @r#"
    E0403 ⟦6⟧ values of a parameter out of order | must begin after the one before it
      help: sort them by date, as `4 from 2014-01-01, 6 from 2022-07-01`
    "#);
}

#[test]
fn days_of_periods() {
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; by day 30"), @r#"
    E0404 ⟦by day 30⟧ a day of no period | `by day` needs `every calendar month` or the like
      help: add the window, or write a date
    "#);
    assert_snapshot!(rule("deadline", "per g in groups; every calendar month; must visit.date; by day 32"), @r#"
    E0404 ⟦by day 32⟧ no month has a day 32 | from 1 to 31
      help: for the end of the month write `by last day`
    "#);
}

#[test]
fn circles_of_definitions() {
    assert_snapshot!(faults("define a of visit: b\ndefine b of visit: c and covert\ndefine c of visit: a"), @"
    E0501 ⟦a⟧ a circle of declarations: a → b → c → a | closes the circle
      at ⟦a⟧ `a` is declared here
      at ⟦b⟧ `b` is declared here
      at ⟦c⟧ `c` is declared here
      help: none of them can come first: break the circle at one place
    ");
    assert_snapshot!(faults("define a of visit: not a"), @"
    E0501 ⟦a⟧ a circle of declarations: a → a | closes the circle
      at ⟦a⟧ `a` is declared here
      help: none of them can come first: break the circle at one place
    ");
    assert_snapshot!(chinese("定义 甲 又称 a 属于 巡视：乙\n定义 乙 又称 b 属于 巡视：甲"), @r#"
    E0501 ⟦甲⟧ 声明成环：甲 → 乙 → 甲 | 在此成环
      at ⟦甲⟧ `甲` 声明在此
      at ⟦乙⟧ `乙` 声明在此
      help: 没有一个可以先得出，请断开其中一处
    "#);
    assert_snapshot!(faults("define a of visit: not a\ncheck A1 \"a\" { cite 1; each visit; must a }"), @"
    E0501 ⟦a⟧ a circle of declarations: a → a | closes the circle
      at ⟦a⟧ `a` is declared here
      help: none of them can come first: break the circle at one place
    ");
}

#[test]
fn circles_of_events_and_sequences() {
    assert_snapshot!(faults("event a from b per unit, date\nevent b from a per unit, date"), @"
    E0501 ⟦a⟧ a circle of declarations: a → b → a | closes the circle
      at ⟦a⟧ `a` is declared here
      at ⟦b⟧ `b` is declared here
      help: none of them can come first: break the circle at one place
    ");
    assert_snapshot!(faults("event a from b per unit, date\nevent b from a per unit, date\nevent c from a per unit, date { n = count }\ncheck A1 \"a\" { cite 1; each c; must n > 1 }"), @"
    E0501 ⟦a⟧ a circle of declarations: a → b → a | closes the circle
      at ⟦a⟧ `a` is declared here
      at ⟦b⟧ `b` is declared here
      help: none of them can come first: break the circle at one place
    ");
    assert_snapshot!(faults("event a from visit where exists a where unit = this.unit per unit, date"), @"
    E0501 ⟦a⟧ a circle of declarations: a → a | closes the circle
      at ⟦a⟧ `a` is declared here
      help: none of them can come first: break the circle at one place
    ");
    assert_snapshot!(faults("sequence s of visit where previous s.covert per unit by date"), @"
    E0501 ⟦s⟧ a circle of declarations: s → s | closes the circle
      at ⟦s⟧ `s` is declared here
      help: none of them can come first: break the circle at one place
    ");
    assert_snapshot!(
        faults("event round from visit where repeated per unit, date\ndefine repeated of visit: exists round where unit = this.unit"),
        @"
    E0501 ⟦round⟧ a circle of declarations: round → repeated → round | closes the circle
      at ⟦round⟧ `round` is declared here
      at ⟦repeated⟧ `repeated` is declared here
      help: none of them can come first: break the circle at one place
    "
    );
}

#[test]
fn verdicts_of_other_rules() {
    let quoted = |text: &str| faults(&format!("check A1 \"a\" {{ cite 1; each unit; must frequency > 3 }}\n{text}"));
    assert_snapshot!(quoted("define poor of unit: A1 breached\ncheck A2 \"b\" { cite 1; never each visit where unit.poor }"), @"nothing wrong");
    assert_snapshot!(quoted("quantity A2 \"b\" { cite 1; per g in groups; every calendar year; share of visit that A1 met; at least 80% }"), @r#"
    E0503 ⟦A1 met⟧ rule `A1` is not about the records it is asked of | its verdicts are about something else
      at ⟦check A1 "a" { cite 1; each unit; must frequency > 3 }⟧ the rule
    "#);
    assert_snapshot!(quoted("register good of unit where A1 met"), @r#"
    E0503 ⟦A1 met⟧ a verdict in a register | made before any rule is judged
      help: quote it in the rule that uses the records
    "#);
    assert_snapshot!(faults("check A1 \"a\" { cite 1; each unit where A2 met; must frequency > 3 }\ncheck A2 \"b\" { cite 1; each unit where A1 met; must frequency > 3 }"), @r#"
    E0501 ⟦check A1 "a" { cite 1; each unit where A2 met; must frequency > 3 }⟧ rules quote each other: A1 → A2 → A1 | none of them can be judged first
    "#);
}

#[test]
fn an_event_may_be_declared_before_what_it_is_made_from() {
    assert_snapshot!(
        faults("event b from a where previous s.date known per unit, date\nsequence s of a per unit by date\nevent a from visit per unit, date"),
        @"nothing wrong"
    );
}

#[test]
fn chains_and_growth_have_bounds() {
    let chain: String = (0..200).map(|n| format!("define d{n} of visit: d{}\n", n + 1)).collect();
    assert_snapshot!(faults(&format!("{chain}define d200 of visit: covert")), @r#"
    E0502 ⟦d64⟧ a chain of more than 64 declarations that need one another | needs one more
      at ⟦d64⟧ declared here
      help: say some of them directly
    E0502 ⟦d129⟧ a chain of more than 64 declarations that need one another | needs one more
      at ⟦d129⟧ declared here
      help: say some of them directly
    E0502 ⟦d194⟧ a chain of more than 64 declarations that need one another | needs one more
      at ⟦d194⟧ declared here
      help: say some of them directly
    "#);
    let doubling: String = (0..40).map(|n| format!("define d{} of visit: d{n} and d{n}\n", n + 1)).collect();
    assert_snapshot!(faults(&format!("define d0 of visit: covert\n{doubling}")), @"
    E0502 ⟦d0⟧ definitions written out in full grow too large | more than 50000 terms in one declaration
      help: use fewer definitions within definitions
    E0502 ⟦d0⟧ definitions written out in full grow too large | more than 50000 terms in one declaration
      help: use fewer definitions within definitions
    E0502 ⟦d1⟧ definitions written out in full grow too large | more than 50000 terms in one declaration
      help: use fewer definitions within definitions
    E0502 ⟦d2⟧ definitions written out in full grow too large | more than 50000 terms in one declaration
      help: use fewer definitions within definitions
    ");
    let path = vec!["parent"; 40].join(".");
    assert_snapshot!(rule("check", &format!("each unit; must {path} known")), @"
    E0502 ⟦parent⟧ a path of more than 32 steps | one step too many
      help: shorten it
    ");
    let growing = vec!["up"; 30].join(".");
    assert_snapshot!(
        faults(&format!("define up of unit: parent where parent known and class = low; else parent\ncheck A1 \"a\" {{ cite 1; each unit; must {growing}.place known }}")),
        @"
    E0502 ⟦up⟧ definitions written out in full grow too large | more than 50000 terms in one declaration
      help: use fewer definitions within definitions
    "
    );
}

#[test]
fn what_needs_a_citation() {
    assert_snapshot!(faults("check A1 \"a\" { each visit; must covert }"), @r#"
    E0601 ⟦A1⟧ `A1` cites no clause | where does the text say so?
      help: add `cite` and the clause, as `cite 5(2)`; a number of your own is an `assume`
    "#);
    assert_snapshot!(faults("param n = 4"), @r#"
    E0601 ⟦n⟧ `n` cites no clause | where does the text say so?
      help: add `cite` and the clause, as `cite 5(2)`; a number of your own is an `assume`
    "#);
    assert_snapshot!(faults("table t { low, middle, high: 1 }"), @r#"
    E0601 ⟦t⟧ `t` cites no clause | where does the text say so?
      help: add `cite` and the clause, as `cite 5(2)`; a number of your own is an `assume`
    "#);
    assert_snapshot!(chinese("参数 甲 = 4"), @r#"
    E0601 ⟦甲⟧ `甲` 没有注明依据 | 原文何处规定？
      help: 补上 `依据` 与条款号，如 `依据 五（二）`；自定的数字请用 `暂定`
    "#);
}

#[test]
fn fields_under_the_wrong_head() {
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; count visit; at least 4; must covert"), @r#"
    E0602 ⟦must covert⟧ `must` does not belong in a `quantity` | not a field of this head
      help: it is a field of `deadline` and `check`
    "#);
    assert_snapshot!(rule("check", "each visit; must covert; within 3 days"), @r#"
    E0602 ⟦within 3 days⟧ `within` does not belong in a `check` | not a field of this head
      help: it is a field of `deadline`
    "#);
    assert_snapshot!(rule("check", "each visit; must covert; partial full"), @"
    E0602 ⟦partial full⟧ `partial` does not belong in a `check` | not a field of this head
      help: it is a field of `quantity`, `coverage` and `deadline`
    ");
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; count visit; at least 4; unless covert"), @r#"
    E0201 ⟦covert⟧ unknown field `covert` | not a field of `group`
      help: there is `id`, `kind`, `from`, `until`
    "#);
    assert_snapshot!(rule("coverage", "every calendar year by date; all of units by unit of visit; unless covert"), @r#"
    E0202 ⟦covert⟧ unknown name `covert` | nothing of this name is declared or imported
      help: texts stand in quotes
    "#);
    assert_snapshot!(rule("deadline", "never each visit; must report.submitted; within 3 days"), @"
    E0602 ⟦never each visit⟧ `never each` does not belong in a `deadline` | not a field of this head
      help: it is a field of `check`
    ");
    assert_snapshot!(rule("deadline", "per g in groups; each visit; must report.submitted; within 3 days"), @r#"
    E0602 ⟦per g in groups⟧ `per` has no effect beside `each` | would be ignored
      help: leave it out; a condition on the record stands in its `where`
    "#);
    assert_snapshot!(rule("deadline", "each visit; every calendar month; must report.submitted; within 3 days"), @r#"
    E0602 ⟦every calendar month⟧ this window does not belong in a `deadline` | a deadline starts from `each RECORD` or `every calendar …`
      help: keep one of them
    "#);
    assert_snapshot!(rule("deadline", "per g in groups; every calendar month by date; must visit.date; by day 30"), @r#"
    E0602 ⟦date⟧ a deadline's windows take no date | no record is placed in them
      help: say which period an act is for with `must RECORD.DATE for FIELD`
    "#);
    assert_snapshot!(rule("deadline", "each visit; must report.submitted for month; within 3 days"), @r#"
    E0602 ⟦month⟧ `for` without a period | the act answers a record, not a period
      help: leave it out, or begin with `every calendar month`
    "#);
    assert_snapshot!(rule("deadline", "each visit; must end where covert; within 3 days"), @r#"
    E0602 ⟦covert⟧ `where` on a field of the same record | the field says by itself whether it is done
      help: put the condition into `each … where`
    "#);
    assert_snapshot!(rule("coverage", "per g in groups; each visit; every calendar year by date; all of contents by items"), @r#"
    E0602 ⟦per g in groups⟧ `per` has no effect beside `each` | would be ignored
      help: leave it out; a condition on the record stands in its `where`
    E0602 ⟦every calendar year by date⟧ `every` has no effect beside `each` | would be ignored
      help: leave it out, or name the records with `of RECORD` instead of `each`
    "#);
    assert_snapshot!(rule("check", "never each leak; must date known"), @r#"
    E0602 ⟦must date known⟧ `must` has no effect beside `never each` | would be ignored
      help: put the condition into `where`
    "#);
    assert_snapshot!(rule("check", "each visit; must covert where score > 3"), @r#"
    E0602 ⟦score > 3⟧ `must` of a `check` is a condition alone | belongs behind an act of a `deadline`
      help: put it into `each … where`
    "#);
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; count visit; at least 4; if none met"), @r#"
    E0602 ⟦if none met⟧ `if none` has no effect beside `count` | would be ignored
      help: only a share or a mean of nothing has no value; none counted is 0
    "#);
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; between 3 and 9 days; within 9 days; no sooner than 3 days"), @"
    E0602 ⟦within 9 days⟧ `within` has no effect beside `between` | would be ignored
      help: one rule has one limit
    E0602 ⟦no sooner than 3 days⟧ `no sooner than` has no effect beside `between` | would be ignored
      help: one rule has one limit
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; before date; suspended during report.submitted until report.submitted; counting elapsed"), @"
    E0602 ⟦suspended during report.submitted until report.submitted⟧ `suspended` has no effect beside `before` | would be ignored
      help: it moves the last day of `within` and `by`
    E0602 ⟦counting elapsed⟧ `counting elapsed` has no effect beside `before` | would be ignored
      help: it moves the last day of `within` and `by`
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; between 3 and 9 days; extended until report.submitted"), @"
    E0602 ⟦extended until report.submitted⟧ `extended` has no effect beside `between` | would be ignored
      help: it moves the last day of `within` and `by`
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; by date; restarted at report.submitted"), @"
    E0602 ⟦restarted at report.submitted⟧ `restarted` has no effect beside `by` | would be ignored
      help: a date has no length to count anew
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; within 9 days; extended by 5 days"), @"
    E0607 ⟦5 days⟧ an extension that nothing grants | no record is named
      help: name the record that grants it, as `extended by 10 days granted by approval`
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; within 9 days; extended by 5 granted by report; restarted at group.id"), @"
    E0301 ⟦5⟧ expected a length of time such as 15 days, found a number | this is a number
      help: give it a unit, as `5 days` or `5 working days`
    E0301 ⟦group.id⟧ expected a date, found a text | this is a text
    ");
    assert_snapshot!(rule("deadline", "every calendar month; must report.submitted; by day 3; restarted at report.submitted"), @"
    E0602 ⟦restarted at report.submitted⟧ `restarted` has no effect beside `every` | would be ignored
      help: only the clock of `each RECORD` and of `from DATE` can be moved
    ");
    assert_snapshot!(rule("deadline", "each visit; anchored from date every 2 years; must report.submitted; within 3 days"), @"
    E0602 ⟦anchored from date every 2 years⟧ `anchored` has no effect beside `each` | would be ignored
      help: a schedule is of members: write `per MEMBER in REGISTER`
    E0202 ⟦date⟧ unknown name `date` | nothing of this name is declared or imported
      help: texts stand in quotes
    E0602 ⟦within 3 days⟧ `within` has no effect beside `anchored` | would be ignored
      help: one rule has one limit
    ");
    assert_snapshot!(rule("deadline", "anchored from 2024-01-01 every 0 days first after 3 working days; must report.submitted; suspended during report.submitted until report.submitted"), @"
    E0302 ⟦0 days⟧ no distance between due dates | must be a length in days, weeks, months or years
      help: write it as `24 months`
    E0302 ⟦3 working days⟧ no distance between due dates | must be a length in days, weeks, months or years
      help: write it as `24 months`
    ");
    assert_snapshot!(rule("quantity", "anchored from 2024-01-01 every 2 years; count visit; at least 3"), @"
    E0602 ⟦anchored from 2024-01-01 every 2 years⟧ `anchored` does not belong in a `quantity` | not a field of this head
      help: it is a field of `deadline`
    ");
    assert_snapshot!(rule("deadline", "anchored from 2024-01-01 every 24 hours; must report.submitted"), @"
    E0302 ⟦24 hours⟧ no distance between due dates | must be a length in days, weeks, months or years
      help: write it as `24 months`
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; within 9 days; extended by 5 hours granted by report at most 12 hours"), @"
    E0302 ⟦5 hours⟧ a due date moved by hours | due dates are days
      help: write it in days
    E0302 ⟦12 hours⟧ a due date moved by hours | due dates are days
      help: write it in days
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; within 24 hours; extended by 5 days granted by report"), @"
    E0302 ⟦24 hours⟧ a limit in hours on dates | hours run from instant to instant
      at ⟦A1⟧ this is a date
      help: give the field the type `time`; its cells may still be bare dates
    E0602 ⟦extended by 5 days granted by report⟧ `extended` has no effect beside `within` | would be ignored
      help: a limit to the hour runs on; write it in days for it to be moved
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; at least 3"), @"
    E0602 ⟦at least 3⟧ `at least` does not belong in a `deadline` | not a field of this head
      help: it is a field of `quantity`
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; before date; no sooner than 3 days"), @"
    E0602 ⟦no sooner than 3 days⟧ `no sooner than` has no effect beside `before` | would be ignored
      help: one rule has one limit
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; between 3 and 9"), @"
    E0301 ⟦3⟧ expected a length of time such as 15 days, found a number | this is a number
      help: give it a unit, as `3 days` or `3 working days`
    E0301 ⟦9⟧ expected a length of time such as 15 days, found a number | this is a number
      help: give it a unit, as `9 days` or `9 working days`
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; no sooner than 3"), @"
    E0301 ⟦3⟧ expected a length of time such as 15 days, found a number | this is a number
      help: give it a unit, as `3 days` or `3 working days`
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted\n between 3 and 9 days"), @"
    E0201 ⟦report⟧ unknown field `report` | not a field of `visit`
      help: there is `id`, `group`, `unit`, `date`, `covert`, `score`, `items`, `team` …
    E0101 ⟦between 3 and 9 days⟧ this reads as part of the condition before it | meant as the bound of the rule
      fix: ⟦⟧ → `;`, end the line before with `;`
    ");
    assert_snapshot!(
        faults("event round from visit per unit, date { n = count }\ncheck A1 \"a\" { cite 1; each round; must n > 0 }\nexample \"e\" of A1 { given round { n 1 }; as of 2025-01-01; expect met }"),
        @r#"
    E0602 ⟦round⟧ `round` is an event: its rows are made, never given | cannot be given
      help: give the records it is made from
    "#
    );
}

#[test]
fn what_is_missing() {
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; count visit"), @r#"
    E0603 ⟦A1⟧ the number that is asked for is missing | in this declaration
      help: add `at least N`
    "#);
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; at least 4"), @r#"
    E0603 ⟦A1⟧ what is counted is missing | in this declaration
      help: add `count RECORD where …`
    "#);
    assert_snapshot!(rule("deadline", "each visit; within 3 days"), @r#"
    E0603 ⟦A1⟧ what must be done is missing | in this declaration
      help: add `must RECORD.DATE` or `must DATE_FIELD`
    "#);
    assert_snapshot!(rule("deadline", "each visit; must report.submitted"), @r#"
    E0603 ⟦A1⟧ the limit is missing | in this declaration
      help: add `within 15 working days`, `by DATE` or `before DATE`
    "#);
    assert_snapshot!(rule("deadline", "per g in groups; must visit.date; within 3 days"), @r#"
    E0603 ⟦A1⟧ what starts the duty is missing | in this declaration
      help: add `each RECORD`, `every calendar month` or `from DATE`
    "#);
    assert_snapshot!(rule("check", "must covert"), @r#"
    E0603 ⟦A1⟧ the record that is checked is missing | in this declaration
      help: add `each RECORD` or `never each RECORD where …`
    "#);
    assert_snapshot!(rule("check", "each visit"), @r#"
    E0603 ⟦A1⟧ the condition is missing | in this declaration
      help: add `must CONDITION`
    "#);
    assert_snapshot!(rule("coverage", "every calendar year; all of units by unit"), @r#"
    E0603 ⟦A1⟧ what the set is reached with is missing | in this declaration
      help: add `of RECORD`, or `each RECORD` for every record by itself
    "#);
    assert_snapshot!(rule("coverage", "every calendar year"), @r#"
    E0603 ⟦A1⟧ the set to be reached is missing | in this declaration
      help: add `all of REGISTER by FIELD of RECORD`
    "#);
    assert_snapshot!(faults("record note { text: text }"), @r#"
    E0603 ⟦note⟧ the key of `note` is missing | in this declaration
      help: mark what identifies it, as `key id: text`, or write `key row` if every line counts
    "#);
    assert_snapshot!(
        faults("check A1 \"a\" { cite 1; each visit; must covert }\nexample \"e\" of A1 { }"),
        @r#"
    E0603 ⟦"e"⟧ the as-of date is missing | in this declaration
      help: add `as of 2026-03-10`
    E0603 ⟦"e"⟧ what must come out is missing | in this declaration
      help: add `expect "SUBJECT" 2026-02 violated`
    "#
    );
    assert_snapshot!(
        faults_of(&[("policy.guiju", "record visit { key id: text }\ncheck A1 \"a\" { cite 1; each visit; must id known }")], &["policy.guiju"]),
        @r#"
    E0603 ⟦A1⟧ a `policy` for this rule is missing | in this declaration
      help: begin the file with `policy NAME "title" { jurisdiction …  effective … }`
    "#
    );
}

#[test]
fn what_is_written_twice() {
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; count visit; at least 4; at most 5"), @r#"
    E0604 ⟦at most 5⟧ two bounds in one rule | written again here
      at ⟦at least 4⟧ first written here
      help: keep one, or write both ends as `between N and M`
    "#);
    assert_snapshot!(rule("check", "each visit; never each leak; must covert"), @r#"
    E0604 ⟦never each leak⟧ `each` beside `never each` in one rule | written again here
      at ⟦each visit⟧ first written here
      help: keep one, or make two rules
    "#);
    assert_snapshot!(rule("check", "each visit unless covert; unless score > 3; must covert"), @r#"
    E0604 ⟦unless score > 3⟧ written twice in one declaration | written again here
      at ⟦covert⟧ first written here
      help: keep one
    "#);
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; within 3 days; before end"), @"
    E0604 ⟦before end⟧ `before` beside `within` or `by` | one rule has one limit
      help: keep one, or make two rules
    ");
    assert_snapshot!(rule("deadline", "per g in groups; every calendar month; must visit.date; within 3 days; by day 3"), @r#"
    E0602 ⟦within 3 days⟧ `within` has no effect beside `by` | would be ignored
      help: one rule has one limit
    "#);
    assert_snapshot!(rule("coverage", "each visit; all of contents by items of visit"), @r#"
    E0604 ⟦visit⟧ two records to reach with | `each` has named the record already
      help: leave out `of RECORD`
    "#);
    assert_snapshot!(faults("record note { key row; key id: text; at a: date; at b: date }"), @"
    E0604 ⟦key row⟧ `key row` beside a key field | every line counts
      at ⟦key id: text⟧ lines that agree on this are one record
      help: keep one
    E0604 ⟦at b: date⟧ a second field with this mark | a record has one
      help: keep the one that says when it happened
    ");
    assert_snapshot!(faults("register some of group from from until until from until"), @r#"
    E0604 ⟦until⟧ written twice in one declaration | written again here
      at ⟦from⟧ first written here
      help: keep one
    "#);
    assert_snapshot!(
        faults_of(&[("policy.guiju", "policy p \"p\" { effective unknown; effective from 2020-01-01 }")], &["policy.guiju"]),
        @r#"
    E0604 ⟦effective from 2020-01-01⟧ written twice in one declaration | written again here
      at ⟦effective unknown⟧ first written here
      help: keep one
    "#
    );
    assert_snapshot!(
        faults("check A1 \"a\" { cite 1; each visit; must covert }\nexample \"e\" of A1 { as of 2025-01-01; as of 2025-01-02; expect met }"),
        @r#"
    E0604 ⟦as of 2025-01-02⟧ written twice in one declaration | written again here
      at ⟦as of 2025-01-01⟧ first written here
      help: keep one
    "#
    );
}

#[test]
fn a_second_policy() {
    assert_snapshot!(faults("policy q \"q\" { }"), @r#"
    E0605 ⟦policy q "q" { }⟧ a second `policy` in one set of files | only one may be reached by imports
      at ⟦policy p "p" { effective from 2020-01-01; source src "p.txt" }⟧ the first one
      help: move what both share into a file without a `policy` and import that
    "#);
    let two = [("a.guiju", "policy p \"p\" { }"), ("b.guiju", "policy p \"q\" { }")];
    assert_snapshot!(faults_of(&two, &["a.guiju", "b.guiju"]), @"
    E0203 a.guiju ⟦p⟧ `p` is declared twice | declared again here
      at b.guiju ⟦p⟧ first declared here
      help: give one of them another name
    ");
}

#[test]
fn measures_and_windows() {
    assert_snapshot!(rule("quantity", "per g in groups; every rolling 30 days; mean score of visit; at least 4"), @r#"
    E0606 ⟦mean score of visit⟧ a rolling window that does not count | totals, means and shares need calendar windows
      help: use `every calendar month` or the like
    "#);
    assert_snapshot!(rule("coverage", "every rolling 30 days by date; all of units by unit of visit"), @r#"
    E0606 ⟦every rolling 30 days by date⟧ coverage in a rolling window | coverage is judged over calendar windows
      help: use `every calendar year` or the like
    "#);
}

#[test]
fn a_deadline_without_an_act() {
    assert_snapshot!(rule("deadline", "per g in groups; every calendar month; must exists visit; by day 3"), @r#"
    E0607 ⟦exists visit⟧ a deadline must name an act | a record or a date field
      help: write the record that shows it was done, as `must report.submitted`
    "#);
}

#[test]
fn keys_that_cannot_identify() {
    assert_snapshot!(faults("record note { key id: text?; text: text }"), @r#"
    E0608 ⟦key id: text?⟧ a key that cannot identify a record | may be empty
      help: leave out the `?`, or mark another field as `key`
    "#);
    assert_snapshot!(faults("record note { key items: set of contents }"), @r#"
    E0608 ⟦key items: set of contents⟧ a key that cannot identify a record | is a set
      help: leave out the `?`, or mark another field as `key`
    "#);
    assert_snapshot!(faults("record note { key id: text; about: ref leak }"), @r#"
    E0608 ⟦leak⟧ `note` refers to `leak`, which has no key | nothing to refer by
      at vocabulary.guiju ⟦key row⟧ every line counts here
      help: give `leak` a key field
    "#);
}
