//! Runs a policy text over record texts and prints the verdicts, one a line.
//!
//! A line reads `rule | subject | window | verdict reason | actual (asked) | due … | done … | late … | needs … |
//! evidence`; what a verdict does not say is left out. Evidence is `key:row`, row 1 being the heading.

use std::{collections::BTreeMap, fmt::Write as _};

use guiju_calendar::{Day, Duration, Unit};
use guiju_compiler::{Checked, Root, Type, check, hir::Value};
use guiju_data::{Dataset, LoadOptions, load};
use guiju_eval::{Evaluation, Options, Phrase, Verdict, evaluate};

type Folder = BTreeMap<String, Vec<u8>>;

/// A policy with its records, ready to run.
#[derive(Clone)]
pub(crate) struct Case {
    policy: String,
    /// Record kind and its rows, heading first.
    records: Vec<(String, String)>,
    /// The data horizon of all kinds, as YAML.
    data: Option<String>,
    /// The zone of civil times, if not the policy's.
    zone: Option<String>,
    /// The data horizon of one kind.
    data_of: BTreeMap<String, String>,
    options: Options,
    /// Whether rows may be set aside.
    rejects: bool,
}

/// Declarations and rules; a plain policy line is put before them unless they have one.
pub(crate) fn case(policy: &str) -> Case {
    let head = "policy t \"test\" { calendar cn.state_council; counting cn.civil_code; effective from 2000-01-01 }\n";
    let policy = if policy.contains("policy ") { policy.to_owned() } else { format!("{head}{policy}") };
    Case {
        policy,
        records: Vec::new(),
        data: None,
        zone: None,
        data_of: BTreeMap::new(),
        options: Options {
            as_of: day("2025-12-31"),
            known_by: None,
            from: None,
            to: None,
            rules: Vec::new(),
            strict: false,
            assume: Vec::new(),
            all_evidence: false,
        },
        rejects: false,
    }
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// Days as a manifest writes them: `2025-01-01..2025-12-31`, several divided by spaces.
fn horizon(days: &str) -> String {
    let interval = |part: &str| {
        let (from, to) = part.split_once("..").unwrap();
        format!("{{from: {from}, to: {to}}}")
    };
    format!("[{}]", days.split_whitespace().map(interval).collect::<Vec<_>>().join(", "))
}

impl Case {
    /// Adds the records of a kind: a heading, then a row a line; spaces around cells are for the reader, `+` joins sets.
    pub(crate) fn with(mut self, record: &str, rows: &str) -> Self {
        let line = |line: &str| line.split(',').map(str::trim).collect::<Vec<_>>().join(",");
        let text: Vec<String> = rows.lines().map(str::trim).filter(|l| !l.is_empty()).map(line).collect();
        self.records.retain(|(name, _)| name != record);
        self.records.push((record.to_owned(), text.join("\n") + "\n"));
        self
    }

    /// Declares the days for which all records are complete: `2025-01-01..2025-12-31`.
    pub(crate) fn data(mut self, days: &str) -> Self {
        self.data = Some(horizon(days));
        self
    }

    /// Declares the zone in which civil times are written.
    pub(crate) fn zone(mut self, zone: &str) -> Self {
        self.zone = Some(zone.to_owned());
        self
    }

    /// Declares the days for which one kind is complete.
    pub(crate) fn data_of(mut self, record: &str, days: &str) -> Self {
        self.data_of.insert(record.to_owned(), horizon(days));
        self
    }

    #[expect(clippy::wrong_self_convention, reason = "the glossary's word")]
    pub(crate) fn as_of(mut self, date: &str) -> Self {
        self.options.as_of = day(date);
        self
    }

    pub(crate) fn known_by(mut self, date: &str) -> Self {
        self.options.known_by = Some(day(date));
        self
    }

    /// Evaluates only windows and triggers inside these days.
    pub(crate) fn between(mut self, from: &str, to: &str) -> Self {
        (self.options.from, self.options.to) = (Some(day(from)), Some(day(to)));
        self
    }

    pub(crate) fn strict(mut self) -> Self {
        self.options.strict = true;
        self
    }

    pub(crate) fn all_evidence(mut self) -> Self {
        self.options.all_evidence = true;
        self
    }

    pub(crate) fn assume(mut self, name: &str, value: Value) -> Self {
        self.options.assume.push((name.to_owned(), value));
        self
    }

    /// Evaluates only the rule of this name.
    pub(crate) fn only(mut self, rule: &str) -> Self {
        self.options.rules = vec![rule.to_owned()];
        self
    }

    /// Lets rows be set aside, which is a fault otherwise.
    pub(crate) fn with_rejects(mut self) -> Self {
        self.rejects = true;
        self
    }

    /// Evaluates and prints the verdicts, or the error.
    pub(crate) fn run(&self) -> String {
        let checked = self.compile();
        let dataset = self.load(&checked);
        match evaluate(&checked.program, &dataset, &self.options) {
            Ok(evaluation) => print(&evaluation),
            Err(error) => format!("error: {error}"),
        }
    }

    /// Evaluates what must be possible to evaluate.
    pub(crate) fn verdicts(&self) -> Evaluation {
        let checked = self.compile();
        let dataset = self.load(&checked);
        evaluate(&checked.program, &dataset, &self.options).unwrap()
    }

    fn compile(&self) -> Checked {
        let mut files = Folder::new();
        files.insert("policy.guiju".to_owned(), self.policy.clone().into_bytes());
        let root = Root { files: &files, path: "policy.guiju".to_owned(), shown: String::new() };
        let checked = check(&[root]);
        if checked.has_errors() {
            let tell = |d: &guiju_syntax::Diagnostic| {
                let at = d.primary.as_ref().map(|l| {
                    let text = &checked.sources.file(l.span.file).text;
                    text.get(l.span.start..l.span.end).unwrap_or_default().to_owned()
                });
                format!("{:?} {} at `{}`", d.code, d.message.en, at.unwrap_or_default())
            };
            panic!("{}", checked.diagnostics.iter().map(tell).collect::<Vec<_>>().join("\n"));
        }
        checked
    }

    fn load(&self, checked: &Checked) -> Dataset {
        let schema = &checked.program.schema;
        let mut manifest = String::from("version: 1\n");
        if let Some(data) = &self.data {
            writeln!(manifest, "data: {data}").unwrap();
        }
        if let Some(zone) = &self.zone {
            writeln!(manifest, "zone: {zone}").unwrap();
        }
        manifest += "records:\n";
        let mut files = Folder::new();
        for (name, rows) in &self.records {
            let record = schema.record(schema.find_record(name).unwrap_or_else(|| panic!("no record {name}")));
            writeln!(manifest, "  {name}:\n    source: {name}.csv").unwrap();
            if let Some(data) = self.data_of.get(name) {
                writeln!(manifest, "    data: {data}").unwrap();
            }
            let is_set = |ty: Type| matches!(ty, Type::CodeSet(_) | Type::RefSet(_) | Type::TextSet);
            let sets: Vec<String> = record
                .fields
                .iter()
                .filter(|f| is_set(f.ty))
                .map(|f| format!("{}: {{split: \"+\"}}", f.name.id))
                .collect();
            if !sets.is_empty() {
                writeln!(manifest, "    columns: {{{}}}", sets.join(", ")).unwrap();
            }
            files.insert(format!("{name}.csv"), rows.clone().into_bytes());
        }
        if self.records.is_empty() {
            manifest = manifest.replace("records:\n", "records: {}\n");
        }
        let options = LoadOptions { known_by: self.options.known_by, ..LoadOptions::default() };
        let loaded = load(schema, &manifest, "dataset.yaml", &files, &options);
        let faults = loaded.diagnostics.iter().map(|d| format!("{:?} {}", d.code, d.message.en));
        let faults = faults.collect::<Vec<_>>().join("\n");
        assert!(self.rejects || loaded.rejects.is_empty(), "{faults}");
        loaded.dataset.unwrap_or_else(|| panic!("{faults}"))
    }
}

/// A limit as a value, for assumptions.
pub(crate) fn length(n: u32, unit: Unit) -> Value {
    Value::Duration(Duration::new(n, unit))
}

/// Prints all verdicts.
pub(crate) fn print(evaluation: &Evaluation) -> String {
    evaluation.verdicts.iter().map(|v| line(evaluation, v)).collect::<Vec<_>>().join("\n")
}

/// Prints a verdict.
pub(crate) fn line(evaluation: &Evaluation, verdict: &Verdict) -> String {
    let mut parts = vec![evaluation.rules[verdict.rule].name.id.clone(), verdict.subject.key.clone()];
    parts.extend(verdict.stage.as_ref().map(guiju_eval::Stage::word));
    if let Some(window) = verdict.window {
        parts.push(if window.from == window.to { window.from.to_string() } else { window.to_string() });
    }
    let reason = verdict.reason.map(|r| format!(" {}", r.word())).unwrap_or_default();
    parts.push(format!("{}{reason}", verdict.outcome.word()));
    let facts = [say(&verdict.actual), asked(&verdict.expected)];
    parts.push(facts.into_iter().filter(|f| !f.is_empty()).collect::<Vec<_>>().join(" "));
    parts.extend(verdict.due.map(|d| format!("due {d}{}", if verdict.provisional { " provisional" } else { "" })));
    parts.extend(verdict.due_at.map(|t| format!("due at {t}")));
    parts.extend(verdict.done.map(|d| format!("done {d}")));
    parts.extend(verdict.done_at.map(|t| format!("done at {t}")));
    parts.extend(verdict.days_late.map(|n| format!("late {n}")));
    parts.extend(verdict.way_out.as_ref().and_then(needs));
    if !verdict.assumes.is_empty() {
        parts.push(format!("assumes {}", verdict.assumes.join(", ")));
    }
    parts.push(verdict.evidence.iter().map(|e| format!("{}:{}", e.key, e.row)).collect::<Vec<_>>().join(" "));
    parts.retain(|part| !part.is_empty());
    parts.join(" | ")
}

fn say(actual: &Phrase) -> String {
    let words = |list: &[(String, String)]| list.iter().map(|(en, _)| en.clone()).collect::<Vec<_>>().join("; ");
    match actual {
        Phrase::Number(n) => n.to_string(),
        Phrase::Ratio { part, whole } => format!("{part} of {whole}"),
        Phrase::Between(low, high) => format!("{low} to {high}"),
        Phrase::Reached { reached, all, missing } if missing.is_empty() => format!("{reached} of {all}"),
        Phrase::Reached { reached, all, missing } => format!("{reached} of {all}, not {}", missing.join(" ")),
        Phrase::Apart { from, to, days } => format!("{from} to {to}: {days} days"),
        Phrase::Fails(conditions) => format!("fails: {}", words(conditions)),
        Phrase::Unknown(conditions) => format!("unknown: {}", words(conditions)),
        Phrase::PlannedFor(day) => format!("planned {day}"),
        Phrase::Holds => "holds".to_owned(),
        Phrase::NotDone => "not done".to_owned(),
        Phrase::SuchRecord => "found".to_owned(),
        Phrase::Kept => "kept".to_owned(),
        Phrase::Gap { from, to, .. } => format!("gap {from}..{to}"),
        Phrase::Freed(by) => {
            let by = by.iter().map(|f| f.grant.as_ref().map_or(&f.exemption.id, |grant| &grant.key).clone());
            format!("freed by {}", by.collect::<Vec<_>>().join(" "))
        }
        Phrase::Nothing | Phrase::DoneOn(_) | Phrase::DoneAt(_) => String::new(),
        other => format!("{other:?}"),
    }
}

/// What was asked, where it is a number; limits show in the due date, conditions in the policy.
fn asked(expected: &Phrase) -> String {
    match expected {
        Phrase::AtLeast(n) => format!("(≥{n})"),
        Phrase::AtMost(n) => format!("(≤{n})"),
        Phrase::Fewer(n) => format!("(<{n})"),
        Phrase::OfBefore { asked: Some(part), percent, before } => {
            format!("{} {percent}% of {}", asked(part), say(before))
        }
        Phrase::OfBefore { asked: None, .. } => "(before unknown)".to_owned(),
        Phrase::MoreWithin { n, length } => format!("({n} more in {}{:?})", length.n, length.unit),
        Phrase::NotWithin { n, length } => format!("(≤{n} in {}{:?})", length.n, length.unit),
        Phrase::Exactly(n) => format!("(={n})"),
        Phrase::Range(low, high) => format!("({low}..{high})"),
        Phrase::AtLeastPercent(n) => format!("(≥{n}%)"),
        Phrase::AtMostPercent(n) => format!("(≤{n}%)"),
        Phrase::ExactlyPercent(n) => format!("(={n}%)"),
        Phrase::RangePercent(low, high) => format!("({low}..{high}%)"),
        Phrase::AllOf(n) => format!("(all {n})"),
        Phrase::Prorated { asked: part, whole, days, of } => {
            format!("{} of {} for {days}/{of}", asked(part), asked(whole))
        }
        Phrase::Unreadable(text) => format!("(unreadable {text})"),
        _ => String::new(),
    }
}

/// The way out, where it says when.
fn needs(way_out: &Phrase) -> Option<String> {
    match way_out {
        Phrase::MoreBy { more, by } => Some(format!("needs {more} more by {by}")),
        Phrase::ReachBy { members, by } => Some(format!("needs {members} more by {by}")),
        Phrase::KeepUntil(day) => Some(format!("keep until {day}")),
        Phrase::SupplyThrough(day) => Some(format!("needs data through {day}")),
        Phrase::SupplyFrom(day) => Some(format!("needs data from {day}")),
        _ => None,
    }
}
