//! Coverage of registers and check items.

use insta::assert_snapshot;

use crate::harness::{Case, case};

const RECORDS: &str = "
    record unit { key id: text; major: yesno?; since: date?; until: date? }
    record visit { key id: text; unit: ref unit?; at date: date; ok: yesno?; items: set of contents?; on_site: yesno? }
    catalog contents { fire; power; exits }
";

fn quarter(rule: &str, units: &str, visits: &str) -> Case {
    case(&format!("{RECORDS} register units of unit from since until until {rule}"))
        .with("unit", &format!("id, major, since, until\n{units}"))
        .with("visit", &format!("id, unit, date, ok, items, on_site\n{visits}"))
        .data("2025-01-01..2025-04-01")
        .as_of("2025-04-01")
        .between("2025-01-01", "2025-03-31")
}

const ALL: &str = "coverage c \"c\" { cite 1; every calendar quarter; all of units by unit of visit }";

#[test]
fn what_is_not_reached_is_the_evidence() {
    let units = "a, , ,\n b, , ,\n c, , ,";
    assert_snapshot!(quarter(ALL, units, "v, a, 2025-01-01, , ,\n w, c, 2025-03-31, , ,").run(), @"c | t | 2025-01-01..2025-03-31 | violated | 2 of 3, not b (all 3) | b:3");
    assert_snapshot!(quarter(ALL, units, "v, a, 2025-01-01, , ,\n w, c, 2025-03-31, , ,\n x, b, 2025-02-01, , ,").run(), @"c | t | 2025-01-01..2025-03-31 | met | 3 of 3 (all 3)");
    assert_snapshot!(quarter(ALL, units, "v, a, 2024-12-31, , ,").run(), @"c | t | 2025-01-01..2025-03-31 | violated | 0 of 3, not a b c (all 3) | a:2 b:3 c:4");
}

#[test]
fn an_open_window_is_pending_unless_all_are_reached() {
    let units = "a, , ,\n b, , ,";
    let open = |visits: &str| quarter(ALL, units, visits).as_of("2025-03-31").run();
    assert_snapshot!(open("v, a, 2025-01-01, , ,"), @"c | t | 2025-01-01..2025-03-31 | pending | 1 of 2, not b (all 2) | needs 1 more by 2025-03-31");
    assert_snapshot!(open("v, a, 2025-01-01, , ,\n w, b, 2025-01-02, , ,"), @"c | t | 2025-01-01..2025-03-31 | met | 2 of 2 (all 2)");
}

#[test]
fn members_in_force_throughout_or_at_some_time() {
    let units = "all, , ,\n from within, , 2025-02-01,\n until within, , , 2025-02-01\n before, , , 2024-12-31\n after, , 2025-04-01,";
    let visit = "v, all, 2025-01-01, , ,";
    assert_snapshot!(quarter(ALL, units, visit).run(), @"c | t | 2025-01-01..2025-03-31 | met | 1 of 1 (all 1)");
    let ever = format!("{RECORDS} register units of unit from since until until ever in force {ALL}");
    let ever = case(&ever)
        .with("unit", &format!("id, major, since, until\n{units}"))
        .with("visit", &format!("id, unit, date, ok, items, on_site\n{visit}"))
        .data("2025-01-01..2025-04-01")
        .as_of("2025-04-01")
        .between("2025-01-01", "2025-03-31");
    assert_snapshot!(ever.run(), @"c | t | 2025-01-01..2025-03-31 | violated | 1 of 3, not from within until within (all 3) | from within:3 until within:4");
}

#[test]
fn nobody_to_reach_is_not_applicable() {
    assert_snapshot!(quarter(ALL, "", "").run(), @"c | t | 2025-01-01..2025-03-31 | not_applicable no_denominator | 0 of 0 (all 0)");
    let share = "coverage c \"c\" { cite 1; every calendar quarter; at least 50% of units by unit of visit }";
    assert_snapshot!(quarter(share, "", "").run(), @"c | t | 2025-01-01..2025-03-31 | not_applicable no_denominator | 0 of 0 (≥50%)");
}

#[test]
fn a_share_is_rounded_up() {
    let share = "coverage c \"c\" { cite 1; every calendar quarter; at least 67% of units by unit of visit }";
    let units = "a, , ,\n b, , ,\n c, , ,";
    assert_snapshot!(quarter(share, units, "v, a, 2025-01-01, , ,\n w, c, 2025-03-31, , ,").run(), @"c | t | 2025-01-01..2025-03-31 | violated | 2 of 3, not b (≥67%) | b:3");
    assert_snapshot!(quarter(&share.replace("67%", "66%"), units, "v, a, 2025-01-01, , ,\n w, c, 2025-03-31, , ,").run(), @"c | t | 2025-01-01..2025-03-31 | met | 2 of 3, not b (≥66%)");
}

