//! Windows, partial windows and registers: what cannot be meant.

use insta::assert_snapshot;

use crate::support::rule;

#[test]
fn the_window_before_and_gaps_have_their_bounds() {
    assert_snapshot!(rule("quantity", "count visit; fewer than the window before"), @"
    E0606 ⟦fewer than the window before⟧ no window before | this window has no neighbour
      help: use `every calendar year` or the like
    ");
    assert_snapshot!(rule("quantity", "every rolling 90 days; count visit; at least 50% of the window before"), @"
    E0606 ⟦at least 50% of the window before⟧ no window before | this window has no neighbour
      help: use `every calendar year` or the like
    ");
    assert_snapshot!(rule("quantity", "every calendar month; mean score of visit; fewer than the window before"), @"
    E0606 ⟦fewer than the window before⟧ a share or a mean beside that of the window before | compared are counts and totals
      help: count the records that matter
    ");
    assert_snapshot!(rule("quantity", "every calendar month; count visit; exactly the window before"), @"
    E0606 ⟦exactly the window before⟧ both ends set by the window before | one end can be
      help: make two rules, one for each end
    ");
    assert_snapshot!(rule("quantity", "partial prorate ceil; every calendar month; count visit; fewer than the window before"), @"
    E0602 ⟦partial prorate ceil⟧ nothing that could be prorated | the window before is taken whole
      help: choose `whole only`, `full` or `waive under 30 days`
    ");
    assert_snapshot!(rule("quantity", "every rolling 90 days per gap; count visit; exactly 2"), @"
    E0606 ⟦exactly 2⟧ two demands on one gap | a gap is too long or too short
      help: make two rules, one with `at least`, one with `at most`
    ");
}

#[test]
fn cycles_and_spacings_have_a_length_in_calendar_days() {
    assert_snapshot!(rule("quantity", "every cycle 0 days from 2025-01-01; count visit; at least 4"), @"
    E0302 ⟦0 days⟧ a window of no length | nothing can happen in it
      help: one day is the shortest
    ");
    assert_snapshot!(rule("quantity", "every cycle 5 working days from 2025-01-01; count visit; at least 4"), @"
    E0302 ⟦5 working days⟧ a length in working days | windows and spacings are counted in calendar days
      help: use days, weeks, months, quarters or years
    ");
    assert_snapshot!(rule("quantity", "every cycle 5 days from 7; count visit; at least 4"), @"E0301 ⟦7⟧ expected a date, found a number | this is a number");
    assert_snapshot!(rule("quantity", "every calendar month; count visit; at least 4; spacing at least 5 working days"), @"
    E0302 ⟦5 working days⟧ a length in working days | windows and spacings are counted in calendar days
      help: use days, weeks, months, quarters or years
    ");
    assert_snapshot!(rule("quantity", "every calendar month; count visit; at least 4; spacing at least 7"), @"
    E0301 ⟦7⟧ expected a length of time such as 15 days, found a number | this is a number
      help: give it a unit, as `7 days` or `7 working days`
    ");
    assert_snapshot!(rule("quantity", "every calendar month; total score of visit; at least 4; spacing at least 7 days"), @"
    E0602 ⟦spacing at least 7 days⟧ `spacing` has no effect beside `count` | would be ignored
      help: only `count RECORD` counts records one by one
    ");
    assert_snapshot!(rule("quantity", "every rolling 90 days; count visit; at least 4; spacing at least 7 days"), @"
    E0602 ⟦spacing at least 7 days⟧ `spacing` has no effect beside `every` | would be ignored
      help: use `every calendar month` or the like; how far apart two neighbours may be says `per gap`
    ");
    assert_snapshot!(rule("deadline", "per g in groups; every cycle 5 years from 2025-01-01; must visit.date; by day 30"), @"
    E0602 ⟦every cycle 5 years from 2025-01-01⟧ this window does not belong in a `deadline` | a deadline starts from `each RECORD` or `every calendar …`
      help: keep one of them
    ");
}

#[test]
fn what_has_no_parts_is_not_prorated() {
    assert_snapshot!(rule("quantity", "partial prorate floor; every calendar month; share of visit that covert; at least 40%"), @"
    E0602 ⟦partial prorate floor⟧ nothing that could be prorated | a share is the same of any part
      help: choose `whole only`, `full` or `waive under 30 days`
    ");
    assert_snapshot!(rule("quantity", "partial prorate ceil; every calendar month; mean score of visit; at least 4"), @"
    E0602 ⟦partial prorate ceil⟧ nothing that could be prorated | a mean is the same of any part
      help: choose `whole only`, `full` or `waive under 30 days`
    ");
    assert_snapshot!(rule("deadline", "partial prorate ceil; per g in groups; every calendar month; must visit.date; by day 30"), @"
    E0602 ⟦partial prorate ceil⟧ nothing that could be prorated | an act is done or not
      help: choose `whole only`, `full` or `waive under 30 days`
    ");
    assert_snapshot!(rule("quantity", "partial waive under 3.5 days; every calendar month; count visit; at least 4"), @"E0302 ⟦partial waive under 3.5 days⟧ `3.5` days | must be a whole number");
}
