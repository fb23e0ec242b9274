//! What cannot be read of a duty's own dates and limits, and what acts that cannot be read could change.

use std::collections::HashMap;

use guiju_compiler::{
    RecordId,
    hir::{Act, Deadline, Early, Expr, Limit, Link, Trigger, VarId},
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
        Trigger::Every(_) => of_windows(world, base, deadline, verdicts)?,
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

/// Duties that records start.
fn of_records<'a>(
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
    let outside: Vec<Values<'a>> = match &deadline.act {
        Act::Record { link: Link::Keys(pairs), .. } => pairs.iter().map(|(_, e)| world.eval(e, &frame)).collect(),
        _ => Vec::new(),
    };
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
            let named = match &stray.names {
                Names::Any => true,
                Names::Trigger(trigger) => *trigger == row,
                Names::Keys(known) => known.iter().zip(&outside).all(|(known, outside)| {
                    known.as_ref().is_none_or(|known| outside.key(i).is_none_or(|key| key == *known))
                }),
                Names::Subjects(_) => false,
            };
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
    for verdict in verdicts.iter_mut() {
        let Some(subject) = named.get(&verdict.subject) else { continue };
        if !unread[subject].is_empty() {
            doubt(world, verdict, &unread[subject]);
            continue;
        }
        let may_change = may_change(deadline, verdict);
        let first = verdict.window.map(|w| w.from.number());
        let answers = |stray: &&Stray<'a>| {
            let named = match &stray.names {
                Names::Subjects(of) => of.iter().any(|of| *of as usize == subject),
                _ => true,
            };
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

fn strays<'a>(world: &World<'a>, deadline: &'a Deadline, subjects: Option<&Subjects<'a>>) -> Vec<Stray<'a>> {
    let Act::Record { record, var, link, date, period, filter } = &deadline.act else { return Vec::new() };
    let mut frame = Frame::rows(*var, 0..world.table(*record).n_rows);
    let dates = world.eval(date, &frame);
    let undated = world.illegible(date, &frame);
    frame.dates = Some(dates.dates().to_vec());
    let periods = period.as_ref().map(|period| (world.eval(period, &frame), world.illegible(period, &frame)));
    let mut open = undated.clone();
    let mut also = |e: &'a Expr| {
        open.iter_mut().zip(world.illegible(e, &frame)).for_each(|(open, illegible)| *open |= illegible);
    };
    period.iter().for_each(&mut also);
    let sides: Vec<&'a Expr> = match link {
        Link::Reference(e) => vec![e],
        Link::Keys(pairs) => pairs.iter().map(|(inside, _)| inside).collect(),
        Link::Members(_) => Vec::new(),
    };
    let named: Vec<(Values<'a>, Vec<bool>)> =
        sides.iter().map(|e| (world.eval(e, &frame), world.illegible(e, &frame))).collect();
    sides.into_iter().for_each(&mut also);
    let naming = match link {
        Link::Members(members) => Some(Naming::new(world, members.iter().map(Some), &frame)),
        _ => None,
    };
    let out = world.surely_out(filter.as_ref(), *var, &frame);
    let stray = |i: usize| {
        let row = u32::try_from(i).unwrap_or(NO_ROW);
        let elusive = world.elusive(*record, row);
        let open = open[i] || naming.as_ref().is_some_and(|naming| naming.is_open(i));
        let day = dates.dates().get(i).copied().flatten();
        let absent = |(values, illegible): &(Values<'a>, Vec<bool>)| values.key(i).is_none() && !illegible[i];
        if out[i] || !(elusive || open && world.visible(*record, row)) || day.is_none() && !undated[i] {
            return None;
        }
        // A plan for a later day has done nothing yet; who names nobody answers nothing.
        if day.is_some_and(|day| day > world.as_of()) || named.iter().any(absent) {
            return None;
        }
        let names = match (link, named.first(), &naming, subjects) {
            (Link::Reference(_), Some((values, _)), ..) => match values.key(i) {
                Some(Key::Row(trigger)) => Names::Trigger(trigger),
                _ => Names::Any,
            },
            (Link::Keys(_), ..) => Names::Keys(named.iter().map(|(values, _)| values.key(i)).collect()),
            (Link::Members(_), _, Some(naming), Some(subjects)) => {
                naming.subjects(subjects, i).map_or(Names::Any, Names::Subjects)
            }
            _ => Names::Any,
        };
        // A report for a period may be early for its window.
        let day = day.filter(|_| period.is_none());
        let misplaced = periods.as_ref().is_some_and(|(values, unread)| unread[i] && values.key(i).is_none());
        Some(Stray { row, day, names, misplaced })
    };
    (0..frame.len).filter_map(stray).collect()
}
