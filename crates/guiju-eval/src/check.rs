//! `check`: each record satisfies, or none may be.

use guiju_calendar::Window;
use guiju_compiler::{RecordId, hir::Check};

use crate::{
    EvalError,
    frame::Frame,
    horizon::supply,
    kernel::{Base, Kernel, one_day, undetermined},
    values::Tri,
    verdict::{Outcome, Phrase, Reason, Subject, Verdict},
    world::{World, day},
};

pub(crate) fn kernel<'a>(_world: &World<'a>, base: Base<'a>, check: &'a Check) -> Box<dyn Kernel<'a> + 'a> {
    Box::new(CheckKernel { base, check, verdicts: Vec::new(), open: false })
}

struct CheckKernel<'a> {
    base: Base<'a>,
    check: &'a Check,
    verdicts: Vec<Verdict>,
    /// Whether a record was found, or may be one, that must not be.
    open: bool,
}

impl<'a> Kernel<'a> for CheckKernel<'a> {
    fn reads(&self) -> Vec<RecordId> {
        vec![self.check.record]
    }

    fn scan(&mut self, world: &World<'a>, record: RecordId, rows: std::ops::Range<usize>) {
        let frame = frame(world, self.check, record, rows.clone());
        let fits = world.filter(self.check.filter.as_ref(), &frame);
        let excused = match &self.check.unless {
            Some(unless) => world.condition(unless, &frame),
            None => vec![Tri::No; frame.len],
        };
        let must: Vec<Vec<Tri>> = self.check.must.iter().map(|m| world.condition(&m.expr, &frame)).collect();
        for (i, row) in (0..).zip(rows) {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            if fits[i] == Tri::No || !world.visible(record, row) {
                continue;
            }
            let at = frame.dates.as_ref().and_then(|d| d.get(i).copied().flatten());
            if at.is_some_and(|at| !self.base.judges(at)) {
                continue;
            }
            let must: Vec<Tri> = must.iter().map(|m| m[i]).collect();
            let seen = Seen { record, row, at, fits: fits[i], excused: excused[i], must };
            let verdict = self.judge(world, &seen);
            self.verdicts.extend(verdict);
        }
    }

    fn settle(&mut self, world: &World<'a>) -> Result<Vec<Verdict>, EvalError> {
        let mut verdicts = std::mem::take(&mut self.verdicts);
        if self.check.must.is_empty() && !self.open {
            verdicts.extend(self.none_found(world));
        }
        Ok(verdicts)
    }
}

/// A record under check.
struct Seen {
    record: RecordId,
    row: u32,
    at: Option<i32>,
    fits: Tri,
    excused: Tri,
    must: Vec<Tri>,
}

impl<'a> CheckKernel<'a> {
    fn judge(&mut self, world: &World<'a>, seen: &Seen) -> Option<Verdict> {
        let never = self.check.must.is_empty();
        if never && seen.excused == Tri::Yes {
            return None;
        }
        let expected = if never { Phrase::NoSuchRecord } else { self.expected() };
        let subject = world.subject(seen.record, seen.row);
        let mut verdict = self.base.verdict(subject, seen.at.map(one_day), expected);
        verdict.evidence = world.evidence(seen.record, seen.row);
        if seen.excused == Tri::Yes {
            verdict.outcome = Outcome::NotApplicable;
            verdict.reason = Some(Reason::Unless);
            return Some(verdict);
        }
        if never {
            self.open = true;
            verdict.actual = Phrase::SuchRecord;
            verdict.outcome = Outcome::Violated;
            verdict.way_out = Some(Phrase::NextTime);
            if seen.fits == Tri::Unknown || seen.excused == Tri::Unknown {
                self.doubt(world, seen, &mut verdict);
            }
            return Some(verdict);
        }
        let words = |which: Tri| -> Vec<(String, String)> {
            let conditions = self.check.must.iter().zip(&seen.must);
            conditions.filter(|(_, tri)| **tri == which).map(|(m, _)| (m.en.clone(), m.zh.clone())).collect()
        };
        let all = seen.must.iter().copied().fold(Tri::Yes, Tri::and);
        match all {
            Tri::Yes => {
                verdict.outcome = Outcome::Met;
                verdict.actual = Phrase::Holds;
            }
            Tri::No if seen.fits == Tri::Yes && seen.excused == Tri::No => {
                verdict.outcome = Outcome::Violated;
                verdict.actual = Phrase::Fails(words(Tri::No));
                verdict.way_out = Some(Phrase::NextTime);
            }
            Tri::No => {
                verdict.actual = Phrase::Fails(words(Tri::No));
                self.doubt(world, seen, &mut verdict);
            }
            Tri::Unknown => {
                verdict.actual = Phrase::Unknown(words(Tri::Unknown));
                self.doubt(world, seen, &mut verdict);
            }
        }
        Some(verdict)
    }

