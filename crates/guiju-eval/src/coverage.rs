//! `coverage`: is everything of a set reached.

use std::collections::HashMap;

use guiju_calendar::Window as Days;
use guiju_compiler::{RecordId, hir::Coverage};
use guiju_data::Feed;

use crate::{
    EvalError,
    bound::{ceil_percent, unreadable},
    expression::{SCALE, decimal},
    frame::Frame,
    horizon::supply,
    kernel::{Base, Kernel, one_day, perhaps, undetermined},
    partial::{Force, Owed, Part, clip, is_in_force, owed},
    quantity::{
        rows,
        windows::{Round, Windows},
    },
    subjects::{MemberSet, Subjects},
    values::{Tri, Values},
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::{World, day},
};

/// How many of the members not reached are named.
const NAMED: usize = 20;

pub(crate) fn kernel<'a>(
    world: &World<'a>,
    base: Base<'a>,
    coverage: &'a Coverage,
) -> Result<Box<dyn Kernel<'a> + 'a>, EvalError> {
    let subjects = world.named_subjects(base.rule, coverage.counted.member.iter().map(Option::as_ref))?;
    let set = world.members(coverage.set, coverage.register);
    let feed = world.feed(coverage.counted.record);
    let windows = Windows::new(world, &base, &coverage.window, &feed, &subjects, false);
    Ok(Box::new(CoverageKernel {
        base,
        coverage,
        subjects,
        set,
        feed,
        windows,
        reached: HashMap::new(),
        each: Vec::new(),
    }))
}

/// What time says of a set that is not reached.
#[derive(Debug, Clone, Copy)]
struct State {
    /// The window has not ended.
    open: bool,
    /// The records of the window are complete.
    complete: bool,
    /// There is no window: it may still be reached.
    lasting: bool,
    /// The part of the number that is asked, where the window is in force in part.
    part: Option<Part>,
}

struct CoverageKernel<'a> {
    base: Base<'a>,
    coverage: &'a Coverage,
    subjects: Subjects<'a>,
    set: MemberSet<'a>,
    feed: Feed,
    windows: Windows,
    /// By subject and round: how certainly each member is reached.
    reached: HashMap<(u32, u32), Vec<Tri>>,
    /// Under `each`, the verdicts so far.
    each: Vec<Verdict>,
}

impl<'a> CoverageKernel<'a> {
    fn scan_each(&mut self, world: &World<'a>, record: RecordId, batch: std::ops::Range<usize>) {
        let counted = &self.coverage.counted;
        let mut frame = Frame::rows(counted.var, batch.clone());
        frame.dates = counted.date.as_ref().map(|d| world.eval(d, &frame).dates().to_vec());
        let fits = world.filter(counted.filter.as_ref(), &frame);
        let excused = match &self.coverage.unless {
            Some(unless) => world.condition(unless, &frame),
            None => vec![Tri::No; frame.len],
        };
        let by = world.eval(&self.coverage.by, &frame);
        for (i, row) in (0..).zip(batch) {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            let at = frame.dates.as_ref().and_then(|d| d.get(i).copied().flatten());
            if fits[i] == Tri::No || !world.visible(record, row) || at.is_some_and(|at| !self.base.judges(at)) {
                continue;
            }
            let reached: Vec<Tri> = match by.keys(i) {
                None => vec![Tri::Unknown; self.set.members.len()],
                Some(keys) => {
                    let mut reached = vec![Tri::No; self.set.members.len()];
                    for position in keys.iter().filter_map(|k| self.set.position(k)) {
                        reached[position as usize] = Tri::Yes;
                    }
                    reached
                }
            };
            let mut verdict = self.base.verdict(world.subject(record, row), at.map(one_day), Phrase::Nothing);
            let state = State { open: false, complete: true, lasting: false, part: None };
            self.judge(world, &mut verdict, &reached, at.map(one_day), state);
            verdict.evidence.splice(0..0, world.evidence(record, row));
            if excused[i] == Tri::Yes {
                verdict.outcome = Outcome::NotApplicable;
                verdict.reason = Some(Reason::Unless);
                verdict.way_out = None;
            } else if (fits[i] == Tri::Unknown || excused[i] == Tri::Unknown) && verdict.outcome != Outcome::Met {
                undetermined(&mut verdict, Reason::MissingField);
            }
            self.each.push(verdict);
        }
    }

