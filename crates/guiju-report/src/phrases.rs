//! How a fact is said: the texts of `expected`, `actual` and `way_out`.
//!
//! In comes a [`Phrase`], a fact without a tongue; out goes a short text in an officer's words. The two tongues stand
//! side by side, so that one cannot change without the other being seen. A day named as a limit is always the last
//! one that still counts: "by" in English, 最迟 in Chinese.

use crate::words::{self, duration, tell};
use guiju_calendar::Day;
use guiju_compiler::Name;
use guiju_eval::{Cell, Freeing, Phrase};
use guiju_syntax::Tongue;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Returns a fact in the reader's tongue, fields by their stable names.
#[must_use]
pub fn phrase(fact: &Phrase, tongue: Tongue) -> String {
    named_phrase(fact, &BTreeMap::new(), tongue)
}

/// Returns a fact in the reader's tongue, fields by what the reader calls them.
#[must_use]
pub fn named_phrase(phrase: &Phrase, names: &BTreeMap<String, Name>, tongue: Tongue) -> String {
    match phrase {
        Phrase::Number(n) => number(*n),
        Phrase::Ratio { part, whole } => {
            let (part, whole) = (number(*part), number(*whole));
            tell!(tongue, "{part} of {whole}", "{part}（共{whole}）")
        }
        Phrase::Between(low, high) => {
            let (low, high) = (number(*low), number(*high));
            tell!(tongue, "{low} to {high}", "{low}至{high}")
        }
        Phrase::AtLeast(n) => at_least(&number(*n), tongue),
        Phrase::AtMost(n) => at_most(&number(*n), tongue),
        Phrase::Fewer(n) => fewer(&number(*n), tongue),
        Phrase::FewerPercent(n) => fewer(&percent(*n), tongue),
        Phrase::Exactly(n) => exactly(&number(*n), tongue),
        Phrase::Range(low, high) => range(&number(*low), &number(*high), tongue),
        Phrase::AtLeastPercent(n) => at_least(&percent(*n), tongue),
        Phrase::AtMostPercent(n) => at_most(&percent(*n), tongue),
        Phrase::ExactlyPercent(n) => exactly(&percent(*n), tongue),
        Phrase::RangePercent(low, high) => range(&percent(*low), &percent(*high), tongue),
        Phrase::OfBefore { asked, percent: share, before } => {
            let before = named_phrase(before, names, tongue);
            let share = percent(*share);
            match asked.as_ref().map(|asked| named_phrase(asked, names, tongue)) {
                Some(asked) => {
                    tell!(
                        tongue,
                        "{asked} ({share} of the {before} in the window before)",
                        "{asked}（上期{before}的{share}）"
                    )
                }
                None => tell!(
                    tongue,
                    "set by {share} of the window before, which is not known",
                    "以上期的{share}为准，上期数不详"
                ),
            }
        }
        Phrase::Prorated { asked, whole, days, of } => {
            let [asked, whole] = [asked, whole].map(|fact| named_phrase(fact, names, tongue));
            let days_en = words::several(u64::try_from(*days).unwrap_or_default(), "day");
            match tongue {
                Tongue::En => format!("{asked}, for {days_en} of {of} ({whole} in the whole window)"),
                Tongue::Zh => format!("{asked}（全期{whole}，按{of}日中的{days}日折算）"),
            }
        }
        Phrase::AllOf(n) => tell!(tongue, "all {n}", "全部{n}个"),
        Phrase::Reached { reached, all, missing } => coverage(*reached, *all, missing, tongue),
        Phrase::By(day) => tell!(tongue, "by {day}", "最迟{day}"),
        Phrase::Within { limit, from, due } => {
            let limit = duration(*limit, tongue);
            tell!(tongue, "within {limit} of {from}, by {due}", "自{from}起{limit}内，最迟{due}")
        }
        Phrase::FromTo(first, last) => {
            tell!(tongue, "not before {first}, by {last}", "不早于{first}，最迟{last}")
        }
        Phrase::NotBefore(day) => tell!(tongue, "not before {day}", "不早于{day}"),
        Phrase::BeforeBy { lead: Some(lead), event, latest } => {
            let lead = duration(*lead, tongue);
            tell!(tongue, "at least {lead} before {event}, by {latest}", "{event}前至少{lead}，最迟{latest}")
        }
        Phrase::BeforeBy { lead: None, event, .. } => tell!(tongue, "before {event}", "早于{event}"),
        Phrase::PausedSince(day) => tell!(tongue, "suspended since {day}", "自{day}起中止"),
        Phrase::Suspended { first, last: Some(last) } => {
            tell!(tongue, "suspended from {first} through {last}", "{first}至{last}中止")
        }
        Phrase::Suspended { first, last: None } => {
            tell!(tongue, "suspended since {first}, with no end yet", "自{first}起中止，尚未恢复")
        }
        Phrase::Restarted(day) => tell!(tongue, "counted anew from {day}", "自{day}起重新起算"),
        Phrase::Extended { granted, due } => {
            tell!(tongue, "extended on {granted}, to {due}", "{granted}批准延长，至{due}")
        }
        Phrase::GrantedLate { granted, due } => {
            tell!(
                tongue,
                "extended on {granted}, after it was due on {due}: without effect",
                "{granted}批准延长，已在{due}届满之后，无效"
            )
        }
        Phrase::WithinHours { limit, from, due } => {
            let (limit, from, due) = (duration(*limit, tongue), words::time(*from), words::time(*due));
            tell!(tongue, "within {limit} of {from}, by {due}", "自{from}起{limit}内，最迟{due}")
        }
        Phrase::HoursOfDay { limit, from } => {
            let limit = duration(*limit, tongue);
            tell!(tongue, "within {limit} of some time on {from}", "自{from}（钟点不详）起{limit}内")
        }
        Phrase::ByTime(time) => {
            let time = words::time(*time);
            tell!(tongue, "by {time}", "最迟{time}")
        }
        Phrase::DoneAt(time) => {
            let time = words::time(*time);
            tell!(tongue, "done on {time}", "已于{time}完成")
        }
        Phrase::AtLevel(level, what) => {
            let (level, what) = (level.in_tongue(tongue), named_phrase(what, names, tongue));
            tell!(tongue, "by level {level} or above, {what}", "由{level}及以上层级，{what}")
        }
        Phrase::DoneOn(day) => tell!(tongue, "done on {day}", "已于{day}完成"),
        Phrase::NotDone => tell!(tongue, "not done", "未完成"),
        Phrase::PlannedFor(day) => tell!(tongue, "planned for {day}", "计划于{day}完成"),
        Phrase::Apart { from, to, days } => match (tongue, *days) {
            (Tongue::En, 1) => format!("1 day apart, {from} to {to}"),
            (Tongue::En, days) => format!("{days} days apart, {from} to {to}"),
            (Tongue::Zh, days) => format!("相隔{days}日，{from}至{to}"),
        },
        Phrase::AtMostApart(limit) => {
            let limit = duration(*limit, tongue);
            tell!(tongue, "at most {limit} apart", "相隔至多{limit}")
        }
        Phrase::MoreWithin { n, length } => {
            let length = duration(*length, tongue);
            tell!(tongue, "{n} more within {length}", "{length}内再有{n}次")
        }
        Phrase::NotWithin { n, length } => {
            let length = duration(*length, tongue);
            tell!(tongue, "no more than {n} within {length}", "{length}内不超过{n}次")
        }
        Phrase::Condition { en, zh } => tongue.pick(en, zh).to_owned(),
        Phrase::Holds => tell!(tongue, "all conditions hold", "各项条件均满足"),
        Phrase::Fails(conditions) => {
            let conditions = listed(conditions, tongue);
            tell!(tongue, "fails: {conditions}", "不满足：{conditions}")
        }
        Phrase::Unknown(conditions) => {
            let conditions = listed(conditions, tongue);
            tell!(tongue, "cannot be told: {conditions}", "无法判断：{conditions}")
        }
        Phrase::NoSuchRecord => tell!(tongue, "no such record", "不得有此类记录"),
        Phrase::SuchRecord => tell!(tongue, "such a record exists", "存在此类记录"),
        Phrase::Keep { en, zh, never, from, until } => kept((en, zh), *never, (*from, *until), tongue),
        Phrase::Kept => tell!(tongue, "kept without a gap", "一直保持"),
        Phrase::Gap { never: false, from, to } => tell!(tongue, "not kept {from} to {to}", "{from}至{to}未保持"),
        Phrase::Gap { never: true, from, to } => tell!(tongue, "so {from} to {to}", "{from}至{to}处于此状态"),
        Phrase::Unreadable(text) => {
            tell!(tongue, "a number not readable in the source: “{text}”", "原文数字无法辨认：“{text}”")
        }
        Phrase::Nothing => tell!(tongue, "nothing recorded", "无记录"),
        Phrase::Freed(by) => {
            by.iter().map(|freeing| freed(freeing, tongue)).collect::<Vec<_>>().join(tongue.pick("; ", "；"))
        }
        Phrase::MoreBy { more, by } => {
            let more = number(*more);
            tell!(tongue, "{more} more by {by}", "还差{more}，最迟{by}补足")
        }
        Phrase::ReachBy { members, by } => {
            tell!(tongue, "reach the missing {members} by {by}", "其余{members}个最迟{by}覆盖")
        }
        Phrase::DoBy(day) => tell!(tongue, "do it by {day}", "最迟{day}完成"),
        Phrase::DoBetween(first, last) => {
            tell!(tongue, "do it from {first} on, by {last}", "自{first}起方可办理，最迟{last}完成")
        }
        Phrase::WaitUntil(day) => tell!(tongue, "do not do it before {day}", "{day}之前不得办理"),
        Phrase::DoByTime(time) => {
            let time = words::time(*time);
            tell!(tongue, "do it by {time}", "最迟{time}完成")
        }
        Phrase::AddHour => {
            tell!(tongue, "record the hours, not only the days", "补记钟点，不能只记日期")
        }
        Phrase::KeepUntil(day) => tell!(tongue, "keep it until {day}", "保持至{day}"),
        Phrase::DoNow => tell!(tongue, "do it now; it counts as late", "立即补做，按逾期完成计"),
        Phrase::NextTime => {
            tell!(tongue, "can no longer be mended; keep it from now on", "已无法补救，今后须遵守")
        }
        Phrase::Complete(fields) if fields.is_empty() => {
            tell!(tongue, "fill in the empty cells of the records listed", "补全所列记录的空缺单元格")
        }
        Phrase::Complete(fields) => {
            let fields: Vec<&str> = fields.iter().map(|field| words::name(names, field, tongue)).collect();
            let (left, between, right) = match tongue {
                Tongue::En => ("`", "`, `", "`"),
                Tongue::Zh => ("“", "”、“", "”"),
            };
            let fields = format!("{left}{}{right}", fields.join(between));
            tell!(tongue, "fill in {fields} in the records listed", "补全所列记录的{fields}")
        }
        Phrase::Correct(cells) => correct(cells, names, tongue),
        Phrase::SupplyThrough(day) => tell!(tongue, "supply the records through {day}", "补交至{day}（含当日）的记录"),
        Phrase::SupplyFrom(day) => tell!(tongue, "supply the records from {day} on", "补交自{day}起的记录"),
        Phrase::SettleConflict => tell!(tongue, "settle which version of the record is right", "核定以哪一版记录为准"),
        Phrase::ReadSource => {
            tell!(tongue, "read the number in an authentic copy of the source", "查阅权威文本，核实该数字")
        }
    }
}

