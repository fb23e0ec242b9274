//! What a measure may still come to: an interval of exact ratios.

use std::cmp::Ordering;

/// An exact number: `num / den`, `den` positive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio {
    pub(crate) num: i128,
    pub(crate) den: i128,
}

impl Ratio {
    pub(crate) const fn whole(n: i128) -> Self {
        Self { num: n, den: 1 }
    }

    pub(crate) fn cmp(self, other: Self) -> Ordering {
        match (self.num.checked_mul(other.den), other.num.checked_mul(self.den)) {
            (Some(a), Some(b)) => a.cmp(&b),
            // Out of range only for sums near 10^32; the quotient decides there.
            _ => (self.num / self.den).cmp(&(other.num / other.den)),
        }
    }
}

/// The least and the greatest value a measure may still come to; `None`: no limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Interval {
    pub(crate) low: Option<Ratio>,
    pub(crate) high: Option<Ratio>,
}

/// How a bound judges an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// Every value is within.
    Within,
    /// No value is within.
    Outside,
    /// Some are.
    Open,
}
