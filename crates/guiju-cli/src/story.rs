//! One verdict told step by step: what the clause asks, which records were looked at and how each counted, how the due
//! date was reached, on what it rests, and what would mend it.
//!
//! | module | answers |
//! |---|---|
//! | `records` | which records were looked at, and how did each count? |
//! | `due` | how was the due date reached? |
//! | `page` | lines of a given width |

mod due;
mod page;
mod records;

use crate::judge::Judged;
use guiju_compiler::hir;
use guiju_eval::{EvalError, Verdict};
use guiju_report::{phrases::phrase, words};
use guiju_syntax::{FormatOptions, Parsed, Tongue, ast, format};
use page::{BOLD, FAINT, Page};

/// Tells a verdict.
///
/// # Errors
/// As for [`guiju_eval::look()`].
pub(crate) fn tell(judged: &Judged, verdict: &Verdict, tongue: Tongue, width: usize) -> Result<String, EvalError> {
    let Some(rule) = judged.checked.program.rules.get(verdict.rule) else { return Ok(String::new()) };
    let mut page = Page::new(width, tongue);
    heading(&mut page, judged, verdict, rule);
    page.step("What the clause asks", "条款的要求");
    clause(&mut page, judged, rule);
    page.label("here", "本例", &phrase(&verdict.expected, tongue));
    page.step("What the records show", "记录的情况");
    page.label("found", "实际", &phrase(&verdict.actual, tongue));
    records::tell(&mut page, judged, verdict, rule)?;
    if verdict.due.is_some() {
        page.step("How the due date is reached", "期限的推算");
        due::tell(&mut page, judged, verdict, rule);
    }
    page.step("What follows", "结论");
    conclusion(&mut page, judged, verdict);
    Ok(page.text)
}

fn heading(page: &mut Page, judged: &Judged, verdict: &Verdict, rule: &hir::Rule) {
    let tongue = page.tongue;
    page.line(BOLD, &format!("{}  {}", rule.name.in_tongue(tongue), rule.title.in_tongue(tongue)));
    let mut whom = whom(verdict, tongue);
    if let Some(stage) = &verdict.stage {
        whom += &tongue.pick(", stage NAME", "，阶段NAME").replace("NAME", &stage.in_tongue(tongue));
    }
    if let Some(window) = verdict.window {
        whom += tongue.pick(", ", "，");
        whom += &words::window(window, tongue);
    }
    let outcome = words::outcome(verdict.outcome, tongue);
    page.line(BOLD, &format!("{whom}{}{outcome}", tongue.pick(": ", "：")));
    let as_of = judged.evaluation.as_of;
    page.line(FAINT, &tongue.pick("as of DAY", "基准日：DAY").replace("DAY", &as_of.to_string()));
}

/// Names a subject.
pub(crate) fn whom(verdict: &Verdict, tongue: Tongue) -> String {
    let subject = &verdict.subject;
    match (&subject.label, tongue) {
        (Some(label), Tongue::En) => format!("{label} ({} {})", subject.record, subject.key),
        (Some(label), Tongue::Zh) => format!("{label}（{} {}）", subject.record, subject.key),
        (None, _) => format!("{} {}", subject.record, subject.key),
    }
}

/// Cites the clause, and shows the rule as the policy has it.
fn clause(page: &mut Page, judged: &Judged, rule: &hir::Rule) {
    let tongue = page.tongue;
    let program = &judged.checked.program;
    let cite = rule.cite.join(tongue.pick(", ", "，"));
    let policy = program.policies.get(rule.policy.0).map_or("", |policy| policy.title.in_tongue(tongue));
    let severity = words::severity(rule.severity, tongue);
    page.paragraph(&match tongue {
        Tongue::En => format!("Clause {cite} of “{policy}”; a breach is {severity}."),
        Tongue::Zh => format!("《{policy}》{cite}；违规级别：{severity}。"),
    });
    let sources = &judged.checked.sources;
    let file = sources.file(rule.span.file);
    page.line(FAINT, &format!("   {}:{}", file.path, sources.line_column(rule.span).0));
    for line in as_written(judged, rule, tongue).lines() {
        page.line(page::PLAIN, &format!("     {line}"));
    }
}

/// Returns a rule in the reader's tongue.
fn as_written(judged: &Judged, rule: &hir::Rule, tongue: Tongue) -> String {
    let checked = &judged.checked;
    let items = checked.files.iter().flat_map(|parsed| &parsed.file.items);
    let Some(item) = items.into_iter().find(|item| item.span == rule.span) else { return String::new() };
    let file = ast::File { id: rule.span.file, items: vec![item.clone()] };
    let alone = Parsed { file, comments: Vec::new(), diagnostics: Vec::new() };
    let options = FormatOptions { tongue: Some(tongue), names: &checked.names, comments: false };
    format(&alone, &checked.sources.file(rule.span.file).text, &options)
}

/// Says what holds and why, on what it rests, and what would mend it.
fn conclusion(page: &mut Page, judged: &Judged, verdict: &Verdict) {
    let tongue = page.tongue;
    let mut outcome = words::outcome(verdict.outcome, tongue).to_owned();
    if let Some(days) = verdict.days_late.filter(|days| *days > 0) {
        outcome += &match tongue {
            Tongue::En => format!(", {} late", words::several(days.unsigned_abs(), "day")),
            Tongue::Zh => format!("，逾期{days}日"),
        };
    }
    page.label("verdict", "结论", &outcome);
    if let Some(reason) = verdict.reason {
        page.label("because", "原因", words::reason(reason, tongue));
    }
    for name in &verdict.assumes {
        page.label("assumes", "暂定", &assumption(judged, name, tongue));
    }
    if let Some(way_out) = &verdict.way_out {
        page.label("way out", "补救", &phrase(way_out, tongue));
    }
}

/// Tells an assumption with its value and why it was made.
fn assumption(judged: &Judged, name: &str, tongue: Tongue) -> String {
    let Some(param) = judged.checked.program.params.iter().find(|param| param.name.id == name) else {
        let unsaid =
            ("the text does not say since when it is in force: taken as in force", "原文未写明施行日期：视为已施行");
        return tongue.pick(unsaid.0, unsaid.1).to_owned();
    };
    let overridden = judged.options.assume.iter().find(|(other, _)| other == name).map(|(_, value)| value);
    let value = overridden.or_else(|| param.values.last().map(|(_, value)| value));
    let value = value.map(|value| records::constant(&judged.checked.program.schema, value, tongue)).unwrap_or_default();
    let name = param.name.in_tongue(tongue);
    match (&param.assumed, overridden, tongue) {
        (_, Some(_), Tongue::En) => format!("{name} = {value}, as given with --assume"),
        (_, Some(_), Tongue::Zh) => format!("{name} = {value}，由 --assume 指定"),
        (Some(because), None, Tongue::En) => format!("{name} = {value}: {}", because.in_tongue(tongue)),
        (Some(because), None, Tongue::Zh) => format!("{name} = {value}：{}", because.in_tongue(tongue)),
        (None, None, _) => format!("{name} = {value}"),
    }
}
