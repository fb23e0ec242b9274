//! The report as people read it, in both tongues.

use super::*;
use crate::{
    fixture::{self, Data},
    text::width,
};
use guiju_eval::{Outcome, PolicyInfo};
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
      visit   complete 2025-01-01 to 2025-12-20
              visits.csv: 812 records, 3 rejected
      report  taken as complete 2025-01-03 to 2026-01-20, first to last record: the dataset does not say
              报告/2025年.xlsx#一月: 96 records

    rule   met   met  overdue  violated  pending         not  undetermined
                late                              applicable
    -----------------------------------------------------------------------
    A5_2a    1     0        0         2        1           0             2
    A4_4     0     1        1         0        0           0             0
    A2_1     0     0        0         0        0           1             0

    Breached: 4

    A5_2a  at least four covert visits a month (5(2)a; major)
      violated  综合组 (group G1), 2025-02
        expected  at least 4
        actual    3
        evidence  visits.csv:18, visits.csv:21, visits.csv:32
        way out   none for this window; keep it from the next one on
      violated  group G2, 2025-02-03 to 2025-02-28
        expected  at least 4
        actual    0
        reason    too little time is left to fulfil it
        way out   none for this window; keep it from the next one on

    A4_4  report within 15 working days (第四条（四）; critical)
      met late  visit V17, 2025-12-26
        expected  within 15 working days of 2025-12-26, by 2026-01-19
        actual    done on 2026-01-20
        due       2026-01-19, 1 day late
        evidence  visits.csv:18
      overdue  visit V20, 2025-12-26
        expected  within 15 working days of 2025-12-26, by 2026-01-19
        actual    not done
        due       2026-01-19, 12 days late, first due 2026-01-12, provisional, beyond the working-day
                  calendar
        evidence  visits.csv:18
        way out   do it now; it counts as late
        assumes   prompt

    Undetermined: 2

    A5_2a  at least four covert visits a month (5(2)a; major)
      the data does not cover the dates needed: 1
      undetermined  综合组 (group G1), 2025-12
        expected  at least 4
        actual    3 to 5
        evidence  visits.csv:91
        way out   supply the records through 2025-12-31
      a field that decides is empty: 1
      undetermined  综合组 (group G1), 2025-03
        expected  at least 4
        actual    3 to 5
        evidence  visits.csv:91
        way out   fill in `covert` in the records listed

    9 verdicts: 1 met, 1 met late, 1 overdue, 2 violated, 1 pending, 0 exempt, 1 not applicable, 0
    discharged, 2 undetermined
    met in time: 1 of 5 judged; 14.2% to 42.9%, as 2 undetermined may turn out either way
    ");
}

