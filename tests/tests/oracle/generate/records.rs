//! Rows of every kind, and for which dates they are complete.

use std::collections::BTreeMap;

use proptest::{prelude::*, sample::select};

use super::{Era, day, maybe};
use crate::{
    records::{Feed, Field, Kind, Rows, Type, codes, kind},
    time::{Stretch, plus},
};

/// A cell that may be empty.
fn cell(era: Era, field: &Field) -> BoxedStrategy<String> {
    let full = match field.ty {
        Type::Text => select(vec!["p", "q", "pq"]).prop_map(str::to_owned).boxed(),
        Type::Number if field.name == "every" => select(vec!["1", "7", "10", "30"]).prop_map(str::to_owned).boxed(),
        Type::Number => select(vec!["0", "1", "2", "2.5", "7", "30"]).prop_map(str::to_owned).boxed(),
        Type::YesNo => select(vec!["yes", "no"]).prop_map(str::to_owned).boxed(),
        Type::Date => day(era).prop_map(|day| day.to_string()).boxed(),
        Type::Code(catalog) => select(codes(catalog)).prop_map(str::to_owned).boxed(),
        Type::Codes(catalog) => {
            prop::sample::subsequence(codes(catalog), 1..=3).prop_map(|codes| codes.join(";")).boxed()
        }
        Type::Ref("visit") => (0..4).prop_map(|n| format!("v{n}")).boxed(),
        Type::Ref("group") => (0..2).prop_map(|n| format!("g{n}")).boxed(),
        Type::Ref(_) => (0..3).prop_map(|n| format!("u{n}")).boxed(),
    };
    match field.marker {
        "at" => full,
        _ => prop_oneof![1 => Just(String::new()), 4 => full].boxed(),
    }
}

/// Rows of a kind, keyed in turn; now and then one again, or another version of it.
fn of_kind(
    era: Era,
    kind: &'static Kind,
    letter: &'static str,
    n: std::ops::RangeInclusive<usize>,
) -> BoxedStrategy<Rows> {
    let fields: Vec<&Field> = kind.fields.iter().filter(|field| field.marker != "key").collect();
    let keyed = fields.len() < kind.fields.len();
    let row = fields.iter().map(|field| cell(era, field)).collect::<Vec<_>>();
    let rows = prop::collection::vec((row, prop_oneof![12 => Just(0), 1 => Just(1), 1 => Just(2)]), n);
    rows.prop_map(move |drawn| {
        let mut rows = Rows::new();
        for (i, (cells, again)) in drawn.iter().enumerate() {
            let before = rows.last().cloned();
            match before {
                // The row before, once more.
                Some(before) if *again == 1 => rows.push(before),
                // Another version of it: its place in time stays.
                Some(mut before) if *again == 2 && keyed => {
                    for (at, field) in kind.fields.iter().enumerate().skip(1) {
                        if matches!(field.ty, Type::YesNo | Type::Number | Type::Code(_)) {
                            before[at].clone_from(&cells[at - 1]);
                        }
                    }
                    rows.push(before);
                }
                _ => {
                    let key = keyed.then(|| format!("{letter}{i}"));
                    rows.push(key.into_iter().chain(cells.iter().cloned()).collect());
                }
            }
        }
        rows
    })
    .boxed()
}

/// Units always have three rows, groups two, visits their first four keys, so that references lead somewhere.
pub(crate) fn rows(era: Era) -> BoxedStrategy<BTreeMap<&'static str, Rows>> {
    let visits = of_kind(era, kind("visit"), "v", 0..=8);
    (
        of_kind(era, kind("unit"), "u", 3..=3),
        visits,
        of_kind(era, kind("report"), "r", 0..=4),
        of_kind(era, kind("leak"), "", 0..=4),
        of_kind(era, kind("campaign"), "c", 0..=3),
    )
        .prop_map(|(units, visits, reports, leaks, campaigns)| {
            let groups = ["g0", "g1"].map(|key| vec![key.to_owned()]).to_vec();
            let mut rows: BTreeMap<_, _> = [
                ("unit", units),
                ("group", groups),
                ("visit", visits),
                ("report", reports),
                ("leak", leaks),
                ("campaign", campaigns),
            ]
            .into();
            mend(&mut rows);
            rows
        })
        .boxed()
}

/// Makes what refers to nothing refer to nobody, and membership end after it began.
fn mend(rows: &mut BTreeMap<&'static str, Rows>) {
    let keys: BTreeMap<&str, Vec<String>> =
        rows.iter().map(|(name, rows)| (*name, rows.iter().filter_map(|row| row.first().cloned()).collect())).collect();
    for (name, rows) in rows.iter_mut() {
        let kind = kind(name);
        for row in rows.iter_mut() {
            for (cell, field) in row.iter_mut().zip(kind.fields) {
                if let Type::Ref(to) = field.ty
                    && !keys.get(to).is_some_and(|keys| keys.contains(cell))
                {
                    cell.clear();
                }
            }
            if matches!(*name, "unit" | "campaign") && !row[2].is_empty() && !row[3].is_empty() && row[3] < row[2] {
                row.swap(2, 3);
            }
        }
    }
}

/// Complete from about the beginning of the era to about its end, perhaps with a hole; one kind for itself now and then.
pub(crate) fn feeds(era: Era) -> BoxedStrategy<BTreeMap<&'static str, Feed>> {
    let declared = (-20..5_i64, -30..40_i64, maybe((day(era), 1..10_i64), 2)).prop_map(move |(before, after, hole)| {
        let (from, to) = (plus(era.from, before), plus(era.to(), after));
        let Some((at, days)) = hole.filter(|(at, _)| *at < to) else {
            return Feed::Declared(vec![Stretch::new(from, to)]);
        };
        let rest = plus(at, days);
        let mut parts = vec![];
        if from < at {
            parts.push(Stretch::new(from, plus(at, -1)));
        }
        if rest <= to {
            parts.push(Stretch::new(rest, to));
        }
        Feed::Declared(parts)
    });
    let feed = prop_oneof![8 => declared.clone(), 1 => Just(Feed::Undeclared)];
    (feed.clone(), maybe(feed, 2))
        .prop_map(|(all, own)| {
            let other = own.unwrap_or_else(|| all.clone());
            [("visit", all.clone()), ("report", other), ("leak", all), ("campaign", Feed::Undeclared)].into()
        })
        .boxed()
}
