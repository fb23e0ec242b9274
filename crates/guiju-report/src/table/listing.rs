//! The verdicts that need attention, rule by rule.

use super::{
    page::{BOLD, FAINT, PLAIN, Page},
    rule_id,
};
use crate::{
    Options, Report,
    phrases::phrase,
    text::width,
    words::{self, several, tell},
};
use anstyle::{AnsiColor, Style};
use guiju_eval::{Evidence, Outcome, Reason, Subject, Verdict};
use guiju_syntax::Tongue;
use std::collections::BTreeMap;

/// How many evidence rows of one verdict are named.
const FEW_ROWS: usize = 5;

/// Outcomes that are listed together.
struct Section {
    title: (&'static str, &'static str),
    outcomes: &'static [Outcome],
}

/// The sections in order of urgency. Those before [`UNASKED`] are listed although nobody asked for them.
const SECTIONS: [Section; 7] = [
    Section { title: ("Breached", "违规"), outcomes: &[Outcome::MetLate, Outcome::Overdue, Outcome::Violated] },
    Section { title: ("Undetermined", "无法判定"), outcomes: &[Outcome::Undetermined] },
    Section { title: ("Pending", "未到期"), outcomes: &[Outcome::Pending] },
    Section { title: ("Exempt", "豁免"), outcomes: &[Outcome::Exempt] },
    Section { title: ("Not applicable", "不适用"), outcomes: &[Outcome::NotApplicable] },
    Section { title: ("Discharged", "消灭"), outcomes: &[Outcome::Discharged] },
    Section { title: ("Met", "符合"), outcomes: &[Outcome::Met] },
];
const UNASKED: usize = 2;

/// Writes the sections asked for, or else what is breached and what cannot be told.
pub(super) fn write(page: &mut Page, report: Report<'_>, options: &Options) {
    let tongue = options.tongue;
    for (index, section) in SECTIONS.iter().enumerate() {
        let wanted = |outcome: &Outcome| match &options.only {
            Some(only) => only.contains(outcome),
            None => index < UNASKED,
        };
        let outcomes: Vec<Outcome> = section.outcomes.iter().copied().filter(wanted).collect();
        if outcomes.is_empty() {
            continue;
        }
        let mut by_rule: BTreeMap<usize, Vec<&Verdict>> = BTreeMap::new();
        for verdict in &report.evaluation.verdicts {
            if outcomes.contains(&verdict.outcome) {
                by_rule.entry(verdict.rule).or_default().push(verdict);
            }
        }
        let title = tongue.pick(section.title.0, section.title.1);
        let n: usize = by_rule.values().map(Vec::len).sum();
        page.gap();
        page.line(BOLD, &tell!(tongue, "{title}: {n}", "{title}：{n}"));
        for (rule, verdicts) in by_rule {
            page.gap();
            write_rule(page, report, rule, tongue);
            write_verdicts(page, verdicts, options);
        }
    }
}

fn write_rule(page: &mut Page, report: Report<'_>, rule: usize, tongue: Tongue) {
    let id = rule_id(report, rule);
    let rule = &report.evaluation.rules[rule];
    let title = rule.title.in_tongue(tongue);
    let cite = rule.cite.join(", ");
    let severity = words::severity(rule.severity, tongue);
    let about = tell!(tongue, "{title} ({cite}; {severity})", "{title}（{cite}；{severity}）");
    page.beside(0, (BOLD, &id, width(&id) + 2), &about);
}

/// Writes the verdicts of one rule and section, at most so many as asked for.
///
/// Breaches stand in the order of the result. Where the reason is the point, as for what cannot be told, verdicts of one
/// reason stand together under it.
fn write_verdicts(page: &mut Page, mut verdicts: Vec<&Verdict>, options: &Options) {
    let tongue = options.tongue;
    let by_reason = verdicts.iter().any(|verdict| !verdict.outcome.is_breach());
    if by_reason {
        verdicts.sort_by_key(|verdict| verdict.reason);
    }
    let mut last: Option<Reason> = None;
    for verdict in verdicts.iter().take(options.at_most) {
        if let Some(reason) = verdict.reason.filter(|_| by_reason && verdict.reason != last) {
            let n = verdicts.iter().filter(|v| v.reason == verdict.reason).count();
            let told = words::reason(reason, tongue);
            page.paragraph(2, PLAIN, &tell!(tongue, "{told}: {n}", "{told}：{n}"));
        }
        last = verdict.reason;
        write_verdict(page, verdict, by_reason, tongue);
    }
    let more = verdicts.len().saturating_sub(options.at_most);
    if more > 0 {
        let note = tell!(tongue, "+{more} more (use --format csv)", "另有{more}项（用 --format csv 查看）");
        page.paragraph(2, FAINT, &note);
    }
}

