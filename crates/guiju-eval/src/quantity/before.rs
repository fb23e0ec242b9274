//! Bounds set by the window before: `fewer than the window before`, `at least 50% of the window before`.
//!
//! In comes what the window before came to, an interval where its records are doubtful or not all there; out comes a
//! judgement that holds whichever of its values is the true one.

use guiju_calendar::Window;
use guiju_compiler::hir::{Bound, Measure};
use rust_decimal::Decimal;

use super::tally::Tally;
use crate::{
    bound::Limits,
    expression::scaled,
    interval::{Interval, Judgement, Ratio},
    verdict::Phrase,
};

/// The window before, and what it asks of the next.
pub(super) struct Before {
    /// Its days; empty where there is none.
    pub(super) days: Window,
    /// Whether its records are all there.
    pub(super) complete: bool,
    percent: Decimal,
    shown: Phrase,
    /// What is asked if it came to the least it may have come to; `None`: it is not known.
    least: Option<Limits>,
    /// What is asked if it came to the most; `None`: there is no most.
    most: Option<Limits>,
    /// Whether more before makes it easier: `fewer than`, `at most`.
    eased: bool,
}

impl Before {
    /// There is no window before, or the member was not there.
    pub(super) fn missing() -> Self {
        Self {
            days: Window::new(guiju_calendar::Day::MAX, guiju_calendar::Day::MIN),
            complete: true,
            percent: Decimal::ZERO,
            shown: Phrase::Nothing,
            least: None,
            most: None,
            eased: false,
        }
    }

    pub(super) fn new(
        bound: &Bound,
        measure: &Measure,
        percent: Decimal,
        tally: &Tally<'_>,
        days: Window,
        complete: bool,
    ) -> Self {
        let came_to = if complete { tally.closed(measure) } else { tally.open(measure) };
        let whole = matches!(measure, Measure::Count | Measure::Distinct(_));
        let of = |before: Option<Ratio>| Some(Limits::of_before(bound, scaled(percent)?, before?, whole));
        Self {
            days,
            complete,
            percent,
            shown: tally.phrase(measure),
            least: of(came_to.low),
            most: of(came_to.high),
            eased: matches!(bound, Bound::Fewer(_) | Bound::AtMost(_)),
        }
    }

    pub(super) fn is_missing(&self) -> bool {
        self.days.is_empty()
    }

    /// What is asked at least.
    pub(super) fn least(&self) -> Option<Limits> {
        self.least
    }

    /// Judges what the measure may come to: the same whatever the window before came to, else open.
    pub(super) fn judge(&self, now: Interval) -> Judgement {
        let at_least = self.least.map_or(Judgement::Open, |limits| limits.judge(now));
        let at_most = match self.most {
            Some(limits) => limits.judge(now),
            // Compared with any number however great.
            None if self.eased => Judgement::Within,
            None => Judgement::Outside,
        };
        if at_least == at_most { at_least } else { Judgement::Open }
    }

    /// What is asked, in words.
    pub(super) fn phrase(&self) -> Phrase {
        let same = matches!((self.least, self.most), (Some(least), Some(most)) if least == most);
        let asked = self.least.filter(|_| same).map(|limits| Box::new(limits.phrase(false)));
        Phrase::OfBefore { asked, percent: self.percent, before: Box::new(self.shown.clone()) }
    }
}
