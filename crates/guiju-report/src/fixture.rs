//! One small result for all tests of this crate: two policies' worth of rules, every outcome that reads differently.

use crate::Report;
use guiju_calendar::{Day, Window};
use guiju_compiler::{Name, RuleSeverity};
use guiju_data::{Input, table::Feed};
use guiju_eval::{Evaluation, Evidence, Outcome, Phrase, PolicyInfo, Reason, RuleInfo, Subject, Verdict};
use rust_decimal::Decimal;

/// Every reason the engine knows.
pub(crate) const REASONS: [Reason; 20] = [
    Reason::DataHorizon,
    Reason::MissingField,
    Reason::Conflict,
    Reason::CalendarHorizon,
    Reason::Unreadable,
    Reason::FutureDated,
    Reason::Never,
    Reason::Partial,
    Reason::NoDenominator,
    Reason::Unless,
    Reason::Lapsed,
    Reason::TooEarly,
    Reason::HourUnknown,
    Reason::Impossible,
    Reason::Closed,
    Reason::Stopped,
    Reason::TriggerWithdrawn,
    Reason::Skipped,
    Reason::Compensated,
    Reason::FirstWindow,
];

pub(crate) fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

pub(crate) fn span(from: &str, to: &str) -> Window {
    Window::new(day(from), day(to))
}

pub(crate) fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A result and what it rests on.
pub(crate) struct Data {
    pub(crate) evaluation: Evaluation,
    pub(crate) inputs: Vec<Input>,
    pub(crate) feeds: Vec<(String, Feed)>,
}

impl Data {
    pub(crate) fn report(&self) -> Report<'_> {
        Report { evaluation: &self.evaluation, inputs: &self.inputs, feeds: &self.feeds }
    }

    /// Counts the verdicts anew, as the engine would have.
    pub(crate) fn recount(&mut self) {
        self.evaluation.counts = vec![[0; 9]; self.evaluation.rules.len()];
        for verdict in &self.evaluation.verdicts {
            self.evaluation.counts[verdict.rule][verdict.outcome as usize] += 1;
        }
    }
}

/// Nothing evaluated at all.
impl Default for Data {
    fn default() -> Self {
        Self {
            evaluation: Evaluation {
                names: std::collections::BTreeMap::new(),
                as_of: day("2026-01-31"),
                known_by: None,
                policies: vec![],
                rules: vec![],
                verdicts: vec![],
                counts: vec![],
                warnings: vec![],
            },
            inputs: vec![],
            feeds: vec![],
        }
    }
}

/// Three rules of one policy over visits of two groups.
pub(crate) fn data() -> Data {
    let mut data = Data::default();
    data.evaluation.policies = vec![PolicyInfo {
        name: name("gongzhuling", None),
        title: name("Safety inspection rounds, Gongzhuling", Some("公主岭市安全生产巡查办法")),
        sha256: "3f9a".into(),
    }];
    data.evaluation.rules = vec![
        rule("A5_2a", ("at least four covert visits a month", "每月暗访不少于四次"), "5(2)a", RuleSeverity::Major),
        rule("A4_4", ("report within 15 working days", "十五个工作日内报告"), "第四条（四）", RuleSeverity::Critical),
        rule("A2_1", ("every street, every year", "每年覆盖各街道"), "2(1)", RuleSeverity::Advisory),
    ];
    data.evaluation.verdicts = vec![
        Verdict { window: Some(span("2025-01-01", "2025-01-31")), ..visits("G1", Outcome::Met) },
        too_few(),
        Verdict {
            window: Some(span("2026-02-01", "2026-02-28")),
            actual: Phrase::Number(dec("2")),
            way_out: Some(Phrase::MoreBy { more: dec("2"), by: day("2026-02-28") }),
            ..visits("G1", Outcome::Pending)
        },
        unknown("2025-03-01", "2025-03-31", Reason::MissingField),
        unknown("2025-12-01", "2025-12-31", Reason::DataHorizon),
        Verdict {
            outcome: Outcome::MetLate,
            actual: Phrase::DoneOn(day("2026-01-20")),
            done: Some(day("2026-01-20")),
            days_late: Some(1),
            ..report_due("V17")
        },
        Verdict {
            assumes: vec!["prompt".into()],
            provisional: true,
            original_due: Some(day("2026-01-12")),
            days_late: Some(12),
            way_out: Some(Phrase::DoNow),
            ..report_due("V20")
        },
        Verdict {
            rule: 2,
            outcome: Outcome::NotApplicable,
            reason: Some(Reason::Partial),
            window: None,
            expected: Phrase::AllOf(6),
            actual: Phrase::Nothing,
            ..visits("G2", Outcome::NotApplicable)
        },
    ];
    // Breaches stand together in a report, whatever stands between them in the result.
    data.evaluation.verdicts.insert(
        2,
        Verdict {
            subject: subject("group", "G2", None),
            window: Some(span("2025-02-03", "2025-02-28")),
            actual: Phrase::Number(dec("0")),
            reason: Some(Reason::Impossible),
            evidence: vec![],
            ..too_few()
        },
    );
    data.recount();
    data.inputs = vec![input("visit", "visits.csv", 812, 3), input("report", "报告/2025年.xlsx#一月", 96, 0)];
    let names = [("group", "巡查组"), ("visit", "巡查"), ("report", "报告"), ("covert", "暗访"), ("prompt", "及时")];
    data.evaluation.names = names.map(|(id, alias)| (id.to_owned(), name(id, Some(alias)))).into();
    let feed = |from, to, declared| Feed { intervals: vec![(day(from), day(to))], declared };
    data.feeds = vec![
        ("visit".into(), feed("2025-01-01", "2025-12-20", true)),
        ("report".into(), feed("2025-01-03", "2026-01-20", false)),
    ];
    data
}

