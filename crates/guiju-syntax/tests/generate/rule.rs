//! Random rules: fields of all heads in any order.

use guiju_syntax::{
    Tongue,
    ast::{
        Anchored, Bound, ByDay, Clock, Each, Effective, Expr, ExprKind, Extended, Extension, FieldKind as Kind, Head,
        Holding, Measured, Must, Partial, Range, Reach, Restarted, Retroactive, Rounding, Rule, RuleField, Stage,
        StagePart, StagePartKind as Part, Suspended, Target, Until,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    any_of, cite, day, dotted,
    expression::{by_path, expr, family, length},
    ident, name, nowhere, number, path, text, title,
};

pub(crate) fn rule(tongue: Tongue) -> BoxedStrategy<Rule> {
    let head = select(Head::ALL.to_vec());
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
    any_of(vec![administrative(), scope(tongue), window(), measure(), duty(), clock(), moved(), course(tongue)])
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
    let each = (ident(), option::of(name(tongue)), option::of(expr()), option::of(carve_out()))
        .prop_map(|(record, var, filter, unless)| Each { record, var, filter, unless })
        .boxed();
    any_of(vec![
        vec(range, 1..3).prop_map(Kind::Per).boxed(),
        each.clone().prop_map(Kind::Each).boxed(),
        each.prop_map(Kind::NeverEach).boxed(),
        carve_out().prop_map(Kind::Unless).boxed(),
        expr().prop_map(Kind::While).boxed(),
    ])
}

/// What a rule does not bind, with what it binds all the same.
fn carve_out() -> BoxedStrategy<Expr> {
    let except = |when, except| Expr { kind: ExprKind::Except(Box::new(when), Box::new(except)), span: nowhere() };
    let once = (expr(), expr()).prop_map(move |(a, b)| except(a, b));
    let twice = (expr(), expr(), expr()).prop_map(move |(a, b, c)| except(a, except(b, c)));
    any_of(vec![expr(), expr(), once.boxed(), twice.boxed()])
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
        expr().prop_map(Kind::TimeIn).boxed(),
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
    let dates = (option::of(expr()), option::of(expr()), option::of(expr()));
    let holding = (any::<bool>(), expr(), dates)
        .prop_map(|(never, what, (from, until, during))| Kind::Holding(Holding { never, what, from, until, during }));
    any_of(vec![
        holding.boxed(),
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
    let anchored =
        (expr(), expr(), option::of(expr())).prop_map(|(from, every, first)| Anchored { from, every, first });
    any_of(vec![
        Just(Kind::Elapsed).boxed(),
        anchored.prop_map(Kind::Anchored).boxed(),
        extended.prop_map(Kind::Extended).boxed(),
        suspended.prop_map(Kind::Suspended).boxed(),
        restarted.prop_map(Kind::Restarted).boxed(),
    ])
    .boxed()
}

/// What follows when something is not done. The parts of a stage stand side by side, so that what one ends with must
/// not go on in the next: their values are fields and lengths.
fn course(tongue: Tongue) -> BoxedStrategy<Kind> {
    let target = || any_of(vec![Just(Target::End).boxed(), ident().prop_map(Target::Stage).boxed()]);
    let act = (by_path(), option::of(by_path())).prop_map(|(what, filter)| Must { what, period: None, filter }).boxed();
    let duty = any_of(vec![
        act.clone().prop_map(Kind::Must).boxed(),
        length().prop_map(Kind::Within).boxed(),
        by_path().prop_map(Kind::By).boxed(),
        by_path().prop_map(Kind::From).boxed(),
        (by_path(), option::of(length())).prop_map(|(event, lead)| Kind::Before { event, lead }).boxed(),
        any::<bool>().prop_map(Kind::Matching).boxed(),
        Just(Kind::LateVoid).boxed(),
        any::<bool>().prop_map(Kind::Early).boxed(),
    ]);
    let levels = (by_path(), by_path(), option::of(option::of(by_path())));
    let part = any_of(vec![
        select(vec![Clock::Due, Clock::Done]).prop_map(Part::From).boxed(),
        vec(act, 1..3).prop_map(Part::OneOf).boxed(),
        duty.prop_map(|field| Part::Duty(Box::new(field))).boxed(),
        by_path().prop_map(Part::ByLevel).boxed(),
        target().prop_map(Part::Then).boxed(),
        target().prop_map(Part::Else).boxed(),
        (length(), option::of(by_path())).prop_map(|(every, at_most)| Part::Repeat { every, at_most }).boxed(),
        levels.prop_map(|(from, to, skipping)| Part::OverLevels { from, to, skipping }).boxed(),
        Just(Part::Compensates).boxed(),
    ]);
    let part = part.prop_map(|kind| StagePart { kind, span: nowhere() });
    let stage = (name(tongue), option::of(title(tongue)), vec(part, 0..5)).prop_map(|(name, title, parts)| Stage {
        name,
        title,
        parts,
    });
    any_of(vec![stage.prop_map(Kind::Stage).boxed(), expr().prop_map(Kind::Stop).boxed()])
}
