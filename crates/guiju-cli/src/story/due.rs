//! How a due date is reached: the days counted, those left out, and where the last one moves.

use super::page::Page;
use crate::judge::Judged;
use guiju_calendar::{Calendar, Day, Duration, Profile, Roll, Unit, Weekday, due_after, latest_before};
use guiju_compiler::hir;
use guiju_eval::{Phrase, Verdict};
use guiju_report::{phrases::phrase, words};
use guiju_syntax::Tongue;

/// Longer counts are told by their ends alone.
const MAX_DAYS: i32 = 120;

/// Tells how the due date of a verdict is reached.
pub(super) fn tell(page: &mut Page, judged: &Judged, verdict: &Verdict, rule: &hir::Rule) {
    let calendar = judged.dataset.calendar.as_ref().or_else(|| Calendar::builtin(&rule.calendar));
    let Some(calendar) = calendar else { return };
    match &verdict.expected {
        Phrase::Within { limit, from, .. } => {
            within(page, calendar, rule.counting, *from, *limit);
            let Some(due) = verdict.due.filter(|_| !verdict.steps.is_empty()) else { return };
            for step in &verdict.steps {
                page.label("then", "此后", &phrase(step, page.tongue));
            }
            page.label("now due", "现期限", &due.to_string());
            return provisional(page, verdict);
        }
        Phrase::BeforeBy { lead: Some(lead), event, .. } => before(page, calendar, rule.counting, *event, *lead),
        Phrase::BeforeBy { lead: None, event, latest } => {
            let told = match page.tongue {
                Tongue::En => format!("{latest}, the day before {event}"),
                Tongue::Zh => format!("{latest}，即{event}的前一日"),
            };
            page.label("due", "期限", &told);
        }
        _ if verdict.due_at.is_some() => {
            let due = verdict.due_at.map(words::time).unwrap_or_default();
            page.label("due", "期限", &due);
        }
        _ => {
            let due = verdict.due.map(|due| due.to_string()).unwrap_or_default();
            page.label("due", "期限", &due);
        }
    }
    if let (Some(first), true) = (verdict.original_due, verdict.original_due != verdict.due) {
        page.label("first due", "原定", &first.to_string());
    }
    provisional(page, verdict);
}

fn provisional(page: &mut Page, verdict: &Verdict) {
    if verdict.provisional {
        let note = ("it rests on days beyond the working-day calendar, so it may move", "超出工作日历的范围，可能变动");
        page.label("provisional", "未定", page.tongue.pick(note.0, note.1));
    }
}

fn within(page: &mut Page, calendar: &Calendar, profile: Profile, from: Day, limit: Duration) {
    let Ok(due) = due_after(calendar, profile, from, limit) else { return };
    law(page, profile, limit);
    let start = ("the day itself is not counted", "当日不计");
    page.label("start", "起点", &noted(from, page.tongue.pick(start.0, start.1), page.tongue));
    let counted = profile.counted(limit);
    if counted.unit == Unit::WorkingDay {
        runs(page, calendar, from + 1, due.unrolled, Direction::Forward);
    } else {
        let length = words::duration(counted, page.tongue);
        let told = match page.tongue {
            Tongue::En => format!("{length} after {from}"),
            Tongue::Zh => format!("{from}后{length}"),
        };
        page.label("counted", "计至", &noted(due.unrolled, &told, page.tongue));
    }
    if due.day != due.unrolled {
        let off = off(calendar, due.unrolled, page.tongue);
        let told = match page.tongue {
            Tongue::En => format!("{} is off ({off}), so it moves to the next working day", due.unrolled),
            Tongue::Zh => format!("{}休息（{off}），顺延至下一工作日", due.unrolled),
        };
        page.label("moved", "顺延", &told);
    }
    page.label("due", "期限", &due.day.to_string());
}

