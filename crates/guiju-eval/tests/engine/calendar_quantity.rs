//! Calendar windows, a member's own period, and whole lives: counts, totals, means, shares and their bounds.

use guiju_calendar::Unit;
use guiju_compiler::hir::Value;
use insta::assert_snapshot;

use crate::harness::{Case, case, length};

const RECORDS: &str = "
    record unit { key id: text; class: classes?; since: date?; until: date?; quota: number? }
    record visit { key id: text; unit: ref unit?; at date: date; covert: yesno?; place: text?; hours: number?; items: set of contents? }
    catalog classes { a; b; c }
    catalog contents { fire; power; exits }
    register units of unit from since until until
";

/// A rule over units a, b and their visits of January 2025, as of February.
fn month(rule: &str, visits: &str) -> Case {
    case(&format!("{RECORDS} quantity q \"q\" {{ cite 1; per u in units; every calendar month; {rule} }}"))
        .with("unit", "id, class, since, until, quota\n u, a, , , 2")
        .with("visit", &format!("id, unit, date, covert, place, hours, items\n{visits}"))
        .data("2025-01-01..2025-02-01")
        .as_of("2025-02-01")
        .between("2025-01-01", "2025-01-31")
}

/// So many visits in January, a day each.
fn visits(n: usize) -> String {
    (1..=n).map(|i| format!("v{i}, u, 2025-01-{i:02}, yes, p{i}, {i}, fire\n")).collect()
}

/// The same, but seen as of the last day of January.
fn open(rule: &str, visits: &str) -> String {
    month(rule, visits).data("2025-01-01..2025-01-31").as_of("2025-01-31").run()
}