    /// Compares what is reached with what is asked.
    fn judge(&self, world: &World<'a>, verdict: &mut Verdict, reached: &[Tri], window: Option<Days>, state: State) {
        let ever = self.coverage.register.is_some_and(|r| world.program.registers[r.0].ever_in_force);
        let members: Vec<usize> = (0..self.set.members.len())
            .filter(|m| world.counts_in(self.set.force[*m], window, ever) && self.set.belongs[*m] != Tri::No)
            .collect();
        let all = members.len() as u64;
        let yes = members.iter().filter(|m| reached[**m] == Tri::Yes).count() as u64;
        let share = self
            .coverage
            .share
            .as_ref()
            .and_then(|s| world.eval(s, &Frame::new(1)).numbers().first().copied().flatten());
        let need = |all: u64| {
            let whole = match (&self.coverage.share, share) {
                (None, _) => i128::from(all),
                (Some(_), percent) => ceil_percent(percent?, i128::from(all)),
            };
            u64::try_from(state.part.map_or(whole, |part| part.take(whole * SCALE) / SCALE)).ok()
        };
        let whole = share.map_or(Phrase::AllOf(all), |percent| Phrase::AtLeastPercent(decimal(percent)));
        verdict.expected = match (state.part, need(all)) {
            (Some(part), Some(need)) => Phrase::Prorated {
                asked: Box::new(Phrase::AtLeast(need.into())),
                whole: Box::new(whole),
                days: part.days,
                of: part.of,
            },
            _ => whole,
        };
        let not_reached: Vec<usize> = members.iter().copied().filter(|m| reached[*m] != Tri::Yes).collect();
        let missing = not_reached.iter().take(NAMED).map(|m| {
            let who = world.describe_member(self.coverage.set, self.set.members[*m]);
            who.label.unwrap_or(who.key)
        });
        verdict.actual = Phrase::Reached { reached: yes, all, missing: missing.collect() };
        let Some(asked) = need(all) else {
            let garbled = self.coverage.share.as_ref().and_then(|s| unreadable(s, world.program));
            undetermined(verdict, if garbled.is_some() { Reason::Unreadable } else { Reason::MissingField });
            verdict.way_out = Some(if garbled.is_some() { Phrase::ReadSource } else { Phrase::Complete(Vec::new()) });
            return;
        };
        if all == 0 {
            verdict.outcome = Outcome::NotApplicable;
            verdict.reason = Some(Reason::NoDenominator);
            return;
        }
        // At worst whoever may be a member is one unless surely reached; at best, only if perhaps reached.
        let enough = |hit: fn(Tri) -> bool, drops: fn(Tri) -> bool| {
            let of = members.iter().filter(|m| self.set.belongs[**m] == Tri::Yes || !drops(reached[**m]));
            let (hits, misses): (Vec<&usize>, Vec<&usize>) = of.partition(|m| hit(reached[**m]));
            need((hits.len() + misses.len()) as u64).is_some_and(|need| need <= hits.len() as u64)
        };
        let at_worst = enough(|r| r == Tri::Yes, |r| r == Tri::Yes);
        let at_best = enough(|r| r != Tri::No, |r| r == Tri::No);
        let short = asked.saturating_sub(yes);
        if at_worst {
            verdict.outcome = Outcome::Met;
        } else if state.open {
            verdict.outcome = Outcome::Pending;
            verdict.way_out = window.map(|w| Phrase::ReachBy { members: short, by: w.to });
        } else if !state.complete {
            undetermined(verdict, Reason::DataHorizon);
            verdict.way_out = window.map(|w| supply(&self.feed, w));
        } else if at_best {
            undetermined(verdict, Reason::MissingField);
            verdict.way_out = Some(Phrase::Complete(Vec::new()));
        } else {
            verdict.outcome = if state.lasting { Outcome::Overdue } else { Outcome::Violated };
            verdict.way_out = Some(if state.lasting {
                Phrase::ReachBy { members: short, by: day(self.base.as_of) }
            } else {
                Phrase::NextTime
            });
        }
        if verdict.outcome.is_breach() || verdict.outcome == Outcome::Undetermined {
            verdict.evidence =
                not_reached.iter().take(NAMED).flat_map(|m| world.member_evidence(self.set.members[*m])).collect();
        }
    }
}

