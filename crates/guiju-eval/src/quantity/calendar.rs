//! Calendar windows, a member's own period, and the whole life of a member: one tally a subject and window.

use std::collections::HashMap;

use guiju_calendar::Window as Days;
use guiju_compiler::{
    RecordId,
    hir::{IfNone, Measure, Quantity, Window},
};
use guiju_data::Feed;

use super::{Row, rows, tally::Tally};
use crate::{
    EvalError,
    check::settle,
    expression::decimal,
    horizon::supply,
    interval::{Bounds, Judgement, Limits},
    kernel::{Base, Kernel, undetermined},
    subjects::Subjects,
    values::{Tri, Values},
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::{World, day},
};

pub(crate) struct CalendarKernel<'a> {
    base: Base<'a>,
    quantity: &'a Quantity,
    subjects: Subjects<'a>,
    feed: Feed,
    windows: Windows,
    tallies: HashMap<(u32, u32), Tally<'a>>,
    /// Where in the verdicts a subject and window went, if its evidence is wanted.
    wanted: HashMap<(u32, u32), usize>,
}

/// The windows of a rule.
enum Windows {
    /// The same for all subjects.
    Shared(Vec<Days>),
    /// One for each subject; `None` where its dates are not known.
    Own(Vec<Option<(Days, bool)>>),
    /// No limits.
    Whole,
}

impl<'a> CalendarKernel<'a> {
    pub(crate) fn new(world: &World<'a>, base: Base<'a>, quantity: &'a Quantity, subjects: Subjects<'a>) -> Self {
        let feed = world.feed(quantity.counted.record);
        let windows = match &quantity.window {
            Window::Calendar(family) => {
                let windows = base.span(&feed).map(|(from, to)| {
                    let span = Days::new(day(from), day(to));
                    guiju_calendar::windows_intersecting(span, *family).filter(|w| base.judges_window(*w)).collect()
                });
                Windows::Shared(windows.unwrap_or_default())
            }
            Window::During { from, until } => {
                let frame = subjects.whole_frame();
                let (from, until) = (world.eval(from, &frame), world.eval(until, &frame));
                let own = from.dates().iter().zip(until.dates()).map(|(from, until)| {
                    let from = (*from)?;
                    // A period that has not ended is open.
                    Some((Days::new(day(from), day(until.unwrap_or(i32::MAX))), until.is_some()))
                });
                Windows::Own(own.collect())
            }
            _ => Windows::Whole,
        };
        Self { base, quantity, subjects, feed, windows, tallies: HashMap::new(), wanted: HashMap::new() }
    }

    /// The number of the window a record of a subject falls in.
    fn window_of(&self, subject: u32, day: i32) -> Option<u32> {
        match &self.windows {
            Windows::Whole => Some(0),
            Windows::Own(own) => {
                let (window, _) = own.get(subject as usize).copied().flatten()?;
                (window.from.number() <= day && day <= window.to.number()).then_some(0)
            }
            Windows::Shared(windows) => {
                let at = windows.partition_point(|w| w.to.number() < day);
                windows.get(at).filter(|w| w.from.number() <= day).and_then(|_| u32::try_from(at).ok())
            }
        }
    }

    /// The tallies a record goes to: one, or all windows of its subject if its day is not known.
    fn cells(&self, row: &Row) -> Vec<(u32, u32)> {
        match (row.day, &self.windows) {
            (Some(day), _) => self.window_of(row.subject, day).map(|w| (row.subject, w)).into_iter().collect(),
            (None, Windows::Whole) => vec![(row.subject, 0)],
            (None, Windows::Own(_)) => vec![(row.subject, 0)],
            (None, Windows::Shared(windows)) => (0u32..).take(windows.len()).map(|w| (row.subject, w)).collect(),
        }
    }

