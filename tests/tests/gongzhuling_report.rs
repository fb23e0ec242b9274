//! What an officer reads: the terminal report on the records of the Gongzhuling example, in both tongues.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;

use guiju_calendar::Day;
use guiju_cli::Folder;
use guiju_compiler::{Root, check};
use guiju_data::{LoadOptions, load};
use guiju_eval::evaluate;
use guiju_report::{Options, Report, table, text};
use guiju_syntax::Tongue;

const RECORDS: &str = "../examples/gongzhuling";
const WIDTH: usize = 100;

fn report(tongue: Tongue) -> String {
    let policies = Folder::open(Path::new("../policies")).unwrap();
    let root = Root { files: &policies, path: "gongzhuling/policy.guiju".into(), shown: String::new() };
    let program = check(&[root]).program;
    let records = Folder::open(Path::new(RECORDS)).unwrap();
    let manifest = std::fs::read_to_string(format!("{RECORDS}/dataset.yaml")).unwrap();
    let loaded = load(&program.schema, &manifest, "dataset.yaml", &records, &LoadOptions::default());
    let dataset = loaded.dataset.unwrap();
    let options = guiju_eval::Options {
        as_of: Day::from_ymd(2026, 1, 31).unwrap(),
        known_by: None,
        from: None,
        to: None,
        rules: Vec::new(),
        strict: false,
        assume: Vec::new(),
        all_evidence: false,
    };
    let evaluation = evaluate(&program, &dataset, &options).unwrap();
    let dated = dataset.tables.iter().map(|table| (program.schema.record(table.record), &table.feed));
    let feeds: Vec<_> = dated
        .filter(|(record, _)| record.at.is_some() && dataset.inputs.iter().any(|input| input.record == record.name.id))
        .map(|(record, feed)| (record.name.id.clone(), feed.clone()))
        .collect();
    let report = Report { evaluation: &evaluation, inputs: &dataset.inputs, feeds: &feeds };
    let options = Options { tongue, width: WIDTH, ..Options::default() };
    anstream::adapter::strip_str(&table::render(report, &options)).to_string()
}

