//! Feedback, supervision orders, cases, interviews, reports, assessments (clauses 7(5), 7(6), 8).

use guiju_calendar::Day;

use crate::records::{
    findings::{demand, working_days},
    office::{Office, day},
    sheet::Cell,
};

pub(super) fn plant(office: &mut Office) {
    feedback(office);
    orders_owed(office);
    problems(office);
    cases(office);
    monthly_reports(office);
    work_reports(office);
    assessments(office);
}

fn feedback(office: &mut Office) {
    let mut case = |on, given: Option<Day>, verdict, note| {
        let stop = office.take_stop(on);
        let row = office.of_stop(&office.feedback, "到访", stop)[0];
        match given {
            Some(given) => office.feedback.set(row, "反馈日期", given),
            // A line without a date is no event.
            None => office.feedback.set(row, "反馈日期", ""),
        }
        let key = office.stops.key(stop);
        office.expect_on("A7_5a", &key, on, verdict, note);
    };
    case(
        day(1, 24),
        Some(day(2, 5)),
        "met",
        "three working days: Sunday 26 January is worked, the holiday is not; due on 5 February",
    );
    case(day(1, 24), Some(day(2, 6)), "met_late", "one day after");
    case(day(3, 31), Some(day(3, 31)), "met", "on the spot");
    case(day(3, 31), None, "overdue", "never");
    case(day(12, 30), None, "undetermined: data_horizon", "due on 5 January 2026, after the records end");
    case(day(9, 26), Some(day(9, 25)), "overdue", "dated before the visit: no answer to it");
    case(day(9, 26), Some(day(9, 30)), "met", "28, 29, 30 September are working days");
}

fn orders_owed(office: &mut Office) {
    let mut case = |on, issued: Option<Day>, verdict, note| {
        let stop = office.take_stop(on);
        demand(office, stop);
        let row = office.of_stop(&office.supervision_orders, "到访", stop)[0];
        office.supervision_orders.set(row, "填写日期", issued.map_or(Cell::Empty, Cell::from));
        office.supervision_orders.set(row, "移交日期", issued.map_or(Cell::Empty, Cell::from));
        let key = office.stops.key(stop);
        office.expect_on("A7_5b", &key, on, verdict, note);
    };
    case(day(10, 30), Some(day(11, 4)), "met", "on the third working day");
    case(day(9, 28), Some(day(10, 10)), "met_late", "due on 9 October");
    case(day(10, 11), None, "overdue", "a demand was made, no order followed");
}

/// What became of supervision orders that no other case touches.
pub(super) fn plant_orders(office: &mut Office) {
    let mut taken = Vec::new();
    let mut case = |from, change: fn(&mut Office, usize, Day), rule, verdict, note| {
        let sheet = &office.supervision_orders;
        let fits = |row: &usize| {
            matches!(sheet.get(*row, "填写日期"), Cell::Date(issued) if *issued >= from)
                && !taken.contains(row)
                && !office.taken.iter().any(|stop| office.stops.key(*stop) == sheet.text(*row, "到访"))
        };
        let row = (0..sheet.len()).filter(fits).min_by_key(|row| sheet.date(*row, "填写日期"));
        let row = row.unwrap_or_else(|| panic!("no supervision order left from {from} on"));
        taken.push(row);
        let (key, issued) = (sheet.key(row), sheet.date(row, "填写日期"));
        change(office, row, issued);
        office.expect_on(rule, &key, issued, verdict, note);
    };
    case(
        day(6, 6),
        |o, row, issued| o.supervision_orders.set(row, "移交日期", working_days(issued, 3)),
        "A7_5c",
        "met",
        "on the third working day",
    );
    case(
        day(6, 6),
        |o, row, issued| o.supervision_orders.set(row, "移交日期", working_days(issued, 4)),
        "A7_5c",
        "met_late",
        "on the fourth",
    );
    case(day(7, 3), |o, row, _| o.supervision_orders.set(row, "移交日期", ""), "A7_5c", "overdue", "never handed over");
    case(
        day(8, 6),
        |o, row, _| o.supervision_orders.set(row, "附材料", false),
        "A7_5d",
        "violated",
        "handed over without its materials",
    );
    case(
        day(8, 8),
        |o, row, _| o.supervision_orders.set(row, "部门", "BM12"),
        "A7_5d",
        "violated",
        "handed to the finance department, which supervises no industry",
    );
    case(
        day(8, 22),
        |o, row, _| o.supervision_orders.set(row, "附材料", ""),
        "A7_5d",
        "undetermined: missing_field",
        "nothing is said about materials",
    );
}

