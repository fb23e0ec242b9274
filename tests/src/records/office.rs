//! The office: its files, and what is expected of them.

use guiju_calendar::Day;

use super::{
    expected::Expected,
    random::Random,
    sheet::{Dates, Encoding, Sheet},
};

/// The office's files in the making.
pub(super) struct Office {
    pub(super) random: Random,
    pub(super) places: Sheet,
    pub(super) departments: Sheet,
    pub(super) units: Sheet,
    pub(super) grid: Sheet,
    pub(super) offices: Sheet,
    pub(super) groups: Sheet,
    pub(super) visits: Sheet,
    pub(super) stops: Sheet,
    pub(super) hazards: Sheet,
    pub(super) orders: Sheet,
    pub(super) accidents: Sheet,
    pub(super) petitions: Sheet,
    pub(super) matters: Sheet,
    pub(super) periods: Sheet,
    pub(super) feedback: Sheet,
    pub(super) supervision_orders: Sheet,
    pub(super) monthly_reports: Sheet,
    pub(super) work_reports: Sheet,
    pub(super) problems: Sheet,
    pub(super) interviews: Sheet,
    pub(super) cases: Sheet,
    pub(super) assessments: Sheet,
    pub(super) misconduct: Sheet,
    pub(super) obstructions: Sheet,
    pub(super) attestations: Sheet,
    /// What the planted cases must lead to.
    pub(super) expected: Vec<Expected>,
    /// Stops in which something was planted already.
    pub(super) taken: Vec<usize>,
}

impl Office {
    /// Opens empty files.
    pub(super) fn new(seed: u64) -> Self {
        use Dates::{Chinese, Iso, Mixed, Slashes};
        use Encoding::{Gb18030, Utf8, Utf8Bom};
        let sheet = Sheet::new;
        Self {
            random: Random::new(seed),
            places: sheet("places.csv", &["编号", "名称", "类别"], Gb18030, Iso),
            departments: sheet("departments.csv", &["编号", "名称", "行业主管"], Gb18030, Iso),
            units: sheet(
                "units.csv",
                &["单位编号", "单位名称", "类别", "属地编号", "主管部门编号", "监管分级", "标准化达标"],
                Gb18030,
                Iso,
            ),
            grid: sheet("grid.csv", &["编号", "网格长", "属地", "单位"], Gb18030, Iso),
            offices: sheet("offices.csv", &["编号", "名称"], Utf8, Iso),
            groups: sheet("groups.csv", &["编号", "名称", "类别", "办公室", "成立日期", "撤销日期"], Utf8, Chinese),
            visits: sheet(
                "visits.csv",
                &[
                    "编号",
                    "巡视组",
                    "巡视日期",
                    "结束日期",
                    "方案日期",
                    "发通知",
                    "打招呼",
                    "听汇报",
                    "陪同接待",
                    "直插基层",
                    "直奔现场",
                    "记录手段",
                    "档案号",
                ],
                Utf8Bom,
                Chinese,
            ),
            stops: sheet(
                "stops.csv",
                &[
                    "记录表编号",
                    "巡视编号",
                    "到访日期",
                    "单位编号",
                    "属地编号",
                    "部门编号",
                    "检查人员",
                    "检查内容",
                    "出示证件",
                    "生产状态",
                    "危险场所",
                    "遵守规定",
                    "发现问题",
                    "提出要求",
                    "签字确认",
                    "拒签注明",
                ],
                Gb18030,
                Iso,
            ),
            hazards: sheet(
                "hazards.csv",
                &[
                    "隐患编号",
                    "记录表编号",
                    "单位编号",
                    "发现日期",
                    "类别",
                    "等级",
                    "危及安全",
                    "立即整改",
                    "限期日期",
                    "整改期限",
                    "五落实",
                    "落实日期",
                    "责令日期",
                    "整改日期",
                    "报告日期",
                    "处理日期",
                ],
                Utf8Bom,
                Mixed,
            )
            .with_blank("-"),
            orders: sheet("orders.csv", &["编号", "单位", "类别", "日期", "解除日期"], Utf8, Iso)
                .with_blank("9999-12-31"),
            accidents: sheet(
                "accidents.csv",
                &["编号", "单位", "日期", "吸取教训", "强化教育", "落实整改", "追究责任"],
                Utf8Bom,
                Slashes,
            ),
            petitions: sheet("petitions.csv", &["编号", "单位", "受理日期", "办结日期"], Gb18030, Mixed),
            matters: sheet(
                "matters.csv",
                &["编号", "交办机关", "承办部门", "交办日期", "办理期限", "办结日期"],
                Utf8Bom,
                Chinese,
            ),
            periods: sheet("periods.csv", &["编号", "名称", "开始日期", "结束日期", "部署次数"], Utf8, Chinese),
            feedback: sheet("feedback.csv", &["编号", "到访", "反馈日期"], Gb18030, Slashes),
            supervision_orders: sheet(
                "supervision_orders.csv",
                &["编号", "到访", "部门", "填写日期", "移交日期", "附材料"],
                Utf8Bom,
                Mixed,
            ),
            monthly_reports: sheet("monthly_reports.csv", &["编号", "巡视组", "所属月份", "报送日期"], Utf8, Chinese),
            work_reports: sheet("work_reports.csv", &["编号", "报送机关", "报送日期"], Utf8, Iso),
            problems: sheet("problems.csv", &["编号", "属地", "部门", "发现日期", "须追究纪律"], Utf8, Iso),
            interviews: sheet("interviews.csv", &["编号", "突出问题", "约谈日期"], Utf8, Iso),
            cases: sheet(
                "cases.csv",
                &[
                    "编号",
                    "突出问题",
                    "类别",
                    "提出日期",
                    "初审日期",
                    "批准日期",
                    "移送日期",
                    "立案日期",
                    "办结日期",
                    "存档日期",
                ],
                Gb18030,
                Chinese,
            ),
            assessments: sheet("assessments.csv", &["编号", "属地", "部门", "日期", "纳入巡视情况"], Utf8, Iso),
            misconduct: sheet(
                "misconduct.csv",
                &["编号", "巡视", "类别", "日期", "属实", "查实日期", "追责日期"],
                Gb18030,
                Mixed,
            ),
            obstructions: sheet("obstructions.csv", &["巡视", "日期", "行为人"], Utf8, Chinese),
            attestations: sheet("attestations.csv", &["编号", "条款", "日期", "声明人", "属实"], Utf8, Iso),
            expected: Vec::new(),
            taken: Vec::new(),
        }
    }

