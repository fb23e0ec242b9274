//! The road end to end: the Gongzhuling policy over its year of invented records gives the planted verdicts.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use guiju_calendar::{Day, Family};
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
    //TMP
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
    let label = |window| {
        let family = Family::ALL.into_iter().find(|family| family.window(family.index_of(window_from(window))) == window);
        family.map_or_else(|| window.to_string(), |family| family.label(window))
    };
    (evaluation.rules[verdict.rule].name.id.clone(), subject, verdict.window.map(label).unwrap_or_default())
}

const fn window_from(window: guiju_calendar::Window) -> Day {
    window.from
}

fn said(verdict: &Verdict) -> Said {
    (verdict.outcome.word().to_owned(), verdict.reason.map_or("", guiju_eval::Reason::word).to_owned())
}

fn expected() -> BTreeMap<Place, Said> {
    let mut reader = csv::Reader::from_path(format!("{RECORDS}/expected.csv")).unwrap();
    let rows: Vec<[String; 6]> = reader.deserialize().map(Result::unwrap).collect();
    let n = rows.len();
    let expected: BTreeMap<Place, Said> =
        rows.into_iter().map(|[rule, subject, window, verdict, reason, _]| ((rule, subject, window), (verdict, reason))).collect();
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

/// The rules that judge somebody under these assumptions.
fn rules_that_speak(assume: &[(&str, hir::Value)]) -> BTreeSet<String> {
    let evaluation = evaluated(assume);
    evaluation.verdicts.iter().map(|v| evaluation.rules[v.rule].name.id.clone()).collect()
}

#[test]
fn another_reading_puts_another_rule_in_the_place_of_the_first() {
    let no = || hir::Value::YesNo(false);
    let yes = || hir::Value::YesNo(true);
    for (assumption, value, silent, speaking) in [
        ("outings_count", no(), "A5_2a", "A5_2a_units"),
        ("calendar_months", no(), "A5_2a", "A5_2a_rolling"),
        ("each_group", no(), "A5_2a", "A5_2a_together"),
        ("distinct_units", no(), "A5_2b", "A5_2b_visits"),
        ("other_groups_count", yes(), "A5_2b", "A5_2b_all"),
        ("day_30_counts", no(), "A8_2a", "A8_2a_29"),
    ] {
        let speak = rules_that_speak(&[(assumption, value)]);
        assert!(!speak.contains(silent), "{assumption}: {silent} still speaks");
        assert!(speak.contains(speaking), "{assumption}: {speaking} is silent");
    }
}
