//! Outings: how many, how announced, how recorded, whom they left out (clauses 4, 5, 6, 7(1), 7(4)).

use crate::records::office::{Office, date, day};

pub(super) fn plant(office: &mut Office) {
    frequency(office);
    important_periods(office);
    reach(office);
    unannounced(office);
    recording(office);
    planning(office);
}

fn frequency(office: &mut Office) {
    let mut month = |window, verdict, note| office.expect("A5_2a", "ZH1", window, verdict, note);
    month("2025-01", "met", "exactly four");
    month("2025-02", "violated", "three, one on the month's last day; a line entered twice counts once");
    month("2025-03", "met", "five; the one begun on the 31st went on into April and counts for March");
    month("2025-04", "met", "four; the outing of 31 March that ended on 1 April is not one of them");
    month("2025-07", "violated", "none at all: an empty month is short, not absent");
    month("2025-09", "met", "four, one of them on Sunday 28 September, a worked day");
    month("2025-10", "met", "four, one of them on Saturday 11 October, a worked day");
    month("2025-11", "violated", "three; the special group's outing of 25 November does not count");
    month("2025-12", "met", "four, the fourth on 31 December");
    month("2026-01", "pending", "the window closes on the as-of date itself");
    office.expect("A5_2a", "ZH2", "2025-06", "not_applicable: partial", "the group was founded on 16 June");
    office.expect("A5_2a", "ZH2", "2025-07", "met", "its first whole month, exactly four");
    office.expect("A5_2b", "ZH1", "2025", "violated", "99 different production units: three seen twice count once, five institutions and other groups' units not at all");
    office.expect("A5_2b", "ZH2", "2025", "not_applicable: partial", "in force for part of the year");

    // Two people entered the outing of 20 February.
    let twice = office.visit_on(day(2, 20));
    office.visits.repeat(twice);
}

fn important_periods(office: &mut Office) {
    let mut period = |id, name, from, until, ordered, verdict, note| {
        office.periods.add(row![id, name, from, until, ordered]);
        let window = format!("{from}..{until}");
        office.expect("A5_2c", id, &window, verdict, note);
    };
    period("SP1", "春节前后", day(1, 15), day(2, 14), "3", "met", "exactly the ordered three");
    period("SP2", "全国两会期间", day(3, 3), day(3, 12), "3", "violated", "two of three");
    period(
        "SP3",
        "五一前后",
        day(4, 28),
        day(5, 6),
        "",
        "undetermined: missing_field",
        "no number was ordered, and the clause has none",
    );
    period("SP4", "汛期", day(7, 1), day(8, 31), "10", "met", "more than ordered, by both comprehensive groups");
    period("SP5", "国庆前后", day(9, 25), day(10, 10), "3", "met", "the third on the period's last day");
    period(
        "SP6",
        "岁末年初",
        day(12, 20),
        date(2026, 1, 10),
        "4",
        "undetermined: data_horizon",
        "three by the end of the records; the fourth may have come in January",
    );
    period("SP7", "元旦前后", day(12, 15), date(2026, 1, 5), "4", "met", "four already before the records end");
    period("SP8", "2026年春节", date(2026, 1, 25), date(2026, 2, 25), "3", "pending", "still running");
}

fn reach(office: &mut Office) {
    office.expect("A4_2a", "", "2025", "violated", "one park, SD30, was never visited");
    office.expect("A4_2b", "", "2025", "violated", "one department, BM14, was never visited");
    office.expect("A4_2c", "", "2025", "violated", "one key unit was never visited");
    for item in ["shut_units", "suspended_units", "ordered_hazards", "accident_units"] {
        office.expect("A6", item, "2025", "met", "looked into at least once");
    }
    office.expect("A6", "petitions", "2025", "violated", "not looked into once in the year");
    office.expect("A6_8b", "", "", "overdue", "two intermediaries, DW299 and DW300, stand in no cell of the grid");
}

fn unannounced(office: &mut Office) {
    let mut case = |on, facts: &[(&str, &str)], verdict, note| {
        let visit = office.visit_on(on);
        for (fact, said) in facts {
            office.visits.set(visit, fact, *said);
        }
        let key = office.visits.key(visit);
        office.expect_on("A5_1", &key, on, verdict, note);
    };
    case(day(3, 13), &[("发通知", "是")], "violated", "notice was given");
    case(
        day(8, 13),
        &[("听汇报", "是"), ("陪同接待", "是")],
        "violated",
        "a briefing and an escort: two of the six facts",
    );
    case(day(10, 22), &[("直奔现场", "否")], "violated", "not straight to the site");
    case(day(5, 15), &[("打招呼", "")], "undetermined: missing_field", "one fact left blank, the others in order");
    case(
        day(9, 10),
        &[("打招呼", ""), ("发通知", "是")],
        "violated",
        "one fact left blank, but another already breaks the rule",
    );
}

fn recording(office: &mut Office) {
    let mut case = |on, heading, to: &str, rule, verdict, note| {
        let visit = office.visit_on(on);
        office.visits.set(visit, heading, to);
        let key = office.visits.key(visit);
        office.expect_on(rule, &key, on, verdict, note);
    };
    case(day(4, 16), "记录手段", "未作记录", "A5_3", "violated", "no recording was made");
    case(day(6, 12), "记录手段", "", "A5_3", "undetermined: missing_field", "nothing is said about recording");
    case(day(8, 27), "记录手段", "其他手段", "A5_3", "met", "the text allows the like");
    case(day(9, 11), "档案号", "", "A7_4a", "violated", "the papers were not filed");
}

fn planning(office: &mut Office) {
    let mut case = |on, planned, verdict, note| {
        let visit = office.visit_on(on);
        office.visits.set(visit, "方案日期", planned);
        let key = office.visits.key(visit);
        office.expect_on("A7_1", &key, on, verdict, note);
    };
    case(day(2, 28), Some(day(2, 27)), "met", "fixed the day before");
    case(
        day(4, 8),
        Some(day(4, 8)),
        "violated: lapsed",
        "fixed on the day itself: dates alone cannot show it was before",
    );
    case(day(11, 12), Some(day(11, 13)), "violated: lapsed", "fixed the day after");
    case(day(8, 7), None, "violated: lapsed", "never fixed");
}
