//! The report as people read it, in both tongues.

use super::*;
use crate::{
    fixture::{self, Data},
    text::width,
};
use guiju_eval::{Outcome, Phrase, PolicyInfo};
use guiju_syntax::Tongue;

/// Renders without colour.
fn plain(data: &Data, options: &Options) -> String {
    anstream::adapter::strip_str(&render(data.report(), options)).to_string()
}

fn chinese() -> Options {
    Options { tongue: Tongue::Zh, ..Options::default() }
}

#[test]
fn a_report_in_english() {
    insta::assert_snapshot!(plain(&fixture::data(), &Options::default()), @"
    Safety inspection rounds, Gongzhuling (gongzhuling)
    as of 2026-01-31
    data: 2 files, 908 records
      records complete 2025-01-01 to 2025-12-20 (visit)
      the dataset does not declare these complete; taken as such from first to last record: 2025-01-03
      to 2026-01-20 (report)
      visits.csv: 3 without a legible key

    rule   title                                met   met  over-   vio-  pend-   not ap-  undeter-
                                                     late    due  lated    ing  plicable     mined
    -----------------------------------------------------------------------------------------------
    A5_2a  at least four covert visits a month    1     0      0      2      1         0         2
    A4_4   report within 15 working days          0     1      1      0      0         0         0
    A2_1   every street, every year               0     0      0      0      0         1         0

    Breached: 4
      violated: can no longer be mended; keep it from now on
      overdue: do it now; it counts as late

    A4_4  report within 15 working days (第四条（四）; critical), Inspection office: 2
      expected: within 15 working days
      met late  visit V17, 2025-12-26: due 2026-01-19, done on 2026-01-20, 1 day late [visits.csv row
                18]
      overdue   visit V20, 2025-12-26: due 2026-01-19 (first 2026-01-12; provisional, beyond the
                working-day calendar), not done, 12 days late; assumes: prompt [visits.csv row 18]
    A5_2a  at least four covert visits a month (5(2)a; major): 2
      expected: at least 4
      violated  group G1 (综合组), 2025-02: actual 3 [visits.csv rows 18, 21, 32]
      violated  group G2, 2025-02-03 to 2025-02-28: actual 0; too little time is left to fulfil it

    Undetermined: 2

      the data does not cover the dates needed: 1
        A5_2a at least four covert visits a month: group G1 (综合组), 2025-12: expected at least 4;
          actual 3 to 5; supply the records through 2025-12-31 [visits.csv row 91]

      a field that decides is empty: 1
        A5_2a at least four covert visits a month: group G1 (综合组), 2025-03: expected at least 4;
          actual 3 to 5; fill in `covert` [visits.csv row 91]

    Can still be done, by due date
      overdue, to be done now: 1
        2026-01-19  A4_4 report within 15 working days: visit V20, 2025-12-26
      not due yet: 1
        2026-02-28  A5_2a at least four covert visits a month: group G1 (综合组), 2026-02: 2 more

    9 verdicts: 1 met, 1 met late, 1 overdue, 2 violated, 1 pending, 1 not applicable, 2 undetermined
    met in time: 1 of 5 judged, 20.0%; with the 2 undetermined 14.3% if all of them are breached, 42.9%
    if all are met
    ");
}

#[test]
fn a_report_in_chinese() {
    insta::assert_snapshot!(plain(&fixture::data(), &chinese()), @"
    公主岭市安全生产巡查办法（gongzhuling）
    基准日：2026-01-31
    数据：2个文件，908条记录
      记录完整期间：2025-01-01至2025-12-20（巡查）
      数据集未声明完整期间，按首末记录计：2025-01-03至2026-01-20（报告）
      visits.csv：3行主键无法辨认

    规则   名称                条款          符合  逾期    逾期  违反  未到期  不适用  无法
                                                   完成  未完成                        判定
    ----------------------------------------------------------------------------------------
    A5_2a  每月暗访不少于四次  5(2)a            1     0       0     2       1       0     2
    A4_4   十五个工作日内报告  第四条（四）     0     1       1     0       0       0     0
    A2_1   每年覆盖各街道      2(1)             0     0       0     0       0       1     0

    违规：4
      违反：已无法补救，今后须遵守
      逾期未完成：立即补做，按逾期完成计

    A4_4  十五个工作日内报告（第四条（四）；严重），Inspection office：2
      要求：15个工作日内
      逾期完成    巡查 V17，2025-12-26：期限2026-01-19，已于2026-01-20完成，逾期1日［visits.csv第18行］
      逾期未完成  巡查 V20，2025-12-26：期限2026-01-19（原定2026-01-12；待确认，超出工作日历范围），未完
                  成，逾期12日；暂定：及时［visits.csv第18行］
    A5_2a  每月暗访不少于四次（5(2)a；较重）：2
      要求：至少4
      违反  巡查组 G1（综合组），2025年2月：实际3［visits.csv第18、21、32行］
      违反  巡查组 G2，2025-02-03至2025-02-28：实际0；剩余时间已不足以完成

    无法判定：2

      数据未覆盖所需日期：1
        A5_2a 每月暗访不少于四次：巡查组 G1（综合组），2025年12月：要求至少4；实际3至5；补交至
          2025-12-31（含当日）的记录［visits.csv第91行］

      关键字段为空：1
        A5_2a 每月暗访不少于四次：巡查组 G1（综合组），2025年3月：要求至少4；实际3至5；补全“暗访”
          ［visits.csv第91行］

    仍可完成的，按期限排列
      逾期未完成，应立即补做：1
        2026-01-19  A4_4 十五个工作日内报告：巡查 V20，2025-12-26
      未到期：1
        2026-02-28  A5_2a 每月暗访不少于四次：巡查组 G1（综合组），2026年2月：还差2

    共9项判定：符合1，逾期完成1，逾期未完成1，违反2，未到期1，不适用1，无法判定2
    按期符合率：已判定5项，其中按期符合1项，占20.0%；另有2项无法判定，若全部违规则为14.3%，若全部符合则
    为42.9%
    ");
}

#[test]
fn nothing_to_tell() {
    insta::assert_snapshot!(plain(&Data::default(), &Options::default()), @"
    as of 2026-01-31

    Breached: 0


    Undetermined: 0

    nothing was judged
    ");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for tongue in [Tongue::En, Tongue::Zh] {
        for width_asked in [40, 60, 72, 80, 100, 160] {
            let options = Options { tongue, width: width_asked, ..Options::default() };
            let text = plain(&fixture::data(), &options);
            let wide: Vec<&str> = text.lines().filter(|l| width(l) > width_asked).collect();
            assert_eq!(wide, Vec::<&str>::new(), "{tongue:?} at {width_asked}");
        }
    }
}

#[test]
fn counts_stand_below_each_other_in_either_tongue() {
    for tongue in [Tongue::En, Tongue::Zh] {
        let text = plain(&fixture::data(), &Options { tongue, ..Options::default() });
        let mut lines = text.lines().skip_while(|line| !line.starts_with("---"));
        let ruler = width(lines.next().unwrap());
        let rows: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
        // Counts are aligned to the right, so every row ends in the same column, next to the ruler's end. A title may go
        // on below its row.
        let ends = rows.iter().filter(|row| !row.starts_with(' ')).map(|row| width(row)).collect::<Vec<_>>();
        assert_eq!(ends, [ruler - 1; 3], "{rows:#?}");
    }
}

#[test]
fn a_narrow_terminal_gets_the_counts_in_words() {
    let options = Options { width: 50, ..Options::default() };
    let text = plain(&fixture::data(), &options);
    assert!(!text.contains("---"), "{text}");
    assert!(text.contains("\nA5_2a  1 met, 2 violated, 1 pending, 2\n       undetermined\n"), "{text}");
}

#[test]
fn a_long_list_is_cut_and_says_so() {
    let mut data = fixture::data();
    let breach = data.evaluation.verdicts[1].clone();
    data.evaluation.verdicts = vec![breach; 23];
    data.recount();
    let text = plain(&data, &Options { at_most: 2, ..Options::default() });
    assert_eq!(text.matches("  violated  ").count(), 2);
    assert!(text.contains("Breached: 23\n"), "{text}");
    assert!(text.contains("+21 more (use --format csv)"), "{text}");
}

#[test]
fn many_evidence_rows_are_counted() {
    let mut data = fixture::data();
    let rows = (2..10).map(|row| fixture::evidence("visit", "V", row));
    data.evaluation.verdicts[1].evidence = rows.collect();
    let text = plain(&data, &Options::default());
    assert!(text.contains("[visits.csv rows 2, 3, 4, 5, 6; +3 more]\n"), "{text}");
}

#[test]
fn other_outcomes_are_listed_when_asked_for() {
    let options = Options { only: Some([Outcome::Pending, Outcome::NotApplicable].into()), ..Options::default() };
    let text = plain(&fixture::data(), &options);
    insta::assert_snapshot!(text.split_once("\n\n").unwrap().1, @"
    rule   title                                met   met  over-   vio-  pend-   not ap-  undeter-
                                                     late    due  lated    ing  plicable     mined
    -----------------------------------------------------------------------------------------------
    A5_2a  at least four covert visits a month    1     0      0      2      1         0         2
    A4_4   report within 15 working days          0     1      1      0      0         0         0
    A2_1   every street, every year               0     0      0      0      0         1         0

    Pending: 1

    A5_2a  at least four covert visits a month (5(2)a; major)
      expected: at least 4
      pending  group G1 (综合组), 2026-02: actual 2; 2 more by 2026-02-28

    Not applicable: 1

    A2_1  every street, every year (2(1); advisory)
      expected: all 6
      not applicable  group G2 (综合组): nothing recorded; in force for part of the window only

    9 verdicts: 1 met, 1 met late, 1 overdue, 2 violated, 1 pending, 1 not applicable, 2 undetermined
    met in time: 1 of 5 judged, 20.0%; with the 2 undetermined 14.3% if all of them are breached, 42.9%
    if all are met
    ");
}

#[test]
fn several_policies_name_the_policy_of_each_rule() {
    let mut data = fixture::data();
    data.evaluation
        .policies
        .push(PolicyInfo { name: fixture::name("zaozhuang", None), ..data.evaluation.policies[0].clone() });
    data.evaluation.rules[2].policy = 1;
    let text = plain(&data, &Options::default());
    assert!(text.contains("\ngongzhuling/A5_2a ") && text.contains("\nzaozhuang/A2_1 "), "{text}");
}

#[test]
fn data_cannot_steer_the_terminal() {
    let mut data = fixture::data();
    data.evaluation.verdicts[1].subject.label = Some("\u{1b}]0;owned\u{7}".into());
    let text = render(data.report(), &Options::default());
    assert!(!text.contains("\u{1b}]") && text.contains("\u{FFFD}]0;owned\u{FFFD}"));
}

#[test]
fn breaches_are_red_and_what_they_share_is_faint() {
    let text = render(fixture::data().report(), &Options::default());
    assert!(text.contains("\u{1b}[31mviolated  \u{1b}[0m"), "{text:?}");
    assert!(text.contains("\u{1b}[2mexpected: at least 4\u{1b}[0m"), "{text:?}");
}

#[test]
fn what_a_text_leaves_open_is_told_once() {
    let mut data = fixture::data();
    for verdict in &mut data.evaluation.verdicts {
        verdict.assumes.push("effective".into());
    }
    let text = plain(&data, &Options::default());
    assert!(text.contains("\n  in force since an unknown date: judged as in force throughout\n"), "{text}");
    assert!(!text.contains("effective") && text.contains("assumes: prompt [visits.csv row 18]"), "{text}");

    // Where it holds for some verdicts alone, those say so.
    data.evaluation.verdicts[0].assumes.clear();
    let text = plain(&data, &Options::default());
    assert!(!text.contains("unknown date"), "{text}");
    assert!(text.contains("  expected: within 15 working days; assumes: in force throughout\n"), "{text}");
    assert!(text.contains("assumes: prompt [visits.csv row 18]"), "{text}");
}

#[test]
fn rules_that_judge_nobody_are_named_below_the_table() {
    let mut data = fixture::data();
    data.evaluation.verdicts.retain(|verdict| verdict.rule == 1);
    data.recount();
    let text = plain(&data, &Options::default());
    assert!(!text.contains("A5_2a  ") && !text.contains("A2_1  "), "{text}");
    assert!(text.contains("\n\n2 rules have nothing to judge: A5_2a, A2_1\n\nBreached"), "{text}");
}

#[test]
fn a_field_nobody_can_name_is_an_empty_cell() {
    let mut data = fixture::data();
    for verdict in &mut data.evaluation.verdicts {
        if let Some(Phrase::Complete(fields)) = &mut verdict.way_out {
            fields.clear();
        }
    }
    assert!(plain(&data, &Options::default()).contains("; fill in the empty cells"));
    assert!(plain(&data, &chinese()).contains("；补全空缺单元格"));
}

#[test]
fn the_gravest_rules_come_first_and_a_pair_names_both_kinds() {
    let mut data = fixture::data();
    data.evaluation.rules[1].severity = guiju_compiler::RuleSeverity::Advisory;
    data.evaluation.verdicts[1].subject =
        guiju_eval::Subject { record: "group|visit.covert".into(), key: "G1|yes".into(), label: None };
    let text = plain(&data, &chinese());
    assert!(text.contains("巡查组|巡查.暗访 G1|yes，2025年2月"), "{text}");
    let order: Vec<usize> =
        ["\nA5_2a  每月暗访", "\nA4_4  十五个"].iter().map(|head| text.find(head).unwrap()).collect();
    assert!(order.is_sorted(), "{text}");
}

#[test]
fn the_heading_names_the_day_of_entry() {
    let mut data = fixture::data();
    data.evaluation.known_by = Some(fixture::day("2026-01-15"));
    let text = plain(&data, &Options::default());
    assert!(text.contains("\nas of 2026-01-31, on what was entered by 2026-01-15\n"), "{text}");
    assert!(plain(&data, &chinese()).contains("\n基准日：2026-01-31，仅计最迟2026-01-15录入的记录\n"));
}