/// Returns a number without trailing zeros: `3`, `0.5`.
#[must_use]
pub fn number(n: Decimal) -> String {
    n.normalize().to_string()
}

fn percent(n: Decimal) -> String {
    format!("{}%", number(n))
}

fn at_least(bound: &str, tongue: Tongue) -> String {
    tell!(tongue, "at least {bound}", "至少{bound}")
}

fn at_most(bound: &str, tongue: Tongue) -> String {
    tell!(tongue, "at most {bound}", "至多{bound}")
}

fn fewer(bound: &str, tongue: Tongue) -> String {
    tell!(tongue, "fewer than {bound}", "少于{bound}")
}

fn exactly(bound: &str, tongue: Tongue) -> String {
    tell!(tongue, "exactly {bound}", "恰好{bound}")
}

fn range(low: &str, high: &str, tongue: Tongue) -> String {
    tell!(tongue, "between {low} and {high}", "介于{low}与{high}之间")
}

/// Says how much of a set was reached. The named members may be the first few only, which is then said.
fn coverage(reached: u64, all: u64, missing: &[String], tongue: Tongue) -> String {
    let mut told = tell!(tongue, "{reached} of {all}", "{all}个中{reached}个");
    if missing.is_empty() {
        return told;
    }
    let names = missing.join(tongue.pick(", ", "、"));
    told += &tell!(tongue, "; not reached: {names}", "；未覆盖：{names}");
    let unnamed = all.saturating_sub(reached).saturating_sub(missing.len() as u64);
    if unnamed > 0 {
        told += &tell!(tongue, " and {unnamed} more", "等，另有{unnamed}个");
    }
    told
}