#[test]
fn a_report_in_chinese() {
    insta::assert_snapshot!(plain(&fixture::data(), &chinese()), @"
    公主岭市安全生产巡查办法（gongzhuling）
    基准日：2026-01-31
      visit   数据完整期间：2025-01-01至2025-12-20
              visits.csv：812条记录，3条不合格未采用
      report  数据集未声明完整期间，按首末记录计：2025-01-03至2026-01-20
              报告/2025年.xlsx#一月：96条记录

    规则   名称                条款          符合  逾期    逾期  违反  未到期  不适用  无法
                                                   完成  未完成                        判定
    ----------------------------------------------------------------------------------------
    A5_2a  每月暗访不少于四次  5(2)a            1     0       0     2       1       0     2
    A4_4   十五个工作日内报告  第四条（四）     0     1       1     0       0       0     0
    A2_1   每年覆盖各街道      2(1)             0     0       0     0       0       1     0

    违规：4

    A5_2a  每月暗访不少于四次（5(2)a；较重）
      违反  综合组（group G1），2025年2月
        要求  至少4
        实际  3
        依据  visits.csv:18、visits.csv:21、visits.csv:32
        补救  本期已无法补救，自下期起遵守
      违反  group G2，2025-02-03至2025-02-28
        要求  至少4
        实际  0
        原因  剩余时间已不足以完成
        补救  本期已无法补救，自下期起遵守

    A4_4  十五个工作日内报告（第四条（四）；严重）
      逾期完成  visit V17，2025-12-26
        要求  自2025-12-26起15个工作日内，最迟2026-01-19
        实际  已于2026-01-20完成
        期限  2026-01-19，逾期1日
        依据  visits.csv:18
      逾期未完成  visit V20，2025-12-26
        要求  自2025-12-26起15个工作日内，最迟2026-01-19
        实际  未完成
        期限  2026-01-19，逾期12日，原定2026-01-12，暂定，超出工作日历范围
        依据  visits.csv:18
        补救  立即补做，按逾期完成计
        假定  prompt

    无法判定：2

    A5_2a  每月暗访不少于四次（5(2)a；较重）
      数据未覆盖所需日期：1
      无法判定  综合组（group G1），2025年12月
        要求  至少4
        实际  3至5
        依据  visits.csv:91
        补救  补交至2025-12-31（含当日）的记录
      关键字段为空：1
      无法判定  综合组（group G1），2025年3月
        要求  至少4
        实际  3至5
        依据  visits.csv:91
        补救  补全所列记录的“covert”

    共9项判定：符合1，逾期完成1，逾期未完成1，违反2，未到期1，豁免0，不适用1，消灭0，无法判定2
    按期符合率：已判定5项中1项；另有2项无法判定，故介于14.2%与42.9%之间
    ");
}

#[test]
fn nothing_to_tell() {
    insta::assert_snapshot!(plain(&Data::default(), &Options::default()), @"
    as of 2026-01-31

    Breached: 0

    Undetermined: 0

    0 verdicts: 0 met, 0 met late, 0 overdue, 0 violated, 0 pending, 0 exempt, 0 not applicable, 0
    discharged, 0 undetermined
    met in time: nothing was due yet
    ");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for tongue in [Tongue::En, Tongue::Zh] {
        for width_asked in [60, 72, 80, 100, 160] {
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
        // Counts are aligned to the right, so every row ends in the same column, next to the ruler's end.
        let ends: Vec<usize> = rows.iter().map(|row| width(row)).collect();
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
    assert!(text.contains("visits.csv:5, visits.csv:6, +3 more\n"), "{text}");
}

#[test]
fn other_outcomes_are_listed_when_asked_for() {
    let options = Options { only: Some([Outcome::Pending, Outcome::NotApplicable].into()), ..Options::default() };
    let text = plain(&fixture::data(), &options);
    insta::assert_snapshot!(text.split_once("\n\n").unwrap().1, @"
    rule   met   met  overdue  violated  pending         not  undetermined
                late                              applicable
    -----------------------------------------------------------------------
    A5_2a    1     0        0         2        1           0             2
    A4_4     0     1        1         0        0           0             0
    A2_1     0     0        0         0        0           1             0

    Pending: 1

    A5_2a  at least four covert visits a month (5(2)a; major)
      pending  综合组 (group G1), 2026-02
        expected  at least 4
        actual    2
        way out   2 more by 2026-02-28

    Not applicable: 1

    A2_1  every street, every year (2(1); advisory)
      in force for part of the window only: 1
      not applicable  综合组 (group G2)
        expected  all 6
        actual    nothing recorded

    9 verdicts: 1 met, 1 met late, 1 overdue, 2 violated, 1 pending, 0 exempt, 1 not applicable, 0
    discharged, 2 undetermined
    met in time: 1 of 5 judged; 14.2% to 42.9%, as 2 undetermined may turn out either way
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
fn breaches_are_red_and_labels_faint() {
    let text = render(fixture::data().report(), &Options::default());
    assert!(text.contains("\u{1b}[31mviolated  \u{1b}[0m"), "{text:?}");
    assert!(text.contains("\u{1b}[2mexpected  \u{1b}[0m"), "{text:?}");
}
