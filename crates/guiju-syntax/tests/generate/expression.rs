//! Random expressions.

use guiju_calendar::{CivilTime, Family, Unit};
use guiju_syntax::ast::{Choice, Expr, ExprKind as Kind, Neighbour, Op, TextTest, Weight};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{any_of, day, ident, nowhere, number, path, text};

fn expr_of(kind: Kind) -> Expr {
    Expr { kind, span: nowhere() }
}

fn boxed(expr: Expr) -> Box<Expr> {
    Box::new(expr)
}

pub(crate) fn unit() -> BoxedStrategy<Unit> {
    select(vec![
        Unit::Day,
        Unit::WorkingDay,
        Unit::Week,
        Unit::Month,
        Unit::Quarter,
        Unit::Year,
        Unit::Hour,
        Unit::Minute,
    ])
    .boxed()
}

pub(crate) fn family() -> BoxedStrategy<Family> {
    select(vec![Family::Day, Family::Week, Family::Month, Family::Quarter, Family::Half, Family::Year]).boxed()
}

/// What a parameter, an assumption, a table cell or an example's cell may be.
pub(crate) fn value() -> BoxedStrategy<Expr> {
    let name = ident().prop_map(|ident| Kind::Path(guiju_syntax::ast::Path { parts: vec![ident], span: nowhere() }));
    any_of(vec![constant().boxed(), name.boxed()]).prop_map(expr_of).boxed()
}

fn constant() -> BoxedStrategy<Kind> {
    any_of(vec![
        number().prop_map(Kind::Number).boxed(),
        number().prop_map(Kind::Percent).boxed(),
        (number(), unit()).prop_map(|(n, unit)| Kind::Duration(n, unit)).boxed(),
        day().prop_map(Kind::Date).boxed(),
        moment().prop_map(Kind::Moment).boxed(),
        (0..1440u32).prop_map(Kind::Clock).boxed(),
        text().prop_map(|text| Kind::Text(text.value)).boxed(),
        any::<bool>().prop_map(Kind::YesNo).boxed(),
        text().prop_map(Kind::Unreadable).boxed(),
    ])
}

fn moment() -> BoxedStrategy<CivilTime> {
    let offset = option::of((-56..=56i32).prop_map(|quarters| quarters * 900));
    (day(), 0..86_400u32, offset).prop_map(|(day, second, offset)| CivilTime { day, second, offset }).boxed()
}

fn leaf() -> BoxedStrategy<Expr> {
    let neighbour = (select(vec![Neighbour::Previous, Neighbour::Next, Neighbour::Latest]), option::of(sequence()))
        .prop_flat_map(|(which, sequence)| {
            vec(ident(), 0..3).prop_map(move |path| Kind::Neighbour { which, sequence: sequence.clone(), path })
        });
    any_of(vec![
        constant(),
        path().prop_map(Kind::Path).boxed(),
        path().prop_map(Kind::Path).boxed(),
        (path(), unit()).prop_map(|(path, unit)| Kind::Measured(path, unit)).boxed(),
        (number(), path()).prop_map(|(n, of)| Kind::PercentOf(n, of)).boxed(),
        path().prop_map(Kind::Size).boxed(),
        neighbour.boxed(),
        ident().prop_map(|record| Kind::Exists { record, filter: None }).boxed(),
    ])
    .prop_map(expr_of)
    .boxed()
}

/// A field, by its path.
pub(crate) fn by_path() -> BoxedStrategy<Expr> {
    path().prop_map(Kind::Path).prop_map(expr_of).boxed()
}

/// How long a window is: a duration, by a field, by a table.
pub(crate) fn length() -> BoxedStrategy<Expr> {
    any_of(vec![
        (number(), unit()).prop_map(|(n, unit)| Kind::Duration(n, unit)).boxed(),
        (path(), unit()).prop_map(|(path, unit)| Kind::Measured(path, unit)).boxed(),
        (path(), leaf()).prop_map(|(table, key)| Kind::Lookup { table, keys: vec![key] }).boxed(),
    ])
    .prop_map(expr_of)
    .boxed()
}

/// A sequence's name: not a word that begins a field or a declaration.
fn sequence() -> BoxedStrategy<guiju_syntax::ast::Ident> {
    let keywords = ["from", "until", "count", "check", "期限", "数量"];
    ident().prop_filter("a keyword", move |ident| !keywords.contains(&ident.text.as_str())).boxed()
}

/// Any expression.
pub(crate) fn expr() -> BoxedStrategy<Expr> {
    leaf()
        .prop_recursive(4, 24, 3, |inner| any_of(vec![logic(inner.clone()), test(inner.clone()), term(inner)]))
        .boxed()
}

fn logic(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    any_of(vec![
        vec(inner.clone(), 2..4).prop_map(Kind::And).boxed(),
        vec(inner.clone(), 2..4).prop_map(Kind::Or).boxed(),
        inner.prop_map(|e| Kind::Not(boxed(e))).boxed(),
    ])
    .prop_map(expr_of)
    .boxed()
}

