//! Numbers that are not known exactly: what they may come to.
//!
//! A measure over records of which some may not count, or may be missing, is no number but a stretch of numbers. Sums,
//! choices and comparisons keep it as such, so that `points >= 12` can be told where every completion of the records
//! agrees, and is unknown elsewhere.

use guiju_compiler::{
    Type,
    hir::{Expr, ExprKind},
};
use guiju_syntax::ast::{Choice, Op};
use rust_decimal::Decimal;

use super::{SCALE, scaled};
use crate::{
    frame::Frame,
    values::{Tri, Values},
    world::World,
};

/// The least and the greatest a number may be, scaled; `None`: no limit. Where both are absent nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) low: Option<i128>,
    pub(crate) high: Option<i128>,
}

impl Range {
    pub(crate) const UNKNOWN: Self = Self { low: None, high: None };

    pub(crate) const fn exactly(number: i128) -> Self {
        Self { low: Some(number), high: Some(number) }
    }

    /// The number, if it is known.
    pub(crate) fn known(self) -> Option<i128> {
        self.low.filter(|low| Some(*low) == self.high)
    }

    fn plus(self, other: Self) -> Self {
        let add = |a: Option<i128>, b: Option<i128>| a?.checked_add(b?);
        Self { low: add(self.low, other.low), high: add(self.high, other.high) }
    }

    fn minus(self) -> Self {
        Self { low: self.high.map(|n| -n), high: self.low.map(|n| -n) }
    }

    /// Whether a comparison holds whatever both sides come to.
    fn compare(self, op: Op, other: Self) -> Tri {
        let below = |a: Option<i128>, b: Option<i128>| matches!((a, b), (Some(a), Some(b)) if a < b);
        let through = |a: Option<i128>, b: Option<i128>| matches!((a, b), (Some(a), Some(b)) if a <= b);
        let settled = |yes: bool, no: bool| Tri::from_option(if yes { Some(true) } else { no.then_some(false) });
        match op {
            Op::Lt => settled(below(self.high, other.low), through(other.high, self.low)),
            Op::Le => settled(through(self.high, other.low), below(other.high, self.low)),
            Op::Gt => other.compare(Op::Lt, self),
            Op::Ge => other.compare(Op::Le, self),
            Op::Eq => {
                let same = self.known().is_some() && self.known() == other.known();
                settled(same, below(self.high, other.low) || below(other.high, self.low))
            }
            Op::Ne => self.compare(Op::Eq, other).not(),
        }
    }
}

/// Whether an expression is made of measures, so that it may be a stretch of numbers.
pub(super) fn is_ranged(expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |e| found |= matches!(e.kind, ExprKind::Metric { .. }));
    found && expr.ty == Type::Number
}

impl<'a> World<'a> {
    /// Compares two numbers of which one may be a stretch.
    pub(super) fn compare_ranges(&self, op: Op, left: &'a Expr, right: &'a Expr, frame: &Frame<'a>) -> Vec<Tri> {
        let (left, right) = (self.ranges(left, frame), self.ranges(right, frame));
        left.into_iter().zip(right).map(|(left, right)| left.compare(op, right)).collect()
    }

    /// The numbers that are known exactly.
    pub(super) fn known_numbers(&self, expr: &'a Expr, frame: &Frame<'a>) -> Values<'a> {
        Values::Number(self.ranges(expr, frame).into_iter().map(Range::known).collect())
    }

    /// What a number may come to in each row of a frame.
    pub(crate) fn ranges(&self, expr: &'a Expr, frame: &Frame<'a>) -> Vec<Range> {
        match &expr.kind {
            ExprKind::Metric { metric, of, date } => self.metric(*metric, of, date, frame),
            ExprKind::Weighted(parts) => self.weighted(parts, frame),
            ExprKind::Add { left, minus, right } if is_ranged(expr) => {
                let (left, right) = (self.ranges(left, frame), self.ranges(right, frame));
                let sum = |(a, b): (Range, Range)| a.plus(if *minus { b.minus() } else { b });
                left.into_iter().zip(right).map(sum).collect()
            }
            ExprKind::Choice(which @ (Choice::Highest | Choice::Lowest), options) => {
                let options: Vec<Vec<Range>> = options.iter().map(|option| self.ranges(option, frame)).collect();
                let of_row = |i: usize| options.iter().filter_map(move |column| column.get(i).copied());
                (0..frame.len).map(|i| extreme(*which, of_row(i))).collect()
            }
            _ => match self.eval(expr, frame) {
                Values::Number(numbers) => {
                    numbers.into_iter().map(|n| n.map_or(Range::UNKNOWN, Range::exactly)).collect()
                }
                _ => vec![Range::UNKNOWN; frame.len],
            },
        }
    }

    fn weighted(&self, parts: &'a [(Decimal, Expr)], frame: &Frame<'a>) -> Vec<Range> {
        let mut sums = vec![Range::exactly(0); frame.len];
        for (weight, part) in parts {
            let Some(weight) = scaled(*weight) else { return vec![Range::UNKNOWN; frame.len] };
            let times = |n: Option<i128>| n?.checked_mul(weight);
            for (sum, range) in sums.iter_mut().zip(self.ranges(part, frame)) {
                let (a, b) = (times(range.low), times(range.high));
                // A weight below zero turns the ends round.
                *sum = sum.plus(if weight < 0 { Range { low: b, high: a } } else { Range { low: a, high: b } });
            }
        }
        // Values and weights are both scaled; digits behind the sixth are cut.
        let cut = |n: Option<i128>| n.map(|n| n.div_euclid(SCALE));
        sums.into_iter().map(|sum| Range { low: cut(sum.low), high: cut(sum.high) }).collect()
    }
}

