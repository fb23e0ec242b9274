//! How a verdict is told in a line or two: whom it is about, what is asked, what was found, and where it stands.

use super::{shared::Shared, voice::Voice};
use crate::words::{self, duration, several, tell};
use guiju_calendar::Window;
use guiju_eval::{Evidence, Phrase, Reason, Subject, Verdict};
use guiju_syntax::Tongue;
use indexmap::IndexMap;

/// How many evidence rows of one verdict are named.
const FEW_ROWS: usize = 5;

/// Says whom a verdict is about, and for which window: `group ZH1 (综合一组), 2025-02`.
pub(super) fn whom(verdict: &Verdict, voice: &Voice<'_>) -> String {
    let tongue = voice.tongue;
    let Subject { record, key, label } = &verdict.subject;
    let whom = if record == "policy" {
        tongue.pick("as a whole", "总体").to_owned()
    } else {
        let kind = voice.kind(record);
        let named = [kind.as_str(), key].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        match label.as_ref().filter(|label| *label != key) {
            Some(label) => tell!(tongue, "{named} ({label})", "{named}（{label}）"),
            None => named,
        }
    };
    let whom = match &verdict.stage {
        Some(stage) => {
            let stage = stage.in_tongue(tongue);
            tell!(tongue, "{whom}, stage {stage}", "{whom}，阶段{stage}")
        }
        None => whom,
    };
    match verdict.window.map(|window| words::window(window, tongue)) {
        Some(window) => tell!(tongue, "{whom}, {window}", "{whom}，{window}"),
        None => whom,
    }
}

/// Says whom a verdict is about, what sets it apart from those it shares so much with, and where its records stand.
///
/// Way outs that go without saying, because they are told elsewhere, are left out.
pub(super) fn told(verdict: &Verdict, shared: &Shared, untold: &[Phrase], voice: &Voice<'_>) -> String {
    let tongue = voice.tongue;
    let (asked, besides) = asked(verdict, voice);
    let asked = asked.filter(|_| shared.asked.is_none());
    let reason = verdict.reason.filter(|_| shared.reason.is_none());
    let way_out = verdict.way_out.as_ref().filter(|fact| shared.way_out.is_none() && !untold.contains(fact));
    let own: Vec<String> = verdict.assumes.iter().filter(|name| !shared.assumes.contains(name)).cloned().collect();
    let parts = [
        asked.map(|text| tell!(tongue, "expected {text}", "要求{text}")),
        besides,
        outcome(verdict, voice),
        reason.map(|reason| words::reason(reason, tongue).to_owned()),
        way_out.map(|fact| voice.say(fact)),
        voice.assumptions(&own, verdict.policy),
    ];
    join(verdict, parts, voice)
}

/// Says whom an open question is about, what would settle it, and where its records stand.
pub(super) fn open_question(verdict: &Verdict, voice: &Voice<'_>) -> String {
    let tongue = voice.tongue;
    let counted = matches!(
        verdict.actual,
        Phrase::Number(_) | Phrase::Between(..) | Phrase::Ratio { .. } | Phrase::Reached { .. }
    );
    // What was found says nothing where the records that would tell are missing, unless it is a number.
    let found =
        counted || !matches!(verdict.reason, Some(Reason::DataHorizon | Reason::MissingField | Reason::Illegible));
    let asked = asked(verdict, voice).0.filter(|_| counted);
    let needed = match &verdict.way_out {
        Some(Phrase::Complete(fields)) if fields.is_empty() => {
            Some(tongue.pick("fill in the empty cells", "补全空缺单元格").to_owned())
        }
        Some(Phrase::Complete(fields)) => {
            let fields = fields.iter().map(|field| voice.name(field));
            let fields = fields.map(|field| tell!(tongue, "`{field}`", "“{field}”")).collect::<Vec<_>>();
            let fields = fields.join(tongue.pick(", ", "、"));
            Some(tell!(tongue, "fill in {fields}", "补全{fields}"))
        }
        way_out => way_out.as_ref().map(|fact| voice.say(fact)),
    };
    let parts = [
        asked.map(|text| tell!(tongue, "expected {text}", "要求{text}")),
        outcome(verdict, voice).filter(|_| found),
        needed,
        voice.assumptions(&verdict.assumes, verdict.policy),
    ];
    join(verdict, parts, voice)
}

/// Returns the text of a verdict: whom it is about, the parts of what is said of it, its rows.
fn join<const N: usize>(verdict: &Verdict, parts: [Option<String>; N], voice: &Voice<'_>) -> String {
    let tongue = voice.tongue;
    let mut told = whom(verdict, voice);
    let parts = parts.into_iter().flatten().collect::<Vec<_>>().join(tongue.pick("; ", "；"));
    if !parts.is_empty() {
        told += &tell!(tongue, ": {parts}", "：{parts}");
    }
    if let Some(rows) = rows(&verdict.evidence, tongue) {
        told += &tell!(tongue, " [{rows}]", "［{rows}］");
    }
    told
}

/// Says when it was due, what was found and how late.
fn outcome(verdict: &Verdict, voice: &Voice<'_>) -> Option<String> {
    let tongue = voice.tongue;
    let parts = [due(verdict, tongue), actual(verdict, voice), late(verdict, tongue)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(tongue.pick(", ", "，")))
}

