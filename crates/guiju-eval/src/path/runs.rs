//! The runs of a stage: one, one a return, or one a level.

use guiju_calendar::{Duration, Profile, due_after};
use guiju_compiler::hir::{Clock, Levels, Repeat};

use super::{
    Instance, PathKernel,
    asked::{Ask, name_of},
    course::{Course, Reached},
    stop::stopped,
};
use crate::{
    EvalError,
    kernel::undetermined,
    values::{Tri, Values},
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::{World, day},
};

/// Numbers are kept as millionths.
const MILLION: i128 = 1_000_000;

impl<'a> PathKernel<'a> {
    /// Judges a stage for the records that have reached it, and lets them go on.
    pub(super) fn run(
        &mut self,
        world: &World<'a>,
        course: &mut Course<'_, 'a>,
        stage: usize,
        reached: Vec<Reached>,
    ) -> Result<(), EvalError> {
        let path = self.path;
        let declared = &path.stages[stage];
        if let Some(levels) = &declared.levels {
            return self.climb(world, course, stage, levels, &reached);
        }
        if let Some(repeat) = &declared.repeat {
            return self.return_(world, course, stage, repeat, &reached);
        }
        let asks: Vec<Ask> =
            reached.iter().map(|r| Ask { instance: r.instance, start: r.start, levels: None }).collect();
        for (ask, verdict) in asks.iter().zip(self.judged(world, course, stage, declared.clock, &asks)?) {
            let Some(verdict) = verdict else { continue };
            course.note(ask.instance, stage, verdict.clone(), None, None);
            course.go_on(ask.instance, stage, &verdict);
        }
        Ok(())
    }

    /// The verdicts on what is asked, after the stop of each path.
    fn judged(
        &mut self,
        world: &World<'a>,
        course: &Course<'_, 'a>,
        stage: usize,
        clock: Clock,
        asks: &[Ask],
    ) -> Result<Vec<Option<Verdict>>, EvalError> {
        let answers = self.ask(world, stage, clock, course.instances, asks, false)?;
        let verdict = |(ask, answer): (&Ask, Option<super::asked::Answer>)| {
            let mut verdict = answer?.verdict;
            stopped(&mut verdict, course.stop(ask.instance));
            Some(verdict)
        };
        Ok(asks.iter().zip(answers).map(verdict).collect())
    }

    /// `repeat every D at most N`: a run after every D until one fails or the path stops.
    fn return_(
        &mut self,
        world: &World<'a>,
        course: &mut Course<'_, 'a>,
        stage: usize,
        repeat: &'a Repeat,
        reached: &[Reached],
    ) -> Result<(), EvalError> {
        let path = self.path;
        let frame = self.frame(frame_rows(reached, course.instances));
        let every = world.eval(&repeat.every, &frame);
        let at_most = repeat.at_most.as_ref().map(|n| world.eval(n, &frame));
        let most = |i: usize| match &at_most {
            Some(numbers) => numbers.numbers().get(i).copied().flatten().map_or(1, |n| n / MILLION),
            None => i128::MAX,
        };
        let starts = match path.stages[stage].clock {
            Clock::Date => self.own_starts(world, stage, &frame_rows(reached, course.instances)),
            Clock::Due | Clock::Done => reached.iter().map(|r| r.start).collect(),
        };
        let mut open: Vec<usize> = (0..reached.len()).collect();
        let mut times: u32 = 1;
        while !open.is_empty() {
            let mut going = Vec::new();
            let mut asks = Vec::new();
            for &i in &open {
                let length = every.durations().get(i).copied().flatten();
                let start = self.later(world, starts[i], length, times - 1)?;
                let instance = reached[i].instance;
                let begun = start.is_some_and(|start| start <= self.base.as_of && !course.stop(instance).by(start));
                if times == 1 || begun {
                    going.push(i);
                    asks.push(Ask { instance, start, levels: None });
                }
            }
            let verdicts = self.judged(world, course, stage, Clock::Due, &asks)?;
            open.clear();
            for ((i, ask), verdict) in going.into_iter().zip(&asks).zip(verdicts) {
                let Some(verdict) = verdict else { continue };
                let last = i128::from(times) >= most(i);
                course.note(ask.instance, stage, verdict.clone(), Some(times), None);
                if verdict.outcome.is_breach() || (last && verdict.outcome == Outcome::Met) {
                    course.go_on(ask.instance, stage, &verdict);
                } else if !last && matches!(verdict.outcome, Outcome::Met | Outcome::Pending) {
                    open.push(i);
                }
            }
            times = times.saturating_add(1);
        }
        Ok(())
    }

