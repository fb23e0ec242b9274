//! `lookup(table, row, column)`, and bounds by the greater of several.

use insta::assert_snapshot;

use crate::harness::case;

#[test]
fn a_limit_by_severity_and_level() {
    let limits = "catalog severities { minor; grave }
        catalog levels { city; county }
        record hazard { key id: text; at found: date; severity: severities?; level: levels?; fixed: date? }
        table limits (city, county) { minor: 10 days, 20 days; grave: 3 days, 20 days } cite 1
        deadline d \"d\" { cite 1; each hazard; must fixed; within lookup(limits, severity, level) }";
    let rows = "id, found, severity, level, fixed
        a, 2025-01-01, minor, city,
        b, 2025-01-01, minor, county,
        c, 2025-01-01, grave, city,
        d, 2025-01-01, , city,
        e, 2025-01-01, grave, ,
        f, 2025-01-01, , county,";
    assert_snapshot!(case(limits).with("hazard", rows).data("2025-01-01..2025-12-31").run(), @"
    d | a | 2025-01-01 | overdue | not done | due 2025-01-13 | late 352 | a:2
    d | b | 2025-01-01 | overdue | not done | due 2025-01-21 | late 344 | b:3
    d | c | 2025-01-01 | overdue | not done | due 2025-01-06 | late 359 | c:4
    d | d | 2025-01-01 | undetermined missing_field | d:5
    d | e | 2025-01-01 | undetermined missing_field | e:6
    d | f | 2025-01-01 | undetermined missing_field | f:7
    ");
}

#[test]
fn the_greater_of_a_number_and_a_share_of_a_register() {
    let visits = |bound: &str, units: usize| {
        let rows: Vec<String> = (0..units).map(|n| format!("u{n}")).collect();
        case(&format!(
            "record unit {{ key id: text }}
             record visit {{ key id: text; at date: date; unit: ref unit }}
             register units of unit
             quantity q \"q\" {{ cite 1; every calendar year; count visit; at least {bound} }}"
        ))
        .with("unit", &format!("id\n{}", rows.join("\n")))
        .with("visit", "id, date, unit\n a, 2025-01-05, u0\n b, 2025-01-06, u0")
        .data("2025-01-01..2025-12-31")
        .as_of("2026-01-01")
        .between("2025-01-01", "2025-12-31")
        .run()
    };
    assert_snapshot!(visits("greater of (2, 5% of units)", 10), @"q | t | 2025-01-01..2025-12-31 | met | 2 (≥2)");
    assert_snapshot!(visits("greater of (2, 5% of units)", 41), @"q | t | 2025-01-01..2025-12-31 | violated | 2 (≥3) | a:2 b:3");
    assert_snapshot!(visits("lesser of (2, 5% of units)", 10), @"q | t | 2025-01-01..2025-12-31 | met | 2 (≥1)");
}

#[test]
fn a_bound_relative_to_the_mean_of_a_group() {
    let policy = "record street { key id: text }
        record unit { key id: text; street: ref street }
        record visit { key id: text; at date: date; unit: ref unit }
        register units of unit
        measure visits of unit { cite 1; every calendar quarter; count visit }
        measure usual of street { cite 1; mean visits of unit }
        quantity q \"q\" { cite 1; per u in units; every calendar quarter; count visit; at least 50% of u.street.usual }";
    let case = case(policy)
        .with("street", "id\n s")
        .with("unit", "id, street\n u, s\n w, s")
        .with("visit", "id, date, unit\n a, 2025-01-05, u\n b, 2025-01-06, u\n c, 2025-01-07, u\n d, 2025-01-08, w\n e, 2025-04-08, w")
        .data("2025-01-01..2025-12-31")
        .between("2025-04-01", "2025-09-30");
    assert_snapshot!(case.run(), @"
    q | u | 2025-04-01..2025-06-30 | violated | 0 (≥1)
    q | u | 2025-07-01..2025-09-30 | violated | 0 (≥0.25)
    q | w | 2025-04-01..2025-06-30 | met | 1 (≥1)
    q | w | 2025-07-01..2025-09-30 | violated | 0 (≥0.25)
    ");
}
