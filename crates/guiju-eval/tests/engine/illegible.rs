//! What cannot be read is never taken for absent: bad cells, lost days, lost keys, references to no record.

use insta::assert_snapshot;

use crate::harness::{Case, case};

const RECORDS: &str = "
    catalog contents { fire; power }
    record unit { key id: text; staff: number?; days: number? }
    record visit { key id: text; unit: ref unit; at date: date; covert: yesno; score: number?; items: set of contents?; place: text? }
    record report { key id: text; visit: ref visit; at sent: date; score: number? }
    register units of unit
";

fn visits(rules: &str, units: &str, visits: &str) -> Case {
    case(&format!("{RECORDS}{rules}"))
        .with("unit", &format!("id,staff,days\n{units}"))
        .with("visit", &format!("id,unit,date,covert,score,items,place\n{visits}"))
        .with("report", "id,visit,sent,score")
        .data("2025-01-01..2025-02-28")
        .as_of("2025-02-28")
        .between("2025-01-01", "2025-01-31")
        .with_rejects()
}

const MONTHLY: &str =
    "quantity month \"\" { cite 1; per u in units; every calendar month; count visit where covert; at least 1 }";

#[test]
fn an_unrelated_bad_cell_takes_no_report_away() {
    let reported = |report: &str| {
        visits(
            "deadline filed \"\" { cite 1; each visit; must report; within 10 days }",
            "U1,,",
            "V1,U1,2025-01-06,yes,,,",
        )
        .with("report", &format!("id,visit,sent,score\n{report}"))
        .run()
    };
    assert_snapshot!(reported("R1,V1,2025-01-10,80%"), @"filed | V1 | 2025-01-06 | met | due 2025-01-16 | done 2025-01-10 | R1:2 V1:2");
    // The day, the visit or the key of the report: it may be the one that was owed.
    assert_snapshot!(reported("R1,V1,2025-01-32,80"), @"filed | V1 | 2025-01-06 | undetermined illegible | not done | due 2025-01-16 | R1:2 V1:2");
    assert_snapshot!(reported("R1,V9,2025-01-10,80"), @"filed | V1 | 2025-01-06 | undetermined illegible | not done | due 2025-01-16 | R1:2 V1:2");
    assert_snapshot!(reported(",V1,2025-01-10,80"), @"filed | V1 | 2025-01-06 | undetermined illegible | not done | due 2025-01-16 | ?report.csv:2:2 V1:2");
    // Before the visit, or about another one, it is no answer whatever its key.
    assert_snapshot!(reported(",V1,2025-01-05,80"), @"filed | V1 | 2025-01-06 | overdue | not done | due 2025-01-16 | late 43 | V1:2");
}

#[test]
fn a_visit_without_a_legible_day_may_lie_in_any_month() {
    let run = |date: &str| visits(MONTHLY, "U1,,", &format!("V1,U1,{date},yes,,,")).run();
    assert_snapshot!(run("2025-01-30"), @"month | U1 | 2025-01-01..2025-01-31 | met | 1 (≥1)");
    assert_snapshot!(run("二月三十日"), @"month | U1 | 2025-01-01..2025-01-31 | undetermined illegible | 0 to 1 (≥1) | V1:2");
    assert_snapshot!(run(""), @"month | U1 | 2025-01-01..2025-01-31 | undetermined illegible | 0 to 1 (≥1) | V1:2");
}