    /// The day so many lengths after a day: counted from the first, so that ends of months clamp once.
    fn later(
        &self,
        world: &World<'a>,
        start: Option<i32>,
        length: Option<Duration>,
        times: u32,
    ) -> Result<Option<i32>, EvalError> {
        if times == 0 {
            return Ok(start);
        }
        let (Some(start), Some(length)) = (start, length.filter(|length| length.n > 0)) else { return Ok(None) };
        let Some(n) = length.n.checked_mul(times) else { return Ok(None) };
        let calendar = world.calendar(&self.base.rule.calendar)?;
        let due = due_after(calendar, Profile::Plain, day(start), Duration::new(n, length.unit));
        // Beyond the last day there is, nothing has begun.
        Ok(due.ok().map(|due| due.unrolled.number()))
    }

    /// `over levels`: a run for each level from the lowest up, each from the act of the level below.
    fn climb(
        &mut self,
        world: &World<'a>,
        course: &mut Course<'_, 'a>,
        stage: usize,
        levels: &'a Levels,
        reached: &[Reached],
    ) -> Result<(), EvalError> {
        let path = self.path;
        let list = world.program.schema.catalog(levels.catalog);
        let rows = frame_rows(reached, course.instances);
        let frame = self.frame(rows.clone());
        let (from, to) = (codes(world.eval(&levels.from, &frame)), codes(world.eval(&levels.to, &frame)));
        let skipping = match &levels.skipping {
            Some(condition) => self.holds(world, condition, rows),
            None => vec![Tri::No; reached.len()],
        };
        let mut open: Vec<Climb> = Vec::new();
        for (i, reached) in reached.iter().enumerate() {
            let ends = from.get(i).copied().flatten().zip(to.get(i).copied().flatten());
            let skips = skipping.get(i) == Some(&Tri::Yes);
            let (low, top) = ends.unwrap_or((0, 0));
            open.push(Climb { reached: *reached, low, top, skips, known: ends.is_some(), first: true, failed: false });
        }
        while !open.is_empty() {
            // Who has nothing to climb goes on at once; whose levels are not known stays.
            let (climbing, idle): (Vec<Climb>, Vec<Climb>) =
                open.into_iter().partition(|climb| climb.known && climb.low <= climb.top);
            for climb in idle {
                self.rest(world, course, stage, &climb)?;
            }
            open = Vec::new();
            let mut verdicts: Vec<Option<Verdict>> = climbing.iter().map(|_| None).collect();
            for first in [true, false] {
                let clock = if first { path.stages[stage].clock } else { Clock::Done };
                let places: Vec<usize> = (0..climbing.len()).filter(|n| climbing[*n].first == first).collect();
                let asks: Vec<Ask> = places.iter().map(|n| climbing[*n].ask(climbing[*n].low)).collect();
                for (place, verdict) in places.iter().zip(self.judged(world, course, stage, clock, &asks)?) {
                    verdicts[*place] = verdict;
                }
                let above: Vec<usize> =
                    places.into_iter().filter(|n| climbing[*n].may_skip(verdicts[*n].as_ref())).collect();
                let asks: Vec<Ask> = above.iter().map(|n| climbing[*n].ask(climbing[*n].low + 1)).collect();
                let answers = self.ask(world, stage, clock, course.instances, &asks, true)?;
                for (place, answer) in above.into_iter().zip(answers) {
                    if let (Some(verdict), Some(answer)) = (verdicts[place].as_mut(), answer)
                        && answer.verdict.done.is_some()
                    {
                        skip(verdict, answer.verdict);
                    }
                }
            }
            for (mut climb, verdict) in climbing.into_iter().zip(verdicts) {
                let Some(verdict) = verdict else { continue };
                let instance = climb.reached.instance;
                course.note(instance, stage, verdict.clone(), None, name_of(list, climb.low));
                if verdict.outcome.is_breach() && !climb.failed {
                    climb.failed = true;
                    course.go_on(instance, stage, &verdict);
                }
                let done = matches!(verdict.outcome, Outcome::Met | Outcome::MetLate);
                if done && climb.low < climb.top {
                    open.push(climb.up(verdict.done.map(guiju_calendar::Day::number)));
                } else if done && !climb.failed {
                    course.go_on(instance, stage, &verdict);
                } else if verdict.reason == Some(Reason::Skipped) {
                    open.push(climb.past());
                }
            }
        }
        Ok(())
    }