/// The highest or lowest of several: it lies between the highest of their least and of their greatest values.
fn extreme(which: Choice, mut ranges: impl Iterator<Item = Range>) -> Range {
    let Some(first) = ranges.next() else { return Range::UNKNOWN };
    ranges.fold(first, |a, b| {
        // No limit above is above all, no limit below is below all.
        let both =
            |a: Option<i128>, b: Option<i128>, greater: bool| Some(if greater { a?.max(b?) } else { a?.min(b?) });
        let either = |a: Option<i128>, b: Option<i128>, greater: bool| match (a, b) {
            (Some(a), Some(b)) => Some(if greater { a.max(b) } else { a.min(b) }),
            (a, b) => a.or(b),
        };
        if which == Choice::Highest {
            Range { low: either(a.low, b.low, true), high: both(a.high, b.high, true) }
        } else {
            Range { low: both(a.low, b.low, false), high: either(a.high, b.high, false) }
        }
    })
}

#[cfg(test)]
mod tests {
    use guiju_syntax::ast::{Choice, Op};

    use super::{Range, Tri, extreme};

    const fn range(low: i128, high: i128) -> Range {
        Range { low: Some(low), high: Some(high) }
    }

    #[test]
    fn a_comparison_holds_only_for_all_values() {
        let twelve = Range::exactly(12);
        assert_eq!(range(12, 15).compare(Op::Ge, twelve), Tri::Yes);
        assert_eq!(range(11, 15).compare(Op::Ge, twelve), Tri::Unknown);
        assert_eq!(range(10, 11).compare(Op::Ge, twelve), Tri::No);
        assert_eq!(range(12, 15).compare(Op::Gt, twelve), Tri::Unknown);
        assert_eq!(range(10, 12).compare(Op::Lt, twelve), Tri::Unknown);
        assert_eq!(range(10, 12).compare(Op::Le, twelve), Tri::Yes);
        assert_eq!(range(12, 12).compare(Op::Eq, twelve), Tri::Yes);
        assert_eq!(range(13, 14).compare(Op::Eq, twelve), Tri::No);
        assert_eq!(range(11, 14).compare(Op::Ne, twelve), Tri::Unknown);
        assert_eq!(Range { low: Some(13), high: None }.compare(Op::Gt, twelve), Tri::Yes);
        assert_eq!(Range { low: None, high: Some(11) }.compare(Op::Ge, twelve), Tri::No);
        assert_eq!(Range::UNKNOWN.compare(Op::Eq, Range::UNKNOWN), Tri::Unknown);
    }

    #[test]
    fn the_highest_of_an_unknown_number_has_no_upper_end() {
        let of = |which, list: &[Range]| extreme(which, list.iter().copied());
        assert_eq!(of(Choice::Highest, &[range(1, 4), range(2, 3)]), range(2, 4));
        assert_eq!(of(Choice::Lowest, &[range(1, 4), range(2, 3)]), range(1, 3));
        assert_eq!(of(Choice::Highest, &[range(5, 5), Range::UNKNOWN]), Range { low: Some(5), high: None });
        assert_eq!(of(Choice::Lowest, &[range(5, 5), Range::UNKNOWN]), Range { low: None, high: Some(5) });
    }
}
