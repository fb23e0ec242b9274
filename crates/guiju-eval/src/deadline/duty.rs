//! Duties: one a trigger record, or one a subject and window.

use guiju_calendar::{Family, Moment, Window as Days};
use guiju_compiler::{
    RecordId,
    hir::{Act, Correlation, Link, Partial, Trigger},
};

use super::{
    DeadlineKernel,
    due::{LimitValue, OpensValue, limits, opens},
    exact::{Exact, of_window},
};
use crate::{
    EvalError,
    frame::{Binding, Frame},
    kernel::{is_never, one_day},
    partial::{Owed, owed},
    subjects::Subjects,
    values::{Key, NO_ROW, Tri, Values},
    verdict::{Evidence, Reason, Subject},
    world::{World, day},
};

/// Something that must be done.
pub(crate) struct Duty<'a> {
    pub(super) subject: Subject,
    /// The subject's number, for acts that name members.
    pub(super) of: u32,
    /// The trigger's row, for acts that refer to it.
    pub(crate) row: u32,
    /// The window, or the trigger's own day.
    pub(super) window: Option<Days>,
    /// When the clock starts.
    pub(crate) start: Option<i32>,
    /// The limit as evaluated for this duty.
    pub(super) limit: LimitValue,
    /// The day before which it is too early, as evaluated for this duty.
    pub(super) opens: OpensValue,
    /// The instants, where hours matter.
    pub(super) exact: Exact,
    /// The trigger's own done date, or what is known of the neighbour.
    pub(super) own: Own,
    /// The trigger's side of the keys by which acts are matched.
    pub(super) keys: Option<Vec<Key<'a>>>,
    /// Whether the record calls for the duty at all, and whether the rule excuses it.
    pub(crate) fits: Tri,
    pub(super) excused: Tri,
    /// Whether the subject is in force only for part of the window.
    pub(super) partial: bool,
    /// The day with which the subject leaves, and its open duties fall away.
    pub(super) until: Option<i32>,
    /// What a missing value means for this duty.
    pub(super) doubt: Reason,
    pub(super) evidence: Vec<Evidence>,
}

/// What the trigger itself says of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    /// Nothing: another record does.
    Elsewhere,
    /// Done on this day, or not.
    Date(Option<i32>),
    /// The neighbour's row, its day, and whether it satisfies the condition.
    Neighbour(u32, i32, Tri),
    /// There is no neighbour yet.
    NoNeighbour,
}

/// What was found of an act.
#[derive(Debug, Clone, Default)]
pub(crate) struct Done {
    /// The day it was certainly done.
    pub(crate) on: Option<i32>,
    /// A day before that on which it may have been done: a field that decides is empty.
    pub(super) maybe: Option<i32>,
    /// When exactly, where the act says more than its day.
    pub(super) at: Option<Moment>,
    pub(super) maybe_at: Option<Moment>,
    /// The record of the act that may have done it.
    pub(super) maybe_act: Option<(RecordId, u32)>,
    /// The act's record.
    pub(crate) act: Option<(RecordId, u32)>,
}

impl<'a> DeadlineKernel<'a> {
    /// Puts together the duties that return with every window of every subject.
    pub(super) fn recurring(&mut self, world: &World<'a>, family: Option<Family>) -> Result<(), EvalError> {
        let subjects = self.members(world)?;
        let windows: Vec<Option<Days>> = match (family, self.base.span(&self.feed)) {
            (None, _) => vec![None],
            (Some(_), None) => Vec::new(),
            (Some(family), Some((from, to))) => {
                let span = Days::new(day(from), day(to));
                guiju_calendar::windows_intersecting(span, family)
                    .filter(|w| self.base.judges_window(*w))
                    .map(Some)
                    .collect()
            }
        };
        for window in windows {
            let mut frame = subjects.whole_frame();
            frame.dates = window.map(|w| vec![Some(w.from.number()); frame.len]);
            let limits = limits(world, &self.deadline.limit, &frame);
            let opens = opens(world, self.deadline.opens.as_ref(), &frame);
            let end = window.map(|w| w.to.number());
            let (starts, exacts) = match &self.deadline.from {
                Some(from) => {
                    let from = world.eval(from, &frame);
                    let exacts = Exact::of(world, self.deadline, &frame, Some(&from), None);
                    (world.day_of(&from).dates().to_vec(), exacts)
                }
                None => (vec![end; frame.len], of_window(world, self.deadline, &frame, end)),
            };
            for (subject, (limit, opens)) in limits.into_iter().zip(opens).enumerate() {
                let force = self.base.in_force(subjects.force[subject]);
                let outside = window.is_some_and(|w| {
                    force.0.is_some_and(|from| from > w.to.number())
                        || force.1.is_some_and(|until| until < w.from.number())
                });
                let future = window.is_none() && force.0.is_some_and(|from| from > self.base.as_of);
                if outside || future || is_never(force) {
                    continue;
                }
                self.duties.push(Duty {
                    subject: world.describe(self.base.rule, &subjects, subject),
                    of: u32::try_from(subject).unwrap_or(NO_ROW),
                    row: NO_ROW,
                    window,
                    start: starts.get(subject).copied().flatten(),
                    limit,
                    opens,
                    exact: exacts[subject],
                    own: Own::Elsewhere,
                    keys: None,
                    fits: subjects.belongs[subject],
                    excused: Tri::No,
                    // A subject that is not there for the whole window owes nothing for it.
                    partial: window.is_some_and(|w| owed(self.base.rule.partial, w, force) == Owed::Nothing),
                    until: subjects.force[subject].1.filter(|until| {
                        self.base.rule.partial != Partial::Full && window.is_none_or(|w| w.to.number() <= *until)
                    }),
                    doubt: Reason::MissingField,
                    evidence: Vec::new(),
                });
            }
        }
        self.subjects = Some(subjects);
        Ok(())
    }

