//! The shape of a rule's kernel, and what every kernel says of itself.
//!
//! A kernel names the record kinds it reads. The evaluation scans each kind once, batch by batch, and hands every
//! batch to all kernels that read it; then each kernel settles its verdicts. Evidence is found in a second scan,
//! for the verdicts that need it.

use guiju_calendar::Window;
use guiju_compiler::{
    RecordId,
    hir::{Head, Rule},
};
use guiju_data::Feed;

use crate::{
    EvalError, check, coverage, deadline, hold,
    partial::Force,
    path,
    quantity::{self, windows::Round},
    values::Tri,
    verdict::{Outcome, Phrase, Reason, Subject, Verdict},
    world::{World, day},
};

/// A rule at work.
pub(crate) trait Kernel<'a> {
    /// The record kinds it must see.
    fn reads(&self) -> Vec<RecordId>;

    /// Takes in a batch: consecutive rows of a kind.
    fn scan(&mut self, world: &World<'a>, record: RecordId, rows: std::ops::Range<usize>);

    /// Says what holds.
    ///
    /// # Errors
    /// [`EvalError`] if a date lies before the calendar.
    fn settle(&mut self, world: &World<'a>) -> Result<Vec<Verdict>, EvalError>;

    /// The record kind it must see once more to find the evidence of what it settled, if any.
    fn seeks(&self) -> Option<RecordId> {
        None
    }

    /// Adds the evidence in a batch to the verdicts it settled, in the order in which it gave them.
    fn find(&mut self, _world: &World<'a>, _rows: std::ops::Range<usize>, _verdicts: &mut [Verdict]) {}
}

/// The kernel of a rule.
///
/// # Errors
/// [`EvalError`] if its subjects are too many or its calendar is not known.
pub(crate) fn kernel<'a>(world: &World<'a>, id: usize, rule: &'a Rule) -> Result<Box<dyn Kernel<'a> + 'a>, EvalError> {
    let base = Base::new(world, id, rule);
    Ok(match &rule.head {
        Head::Quantity(quantity) => quantity::kernel(world, base, quantity)?,
        Head::Coverage(coverage) => coverage::kernel(world, base, coverage)?,
        Head::Deadline(deadline) => deadline::kernel(world, base, deadline)?,
        Head::Check(check) => check::kernel(world, base, check),
        Head::Hold(hold) => hold::kernel(base, hold),
        Head::TimeIn(time) => hold::time_in(world, base, time)?,
        Head::Path(path) => path::kernel(world, base, path)?,
    })
}

/// What all kernels know of their rule.
#[derive(Debug, Clone)]
pub(crate) struct Base<'a> {
    pub(crate) id: usize,
    pub(crate) rule: &'a Rule,
    pub(crate) assumes: Vec<String>,
    /// Days on which the rule is in force.
    pub(crate) force: (Option<i32>, Option<i32>),
    /// Days asked for, where the caller asked.
    pub(crate) asked: (Option<i32>, Option<i32>),
    pub(crate) as_of: i32,
}

impl<'a> Base<'a> {
    pub(crate) fn new(world: &World<'a>, id: usize, rule: &'a Rule) -> Self {
        let mut assumes: Vec<String> =
            rule.assumes.iter().map(|id| world.program.params[id.0].name.id.clone()).collect();
        if rule.force.unknown {
            assumes.push("effective".to_owned());
        }
        Self {
            id,
            rule,
            assumes,
            force: (
                rule.force.from.map(guiju_calendar::Day::number),
                rule.force.until.map(guiju_calendar::Day::number),
            ),
            asked: (
                world.options.from.map(guiju_calendar::Day::number),
                world.options.to.map(guiju_calendar::Day::number),
            ),
            as_of: world.as_of(),
        }
    }

    /// A verdict with nothing but what the rule itself says.
    pub(crate) fn verdict(&self, subject: Subject, window: Option<Window>, expected: Phrase) -> Verdict {
        Verdict {
            policy: self.rule.policy.0,
            rule: self.id,
            outcome: Outcome::Pending,
            reason: None,
            subject,
            window,
            expected,
            actual: Phrase::Nothing,
            due: None,
            original_due: None,
            steps: Vec::new(),
            done: None,
            days_late: None,
            due_at: None,
            done_at: None,
            provisional: false,
            evidence: Vec::new(),
            assumes: self.assumes.clone(),
            way_out: None,
            stage: None,
        }
    }

    /// Whether a trigger of this day is to be judged: in force and asked for.
    pub(crate) fn judges(&self, day: i32) -> bool {
        let within =
            |(from, to): (Option<i32>, Option<i32>)| from.is_none_or(|f| f <= day) && to.is_none_or(|t| day <= t);
        within(self.force) && within(self.asked)
    }

    /// The days over which windows are judged: what was asked for, else from the first day of the feed to the as-of date.
    pub(crate) fn span(&self, feed: &Feed) -> Option<(i32, i32)> {
        let first = feed.intervals.first().map(|(from, _)| from.number());
        let from = self.asked.0.or(first)?;
        let to = self.asked.1.unwrap_or(self.as_of);
        (from <= to).then_some((from, to))
    }

    /// Whether a calendar window is judged, given the span: wholly inside if dates were asked for.
    pub(crate) fn judges_window(&self, window: Window) -> bool {
        self.asked.0.is_none_or(|from| from <= window.from.number())
            && self.asked.1.is_none_or(|to| window.to.number() <= to)
            && self.force.0.is_none_or(|from| from <= window.to.number())
            && self.force.1.is_none_or(|until| window.from.number() <= until)
    }

    /// Whether there is anything to judge: a window asked for, of a subject in force on some of its days.
    pub(crate) fn judges_round(&self, round: Round, force: Force) -> bool {
        match round {
            // A member that left before its rule began never had to do anything.
            _ if is_never(force) => false,
            Round::None => false,
            Round::Unknown => true,
            Round::Whole => force.0.is_none_or(|from| from <= self.as_of),
            Round::Window(days) | Round::Unended(days) => {
                let meets = force.0.is_none_or(|from| from <= days.to.number())
                    && force.1.is_none_or(|until| days.from.number() <= until);
                meets && self.judges_window(days)
            }
        }
    }

    /// The days a subject is in force under the rule.
    pub(crate) fn in_force(&self, subject: (Option<i32>, Option<i32>)) -> (Option<i32>, Option<i32>) {
        (self.force.0.max(subject.0), crate::subjects::earlier(self.force.1, subject.1))
    }
}

/// Whether no day lies in such a force.
pub(crate) fn is_never(force: Force) -> bool {
    matches!(force, (Some(from), Some(until)) if until < from)
}

/// Leaves open what is said of a subject that perhaps is none. What breaks nothing holds either way.
pub(crate) fn perhaps(verdict: &mut Verdict, belongs: Tri) {
    if belongs == Tri::Unknown && !matches!(verdict.outcome, Outcome::Met | Outcome::NotApplicable) {
        undetermined(verdict, Reason::MissingField);
        verdict.way_out = Some(Phrase::Complete(Vec::new()));
    }
}

/// A one-day window.
pub(crate) fn one_day(number: i32) -> Window {
    Window::new(day(number), day(number))
}

/// Marks a verdict as open: both outcomes are possible, so that nothing is late for certain.
pub(crate) fn undetermined(verdict: &mut Verdict, reason: Reason) {
    verdict.days_late = None;
    verdict.outcome = Outcome::Undetermined;
    verdict.reason = Some(reason);
}
