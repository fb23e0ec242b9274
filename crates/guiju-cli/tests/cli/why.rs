//! `guiju why`: one verdict told step by step.

use crate::office::Office;

const WHY: &str = "why -p policies/town -d data --as-of 2025-04-30";

#[test]
fn a_count() {
    let office = Office::new();
    office.edit("data/visits.csv", "V4,G1,2025-03-03,2025-03-10", "V4,G1,2025-02-28,");
    office.edit("policies/town/policy.guiju", "where group = g", "where group = g and reported known");
    let run = office.run(&format!("{WHY} A1 G1 2025-02"));
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    insta::assert_snapshot!(run.out, @r#"
    A1  two visits a month
    第一组 (group G1), 2025-02: violated
    as of 2025-04-30

    1. What the clause asks
       Clause 1 of “Visits of a town”; a breach is major.
       policies/town/policy.guiju:21
         quantity A1 aka 第一条 "two visits a month" aka "每月检查两次" {
           cite 1
           per g in groups
           every calendar month by date
           count visit where group = g and reported known
           at least 2
         }
       here      at least 2

    2. What the records show
       found     1
       counts    visits.csv:4 visit V3, 2025-02-03
       does not  visits.csv:5 visit V4, 2025-02-28: not `reported known`
       complete  `visit` records, 2025-01-01 to 2025-03-31

    3. What follows
       verdict   violated
       way out   can no longer be mended; keep it from now on
    "#);
}

#[test]
fn a_due_date_day_by_day() {
    let office = Office::new();
    let run = office.run(&format!("{WHY} 第三条 V2 --lang zh"));
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    insta::assert_snapshot!(run.out, @"
    第三条  检查后及时报告
    visit V2，2025-01-20：逾期完成
    基准日：2025-04-30

    1. 条款的要求
       《某镇检查办法》3；违规级别：倡导。
       policies/town/policy.guiju:29
         期限 第三条 又称 A3 “检查后及时报告” 又称 “visits are reported promptly” {
           依据 3
           级别 提示
           对每 检查
           自 日期
           应有 检查.报告日期
           限 及时
         }
       本例      自2025-01-20起15个工作日内，最迟2025-02-14

    2. 记录的情况
       实际      已于2025-02-18完成
       记录      visits.csv:3 visit V2：编号 V2，组 G1，日期 2025-01-20，报告日期 2025-02-18
       完整      “检查”记录，2025-01-01至2025-03-31

    3. 期限的推算
       计日      民法典.期间（《中华人民共和国民法典》第二百零一条至第二百零三条）
       起点      2025-01-20，当日不计
       计入      2025-01-21至2025-01-24：第1至4日
       休息      2025-01-25：周末
       计入      2025-01-26至2025-01-27：第5至6日；2025-01-26调休上班
       休息      2025-01-28至2025-02-04：春节
       计入      2025-02-05至2025-02-08：第7至10日；2025-02-08调休上班
       休息      2025-02-09：周末
       计入      2025-02-10至2025-02-14：第11至15日
       期限      2025-02-14

    4. 结论
       结论      逾期完成，逾期4日
       暂定      及时 = 15个工作日：原文只写及时
    ");
}

#[test]
fn which_verdict() {
    let office = Office::new();
    for (words, said) in [
        ("A1", "several verdicts fit; name one of\n  G1 2025-01 met\n  G1 2025-02 violated\n  G1 2025-03 met\n"),
        ("A1 G2", "there is no verdict on this subject; there is\n  G1 2025-01 met"),
        ("A1 G1 2024-02", "there is no verdict on this window; there is\n  G1 2025-01 met"),
        ("A2 G1", "there is no rule `A2`; did you mean `A1`?"),
    ] {
        let run = office.run(&format!("{WHY} {words}"));
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{words}");
        assert!(run.err.contains(said), "{words}: {}", run.err);
    }
    for window in ["2025-02", "2025-02-01", "2025年2月"] {
        assert_eq!(office.run(&format!("{WHY} A1 第一组 {window}")).status, 0, "{window}");
    }
}
