//! Random rules: fields of all heads in any order.

use guiju_syntax::{
    Tongue,
    ast::{
        Bound, ByDay, Each, Effective, Expr, ExprKind, Extended, Extension, FieldKind as Kind, Head, Measured, Must,
        Partial, Range, Reach, Restarted, Retroactive, Rounding, Rule, RuleField, Suspended, Until,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    any_of, cite, day, dotted,
    expression::{expr, family, length},
    ident, name, nowhere, number, path, text, title,
};

pub(crate) fn rule(tongue: Tongue) -> BoxedStrategy<Rule> {
    let head = select(vec![Head::Quantity, Head::Coverage, Head::Deadline, Head::Check]);
    let field = field(tongue).prop_map(|kind| RuleField { kind, span: nowhere() });
    (head, name(tongue), title(tongue), vec(field, 0..6))
        .prop_map(|(head, name, title, fields)| Rule { head, name, title, fields })
        .boxed()
}

pub(crate) fn effective() -> BoxedStrategy<Effective> {
    let until = any_of(vec![
        select(vec![Until::Omitted, Until::Open, Until::Unknown]).boxed(),
        day().prop_map(Until::Day).boxed(),
    ]);
    let between = (day(), until).prop_map(|(from, until)| Effective::Between { from, until });
    any_of(vec![Just(Effective::Unknown).boxed(), between.boxed()])
}

fn field(tongue: Tongue) -> BoxedStrategy<Kind> {
    any_of(vec![administrative(), scope(tongue), window(), measure(), duty(), clock(), moved()])
}

/// Where a rule comes from and how much it weighs.
fn administrative() -> BoxedStrategy<Kind> {
    any_of(vec![
        cite().prop_map(Kind::Cite).boxed(),
        (0_u8..4).prop_map(Kind::Severity).boxed(),
        text().prop_map(Kind::Responsible).boxed(),
        dotted().prop_map(Kind::Topic).boxed(),
        effective().prop_map(Kind::Effective).boxed(),
        dotted().prop_map(Kind::Counting).boxed(),
        dotted().prop_map(Kind::Calendar).boxed(),
        ident().prop_map(Kind::Was).boxed(),
        partial().prop_map(Kind::Partial).boxed(),
    ])
}

fn partial() -> BoxedStrategy<Partial> {
    let fixed =
        [Partial::WholeOnly, Partial::Full, Partial::Prorate(Rounding::Floor), Partial::Prorate(Rounding::Ceil)];
    any_of(vec![select(fixed.to_vec()).boxed(), number().prop_map(Partial::WaiveUnder).boxed()])
}

/// Whom it holds for.
fn scope(tongue: Tongue) -> BoxedStrategy<Kind> {
    let range = (name(tongue), ident(), option::of(expr())).prop_map(|(var, of, filter)| Range { var, of, filter });
    let each = (ident(), option::of(name(tongue)), option::of(expr()), option::of(expr()))
        .prop_map(|(record, var, filter, unless)| Each { record, var, filter, unless })
        .boxed();
    any_of(vec![
        vec(range, 1..3).prop_map(Kind::Per).boxed(),
        each.clone().prop_map(Kind::Each).boxed(),
        each.prop_map(Kind::NeverEach).boxed(),
        expr().prop_map(Kind::Unless).boxed(),
    ])
}

/// The windows of rules and measures.
pub(crate) fn window() -> BoxedStrategy<Kind> {
    let by = || option::of(path());
    any_of(vec![
        (family(), by()).prop_map(|(family, by)| Kind::Every { family, by }).boxed(),
        (length(), expr(), by()).prop_map(|(length, from, by)| Kind::Cycle { length, from, by }).boxed(),
        (length(), any::<bool>(), by()).prop_map(|(length, per_gap, by)| Kind::Rolling { length, per_gap, by }).boxed(),
        (length(), by()).prop_map(|(length, by)| Kind::TheLast { length, by }).boxed(),
        (path(), path(), by()).prop_map(|(from, until, by)| Kind::During { from, until, by }).boxed(),
    ])
}

fn before() -> BoxedStrategy<Expr> {
    number().prop_map(|percent| Expr { kind: ExprKind::WindowBefore(percent), span: nowhere() }).boxed()
}

fn measured() -> BoxedStrategy<Measured> {
    (ident(), option::of(expr())).prop_map(|(record, filter)| Measured { record, filter }).boxed()
}

/// What rules and measures count.
pub(crate) fn counted() -> BoxedStrategy<Kind> {
    any_of(vec![
        measured().prop_map(Kind::Count).boxed(),
        (path(), measured()).prop_map(|(path, of)| Kind::CountDistinct(path, of)).boxed(),
        (path(), measured()).prop_map(|(path, of)| Kind::Total(path, of)).boxed(),
        (path(), measured()).prop_map(|(path, of)| Kind::Mean(path, of)).boxed(),
        (measured(), expr()).prop_map(|(of, that)| Kind::Share(of, that)).boxed(),
    ])
}

fn measure() -> BoxedStrategy<Kind> {
    let bound = any_of(vec![
        expr().prop_map(Bound::AtLeast).boxed(),
        expr().prop_map(Bound::AtMost).boxed(),
        expr().prop_map(Bound::Exactly).boxed(),
        expr().prop_map(Bound::Fewer).boxed(),
        before().prop_map(Bound::Fewer).boxed(),
        before().prop_map(Bound::AtLeast).boxed(),
        (expr(), expr()).prop_map(|(low, high)| Bound::Between(low, high)).boxed(),
    ]);
    let reach = (option::of(expr()), ident(), path(), option::of(measured())).prop_map(|(share, set, by, of)| Reach {
        share,
        set,
        by,
        of,
    });
    any_of(vec![
        counted(),
        bound.prop_map(Kind::Bound).boxed(),
        reach.prop_map(Kind::Reach).boxed(),
        length().prop_map(Kind::Spacing).boxed(),
        select(vec!["met", "violated", "not_applicable"]).prop_map(Kind::IfNone).boxed(),
    ])
}

fn duty() -> BoxedStrategy<Kind> {
    let must = (expr(), option::of(path()), option::of(expr())).prop_map(|(what, period, filter)| Must {
        what,
        period,
        filter,
    });
    any_of(vec![
        must.prop_map(Kind::Must).boxed(),
        any::<bool>().prop_map(Kind::Matching).boxed(),
        Just(Kind::LateVoid).boxed(),
        any::<bool>().prop_map(Kind::Early).boxed(),
    ])
}

fn clock() -> BoxedStrategy<Kind> {
    let by_day = any_of(vec![
        (number(), any::<bool>()).prop_map(|(day, next)| ByDay::Day { day, next }).boxed(),
        any::<(bool, bool)>().prop_map(|(working, next)| ByDay::Last { working, next }).boxed(),
    ]);
    any_of(vec![
        expr().prop_map(Kind::From).boxed(),
        expr().prop_map(Kind::After).boxed(),
        expr().prop_map(Kind::Within).boxed(),
        expr().prop_map(Kind::By).boxed(),
        by_day.prop_map(Kind::ByDay).boxed(),
        (expr(), option::of(expr())).prop_map(|(event, lead)| Kind::Before { event, lead }).boxed(),
        expr().prop_map(Kind::NoSooner).boxed(),
    ])
}

/// What moves a clock.
fn moved() -> BoxedStrategy<Kind> {
    let how = any_of(vec![path().prop_map(Extension::Until).boxed(), expr().prop_map(Extension::By).boxed()]);
    let retroactive = option::of(option::of(expr()).prop_map(|filter| Retroactive { filter }));
    let extended = (how, option::of(ident()), option::of(expr()), option::of(expr()), retroactive).prop_map(
        |(how, granted_by, filter, at_most, retroactive)| Extended { how, granted_by, filter, at_most, retroactive },
    );
    let suspended = (path(), path(), any::<bool>(), option::of(expr()))
        .prop_map(|(from, to, before, filter)| Suspended { from, to, before, filter });
    let restarted = (path(), option::of(expr())).prop_map(|(at, filter)| Restarted { at, filter });
    any_of(vec![
        Just(Kind::Elapsed).boxed(),
        extended.prop_map(Kind::Extended).boxed(),
        suspended.prop_map(Kind::Suspended).boxed(),
        restarted.prop_map(Kind::Restarted).boxed(),
    ])
}
