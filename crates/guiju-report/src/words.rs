//! The vocabulary of a report: what outcomes, reasons, severities, lengths and windows are called.
//!
//! These are the words people read. The stable words of machine outputs (`Outcome::word`, `Reason::word`,
//! [`severity_word`]) never follow the tongue.

use guiju_calendar::{Duration, Stamp, Unit, Window, window::Family};
use guiju_compiler::{Name, RuleSeverity};
use guiju_eval::{Outcome, Reason};
use guiju_syntax::Tongue;
use std::collections::BTreeMap;

/// Words a text in the reader's tongue; the Chinese literal follows the English one.
macro_rules! tell {
    ($tongue:expr, $en:literal, $zh:literal) => {
        match $tongue {
            guiju_syntax::Tongue::En => format!($en),
            guiju_syntax::Tongue::Zh => format!($zh),
        }
    };
}
pub(crate) use tell;

/// Returns what the reader calls a thing that results name by its stable spelling; unknown, it keeps that.
#[must_use]
pub fn name<'a>(names: &'a BTreeMap<String, Name>, id: &'a str, tongue: Tongue) -> &'a str {
    names.get(id).map_or(id, |name| name.in_tongue(tongue))
}

/// Returns what an outcome is called.
#[must_use]
pub const fn outcome(outcome: Outcome, tongue: Tongue) -> &'static str {
    let (en, zh) = match outcome {
        Outcome::Met => ("met", "符合"),
        Outcome::MetLate => ("met late", "逾期完成"),
        Outcome::Overdue => ("overdue", "逾期未完成"),
        Outcome::Violated => ("violated", "违反"),
        Outcome::Pending => ("pending", "未到期"),
        Outcome::Exempt => ("exempt", "豁免"),
        Outcome::NotApplicable => ("not applicable", "不适用"),
        Outcome::Discharged => ("discharged", "消灭"),
        Outcome::Undetermined => ("undetermined", "无法判定"),
    };
    tongue.pick(en, zh)
}

/// Returns why a verdict is what it is.
#[must_use]
pub const fn reason(reason: Reason, tongue: Tongue) -> &'static str {
    let (en, zh) = match reason {
        Reason::DataHorizon => ("the data does not cover the dates needed", "数据未覆盖所需日期"),
        Reason::MissingField => ("a field that decides is empty", "关键字段为空"),
        Reason::Illegible => ("a cell that decides cannot be read", "关键内容无法辨认"),
        Reason::Conflict => ("the records contradict each other", "记录相互矛盾"),
        Reason::CalendarHorizon => ("the due date lies beyond the working-day calendar", "期限超出工作日历的范围"),
        Reason::Unreadable => ("the number in the source cannot be read", "原文数字无法辨认"),
        Reason::FutureDated => ("only planned: the date lies after the as-of date", "仅为计划：日期晚于基准日"),
        Reason::Never => ("there is no such record at all", "从未有过此类记录"),
        Reason::Partial => ("in force for part of the window only", "仅部分期间适用"),
        Reason::NoDenominator => ("there is nothing to take a share of", "没有可计比例的对象"),
        Reason::Unless => ("an exception of the rule itself applies", "符合规则的除外情形"),
        Reason::Lapsed => ("the last day has passed, and late does not count", "时限已过，补做无效"),
        Reason::TooEarly => ("done before it was allowed", "早于允许的日期完成"),
        Reason::Impossible => ("too little time is left to fulfil it", "剩余时间已不足以完成"),
        Reason::HourUnknown => ("a record gives the day and not the hour", "只记日期，钟点不详"),
        Reason::Stopped => ("the path stopped before it was due", "到期前流程已终止"),
        Reason::TriggerWithdrawn => ("the stage before turns out to have been done in time", "前一阶段其实已按期完成"),
        Reason::Skipped => ("a higher level acted", "上级已处理，可以越级"),
        Reason::Compensated => ("a later stage has made up for it", "已由后续阶段抵偿"),
        Reason::FirstWindow => ("there is no window before to compare with", "没有可比的上期"),
        Reason::Closed => ("the subject left the register", "对象已退出名录"),
        Reason::LaterExempted => ("an exemption granted afterwards does not cure it", "事后批准的豁免不溯及"),
        Reason::Paused => ("the clock stands still", "期限中止中"),
    };
    tongue.pick(en, zh)
}

/// Returns what a severity is called.
#[must_use]
pub const fn severity(severity: RuleSeverity, tongue: Tongue) -> &'static str {
    let zh = match severity {
        RuleSeverity::Advisory => "倡导",
        RuleSeverity::Minor => "轻微",
        RuleSeverity::Major => "较重",
        RuleSeverity::Critical => "严重",
    };
    tongue.pick(severity_word(severity), zh)
}

