//! What cannot be read of a duty's own dates and limits, and what acts and moves of clocks that cannot be read could
//! change.

use std::collections::HashMap;

use guiju_compiler::{
    RecordId,
    hir::{Act, ClockMove, Deadline, Early, Expr, Limit, Link, SaidBy, Trigger, VarId},
};

use super::{claims, doubt, each, members::Named, strays::Naming};
use crate::{
    EvalError,
    frame::Frame,
    kernel::Base,
    subjects::Subjects,
    values::{Key, NO_ROW, Values},
    verdict::{Outcome, Reason, Verdict},
    world::World,
};

pub(super) fn cast<'a>(
    world: &World<'a>,
    base: &Base<'a>,
    deadline: &'a Deadline,
    verdicts: &mut Vec<Verdict>,
) -> Result<(), EvalError> {
    match &deadline.trigger {
        Trigger::Each { record, var, filter, .. } => {
            of_records(world, base, deadline, (*record, *var), verdicts);
            verdicts.extend(each::elusive(world, base, *record, *var, filter.as_ref()));
        }
        Trigger::Every(_) | Trigger::Anchored { .. } => of_windows(world, base, deadline, verdicts)?,
    }
    Ok(())
}

/// An act of which nobody can say what it answers, or whether it does.
struct Stray<'a> {
    row: u32,
    /// Its day; `None`: any.
    day: Option<i32>,
    names: Names<'a>,
    /// Whether the period it is for cannot be read: then the kernel took it for one without a period.
    misplaced: bool,
}

/// The duties it may answer.
enum Names<'a> {
    Any,
    Trigger(u32),
    Keys(Vec<Option<Key<'a>>>),
    Subjects(Vec<u32>),
}

/// What a record says of the duties it belongs to, and whether this can be read.
struct Linked<'a> {
    link: &'a Link,
    sides: Vec<(Values<'a>, Vec<bool>)>,
    naming: Option<Naming<'a>>,
}

impl<'a> Linked<'a> {
    fn new(world: &World<'a>, link: &'a Link, frame: &Frame<'a>) -> Self {
        let sides: Vec<&'a Expr> = match link {
            Link::Reference(e) => vec![e],
            Link::Keys(pairs) => pairs.iter().map(|(inside, _)| inside).collect(),
            Link::Members(_) => Vec::new(),
        };
        let naming = match link {
            Link::Members(members) => Some(Naming::new(world, members.iter().map(Some), frame)),
            _ => None,
        };
        let sides = sides.into_iter().map(|e| (world.eval(e, frame), world.illegible(e, frame))).collect();
        Self { link, sides, naming }
    }

    /// Whether what it names cannot be read.
    fn is_open(&self, i: usize) -> bool {
        self.sides.iter().any(|(_, unread)| unread[i]) || self.naming.as_ref().is_some_and(|naming| naming.is_open(i))
    }

    /// Whether it names nobody.
    fn is_absent(&self, i: usize) -> bool {
        self.sides.iter().any(|(values, unread)| values.key(i).is_none() && !unread[i])
    }

    fn names(&self, subjects: Option<&Subjects<'a>>, i: usize) -> Names<'a> {
        match (self.link, self.sides.first(), &self.naming, subjects) {
            (Link::Reference(_), Some((values, _)), ..) => match values.key(i) {
                Some(Key::Row(trigger)) => Names::Trigger(trigger),
                _ => Names::Any,
            },
            (Link::Keys(_), ..) => Names::Keys(self.sides.iter().map(|(values, _)| values.key(i)).collect()),
            (Link::Members(_), _, Some(naming), Some(subjects)) => {
                naming.subjects(subjects, i).map_or(Names::Any, Names::Subjects)
            }
            _ => Names::Any,
        }
    }
}

