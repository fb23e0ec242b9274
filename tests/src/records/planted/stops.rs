//! Stops: what was looked into, what the form says (clauses 6, 7(2), 7(4), 10(1)).

use guiju_calendar::Day;

use crate::records::{
    findings::with_limit,
    office::{Office, date, day},
    outings::{SECOND_LOOKS, seen_in_february},
};

pub(super) fn plant(office: &mut Office) {
    orders(office);
    second_looks(office);
    accidents(office);
    petitions(office);
    items(office);
    form(office);
}

/// Takes a plain stop, changes it, and returns its key and day.
fn change(office: &mut Office, from: Day, changes: &[(&str, &str)]) -> (usize, String, Day) {
    let stop = office.take_stop_from(from);
    for (heading, to) in changes {
        office.stops.set(stop, heading, *to);
    }
    (stop, office.stops.key(stop), office.stops.date(stop, "到访日期"))
}

/// Units closed or suspended when they were visited.
fn orders(office: &mut Office) {
    const SHUT: &str = "自查自改；关停单位";
    const SUSPENDED: &str = "自查自改；停产单位";
    let mut case = |from, kind, ordered: i32, lifted: Option<i32>, stop: [&str; 2], expected: &[(&str, &str, &str)]| {
        let (row, key, on) = change(office, from, &[("检查内容", stop[0]), ("生产状态", stop[1])]);
        let unit = office.stops.text(row, "单位编号");
        let number = office.orders.len() + 1;
        office.orders.add(row![format!("JD{number:02}"), unit, kind, on - ordered, lifted.map(|days| on + days)]);
        for (rule, verdict, note) in expected {
            office.expect_on(rule, &key, on, verdict, note);
        }
    };
    case(
        day(3, 20),
        "取缔关闭",
        40,
        None,
        ["自查自改", "停产"],
        &[
            ("A6_1a", "violated", "a closed unit was visited without a look at illegal operation"),
            ("A6_1b", "no_row", "it was not operating"),
        ],
    );
    case(day(4, 24), "取缔关闭", 0, None, [SHUT, "停产"], &[("A6_1a", "met", "closed on the very day, and looked at")]);
    case(
        day(5, 22),
        "吊销证照",
        150,
        Some(0),
        ["自查自改", "在产"],
        &[
            ("A6_1a", "no_row", "the licence came back on that day"),
            ("A6_1b", "no_row", "it may work again from that day"),
        ],
    );
    case(
        day(6, 5),
        "吊销证照",
        60,
        Some(1),
        [SHUT, "在产"],
        &[
            ("A6_1a", "met", "the day before the licence came back, and looked at"),
            ("A6_1b", "violated", "operating although its licence was revoked"),
        ],
    );
    case(
        day(8, 21),
        "取缔关闭",
        30,
        None,
        [SHUT, ""],
        &[("A6_1b", "undetermined: missing_field", "closed; whether it was operating is left blank")],
    );
    case(
        day(5, 29),
        "停产停业",
        20,
        None,
        ["自查自改", "停产"],
        &[
            ("A6_2a", "violated", "a suspended unit was visited without a look at resumption"),
            ("A6_2b", "no_row", "it stood still"),
        ],
    );
    case(
        day(8, 14),
        "停止建设施工",
        15,
        None,
        [SUSPENDED, "在产"],
        &[("A6_2a", "met", "looked at"), ("A6_2b", "violated", "work went on although it was stopped")],
    );
    case(
        day(8, 28),
        "暂扣证照",
        25,
        Some(0),
        ["自查自改", "在产"],
        &[("A6_2b", "no_row", "the licence was given back on that day")],
    );
}

/// Units seen again while a major hazard of theirs was under an order.
fn second_looks(office: &mut Office) {
    let firsts = seen_in_february(office);
    let mut case = |n: usize, rectified: Option<Day>, items: &str, verdict, note| {
        let first = firsts[n];
        let (month, of_month) = SECOND_LOOKS[n];
        let row = with_limit(office, first, date(2026, 3, 2), rectified);
        let found = office.hazards.date(row, "发现日期");
        crate::records::findings::demand(office, first);
        office.hazards.set(row, "等级", "重大");
        office.hazards.set(row, "责令日期", found + 3);
        let unit = office.unit_row(first).unwrap_or_else(|| panic!("a unit was seen"));
        let again = office.stops_at(unit)[1];
        office.stops.set(again, "检查内容", items);
        office.taken.extend([first, again]);
        let key = office.stops.key(again);
        office.expect_on("A6_3a", &key, day(month, of_month), verdict, note);
        let first = office.stops.key(first);
        office.expect_on("A6_3a", &first, found, "no_row", "the order came after this first visit");
    };
    case(0, None, "自查自改", "violated", "seen again under an order, its hazard not looked at");
    case(1, None, "自查自改；限期隐患", "met", "seen again under an order, and looked at");
    case(2, Some(day(10, 20)), "自查自改", "no_row", "rectified before it was seen again");
}

