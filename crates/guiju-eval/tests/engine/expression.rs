//! What conditions and terms mean, each as a check of one record.

use insta::assert_snapshot;

use crate::harness::case;

/// One record with fields of every type, and whether it satisfies.
fn holds(condition: &str) -> String {
    let case = case(&format!(
        "catalog levels ordered {{ low; mid; high }}
         catalog contents {{ fire; power; exits }}
         record thing {{
           key id: text; at date: date; n: number?; m: number?; name: text?; none: text?; later: date?; flag: yesno?; length: duration?; no_length: duration?
           level: levels?; items: set of contents?; people: set of text?; no_date: date?; no_n: number?; no_items: set of contents?
         }}
         define cls of thing: \"a\" where n > 10; \"b\" where no_n > 1; \"c\" where flag; else \"d\"
         define sure of thing: \"b\" where n > 10; \"a\" where n = 3; \"c\" where no_n > 1; else \"d\"
         define same of thing: 1 where no_n > 1; else 1
         define big of thing: n > 2
         check k \"k\" {{ cite 1; each thing; must {condition} }}"
    ))
    .with(
        "thing",
        "id, date, n, m, name, none, later, flag, length, no_length, level, items, people, no_date, no_n, no_items
         t, 2025-01-31, 3, 0.5, 巡视组甲, , 2025-03-01, yes, 30 days, , mid, fire+power, 张三+李四, , ,",
    )
    .data("2025-01-01..2025-01-31")
    .as_of("2025-01-31");
    let verdicts = case.verdicts().verdicts;
    verdicts.first().map_or("none".to_owned(), |v| v.outcome.word().to_owned())
}

/// Which of the conditions are met, violated, undetermined.
fn table(conditions: &[&str]) -> String {
    conditions.iter().map(|c| format!("{:13} {c}", holds(c))).collect::<Vec<_>>().join("\n")
}