fn problems(office: &mut Office) {
    let mut case = |subject: [&str; 2], found: Day, disciplinary: &str, interview: Option<Day>, verdict, note| {
        let key = format!("TC{:02}", office.problems.len() + 1);
        let [place, department] = subject;
        office.problems.add(row![key.as_str(), place, department, found, disciplinary]);
        if let Some(held) = interview {
            let number = office.interviews.len() + 1;
            office.interviews.add(row![format!("YT{number:02}"), key.as_str(), held]);
        }
        office.expect_on("A8_1a", &key, found, verdict, note);
        key
    };
    case(["SD03", ""], day(1, 31), "否", Some(day(2, 28)), "met", "a month from 31 January ends on 28 February");
    let handed = case(
        ["SD11", ""],
        day(10, 30),
        "是",
        Some(day(12, 2)),
        "met_late",
        "a month ends on Sunday 30 November, moved to Monday; held on Tuesday",
    );
    let forgotten = case(["", "BM05"], day(6, 12), "是", None, "overdue", "no interview");
    let open = case(["SD20", ""], day(8, 18), "", Some(day(9, 1)), "met", "within the month");
    case(
        ["", "BM02"],
        day(12, 11),
        "否",
        None,
        "undetermined: data_horizon",
        "due on 12 January 2026, after the records end",
    );
    case(["SD07", ""], day(12, 31), "否", None, "pending", "a month ends on Saturday 31 January 2026, moved to Monday");
    office.expect_on("A8_1b", &handed, day(10, 30), "met", "a discipline case was opened on 28 November");
    office.expect_on("A8_1b", &forgotten, day(6, 12), "overdue", "no case was opened");
    office.expect_on(
        "A8_1b",
        &open,
        day(8, 18),
        "undetermined: missing_field",
        "whether discipline must be enforced is left blank",
    );
}

fn cases(office: &mut Office) {
    /// Examined, approved, handed over, filed, concluded, archived.
    type Steps = [Option<Day>; 6];
    let mut case = |problem: &str, kind, opened: Day, steps: Steps, expected: &[(&str, &str, &str)]| {
        let key = format!("AJ{:02}", office.cases.len() + 1);
        let [examined, approved, handed_over, filed, concluded, archived] = steps;
        office.cases.add(row![
            key.as_str(),
            problem,
            kind,
            opened,
            examined,
            approved,
            handed_over,
            filed,
            concluded,
            archived
        ]);
        for (rule, verdict, note) in expected {
            office.expect_on(rule, &key, opened, verdict, note);
        }
    };
    let on = |month, of_month| Some(day(month, of_month));
    let (law, discipline) = ("执法案件", "纪律案件");
    case(
        "TC02",
        discipline,
        day(11, 28),
        [on(12, 2), on(12, 5), on(12, 5), None, None, None],
        &[("A8_1c1", "met", "examined before approval"), ("A8_1c2", "met", "approved on the day it was handed over")],
    );
    case(
        "",
        discipline,
        day(4, 7),
        [on(4, 9), on(4, 16), on(4, 15), None, None, None],
        &[("A8_1c2", "violated: lapsed", "approved the day after it was handed over")],
    );
    case(
        "",
        discipline,
        day(5, 12),
        [on(5, 14), None, on(5, 16), None, None, None],
        &[
            ("A8_1c2", "violated: lapsed", "handed over, never approved"),
            ("A8_1c1", "no_row", "not approved, so that no examination can be late"),
        ],
    );
    case(
        "",
        discipline,
        day(7, 21),
        [on(7, 25), on(7, 24), on(7, 28), None, None, None],
        &[
            ("A8_1c1", "violated: lapsed", "examined after approval"),
            ("A8_1c2", "met", "approved before it was handed over"),
        ],
    );
    case(
        "",
        discipline,
        day(12, 22),
        [on(12, 24), None, None, None, None, None],
        &[("A8_1c2", "no_row", "not handed over yet")],
    );
    case(
        "",
        law,
        day(2, 12),
        [None, None, on(2, 14), on(2, 18), on(4, 18), on(4, 22)],
        &[
            ("A7_6", "met", "handed over, filed, concluded, archived"),
            ("A8_1c2", "no_row", "a case for the safety authority needs no approval in this reading"),
        ],
    );
    case(
        "",
        law,
        day(3, 17),
        [None, None, on(3, 19), on(3, 20), on(6, 9), None],
        &[("A7_6", "violated", "concluded, not archived")],
    );
    case(
        "",
        law,
        day(5, 26),
        [None, None, on(5, 30), on(5, 29), on(8, 11), on(8, 12)],
        &[("A7_6", "violated", "filed before it was handed over")],
    );
    case(
        "",
        law,
        day(10, 13),
        [None, None, on(10, 15), on(10, 20), None, None],
        &[("A7_6", "no_row", "still under investigation")],
    );
}