fn accidents(office: &mut Office) {
    let mut case = |from, accident: fn(Day) -> Day, items, verdict, note| {
        let (row, key, on) = change(office, from, &[("检查内容", items)]);
        let (unit, number) = (office.stops.text(row, "单位编号"), office.accidents.len() + 1);
        office.accidents.add(row![format!("SG{number:02}"), unit, accident(on), true, true, true, true]);
        office.expect_on("A6_4a", &key, on, verdict, note);
    };
    let a_year_before = |on: Day| {
        let (year, month, of_month) = on.ymd();
        date(year - 1, month, of_month)
    };
    case(day(6, 19), a_year_before, "自查自改", "violated", "an accident exactly twelve months before, not looked at");
    case(
        day(6, 25),
        |on| {
            let (year, month, of_month) = on.ymd();
            date(year - 1, month, of_month) - 1
        },
        "自查自改",
        "no_row",
        "an accident twelve months and a day before",
    );
    case(day(7, 2), |on| on - 30, "自查自改；事故单位", "met", "an accident a month before, and looked at");
}

fn petitions(office: &mut Office) {
    let (row, key, on) = change(office, day(7, 9), &[]);
    let (unit, number) = (office.stops.text(row, "单位编号"), office.petitions.len() + 1);
    office.petitions.add(row![format!("XF{number:03}"), unit, on - 10, on + 20]);
    office.expect_on("A6_10a", &key, on, "violated", "a petition about the unit was open and nobody looked into it");
}

/// Items that every visit to a class of subjects owes.
fn items(office: &mut Office) {
    let (_, key, on) = change(office, day(7, 17), &[("检查内容", "专项行动")]);
    office.expect_on("A6_5", &key, on, "violated", "the unit's own hazard checks were not looked into");
    let (_, key, on) = change(office, day(7, 31), &[("检查内容", "")]);
    office.expect_on("A6_5", &key, on, "undetermined: missing_field", "nothing is said about what was looked into");

    let mut first = |rule, wanted: &dyn Fn(&Office, usize) -> bool, items: &str, note| {
        let found = (0..office.stops.len()).find(|row| !office.taken.contains(row) && wanted(office, *row));
        let stop = found.unwrap_or_else(|| panic!("no stop for {rule}"));
        office.taken.push(stop);
        office.stops.set(stop, "检查内容", items);
        let (key, on) = (office.stops.key(stop), office.stops.date(stop, "到访日期"));
        office.expect_on(rule, &key, on, "violated", note);
    };
    let unit = |office: &Office, stop: usize, heading: &str, value: &str| {
        office.unit_row(stop).is_some_and(|unit| office.units.text(unit, heading) == value)
    };
    first("A6_6", &|o, s| unit(o, s, "标准化达标", "达标"), "自查自改", "a certified unit, its standard not looked at");
    first("A6_7a", &|o, s| unit(o, s, "类别", "中介机构"), "自查自改", "an intermediary, its reports not looked at");
    first("A6_8a", &|o, s| !o.stops.text(s, "属地编号").is_empty(), "专项行动", "a township, its grid not looked at");
}

/// The record form and what happened at the door.
fn form(office: &mut Office) {
    let mut case = |from, changes: &[(&str, &str)], rule, verdict, note| {
        let (_, key, on) = change(office, from, changes);
        office.expect_on(rule, &key, on, verdict, note);
    };
    case(day(6, 26), &[("出示证件", "否")], "A7_2", "violated", "no credentials were shown");
    case(day(7, 2), &[("出示证件", "")], "A7_2", "undetermined: missing_field", "nothing is said about credentials");
    case(day(8, 5), &[("检查人员", "")], "A7_4b", "violated", "the inspectors are not named");
    case(day(8, 20), &[("发现问题", "")], "A7_4b", "violated", "the box for findings is empty");
    case(
        day(9, 3),
        &[("签字确认", "拒签"), ("拒签注明", "是")],
        "A7_4c",
        "violated",
        "signature refused; that it was noted does not help",
    );
    case(day(9, 24), &[("签字确认", "未签")], "A7_4c", "violated", "not signed");
    case(
        day(10, 14),
        &[("签字确认", "")],
        "A7_4c",
        "undetermined: missing_field",
        "nothing is said about the signature",
    );
    case(
        day(10, 17),
        &[("危险场所", "是"), ("遵守规定", "否")],
        "A10_1",
        "violated",
        "a visitor broke the safety rules of the place",
    );
    case(
        day(10, 23),
        &[("危险场所", "是"), ("遵守规定", "")],
        "A10_1",
        "undetermined: missing_field",
        "nothing is said about the rules",
    );
    case(day(10, 23), &[("危险场所", "是"), ("遵守规定", "是")], "A10_1", "met", "rules kept");

    // Whether anything was demanded is left blank: the form is incomplete, and an order may or may not be owed.
    let mut stop = office.take_stop_from(day(10, 22));
    while !office.of_stop(&office.supervision_orders, "到访", stop).is_empty() {
        stop = office.take_stop_from(day(10, 22));
    }
    office.stops.set(stop, "提出要求", "");
    let (key, on) = (office.stops.key(stop), office.stops.date(stop, "到访日期"));
    office.expect_on("A7_4b", &key, on, "violated", "the box for demands is empty");
    office.expect_on("A7_5b", &key, on, "undetermined: missing_field", "whether an order is owed depends on the blank");
}
