//! The road end to end: the Gongzhuling policy over its year of invented records gives the planted verdicts.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::{collections::BTreeMap, path::Path};

use guiju_calendar::{Day, Family, Window, window_containing};
use guiju_cli::Folder;
use guiju_compiler::{Root, check, hir};
use guiju_data::{LoadOptions, load};
use guiju_eval::{Evaluation, Options, Outcome, Verdict, evaluate};

const RECORDS: &str = "../examples/gongzhuling";

/// Rule, subject and window of a verdict; the subject is empty for the jurisdiction, the window for a standing fact.
type Place = (String, String, String);

/// Verdict and reason.
type Said = (String, String);

fn evaluated(assume: &[(&str, hir::Value)]) -> Evaluation {
    let policies = Folder::open(Path::new("../policies")).unwrap();
    let root = Root { files: &policies, path: "gongzhuling/policy.guiju".into(), shown: String::new() };
    let checked = check(&[root]);
    assert_eq!(checked.diagnostics, []);
    let records = Folder::open(Path::new(RECORDS)).unwrap();
    let manifest = std::fs::read_to_string(format!("{RECORDS}/dataset.yaml")).unwrap();
    let loaded = load(&checked.program.schema, &manifest, "dataset.yaml", &records, &LoadOptions::default());
    assert_eq!(loaded.rejects.len(), 0, "{:?}", loaded.rejects);
    assert_eq!(loaded.diagnostics, []);
    let options = Options {
        as_of: Day::from_ymd(2026, 1, 31).unwrap(),
        known_by: None,
        from: None,
        to: None,
        rules: Vec::new(),
        strict: false,
        assume: assume.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        all_evidence: false,
    };
    evaluate(&checked.program, &loaded.dataset.unwrap(), &options).unwrap()
}

fn place(evaluation: &Evaluation, verdict: &Verdict) -> Place {
    let subject = if verdict.subject.record == "policy" { String::new() } else { verdict.subject.key.clone() };
    (evaluation.rules[verdict.rule].name.id.clone(), subject, verdict.window.map(label).unwrap_or_default())
}

/// `2025-02` for a calendar window, else its first and last day.
fn label(window: Window) -> String {
    let family = Family::ALL.into_iter().find(|family| window_containing(window.from, *family) == window);
    family.map_or_else(|| window.to_string(), |family| family.label(window))
}

fn said(verdict: &Verdict) -> Said {
    (verdict.outcome.word().to_owned(), verdict.reason.map_or("", guiju_eval::Reason::word).to_owned())
}

fn expected() -> BTreeMap<Place, Said> {
    let mut reader = csv::Reader::from_path(format!("{RECORDS}/expected.csv")).unwrap();
    let rows: Vec<[String; 6]> = reader.deserialize().map(Result::unwrap).collect();
    let n = rows.len();
    let expected: BTreeMap<Place, Said> = rows
        .into_iter()
        .map(|[rule, subject, window, verdict, reason, _]| ((rule, subject, window), (verdict, reason)))
        .collect();
    assert_eq!(expected.len(), n, "a case is listed twice");
    expected
}

#[test]
fn every_planted_case_gets_its_verdict_and_nothing_else_is_found() {
    let evaluation = evaluated(&[]);
    let found: BTreeMap<Place, Said> = evaluation.verdicts.iter().map(|v| (place(&evaluation, v), said(v))).collect();
    assert_eq!(found.len(), evaluation.verdicts.len(), "a rule judges a subject and window once");
    let expected = expected();
    let mut differences = Vec::new();
    for (place, said) in &expected {
        let silent = ("no_row".to_owned(), String::new());
        let got = found.get(place).unwrap_or(&silent);
        if got != said {
            differences.push(format!("{place:?}: expected {said:?}, got {got:?}"));
        }
    }
    for verdict in &evaluation.verdicts {
        let place = place(&evaluation, verdict);
        let open = verdict.outcome.is_breach() || verdict.outcome == Outcome::Undetermined;
        if open && !expected.contains_key(&place) {
            differences.push(format!("{place:?}: not planted, got {:?}", said(verdict)));
        }
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

/// What a planted case says of the first subject with a verdict of a rule.
fn planted(rule: &str, verdict: &str) -> Place {
    let fits = |(place, said): &(Place, Said)| place.0 == rule && said.0 == verdict;
    expected().into_iter().find(fits).unwrap().0
}

#[test]
fn another_reading_gives_other_verdicts() {
    let case = |rule: &str, subject: &str, window: &str| (rule.to_owned(), subject.to_owned(), window.to_owned());
    // The other reading of a clause, a case it judges otherwise, and how.
    let cases = [
        ("outings_count", false, case("A5_2a_units", "ZH1", "2025-11"), "met"),
        ("outings_count", false, case("A5_2a", "ZH1", "2025-11"), "no_row"),
        ("calendar_months", false, case("A5_2a", "ZH1", "2025-11"), "no_row"),
        ("each_group", false, case("A5_2a_together", "AB1", "2025-07"), "met"),
        ("each_group", false, case("A5_2a_together", "AB1", "2025-02"), "violated"),
        ("distinct_units", false, case("A5_2b_visits", "ZH1", "2025"), "met"),
        ("other_groups_count", true, case("A5_2b_all", "AB1", "2025"), "met"),
        ("settled_at_limit", false, planted("A7_3a4", "met_late"), "met"),
        ("refusal_excused", true, planted("A7_4c", "violated"), "met"),
        ("prompt_handover", false, planted("A7_5c", "overdue"), "no_row"),
        ("order_always", true, case("A7_5b", "XS001-3", "2025-01-03"), "overdue"),
        ("all_cases_approved", true, case("A8_1c2", "AJ06", "2025-02-12"), "violated"),
        ("day_30_counts", false, case("A8_2a_29", "ZH1", "2025-04"), "met_late"),
        ("secret_until_visit", false, planted("A9_2a", "no_row"), "violated"),
    ];
    for (assumption, value, place, verdict) in cases {
        let evaluation = evaluated(&[(assumption, hir::Value::YesNo(value))]);
        let found = evaluation.verdicts.iter().find(|v| self::place(&evaluation, v) == place);
        assert_eq!(found.map_or("no_row", |v| v.outcome.word()), verdict, "{assumption} {value}: {place:?}");
    }
}

#[test]
fn read_by_any_thirty_days_the_group_without_visits_in_july_is_in_breach() {
    let evaluation = evaluated(&[("calendar_months", hir::Value::YesNo(false))]);
    let rolling: Vec<&str> = evaluation
        .verdicts
        .iter()
        .filter(|v| evaluation.rules[v.rule].name.id == "A5_2a_rolling" && v.subject.key == "ZH1")
        .map(|v| v.outcome.word())
        .collect();
    assert_eq!(rolling, ["violated"]);
}

#[test]
fn reported_instead_of_rectified_a_grave_finding_owes_no_limit() {
    let evaluation = evaluated(&[("grave_besides", hir::Value::YesNo(false))]);
    let (_, subject, _) = planted("A7_3b1", "met");
    let said: Vec<Said> = evaluation
        .verdicts
        .iter()
        .filter(|v| evaluation.rules[v.rule].name.id == "A7_3a2" && v.subject.key == subject)
        .map(said)
        .collect();
    assert_eq!(said, [("not_applicable".to_owned(), "unless".to_owned())]);
}
