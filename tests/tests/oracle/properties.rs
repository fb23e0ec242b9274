//! What must hold of any policy and any records, whatever the oracle says.

use std::collections::BTreeSet;

use guiju_syntax::{FormatOptions, Tongue, format};
use proptest::prelude::*;

use crate::{
    case::Case,
    coverage::Reach,
    engine::{compile, judge, judge_text},
    generate,
    quantity::Window,
    rule::{Head, Rule},
    time::plus,
    told::Told,
    trial,
};

fn told(case: &Case) -> Result<BTreeSet<String>, TestCaseError> {
    let verdicts = judge(case).map_err(TestCaseError::fail)?;
    Ok(verdicts.iter().map(ToString::to_string).collect())
}

/// Rows of keyed kinds in another order, some of them twice.
fn shuffled(case: &Case, by: usize) -> Case {
    let mut case = case.clone();
    // Under `key row` every line counts, and goes by its number.
    for (_, rows) in case.rows.iter_mut().filter(|(kind, _)| **kind != "leak") {
        let again: Vec<_> = rows.iter().skip(by % 3).step_by(2).cloned().collect();
        rows.extend(again);
        if !rows.is_empty() {
            let by = by % rows.len();
            rows.rotate_left(by);
        }
        if by.is_multiple_of(2) {
            rows.reverse();
        }
    }
    case
}

#[test]
fn order_and_repetition_of_rows_change_nothing() {
    trial((generate::case(generate::mixed), 0..12_usize), |(case, by)| {
        prop_assert_eq!(told(case)?, told(&shuffled(case, *by))?);
        Ok(())
    });
}

/// Whether a rule's verdicts can be settled once for all: those of standing windows move with the as-of date.
fn settles(rule: &Rule) -> bool {
    if generate::looks_around(&rule.text()) {
        return false;
    }
    match &rule.head {
        Head::Quantity(quantity) => matches!(quantity.window, Window::Every(_)),
        Head::Coverage(coverage) => !matches!(coverage.reach, Reach::Together { window: None, .. }),
        // Clocks that start on another date than the record's may begin before duties known already.
        Head::Deadline(deadline) => deadline.start.as_ref().is_none_or(|(path, _)| path.fields == ["date"]),
        Head::Check(check) => check.must.is_some(),
    }
}

#[test]
fn what_is_settled_stays_settled() {
    trial((generate::case(generate::mixed), 1..60_i64), |(case, days)| {
        let case = Case { rules: case.rules.iter().filter(|rule| settles(rule)).cloned().collect(), ..case.clone() };
        if case.rules.is_empty() {
            return Ok(());
        }
        let later = Case { as_of: plus(case.as_of, *days), ..case.clone() };
        let now = judge(&case).map_err(TestCaseError::fail)?;
        let then = judge(&later).map_err(TestCaseError::fail)?;
        let settled =
            |told: &&Told| matches!(told.outcome, "met" | "met_late" | "violated" | "not_applicable" | "discharged");
        for told in now.iter().filter(settled) {
            let same = |other: &&Told| other.is_of(told);
            prop_assert_eq!(then.iter().find(same).map(|other| other.outcome), Some(told.outcome), "{}", told);
        }
        Ok(())
    });
}

fn formatted(policy: &str, tongue: Tongue) -> Result<String, TestCaseError> {
    let checked = compile(policy).map_err(TestCaseError::fail)?;
    let parsed = &checked.files[0];
    let options = FormatOptions { tongue: Some(tongue), names: &checked.names, comments: true };
    Ok(format(parsed, &checked.sources.file(parsed.file.id).text, &options))
}

#[test]
fn policies_survive_formatting_and_both_tongues() {
    trial(generate::case(generate::mixed), |case| {
        let english = formatted(&case.policy(), Tongue::En)?;
        prop_assert_eq!(&formatted(&english, Tongue::En)?, &english);
        let chinese = formatted(&english, Tongue::Zh)?;
        prop_assert_eq!(&formatted(&chinese, Tongue::Zh)?, &chinese);
        prop_assert_eq!(&formatted(&chinese, Tongue::En)?, &english);
        let plain = judge(case).map_err(TestCaseError::fail)?;
        for policy in [&english, &chinese] {
            prop_assert_eq!(&judge_text(case, policy).map_err(TestCaseError::fail)?, &plain);
        }
        Ok(())
    });
}