/// Says what must last, or never be, and for which days.
fn kept(what: (&str, &str), never: bool, days: (Option<Day>, Option<Day>), tongue: Tongue) -> String {
    let what = tongue.pick(what.0, what.1);
    let what = match (never, tongue) {
        (false, _) => what.to_owned(),
        (true, Tongue::En) => format!("never {what}"),
        (true, Tongue::Zh) => format!("不得{what}"),
    };
    match days {
        (Some(from), Some(until)) => tell!(tongue, "{what} from {from} until {until}", "自{from}至{until}{what}"),
        (Some(from), None) => tell!(tongue, "{what} from {from}", "自{from}起{what}"),
        (None, Some(until)) => tell!(tongue, "{what} until {until}", "至{until}{what}"),
        (None, None) => what,
    }
}

/// Says which exemption frees, by which record and for which days.
fn freed(freeing: &Freeing, tongue: Tongue) -> String {
    let name = freeing.exemption.in_tongue(tongue);
    let grant = freeing.grant.as_ref().map(|grant| grant.label.as_ref().unwrap_or(&grant.key));
    let by = match grant {
        Some(grant) => tell!(tongue, "freed by {name} ({grant})", "依{name}免除（{grant}）"),
        None => tell!(tongue, "freed by {name}", "依{name}免除"),
    };
    match (freeing.from, freeing.until) {
        (Some(from), Some(until)) => tell!(tongue, "{by}, {from} to {until}", "{by}，{from}至{until}"),
        (Some(from), None) => tell!(tongue, "{by}, from {from}", "{by}，自{from}起"),
        (None, Some(until)) => tell!(tongue, "{by}, until {until}", "{by}，至{until}"),
        (None, None) => by,
    }
}