    fn settle_window(&mut self, world: &World<'a>, window: Option<u32>, verdicts: &mut Vec<Verdict>) {
        let days = match (&self.windows, window) {
            (Windows::Shared(windows), Some(w)) => windows.get(w as usize).copied(),
            _ => None,
        };
        let mut frame = self.subjects.whole_frame();
        frame.dates = days.map(|d| vec![Some(d.from.number()); frame.len]);
        let bounds = world.bounds(&self.quantity.bound, &frame, days);
        for subject in 0..self.subjects.len() {
            let key = (u32::try_from(subject).unwrap_or(u32::MAX), window.unwrap_or(0));
            if let Some(verdict) = self.judge(world, key, days, &bounds) {
                let breach = verdict.outcome.is_breach() || verdict.outcome == Outcome::Undetermined;
                if breach || world.options.all_evidence {
                    self.wanted.insert(key, verdicts.len());
                }
                verdicts.push(verdict);
            }
        }
    }

    fn judge(&self, world: &World<'a>, key: (u32, u32), days: Option<Days>, bounds: &Bounds) -> Option<Verdict> {
        let subject = key.0 as usize;
        let measure = &self.quantity.measure;
        let percent = matches!(measure, Measure::Share(_));
        let limits = bounds.get(subject);
        let expected = match (&limits, &bounds.unreadable) {
            (Some(limits), _) => limits.phrase(percent),
            (None, Some(text)) => Phrase::Unreadable(text.clone()),
            (None, None) => Phrase::Nothing,
        };
        let own = match &self.windows {
            Windows::Own(own) => own.get(subject).copied().flatten(),
            _ => None,
        };
        // A period without an end is shown up to the as-of date.
        let shown =
            own.map(|(w, ended)| if ended { w } else { Days::new(w.from, day(self.base.as_of.max(w.from.number()))) });
        let days = days.or(shown);
        let who = world.describe(self.base.rule, &self.subjects, subject);
        let mut verdict = self.base.verdict(who, days, expected);
        let empty = Tally::default();
        let tally = self.tallies.get(&key).unwrap_or(&empty);
        verdict.actual = tally.phrase(measure);

        let force = self.base.in_force(self.subjects.force[subject]);
        if let Some(days) = days {
            let outside = force.0.is_some_and(|from| from > days.to.number())
                || force.1.is_some_and(|until| until < days.from.number());
            if outside || (own.is_some() && !self.base.judges_window(days)) {
                return None;
            }
        } else if force.0.is_some_and(|from| from > self.base.as_of) {
            return None;
        }
        if matches!(&self.windows, Windows::Own(own) if own.get(subject).copied().flatten().is_none()) {
            undetermined(&mut verdict, Reason::MissingField);
            verdict.way_out = Some(Phrase::Complete(Vec::new()));
            return Some(verdict);
        }
        let partial = days.is_some_and(|d| {
            force.0.is_some_and(|from| from > d.from.number()) || force.1.is_some_and(|until| until < d.to.number())
        });
        if partial && !self.base.rule.partial_full && own.is_none() {
            verdict.outcome = Outcome::NotApplicable;
            verdict.reason = Some(Reason::Partial);
            return Some(verdict);
        }
        let Some(limits) = limits else {
            let (doubt, way_out) = bounds.doubt(subject);
            undetermined(&mut verdict, doubt);
            verdict.way_out = Some(way_out);
            return Some(verdict);
        };
        self.outcome(
            world,
            &mut verdict,
            tally,
            limits,
            days,
            force,
            own.is_none_or(|(_, ended)| ended),
            bounds.of_nobody,
        );
        // Whether the subject is bound at all is not known: only what breaks nothing can be said.
        if self.subjects.belongs[subject] == Tri::Unknown && verdict.outcome != Outcome::Met {
            undetermined(&mut verdict, Reason::MissingField);
            verdict.way_out = Some(Phrase::Complete(Vec::new()));
        }
        Some(verdict)
    }

