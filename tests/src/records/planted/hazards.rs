//! Hazards: at once or within a limit, the five settled, grave ones reported (clauses 6(3), 6(7), 7(3)).

use guiju_calendar::Day;

use crate::records::{
    findings::{at_once, demand, soon, with_limit},
    office::{Office, date, day},
};

pub(super) fn plant(office: &mut Office) {
    grave(office);
    rectified_at_once(office);
    limits(office);
    settled(office);
    orders(office);
    false_documents(office);
}

/// A hazard at a plain stop on that day or soon after, demanded to be rectified.
fn stop_for(office: &mut Office, from: Day) -> (usize, Day) {
    let stop = office.take_stop_from(from);
    demand(office, stop);
    (stop, office.stops.date(stop, "到访日期"))
}

fn rectified_at_once(office: &mut Office) {
    let mut case = |from, after: Option<i32>, verdict, note| {
        let (stop, found) = stop_for(office, from);
        let row = at_once(office, stop, after.map(|days| found + days));
        let key = office.hazards.key(row);
        office.expect_on("A7_3a1", &key, found, verdict, note);
    };
    case(day(1, 3), Some(0), "met", "on the spot");
    case(day(1, 9), Some(1), "met", "the next day, the last that counts as at once");
    case(day(1, 16), Some(2), "met_late", "two days later");
    case(day(4, 24), None, "overdue", "never");
    case(
        day(12, 31),
        None,
        "undetermined: data_horizon",
        "found on the last day of the records; due the day after them",
    );
}

fn limits(office: &mut Office) {
    /// When it was due and rectified, by the day it was found.
    type Limit = fn(Day) -> (Day, Option<Day>);
    let mut case = |from, limit: Limit, verdict, note| {
        let (stop, found) = stop_for(office, from);
        let (due, rectified) = limit(found);
        let row = with_limit(office, stop, due, rectified);
        let key = office.hazards.key(row);
        office.expect_on("A7_3a3", &key, found, verdict, note);
        office.expect_on("A7_3a2", &key, found, "met", "a limit and all five");
    };
    case(day(4, 8), |found| (soon(found + 13), Some(soon(found + 13))), "met", "on the last day");
    case(day(4, 16), |found| (soon(found + 13), Some(soon(found + 13) + 1)), "met_late", "one day late");
    case(day(9, 11), |found| (soon(found + 13), None), "overdue", "never");
    case(
        day(9, 17),
        |_| (day(12, 19), Some(date(2026, 2, 13))),
        "overdue: future_dated",
        "rectification is only planned, for after the as-of date",
    );
    case(day(12, 3), |_| (date(2026, 3, 31), None), "pending", "not due yet");
    case(day(12, 4), |_| (date(2026, 1, 16), None), "undetermined: data_horizon", "due after the records end");
}

fn settled(office: &mut Office) {
    let mut case = |from, changes: &[(&str, &str)], rule, verdict, note| {
        let (stop, found) = stop_for(office, from);
        let row = with_limit(office, stop, found + 20, Some(found + 10));
        for (heading, to) in changes {
            office.hazards.set(row, heading, *to);
        }
        let key = office.hazards.key(row);
        office.expect_on(rule, &key, found, verdict, note);
    };
    case(day(2, 11), &[("整改期限", "")], "A7_3a2", "violated", "no limit was set");
    case(
        day(2, 20),
        &[("五落实", "措施；责任；资金；时限")],
        "A7_3a2",
        "violated",
        "no contingency plan: four of the five",
    );
    case(day(2, 20), &[("五落实", "")], "A7_3a2", "undetermined: missing_field", "nothing is said about the five");

    let mut when = |from, after: Option<i32>, verdict, note| {
        let (stop, found) = stop_for(office, from);
        let row = with_limit(office, stop, found + 20, Some(found + 10));
        office.hazards.set(row, "限期日期", found + 1);
        office.hazards.set(row, "落实日期", after.map(|days| found + days));
        let key = office.hazards.key(row);
        office.expect_on("A7_3a4", &key, found, verdict, note);
    };
    when(day(2, 28), Some(1), "met", "settled on the day the limit was set");
    when(day(3, 4), Some(2), "met_late", "settled the day after the limit was set");
    when(day(3, 6), None, "overdue", "never settled");
}

