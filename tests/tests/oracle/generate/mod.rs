//! Strategies: policies with small datasets whose dates lie where things turn.

mod check;
mod condition;
mod coverage;
mod deadline;
mod quantity;
mod records;
mod window;

use proptest::{prelude::*, sample::select};

use crate::{
    case::{Case, Numbers},
    check::Check,
    condition::Condition,
    coverage::Reach,
    event::Event,
    members::Register,
    quantity::{Quantity, Window},
    rule::{Common, Head, Rule},
    sequence::Sequence,
    table::Table,
    time::{Counting, Date, Stretch, date, plus, turning_days},
    value::{Micro, ONE},
};

pub(crate) use check::check;
pub(crate) use condition::condition;
pub(crate) use coverage::coverage;
pub(crate) use deadline::{next, other, own};
pub(crate) use quantity::calendar;
pub(crate) use window::{during, last, life, rolling};

/// The days a case is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Era {
    pub(crate) from: Date,
    pub(crate) days: i64,
}

impl Era {
    pub(crate) fn to(self) -> Date {
        plus(self.from, self.days)
    }
}

/// Half-years with holidays, make-up workdays, a leap day.
pub(crate) fn era() -> impl Strategy<Value = Era> {
    let starts = ["2025-01-01", "2024-01-15", "2025-08-20", "2026-01-01"].map(date);
    (select(starts.to_vec()), select(vec![60, 150])).prop_map(|(from, days)| Era { from, days })
}

/// A day of the era, often one on which something turns.
pub(crate) fn day(era: Era) -> BoxedStrategy<Date> {
    let turning = turning_days(era.from, era.to());
    let any = (0..=era.days).prop_map(move |n| plus(era.from, n));
    prop_oneof![2 => any, 3 => select(turning)].boxed()
}

pub(crate) fn maybe<T: Clone + std::fmt::Debug + 'static>(
    of: impl Strategy<Value = T> + 'static,
    weight: u32,
) -> BoxedStrategy<Option<T>> {
    prop_oneof![10 - weight => Just(None), weight => of.prop_map(Some)].boxed()
}

pub(crate) fn one_of(words: &'static [&'static str]) -> BoxedStrategy<&'static str> {
    select(words).boxed()
}

/// Small numbers, whole for the most part.
pub(crate) fn number() -> BoxedStrategy<Micro> {
    select(vec![0, ONE, 2 * ONE, 3 * ONE, 5 * ONE / 2, 10 * ONE]).boxed()
}

/// A small whole number.
pub(crate) fn whole() -> BoxedStrategy<Micro> {
    prop_oneof![1 => Just(0), 4 => Just(ONE), 4 => Just(2 * ONE), 2 => Just(3 * ONE)].boxed()
}

fn effective(era: Era, weight: u32) -> BoxedStrategy<Option<(Date, Option<Date>)>> {
    let days = (day(era), maybe(0..era.days, 5)).prop_map(|(from, n)| (from, n.map(|n| plus(from, n))));
    maybe(days, weight)
}

fn registers() -> BoxedStrategy<Vec<Register>> {
    (maybe(condition("unit"), 5), any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(filter, dated, ever, also)| {
            vec![
                Register { name: "units", filter: None, dated: true, ever },
                Register { name: "majors", filter, dated, ever: also },
            ]
        })
        .boxed()
}

fn numbers(era: Era) -> BoxedStrategy<Numbers> {
    (whole(), maybe((day(era), whole()), 5))
        .prop_map(|(first, later)| {
            let values = std::iter::once((None, first)).chain(later.map(|(day, number)| (Some(day), number)));
            vec![("often", values.collect())]
        })
        .boxed()
}

fn tables() -> BoxedStrategy<Vec<Table>> {
    let cell = || prop_oneof![6 => whole().prop_map(Some), 1 => Just(None)];
    (cell(), cell(), cell())
        .prop_map(|(low, middle, high)| {
            vec![Table { name: "need", cells: vec![("low", low), ("middle", middle), ("high", high)] }]
        })
        .boxed()
}

fn common(era: Era) -> BoxedStrategy<Common> {
    let countings =
        vec![Counting::CivilCode, Counting::Penalty, Counting::Compulsion, Counting::Licensing, Counting::Plain];
    (effective(era, 2), prop_oneof![3 => Just(false), 1 => Just(true)], maybe(select(countings), 5))
        .prop_map(|(effective, full, counting)| Common { name: String::new(), effective, full, counting })
        .boxed()
}