/// Says what a rule asks of all alike, and what it asks of this one besides a due date.
pub(super) fn asked(verdict: &Verdict, voice: &Voice<'_>) -> (Option<String>, Option<String>) {
    let tongue = voice.tongue;
    let is_due = |day| verdict.due == Some(day) || verdict.original_due == Some(day);
    match &verdict.expected {
        Phrase::AtLevel(level, what) => {
            let (asked, besides) = asked(&Verdict { expected: (**what).clone(), ..verdict.clone() }, voice);
            let level = level.in_tongue(tongue);
            let level = tell!(tongue, "by level {level} or above", "由{level}及以上层级");
            (
                Some(match asked {
                    Some(asked) => tell!(tongue, "{asked}, {level}", "{level}，{asked}"),
                    None => level,
                }),
                besides,
            )
        }
        Phrase::By(day) => (None, (!is_due(*day)).then(|| voice.say(&verdict.expected))),
        Phrase::Within { limit, from, due } if is_due(*due) => {
            let limit = duration(*limit, tongue);
            let starts = verdict.window.is_none_or(|Window { from: day, .. }| day != *from);
            let starts = starts.then(|| tell!(tongue, "counted from {from}", "自{from}起算"));
            (Some(tell!(tongue, "within {limit}", "{limit}内")), starts)
        }
        Phrase::BeforeBy { lead: Some(lead), event, latest } if is_due(*latest) => {
            let lead = duration(*lead, tongue);
            let before = tell!(tongue, "before {event}", "早于{event}");
            (Some(tell!(tongue, "at least {lead} before", "至少提前{lead}")), Some(before))
        }
        Phrase::BeforeBy { lead: None, event, latest }
            if is_due(*latest) && verdict.window.is_some_and(|w| w.from == *event) =>
        {
            (Some(tell!(tongue, "before that day", "早于当日")), None)
        }
        Phrase::BeforeBy { .. } | Phrase::Within { .. } | Phrase::FromTo(..) | Phrase::NotBefore(_) => {
            (None, Some(voice.say(&verdict.expected)))
        }
        Phrase::WithinHours { limit, .. } => {
            let limit = duration(*limit, tongue);
            (Some(tell!(tongue, "within {limit}", "{limit}内")), None)
        }
        Phrase::ByTime(_) => (None, None),
        // What is asked is itself unknown.
        Phrase::Nothing => (None, None),
        other => (Some(voice.say(other)), None),
    }
}

/// Says what was found, unless the verdict itself says it all.
fn actual(verdict: &Verdict, voice: &Voice<'_>) -> Option<String> {
    let tongue = voice.tongue;
    let told = voice.say(&verdict.actual);
    match (&verdict.expected, &verdict.actual) {
        (Phrase::NoSuchRecord, Phrase::SuchRecord) => None,
        (Phrase::Condition { en, .. }, Phrase::Fails(failing) | Phrase::Unknown(failing))
            if failing.len() == 1 && failing.iter().all(|(text, _)| text == en) =>
        {
            None
        }
        (_, Phrase::Number(_) | Phrase::Between(..) | Phrase::Ratio { .. }) => {
            Some(tell!(tongue, "actual {told}", "实际{told}"))
        }
        _ => Some(told),
    }
}

/// Says when it was due and what moved the date.
fn due(verdict: &Verdict, tongue: Tongue) -> Option<String> {
    let due = match (verdict.due_at, verdict.due?) {
        (Some(due), _) => words::time(due),
        (None, due) => due.to_string(),
    };
    let due = tell!(tongue, "due {due}", "期限{due}");
    let moved = verdict.original_due.filter(|_| verdict.original_due != verdict.due);
    let moved = moved.map(|first| tell!(tongue, "first {first}", "原定{first}"));
    let provisional = verdict
        .provisional
        .then(|| tell!(tongue, "provisional, beyond the working-day calendar", "待确认，超出工作日历范围"));
    let notes = [moved, provisional].into_iter().flatten().collect::<Vec<_>>().join(tongue.pick("; ", "；"));
    Some(if notes.is_empty() { due } else { tell!(tongue, "{due} ({notes})", "{due}（{notes}）") })
}

fn late(verdict: &Verdict, tongue: Tongue) -> Option<String> {
    // How late something is that may not be owed at all, nobody can tell.
    let days = verdict.days_late.filter(|days| *days > 0 && verdict.outcome.is_breach())?;
    Some(match tongue {
        Tongue::En => format!("{} late", several(days.unsigned_abs(), "day")),
        Tongue::Zh => format!("逾期{days}日"),
    })
}

/// Says in which rows of which files the records stand.
fn rows(evidence: &[Evidence], tongue: Tongue) -> Option<String> {
    let mut files: IndexMap<&str, Vec<u64>> = IndexMap::new();
    for record in evidence.iter().take(FEW_ROWS) {
        files.entry(&record.source).or_default().push(record.row);
    }
    let mut told: Vec<String> = files
        .into_iter()
        .map(|(file, rows)| {
            let noun = if rows.len() == 1 { "row" } else { "rows" };
            let rows = rows.iter().map(u64::to_string).collect::<Vec<_>>().join(tongue.pick(", ", "、"));
            tell!(tongue, "{file} {noun} {rows}", "{file}第{rows}行")
        })
        .collect();
    let more = evidence.len().saturating_sub(FEW_ROWS);
    if more > 0 {
        told.push(tell!(tongue, "+{more} more", "另有{more}行"));
    }
    (!told.is_empty()).then(|| told.join(tongue.pick("; ", "；")))
}
