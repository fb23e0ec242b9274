//! What has been counted so far, with what may still turn out to count.

use std::collections::BTreeSet;

use guiju_calendar::{Duration, Window};
use guiju_compiler::hir::Measure;

use super::spacing::Days;
use crate::{
    EvalError,
    expression::{SCALE, decimal},
    interval::{Interval, Ratio},
    values::{Key, Tri, Values},
    verdict::Phrase,
};

/// The accumulator of one subject and window.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally<'a> {
    /// Records that count.
    yes: u64,
    /// Records that may count: a field that decides is empty.
    maybe: u64,
    /// Different values, of records that count.
    distinct: BTreeSet<Key<'a>>,
    /// Different values, of records that may count.
    maybe_distinct: BTreeSet<Key<'a>>,
    /// Sum of known values, scaled.
    sum: i128,
    /// What the records that may count may take from the sum or add to it, scaled.
    maybe_low: i128,
    maybe_high: i128,
    /// Records that count or may count and whose value is not known.
    unvalued: u64,
    /// Of the records that count: those that fit, those that may fit.
    fit: u64,
    may_fit: u64,
    /// Of the records that may count: those that fit or may fit, those that may not.
    maybe_fit: u64,
    maybe_unfit: u64,
    /// Whether versions disagree of a record that may count.
    conflict: bool,
    /// The days of all these, where they must lie apart.
    days: Option<Days>,
}

impl<'a> Tally<'a> {
    /// Takes in a record.
    pub(crate) fn add(&mut self, measure: &Measure, fits: Tri, conflict: bool, values: Option<&Values<'a>>, at: usize) {
        let certain = fits == Tri::Yes;
        self.conflict |= conflict;
        *(if certain { &mut self.yes } else { &mut self.maybe }) += 1;
        let Some(values) = values else { return };
        match measure {
            Measure::Count => {}
            // A record whose value is missing counts for nothing: there is no value to be different.
            Measure::Distinct(_) => {
                let set = if certain { &mut self.distinct } else { &mut self.maybe_distinct };
                set.extend(values.keys(at).into_iter().flatten());
            }
            Measure::Total(_) | Measure::Mean(_) => match values.numbers().get(at).copied().flatten() {
                Some(number) if certain => self.sum = self.sum.saturating_add(number),
                Some(number) => {
                    self.maybe_low = self.maybe_low.saturating_add(number.min(0));
                    self.maybe_high = self.maybe_high.saturating_add(number.max(0));
                }
                None => self.unvalued += 1,
            },
            Measure::Share(_) => match (certain, values.tris().get(at).copied().unwrap_or(Tri::Unknown)) {
                (true, Tri::Yes) => self.fit += 1,
                (true, Tri::Unknown) => self.may_fit += 1,
                (true, Tri::No) => {}
                (false, fit) => {
                    self.maybe_fit += u64::from(fit != Tri::No);
                    self.maybe_unfit += u64::from(fit != Tri::Yes);
                }
            },
        }
    }

    /// Takes in the day of a record whose distance to others matters.
    pub(crate) fn add_day(&mut self, day: Option<i32>, certain: bool) {
        self.days.get_or_insert_default().add(day, certain);
    }

    /// Lets records that lie too close to one another count once.
    ///
    /// # Errors
    /// [`EvalError`] if the spacing cannot be counted.
    pub(crate) fn spaced(mut self, spacing: Duration) -> Result<Self, EvalError> {
        let (least, most) = self.days.as_ref().map_or(Ok((0, 0)), |days| days.count(spacing))?;
        (self.yes, self.maybe) = (least, most - least);
        Ok(self)
    }

    /// How many count at most if there are records on every free day as well.
    ///
    /// # Errors
    /// As [`Tally::spaced`].
    pub(crate) fn reachable(&self, free: Window, spacing: Duration) -> Result<u64, EvalError> {
        self.days.clone().unwrap_or_default().reachable(free, spacing)
    }

