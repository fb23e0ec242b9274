//! Conditions over the fields of a kind.

use proptest::{prelude::*, sample::select};

use super::number;
use crate::{
    condition::{Condition, Op, Path, Root, Term},
    records::{Type, codes, kind},
    time::{Family, Span, Unit},
    value::ONE,
};

fn op() -> BoxedStrategy<Op> {
    select(Op::ALL.to_vec()).boxed()
}

/// A condition that looks at one field.
fn leaf(path: Path, ty: Type) -> BoxedStrategy<Condition> {
    let known = {
        let path = path.clone();
        any::<bool>().prop_map(move |known| Condition::Known(path.clone(), known))
    };
    let term = Term::Path(path.clone());
    let of_type = match ty {
        Type::YesNo => Just(Condition::Is(path)).boxed(),
        Type::Number => prop_oneof![
            (op(), number()).prop_map({
                let term = term.clone();
                move |(op, n)| Condition::Compare(op, term.clone(), Term::Number(n))
            }),
            (number(), 0..4_i128).prop_map(move |(low, more)| {
                Condition::Between(term.clone(), Term::Number(low), Term::Number(low + more * ONE))
            }),
        ]
        .boxed(),
        Type::Code(catalog) => prop_oneof![
            (op(), select(codes(catalog))).prop_map(move |(op, code)| Condition::Compare(
                op,
                term.clone(),
                Term::Code(catalog, code)
            )),
            prop::sample::subsequence(codes(catalog), 1..=2).prop_map(move |codes| Condition::In(path.clone(), codes)),
        ]
        .boxed(),
        Type::Codes(catalog) => prop_oneof![
            select(codes(catalog)).prop_map({
                let path = path.clone();
                move |code| Condition::Has(path.clone(), code)
            }),
            (prop::sample::subsequence(codes(catalog), 1..=2), any::<bool>()).prop_map({
                let path = path.clone();
                move |(codes, all)| {
                    if all { Condition::HasAll(path.clone(), codes) } else { Condition::Meets(path.clone(), codes) }
                }
            }),
            (op(), 0..4_i128)
                .prop_map(move |(op, n)| { Condition::Compare(op, Term::Size(path.clone()), Term::Number(n * ONE)) }),
        ]
        .boxed(),
        Type::Text => prop_oneof![
            (select(vec!["starts", "ends", "contains"]), select(vec!["p", "q"]))
                .prop_map(move |(how, text)| Condition::TextLike(path.clone(), how, text)),
            any::<bool>().prop_map(move |equal| {
                let op = if equal { Op::Equal } else { Op::Unequal };
                Condition::Compare(op, term.clone(), Term::Text("p".to_owned()))
            }),
        ]
        .boxed(),
        Type::Date => (op(), 1..8_i128)
            .prop_map(move |(op, n)| {
                Condition::Compare(op, Term::Weekday(Box::new(term.clone())), Term::Number(n * ONE))
            })
            .boxed(),
        Type::Ref(_) => return known.boxed(),
    };
    prop_oneof![5 => of_type, 1 => known].boxed()
}

/// A condition over a kind's fields and those of the unit it refers to.
pub(crate) fn condition(of: &'static str) -> BoxedStrategy<Condition> {
    if of == "round" {
        return compound(rounds());
    }
    let own = kind(of)
        .fields
        .iter()
        .filter(|field| field.marker.is_empty())
        .map(|field| leaf(Path::own(&[field.name]), field.ty));
    let through = kind(of).fields.iter().filter(|field| field.ty == Type::Ref("unit")).flat_map(|field| {
        kind("unit")
            .fields
            .iter()
            .filter(|to| to.marker.is_empty())
            .map(|to| leaf(Path::own(&[field.name, to.name]), to.ty))
    });
    let mut leaves: Vec<BoxedStrategy<Condition>> = own.chain(through).collect();
    if of == "visit" {
        leaves.extend((0..4).flat_map(|_| [dates(), neighbours(), exists()]));
    }
    compound(leaves)
}

