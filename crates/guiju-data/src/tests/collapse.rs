//! Versions of one record; the order of rows and duplicates never matter.

use super::*;
use guiju_calendar::Day;
use insta::assert_snapshot;
use proptest::prelude::*;

fn with_entry_date() -> Schema {
    let mut schema = schema();
    schema.records[0].fields.push(optional("entered", "录入", Type::Date));
    schema.records[0].known = Some(FieldId(5));
    schema
}

const MANIFEST: &str = "{version: 1, records: {unit: {source: [a.csv, b.csv]}}}";

#[test]
fn identical_rows_collapse_across_files_and_spellings() {
    let dataset = dataset(
        &schema(),
        MANIFEST,
        &[("a.csv", "id,staff\nU1,180.0\nU1,180\n"), ("b.csv", "staff,id\n180.00, U1 \n2,U2\n")],
    );
    assert_snapshot!(show::table(&schema(), &dataset, UNIT), @r#"
    key, id, title, staff, key_unit, review
    U1, U1, ~, 180, ~, ~  @0:2
    U2, U2, ~, 2, ~, ~  @1:3
    feed
    "#);
    assert_eq!(dataset.inputs.iter().map(|input| input.duplicates).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn the_version_known_last_stands() {
    let files = folder(&[
        ("a.csv", "id,staff,entered\nU1,3,2025-03-01\nU1,1,\nU1,2,2025-02-01\n"),
        ("b.csv", "id,staff,entered\nU2,1,2025-03-01\n"),
    ]);
    let at = |day| {
        let options = LoadOptions { known_by: day, max_rejects: None };
        let dataset = load(&with_entry_date(), MANIFEST, "dataset.yaml", &files, &options).dataset.unwrap();
        let counts = &dataset.inputs[0];
        format!(
            "{}superseded {} unseen {}",
            show::table(&with_entry_date(), &dataset, UNIT),
            counts.superseded,
            counts.unseen
        )
    };
    assert_snapshot!(at(None), @r#"
    key, id, title, staff, key_unit, review, entered
    U1, U1, ~, 3, ~, ~, 2025-03-01  @0:2
    U2, U2, ~, 1, ~, ~, 2025-03-01  @1:2
    feed 
    superseded 2 unseen 0
    "#);
    assert_snapshot!(at(Day::from_ymd(2025, 2, 28)), @r#"
    key, id, title, staff, key_unit, review, entered
    U1, U1, ~, 2, ~, ~, 2025-02-01  @0:4
    feed 
    superseded 1 unseen 1
    "#);
    assert_snapshot!(at(Day::from_ymd(2025, 1, 1)), @r#"
    key, id, title, staff, key_unit, review, entered
    U1, U1, ~, 1, ~, ~, ~  @0:3
    feed 
    superseded 0 unseen 2
    "#);
}

#[test]
fn versions_that_contradict_each_other_are_merged() {
    let loaded = load_plain(
        &schema(),
        MANIFEST,
        &[("a.csv", "id,title,staff\nU1,甲,1\nU1,甲,2\n"), ("b.csv", "id,title,staff\nU1,甲,\nU2,乙,1\n")],
    );
    assert_snapshot!(show::diagnostics(&loaded.diagnostics), @r#"
    warning[W1106] a.csv:2
      rows contradict each other on 1 of `unit`; first on `U1`: rows 2 and 3 differ in `staff`
      有 1 件 `单位` 各行说法不一，首例 `U1`：第 2 行与第 3 行的 `人数` 不同
        the fields that differ are taken as unknown; keep one row, or give the record a `known` field so that the latest entry stands
        不一致的字段视为未知；请只留一行，或为档案设录入日期字段，以最后录入者为准
    "#);
    let dataset = loaded.dataset.unwrap();
    assert_snapshot!(show::table(&schema(), &dataset, UNIT), @"
    key, id, title, staff, key_unit, review
    U1, U1, 甲, ?, ~, ~  @0:2 !
    U2, U2, 乙, 1, ~, ~  @1:3
    feed
    ");
    assert_eq!(dataset.inputs.iter().map(|input| input.conflicting).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn numbered_lines_never_collapse() {
    let files = [("a.csv", "issued\n2025-01-01\n2025-01-01\n"), ("b.csv", "issued\n2025-01-01\n")];
    let one = dataset(&schema(), "{version: 1, records: {notice: {source: a.csv}}}", &files);
    assert_snapshot!(show::table(&schema(), &one, NOTICE), @r#"
    key, visits, issued, text
    2, ~, 2025-01-01, ~  @0:2
    3, ~, 2025-01-01, ~  @0:3
    feed 2025-01-01..2025-01-01
    "#);
    let two = dataset(&schema(), "{version: 1, records: {notice: {source: [b.csv, a.csv]}}}", &files);
    assert_snapshot!(show::table(&schema(), &two, NOTICE), @r#"
    key, visits, issued, text
    1:2, ~, 2025-01-01, ~  @0:2
    2:2, ~, 2025-01-01, ~  @1:2
    2:3, ~, 2025-01-01, ~  @1:3
    feed 2025-01-01..2025-01-01
    "#);
}

#[test]
fn many_versions_of_one_record_are_cheap() {
    let rows: String = (0..100_000).map(|i| format!("U1,{i}\n")).collect();
    let dataset = dataset(&schema(), MANIFEST, &[("a.csv", &format!("id,staff\n{rows}")), ("b.csv", "id\nU2\n")]);
    assert_eq!(dataset.inputs[0].conflicting, 99_999);
}

/// Rows of units with few keys and few values, so that duplicates, conflicts and bad cells abound.
fn unit_rows() -> impl Strategy<Value = Vec<String>> {
    let id = prop::sample::select(vec!["U1", "U2", "U3", "U1|", ""]);
    let staff = prop::sample::select(vec!["1", "1.0", "2", "", "bad"]);
    let entered = prop::sample::select(vec!["2025-01-01", "2025/1/1", "2025-02-01", ""]);
    prop::collection::vec(
        (id, staff, entered).prop_map(|(id, staff, entered)| format!("{id},{staff},{entered}")),
        0..30,
    )
}

/// Rows of visits to them, some to units that are not there.
fn visit_rows() -> impl Strategy<Value = Vec<String>> {
    let id = prop::sample::select(vec!["V1", "V2", "V3", "V4"]);
    let unit = prop::sample::select(vec!["U1", "U2", "U9", "U1|"]);
    let date = prop::sample::select(vec!["2025-01-01", "2025-01-02", ""]);
    let items = prop::sample::select(vec!["fire;power", "power;fire", "fire", "", "smoke"]);
    let with = prop::sample::select(vec!["b、a", "a、b", "c", ""]);
    let row = (id, unit, date, items, with)
        .prop_map(|(id, unit, date, items, with)| format!("{id},{unit},{date},{items},{with}"));
    prop::collection::vec(row, 0..30)
}

/// What the tables say, without where it stands.
fn content(units: &[String], visits: &[String], known: bool) -> String {
    let schema = if known { with_entry_date() } else { schema() };
    let dataset = dataset(
        &schema,
        "{version: 1, records: {unit: {source: u.csv}, visit: {source: v.csv}}}",
        &[
            ("u.csv", &format!("id,staff,entered\n{}\n", units.join("\n"))),
            ("v.csv", &format!("id,unit,date,items,with\n{}\n", visits.join("\n"))),
        ],
    );
    let lines = |record| {
        let table = show::table(&schema, &dataset, record);
        // Rows whose key cannot be read are called by their place, which the order of rows changes.
        let nameless = |line: &str| match line.split_once(", ") {
            Some((key, rest)) if key.starts_with('?') => format!("?, {rest}"),
            _ => line.to_owned(),
        };
        let mut lines: Vec<String> = table
            .lines()
            .map(nameless)
            .map(|line| line.split("  @").next().unwrap().to_owned() + if line.ends_with('!') { "!" } else { "" })
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(accounted(&dataset.inputs[0]), units.len() as u64);
    assert_eq!(accounted(&dataset.inputs[1]), visits.len() as u64);
    [lines(UNIT), lines(VISIT)].concat().join("\n")
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(
        (units, shuffled_units) in unit_rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        (visits, shuffled_visits) in visit_rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        known: bool,
    ) {
        prop_assert_eq!(content(&units, &visits, known), content(&shuffled_units, &shuffled_visits, known));
    }

    #[test]
    fn duplicates_change_nothing(
        units in unit_rows(),
        (visits, repeated) in visit_rows().prop_flat_map(|rows| {
            let some = prop::sample::subsequence(rows.clone(), 0..=rows.len());
            (Just(rows), some)
        }),
        known: bool,
    ) {
        let twice = [visits.clone(), repeated].concat();
        prop_assert_eq!(content(&units, &visits, known), content(&units, &twice, known));
    }

    #[test]
    fn no_file_makes_the_loader_panic(
        manifest in "(version: 1\n)?(data: [^\n]{0,20}\n)?records: \\{(visit|unit): \\{source: f.csv.{0,30}",
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let files = Folder::from([("f.csv".to_owned(), bytes)]);
        let plain = "{version: 1, records: {visit: {source: f.csv}, notice: {source: f.csv, columns: {issued: {constant: 2025-01-01}}}}}";
        load(&schema(), &manifest, "dataset.yaml", &files, &LoadOptions::default());
        load(&schema(), plain, "dataset.yaml", &files, &LoadOptions::default());
    }
}