/// Returns the first lines of each part of a report: what a reader sees of it on one screen.
fn glimpse(report: &str) -> String {
    let parts = report.split("\n\n").map(|part| {
        let lines: Vec<&str> = part.lines().collect();
        let mut shown = lines.iter().take(22).copied().collect::<Vec<_>>().join("\n");
        if lines.len() > 22 {
            shown += &format!("\n… {} more lines", lines.len() - 22);
        }
        shown
    });
    parts.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn in_chinese() {
    insta::assert_snapshot!(glimpse(&report(Tongue::Zh)), @"
    公主岭市安委会办公室巡视（暗访）规则（公主岭.巡视）
      原文未写明自何日起施行：按一直施行评定
    基准日：2026-01-31
    数据：25个文件，1299条记录
      记录完整期间：2025-01-01至2025-12-31（16类）；2015-01-01至2025-12-31（行政决定、事故）
      visits.csv：1行重复
      feedback.csv：2行为空或无日期
      supervision_orders.csv：1行为空或无日期

    规则          名称                          条款     符合  逾期    逾期  违反  未到期  不适用  无法
                                                               完成  未完成                        判定
    ----------------------------------------------------------------------------------------------------
    第四条二甲    综合组全年走遍各属地          4(2)        0     0       0     1       1       0     0
    第四条二乙    综合组全年走遍各部门          4(2)        0     0       0     1       1       0     0
    第四条二丙    综合组全年走遍重点单位        4(2)        0     0       0     1       1       0     0
    第五条一      四不两直                      2, 5(1)    69     0       0     4       0       0     1
    第五条二甲    综合组每月四次                5(2)a      15     0       0     3       2       1     0
    第五条二乙    综合组每年一百户              5(2)b       0     0       0     1       2       1     0
    第五条二丙    重要时段按部署加密            5(2)c       4     0       0     1       1       0     2
    第五条三      全程音像记录                  5(3)       72     0       0     1       0       0     1
    第六条        每类重点每年看过              6          10     0       0     1      11       0     0
    第六条一甲    到关停单位看有无非法生产      6(1)        3     0       0     1       0       0     0
    第六条一乙    关停单位不得生产              6(1)        0     0       0     1       0       0     1
    第六条二甲    到停产单位看有无擅自恢复      6(2)        1     0       0     1       0       0     0
    第六条二乙    停产单位不得擅自恢复          6(2)        0     0       0     1       0       0     0
    第六条三甲    到有限期隐患的单位看整改      6(3)        1     0       0     1       0       0     0
    第六条三乙    限期隐患按期整改              6(3)       12     1       1     0       3       0     1
    第六条三丙    限期隐患五落实                6(3)       17     0       0     1       0       0     0
    第六条四甲    到事故单位看教训和整改        6(4)        1     0       0     1       0       0     0
    第六条四乙    事故后四项处理                6(4)        5     0       0     1       0       0     1
    第六条五      到单位看隐患自查自改          6(5)      170     0       0     1       0       0     1
    … 41 more lines

    6条规则没有可评定的事项：第五条二甲_单位、第五条二甲_连续、第五条二甲_合计、第五条二乙_户次、第五条
    二乙_各组、第八条二甲_二十九

    违规：96
      违反：已无法补救，今后须遵守
      逾期未完成：立即补做，按逾期完成计

    第七条三乙一  重大情形报办公室（7(3)b；严重）：2
      要求：1个工作日内；暂定：上报时限
      逾期完成    隐患 YH125，2025-09-26：期限2025-09-28，已于2025-09-29完成，逾期1日［hazards.csv
                  第126行］
      逾期未完成  隐患 YH127，2025-10-30：期限2025-10-31，未完成，逾期92日［hazards.csv第128行］
    第九条二甲  不泄露行程（9(2)；严重）：2
      要求：不得有此类记录；暂定：行前保密
      违反  违纪 WJ03，2025-06-11［misconduct.csv第4行］
      违反  违纪 WJ04，2025-08-20［misconduct.csv第5行］
    第九条二乙  保守商业机密（9(2)；严重）
      要求：不得有此类记录
      违反  违纪 WJ07，2025-09-22［misconduct.csv第8行］
    第九条二丙  不谋私利（9(2)；严重）
      要求：不得有此类记录
      违反  违纪 WJ08，2025-05-09［misconduct.csv第9行］
    第十条二  不得阻挠巡视（10(2)；严重）
      要求：不得有此类记录
      违反  阻挠 2（某企业门卫），2025-11-13［obstructions.csv第2行］
    第五条一  四不两直（2, 5(1)；较重）：4
      要求：非 发通知 且 非 打招呼 且 非 听汇报 且 非 陪同接待 且 直插基层 且 直奔现场
      违反  巡视 XS010（巡档2025-010），2025-03-13：不满足：非 发通知［visits.csv第11行］
      违反  巡视 XS036（巡档2025-036），2025-08-13：不满足：非 听汇报；非 陪同接待［visits.csv第37行］
    … 224 more lines

    无法判定：27

      数据未覆盖所需日期：11
        第五条二丙 重要时段按部署加密：重要时段 SP6（岁末年初），2025-12-20至2026-01-10：要求至少4；实
          际3；补交至2026-01-10（含当日）的记录［visits.csv第73、74、75行］
        第七条三甲一 能立即整改的当场整改：隐患 YH134，2025-12-31：补交至2026-01-01（含当日）的记录；
          暂定：当场、上报仍须整改［hazards.csv第135行］
        第七条三甲三 限期整改按期完成：隐患 YH140，2025-12-04：补交至2026-01-16（含当日）的记录；暂
          定：上报仍须整改［hazards.csv第141行］
        第七条三甲三 限期整改按期完成：隐患 YH151，2025-12-10：补交至2026-01-16（含当日）的记录；暂
          定：上报仍须整改［hazards.csv第152行］
        第七条五甲 巡视后及时反馈：到访 XS073-1（发现问题1处），2025-12-30：补交至2026-01-05（含当日）
          的记录；暂定：及时［stops.csv第208行］
        第八条一甲 突出问题约谈负责人：突出问题 TC05，2025-12-11：补交至2026-01-12（含当日）的记录；暂
          定：约谈时限［problems.csv第6行］
        第八条二甲 每月三十日前报送当月情况：巡视组 ZH1（综合一组），2026年1月：补交至2026-01-30（含当
          日）的记录；暂定：三十日可报
        第八条二甲 每月三十日前报送当月情况：巡视组 ZH2（综合二组），2026年1月：补交至2026-01-30（含当
          日）的记录；暂定：三十日可报
        第六条三乙 限期隐患按期整改：隐患 YH151，2025-12-10：补交至2026-01-16（含当日）的记录
          ［hazards.csv第152行］
        第六条十乙 信访件及时办结：信访件 XF024，2025-12-01：补交至2026-01-30（含当日）的记录；暂定：
          信访时限［petitions.csv第25行］
        第六条十一乙 交办事项如期完成：交办事项 JB13，2025-12-05：补交至2026-01-15（含当日）的记录
    … 1 more lines

      关键字段为空：15
        第七条三乙一 重大情形报办公室：隐患 YH128，2025-04-30：补全空缺单元格；暂定：上报时限
          ［hazards.csv第129行］
        第九条二甲 不泄露行程：违纪 WJ06，2025-10-13：补全“属实”；暂定：行前保密［misconduct.csv
          第7行］
        第五条一 四不两直：巡视 XS019（巡档2025-019），2025-05-15：补全“打招呼”［visits.csv第20行］
        第五条二丙 重要时段按部署加密：重要时段 SP3（五一前后），2025-04-28至2025-05-06：实际1；补全空
          缺单元格［visits.csv第18行］
        第五条三 全程音像记录：巡视 XS024（巡档2025-024），2025-06-12：补全“记录方式”［visits.csv
          第25行］
        第六条五 到单位看隐患自查自改：到访 XS036-2（发现问题1处），2025-08-13：补全“检查内容”
          ［stops.csv第127行］
        第七条二 出示证件：到访 XS030-3（未发现问题），2025-07-09：补全“出示证件”［stops.csv第114行］
        第七条三甲二 不能立即整改的限期并五落实：隐患 YH143，2025-04-08：补全“五落实”；暂定：上报仍须
          整改［hazards.csv第144行］
        第七条四丙 负责人签字：到访 XS053-1（未发现问题），2025-10-14：补全“签字”、“拒签注明”；暂定：
          拒签可免［stops.csv第165行］
        第七条五乙 提出要求的填督办单：到访 XS055-2（未发现问题），2025-10-22：补全空缺单元格；暂定：
          及时、移交亦须及时、一律填单［stops.csv第170行］
        第七条五丁 督办单连同材料交行业部门：督办单 DB046，2025-08-22：补全“附材料”
          ［supervision_orders.csv第47行］
        第八条一乙 须追究纪律责任的提请纪检：突出问题 TC04，2025-08-18：补全空缺单元格；暂定：提请时限
    … 6 more lines

      记录相互矛盾：1
        第六条十乙 信访件及时办结：信访件 XF023，2025-06-23：期限2025-08-22，已于2025-06-20完成；核定
          以哪一版记录为准；暂定：信访时限［petitions.csv第24行］

    仍可完成的，按期限排列
      逾期未完成，应立即补做：19
        2025-04-03  第七条五甲 巡视后及时反馈：到访 XS013-2（发现问题1处），2025-03-31
        2025-04-25  第七条三甲一 能立即整改的当场整改：隐患 YH133，2025-04-24
        2025-05-01  第七条三甲四 五落实在限期之日做到：隐患 YH146，2025-04-30
        2025-05-06  第六条十乙 信访件及时办结：信访件 XF021，2025-03-03
        2025-05-13  第七条三乙二 办公室研究处理：隐患 YH126，2025-04-30
        2025-07-14  第六条三乙 限期隐患按期整改：隐患 YH149，2025-06-12
        2025-07-14  第七条三甲三 限期整改按期完成：隐患 YH149，2025-06-12
        2025-07-14  第八条一甲 突出问题约谈负责人：突出问题 TC03，2025-06-12
        2025-07-14  第八条一乙 须追究纪律责任的提请纪检：突出问题 TC03，2025-06-12
        2025-07-21  第七条五丙 督办单及时移交：督办单 DB037，2025-07-16
        2025-07-30  第八条二甲 每月三十日前报送当月情况：巡视组 ZH1（综合一组），2025年7月
        2025-09-25  第七条三甲三 限期整改按期完成：隐患 YH137，2025-09-11
        2025-09-30  第七条五甲 巡视后及时反馈：到访 XS049-1（未发现问题），2025-09-26
        2025-10-15  第七条五乙 提出要求的填督办单：到访 XS052-1（未发现问题），2025-10-11
        2025-10-31  第七条三乙一 重大情形报办公室：隐患 YH127，2025-10-30
        2025-11-14  第六条十一乙 交办事项如期完成：交办事项 JB11，2025-10-15
        2025-12-01  第九条三 查实的违纪追究责任：违纪 WJ12，2025-05-06
        2025-12-19  第七条三甲三 限期整改按期完成：隐患 YH138，2025-09-17
        2026-01-31  第六条八乙 网格覆盖全部生产单位：总体：还有2个未覆盖
      未到期：34
    … 24 more lines

    共2361项判定：符合2200，逾期完成17，逾期未完成19，违反60，未到期35，不适用3，无法判定27
    按期符合率：已判定2296项，其中按期符合2200项，占95.8%；另有27项无法判定，若全部违规则为94.7%，若全部
    符合则为95.9%
    ");
}

#[test]
fn in_english() {
    insta::assert_snapshot!(glimpse(&report(Tongue::En)), @"
    Covert safety inspections, Gongzhuling (gongzhuling)
      in force since an unknown date: judged as in force throughout
    as of 2026-01-31
    data: 25 files, 1299 records
      records complete 2025-01-01 to 2025-12-31 (16 kinds); 2015-01-01 to 2025-12-31
      (administrative_order, accident)
      visits.csv: 1 repeated
      feedback.csv: 2 empty or without a date
      supervision_orders.csv: 1 empty or without a date

    rule    title                                    met   met  over-   vio-  pend-   not ap-  undeter-
                                                          late    due  lated    ing  plicable     mined
    ----------------------------------------------------------------------------------------------------
    A4_2a   the comprehensive group reaches every      0     0      0      1      1         0         0
            place in the year
    A4_2b   the comprehensive group reaches every      0     0      0      1      1         0         0
            department in the year
    A4_2c   the comprehensive group reaches every      0     0      0      1      1         0         0
            key unit in the year
    A5_1    unannounced, straight to the site         69     0      0      4      0         0         1
    A5_2a   the comprehensive group goes out four     15     0      0      3      2         1         0
            times a month
    A5_2b   the comprehensive group reaches a          0     0      0      1      2         1         0
            hundred production units a year
    A5_2c   important periods bring the ordered        4     0      0      1      1         0         2
            number of visits
    A5_3    each visit is recorded                    72     0      0      1      0         0         1
    A6      each key content is looked into in the    10     0      0      1     11         0         0
            year
    A6_1a   at a closed unit, operation is looked      3     0      0      1      0         0         0
            into
    A6_1b   closed units do not operate                0     0      0      1      0         0         1
    … 77 more lines

    6 rules have nothing to judge: A5_2a_units, A5_2a_rolling, A5_2a_together, A5_2b_visits, A5_2b_all,
    A8_2a_29

    Breached: 96
      violated: can no longer be mended; keep it from now on
      overdue: do it now; it counts as late

    A7_3b1  grave findings are reported to the visit office (7(3)b; critical): 2
      expected: within 1 working day; assumes: report_limit
      met late  hazard YH125, 2025-09-26: due 2025-09-28, done on 2025-09-29, 1 day late [hazards.csv
                row 126]
      overdue   hazard YH127, 2025-10-30: due 2025-10-31, not done, 92 days late [hazards.csv row 128]
    A9_2a  the itinerary is not leaked (9(2); critical): 2
      expected: no such record; assumes: secret_until_visit
      violated  misconduct WJ03, 2025-06-11 [misconduct.csv row 4]
      violated  misconduct WJ04, 2025-08-20 [misconduct.csv row 5]
    A9_2b  trade secrets are kept (9(2); critical)
      expected: no such record
      violated  misconduct WJ07, 2025-09-22 [misconduct.csv row 8]
    A9_2c  no private gain (9(2); critical)
      expected: no such record
      violated  misconduct WJ08, 2025-05-09 [misconduct.csv row 9]
    A10_2  no visit is obstructed (10(2); critical)
      expected: no such record
      violated  obstruction 2 (某企业门卫), 2025-11-13 [obstructions.csv row 2]
    A5_1  unannounced, straight to the site (2, 5(1); major): 4
      expected: not notified and not greeted and not briefed and not escorted and grassroots and on_site
      violated  visit XS010 (巡档2025-010), 2025-03-13: fails: not notified [visits.csv row 11]
      violated  visit XS036 (巡档2025-036), 2025-08-13: fails: not briefed; not escorted [visits.csv row
    … 235 more lines

    Undetermined: 27

      the data does not cover the dates needed: 11
        A5_2c important periods bring the ordered number of visits: important_period SP6 (岁末年初),
          2025-12-20 to 2026-01-10: expected at least 4; actual 3; supply the records through 2026-01-10
          [visits.csv rows 73, 74, 75]
        A7_3a1 what can be rectified at once is: hazard YH134, 2025-12-31: supply the records through
          2026-01-01; assumes: at_once_limit, grave_besides [hazards.csv row 135]
        A7_3a3 what has a limit is rectified within it: hazard YH140, 2025-12-04: supply the records
          through 2026-01-16; assumes: grave_besides [hazards.csv row 141]
        A7_3a3 what has a limit is rectified within it: hazard YH151, 2025-12-10: supply the records
          through 2026-01-16; assumes: grave_besides [hazards.csv row 152]
        A7_5a feedback follows the visit promptly: stop XS073-1 (发现问题1处), 2025-12-30: supply the
          records through 2026-01-05; assumes: prompt [stops.csv row 208]
        A8_1a a prominent problem leads to an interview: prominent_problem TC05, 2025-12-11: supply
          the records through 2026-01-12; assumes: interview_limit [problems.csv row 6]
        A8_2a the month's visits are reported by its 30th: group ZH1 (综合一组), 2026-01: supply the
          records through 2026-01-30; assumes: day_30_counts
        A8_2a the month's visits are reported by its 30th: group ZH2 (综合二组), 2026-01: supply the
          records through 2026-01-30; assumes: day_30_counts
        A6_3b a major hazard under an order is rectified in time: hazard YH151, 2025-12-10: supply the
          records through 2026-01-16 [hazards.csv row 152]
        A6_10b petitions are resolved promptly: petition XF024, 2025-12-01: supply the records through
          2026-01-30; assumes: petition_limit [petitions.csv row 25]
    … 2 more lines

      a field that decides is empty: 15
        A7_3b1 grave findings are reported to the visit office: hazard YH128, 2025-04-30: fill in the
          empty cells; assumes: report_limit [hazards.csv row 129]
        A9_2a the itinerary is not leaked: misconduct WJ06, 2025-10-13: fill in `confirmed`; assumes:
          secret_until_visit [misconduct.csv row 7]
        A5_1 unannounced, straight to the site: visit XS019 (巡档2025-019), 2025-05-15: fill in
          `greeted` [visits.csv row 20]
        A5_2c important periods bring the ordered number of visits: important_period SP3 (五一前后),
          2025-04-28 to 2025-05-06: actual 1; fill in the empty cells [visits.csv row 18]
        A5_3 each visit is recorded: visit XS024 (巡档2025-024), 2025-06-12: fill in `recorded`
          [visits.csv row 25]
        A6_5 at a unit, its own hazard checks are looked into: stop XS036-2 (发现问题1处), 2025-08-13:
          fill in `items` [stops.csv row 127]
        A7_2 credentials are shown: stop XS030-3 (未发现问题), 2025-07-09: fill in `credentials`
          [stops.csv row 114]
        A7_3a2 what cannot is given a limit, the five settled: hazard YH143, 2025-04-08: fill in
          `settled`; assumes: grave_besides [hazards.csv row 144]
        A7_4c the record form is signed: stop XS053-1 (未发现问题), 2025-10-14: fill in `signature`,
          `refusal_noted`; assumes: refusal_excused [stops.csv row 165]
        A7_5b a demand is followed by a supervision order: stop XS055-2 (未发现问题), 2025-10-22: fill
          in the empty cells; assumes: prompt, prompt_handover, order_always [stops.csv row 170]
        A7_5d the order goes with its materials to the industry's department: supervision_order DB046,
    … 10 more lines

      the records contradict each other: 1
        A6_10b petitions are resolved promptly: petition XF023, 2025-06-23: due 2025-08-22, done on
          2025-06-20; settle which version of the record is right; assumes: petition_limit
          [petitions.csv row 24]

    Can still be done, by due date
      overdue, to be done now: 19
        2025-04-03  A7_5a feedback follows the visit promptly: stop XS013-2 (发现问题1处), 2025-03-31
        2025-04-25  A7_3a1 what can be rectified at once is: hazard YH133, 2025-04-24
        2025-05-01  A7_3a4 the five are settled when the limit is set: hazard YH146, 2025-04-30
        2025-05-06  A6_10b petitions are resolved promptly: petition XF021, 2025-03-03
        2025-05-13  A7_3b2 the visit office decides: hazard YH126, 2025-04-30
        2025-07-14  A6_3b a major hazard under an order is rectified in time: hazard YH149, 2025-06-12
        2025-07-14  A7_3a3 what has a limit is rectified within it: hazard YH149, 2025-06-12
        2025-07-14  A8_1a a prominent problem leads to an interview: prominent_problem TC03, 2025-06-12
        2025-07-14  A8_1b where discipline must be enforced, a case goes to discipline inspection:
                    prominent_problem TC03, 2025-06-12
        2025-07-21  A7_5c the order is handed over promptly: supervision_order DB037, 2025-07-16
        2025-07-30  A8_2a the month's visits are reported by its 30th: group ZH1 (综合一组), 2025-07
        2025-09-25  A7_3a3 what has a limit is rectified within it: hazard YH137, 2025-09-11
        2025-09-30  A7_5a feedback follows the visit promptly: stop XS049-1 (未发现问题), 2025-09-26
        2025-10-15  A7_5b a demand is followed by a supervision order: stop XS052-1 (未发现问题),
                    2025-10-11
        2025-10-31  A7_3b1 grave findings are reported to the visit office: hazard YH127, 2025-10-30
        2025-11-14  A6_11b assigned matters are done on time: assigned_matter JB11, 2025-10-15
        2025-12-01  A9_3 confirmed misconduct is held liable: misconduct WJ12, 2025-05-06
        2025-12-19  A7_3a3 what has a limit is rectified within it: hazard YH138, 2025-09-17
    … 32 more lines

    2361 verdicts: 2200 met, 17 met late, 19 overdue, 60 violated, 35 pending, 3 not applicable, 27
    undetermined
    met in time: 2200 of 2296 judged, 95.8%; with the 27 undetermined 94.7% if all of them are breached,
    95.9% if all are met
    ");
}

#[test]
fn it_fits_a_few_screens_and_no_line_is_wider_than_asked() {
    for tongue in [Tongue::Zh, Tongue::En] {
        let report = report(tongue);
        let wide: Vec<&str> = report.lines().filter(|line| text::width(line) > WIDTH).collect();
        assert_eq!(wide, Vec::<&str>::new());
        let lines = report.lines().count();
        assert!(lines <= 500, "{tongue:?}: {lines} lines");
    }
}

#[test]
fn chinese_speaks_chinese() {
    let report = report(Tongue::Zh);
    for stable in ["effective", "group ", "stop ", "outings_count", "greeted", "provincial_committee，", "A5_2a"] {
        assert!(!report.contains(stable), "{stable}");
    }
}
