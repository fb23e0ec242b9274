//! A dataset that is in order.

use super::*;
use insta::assert_snapshot;

const MANIFEST: &str = "
version: 1
data: {from: 2025-01-01, to: 2025-12-31}
calendar: cn.state_council
missing: ['-', 9999-12-31]
records:
  单位: {source: units.csv}
  visit:
    source: visits/*.csv
    columns:
      unit: 被检单位
      covert: {column: 方式, values: {暗访: yes, 明查: no, 不详: ~}}
      items: {column: 检查内容, split: '/'}
      date: {column: 日期, format: ['%Y-%m-%d', '%m/%d/%Y']}
    data: [{from: 2025-01-01, to: 2025-06-30}, {from: 2025-07-01, to: 2025-09-30}]
  notice:
    - {source: notices.tsv, columns: {issued: 印发日期, text: {constant: 整改通知}}}
    - {source: units.csv, columns: {issued: 上次通知}}
";

/// A folder whose patterns work as on disk.
struct Disk(Folder);

impl guiju_syntax::Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, guiju_syntax::FileError> {
        self.0.read(path)
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, guiju_syntax::FileError> {
        let pattern = glob::Pattern::new(pattern).map_err(|_| guiju_syntax::FileError::NotFound)?;
        Ok(self.0.keys().filter(|path| pattern.matches(path)).cloned().collect())
    }
}

fn loaded() -> Loaded {
    let mut files = folder(&[
        (
            "visits/a.csv",
            "编号,被检单位,日期,检查内容,方式,陪同\nV2,U1,2025-03-04,消防/power,暗访,王五、李四\nV1,U2,6/30/2025,,明查,-\n",
        ),
        ("notices.tsv", "巡视\t印发日期\nV1；V2\t2025-03-05\n\t2025-03-06\n"),
    ]);
    let units = "编号,名称,人数,重点,周期,上次通知\nU1,某化工公司,\"1,200\",是,半,2025-02-01\n".replace("半", "180日")
        + "U2,某商场,-,否,,9999/12/31\n";
    files.insert("units.csv".into(), encoding_rs::GB18030.encode(&units).0.into_owned());
    files.insert(
        "visits/b.csv".into(),
        "\u{feff}编号,被检单位,日期,检查内容,方式\r\nV3,U1,2025-07-01,疏散通道,不详\r\n".into(),
    );
    load(&schema(), MANIFEST, "dataset.yaml", &Disk(files), &LoadOptions::default())
}

#[test]
fn tables_hold_what_the_files_say() {
    let loaded = loaded();
    assert_eq!(show::diagnostics(&loaded.diagnostics), "");
    let dataset = loaded.dataset.unwrap();
    assert_snapshot!(show::table(&schema(), &dataset, UNIT), @r#"
    key, id, title, staff, key_unit, review
    U1, U1, 某化工公司, 1200, yes, 180d  @0:2
    U2, U2, 某商场, ~, no, ~  @0:3
    feed 2025-01-01..2025-12-31 declared
    "#);
    assert_snapshot!(show::table(&schema(), &dataset, VISIT), @r#"
    key, id, unit, date, items, covert, with, main
    V1, V1, ->1, 2025-06-30, 0b0, no, ~, ~  @1:3
    V2, V2, ->0, 2025-03-04, 0b11, yes, ["李四", "王五"], ~  @1:2
    V3, V3, ->0, 2025-07-01, 0b100, ~, ~, ~  @2:2
    feed 2025-01-01..2025-09-30 declared
    "#);
    assert_snapshot!(show::table(&schema(), &dataset, NOTICE), @r#"
    key, visits, issued, text
    1:2, [0, 1], 2025-03-05, 整改通知  @3:2
    1:3, ~, 2025-03-06, 整改通知  @3:3
    2:2, ~, 2025-02-01, ~  @4:2
    feed 2025-01-01..2025-12-31 declared
    "#);
    assert_eq!(dataset.calendar.unwrap().id(), "cn.state_council");
}

#[test]
fn inputs_are_listed_in_the_order_of_the_manifest() {
    let dataset = loaded().dataset.unwrap();
    let listed: Vec<String> = dataset
        .inputs
        .iter()
        .map(|input| {
            format!("{} {} {}+{} {}", input.record, input.source, input.rows, input.skipped, &input.sha256[..8])
        })
        .collect();
    assert_snapshot!(listed.join("\n"), @"
    unit units.csv 2+0 516a67bb
    visit visits/a.csv 2+0 f0273c25
    visit visits/b.csv 1+0 2e2d76ef
    notice notices.tsv 2+0 2ba65e7e
    notice units.csv 1+1 516a67bb
    ");
    assert!(dataset.inputs.iter().all(|input| input.sha256.len() == 64));
}

#[test]
fn a_record_has_a_name_for_people() {
    let dataset = loaded().dataset.unwrap();
    assert_eq!(dataset.table(UNIT).label(1), Some("某商场"));
    assert_eq!(dataset.table(VISIT).label(0), None);
}

#[test]
fn a_kind_that_nothing_feeds_is_empty_and_claims_nothing() {
    let dataset = dataset(&schema(), "{version: 1, records: {}}", &[]);
    assert!(dataset.tables.iter().all(|table| table.n_rows == 0 && table.feed == crate::Feed::default()));
}

#[test]
fn without_a_declaration_the_feed_ends_with_the_last_record() {
    let files = [("v.csv", "id,unit,date,items\n1,U,2025-03-04,\n2,U,2025-01-02,\n3,U,,\n")];
    let loaded = load_plain(&schema(), "{version: 1, records: {visit: {source: v.csv}}}", &files);
    let dataset = loaded.dataset.unwrap();
    let feed = &dataset.table(VISIT).feed;
    assert_eq!(format!("{:?}", feed.intervals), "[(2025-01-02, 2025-03-04)]");
    assert!(!feed.declared);
    assert_snapshot!(show::diagnostics(&loaded.diagnostics), @r#"
    warning[W1001] dataset.yaml:1
      the data horizon is not declared, so records count as complete only between their first and last date: `visit` from 2025-01-02 to 2025-03-04
      未声明数据范围，只在首末记录之间视为完整：`巡视` 自 2025-01-02 至 2025-03-04
        declare what the records cover: `data: {from: 2025-01-01, to: 2025-12-31}`
        请声明记录覆盖的日期：`data: {from: 2025-01-01, to: 2025-12-31}`
    warning[W1102] v.csv:4 [date] = ""
      1 cell is empty; the row is used, what rests on it is unknown
      有 1 个单元格不应为空；所在行照用，该内容视为未知
        expected a date such as 2025-03-04; declare `format` for others, such as 3/4/2025
        应为日期，如 2025-03-04；其他写法（如 3/4/2025）请声明 `format`
    "#);
}

#[test]
fn headings_are_matched_whatever_their_case_and_width() {
    let files = [("v.csv", " ＩＤ ,UNIT,Date,内容\n1,U,2025-03-04,fire\n")];
    let dataset = dataset(&schema(), "{version: 1, records: {visit: {source: v.csv}}}", &files);
    assert_eq!(dataset.table(VISIT).n_rows, 1);
}
