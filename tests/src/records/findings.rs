//! What the stops found and what followed, as it would be if everybody did everything right.

use guiju_calendar::{Calendar, Day};

use super::office::{Office, day};

/// The last day of the year's records.
pub(super) const LAST_DAY: (u32, u32) = (12, 31);

/// Fills hazards, feedback and supervision orders for all stops.
pub(super) fn fill(office: &mut Office) {
    for stop in 0..office.stops.len() {
        if office.unit_row(stop).is_some() {
            for _ in 0..[0, 0, 1, 2][office.random.below(4)] {
                hazard(office, stop);
            }
        }
        feedback(office, stop);
    }
}

/// Returns the next working day, no later than the end of the records.
pub(super) fn soon(after: Day) -> Day {
    working_days(after, 1).min(day(LAST_DAY.0, LAST_DAY.1))
}

/// Returns the `n`-th working day after a day.
pub(super) fn working_days(after: Day, n: u32) -> Day {
    let calendar = Calendar::builtin("cn.state_council").unwrap_or_else(|| panic!("the national calendar is built in"));
    calendar.nth_working_day_after(after, n).unwrap_or_else(|error| panic!("{error}"))
}

/// Adds a hazard that is dealt with as it should be; returns its row.
pub(super) fn hazard(office: &mut Office, stop: usize) -> usize {
    let found = office.stops.date(stop, "到访日期");
    let late_in_the_year = found >= day(12, 10);
    let row = if late_in_the_year || office.random.percent(45) {
        let rectified = if found == day(LAST_DAY.0, LAST_DAY.1) { found } else { soon(found).min(found + 1) };
        at_once(office, stop, Some(rectified))
    } else {
        let due = soon(found + 14);
        let rectified = due - 1 - i32::try_from(office.random.below(6)).unwrap_or(0);
        let row = with_limit(office, stop, due, Some(rectified));
        if office.random.percent(15) {
            office.hazards.set(row, "等级", "重大");
            office.hazards.set(row, "责令日期", found + 1);
        }
        row
    };
    demand(office, stop);
    row
}

/// Adds a hazard to be rectified at once.
pub(super) fn at_once(office: &mut Office, stop: usize, rectified: Option<Day>) -> usize {
    let row = found(office, stop);
    office.hazards.set(row, "立即整改", true);
    office.hazards.set(row, "整改日期", rectified);
    row
}

/// Adds a hazard with a limit, the five settled when it was set.
pub(super) fn with_limit(office: &mut Office, stop: usize, due: Day, rectified: Option<Day>) -> usize {
    let row = found(office, stop);
    let found = office.hazards.date(row, "发现日期");
    office.hazards.set(row, "立即整改", false);
    office.hazards.set(row, "限期日期", found);
    office.hazards.set(row, "整改期限", due);
    office.hazards.set(row, "五落实", "措施；责任；资金；时限；预案");
    office.hazards.set(row, "落实日期", found);
    office.hazards.set(row, "整改日期", rectified);
    row
}

fn found(office: &mut Office, stop: usize) -> usize {
    let found = office.stops.date(stop, "到访日期");
    let (key, unit) = (office.stops.key(stop), office.stops.text(stop, "单位编号"));
    let number = office.hazards.len() + 1;
    let row = office.hazards.add(row![format!("YH{number:03}"), key, unit, found, "事故隐患", "一般", false]);
    let all = office.of_stop(&office.hazards, "记录表编号", stop).len();
    office.stops.set(stop, "发现问题", format!("发现问题{all}处"));
    row
}

/// Records that rectification was demanded, with its supervision order, unless it is recorded already.
pub(super) fn demand(office: &mut Office, stop: usize) {
    office.stops.set(stop, "提出要求", true);
    if !office.of_stop(&office.supervision_orders, "到访", stop).is_empty() {
        return;
    }
    let issued = soon(office.stops.date(stop, "到访日期"));
    let department = office.unit_row(stop).map(|unit| office.units.text(unit, "主管部门编号")).unwrap_or_default();
    let (number, key) = (office.supervision_orders.len() + 1, office.stops.key(stop));
    office.supervision_orders.add(row![format!("DB{number:03}"), key, department, issued, soon(issued), true]);
}

fn feedback(office: &mut Office, stop: usize) {
    let given = soon(office.stops.date(stop, "到访日期"));
    let (number, key) = (office.feedback.len() + 1, office.stops.key(stop));
    office.feedback.add(row![format!("FK{number:03}"), key, given]);
}