    /// The members of the rule, named as its acts name them.
    pub(super) fn members(&self, world: &World<'a>) -> Result<Subjects<'a>, EvalError> {
        let naming: Vec<&'a Correlation> = match &self.deadline.act {
            Act::Record { link: Link::Members(members), .. } => members.iter().collect(),
            _ => Vec::new(),
        };
        world.named_subjects(self.base.rule, naming.into_iter().map(Some))
    }

    /// Takes the triggers of a batch.
    pub(super) fn scan_triggers(&mut self, world: &World<'a>, record: RecordId, rows: std::ops::Range<usize>) {
        let rows: Vec<u32> = rows.map(|r| u32::try_from(r).unwrap_or(NO_ROW)).collect();
        let duties = self.duties_of(world, &rows, None).into_iter().flatten();
        let as_of = self.base.as_of;
        let judged = duties.filter(|duty| {
            let anchor = duty.window.map(|w| w.from.number());
            let dated =
                world.program.schema.record(record).at.is_some_and(|at| world.day(record, at, duty.row).is_some());
            anchor.is_none_or(|day| self.base.judges(day)) && (dated || duty.start.is_none_or(|start| start <= as_of))
        });
        let judged: Vec<Duty<'a>> = judged.collect();
        self.duties.extend(judged);
    }

    /// The duty that each of some trigger records calls for; `None` where it calls for none. The clocks start on the
    /// days given, else as the deadline says.
    pub(crate) fn duties_of(
        &self,
        world: &World<'a>,
        rows: &[u32],
        starts: Option<&[Option<i32>]>,
    ) -> Vec<Option<Duty<'a>>> {
        let Trigger::Each { record, var, filter, unless } = &self.deadline.trigger else { return Vec::new() };
        let record = *record;
        let mut frame = Frame::new(rows.len());
        frame.bind(*var, Binding::Rows(rows.to_vec()));
        let from = match (starts, &self.deadline.from) {
            (Some(starts), _) => Some(Values::Date(starts.to_vec())),
            (None, from) => from.as_ref().map(|from| world.eval(from, &frame)),
        };
        let starts: Vec<Option<i32>> = match &from {
            Some(from) => world.day_of(from).dates().to_vec(),
            None => vec![None; frame.len],
        };
        let at: Vec<Option<i32>> = match world.program.schema.record(record).at {
            Some(at) => world.days_of(record, at, rows),
            None => starts.clone(),
        };
        frame.dates = Some(starts.iter().zip(&at).map(|(s, a)| s.or(*a)).collect());
        let fits = world.filter(filter.as_ref(), &frame);
        let excused = match unless {
            Some(unless) => world.condition(unless, &frame),
            None => vec![Tri::No; frame.len],
        };
        let limits = limits(world, &self.deadline.limit, &frame);
        let opens = opens(world, self.deadline.opens.as_ref(), &frame);
        let own_dates = match &self.deadline.act {
            Act::Own(done) => Some(world.eval(done, &frame)),
            _ => None,
        };
        let exacts = Exact::of(world, self.deadline, &frame, from.as_ref(), own_dates.as_ref());
        let own = self.own(world, &frame, own_dates.as_ref());
        let keys: Option<Vec<Values<'a>>> = match &self.deadline.act {
            Act::Record { link: guiju_compiler::hir::Link::Keys(pairs), .. } => {
                Some(pairs.iter().map(|(_, outside)| world.eval(outside, &frame)).collect())
            }
            _ => None,
        };
        let duty = |(i, &row): (usize, &u32)| {
            (fits[i] != Tri::No && world.visible(record, row)).then(|| Duty {
                subject: world.subject(record, row),
                of: NO_ROW,
                row,
                window: at[i].or(starts[i]).map(one_day),
                start: starts[i],
                limit: limits[i],
                opens: opens[i],
                exact: exacts[i],
                own: own[i],
                keys: keys.as_ref().and_then(|keys| keys.iter().map(|k| k.key(i)).collect()),
                fits: fits[i],
                excused: excused[i],
                partial: false,
                until: None,
                doubt: if world.conflicted(record, row) { Reason::Conflict } else { Reason::MissingField },
                evidence: world.evidence(record, row),
            })
        };
        rows.iter().enumerate().map(duty).collect()
    }

    fn own(&self, world: &World<'a>, frame: &Frame<'a>, own: Option<&Values<'a>>) -> Vec<Own> {
        match &self.deadline.act {
            Act::Record { .. } => vec![Own::Elsewhere; frame.len],
            Act::Own(_) => match own {
                Some(done) => world.day_of(done).dates().iter().map(|d| Own::Date(*d)).collect(),
                None => vec![Own::Date(None); frame.len],
            },
            Act::Neighbour { sequence, row, var, filter } => {
                let sequence = &world.program.sequences[sequence.0];
                let Values::Row(rows) = world.eval(row, frame) else { return vec![Own::NoNeighbour; frame.len] };
                let mut inner = frame.clone();
                inner.bind(*var, Binding::Rows(rows.clone()));
                let fits = world.filter(filter.as_ref(), &inner);
                let mut alone = Frame::new(frame.len);
                alone.bind(guiju_compiler::hir::VarId(0), Binding::Rows(rows.clone()));
                let days = world.eval(&sequence.by, &alone);
                let own = |i: usize| match (rows[i], days.dates().get(i).copied().flatten()) {
                    (NO_ROW, _) | (_, None) => Own::NoNeighbour,
                    (row, Some(day)) => Own::Neighbour(row, day, fits[i]),
                };
                (0..frame.len).map(own).collect()
            }
        }
    }
}