#[test]
fn at_least_n_of_n_less_one_n_and_one_more() {
    let rule = "count visit; at least 4";
    assert_snapshot!(month(rule, &visits(3)).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 3 (≥4) | v1:2 v2:3 v3:4");
    assert_snapshot!(month(rule, &visits(4)).run(), @"q | u | 2025-01-01..2025-01-31 | met | 4 (≥4)");
    assert_snapshot!(month(rule, &visits(5)).run(), @"q | u | 2025-01-01..2025-01-31 | met | 5 (≥4)");
    assert_snapshot!(month(rule, "").run(), @"q | u | 2025-01-01..2025-01-31 | violated | 0 (≥4)");
}

#[test]
fn at_most_exactly_and_between() {
    assert_snapshot!(month("count visit; at most 4", &visits(4)).run(), @"q | u | 2025-01-01..2025-01-31 | met | 4 (≤4)");
    assert_snapshot!(month("count visit; at most 4", &visits(5)).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 5 (≤4) | v1:2 v2:3 v3:4 v4:5 v5:6");
    assert_snapshot!(month("count visit; exactly 4", &visits(3)).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 3 (=4) | v1:2 v2:3 v3:4");
    assert_snapshot!(month("count visit; exactly 4", &visits(4)).run(), @"q | u | 2025-01-01..2025-01-31 | met | 4 (=4)");
    assert_snapshot!(month("count visit; exactly 4", &visits(5)).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 5 (=4) | v1:2 v2:3 v3:4 v4:5 v5:6");
    assert_snapshot!(month("count visit; between 2 and 3", &visits(1)).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 (2..3) | v1:2");
    assert_snapshot!(month("count visit; between 2 and 3", &visits(2)).run(), @"q | u | 2025-01-01..2025-01-31 | met | 2 (2..3)");
    assert_snapshot!(month("count visit; between 2 and 3", &visits(3)).run(), @"q | u | 2025-01-01..2025-01-31 | met | 3 (2..3)");
    assert_snapshot!(month("count visit; between 2 and 3", &visits(4)).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 4 (2..3) | v1:2 v2:3 v3:4 v4:5");
}

#[test]
fn an_open_window_is_decided_as_soon_as_nothing_can_change_it() {
    assert_snapshot!(open("count visit; at least 4", &visits(3)), @"q | u | 2025-01-01..2025-01-31 | pending | 3 (≥4) | needs 1 more by 2025-01-31");
    assert_snapshot!(open("count visit; at least 4", &visits(4)), @"q | u | 2025-01-01..2025-01-31 | met | 4 (≥4)");
    assert_snapshot!(open("count visit; at most 4", &visits(4)), @"q | u | 2025-01-01..2025-01-31 | pending | 4 (≤4)");
    assert_snapshot!(open("count visit; at most 4", &visits(5)), @"q | u | 2025-01-01..2025-01-31 | violated | 5 (≤4) | v1:2 v2:3 v3:4 v4:5 v5:6");
    assert_snapshot!(open("count visit; exactly 4", &visits(4)), @"q | u | 2025-01-01..2025-01-31 | pending | 4 (=4)");
    assert_snapshot!(open("count visit; exactly 4", &visits(5)), @"q | u | 2025-01-01..2025-01-31 | violated | 5 (=4) | v1:2 v2:3 v3:4 v4:5 v5:6");
    assert_snapshot!(open("count visit; between 2 and 3", &visits(2)), @"q | u | 2025-01-01..2025-01-31 | pending | 2 (2..3)");
    assert_snapshot!(open("share of visit that covert; at least 50%", &visits(3)), @"q | u | 2025-01-01..2025-01-31 | pending | 3 of 3 (≥50%)");
    assert_snapshot!(open("total hours of visit; at most 5", &visits(4)), @"q | u | 2025-01-01..2025-01-31 | pending | 10 (≤5)");
}

#[test]
fn a_count_with_unknown_fields_is_an_interval() {
    let three = "v1, u, 2025-01-01, yes,,,\n v2, u, 2025-01-02,,,,\n v3, u, 2025-01-03, no,,,";
    assert_snapshot!(month("count visit where covert; at least 1", three).run(), @"q | u | 2025-01-01..2025-01-31 | met | 1 to 2 (≥1)");
    assert_snapshot!(month("count visit where covert; at least 2", three).run(), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 1 to 2 (≥2) | v1:2 v2:3");
    assert_snapshot!(month("count visit where covert; at least 3", three).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 to 2 (≥3) | v1:2 v2:3");
    assert_snapshot!(month("count visit where covert; at most 1", three).run(), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 1 to 2 (≤1) | v1:2 v2:3");
    assert_snapshot!(month("count visit where covert; at most 2", three).run(), @"q | u | 2025-01-01..2025-01-31 | met | 1 to 2 (≤2)");
    assert_snapshot!(month("count visit where covert; at most 0", three).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 to 2 (≤0) | v1:2 v2:3");
}

#[test]
fn distinct_counts_values_and_a_missing_value_counts_for_nothing() {
    let rule = "count distinct place of visit; at least 2";
    let rows = "v1, u, 2025-01-01, , p,,\n v2, u, 2025-01-02, , p,,\n v3, u, 2025-01-03, , ,,";
    assert_snapshot!(month(rule, rows).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 (≥2) | v1:2 v2:3 v3:4");
    assert_snapshot!(month(rule, &format!("{rows}\n v4, u, 2025-01-04, , q,,")).run(), @"q | u | 2025-01-01..2025-01-31 | met | 2 (≥2)");
    let maybe = "count distinct place of visit where covert; at least 2";
    assert_snapshot!(month(maybe, "v1, u, 2025-01-01, yes, p,,\n v2, u, 2025-01-02, , p,,").run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 (≥2) | v1:2 v2:3");
    assert_snapshot!(month(maybe, "v1, u, 2025-01-01, yes, p,,\n v2, u, 2025-01-02, , q,,").run(), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 1 to 2 (≥2) | v1:2 v2:3");
    assert_snapshot!(month("count distinct items of visit; at least 3", "v1, u, 2025-01-01, , ,, fire+power\n v2, u, 2025-01-02, , ,, power+exits").run(), @"q | u | 2025-01-01..2025-01-31 | met | 3 (≥3)");
}

#[test]
fn totals_and_means_are_exact_and_open_where_a_value_is_missing() {
    let rows = "v1, u, 2025-01-01, , , 0.1,\n v2, u, 2025-01-02, , , 0.2,";
    assert_snapshot!(month("total hours of visit; exactly 0.3", rows).run(), @"q | u | 2025-01-01..2025-01-31 | met | 0.3 (=0.3)");
    assert_snapshot!(month("total hours of visit; at least 0.300001", rows).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 0.3 (≥0.300001) | v1:2 v2:3");
    assert_snapshot!(month("mean hours of visit; at least 0.15", rows).run(), @"q | u | 2025-01-01..2025-01-31 | met | 0.15 (≥0.15)");
    assert_snapshot!(month("mean hours of visit; at least 0.150001", rows).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 0.15 (≥0.150001) | v1:2 v2:3");
    assert_snapshot!(month("mean hours of visit; at least 1", "v1, u, 2025-01-01, , , 1,\n v2, u, 2025-01-02, , , 1,\n v3, u, 2025-01-03, , , 0.99,").run(), @"q | u | 2025-01-01..2025-01-31 | violated | 0.996666 (≥1) | v1:2 v2:3 v3:4");
    let missing = format!("{rows}\n v3, u, 2025-01-03, , , ,");
    assert_snapshot!(month("total hours of visit; at least 1", &missing).run(), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 0.3 (≥1) | v1:2 v2:3 v3:4");
    assert_snapshot!(month("mean hours of visit; at least 1", &missing).run(), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | (≥1) | v1:2 v2:3 v3:4");
    assert_snapshot!(month("total hours of visit; at least 1", "").run(), @"q | u | 2025-01-01..2025-01-31 | violated | 0 (≥1)");
    assert_snapshot!(month("mean hours of visit; at least 1; if none violated", "").run(), @"q | u | 2025-01-01..2025-01-31 | violated no_denominator | (≥1)");
}

#[test]
fn shares_with_unknowns_and_over_nothing() {
    let rule = "share of visit that covert; at least 50%";
    let row = |n: usize, covert: &str| format!("v{n}, u, 2025-01-0{n}, {covert}, ,,\n");
    assert_snapshot!(month(rule, &(row(1, "yes") + &row(2, "no"))).run(), @"q | u | 2025-01-01..2025-01-31 | met | 1 of 2 (≥50%)");
    assert_snapshot!(month(rule, &(row(1, "no") + &row(2, "no") + &row(3, "yes"))).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 of 3 (≥50%) | v1:2 v2:3 v3:4");
    assert_snapshot!(month(rule, &(row(1, "no") + &row(2, "") + &row(3, "yes"))).run(), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 1 of 3 (≥50%) | v1:2 v2:3 v3:4");
    assert_snapshot!(month(rule, &(row(1, "no") + &row(2, "no") + &row(3, ""))).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 0 of 3 (≥50%) | v1:2 v2:3 v3:4");
    assert_snapshot!(month(rule, &(row(1, "yes") + &row(2, "") + &row(3, "yes"))).run(), @"q | u | 2025-01-01..2025-01-31 | met | 2 of 3 (≥50%)");
    assert_snapshot!(month(rule, "").run(), @"q | u | 2025-01-01..2025-01-31 | not_applicable no_denominator | (≥50%)");
    assert_snapshot!(month("share of visit that covert; at least 50%; if none met", "").run(), @"q | u | 2025-01-01..2025-01-31 | met no_denominator | (≥50%)");
    assert_snapshot!(month("share of visit that covert; at least 50%; if none violated", "").run(), @"q | u | 2025-01-01..2025-01-31 | violated no_denominator | (≥50%)");
}

#[test]
fn a_share_of_records_that_may_count() {
    // `v2` may count; if it does, it fits.
    let rule = |bound: &str| format!("share of visit where hours > 1 that covert; {bound}");
    let rows = "v1, u, 2025-01-01, yes, , 2,\n v2, u, 2025-01-02, yes, , ,\n v3, u, 2025-01-03, no, , 2,";
    assert_snapshot!(month(&rule("at least 50%"), rows).run(), @"q | u | 2025-01-01..2025-01-31 | met | 1 of 2 (≥50%)");
    assert_snapshot!(month(&rule("at least 60%"), rows).run(), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 1 of 2 (≥60%) | v1:2 v2:3 v3:4");
    assert_snapshot!(month(&rule("at least 67%"), rows).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 of 2 (≥67%) | v1:2 v2:3 v3:4");
    // Whether there is anything to take a share of is not known.
    assert_snapshot!(month(&rule("at least 50%"), "v1, u, 2025-01-01, no, , ,").run(), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 0 of 0 (≥50%) | v1:2");
}

#[test]
fn bounds_from_fields_tables_and_parameters() {
    assert_snapshot!(month("count visit; at least u.quota", &visits(1)).run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 (≥2) | v1:2");
    let table = |cell: &str| {
        let rule = "quantity q \"q\" { cite 1; per u in units; every calendar month; count visit; at least lookup(need, u.class) }";
        case(&format!("{RECORDS} table need {{ a: {cell}; b: 3 }} cite 1 {rule}"))
            .with("unit", "id, class, since, until, quota\n u, a, , ,\n w, b, , ,\n x, c, , ,\n y, , , ,")
            .with("visit", &format!("id, unit, date, covert, place, hours, items\n{}", visits(2)))
            .data("2025-01-01..2025-02-01")
            .as_of("2025-02-01")
            .between("2025-01-01", "2025-01-31")
    };
    assert_snapshot!(table("2").run(), @"
    q | u | 2025-01-01..2025-01-31 | met | 2 (≥2)
    q | w | 2025-01-01..2025-01-31 | violated | 0 (≥3)
    q | x | 2025-01-01..2025-01-31 | undetermined missing_field | 0
    q | y | 2025-01-01..2025-01-31 | undetermined missing_field | 0
    ");
    assert_snapshot!(table("unreadable \"乂\"").run(), @"
    q | u | 2025-01-01..2025-01-31 | undetermined unreadable | 2 (unreadable 乂) | v1:2 v2:3
    q | w | 2025-01-01..2025-01-31 | violated | 0 (≥3)
    q | x | 2025-01-01..2025-01-31 | undetermined unreadable | 0 (unreadable 乂)
    q | y | 2025-01-01..2025-01-31 | undetermined unreadable | 0 (unreadable 乂)
    ");
}

#[test]
fn an_unreadable_number_is_never_guessed() {
    assert_snapshot!(month("count visit; at least unreadable \"XX\"", &visits(9)).run(), @"q | u | 2025-01-01..2025-01-31 | undetermined unreadable | 9 (unreadable XX) | v1:2 v2:3 v3:4 v4:5 v5:6 v6:7 v7:8 v8:9 v9:10");
}

#[test]
fn a_dated_parameter_holds_by_the_first_day_of_the_window() {
    let case = case(&format!(
        "{RECORDS} param n = 1, 2 from 2025-02-01, 3 from 2025-03-15 cite 1
         quantity q \"q\" {{ cite 1; per u in units; every calendar month; count visit; at least n }}"
    ))
    .with("unit", "id, class, since, until, quota\n u, a, , ,")
    .with("visit", "id, unit, date, covert, place, hours, items")
    .data("2025-01-01..2025-05-01")
    .as_of("2025-05-01")
    .between("2025-01-01", "2025-04-30");
    assert_snapshot!(case.run(), @"
    q | u | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | u | 2025-02-01..2025-02-28 | violated | 0 (≥2)
    q | u | 2025-03-01..2025-03-31 | violated | 0 (≥2)
    q | u | 2025-04-01..2025-04-30 | violated | 0 (≥3)
    ");
}

#[test]
fn an_assumption_can_be_overridden_and_is_named() {
    let case = case(&format!(
        "{RECORDS} assume often = 2 because \"the text says often\"
         assume prompt = 3 days because \"the text says promptly\"
         quantity q \"q\" {{ cite 1; per u in units; every calendar month; count visit; at least often }}"
    ))
    .with("unit", "id, class, since, until, quota\n u, a, , ,")
    .with("visit", &format!("id, unit, date, covert, place, hours, items\n{}", visits(1)))
    .data("2025-01-01..2025-02-01")
    .as_of("2025-02-01")
    .between("2025-01-01", "2025-01-31");
    assert_snapshot!(case.run(), @"q | u | 2025-01-01..2025-01-31 | violated | 1 (≥2) | assumes often | v1:2");
    assert_snapshot!(case.clone().assume("often", Value::Number(1.into())).run(), @"q | u | 2025-01-01..2025-01-31 | met | 1 (≥1) | assumes often");
    assert_snapshot!(case.clone().assume("never", Value::Number(1.into())).run(), @"error: `never` is no assumption of these policies");
    // An override of another type than the assumption's is no number to compare with.
    assert_snapshot!(case.assume("often", length(3, Unit::Day)).run(), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 1 | assumes often | v1:2");
}

#[test]
fn a_percentage_of_a_register_is_rounded_up() {
    let files = |n: usize, visited: usize| {
        let units: String = (1..=n).map(|i| format!("u{i:02}, a, , ,\n")).collect();
        let visits: String = (1..=visited).map(|i| format!("v{i}, u{i:02}, 2025-01-10, , , ,\n")).collect();
        case(&format!(
            "{RECORDS} quantity q \"q\" {{ cite 1; every calendar month; count distinct unit of visit; at least 20% of units }}"
        ))
        .with("unit", &format!("id, class, since, until, quota\n{units}"))
        .with("visit", &format!("id, unit, date, covert, place, hours, items\n{visits}"))
        .data("2025-01-01..2025-02-01")
        .as_of("2025-02-01")
        .between("2025-01-01", "2025-01-31")
        .run()
    };
    assert_snapshot!(files(11, 2), @"q | t | 2025-01-01..2025-01-31 | violated | 2 (≥3) | v1:2 v2:3");
    assert_snapshot!(files(11, 3), @"q | t | 2025-01-01..2025-01-31 | met | 3 (≥3)");
    assert_snapshot!(files(10, 2), @"q | t | 2025-01-01..2025-01-31 | met | 2 (≥2)");
    assert_snapshot!(files(0, 0), @"q | t | 2025-01-01..2025-01-31 | not_applicable no_denominator | (≥0)");
}

#[test]
fn a_percentage_counts_members_in_force_throughout_or_at_some_time() {
    let case = |ever: &str| {
        case(
            &format!("{RECORDS} quantity q \"q\" {{ cite 1; every calendar month; count distinct unit of visit; at least 50% of units }}")
                .replace("register units of unit from since until until", &format!("register units of unit from since until until {ever}")),
        )
        .with("unit", "id, class, since, until, quota\n u1, a, , ,\n u2, a, 2025-01-10, ,\n u3, a, , 2025-01-20,\n u4, a, 2025-02-01, ,")
        .with("visit", "id, unit, date, covert, place, hours, items\n v, u1, 2025-01-10, , , ,")
        .data("2025-01-01..2025-02-01")
        .as_of("2025-02-01")
        .between("2025-01-01", "2025-01-31")
        .run()
    };
    assert_snapshot!(case("in force throughout"), @"q | t | 2025-01-01..2025-01-31 | met | 1 (≥1)");
    assert_snapshot!(case("ever in force"), @"q | t | 2025-01-01..2025-01-31 | violated | 1 (≥2) | v:2");
}

#[test]
fn membership_at_both_ends_of_the_window() {
    let case = |partial: &str| {
        case(&format!(
            "{RECORDS} quantity q \"q\" {{ cite 1; per u in units; every calendar month; count visit; at least 1; {partial} }}"
        ))
        .with(
            "unit",
            "id, class, since, until, quota
             first day, a, 2025-01-01, ,
             second day, a, 2025-01-02, ,
             last day, a, , 2025-01-31,
             day before, a, , 2025-01-30,
             before, a, , 2024-12-31,
             after, a, 2025-02-01, ,",
        )
        .with("visit", "id, unit, date, covert, place, hours, items")
        .data("2025-01-01..2025-02-01")
        .as_of("2025-02-01")
        .between("2025-01-01", "2025-01-31")
        .run()
    };
    assert_snapshot!(case("partial whole only"), @"
    q | day before | 2025-01-01..2025-01-31 | not_applicable partial | 0 (≥1)
    q | first day | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | last day | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | second day | 2025-01-01..2025-01-31 | not_applicable partial | 0 (≥1)
    ");
    assert_snapshot!(case("partial full"), @"
    q | day before | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | first day | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | last day | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | second day | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    ");
}

#[test]
fn a_rule_effective_within_a_quarter_begins_with_the_next() {
    let case = case(&format!(
        "{RECORDS} quantity q \"q\" {{ cite 1; effective from 2025-02-01 until 2025-08-31; per u in units; every calendar quarter; count visit; at least 1 }}"
    ))
    .with("unit", "id, class, since, until, quota\n u, a, , ,")
    .with("visit", "id, unit, date, covert, place, hours, items")
    .data("2024-10-01..2026-01-01")
    .as_of("2026-01-01");
    assert_snapshot!(case.run(), @"
    q | u | 2025-01-01..2025-03-31 | not_applicable partial | 0 (≥1)
    q | u | 2025-04-01..2025-06-30 | violated | 0 (≥1)
    q | u | 2025-07-01..2025-09-30 | not_applicable partial | 0 (≥1)
    ");
}

#[test]
fn combinations_of_members_each_have_a_verdict() {
    let case = case(&format!(
        "{RECORDS} quantity q \"q\" {{ cite 1; per u in units, c in contents where u.class = a or c = fire; every calendar month
           count visit where items has c; at least 1 }}"
    ))
    .with("unit", "id, class, since, until, quota\n u, a, , ,\n w, b, , ,\n x, , , ,")
    .with("visit", "id, unit, date, covert, place, hours, items\n v1, u, 2025-01-03, , , , fire+power\n v2, w, 2025-01-03, , , , exits\n v3, x, 2025-01-03, , , , power")
    .data("2025-01-01..2025-02-01")
    .as_of("2025-02-01")
    .between("2025-01-01", "2025-01-31");
    assert_snapshot!(case.run(), @"
    q | u|exits | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | u|fire | 2025-01-01..2025-01-31 | met | 1 (≥1)
    q | u|power | 2025-01-01..2025-01-31 | met | 1 (≥1)
    q | w|fire | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | x|exits | 2025-01-01..2025-01-31 | undetermined missing_field | 0 (≥1)
    q | x|fire | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | x|power | 2025-01-01..2025-01-31 | met | 1 (≥1)
    ");
}

#[test]
fn without_members_the_policy_itself_is_the_subject() {
    let in_all = |rule: &str, n| {
        case(&format!("{RECORDS} quantity q \"q\" {{ cite 1; {rule} }}"))
            .with("unit", "id, class, since, until, quota\n u, a, , ,")
            .with("visit", &format!("id, unit, date, covert, place, hours, items\n{}", visits(n)))
            .data("2025-01-01..2025-02-01")
            .as_of("2025-02-01")
            .run()
    };
    assert_snapshot!(in_all("count visit; at least 2", 1), @"q | t | overdue | 1 (≥2) | needs 1 more by 2025-02-01 | v1:2");
    assert_snapshot!(in_all("count visit; at least 2", 2), @"q | t | met | 2 (≥2)");
    assert_snapshot!(in_all("every calendar month; count visit; at least 2", 1), @"
    q | t | 2025-01-01..2025-01-31 | violated | 1 (≥2) | v1:2
    q | t | 2025-02-01..2025-02-28 | pending | 0 (≥2) | needs 2 more by 2025-02-28
    ");
}

#[test]
fn a_whole_life_may_still_be_fulfilled_until_it_ends() {
    let rule = "quantity q \"q\" { cite 1; per u in units; count visit; at least 1 }";
    let most = "quantity m \"m\" { cite 1; per u in units; count visit; at most 0 }";
    let case = case(&format!("{RECORDS} {rule} {most}"))
        .with("unit", "id, class, since, until, quota\n closed, a, , 2025-01-20,\n future, a, 2025-03-01, ,\n open, a, , ,\n visited, a, , ,")
        .with("visit", "id, unit, date, covert, place, hours, items\n v, visited, 2025-01-03, , , ,")
        .data("2025-01-01..2025-02-01")
        .as_of("2025-02-01");
    assert_snapshot!(case.run(), @"
    q | closed | violated | 0 (≥1)
    q | open | overdue | 0 (≥1) | needs 1 more by 2025-02-01
    q | visited | met | 1 (≥1)
    m | closed | met | 0 (≤0)
    m | open | met | 0 (≤0)
    m | visited | violated | 1 (≤0) | v:2
    ");
    let unsupplied =
        self::case(&format!("{RECORDS} {rule}")).with("unit", "id, class, since, until, quota\n open, a, , ,");
    assert_snapshot!(unsupplied.as_of("2025-02-01").run(), @"q | open | undetermined data_horizon | 0 (≥1)");
}

#[test]
fn during_a_members_own_period() {
    let case = case(
        "record period { key id: text; from: date?; until: date?; ordered: number }
         record visit { key id: text; period: ref period; at date: date }
         quantity q \"q\" { cite 1; per p in period; during p.from until p.until; count visit; at least p.ordered }",
    )
    .with(
        "period",
        "id, from, until, ordered
         ended short, 2025-01-01, 2025-01-10, 2
         ended well, 2025-01-01, 2025-01-10, 1
         no beginning, , 2025-01-10, 1
         not ended, 2025-01-01, , 2
         not begun, 2025-03-01, 2025-03-10, 1
         ends today, 2025-01-20, 2025-02-01, 1
         before data, 2024-12-31, 2025-01-10, 1",
    )
    .with(
        "visit",
        "id, period, date
         early, ended well, 2024-12-31
         first, ended well, 2025-01-01
         last, ended short, 2025-01-10
         late, ended short, 2025-01-11
         on, not ended, 2025-01-11",
    )
    .data("2025-01-01..2025-02-01")
    .as_of("2025-02-01");
    assert_snapshot!(case.run(), @"
    q | before data | 2024-12-31..2025-01-10 | undetermined data_horizon | 0 (≥1) | needs data from 2024-12-31
    q | ended short | 2025-01-01..2025-01-10 | violated | 1 (≥2) | last:4
    q | ended well | 2025-01-01..2025-01-10 | met | 1 (≥1)
    q | ends today | 2025-01-20..2025-02-01 | pending | 0 (≥1) | needs 1 more by 2025-02-01
    q | no beginning | undetermined missing_field | 0 (≥1)
    q | not begun | 2025-03-01..2025-03-10 | pending | 0 (≥1) | needs 1 more by 2025-03-10
    q | not ended | 2025-01-01..2025-02-01 | pending | 1 (≥2)
    ");
    // Asked for a stretch, it tells of the periods inside.
    assert_snapshot!(case.between("2025-01-01", "2025-01-31").run(), @"
    q | ended short | 2025-01-01..2025-01-10 | violated | 1 (≥2) | last:4
    q | ended well | 2025-01-01..2025-01-10 | met | 1 (≥1)
    q | no beginning | undetermined missing_field | 0 (≥1)
    ");
}

#[test]
fn a_subject_that_may_be_no_member_is_undetermined_unless_it_fulfils() {
    let case = case(
        "record unit { key id: text; major: yesno? }
         record visit { key id: text; unit: ref unit; at date: date }
         quantity q \"q\" { cite 1; per u in unit where major; every calendar month; count visit; at least 1 }",
    )
    .with("unit", "id, major\n not visited,\n visited,\n minor, no\n major, yes")
    .with("visit", "id, unit, date\n v, visited, 2025-01-05")
    .data("2025-01-01..2025-02-01")
    .as_of("2025-02-01")
    .between("2025-01-01", "2025-01-31");
    assert_snapshot!(case.run(), @"
    q | major | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | not visited | 2025-01-01..2025-01-31 | undetermined missing_field | 0 (≥1)
    q | visited | 2025-01-01..2025-01-31 | met | 1 (≥1)
    ");
}

#[test]
fn evidence_is_told_of_breaches_and_on_request_of_all() {
    let case = month("count visit where covert; at least 1", &visits(2));
    assert_snapshot!(case.run(), @"q | u | 2025-01-01..2025-01-31 | met | 2 (≥1)");
    assert_snapshot!(case.all_evidence().run(), @"q | u | 2025-01-01..2025-01-31 | met | 2 (≥1) | v1:2 v2:3");
}

#[test]
fn a_date_that_is_missing_may_lie_in_any_window() {
    let case = case(
        "record unit { key id: text }
         record plan { key id: text; unit: ref unit; at made: date; held: date? }
         quantity q \"q\" { cite 1; per u in unit; every calendar month by held; count plan; at least 1 }",
    )
    .with("unit", "id\n u\n w")
    .with("plan", "id, unit, made, held\n p1, u, 2025-01-01,\n p2, w, 2025-01-01, 2025-02-03")
    .data("2025-01-01..2025-03-01")
    .as_of("2025-03-01")
    .between("2025-01-01", "2025-02-28");
    assert_snapshot!(case.run(), @"
    q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 0 to 1 (≥1) | p1:2
    q | u | 2025-02-01..2025-02-28 | undetermined missing_field | 0 to 1 (≥1) | p1:2
    q | w | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | w | 2025-02-01..2025-02-28 | met | 1 (≥1)
    ");
}

#[test]
fn what_was_planned_after_the_as_of_date_does_not_count() {
    let case = case(
        "record unit { key id: text }
         record plan { key id: text; unit: ref unit; at made: date; held: date? }
         quantity q \"q\" { cite 1; per u in unit; every calendar month by held; count plan; at least 1 }
         quantity last \"last\" { cite 1; per u in unit; the last 30 days by held; count plan; at least 1 }",
    )
    .with("unit", "id\n u")
    .with("plan", "id, unit, made, held\n p1, u, 2025-01-01, 2025-01-31")
    .data("2025-01-01..2025-01-20")
    .as_of("2025-01-20");
    assert_snapshot!(case.run(), @"
    q | u | 2025-01-01..2025-01-31 | pending | 0 (≥1) | needs 1 more by 2025-01-31
    last | u | 2024-12-21..2025-01-20 | undetermined data_horizon | 0 (≥1) | needs data from 2024-12-21
    ");
}

#[test]
fn who_left_before_the_rule_began_never_had_to_do_anything() {
    let rule = |window: &str| {
        case(&format!(
            "{RECORDS} quantity q \"q\" {{ cite 1; effective from 2025-01-20 until open; per u in units; {window} count visit; at least 1 }}"
        ))
        .with("unit", "id, class, since, until, quota\n u, a, , 2025-01-19,")
        .with("visit", "id, unit, date, covert, place, hours, items")
        .data("2025-01-01..2025-02-01")
        .as_of("2025-02-01")
        .run()
    };
    assert_snapshot!(rule("every calendar month; partial full;"), @"");
    assert_snapshot!(rule("every calendar month;"), @"");
    assert_snapshot!(rule(""), @"");
}

#[test]
fn a_share_of_nothing_breaks_nothing_even_of_one_who_may_be_no_member() {
    let rule = "quantity q \"q\" { cite 1; per u in unit where u.class = a; every calendar month; share of visit that covert; at least 50% }";
    let case = case(&format!("{RECORDS} {rule}"))
        .with("unit", "id, class, since, until, quota\n u, , , ,")
        .with("visit", "id, unit, date, covert, place, hours, items")
        .data("2025-01-01..2025-02-01")
        .as_of("2025-02-01")
        .between("2025-01-01", "2025-01-31");
    assert_snapshot!(case.run(), @"q | u | 2025-01-01..2025-01-31 | not_applicable no_denominator | (≥50%)");
}

#[test]
fn a_total_lies_between_what_doubtful_records_may_take_and_add() {
    let rows = "v1, u, 2025-01-01, yes, , 4,\n v2, u, 2025-01-02, , , 3,\n v3, u, 2025-01-03, , , -1,";
    let rule = |bound: &str| month(&format!("total hours of visit where covert; {bound}"), rows).run();
    assert_snapshot!(rule("at least 3"), @"q | u | 2025-01-01..2025-01-31 | met | 4 (≥3)");
    assert_snapshot!(rule("at least 4"), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 4 (≥4) | v1:2 v2:3 v3:4");
    assert_snapshot!(rule("at least 7"), @"q | u | 2025-01-01..2025-01-31 | undetermined missing_field | 4 (≥7) | v1:2 v2:3 v3:4");
    assert_snapshot!(rule("at least 8"), @"q | u | 2025-01-01..2025-01-31 | violated | 4 (≥8) | v1:2 v2:3 v3:4");
}

#[test]
fn nothing_is_claimed_of_a_life_before_the_data_begins() {
    let case = case(&format!("{RECORDS} quantity q \"q\" {{ cite 1; per u in units; count visit; at least 1 }}"))
        .with("unit", "id, class, since, until, quota\n u, a, , ,")
        .with("visit", "id, unit, date, covert, place, hours, items")
        .data("2025-02-01..2025-03-01");
    assert_snapshot!(case.clone().as_of("2025-01-31").run(), @"q | u | undetermined data_horizon | 0 (≥1)");
    assert_snapshot!(case.as_of("2025-02-01").run(), @"q | u | overdue | 0 (≥1) | needs 1 more by 2025-02-01");
}
