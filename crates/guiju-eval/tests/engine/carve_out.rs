//! `unless … except when …`, for records and for members.

use insta::assert_snapshot;

use crate::harness::{Case, case};

fn visits(unless: &str) -> Case {
    case(&format!(
        "record visit {{ key id: text; at date: date; signed: yesno; small: yesno?; risky: yesno?; shut: yesno? }}
         check k \"k\" {{ cite 1; each visit unless {unless}; must signed }}"
    ))
    .with(
        "visit",
        "id, date, signed, small, risky, shut
         plain, 2025-01-01, no, no, no, no
         small, 2025-01-01, no, yes, no, no
         small and risky, 2025-01-01, no, yes, yes, no
         small and risky but shut, 2025-01-01, no, yes, yes, yes
         risky, 2025-01-01, no, no, yes, no
         small and perhaps risky, 2025-01-01, no, yes, , no",
    )
    .data("2025-01-01..2025-01-31")
    .as_of("2025-01-31")
}

#[test]
fn what_is_carved_out_may_be_bound_all_the_same() {
    assert_snapshot!(visits("small").run(), @"
    k | plain | 2025-01-01 | violated | fails: signed | plain:2
    k | risky | 2025-01-01 | violated | fails: signed | risky:6
    k | small | 2025-01-01 | not_applicable unless | small:3
    k | small and perhaps risky | 2025-01-01 | not_applicable unless | small and perhaps risky:7
    k | small and risky | 2025-01-01 | not_applicable unless | small and risky:4
    k | small and risky but shut | 2025-01-01 | not_applicable unless | small and risky but shut:5
    ");
    assert_snapshot!(visits("small except when risky").run(), @"
    k | plain | 2025-01-01 | violated | fails: signed | plain:2
    k | risky | 2025-01-01 | violated | fails: signed | risky:6
    k | small | 2025-01-01 | not_applicable unless | small:3
    k | small and perhaps risky | 2025-01-01 | undetermined missing_field | fails: signed | small and perhaps risky:7
    k | small and risky | 2025-01-01 | violated | fails: signed | small and risky:4
    k | small and risky but shut | 2025-01-01 | violated | fails: signed | small and risky but shut:5
    ");
    assert_snapshot!(visits("small except when risky except when shut").run(), @"
    k | plain | 2025-01-01 | violated | fails: signed | plain:2
    k | risky | 2025-01-01 | violated | fails: signed | risky:6
    k | small | 2025-01-01 | not_applicable unless | small:3
    k | small and perhaps risky | 2025-01-01 | undetermined missing_field | fails: signed | small and perhaps risky:7
    k | small and risky | 2025-01-01 | violated | fails: signed | small and risky:4
    k | small and risky but shut | 2025-01-01 | not_applicable unless | small and risky but shut:5
    ");
}

fn units(rule: &str) -> Case {
    case(&format!(
        "record unit {{ key id: text; school: yesno?; risky: yesno? }}
         record visit {{ key id: text; at date: date; unit: ref unit; items: set of text? }}
         register units of unit
         {rule}"
    ))
    .with("unit", "id, school, risky\nA, no, no\nB, yes, no\nC, yes, yes\nD, ,no")
    .with("visit", "id, date, unit, items")
    .data("2025-01-01..2025-02-28")
    .as_of("2025-02-10")
}

#[test]
fn members_are_carved_out_with_a_row_that_says_so() {
    let quantity = "quantity q \"q\" { cite 1; per u in units; every calendar month; count visit; at least 1;
        unless school except when u.risky }";
    assert_snapshot!(units(quantity).run(), @"
    q | A | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | A | 2025-02-01..2025-02-28 | pending | 0 (≥1) | needs 1 more by 2025-02-28
    q | B | 2025-01-01..2025-01-31 | not_applicable unless | 0 (≥1)
    q | B | 2025-02-01..2025-02-28 | not_applicable unless | 0 (≥1)
    q | C | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    q | C | 2025-02-01..2025-02-28 | pending | 0 (≥1) | needs 1 more by 2025-02-28
    q | D | 2025-01-01..2025-01-31 | undetermined missing_field | 0 (≥1)
    q | D | 2025-02-01..2025-02-28 | pending | 0 (≥1) | needs 1 more by 2025-02-28
    ");
    let deadline =
        "deadline d \"d\" { cite 1; per u in units; every calendar month; must visit.date; by day 20; unless school }";
    assert_snapshot!(units(deadline).run(), @"
    d | A | 2025-01-01..2025-01-31 | overdue | not done | due 2025-01-20 | late 21
    d | A | 2025-02-01..2025-02-28 | pending | not done | due 2025-02-20
    d | B | 2025-01-01..2025-01-31 | not_applicable unless | not done | due 2025-01-20
    d | B | 2025-02-01..2025-02-28 | not_applicable unless | not done | due 2025-02-20
    d | C | 2025-01-01..2025-01-31 | not_applicable unless | not done | due 2025-01-20
    d | C | 2025-02-01..2025-02-28 | not_applicable unless | not done | due 2025-02-20
    d | D | 2025-01-01..2025-01-31 | undetermined missing_field | not done | due 2025-01-20
    d | D | 2025-02-01..2025-02-28 | pending | not done | due 2025-02-20
    ");
}
