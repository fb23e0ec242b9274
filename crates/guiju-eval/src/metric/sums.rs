//! What the records of a stretch of days come to: running sums, and what they may still become.

use guiju_compiler::hir::Measure;

use crate::{
    expression::{SCALE, range::Range},
    values::{Tri, Values},
};

/// Sums over the records before a place in a list. Their difference is what the records between two places come to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    /// Records that count, and records that may.
    yes: i64,
    maybe: i64,
    /// Sum of the values of records that count, scaled.
    sum: i128,
    /// What records that may count can take away from it and add to it.
    less: i128,
    more: i128,
    /// Records whose value is not known.
    unvalued: i64,
    /// Of the records that count: those that fit, and those that may.
    fit: i64,
    may_fit: i64,
    /// Of the records that may count: those that may fit, and those that may not.
    maybe_fit: i64,
    maybe_unfit: i64,
}

impl Sums {
    /// Adds a record.
    pub(super) fn add(&mut self, measure: &Measure, fits: Tri, values: Option<&Values<'_>>, at: usize) {
        let certain = fits == Tri::Yes;
        *(if certain { &mut self.yes } else { &mut self.maybe }) += 1;
        let Some(values) = values else { return };
        match measure {
            Measure::Count | Measure::Distinct(_) => {}
            Measure::Total(_) | Measure::Mean(_) => match values.numbers().get(at).copied().flatten() {
                None => self.unvalued += 1,
                Some(number) if certain => self.sum = self.sum.saturating_add(number),
                Some(number) => {
                    self.less = self.less.saturating_add(number.min(0));
                    self.more = self.more.saturating_add(number.max(0));
                }
            },
            Measure::Share(_) => {
                let fit = values.tris().get(at).copied().unwrap_or(Tri::Unknown);
                if certain {
                    self.fit += i64::from(fit == Tri::Yes);
                    self.may_fit += i64::from(fit == Tri::Unknown);
                } else {
                    self.maybe_fit += i64::from(fit != Tri::No);
                    self.maybe_unfit += i64::from(fit != Tri::Yes);
                }
            }
        }
    }

    /// What lies between an earlier place in the list and this one.
    pub(super) fn since(self, earlier: Self) -> Self {
        Self {
            yes: self.yes - earlier.yes,
            maybe: self.maybe - earlier.maybe,
            sum: self.sum - earlier.sum,
            less: self.less - earlier.less,
            more: self.more - earlier.more,
            unvalued: self.unvalued - earlier.unvalued,
            fit: self.fit - earlier.fit,
            may_fit: self.may_fit - earlier.may_fit,
            maybe_fit: self.maybe_fit - earlier.maybe_fit,
            maybe_unfit: self.maybe_unfit - earlier.maybe_unfit,
        }
    }

    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        let nothing = Self::default();
        self.since(nothing.since(other))
    }

    /// What a measure of these records may come to; `complete`: there are no others.
    pub(super) fn range(self, measure: &Measure, complete: bool) -> Range {
        let whole = |n: i64| Some(i128::from(n) * SCALE);
        let part = |fit: i64, all: i64| Some((100 * SCALE * i128::from(fit)).div_euclid(i128::from(all)));
        match measure {
            // Different values are counted one by one, in the ledger.
            Measure::Distinct(_) => Range::UNKNOWN,
            Measure::Count => {
                Range { low: whole(self.yes), high: if complete { whole(self.yes + self.maybe) } else { None } }
            }
            _ if !complete && matches!(measure, Measure::Share(_)) => Range { low: Some(0), high: Some(100 * SCALE) },
            Measure::Total(_) | Measure::Mean(_) if !complete || self.unvalued > 0 => Range::UNKNOWN,
            Measure::Total(_) => Range { low: Some(self.sum + self.less), high: Some(self.sum + self.more) },
            Measure::Mean(_) if self.maybe > 0 || self.yes == 0 => Range::UNKNOWN,
            Measure::Mean(_) => Range::exactly(self.sum.div_euclid(i128::from(self.yes))),
            // Perhaps there is nothing to take a share of.
            Measure::Share(_) if self.yes == 0 => Range::UNKNOWN,
            Measure::Share(_) => Range {
                low: part(self.fit, self.yes + self.maybe_unfit),
                high: part(self.fit + self.may_fit + self.maybe_fit, self.yes + self.maybe_fit),
            },
        }
    }
}
