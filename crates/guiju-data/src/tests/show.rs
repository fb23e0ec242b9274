//! Tables and diagnostics as text, for snapshots.

use crate::{Column, Dataset, Table};
use arrow_array::types::UInt32Type;
use arrow_array::{Array, DictionaryArray, StringArray, UInt32Array};
use guiju_calendar::Day;
use guiju_compiler::{FieldId, RecordId, Schema};
use guiju_syntax::{Diagnostic, Severity};

/// Prints a table: heading, one line per record, `~` for nothing, `?` for what cannot be read, `!` for a conflict, then the feed.
pub(crate) fn table(schema: &Schema, dataset: &Dataset, record: RecordId) -> String {
    let table = dataset.table(record);
    let fields: Vec<&str> = schema.record(record).fields.iter().map(|field| field.name.id.as_str()).collect();
    let mut text = format!("key, {}\n", fields.join(", "));
    for row in 0..table.n_rows {
        let cell = |(field, column)| {
            let illegible = table.illegible.cell(FieldId(field), u32::try_from(row).unwrap());
            if illegible { "?".to_owned() } else { cell(column, row) }
        };
        let cells: Vec<String> = table.columns.iter().enumerate().map(cell).collect();
        let mark = if table.conflicts.value(row) { " !" } else { "" };
        let origin = table.origins[row];
        let place = if origin.input == u32::MAX { "-".to_owned() } else { format!("{}:{}", origin.input, origin.row) };
        text += &format!("{}, {}  @{place}{mark}\n", table.key(row), cells.join(", "));
    }
    text + &feed(table)
}

fn feed(table: &Table) -> String {
    let spans: Vec<String> = table.feed.intervals.iter().map(|(from, to)| format!("{from}..{to}")).collect();
    format!("feed {}{}\n", spans.join(" "), if table.feed.declared { " declared" } else { "" })
}

fn cell(column: &Column, row: usize) -> String {
    let text = match column {
        Column::Text(texts) => texts.is_valid(row).then(|| word(texts, row)),
        Column::Number(numbers) => numbers
            .is_valid(row)
            .then(|| numbers.value_as_string(row).trim_end_matches('0').trim_end_matches('.').into()),
        Column::YesNo(flags) => flags.is_valid(row).then(|| if flags.value(row) { "yes" } else { "no" }.into()),
        Column::Time(times) => times[row].map(|time| match time.exact() {
            Some(instant) => guiju_calendar::Zone::default().stamp(instant).to_string(),
            None => time.day(guiju_calendar::Zone::default()).to_string(),
        }),
        Column::Date(days) => days.is_valid(row).then(|| Day::from_number(days.value(row)).unwrap().to_string()),
        Column::Duration(lengths) => lengths[row].map(|length| length.to_string()),
        Column::Code(codes) => codes.is_valid(row).then(|| format!("#{}", codes.value(row))),
        Column::Ref(rows) => rows.is_valid(row).then(|| format!("->{}", rows.value(row))),
        Column::CodeSet(sets) => sets.is_valid(row).then(|| format!("{:#b}", sets.value(row))),
        Column::RefSet(lists) => lists.is_valid(row).then(|| {
            let values = lists.value(row);
            let rows = values.as_any().downcast_ref::<UInt32Array>().unwrap();
            format!("{:?}", rows.values().to_vec())
        }),
        Column::TextSet(lists) => lists.is_valid(row).then(|| {
            let values = lists.value(row);
            let texts = values.as_any().downcast_ref::<DictionaryArray<UInt32Type>>().unwrap();
            format!("{:?}", (0..texts.len()).map(|i| word(texts, i)).collect::<Vec<_>>())
        }),
    };
    text.unwrap_or_else(|| "~".to_owned())
}

fn word(texts: &DictionaryArray<UInt32Type>, row: usize) -> String {
    let words = texts.values().as_any().downcast_ref::<StringArray>().unwrap();
    words.value(texts.keys().value(row) as usize).to_owned()
}

/// Prints diagnostics in both tongues, help lines indented.
pub(crate) fn diagnostics(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let severity = if diagnostic.severity == Severity::Error { "error" } else { "warning" };
        let place = diagnostic.data.as_ref().map_or(String::new(), |place| {
            let column = place.column.as_ref().map_or(String::new(), |column| format!(" [{column}]"));
            let value = place.value.as_ref().map_or(String::new(), |value| format!(" = {value:?}"));
            format!("{}:{}{column}{value}", place.file, place.row)
        });
        text += &format!("{severity}[{}] {place}\n", diagnostic.code);
        text += &format!("  {}\n  {}\n", diagnostic.message.en, diagnostic.message.zh);
        if let Some(help) = &diagnostic.help {
            text += &format!("    {}\n    {}\n", help.en, help.zh);
        }
    }
    text
}
