//! Cells that could not be read.

use guiju_syntax::{Code, DataPlace, Diagnostic, Message};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A bad cell; all bad cells of a row are listed. The row is used without it, unless it is part of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Index of the file in `Dataset::inputs`.
    pub input: u32,
    /// Kind of record the row was to feed (stable name).
    pub record: Arc<str>,
    /// The file, as named in the manifest.
    pub file: Arc<str>,
    /// The row as a spreadsheet numbers it; the heading is row 1.
    pub row: u64,
    /// The column's heading; empty where the whole row is meant.
    pub column: Arc<str>,
    /// The cell's text, shortened to at most 200 characters.
    pub value: String,
    /// Whether the row's key is lost with it, so that nobody can say which record the row is.
    pub lost: bool,
    /// What kind of fault.
    pub code: Code,
    /// What was expected.
    pub expected: Arc<Message>,
}

/// The longest value kept, in characters.
const MAX_VALUE: usize = 200;
/// The longest value shown in a diagnostic, in characters.
const MAX_SHOWN: usize = 60;

/// Returns a text of at most `limit` characters, with `…` where it was cut.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some(_) => text.chars().take(limit.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// Returns a cell's text as a reject keeps it.
pub(crate) fn kept_value(text: &str) -> String {
    shorten(text, MAX_VALUE)
}

/// Brings rejects into their order: by file, row, column, value.
pub(crate) fn sort(rejects: &mut [Reject]) {
    rejects.sort_by(|a, b| {
        let place = |r: &Reject| (r.input, r.row);
        place(a).cmp(&place(b)).then_with(|| a.column.cmp(&b.column)).then_with(|| a.value.cmp(&b.value))
    });
}

/// Sums up rejects: one warning for each file, column and kind of fault, with the count and the first example.
pub(crate) fn summarise(rejects: &[Reject]) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(u32, &str, Code), (&Reject, usize)> = BTreeMap::new();
    for reject in rejects {
        groups.entry((reject.input, &reject.column, reject.code)).and_modify(|(_, n)| *n += 1).or_insert((reject, 1));
    }
    groups.into_values().map(|(first, n)| summary(first, n)).collect()
}

fn summary(first: &Reject, n: usize) -> Diagnostic {
    let (record, expected) = (&first.record, &first.expected);
    let (one, several, zh) = match first.code {
        Code::W1102 => ("cell is empty", "cells are empty", "个单元格不应为空"),
        Code::W1103 => ("cell refers to no record", "cells refer to no record", "个单元格所指的档案不存在"),
        Code::W1104 => (
            "row has not as many cells as the heading",
            "rows have not as many cells as the heading",
            "行与标题行的列数不同",
        ),
        _ => ("cell cannot be read", "cells cannot be read", "个单元格无法读取"),
    };
    let (what, rows, them) = if n == 1 { (one, "row is", "it") } else { (several, "rows are", "them") };
    let (en, then) = if first.lost {
        (format!("which `{record}` the {rows} cannot be told"), format!("所在行是哪一件 `{record}` 无从得知"))
    } else {
        (format!("the {rows} used, what rests on {them} is unknown"), "所在行照用，该内容视为未知".to_owned())
    };
    let message = Message::new(format!("{n} {what}; {en}"), format!("有 {n} {zh}；{then}"));
    let place = DataPlace {
        file: first.file.to_string(),
        row: first.row,
        column: (!first.column.is_empty()).then(|| first.column.to_string()),
        // A row with too few cells has no cell to show.
        value: (!first.column.is_empty()).then(|| shorten(&first.value, MAX_SHOWN)),
    };
    Diagnostic::data_error(first.code, place, message)
        .warning()
        .help(Message::new(format!("expected {}", expected.en), format!("应为{}", expected.zh)))
}

/// Prints rejects as CSV with a heading, one line per bad cell.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
#[must_use]
pub fn rejects_csv(rejects: &[Reject]) -> String {
    let mut text = String::from("record,file,row,column,value,code,expected,expected_zh\n");
    for reject in rejects {
        let row = reject.row.to_string();
        let cells = [
            &reject.record,
            &reject.file,
            row.as_str(),
            &reject.column,
            &reject.value,
            reject.code.as_str(),
            &reject.expected.en,
            &reject.expected.zh,
        ];
        text.push_str(&cells.map(csv_cell).join(","));
        text.push('\n');
    }
    text
}

fn csv_cell(text: &str) -> String {
    // Spreadsheets skip leading white space, and take the full-width forms too.
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    let harmless = if formula { format!("'{text}") } else { text.to_owned() };
    if harmless.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", harmless.replace('"', "\"\"")) } else { harmless }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reject(value: &str) -> Reject {
        Reject {
            input: 0,
            record: "visit".into(),
            file: "a.csv".into(),
            row: 7,
            column: "日期".into(),
            value: kept_value(value),
            lost: false,
            code: Code::W1101,
            expected: Arc::new(Message::new("a date", "日期")),
        }
    }

    #[test]
    fn formulas_are_made_harmless() {
        let values = ["=1+1", "+86", "-3", "@SUM(A1)", " =1", "＝1", "\t=1", "a=b"];
        let csv = rejects_csv(&values.map(reject));
        let cells: Vec<&str> = csv.lines().skip(1).map(|line| line.split(',').nth(4).unwrap()).collect();
        assert_eq!(cells, ["'=1+1", "'+86", "'-3", "'@SUM(A1)", "' =1", "'＝1", "'\t=1", "a=b"]);
    }

    #[test]
    fn quotes_and_line_breaks_are_kept() {
        let csv = rejects_csv(&[reject("a \"b\",\r\nc")]);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(&record[4], "a \"b\",\r\nc");
        assert_eq!(record.len(), 8);
    }

    #[test]
    fn long_values_are_cut() {
        assert_eq!(shorten("一二三", 3), "一二三");
        assert_eq!(shorten("一二三四", 3), "一二…");
        assert_eq!(kept_value(&"长".repeat(500)).chars().count(), 200);
    }
}
