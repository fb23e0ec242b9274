//! Which records were looked at, and how each counted or did not.

use super::page::Page;
use crate::judge::Judged;
use arrow_array::{Array, StringArray, cast::AsArray, types::UInt32Type};
use guiju_compiler::{FieldId, Schema, Type, hir};
use guiju_data::{Column, Dataset, NUMBER_SCALE, Table};
use guiju_eval::{Cell, EvalError, Evidence, Look, Phrase, Verdict};
use guiju_report::{phrases::number, words};
use guiju_syntax::{Span, Tongue};
use rust_decimal::Decimal;

/// How many records of one kind of answer are named.
const FEW: usize = 20;
/// The longest text of a cell that is shown, in characters.
const MAX_CELL: usize = 40;

/// Tells the records behind a verdict.
pub(super) fn tell(page: &mut Page, judged: &Judged, verdict: &Verdict, rule: &hir::Rule) -> Result<(), EvalError> {
    let looks = guiju_eval::look(&judged.checked.program, &judged.dataset, &judged.options, verdict)?;
    if looks.is_empty() {
        if let hir::Head::Check(check) = &rule.head {
            conditions(page, check, verdict);
        }
        for evidence in verdict.evidence.iter().take(FEW) {
            let cells = cells(judged, evidence, page.tongue);
            page.label("record", "记录", &format!("{}{}{cells}", place(evidence), page.tongue.pick(": ", "：")));
        }
        more(page, verdict.evidence.len());
    } else {
        counted(page, judged, &looks);
    }
    complete(page, judged, verdict, rule);
    if looks.is_empty() && verdict.evidence.is_empty() {
        page.paragraph(page.tongue.pick("No record bears on it.", "没有与之有关的记录。"));
    }
    Ok(())
}

/// Tells for which dates the records that could answer are complete: outside, absence means nothing.
fn complete(page: &mut Page, judged: &Judged, verdict: &Verdict, rule: &hir::Rule) {
    let record = match &rule.head {
        hir::Head::Quantity(quantity) => quantity.counted.record,
        hir::Head::Coverage(coverage) => coverage.counted.record,
        hir::Head::Check(check) => check.record,
        hir::Head::Hold(hir::Hold { each: Some(each), .. }) => each.record,
        hir::Head::Hold(_) | hir::Head::TimeIn(_) => return,
        hir::Head::Deadline(deadline) => match (&deadline.act, &deadline.trigger) {
            (hir::Act::Record { record, .. }, _) | (_, hir::Trigger::Each { record, .. }) => *record,
            _ => return,
        },
        hir::Head::Path(path) => {
            let stage = verdict.stage.as_ref().and_then(|stage| path.stages.get(stage.number));
            match stage.and_then(|stage| stage.duties.first()).map(|duty| &duty.act) {
                Some(hir::Act::Record { record, .. }) => *record,
                _ => path.record,
            }
        }
    };
    let record = judged.checked.program.schema.record(record);
    let Some((_, feed)) = judged.feeds.iter().find(|(name, _)| *name == record.name.id) else { return };
    let tongue = page.tongue;
    let days = feed.intervals.iter().map(|(from, to)| format!("{from}{}{to}", tongue.pick(" to ", "至")));
    let days = days.collect::<Vec<_>>().join(tongue.pick(", ", "、"));
    let name = record.name.in_tongue(tongue);
    page.label(
        "complete",
        "完整",
        &match tongue {
            Tongue::En => format!("`{name}` records, {days}"),
            Tongue::Zh => format!("“{name}”记录，{days}"),
        },
    );
}