/// Returns the stable word of machine outputs for a severity.
#[must_use]
pub const fn severity_word(severity: RuleSeverity) -> &'static str {
    match severity {
        RuleSeverity::Advisory => "advisory",
        RuleSeverity::Minor => "minor",
        RuleSeverity::Major => "major",
        RuleSeverity::Critical => "critical",
    }
}

/// Returns a length of time in words: `15 working days`, `2个月`.
#[must_use]
pub fn duration(length: Duration, tongue: Tongue) -> String {
    let n = length.n;
    let (en, zh) = match length.unit {
        Unit::Minute => ("minute", "分钟"),
        Unit::Hour => ("hour", "小时"),
        Unit::Day => ("day", "日"),
        Unit::WorkingDay => ("working day", "个工作日"),
        Unit::Week => ("week", "周"),
        Unit::Month => ("month", "个月"),
        Unit::Quarter => ("quarter", "个季度"),
        Unit::Year => ("year", "年"),
    };
    match tongue {
        Tongue::En => several(u64::from(n), en),
        Tongue::Zh => format!("{n}{zh}"),
    }
}

/// Returns an instant as the clocks of the policies show it: `2026-03-04 14:30`.
#[must_use]
pub fn time(stamp: Stamp) -> String {
    let text = stamp.to_string();
    let (date, clock) = text.split_once('T').unwrap_or((&text, ""));
    let clock = clock.get(..8).unwrap_or(clock);
    format!("{date} {}", clock.strip_suffix(":00").unwrap_or(clock))
}

/// Returns a window by the name people give it: `2026-02` or `2026年2月` for the whole of that month, else its two days.
#[must_use]
pub fn window(window: Window, tongue: Tongue) -> String {
    let Window { from, to } = window;
    let family = Family::ALL.into_iter().find(|family| family.window(family.index_of(from)) == window);
    match (family, tongue) {
        (Some(Family::Day), _) => from.to_string(),
        (Some(family), Tongue::En) => family.label(window),
        (Some(family), Tongue::Zh) => chinese_window(family, window),
        (None, _) => tell!(tongue, "{from} to {to}", "{from}至{to}"),
    }
}

/// Returns an English count with its noun: `1 day`, `2 days`.
#[must_use]
pub fn several(n: u64, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{ending}")
}

fn chinese_window(family: Family, window: Window) -> String {
    let (year, month, _) = window.from.ymd();
    match family {
        Family::Day => window.from.to_string(),
        // The year of an ISO week is that of its label, not of its Monday.
        Family::Week => {
            let label = family.label(window);
            let (year, week) = label.split_once("-W").unwrap_or((&label, ""));
            format!("{year}年第{}周", week.trim_start_matches('0'))
        }
        Family::Month => format!("{year}年{month}月"),
        Family::Quarter => format!("{year}年第{}季度", month.div_ceil(3)),
        Family::Half if month == 1 => format!("{year}年上半年"),
        Family::Half => format!("{year}年下半年"),
        Family::Year => format!("{year}年"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::span;

    #[test]
    fn windows_have_the_names_people_give_them() {
        let told: Vec<String> = [
            span("2026-02-14", "2026-02-14"),
            span("2025-12-29", "2026-01-04"),
            span("2026-02-01", "2026-02-28"),
            span("2026-04-01", "2026-06-30"),
            span("2026-01-01", "2026-06-30"),
            span("2026-07-01", "2026-12-31"),
            span("2026-01-01", "2026-12-31"),
            span("2026-02-01", "2026-02-27"),
            span("2021-01-01", "2025-12-31"),
        ]
        .into_iter()
        .map(|w| format!("{} | {}", window(w, Tongue::En), window(w, Tongue::Zh)))
        .collect();
        insta::assert_snapshot!(told.join("\n"), @"
        2026-02-14 | 2026-02-14
        2026-W01 | 2026年第1周
        2026-02 | 2026年2月
        2026-Q2 | 2026年第2季度
        2026-H1 | 2026年上半年
        2026-H2 | 2026年下半年
        2026 | 2026年
        2026-02-01 to 2026-02-27 | 2026-02-01至2026-02-27
        2021-01-01 to 2025-12-31 | 2021-01-01至2025-12-31
        ");
    }

    #[test]
    fn lengths_agree_with_their_number() {
        let told: Vec<String> = ["1d", "15d", "1wd", "20wd", "2w", "1mo", "2q", "5y"]
            .into_iter()
            .map(|text| text.parse::<Duration>().unwrap())
            .map(|n| format!("{} | {}", duration(n, Tongue::En), duration(n, Tongue::Zh)))
            .collect();
        insta::assert_snapshot!(told.join("\n"), @"
        1 day | 1日
        15 days | 15日
        1 working day | 1个工作日
        20 working days | 20个工作日
        2 weeks | 2周
        1 month | 1个月
        2 quarters | 2个季度
        5 years | 5年
        ");
    }
}
