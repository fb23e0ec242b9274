//! Deadlines with a day before which it is too early.

use insta::assert_snapshot;

use crate::harness::{Case, case};

const RECORDS: &str = "
    record matter { key id: text; at found: date; planned: date?; other: date?; done: date?; days: number? }
    record answer { key id: text; matter: ref matter; at sent: date; ok: yesno? }
";

fn matters(rule: &str, rows: &str, answers: &str) -> Case {
    case(&format!("{RECORDS} deadline d \"d\" {{ cite 1; each matter; {rule} }}"))
        .with("matter", &format!("id, found, planned, other, done, days\n{rows}"))
        .with("answer", &format!("id, matter, sent, ok\n{answers}"))
        .data("2025-01-01..2025-04-30")
        .as_of("2025-04-30")
}

#[test]
fn neither_sooner_nor_later() {
    // 3 March 2025 is a Monday; 21 days on is Monday the 24th, 30 days on Wednesday 2 April.
    let rows = "too soon, 2025-03-03, , , 2025-03-23,
        first day, 2025-03-03, , , 2025-03-24,
        last day, 2025-03-03, , , 2025-04-02,
        too late, 2025-03-03, , , 2025-04-03,
        never, 2025-03-03, , , ,
        planned, 2025-03-03, , , 2025-05-05,
        before the start, 2025-03-03, , , 2025-03-02,";
    assert_snapshot!(matters("must done; between 21 and 30 days", rows, "").run(), @"
    d | before the start | 2025-03-03 | undetermined conflict | due 2025-04-02 | before the start:8
    d | first day | 2025-03-03 | met | due 2025-04-02 | done 2025-03-24 | first day:3
    d | last day | 2025-03-03 | met | due 2025-04-02 | done 2025-04-02 | last day:4
    d | never | 2025-03-03 | overdue | not done | due 2025-04-02 | late 28 | never:6
    d | planned | 2025-03-03 | overdue future_dated | planned 2025-05-05 | due 2025-04-02 | late 28 | planned:7
    d | too late | 2025-03-03 | met_late | due 2025-04-02 | done 2025-04-03 | late 1 | too late:5
    d | too soon | 2025-03-03 | violated too_early | due 2025-04-02 | done 2025-03-23 | too soon:2
    ");
    let same = matters("must done; no sooner than 21 days; within 30 days", rows, "").run();
    assert_eq!(matters("must done; between 21 days and 30 days", rows, "").run(), same);
    // The first day does not move off a weekend, the last does: Saturday 8 March, Sunday 23 March.
    let rows =
        "first, 2025-03-01, , , 2025-03-08,\n last, 2025-03-01, , , 2025-03-24,\n late, 2025-03-01, , , 2025-03-25,";
    assert_snapshot!(matters("must done; between 7 and 22 days", rows, "").run(), @"
    d | first | 2025-03-01 | met | due 2025-03-24 | done 2025-03-08 | first:2
    d | last | 2025-03-01 | met | due 2025-03-24 | done 2025-03-24 | last:3
    d | late | 2025-03-01 | met_late | due 2025-03-24 | done 2025-03-25 | late 1 | late:4
    ");
    let rows = "sooner, 2025-03-07, , , 2025-03-11,\n first, 2025-03-07, , , 2025-03-12,";
    assert_snapshot!(matters("must done; between 3 and 5 working days", rows, "").run(), @"
    d | first | 2025-03-07 | met | due 2025-03-14 | done 2025-03-12 | first:3
    d | sooner | 2025-03-07 | violated too_early | due 2025-03-14 | done 2025-03-11 | sooner:2
    ");
}

#[test]
fn while_it_is_too_early_and_after() {
    let row = "m, 2025-03-03, , , ,";
    let as_of = |day: &str| matters("must done; between 21 and 30 days", row, "").as_of(day).run();
    assert_snapshot!(as_of("2025-03-23"), @"d | m | 2025-03-03 | pending | not done | due 2025-04-02 | m:2");
    assert_snapshot!(as_of("2025-04-02"), @"d | m | 2025-03-03 | pending | not done | due 2025-04-02 | m:2");
    assert_snapshot!(as_of("2025-04-03"), @"d | m | 2025-03-03 | overdue | not done | due 2025-04-02 | late 1 | m:2");
}

#[test]
fn only_too_soon_breaks_a_limit_without_a_last_day() {
    let rule = "must done; no sooner than 10 days";
    let rows = "too soon, 2025-03-03, , , 2025-03-12,
        first day, 2025-03-03, , , 2025-03-13,
        later, 2025-03-03, , , 2025-04-29,
        never, 2025-03-03, , , ,
        not yet, 2025-04-21, , , ,
        just now, 2025-04-20, , , ,";
    assert_snapshot!(matters(rule, rows, "").run(), @"
    d | first day | 2025-03-03 | met | done 2025-03-13 | first day:3
    d | just now | 2025-04-20 | met | not done | just now:7
    d | later | 2025-03-03 | met | done 2025-04-29 | later:4
    d | never | 2025-03-03 | met | not done | never:5
    d | not yet | 2025-04-21 | pending | not done | not yet:6
    d | too soon | 2025-03-03 | violated too_early | done 2025-03-12 | too soon:2
    ");
    // Whether it was done too soon the records must show.
    assert_snapshot!(matters(rule, "never, 2025-03-03, , , ,", "").data("2025-01-01..2025-03-11").run(), @"d | never | 2025-03-03 | undetermined data_horizon | not done | needs data through 2025-03-12 | never:2");
    let rows = "before, 2025-03-03, 2025-03-20, , 2025-03-19,\n on, 2025-03-03, 2025-03-20, , 2025-03-20,\n unset, 2025-03-03, , , ,\n unset but done, 2025-03-03, , , 2025-03-20,";
    assert_snapshot!(matters("must done; no sooner than planned", rows, "").run(), @"
    d | before | 2025-03-03 | violated too_early | done 2025-03-19 | before:2
    d | on | 2025-03-03 | met | done 2025-03-20 | on:3
    d | unset | 2025-03-03 | pending | not done | unset:4
    d | unset but done | 2025-03-03 | undetermined missing_field | unset but done:5
    ");
    assert_snapshot!(matters("must done; no sooner than days days; within 30 days", "known, 2025-03-03, , , 2025-03-04, 2\n unknown, 2025-03-03, , , 2025-03-04,", "").run(), @"
    d | known | 2025-03-03 | violated too_early | due 2025-04-02 | done 2025-03-04 | known:2
    d | unknown | 2025-03-03 | undetermined missing_field | unknown:3
    ");
}

#[test]
fn of_several_acts_the_first_decides() {
    let rule = "must answer; between 21 and 30 days";
    let rows = "soon, 2025-03-03, , , ,\n good, 2025-03-03, , , ,\n none, 2025-03-03, , , ,";
    let answers = "s1, soon, 2025-03-10, yes\n s2, soon, 2025-03-25, yes\n g, good, 2025-03-25, yes";
    assert_snapshot!(matters(rule, rows, answers).run(), @"
    d | good | 2025-03-03 | met | due 2025-04-02 | done 2025-03-25 | g:4 good:3
    d | none | 2025-03-03 | overdue | not done | due 2025-04-02 | late 28 | none:4
    d | soon | 2025-03-03 | violated too_early | due 2025-04-02 | done 2025-03-10 | s1:2 soon:2
    ");
    // An answer that may not count leaves a doubt only if it is the first and too soon.
    let counted = "must answer where ok; between 21 and 30 days";
    let answers =
        "s1, soon, 2025-03-10,\n s2, soon, 2025-03-25, yes\n g, good, 2025-03-25, yes\n g2, good, 2025-03-26,";
    assert_snapshot!(matters(counted, rows, answers).run(), @"
    d | good | 2025-03-03 | met | due 2025-04-02 | done 2025-03-25 | g:4 good:3
    d | none | 2025-03-03 | overdue | not done | due 2025-04-02 | late 28 | none:4
    d | soon | 2025-03-03 | undetermined missing_field | due 2025-04-02 | done 2025-03-25 | s1:2 s2:3 soon:2
    ");
    // One that the records do not show may have been too soon.
    assert_snapshot!(matters(rule, rows, "g, good, 2025-03-25, yes").data_of("answer", "2025-03-20..2025-04-30").run(), @"
    d | good | 2025-03-03 | undetermined data_horizon | due 2025-04-02 | done 2025-03-25 | needs data through 2025-03-23 | g:2 good:3
    d | none | 2025-03-03 | undetermined data_horizon | not done | due 2025-04-02 | needs data through 2025-04-02 | none:4
    d | soon | 2025-03-03 | undetermined data_horizon | not done | due 2025-04-02 | needs data through 2025-04-02 | soon:2
    ");
}

#[test]
fn after_refuses_the_same_day() {
    let rows = "m, 2025-03-03, , , ,\n n, 2025-03-03, , , ,";
    let answers = "same day, m, 2025-03-03, yes\n next day, n, 2025-03-04, yes";
    assert_snapshot!(matters("after found; must answer; within 10 days", rows, answers).run(), @"
    d | m | 2025-03-03 | overdue | not done | due 2025-03-13 | late 48 | m:2
    d | n | 2025-03-03 | met | due 2025-03-13 | done 2025-03-04 | next day:3 n:3
    ");
    assert_snapshot!(matters("from found; must answer; within 10 days", rows, answers).run(), @"
    d | m | 2025-03-03 | met | due 2025-03-13 | done 2025-03-03 | same day:2 m:2
    d | n | 2025-03-03 | met | due 2025-03-13 | done 2025-03-04 | next day:3 n:3
    ");
    let again = "same day, m, 2025-03-03, yes\n day after, m, 2025-03-04, yes\n next day, n, 2025-03-04, yes";
    assert_snapshot!(matters("after found; must answer; within 10 days", rows, again).run(), @"
    d | m | 2025-03-03 | met | due 2025-03-13 | done 2025-03-04 | day after:3 m:2
    d | n | 2025-03-03 | met | due 2025-03-13 | done 2025-03-04 | next day:4 n:3
    ");
}

#[test]
fn the_clock_starts_with_the_earlier_or_later_of_the_dates_there_are() {
    let rows = "both, 2025-03-03, 2025-03-10, 2025-03-17, ,
        one, 2025-03-03, , 2025-03-17, ,
        none, 2025-03-03, , , ,";
    assert_snapshot!(matters("from earlier of (planned, other); must done; within 10 days", rows, "").run(), @"
    d | both | 2025-03-03 | overdue | not done | due 2025-03-20 | late 41 | both:2
    d | none | 2025-03-03 | pending | none:4
    d | one | 2025-03-03 | overdue | not done | due 2025-03-27 | late 34 | one:3
    ");
    assert_snapshot!(matters("from later of (planned, other); must done; within 10 days", rows, "").run(), @"
    d | both | 2025-03-03 | overdue | not done | due 2025-03-27 | late 34 | both:2
    d | none | 2025-03-03 | pending | none:4
    d | one | 2025-03-03 | overdue | not done | due 2025-03-27 | late 34 | one:3
    ");
}
