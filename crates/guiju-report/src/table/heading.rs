//! What was judged, as of when, and on which data.

use super::page::{BOLD, FAINT, PLAIN, Page};
use crate::{
    Report,
    text::width,
    words::{several, tell},
};
use guiju_data::{Feed, Input};
use guiju_syntax::Tongue;
use indexmap::IndexMap;

/// How many files of one record kind are named one by one.
const FEW_FILES: usize = 5;

pub(super) fn write(page: &mut Page, report: Report<'_>, tongue: Tongue) {
    let evaluation = report.evaluation;
    for policy in &evaluation.policies {
        let title = policy.title.in_tongue(tongue);
        let id = &policy.name.id;
        page.paragraph(0, BOLD, &tell!(tongue, "{title} ({id})", "{title}（{id}）"));
    }
    let as_of = evaluation.as_of;
    let mut dates = tell!(tongue, "as of {as_of}", "基准日：{as_of}");
    if let Some(known_by) = evaluation.known_by {
        dates += &tell!(tongue, ", on what was entered by {known_by}", "，仅计最迟{known_by}录入的记录");
    }
    page.paragraph(0, PLAIN, &dates);

    let mut kinds: IndexMap<&str, (Option<&Feed>, Vec<&Input>)> = IndexMap::new();
    for input in report.inputs {
        kinds.entry(&input.record).or_default().1.push(input);
    }
    for (kind, feed) in report.feeds {
        kinds.entry(kind).or_default().0 = Some(feed);
    }
    let columns = kinds.keys().map(|kind| width(kind)).max().unwrap_or(0) + 2;
    for (kind, (feed, inputs)) in kinds {
        let mut head = kind;
        for line in feed.map(|feed| coverage(feed, tongue)).into_iter().chain(files(&inputs, tongue)) {
            page.beside(2, (FAINT, head, columns), &line);
            head = "";
        }
    }
}

/// Says for which dates the records are complete, and whether the dataset says so itself.
fn coverage(feed: &Feed, tongue: Tongue) -> String {
    if feed.intervals.is_empty() {
        return tell!(tongue, "no records", "无记录");
    }
    let dates: Vec<String> =
        feed.intervals.iter().map(|(from, to)| tell!(tongue, "{from} to {to}", "{from}至{to}")).collect();
    let dates = dates.join(tongue.pick(", ", "、"));
    if feed.declared {
        tell!(tongue, "complete {dates}", "数据完整期间：{dates}")
    } else {
        tell!(
            tongue,
            "taken as complete {dates}, first to last record: the dataset does not say",
            "数据集未声明完整期间，按首末记录计：{dates}"
        )
    }
}

/// Says which files were read, or how many.
fn files(inputs: &[&Input], tongue: Tongue) -> Vec<String> {
    if inputs.len() <= FEW_FILES {
        return inputs.iter().map(|input| file(&input.source, &[input], tongue)).collect();
    }
    let n = inputs.len();
    vec![file(&tell!(tongue, "{n} files", "{n}个文件"), inputs, tongue)]
}

fn file(name: &str, inputs: &[&Input], tongue: Tongue) -> String {
    let sum = |of: fn(&Input) -> u64| inputs.iter().map(|input| of(input)).sum::<u64>();
    let rows = sum(|input| input.rows);
    let rejected = sum(|input| input.rejected);
    let duplicates = sum(|input| input.duplicates);
    let mut told = match tongue {
        Tongue::En => format!("{name}: {}", several(rows, "record")),
        Tongue::Zh => format!("{name}：{rows}条记录"),
    };
    if rejected > 0 {
        told += &tell!(tongue, ", {rejected} rejected", "，{rejected}条不合格未采用");
    }
    if duplicates > 0 {
        told += &tell!(tongue, ", {duplicates} repeated", "，{duplicates}条重复");
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, day};

    fn told(data: &fixture::Data, tongue: Tongue) -> String {
        let mut page = Page::new(100);
        write(&mut page, data.report(), tongue);
        anstream::adapter::strip_str(&page.text).to_string()
    }

    #[test]
    fn holes_many_files_and_records_not_yet_known() {
        let mut data = fixture::data();
        data.evaluation.known_by = Some(day("2026-01-15"));
        data.feeds[0].1.intervals.push((day("2026-01-10"), day("2026-01-31")));
        data.feeds[1].1.intervals.clear();
        data.inputs[1].duplicates = 1;
        let visits = data.inputs[0].clone();
        data.inputs.splice(0..1, vec![visits; 12]);
        insta::assert_snapshot!(told(&data, Tongue::En), @"
        Safety inspection rounds, Gongzhuling (gongzhuling)
        as of 2026-01-31, on what was entered by 2026-01-15
          visit   complete 2025-01-01 to 2025-12-20, 2026-01-10 to 2026-01-31
                  12 files: 9744 records, 36 rejected
          report  no records
                  报告/2025年.xlsx#一月: 96 records, 1 repeated
        ");
        insta::assert_snapshot!(told(&data, Tongue::Zh), @"
        公主岭市安全生产巡查办法（gongzhuling）
        基准日：2026-01-31，仅计最迟2026-01-15录入的记录
          visit   数据完整期间：2025-01-01至2025-12-20、2026-01-10至2026-01-31
                  12个文件：9744条记录，36条不合格未采用
          report  无记录
                  报告/2025年.xlsx#一月：96条记录，1条重复
        ");
    }
}
