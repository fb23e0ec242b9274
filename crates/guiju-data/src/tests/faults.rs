//! Faults of manifests and files, in the words a user reads.

use super::*;
use insta::assert_snapshot;

fn faults(manifest: &str, files: &[(&str, &str)]) -> String {
    let loaded = load_plain(&schema(), manifest, files);
    assert!(loaded.dataset.is_none());
    show::diagnostics(&loaded.diagnostics)
}

#[test]
fn all_faults_of_a_manifest_are_told_at_once() {
    let manifest = "
version: 2
dat: {from: 2025-01-01, to: 2025-12-31}
data: [{from: 2025-12-31, to: 2025-01-01}, {from: 2025, untill: 2026-01-01}]
calendar: cn.state_concil
records:
  vist: {source: v.csv}
  unit:
    source: [units.xlsx#一季度, 'sqlite:office.db#units', 'postgres://db/x#t', u.parquet]
    encoding: utf8-gb
    delimiter: ', '
    columns:
      titel: 名称
      staff: {column: 人数, constant: 3}
      id: [编号]
      key_unit: {format: '%Y', split: ';'}
      title: {constant: ~}
  notice:
    - columns: {issued: {format: [yyyy-mm-dd]}}
    - 3
  通知: {source: n.csv}
";
    assert_snapshot!(faults(manifest, &[]), @r#"
    error[E1002] dataset.yaml:3
      unknown key `dat` (at `dat`)
      无此键：`dat`（位于 `dat`）
        did you mean `data`?
        是否指 `data`？
    error[E1003] dataset.yaml:2
      this version of the manifest is not known; write `version: 1` (at `version`)
      不认识此清单版本，请写 `version: 1`（位于 `version`）
    error[E1008] dataset.yaml:4
      the data horizon runs backwards, from 2025-12-31 to 2025-01-01 (at `data[1]`)
      数据范围首尾颠倒：自 2025-12-31 至 2025-01-01（位于 `data[1]`）
    error[E1002] dataset.yaml:4
      unknown key `untill` (at `data[2].untill`)
      无此键：`untill`（位于 `data[2].untill`）
        known keys: from, to
        可用的键：from、to
    error[E1008] dataset.yaml:4
      `2025` is not a date such as 2025-01-01 (at `data[2].from`)
      `2025` 不是日期（如 2025-01-01）（位于 `data[2].from`）
    error[E1003] dataset.yaml:4
      expected the key `to`, a date such as 2025-01-01 (at `data[2]`)
      此处应有键 `to`（日期，如 2025-01-01）（位于 `data[2]`）
    error[E1004] dataset.yaml:7
      the policy has no record `vist` (at `records.vist`)
      规矩中没有档案 `vist`（位于 `records.vist`）
        did you mean `visit`?
        是否指 `visit`？
    error[E1010] dataset.yaml:9
      `units.xlsx#一季度`: reading one sheet or table of a file comes later; export it as CSV in the meantime (at `records.unit.source`)
      `units.xlsx#一季度`：暂不支持读取文件中的某个工作表，请先导出为 CSV（位于 `records.unit.source`）
    error[E1010] dataset.yaml:9
      `sqlite:office.db#units`: reading a database comes later; export it as CSV in the meantime (at `records.unit.source`)
      `sqlite:office.db#units`：暂不支持读取数据库，请先导出为 CSV（位于 `records.unit.source`）
    error[E1010] dataset.yaml:9
      `postgres://db/x#t`: reading a database comes later; export it as CSV in the meantime (at `records.unit.source`)
      `postgres://db/x#t`：暂不支持读取数据库，请先导出为 CSV（位于 `records.unit.source`）
    error[E1010] dataset.yaml:9
      `u.parquet`: reading JSON and Parquet comes later; export it as CSV in the meantime (at `records.unit.source`)
      `u.parquet`：暂不支持读取 JSON 与 Parquet，请先导出为 CSV（位于 `records.unit.source`）
    error[E1011] dataset.yaml:10
      `utf8-gb` is no encoding; usual ones are auto, utf-8, gb18030, big5 (at `records.unit.encoding`)
      没有编码 `utf8-gb`，常用的有 auto、utf-8、gb18030、big5（位于 `records.unit.encoding`）
    error[E1011] dataset.yaml:11
      `, ` cannot stand between cells; write one character such as `;`, or `tab` (at `records.unit.delimiter`)
      `, ` 不能作分隔符，请写一个字符（如 `;`）或 `tab`（位于 `records.unit.delimiter`）
    error[E1005] dataset.yaml:13
      `titel` is not a field of `unit` (at `records.unit.columns.titel`)
      `titel` 不是 `unit` 的字段（位于 `records.unit.columns.titel`）
        did you mean `title`?
        是否指 `title`？
    error[E1011] dataset.yaml:14
      a field comes from a `column` or is `constant`, not both (at `records.unit.columns.staff`)
      字段或取自列（`column`），或为常数（`constant`），不能兼有（位于 `records.unit.columns.staff`）
    error[E1003] dataset.yaml:15
      expected a heading, or a mapping with `column`, `values`, `split`, `format`, `constant`, `missing` (at `records.unit.columns.id`)
      此处应有列标题，或含 `column`、`values`、`split`、`format`、`constant`、`missing` 的映射（位于 `records.unit.columns.id`）
    error[E1011] dataset.yaml:16
      only a `set of …` field can be split (at `records.unit.columns.key_unit.split`)
      只有多选字段可以拆分（位于 `records.unit.columns.key_unit.split`）
    error[E1011] dataset.yaml:16
      only a date field has a `format` (at `records.unit.columns.key_unit.format`)
      只有日期字段可以写 `format`（位于 `records.unit.columns.key_unit.format`）
    error[E1003] dataset.yaml:17
      expected one value (at `records.unit.columns.title.constant`)
      此处应有一个值（位于 `records.unit.columns.title.constant`）
    error[E1003] dataset.yaml:19
      expected the key `source`, the file it is fed from (at `records.notice[1]`)
      此处应有键 `source`（来源文件）（位于 `records.notice[1]`）
    error[E1011] dataset.yaml:19
      `yyyy-mm-dd` does not describe a whole date; write one such as `%m/%d/%Y` (at `records.notice[1].columns.issued.format`)
      `yyyy-mm-dd` 不能表示完整的日期，请写如 `%m/%d/%Y`（位于 `records.notice[1].columns.issued.format`）
    error[E1003] dataset.yaml:20
      expected a mapping, `key: value` (at `records.notice[2]`)
      此处应有映射（`键: 值`）（位于 `records.notice[2]`）
        write `{source: 3}`
        请写 `{source: 3}`
    error[E1003] dataset.yaml:21
      `通知` and `notice` are the same kind of record; list both mappings under one name (at `records.通知`)
      `通知` 与 `notice` 是同一种档案，请在一个名称下列出两处来源（位于 `records.通知`）
    error[E1009] dataset.yaml:5
      there is no calendar `cn.state_concil` (at `calendar`)
      没有历法 `cn.state_concil`（位于 `calendar`）
        did you mean `cn.state_council`?
        是否指 `cn.state_council`？
    error[E1101] dataset.yaml:21
      there is no file `n.csv` (at `records.通知.source`)
      没有文件 `n.csv`（位于 `records.通知.source`）
    "#);
}

#[test]
fn what_is_no_manifest() {
    assert_snapshot!(faults("", &[]), @r#"
    error[E1003] dataset.yaml:1
      the manifest is empty
      清单是空的
        write `version: 1` and below it `records: {RECORD: {source: FILE.csv}}`
        请写 `version: 1`，其下写 `records: {档案: {source: 文件.csv}}`
    "#);
    assert_snapshot!(faults("records: {visit: [", &[]), @r#"
    error[E1001] dataset.yaml:2
      the manifest is not valid YAML: did not find expected node content at line 2 column 1, while parsing a flow node
      清单不是合法的 YAML：此处应有内容
        a `}`, `]`, `:` or quote may be missing in this line or the one before
        此行或上一行可能缺 `}`、`]`、`:` 或引号
    "#);
    assert_snapshot!(faults("version: 1\nrecords:\n  visit: {source: a.csv}\n  unit: {source: u.csv}\n  visit: {source: b.csv}\n", &[]), @r#"
    error[E1001] dataset.yaml:5
      a key is written twice: `visit`
      同一个键写了两次：`visit`
        keep one of them; several files of one record are a list under one key
        请只留一个；同一档案的几个文件可在一个键下列出
    "#);
}

#[test]
fn columns_that_are_not_there() {
    let manifest = "
version: 1
records:
  visit:
    source: v.csv
    columns:
      date: 巡视日起
      covert: {column: 方式, values: {暗: perhaps}}
      main: {constant: smoke}
";
    let files = [("v.csv", "编号,单位,巡视日期,内容,内容,方式,陪\n1,U,2025-01-01,,,暗,\n")];
    assert_snapshot!(faults(manifest, &files), @r#"
    error[E1007] dataset.yaml:7
      `v.csv` has no column `巡视日起` (at `records.visit.columns.date`)
      `v.csv` 中没有列 `巡视日起`（位于 `records.visit.columns.date`）
        did you mean `巡视日期`?
        是否指 `巡视日期`？
    error[E1007] dataset.yaml:4
      several columns of `v.csv` could be `items`: `内容` (4), `内容` (5); keep one or name it under `columns` (at `records.visit`)
      `v.csv` 中有几列都可能是 `内容`：`内容` (4)、`内容` (5)；请只留一列，或在 `columns` 中写明（位于 `records.visit`）
    error[E1011] dataset.yaml:8
      `perhaps` does not fit: expected yes or no (at `records.visit.columns.covert.values.暗`)
      `perhaps` 不合：应为是或否（位于 `records.visit.columns.covert.values.暗`）
    error[E1011] dataset.yaml:9
      the constant `smoke` does not fit: expected a code of `contents` (at `records.visit.columns.main`)
      常数 `smoke` 不合：应为目录 `内容` 中的代码（位于 `records.visit.columns.main`）
    "#);
    assert_snapshot!(faults("{version: 1, records: {visit: {source: v.csv}}}", &[("v.csv", "编号,单元,时间\n1,U,2025-01-01\n")]), @r#"
    error[E1006] dataset.yaml:1
      no column of `v.csv` feeds `unit` (at `records.visit`)
      `v.csv` 中没有列对应 `单位`（位于 `records.visit`）
        if it is the column `单元`, write `columns: {unit: 单元}`
        如果是列 `单元`，请写 `columns: {unit: 单元}`
    error[E1006] dataset.yaml:1
      no column of `v.csv` feeds `date` (at `records.visit`)
      `v.csv` 中没有列对应 `日期`（位于 `records.visit`）
        columns of the file: 编号, 单元, 时间
        文件中的列：编号、单元、时间
    error[E1006] dataset.yaml:1
      no column of `v.csv` feeds `items` (at `records.visit`)
      `v.csv` 中没有列对应 `内容`（位于 `records.visit`）
        columns of the file: 编号, 单元, 时间
        文件中的列：编号、单元、时间
    "#);
}

#[test]
fn a_heading_like_an_optional_field_is_a_warning() {
    let files = [("u.csv", "id,titel,人数 ,备注\nU1,a,1,b\n")];
    let loaded = load_plain(&schema(), "{version: 1, records: {unit: {source: u.csv}}}", &files);
    assert!(loaded.dataset.is_some());
    assert_snapshot!(show::diagnostics(&loaded.diagnostics), @r#"
    warning[W1002] dataset.yaml:1
      columns of `u.csv` are not read but look like fields: `titel` like `title` (at `records.unit`)
      `u.csv` 中有未读取的列与字段名相近：`titel` 近于 `title`（位于 `records.unit`）
        if they are meant, name them under `columns`
        如确为该字段，请在 `columns` 中写明
    "#);
}

#[test]
fn files_that_cannot_be_used() {
    let manifest = "
version: 1
records:
  unit:
    - source: absent.csv
    - source: none*.csv
    - source: workbook.csv
    - source: empty.csv
    - source: wide.csv
    - {source: latin.csv, encoding: utf-8}
";
    let wide = vec!["a"; 5000].join(",");
    let mut files = folder(&[("workbook.csv", "PK\u{3}\u{4}"), ("empty.csv", "\n\n"), ("wide.csv", &wide)]);
    files.insert("latin.csv".into(), b"id\ncaf\xe9\n".to_vec());
    let loaded = load(&schema(), manifest, "dataset.yaml", &files, &LoadOptions::default());
    assert!(loaded.dataset.is_none());
    assert_snapshot!(show::diagnostics(&loaded.diagnostics), @r#"
    error[E1101] dataset.yaml:6
      no file matches `none*.csv` (at `records.unit[2].source`)
      没有文件与 `none*.csv` 相符（位于 `records.unit[2].source`）
    error[E1101] dataset.yaml:5
      there is no file `absent.csv` (at `records.unit[1].source`)
      没有文件 `absent.csv`（位于 `records.unit[1].source`）
    error[E1103] workbook.csv:0
      the file is a workbook or zip archive, not a text table; export it as CSV
      文件是电子表格或压缩包，不是文本表格，请导出为 CSV
    error[E1104] empty.csv:0
      the file is empty; its first row must hold the headings of the columns
      文件为空，首行应为各列标题
    error[E1105] wide.csv:1
      the heading has 5000 columns, more than 4096
      标题行有 5000 列，超过 4096 列
    error[E1102] latin.csv:2
      line 2 is not UTF-8; declare the `encoding` the file is in
      第 2 行不是 UTF-8 编码，请以 `encoding` 声明文件的编码
    "#);
}

#[test]
fn files_worth_a_second_look() {
    let mut files = folder(&[("heading.csv", "id,title\n\n")]);
    files.insert("latin.csv".into(), b"id,title\nU1,caf\xe9 de la gare\n".to_vec());
    let manifest = "{version: 1, records: {unit: {source: [heading.csv, latin.csv]}}}";
    let loaded = load(&schema(), manifest, "dataset.yaml", &files, &LoadOptions::default());
    assert!(loaded.dataset.is_some());
    assert_snapshot!(show::diagnostics(&loaded.diagnostics), @r#"
    warning[W1105] heading.csv:0
      the file has headings but no rows
      文件只有标题行，没有记录
    warning[W1107] latin.csv:0
      the encoding is a guess: windows-1252
      编码系推测：windows-1252
        look at a few names, then declare the `encoding`
        请核对几处文字，再以 `encoding` 声明编码
    "#);
}

#[test]
fn derived_records_cannot_be_fed() {
    let mut schema = schema();
    schema.records[1].derived = true;
    let loaded = load_plain(&schema, "{version: 1, records: {巡视: {source: v.csv}}}", &[]);
    assert_snapshot!(show::diagnostics(&loaded.diagnostics), @r#"
    error[E1004] dataset.yaml:1
      `巡视` is derived by an `event`, so no file can feed it (at `records.巡视`)
      `巡视` 由 `事件` 归并而来，不能由文件提供（位于 `records.巡视`）
    "#);
}

#[test]
fn a_calendar_may_be_a_file() {
    let manifest = "{version: 1, calendar: days.yaml, records: {}}";
    assert_snapshot!(faults(manifest, &[]), @r#"
    error[E1009] dataset.yaml:1
      the calendar cannot be read: there is no file `days.yaml` (at `calendar`)
      历法无法读取：没有文件 `days.yaml`（位于 `calendar`）
    "#);
    assert_snapshot!(faults(manifest, &[("days.yaml", "id: x\nfirst: 2025-01-01\n")]), @r#"
    error[E1009] dataset.yaml:1
      the calendar `days.yaml` is not usable: line 1: unknown field `id`, expected one of `calendar`, `alias`, `title`, `base`, `covers`, `firm_through`, `weekend`, `notices` (at `calendar`)
      历法 `days.yaml` 不可用：line 1: unknown field `id`, expected one of `calendar`, `alias`, `title`, `base`, `covers`, `firm_through`, `weekend`, `notices`（位于 `calendar`）
    "#);
}
