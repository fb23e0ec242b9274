//! Petitions, assigned matters, accidents: what the visited owe (clauses 6(4), 6(10), 6(11)).

use guiju_calendar::Day;

use crate::records::office::{Office, date, day};

pub(super) fn plant(office: &mut Office) {
    petitions(office);
    matters(office);
    accidents(office);
}

fn petition(office: &mut Office, received: Day, resolved: Option<Day>) -> String {
    let unit = office.quiet_unit();
    let key = format!("XF{:03}", office.petitions.len() + 1);
    office.petitions.add(row![key.as_str(), unit, received, resolved]);
    key
}

fn petitions(office: &mut Office) {
    for month in 1..=9 {
        for of_month in [6, 17] {
            let received = day(month, of_month);
            let handling = 20 + i32::try_from(office.random.below(35)).unwrap_or(0);
            petition(office, received, Some(received + handling));
        }
    }
    let mut case = |received: Day, resolved, verdict, note| {
        let key = petition(office, received, resolved);
        office.expect_on("A6_10b", &key, received, verdict, note);
    };
    let spring = day(3, 3);
    case(spring, Some(day(5, 6)), "met", "the sixtieth day, 2 May, is a holiday; the limit moves to 6 May");
    case(spring, Some(day(5, 7)), "met_late", "one day after the moved limit");
    case(spring, None, "overdue", "never resolved");
    case(day(6, 20), Some(day(6, 20)), "met", "resolved on the day it came");
    case(
        day(6, 23),
        Some(day(6, 20)),
        "undetermined: conflict",
        "resolved before it came: the record contradicts itself",
    );
    case(day(12, 1), None, "undetermined: data_horizon", "due on 30 January 2026, after the records end");
    case(day(12, 10), None, "pending", "the sixtieth day, 8 February 2026, is a Sunday; due on the 9th");
}

fn matters(office: &mut Office) {
    let bodies = ["市安委会", "市政府", "省安委会", "省安委会办公室"];
    let add = |office: &mut Office, department: usize, assigned: Day, due: Option<Day>, done: Option<Day>| {
        let key = format!("JB{:02}", office.matters.len() + 1);
        let body = bodies[office.matters.len() % bodies.len()];
        let department = office.departments.key(department);
        office.matters.add(row![key.as_str(), body, department, assigned, due, done]);
        key
    };
    // Departments are visited by August; what is assigned before is done before, but for the cases below.
    for n in 0..8 {
        let assigned = day(9, 1) + i32::try_from(n * 9).unwrap_or(0);
        add(office, n, assigned, Some(assigned + 20), Some(assigned + 14));
    }
    let mut case = |department, assigned, due: Option<Day>, done, verdict, note| {
        let key = add(office, department, assigned, due, done);
        office.expect_on("A6_11b", &key, assigned, verdict, note);
    };
    case(8, day(9, 2), Some(day(9, 30)), Some(day(9, 30)), "met", "done on the last day");
    case(8, day(9, 2), Some(day(9, 30)), Some(day(10, 1)), "met_late", "done the day after");
    case(9, day(10, 15), Some(day(11, 14)), None, "overdue", "never done");
    case(9, day(12, 1), Some(date(2026, 3, 31)), None, "pending", "not due yet");
    case(10, day(12, 5), Some(date(2026, 1, 15)), None, "undetermined: data_horizon", "due after the records end");
    case(11, day(10, 20), None, None, "pending", "no limit was named, so that no day has passed it");
    looks_at_matters(office);
}

/// Two matters open while their department was visited.
fn looks_at_matters(office: &mut Office) {
    let stops: Vec<usize> =
        (0..office.stops.len()).filter(|row| !office.stops.text(*row, "部门编号").is_empty()).collect();
    let mut case = |stop: usize, items: &str, verdict, note| {
        let on = office.stops.date(stop, "到访日期");
        let key = format!("JB{:02}", office.matters.len() + 1);
        let department = office.stops.text(stop, "部门编号");
        office.matters.add(row![key, "市政府", department, on - 10, on + 20, on + 15]);
        office.stops.set(stop, "检查内容", items);
        let stop = office.stops.key(stop);
        office.expect_on("A6_11a", &stop, on, verdict, note);
    };
    case(stops[0], "专项行动；交办落实", "met", "a matter was open, and it was looked into");
    case(stops[1], "专项行动", "violated", "a matter was open, and nobody looked into it");

    let stop = stops[2];
    let (key, on) = (office.stops.key(stop), office.stops.date(stop, "到访日期"));
    office.stops.set(stop, "检查内容", "网格监管");
    office.expect_on("A6_9", &key, on, "violated", "a department was visited without a look at campaigns");
    office.expect_on("A6_11a", &key, on, "no_row", "no matter was open");
}

fn accidents(office: &mut Office) {
    let mut case = |on: Day, four: [&str; 4], verdict: &str, note| {
        let unit = office.quiet_unit();
        let key = format!("SG{:02}", office.accidents.len() + 1);
        let [lessons, education, measures, liability] = four;
        office.accidents.add(row![key.as_str(), unit, on, lessons, education, measures, liability]);
        if !verdict.is_empty() {
            office.expect_on("A6_4b", &key, on, verdict, note);
        }
    };
    case(day(1, 20), ["是"; 4], "met", "all four done");
    case(day(4, 2), ["是", "是", "是", "否"], "violated", "nobody was held liable");
    case(day(7, 8), ["是", "", "是", "是"], "undetermined: missing_field", "nothing is said about education");
    case(day(9, 19), ["是"; 4], "", "");
}
