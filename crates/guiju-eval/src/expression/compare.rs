//! Comparisons.

use std::cmp::Ordering;

use guiju_calendar::{Duration, Unit};
use guiju_compiler::hir::Expr;
use guiju_syntax::ast::{Op, TextTest};

use crate::{
    frame::Frame,
    values::{Tri, Values},
    world::World,
};

impl<'a> World<'a> {
    pub(super) fn compare(&self, op: Op, left: &'a Expr, right: &'a Expr, frame: &Frame<'a>) -> Values<'a> {
        if super::range::is_ranged(left) || super::range::is_ranged(right) {
            return Values::Tri(self.compare_ranges(op, left, right, frame));
        }
        if let Some(known) = self.elapsed_compared(op, left, right, frame) {
            return Values::Tri(known);
        }
        let (left, right) = (self.eval(left, frame), self.eval(right, frame));
        if let (Values::Time(left), Values::Time(right)) = (&left, &right) {
            return Values::Tri(left.iter().zip(right).map(|(a, b)| super::time::compare(op, *a, *b)).collect());
        }
        Values::Tri(
            (0..frame.len).map(|i| Tri::from_option(ordering(&left, &right, i).map(|o| holds(op, o)))).collect(),
        )
    }

    pub(super) fn is_in(&self, value: &'a Expr, list: &'a [Expr], frame: &Frame<'a>) -> Values<'a> {
        let value = self.eval(value, frame);
        let mut any = vec![Tri::No; frame.len];
        for member in list {
            let member = self.eval(member, frame);
            if let (Values::Time(value), Values::Time(member)) = (&value, &member) {
                for (found, (a, b)) in any.iter_mut().zip(value.iter().zip(member)) {
                    *found = found.or(super::time::compare(Op::Eq, *a, *b));
                }
                continue;
            }
            for (i, found) in any.iter_mut().enumerate() {
                *found = found.or(Tri::from_option(ordering(&value, &member, i).map(|o| o == Ordering::Equal)));
            }
        }
        Values::Tri(any)
    }

    pub(super) fn text_test(&self, test: TextTest, value: &'a Expr, part: &'a Expr, frame: &Frame<'a>) -> Values<'a> {
        let (Values::Text(value), Values::Text(part)) = (self.eval(value, frame), self.eval(part, frame)) else {
            return Values::Tri(vec![Tri::Unknown; frame.len]);
        };
        let holds = |(value, part): (Option<&str>, Option<&str>)| {
            let (value, part) = (value?, part?);
            Some(match test {
                TextTest::Starts => value.starts_with(part),
                TextTest::Ends => value.ends_with(part),
                TextTest::Contains => value.contains(part),
            })
        };
        Values::Tri(value.into_iter().zip(part).map(|pair| Tri::from_option(holds(pair))).collect())
    }
}

/// How two values of a row compare; `None` where either is not known, or no order is defined.
pub(super) fn ordering(left: &Values<'_>, right: &Values<'_>, i: usize) -> Option<Ordering> {
    if let (Values::Duration(a), Values::Duration(b)) = (left, right) {
        return lengths((*a.get(i)?)?, (*b.get(i)?)?);
    }
    Some(left.key(i)?.cmp(&right.key(i)?))
}

pub(super) fn holds(op: Op, ordering: Ordering) -> bool {
    match op {
        Op::Eq => ordering == Ordering::Equal,
        Op::Ne => ordering != Ordering::Equal,
        Op::Lt => ordering == Ordering::Less,
        Op::Le => ordering != Ordering::Greater,
        Op::Gt => ordering == Ordering::Greater,
        Op::Ge => ordering != Ordering::Less,
    }
}

/// Lengths of time compare only within one kind of unit: a month is no number of days.
fn lengths(a: Duration, b: Duration) -> Option<Ordering> {
    let measure = |d: Duration| {
        let n = u64::from(d.n);
        match d.unit {
            Unit::Day => (0, n),
            Unit::Week => (0, n * 7),
            Unit::WorkingDay => (1, n),
            Unit::Month => (2, n),
            Unit::Quarter => (2, n * 3),
            Unit::Year => (2, n * 12),
            Unit::Minute => (3, n),
            Unit::Hour => (3, n * 60),
        }
    };
    let ((kind_a, a), (kind_b, b)) = (measure(a), measure(b));
    (kind_a == kind_b).then(|| a.cmp(&b))
}
