//! `per gap`: one row for two neighbours, and one at each end.
//!
//! In come the records of each subject; out comes a verdict for each stretch between two points. Points are the first
//! day in force, the records, and the as-of date or the last day in force. `at least n` asks that the n-th record after
//! a point comes in time, `at most n` that it does not come too soon.

use guiju_calendar::{self as calendar, Duration, Window as Days};
use guiju_compiler::hir::Measure;

use super::listed::{Judge, Listed};
use crate::{
    EvalError,
    bound::{Bounds, Limits, PerGap},
    horizon::supply,
    kernel::undetermined,
    partial::{Force, is_in_force},
    values::Tri,
    verdict::{Outcome, Phrase, Reason, Subject, Verdict},
    world::{World, day},
};

/// One row for two neighbours.
pub(super) struct Gaps;

/// A day from which or to which a gap is measured, and the record that makes it one.
type Mark = (i32, Option<u32>);

/// The points of a subject, and what is asked of them.
struct Line {
    who: Subject,
    belongs: Tri,
    force: Force,
    length: Duration,
    /// The first day in force where it is known, then the records that count.
    marks: Vec<Mark>,
    /// The days of records that may count.
    doubtful: Vec<i32>,
}

impl Line {
    /// Whether a record of these days may count.
    fn is_doubtful(&self, from: i32, to: i32) -> bool {
        self.doubtful.get(self.doubtful.partition_point(|day| *day < from)).is_some_and(|day| *day <= to)
    }
}

impl<'a> Judge<'a> for Listed<'a, Gaps> {
    fn judge(
        &self,
        world: &World<'a>,
        subject: usize,
        bounds: &Bounds,
        verdicts: &mut Vec<Verdict>,
    ) -> Result<(), EvalError> {
        let force = self.base.in_force(self.subjects.force[subject]);
        let feed_from = self.feed.intervals.first().map(|(from, _)| from.number());
        // Not there yet, or gone before the first day of the data: there is no gap to speak of.
        if force.0.is_some_and(|from| from > self.base.as_of)
            || force.1.zip(feed_from).is_some_and(|(until, feed)| until < feed)
        {
            return Ok(());
        }
        let who = world.describe(self.base.rule, &self.subjects, subject);
        let length = self.lengths.durations().get(subject).copied().flatten();
        let (Some(length), Some(asked)) = (length, bounds.get(subject).and_then(Limits::per_gap)) else {
            let mut verdict = self.base.verdict(who, None, bounds.phrase(subject, false));
            let (reason, way_out) = bounds.doubt(subject);
            undetermined(&mut verdict, reason);
            verdict.way_out = Some(way_out);
            verdicts.push(verdict);
            return Ok(());
        };
        let line = self.line(subject, who, force, length);
        match asked {
            PerGap::AtLeast(0) => Ok(()),
            PerGap::AtLeast(n) => self.at_least(world, &line, n, verdicts),
            PerGap::AtMost(n) => self.at_most(world, &line, n, verdicts),
        }
    }
}

impl<'a> Listed<'a, Gaps> {
    /// The points of a subject.
    fn line(&self, subject: usize, who: Subject, force: Force, length: Duration) -> Line {
        let feed_from = self.feed.intervals.first().map(|(from, _)| from.number());
        // Before the first day of the data nothing is claimed: only a known beginning inside it is a point.
        let start = force.0.filter(|from| feed_from.is_some_and(|feed| feed <= *from) && *from <= self.base.as_of);
        let mut points = self.points[subject].clone();
        points.retain(|p| is_in_force(p.day, (start, force.1)));
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
        let begin = start.map(|start| (start, None));
        let certain = points.iter().filter(|p| p.certain).map(|p| (p.day, Some(p.row)));
        Line {
            who,
            belongs: self.subjects.belongs[subject],
            force,
            length,
            marks: begin.into_iter().chain(certain).collect(),
            doubtful: points.iter().filter(|p| !p.certain).map(|p| p.day).collect(),
        }
    }

    /// The n-th record after each point comes in time; the point that waits for it longest is open.
    fn at_least(&self, world: &World<'a>, line: &Line, n: usize, verdicts: &mut Vec<Verdict>) -> Result<(), EvalError> {
        for (first, second) in line.marks.iter().zip(line.marks.iter().skip(n)) {
            verdicts.extend(self.closed(world, line, n, *first, *second)?);
        }
        match line.marks.get(line.marks.len().saturating_sub(n)) {
            Some(mark) => verdicts.extend(self.last(world, line, n, *mark)?),
            None => verdicts.extend(self.never(line, n)?),
        }
        Ok(())
    }