#[test]
fn a_bad_cell_costs_a_unit_nothing_but_what_rests_on_it() {
    let rules = format!("{MONTHLY}
        quantity staffed \"\" {{ cite 1; per u in units where staff > 10; every calendar month; count visit; at least 1 }}
        quantity last \"\" {{ cite 1; per u in units; the last u.days days; count visit; at least 1 }}");
    assert_snapshot!(visits(&rules, "U1,many,90", "").run(), @"
    month | U1 | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    staffed | U1 | 2025-01-01..2025-01-31 | undetermined illegible | 0 (≥1) | U1:2
    last | U1 | 2024-11-30..2025-02-28 | undetermined data_horizon | 0 (≥1) | needs data from 2024-11-30
    ");
    assert_snapshot!(visits(&rules, "U1,3,soon", "").run(), @"
    month | U1 | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    last | U1 | undetermined illegible | (≥1) | U1:2
    ");
}

#[test]
fn a_visit_to_nobody_legible_may_be_to_anybody() {
    let run = |rows: &str| visits(MONTHLY, "U1,,\nU2,,", rows).run();
    assert_snapshot!(run("V1,U9,2025-01-06,yes,,,\nV2,U2,2025-01-07,yes,,,"), @"
    month | U1 | 2025-01-01..2025-01-31 | undetermined illegible | 0 to 1 (≥1) | V1:2
    month | U2 | 2025-01-01..2025-01-31 | met | 1 (≥1)
    ");
    // Its legible cells still count: not covert, or in another month, it could change nothing.
    assert_snapshot!(run("V1,U9,2025-01-06,no,,,\nV2,U2,2025-01-07,yes,,,\nV3,U9,2025-02-06,yes,,,"), @"
    month | U1 | 2025-01-01..2025-01-31 | violated | 0 (≥1)
    month | U2 | 2025-01-01..2025-01-31 | met | 1 (≥1)
    ");
}

#[test]
fn so_few_that_no_stray_could_make_them_enough() {
    let three = MONTHLY.replace("at least 1", "at least 3");
    let rows = "V1,U1,2025-01-06,yes,,,\nV2,U9,2025-01-07,yes,,,";
    assert_snapshot!(visits(&three, "U1,,", rows).run(), @"month | U1 | 2025-01-01..2025-01-31 | violated | 1 (≥3) | V1:2");
    let most = MONTHLY.replace("at least 1", "at most 1");
    assert_snapshot!(visits(&most, "U1,,", rows).run(), @"month | U1 | 2025-01-01..2025-01-31 | undetermined illegible | 1 to 2 (≤1) | V2:3");
}

#[test]
fn an_empty_reference_names_nobody_and_an_empty_value_is_none() {
    let rules = "record call { key id: text; unit: ref unit?; at date: date; place: number? }
        quantity calls \"\" { cite 1; per u in units; every calendar month; count call; at most 0 }
        quantity places \"\" { cite 1; per u in units; every calendar month; count distinct place of call; at most 0 }";
    let run = |row: &str| visits(rules, "U1,,", "").with("call", &format!("id,unit,date,place\n{row}")).run();
    assert_snapshot!(run("C1,,2025-01-06,7"), @"
    calls | U1 | 2025-01-01..2025-01-31 | met | 0 (≤0)
    places | U1 | 2025-01-01..2025-01-31 | met | 0 (≤0)
    ");
    assert_snapshot!(run("C1,U1,2025-01-06,"), @"
    calls | U1 | 2025-01-01..2025-01-31 | violated | 1 (≤0) | C1:2
    places | U1 | 2025-01-01..2025-01-31 | met | 0 (≤0)
    ");
    assert_snapshot!(run("C1,U1,2025-01-06,seven"), @"
    calls | U1 | 2025-01-01..2025-01-31 | violated | 1 (≤0) | C1:2
    places | U1 | 2025-01-01..2025-01-31 | undetermined illegible | 0 to 1 (≤0) | C1:2
    ");
}

#[test]
fn a_member_lost_from_its_register_leaves_all_in_doubt() {
    let rules = "coverage all \"\" { cite 1; every calendar month; all of units by unit of visit }
        quantity half \"\" { cite 1; every calendar month; count distinct unit of visit; at least 50% of units }";
    let run = |units: &str, rows: &str| visits(rules, units, rows).run();
    assert_snapshot!(run("U1,,\n,5,", "V1,U1,2025-01-06,yes,,,"), @"
    all | t | 2025-01-01..2025-01-31 | undetermined illegible | 1 of 1 (all 1) | ?unit.csv:3:3
    half | t | 2025-01-01..2025-01-31 | undetermined illegible | 1 (≥1) | ?unit.csv:3:3
    ");
    // Who is not reached is not, whoever else there is; a visit to nobody legible may have reached it.
    assert_snapshot!(run("U1,,\nU2,,\n,5,", "V1,U1,2025-01-06,yes,,,"), @"
    all | t | 2025-01-01..2025-01-31 | violated | 1 of 2, not U2 (all 2) | U2:3
    half | t | 2025-01-01..2025-01-31 | undetermined illegible | 1 (≥1) | ?unit.csv:4:4
    ");
    assert_snapshot!(run("U1,,\nU2,,", "V1,U1,2025-01-06,yes,,,\nV2,U9,2025-01-06,yes,,,"), @"
    all | t | 2025-01-01..2025-01-31 | undetermined illegible | 1 of 2, not U2 (all 2) | U2:3 V2:3
    half | t | 2025-01-01..2025-01-31 | met | 1 (≥1)
    ");
}

#[test]
fn a_record_looked_at_by_itself_is_told_even_if_nobody_knows_which_it_is() {
    let rules = "check scored \"\" { cite 1; each visit; must score >= 60 }
        check never_low \"\" { cite 1; never each visit where score < 10 }";
    let run = |rows: &str| visits(rules, "U1,,", rows).run();
    assert_snapshot!(run("V1,U1,2025-01-06,yes,80%,,"), @"
    scored | V1 | 2025-01-06 | undetermined illegible | unknown: score >= 60 | V1:2
    never_low | V1 | 2025-01-06 | undetermined illegible | found | V1:2
    ");
    assert_snapshot!(run("V1,U1,06.01.2025,yes,80,,\n,U1,2025-01-06,yes,5,,"), @"
    scored | ?visit.csv:3 | 2025-01-06 | undetermined illegible | ?visit.csv:3:3
    scored | V1 | undetermined illegible | V1:2
    never_low | ?visit.csv:3 | 2025-01-06 | undetermined illegible | ?visit.csv:3:3
    ");
}

#[test]
fn a_row_with_too_few_cells_may_be_any_record() {
    assert_snapshot!(visits(MONTHLY, "U1,,", "V1,U1").run(), @"month | U1 | 2025-01-01..2025-01-31 | undetermined illegible | 0 to 1 (≥1) | ?visit.csv:2:2");
}

#[test]
fn known_missing_and_the_earlier_of_two_ask_what_is_there() {
    let rules = "check known \"\" { cite 1; each visit; must score known }
        record work { key id: text; at begun: date; a: date?; b: date?; done: date? }
        deadline ended \"\" { cite 1; each work; must done; by earlier of (a, b) }";
    let run = |score: &str, work: &str| {
        visits(rules, "U1,,", &format!("V1,U1,2025-01-06,yes,{score},,"))
            .with("work", &format!("id,begun,a,b,done\n{work}"))
            .run()
    };
    assert_snapshot!(run("", "W1,2025-01-02,,2025-01-10,"), @"
    known | V1 | 2025-01-06 | violated | fails: score known | V1:2
    ended | W1 | 2025-01-02 | overdue | not done | due 2025-01-10 | late 49 | W1:2
    ");
    assert_snapshot!(run("x", "W1,2025-01-02,x,2025-01-10,"), @"
    known | V1 | 2025-01-06 | undetermined illegible | unknown: score known | V1:2
    ended | W1 | 2025-01-02 | undetermined illegible | not done | W1:2
    ");
    assert_snapshot!(run("1", "W1,2025-01-02,,2025-01-10,x"), @"
    known | V1 | 2025-01-06 | met | holds | V1:2
    ended | W1 | 2025-01-02 | undetermined illegible | not done | due 2025-01-10 | W1:2
    ");
}

#[test]
fn neighbours_events_and_exists_see_what_may_be_there() {
    let rules = "sequence visits of visit per unit by date
        event round from visit per unit, date { worst = least score }
        check rotated \"\" { cite 1; each visit where previous known; must score != previous.score }
        check rounds \"\" { cite 1; each round; must worst >= 60 }
        check reported \"\" { cite 1; each visit; must exists report where visit = this }";
    let run = |rows: &str, reports: &str| {
        visits(rules, "U1,,\nU2,,", rows).with("report", &format!("id,visit,sent,score\n{reports}")).run()
    };
    assert_snapshot!(run("V1,U1,2025-01-06,yes,70,,\nV2,U1,2025-01-09,yes,70,,", "R1,V1,2025-01-09,"), @"
    rotated | V2 | 2025-01-09 | violated | fails: score != previous.score | V2:3
    rounds | U1|2025-01-06 | 2025-01-06 | met | holds | V1:2
    rounds | U1|2025-01-09 | 2025-01-09 | met | holds | V2:3
    reported | V1 | 2025-01-06 | met | holds | V1:2
    reported | V2 | 2025-01-09 | violated | fails: exists report where visit = this | V2:3
    ");
    assert_snapshot!(run("V1,U1,2025-01-06,yes,70,,\nV2,U1,2025-01-09,yes,70,,\nV3,U9,2025-01-09,yes,50,,", "R1,V9,2025-01-09,"), @"
    rotated | V2 | 2025-01-09 | violated | fails: score != previous.score | V2:3
    rotated | V3 | 2025-01-09 | undetermined illegible | unknown: score != previous.score | V3:4
    rounds | ?V3 | 2025-01-09 | undetermined illegible | V3:4
    rounds | U1|2025-01-06 | 2025-01-06 | met | holds | V1:2
    rounds | U1|2025-01-09 | 2025-01-09 | undetermined illegible | unknown: worst >= 60 | V2:3 V3:4
    reported | V1 | 2025-01-06 | undetermined illegible | unknown: exists report where visit = this | R1:2 V1:2
    reported | V2 | 2025-01-09 | undetermined illegible | unknown: exists report where visit = this | R1:2 V2:3
    reported | V3 | 2025-01-09 | undetermined illegible | unknown: exists report where visit = this | V3:4
    ");
}