/// Major hazards under an order by law. The visited units answer for these, and the visitors look again.
fn orders(office: &mut Office) {
    type Limit = fn(Day) -> (Day, Option<Day>);
    let mut case = |from, limit: Limit, verdict, note| {
        let (stop, found) = stop_for(office, from);
        let (due, rectified) = limit(found);
        let row = with_limit(office, stop, due, rectified);
        office.hazards.set(row, "等级", "重大");
        office.hazards.set(row, "责令日期", found + 1);
        let key = office.hazards.key(row);
        office.expect_on("A6_3b", &key, found, verdict, note);
        office.expect_on("A7_3a3", &key, found, verdict, "the same limit, as the visitors' demand");
        row
    };
    case(day(5, 15), |found| (soon(found + 29), Some(soon(found + 29))), "met", "on the last day");
    let late = case(day(5, 22), |found| (soon(found + 29), Some(soon(found + 29) + 1)), "met_late", "one day late");
    case(day(6, 5), |found| (soon(found + 29), None), "overdue", "never");
    case(day(12, 4), |_| (date(2026, 2, 27), None), "pending", "not due yet");
    case(day(12, 10), |_| (date(2026, 1, 16), None), "undetermined: data_horizon", "due after the records end");
    let short = case(day(6, 12), |found| (soon(found + 29), Some(found + 20)), "met", "rectified in time");
    office.hazards.set(short, "五落实", "措施；责任；时限；预案");
    let (key, found) = (office.hazards.key(short), office.hazards.date(short, "发现日期"));
    office.expect_on("A6_3c", &key, found, "violated", "no funds: four of the five");
    office.expect_on("A7_3a2", &key, found, "violated", "the same, as the visitors' demand");
    let (key, found) = (office.hazards.key(late), office.hazards.date(late, "发现日期"));
    office.expect_on("A6_3c", &key, found, "met", "all five settled, though rectified late");
}

fn grave(office: &mut Office) {
    let mut case = |on, reported: Option<Day>, decided: Option<Day>, verdicts: (&str, &str), notes: (&str, &str)| {
        let stop = office.take_stop(on);
        demand(office, stop);
        let row = with_limit(office, stop, on + 20, Some(on + 12));
        office.hazards.set(row, "等级", "重大");
        office.hazards.set(row, "危及安全", true);
        office.hazards.set(row, "报告日期", reported);
        office.hazards.set(row, "处理日期", decided);
        let key = office.hazards.key(row);
        office.expect_on("A7_3b1", &key, on, verdicts.0, notes.0);
        office.expect_on("A7_3b2", &key, on, verdicts.1, notes.1);
    };
    let autumn = day(9, 26);
    case(
        autumn,
        Some(day(9, 28)),
        Some(day(10, 11)),
        ("met", "met"),
        (
            "reported on Sunday 28 September, a worked day: the next working day after Friday",
            "five working days over the holiday end on Saturday 11 October, a worked day",
        ),
    );
    case(
        autumn,
        Some(day(9, 29)),
        Some(day(10, 14)),
        ("met_late", "met_late"),
        ("reported on Monday, one day late", "due on 13 October, decided the day after"),
    );
    case(
        day(4, 30),
        Some(day(5, 6)),
        None,
        ("met", "overdue"),
        ("the next working day after the May holiday", "never decided"),
    );
    case(
        day(10, 30),
        None,
        None,
        ("overdue", "no_row"),
        ("never reported", "not reported, so that nothing awaits a decision"),
    );

    let stop = office.take_stop(day(4, 30));
    demand(office, stop);
    let row = with_limit(office, stop, day(5, 20), Some(day(5, 12)));
    office.hazards.set(row, "危及安全", "");
    let key = office.hazards.key(row);
    office.expect_on("A7_3b1", &key, day(4, 30), "undetermined: missing_field", "whether it was grave is left blank");

    let (stop, found) = stop_for(office, day(6, 18));
    let row = with_limit(office, stop, found + 20, Some(found + 12));
    office.hazards.set(row, "类别", "非法行为");
    office.hazards.set(row, "报告日期", found + 1);
    office.hazards.set(row, "处理日期", found + 5);
    let key = office.hazards.key(row);
    office.expect_on("A7_3b1", &key, found, "met", "illegal operation, reported the next day");
}

fn false_documents(office: &mut Office) {
    let agency = (0..office.stops.len())
        .find(|stop| office.unit_row(*stop).is_some_and(|unit| office.units.text(unit, "类别") == "中介机构"));
    let stop = agency.unwrap_or_else(|| panic!("an intermediary was visited"));
    office.taken.push(stop);
    let found = office.stops.date(stop, "到访日期");
    let row = with_limit(office, stop, found + 20, Some(found + 10));
    office.hazards.set(row, "类别", "虚假文书");
    demand(office, stop);
    let key = office.hazards.key(row);
    office.expect_on("A6_7b", &key, found, "violated", "an intermediary had issued a false report");
}
