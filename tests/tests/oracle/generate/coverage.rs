//! Coverages.

use proptest::{prelude::*, sample::select};

use super::{Era, check::each, condition, maybe, quantity::ranges};
use crate::{
    condition::Path,
    coverage::{Coverage, Reach},
    members::Over,
    rule::Head,
    time::Family,
};

pub(crate) fn coverage(_: Era) -> BoxedStrategy<Head> {
    let percent = || maybe(select(vec![1_u32, 34, 50, 67, 90, 100]), 5);
    let family = maybe(select(vec![Family::Week, Family::Month, Family::Quarter, Family::Year]), 8);
    let set = select(vec![
        (Over::Register("units"), vec!["unit"]),
        (Over::Register("majors"), vec!["unit"]),
        (Over::Catalog("items"), vec!["items"]),
        (Over::Catalog("classes"), vec!["class"]),
        (Over::Catalog("classes"), vec!["unit", "class"]),
    ]);
    let together = (ranges(), set, family, maybe(condition("visit"), 4), percent()).prop_map(
        |((per, ties), (set, by), window, filter, percent)| {
            Head::Coverage(Coverage {
                reach: Reach::Together { per, window, kind: "visit", ties, filter },
                set,
                by: Path::own(&by),
                percent,
            })
        },
    );
    let alone = (each("visit"), percent()).prop_map(|(each, percent)| {
        Head::Coverage(Coverage {
            reach: Reach::Each(each),
            set: Over::Catalog("items"),
            by: Path::own(&["items"]),
            percent,
        })
    });
    prop_oneof![3 => together, 1 => alone].boxed()
}