/// A date of a visit, moved or chosen.
fn date() -> BoxedStrategy<Term> {
    let field = || select(vec!["date", "planned", "done"]).prop_map(|field| Term::Path(Path::own(&[field]))).boxed();
    let families = vec![Family::Week, Family::Month, Family::Quarter, Family::Half, Family::Year];
    let units = vec![Unit::Days, Unit::WorkingDays, Unit::Weeks, Unit::Months, Unit::Quarters];
    prop_oneof![
        4 => field(),
        1 => (field(), 0..15_u32, select(units), any::<bool>()).prop_map(|(of, n, unit, back)| {
            // Months enough to meet the end of a short one.
            let n = if matches!(unit, Unit::Months | Unit::Quarters) { n % 4 } else { n };
            Term::Moved { of: Box::new(of), by: Span { n, unit }, back }
        }),
        1 => (field(), select(families), any::<bool>())
            .prop_map(|(of, family, last)| Term::Edge { last, family, of: Box::new(of) }),
        1 => (prop::collection::vec(field(), 2..=3), any::<bool>()).prop_map(|(of, greatest)| {
            Term::Choice { word: if greatest { "later" } else { "earlier" }, greatest, of }
        }),
    ]
    .boxed()
}

fn dates() -> BoxedStrategy<Condition> {
    let between = (op(), date(), date()).prop_map(|(op, left, right)| Condition::Compare(op, left, right));
    let days = (op(), date(), date(), any::<bool>(), any::<bool>(), 0..20_i128).prop_map(
        |(op, from, to, working, through, n)| {
            let days = Term::Days { from: Box::new(from), to: Box::new(to), working, through };
            Condition::Compare(op, days, Term::Number(n * ONE))
        },
    );
    prop_oneof![between, days].boxed()
}

/// What the visit before or after says.
fn neighbours() -> BoxedStrategy<Condition> {
    (select(vec!["previous", "next", "latest"]), select(vec!["score", "covert", "place", "date"]), any::<bool>())
        .prop_flat_map(|(which, field, alone)| {
            let root = Root::Neighbour(which, "turns");
            if alone {
                let path = Path { root, fields: Vec::new() };
                return any::<bool>().prop_map(move |known| Condition::Known(path.clone(), known)).boxed();
            }
            let path = Path { root, fields: vec![field] };
            match field {
                "covert" => Just(Condition::Is(path)).boxed(),
                field => op()
                    .prop_map(move |op| {
                        Condition::Compare(op, Term::Path(Path::own(&[field])), Term::Path(path.clone()))
                    })
                    .prop_filter("texts have no order", move |condition| {
                        field != "place" || matches!(condition, Condition::Compare(Op::Equal | Op::Unequal, ..))
                    })
                    .boxed(),
            }
        })
        .boxed()
}

/// Whether there is a leak or a report of the same unit.
fn exists() -> BoxedStrategy<Condition> {
    (select(vec!["leak", "report"]), any::<bool>())
        .prop_map(|(kind, ok)| {
            let link = vec![(Path::own(&["unit"]), Path { root: Root::This, fields: vec!["unit"] })];
            let filter = ok.then(|| Box::new(Condition::Is(Path::own(&["ok"]))));
            Condition::Exists { kind, link, filter }
        })
        .boxed()
}

/// Conditions over the fields of an event.
fn rounds() -> Vec<BoxedStrategy<Condition>> {
    let fields = [
        ("n", Type::Number),
        ("worst", Type::Number),
        ("best", Type::Number),
        ("points", Type::Number),
        ("seen", Type::Codes("items")),
        ("secret", Type::YesNo),
        ("secrets", Type::YesNo),
        ("opening", Type::Text),
        ("closing", Type::Text),
    ];
    fields.into_iter().map(|(name, ty)| leaf(Path::own(&[name]), ty)).collect()
}

fn compound(leaves: Vec<BoxedStrategy<Condition>>) -> BoxedStrategy<Condition> {
    let leaf = proptest::strategy::Union::new(leaves).boxed();
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Condition::Not(Box::new(inner))),
            prop::collection::vec(inner.clone(), 2..=3).prop_map(Condition::And),
            prop::collection::vec(inner, 2..=3).prop_map(Condition::Or),
        ]
    })
    .boxed()
}