fn monthly_reports(office: &mut Office) {
    let mut report = |group: &str, month: u32, submitted: Day| {
        let number = office.monthly_reports.len() + 1;
        office.monthly_reports.add(row![format!("YB{number:02}"), group, day(month, 1), submitted]);
    };
    let first_group = [
        (1, day(2, 5), "met", "the 30th lies in the Spring Festival; the limit moves to 5 February"),
        (2, day(3, 3), "met_late", "February ends on the 28th"),
        (3, day(3, 31), "met", "the 30th is a Sunday; Monday is still in time"),
        (4, day(4, 30), "met", "on the 30th itself, which counts in this reading"),
        (5, day(5, 29), "met", "on the 29th"),
        (6, day(6, 30), "met", "on the 30th itself"),
        (8, day(9, 2), "met_late", "the 30th is a Saturday; Monday 1 September was the last day"),
        (9, day(9, 28), "met", "before the 30th"),
        (10, day(10, 31), "met_late", "on the 31st"),
        (11, day(12, 1), "met", "the 30th is a Sunday; Monday is still in time"),
        (12, day(12, 30), "met", "on the 30th itself"),
    ];
    for (month, submitted, ..) in first_group {
        report("ZH1", month, submitted);
    }
    for month in 7..=12 {
        report("ZH2", month, day(month, 28));
    }
    for (month, _, verdict, note) in first_group {
        office.expect("A8_2a", "ZH1", &format!("2025-{month:02}"), verdict, note);
    }
    office.expect("A8_2a", "ZH1", "2025-07", "overdue", "no visits in July, and no report saying so");
    office.expect(
        "A8_2a",
        "ZH1",
        "2026-01",
        "undetermined: data_horizon",
        "due on 30 January 2026, after the records end",
    );
    office.expect("A8_2a", "ZH2", "2025-06", "not_applicable: partial", "the group was founded on 16 June");
    office.expect("A8_2a", "ZH2", "2025-07", "met", "its first whole month");
    office.expect("A8_2a", "ZH2", "2026-01", "undetermined: data_horizon", "likewise due after the records end");
}

fn work_reports(office: &mut Office) {
    let both = "市安委会；省安委会";
    for (to, submitted) in [(both, day(3, 28)), ("市安委会", day(6, 27)), (both, day(9, 30)), (both, day(12, 26))] {
        let number = office.work_reports.len() + 1;
        office.work_reports.add(row![format!("GB{number:02}"), to, submitted]);
    }
    let mut quarter = |body, window, verdict, note| office.expect("A8_2b", body, window, verdict, note);
    quarter("municipal_committee", "2025-Q2", "met", "one report to the municipal committee");
    quarter("provincial_committee", "2025-Q2", "violated", "the report of June went to the municipal committee alone");
    quarter("provincial_committee", "2025-Q3", "met", "on the quarter's last day");
    quarter("municipal_committee", "2026-Q1", "pending", "the quarter is still open");
    quarter("provincial_committee", "2026-Q1", "pending", "the quarter is still open");
}

fn assessments(office: &mut Office) {
    for n in 0..office.places.len() + 10 {
        let number = office.assessments.len() + 1;
        let (place, department) = match n.checked_sub(office.places.len()) {
            None => (office.places.key(n), String::new()),
            // The tenth industry department was not assessed.
            Some(9) => continue,
            Some(n) => (String::new(), office.departments.key(n)),
        };
        let included = place != "SD16";
        office.assessments.add(row![format!("KH{number:02}"), place, department, day(12, 19), included]);
    }
    office.expect("A8_3a", "", "2025", "violated", "the assessment of SD16 leaves the visits out");
    office.expect("A8_3b", "", "2025", "violated", "one industry department, BM10, was not assessed");
    office.expect("A8_3a", "", "2026", "pending", "the year is still open");
}
