//! What is worth knowing of the dataset as a whole: contradictions, an undeclared horizon, too many rejects.

use crate::intake::Intake;
use crate::manifest::{Faults, Path};
use crate::options::LoadOptions;
use crate::rows::stub::Settled;
use crate::table::{Input, Origin, Table};
use guiju_compiler::{Record, Schema};
use guiju_syntax::{Code, DataPlace, Diagnostic, Message, Tongue};

/// Warns once for each kind whose rows contradict each other, with the first two that do.
pub(crate) fn contradictions(schema: &Schema, settled: &[Option<Settled>], intake: &Intake, faults: &mut Faults<'_>) {
    for settled in settled.iter().flatten() {
        let Some(&(first, other)) = settled.kept.conflicts.first() else { continue };
        let Some(&row) = settled.kept.rows.get(first as usize) else { continue };
        let (key, at) = (settled.printed(row), settled.origin(row));
        let record = schema.record(settled.staged.record);
        let fields = |tongue: Tongue, joint: &str| {
            let blanks = settled.kept.blanks.iter().filter(|(record, _)| *record == first);
            let names = blanks.map(|&(_, field)| format!("`{}`", record.field(field).name.in_tongue(tongue)));
            names.collect::<Vec<_>>().join(joint)
        };
        let (file, there) = (file(intake, at), beside(intake, other, at));
        let n = settled.kept.conflicts.len();
        let message = Message::new(
            format!(
                "rows contradict each other on {n} of `{}`; first on `{key}`: rows {} and {there} differ in {}",
                record.name.in_tongue(Tongue::En),
                at.row,
                fields(Tongue::En, ", ")
            ),
            format!(
                "有 {n} 件 `{}` 各行说法不一，首例 `{key}`：第 {} 行与第 {there} 行的 {} 不同",
                record.name.in_tongue(Tongue::Zh),
                at.row,
                fields(Tongue::Zh, "、")
            ),
        );
        let help = Message::new(
            "the fields that differ are taken as unknown; keep one row, or give the record a `known` field so that the \
             latest entry stands",
            "不一致的字段视为未知；请只留一行，或为档案设录入日期字段，以最后录入者为准",
        );
        let place = DataPlace { file: file.to_owned(), row: at.row, column: None, value: None };
        faults.push(Diagnostic::data_error(Code::W1106, place, message).warning().help(help));
    }
}

fn file(intake: &Intake, origin: Origin) -> &str {
    intake.inputs.get(origin.input as usize).map_or("", |input| &input.source)
}

/// Names a row beside another: its number alone if both stand in one file.
fn beside(intake: &Intake, row: Origin, other: Origin) -> String {
    if row.input == other.input { row.row.to_string() } else { format!("{}:{}", file(intake, row), row.row) }
}

/// Warns once of dated kinds whose data horizon is not declared.
pub(crate) fn undeclared_horizon(schema: &Schema, tables: &[Table], faults: &mut Faults<'_>) {
    let undeclared: Vec<(&Table, &Record)> = tables
        .iter()
        .map(|table| (table, schema.record(table.record)))
        .filter(|(table, record)| record.at.is_some() && !table.feed.declared && !table.feed.intervals.is_empty())
        .collect();
    if undeclared.is_empty() {
        return;
    }
    let spans = |tongue: Tongue| {
        undeclared.iter().flat_map(move |(table, record)| {
            table.feed.intervals.iter().map(move |(from, to)| (record.name.in_tongue(tongue).to_owned(), *from, *to))
        })
    };
    let en: Vec<String> = spans(Tongue::En).map(|(name, from, to)| format!("`{name}` from {from} to {to}")).collect();
    let zh: Vec<String> = spans(Tongue::Zh).map(|(name, from, to)| format!("`{name}` 自 {from} 至 {to}")).collect();
    let message = Message::new(
        format!(
            "the data horizon is not declared, so records count as complete only between their first and last date: {}",
            en.join(", ")
        ),
        format!("未声明数据范围，只在首末记录之间视为完整：{}", zh.join("、")),
    );
    let help = Message::new(
        "declare what the records cover: `data: {from: 2025-01-01, to: 2025-12-31}`",
        "请声明记录覆盖的日期：`data: {from: 2025-01-01, to: 2025-12-31}`",
    );
    faults.warning(Code::W1001, &Path::default(), message, help);
}

/// Reports an error if more rows have bad cells than the run allows.
pub(crate) fn too_many_rejects(inputs: &[Input], options: &LoadOptions, manifest_path: &str, faults: &mut Faults<'_>) {
    let Some(limit) = options.max_rejects else { return };
    let bad: u64 = inputs.iter().map(|input| input.rejected + input.illegible).sum();
    let all: u64 = inputs.iter().map(|i| i.rejected + i.rows + i.duplicates + i.superseded + i.conflicting).sum();
    if !limit.is_passed(bad, all) {
        return;
    }
    let message = Message::new(
        format!("{bad} of {all} rows have cells that cannot be read, more than the {limit} allowed"),
        format!("{all} 行中有 {bad} 行含有无法辨认的单元格，超过所许的 {limit}"),
    );
    let place = DataPlace { file: manifest_path.to_owned(), row: 0, column: None, value: None };
    faults.push(Diagnostic::data_error(Code::E1106, place, message));
}
