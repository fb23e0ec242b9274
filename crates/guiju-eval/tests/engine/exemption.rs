//! Exemptions: whole windows, parts, grants that come late, what is not known of them.

use insta::assert_snapshot;

use crate::harness::{Case, case};

const RECORDS: &str = "
    record unit { key id: text; kind: kinds?; opened: date? }
    catalog kinds { shop; school }
    record visit { key id: text; at date: date; unit: ref unit; signed: yesno? }
    record waiver { key id: text; at granted: date; unit: ref unit?; from: date?; to: date?; kind: text?; insured: yesno?; applied: date? }
    register units of unit from opened
    quantity q \"q\" { cite 1; per u in units; every calendar month; count visit; at least 1 }";

fn waivers(exemption: &str, waivers: &str) -> Case {
    case(&format!("{RECORDS}\nexemption x \"x\" {{ cite 2; frees q; {exemption} }}"))
        .with("unit", "id, kind, opened\nA, shop,\n")
        .with("waiver", &format!("id, granted, unit, from, to, kind, insured, applied\n{waivers}"))
        .with("visit", "id, date, unit, signed\nv1, 2025-01-05, A, yes")
        .data("2025-01-01..2025-12-31")
        .between("2025-02-01", "2025-04-30")
        .as_of("2025-06-15")
}

const GRANTED: &str = "granted by waiver; of unit; during from until to";