    /// Marks a verdict as open, and says what settles the doubt: which version is right, which records a measure lacks,
    /// or which fields are empty.
    fn doubt(&self, world: &World<'a>, seen: &Seen, verdict: &mut Verdict) {
        let row = seen.row as usize;
        let frame = frame(world, self.check, seen.record, row..row + 1);
        let asked = || self.check.must.iter().map(|m| &m.expr).chain(&self.check.filter).chain(&self.check.unless);
        let (doubt, way_out) = if world.conflicted(seen.record, seen.row) {
            (Reason::Conflict, Phrase::SettleConflict)
        } else if let Some(supply) = world.missing_records(asked(), &frame) {
            (Reason::DataHorizon, supply)
        } else {
            (Reason::MissingField, Phrase::Complete(world.empty_fields(asked(), &frame)))
        };
        undetermined(verdict, doubt);
        verdict.way_out = Some(way_out);
    }

    /// No offending record: met where the records are complete, else not to be told.
    fn none_found(&self, world: &World<'a>) -> Option<Verdict> {
        let policy = &world.program.policies[self.base.rule.policy.0];
        let title = policy.title.alias.clone().unwrap_or_else(|| policy.title.id.clone());
        let subject = Subject { record: "policy".to_owned(), key: policy.name.id.clone(), label: Some(title) };
        let feed = world.feed(self.check.record);
        let dated = world.program.schema.record(self.check.record).at.is_some();
        let (first, last) = self.base.force;
        if first.is_some_and(|first| first > self.base.as_of) {
            return None;
        }
        let window = match self.base.span(&feed).filter(|_| dated) {
            None => None,
            // Only the days on which the rule is in force are spoken of, and none that is still to come.
            Some((from, to)) => {
                let to = to.min(self.base.as_of);
                let (from, to) = (first.map_or(from, |f| f.max(from)), last.map_or(to, |l| l.min(to)));
                Some((from <= to).then(|| Window::new(day(from), day(to)))?)
            }
        };
        let complete = match window {
            Some(window) => feed.covers(window.from, window.to),
            None => !dated && world.supplied(self.check.record),
        };
        let mut verdict = self.base.verdict(subject, window, Phrase::NoSuchRecord);
        verdict.actual = Phrase::Number(rust_decimal::Decimal::ZERO);
        verdict.outcome = Outcome::Met;
        if !complete {
            undetermined(&mut verdict, Reason::DataHorizon);
            verdict.way_out = Some(match window {
                Some(window) => supply(&feed, window),
                None => Phrase::SupplyThrough(world.options.as_of),
            });
        }
        Some(verdict)
    }

    fn expected(&self) -> Phrase {
        let join = |words: Vec<&str>, joint: &str| words.join(joint);
        Phrase::Condition {
            en: join(self.check.must.iter().map(|m| m.en.as_str()).collect(), " and "),
            zh: join(self.check.must.iter().map(|m| m.zh.as_str()).collect(), " 且 "),
        }
    }
}

/// What settles a doubt about a record.
pub(crate) fn settle(doubt: Reason) -> Phrase {
    match doubt {
        Reason::Conflict => Phrase::SettleConflict,
        _ => Phrase::Complete(Vec::new()),
    }
}

/// The rows of the checked record, with their dates.
fn frame<'a>(world: &World<'a>, check: &Check, record: RecordId, rows: std::ops::Range<usize>) -> Frame<'a> {
    let mut frame = Frame::rows(check.var, rows.clone());
    if let Some(at) = world.program.schema.record(record).at {
        let rows: Vec<u32> = rows.map(|r| u32::try_from(r).unwrap_or(u32::MAX)).collect();
        frame.dates = Some(world.days_of(record, at, &rows));
    }
    frame
}