fn before(page: &mut Page, calendar: &Calendar, profile: Profile, event: Day, lead: Duration) {
    let Ok(due) = latest_before(calendar, profile, event, lead, Roll::None) else { return };
    law(page, profile, lead);
    let start = ("the day itself is not counted; the count runs backwards", "当日不计，向前推算");
    page.label("event", "事项", &noted(event, page.tongue.pick(start.0, start.1), page.tongue));
    let counted = profile.counted(lead);
    if counted.unit == Unit::WorkingDay {
        runs(page, calendar, due.unrolled, event - 1, Direction::Backward);
    } else {
        let length = words::duration(counted, page.tongue);
        let told = match page.tongue {
            Tongue::En => format!("{length} before {event}"),
            Tongue::Zh => format!("{event}前{length}"),
        };
        page.label("counted", "计至", &noted(due.unrolled, &told, page.tongue));
    }
    page.label("due", "期限", &due.day.to_string());
}

fn noted(day: Day, note: &str, tongue: Tongue) -> String {
    match tongue {
        Tongue::En => format!("{day}, {note}"),
        Tongue::Zh => format!("{day}，{note}"),
    }
}

/// Says which law counts, and what it makes of the limit.
fn law(page: &mut Page, profile: Profile, limit: Duration) {
    let tongue = page.tongue;
    let name = tongue.pick(profile.name(), profile.name_zh());
    let mut told = match profile.source() {
        Some(source) => format!("{name}{}", tongue.pick(" (SOURCE)", "（SOURCE）").replace("SOURCE", source)),
        None => name.to_owned(),
    };
    let counted = profile.counted(limit);
    if counted != limit {
        let (was, is) = (words::duration(limit, tongue), words::duration(counted, tongue));
        told += &match tongue {
            Tongue::En => format!("; by it {was} are {is}"),
            Tongue::Zh => format!("；依此{was}即{is}"),
        };
    }
    page.label("counting", "计日", &told);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

/// Tells the days between two days, both in, in stretches of working days and days off.
fn runs(page: &mut Page, calendar: &Calendar, from: Day, to: Day, direction: Direction) {
    if to - from >= MAX_DAYS {
        return;
    }
    let mut days: Vec<Day> = (0..=to - from).map(|n| from + n).collect();
    if direction == Direction::Backward {
        days.reverse();
    }
    let tongue = page.tongue;
    let is_worked = |day: Day| calendar.is_working_day(day).is_ok_and(guiju_calendar::Working::is_working);
    // A stretch: working days, or days off for one cause.
    let kind = |day: Day| if is_worked(day) { None } else { Some(off(calendar, day, tongue)) };
    let mut counted = 0;
    while let Some(&first) = days.first() {
        let off = kind(first);
        let n = days.iter().take_while(|day| kind(**day) == off).count();
        let stretch: Vec<Day> = days.drain(..n).collect();
        let last = stretch.last().copied().unwrap_or(first);
        let span = span(first.min(last), first.max(last), tongue);
        match off {
            Some(off) => page.label("off", "休息", &noted_span(&span, &off, tongue)),
            None => {
                let numbers = span_of(counted + 1, counted + n, tongue);
                counted += n;
                let make_up = stretch.iter().filter(|day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
                let make_up: Vec<String> = make_up.map(ToString::to_string).collect();
                let mut told = noted_span(&span, &numbers, tongue);
                if !make_up.is_empty() {
                    let days = make_up.join(tongue.pick(", ", "、"));
                    told += &match tongue {
                        Tongue::En => format!("; {days} worked in return for a holiday"),
                        Tongue::Zh => format!("；{days}调休上班"),
                    };
                }
                page.label("counted", "计入", &told);
            }
        }
    }
}

fn span(first: Day, last: Day, tongue: Tongue) -> String {
    if first == last { first.to_string() } else { format!("{first}{}{last}", tongue.pick(" to ", "至")) }
}

fn span_of(first: usize, last: usize, tongue: Tongue) -> String {
    match (tongue, first == last) {
        (Tongue::En, true) => format!("day {first}"),
        (Tongue::En, false) => format!("days {first} to {last}"),
        (Tongue::Zh, true) => format!("第{first}日"),
        (Tongue::Zh, false) => format!("第{first}至{last}日"),
    }
}

fn noted_span(span: &str, note: &str, tongue: Tongue) -> String {
    format!("{span}{}{note}", tongue.pick(": ", "："))
}

/// Says why a day is off.
fn off(calendar: &Calendar, day: Day, tongue: Tongue) -> String {
    calendar.holiday(day).unwrap_or(tongue.pick("weekend", "周末")).to_owned()
}
