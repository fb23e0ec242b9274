//! What cannot be read, from the file to the report: nothing vanishes, and what to correct is named.

use crate::office::Office;

const EVAL: &str = "eval -p policies/town -d data --as-of 2025-04-30 --format csv";

/// The lines of a rule.
fn told(office: &Office, rule: &str) -> String {
    let run = office.run(EVAL);
    run.out.lines().filter(|line| line.split(',').nth(1) == Some(rule)).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_unrelated_bad_cell_leaves_a_report_in_time() {
    let office = Office::new();
    office.edit("policies/town/policy.guiju", "  reported aka", "  score aka 得分: number?\n  reported aka");
    let visits = office.read("data/visits.csv").replace("报告日期\n", "报告日期,得分\n");
    let visits = visits.replace("2025-01-20\n", "2025-01-20,80%\n").replace("2025-02-18\n", "2025-02-18,90\n");
    let visits = visits.replace("-10\n", "-10,\n").replace("17,\n", "17,,\n");
    office.write("data/visits.csv", visits);
    insta::assert_snapshot!(told(&office, "A3"), @"");
}

#[test]
fn a_visit_on_the_thirtieth_of_february_may_be_of_any_month() {
    let office = Office::new();
    office.edit("data/visits.csv", "2025-02-03", "二月三十日");
    insta::assert_snapshot!(told(&office, "A1"), @"");
}

#[test]
fn a_group_with_a_bad_cell_keeps_its_verdicts() {
    let office = Office::new();
    office.edit("policies/common/people.guiju", "  name aka", "  staff aka 人数: number?\n  name aka");
    office.write("data/groups.csv", "编号,名称,人数\nG1,第一组,三人\n");
    insta::assert_snapshot!(told(&office, "A1"), @"");
}

#[test]
fn a_visit_by_no_known_group_and_a_lost_group_are_named() {
    let office = Office::new();
    office.edit("data/visits.csv", "V4,G1", "V4,G7");
    insta::assert_snapshot!(told(&office, "A1"), @"");
    let run = office.run("why -p policies/town -d data --as-of 2025-04-30 A1 G1 2025-03");
    insta::assert_snapshot!(run.out, @"");
    office.write("data/groups.csv", "编号,名称\nG1,第一组\n,第二组\n");
    let run = office.run(EVAL);
    insta::assert_snapshot!(run.err, @"");
}