    /// A gap between two points.
    fn closed(
        &self,
        world: &World<'a>,
        line: &Line,
        n: usize,
        (from, first): Mark,
        (to, second): Mark,
    ) -> Result<Option<Verdict>, EvalError> {
        let days = Days::new(day(from), day(to));
        if !self.base.judges_window(days) {
            return Ok(None);
        }
        let due = calendar::add(day(from), line.length)?;
        let mut verdict = self.base.verdict(line.who.clone(), Some(days), in_time(n, line.length));
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
            for row in [first, second].into_iter().flatten() {
                verdict.evidence.extend(world.evidence(self.quantity.counted.record, row));
            }
        }
        if verdict.outcome == Outcome::Violated && line.is_doubtful(from, to) {
            unclear(&mut verdict);
        } else if verdict.outcome == Outcome::Violated && !self.feed.covers(day(from), day(to)) {
            undetermined(&mut verdict, Reason::DataHorizon);
            verdict.way_out = Some(supply(&self.feed, days));
        }
        if line.belongs == Tri::Unknown {
            unclear(&mut verdict);
        }
        Ok(Some(verdict))
    }

    /// The gap still open at the as-of date, or closed by the end of the membership.
    fn last(&self, world: &World<'a>, line: &Line, n: usize, (from, row): Mark) -> Result<Option<Verdict>, EvalError> {
        let as_of = self.base.as_of;
        if let Some(until) = line.force.1.filter(|until| *until < as_of) {
            return if until > from { self.closed(world, line, n, (from, row), (until, None)) } else { Ok(None) };
        }
        let days = Days::new(day(from), day(as_of.max(from)));
        if !self.base.judges_window(days) {
            return Ok(None);
        }
        let due = calendar::add(day(from), line.length)?;
        let mut verdict = self.base.verdict(line.who.clone(), Some(days), in_time(n, line.length));
        verdict.due = Some(due);
        verdict.original_due = Some(due);
        verdict.actual = Phrase::Apart { from: day(from), to: day(as_of), days: i64::from(as_of - from) };
        if as_of <= due.number() {
            verdict.outcome = Outcome::Pending;
            verdict.way_out = Some(Phrase::DoBy(due));
            return Ok(Some(verdict));
        }
        verdict.outcome = Outcome::Overdue;
        verdict.days_late = Some(i64::from(as_of - due.number()));
        verdict.way_out = Some(Phrase::DoNow);
        if line.is_doubtful(from, as_of) || line.belongs == Tri::Unknown {
            unclear(&mut verdict);
        } else if !self.feed.covers(day(from), due) {
            undetermined(&mut verdict, Reason::DataHorizon);
            verdict.way_out = Some(supply(&self.feed, Days::new(day(from), due)));
        }
        if let Some(row) = row {
            verdict.evidence.extend(world.evidence(self.quantity.counted.record, row));
        }
        Ok(Some(verdict))
    }

    /// There is no point at all.
    fn never(&self, line: &Line, n: usize) -> Result<Option<Verdict>, EvalError> {
        let as_of = self.base.as_of;
        if self.base.asked.1.is_some_and(|to| to < as_of) {
            return Ok(None);
        }
        let mut verdict = self.base.verdict(line.who.clone(), None, in_time(n, line.length));
        let closed = line.force.1.is_some_and(|until| until < as_of);
        verdict.outcome = if closed { Outcome::Violated } else { Outcome::Overdue };
        verdict.reason = Some(Reason::Never);
        verdict.way_out = Some(if closed { Phrase::NextTime } else { Phrase::DoNow });
        if line.is_doubtful(i32::MIN, as_of) || line.belongs == Tri::Unknown {
            unclear(&mut verdict);
        } else if !self.nothing_for(line.length, line.force.1.map_or(as_of, |until| until.min(as_of)))? {
            undetermined(&mut verdict, Reason::DataHorizon);
            verdict.way_out = Some(Phrase::SupplyThrough(day(as_of)));
        }
        Ok(Some(verdict))
    }

    /// Whether the records show that there was nothing for longer than a length, even if something came right before them.
    fn nothing_for(&self, length: Duration, through: i32) -> Result<bool, EvalError> {
        let Some((first, _)) = self.feed.intervals.first() else { return Ok(false) };
        let due = calendar::add(day(first.number() - 1), length)?;
        Ok(due.number() < through && self.feed.covers(*first, due))
    }

    /// The n-th record after each record does not come too soon.
    fn at_most(&self, world: &World<'a>, line: &Line, n: usize, verdicts: &mut Vec<Verdict>) -> Result<(), EvalError> {
        let records: Vec<Mark> = line.marks.iter().filter(|(_, row)| row.is_some()).copied().collect();
        for ((from, first), (to, second)) in records.iter().zip(records.iter().skip(n)) {
            let days = Days::new(day(*from), day(*to));
            if !self.base.judges_window(days) {
                continue;
            }
            let mut verdict =
                self.base.verdict(line.who.clone(), Some(days), Phrase::NotWithin { n: n as u64, length: line.length });
            verdict.actual = Phrase::Apart { from: days.from, to: days.to, days: i64::from(to - from) };
            verdict.done = Some(days.to);
            if days.to < calendar::add(days.from, line.length)? {
                verdict.outcome = Outcome::Violated;
                verdict.way_out = Some(Phrase::NextTime);
            } else if line.is_doubtful(*from, *to) {
                unclear(&mut verdict);
            } else if !self.feed.covers(days.from, days.to) {
                undetermined(&mut verdict, Reason::DataHorizon);
                verdict.way_out = Some(supply(&self.feed, days));
            } else {
                verdict.outcome = Outcome::Met;
            }
            if line.belongs == Tri::Unknown {
                unclear(&mut verdict);
            }
            if verdict.outcome != Outcome::Met || world.options.all_evidence {
                for row in [first, second].into_iter().copied().flatten() {
                    verdict.evidence.extend(world.evidence(self.quantity.counted.record, row));
                }
            }
            verdicts.push(verdict);
        }
        Ok(())
    }
}

/// What `at least n` asks.
fn in_time(n: usize, length: Duration) -> Phrase {
    match n {
        1 => Phrase::AtMostApart(length),
        n => Phrase::MoreWithin { n: n as u64, length },
    }
}

/// A record that may count, or a member that may not be one, decides.
fn unclear(verdict: &mut Verdict) {
    undetermined(verdict, Reason::MissingField);
    verdict.way_out = Some(Phrase::Complete(Vec::new()));
}
