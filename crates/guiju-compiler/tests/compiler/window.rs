//! Windows, partial windows and registers: what cannot be meant.

use insta::assert_snapshot;

use crate::support::rule;

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
