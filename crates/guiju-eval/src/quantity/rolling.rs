//! Rolling windows: every stretch of a length, one row a member, or one row a gap.

use guiju_calendar::{self as calendar, Day, Duration, Window as Days};
use guiju_compiler::{
    RecordId,
    hir::{Expr, Measure, Quantity},
};
use guiju_data::Feed;

use super::{rows, sliding::Sliding};
use crate::{
    EvalError,
    bound::Bounds,
    expression::{SCALE, decimal},
    horizon::supply,
    interval::{Interval, Judgement},
    kernel::{Base, Kernel, perhaps, undetermined},
    subjects::Subjects,
    values::{Key, Tri, Values},
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::{World, day},
};

pub(crate) struct RollingKernel<'a> {
    base: Base<'a>,
    quantity: &'a Quantity,
    subjects: Subjects<'a>,
    feed: Feed,
    lengths: Values<'a>,
    per_gap: bool,
    /// The records of each subject.
    points: Vec<Vec<Point<'a>>>,
}

/// A counted record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point<'a> {
    pub(super) day: i32,
    /// What must be different, under `distinct`.
    pub(super) value: Option<Key<'a>>,
    pub(super) row: u32,
    pub(super) certain: bool,
}

impl<'a> RollingKernel<'a> {
    pub(crate) fn new(
        world: &World<'a>,
        base: Base<'a>,
        quantity: &'a Quantity,
        subjects: Subjects<'a>,
        length: &'a Expr,
        per_gap: bool,
    ) -> Self {
        let lengths = world.eval(length, &subjects.whole_frame());
        let points = vec![Vec::new(); subjects.len()];
        let feed = world.feed(quantity.counted.record);
        Self { base, quantity, subjects, feed, lengths, per_gap, points }
    }

    /// The first and last day over which absence can be told for a subject.
    fn stretch(&self, subject: usize) -> Option<(i32, i32)> {
        let force = self.base.in_force(self.subjects.force[subject]);
        let first = self.feed.intervals.first()?.0.number();
        let last = self.feed.intervals.last()?.1.number();
        let from = force.0.map_or(first, |f| f.max(first)).max(self.base.asked.0.unwrap_or(first));
        let to = last.min(self.base.as_of).min(force.1.unwrap_or(i32::MAX)).min(self.base.asked.1.unwrap_or(i32::MAX));
        Some((from, to))
    }

