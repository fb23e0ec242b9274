//! The outings of the year and where they stopped, as they would be if everybody did everything right.

use guiju_calendar::Day;

use super::{
    office::{Office, day},
    subjects::{ENTERPRISES, INSTITUTIONS, OUTSIDE_GRID, PLACES, UNITS},
};

/// Month, day, and how many production units were visited.
type Outing = (u32, u32, usize);

/// 综合一组: 43 outings, 99 production units. Short in February, absent in July, short again in November.
const FIRST_GROUP: [Outing; 43] = [
    (1, 3, 2),
    (1, 9, 2),
    (1, 16, 2),
    (1, 24, 5),
    (2, 11, 2),
    (2, 20, 2),
    (2, 28, 3),
    (3, 4, 2),
    (3, 6, 2),
    (3, 13, 2),
    (3, 20, 2),
    (3, 31, 4),
    (4, 8, 2),
    (4, 16, 2),
    (4, 24, 2),
    (4, 30, 4),
    (5, 8, 2),
    (5, 15, 2),
    (5, 22, 2),
    (5, 29, 2),
    (6, 5, 2),
    (6, 12, 2),
    (6, 19, 2),
    (6, 26, 2),
    (8, 7, 2),
    (8, 14, 2),
    (8, 21, 2),
    (8, 28, 2),
    (9, 4, 2),
    (9, 11, 2),
    (9, 26, 6),
    (9, 28, 2),
    (10, 10, 2),
    (10, 11, 2),
    (10, 22, 2),
    (10, 30, 3),
    (11, 6, 2),
    (11, 13, 2),
    (11, 20, 2),
    (12, 4, 2),
    (12, 18, 1),
    (12, 30, 2),
    (12, 31, 3),
];

/// 综合二组, founded on 16 June: 26 outings, 60 production units.
const SECOND_GROUP: [Outing; 26] = [
    (6, 18, 2),
    (6, 25, 2),
    (7, 2, 3),
    (7, 9, 3),
    (7, 17, 2),
    (7, 31, 2),
    (8, 5, 2),
    (8, 13, 2),
    (8, 20, 3),
    (8, 27, 3),
    (9, 3, 2),
    (9, 10, 2),
    (9, 17, 2),
    (9, 24, 2),
    (10, 14, 2),
    (10, 17, 2),
    (10, 23, 3),
    (10, 29, 3),
    (11, 4, 2),
    (11, 12, 2),
    (11, 19, 2),
    (11, 27, 2),
    (12, 3, 3),
    (12, 10, 3),
    (12, 17, 2),
    (12, 23, 2),
];

/// 专项组: its outings count for no frequency of the comprehensive group.
const SPECIAL_GROUP: [Outing; 5] = [(3, 18, 1), (5, 20, 1), (7, 15, 1), (9, 16, 1), (11, 25, 1)];

/// Small outings in which something is planted; the large ones all are.
const NEEDED_PLAIN: [(u32, u32); 3] = [(9, 28), (10, 11), (12, 30)];

/// Units that 综合一组 sees a second time, and when.
pub(super) const SECOND_LOOKS: [(u32, u32); 3] = [(8, 7), (9, 4), (11, 6)];

const INSPECTORS: [&str; 12] =
    ["刘某山", "杨某林", "何某平", "吕某", "施某军", "张某海", "孔某华", "曹某", "严某成", "金某", "魏某东", "姜某"];

/// Fills visits and stops.
pub(super) fn fill(office: &mut Office) {
    let mut outings: Vec<(Day, &str, usize)> =
        [("ZH1", &FIRST_GROUP[..]), ("ZH2", &SECOND_GROUP), ("ZX1", &SPECIAL_GROUP)]
            .iter()
            .flat_map(|(group, list)| {
                list.iter().map(|(month, of_month, units)| (day(*month, *of_month), *group, *units))
            })
            .collect();
    outings.sort_unstable();
    let mut targets = Targets::draw(office);
    let mut dealt: Vec<Vec<usize>> = vec![Vec::new(); outings.len()];
    // Outings in which much is planted draw first, from enterprises without anything special.
    for plain in [true, false] {
        for (n, (date, group, units)) in outings.iter().enumerate() {
            let small = NEEDED_PLAIN.iter().any(|(month, of_month)| *date == day(*month, *of_month));
            if plain == (*units > 2 || small) {
                dealt[n] = (0..*units).map(|_| targets.unit(office, group, plain)).collect();
            }
        }
    }
    for ((date, group, _), units) in outings.into_iter().zip(dealt) {
        outing(office, date, group);
        for unit in units {
            unit_stop(office, date, unit);
        }
        if let Some(place) = targets.places.pop_if(|_| group != "ZX1") {
            place_stop(office, date, place);
        }
        if let Some(department) = targets.departments.pop_if(|_| group != "ZX1" && date.ymd().1 % 2 == 0) {
            department_stop(office, date, department);
        }
        if let Some(institution) = targets.institutions.pop_if(|_| group == "ZH1") {
            unit_stop(office, date, institution);
        }
    }
    second_looks(office);
}

/// Whom the groups go to. Left out on purpose: the last place, the last department, one key unit.
struct Targets {
    first: Vec<usize>,
    second: Vec<usize>,
    special: Vec<usize>,
    institutions: Vec<usize>,
    places: Vec<usize>,
    departments: Vec<usize>,
}

