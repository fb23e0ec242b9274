//! Dirty cells and rows: nothing is guessed, nothing vanishes.

use super::*;
use crate::{Limit, rejects_csv};
use insta::assert_snapshot;

const MANIFEST: &str =
    "{version: 1, data: {from: 2025-01-01, to: 2025-12-31}, records: {unit: {source: u.csv}, visit: {source: v.csv}}}";
const UNITS: &str = "id,title,staff,key_unit,review\nU1,甲,12,是,15日\nU2,乙,twelve,maybe,soon\n,丙,1,1,\n";
const VISITS: &str = "id,unit,date,items,main\n\
    V1,U1,2025-03-04,fire,power\n\
    V2,U1,3/4/2025,fire;smoke,fires\n\
    V3,U1,,broken,broken\n\
    V4,U1,2025-03-04\n\
    ,,,,\n\
    V5,U1,2025-03-05,fire,,,\n\
    V6,U1,2025-03-05,fire,,surplus\n\
    V7,U1,2025-03-06,,=1+1\n";

fn loaded(options: &LoadOptions) -> Loaded {
    load(&schema(), MANIFEST, "dataset.yaml", &folder(&[("u.csv", UNITS), ("v.csv", VISITS)]), options)
}

#[test]
fn every_bad_cell_is_listed() {
    assert_snapshot!(rejects_csv(&loaded(&LoadOptions::default()).rejects), @r#"
    record,file,row,column,value,code,expected,expected_zh
    unit,u.csv,3,key_unit,maybe,W1101,yes or no,是或否
    unit,u.csv,3,review,soon,W1101,"a length of time such as `15 days`, `3 months` or `24 hours`",时长，如“15日”“3个月”“10个工作日”“24小时”
    unit,u.csv,3,staff,twelve,W1101,"a number with at most 6 decimal places, such as 1,234.5","至多 6 位小数的数，如 1,234.5"
    unit,u.csv,4,id,,W1102,a text,文字
    visit,v.csv,3,date,3/4/2025,W1101,"a date such as 2025-03-04; declare `format` for others, such as 3/4/2025",日期，如 2025-03-04；其他写法（如 3/4/2025）请声明 `format`
    visit,v.csv,3,items,fire;smoke,W1101,codes of `contents`,目录 `内容` 中的代码
    visit,v.csv,3,main,fires,W1101,a code of `contents`; did you mean `fire`?,目录 `内容` 中的代码；是否指 `fire`？
    visit,v.csv,4,date,,W1102,"a date such as 2025-03-04; declare `format` for others, such as 3/4/2025",日期，如 2025-03-04；其他写法（如 3/4/2025）请声明 `format`
    visit,v.csv,4,items,broken,W1101,codes of `contents`,目录 `内容` 中的代码
    visit,v.csv,4,main,broken,W1101,a code of `contents`,目录 `内容` 中的代码
    visit,v.csv,5,,,W1104,"5 cells, as in the heading; the row has 3",与标题行相同的 5 列；此行有 3 列
    visit,v.csv,8,,,W1104,"5 cells, as in the heading; the row has 6",与标题行相同的 5 列；此行有 6 列
    visit,v.csv,9,main,'=1+1,W1101,a code of `contents`,目录 `内容` 中的代码
    "#);
}

#[test]
fn bad_cells_are_summed_up_by_file_column_and_kind() {
    assert_snapshot!(show::diagnostics(&loaded(&LoadOptions::default()).diagnostics), @r#"
    warning[W1102] u.csv:4 [id] = ""
      1 cell is empty; which `unit` the row is cannot be told
      有 1 个单元格不应为空；所在行是哪一件 `unit` 无从得知
        expected a text
        应为文字
    warning[W1101] u.csv:3 [key_unit] = "maybe"
      1 cell cannot be read; the row is used, what rests on it is unknown
      有 1 个单元格无法读取；所在行照用，该内容视为未知
        expected yes or no
        应为是或否
    warning[W1101] u.csv:3 [review] = "soon"
      1 cell cannot be read; the row is used, what rests on it is unknown
      有 1 个单元格无法读取；所在行照用，该内容视为未知
        expected a length of time such as `15 days`, `3 months` or `24 hours`
        应为时长，如“15日”“3个月”“10个工作日”“24小时”
    warning[W1101] u.csv:3 [staff] = "twelve"
      1 cell cannot be read; the row is used, what rests on it is unknown
      有 1 个单元格无法读取；所在行照用，该内容视为未知
        expected a number with at most 6 decimal places, such as 1,234.5
        应为至多 6 位小数的数，如 1,234.5
    warning[W1104] v.csv:5
      2 rows have not as many cells as the heading; which `visit` the rows are cannot be told
      有 2 行与标题行的列数不同；所在行是哪一件 `visit` 无从得知
        expected 5 cells, as in the heading; the row has 3
        应为与标题行相同的 5 列；此行有 3 列
    warning[W1101] v.csv:3 [date] = "3/4/2025"
      1 cell cannot be read; the row is used, what rests on it is unknown
      有 1 个单元格无法读取；所在行照用，该内容视为未知
        expected a date such as 2025-03-04; declare `format` for others, such as 3/4/2025
        应为日期，如 2025-03-04；其他写法（如 3/4/2025）请声明 `format`
    warning[W1102] v.csv:4 [date] = ""
      1 cell is empty; the row is used, what rests on it is unknown
      有 1 个单元格不应为空；所在行照用，该内容视为未知
        expected a date such as 2025-03-04; declare `format` for others, such as 3/4/2025
        应为日期，如 2025-03-04；其他写法（如 3/4/2025）请声明 `format`
    warning[W1101] v.csv:3 [items] = "fire;smoke"
      2 cells cannot be read; the rows are used, what rests on them is unknown
      有 2 个单元格无法读取；所在行照用，该内容视为未知
        expected codes of `contents`
        应为目录 `内容` 中的代码
    warning[W1101] v.csv:3 [main] = "fires"
      3 cells cannot be read; the rows are used, what rests on them is unknown
      有 3 个单元格无法读取；所在行照用，该内容视为未知
        expected a code of `contents`; did you mean `fire`?
        应为目录 `内容` 中的代码；是否指 `fire`？
    "#);
}

#[test]
fn rows_stay_without_their_bad_cells_and_are_accounted_for() {
    let dataset = loaded(&LoadOptions::default()).dataset.unwrap();
    assert_snapshot!(show::table(&schema(), &dataset, VISIT), @"
    key, id, unit, date, items, covert, with, main
    V1, V1, ->0, 2025-03-04, 0b1, ~, ~, #1  @1:2
    V2, V2, ->0, ?, ?, ~, ~, ?  @1:3
    V3, V3, ->0, ?, ?, ~, ~, ?  @1:4
    V5, V5, ->0, 2025-03-05, 0b1, ~, ~, ~  @1:7
    V7, V7, ->0, 2025-03-06, 0b0, ~, ~, ?  @1:9
    ?v.csv:5, ?, ?, ?, ?, ~, ~, ?  @1:5
    ?v.csv:8, ?, ?, ?, ?, ~, ~, ?  @1:8
    feed 2025-01-01..2025-12-31 declared
    ");
    let counts: Vec<u64> = dataset.inputs.iter().map(accounted).collect();
    assert_eq!(counts, [3, 8]);
    let visits = &dataset.inputs[1];
    assert_eq!((visits.rows, visits.illegible, visits.rejected, visits.skipped), (5, 3, 2, 1));
}

#[test]
fn a_limit_on_rejects_fails_the_run() {
    let limited = |limit| loaded(&LoadOptions { max_rejects: Some(limit), ..LoadOptions::default() });
    assert!(limited(Limit::Count(7)).dataset.is_some());
    let failed = limited(Limit::Count(6));
    assert!(failed.dataset.is_none());
    assert_eq!(failed.rejects.len(), 13);
    assert_snapshot!(show::diagnostics(&failed.diagnostics[failed.diagnostics.len() - 1..]), @r#"
    error[E1106] dataset.yaml:0
      7 of 10 rows have cells that cannot be read, more than the 6 allowed
      10 行中有 7 行含有无法辨认的单元格，超过所许的 6
    "#);
    assert!(limited("69%".parse().unwrap()).dataset.is_none());
    assert!(limited("70%".parse().unwrap()).dataset.is_some());
}

#[test]
fn line_breaks_and_blank_lines_keep_the_row_numbers_of_a_spreadsheet() {
    let files = [("n.csv", "issued,text\r\n2025-01-01,\"one\r\ntwo\"\r\n\r\n2025-01-02,three\r\n")];
    let dataset = dataset(&schema(), "{version: 1, records: {notice: {source: n.csv}}}", &files);
    assert_snapshot!(show::table(&schema(), &dataset, NOTICE), @r#"
    key, visits, issued, text
    2, ~, 2025-01-01, one
    two  @0:2
    4, ~, 2025-01-02, three  @0:4
    feed 2025-01-01..2025-01-02
    "#);
}

#[test]
fn a_cell_beyond_a_mebibyte_is_refused() {
    let text = format!("issued,text\n2025-01-01,\"{}\"\n2025-01-02,b\n", "x".repeat((1 << 20) + 1));
    let loaded = load_plain(&schema(), "{version: 1, records: {notice: {source: n.csv}}}", &[("n.csv", &text)]);
    assert_snapshot!(show::diagnostics(&loaded.diagnostics).replace(&"x".repeat(59), "x…x"), @r#"
    warning[W1001] dataset.yaml:1
      the data horizon is not declared, so records count as complete only between their first and last date: `notice` from 2025-01-01 to 2025-01-02
      未声明数据范围，只在首末记录之间视为完整：`通知` 自 2025-01-01 至 2025-01-02
        declare what the records cover: `data: {from: 2025-01-01, to: 2025-12-31}`
        请声明记录覆盖的日期：`data: {from: 2025-01-01, to: 2025-12-31}`
    warning[W1101] n.csv:2 [text] = "x…x…"
      1 cell cannot be read; the row is used, what rests on it is unknown
      有 1 个单元格无法读取；所在行照用，该内容视为未知
        expected a cell of at most 1 MiB; perhaps a quotation mark is left open
        应为不超过 1 MiB 的单元格；可能有引号未闭合
    "#);
}

#[test]
fn a_declared_format_alone_counts() {
    let manifest =
        "{version: 1, records: {notice: {source: n.csv, columns: {issued: {format: ['%m/%d/%Y', '%d.%m.%y']}}}}}";
    let files = [("n.csv", "issued\n5/31/2019\n31.05.19\n2019-05-31\n")];
    let loaded = load_plain(&schema(), manifest, &files);
    assert_snapshot!(rejects_csv(&loaded.rejects), @r#"
    record,file,row,column,value,code,expected,expected_zh
    notice,n.csv,4,issued,2019-05-31,W1101,"a date of the form `%m/%d/%Y` or `%d.%m.%y`, as the manifest declares",清单所声明的 `%m/%d/%Y` 或 `%d.%m.%y` 形式的日期
    "#);
    assert_eq!(loaded.dataset.unwrap().table(NOTICE).illegible.cells[1], [2].into());
}