    #[expect(clippy::too_many_arguments, reason = "one call; a struct would only rename them")]
    fn outcome(
        &self,
        world: &World<'a>,
        verdict: &mut Verdict,
        tally: &Tally<'a>,
        limits: Limits,
        days: Option<Days>,
        force: (Option<i32>, Option<i32>),
        ended: bool,
        of_nobody: bool,
    ) {
        let measure = &self.quantity.measure;
        let as_of = self.base.as_of;
        let whole = matches!(self.windows, Windows::Whole);
        let open = !ended || days.is_some_and(|d| as_of <= d.to.number());
        let complete = match days {
            Some(days) => self.feed.covers(days.from, day(days.to.number().min(as_of))),
            None => world.has_begun(&self.quantity.counted),
        };
        let share = matches!(measure, Measure::Share(_) | Measure::Mean(_));
        if share && !open && complete && tally.is_empty() || of_nobody {
            verdict.reason = Some(Reason::NoDenominator);
            verdict.actual = Phrase::Nothing;
            verdict.outcome = match self.quantity.if_none {
                IfNone::Met => Outcome::Met,
                IfNone::Violated => Outcome::Violated,
                IfNone::NotApplicable => Outcome::NotApplicable,
            };
            return;
        }
        let now = if open || !complete { tally.open(measure) } else { tally.closed(measure) };
        match limits.judge(now) {
            Judgement::Within => verdict.outcome = Outcome::Met,
            // The life of a member goes on: what is short may still be done.
            Judgement::Outside if whole && limits.is_at_least() && force.1.is_none_or(|until| as_of <= until) => {
                verdict.outcome = Outcome::Overdue;
                verdict.way_out = limits.low.map(|low| Phrase::MoreBy {
                    more: decimal(low - tally.certain(measure)),
                    by: day(force.1.unwrap_or(as_of)),
                });
            }
            Judgement::Outside => {
                verdict.outcome = Outcome::Violated;
                verdict.way_out = Some(Phrase::NextTime);
            }
            Judgement::Open if open => {
                verdict.outcome = Outcome::Pending;
                verdict.way_out = match (limits.low, days) {
                    (Some(low), Some(days)) if ended && !share && low > tally.certain(measure) => {
                        Some(Phrase::MoreBy { more: decimal(low - tally.certain(measure)), by: days.to })
                    }
                    _ => None,
                };
            }
            Judgement::Open if !complete => {
                undetermined(verdict, Reason::DataHorizon);
                verdict.way_out = days.map(|d| supply(&self.feed, d));
            }
            Judgement::Open => {
                let doubt = if tally.has_conflict() { Reason::Conflict } else { Reason::MissingField };
                undetermined(verdict, doubt);
                verdict.way_out = Some(settle(doubt));
            }
        }
    }
}

impl<'a> Kernel<'a> for CalendarKernel<'a> {
    fn reads(&self) -> Vec<RecordId> {
        vec![self.quantity.counted.record]
    }

    fn scan(&mut self, world: &World<'a>, _record: RecordId, batch: std::ops::Range<usize>) {
        let measure = &self.quantity.measure;
        let (rows, values) = rows(world, &self.quantity.counted, &self.subjects, Some(measure), batch);
        for row in &rows {
            // A record whose day is not known may count in any window.
            let fits =
                if row.day.is_none() && !matches!(self.windows, Windows::Whole) { Tri::Unknown } else { row.fits };
            let conflict = world.conflicted(self.quantity.counted.record, row.row);
            for cell in self.cells(row) {
                self.tallies.entry(cell).or_default().add(measure, fits, conflict, values.as_ref(), row.at);
            }
        }
    }

    fn settle(&mut self, world: &World<'a>) -> Result<Vec<Verdict>, EvalError> {
        let mut verdicts = Vec::new();
        let n_windows = match &self.windows {
            Windows::Shared(windows) => u32::try_from(windows.len()).unwrap_or(u32::MAX),
            _ => {
                self.settle_window(world, None, &mut verdicts);
                return Ok(verdicts);
            }
        };
        for window in 0..n_windows {
            self.settle_window(world, Some(window), &mut verdicts);
        }
        Ok(verdicts)
    }

    fn seeks(&self) -> Option<RecordId> {
        (!self.wanted.is_empty()).then_some(self.quantity.counted.record)
    }

    fn find(&mut self, world: &World<'a>, batch: std::ops::Range<usize>, verdicts: &mut [Verdict]) {
        let (rows, _): (Vec<Row>, Option<Values<'a>>) =
            rows(world, &self.quantity.counted, &self.subjects, None, batch);
        for row in &rows {
            for cell in self.cells(row) {
                if let Some(verdict) = self.wanted.get(&cell).and_then(|v| verdicts.get_mut(*v)) {
                    verdict.evidence.extend(world.evidence(self.quantity.counted.record, row.row));
                }
            }
        }
    }
}