impl Targets {
    fn draw(office: &mut Office) -> Self {
        let construction = ENTERPRISES..UNITS - 18 - INSTITUTIONS;
        let institutions = UNITS - 18 - INSTITUTIONS..UNITS - 18;
        let intermediaries = UNITS - 18..UNITS - OUTSIDE_GRID;
        let mut enterprises: Vec<usize> = (0..ENTERPRISES).collect();
        office.random.shuffle(&mut enterprises);
        let mut sites: Vec<usize> = construction.collect();
        let mut agencies: Vec<usize> = intermediaries.collect();
        let mut take = |enterprise: usize, site: usize, agency: usize| {
            let mut list = enterprises.split_off(enterprises.len() - enterprise);
            list.extend(sites.split_off(sites.len() - site));
            list.extend(agencies.split_off(agencies.len() - agency));
            list
        };
        let (mut first, mut second, special) = (take(84, 9, 6), take(50, 6, 4), take(5, 0, 0));
        let institutions: Vec<usize> = institutions.take(5).collect();
        // Key units: some of the first group's, the institutions, and one nobody visits.
        let unseen = enterprises.first().copied();
        for unit in first.iter().take(18).chain(&institutions).chain(unseen.as_ref()) {
            office.units.set(*unit, "监管分级", "重点");
        }
        office.random.shuffle(&mut first);
        office.random.shuffle(&mut second);
        let mut places: Vec<usize> = (0..PLACES - 1).collect();
        office.random.shuffle(&mut places);
        let departments = (0..office.departments.len() - 1).rev().collect();
        Self { first, second, special, institutions, places, departments }
    }

    /// Draws a unit; `plain`: an enterprise without anything special, for outings in which much is planted.
    fn unit(&mut self, office: &Office, group: &str, plain: bool) -> usize {
        let list = match group {
            "ZH1" => &mut self.first,
            "ZH2" => &mut self.second,
            _ => &mut self.special,
        };
        let last = if plain { list.iter().rposition(|unit| office.is_plain(*unit)) } else { list.len().checked_sub(1) };
        list.remove(last.unwrap_or_else(|| panic!("{group} has no such unit left to visit")))
    }
}

fn outing(office: &mut Office, date: Day, group: &str) {
    let number = office.visits.len() + 1;
    let means = office.random.one(&["录音、摄像", "摄影、摄像", "摄影", "录音、摄影、摄像", "摄像、其他手段"]);
    // The outing of 31 March went on into April.
    let ended = if date == day(3, 31) { date + 1 } else { date };
    office.visits.add(row![
        format!("XS{number:03}"),
        group,
        date,
        ended,
        date - 3,
        false,
        false,
        false,
        false,
        true,
        true,
        means,
        format!("巡档2025-{number:03}"),
    ]);
}

fn unit_stop(office: &mut Office, date: Day, unit: usize) {
    let name = office.units.text(unit, "单位名称");
    let kind = office.units.text(unit, "类别");
    let mut items = vec!["自查自改"];
    if office.units.text(unit, "标准化达标") == "达标" {
        items.push("标准化");
    }
    if kind == "中介机构" {
        items.push("中介服务");
    }
    let dangerous = ["化工", "燃气", "铸造"].iter().any(|trade| name.contains(trade));
    let row = stop(office, date, &items);
    let key = office.units.key(unit);
    let signed = office.random.one(&["主要负责人", "现场负责人"]);
    office.stops.set(row, "单位编号", key);
    office.stops.set(row, "生产状态", "在产");
    office.stops.set(row, "危险场所", dangerous);
    office.stops.set(row, "遵守规定", if dangerous { "是" } else { "" });
    office.stops.set(row, "签字确认", signed);
}

fn place_stop(office: &mut Office, date: Day, place: usize) {
    let row = stop(office, date, &["网格监管", "专项行动"]);
    let key = office.places.key(place);
    office.stops.set(row, "属地编号", key);
}

fn department_stop(office: &mut Office, date: Day, department: usize) {
    let row = stop(office, date, &["专项行动"]);
    let key = office.departments.key(department);
    office.stops.set(row, "部门编号", key);
}

/// Adds a stop on the outing of a day, its form filled in.
fn stop(office: &mut Office, date: Day, items: &[&str]) -> usize {
    let visit = office.visit_on(date);
    let key = office.visits.key(visit);
    let number = (0..office.stops.len()).filter(|row| office.stops.text(*row, "巡视编号") == key).count() + 1;
    let first = visit % INSPECTORS.len();
    let inspectors = [INSPECTORS[first], INSPECTORS[(first + 5) % INSPECTORS.len()]].join("、");
    // The second half of a two-day outing belongs to its second day.
    let on = if number > 2 { office.visits.date(visit, "结束日期") } else { date };
    office.stops.add(row![
        format!("{key}-{number}"),
        key,
        on,
        "",
        "",
        "",
        inspectors,
        items.join("；"),
        true,
        "",
        false,
        "",
        "未发现问题",
        false,
        "主要负责人",
    ])
}

/// The first group looks again at units it saw in February.
fn second_looks(office: &mut Office) {
    for (n, (month, of_month)) in SECOND_LOOKS.iter().enumerate() {
        let unit = office.unit_row(seen_in_february(office)[n]).unwrap_or_else(|| panic!("a unit was seen"));
        unit_stop(office, day(*month, *of_month), unit);
    }
}

/// The first stops at enterprises in February, where second looks are planted.
pub(super) fn seen_in_february(office: &Office) -> Vec<usize> {
    (0..office.stops.len())
        .filter(|row| {
            let on = office.stops.date(*row, "到访日期");
            on >= day(2, 1) && on < day(3, 1) && office.unit_row(*row).is_some_and(|unit| office.is_plain(unit))
        })
        .collect()
}
