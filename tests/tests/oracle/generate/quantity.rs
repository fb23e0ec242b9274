//! Quantities.

use proptest::{prelude::*, sample::select};

use super::{Era, condition, maybe, number, one_of, whole};
use crate::{
    bound::{Amount, Bound, Measure},
    condition::{Path, Term},
    members::{Over, Range},
    quantity::{Quantity, Tie, Window},
    rule::Head,
    time::Family,
    value::Micro,
};

/// Members of whom a quantity is judged, with what ties visits to them.
pub(crate) fn ranges() -> BoxedStrategy<(Vec<Range>, Vec<Tie>)> {
    let units = (select(vec![Over::Register("units"), Over::Register("majors"), Over::Record("unit")]), any::<bool>())
        .prop_map(|(over, written)| {
            (Range { name: "u", over, filter: None }, Tie { field: "unit", member: "u", set: false, written })
        });
    let items = Just((
        Range { name: "i", over: Over::Catalog("items"), filter: None },
        Tie { field: "items", member: "i", set: true, written: true },
    ));
    let groups = any::<bool>().prop_map(|written| {
        (
            Range { name: "g", over: Over::Record("group"), filter: None },
            Tie { field: "group", member: "g", set: false, written },
        )
    });
    let units = || units.clone();
    prop_oneof![
        2 => Just(vec![]),
        6 => units().prop_map(|unit| vec![unit]),
        1 => items.prop_map(|item| vec![item]),
        1 => groups.clone().prop_map(|group| vec![group]),
        1 => (units(), groups).prop_map(|(unit, group)| vec![unit, group]),
    ]
    .prop_map(|pairs| pairs.into_iter().unzip())
    .boxed()
}

fn measure() -> BoxedStrategy<Measure> {
    let distinct =
        select(vec![vec!["unit"], vec!["place"], vec!["items"], vec!["group"], vec!["date"], vec!["unit", "class"]]);
    prop_oneof![
        4 => Just(Measure::Count),
        2 => distinct.prop_map(|fields| Measure::Distinct(Path::own(&fields))),
        1 => Just(Measure::Total("score")),
        1 => Just(Measure::Mean("score")),
        2 => condition("visit").prop_map(Measure::Share),
    ]
    .boxed()
}

fn amount(member: bool, whole_only: bool) -> BoxedStrategy<Amount> {
    let plain = if whole_only { whole() } else { number() };
    let named = Just(Amount::Term(Term::Named("often")));
    let mut choices = vec![
        (8, plain.prop_map(|n| Amount::Term(Term::Number(n))).boxed()),
        (1, named.boxed()),
        (1, Just(Amount::Unreadable).boxed()),
    ];
    if whole_only {
        choices.push((
            2,
            (1..=100_u32, select(vec!["units", "majors"])).prop_map(|(n, of)| Amount::PercentOf(n, of)).boxed(),
        ));
    }
    if member {
        choices.push((2, Just(Amount::Term(Term::Path(Path::of("u", &["staff"])))).boxed()));
        let class = Term::Path(Path::of("u", &["class"]));
        choices.push((2, Just(Amount::Term(Term::Lookup("need", Box::new(class)))).boxed()));
    }
    proptest::strategy::Union::new_weighted(choices).boxed()
}

fn bound(member: bool, measure: &Measure) -> BoxedStrategy<Bound> {
    let counts = matches!(measure, Measure::Count | Measure::Distinct(_));
    let amount = match measure {
        Measure::Share(_) => select(vec![0_u32, 1, 34, 50, 67, 100]).prop_map(Amount::Percent).boxed(),
        _ => amount(member, counts),
    };
    let share = matches!(measure, Measure::Share(_));
    let ends = (0..4_u32, 0..3_u32).prop_map(move |(low, more)| {
        if share {
            Bound::Between(Amount::Percent(low * 20), Amount::Percent((low * 20 + more * 20).min(100)))
        } else {
            let n = |n: u32| Amount::Term(Term::Number(Micro::from(n) * crate::value::ONE));
            Bound::Between(n(low), n(low + more))
        }
    });
    prop_oneof![
        5 => amount.clone().prop_map(Bound::AtLeast),
        3 => amount.clone().prop_map(Bound::AtMost),
        1 => amount.prop_map(Bound::Exactly),
        1 => ends,
    ]
    .boxed()
}

/// Over calendar windows.
pub(crate) fn calendar(_: Era) -> BoxedStrategy<Head> {
    let families = vec![Family::Week, Family::Month, Family::Month, Family::Quarter, Family::Half, Family::Year];
    (ranges(), select(families), measure(), maybe(condition("visit"), 5))
        .prop_flat_map(|((per, ties), family, measure, filter)| {
            let member = per.iter().any(|range| range.name == "u");
            let counts = matches!(measure, Measure::Mean(_) | Measure::Share(_));
            let if_none = maybe(one_of(&["met", "violated", "not applicable"]), 5);
            (bound(member, &measure), if_none).prop_map(move |(bound, if_none)| {
                Quantity {
                    per: per.clone(),
                    window: Window::Every(family),
                    by: None,
                    kind: "visit",
                    measure: measure.clone(),
                    ties: ties.clone(),
                    filter: filter.clone(),
                    bound,
                    if_none: if_none.filter(|_| counts),
                }
                .into()
            })
        })
        .boxed()
}
