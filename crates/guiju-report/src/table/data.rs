//! The records a result rests on: how many, for which dates they are complete, and what was not taken as it stood.
//!
//! Most kinds of an office are complete for the same dates, so those are said once and only the others are named.

use super::{
    page::{PLAIN, Page},
    voice::Voice,
};
use crate::words::{several, tell};
use guiju_calendar::Day;
use guiju_data::{Feed, Input};
use guiju_syntax::Tongue;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// How many files with remarks are named.
const FEW_FILES: usize = 8;

pub(super) fn write(page: &mut Page, voice: &Voice<'_>) {
    let (report, tongue) = (voice.report, voice.tongue);
    if report.inputs.is_empty() {
        return;
    }
    let sources: BTreeSet<&str> = report.inputs.iter().map(|input| input.source.as_str()).collect();
    let (files, records) = (sources.len() as u64, report.inputs.iter().map(|input| input.rows).sum());
    let total = match tongue {
        Tongue::En => format!("data: {}, {}", several(files, "file"), several(records, "record")),
        Tongue::Zh => format!("数据：{files}个文件，{records}条记录"),
    };
    page.paragraph(0, PLAIN, &total);
    for line in horizons(voice) {
        page.paragraph(2, PLAIN, &line);
    }
    let remarks: Vec<String> = report.inputs.iter().filter_map(|input| remark(input, voice)).collect();
    for remark in remarks.iter().take(FEW_FILES) {
        page.paragraph(2, PLAIN, remark);
    }
    let more = remarks.len().saturating_sub(FEW_FILES);
    if more > 0 {
        page.paragraph(2, PLAIN, &tell!(tongue, "+{more} more such files", "另有{more}个此类文件"));
    }
}

/// Says for which dates the records are complete: where the dataset declares it, where it does not, where there are none.
fn horizons(voice: &Voice<'_>) -> Vec<String> {
    let tongue = voice.tongue;
    let feeds = &voice.report.feeds;
    let of = |declared: bool| feeds.iter().filter(move |(_, feed)| feed.declared == declared);
    let empty = feeds.iter().filter(|(_, feed)| feed.intervals.is_empty()).map(|(kind, _)| voice.name(kind));
    let lines = [
        (dates(of(true), voice), "records complete ", "记录完整期间："),
        (
            dates(of(false), voice),
            "the dataset does not declare these complete; taken as such from first to last record: ",
            "数据集未声明完整期间，按首末记录计：",
        ),
        (empty.collect::<Vec<_>>().join(tongue.pick(", ", "、")), "no records: ", "无记录："),
    ];
    let lines = lines.into_iter().filter(|(told, ..)| !told.is_empty());
    lines.map(|(told, en, zh)| format!("{}{told}", tongue.pick(en, zh))).collect()
}

/// Says which kinds are complete for which dates, first the dates of the most kinds. Those are counted, the others named.
fn dates<'a>(feeds: impl Iterator<Item = &'a (String, Feed)>, voice: &Voice<'_>) -> String {
    let tongue = voice.tongue;
    let mut kinds: IndexMap<&[(Day, Day)], Vec<&str>> = IndexMap::new();
    for (kind, feed) in feeds.filter(|(_, feed)| !feed.intervals.is_empty()) {
        kinds.entry(&feed.intervals).or_default().push(kind);
    }
    // The sort is stable: of equally many kinds, those that stand first in the policy come first.
    kinds.sort_by(|_, a, _, b| b.len().cmp(&a.len()));
    let told = kinds.into_iter().enumerate().map(|(nth, (intervals, kinds))| {
        let intervals = intervals.iter().map(|(from, to)| tell!(tongue, "{from} to {to}", "{from}至{to}"));
        let intervals = intervals.collect::<Vec<_>>().join(tongue.pick(", ", "、"));
        let n = kinds.len();
        if nth == 0 && n > 2 {
            return tell!(tongue, "{intervals} ({n} kinds)", "{intervals}（{n}类）");
        }
        let kinds = kinds.into_iter().map(|kind| voice.name(kind)).collect::<Vec<_>>();
        let kinds = kinds.join(tongue.pick(", ", "、"));
        tell!(tongue, "{intervals} ({kinds})", "{intervals}（{kinds}）")
    });
    told.collect::<Vec<_>>().join(tongue.pick("; ", "；"))
}

