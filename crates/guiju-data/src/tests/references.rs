//! References: resolved, dangling, stubs.

use super::*;
use guiju_calendar::Day;
use insta::assert_snapshot;

const BOTH: &str = "{version: 1, records: {unit: {source: u.csv}, visit: {source: v.csv}, notice: {source: n.csv}}}";

#[test]
fn a_reference_to_no_record_costs_no_row() {
    let loaded = load_plain(
        &schema(),
        BOTH,
        &[
            ("u.csv", "id,staff\nU1,1\nU2,many\n"),
            ("v.csv", "id,unit,date,items\nV1,U1,2025-01-01,\nV2,U2,2025-01-02,\nV3,U9,2025-01-03,\n"),
            ("n.csv", "visits,issued\nV1,2025-02-01\nV1;V2;V8,2025-02-02\n,2025-02-03\n"),
        ],
    );
    assert_snapshot!(crate::rejects_csv(&loaded.rejects), @r#"
    record,file,row,column,value,code,expected,expected_zh
    unit,u.csv,3,staff,many,W1101,"a number with at most 6 decimal places, such as 1,234.5","至多 6 位小数的数，如 1,234.5"
    visit,v.csv,4,unit,U9,W1103,the key of a `unit` in its files,档案 `单位` 的文件中已有的主键
    notice,n.csv,3,visits,V8,W1103,the key of a `visit` in its files,档案 `巡视` 的文件中已有的主键
    "#);
    let dataset = loaded.dataset.unwrap();
    assert_snapshot!(show::table(&schema(), &dataset, VISIT), @"
    key, id, unit, date, items, covert, with, main
    V1, V1, ->0, 2025-01-01, 0b0, ~, ~, ~  @1:2
    V2, V2, ->1, 2025-01-02, 0b0, ~, ~, ~  @1:3
    V3, V3, ?, 2025-01-03, 0b0, ~, ~, ~  @1:4
    feed 2025-01-01..2025-01-03
    ");
    assert_snapshot!(show::table(&schema(), &dataset, NOTICE), @"
    key, visits, issued, text
    2, [0], 2025-02-01, ~  @2:2
    3, ?, 2025-02-02, ~  @2:3
    4, ~, 2025-02-03, ~  @2:4
    feed 2025-02-01..2025-02-03
    ");
    assert_eq!(dataset.inputs.iter().map(accounted).collect::<Vec<_>>(), [2, 3, 3]);
}

#[test]
fn kinds_that_no_file_feeds_have_records_known_by_reference() {
    let loaded = load_plain(
        &schema(),
        "{version: 1, records: {visit: {source: v.csv}}}",
        &[("v.csv", "id,unit,date,items\nV1,U2,2025-01-01,\nV2,U1,2025-01-02,\nV3,U2,2025-01-03,\nV4,U3,never,\n")],
    );
    let dataset = loaded.dataset.unwrap();
    assert_snapshot!(show::table(&schema(), &dataset, UNIT), @"
    key, id, title, staff, key_unit, review
    U1, U1, ~, ~, ~, ~  @-
    U2, U2, ~, ~, ~, ~  @-
    U3, U3, ~, ~, ~, ~  @-
    feed
    ");
    assert_snapshot!(show::table(&schema(), &dataset, VISIT), @"
    key, id, unit, date, items, covert, with, main
    V1, V1, ->1, 2025-01-01, 0b0, ~, ~, ~  @0:2
    V2, V2, ->0, 2025-01-02, 0b0, ~, ~, ~  @0:3
    V3, V3, ->1, 2025-01-03, 0b0, ~, ~, ~  @0:4
    V4, V4, ->2, ?, 0b0, ~, ~, ~  @0:5
    feed 2025-01-01..2025-01-03
    ");
}

/// A tree of posts: each names the one above it.
fn posts() -> Schema {
    let fields = vec![field("id", "", Type::Number), optional("above", "", Type::Ref(RecordId(0)))];
    Schema { records: vec![record("post", "", &[0], None, fields)], ..Schema::default() }
}

const POSTS: &str = "{version: 1, records: {post: {source: p.csv}}}";

#[test]
fn records_may_refer_to_their_own_kind_and_in_circles() {
    let dataset = dataset(&posts(), POSTS, &[("p.csv", "id,above\n1,2.0\n2,001\n3,3\n10,\n")]);
    assert_snapshot!(show::table(&posts(), &dataset, RecordId(0)), @r#"
    key, id, above
    1, 1, ->2  @0:2
    10, 10, ~  @0:5
    2, 2, ->0  @0:3
    3, 3, ->3  @0:4
    feed
    "#);
}

#[test]
fn a_long_chain_loses_only_its_last_link() {
    let n = 50_000;
    let rows: String = (0..n).map(|i| format!("{i},{}\n", i + 1)).collect();
    let loaded = load_plain(&posts(), POSTS, &[("p.csv", &format!("id,above\n{rows}"))]);
    assert_eq!(loaded.rejects.len(), 1);
    assert_eq!(loaded.dataset.unwrap().table(RecordId(0)).n_rows, n);
}

#[test]
fn composite_keys_are_named_part_by_part() {
    let schema = Schema {
        records: vec![
            record("group", "", &[0], None, vec![field("id", "", Type::Text)]),
            record(
                "report",
                "",
                &[0, 1],
                None,
                vec![field("group", "", Type::Ref(RecordId(0))), field("month", "", Type::Date)],
            ),
            record("reply", "", &[], None, vec![field("reports", "", Type::RefSet(RecordId(1)))]),
        ],
        ..Schema::default()
    };
    let replies = ("y.csv", "reports\n\"G|1|2025-01-01\"\n\"G\\|1|2025/1/1；G2|2025-02-01\"\n");
    let fed = load_plain(
        &schema,
        "{version: 1, records: {report: {source: r.csv}, reply: {source: y.csv, delimiter: tab}}}",
        &[("r.csv", "group,month\nG|1,2025-01-01\nG2,2025-02-01\n"), replies],
    );
    assert_snapshot!(crate::rejects_csv(&fed.rejects), @r#"
    record,file,row,column,value,code,expected,expected_zh
    reply,y.csv,2,reports,G|1|2025-01-01,W1101,keys of `report`,档案 `report` 的主键
    "#);
    let dataset = fed.dataset.unwrap();
    let tables: Vec<String> = (0..3).map(|i| show::table(&schema, &dataset, RecordId(i))).collect();
    assert_snapshot!(tables.join("\n"), @r#"
    key, id
    G2, G2  @-
    G|1, G|1  @-
    feed 

    key, group, month
    G2|2025-02-01, ->0, 2025-02-01  @0:3
    G\|1|2025-01-01, ->1, 2025-01-01  @0:2
    feed 

    key, reports
    2, ?  @1:2
    3, [0, 1]  @1:3
    feed
    "#);

    // The same, known by reference alone: the groups in the keys of reports too.
    let unfed = load_plain(&schema, "{version: 1, records: {reply: {source: y.csv, delimiter: tab}}}", &[replies]);
    let dataset = unfed.dataset.unwrap();
    let tables: Vec<String> = (0..3).map(|i| show::table(&schema, &dataset, RecordId(i))).collect();
    assert_snapshot!(tables.join("\n"), @r#"
    key, id
    G2, G2  @-
    G|1, G|1  @-
    feed 

    key, group, month
    G2|2025-02-01, ->0, 2025-02-01  @-
    G\|1|2025-01-01, ->1, 2025-01-01  @-
    feed 

    key, reports
    2, ?  @0:2
    3, [0, 1]  @0:3
    feed
    "#);
}

#[test]
fn what_was_not_entered_yet_cannot_be_referred_to() {
    let mut schema = schema();
    schema.records[0].fields.push(optional("entered", "", Type::Date));
    schema.records[0].known = Some(FieldId(5));
    let files = folder(&[
        ("u.csv", "id,staff,entered\nU1,1,2025-01-01\nU2,many,2025-03-01\n"),
        ("v.csv", "id,unit,date,items\nV1,U1,2025-01-01,\nV2,U2,2025-01-02,\n"),
    ]);
    let options = LoadOptions { known_by: Day::from_ymd(2025, 2, 1), max_rejects: None };
    let manifest = "{version: 1, records: {unit: {source: u.csv}, visit: {source: v.csv}}}";
    let loaded = load(&schema, manifest, "dataset.yaml", &files, &options);
    assert_snapshot!(crate::rejects_csv(&loaded.rejects), @r#"
    record,file,row,column,value,code,expected,expected_zh
    visit,v.csv,3,unit,U2,W1103,"the key of a `unit` in its files; this one was entered after 2025-02-01 (`u.csv`, row 3)",档案 `单位` 的文件中已有的主键；此件录入晚于 2025-02-01（`u.csv` 第 3 行）
    "#);
    let dataset = loaded.dataset.unwrap();
    assert_eq!(dataset.inputs[0].unseen, 1);
    // It is no slip for another unit: the visit names nobody who is known.
    assert!(!dataset.table(VISIT).illegible.cell(FieldId(1), 1));
}