impl<'a> Names<'a> {
    /// Whether a duty may be among those named: by its trigger's row with its side of the keys, or by its subject.
    fn may_be(&self, row: u32, outside: &[Values<'a>], subject: Option<usize>) -> bool {
        match self {
            Names::Any => true,
            Names::Trigger(trigger) => *trigger == row,
            Names::Keys(known) => known.iter().zip(outside).all(|(known, outside)| {
                known.as_ref().is_none_or(|known| outside.key(row as usize).is_none_or(|key| key == *known))
            }),
            Names::Subjects(of) => subject.is_some_and(|subject| of.iter().any(|of| *of as usize == subject)),
        }
    }
}

/// Duties that records start.
pub(super) fn of_records<'a>(
    world: &World<'a>,
    base: &Base<'a>,
    deadline: &'a Deadline,
    (record, var): (RecordId, VarId),
    verdicts: &mut [Verdict],
) {
    let table = world.table(record);
    let frame = Frame::rows(var, 0..table.n_rows);
    let unread = unread(world, base, deadline, &frame);
    let starts: Option<Values<'a>> = deadline.from.as_ref().map(|from| world.eval(from, &frame));
    let outside = match &deadline.act {
        Act::Record { link, .. } => trigger_side(world, link, &frame),
        _ => Vec::new(),
    };
    let movers = movers(world, deadline, None, Some(&frame));
    let strays = strays(world, deadline, None);
    let rows: HashMap<&str, u32> = (0u32..).take(table.n_rows).map(|row| (table.key(row as usize), row)).collect();
    for verdict in verdicts.iter_mut() {
        let Some(&row) = rows.get(verdict.subject.key.as_str()) else { continue };
        let i = row as usize;
        let settled = verdict.outcome == Outcome::NotApplicable && verdict.reason == Some(Reason::Unless);
        if unread.get(i).copied().unwrap_or(false) && !settled {
            doubt(world, verdict, &[(record, row)]);
            continue;
        }
        let moving = moving(&movers, row, None);
        if claims(verdict) && !settled && !moving.is_empty() {
            doubt(world, verdict, &moving);
            continue;
        }
        if !may_change(deadline, verdict) {
            continue;
        }
        let start = match &starts {
            Some(starts) => starts.dates().get(i).copied().flatten(),
            None => verdict.window.map(|w| w.from.number()),
        };
        // What is done before the clock starts is no answer, unless it counts.
        let first =
            start.filter(|_| deadline.early != Early::Counts && !matches!(deadline.limit, Limit::Before { .. }));
        let answers = |stray: &&Stray<'a>| {
            let named = stray.names.may_be(row, &outside, None);
            named && stray.day.is_none_or(|day| first.is_none_or(|first| first <= day))
        };
        let found = found(deadline, strays.iter().filter(answers));
        if !found.is_empty() {
            doubt(world, verdict, &found);
        }
    }
}

/// Duties that return with every window of a member.
fn of_windows<'a>(
    world: &World<'a>,
    base: &Base<'a>,
    deadline: &'a Deadline,
    verdicts: &mut [Verdict],
) -> Result<(), EvalError> {
    let naming = match &deadline.act {
        Act::Record { link: Link::Members(members), .. } => members.as_slice(),
        _ => &[],
    };
    let subjects = world.named_subjects(base.rule, naming.iter().map(Some))?;
    let unread = world.unread_members(base.rule, &subjects);
    let named = Named::new(world, base.rule, &subjects);
    let strays = strays(world, deadline, Some(&subjects));
    let movers = movers(world, deadline, Some(&subjects), None);
    for verdict in verdicts.iter_mut() {
        let Some(subject) = named.get(&verdict.subject) else { continue };
        if !unread[subject].is_empty() {
            doubt(world, verdict, &unread[subject]);
            continue;
        }
        let moving = moving(&movers, NO_ROW, Some(subject));
        if claims(verdict) && verdict.outcome != Outcome::NotApplicable && !moving.is_empty() {
            doubt(world, verdict, &moving);
            continue;
        }
        let may_change = may_change(deadline, verdict);
        let first = verdict.window.map(|w| w.from.number());
        let answers = |stray: &&Stray<'a>| {
            let named = stray.names.may_be(NO_ROW, &[], Some(subject));
            // One that stands in the wrong place keeps others from theirs: nothing its member has done is certain.
            let matters = may_change || stray.misplaced && verdict.outcome == Outcome::Met;
            named && matters && stray.day.is_none_or(|day| first.is_none_or(|first| first <= day))
        };
        let found = found(deadline, strays.iter().filter(answers));
        if !found.is_empty() {
            doubt(world, verdict, &found);
        }
    }
    Ok(())
}

/// Whether one more act could change a verdict. What is done in time stays so, unless it may be done too soon.
fn may_change(deadline: &Deadline, verdict: &Verdict) -> bool {
    claims(verdict)
        && match verdict.outcome {
            Outcome::Met => deadline.opens.is_some(),
            Outcome::NotApplicable => false,
            _ => true,
        }
}

fn found<'s, 'a: 's>(deadline: &Deadline, strays: impl Iterator<Item = &'s Stray<'a>>) -> Vec<(RecordId, u32)> {
    let Act::Record { record, .. } = &deadline.act else { return Vec::new() };
    strays.map(|stray| (*record, stray.row)).collect()
}