#[test]
fn doubtful_members_and_visits() {
    let register = ALL.replace("units by", "majors by");
    let major = format!("register majors of unit where major {register}");
    // Whether `b` belongs to the register is not known.
    assert_snapshot!(quarter(&major, "a, yes, ,\n b, , ,\n c, no, ,", "v, a, 2025-01-01, , ,").run(), @"c | t | 2025-01-01..2025-03-31 | undetermined missing_field | 1 of 2, not b (all 2) | b:3");
    assert_snapshot!(quarter(&major, "a, yes, ,\n b, , ,\n c, no, ,", "v, a, 2025-01-01, , ,\n w, b, 2025-01-01, , ,").run(), @"c | t | 2025-01-01..2025-03-31 | met | 2 of 2 (all 2)");
    assert_snapshot!(quarter(&major, "a, yes, ,\n b, , ,\n c, no, ,", "w, b, 2025-01-01, , ,").run(), @"c | t | 2025-01-01..2025-03-31 | violated | 1 of 2, not a (all 2) | a:2");
    let good = "coverage c \"c\" { cite 1; every calendar quarter; all of units by unit of visit where ok }";
    assert_snapshot!(quarter(good, "a, , ,", "v, a, 2025-01-01, , ,").run(), @"c | t | 2025-01-01..2025-03-31 | undetermined missing_field | 0 of 1, not a (all 1) | a:2");
    assert_snapshot!(quarter(good, "a, , ,\n b, , ,", "v, a, 2025-01-01, , ,").run(), @"c | t | 2025-01-01..2025-03-31 | violated | 0 of 2, not a b (all 2) | a:2 b:3");
    assert_snapshot!(quarter(good, "a, , ,", "v, , 2025-01-01, yes, ,").run(), @"c | t | 2025-01-01..2025-03-31 | violated | 0 of 1, not a (all 1) | a:2");
}

#[test]
fn the_data_horizon_bounds_what_is_not_reached() {
    assert_snapshot!(quarter(ALL, "a, , ,", "").data("2025-01-01..2025-03-30").run(), @"c | t | 2025-01-01..2025-03-31 | undetermined data_horizon | 0 of 1, not a (all 1) | needs data through 2025-03-31 | a:2");
    assert_snapshot!(quarter(ALL, "a, , ,", "v, a, 2025-01-01, , ,").data("2025-01-01..2025-03-30").run(), @"c | t | 2025-01-01..2025-03-31 | met | 1 of 1 (all 1)");
}

#[test]
fn items_of_each_visit_by_itself() {
    let rule = "coverage c \"c\" { cite 1; each visit where ok unless not on_site; all of contents by items }";
    let visits = "all, , 2025-01-01, yes, fire+power+exits, yes
        two, , 2025-01-02, yes, fire+exits, yes
        none recorded, , 2025-01-03, yes, , yes
        excused, , 2025-01-04, yes, , no
        perhaps excused, , 2025-01-05, yes, fire,
        perhaps excused all, , 2025-01-05, yes, fire+power+exits,
        out of scope, , 2025-01-06, no, , yes
        perhaps in scope, , 2025-01-07, , fire, yes";
    assert_snapshot!(quarter(rule, "", visits).run(), @"
    c | all | 2025-01-01 | met | 3 of 3 (all 3) | all:2
    c | excused | 2025-01-04 | not_applicable unless | 0 of 3, not fire power exits (all 3) | excused:5
    c | none recorded | 2025-01-03 | undetermined missing_field | 0 of 3, not fire power exits (all 3) | none recorded:4
    c | perhaps excused | 2025-01-05 | undetermined missing_field | 1 of 3, not power exits (all 3) | perhaps excused:6
    c | perhaps excused all | 2025-01-05 | met | 3 of 3 (all 3) | perhaps excused all:7
    c | perhaps in scope | 2025-01-07 | undetermined missing_field | 1 of 3, not power exits (all 3) | perhaps in scope:9
    c | two | 2025-01-02 | violated | 2 of 3, not power (all 3) | two:3
    ");
}

#[test]
fn items_over_the_window_of_a_unit_are_a_union() {
    let rule = "coverage c \"c\" { cite 1; per u in units; every calendar quarter; all of contents by items of visit }";
    let visits = "v, a, 2025-01-01, , fire+power,\n w, a, 2025-02-01, , exits,\n x, b, 2025-02-01, , exits,";
    assert_snapshot!(quarter(rule, "a, , ,\n b, , ,\n c, , 2025-01-02,\n d, , 2025-04-01,", visits).run(), @"
    c | a | 2025-01-01..2025-03-31 | met | 3 of 3 (all 3)
    c | b | 2025-01-01..2025-03-31 | violated | 1 of 3, not fire power (all 3)
    c | c | 2025-01-01..2025-03-31 | not_applicable partial
    ");
}

#[test]
fn without_a_window_the_set_is_that_of_the_as_of_date() {
    let rule = "coverage c \"c\" { cite 1; all of units by unit of visit }";
    let units = "a, , ,\n closed, , , 2025-03-31\n closes today, , , 2025-04-01\n later, , 2025-04-02,";
    let visits = "v, a, 2024-01-01, , ,";
    let case = quarter(rule, units, visits);
    assert_snapshot!(case.run(), @"c | t | overdue | 1 of 2, not closes today (all 2) | needs 1 more by 2025-04-01 | closes today:4");
    let unsupplied = self::case(&format!("{RECORDS} register units of unit {rule}"))
        .with("unit", "id, major, since, until\n a, , ,");
    assert_snapshot!(unsupplied.run(), @"c | t | undetermined data_horizon | 0 of 1, not a (all 1) | a:2");
}
