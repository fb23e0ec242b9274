//! Clocks that stand still, start anew or are given more time.

use insta::assert_snapshot;

use crate::harness::{Case, case, print};

const RECORDS: &str = "
    record unit { key id: text }
    record order { key id: text; unit: ref unit?; at issued: date; limit: date?; done: date?; stopped: date?; resumed: date? }
    record pause { key id: text; order: ref order?; unit: ref unit?; at from: date; to: date?; confirmed: yesno? }
    record stoppage { key id: text; unit: ref unit; at from: date; to: date? }
    record resumption { key id: text; order: ref order; at date: date? }
    record approval { key id: text; order: ref order; at granted: date; until: date?; days: number?; applied: date?; signed: yesno? }
";

fn orders(rule: &str, rows: &str) -> Case {
    case(&format!("{RECORDS} deadline d \"d\" {{ cite 1; each order; must done; {rule} }}"))
        .with("unit", "id\n u\n w")
        .with("order", &format!("id, unit, issued, limit, done, stopped, resumed\n{rows}"))
        .with("pause", "id, order, unit, from, to, confirmed")
        .with("resumption", "id, order, date")
        .with("approval", "id, order, granted, until, days, applied, signed")
        .data("2026-01-01..2026-06-30")
        .as_of("2026-06-30")
}

/// One order of Monday 2 March 2026, done on a day or not.
fn order(rule: &str, done: &str) -> Case {
    orders(rule, &format!("o, u, 2026-03-02, , {done}, ,"))
}

