//! Quantities over other windows than those of the calendar: rolling, the last N, a member's own period, a whole life.

use proptest::{prelude::*, sample::select};

use super::{Era, condition, maybe, quantity::ranges, whole};
use crate::{
    bound::{Amount, Bound, Measure},
    condition::{Path, Term},
    members::{Over, Range},
    quantity::{Length, Quantity, Tie, Window},
    rule::Head,
    time::{Span, Unit},
};

fn bound() -> BoxedStrategy<Bound> {
    let amount = whole().prop_map(|n| Amount::Term(Term::Number(n))).boxed();
    prop_oneof![
        5 => amount.clone().prop_map(Bound::AtLeast),
        3 => amount.clone().prop_map(Bound::AtMost),
        1 => amount.clone().prop_map(Bound::Exactly),
        1 => whole().prop_map(|n| {
            let end = |n| Amount::Term(Term::Number(n));
            Bound::Between(end(n), end(n + crate::value::ONE))
        }),
    ]
    .boxed()
}

fn measure() -> BoxedStrategy<Measure> {
    let distinct = select(vec!["place", "date", "group"]).prop_map(|field| Measure::Distinct(Path::own(&[field])));
    prop_oneof![3 => Just(Measure::Count), 1 => distinct].boxed()
}

fn length(member: bool) -> BoxedStrategy<Length> {
    let written = prop_oneof![
        select(vec![1, 7, 10, 30]).prop_map(|n| Span { n, unit: Unit::Days }),
        Just(Span { n: 2, unit: Unit::Weeks }),
        (1..=2_u32).prop_map(|n| Span { n, unit: Unit::Months }),
    ];
    let written = written.prop_map(Length::Span);
    if member { prop_oneof![3 => written, 1 => Just(Length::Days("u", "every"))].boxed() } else { written.boxed() }
}

fn of_members(window: impl Fn(Length) -> Window + Clone + 'static) -> BoxedStrategy<Head> {
    (ranges(), measure(), maybe(condition("visit"), 4), bound())
        .prop_flat_map(move |((per, ties), measure, filter, bound)| {
            let window = window.clone();
            length(per.iter().any(|range| range.name == "u")).prop_map(move |length| {
                Quantity {
                    per: per.clone(),
                    window: window(length),
                    by: None,
                    kind: "visit",
                    measure: measure.clone(),
                    ties: ties.clone(),
                    filter: filter.clone(),
                    bound: bound.clone(),
                    if_none: None,
                }
                .into()
            })
        })
        .boxed()
}

pub(crate) fn rolling(_: Era) -> BoxedStrategy<Head> {
    of_members(Window::Rolling)
}

pub(crate) fn last(_: Era) -> BoxedStrategy<Head> {
    of_members(Window::Last)
}

pub(crate) fn life(_: Era) -> BoxedStrategy<Head> {
    of_members(|_| Window::Life)
}

pub(crate) fn during(_: Era) -> BoxedStrategy<Head> {
    let own = Path::of("c", &["ordered"]);
    let bound = prop_oneof![2 => bound(), 1 => Just(Bound::AtLeast(Amount::Term(Term::Path(own))))];
    (measure(), maybe(condition("visit"), 4), bound, any::<bool>())
        .prop_map(|(measure, filter, bound, _)| {
            Quantity {
                per: vec![Range { name: "c", over: Over::Record("campaign"), filter: None }],
                window: Window::During { member: "c", from: "from", until: "until" },
                by: None,
                kind: "visit",
                measure,
                ties: Vec::<Tie>::new(),
                filter,
                bound,
                if_none: None,
            }
            .into()
        })
        .boxed()
}