/// A month with three covert visits instead of four.
fn too_few() -> Verdict {
    let rows = [("V17", 18), ("V20", 21), ("V31", 32)];
    Verdict {
        actual: Phrase::Number(dec("3")),
        evidence: rows.map(|(key, row)| evidence("visit", key, row)).into(),
        way_out: Some(Phrase::NextTime),
        ..visits("G1", Outcome::Violated)
    }
}

fn unknown(from: &str, to: &str, reason: Reason) -> Verdict {
    let way_out = match reason {
        Reason::DataHorizon => Phrase::SupplyThrough(day(to)),
        _ => Phrase::Complete(vec!["covert".into()]),
    };
    Verdict {
        window: Some(span(from, to)),
        reason: Some(reason),
        actual: Phrase::Between(dec("3"), dec("5")),
        evidence: vec![evidence("visit", "V90", 91)],
        way_out: Some(way_out),
        ..visits("G1", Outcome::Undetermined)
    }
}

/// A verdict on four covert visits in February 2025.
fn visits(key: &str, outcome: Outcome) -> Verdict {
    Verdict {
        policy: 0,
        rule: 0,
        outcome,
        reason: None,
        subject: subject("group", key, Some("综合组")),
        window: Some(span("2025-02-01", "2025-02-28")),
        expected: Phrase::AtLeast(dec("4.000000")),
        actual: Phrase::Number(dec("4")),
        due: None,
        original_due: None,
        steps: Vec::new(),
        done: None,
        days_late: None,
        due_at: None,
        done_at: None,
        provisional: false,
        evidence: vec![],
        assumes: vec![],
        way_out: None,
        stage: None,
    }
}

/// A verdict on a report that is overdue.
fn report_due(key: &str) -> Verdict {
    Verdict {
        rule: 1,
        outcome: Outcome::Overdue,
        subject: subject("visit", key, None),
        window: Some(span("2025-12-26", "2025-12-26")),
        expected: Phrase::Within { limit: "15wd".parse().unwrap(), from: day("2025-12-26"), due: day("2026-01-19") },
        actual: Phrase::NotDone,
        due: Some(day("2026-01-19")),
        original_due: Some(day("2026-01-19")),
        evidence: vec![evidence("visit", key, 18)],
        ..visits(key, Outcome::Overdue)
    }
}

pub(crate) fn name(id: &str, alias: Option<&str>) -> Name {
    Name { id: id.into(), alias: alias.map(Into::into) }
}

fn rule(id: &str, title: (&str, &str), cite: &str, severity: RuleSeverity) -> RuleInfo {
    RuleInfo {
        policy: 0,
        name: name(id, None),
        was: None,
        title: name(title.0, Some(title.1)),
        cite: vec![cite.into()],
        severity,
        responsible: (id == "A4_4").then(|| "Inspection office".into()),
    }
}

fn subject(record: &str, key: &str, label: Option<&str>) -> Subject {
    Subject { record: record.into(), key: key.into(), label: label.map(Into::into) }
}

pub(crate) fn evidence(record: &str, key: &str, row: u64) -> Evidence {
    Evidence { record: record.into(), key: key.into(), source: "visits.csv".into(), row }
}

pub(crate) fn input(record: &str, source: &str, rows: u64, rejected: u64) -> Input {
    Input { record: record.into(), source: source.into(), sha256: "77ab".into(), rows, rejected, ..Input::default() }
}
