//! Real records: how often Detroit's restaurants were inspected, and how fast what was found was corrected.
//!
//! The records are not shipped. `GUIJU_CASES` names a folder that holds `detroit_food/*.csv.gz`; without it these tests
//! say so and pass. Each verdict is compared with what `detroit/expected.rs` works out from the same files without the
//! engine, and the counts with those that two other programs found.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

#[path = "detroit/expected.rs"]
mod expected;

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use expected::{Correction, Gap, Latest};
use guiju_calendar::Day;
use guiju_compiler::{Checked, Root, check};
use guiju_data::{LoadOptions, load};
use guiju_eval::{Evaluation, Options, Outcome, Reason, Verdict, evaluate};

const AS_OF: &str = "2019-05-31";

type Folder = BTreeMap<String, Vec<u8>>;

/// The records and what the engine makes of them.
struct Case {
    folder: Folder,
    evaluation: Evaluation,
}

/// Returns the case, evaluated once for all tests; nothing if the records are not there.
fn case() -> Option<&'static Case> {
    static CASE: OnceLock<Option<Case>> = OnceLock::new();
    let case = CASE.get_or_init(|| {
        let folder = unpacked(&PathBuf::from(std::env::var_os("GUIJU_CASES")?).join("detroit_food"));
        let evaluation = evaluated(&folder);
        Some(Case { folder, evaluation })
    });
    if case.is_none() {
        eprintln!("skipped: GUIJU_CASES names no folder with the records");
    }
    case.as_ref()
}

fn unpacked(folder: &Path) -> Folder {
    ["establishments.csv", "inspections.csv", "violations.csv"]
        .map(|name| {
            let packed = fs::File::open(folder.join(format!("{name}.gz"))).unwrap();
            let mut bytes = Vec::new();
            flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
            (name.to_owned(), bytes)
        })
        .into()
}

fn evaluated(folder: &Folder) -> Evaluation {
    let checked = checked();
    let manifest = fs::read_to_string("cases/detroit/dataset.yaml").unwrap();
    let loaded = load(&checked.program.schema, &manifest, "dataset.yaml", folder, &LoadOptions::default());
    assert!(loaded.rejects.is_empty(), "{:?}", &loaded.rejects[..loaded.rejects.len().min(5)]);
    let Some(dataset) = loaded.dataset else { panic!("{:?}", loaded.diagnostics) };
    let options = Options {
        as_of: Day::parse_iso(AS_OF).unwrap(),
        known_by: None,
        from: None,
        to: None,
        rules: Vec::new(),
        strict: false,
        assume: Vec::new(),
        all_evidence: false,
    };
    evaluate(&checked.program, &dataset, &options).unwrap()
}

fn checked() -> Checked {
    let name = "policy.guiju".to_owned();
    let files = Folder::from([(name.clone(), fs::read("cases/detroit/policy.guiju").unwrap())]);
    let checked = check(&[Root { files: &files, path: name, shown: String::new() }]);
    assert_eq!(checked.diagnostics, []);
    checked
}

impl Case {
    fn verdicts(&self, rule: &str) -> impl Iterator<Item = &Verdict> {
        let rule = self.evaluation.rules.iter().position(|r| r.name.is(rule)).unwrap();
        self.evaluation.verdicts.iter().filter(move |v| v.rule == rule)
    }
}

/// Compares subject by subject, and names those that differ.
fn assert_same<K: Ord + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
    expected: &BTreeMap<K, V>,
    found: impl IntoIterator<Item = (K, V)>,
) {
    let mut found_once = BTreeMap::new();
    for (subject, verdict) in found {
        assert!(!found_once.contains_key(&subject), "two verdicts on {subject:?}");
        found_once.insert(subject, verdict);
    }
    let subjects = expected.keys().chain(found_once.keys().filter(|k| !expected.contains_key(k)));
    let differing: Vec<String> = subjects
        .filter(|subject| expected.get(subject) != found_once.get(subject))
        .map(|subject| format!("{subject:?}: {:?}, not {:?}", found_once.get(subject), expected.get(subject)))
        .collect();
    assert!(differing.is_empty(), "{} differ, first {:#?}", differing.len(), &differing[..differing.len().min(10)]);
}

fn tally<T: Ord>(classes: impl IntoIterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for class in classes {
        *counts.entry(class).or_default() += 1;
    }
    counts
}

fn unexpected<T>(verdict: &Verdict) -> T {
    panic!("unexpected {verdict:?}")
}

#[test]
fn the_latest_routine_inspection_is_recent_enough() {
    let Some(case) = case() else { return };
    let expected = expected::latest(&case.folder);
    assert_same(
        &expected,
        case.verdicts("D1").map(|v| {
            let class = match (v.outcome, v.reason, v.due) {
                (Outcome::Met, None, None) => Latest::Compliant,
                (Outcome::Overdue, None, Some(due)) => Latest::Overdue { due: due.to_string() },
                (Outcome::Overdue, Some(Reason::Never), None) => Latest::Never,
                _ => unexpected(v),
            };
            (v.subject.key.clone(), class)
        }),
    );
    let count = |fits: fn(&Latest) -> bool| expected.values().filter(|class| fits(class)).count();
    assert_eq!(expected.len(), 1_756);
    assert_eq!(count(|c| matches!(c, Latest::Compliant)), 1_528);
    assert_eq!(count(|c| matches!(c, Latest::Overdue { .. })), 211);
    assert_eq!(count(|c| matches!(c, Latest::Never)), 17);
}