    /// The files in the order of the manifest.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        [
            &self.places,
            &self.departments,
            &self.units,
            &self.grid,
            &self.offices,
            &self.groups,
            &self.visits,
            &self.stops,
            &self.hazards,
            &self.orders,
            &self.accidents,
            &self.petitions,
            &self.matters,
            &self.periods,
            &self.feedback,
            &self.supervision_orders,
            &self.monthly_reports,
            &self.work_reports,
            &self.problems,
            &self.interviews,
            &self.cases,
            &self.assessments,
            &self.misconduct,
            &self.obstructions,
            &self.attestations,
        ]
        .into_iter()
    }

    /// Writes down what the regulation makes of a case; `verdict` may begin with a reason behind a colon.
    pub(super) fn expect(&mut self, rule: &str, subject: &str, window: &str, verdict: &str, note: &str) {
        self.expected.push(Expected::new(rule, subject, window, verdict, note));
    }

    /// The same for a record judged by its own day.
    pub(super) fn expect_on(&mut self, rule: &str, subject: &str, day: Day, verdict: &str, note: &str) {
        self.expect(rule, subject, &day.to_string(), verdict, note);
    }

    /// The row of the outing that begins on a day.
    pub(super) fn visit_on(&self, date: Day) -> usize {
        let found = (0..self.visits.len()).find(|row| self.visits.date(*row, "巡视日期") == date);
        found.unwrap_or_else(|| panic!("no outing on {date}"))
    }

    /// A production unit's stop on a day in which nothing is planted yet. It is planted in from now on.
    pub(super) fn take_stop(&mut self, date: Day) -> usize {
        let found = self.plain_stop(date).unwrap_or_else(|| panic!("no plain stop left on {date}"));
        self.taken.push(found);
        found
    }

    fn plain_stop(&self, date: Day) -> Option<usize> {
        let fits = |row: &usize| {
            self.stops.date(*row, "到访日期") == date
                && !self.taken.contains(row)
                && self.unit_row(*row).is_some_and(|unit| self.is_plain(unit) && self.stops_at(unit).len() == 1)
        };
        (0..self.stops.len()).find(fits)
    }

    /// The same on that day or the first after it that has one.
    pub(super) fn take_stop_from(&mut self, from: Day) -> usize {
        let mut dates: Vec<Day> = (0..self.stops.len()).map(|row| self.stops.date(row, "到访日期")).collect();
        dates.sort_unstable();
        dates.dedup();
        let found = dates.into_iter().filter(|date| *date >= from).find(|date| self.plain_stop(*date).is_some());
        self.take_stop(found.unwrap_or_else(|| panic!("no plain stop left from {from} on")))
    }

    /// Whether a unit is an enterprise of which nothing special is to be looked into.
    pub(super) fn is_plain(&self, unit: usize) -> bool {
        self.units.text(unit, "类别") == "企业" && self.units.text(unit, "标准化达标") == "未达标"
    }

    /// The unit a stop was at.
    pub(super) fn unit_row(&self, stop: usize) -> Option<usize> {
        let key = self.stops.text(stop, "单位编号");
        (0..self.units.len()).find(|row| self.units.key(*row) == key)
    }

    /// All stops at a unit.
    pub(super) fn stops_at(&self, unit: usize) -> Vec<usize> {
        let key = self.units.key(unit);
        (0..self.stops.len()).filter(|row| self.stops.text(*row, "单位编号") == key).collect()
    }

    /// Rows of a sheet that belong to a stop.
    pub(super) fn of_stop(&self, sheet: &Sheet, heading: &str, stop: usize) -> Vec<usize> {
        let key = self.stops.key(stop);
        (0..sheet.len()).filter(|row| sheet.text(*row, heading) == key).collect()
    }

    /// Units that no group went to, production units first asked for first served; each is handed out once.
    pub(super) fn quiet_unit(&mut self) -> String {
        let used = |office: &Self, key: &str| {
            [(&office.orders, "单位"), (&office.accidents, "单位"), (&office.petitions, "单位")]
                .iter()
                .any(|(sheet, heading)| (0..sheet.len()).any(|row| sheet.text(row, heading) == key))
        };
        let found = (0..self.units.len()).find(|row| {
            self.units.text(*row, "类别") == "企业"
                && self.stops_at(*row).is_empty()
                && !used(self, &self.units.key(*row))
        });
        let found = found.unwrap_or_else(|| panic!("every unit was visited"));
        self.units.key(found)
    }
}

/// A day of 2025.
pub(super) fn day(month: u32, of_month: u32) -> Day {
    date(2025, month, of_month)
}

/// A day.
pub(super) fn date(year: i32, month: u32, of_month: u32) -> Day {
    Day::from_ymd(year, month, of_month).unwrap_or_else(|| panic!("no day {year}-{month}-{of_month}"))
}