    /// Whether there is nothing to take a share or mean of.
    pub(crate) fn is_empty(&self) -> bool {
        self.yes == 0 && self.maybe == 0
    }

    /// What the measure may come to if these are all the records.
    pub(crate) fn closed(&self, measure: &Measure) -> Interval {
        let count = |low: u64, high: u64| Interval {
            low: Some(Ratio::whole(i128::from(low))),
            high: Some(Ratio::whole(i128::from(high))),
        };
        match measure {
            Measure::Count => count(self.yes, self.yes + self.maybe),
            Measure::Distinct(_) => {
                let both = self.distinct.union(&self.maybe_distinct).count();
                count(self.distinct.len() as u64, both as u64)
            }
            Measure::Total(_) if self.unvalued > 0 => Interval { low: None, high: None },
            Measure::Total(_) => {
                let end = |more: i128| Some(Ratio { num: self.sum.saturating_add(more), den: SCALE });
                Interval { low: end(self.maybe_low), high: end(self.maybe_high) }
            }
            Measure::Mean(_) if self.unvalued > 0 || self.maybe > 0 || self.yes == 0 => {
                Interval { low: None, high: None }
            }
            Measure::Mean(_) => exactly(Ratio { num: self.sum, den: SCALE * i128::from(self.yes) }),
            Measure::Share(_) => {
                // Perhaps there is nothing to take a share of.
                if self.yes == 0 {
                    return Interval { low: None, high: None };
                }
                let share = |fit: u64, all: u64| Ratio { num: 100 * i128::from(fit), den: i128::from(all) };
                // The least share: every doubtful record that may not fit counts and does not. The greatest: every one
                // that may fit counts and does.
                let low = share(self.fit, self.yes + self.maybe_unfit);
                let high = share(self.fit + self.may_fit + self.maybe_fit, self.yes + self.maybe_fit);
                Interval { low: Some(low), high: Some(high) }
            }
        }
    }

    /// What the measure may come to if there may be more records.
    pub(crate) fn open(&self, measure: &Measure) -> Interval {
        match measure {
            Measure::Count | Measure::Distinct(_) => Interval { high: None, ..self.closed(measure) },
            Measure::Total(_) | Measure::Mean(_) | Measure::Share(_) => Interval { low: None, high: None },
        }
    }

    /// What the records show.
    pub(crate) fn phrase(&self, measure: &Measure) -> Phrase {
        let whole = |n: u64| decimal(i128::from(n) * SCALE);
        match measure {
            Measure::Count if self.maybe > 0 => Phrase::Between(whole(self.yes), whole(self.yes + self.maybe)),
            Measure::Count => Phrase::Number(whole(self.yes)),
            Measure::Distinct(_) => {
                let both = self.distinct.union(&self.maybe_distinct).count() as u64;
                let certain = self.distinct.len() as u64;
                if both > certain {
                    Phrase::Between(whole(certain), whole(both))
                } else {
                    Phrase::Number(whole(certain))
                }
            }
            Measure::Total(_) => Phrase::Number(decimal(self.sum)),
            Measure::Mean(_) if self.unvalued == 0 && self.yes > 0 => {
                Phrase::Number(decimal(self.sum / i128::from(self.yes)))
            }
            Measure::Mean(_) => Phrase::Nothing,
            Measure::Share(_) => Phrase::Ratio { part: whole(self.fit), whole: whole(self.yes) },
        }
    }

    /// Whether versions disagree of a record that may count, rather than its fields being empty.
    pub(crate) fn has_conflict(&self) -> bool {
        self.conflict
    }

    /// How many certainly count, scaled.
    pub(crate) fn certain(&self, measure: &Measure) -> i128 {
        match measure {
            Measure::Distinct(_) => self.distinct.len() as i128 * SCALE,
            Measure::Total(_) | Measure::Mean(_) => self.sum,
            _ => i128::from(self.yes) * SCALE,
        }
    }
}

const fn exactly(ratio: Ratio) -> Interval {
    Interval { low: Some(ratio), high: Some(ratio) }
}