/// Names a rule, and takes off what its head has no use for.
fn settle(rule: &mut Rule, i: usize) {
    let common = &mut rule.common;
    common.name = format!("r{i}");
    let windowed = match &rule.head {
        Head::Quantity(quantity) => matches!(quantity.window, Window::Every(_)),
        Head::Coverage(coverage) => matches!(coverage.reach, Reach::Together { window: Some(_), .. }),
        _ => false,
    };
    common.full &= windowed;
    if !matches!(rule.head, Head::Deadline(_)) {
        common.counting = None;
    }
    if let Head::Quantity(Quantity { window: Window::Rolling(_) | Window::Last(_), .. }) = rule.head {
        common.effective = None;
    }
}

/// A case with one to three rules of these heads.
pub(crate) fn case(head: impl Fn(Era) -> BoxedStrategy<Head> + 'static) -> BoxedStrategy<Case> {
    let of_era = move |era: Era| {
        let rule = (common(era), head(era)).prop_map(|(common, head)| Rule { common, head });
        let rules = prop::collection::vec(rule, 1..4);
        let judged = (day(era), maybe((day(era), 0..60_i64), 1), any::<bool>());
        let declared = (effective(era, 0), registers(), numbers(era), tables());
        (declared, rules, records::rows(era), records::feeds(era), judged).prop_map(
            move |(declared, mut rules, rows, feeds, judged)| {
                for (i, rule) in rules.iter_mut().enumerate() {
                    settle(rule, i);
                }
                let (effective, registers, numbers, tables) = declared;
                let (as_of, asked, all_evidence) = judged;
                // Stretches that run on have no windows to be asked for.
                let runs_on = |rule: &Rule| {
                    let Head::Quantity(Quantity { window, .. }) = &rule.head else { return false };
                    matches!(window, Window::Rolling(_) | Window::Last(_) | Window::Life)
                };
                let asked = asked.filter(|_| !rules.iter().any(runs_on));
                let asked = asked.map(|(from, n)| Stretch::new(from, plus(from, n)));
                Case {
                    effective,
                    registers,
                    numbers,
                    tables,
                    events: vec![Event { name: "round", from: "visit", filter: None }],
                    sequences: vec![Sequence { name: "turns", of: "visit", per: "unit", by: "date" }],
                    rules,
                    rows,
                    feeds,
                    as_of: plus(as_of, 10),
                    known_by: None,
                    from: asked.map(|days| days.from),
                    to: asked.map(|days| days.to),
                    all_evidence,
                }
            },
        )
    };
    era().prop_flat_map(of_era).boxed()
}

/// A check of visits, and quantities that count the visits of which it says this or that.
pub(crate) fn quoting() -> BoxedStrategy<Case> {
    let words = ["met", "violated", "breached", "undetermined", "not applicable"];
    let asked = (select(words.to_vec()), any::<bool>()).prop_map(|(word, holds)| {
        let quoted = Condition::Quoted("r0", word);
        if holds { quoted } else { Condition::Not(Box::new(quoted)) }
    });
    (case(calendar), check::each("visit"), condition("visit"), asked)
        .prop_map(|(mut case, each, must, asked)| {
            for rule in &mut case.rules {
                if let Head::Quantity(quantity) = &mut rule.head {
                    let filter = quantity.filter.take();
                    quantity.filter = Some(Condition::And(filter.into_iter().chain([asked.clone()]).collect()));
                }
            }
            let head = Head::Check(Check { each, must: Some(must) });
            let common = Common { name: String::new(), effective: None, full: false, counting: None };
            case.rules.insert(0, Rule { common, head });
            for (i, rule) in case.rules.iter_mut().enumerate() {
                rule.common.name = format!("r{i}");
            }
            case
        })
        .boxed()
}

/// Whether a text looks at other records than its own.
pub(crate) fn looks_around(text: &str) -> bool {
    ["exists ", "previous ", "next ", "latest "].iter().any(|word| text.contains(word))
}

/// Any of the heads.
pub(crate) fn mixed(era: Era) -> BoxedStrategy<Head> {
    prop_oneof![
        4 => calendar(era),
        2 => rolling(era),
        2 => last(era),
        1 => life(era),
        1 => during(era),
        3 => coverage(era),
        3 => check(era),
        2 => own(era),
        3 => other(era),
        2 => next(era),
    ]
    .boxed()
}
