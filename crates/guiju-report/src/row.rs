//! A verdict as the columns that every machine output carries.
//!
//! In comes a verdict with the evaluation its indices point into; out goes a [`Row`]. Its fields stand in the order
//! of the contract (`docs/verdicts.schema.json`), so JSON is their serialisation and CSV the same, flat.

use crate::{Report, phrases::named_phrase, words::severity_word};
use guiju_calendar::{Day, Stamp, Window};
use guiju_eval::{Evidence, Phrase, Reason, Subject, Verdict};
use guiju_syntax::Tongue;
use serde::Serialize;

/// One verdict. Days are written `YYYY-MM-DD`; what is absent is `null`.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    /// Stable name of the policy.
    pub policy: &'a str,
    /// Stable name of the rule.
    pub rule: &'a str,
    /// Stable word of the outcome.
    pub verdict: &'static str,
    /// Stable word of the reason.
    pub reason: Option<&'static str>,
    /// Whom it is about.
    pub subject: SubjectCells<'a>,
    /// The window judged, both ends in.
    pub window: Option<Window>,
    /// What the rule asks, in words.
    pub expected: String,
    /// What the records show, in words.
    pub actual: String,
    /// The last legal day, now.
    pub due: Option<Day>,
    /// The last legal day before extensions and suspensions.
    pub original_due: Option<Day>,
    /// When it was done.
    pub done: Option<Day>,
    /// Days after the due date.
    pub days_late: Option<i64>,
    /// The stage of a path.
    pub stage: Option<String>,
    /// Whether the due date rests on days beyond the working-day calendar.
    pub provisional: bool,
    /// The deciding records.
    pub evidence: Vec<EvidenceCells<'a>>,
    /// The clauses the rule comes from.
    pub cite: &'a [String],
    /// The assumptions the verdict rests on.
    pub assumes: &'a [String],
    /// What would mend it, in words.
    pub way_out: Option<String>,
    /// Stable word of the rule's severity.
    pub severity: &'static str,
    /// The last legal instant, of limits to the hour.
    pub due_at: Option<Stamp>,
    /// When it was done, of limits to the hour.
    pub done_at: Option<Stamp>,
    /// Who answers for the rule.
    pub responsible: Option<&'a str>,
}

/// Whom a verdict is about.
#[derive(Debug, Serialize)]
pub struct SubjectCells<'a> {
    record: &'a str,
    key: &'a str,
    label: Option<&'a str>,
}

/// A record that decided a verdict.
#[derive(Debug, Serialize)]
pub struct EvidenceCells<'a> {
    record: &'a str,
    key: &'a str,
    source: &'a str,
    row: u64,
}

impl<'a> Row<'a> {
    /// Returns the columns of a verdict, with its phrases in the reader's tongue. Names that stand for themselves keep
    /// their stable spelling.
    #[must_use]
    pub fn of(verdict: &'a Verdict, report: Report<'a>, tongue: Tongue) -> Self {
        let policy = &report.evaluation.policies[verdict.policy];
        let rule = &report.evaluation.rules[verdict.rule];
        let phrase = |fact: &Phrase| named_phrase(fact, &report.evaluation.names, tongue);
        Row {
            policy: &policy.name.id,
            rule: &rule.name.id,
            verdict: verdict.outcome.word(),
            reason: verdict.reason.map(Reason::word),
            subject: SubjectCells::of(&verdict.subject),
            window: verdict.window,
            expected: phrase(&verdict.expected),
            actual: phrase(&verdict.actual),
            due: verdict.due,
            original_due: verdict.original_due,
            done: verdict.done,
            days_late: verdict.days_late,
            stage: verdict.stage.as_ref().map(guiju_eval::Stage::word),
            provisional: verdict.provisional,
            evidence: verdict.evidence.iter().map(EvidenceCells::of).collect(),
            cite: &rule.cite,
            assumes: &verdict.assumes,
            way_out: verdict.way_out.as_ref().map(phrase),
            severity: severity_word(rule.severity),
            due_at: verdict.due_at,
            done_at: verdict.done_at,
            responsible: rule.responsible.as_deref(),
        }
    }

    /// The headings of [`Row::cells`].
    pub const HEADINGS: [&'static str; 25] = [
        "policy",
        "rule",
        "verdict",
        "reason",
        "subject_record",
        "subject_key",
        "subject_label",
        "window_from",
        "window_to",
        "expected",
        "actual",
        "due",
        "original_due",
        "done",
        "days_late",
        "stage",
        "provisional",
        "evidence",
        "cite",
        "assumes",
        "way_out",
        "severity",
        "due_at",
        "done_at",
        "responsible",
    ];

    /// Returns the columns as text, lists joined by `; `, an empty cell for what is absent.
    #[must_use]
    pub fn cells(&self) -> [String; 25] {
        fn or_empty<T: ToString>(value: Option<T>) -> String {
            value.map(|value| value.to_string()).unwrap_or_default()
        }
        let evidence: Vec<String> =
            self.evidence.iter().map(|e| format!("{}:{}@{}:{}", e.record, e.key, e.source, e.row)).collect();
        [
            self.policy.to_owned(),
            self.rule.to_owned(),
            self.verdict.to_owned(),
            or_empty(self.reason),
            self.subject.record.to_owned(),
            self.subject.key.to_owned(),
            or_empty(self.subject.label),
            or_empty(self.window.map(|window| window.from)),
            or_empty(self.window.map(|window| window.to)),
            self.expected.clone(),
            self.actual.clone(),
            or_empty(self.due),
            or_empty(self.original_due),
            or_empty(self.done),
            or_empty(self.days_late),
            or_empty(self.stage.as_deref()),
            self.provisional.to_string(),
            evidence.join("; "),
            self.cite.join("; "),
            self.assumes.join("; "),
            or_empty(self.way_out.as_deref()),
            self.severity.to_owned(),
            or_empty(self.due_at),
            or_empty(self.done_at),
            or_empty(self.responsible),
        ]
    }
}

impl<'a> SubjectCells<'a> {
    fn of(subject: &'a Subject) -> Self {
        Self { record: &subject.record, key: &subject.key, label: subject.label.as_deref() }
    }
}

impl<'a> EvidenceCells<'a> {
    fn of(evidence: &'a Evidence) -> Self {
        Self { record: &evidence.record, key: &evidence.key, source: &evidence.source, row: evidence.row }
    }
}