/// A quota over members that themselves keep a rule: D2 quotes D1.
#[test]
fn most_establishments_of_a_postal_code_are_inspected_in_time() {
    let Some(case) = case() else { return };
    let expected = expected::quota(&case.folder);
    assert_same(&expected, case.verdicts("D2").map(|v| (v.subject.key.clone(), v.outcome == Outcome::Met)));
    assert_eq!(expected.len(), 29);
    assert_eq!(expected.values().filter(|met| **met).count(), 23);
}

#[test]
fn routine_inspections_follow_each_other_soon_enough() {
    let Some(case) = case() else { return };
    let expected = expected::gaps(&case.folder);
    assert_same(
        &expected,
        case.verdicts("D3").map(|v| {
            let class = match (v.outcome, v.reason) {
                (Outcome::Met, None) => Gap::Kept,
                (Outcome::Violated, None) => Gap::TooLong,
                (Outcome::Pending, None) => Gap::OpenNotDue,
                (Outcome::Overdue, None) => Gap::OpenOverdue,
                (Outcome::Overdue, Some(Reason::Never)) => Gap::Never,
                _ => unexpected(v),
            };
            let days = v.window.map(|w| (w.from.to_string(), w.to.to_string()));
            ((v.subject.key.clone(), days), class)
        }),
    );
    let counts = tally(expected.values().copied());
    assert_eq!(counts[&Gap::Kept] + counts[&Gap::TooLong], 4_732);
    assert_eq!(counts[&Gap::Kept], 1_761);
    assert_eq!(counts[&Gap::TooLong], 2_971);
    assert_eq!(counts[&Gap::OpenNotDue], 1_528);
    assert_eq!(counts[&Gap::OpenOverdue], 211);
    assert_eq!(counts[&Gap::Never], 17);
    let violating = case.verdicts("D3").filter(|v| v.outcome == Outcome::Violated).map(|v| &v.subject.key);
    assert_eq!(tally(violating).len(), 1_404);
}

#[test]
fn violations_are_corrected_in_time() {
    let Some(case) = case() else { return };
    let expected = expected::corrections(&case.folder);
    let found = |v: &Verdict| match (v.outcome, v.reason) {
        (Outcome::Met, None) => Correction::OnTime,
        (Outcome::MetLate, None) => Correction::Late,
        (Outcome::Overdue, None) => Correction::OpenOverdue,
        (Outcome::Pending, None) => Correction::OpenNotDue,
        (Outcome::Undetermined, Some(Reason::Conflict)) => Correction::PredatesInspection,
        (Outcome::Overdue | Outcome::Pending, Some(Reason::FutureDated)) => Correction::FutureDated,
        _ => unexpected(v),
    };
    let by_row: BTreeMap<String, Correction> = expected.iter().map(|(row, (_, class))| (row.clone(), *class)).collect();
    assert_same(&by_row, case.verdicts("D5").map(|v| (v.subject.key.clone(), found(v))));

    assert_eq!(by_row.len(), 17_385);
    use Correction::{FutureDated, Late, OnTime, OpenNotDue, OpenOverdue, PredatesInspection};
    let by_kind = tally(expected.values().map(|(kind, class)| (kind.as_str(), *class)));
    assert_eq!(
        by_kind,
        BTreeMap::from([
            (("Core", OnTime), 2_842),
            (("Core", Late), 549),
            (("Core", OpenOverdue), 1),
            (("Core", PredatesInspection), 15),
            (("Core", FutureDated), 25),
            (("Foundation", OnTime), 4_032),
            (("Foundation", Late), 1_401),
            (("Foundation", OpenOverdue), 1_847),
            (("Foundation", OpenNotDue), 24),
            (("Foundation", PredatesInspection), 14),
            (("Foundation", FutureDated), 28),
            (("Priority", OnTime), 5_237),
            (("Priority", Late), 609),
            (("Priority", OpenOverdue), 720),
            (("Priority", OpenNotDue), 12),
            (("Priority", PredatesInspection), 18),
            (("Priority", FutureDated), 11),
        ])
    );
}

#[test]
fn every_breach_shows_its_records() {
    let Some(case) = case() else { return };
    for verdict in &case.evaluation.verdicts {
        let owed = verdict.outcome.is_breach() && verdict.reason != Some(Reason::Never);
        assert!(!owed || !verdict.evidence.is_empty(), "{verdict:?}");
    }
}

/// The policy is compiled with or without the records.
#[test]
fn the_policy_has_nothing_wrong() {
    let rules: Vec<String> = checked().program.rules.iter().map(|r| r.name.id.clone()).collect();
    assert_eq!(rules, ["D1", "D2", "D3", "D5"]);
}