fn test(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    let set = || vec(leaf(), 0..3).prop_map(|members| expr_of(Kind::Set(members))).boxed();
    let path_or_set = any_of(vec![set(), path().prop_map(|p| expr_of(Kind::Path(p))).boxed()]);
    let term_or_set = any_of(vec![set(), inner.clone()]);
    let two = (inner.clone(), inner.clone());
    let op = select(vec![Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge]);
    let quoted = (ident(), option::of(ident()), select(vec!["met", "breached", "overdue", "not_applicable"]));
    let text_test = select(vec![TextTest::Starts, TextTest::Ends, TextTest::Contains]);
    any_of(vec![
        (op, two.clone()).prop_map(|(op, (a, b))| Kind::Compare(op, boxed(a), boxed(b))).boxed(),
        (inner.clone(), two.clone()).prop_map(|(a, (b, c))| Kind::Between(boxed(a), boxed(b), boxed(c))).boxed(),
        (inner.clone(), path_or_set).prop_map(|(a, b)| Kind::In(boxed(a), boxed(b))).boxed(),
        quoted.prop_map(|(rule, stage, verdict)| Kind::Quoted { rule, stage, verdict }).boxed(),
        inner.clone().prop_map(|a| Kind::Known(boxed(a))).boxed(),
        inner.clone().prop_map(|a| Kind::Missing(boxed(a))).boxed(),
        two.clone().prop_map(|(a, b)| Kind::Has(boxed(a), boxed(b))).boxed(),
        (inner.clone(), term_or_set.clone()).prop_map(|(a, b)| Kind::HasAll(boxed(a), boxed(b))).boxed(),
        (inner, term_or_set).prop_map(|(a, b)| Kind::Meets(boxed(a), boxed(b))).boxed(),
        (text_test, two).prop_map(|(test, (a, b))| Kind::TextTest(test, boxed(a), boxed(b))).boxed(),
    ])
    .prop_map(expr_of)
    .boxed()
}

/// The values of a weighted sum.
fn weighted(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Vec<(Option<Weight>, Expr)>> {
    let weight = (number(), any::<(bool, bool)>())
        .prop_map(|(n, (minus, percent))| Weight { number: if minus { -n } else { n }, percent });
    vec((option::of(weight), inner), 1..3).boxed()
}

/// What may stand before `at`: a path or a neighbour.
fn dated() -> BoxedStrategy<Expr> {
    let neighbour = (option::of(sequence()), vec(ident(), 0..3)).prop_map(|(sequence, path)| Kind::Neighbour {
        which: Neighbour::Latest,
        sequence,
        path,
    });
    any_of(vec![path().prop_map(Kind::Path).boxed(), neighbour.boxed()]).prop_map(expr_of).boxed()
}

/// What a measure comes to where it counts nothing.
pub(crate) fn comes_to() -> BoxedStrategy<Expr> {
    let choice = select(vec![Choice::Greater, Choice::Highest, Choice::Lowest]);
    any_of(vec![
        weighted(expr()).prop_map(Kind::Weighted).boxed(),
        (choice, vec(expr(), 1..3)).prop_map(|(which, options)| Kind::Choice(which, options)).boxed(),
        (path(), vec(leaf(), 1..3)).prop_map(|(table, keys)| Kind::Lookup { table, keys }).boxed(),
    ])
    .prop_map(expr_of)
    .boxed()
}

fn term(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    let two = (inner.clone(), inner.clone());
    let choice =
        select(vec![Choice::Earlier, Choice::Later, Choice::Greater, Choice::Lesser, Choice::Highest, Choice::Lowest]);
    any_of(vec![
        (any::<bool>(), two.clone())
            .prop_map(|(minus, (a, b))| Kind::Sum { left: boxed(a), minus, right: boxed(b) })
            .boxed(),
        (any::<(bool, bool)>(), two)
            .prop_map(|((through, working), (a, b))| Kind::Days { from: boxed(a), to: boxed(b), through, working })
            .boxed(),
        (any::<bool>(), inner.clone(), inner.clone())
            .prop_map(|(minutes, a, b)| Kind::Elapsed { from: boxed(a), to: boxed(b), minutes })
            .boxed(),
        inner.clone().prop_map(|of| Kind::ClockOf(boxed(of))).boxed(),
        (any::<bool>(), family(), inner.clone())
            .prop_map(|(end, family, of)| Kind::Edge { end, family, of: boxed(of) })
            .boxed(),
        inner.clone().prop_map(|of| Kind::Weekday(boxed(of))).boxed(),
        (choice, vec(inner.clone(), 1..3)).prop_map(|(which, options)| Kind::Choice(which, options)).boxed(),
        (path(), vec(inner.clone(), 1..3)).prop_map(|(table, keys)| Kind::Lookup { table, keys }).boxed(),
        weighted(inner.clone()).prop_map(Kind::Weighted).boxed(),
        (dated(), inner.clone()).prop_map(|(of, date)| Kind::AsAt { of: boxed(of), date: boxed(date) }).boxed(),
        (ident(), inner).prop_map(|(record, e)| Kind::Exists { record, filter: Some(boxed(e)) }).boxed(),
    ])
    .prop_map(expr_of)
    .boxed()
}
