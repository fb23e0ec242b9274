//! Checks, and the records under a rule.

use proptest::{prelude::*, sample::select};

use super::{Era, condition, maybe};
use crate::{
    check::{Check, Each},
    rule::Head,
};

pub(crate) fn each(kind: &'static str) -> BoxedStrategy<Each> {
    (maybe(condition(kind), 4), maybe(condition(kind), 3))
        .prop_map(move |(filter, unless)| Each { kind, filter, unless })
        .boxed()
}

pub(crate) fn check(_: Era) -> BoxedStrategy<Head> {
    select(vec!["visit", "visit", "report", "leak", "unit", "round"])
        .prop_flat_map(|kind| (each(kind), maybe(condition(kind), 8)))
        .prop_map(|(each, must)| Head::Check(Check { each, must }))
        .boxed()
}
