//! What is legal and most likely not meant. The pages of the lints are tried in `pages.rs`; here is what stays silent.

use guiju_syntax::Tongue;
use insta::assert_snapshot;

use crate::support::{VOCABULARY, compile, policy, shown};

/// What the lints say of a policy over the vocabulary that has no errors.
fn lints(text: &str) -> String {
    let checked = policy(text);
    assert!(!checked.has_errors(), "{}", shown(&checked.sources, &checked.diagnostics, Tongue::En));
    shown(&checked.sources, &guiju_compiler::lint(&checked), Tongue::En)
}

/// The conditions of a check that the lints have something to say of.
fn of_condition(condition: &str) -> String {
    lints(&format!("check A1 \"a\" {{ cite 1; each visit where {condition}; must covert }}"))
}

#[test]
fn comparisons_that_contradict_each_other() {
    assert_snapshot!(of_condition("score < 60 and score > 80"), @r#"
    W0310 ⟦score < 60 and score > 80⟧ this can never hold | no record fits
      help: one of the comparisons is most likely not meant
    "#);
    assert_snapshot!(of_condition("score >= 60 and score < 60"), @r#"
    W0310 ⟦score >= 60 and score < 60⟧ this can never hold | no record fits
      help: one of the comparisons is most likely not meant
    "#);
    assert_snapshot!(of_condition("covert and not covert"), @r#"
    W0310 ⟦covert and not covert⟧ this can never hold | no record fits
      help: one of the comparisons is most likely not meant
    "#);
    assert_snapshot!(of_condition("unit.class = low and unit.class = high"), @r#"
    W0310 ⟦unit.class = low and unit.class = high⟧ this can never hold | no record fits
      help: one of the comparisons is most likely not meant
    "#);
    assert_snapshot!(of_condition("unit.class != low and unit.class != middle and unit.class != high"), @r#"
    W0310 ⟦unit.class != low and unit.class != middle and unit.class != high⟧ this can never hold | no record fits
      help: one of the comparisons is most likely not meant
    "#);
    assert_snapshot!(of_condition("note missing and note = \"late\""), @r#"
    W0310 ⟦note missing and note = "late"⟧ this can never hold | no record fits
      help: one of the comparisons is most likely not meant
    "#);
    assert_snapshot!(of_condition("date < 2025-01-01 and 2025-01-01 < date"), @r#"
    W0310 ⟦date < 2025-01-01 and 2025-01-01 < date⟧ this can never hold | no record fits
      help: one of the comparisons is most likely not meant
    "#);
    assert_snapshot!(of_condition("covert or (score < 3 and score > 4 and covert)"), @r#"
    W0310 ⟦score < 3 and score > 4 and covert⟧ this can never hold | no record fits
      help: one of the comparisons is most likely not meant
    "#);
    assert_snapshot!(of_condition("covert or not covert"), @r#"
    W0310 ⟦covert or not covert⟧ this always holds | it leaves nothing out but what is unknown
      help: one of the comparisons is most likely not meant
    "#);
}

#[test]
fn conditions_that_may_hold_are_left_alone() {
    for condition in [
        "score <= 60 and score >= 60",
        "score < 60 or score > 80",
        "score < 60 and unit.frequency > 80",
        "unit.class = low and unit.parent.class = high",
        "unit.class in {low, middle} and unit.class in {middle, high}",
        "unit.class in {low, middle, high}",
        "note missing or note = \"late\"",
        "covert and not (covert and score > 3)",
        "exists report where visit = this and signed and not signed",
    ] {
        assert_eq!(of_condition(condition), "nothing wrong", "{condition}");
    }
}

#[test]
fn a_carve_out_for_everyone() {
    assert_snapshot!(
        lints("check A1 \"a\" { cite 1; each visit unless covert or not covert; must score > 3 }"),
        @r#"
    W0310 ⟦covert or not covert⟧ this frees everyone | nothing is left for the rule
      help: one of the comparisons is most likely not meant
    "#
    );
}

#[test]
fn what_is_used_is_not_unused() {
    let text = "param a = 4 cite 1\nparam b = 5 cite 1\nassume c = 3 days because \"c\"\n\
                define d of visit: covert\ndefine e of visit: covert\n\
                deadline A1 \"a\" { cite 1; each visit where d and score > a; must report.submitted; within c }";
    assert_snapshot!(lints(text), @r#"
    W0201 ⟦b⟧ the parameter `b` is never used | no rule needs it
      help: use it, or leave it out
    W0201 ⟦e⟧ the definition `e` is never used | no rule needs it
      help: use it, or leave it out
    "#);
}

#[test]
fn an_imported_file_may_declare_more_than_one_policy_needs() {
    let policy = "use \"vocabulary.guiju\"\npolicy p \"p\" { effective from 2020-01-01 }\n";
    let checked = compile(&[("vocabulary.guiju", VOCABULARY), ("policy.guiju", policy)], &["policy.guiju"]);
    assert_eq!(guiju_compiler::lint(&checked), []);
}

#[test]
fn short_limits_under_a_stated_profile() {
    let rule = |fields: &str| {
        lints(&format!("deadline A1 \"a\" {{ cite 1; {fields}; each visit; must report.submitted; within 10 days }}"))
    };
    assert_snapshot!(rule("topic t"), @r#"
    W0401 ⟦10 days⟧ 10 days, and nothing says how they are counted | taken as calendar days by the Civil Code
      help: write `working days`, or say `counting …` in the policy or the rule
    "#);
    assert_eq!(rule("counting plain"), "nothing wrong");
    let longer = "deadline A1 \"a\" { cite 1; each visit; must report.submitted; within 11 days }";
    assert_eq!(lints(longer), "nothing wrong");
    let working = "deadline A1 \"a\" { cite 1; each visit; must report.submitted; within 7 working days }";
    assert_eq!(lints(working), "nothing wrong");
}

#[test]
fn the_default_of_partial_windows_is_written_where_the_window_stands() {
    let one_line = "quantity A1 \"a\" { cite 1; per g in groups; every calendar month; count visit; at least 1 }";
    assert_snapshot!(lints(one_line), @r#"
    W0402 ⟦every calendar month⟧ members come and go, and nothing says what a partial window means | members that are there for part of it are *not applicable*
      fix: ⟦⟧ → `; partial whole only`, write down what holds
    "#);
    let chinese = "数量 A1 “a” {\n  依据 1\n  分别 g 取自 各组\n  每个 自然月\n  计数 巡视\n  至少 1\n}";
    assert_snapshot!(lints(chinese), @r#"
    W0402 ⟦每个 自然月⟧ members come and go, and nothing says what a partial window means | members that are there for part of it are *not applicable*
      fix: ⟦⟧ → `
      partial whole only`, write down what holds
    "#);
    let units = "quantity A1 \"a\" { cite 1; per u in units; every calendar month; count visit; at least 1 }";
    assert_eq!(lints(units), "nothing wrong", "nobody comes or goes");
}

#[test]
fn values_and_validities_that_leave_days_out() {
    let rule = |fields: &str| {
        lints(&format!(
            "param often = 4 from 2024-01-01 cite 1\n\
             quantity A1 \"a\" {{ cite 1; {fields}; every calendar month; count visit; at least often }}"
        ))
    };
    assert_snapshot!(rule("topic t"), @r#"
    W0403 ⟦A1⟧ `often` has no value before 2024-01-01 | what is judged before that day is *undetermined*
      help: give the value that held before, or let the rule be `effective from` that day
    "#);
    assert_eq!(rule("effective from 2024-01-01"), "nothing wrong");
    assert_snapshot!(rule("effective from 2019-06-01 until open"), @r#"
    W0403 ⟦A1⟧ `often` has no value before 2024-01-01 | what is judged before that day is *undetermined*
      help: give the value that held before, or let the rule be `effective from` that day
    W0404 ⟦effective from 2019-06-01 until open⟧ in force outside the time of its policy | the policy begins on 2020-01-01
      help: it is judged only while both are in force
    "#);
}

#[test]
fn numbers_and_words_that_nobody_vouches_for() {
    let weak = "define weak of visit: score < 60\n\
                check A1 \"a\" { cite 1; each visit where weak; must covert }";
    assert_snapshot!(lints(weak), @r#"
    W0601 ⟦60⟧ `60` without a citation | which clause says so?
      help: make it a parameter: `param NAME = … cite …`, or an `assume … because …`
    "#);
    let prompt = "deadline A1 \"a report promptly\" aka \"及时报告\" \
                  { cite 1; each visit; must report.submitted; within 3 working days }";
    assert_snapshot!(lints(prompt), @r#"
    W0602 ⟦"a report promptly"⟧ `promptly` leaves open how much, and the rule assumes nothing | who decided what it means here?
      help: make the reading an assumption: `assume NAME = 3 working days because "…"`, and use it
    "#);
    let assumed = "assume prompt = 3 working days because \"x\" cite 1\n\
                   deadline A1 \"及时报告\" { cite 1; each visit; must report.submitted; within prompt }";
    assert_eq!(lints(assumed), "nothing wrong");
}

#[test]
fn a_policy_with_errors_is_told_of_these_alone() {
    let checked = policy("param unused = 4 cite 1\ncheck A1 \"a\" { cite 1; each vist; must covert }");
    assert!(checked.has_errors());
    assert_eq!(guiju_compiler::lint(&checked), []);
}