#[test]
fn a_window_covered_whole_is_exempt_and_one_covered_in_part_is_partial() {
    assert_snapshot!(waivers(GRANTED, "w, 2025-01-20, A, 2025-02-01, 2025-03-30,,,").run(), @"
    q | A | 2025-02-01..2025-02-28 | exempt | freed by w (≥1) | w:2
    q | A | 2025-03-01..2025-03-31 | not_applicable partial | freed by w (≥1) | w:2
    q | A | 2025-04-01..2025-04-30 | violated | 0 (≥1)
    ");
}

#[test]
fn the_last_day_counts_and_the_next_does_not() {
    let to = |to: &str| {
        waivers(GRANTED, &format!("w, 2025-01-20, A, 2025-02-01, {to},,,")).between("2025-03-01", "2025-03-31").run()
    };
    assert_snapshot!([to("2025-03-31"), to("2025-03-30"), to("2025-02-28")].join("\n"), @"
    q | A | 2025-03-01..2025-03-31 | exempt | freed by w (≥1) | w:2
    q | A | 2025-03-01..2025-03-31 | not_applicable partial | freed by w (≥1) | w:2
    q | A | 2025-03-01..2025-03-31 | violated | 0 (≥1)
    ");
}

#[test]
fn two_exemptions_may_cover_a_window_together() {
    let rows = "w1, 2025-01-20, A, 2025-02-01, 2025-02-14,,,\nw2, 2025-01-21, A, 2025-02-10, 2025-02-28,,,";
    assert_snapshot!(waivers(GRANTED, rows).between("2025-02-01", "2025-02-28").run(), @"q | A | 2025-02-01..2025-02-28 | exempt | freed by w1 w2 (≥1) | w1:2 w2:3");
}

#[test]
fn granted_after_the_window_it_does_not_cure_unless_retroactive() {
    let rows = "w, 2025-03-05, A, 2025-02-01, 2025-03-31,,, 2025-01-30";
    let run = |more: &str| waivers(&format!("{GRANTED}{more}"), rows).between("2025-02-01", "2025-02-28").run();
    assert_snapshot!(
        [run(""), run("; retroactive"), run("; retroactive where applied <= from"), run("; retroactive where applied > from")].join("\n"),
        @"
    q | A | 2025-02-01..2025-02-28 | violated later_exempted | 0 (≥1) | w:2
    q | A | 2025-02-01..2025-02-28 | exempt | freed by w (≥1) | w:2
    q | A | 2025-02-01..2025-02-28 | exempt | freed by w (≥1) | w:2
    q | A | 2025-02-01..2025-02-28 | violated later_exempted | 0 (≥1) | w:2
    "
    );
}

#[test]
fn granted_on_the_last_day_of_the_window_is_in_time() {
    let granted = |day: &str| {
        waivers(GRANTED, &format!("w, {day}, A, 2025-02-01, 2025-02-28,,,")).between("2025-02-01", "2025-02-28").run()
    };
    assert_snapshot!([granted("2025-02-28"), granted("2025-03-01")].join("\n"), @"
    q | A | 2025-02-01..2025-02-28 | exempt | freed by w (≥1) | w:2
    q | A | 2025-02-01..2025-02-28 | violated later_exempted | 0 (≥1) | w:2
    ");
}

#[test]
fn conditions_that_fail_void_it_and_unknown_ones_leave_it_open() {
    let must = |insured: &str| {
        let rows = format!("w, 2025-01-20, A, 2025-02-01, 2025-02-28,, {insured},");
        waivers(&format!("{GRANTED}; must insured"), &rows).between("2025-02-01", "2025-02-28").run()
    };
    assert_snapshot!([must("yes"), must("no"), must("")].join("\n"), @"
    q | A | 2025-02-01..2025-02-28 | exempt | freed by w (≥1) | w:2
    q | A | 2025-02-01..2025-02-28 | violated | 0 (≥1)
    q | A | 2025-02-01..2025-02-28 | undetermined missing_field | 0 (≥1) | w:2
    ");
}

#[test]
fn an_unknown_first_day_leaves_it_open_and_no_last_day_is_open_ended() {
    let days = |from: &str, to: &str| {
        waivers(GRANTED, &format!("w, 2025-01-20, A, {from}, {to},,,")).between("2025-02-01", "2025-02-28").run()
    };
    assert_snapshot!([days("", "2025-02-28"), days("2025-02-01", "")].join("\n"), @"
    q | A | 2025-02-01..2025-02-28 | undetermined missing_field | 0 (≥1) | w:2
    q | A | 2025-02-01..2025-02-28 | exempt | freed by w (≥1) | w:2
    ");
}

#[test]
fn without_a_period_it_holds_from_the_grant_on() {
    assert_snapshot!(waivers("granted by waiver; of unit", "w, 2025-02-10, A,,,,,").run(), @"
    q | A | 2025-02-01..2025-02-28 | not_applicable partial | freed by w (≥1) | w:2
    q | A | 2025-03-01..2025-03-31 | exempt | freed by w (≥1) | w:2
    q | A | 2025-04-01..2025-04-30 | exempt | freed by w (≥1) | w:2
    ");
}

#[test]
fn it_frees_whom_it_names_and_what_its_condition_asks() {
    let run = |exemption: &str, rows: &str| waivers(exemption, rows).between("2025-02-01", "2025-02-28").run();
    let repair = "granted by waiver where kind = \"repair\"; of unit; during from until to";
    assert_snapshot!(
        [
            run(GRANTED, "w, 2025-01-20,, 2025-02-01, 2025-02-28,,,"),
            run(repair, "w, 2025-01-20, A, 2025-02-01, 2025-02-28, other,,"),
            run(repair, "w, 2025-01-20, A, 2025-02-01, 2025-02-28,,,"),
        ]
        .join("\n"),
        @"
    q | A | 2025-02-01..2025-02-28 | violated | 0 (≥1)
    q | A | 2025-02-01..2025-02-28 | violated | 0 (≥1)
    q | A | 2025-02-01..2025-02-28 | undetermined missing_field | 0 (≥1) | w:2
    "
    );
}

#[test]
fn a_window_that_is_open_is_exempt_only_where_all_of_it_is_covered() {
    let to = |to: &str| {
        waivers(GRANTED, &format!("w, 2025-01-20, A, 2025-02-01, {to},,,"))
            .as_of("2025-03-15")
            .between("2025-03-01", "2025-03-31")
            .run()
    };
    assert_snapshot!([to("2025-03-31"), to("2025-03-20")].join("\n"), @"
    q | A | 2025-03-01..2025-03-31 | exempt | freed by w (≥1) | w:2
    q | A | 2025-03-01..2025-03-31 | pending | 0 (≥1) | needs 1 more by 2025-03-31
    ");
}

#[test]
fn a_whole_class_is_freed_while_its_clause_is_in_force() {
    let class = |more: &str| {
        case(&format!("{RECORDS}\nexemption x \"x\" {{ cite 2; frees q where kind = school{more} }}"))
            .with("unit", "id, kind, opened\nA, shop,\nB, school,\nC, ,")
            .with("visit", "id, date, unit, signed")
            .data("2025-01-01..2025-12-31")
            .between("2025-02-01", "2025-03-31")
            .as_of("2025-06-15")
            .run()
    };
    assert_snapshot!([class(""), class("; effective from 2025-03-01 until open")].join("\n\n"), @"
    q | A | 2025-02-01..2025-02-28 | violated | 0 (≥1)
    q | A | 2025-03-01..2025-03-31 | violated | 0 (≥1)
    q | B | 2025-02-01..2025-02-28 | exempt | freed by x (≥1)
    q | B | 2025-03-01..2025-03-31 | exempt | freed by x (≥1)
    q | C | 2025-02-01..2025-02-28 | undetermined missing_field | 0 (≥1)
    q | C | 2025-03-01..2025-03-31 | undetermined missing_field | 0 (≥1)

    q | A | 2025-02-01..2025-02-28 | violated | 0 (≥1)
    q | A | 2025-03-01..2025-03-31 | violated | 0 (≥1)
    q | B | 2025-02-01..2025-02-28 | violated | 0 (≥1)
    q | B | 2025-03-01..2025-03-31 | exempt | freed by x (≥1)
    q | C | 2025-02-01..2025-02-28 | violated | 0 (≥1)
    q | C | 2025-03-01..2025-03-31 | undetermined missing_field | 0 (≥1)
    ");
}

#[test]
fn records_are_freed_on_their_day_by_the_field_they_share_with_the_grant() {
    let rows = "v1, 2025-02-01, A, no\nv2, 2025-02-28, A, no\nv3, 2025-03-01, A, no";
    let policy = format!(
        "{RECORDS}
         check c \"c\" {{ cite 1; each visit; must signed }}
         deadline d \"d\" {{ cite 1; each visit; must waiver.granted where kind = \"reply\" and unit = this.unit; within 5 days }}
         exemption x \"x\" {{ cite 2; frees c, d; granted by waiver where kind = \"free\"; of unit; during from until to }}"
    );
    let case = case(&policy)
        .with("unit", "id, kind, opened\nA, shop,")
        .with(
            "waiver",
            "id, granted, unit, from, to, kind, insured, applied\nw, 2025-02-03, A, 2025-02-01, 2025-02-28, free,,",
        )
        .with("visit", &format!("id, date, unit, signed\n{rows}"))
        .data("2025-01-01..2025-12-31")
        .as_of("2025-06-15");
    let run = case.run();
    let of = |rule: &str| run.lines().filter(|l| l.starts_with(rule)).collect::<Vec<_>>().join("\n");
    assert_snapshot!([of("c"), of("d")].join("\n"), @"
    c | v1 | 2025-02-01 | violated later_exempted | fails: signed | v1:2 w:2
    c | v2 | 2025-02-28 | exempt | freed by w | w:2
    c | v3 | 2025-03-01 | violated | fails: signed | v3:4
    d | v1 | 2025-02-01 | exempt | freed by w | due 2025-02-06 | w:2
    d | v2 | 2025-02-28 | exempt | freed by w | due 2025-03-05 | w:2
    d | v3 | 2025-03-01 | overdue | not done | due 2025-03-06 | late 101 | v3:4
    ");
}

#[test]
fn a_condition_may_quote_a_rule() {
    let policy = format!(
        "{RECORDS}
         check kept \"kept\" {{ cite 1; each waiver; must insured }}
         exemption x \"x\" {{ cite 2; frees q; granted by waiver; of unit; during from until to; must kept met }}"
    );
    let run = |insured: &str| {
        case(&policy)
            .with("unit", "id, kind, opened\nA, shop,")
            .with("waiver", &format!("id, granted, unit, from, to, kind, insured, applied\nw, 2025-01-20, A, 2025-02-01, 2025-02-28,, {insured},"))
            .with("visit", "id, date, unit, signed")
            .data("2025-01-01..2025-12-31")
            .between("2025-01-01", "2025-02-28")
            .as_of("2025-06-15")
            .run()
    };
    assert_snapshot!([run("yes"), run("no")].join("\n"), @"
    q | A | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | A | 2025-02-01..2025-02-28 | exempt | freed by w (≥1) | w:2
    kept | w | 2025-01-20 | met | holds | w:2
    q | A | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | A | 2025-02-01..2025-02-28 | violated | 0 (≥1)
    kept | w | 2025-01-20 | violated | fails: insured | w:2
    ");
}
