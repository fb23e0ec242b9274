//! Limits in hours: exact where both hours are known, open where one is missing, never rolled.

use crate::harness::{Case, case};
use insta::assert_snapshot;

const RECORDS: &str = "
    record accident { key id: text; at happened: time; reported: time?; drill: time?; hours: number? }
    record report { key id: text; accident: ref accident; at sent: time; ok: yesno? }
";

/// A deadline over accidents.
fn accidents(rule: &str, rows: &str) -> Case {
    let policy = format!("{RECORDS}\ndeadline d \"reported\" {{ cite 1; each accident; {rule} }}");
    case(&policy)
        .with("accident", &format!("id, happened, reported, drill, hours\n{rows}"))
        .data("2025-01-01..2025-12-31")
        .as_of("2025-03-31")
}

#[test]
fn to_the_second_and_never_rolled() {
    // 1 October is a holiday; hours do not care.
    let rows = "
        in time, 2025-03-28 14:30, 2025-03-29 14:30, ,
        a second late, 2025-03-28 14:30, 2025-03-29 14:30:01, ,
        a day late, 2025-03-28 14:30, 2025-03-30 14:31, ,
        in UTC, 2025-03-28 14:30, 2025-03-29T06:30:00Z, ,
        never, 2025-03-28 14:30, , ,
        before, 2025-03-28 14:30, 2025-03-28 14:29, ,";
    assert_snapshot!(accidents("must reported; within 24 hours", rows).run(), @"
    d | a day late | 2025-03-28 | met_late | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | done 2025-03-30 | done at 2025-03-30T14:31:00+08:00 | late 1 | a day late:4
    d | a second late | 2025-03-28 | met_late | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | done 2025-03-29 | done at 2025-03-29T14:30:01+08:00 | late 0 | a second late:3
    d | before | 2025-03-28 | undetermined conflict | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | before:7
    d | in UTC | 2025-03-28 | met | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | done 2025-03-29 | done at 2025-03-29T14:30:00+08:00 | in UTC:5
    d | in time | 2025-03-28 | met | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | done 2025-03-29 | done at 2025-03-29T14:30:00+08:00 | in time:2
    d | never | 2025-03-28 | overdue | not done | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | late 2 | never:6
    ");
    assert_snapshot!(accidents("must reported; within 30 minutes", "a, 2025-03-28 23:45, 2025-03-29 00:15, ,\n b, 2025-03-28 23:45, 2025-03-29 00:16, ,").run(), @"
    d | a | 2025-03-28 | met | due 2025-03-29 | due at 2025-03-29T00:15:00+08:00 | done 2025-03-29 | done at 2025-03-29T00:15:00+08:00 | a:2
    d | b | 2025-03-28 | met_late | due 2025-03-29 | due at 2025-03-29T00:15:00+08:00 | done 2025-03-29 | done at 2025-03-29T00:16:00+08:00 | late 0 | b:3
    ");
}

#[test]
fn a_bare_day_settles_only_what_every_hour_settles() {
    let rows = "
        both bare same day, 2025-03-28, 2025-03-28, ,
        both bare next day, 2025-03-28, 2025-03-29, ,
        both bare two days, 2025-03-28, 2025-03-30, ,
        act bare same day, 2025-03-28 10:00, 2025-03-28, ,
        act bare next day, 2025-03-28 10:00, 2025-03-29, ,
        act bare two days, 2025-03-28 10:00, 2025-03-30, ,
        start bare in time, 2025-03-28, 2025-03-29 00:00, ,
        start bare open, 2025-03-28, 2025-03-29 00:01, ,
        start bare late, 2025-03-28, 2025-03-30 00:00, ,";
    assert_snapshot!(accidents("must reported; within 24 hours", rows).run(), @"
    d | act bare next day | 2025-03-28 | undetermined hour_unknown | due 2025-03-29 | due at 2025-03-29T10:00:00+08:00 | done 2025-03-29 | act bare next day:6
    d | act bare same day | 2025-03-28 | met | due 2025-03-29 | due at 2025-03-29T10:00:00+08:00 | done 2025-03-28 | act bare same day:5
    d | act bare two days | 2025-03-28 | met_late | due 2025-03-29 | due at 2025-03-29T10:00:00+08:00 | done 2025-03-30 | late 1 | act bare two days:7
    d | both bare next day | 2025-03-28 | undetermined hour_unknown | due 2025-03-29 | done 2025-03-29 | both bare next day:3
    d | both bare same day | 2025-03-28 | met | due 2025-03-29 | done 2025-03-28 | both bare same day:2
    d | both bare two days | 2025-03-28 | met_late | due 2025-03-29 | done 2025-03-30 | late 1 | both bare two days:4
    d | start bare in time | 2025-03-28 | met | due 2025-03-29 | done 2025-03-29 | done at 2025-03-29T00:00:00+08:00 | start bare in time:8
    d | start bare late | 2025-03-28 | met_late | due 2025-03-29 | done 2025-03-30 | done at 2025-03-30T00:00:00+08:00 | late 1 | start bare late:10
    d | start bare open | 2025-03-28 | undetermined hour_unknown | due 2025-03-29 | done 2025-03-29 | done at 2025-03-29T00:01:00+08:00 | start bare open:9
    ");
}

#[test]
fn what_is_not_done_is_overdue_once_the_whole_day_has_passed() {
    let rule = "must reported; within 24 hours";
    let exact = |as_of: &str| accidents(rule, "x, 2025-03-28 14:30, , ,").as_of(as_of).run();
    assert_snapshot!(exact("2025-03-28"), @"d | x | 2025-03-28 | pending | not done | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | x:2");
    assert_snapshot!(exact("2025-03-29"), @"d | x | 2025-03-28 | pending | not done | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | x:2");
    assert_snapshot!(exact("2025-03-30"), @"d | x | 2025-03-28 | overdue | not done | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | late 1 | x:2");
    let bare = |as_of: &str| accidents("must reported; within 2 hours", "x, 2025-03-28, , ,").as_of(as_of).run();
    assert_snapshot!(bare("2025-03-28"), @"d | x | 2025-03-28 | pending | not done | due 2025-03-29 | x:2");
    assert_snapshot!(bare("2025-03-29"), @"d | x | 2025-03-28 | undetermined hour_unknown | not done | due 2025-03-29 | x:2");
    assert_snapshot!(bare("2025-03-30"), @"d | x | 2025-03-28 | overdue | not done | due 2025-03-29 | late 1 | x:2");
    // A plan is no act, and what the records do not show is not absent.
    assert_snapshot!(accidents(rule, "x, 2025-03-28 14:30, 2025-04-01 10:00, ,").run(), @"d | x | 2025-03-28 | overdue future_dated | planned 2025-04-01 | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | late 2 | x:2");
    assert_snapshot!(accidents(rule, "x, 2025-03-28 14:30, , ,").data("2025-01-01..2025-03-28").run(), @"d | x | 2025-03-28 | undetermined data_horizon | not done | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | needs data through 2025-03-29 | x:2");
    assert_snapshot!(accidents("must reported; within 24 hours; late void", "x, 2025-03-28 14:30, , ,\n y, 2025-03-28 14:30, 2025-03-29 15:00, ,").run(), @"
    d | x | 2025-03-28 | violated lapsed | not done | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | late 2 | x:2
    d | y | 2025-03-28 | violated lapsed | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | done 2025-03-29 | done at 2025-03-29T15:00:00+08:00 | late 0 | y:3
    ");
}

#[test]
fn acts_of_another_kind() {
    let rows =
        "a, 2025-03-28 14:30, , ,\n b, 2025-03-28 20:00, , ,\n c, 2025-03-27 14:30, , ,\n d, 2025-03-27 14:30, , ,";
    let reports = "
        id, accident, sent, ok
        r1, a, 2025-03-28 15:00, yes
        r2, b, 2025-03-28 19:00, yes
        r3, c, 2025-03-28 14:31, yes
        r4, d, 2025-03-27, yes";
    assert_snapshot!(accidents("must report; within 2 hours", rows).with("report", reports).run(), @"
    d | a | 2025-03-28 | met | due 2025-03-28 | due at 2025-03-28T16:30:00+08:00 | done 2025-03-28 | done at 2025-03-28T15:00:00+08:00 | a:2 r1:2
    d | b | 2025-03-28 | overdue | not done | due 2025-03-28 | due at 2025-03-28T22:00:00+08:00 | late 3 | b:3
    d | c | 2025-03-27 | met_late | due 2025-03-27 | due at 2025-03-27T16:30:00+08:00 | done 2025-03-28 | done at 2025-03-28T14:31:00+08:00 | late 1 | c:4 r3:4
    d | d | 2025-03-27 | undetermined hour_unknown | due 2025-03-27 | due at 2025-03-27T16:30:00+08:00 | done 2025-03-27 | d:5 r4:5
    ");
    // The first of two reports counts, whatever the order of rows.
    let reports = "id, accident, sent, ok\n r1, a, 2025-03-28 18:00, yes\n r2, a, 2025-03-28 16:00, yes";
    assert_snapshot!(accidents("must report; within 2 hours", "a, 2025-03-28 14:30, , ,").with("report", reports).run(), @"d | a | 2025-03-28 | met | due 2025-03-28 | due at 2025-03-28T16:30:00+08:00 | done 2025-03-28 | done at 2025-03-28T16:00:00+08:00 | a:2 r2:3");
    // One that may not count leaves a doubt, of the field and not of the hour.
    let reports = "id, accident, sent, ok\n r1, a, 2025-03-28 15:00,\n r2, a, 2025-03-28 18:00, yes";
    assert_snapshot!(accidents("must report where ok; within 2 hours", "a, 2025-03-28 14:30, , ,").with("report", reports).run(), @"d | a | 2025-03-28 | undetermined missing_field | due 2025-03-28 | due at 2025-03-28T16:30:00+08:00 | done 2025-03-28 | done at 2025-03-28T18:00:00+08:00 | a:2 r1:2 r2:3");
}

#[test]
fn before_an_event_by_hours() {
    let rows = "
        in time, 2025-03-28 14:30, 2025-03-28 12:30, ,
        too late, 2025-03-28 14:30, 2025-03-28 12:31, ,
        bare, 2025-03-28 14:30, 2025-03-28, ,
        day before, 2025-03-28 14:30, 2025-03-27, ,
        not done, 2025-03-28 14:30, , ,";
    assert_snapshot!(accidents("must reported; before happened at least 2 hours", rows).run(), @"
    d | bare | 2025-03-28 | undetermined hour_unknown | due 2025-03-28 | due at 2025-03-28T12:30:00+08:00 | done 2025-03-28 | bare:4
    d | day before | 2025-03-28 | met | due 2025-03-28 | due at 2025-03-28T12:30:00+08:00 | done 2025-03-27 | day before:5
    d | in time | 2025-03-28 | met | due 2025-03-28 | due at 2025-03-28T12:30:00+08:00 | done 2025-03-28 | done at 2025-03-28T12:30:00+08:00 | in time:2
    d | not done | 2025-03-28 | violated lapsed | not done | due 2025-03-28 | due at 2025-03-28T12:30:00+08:00 | not done:6
    d | too late | 2025-03-28 | violated lapsed | due 2025-03-28 | due at 2025-03-28T12:30:00+08:00 | done 2025-03-28 | done at 2025-03-28T12:31:00+08:00 | late 0 | too late:3
    ");
    assert_snapshot!(accidents("must reported; before happened", "a, 2025-03-28 14:30, 2025-03-28 14:29:59, ,\n b, 2025-03-28 14:30, 2025-03-28 14:30, ,").run(), @"
    d | a | 2025-03-28 | met | due 2025-03-28 | due at 2025-03-28T14:29:59+08:00 | done 2025-03-28 | done at 2025-03-28T14:29:59+08:00 | a:2
    d | b | 2025-03-28 | violated lapsed | due 2025-03-28 | due at 2025-03-28T14:29:59+08:00 | done 2025-03-28 | done at 2025-03-28T14:30:00+08:00 | late 0 | b:3
    ");
}

#[test]
fn by_a_time_by_both_and_by_a_field() {
    let rows = "a, 2025-03-28 14:30, 2025-03-28 17:00, 2025-03-28 17:00,\n b, 2025-03-28 14:30, 2025-03-28 17:01, 2025-03-28 17:00,\n c, 2025-03-28 14:30, 2025-03-28 17:01, ,";
    assert_snapshot!(accidents("must reported; by drill", rows).run(), @"
    d | a | 2025-03-28 | met | due 2025-03-28 | due at 2025-03-28T17:00:00+08:00 | done 2025-03-28 | done at 2025-03-28T17:00:00+08:00 | a:2
    d | b | 2025-03-28 | met_late | due 2025-03-28 | due at 2025-03-28T17:00:00+08:00 | done 2025-03-28 | done at 2025-03-28T17:01:00+08:00 | late 0 | b:3
    d | c | 2025-03-28 | undetermined missing_field | c:4
    ");
    assert_snapshot!(accidents("must reported; within 24 hours; by drill", rows).run(), @"
    d | a | 2025-03-28 | met | due 2025-03-28 | due at 2025-03-28T17:00:00+08:00 | done 2025-03-28 | done at 2025-03-28T17:00:00+08:00 | a:2
    d | b | 2025-03-28 | met_late | due 2025-03-28 | due at 2025-03-28T17:00:00+08:00 | done 2025-03-28 | done at 2025-03-28T17:01:00+08:00 | late 0 | b:3
    d | c | 2025-03-28 | met | due 2025-03-29 | due at 2025-03-29T14:30:00+08:00 | done 2025-03-28 | done at 2025-03-28T17:01:00+08:00 | c:4
    ");
    let rows = "a, 2025-03-28 14:30, 2025-03-28 17:00, , 3\n b, 2025-03-28 14:30, 2025-03-28 17:00, , 2\n c, 2025-03-28 14:30, 2025-03-28 17:00, ,";
    assert_snapshot!(accidents("must reported; within hours hours", rows).run(), @"
    d | a | 2025-03-28 | met | due 2025-03-28 | due at 2025-03-28T17:30:00+08:00 | done 2025-03-28 | done at 2025-03-28T17:00:00+08:00 | a:2
    d | b | 2025-03-28 | met_late | due 2025-03-28 | due at 2025-03-28T16:30:00+08:00 | done 2025-03-28 | done at 2025-03-28T17:00:00+08:00 | late 0 | b:3
    d | c | 2025-03-28 | undetermined missing_field | c:4
    ");
}

#[test]
fn days_over_instants_count_as_days() {
    let rows = "a, 2025-03-28 23:59, 2025-04-01 23:59, ,\n b, 2025-03-28 00:00, 2025-04-02 00:00, ,";
    assert_snapshot!(accidents("must reported; within 3 days", rows).as_of("2025-04-30").run(), @"
    d | a | 2025-03-28 | met_late | due 2025-03-31 | done 2025-04-01 | late 1 | a:2
    d | b | 2025-03-28 | met_late | due 2025-03-31 | done 2025-04-02 | late 2 | b:3
    ");
}
