//! The engine's road, as the command line takes it: text to program, files to dataset, both to verdicts.

use std::{collections::BTreeMap, fmt::Write as _};

use guiju_calendar::Day;
use guiju_compiler::{Checked, Root, check};
use guiju_data::{Dataset, LoadOptions, load};
use guiju_eval::{Options, Verdict, evaluate};
use guiju_syntax::{Severity, Sources};

use crate::{
    case::Case,
    records::Feed,
    time::{Date, Stretch, date},
    told::Told,
};

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Compiles a policy; its faults are the error.
pub(crate) fn compile(policy: &str) -> Result<Checked, String> {
    let mut files = Files::new();
    files.insert("policy.guiju".to_owned(), policy.as_bytes().to_vec());
    let checked = check(&[Root { files: &files, path: "policy.guiju".to_owned(), shown: String::new() }]);
    if checked.has_errors() { Err(faults(&checked.sources, &checked.diagnostics)) } else { Ok(checked) }
}

fn faults(sources: &Sources, diagnostics: &[guiju_syntax::Diagnostic]) -> String {
    let tell = |fault: &guiju_syntax::Diagnostic| {
        let at = fault.primary.as_ref().and_then(|label| {
            let text = &sources.file(label.span.file).text;
            text.get(label.span.start..label.span.end).map(str::to_owned)
        });
        format!("{:?} {} at `{}`", fault.code, fault.message.en, at.unwrap_or_default())
    };
    diagnostics.iter().map(tell).collect::<Vec<_>>().join("\n")
}

fn dataset(case: &Case, checked: &Checked) -> Result<Dataset, String> {
    let mut manifest = String::from("version: 1\nrecords:\n");
    let mut files = Files::new();
    for name in case.fed() {
        writeln!(manifest, "  {name}:\n    source: {name}.csv").unwrap();
        if let Feed::Declared(stretches) = case.feed(name) {
            let days = stretches.iter().map(|days| format!("{{from: {}, to: {}}}", days.from, days.to));
            writeln!(manifest, "    data: [{}]", days.collect::<Vec<_>>().join(", ")).unwrap();
        }
        files.insert(format!("{name}.csv"), case.file(name).into_bytes());
    }
    let options = LoadOptions { known_by: case.known_by.map(day), ..LoadOptions::default() };
    let loaded = load(&checked.program.schema, &manifest, "dataset.yaml", &files, &options);
    let told = || {
        let faults = loaded.diagnostics.iter().filter(|fault| fault.severity == Severity::Error);
        faults.map(|fault| fault.message.en.clone()).collect::<Vec<_>>().join("\n")
    };
    if !loaded.rejects.is_empty() {
        return Err(format!("rows are set aside: {:?}", loaded.rejects));
    }
    let told = told();
    loaded.dataset.ok_or(told)
}

fn day(date: Date) -> Day {
    Day::parse_iso(&date.to_string()).unwrap()
}

fn plain(day: Day) -> Date {
    date(&day.to_string())
}

/// What the engine says of a case.
pub(crate) fn judge(case: &Case) -> Result<Vec<Told>, String> {
    judge_text(case, &case.policy())
}

/// What the engine says of a case whose policy is written in this way.
pub(crate) fn judge_text(case: &Case, policy: &str) -> Result<Vec<Told>, String> {
    let checked = compile(policy)?;
    let dataset = dataset(case, &checked)?;
    let options = Options {
        as_of: day(case.as_of),
        known_by: case.known_by.map(day),
        from: case.from.map(day),
        to: case.to.map(day),
        rules: Vec::new(),
        strict: false,
        assume: Vec::new(),
        all_evidence: case.all_evidence,
    };
    let evaluation = evaluate(&checked.program, &dataset, &options).map_err(|error| error.to_string())?;
    let told = |verdict: &Verdict| {
        let window = verdict.window.map(|window| Stretch::new(plain(window.from), plain(window.to)));
        Told {
            outcome: verdict.outcome.word(),
            reasons: verdict.reason.map(guiju_eval::Reason::word).into_iter().collect(),
            due: verdict.due.map(plain),
            done: verdict.done.map(plain),
            late: verdict.days_late,
            evidence: verdict.evidence.iter().map(|row| format!("{}:{}", row.record, row.key)).collect(),
            ..Told::new(&evaluation.rules[verdict.rule].name.id, &verdict.subject.key, window)
        }
    };
    Ok(evaluation.verdicts.iter().map(told).collect())
}
