//! Deadlines.

use proptest::{prelude::*, sample::select};

use super::{Era, check::each, condition, looks_around, maybe, one_of};
use crate::{
    condition::{Condition, Path},
    deadline::{Act, Deadline, Length, Limit},
    rule::Head,
    time::{Span, Unit},
};

fn span() -> BoxedStrategy<Span> {
    prop_oneof![
        3 => select(vec![1, 2, 3, 7, 10, 15, 30]).prop_map(|n| Span { n, unit: Unit::Days }),
        3 => select(vec![1, 3, 5, 10]).prop_map(|n| Span { n, unit: Unit::WorkingDays }),
        1 => (1..=2_u32).prop_map(|n| Span { n, unit: Unit::Weeks }),
        2 => (1..=2_u32).prop_map(|n| Span { n, unit: Unit::Months }),
        1 => Just(Span { n: 1, unit: Unit::Quarters }),
    ]
    .boxed()
}

fn length() -> BoxedStrategy<Length> {
    prop_oneof![5 => span().prop_map(Length::Span), 1 => Just(Length::Days(Path::own(&["unit", "every"])))].boxed()
}

fn limit() -> BoxedStrategy<Limit> {
    let date = || select(vec!["planned", "done"]).prop_map(|field| Path::own(&[field]));
    prop_oneof![
        6 => length().prop_map(Limit::Within),
        2 => Just(Limit::By(Path::own(&["planned"]))),
        1 => length().prop_map(|length| Limit::Both(length, Path::own(&["planned"]))),
        2 => (date(), maybe(span(), 6)).prop_map(|(date, lead)| Limit::Before(date, lead)),
    ]
    .boxed()
}

fn start() -> BoxedStrategy<Option<(Path, bool)>> {
    maybe(
        (select(vec!["date", "date", "planned"]), any::<bool>())
            .prop_map(|(field, after)| (Path::own(&[field]), after)),
        5,
    )
}

fn of_act(act: BoxedStrategy<Act>) -> BoxedStrategy<Head> {
    (
        each("visit"),
        start(),
        act,
        limit(),
        any::<bool>(),
        prop_oneof![3 => Just(false), 1 => Just(true)],
        maybe(one_of(&["counts", "ignored"]), 4),
    )
        .prop_map(|(each, start, act, limit, shared, late_void, early)| {
            let own = matches!(act, Act::Own(_));
            let other = matches!(act, Act::Other { to: Some(_), .. });
            let before = matches!(limit, Limit::Before(..));
            Head::Deadline(Deadline {
                each,
                start: start.filter(|_| !before),
                act,
                limit,
                shared: shared && other,
                late_void: late_void && !before,
                early: early.filter(|_| own && !before),
            })
        })
        .boxed()
}

/// Its own done date.
pub(crate) fn own(_: Era) -> BoxedStrategy<Head> {
    of_act(Just(Act::Own("done")).boxed())
}

/// Another record that refers to it, or to the same unit.
pub(crate) fn other(_: Era) -> BoxedStrategy<Head> {
    let refers =
        maybe(condition("report"), 4).prop_map(|filter| Act::Other { kind: "report", tie: "visit", to: None, filter });
    let unit = maybe(condition("leak"), 4).prop_map(|filter| Act::Other {
        kind: "leak",
        tie: "unit",
        to: Some("unit"),
        filter,
    });
    of_act(prop_oneof![refers, unit].boxed())
}

/// What is asked of a visit without looking at others.
fn plain() -> BoxedStrategy<Condition> {
    condition("visit").prop_filter("others", |condition| !looks_around(&condition.text())).boxed()
}

/// The next visit, within a time.
pub(crate) fn next(_: Era) -> BoxedStrategy<Head> {
    let act = maybe(plain(), 7).prop_map(|filter| Act::Next { sequence: "turns", filter });
    let after = maybe(any::<bool>().prop_map(|after| (Path::own(&["date"]), after)), 5);
    (each("visit"), after, act, span(), any::<bool>())
        .prop_map(|(each, start, act, span, late_void)| {
            let limit = Limit::Within(Length::Span(span));
            Head::Deadline(Deadline { each, start, act, limit, shared: false, late_void, early: None })
        })
        .boxed()
}