/// How many cells to correct are named.
const NAMED: usize = 3;

fn correct(cells: &[Cell], names: &BTreeMap<String, Name>, tongue: Tongue) -> String {
    if cells.is_empty() {
        return tell!(tongue, "correct the cells that cannot be read", "更正无法辨认的单元格");
    }
    let cell = |cell: &Cell| {
        let Cell { source, row, field } = cell;
        if field.is_empty() {
            return tell!(tongue, "{source} row {row}", "{source}第{row}行");
        }
        let field = words::name(names, field, tongue);
        tell!(tongue, "`{field}` in {source} row {row}", "{source}第{row}行的“{field}”")
    };
    let told: Vec<String> = cells.iter().take(NAMED).map(cell).collect();
    let (told, n) = (told.join(tongue.pick(", ", "、")), cells.len());
    if n > NAMED {
        let more = n - NAMED;
        return tell!(tongue, "correct {told}, and {more} more", "更正{told}等{n}处");
    }
    tell!(tongue, "correct {told}", "更正{told}")
}

fn listed(conditions: &[(String, String)], tongue: Tongue) -> String {
    let conditions: Vec<&str> = conditions.iter().map(|(en, zh)| tongue.pick(en, zh)).collect();
    conditions.join(tongue.pick("; ", "；"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{day, dec};
    use guiju_calendar::{Duration, Instant, Stamp, Unit};
    use guiju_eval::Subject;

    /// A time after midnight of 20 March 2026 in Shanghai.
    fn time(hours: i64, minutes: i64) -> Stamp {
        let midnight = i64::from(day("2026-03-20").number()) * 86_400 - 8 * 3600;
        Stamp { instant: Instant::from_seconds(midnight + hours * 3600 + minutes * 60), offset: 8 * 3600 }
    }

    /// Tells each phrase in both tongues, one a line.
    fn told(phrases: &[Phrase]) -> String {
        phrases.iter().map(|p| format!("{} | {}\n", phrase(p, Tongue::En), phrase(p, Tongue::Zh))).collect()
    }

    fn conditions() -> Vec<(String, String)> {
        vec![("signed".into(), "已签字".into()), ("inspectors between 5 and 7".into(), "检查人员介于5与7".into())]
    }

    fn cell(source: &str, row: u64, field: &str) -> Cell {
        Cell { source: source.into(), row, field: field.into() }
    }

    #[test]
    fn numbers_have_no_trailing_zeros() {
        assert_eq!(number(dec("4.000000")), "4");
        assert_eq!(number(dec("0.500")), "0.5");
        assert_eq!(number(dec("100")), "100");
        assert_eq!(number(dec("-0.0")), "0");
    }

    #[test]
    fn amounts() {
        insta::assert_snapshot!(told(&[
            Phrase::Number(dec("3.00")),
            Phrase::Ratio { part: dec("3"), whole: dec("8") },
            Phrase::Between(dec("3"), dec("5")),
            Phrase::AtLeast(dec("4.0")),
            Phrase::AtMost(dec("2.5")),
            Phrase::Exactly(dec("6")),
            Phrase::Fewer(dec("6")),
            Phrase::FewerPercent(dec("60")),
            Phrase::OfBefore {
                asked: Some(Box::new(Phrase::AtLeast(dec("4")))),
                percent: dec("50"),
                before: Box::new(Phrase::Number(dec("7"))),
            },
            Phrase::OfBefore { asked: None, percent: dec("100"), before: Box::new(Phrase::Nothing) },
            Phrase::Range(dec("5"), dec("7")),
            Phrase::AtLeastPercent(dec("90.0")),
            Phrase::AtMostPercent(dec("12.5")),
            Phrase::ExactlyPercent(dec("100")),
            Phrase::RangePercent(dec("10"), dec("20")),
            Phrase::Prorated {
                asked: Box::new(Phrase::AtLeast(dec("1"))),
                whole: Box::new(Phrase::AtLeast(dec("4"))),
                days: 32,
                of: 365,
            },
            Phrase::Unreadable("XX".into()),
            Phrase::Nothing,
        ]), @"
        3 | 3
        3 of 8 | 3（共8）
        3 to 5 | 3至5
        at least 4 | 至少4
        at most 2.5 | 至多2.5
        exactly 6 | 恰好6
        fewer than 6 | 少于6
        fewer than 60% | 少于60%
        at least 4 (50% of the 7 in the window before) | 至少4（上期7的50%）
        set by 100% of the window before, which is not known | 以上期的100%为准，上期数不详
        between 5 and 7 | 介于5与7之间
        at least 90% | 至少90%
        at most 12.5% | 至多12.5%
        exactly 100% | 恰好100%
        between 10% and 20% | 介于10%与20%之间
        at least 1, for 32 days of 365 (at least 4 in the whole window) | 至少1（全期至少4，按365日中的32日折算）
        a number not readable in the source: “XX” | 原文数字无法辨认：“XX”
        nothing recorded | 无记录
        ");
    }

    #[test]
    fn coverage_names_what_was_not_reached() {
        let reached = |reached, all, missing: &[&str]| Phrase::Reached {
            reached,
            all,
            missing: missing.iter().map(ToString::to_string).collect(),
        };
        insta::assert_snapshot!(told(&[
            Phrase::AllOf(6),
            reached(6, 6, &[]),
            reached(4, 6, &["东湖街", "西山街"]),
            reached(100, 125, &["A1", "A2"]),
            Phrase::ReachBy { members: 2, by: day("2026-12-31") },
        ]), @"
        all 6 | 全部6个
        6 of 6 | 6个中6个
        4 of 6; not reached: 东湖街, 西山街 | 6个中4个；未覆盖：东湖街、西山街
        100 of 125; not reached: A1, A2 and 23 more | 125个中100个；未覆盖：A1、A2等，另有23个
        reach the missing 2 by 2026-12-31 | 其余2个最迟2026-12-31覆盖
        ");
    }

    #[test]
    fn limits_and_acts() {
        insta::assert_snapshot!(told(&[
            Phrase::By(day("2026-03-31")),
            Phrase::Within { limit: "15wd".parse().unwrap(), from: day("2026-03-02"), due: day("2026-03-23") },
            Phrase::FromTo(day("2026-03-23"), day("2026-04-01")),
            Phrase::NotBefore(day("2026-03-12")),
            Phrase::BeforeBy { lead: Some("15d".parse().unwrap()), event: day("2026-10-09"), latest: day("2026-09-24") },
            Phrase::BeforeBy { lead: None, event: day("2026-10-09"), latest: day("2026-10-08") },
            Phrase::WithinHours { limit: Duration::new(24, Unit::Hour), from: time(14, 30), due: time(38, 30) },
            Phrase::HoursOfDay { limit: Duration::new(30, Unit::Minute), from: day("2026-03-20") },
            Phrase::ByTime(time(14, 30)),
            Phrase::DoneAt(time(14, 30)),
            Phrase::DoneOn(day("2026-03-20")),
            Phrase::NotDone,
            Phrase::PlannedFor(day("2026-05-01")),
            Phrase::Apart { from: day("2026-01-01"), to: day("2026-04-06"), days: 95 },
            Phrase::Apart { from: day("2026-01-01"), to: day("2026-01-02"), days: 1 },
            Phrase::AtMostApart("90d".parse().unwrap()),
            Phrase::MoreWithin { n: 2, length: "90d".parse().unwrap() },
            Phrase::NotWithin { n: 1, length: "30d".parse().unwrap() },
        ]), @"
        by 2026-03-31 | 最迟2026-03-31
        within 15 working days of 2026-03-02, by 2026-03-23 | 自2026-03-02起15个工作日内，最迟2026-03-23
        not before 2026-03-23, by 2026-04-01 | 不早于2026-03-23，最迟2026-04-01
        not before 2026-03-12 | 不早于2026-03-12
        at least 15 days before 2026-10-09, by 2026-09-24 | 2026-10-09前至少15日，最迟2026-09-24
        before 2026-10-09 | 早于2026-10-09
        within 24 hours of 2026-03-20 14:30, by 2026-03-21 14:30 | 自2026-03-20 14:30起24小时内，最迟2026-03-21 14:30
        within 30 minutes of some time on 2026-03-20 | 自2026-03-20（钟点不详）起30分钟内
        by 2026-03-20 14:30 | 最迟2026-03-20 14:30
        done on 2026-03-20 14:30 | 已于2026-03-20 14:30完成
        done on 2026-03-20 | 已于2026-03-20完成
        not done | 未完成
        planned for 2026-05-01 | 计划于2026-05-01完成
        95 days apart, 2026-01-01 to 2026-04-06 | 相隔95日，2026-01-01至2026-04-06
        1 day apart, 2026-01-01 to 2026-01-02 | 相隔1日，2026-01-01至2026-01-02
        at most 90 days apart | 相隔至多90日
        2 more within 90 days | 90日内再有2次
        no more than 1 within 30 days | 30日内不超过1次
        ");
    }

    #[test]
    fn conditions_and_records() {
        insta::assert_snapshot!(told(&[
            Phrase::Condition { en: "signed".into(), zh: "已签字".into() },
            Phrase::Holds,
            Phrase::Fails(conditions()),
            Phrase::Unknown(conditions()),
            Phrase::NoSuchRecord,
            Phrase::SuchRecord,
        ]), @"
        signed | 已签字
        all conditions hold | 各项条件均满足
        fails: signed; inspectors between 5 and 7 | 不满足：已签字；检查人员介于5与7
        cannot be told: signed; inspectors between 5 and 7 | 无法判断：已签字；检查人员介于5与7
        no such record | 不得有此类记录
        such a record exists | 存在此类记录
        ");
    }

    #[test]
    fn steps_to_a_due_date() {
        insta::assert_snapshot!(told(&[
            Phrase::PausedSince(day("2026-03-10")),
            Phrase::Suspended { first: day("2026-03-10"), last: Some(day("2026-03-19")) },
            Phrase::Suspended { first: day("2026-03-10"), last: None },
            Phrase::Restarted(day("2026-03-20")),
            Phrase::Extended { granted: day("2026-03-20"), due: day("2026-03-30") },
            Phrase::GrantedLate { granted: day("2026-03-24"), due: day("2026-03-23") },
        ]), @"
        suspended since 2026-03-10 | 自2026-03-10起中止
        suspended from 2026-03-10 through 2026-03-19 | 2026-03-10至2026-03-19中止
        suspended since 2026-03-10, with no end yet | 自2026-03-10起中止，尚未恢复
        counted anew from 2026-03-20 | 自2026-03-20起重新起算
        extended on 2026-03-20, to 2026-03-30 | 2026-03-20批准延长，至2026-03-30
        extended on 2026-03-24, after it was due on 2026-03-23: without effect | 2026-03-24批准延长，已在2026-03-23届满之后，无效
        ");
    }

    #[test]
    fn ways_out() {
        insta::assert_snapshot!(told(&[
            Phrase::MoreBy { more: dec("2.0"), by: day("2026-03-31") },
            Phrase::DoBy(day("2026-03-31")),
            Phrase::DoBetween(day("2026-03-23"), day("2026-04-01")),
            Phrase::DoByTime(time(14, 30)),
            Phrase::AddHour,
            Phrase::WaitUntil(day("2026-03-12")),
            Phrase::DoNow,
            Phrase::NextTime,
            Phrase::Complete(vec!["end".into(), "signed".into()]),
            Phrase::Complete(vec![]),
            Phrase::Correct(vec![cell("visit.csv", 7, "end")]),
            Phrase::Correct(vec![cell("visit.csv", 7, "end"), cell("visit.csv", 9, "")]),
            Phrase::Correct((2..7).map(|row| cell("visit.csv", row, "end")).collect()),
            Phrase::Correct(vec![]),
            Phrase::SupplyThrough(day("2026-04-05")),
            Phrase::SupplyFrom(day("2024-12-30")),
            Phrase::SettleConflict,
            Phrase::ReadSource,
        ]), @"
        2 more by 2026-03-31 | 还差2，最迟2026-03-31补足
        do it by 2026-03-31 | 最迟2026-03-31完成
        do it from 2026-03-23 on, by 2026-04-01 | 自2026-03-23起方可办理，最迟2026-04-01完成
        do it by 2026-03-20 14:30 | 最迟2026-03-20 14:30完成
        record the hours, not only the days | 补记钟点，不能只记日期
        do not do it before 2026-03-12 | 2026-03-12之前不得办理
        do it now; it counts as late | 立即补做，按逾期完成计
        can no longer be mended; keep it from now on | 已无法补救，今后须遵守
        fill in `end`, `signed` in the records listed | 补全所列记录的“end”、“signed”
        fill in the empty cells of the records listed | 补全所列记录的空缺单元格
        correct `end` in visit.csv row 7 | 更正visit.csv第7行的“end”
        correct `end` in visit.csv row 7, visit.csv row 9 | 更正visit.csv第7行的“end”、visit.csv第9行
        correct `end` in visit.csv row 2, `end` in visit.csv row 3, `end` in visit.csv row 4, and 2 more | 更正visit.csv第2行的“end”、visit.csv第3行的“end”、visit.csv第4行的“end”等5处
        correct the cells that cannot be read | 更正无法辨认的单元格
        supply the records through 2026-04-05 | 补交至2026-04-05（含当日）的记录
        supply the records from 2024-12-30 on | 补交自2024-12-30起的记录
        settle which version of the record is right | 核定以哪一版记录为准
        read the number in an authentic copy of the source | 查阅权威文本，核实该数字
        ");
    }

    #[test]
    fn exemptions_are_named_with_their_record_and_days() {
        let exemption = Name { id: "X3".into(), alias: Some("豁免三".into()) };
        let waiver = Subject { record: "waiver".into(), key: "W1".into(), label: None };
        let freed = |grant: Option<&Subject>, from, until| Freeing {
            exemption: exemption.clone(),
            grant: grant.cloned(),
            from,
            until,
        };
        let (first, last) = (Some(day("2026-01-01")), Some(day("2026-03-31")));
        insta::assert_snapshot!(told(&[
            Phrase::Freed(vec![freed(Some(&waiver), first, last), freed(Some(&waiver), first, None)]),
            Phrase::Freed(vec![freed(None, None, None)]),
            Phrase::Freed(vec![freed(None, None, last)]),
        ]), @"
        freed by X3 (W1), 2026-01-01 to 2026-03-31; freed by X3 (W1), from 2026-01-01 | 依豁免三免除（W1），2026-01-01至2026-03-31；依豁免三免除（W1），自2026-01-01起
        freed by X3 | 依豁免三免除
        freed by X3, until 2026-03-31 | 依豁免三免除，至2026-03-31
        ");
    }

    #[test]
    fn fields_go_by_the_name_the_reader_knows() {
        let names = BTreeMap::from([("end".to_owned(), Name { id: "end".into(), alias: Some("结束日期".into()) })]);
        let fact = Phrase::Complete(vec!["end".into(), "unheard_of".into()]);
        let told = |tongue| named_phrase(&fact, &names, tongue);
        assert_eq!(told(Tongue::Zh), "补全所列记录的“结束日期”、“unheard_of”");
        assert_eq!(told(Tongue::En), "fill in `end`, `unheard_of` in the records listed");
    }
}