/// Whether what starts a record's clock, sets its limit or says that it is done cannot be read.
fn unread<'a>(world: &World<'a>, base: &Base<'a>, deadline: &'a Deadline, frame: &Frame<'a>) -> Vec<bool> {
    let Trigger::Each { filter, unless, .. } = &deadline.trigger else { return vec![false; frame.len] };
    let mut unread = vec![false; frame.len];
    // Whether the duty is owed at all, the kernel asks itself.
    let owed: Vec<*const Expr> = filter.iter().chain(unless).map(std::ptr::from_ref).collect();
    base.rule.for_each_expr(&mut |e| {
        if !owed.contains(&std::ptr::from_ref(e)) {
            unread.iter_mut().zip(world.reads_illegible(e, frame)).for_each(|(all, one)| *all |= one);
        }
    });
    if let Act::Neighbour { row, .. } = &deadline.act {
        unread.iter_mut().zip(world.illegible(row, frame)).for_each(|(all, one)| *all |= one);
    }
    unread
}

/// The trigger's side of the keys by which records are matched to it.
fn trigger_side<'a>(world: &World<'a>, link: &'a Link, frame: &Frame<'a>) -> Vec<Values<'a>> {
    match link {
        Link::Keys(pairs) => pairs.iter().map(|(_, outside)| world.eval(outside, frame)).collect(),
        _ => Vec::new(),
    }
}

fn strays<'a>(world: &World<'a>, deadline: &'a Deadline, subjects: Option<&Subjects<'a>>) -> Vec<Stray<'a>> {
    let Act::Record { record, var, link, date, period, filter } = &deadline.act else { return Vec::new() };
    let mut frame = Frame::rows(*var, 0..world.table(*record).n_rows);
    let dates = world.eval(date, &frame);
    let undated = world.illegible(date, &frame);
    frame.dates = Some(dates.dates().to_vec());
    let periods = period.as_ref().map(|period| (world.eval(period, &frame), world.illegible(period, &frame)));
    let linked = Linked::new(world, link, &frame);
    let out = world.surely_out(filter.as_ref(), *var, &frame);
    let stray = |i: usize| {
        let row = u32::try_from(i).unwrap_or(NO_ROW);
        let day = dates.dates().get(i).copied().flatten();
        let misplaced = periods.as_ref().is_some_and(|(values, unread)| unread[i] && values.key(i).is_none());
        let open = undated[i] || misplaced || linked.is_open(i);
        let doubtful = world.elusive(*record, row) || open && world.visible(*record, row);
        if out[i] || !doubtful || day.is_none() && !undated[i] {
            return None;
        }
        // A plan for a later day has done nothing yet; who names nobody answers nothing.
        if day.is_some_and(|day| day > world.as_of()) || linked.is_absent(i) {
            return None;
        }
        // A report for a period may be early for its window.
        let day = day.filter(|_| period.is_none());
        Some(Stray { row, day, names: linked.names(subjects, i), misplaced })
    };
    (0..frame.len).filter_map(stray).collect()
}

/// Records that move clocks, of which nobody can say whose, or how far.
struct Movers<'a> {
    record: RecordId,
    rows: Vec<(u32, Names<'a>)>,
    outside: Vec<Values<'a>>,
}

fn movers<'a>(
    world: &World<'a>,
    deadline: &'a Deadline,
    subjects: Option<&Subjects<'a>>,
    triggers: Option<&Frame<'a>>,
) -> Vec<Movers<'a>> {
    let of = |moved: &'a ClockMove| {
        let SaidBy { record, var, link } = moved.said_by.as_ref()?;
        let frame = Frame::rows(*var, 0..world.table(*record).n_rows);
        let linked = Linked::new(world, link, &frame);
        let mut unread = vec![false; frame.len];
        for expr in moved.exprs() {
            unread.iter_mut().zip(world.reads_illegible(expr, &frame)).for_each(|(all, one)| *all |= one);
        }
        let out = world.surely_out(moved.filter.as_ref(), *var, &frame);
        let row = |i: usize| {
            let row = u32::try_from(i).unwrap_or(NO_ROW);
            let open = (unread[i] || linked.is_open(i)) && world.visible(*record, row);
            let doubtful = !out[i] && !linked.is_absent(i) && (open || world.elusive(*record, row));
            doubtful.then(|| (row, linked.names(subjects, i)))
        };
        let rows = (0..frame.len).filter_map(row).collect();
        let outside = triggers.map_or_else(Vec::new, |triggers| trigger_side(world, link, triggers));
        Some(Movers { record: *record, rows, outside })
    };
    deadline.moves.iter().filter_map(of).collect()
}

/// Those that may move the clock of a duty.
fn moving(movers: &[Movers<'_>], row: u32, subject: Option<usize>) -> Vec<(RecordId, u32)> {
    let of = |movers: &Movers<'_>| -> Vec<(RecordId, u32)> {
        let rows = movers.rows.iter().filter(|(_, names)| names.may_be(row, &movers.outside, subject));
        rows.map(|(mover, _)| (movers.record, *mover)).collect()
    };
    movers.iter().flat_map(of).collect()
}
