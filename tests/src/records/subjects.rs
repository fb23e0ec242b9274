//! Places, departments, units, the grid and the groups. All names are made up.

use super::office::{Office, date, day};

const TOWNSHIPS: [&str; 18] = [
    "东岭",
    "柳泉",
    "双榆",
    "石桥",
    "青沟",
    "平安岗",
    "大榆",
    "向阳坡",
    "二道湾",
    "红岩",
    "长林",
    "万宝山",
    "小河沿",
    "新立屯",
    "北甸",
    "三棵松",
    "黑土坪",
    "王家围",
];
const SUBDISTRICTS: [&str; 9] = ["河滨", "站前", "新华里", "南苑", "铁西里", "怀德里", "文昌", "胜利里", "岭东"];
const PARKS: [&str; 3] = ["北部工业园", "农产品加工园", "物流园"];
const INDUSTRY: [&str; 10] = [
    "应急管理部门",
    "住房建设部门",
    "交通运输部门",
    "市场监管部门",
    "农业农村部门",
    "教育部门",
    "卫生健康部门",
    "商务部门",
    "工业信息部门",
    "文化旅游部门",
];
const OTHERS: [&str; 4] = ["发展改革部门", "财政部门", "信访部门", "人力资源部门"];

const WORDS: [&str; 25] = [
    "宏远", "鑫隆", "瑞丰", "金穗", "北辰", "恒泰", "永固", "嘉禾", "盛源", "广厦", "同兴", "润泽", "天合", "华实",
    "百川", "松野", "远山", "新岸", "启明", "众和", "昌顺", "福临", "佳木", "立信", "长河",
];
const TRADES: [&str; 12] =
    ["粮油", "木业", "化工", "机械", "食品", "建材", "物流", "燃气", "制药", "铸造", "包装", "饲料"];

pub(super) const PLACES: usize = TOWNSHIPS.len() + SUBDISTRICTS.len() + PARKS.len();
pub(super) const UNITS: usize = WORDS.len() * TRADES.len();
/// Of these, in order: enterprises, construction sites, institutions, intermediaries.
pub(super) const ENTERPRISES: usize = 246;
const CONSTRUCTION: usize = 20;
pub(super) const INSTITUTIONS: usize = 16;
/// Production units that no cell of the grid holds: the last two intermediaries.
pub(super) const OUTSIDE_GRID: usize = 2;

/// Fills the files that change little over a year.
pub(super) fn fill(office: &mut Office) {
    places(office);
    for (n, name) in INDUSTRY.iter().chain(&OTHERS).enumerate() {
        office.departments.add(row![format!("BM{:02}", n + 1), *name, n < INDUSTRY.len()]);
    }
    units(office);
    grid(office);
    office.offices.add(row!["AB1", "市安委会办公室"]);
    office.groups.add(row!["ZH1", "综合一组", "综合", "AB1", date(2015, 3, 2)]);
    office.groups.add(row!["ZH2", "综合二组", "综合", "AB1", day(6, 16)]);
    office.groups.add(row!["ZX1", "危化品专项组", "专项", "AB1", date(2019, 5, 6)]);
}

fn places(office: &mut Office) {
    let kinds = [(&TOWNSHIPS[..], "镇", "乡镇"), (&SUBDISTRICTS[..], "街道", "街道"), (&PARKS[..], "", "园区")];
    for (names, ending, kind) in kinds {
        for name in names {
            let id = format!("SD{:02}", office.places.len() + 1);
            office.places.add(row![id, format!("{name}{ending}"), kind]);
        }
    }
}

fn units(office: &mut Office) {
    for n in 0..UNITS {
        let (kind, ending) = match n {
            n if n < ENTERPRISES => ("企业", "有限公司"),
            n if n < ENTERPRISES + CONSTRUCTION => ("建筑工地", "改造项目"),
            n if n < ENTERPRISES + CONSTRUCTION + INSTITUTIONS => ("事业单位", "研究站"),
            _ => ("中介机构", "技术服务所"),
        };
        let name = format!("{}{}{ending}", WORDS[n % WORDS.len()], TRADES[n / WORDS.len()]);
        let place = format!("SD{:02}", office.random.below(PLACES) + 1);
        let department = format!("BM{:02}", office.random.below(INDUSTRY.len()) + 1);
        let standardised = kind == "企业" && n % 5 == 0;
        office.units.add(row![
            format!("DW{:03}", n + 1),
            name,
            kind,
            place,
            department,
            "一般",
            if standardised { "达标" } else { "未达标" }
        ]);
    }
}

fn grid(office: &mut Office) {
    let surnames = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈"];
    for place in 0..PLACES {
        let key = office.places.key(place);
        let inside: Vec<String> = (0..office.units.len() - OUTSIDE_GRID)
            .filter(|unit| office.units.text(*unit, "属地编号") == key)
            .map(|unit| office.units.key(unit))
            .collect();
        let head = format!("{}某", surnames[place % surnames.len()]);
        office.grid.add(row![format!("WG{:02}", place + 1), head, key, inside.join("；")]);
    }
}
