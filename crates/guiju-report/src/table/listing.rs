//! The verdicts that need attention, rule by rule: the gravest rules first, then in the order of the policy.

use super::{
    page::{BOLD, FAINT, PLAIN, Page},
    shared::Shared,
    telling::told,
    undetermined,
    voice::Voice,
};
use crate::{
    Options,
    text::width,
    words::{self, tell},
};
use anstyle::{AnsiColor, Style};
use guiju_compiler::RuleSeverity;
use guiju_eval::{Outcome, Phrase, Verdict};
use guiju_syntax::Tongue;
use std::{cmp::Reverse, collections::BTreeMap};

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

/// What mends an outcome as a rule. It is said once and not again with each verdict.
const USUAL_WAYS_OUT: [(Outcome, Phrase); 2] =
    [(Outcome::Violated, Phrase::NextTime), (Outcome::Overdue, Phrase::DoNow)];

/// The verdicts of one section by rule, the gravest rules first; within a rule in the order of the result.
pub(super) type ByRule<'a> = BTreeMap<(Reverse<RuleSeverity>, usize), Vec<&'a Verdict>>;

/// Writes the sections asked for, or else what is breached and what cannot be told.
pub(super) fn write(page: &mut Page, voice: &Voice<'_>, options: &Options) {
    let tongue = voice.tongue;
    for (index, section) in SECTIONS.iter().enumerate() {
        let wanted = |outcome: &Outcome| match &options.only {
            Some(only) => only.contains(outcome),
            None => index < UNASKED,
        };
        let outcomes: Vec<Outcome> = section.outcomes.iter().copied().filter(wanted).collect();
        if outcomes.is_empty() {
            continue;
        }
        let verdicts: Vec<&Verdict> =
            voice.evaluation.verdicts.iter().filter(|verdict| outcomes.contains(&verdict.outcome)).collect();
        let (title, n) = (tongue.pick(section.title.0, section.title.1), verdicts.len());
        page.gap();
        page.line(BOLD, &tell!(tongue, "{title}: {n}", "{title}：{n}"));
        if outcomes == [Outcome::Undetermined] {
            undetermined::write(page, &verdicts, voice, options);
        } else {
            write_section(page, &verdicts, voice, options);
        }
    }
}

/// Groups verdicts by rule.
pub(super) fn by_rule<'a>(verdicts: impl IntoIterator<Item = &'a Verdict>, voice: &Voice<'_>) -> ByRule<'a> {
    let mut by_rule = ByRule::new();
    for verdict in verdicts {
        let severity = voice.rule(verdict.rule).severity;
        by_rule.entry((Reverse(severity), verdict.rule)).or_default().push(verdict);
    }
    by_rule
}

/// Says that verdicts are left out, and where they are.
pub(super) fn write_more(page: &mut Page, indent: usize, more: usize, tongue: Tongue) {
    if more > 0 {
        let note = tell!(tongue, "+{more} more (use --format csv)", "另有{more}项（用 --format csv 查看）");
        page.paragraph(indent, FAINT, &note);
    }
}

fn write_section(page: &mut Page, verdicts: &[&Verdict], voice: &Voice<'_>, options: &Options) {
    let tongue = voice.tongue;
    let mut untold = Vec::new();
    for (outcome, way_out) in USUAL_WAYS_OUT {
        if verdicts.iter().any(|v| v.outcome == outcome && v.way_out.as_ref() == Some(&way_out)) {
            let (outcome, told) = (words::outcome(outcome, tongue), voice.say(&way_out));
            page.paragraph(2, FAINT, &tell!(tongue, "{outcome}: {told}", "{outcome}：{told}"));
            untold.push(way_out);
        }
    }
    page.gap();
    for ((_, rule), verdicts) in by_rule(verdicts.iter().copied(), voice) {
        let shared = Shared::of(&verdicts, voice);
        write_rule(page, rule, verdicts.len(), voice);
        let policy = voice.rule(rule).policy;
        if let Some(told) = shared.told(policy, &untold, voice) {
            page.paragraph(2, FAINT, &told);
        }
        let outcomes = verdicts.iter().take(options.at_most).map(|v| width(words::outcome(v.outcome, tongue)));
        let columns = outcomes.max().unwrap_or(0) + 2;
        for verdict in verdicts.iter().take(options.at_most) {
            let told = told(verdict, &shared, &untold, voice);
            let outcome = words::outcome(verdict.outcome, tongue);
            page.beside(2, (colour(verdict.outcome), outcome, columns), &told);
        }
        write_more(page, 2, verdicts.len().saturating_sub(options.at_most), tongue);
    }
}

fn write_rule(page: &mut Page, index: usize, n: usize, voice: &Voice<'_>) {
    let tongue = voice.tongue;
    let (id, rule) = (voice.rule_name(index), voice.rule(index));
    let title = rule.title.in_tongue(tongue);
    let cite = rule.cite.join(", ");
    let severity = words::severity(rule.severity, tongue);
    let mut about = tell!(tongue, "{title} ({cite}; {severity})", "{title}（{cite}；{severity}）");
    if let Some(who) = &rule.responsible {
        about += &tell!(tongue, ", {who}", "，{who}");
    }
    if n > 1 {
        about += &tell!(tongue, ": {n}", "：{n}");
    }
    page.beside(0, (BOLD, &id, width(&id) + 2), &about);
}

/// Only what is wrong has a colour.
fn colour(outcome: Outcome) -> Style {
    match outcome {
        Outcome::Overdue | Outcome::Violated => AnsiColor::Red.on_default(),
        Outcome::MetLate => AnsiColor::Yellow.on_default(),
        _ => PLAIN,
    }
}