/// Says what of a file was not taken as it stood, if anything.
fn remark(input: &Input, voice: &Voice<'_>) -> Option<String> {
    let tongue = voice.tongue;
    let counts = [
        (input.rejected, "without a legible key", "行主键无法辨认"),
        (input.illegible, "with cells that cannot be read", "行有无法辨认的单元格"),
        (input.conflicting, "at odds with another row of the same record", "行与同一记录的另一行不一致"),
        (input.superseded, "superseded by a later version", "行已被后来的版本取代"),
        (input.duplicates, "repeated", "行重复"),
        (input.unseen, "entered too late to be seen", "行录入过晚，不计"),
        (input.skipped, "empty or without a date", "行为空或无日期"),
    ];
    let told: Vec<String> =
        counts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, en, zh)| tell!(tongue, "{n} {en}", "{n}{zh}")).collect();
    if told.is_empty() {
        return None;
    }
    let told = told.join(tongue.pick(", ", "；"));
    let mut file = input.source.clone();
    // One file may feed several kinds, each of which takes its rows differently.
    if voice.report.inputs.iter().filter(|other| other.source == input.source).count() > 1 {
        let kind = voice.name(&input.record);
        file += &tell!(tongue, " ({kind})", "（{kind}）");
    }
    Some(tell!(tongue, "{file}: {told}", "{file}：{told}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, day};

    fn told(data: &fixture::Data, tongue: Tongue) -> String {
        let mut page = Page::new(100);
        write(&mut page, &Voice::new(data.report(), tongue));
        anstream::adapter::strip_str(&page.text).to_string()
    }

    #[test]
    fn what_most_kinds_share_is_said_once() {
        let mut data = fixture::data();
        let year = data.feeds[0].1.clone();
        let orders = Feed { intervals: vec![(day("2015-01-01"), day("2025-12-20"))], declared: true };
        let nothing = Feed { intervals: vec![], declared: true };
        data.feeds = vec![("order".into(), orders), ("visit".into(), year.clone())];
        data.feeds.extend(["group", "stop"].map(|kind| (kind.into(), year.clone())));
        data.feeds.push(("interview".into(), nothing));
        insta::assert_snapshot!(told(&data, Tongue::En), @"
        data: 2 files, 908 records
          records complete 2025-01-01 to 2025-12-20 (3 kinds); 2015-01-01 to 2025-12-20 (order)
          no records: interview
          visits.csv: 3 without a legible key
        ");
        insta::assert_snapshot!(told(&data, Tongue::Zh), @"
        数据：2个文件，908条记录
          记录完整期间：2025-01-01至2025-12-20（3类）；2015-01-01至2025-12-20（order）
          无记录：interview
          visits.csv：3行主键无法辨认
        ");
    }

    #[test]
    fn holes_and_all_that_was_not_taken_as_it_stood() {
        let mut data = fixture::data();
        data.feeds[0].1.intervals.push((day("2026-01-10"), day("2026-01-31")));
        let visits = &mut data.inputs[0];
        (visits.duplicates, visits.superseded, visits.conflicting) = (1, 2, 4);
        (visits.unseen, visits.skipped) = (5, 6);
        // The same file feeds another kind, and many files need a remark.
        data.inputs.push(Input { record: "group".into(), ..data.inputs[0].clone() });
        for n in 1..10 {
            data.inputs.push(fixture::input("report", &format!("{n}.csv"), 10, 1));
        }
        insta::assert_snapshot!(told(&data, Tongue::En), @"
        data: 11 files, 1810 records
          records complete 2025-01-01 to 2025-12-20, 2026-01-10 to 2026-01-31 (visit)
          the dataset does not declare these complete; taken as such from first to last record: 2025-01-03
          to 2026-01-20 (report)
          visits.csv (visit): 3 without a legible key, 4 at odds with another row of the same record, 2
          superseded by a later version, 1 repeated, 5 entered too late to be seen, 6 empty or without a
          date
          visits.csv (group): 3 without a legible key, 4 at odds with another row of the same record, 2
          superseded by a later version, 1 repeated, 5 entered too late to be seen, 6 empty or without a
          date
          1.csv: 1 without a legible key
          2.csv: 1 without a legible key
          3.csv: 1 without a legible key
          4.csv: 1 without a legible key
          5.csv: 1 without a legible key
          6.csv: 1 without a legible key
          +3 more such files
        ");
        insta::assert_snapshot!(told(&data, Tongue::Zh), @"
        数据：11个文件，1810条记录
          记录完整期间：2025-01-01至2025-12-20、2026-01-10至2026-01-31（巡查）
          数据集未声明完整期间，按首末记录计：2025-01-03至2026-01-20（报告）
          visits.csv（巡查）：3行主键无法辨认；4行与同一记录的另一行不一致；2行已被后来的版本取代；1行重复；
          5行录入过晚，不计；6行为空或无日期
          visits.csv（巡查组）：3行主键无法辨认；4行与同一记录的另一行不一致；2行已被后来的版本取代；1行重
          复；5行录入过晚，不计；6行为空或无日期
          1.csv：1行主键无法辨认
          2.csv：1行主键无法辨认
          3.csv：1行主键无法辨认
          4.csv：1行主键无法辨认
          5.csv：1行主键无法辨认
          6.csv：1行主键无法辨认
          另有3个此类文件
        ");
    }
}