#[test]
fn comparisons() {
    let conditions = [
        "n = 3",
        "n != 3",
        "n < 3",
        "n <= 3",
        "n > 2.999999",
        "n between 3 and 4",
        "no_n = 3",
        "no_n != 3",
        "n in {1, 3}",
        "n in {1, 2}",
        "n in {1, no_n}",
        "n in {3, no_n}",
        "level = mid",
        "level > low",
        "level >= high",
        "length = 30 days",
        "length <= 5 weeks",
        "length < 2 months",
        "no_length = 1 day",
        "date < later",
        "date = no_date",
        "flag",
        "not flag",
        "name = \"巡视组甲\"",
    ];
    assert_snapshot!(table(&conditions), @r#"
    met           n = 3
    violated      n != 3
    violated      n < 3
    met           n <= 3
    met           n > 2.999999
    met           n between 3 and 4
    undetermined  no_n = 3
    undetermined  no_n != 3
    met           n in {1, 3}
    violated      n in {1, 2}
    undetermined  n in {1, no_n}
    met           n in {3, no_n}
    met           level = mid
    met           level > low
    violated      level >= high
    met           length = 30 days
    met           length <= 5 weeks
    undetermined  length < 2 months
    undetermined  no_length = 1 day
    met           date < later
    undetermined  date = no_date
    met           flag
    violated      not flag
    met           name = "巡视组甲"
    "#);
}

#[test]
fn kleene() {
    let conditions = [
        "n = 3 and no_n = 1",
        "n = 4 and no_n = 1",
        "n = 3 or no_n = 1",
        "n = 4 or no_n = 1",
        "not (no_n = 1)",
        "n known",
        "no_n known",
        "no_n missing",
        "none missing and no_items missing",
        "not (n = 4 and no_n = 1)",
        "big",
    ];
    assert_snapshot!(table(&conditions), @"
    undetermined  n = 3 and no_n = 1
    violated      n = 4 and no_n = 1
    met           n = 3 or no_n = 1
    undetermined  n = 4 or no_n = 1
    undetermined  not (no_n = 1)
    met           n known
    violated      no_n known
    met           no_n missing
    met           none missing and no_items missing
    met           not (n = 4 and no_n = 1)
    met           big
    ");
}

#[test]
fn texts() {
    let conditions = [
        "name starts \"巡视\"",
        "name starts \"视\"",
        "name ends \"甲\"",
        "name contains \"视组\"",
        "name contains \"乙\"",
        "none contains \"a\"",
        "name starts \"\"",
    ];
    assert_snapshot!(table(&conditions), @r#"
    met           name starts "巡视"
    violated      name starts "视"
    met           name ends "甲"
    met           name contains "视组"
    violated      name contains "乙"
    undetermined  none contains "a"
    met           name starts ""
    "#);
}

#[test]
fn sets() {
    let conditions = [
        "items has fire",
        "items has exits",
        "items has all {fire, power}",
        "items has all {fire, exits}",
        "items meets {exits, power}",
        "items meets {exits}",
        "no_items has fire",
        "size of items = 2",
        "size of no_items = 0",
        "people has \"张三\"",
        "people has name",
        "people has none",
        "items has all no_items",
    ];
    assert_snapshot!(table(&conditions), @r#"
    met           items has fire
    violated      items has exits
    met           items has all {fire, power}
    violated      items has all {fire, exits}
    met           items meets {exits, power}
    violated      items meets {exits}
    undetermined  no_items has fire
    met           size of items = 2
    undetermined  size of no_items = 0
    met           people has "张三"
    violated      people has name
    undetermined  people has none
    undetermined  items has all no_items
    "#);
}

#[test]
fn dates() {
    let conditions = [
        "date + 1 month = 2025-02-28",
        "later - 1 month = 2025-02-01",
        "date + 1 day = 2025-02-01",
        "date + 5 working days = 2025-02-10",
        "later - 1 working day = 2025-02-28",
        "days from date to later = 29",
        "days from date through later = 30",
        "days from later to date < 0",
        "working days from date to later = 19",
        "no_date + 1 day > date",
        "start of month of date = 2025-01-01",
        "end of quarter of date = 2025-03-31",
        "end of year of no_date = 2025-12-31",
        "weekday of date = 5",
        "earlier of (later, date) = date",
        "later of (no_date, date) = date",
        "later of (no_date, no_date) = date",
        "greater of (n, no_n) = 3",
        "lesser of (n, m) = 0.5",
        "n + m = 3.5",
        "n - m = 2.5",
        "n + no_n = 3",
        "date + n days = 2025-02-03",
        "date + m days = 2025-02-01",
    ];
    assert_snapshot!(table(&conditions), @"
    met           date + 1 month = 2025-02-28
    met           later - 1 month = 2025-02-01
    met           date + 1 day = 2025-02-01
    met           date + 5 working days = 2025-02-10
    met           later - 1 working day = 2025-02-28
    met           days from date to later = 29
    met           days from date through later = 30
    met           days from later to date < 0
    met           working days from date to later = 19
    undetermined  no_date + 1 day > date
    met           start of month of date = 2025-01-01
    met           end of quarter of date = 2025-03-31
    undetermined  end of year of no_date = 2025-12-31
    met           weekday of date = 5
    met           earlier of (later, date) = date
    met           later of (no_date, date) = date
    undetermined  later of (no_date, no_date) = date
    met           greater of (n, no_n) = 3
    met           lesser of (n, m) = 0.5
    met           n + m = 3.5
    met           n - m = 2.5
    undetermined  n + no_n = 3
    met           date + n days = 2025-02-03
    undetermined  date + m days = 2025-02-01
    ");
}

#[test]
fn definitions_by_cases() {
    let conditions = ["cls = \"c\"", "cls = \"d\"", "sure = \"a\"", "same = 1"];
    assert_snapshot!(table(&conditions), @r#"
    undetermined  cls = "c"
    undetermined  cls = "d"
    met           sure = "a"
    met           same = 1
    "#);
}

#[test]
fn working_days_are_counted_by_the_calendar_of_the_rule() {
    // Five working days after 25 September 2026 end on Friday 2 October by the plain week, after the holiday by the nation's.
    let rules = "record matter { key id: text; at found: date; planned: date }
        check n \"n\" { cite 1; each matter; must planned <= found + 5 working days and working days from found to planned <= 5 }
        check w \"w\" { cite 1; calendar plain; each matter; must planned <= found + 5 working days and working days from found to planned <= 5 }";
    let case = crate::harness::case(rules)
        .with("matter", "id, found, planned\n m, 2026-09-25, 2026-10-08")
        .data("2026-01-01..2026-12-31")
        .as_of("2026-12-31");
    insta::assert_snapshot!(case.run(), @"
    n | m | 2026-09-25 | met | holds | m:2
    w | m | 2026-09-25 | violated | fails: planned <= found + 5 working days; working days from found to planned <= 5 | m:2
    ");
}
