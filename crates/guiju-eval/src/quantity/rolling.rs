//! Rolling windows: every stretch of a length, one row a member.

use guiju_calendar::{self as calendar, Day, Duration, Window as Days};
use guiju_compiler::hir::Measure;

use super::{
    listed::{Judge, Listed, Point},
    sliding::Sliding,
};
use crate::{
    EvalError,
    bound::Bounds,
    expression::{SCALE, decimal},
    horizon::supply,
    interval::{Interval, Judgement},
    kernel::{perhaps, undetermined},
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::{World, day},
};

/// Every stretch of a length.
pub(super) struct Rolling;

impl<'a> Judge<'a> for Listed<'a, Rolling> {
    fn judge(
        &self,
        world: &World<'a>,
        subject: usize,
        bounds: &Bounds,
        verdicts: &mut Vec<Verdict>,
    ) -> Result<(), EvalError> {
        if let Some(mut verdict) = self.sure_member(world, subject, bounds)? {
            perhaps(&mut verdict, self.subjects.belongs[subject]);
            verdicts.push(verdict);
        }
        Ok(())
    }
}

impl<'a> Listed<'a, Rolling> {
    /// The first and last day over which absence can be told for a subject.
    fn stretch(&self, subject: usize) -> Option<(i32, i32)> {
        let force = self.base.in_force(self.subjects.force[subject]);
        let first = self.feed.intervals.first()?.0.number();
        let last = self.feed.intervals.last()?.1.number();
        let from = force.0.map_or(first, |f| f.max(first)).max(self.base.asked.0.unwrap_or(first));
        let to = last.min(self.base.as_of).min(force.1.unwrap_or(i32::MAX)).min(self.base.asked.1.unwrap_or(i32::MAX));
        Some((from, to))
    }

    /// Judges a subject as one that certainly is a member.
    fn sure_member(&self, world: &World<'a>, subject: usize, bounds: &Bounds) -> Result<Option<Verdict>, EvalError> {
        let stretch = self.stretch(subject);
        if stretch.is_some_and(|(from, to)| from > to) {
            return Ok(None);
        }
        let who = world.describe(self.base.rule, &self.subjects, subject);
        let limits = bounds.get(subject);
        let expected = limits.map_or(Phrase::Nothing, |l| l.phrase(false));
        let mut verdict = self.base.verdict(who, None, expected);
        let length = self.lengths.durations().get(subject).copied().flatten();
        let (Some(limits), Some(length)) = (limits, length) else {
            let (reason, way_out) = bounds.doubt(subject);
            undetermined(&mut verdict, reason);
            verdict.way_out = Some(way_out);
            return Ok(Some(verdict));
        };
        let Some((from, to)) = stretch else {
            undetermined(&mut verdict, Reason::DataHorizon);
            return Ok(Some(verdict));
        };
        let Some(last) = last_start(from, to, length)? else {
            return self.no_whole_window(subject, from, length, verdict);
        };
        let points = &self.points[subject];
        let mut doubt = None;
        let distinct = matches!(self.quantity.measure, Measure::Distinct(_));
        let mut window = Sliding::new(points, distinct);
        for start in starts(points, from, last) {
            let end = last_day(day(start), length)?;
            let complete = self.feed.covers(day(start), day(end));
            let held = window.count(start, end);
            let value = if complete { held } else { Interval { high: None, ..held } };
            match limits.judge(value) {
                Judgement::Within => {}
                Judgement::Outside => {
                    verdict.outcome = Outcome::Violated;
                    verdict.way_out = Some(Phrase::NextTime);
                    self.describe_window(world, &mut verdict, points, (start, end), held);
                    return Ok(Some(verdict));
                }
                Judgement::Open => doubt = doubt.or(Some(((start, end), complete, held))),
            }
        }
        // Where records may be missing, no window holds few enough for certain.
        if limits.high.is_some() && !self.feed.covers(day(from), day(to)) {
            doubt = doubt.or_else(|| Some(((from, to), false, Sliding::new(points, distinct).count(from, to))));
        }
        if let Some((days, complete, held)) = doubt {
            undetermined(&mut verdict, if complete { Reason::MissingField } else { Reason::DataHorizon });
            verdict.way_out = Some(if complete {
                Phrase::Complete(Vec::new())
            } else {
                supply(&self.feed, Days::new(day(days.0), day(days.1)))
            });
            self.describe_window(world, &mut verdict, points, days, held);
        } else {
            verdict.outcome = Outcome::Met;
            verdict.window = Some(Days::new(day(from), day(to)));
            verdict.actual = Phrase::Holds;
        }
        Ok(Some(verdict))
    }

    /// Nothing to judge yet, or ever: no window lies wholly inside the days that count.
    fn no_whole_window(
        &self,
        subject: usize,
        from: i32,
        length: Duration,
        mut verdict: Verdict,
    ) -> Result<Option<Verdict>, EvalError> {
        let end = last_day(day(from), length)?;
        if self.base.asked.1.is_some_and(|to| to < end) {
            return Ok(None);
        }
        verdict.window = Some(Days::new(day(from), day(end)));
        if self.base.in_force(self.subjects.force[subject]).1.is_some_and(|until| until < end) {
            verdict.outcome = Outcome::NotApplicable;
            verdict.reason = Some(Reason::Partial);
        } else if self.base.as_of <= end {
            verdict.outcome = Outcome::Pending;
            verdict.way_out = Some(Phrase::DoBy(day(end)));
        } else {
            undetermined(&mut verdict, Reason::DataHorizon);
            verdict.way_out = Some(supply(&self.feed, Days::new(day(from), day(end))));
        }
        Ok(Some(verdict))
    }

    fn describe_window(
        &self,
        world: &World<'a>,
        verdict: &mut Verdict,
        points: &[Point<'a>],
        (start, end): (i32, i32),
        held: Interval,
    ) {
        verdict.window = Some(Days::new(day(start), day(end)));
        verdict.actual = held.low.map_or(Phrase::Nothing, |low| Phrase::Number(decimal(low.num * SCALE)));
        for point in inside(points, start, end) {
            verdict.evidence.extend(world.evidence(self.quantity.counted.record, point.row));
        }
    }
}

/// The records from a day through a day.
fn inside<'p, 'a>(points: &'p [Point<'a>], start: i32, end: i32) -> &'p [Point<'a>] {
    let from = points.partition_point(|p| p.day < start);
    let to = points.partition_point(|p| p.day <= end).max(from);
    points.get(from..to).unwrap_or_default()
}

/// The days on which a window may hold fewest or most: fewest on the first day or right after a record, most on a record
/// or on the last day a window may begin. Between these every window holds as many or more, or as many or fewer.
fn starts(points: &[Point<'_>], from: i32, last: i32) -> Vec<i32> {
    let mut starts = vec![from, last];
    starts.extend(points.iter().flat_map(|p| [p.day, p.day + 1]).filter(|start| (from..=last).contains(start)));
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// The last day of `from..=to` on which a window may begin that ends by `to`.
fn last_start(from: i32, to: i32, length: Duration) -> Result<Option<i32>, EvalError> {
    // A later window never ends earlier, so that the border is found by halving.
    let (mut low, mut high) = (from, to + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if last_day(day(middle), length)? <= to {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok((low > from).then_some(low - 1))
}

/// The last day of a window that begins on a day.
fn last_day(start: Day, length: Duration) -> Result<i32, EvalError> {
    Ok(calendar::add(start, length)?.number() - 1)
}
