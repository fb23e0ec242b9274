//! Instants: on which day they fall, how they compare, and what a bare day leaves open.

use crate::harness::{Case, case};
use insta::assert_snapshot;

const CALLS: &str = "
    record unit { key id: text }
    record call { key id: text; at made: time; unit: ref unit?; answered: time?; seen: date? }
    register units of unit
";

/// A rule over calls, in a zone.
fn calls_in(zone: &str, rule: &str, rows: &str) -> Case {
    let policy = format!("policy t \"test\" {{ zone \"{zone}\"; effective from 2000-01-01 }}\n{CALLS}\n{rule}");
    case(&policy)
        .with("call", &format!("id, made, unit, answered, seen\n{rows}"))
        .with("unit", "id\nU")
        .as_of("2025-12-31")
}

fn calls(rule: &str, rows: &str) -> Case {
    calls_in("Asia/Shanghai", rule, rows)
}

#[test]
fn an_instant_falls_on_the_day_of_the_policys_zone() {
    let rule = "quantity q \"calls\" { cite 1; every calendar month; count call; at least 1 }";
    let rows = "late on the 31st, 2025-03-31T15:30:00Z, U, ,\n first of April there, 2025-03-31T16:00:00Z, U, ,";
    let march = |zone: &str| calls_in(zone, rule, rows).data("2025-03-01..2025-04-30").as_of("2025-04-30").run();
    assert_snapshot!(march("Asia/Shanghai"), @"
    q | t | 2025-03-01..2025-03-31 | met | 1 (≥1)
    q | t | 2025-04-01..2025-04-30 | met | 1 (≥1)
    ");
    assert_snapshot!(march("America/New_York"), @"
    q | t | 2025-03-01..2025-03-31 | met | 2 (≥1)
    q | t | 2025-04-01..2025-04-30 | pending | 0 (≥1) | needs 1 more by 2025-04-30
    ");
    // A bare day is that day in every zone; a civil time is one of the dataset's zone, which is the policy's.
    let rows = "bare, 2025-03-31, U, ,\n civil, 2025-03-31 23:59, U, ,";
    assert_eq!(
        calls_in("America/New_York", rule, rows).data("2025-03-01..2025-04-30").as_of("2025-04-30").run(),
        calls(rule, rows).data("2025-03-01..2025-04-30").as_of("2025-04-30").run()
    );
}

#[test]
fn what_is_not_yet_seen_goes_by_the_day_of_the_zone() {
    let rule = "check c \"answered\" { cite 1; each call; must answered known }";
    let rows = "seen, 2025-03-31T15:59:59Z, U, ,\n tomorrow, 2025-03-31T16:00:00Z, U, ,";
    assert_snapshot!(calls(rule, rows).as_of("2025-03-31").run(), @"c | seen | 2025-03-31 | violated | fails: answered known | seen:2");
}

#[test]
fn instants_compare_exactly_and_bare_days_leave_it_open() {
    let rule = "check c \"answered after it was made\" { cite 1; each call; must answered > made }";
    let rows = "
        a minute later, 2025-03-04 12:00, U, 2025-03-04 12:01,
        the same, 2025-03-04 12:00, U, 2025-03-04T04:00Z,
        a minute sooner, 2025-03-04 12:00, U, 2025-03-04 11:59,
        some time that day, 2025-03-04 12:00, U, 2025-03-04,
        a later day, 2025-03-04, U, 2025-03-05,
        an earlier day, 2025-03-04, U, 2025-03-03,
        never, 2025-03-04 12:00, U, ,";
    assert_snapshot!(calls(rule, rows).run(), @"
    c | a later day | 2025-03-04 | met | holds | a later day:6
    c | a minute later | 2025-03-04 | met | holds | a minute later:2
    c | a minute sooner | 2025-03-04 | violated | fails: answered > made | a minute sooner:4
    c | an earlier day | 2025-03-04 | violated | fails: answered > made | an earlier day:7
    c | never | 2025-03-04 | undetermined missing_field | unknown: answered > made | never:8
    c | some time that day | 2025-03-04 | undetermined missing_field | unknown: answered > made | some time that day:5
    c | the same | 2025-03-04 | violated | fails: answered > made | the same:3
    ");
    // Beside a date an instant is its day.
    let rule = "check c \"seen that day\" { cite 1; each call; must seen = made }";
    assert_snapshot!(calls(rule, "same, 2025-03-04 23:59, U, , 2025-03-04\n next, 2025-03-04 23:59, U, , 2025-03-05\n bare, 2025-03-04, U, , 2025-03-04").run(), @"
    c | bare | 2025-03-04 | met | holds | bare:4
    c | next | 2025-03-04 | violated | fails: seen = made | next:3
    c | same | 2025-03-04 | met | holds | same:2
    ");
}

#[test]
fn hours_between_two_instants() {
    let rule = "check c \"within a day\" { cite 1; each call; must hours from made to answered <= 24 }";
    let rows = "
        exactly, 2025-03-04 12:00, U, 2025-03-05 12:00,
        a second over, 2025-03-04 12:00, U, 2025-03-05 12:00:01,
        same day unknown hour, 2025-03-04 00:00, U, 2025-03-04,
        two bare days, 2025-03-04, U, 2025-03-05,
        far apart, 2025-03-04, U, 2025-03-07,";
    assert_snapshot!(calls(rule, rows).run(), @"
    c | a second over | 2025-03-04 | violated | fails: hours from made to answered <= 24 | a second over:3
    c | exactly | 2025-03-04 | met | holds | exactly:2
    c | far apart | 2025-03-04 | violated | fails: hours from made to answered <= 24 | far apart:6
    c | same day unknown hour | 2025-03-04 | met | holds | same day unknown hour:4
    c | two bare days | 2025-03-04 | undetermined missing_field | unknown: hours from made to answered <= 24 | two bare days:5
    ");
    let rule = "check c \"half an hour\" { cite 1; each call; must minutes from made to answered between 30 and 90 }";
    assert_snapshot!(calls(rule, "a, 2025-03-04 12:00, U, 2025-03-04 12:29,\n b, 2025-03-04 12:00, U, 2025-03-04 12:30,\n c, 2025-03-04 12:00, U, 2025-03-04 13:31,").run(), @"
    c | a | 2025-03-04 | violated | fails: minutes from made to answered between 30 and 90 | a:2
    c | b | 2025-03-04 | met | holds | b:3
    c | c | 2025-03-04 | violated | fails: minutes from made to answered between 30 and 90 | c:4
    ");
    let rule = "check c \"a number\" { cite 1; each call; must greater of (hours from made to answered, 1) >= 1.5 }";
    assert_snapshot!(calls(rule, "a, 2025-03-04 12:00, U, 2025-03-04 13:30,\n b, 2025-03-04 12:00, U, 2025-03-04 13:29,").run(), @"
    c | a | 2025-03-04 | met | holds | a:2
    c | b | 2025-03-04 | violated | fails: greater of (hours from made to answered, 1) >= 1.5 | b:3
    ");
}

#[test]
fn the_clock_of_an_instant() {
    let rule = "check c \"in working hours\" { cite 1; each call; must clock of made between 9:00 and 17:30 and weekday of made <= 5 }";
    let rows = "
        first, 2025-03-04 09:00, U, ,
        early, 2025-03-04 08:59:59, U, ,
        last, 2025-03-04 17:30:59, U, ,
        late, 2025-03-04 17:31, U, ,
        abroad, 2025-03-04T01:00Z, U, ,
        weekend, 2025-03-08 12:00, U, ,
        bare, 2025-03-04, U, ,
        bare weekend, 2025-03-08, U, ,";
    assert_snapshot!(calls(rule, rows).run(), @"
    c | abroad | 2025-03-04 | met | holds | abroad:6
    c | bare | 2025-03-04 | undetermined missing_field | unknown: clock of made between 9:00 and 17:30 | bare:8
    c | bare weekend | 2025-03-08 | violated | fails: weekday of made <= 5 | bare weekend:9
    c | early | 2025-03-04 | violated | fails: clock of made between 9:00 and 17:30 | early:3
    c | first | 2025-03-04 | met | holds | first:2
    c | last | 2025-03-04 | met | holds | last:4
    c | late | 2025-03-04 | violated | fails: clock of made between 9:00 and 17:30 | late:5
    c | weekend | 2025-03-08 | violated | fails: weekday of made <= 5 | weekend:7
    ");
}

#[test]
fn instants_move_by_hours_and_by_days() {
    let rule = "check c \"moved\" { cite 1; each call; must answered <= made + 36 hours and answered >= made + 1 day }";
    let rows = "
        a day, 2025-03-04 12:00, U, 2025-03-05 12:00,
        too soon, 2025-03-04 12:00, U, 2025-03-05 11:59,
        too late, 2025-03-04 12:00, U, 2025-03-06 00:01,";
    assert_snapshot!(calls(rule, rows).run(), @"
    c | a day | 2025-03-04 | met | holds | a day:2
    c | too late | 2025-03-04 | violated | fails: answered <= made + 36 hours | too late:4
    c | too soon | 2025-03-04 | violated | fails: answered >= made + 1 day | too soon:3
    ");
    let rule = "check c \"choice\" { cite 1; each call; must later of (answered, made) = made }";
    assert_snapshot!(calls(rule, "a, 2025-03-04 12:00, U, 2025-03-04 11:00,\n b, 2025-03-04 12:00, U, ,\n c, 2025-03-04 12:00, U, 2025-03-04 13:00,").run(), @"
    c | a | 2025-03-04 | met | holds | a:2
    c | b | 2025-03-04 | met | holds | b:3
    c | c | 2025-03-04 | violated | fails: later of (answered, made) = made | c:4
    ");
    let rule = "check c \"literal\" { cite 1; each call where made >= 2025-03-04T12:00; must answered known }";
    assert_snapshot!(calls(rule, "noon, 2025-03-04 12:00, U, ,\n before, 2025-03-04 11:59, U, ,\n bare, 2025-03-04, U, ,").run(), @"
    c | bare | 2025-03-04 | undetermined missing_field | fails: answered known | bare:4
    c | noon | 2025-03-04 | violated | fails: answered known | noon:2
    ");
}

#[test]
fn events_sequences_and_windows_go_by_days() {
    let rule = "
        event round from call per unit, made { n = count }
        quantity q \"two rounds\" { cite 1; per u in units; every calendar month; count round; at least 2 }
        quantity r \"days apart\" { cite 1; per u in units; every rolling 7 days per gap; count call; at least 1 }";
    let rows = "a, 2025-03-04 08:00, U, ,\n b, 2025-03-04 20:00, U, ,\n c, 2025-03-12 09:00, U, ,";
    assert_snapshot!(calls(rule, rows).data("2025-03-01..2025-03-31").as_of("2025-03-31").run(), @"
    q | U | 2025-03-01..2025-03-31 | met | 2 (≥2)
    r | U | 2025-03-04 | met | 2025-03-04 to 2025-03-04: 0 days | due 2025-03-11 | done 2025-03-04
    r | U | 2025-03-04..2025-03-12 | violated | 2025-03-04 to 2025-03-12: 8 days | due 2025-03-11 | done 2025-03-12 | late 1 | b:3 c:4
    r | U | 2025-03-12..2025-03-31 | overdue | 2025-03-12 to 2025-03-31: 19 days | due 2025-03-19 | late 12 | c:4
    ");
}

#[test]
fn a_measure_is_looked_up_on_the_day_of_an_instant() {
    let rule = "
        measure calls_so_far of unit { cite 1; the last 1 month; count call }
        check c \"few calls\" { cite 1; each call; must unit.calls_so_far <= 1 }";
    let rows = "a, 2025-03-31T15:00Z, U, ,\n b, 2025-04-30T15:00Z, U, ,";
    assert_snapshot!(calls(rule, rows).data("2025-03-01..2025-04-30").run(), @r#"
    c | a | 2025-03-31 | undetermined data_horizon | unknown: unit.calls_so_far <= 1 | needs data from 2025-02-28 | a:2
    c | b | 2025-04-30 | violated | fails: unit.calls_so_far <= 1 | b:3
    "#);
}

#[test]
fn the_zone_of_a_dataset_reads_its_civil_times() {
    let rule = "check c \"in the morning\" { cite 1; each call; must clock of made < 12:00 }";
    let rows = "a, 2025-03-04 03:59, U, ,\n b, 2025-03-04 04:00, U, ,\n c, 2025-03-04T11:59+08:00, U, ,";
    assert_snapshot!(calls(rule, rows).zone("UTC").run(), @"
    c | a | 2025-03-04 | met | holds | a:2
    c | b | 2025-03-04 | violated | fails: clock of made < 12:00 | b:3
    c | c | 2025-03-04 | met | holds | c:4
    ");
}