fn write_verdict(page: &mut Page, verdict: &Verdict, reason_told: bool, tongue: Tongue) {
    let mut whom = subject(&verdict.subject, tongue);
    if let Some(window) = verdict.window {
        whom += tongue.pick(", ", "，");
        whom += &words::window(window, tongue);
    }
    let outcome = words::outcome(verdict.outcome, tongue);
    page.beside(2, (colour(verdict.outcome), outcome, width(outcome) + 2), &whom);

    let details = details(verdict, reason_told, tongue);
    let columns = details.iter().map(|(label, _)| width(label)).max().unwrap_or(0) + 2;
    for (label, text) in details {
        page.beside(4, (FAINT, label, columns), &text);
    }
}

/// Returns what is known of a verdict, each with its label.
fn details(verdict: &Verdict, reason_told: bool, tongue: Tongue) -> Vec<(&'static str, String)> {
    let reason = verdict.reason.filter(|_| !reason_told).map(|reason| words::reason(reason, tongue).to_owned());
    let assumes = (!verdict.assumes.is_empty()).then(|| verdict.assumes.join(tongue.pick(", ", "、")));
    [
        ("expected", "要求", Some(phrase(&verdict.expected, tongue))),
        ("actual", "实际", Some(phrase(&verdict.actual, tongue))),
        ("due", "期限", due(verdict, tongue)),
        ("reason", "原因", reason),
        ("evidence", "依据", evidence(&verdict.evidence, tongue)),
        ("way out", "补救", verdict.way_out.as_ref().map(|way_out| phrase(way_out, tongue))),
        ("assumes", "假定", assumes),
    ]
    .into_iter()
    .filter_map(|(en, zh, text)| Some((tongue.pick(en, zh), text?)))
    .collect()
}

/// Says when it was due, how late it is and what moved the date.
fn due(verdict: &Verdict, tongue: Tongue) -> Option<String> {
    let late = verdict.days_late.filter(|days| *days > 0).map(|days| match tongue {
        Tongue::En => format!("{} late", several(days.unsigned_abs(), "day")),
        Tongue::Zh => format!("逾期{days}日"),
    });
    let moved = verdict
        .original_due
        .filter(|_| verdict.original_due != verdict.due)
        .map(|first| tell!(tongue, "first due {first}", "原定{first}"));
    let provisional = verdict
        .provisional
        .then(|| tell!(tongue, "provisional, beyond the working-day calendar", "暂定，超出工作日历范围"));
    let parts: Vec<String> =
        [verdict.due.map(|due| due.to_string()), late, moved, provisional].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(tongue.pick(", ", "，")))
}

fn evidence(evidence: &[Evidence], tongue: Tongue) -> Option<String> {
    let mut rows: Vec<String> = evidence.iter().take(FEW_ROWS).map(|e| format!("{}:{}", e.source, e.row)).collect();
    let more = evidence.len().saturating_sub(FEW_ROWS);
    if more > 0 {
        rows.push(tell!(tongue, "+{more} more", "另有{more}行"));
    }
    (!rows.is_empty()).then(|| rows.join(tongue.pick(", ", "、")))
}

fn subject(subject: &Subject, tongue: Tongue) -> String {
    let Subject { record, key, label } = subject;
    match label {
        Some(label) => tell!(tongue, "{label} ({record} {key})", "{label}（{record} {key}）"),
        None if key.is_empty() => record.clone(),
        None => format!("{record} {key}"),
    }
}

fn colour(outcome: Outcome) -> Style {
    let colour = match outcome {
        Outcome::Met => AnsiColor::Green,
        Outcome::MetLate | Outcome::Pending => AnsiColor::Yellow,
        Outcome::Overdue | Outcome::Violated => AnsiColor::Red,
        Outcome::Undetermined => AnsiColor::Magenta,
        Outcome::Exempt | Outcome::NotApplicable | Outcome::Discharged => return FAINT,
    };
    colour.on_default()
}