/// Tells the records that count, those that do not and why, and those that cannot be told.
fn counted(page: &mut Page, judged: &Judged, looks: &[Look]) {
    let tongue = page.tongue;
    let groups = [(Some(true), "counts", "计入"), (None, "unclear", "不明"), (Some(false), "does not", "不计")];
    for (counts, en, zh) in groups {
        let those: Vec<&Look> = looks.iter().filter(|look| look.counts == counts).collect();
        for look in those.iter().take(FEW) {
            let mut told = look.records.iter().map(place).collect::<Vec<_>>().join(tongue.pick(", ", "、"));
            if let Some(day) = look.day {
                told += &format!("{}{day}", tongue.pick(", ", "，"));
            }
            let parts = if counts.is_none() { &look.unknown } else { &look.fails };
            if !parts.is_empty() {
                let parts = parts.iter().map(|span| format!("`{}`", words_of(judged, *span))).collect::<Vec<_>>();
                told += tongue.pick(": not ", "：不符合 ").trim_end_matches(if counts.is_none() { "not " } else { "" });
                if counts.is_none() {
                    told += tongue.pick("cannot tell ", "无法判断 ");
                }
                told += &parts.join(tongue.pick(" and ", "、"));
            }
            if !look.illegible.is_empty() {
                let cells = look.illegible.iter().map(|cell| illegible(judged, cell, tongue)).collect::<Vec<_>>();
                let cells = cells.join(tongue.pick(", ", "、"));
                told += &match tongue {
                    Tongue::En => format!(": cannot read {cells}"),
                    Tongue::Zh => format!("：{cells}无法辨认"),
                };
            }
            page.label(en, zh, &told);
        }
        more(page, those.len());
    }
}

/// Names a cell that cannot be read: its field, or the row where all of it is garbled.
fn illegible(judged: &Judged, cell: &Cell, tongue: Tongue) -> String {
    if cell.field.is_empty() {
        return tongue.pick("the row", "整行").to_owned();
    }
    let name = words::name(&judged.evaluation.names, &cell.field, tongue);
    match tongue {
        Tongue::En => format!("`{name}`"),
        Tongue::Zh => format!("“{name}”"),
    }
}

