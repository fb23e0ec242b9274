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
    insta::assert_snapshot!(told(&office, "A3"), @r#"
    town,A3,met,,visit,V1,,2025-01-10,2025-01-10,"within 15 working days of 2025-01-10, by 2025-02-07",done on 2025-01-20,2025-02-07,2025-02-07,2025-01-20,,,false,visit:V1@visits.csv:2,3,prompt,,advisory,,,
    town,A3,met_late,,visit,V2,,2025-01-20,2025-01-20,"within 15 working days of 2025-01-20, by 2025-02-14",done on 2025-02-18,2025-02-14,2025-02-14,2025-02-18,4,,false,visit:V2@visits.csv:3,3,prompt,,advisory,,,
    town,A3,met,,visit,V3,,2025-02-03,2025-02-03,"within 15 working days of 2025-02-03, by 2025-02-24",done on 2025-02-10,2025-02-24,2025-02-24,2025-02-10,,,false,visit:V3@visits.csv:4,3,prompt,,advisory,,,
    town,A3,met,,visit,V4,,2025-03-03,2025-03-03,"within 15 working days of 2025-03-03, by 2025-03-24",done on 2025-03-10,2025-03-24,2025-03-24,2025-03-10,,,false,visit:V4@visits.csv:5,3,prompt,,advisory,,,
    town,A3,undetermined,data_horizon,visit,V5,,2025-03-17,2025-03-17,"within 15 working days of 2025-03-17, by 2025-04-08",not done,2025-04-08,2025-04-08,,,,false,visit:V5@visits.csv:6,3,prompt,supply the records through 2025-04-08,advisory,,,
    "#);
}

#[test]
fn a_visit_on_the_thirtieth_of_february_may_be_of_any_month() {
    let office = Office::new();
    office.edit("data/visits.csv", "2025-03-03", "二月三十日");
    // One stray cannot make two visits of none, but two of one.
    insta::assert_snapshot!(told(&office, "A1"), @"
    town,A1,met,,group,G1,第一组,2025-01-01,2025-01-31,at least 2,2,,,,,,false,,1,,,major,,,
    town,A1,undetermined,illegible,group,G1,第一组,2025-02-01,2025-02-28,at least 2,1 to 2,,,,,,false,visit:V3@visits.csv:4; visit:V4@visits.csv:5,1,,correct `date` in visits.csv row 5,major,,,
    town,A1,undetermined,illegible,group,G1,第一组,2025-03-01,2025-03-31,at least 2,1 to 2,,,,,,false,visit:V4@visits.csv:5; visit:V5@visits.csv:6,1,,correct `date` in visits.csv row 5,major,,,
    town,A1,pending,,group,G1,第一组,2025-04-01,2025-04-30,at least 2,0,,,,,,false,,1,,2 more by 2025-04-30,major,,,
    ");
}

#[test]
fn a_group_with_a_bad_cell_keeps_its_verdicts() {
    let office = Office::new();
    office.edit("policies/common/people.guiju", "  name aka", "  staff aka 人数: number?\n  name aka");
    office.write("data/groups.csv", "编号,名称,人数\nG1,第一组,三人\n");
    insta::assert_snapshot!(told(&office, "A1"), @"
    town,A1,met,,group,G1,第一组,2025-01-01,2025-01-31,at least 2,2,,,,,,false,,1,,,major,,,
    town,A1,violated,,group,G1,第一组,2025-02-01,2025-02-28,at least 2,1,,,,,,false,visit:V3@visits.csv:4,1,,can no longer be mended; keep it from now on,major,,,
    town,A1,met,,group,G1,第一组,2025-03-01,2025-03-31,at least 2,2,,,,,,false,,1,,,major,,,
    town,A1,pending,,group,G1,第一组,2025-04-01,2025-04-30,at least 2,0,,,,,,false,,1,,2 more by 2025-04-30,major,,,
    ");
}

#[test]
fn a_visit_by_no_known_group_and_a_lost_group_are_named() {
    let office = Office::new();
    office.edit("data/visits.csv", "V4,G1", "V4,G7");
    insta::assert_snapshot!(told(&office, "A1"), @"
    town,A1,met,,group,G1,第一组,2025-01-01,2025-01-31,at least 2,2,,,,,,false,,1,,,major,,,
    town,A1,violated,,group,G1,第一组,2025-02-01,2025-02-28,at least 2,1,,,,,,false,visit:V3@visits.csv:4,1,,can no longer be mended; keep it from now on,major,,,
    town,A1,undetermined,illegible,group,G1,第一组,2025-03-01,2025-03-31,at least 2,1 to 2,,,,,,false,visit:V4@visits.csv:5; visit:V5@visits.csv:6,1,,correct `group` in visits.csv row 5,major,,,
    town,A1,pending,,group,G1,第一组,2025-04-01,2025-04-30,at least 2,0,,,,,,false,,1,,2 more by 2025-04-30,major,,,
    ");
    let run = office.run("why -p policies/town -d data --as-of 2025-04-30 A1 G1 2025-03");
    insta::assert_snapshot!(run.out, @r#"
    A1  two visits a month
    第一组 (group G1), 2025-03: undetermined
    as of 2025-04-30

    1. What the clause asks
       Clause 1 of “Visits of a town”; a breach is major.
       policies/town/policy.guiju:21
         quantity A1 aka 第一条 "two visits a month" aka "每月检查两次" {
           cite 1
           per g in groups
           every calendar month by date
           count visit where group = g
           at least 2
         }
       here      at least 2

    2. What the records show
       found     1 to 2
       counts    visits.csv:6 visit V5, 2025-03-17
       unclear   visits.csv:5 visit V4, 2025-03-03: cannot read `group`
       complete  `visit` records, 2025-01-01 to 2025-03-31

    3. What follows
       verdict   undetermined
       because   a cell that decides cannot be read
       way out   correct `group` in visits.csv row 5
    "#);
    office.write("data/groups.csv", "编号,名称\nG1,第一组\n,第二组\n");
    let run = office.run(EVAL);
    insta::assert_snapshot!(run.err, @"
    warning[W1102]: 1 cell is empty; which `group` the row is cannot be told
     --> groups.csv:3:1
      |
    3 |
      | ^ column `编号`
      |
      = help: expected a text

    warning[W1103]: 1 cell refers to no record; the row is used, what rests on it is unknown
     --> visits.csv:5:1
      |
    5 | G7
      | ^^ column `组`
      |
      = help: expected the key of a `group` in its files
    as of 2025-04-30: 4 met, 1 met late, 1 violated, 1 pending, 2 undetermined
    ");
}
