//! Where a `;` must stand between two fields of a rule.
//!
//! Lines mean nothing, so that a field can take the keyword of the next one for a part of its own:
//! `count visit where covert` and then `between 1 and 3` would read as one comparison.

use super::Printer;
use crate::{
    ast::{self, Bound, Expr, ExprKind, FieldKind},
    syntax::Rule,
};

impl Printer<'_> {
    /// Whether `field` would take the beginning of `next` for its own.
    pub(super) fn must_stop(&self, field: &FieldKind, next: &FieldKind) -> bool {
        if matches!(field, FieldKind::Stage(_)) {
            return begins_stage_part(next);
        }
        match next {
            FieldKind::Bound(Bound::Between(..)) => last_condition(field).is_some_and(takes_test),
            FieldKind::Bound(Bound::AtLeast(_)) | FieldKind::Reach(ast::Reach { share: Some(_), .. }) => {
                matches!(field, FieldKind::Before { lead: None, .. })
            }
            FieldKind::Bound(Bound::AtMost(_)) => {
                matches!(field, FieldKind::Extended(ast::Extended { at_most: None, retroactive: None, .. }))
            }
            // No word of a rule, so that `previous` and the like would take it for a name.
            FieldKind::ComesTo(_) => self.takes_name(&self.field(field).layout(0)),
            FieldKind::From(_) => {
                matches!(field, FieldKind::Holding(h) if h.from.is_none() && h.until.is_none() && h.during.is_none())
            }
            FieldKind::While(_) => matches!(field, FieldKind::Holding(holding) if holding.during.is_none()),
            FieldKind::Unless(_) => {
                matches!(field, FieldKind::Each(each) | FieldKind::NeverEach(each) if each.unless.is_none())
            }
            FieldKind::By(_) => takes_by(field) || self.ends_in_percent_of(field),
            FieldKind::ByDay(_) => self.ends_in_percent_of(field),
            _ => false,
        }
    }

    /// Whether a printed expression ends in `exists R`, which would take a following `where`.
    pub(super) fn takes_where(&self, printed: &str) -> bool {
        printed.rsplit(' ').nth(1) == Some(self.kw(Rule::kw_exists))
    }

    /// Whether a printed expression ends in `previous`, which would take a following name for its sequence.
    pub(super) fn takes_name(&self, printed: &str) -> bool {
        let last = printed.rsplit(' ').next();
        [Rule::kw_previous, Rule::kw_next, Rule::kw_latest].iter().any(|rule| last == Some(self.kw(*rule)))
    }

    /// `80% of streets by` reads as a coverage.
    fn ends_in_percent_of(&self, field: &FieldKind) -> bool {
        let line = self.field(field).layout(0);
        let mut words = line.rsplit(' ').skip(1);
        words.next() == Some(self.kw(Rule::kw_of)) && words.next().is_some_and(|word| word.ends_with('%'))
    }
}

/// Whether a field could as well be a part of the stage before it.
fn begins_stage_part(next: &FieldKind) -> bool {
    matches!(
        next,
        FieldKind::Must(_)
            | FieldKind::Holding(_)
            | FieldKind::Within(_)
            | FieldKind::By(_)
            | FieldKind::ByDay(_)
            | FieldKind::Before { .. }
            | FieldKind::From(_)
            | FieldKind::NoSooner(_)
            | FieldKind::Matching(_)
            | FieldKind::LateVoid
            | FieldKind::Early(_)
            | FieldKind::Extended(_)
            | FieldKind::Suspended(_)
            | FieldKind::Restarted(_)
            | FieldKind::Bound(_)
            | FieldKind::Reach(_)
    )
}

fn takes_by(field: &FieldKind) -> bool {
    matches!(
        field,
        FieldKind::Every { by: None, .. }
            | FieldKind::Cycle { by: None, .. }
            | FieldKind::Rolling { by: None, .. }
            | FieldKind::TheLast { by: None, .. }
            | FieldKind::During { by: None, .. }
    )
}

/// The condition or value a field ends with, where the grammar takes any expression.
fn last_condition(field: &FieldKind) -> Option<&Expr> {
    match field {
        FieldKind::Count(measured)
        | FieldKind::CountDistinct(_, measured)
        | FieldKind::Total(_, measured)
        | FieldKind::Mean(_, measured)
        | FieldKind::Reach(ast::Reach { of: Some(measured), .. }) => measured.filter.as_ref(),
        FieldKind::Per(ranges) => ranges.last()?.filter.as_ref(),
        FieldKind::Each(each) | FieldKind::NeverEach(each) => each.unless.as_ref().or(each.filter.as_ref()),
        FieldKind::Must(ast::Must { filter: Some(filter), .. }) => Some(filter),
        FieldKind::Must(ast::Must { what, period: None, .. }) => Some(what),
        FieldKind::Rolling { length, per_gap: false, by: None } | FieldKind::TheLast { length, by: None } => {
            Some(length)
        }
        FieldKind::Suspended(ast::Suspended { filter, .. }) | FieldKind::Restarted(ast::Restarted { filter, .. }) => {
            filter.as_ref()
        }
        FieldKind::Extended(extended) => match (&extended.retroactive, &extended.at_most, &extended.filter) {
            (Some(retroactive), ..) => retroactive.filter.as_ref(),
            (None, Some(_), _) => None,
            (None, None, Some(filter)) => Some(filter),
            (None, None, None) => match &extended.how {
                ast::Extension::By(length) if extended.granted_by.is_none() => Some(length),
                _ => None,
            },
        },
        FieldKind::Anchored(ast::Anchored { every, first: None, .. }) => Some(every),
        FieldKind::Holding(ast::Holding { during: Some(last), .. }) => Some(last),
        FieldKind::Holding(ast::Holding { what, from: None, until: None, .. }) => Some(what),
        FieldKind::Share(_, expr)
        | FieldKind::Unless(expr)
        | FieldKind::While(expr)
        | FieldKind::TimeIn(expr)
        | FieldKind::Stop(expr)
        | FieldKind::From(expr)
        | FieldKind::After(expr)
        | FieldKind::Within(expr)
        | FieldKind::Spacing(expr)
        | FieldKind::By(expr)
        | FieldKind::NoSooner(expr)
        | FieldKind::Before { event: expr, lead: None } => Some(expr),
        _ => None,
    }
}

/// Whether a printed expression ends in a value that a comparison may follow.
fn takes_test(expr: &Expr) -> bool {
    match &expr.kind {
        // A part looser than its chain stands in brackets, and a comparison may follow those.
        ExprKind::Or(parts) => parts.last().is_none_or(|last| matches!(last.kind, ExprKind::Or(_)) || takes_test(last)),
        ExprKind::And(parts) => {
            parts.last().is_none_or(|last| matches!(last.kind, ExprKind::Or(_) | ExprKind::And(_)) || takes_test(last))
        }
        ExprKind::Not(inner) => {
            matches!(inner.kind, ExprKind::Or(_) | ExprKind::And(_) | ExprKind::Not(_)) || takes_test(inner)
        }
        ExprKind::Exists { filter: Some(filter), .. } => takes_test(filter),
        ExprKind::Except(_, except) => takes_test(except),
        ExprKind::Compare(..)
        | ExprKind::Between(..)
        | ExprKind::In(..)
        | ExprKind::Known(_)
        | ExprKind::Missing(_)
        | ExprKind::Has(..)
        | ExprKind::HasAll(..)
        | ExprKind::Meets(..)
        | ExprKind::TextTest(..) => false,
        _ => true,
    }
}
