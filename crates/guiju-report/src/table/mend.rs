//! What can still be mended: overdue duties that count when done late, then duties to come, each by due date.

use super::{
    listing::write_more,
    page::{BOLD, PLAIN, Page},
    telling::whom,
    voice::Voice,
};
use crate::{
    Options,
    phrases::number,
    words::{self, tell},
};
use guiju_calendar::Day;
use guiju_eval::{Outcome, Phrase, Verdict};

const GROUPS: [(Outcome, &str, &str); 2] = [
    (Outcome::Overdue, "overdue, to be done now", "逾期未完成，应立即补做"),
    (Outcome::Pending, "not due yet", "未到期"),
];

pub(super) fn write(page: &mut Page, voice: &Voice<'_>, options: &Options) {
    let tongue = voice.tongue;
    let verdicts = &voice.evaluation.verdicts;
    if !verdicts.iter().any(|verdict| GROUPS.iter().any(|(outcome, ..)| due(verdict, *outcome).is_some())) {
        return;
    }
    page.gap();
    page.line(BOLD, tongue.pick("Can still be done, by due date", "仍可完成的，按期限排列"));
    for (outcome, en, zh) in GROUPS {
        let mut open: Vec<(Day, &Verdict)> =
            verdicts.iter().filter_map(|verdict| Some((due(verdict, outcome)?, verdict))).collect();
        open.sort_by_key(|(due, verdict)| (*due, verdict.rule));
        let n = open.len();
        if n == 0 {
            continue;
        }
        page.paragraph(2, PLAIN, &tell!(tongue, "{en}: {n}", "{zh}：{n}"));
        for (due, verdict) in open.iter().take(options.at_most) {
            let told = told(verdict, voice);
            page.beside(4, (PLAIN, &due.to_string(), 12), &told);
        }
        write_more(page, 4, n.saturating_sub(options.at_most), tongue);
    }
}

/// Returns the day by which a verdict of this outcome is to be mended, if it can be.
fn due(verdict: &Verdict, outcome: Outcome) -> Option<Day> {
    let way_out = verdict.way_out.as_ref().filter(|_| verdict.outcome == outcome)?;
    match way_out {
        Phrase::MoreBy { by, .. } | Phrase::ReachBy { by, .. } | Phrase::DoBy(by) | Phrase::DoBetween(_, by) => {
            Some(*by)
        }
        _ => verdict.due.or(verdict.window.map(|window| window.to)),
    }
}

fn told(verdict: &Verdict, voice: &Voice<'_>) -> String {
    let tongue = voice.tongue;
    let (title, whom) = (voice.rule_title(verdict.rule), whom(verdict, voice));
    let needed = match &verdict.way_out {
        // The date and the heading say it already.
        None | Some(Phrase::DoBy(_) | Phrase::DoNow) => None,
        Some(Phrase::DoByTime(time)) => Some(words::time(*time)),
        Some(Phrase::MoreBy { more, .. }) => {
            let more = number(*more);
            Some(tell!(tongue, "{more} more", "还差{more}"))
        }
        Some(Phrase::ReachBy { members, .. }) => Some(tell!(tongue, "{members} not reached", "还有{members}个未覆盖")),
        Some(other) => Some(voice.say(other)),
    };
    let told = tell!(tongue, "{title}: {whom}", "{title}：{whom}");
    match needed {
        Some(needed) => tell!(tongue, "{told}: {needed}", "{told}：{needed}"),
        None => told,
    }
}