    /// A record with no level to climb: the lowest is above the highest, or one of them is not known.
    fn rest(
        &mut self,
        world: &World<'a>,
        course: &mut Course<'_, 'a>,
        stage: usize,
        climb: &Climb,
    ) -> Result<(), EvalError> {
        let clock = self.path.stages[stage].clock;
        let asks = [Ask { instance: climb.reached.instance, start: climb.reached.start, levels: None }];
        let answer = self.ask(world, stage, clock, course.instances, &asks, true)?.into_iter().next().flatten();
        let Some(mut verdict) = answer.map(|answer| answer.verdict) else { return Ok(()) };
        (verdict.actual, verdict.done, verdict.due, verdict.original_due) = (Phrase::Nothing, None, None, None);
        verdict.days_late = None;
        if climb.known {
            verdict.outcome = Outcome::NotApplicable;
            verdict.reason = Some(Reason::NoDenominator);
            verdict.way_out = None;
        } else {
            undetermined(&mut verdict, Reason::MissingField);
            verdict.way_out = Some(crate::check::settle(Reason::MissingField));
        }
        verdict.expected = Phrase::Nothing;
        course.note(climb.reached.instance, stage, verdict, None, None);
        Ok(())
    }
}

/// A record on its way up the levels.
#[derive(Debug, Clone, Copy)]
struct Climb {
    reached: Reached,
    /// The level whose act comes next.
    low: u8,
    /// The highest.
    top: u8,
    /// Whether levels may be left out.
    skips: bool,
    /// Whether both ends are known.
    known: bool,
    /// Whether no level has acted yet, so that the clock is that of the stage.
    first: bool,
    /// Whether a level has failed already, and the path gone on for that.
    failed: bool,
}

impl Climb {
    /// What is asked from a level on: that level alone, or any above it.
    fn ask(&self, level: u8) -> Ask {
        let high = if level == self.low { level } else { self.top };
        Ask { instance: self.reached.instance, start: self.reached.start, levels: Some((level, high)) }
    }

    fn may_skip(&self, verdict: Option<&Verdict>) -> bool {
        let undone =
            verdict.is_some_and(|v| matches!(v.outcome, Outcome::Overdue | Outcome::Pending | Outcome::Undetermined));
        self.skips && self.low < self.top && undone
    }

    /// The next level, its clock from the act of this one.
    fn up(mut self, done: Option<i32>) -> Self {
        self.reached.start = done;
        self.first = false;
        self.low += 1;
        self
    }

    /// The next level, its clock unchanged.
    fn past(mut self) -> Self {
        self.low += 1;
        self
    }
}

/// Marks a level that was left out because a higher one acted.
fn skip(verdict: &mut Verdict, above: Verdict) {
    verdict.outcome = Outcome::NotApplicable;
    verdict.reason = Some(Reason::Skipped);
    (verdict.days_late, verdict.way_out) = (None, None);
    verdict.evidence.extend(above.evidence);
}

/// The rows of records that have reached a stage.
fn frame_rows(reached: &[Reached], instances: &[Instance]) -> Vec<u32> {
    reached.iter().map(|r| instances[r.instance].row).collect()
}

fn codes(values: Values<'_>) -> Vec<Option<u8>> {
    match values {
        Values::Code(codes) => codes,
        _ => Vec::new(),
    }
}
