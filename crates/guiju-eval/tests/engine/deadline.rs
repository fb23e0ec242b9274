//! Deadlines of single records: their own done date, another record's, a neighbour's.

use insta::assert_snapshot;

use crate::harness::{Case, case};

/// Matters with their own done date.
fn matters(rule: &str, rows: &str) -> Case {
    case(&format!(
        "record matter {{ key id: text; at found: date; limit: date?; planned: date?; done: date?; major: yesno?; days: number? }}
         deadline d \"d\" {{ cite 1; {rule} }}"
    ))
    .with("matter", &format!("id, found, limit, planned, done, major, days\n{rows}"))
    .data("2025-01-01..2025-03-31")
    .as_of("2025-03-31")
}

#[test]
fn due_and_the_day_after() {
    let rule = "each matter; must done; within 10 days";
    // 3 March 2025 is a Monday, 13 March a Thursday.
    let rows = "on due, 2025-03-03, , , 2025-03-13, ,
        day after, 2025-03-03, , , 2025-03-14, ,
        same day, 2025-03-03, , , 2025-03-03, ,
        never, 2025-03-03, , , , ,
        not yet due, 2025-03-21, , , , ,
        due today, 2025-03-21, , , , ,";
    assert_snapshot!(matters(rule, rows).run(), @"
    d | day after | 2025-03-03 | met_late | due 2025-03-13 | done 2025-03-14 | late 1 | day after:3
    d | due today | 2025-03-21 | pending | not done | due 2025-03-31 | due today:7
    d | never | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | never:5
    d | not yet due | 2025-03-21 | pending | not done | due 2025-03-31 | not yet due:6
    d | on due | 2025-03-03 | met | due 2025-03-13 | done 2025-03-13 | on due:2
    d | same day | 2025-03-03 | met | due 2025-03-13 | done 2025-03-03 | same day:4
    ");
    assert_snapshot!(matters(rule, "due today, 2025-03-03, , , , ,").as_of("2025-03-13").run(), @"d | due today | 2025-03-03 | pending | not done | due 2025-03-13 | due today:2");
    assert_snapshot!(matters(rule, "overdue, 2025-03-03, , , , ,").as_of("2025-03-14").run(), @"d | overdue | 2025-03-03 | overdue | not done | due 2025-03-13 | late 1 | overdue:2");
}

#[test]
fn from_lets_the_same_day_count_and_after_does_not() {
    let row = "m, 2025-03-03, , , 2025-03-03, ,";
    assert_snapshot!(matters("each matter; from found; must done; within 10 days", row).run(), @"d | m | 2025-03-03 | met | due 2025-03-13 | done 2025-03-03 | m:2");
    assert_snapshot!(matters("each matter; after found; must done; within 10 days", row).run(), @"d | m | 2025-03-03 | undetermined conflict | due 2025-03-13 | m:2");
    assert_snapshot!(matters("each matter; after found; must done; within 10 days; early counts", row).run(), @"d | m | 2025-03-03 | met | due 2025-03-13 | done 2025-03-03 | m:2");
}

#[test]
fn done_before_the_start_is_a_conflict_unless_the_rule_says_what_it_means() {
    let row = "m, 2025-03-03, , , 2025-03-01, ,";
    assert_snapshot!(matters("each matter; must done; within 10 days", row).run(), @"d | m | 2025-03-03 | undetermined conflict | due 2025-03-13 | m:2");
    assert_snapshot!(matters("each matter; must done; within 10 days; early counts", row).run(), @"d | m | 2025-03-03 | met | due 2025-03-13 | done 2025-03-01 | m:2");
    assert_snapshot!(matters("each matter; must done; within 10 days; early ignored", row).run(), @"d | m | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | m:2");
}

#[test]
fn a_done_date_in_the_future_is_a_plan() {
    let rule = "each matter; must done; within 10 days";
    assert_snapshot!(matters(rule, "m, 2025-03-03, , , 2025-03-13, ,").as_of("2025-03-12").run(), @"d | m | 2025-03-03 | pending future_dated | planned 2025-03-13 | due 2025-03-13 | m:2");
    assert_snapshot!(matters(rule, "m, 2025-03-03, , , 2025-04-01, ,").run(), @"d | m | 2025-03-03 | overdue future_dated | planned 2025-04-01 | due 2025-03-13 | late 18 | m:2");
    assert_snapshot!(matters(rule, "m, 2025-03-03, , , 2025-03-13, ,").as_of("2025-03-02").run(), @"");
}

#[test]
fn late_void_is_violated() {
    let rule = "each matter; must done; within 10 days; late void";
    assert_snapshot!(matters(rule, "late, 2025-03-03, , , 2025-03-14, ,\n never, 2025-03-03, , , , ,\n good, 2025-03-03, , , 2025-03-13, ,").run(), @"
    d | good | 2025-03-03 | met | due 2025-03-13 | done 2025-03-13 | good:4
    d | late | 2025-03-03 | violated lapsed | due 2025-03-13 | done 2025-03-14 | late 1 | late:2
    d | never | 2025-03-03 | violated lapsed | not done | due 2025-03-13 | late 18 | never:3
    ");
}

#[test]
fn months_and_limits_from_fields() {
    assert_snapshot!(matters("each matter; must done; within 1 month", "m, 2025-01-31, , , 2025-02-28, ,\n n, 2025-01-31, , , 2025-03-01, ,").run(), @"
    d | m | 2025-01-31 | met | due 2025-02-28 | done 2025-02-28 | m:2
    d | n | 2025-01-31 | met_late | due 2025-02-28 | done 2025-03-01 | late 1 | n:3
    ");
    assert_snapshot!(matters("each matter; must done; within days days", "m, 2025-03-03, , , , , 10\n n, 2025-03-03, , , , ,\n done, 2025-03-03, , , 2025-03-04, ,").run(), @"
    d | done | 2025-03-03 | undetermined missing_field | done:4
    d | m | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | m:2
    d | n | 2025-03-03 | undetermined missing_field | n:3
    ");
    assert_snapshot!(matters("each matter; counting plain; must done; within 6 days", "m, 2025-03-03, , , 2025-03-10, ,").run(), @"d | m | 2025-03-03 | met_late | due 2025-03-09 | done 2025-03-10 | late 1 | m:2");
    assert_snapshot!(matters("each matter; must done; within 6 days", "m, 2025-03-03, , , 2025-03-10, ,").run(), @"d | m | 2025-03-03 | met | due 2025-03-10 | done 2025-03-10 | m:2");
}

#[test]
fn by_a_date_of_the_record_includes_that_day() {
    let rule = "each matter; must done; by limit";
    let rows = "on, 2025-03-03, 2025-03-08, , 2025-03-08, ,
        after, 2025-03-03, 2025-03-08, , 2025-03-09, ,
        no limit, 2025-03-03, , , , ,
        no limit but done, 2025-03-03, , , 2025-03-09, ,";
    assert_snapshot!(matters(rule, rows).run(), @"
    d | after | 2025-03-03 | met_late | due 2025-03-08 | done 2025-03-09 | late 1 | after:3
    d | no limit | 2025-03-03 | pending | not done | no limit:4
    d | no limit but done | 2025-03-03 | undetermined missing_field | no limit but done:5
    d | on | 2025-03-03 | met | due 2025-03-08 | done 2025-03-08 | on:2
    ");
    let both = "each matter; must done; within 10 days; by limit";
    assert_snapshot!(matters(both, "date first, 2025-03-03, 2025-03-08, , , ,\n days first, 2025-03-03, 2025-03-28, , , ,\n days alone, 2025-03-03, , , , ,").run(), @"
    d | date first | 2025-03-03 | overdue | not done | due 2025-03-08 | late 23 | date first:2
    d | days alone | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | days alone:4
    d | days first | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | days first:3
    ");
    let earlier = "each matter; must done; by earlier of (limit, planned)";
    assert_snapshot!(matters(earlier, "both, 2025-03-03, 2025-03-08, 2025-03-06, , ,\n one, 2025-03-03, , 2025-03-06, , ,\n none, 2025-03-03, , , , ,").run(), @"
    d | both | 2025-03-03 | overdue | not done | due 2025-03-06 | late 25 | both:2
    d | none | 2025-03-03 | pending | not done | none:4
    d | one | 2025-03-03 | overdue | not done | due 2025-03-06 | late 25 | one:3
    ");
}

#[test]
fn a_clock_that_has_not_started() {
    let rule = "each matter; from planned; must done; within 10 days";
    assert_snapshot!(matters(rule, "no start, 2025-03-03, , , , ,\n later, 2025-03-03, , 2025-05-01, , ,\n started, 2025-03-03, , 2025-03-10, , ,").run(), @"
    d | later | 2025-03-03 | pending | not done | due 2025-05-12 | later:3
    d | no start | 2025-03-03 | pending | no start:2
    d | started | 2025-03-03 | overdue | not done | due 2025-03-20 | late 11 | started:4
    ");
}

#[test]
fn scope_and_carve_out_may_be_unknown() {
    let rule = "each matter where major unless days > 9; must done; within 10 days";
    let rows = "in, 2025-03-03, , , , yes, 1
        out, 2025-03-03, , , , no, 1
        perhaps in, 2025-03-03, , , , , 1
        perhaps in but done, 2025-03-03, , , 2025-03-04, , 1
        perhaps in and late, 2025-03-03, , , 2025-03-20, , 1
        excused, 2025-03-03, , , , yes, 10
        perhaps excused, 2025-03-03, , , , yes,";
    assert_snapshot!(matters(rule, rows).run(), @"
    d | excused | 2025-03-03 | not_applicable unless | excused:7
    d | in | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | in:2
    d | perhaps excused | 2025-03-03 | undetermined missing_field | not done | due 2025-03-13 | perhaps excused:8
    d | perhaps in | 2025-03-03 | undetermined missing_field | not done | due 2025-03-13 | perhaps in:4
    d | perhaps in and late | 2025-03-03 | undetermined missing_field | due 2025-03-13 | done 2025-03-20 | perhaps in and late:6
    d | perhaps in but done | 2025-03-03 | met | due 2025-03-13 | done 2025-03-04 | perhaps in but done:5
    ");
}

#[test]
fn nothing_is_claimed_beyond_the_data() {
    let rule = "each matter; must done; within 10 days";
    let row = "m, 2025-03-03, , , , ,";
    assert_snapshot!(matters(rule, row).data("2025-01-01..2025-03-12").run(), @"d | m | 2025-03-03 | undetermined data_horizon | not done | due 2025-03-13 | needs data through 2025-03-13 | m:2");
    assert_snapshot!(matters(rule, row).data("2025-01-01..2025-03-13").run(), @"d | m | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | m:2");
    assert_snapshot!(matters(rule, row).as_of("2025-03-13").data("2025-01-01..2025-03-12").run(), @"d | m | 2025-03-03 | pending | not done | due 2025-03-13 | m:2");
}

#[test]
fn beyond_the_calendar_a_due_date_is_provisional_and_before_it_an_error() {
    let rule = "each matter; must done; within 10 working days";
    let case = matters(rule, "m, 2026-12-28, , , , ,").data("2026-01-01..2026-12-31").as_of("2026-12-31");
    assert_snapshot!(case.run(), @"d | m | 2026-12-28 | pending | not done | due 2027-01-11 provisional | m:2");
    assert_snapshot!(case.strict().run(), @"d | m | 2026-12-28 | undetermined calendar_horizon | not done | due 2027-01-11 provisional | m:2");
    assert_snapshot!(matters(rule, "m, 2003-12-30, , , , ,").run(), @"error: calendar `cn.state_council` begins on 2004-01-01, so it says nothing about 2003-12-30");
}

#[test]
fn versions_that_disagree_on_the_done_date_are_a_conflict() {
    let rule = "each matter; must done; within 10 days";
    assert_snapshot!(matters(rule, "m, 2025-03-03, , , 2025-03-04, ,\n m, 2025-03-03, , , 2025-03-24, ,").run(), @"d | m | 2025-03-03 | undetermined conflict | not done | due 2025-03-13 | m:2");
    assert_snapshot!(matters(rule, "m, 2025-03-03, , , 2025-03-04, yes,\n m, 2025-03-03, , , 2025-03-04, no,").run(), @"d | m | 2025-03-03 | met | due 2025-03-13 | done 2025-03-04 | m:2");
}

#[test]
fn before_an_event_with_and_without_a_lead() {
    let lead = "each matter; must done; before planned at least 3 days";
    let rows = "in time, 2025-03-01, , 2025-03-10, 2025-03-07, ,
        too late, 2025-03-01, , 2025-03-10, 2025-03-08, ,
        never, 2025-03-01, , 2025-03-10, , ,
        can be, 2025-03-01, , 2025-04-03, , ,
        cannot be, 2025-03-01, , 2025-04-02, , ,
        no event, 2025-03-01, , , , ,
        no event but done, 2025-03-01, , , 2025-03-02, ,";
    assert_snapshot!(matters(lead, rows).run(), @"
    d | can be | 2025-03-01 | pending | not done | due 2025-03-31 | can be:5
    d | cannot be | 2025-03-01 | violated lapsed | not done | due 2025-03-30 | cannot be:6
    d | in time | 2025-03-01 | met | due 2025-03-07 | done 2025-03-07 | in time:2
    d | never | 2025-03-01 | violated lapsed | not done | due 2025-03-07 | never:4
    d | no event | 2025-03-01 | pending | not done | no event:7
    d | no event but done | 2025-03-01 | pending | done 2025-03-02 | no event but done:8
    d | too late | 2025-03-01 | violated lapsed | due 2025-03-07 | done 2025-03-08 | late 1 | too late:3
    ");
    let strict = "each matter; must done; before planned";
    let rows = "day before, 2025-03-01, , 2025-03-10, 2025-03-09, ,
        same day, 2025-03-01, , 2025-03-10, 2025-03-10, ,
        no event, 2025-03-01, , , , ,
        no event but done, 2025-03-01, , , 2025-03-02, ,
        plan, 2025-03-01, , , 2025-04-02, ,";
    assert_snapshot!(matters(strict, rows).run(), @"
    d | day before | 2025-03-01 | met | due 2025-03-09 | done 2025-03-09 | day before:2
    d | no event | 2025-03-01 | pending | not done | no event:4
    d | no event but done | 2025-03-01 | met | done 2025-03-02 | no event but done:5
    d | plan | 2025-03-01 | pending | planned 2025-04-02 | plan:6
    d | same day | 2025-03-01 | violated lapsed | due 2025-03-09 | done 2025-03-10 | late 1 | same day:3
    ");
}

// ── acts of another kind ──

const ACTS: &str = "
    record unit { key id: text }
    record order { key id: text; unit: ref unit; at issued: date; kind: text? }
    record answer { key id: text; order: ref order?; at sent: date; ok: yesno? }
    record visit { key id: text; unit: ref unit?; at date: date; ok: yesno?; kind: text? }
";

fn orders(rule: &str, orders: &str, answers: &str, visits: &str) -> Case {
    case(&format!("{ACTS} deadline d \"d\" {{ cite 1; {rule} }}"))
        .with("unit", "id\n u\n w")
        .with("order", &format!("id, unit, issued, kind\n{orders}"))
        .with("answer", &format!("id, order, sent, ok\n{answers}"))
        .with("visit", &format!("id, unit, date, ok, kind\n{visits}"))
        .data("2025-01-01..2025-03-31")
        .as_of("2025-03-31")
}

#[test]
fn an_act_that_refers_to_its_trigger() {
    let rule = "each order; must answer where ok; within 10 days";
    let answers = "late one, o1, 2025-03-20, yes
        bad, o1, 2025-03-04, no
        before, o2, 2025-03-01, yes
        nobody's, , 2025-03-04, yes
        perhaps, o3, 2025-03-05,
        perhaps first, o4, 2025-03-05,
        then surely, o4, 2025-03-20, yes
        first, o5, 2025-03-04, yes
        second, o5, 2025-03-06, yes";
    let list = "o1, u, 2025-03-03,\n o2, u, 2025-03-03,\n o3, u, 2025-03-03,\n o4, u, 2025-03-03,\n o5, u, 2025-03-03,";
    assert_snapshot!(orders(rule, list, answers, "").run(), @"
    d | o1 | 2025-03-03 | met_late | due 2025-03-13 | done 2025-03-20 | late 7 | late one:2 o1:2
    d | o2 | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | o2:3
    d | o3 | 2025-03-03 | undetermined missing_field | not done | due 2025-03-13 | perhaps:6 o3:4
    d | o4 | 2025-03-03 | undetermined missing_field | due 2025-03-13 | done 2025-03-20 | perhaps first:7 then surely:8 o4:5
    d | o5 | 2025-03-03 | met | due 2025-03-13 | done 2025-03-04 | first:9 o5:6
    ");
}

#[test]
fn one_act_answers_one_duty_unless_shared() {
    let rule = "each order; must visit where unit = this.unit; within 10 days";
    let two = "o1, u, 2025-03-03,\n o2, u, 2025-03-04,";
    assert_snapshot!(orders(rule, two, "", "v, u, 2025-03-05, ,").run(), @"
    d | o1 | 2025-03-03 | met | due 2025-03-13 | done 2025-03-05 | o1:2 v:2
    d | o2 | 2025-03-04 | overdue | not done | due 2025-03-14 | late 17 | o2:3
    ");
    assert_snapshot!(orders(&format!("{rule}; matching shared"), two, "", "v, u, 2025-03-05, ,").run(), @"
    d | o1 | 2025-03-03 | met | due 2025-03-13 | done 2025-03-05 | o1:2 v:2
    d | o2 | 2025-03-04 | met | due 2025-03-14 | done 2025-03-05 | o2:3 v:2
    ");
    assert_snapshot!(orders(rule, two, "", "v, u, 2025-03-05, ,\n v2, u, 2025-03-05, ,").run(), @"
    d | o1 | 2025-03-03 | met | due 2025-03-13 | done 2025-03-05 | o1:2 v:2
    d | o2 | 2025-03-04 | met | due 2025-03-14 | done 2025-03-05 | o2:3 v2:3
    ");
    // Out of order: the later duty is not answered by an act before it, nor another unit's by this one's.
    assert_snapshot!(orders(rule, "o1, u, 2025-03-03,\n o2, u, 2025-03-10,\n o3, w, 2025-03-03,", "", "v, u, 2025-03-05, ,\n v2, u, 2025-03-06, ,").run(), @"
    d | o1 | 2025-03-03 | met | due 2025-03-13 | done 2025-03-05 | o1:2 v:2
    d | o2 | 2025-03-10 | overdue | not done | due 2025-03-20 | late 11 | o2:3
    d | o3 | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | o3:4
    ");
    // A late act answers the earliest duty first.
    assert_snapshot!(orders(rule, two, "", "v, u, 2025-03-20, ,").run(), @"
    d | o1 | 2025-03-03 | met_late | due 2025-03-13 | done 2025-03-20 | late 7 | o1:2 v:2
    d | o2 | 2025-03-04 | overdue | not done | due 2025-03-14 | late 17 | o2:3
    ");
}

#[test]
fn keys_of_several_parts() {
    let rule = "each order; must visit where unit = this.unit and kind = this.kind; within 10 days";
    assert_snapshot!(orders(rule, "o1, u, 2025-03-03, a\n o2, u, 2025-03-03, b\n o3, u, 2025-03-03,", "", "v, u, 2025-03-05, , a\n v2, u, 2025-03-05, ,").run(), @"
    d | o1 | 2025-03-03 | met | due 2025-03-13 | done 2025-03-05 | o1:2 v:2
    d | o2 | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | o2:3
    d | o3 | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | o3:4
    ");
}

#[test]
fn acts_that_may_count_leave_a_doubt_about_every_duty_they_may_answer() {
    let rule = "each order; must visit where unit = this.unit and ok; within 10 days";
    let two = "o1, u, 2025-03-03,\n o2, u, 2025-03-04,";
    assert_snapshot!(orders(rule, "o1, u, 2025-03-03,", "", "v, u, 2025-03-05, ,").run(), @"d | o1 | 2025-03-03 | undetermined missing_field | not done | due 2025-03-13 | o1:2 v:2");
    assert_snapshot!(orders(rule, "o1, u, 2025-03-03,", "", "v, u, 2025-03-05, ,\n v2, u, 2025-03-06, yes,").run(), @"d | o1 | 2025-03-03 | met | due 2025-03-13 | done 2025-03-06 | o1:2 v2:3");
    assert_snapshot!(orders(rule, "o1, u, 2025-03-03,", "", "v, u, 2025-03-05, ,\n v2, u, 2025-03-20, yes,").run(), @"d | o1 | 2025-03-03 | undetermined missing_field | due 2025-03-13 | done 2025-03-20 | o1:2 v:2 v2:3");
    // If the doubtful visit counts, it answers the first order and the sure one the second.
    assert_snapshot!(orders(rule, two, "", "v, u, 2025-03-05, ,\n v2, u, 2025-03-06, yes,").run(), @"
    d | o1 | 2025-03-03 | met | due 2025-03-13 | done 2025-03-06 | o1:2 v2:3
    d | o2 | 2025-03-04 | undetermined missing_field | not done | due 2025-03-14 | o2:3 v2:3
    ");
    // A doubtful act after the due day changes nothing: the duty is breached either way.
    assert_snapshot!(orders(&format!("{rule}; late void"), "o1, u, 2025-03-03,", "", "v, u, 2025-03-25, ,").run(), @"d | o1 | 2025-03-03 | violated lapsed | not done | due 2025-03-13 | late 18 | o1:2");
}

#[test]
fn acts_are_claimed_absent_only_where_their_feed_is_complete() {
    let rule = "each order; must answer; within 10 days";
    let order = "o1, u, 2025-03-03,";
    assert_snapshot!(orders(rule, order, "", "").data_of("answer", "2025-01-01..2025-03-12").run(), @"d | o1 | 2025-03-03 | undetermined data_horizon | not done | due 2025-03-13 | needs data through 2025-03-13 | o1:2");
    assert_snapshot!(orders(rule, order, "", "").data_of("answer", "2025-03-04..2025-03-31").run(), @"d | o1 | 2025-03-03 | undetermined data_horizon | not done | due 2025-03-13 | needs data through 2025-03-13 | o1:2");
    // Late as far as the records show; whether there was an earlier answer they do not show.
    assert_snapshot!(orders(rule, order, "late, o1, 2025-03-20,", "").data_of("answer", "2025-01-01..2025-03-05 2025-03-10..2025-03-31").run(), @"d | o1 | 2025-03-03 | undetermined data_horizon | due 2025-03-13 | done 2025-03-20 | needs data through 2025-03-13 | late:2 o1:2");
    assert_snapshot!(orders(rule, order, "good, o1, 2025-03-12,", "").data_of("answer", "2025-01-01..2025-03-05 2025-03-10..2025-03-31").run(), @"d | o1 | 2025-03-03 | met | due 2025-03-13 | done 2025-03-12 | good:2 o1:2");
}

#[test]
fn the_next_of_a_sequence_must_satisfy() {
    let policy = "
        record unit { key id: text }
        record check_up { key id: text; unit: ref unit; at date: date; clean: yesno? }
        sequence rounds of check_up per unit by date
        deadline d \"d\" { cite 1; each check_up where not clean; must next rounds where clean; within 10 days }";
    let rows = "a1, a, 2025-03-03, no\n a2, a, 2025-03-05, yes
        b1, b, 2025-03-03, no\n b2, b, 2025-03-05, no\n b3, b, 2025-03-06, yes
        c1, c, 2025-03-03, no
        d1, d, 2025-03-03, no\n d2, d, 2025-03-20, yes
        e1, e, 2025-03-03, no\n e2, e, 2025-03-04,
        f1, f, 2025-03-28, no";
    let run = |data: &str| {
        case(policy)
            .with("unit", "id\n a\n b\n c\n d\n e\n f")
            .with("check_up", &format!("id, unit, date, clean\n{rows}"))
            .data(data)
            .as_of("2025-03-31")
            .run()
    };
    assert_snapshot!(run("2025-01-01..2025-03-31"), @"
    d | a1 | 2025-03-03 | met | due 2025-03-13 | done 2025-03-05 | a1:2
    d | b1 | 2025-03-03 | violated lapsed | due 2025-03-13 | b1:4
    d | b2 | 2025-03-05 | met | due 2025-03-17 | done 2025-03-06 | b2:5
    d | c1 | 2025-03-03 | overdue | not done | due 2025-03-13 | late 18 | c1:7
    d | d1 | 2025-03-03 | met_late | due 2025-03-13 | done 2025-03-20 | late 7 | d1:8
    d | e1 | 2025-03-03 | undetermined missing_field | due 2025-03-13 | e1:10
    d | e2 | 2025-03-04 | undetermined missing_field | not done | due 2025-03-14 | e2:11
    d | f1 | 2025-03-28 | pending | not done | due 2025-04-07 | f1:12
    ");
    // A round that is not in the records may lie between.
    assert_snapshot!(run("2025-01-01..2025-03-03 2025-03-05..2025-03-31"), @"
    d | a1 | 2025-03-03 | undetermined data_horizon | due 2025-03-13 | needs data through 2025-03-05 | a1:2
    d | b1 | 2025-03-03 | undetermined data_horizon | due 2025-03-13 | needs data through 2025-03-05 | b1:4
    d | b2 | 2025-03-05 | met | due 2025-03-17 | done 2025-03-06 | b2:5
    d | c1 | 2025-03-03 | undetermined data_horizon | not done | due 2025-03-13 | needs data through 2025-03-13 | c1:7
    d | d1 | 2025-03-03 | undetermined data_horizon | due 2025-03-13 | needs data through 2025-03-20 | d1:8
    d | e1 | 2025-03-03 | undetermined missing_field | due 2025-03-13 | e1:10
    d | e2 | 2025-03-04 | undetermined missing_field | not done | due 2025-03-14 | e2:11
    d | f1 | 2025-03-28 | pending | not done | due 2025-04-07 | f1:12
    ");
}

#[test]
fn without_a_limit_a_plan_and_what_is_ignored_leave_the_clock_unstarted() {
    let rows = "planned, 2025-03-03, , , 2025-05-01, ,\n early, 2025-03-03, , , 2025-03-01, ,\n done, 2025-03-03, , , 2025-03-09, ,";
    assert_snapshot!(matters("each matter; must done; by limit; early ignored", rows).run(), @"
    d | done | 2025-03-03 | undetermined missing_field | done:4
    d | early | 2025-03-03 | pending | not done | early:3
    d | planned | 2025-03-03 | pending | not done | planned:2
    ");
}

#[test]
fn a_late_notice_is_not_the_first_one_where_the_records_do_not_say_so() {
    let rule = "each order; must answer; before issued at least 3 days";
    let late =
        |data: &str| orders(rule, "o1, u, 2025-03-10,", "late, o1, 2025-03-09,", "").data_of("answer", data).run();
    assert_snapshot!(late("2025-01-01..2025-03-31"), @"d | o1 | 2025-03-10 | violated lapsed | due 2025-03-07 | done 2025-03-09 | late 2 | late:2 o1:2");
    assert_snapshot!(late("2025-03-08..2025-03-31"), @"d | o1 | 2025-03-10 | undetermined data_horizon | due 2025-03-07 | done 2025-03-09 | needs data through 2025-03-07 | late:2 o1:2");
    assert_snapshot!(late("2025-01-01..2025-02-01 2025-02-03..2025-03-31"), @"d | o1 | 2025-03-10 | undetermined data_horizon | due 2025-03-07 | done 2025-03-09 | needs data through 2025-03-07 | late:2 o1:2");
}
