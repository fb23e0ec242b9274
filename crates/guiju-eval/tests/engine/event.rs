//! Derived records: one per distinct key, from one kind or several.

use insta::assert_snapshot;

use crate::harness::{Case, case};

const RECORDS: &str = "
    record unit { key id: text }
    record visit { key id: text; unit: ref unit?; at date: date; covert: yesno?; score: number?; items: set of contents?; by: text?; order: number? }
    record check_up { key id: text; unit: ref unit?; at date: date; covert: yesno?; score: number?; items: set of contents?; by: text?; order: number? }
    catalog contents { fire; power; exits }
    event round from visit, check_up where not (by = \"nobody\") per unit, date {
      n = count; any_covert = any covert; all_covert = all covert
      worst = least score; best = greatest score; sum = total score
      seen = union items; first_by = first by by order; last_by = last by by order
    }
";

/// Rounds of the same day, checked one field a rule.
fn round(rule: &str, visits: &str) -> Case {
    case(&format!("{RECORDS} check k \"k\" {{ cite 1; each round; {rule} }}"))
        .with("unit", "id\n u\n w")
        .with("visit", &format!("id, unit, date, covert, score, items, by, order\n{visits}"))
        .with("check_up", "id, unit, date, covert, score, items, by, order")
        .data("2025-01-01..2025-01-31")
        .as_of("2025-01-31")
}

const SAME_DAY: &str = "a, u, 2025-01-05, yes, 3, fire, ann, 2
    b, u, 2025-01-05, , 1, power, bob, 1
    c, u, 2025-01-05, no, , , cai, 3
    d, w, 2025-01-05, no, 9, exits, , 1";

#[test]
fn fields_are_made_of_the_records_of_a_key() {
    assert_snapshot!(round("must n = 3", SAME_DAY).run(), @"k | u|2025-01-05 | 2025-01-05 | met | holds | a:2 b:3 c:4");
    assert_snapshot!(round("must any_covert", SAME_DAY).run(), @"k | u|2025-01-05 | 2025-01-05 | met | holds | a:2 b:3 c:4");
    assert_snapshot!(round("must not all_covert", SAME_DAY).run(), @"k | u|2025-01-05 | 2025-01-05 | met | holds | a:2 b:3 c:4");
    assert_snapshot!(round("must worst = 1 and best = 3 and sum = 4", SAME_DAY).run(), @"k | u|2025-01-05 | 2025-01-05 | met | holds | a:2 b:3 c:4");
    assert_snapshot!(round("must seen has all {fire, power}", SAME_DAY).run(), @"k | u|2025-01-05 | 2025-01-05 | met | holds | a:2 b:3 c:4");
    assert_snapshot!(round("must first_by = \"bob\" and last_by = \"cai\"", SAME_DAY).run(), @"k | u|2025-01-05 | 2025-01-05 | met | holds | a:2 b:3 c:4");
}

#[test]
fn any_and_all_of_unknowns_are_unknown_unless_decided() {
    let covert = |cells: &[&str]| -> String {
        cells.iter().enumerate().map(|(i, c)| format!("v{i}, u, 2025-01-05, {c}, , , ann,\n")).collect()
    };
    assert_snapshot!(round("must any_covert", &covert(&["no", ""])).run(), @"k | u|2025-01-05 | 2025-01-05 | undetermined missing_field | unknown: any_covert | v0:2 v1:3");
    assert_snapshot!(round("must any_covert", &covert(&["no", "no"])).run(), @"k | u|2025-01-05 | 2025-01-05 | violated | fails: any_covert | v0:2 v1:3");
    assert_snapshot!(round("must all_covert", &covert(&["yes", ""])).run(), @"k | u|2025-01-05 | 2025-01-05 | undetermined missing_field | unknown: all_covert | v0:2 v1:3");
    assert_snapshot!(round("must all_covert", &covert(&["yes", "no", ""])).run(), @"k | u|2025-01-05 | 2025-01-05 | violated | fails: all_covert | v0:2 v1:3 v2:4");
    assert_snapshot!(round("must all_covert", &covert(&["yes", "yes"])).run(), @"k | u|2025-01-05 | 2025-01-05 | met | holds | v0:2 v1:3");
}

#[test]
fn nothing_to_aggregate_is_unknown_and_a_total_of_nothing_zero() {
    let row = "a, u, 2025-01-05, , , , ann,";
    assert_snapshot!(round("must worst known", row).run(), @"k | u|2025-01-05 | 2025-01-05 | violated | fails: worst known | a:2");
    assert_snapshot!(round("must sum = 0", row).run(), @"k | u|2025-01-05 | 2025-01-05 | met | holds | a:2");
    assert_snapshot!(round("must seen has fire", row).run(), @"k | u|2025-01-05 | 2025-01-05 | violated | fails: seen has fire | a:2");
    assert_snapshot!(round("must last_by known", row).run(), @"k | u|2025-01-05 | 2025-01-05 | violated | fails: last_by known | a:2");
}

#[test]
fn several_kinds_join_and_a_missing_key_or_a_filter_leaves_out() {
    let case = round("must n = 2", "a, u, 2025-01-05, , , , ann,\n no unit, , 2025-01-05, , , , ann,\n out, u, 2025-01-06, , , , nobody,")
        .with("check_up", "id, unit, date, covert, score, items, by, order\n z, u, 2025-01-05, , , , bob,\n future, w, 2025-02-01, , , , ann,");
    assert_snapshot!(case.run(), @"k | u|2025-01-05 | 2025-01-05 | met | holds | z:2 a:2");
}

#[test]
fn a_rule_counts_events_not_records_and_shows_the_records() {
    let rule = "quantity q \"q\" { cite 1; per u in unit; every calendar month; count round; at least 2 }";
    let case = case(&format!("{RECORDS} {rule}"))
        .with("unit", "id\n u")
        .with("visit", "id, unit, date, covert, score, items, by, order\n a, u, 2025-01-05, , , , ann,\n b, u, 2025-01-05, , , , ann,")
        .with("check_up", "id, unit, date, covert, score, items, by, order")
        .data("2025-01-01..2025-02-01")
        .as_of("2025-02-01")
        .between("2025-01-01", "2025-01-31");
    assert_snapshot!(case.run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 (≥2) | a:2 b:3");
    // It is complete only where all its sources are.
    assert_snapshot!(case.data_of("check_up", "2025-01-01..2025-01-30").run(), @"q | u | 2025-01-01..2025-01-31 | undetermined data_horizon | 1 (≥2) | needs data through 2025-01-31 | a:2 b:3");
}