/// The due dates now and at first, and every step between them.
fn told(case: &Case) -> String {
    let evaluation = case.verdicts();
    let tell = |v: &guiju_eval::Verdict| {
        let day = |d: Option<guiju_calendar::Day>| d.map_or("none".to_owned(), |d| d.to_string());
        let steps: String = v.steps.iter().map(|step| format!("\n  {step:?}")).collect();
        format!("{} due {} first {}{steps}", v.subject.key, day(v.due), day(v.original_due))
    };
    evaluation.verdicts.iter().map(tell).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_worked_dates() {
    let plain = "within 15 working days";
    assert_snapshot!(told(&order(plain, "")), @"o due 2026-03-23 first 2026-03-23");
    let suspended = order(&format!("{plain}; suspended during pause.from until pause.to"), "")
        .with("pause", "id, order, unit, from, to, confirmed\n p, o, , 2026-03-10, 2026-03-19, ");
    assert_snapshot!(told(&suspended), @"
    o due 2026-04-02 first 2026-03-23
      Suspended { first: 2026-03-10, last: Some(2026-03-19) }
    ");
    let resumed = order(&format!("{plain}; suspended during pause.from before pause.to"), "")
        .with("pause", "id, order, unit, from, to, confirmed\n p, o, , 2026-03-10, 2026-03-20, ");
    assert_snapshot!(told(&resumed), @"
    o due 2026-04-02 first 2026-03-23
      Suspended { first: 2026-03-10, last: Some(2026-03-19) }
    ");
    let restarted = order(&format!("{plain}; restarted at resumption.date"), "")
        .with("resumption", "id, order, date\n r, o, 2026-03-20");
    assert_snapshot!(told(&restarted), @"
    o due 2026-04-13 first 2026-03-23
      Restarted(2026-03-20)
    ");
    let extended = order(&format!("{plain}; extended by approval.days working days"), "")
        .with("approval", "id, order, granted, until, days, applied, signed\n a, o, 2026-03-23, , 5, , ");
    assert_snapshot!(told(&extended), @"
    o due 2026-03-30 first 2026-03-23
      Extended { granted: 2026-03-23, due: 2026-03-30 }
    ");
    let by_days = order(&format!("{plain}; extended by 5 days granted by approval"), "")
        .with("approval", "id, order, granted, until, days, applied, signed\n a, o, 2026-03-23, , , , ");
    assert_snapshot!(told(&by_days), @"
    o due 2026-03-30 first 2026-03-23
      Extended { granted: 2026-03-23, due: 2026-03-30 }
    ");
}

#[test]
fn due_and_the_day_after_across_a_pause() {
    let rule = "within 15 working days; suspended during stoppage.from until stoppage.to where unit = this.unit";
    let rows = "on due, u, 2026-03-02, , 2026-04-02, ,\n day after, u, 2026-03-02, , 2026-04-03, ,
        during, u, 2026-03-02, , 2026-03-15, ,\n never, u, 2026-03-02, , , ,";
    let of_unit = orders(rule, rows)
        .with("stoppage", "id, unit, from, to\n p, u, 2026-03-10, 2026-03-19\n other, w, 2026-03-21, 2026-04-30");
    assert_snapshot!(of_unit.run(), @"
    d | day after | 2026-03-02 | met_late | due 2026-04-02 | done 2026-04-03 | late 1 | day after:3 p:2
    d | during | 2026-03-02 | met | due 2026-04-02 | done 2026-03-15 | during:4 p:2
    d | never | 2026-03-02 | overdue | not done | due 2026-04-02 | late 89 | never:5 p:2
    d | on due | 2026-03-02 | met | due 2026-04-02 | done 2026-04-02 | on due:2 p:2
    ");
}

#[test]
fn overlapping_pauses_count_once_and_those_outside_not_at_all() {
    let rule = "within 30 days; counting plain; suspended during pause.from until pause.to";
    let pauses =
        |rows: &str| told(&order(rule, "").with("pause", &format!("id, order, unit, from, to, confirmed\n{rows}")));
    assert_snapshot!(pauses("p, o, , 2026-03-10, 2026-03-19, \n q, o, , 2026-03-15, 2026-03-24, "), @"
    o due 2026-04-16 first 2026-04-01
      Suspended { first: 2026-03-10, last: Some(2026-03-24) }
    ");
    assert_snapshot!(pauses("p, o, , 2026-03-10, 2026-03-19, \n q, o, , 2026-03-20, 2026-03-24, "), @"
    o due 2026-04-16 first 2026-04-01
      Suspended { first: 2026-03-10, last: Some(2026-03-24) }
    ");
    // Before the start, and after the due day, nothing is counted that could stand still.
    assert_snapshot!(pauses("p, o, , 2026-02-10, 2026-03-01, \n q, o, , 2026-04-02, 2026-04-24, "), @"o due 2026-04-01 first 2026-04-01");
    // One that begins on the last day pushes it on; one within the days a pause has added does so too.
    assert_snapshot!(pauses("p, o, , 2026-04-01, 2026-04-01, "), @"
    o due 2026-04-02 first 2026-04-01
      Suspended { first: 2026-04-01, last: Some(2026-04-01) }
    ");
    assert_snapshot!(pauses("p, o, , 2026-03-10, 2026-03-19, \n q, o, , 2026-04-05, 2026-04-06, "), @"
    o due 2026-04-13 first 2026-04-01
      Suspended { first: 2026-03-10, last: Some(2026-03-19) }
      Suspended { first: 2026-04-05, last: Some(2026-04-06) }
    ");
    // The start itself is not counted: a pause through it takes nothing.
    assert_snapshot!(pauses("p, o, , 2026-02-20, 2026-03-03, "), @"
    o due 2026-04-02 first 2026-04-01
      Suspended { first: 2026-02-20, last: Some(2026-03-03) }
    ");
}

#[test]
fn months_and_dates_are_pushed_on_by_the_days_suspended() {
    let pause = "id, order, unit, from, to, confirmed\n p, o, , 2026-03-10, 2026-03-19, ";
    let months = order("within 1 month; counting plain; suspended during pause.from until pause.to", "");
    assert_snapshot!(told(&months.with("pause", pause)), @"
    o due 2026-04-12 first 2026-04-02
      Suspended { first: 2026-03-10, last: Some(2026-03-19) }
    ");
    let date = orders("by limit; suspended during pause.from until pause.to", "o, u, 2026-03-02, 2026-03-31, , ,");
    assert_snapshot!(told(&date.with("pause", pause)), @"
    o due 2026-04-10 first 2026-03-31
      Suspended { first: 2026-03-10, last: Some(2026-03-19) }
    ");
    let both = orders(
        "within 1 month; by limit; suspended during pause.from until pause.to",
        "o, u, 2026-03-02, 2026-03-15, , ,",
    );
    assert_snapshot!(told(&both.with("pause", pause)), @"
    o due 2026-03-25 first 2026-03-15
      Suspended { first: 2026-03-10, last: Some(2026-03-19) }
    ");
}

#[test]
fn not_resumed_it_is_pending_with_what_is_left() {
    let rule = "within 15 working days; suspended during pause.from until pause.to";
    let open = |as_of: &str, done: &str| {
        let case = order(rule, done).with("pause", "id, order, unit, from, to, confirmed\n p, o, , 2026-03-10, , ");
        case.as_of(as_of)
    };
    assert_snapshot!(open("2026-03-10", "").run(), @"d | o | 2026-03-02 | pending paused | PausedSince(2026-03-10) | due 2026-03-24 | o:2 p:2");
    assert_snapshot!(open("2026-05-29", "").run(), @"d | o | 2026-03-02 | pending paused | PausedSince(2026-03-10) | due 2026-06-12 | o:2 p:2");
    assert_snapshot!(told(&open("2026-05-29", "")), @"
    o due 2026-06-12 first 2026-03-23
      Suspended { first: 2026-03-10, last: None }
    ");
    assert_snapshot!(open("2026-05-29", "2026-04-20").run(), @"d | o | 2026-03-02 | met | due 2026-06-12 | done 2026-04-20 | o:2 p:2");
    // A suspension that has not begun is a plan; one after the due day comes too late.
    assert_snapshot!(open("2026-03-09", "").run(), @"d | o | 2026-03-02 | pending | not done | due 2026-03-23 | o:2");
    let late = order(rule, "").with("pause", "id, order, unit, from, to, confirmed\n p, o, , 2026-03-24, , ");
    assert_snapshot!(late.as_of("2026-03-30").run(), @"d | o | 2026-03-02 | overdue | not done | due 2026-03-23 | late 7 | o:2 p:2");
}

#[test]
fn suspended_by_fields_of_the_record_itself() {
    let rows = "never, u, 2026-03-02, , , ,\n once, u, 2026-03-02, , , 2026-03-10, 2026-03-20\n still, u, 2026-03-02, , , 2026-03-10,";
    let case = orders("within 15 working days; suspended during stopped before resumed", rows);
    assert_snapshot!(case.run(), @"
    d | never | 2026-03-02 | overdue | not done | due 2026-03-23 | late 99 | never:2
    d | once | 2026-03-02 | overdue | not done | due 2026-04-02 | late 89 | once:3
    d | still | 2026-03-02 | pending paused | PausedSince(2026-03-10) | due 2026-07-14 | still:4
    ");
}

#[test]
fn restarts_count_only_while_the_clock_runs() {
    let rule = "within 15 working days; restarted at resumption.date";
    let restarts = |rows: &str| told(&order(rule, "").with("resumption", &format!("id, order, date\n{rows}")));
    assert_snapshot!(restarts("on due, o, 2026-03-23"), @"
    o due 2026-04-14 first 2026-03-23
      Restarted(2026-03-23)
    ");
    assert_snapshot!(restarts("after due, o, 2026-03-24"), @"o due 2026-03-23 first 2026-03-23");
    assert_snapshot!(restarts("again, o, 2026-04-13\n first, o, 2026-03-20\n before, o, 2026-03-01"), @"
    o due 2026-05-07 first 2026-03-23
      Restarted(2026-03-20)
      Restarted(2026-04-13)
    ");
    // Days suspended before the restart no longer matter.
    let both = order(&format!("{rule}; suspended during pause.from until pause.to"), "")
        .with("pause", "id, order, unit, from, to, confirmed\n p, o, , 2026-03-10, 2026-03-19, \n q, o, , 2026-03-23, 2026-03-24, ")
        .with("resumption", "id, order, date\n r, o, 2026-03-20");
    assert_snapshot!(told(&both), @"
    o due 2026-04-15 first 2026-03-23
      Restarted(2026-03-20)
      Suspended { first: 2026-03-23, last: Some(2026-03-24) }
    ");
}

fn approved(rule: &str, rows: &str) -> Case {
    order(&format!("within 15 working days; {rule}"), "")
        .with("approval", &format!("id, order, granted, until, days, applied, signed\n{rows}"))
}

#[test]
fn extensions_must_be_granted_in_time() {
    let rule = "extended by approval.days days";
    assert_snapshot!(told(&approved(rule, "in time, o, 2026-03-23, , 5, , ")), @"
    o due 2026-03-30 first 2026-03-23
      Extended { granted: 2026-03-23, due: 2026-03-30 }
    ");
    assert_snapshot!(told(&approved(rule, "too late, o, 2026-03-24, , 5, , ")), @"
    o due 2026-03-23 first 2026-03-23
      GrantedLate { granted: 2026-03-24, due: 2026-03-23 }
    ");
    // The second is in time because of the first; both are added to the last counted day, which moves once.
    assert_snapshot!(told(&approved(rule, "first, o, 2026-03-23, , 5, , \n second, o, 2026-03-30, , 5, , ")), @"
    o due 2026-04-02 first 2026-03-23
      Extended { granted: 2026-03-23, due: 2026-03-30 }
      Extended { granted: 2026-03-30, due: 2026-04-02 }
    ");
    let late = "late, o, 2026-03-25, , 5, 2026-03-20, yes";
    assert_snapshot!(told(&approved(&format!("{rule} retroactive"), late)), @"
    o due 2026-03-30 first 2026-03-23
      Extended { granted: 2026-03-25, due: 2026-03-30 }
    ");
    assert_snapshot!(told(&approved(&format!("{rule} retroactive where applied <= this.issued + 21 days"), late)), @"
    o due 2026-03-30 first 2026-03-23
      Extended { granted: 2026-03-25, due: 2026-03-30 }
    ");
    assert_snapshot!(told(&approved(&format!("{rule} retroactive where applied <= this.issued + 17 days"), late)), @"
    o due 2026-03-23 first 2026-03-23
      GrantedLate { granted: 2026-03-25, due: 2026-03-23 }
    ");
}

#[test]
fn extended_until_a_day_and_capped() {
    assert_snapshot!(told(&approved("extended until approval.until", "a, o, 2026-03-20, 2026-04-04, , , ")), @"
    o due 2026-04-04 first 2026-03-23
      Extended { granted: 2026-03-20, due: 2026-04-04 }
    ");
    // A day before the due date takes nothing away.
    assert_snapshot!(told(&approved("extended until approval.until", "a, o, 2026-03-20, 2026-03-20, , , ")), @"o due 2026-03-23 first 2026-03-23");
    let cap = "extended by approval.days days at most 30 days";
    let grants = "a, o, 2026-03-20, , 20, , \n b, o, 2026-04-01, , 20, , \n c, o, 2026-04-10, , 20, , ";
    assert_snapshot!(told(&approved(cap, grants)), @"
    o due 2026-04-22 first 2026-03-23
      Extended { granted: 2026-03-20, due: 2026-04-13 }
      Extended { granted: 2026-04-01, due: 2026-04-22 }
    ");
    assert_snapshot!(told(&approved("extended until approval.until at most 10 working days", "a, o, 2026-03-20, 2026-06-01, , , ")), @"
    o due 2026-04-07 first 2026-03-23
      Extended { granted: 2026-03-20, due: 2026-04-07 }
    ");
    // Counted from the due date as suspended, and not by suspended days.
    let suspended = approved(&format!("{cap}; suspended during pause.from until pause.to"), grants)
        .with("pause", "id, order, unit, from, to, confirmed\n p, o, , 2026-03-10, 2026-03-19, ");
    assert_snapshot!(told(&suspended), @"
    o due 2026-05-06 first 2026-03-23
      Suspended { first: 2026-03-10, last: Some(2026-03-19) }
      Extended { granted: 2026-03-20, due: 2026-04-22 }
      Extended { granted: 2026-04-01, due: 2026-05-06 }
    ");
}

#[test]
fn verdicts_on_extended_duties_name_the_approval() {
    let rule = "within 15 working days; extended by approval.days days where signed";
    let rows = "in time, u, 2026-03-02, , 2026-03-30, ,\n late, u, 2026-03-02, , 2026-03-31, ,
        unsigned, u, 2026-03-02, , 2026-03-30, ,\n none, u, 2026-03-02, , 2026-03-30, ,";
    let approvals = "id, order, granted, until, days, applied, signed
        a, in time, 2026-03-23, , 5, , yes\n b, late, 2026-03-23, , 5, , yes\n c, unsigned, 2026-03-23, , 5, , no";
    assert_snapshot!(orders(rule, rows).with("approval", approvals).run(), @"
    d | in time | 2026-03-02 | met | due 2026-03-30 | done 2026-03-30 | a:2 in time:2
    d | late | 2026-03-02 | met_late | due 2026-03-30 | done 2026-03-31 | late 1 | b:3 late:3
    d | none | 2026-03-02 | met_late | due 2026-03-23 | done 2026-03-30 | late 7 | none:5
    d | unsigned | 2026-03-02 | met_late | due 2026-03-23 | done 2026-03-30 | late 7 | unsigned:4
    ");
}

#[test]
fn what_may_have_moved_the_clock_leaves_a_doubt_about_breaches_alone() {
    let rule = "within 15 working days; extended by approval.days days where signed";
    let rows = "in time, u, 2026-03-02, , 2026-03-23, ,\n late, u, 2026-03-02, , 2026-03-30, ,
        too late, u, 2026-03-02, , 2026-03-31, ,\n length unknown, u, 2026-03-02, , 2026-06-01, ,";
    let approvals = "id, order, granted, until, days, applied, signed
        a, in time, 2026-03-23, , 5, , \n b, late, 2026-03-23, , 5, , \n c, too late, 2026-03-23, , 5, , \n d, length unknown, 2026-03-23, , , , yes";
    assert_snapshot!(orders(rule, rows).with("approval", approvals).run(), @"
    d | in time | 2026-03-02 | met | due 2026-03-23 | done 2026-03-23 | a:2 in time:2
    d | late | 2026-03-02 | undetermined missing_field | due 2026-03-23 | done 2026-03-30 | b:3 late:3
    d | length unknown | 2026-03-02 | undetermined missing_field | due 2026-03-23 | done 2026-06-01 | d:5 length unknown:5
    d | too late | 2026-03-02 | met_late | due 2026-03-23 | done 2026-03-31 | late 8 | c:4 too late:4
    ");
    // Nor is a breach claimed where approvals are not all there.
    let horizon = |days: &str| order(rule, "2026-03-30").data_of("approval", days).run();
    assert_snapshot!(horizon("2026-01-01..2026-03-22"), @"d | o | 2026-03-02 | undetermined data_horizon | due 2026-03-23 | done 2026-03-30 | needs data through 2026-03-23 | o:2");
    assert_snapshot!(horizon("2026-01-01..2026-03-23"), @"d | o | 2026-03-02 | met_late | due 2026-03-23 | done 2026-03-30 | late 7 | o:2");
}

#[test]
fn days_as_they_went_by() {
    // Due on Friday 20 March; the days off after it are not counted.
    let rows = "friday, u, 2026-02-28, , 2026-03-20, ,\n sunday, u, 2026-02-28, , 2026-03-22, ,\n monday, u, 2026-02-28, , 2026-03-23, ,";
    assert_snapshot!(orders("within 15 working days", rows).run(), @"
    d | friday | 2026-02-28 | met | due 2026-03-20 | done 2026-03-20 | friday:2
    d | monday | 2026-02-28 | met_late | due 2026-03-20 | done 2026-03-23 | late 3 | monday:4
    d | sunday | 2026-02-28 | met_late | due 2026-03-20 | done 2026-03-22 | late 2 | sunday:3
    ");
    assert_snapshot!(orders("within 15 working days; counting elapsed", rows).run(), @"
    d | friday | 2026-02-28 | met | due 2026-03-20 | done 2026-03-20 | friday:2
    d | monday | 2026-02-28 | met_late | due 2026-03-20 | done 2026-03-23 | late 3 | monday:4
    d | sunday | 2026-02-28 | met | due 2026-03-20 | done 2026-03-22 | sunday:3
    ");
    let undone =
        |day: &str| orders("within 15 working days; counting elapsed", "o, u, 2026-02-28, , , ,").as_of(day).run();
    assert_snapshot!(undone("2026-03-22"), @"d | o | 2026-02-28 | pending | not done | due 2026-03-20 | o:2");
    assert_snapshot!(undone("2026-03-23"), @"d | o | 2026-02-28 | overdue | not done | due 2026-03-20 | late 3 | o:2");
    // So are suspended days right after the last one.
    let paused = |done: &str| {
        let rule = "within 10 days; counting plain; counting elapsed; suspended during pause.from until pause.to";
        let pause = "id, order, unit, from, to, confirmed\n p, o, , 2026-03-13, 2026-03-16, ";
        order(rule, done).with("pause", pause).run()
    };
    assert_snapshot!(paused("2026-03-16"), @"d | o | 2026-03-02 | met | due 2026-03-12 | done 2026-03-16 | o:2 p:2");
    assert_snapshot!(paused("2026-03-17"), @"d | o | 2026-03-02 | met_late | due 2026-03-12 | done 2026-03-17 | late 5 | o:2 p:2");
}

#[test]
fn one_clock_of_each_member_without_windows() {
    let policy = format!(
        "{RECORDS} deadline d \"d\" {{ cite 1; per u in unit; from 2026-03-02; must order; within 15 working days;
         suspended during stoppage.from until stoppage.to }}"
    );
    let case = case(&policy)
        .with("unit", "id\n u\n w")
        .with("order", "id, unit, issued\n o, u, 2026-04-02\n x, w, 2026-04-02")
        .with("stoppage", "id, unit, from, to\n p, u, 2026-03-10, 2026-03-19")
        .data("2026-01-01..2026-06-30")
        .as_of("2026-06-30");
    assert_snapshot!(print(&case.verdicts()), @"
    d | u | met | due 2026-04-02 | done 2026-04-02 | o:2 p:2
    d | w | met_late | due 2026-03-23 | done 2026-04-02 | late 10 | x:3
    ");
}

#[test]
fn hours_in_a_field_move_no_due_date_and_leave_a_doubt() {
    let policy = "record order { key id: text; at issued: date; done: date? }
        record approval { key id: text; order: ref order; at granted: date; more: duration? }
        deadline d \"d\" { cite 1; each order; must done; within 15 working days; extended by approval.more }";
    let case = case(policy)
        .with("order", "id, issued, done\n hours, 2026-03-02, 2026-03-25\n days, 2026-03-02, 2026-03-25\n in time, 2026-03-02, 2026-03-23")
        .with("approval", "id, order, granted, more\n a, hours, 2026-03-20, 48h\n b, days, 2026-03-20, 5d\n c, in time, 2026-03-20, 48h")
        .data("2026-01-01..2026-06-30")
        .as_of("2026-06-30");
    assert_snapshot!(case.run(), @"
    d | days | 2026-03-02 | met | due 2026-03-30 | done 2026-03-25 | b:3 days:3
    d | hours | 2026-03-02 | undetermined missing_field | due 2026-03-23 | done 2026-03-25 | a:2 hours:2
    d | in time | 2026-03-02 | met | due 2026-03-23 | done 2026-03-23 | c:4 in time:4
    ");
}
