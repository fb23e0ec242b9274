//! Duties that return with every window: reports by a day of it or of the next.

use insta::assert_snapshot;

use crate::harness::{Case, case};

const RECORDS: &str = "
    record group { key id: text; since: date?; until: date? }
    record report { key id: text; group: ref group; month: date?; label: text?; at sent: date; ok: yesno? }
    register groups of group from since until until
";

fn reports(rule: &str, rows: &str) -> Case {
    case(&format!("{RECORDS} deadline d \"d\" {{ cite 1; per g in groups; every calendar month; {rule} }}"))
        .with("group", "id, since, until\n g, ,")
        .with("report", &format!("id, group, month, label, sent, ok\n{rows}"))
        .data("2025-01-01..2025-04-30")
        .as_of("2025-04-10")
        .between("2025-01-01", "2025-04-30")
}

#[test]
fn by_a_day_of_the_month_or_its_last() {
    let rows = "r1, g, , , 2025-01-30,\n r2, g, , , 2025-02-28,\n r3, g, , , 2025-03-31,";
    assert_snapshot!(reports("must report; by day 30", rows).run(), @"
    d | g | 2025-01-01..2025-01-31 | met | due 2025-02-05 | done 2025-01-30 | r1:2
    d | g | 2025-02-01..2025-02-28 | met | due 2025-02-28 | done 2025-02-28 | r2:3
    d | g | 2025-03-01..2025-03-31 | met | due 2025-03-31 | done 2025-03-31 | r3:4
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-04-30
    ");
    assert_snapshot!(reports("must report; by last day", "").run(), @"
    d | g | 2025-01-01..2025-01-31 | overdue | not done | due 2025-02-05 | late 64
    d | g | 2025-02-01..2025-02-28 | overdue | not done | due 2025-02-28 | late 41
    d | g | 2025-03-01..2025-03-31 | overdue | not done | due 2025-03-31 | late 10
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-04-30
    ");
    assert_snapshot!(reports("must report; by last working day", "").run(), @"
    d | g | 2025-01-01..2025-01-31 | overdue | not done | due 2025-01-27 | late 73
    d | g | 2025-02-01..2025-02-28 | overdue | not done | due 2025-02-28 | late 41
    d | g | 2025-03-01..2025-03-31 | overdue | not done | due 2025-03-31 | late 10
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-04-30
    ");
}

#[test]
fn by_a_day_of_the_next_month() {
    // 10 March 2025 is a Monday; 10 May a Saturday.
    assert_snapshot!(reports("must report; by day 10 of the next", "").run(), @"
    d | g | 2025-01-01..2025-01-31 | overdue | not done | due 2025-02-10 | late 59
    d | g | 2025-02-01..2025-02-28 | overdue | not done | due 2025-03-10 | late 31
    d | g | 2025-03-01..2025-03-31 | pending | not done | due 2025-04-10
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-05-12
    ");
    let rows = "january's, g, , , 2025-02-05,\n february's, g, , , 2025-03-11,\n march's, g, , , 2025-03-31,";
    assert_snapshot!(reports("must report; by day 10 of the next", rows).run(), @"
    d | g | 2025-01-01..2025-01-31 | met | due 2025-02-10 | done 2025-02-05 | january's:2
    d | g | 2025-02-01..2025-02-28 | met_late | due 2025-03-10 | done 2025-03-11 | late 1 | february's:3
    d | g | 2025-03-01..2025-03-31 | met | due 2025-04-10 | done 2025-03-31 | march's:4
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-05-12
    ");
    assert_snapshot!(reports("must report; by last day of the next", "").run(), @"
    d | g | 2025-01-01..2025-01-31 | overdue | not done | due 2025-02-28 | late 41
    d | g | 2025-02-01..2025-02-28 | overdue | not done | due 2025-03-31 | late 10
    d | g | 2025-03-01..2025-03-31 | pending | not done | due 2025-04-30
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-06-03
    ");
}

#[test]
fn a_report_says_which_period_it_is_for() {
    let by_date = "must report for month; by day 10 of the next";
    let rows = "r2, g, 2025-02-15, , 2025-02-20,\n again, g, 2025-02-01, , 2025-03-05,\n r1, g, 2025-01-31, , 2025-02-20,\n unlabelled, g, , , 2025-04-01,";
    assert_snapshot!(reports(by_date, rows).run(), @"
    d | g | 2025-01-01..2025-01-31 | met_late | due 2025-02-10 | done 2025-02-20 | late 10 | r1:4
    d | g | 2025-02-01..2025-02-28 | met | due 2025-03-10 | done 2025-02-20 | r2:2
    d | g | 2025-03-01..2025-03-31 | met | due 2025-04-10 | done 2025-04-01 | unlabelled:5
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-05-12
    ");
    let by_label = "must report for label; by day 10 of the next";
    let rows = "r1, g, , 2025-01, 2025-02-01,\n odd, g, , February, 2025-03-01,\n quarter, g, , 2025-Q1, 2025-03-01,\n r4, g, , 2025-04, 2025-04-01,";
    assert_snapshot!(reports(by_label, rows).run(), @"
    d | g | 2025-01-01..2025-01-31 | met | due 2025-02-10 | done 2025-02-01 | r1:2
    d | g | 2025-02-01..2025-02-28 | overdue | not done | due 2025-03-10 | late 31
    d | g | 2025-03-01..2025-03-31 | pending | not done | due 2025-04-10
    d | g | 2025-04-01..2025-04-30 | met | due 2025-05-12 | done 2025-04-01 | r4:5
    ");
}

#[test]
fn without_a_period_the_earliest_open_one_takes_the_report() {
    let rows = "one, g, , , 2025-03-05,\n two, g, , , 2025-03-05,";
    assert_snapshot!(reports("must report; by last day", rows).run(), @"
    d | g | 2025-01-01..2025-01-31 | met_late | due 2025-02-05 | done 2025-03-05 | late 28 | one:2
    d | g | 2025-02-01..2025-02-28 | met_late | due 2025-02-28 | done 2025-03-05 | late 5 | two:3
    d | g | 2025-03-01..2025-03-31 | overdue | not done | due 2025-03-31 | late 10
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-04-30
    ");
}

#[test]
fn one_report_for_two_periods_only_if_shared() {
    let rows = "one, g, , , 2025-03-31,";
    assert_snapshot!(reports("must report; by last day", rows).run(), @"
    d | g | 2025-01-01..2025-01-31 | met_late | due 2025-02-05 | done 2025-03-31 | late 54 | one:2
    d | g | 2025-02-01..2025-02-28 | overdue | not done | due 2025-02-28 | late 41
    d | g | 2025-03-01..2025-03-31 | overdue | not done | due 2025-03-31 | late 10
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-04-30
    ");
    assert_snapshot!(reports("must report; by last day; matching shared", rows).run(), @"
    d | g | 2025-01-01..2025-01-31 | met_late | due 2025-02-05 | done 2025-03-31 | late 54 | one:2
    d | g | 2025-02-01..2025-02-28 | met_late | due 2025-02-28 | done 2025-03-31 | late 31 | one:2
    d | g | 2025-03-01..2025-03-31 | met | due 2025-03-31 | done 2025-03-31 | one:2
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-04-30
    ");
}

#[test]
fn members_in_part_of_a_month_owe_nothing_for_it() {
    let case = |partial: &str| {
        reports(&format!("must report; by last day; {partial}"), "")
            .with(
                "group",
                "id, since, until\n from within, 2025-02-02,\n until within, , 2025-02-27\n future, 2025-05-01,",
            )
            .run()
    };
    assert_snapshot!(case("partial whole only"), @"
    d | from within | 2025-02-01..2025-02-28 | not_applicable partial
    d | from within | 2025-03-01..2025-03-31 | overdue | not done | due 2025-03-31 | late 10
    d | from within | 2025-04-01..2025-04-30 | pending | not done | due 2025-04-30
    d | until within | 2025-01-01..2025-01-31 | overdue | not done | due 2025-02-05 | late 64
    d | until within | 2025-02-01..2025-02-28 | not_applicable partial
    ");
    assert_snapshot!(case("partial full"), @"
    d | from within | 2025-02-01..2025-02-28 | overdue | not done | due 2025-02-28 | late 41
    d | from within | 2025-03-01..2025-03-31 | overdue | not done | due 2025-03-31 | late 10
    d | from within | 2025-04-01..2025-04-30 | pending | not done | due 2025-04-30
    d | until within | 2025-01-01..2025-01-31 | overdue | not done | due 2025-02-05 | late 64
    d | until within | 2025-02-01..2025-02-28 | overdue | not done | due 2025-02-28 | late 41
    ");
}

#[test]
fn absence_is_claimed_only_where_the_feed_covers_the_period() {
    let rule = "must report; by day 30";
    assert_snapshot!(reports(rule, "").data("2025-01-15..2025-04-30").run(), @"
    d | g | 2025-01-01..2025-01-31 | undetermined data_horizon | not done | due 2025-02-05 | needs data through 2025-02-05
    d | g | 2025-02-01..2025-02-28 | overdue | not done | due 2025-02-28 | late 41
    d | g | 2025-03-01..2025-03-31 | overdue | not done | due 2025-03-31 | late 10
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-04-30
    ");
    assert_snapshot!(reports(rule, "").data("2025-01-01..2025-01-29").run(), @"
    d | g | 2025-01-01..2025-01-31 | undetermined data_horizon | not done | due 2025-02-05 | needs data through 2025-02-05
    d | g | 2025-02-01..2025-02-28 | undetermined data_horizon | not done | due 2025-02-28 | needs data through 2025-02-28
    d | g | 2025-03-01..2025-03-31 | undetermined data_horizon | not done | due 2025-03-31 | needs data through 2025-03-31
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-04-30
    ");
}

#[test]
fn doubtful_reports_leave_a_doubt() {
    assert_snapshot!(reports("must report where ok; by last day", "r, g, , , 2025-01-10,").run(), @"
    d | g | 2025-01-01..2025-01-31 | undetermined missing_field | not done | due 2025-02-05 | r:2
    d | g | 2025-02-01..2025-02-28 | overdue | not done | due 2025-02-28 | late 41
    d | g | 2025-03-01..2025-03-31 | overdue | not done | due 2025-03-31 | late 10
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-04-30
    ");
}

#[test]
fn without_a_window_once_for_each_member() {
    let case = case(&format!("{RECORDS} deadline d \"d\" {{ cite 1; per g in groups; must report; by 2025-03-01 }}"))
        .with("group", "id, since, until\n done, ,\n late, ,\n never, ,\n closed, , 2025-02-01\n future, 2025-05-01,")
        .with("report", "id, group, month, label, sent, ok\n r, done, , , 2025-03-01,\n s, late, , , 2025-03-02,")
        .data("2025-01-01..2025-04-30")
        .as_of("2025-04-10");
    assert_snapshot!(case.run(), @"
    d | closed | discharged closed | not done | due 2025-03-01
    d | done | met | due 2025-03-01 | done 2025-03-01 | r:2
    d | late | met_late | due 2025-03-01 | done 2025-03-02 | late 1 | s:3
    d | never | overdue | not done | due 2025-03-01 | late 40
    ");
}

#[test]
fn a_report_that_does_not_say_its_period_is_for_the_earliest_open_one_alone() {
    let by_date = "must report for month; by day 10 of the next";
    let rows = "february's, g, 2025-02-15, , 2025-02-20,\n unlabelled, g, , , 2025-02-25,\n again, g, , , 2025-03-05,";
    let one = reports(by_date, rows).run();
    assert_snapshot!(one, @"
    d | g | 2025-01-01..2025-01-31 | met_late | due 2025-02-10 | done 2025-02-25 | late 15 | unlabelled:3
    d | g | 2025-02-01..2025-02-28 | met | due 2025-03-10 | done 2025-02-20 | february's:2
    d | g | 2025-03-01..2025-03-31 | met | due 2025-04-10 | done 2025-03-05 | again:4
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-05-12
    ");
    assert_eq!(reports(&format!("{by_date}; matching shared"), rows).run(), one);
}

#[test]
fn a_report_is_not_used_up_by_a_month_for_which_nothing_is_owed() {
    let case = reports("must report; by last day of the next", "r, g, , , 2025-03-10,")
        .with("group", "id, since, until\n g, 2025-02-10,");
    assert_snapshot!(case.run(), @"
    d | g | 2025-02-01..2025-02-28 | not_applicable partial
    d | g | 2025-03-01..2025-03-31 | met | due 2025-04-30 | done 2025-03-10 | r:2
    d | g | 2025-04-01..2025-04-30 | pending | not done | due 2025-06-03
    ");
}