    fn member(&self, world: &World<'a>, subject: usize, bounds: &Bounds) -> Result<Option<Verdict>, EvalError> {
        let mut verdict = self.sure_member(world, subject, bounds)?;
        if let Some(verdict) = &mut verdict {
            perhaps(verdict, self.subjects.belongs[subject]);
        }
        Ok(verdict)
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

    /// One row per two neighbours: the first day in force, the records, and the as-of date.
    fn gaps(&self, world: &World<'a>, subject: usize, verdicts: &mut Vec<Verdict>) -> Result<(), EvalError> {
        let who = world.describe(self.base.rule, &self.subjects, subject);
        let Some(length) = self.lengths.durations().get(subject).copied().flatten() else {
            let mut verdict = self.base.verdict(who, None, Phrase::Nothing);
            undetermined(&mut verdict, Reason::MissingField);
            verdict.way_out = Some(Phrase::Complete(Vec::new()));
            verdicts.push(verdict);
            return Ok(());
        };
        let force = self.base.in_force(self.subjects.force[subject]);
        let feed_from = self.feed.intervals.first().map(|(from, _)| from.number());
        // Not there yet, or gone before the first day of the data: there is no gap to speak of.
        if force.0.is_some_and(|from| from > self.base.as_of)
            || force.1.zip(feed_from).is_some_and(|(until, feed)| until < feed)
        {
            return Ok(());
        }
        // Before the first day of the data nothing is claimed: only a known beginning inside it is a point.
        let start = force.0.filter(|from| feed_from.is_some_and(|feed| feed <= *from) && *from <= self.base.as_of);
        let mut points = self.points[subject].clone();
        points.retain(|p| start.is_none_or(|s| s <= p.day) && force.1.is_none_or(|until| p.day <= until));
        if matches!(self.quantity.measure, Measure::Distinct(_)) {
            points.dedup_by(|next, kept| {
                let same = next.day == kept.day && next.value == kept.value;
                // Of several that say the same, one that certainly counts is enough.
                if same && next.certain && !kept.certain {
                    *kept = next.clone();
                }
                same
            });
        }
        let certain: Vec<&Point<'a>> = points.iter().filter(|p| p.certain).collect();
        let mut marks: Vec<(i32, Option<u32>)> = start.map(|s| (s, None)).into_iter().collect();
        marks.extend(certain.iter().map(|p| (p.day, Some(p.row))));
        let uncertain: Vec<i32> = points.iter().filter(|p| !p.certain).map(|p| p.day).collect();
        let doubtful = |from: i32, to: i32| {
            uncertain.get(uncertain.partition_point(|day| *day < from)).is_some_and(|day| *day <= to)
        };
        for pair in marks.windows(2) {
            let ((from, first), (to, second)) = (pair[0], pair[1]);
            let mut verdict = self.gap(world, &who, (from, to), length, [first, second])?;
            if verdict.outcome == Outcome::Violated && doubtful(from, to) {
                undetermined(&mut verdict, Reason::MissingField);
            } else if verdict.outcome == Outcome::Violated && !self.feed.covers(day(from), day(to)) {
                undetermined(&mut verdict, Reason::DataHorizon);
            }
            if self.subjects.belongs[subject] == Tri::Unknown {
                undetermined(&mut verdict, Reason::MissingField);
            }
            verdicts.push(verdict);
        }
        self.last_gap(world, subject, &who, marks.last().copied(), length, &doubtful, verdicts)
    }

    fn gap(
        &self,
        world: &World<'a>,
        who: &crate::Subject,
        (from, to): (i32, i32),
        length: Duration,
        rows: [Option<u32>; 2],
    ) -> Result<Verdict, EvalError> {
        let due = calendar::add(day(from), length)?;
        let mut verdict =
            self.base.verdict(who.clone(), Some(Days::new(day(from), day(to))), Phrase::AtMostApart(length));
        verdict.actual = Phrase::Apart { from: day(from), to: day(to), days: i64::from(to - from) };
        verdict.due = Some(due);
        verdict.original_due = Some(due);
        verdict.done = Some(day(to));
        if to <= due.number() {
            verdict.outcome = Outcome::Met;
        } else {
            verdict.outcome = Outcome::Violated;
            verdict.days_late = Some(i64::from(to - due.number()));
            verdict.way_out = Some(Phrase::NextTime);
        }
        if verdict.outcome == Outcome::Violated || world.options.all_evidence {
            for row in rows.into_iter().flatten() {
                verdict.evidence.extend(world.evidence(self.quantity.counted.record, row));
            }
        }
        Ok(verdict)
    }

    /// Whether the records show that there was nothing for longer than a length, even if something came right before them.
    fn never_for(&self, length: Duration, through: i32) -> Result<bool, EvalError> {
        let Some((first, _)) = self.feed.intervals.first() else { return Ok(false) };
        let due = calendar::add(day(first.number() - 1), length)?;
        Ok(due.number() < through && self.feed.covers(*first, due))
    }

    /// The gap still open at the as-of date, or closed by the end of the membership.
    #[expect(clippy::too_many_arguments, reason = "one call; a struct would only rename them")]
    fn last_gap(
        &self,
        world: &World<'a>,
        subject: usize,
        who: &crate::Subject,
        mark: Option<(i32, Option<u32>)>,
        length: Duration,
        doubtful: &dyn Fn(i32, i32) -> bool,
        verdicts: &mut Vec<Verdict>,
    ) -> Result<(), EvalError> {
        let force = self.base.in_force(self.subjects.force[subject]);
        let as_of = self.base.as_of;
        let Some((from, row)) = mark else {
            let mut verdict = self.base.verdict(who.clone(), None, Phrase::AtMostApart(length));
            let closed = force.1.is_some_and(|until| until < as_of);
            verdict.outcome = if closed { Outcome::Violated } else { Outcome::Overdue };
            verdict.reason = Some(Reason::Never);
            verdict.way_out = Some(if closed { Phrase::NextTime } else { Phrase::DoNow });
            if doubtful(i32::MIN, as_of) || self.subjects.belongs[subject] == Tri::Unknown {
                undetermined(&mut verdict, Reason::MissingField);
            } else if !self.never_for(length, force.1.map_or(as_of, |until| until.min(as_of)))? {
                undetermined(&mut verdict, Reason::DataHorizon);
                verdict.way_out = Some(Phrase::SupplyThrough(day(as_of)));
            }
            verdicts.push(verdict);
            return Ok(());
        };
        if let Some(until) = force.1.filter(|until| *until < as_of) {
            if until > from {
                verdicts.push(self.gap(world, who, (from, until), length, [row, None])?);
            }
            return Ok(());
        }
        let due = calendar::add(day(from), length)?;
        let mut verdict = self.base.verdict(
            who.clone(),
            Some(Days::new(day(from), day(as_of.max(from)))),
            Phrase::AtMostApart(length),
        );
        verdict.due = Some(due);
        verdict.original_due = Some(due);
        verdict.actual = Phrase::Apart { from: day(from), to: day(as_of), days: i64::from(as_of - from) };
        if as_of <= due.number() {
            verdict.outcome = Outcome::Pending;
            verdict.way_out = Some(Phrase::DoBy(due));
        } else {
            verdict.outcome = Outcome::Overdue;
            verdict.days_late = Some(i64::from(as_of - due.number()));
            verdict.way_out = Some(Phrase::DoNow);
            if doubtful(from, as_of) || self.subjects.belongs[subject] == Tri::Unknown {
                undetermined(&mut verdict, Reason::MissingField);
            } else if !self.feed.covers(day(from), due) {
                undetermined(&mut verdict, Reason::DataHorizon);
                verdict.way_out = Some(Phrase::SupplyThrough(due));
            }
            for row in row.into_iter() {
                verdict.evidence.extend(world.evidence(self.quantity.counted.record, row));
            }
        }
        verdicts.push(verdict);
        Ok(())
    }
}

/// Takes the records of a batch into the lists of their subjects.
pub(super) fn take_points<'a>(
    world: &World<'a>,
    quantity: &'a Quantity,
    subjects: &Subjects<'a>,
    batch: std::ops::Range<usize>,
    points: &mut [Vec<Point<'a>>],
) {
    let (rows, values) = rows(world, &quantity.counted, subjects, Some(&quantity.measure), batch);
    for row in rows {
        let value = values.as_ref().and_then(|v| v.key(row.at));
        // Without a value there is nothing to be different; without a day it belongs nowhere.
        if matches!(quantity.measure, Measure::Distinct(_)) && value.is_none() {
            continue;
        }
        if let (Some(day), Some(list)) = (row.day, points.get_mut(row.subject as usize)) {
            list.push(Point { day, value, row: row.row, certain: row.fits == Tri::Yes });
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

impl<'a> Kernel<'a> for RollingKernel<'a> {
    fn reads(&self) -> Vec<RecordId> {
        vec![self.quantity.counted.record]
    }

    fn scan(&mut self, world: &World<'a>, _record: RecordId, batch: std::ops::Range<usize>) {
        take_points(world, self.quantity, &self.subjects, batch, &mut self.points);
    }

    fn settle(&mut self, world: &World<'a>) -> Result<Vec<Verdict>, EvalError> {
        for points in &mut self.points {
            points.sort();
        }
        let bounds = world.bounds(&self.quantity.bound, &self.subjects.whole_frame(), &[]);
        let mut verdicts = Vec::new();
        for subject in 0..self.subjects.len() {
            if self.per_gap {
                self.gaps(world, subject, &mut verdicts)?;
            } else {
                verdicts.extend(self.member(world, subject, &bounds)?);
            }
        }
        Ok(verdicts)
    }
}