/// Returns the policy's own words, on one line.
fn words_of(judged: &Judged, span: Span) -> String {
    judged.checked.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tells condition by condition which hold.
fn conditions(page: &mut Page, check: &hir::Check, verdict: &Verdict) {
    let (fails, unknown) = match &verdict.actual {
        Phrase::Fails(fails) => (fails.as_slice(), &[][..]),
        Phrase::Unknown(unknown) => (&[][..], unknown.as_slice()),
        Phrase::Holds => (&[][..], &[][..]),
        _ => return,
    };
    for condition in &check.must {
        let is_among = |list: &[(String, String)]| list.iter().any(|(en, _)| *en == condition.en);
        let words = page.tongue.pick(&condition.en, &condition.zh).to_owned();
        let (en, zh) = match (is_among(fails), is_among(unknown)) {
            (true, _) => ("fails", "不满足"),
            (_, true) => ("unclear", "不明"),
            _ => ("holds", "满足"),
        };
        page.label(en, zh, &words);
    }
}

fn more(page: &mut Page, n: usize) {
    if n > FEW {
        let n = n - FEW;
        page.paragraph(&match page.tongue {
            Tongue::En => format!("and {n} more"),
            Tongue::Zh => format!("另有{n}条"),
        });
    }
}

/// Names a record and where it stands.
fn place(evidence: &Evidence) -> String {
    let Evidence { record, key, source, row } = evidence;
    format!("{source}:{row} {record} {key}")
}

/// Tells the cells of a record that are not empty.
fn cells(judged: &Judged, evidence: &Evidence, tongue: Tongue) -> String {
    let schema = &judged.checked.program.schema;
    let dataset = &judged.dataset;
    let Some(id) = schema.find_record(&evidence.record) else { return String::new() };
    let table = dataset.table(id);
    let is_it = |origin: &guiju_data::Origin| {
        let source = dataset.inputs.get(origin.input as usize).map(|input| input.source.as_str());
        origin.row == evidence.row && source == Some(evidence.source.as_str())
    };
    let Some(row) = table.origins.iter().position(is_it) else { return String::new() };
    let fields = (0..).map(FieldId).zip(&schema.record(id).fields);
    let told = fields.filter_map(|(field, declared)| {
        if table.illegible.cell(field, u32::try_from(row).unwrap_or(u32::MAX)) {
            return Some(format!("{} {}", declared.name.in_tongue(tongue), tongue.pick("illegible", "无法辨认")));
        }
        let cell = cell(schema, dataset, declared.ty, table.column(field), row, tongue)?;
        Some(format!("{} {}", declared.name.in_tongue(tongue), shortened(&cell)))
    });
    told.collect::<Vec<_>>().join(tongue.pick(", ", "，"))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_CELL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Tells a cell; `None` if it is empty.
fn cell(schema: &Schema, dataset: &Dataset, ty: Type, column: &Column, row: usize, tongue: Tongue) -> Option<String> {
    let key = |table: &Table, row: u32| table.key(row as usize).to_owned();
    let code = |catalog, code: usize| {
        let entry = schema.catalog(catalog).codes.get(code);
        entry.map(|entry| entry.name.in_tongue(tongue).to_owned()).unwrap_or_default()
    };
    let joined = |parts: Vec<String>| parts.join(tongue.pick("; ", "；"));
    Some(match (column, ty) {
        (Column::Text(texts), _) => {
            let texts = texts.downcast_dict::<StringArray>()?;
            texts.is_valid(row).then(|| texts.values().value(texts.keys().value(row) as usize).to_owned())?
        }
        (Column::Number(numbers), _) => {
            let scale = u32::try_from(NUMBER_SCALE).ok()?;
            let value = numbers.is_valid(row).then(|| numbers.value(row))?;
            number(Decimal::try_from_i128_with_scale(value, scale).ok()?)
        }
        (Column::YesNo(flags), _) => yes_no(flags.is_valid(row).then(|| flags.value(row))?, tongue),
        (Column::Date(days), _) => {
            guiju_calendar::Day::from_number(days.is_valid(row).then(|| days.value(row))?)?.to_string()
        }
        (Column::Time(times), _) => time(times.get(row).copied().flatten()?, schema.zone),
        (Column::Duration(lengths), _) => words::duration(lengths.get(row).copied().flatten()?, tongue),
        (Column::Code(codes), Type::Code(catalog)) => {
            code(catalog, usize::from(codes.is_valid(row).then(|| codes.value(row))?))
        }
        (Column::CodeSet(sets), Type::CodeSet(catalog)) => {
            let mask = sets.is_valid(row).then(|| sets.value(row))?;
            joined((0..64).filter(|bit| mask & (1 << bit) != 0).map(|bit| code(catalog, bit)).collect())
        }
        (Column::Ref(rows), Type::Ref(target)) => {
            key(dataset.table(target), rows.is_valid(row).then(|| rows.value(row))?)
        }
        (Column::RefSet(lists), Type::RefSet(target)) => {
            let rows = lists.is_valid(row).then(|| lists.value(row))?;
            let rows = rows.as_primitive_opt::<UInt32Type>()?;
            joined(rows.values().iter().map(|row| key(dataset.table(target), *row)).collect())
        }
        (Column::TextSet(lists), _) => {
            let texts = lists.is_valid(row).then(|| lists.value(row))?;
            let texts = texts.as_dictionary_opt::<UInt32Type>()?.downcast_dict::<StringArray>()?;
            joined(texts.into_iter().flatten().map(str::to_owned).collect())
        }
        _ => return None,
    })
}

/// Tells an instant as the clocks of the policies show it.
fn time(moment: guiju_calendar::Moment, zone: guiju_calendar::Zone) -> String {
    match moment.exact() {
        Some(instant) => zone.stamp(instant).to_string(),
        None => moment.day(zone).to_string(),
    }
}

fn yes_no(yes: bool, tongue: Tongue) -> String {
    match yes {
        true => tongue.pick("yes", "是"),
        false => tongue.pick("no", "否"),
    }
    .to_owned()
}

/// Tells a constant of a policy.
pub(super) fn constant(schema: &Schema, value: &hir::Value, tongue: Tongue) -> String {
    use hir::Value;
    let code = |catalog: &guiju_compiler::CatalogId, code: usize| {
        let entry = schema.catalog(*catalog).codes.get(code);
        entry.map(|entry| entry.name.in_tongue(tongue).to_owned()).unwrap_or_default()
    };
    match value {
        Value::Number(n) => number(*n),
        Value::Percent(n) => format!("{}%", number(*n)),
        Value::Duration(length) => words::duration(*length, tongue),
        Value::Date(day) => day.to_string(),
        Value::Moment(moment) => time(*moment, schema.zone),
        Value::Text(text) | Value::Unreadable(text) => format!("“{text}”"),
        Value::YesNo(yes) => yes_no(*yes, tongue),
        Value::Code(catalog, index) => code(catalog, *index),
        Value::Codes(catalog, mask) => {
            let codes = (0..64).filter(|bit| mask & (1 << bit) != 0).map(|bit| code(catalog, bit));
            codes.collect::<Vec<_>>().join(tongue.pick(", ", "、"))
        }
        Value::Texts(texts) => texts.join(tongue.pick(", ", "、")),
    }
}