impl<'a> CoverageKernel<'a> {
    /// Judges a window of a subject.
    fn settle_one(&self, world: &World<'a>, subject: u32, round: u32) -> Option<Verdict> {
        let at = self.windows.at(subject, round, self.base.as_of);
        let force = self.base.in_force(self.subjects.force[subject as usize]);
        if !self.base.judges_round(at, force) {
            return None;
        }
        let days = at.days();
        let who = world.describe(self.base.rule, &self.subjects, subject as usize);
        let mut verdict = self.base.verdict(who, days, Phrase::Nothing);
        if at == Round::Unknown {
            undetermined(&mut verdict, Reason::MissingField);
            verdict.way_out = Some(Phrase::Complete(Vec::new()));
            return Some(verdict);
        }
        let owes = days.map_or(Owed::Whole, |days| owed(self.base.rule.partial, days, force));
        if owes == Owed::Nothing {
            verdict.outcome = Outcome::NotApplicable;
            verdict.reason = Some(Reason::Partial);
            return Some(verdict);
        }
        let nothing = vec![Tri::No; self.set.members.len()];
        let reached = self.reached.get(&(subject, round)).unwrap_or(&nothing);
        let state = self.state(world, days.map(|days| clip(days, force)), force, owes);
        self.judge(world, &mut verdict, reached, days, state);
        perhaps(&mut verdict, self.subjects.belongs[subject as usize]);
        Some(verdict)
    }

    fn state(&self, world: &World<'a>, days: Option<Days>, force: Force, owes: Owed) -> State {
        let as_of = self.base.as_of;
        State {
            open: days.is_some_and(|d| as_of <= d.to.number()),
            complete: match days {
                Some(d) => self.feed.covers(d.from, day(d.to.number().min(as_of))),
                None => world.has_begun(&self.coverage.counted),
            },
            lasting: days.is_none() && force.1.is_none_or(|until| as_of <= until),
            part: if let Owed::Part(part) = owes { Some(part) } else { None },
        }
    }
}

impl<'a> Kernel<'a> for CoverageKernel<'a> {
    fn reads(&self) -> Vec<RecordId> {
        vec![self.coverage.counted.record]
    }

    fn scan(&mut self, world: &World<'a>, record: RecordId, batch: std::ops::Range<usize>) {
        if self.coverage.each {
            return self.scan_each(world, record, batch);
        }
        let counted = &self.coverage.counted;
        let (rows, _) = rows(world, counted, &self.subjects, None, batch);
        let numbers: Vec<u32> = rows.iter().map(|r| r.row).collect();
        let mut frame = Frame::new(numbers.len());
        frame.bind(counted.var, crate::frame::Binding::Rows(numbers));
        let by: Values<'a> = world.eval(&self.coverage.by, &frame);
        for (i, row) in rows.iter().enumerate() {
            let force = self.base.in_force(self.subjects.force[row.subject as usize]);
            // Without a day a record reaches nothing in any window; of a window in force in part only those days count.
            let outside = self.windows.cut() && !row.day.is_some_and(|day| is_in_force(day, force));
            let rounds = if outside { 0..0 } else { self.windows.rounds_of(row.subject, row.day) };
            for round in rounds {
                let size = self.set.members.len();
                let reached = self.reached.entry((row.subject, round)).or_insert_with(|| vec![Tri::No; size]);
                match by.keys(i) {
                    // Versions of the record disagree: it may reach any member. An empty cell reaches none.
                    None if world.conflicted(counted.record, row.row) => {
                        reached.iter_mut().for_each(|r| *r = r.or(Tri::Unknown));
                    }
                    None => {}
                    Some(keys) => {
                        for position in keys.iter().filter_map(|k| self.set.position(k)) {
                            let slot = &mut reached[position as usize];
                            *slot = slot.or(row.fits);
                        }
                    }
                }
            }
        }
    }

    fn settle(&mut self, world: &World<'a>) -> Result<Vec<Verdict>, EvalError> {
        if self.coverage.each {
            return Ok(std::mem::take(&mut self.each));
        }
        let mut verdicts = Vec::new();
        for round in 0..self.windows.rounds() {
            for subject in 0..u32::try_from(self.subjects.len()).unwrap_or(u32::MAX) {
                verdicts.extend(self.settle_one(world, subject, round));
            }
        }
        Ok(verdicts)
    }
}
