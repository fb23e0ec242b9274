//! Acts of another record kind: who or what each names, and what period it is for.

use guiju_calendar::{Moment, Window, parse_label};
use guiju_compiler::{
    RecordId,
    hir::{Act, Deadline, Expr, ExprKind, Link, Trigger},
};

use super::DeadlineKernel;
use crate::{
    frame::{Binding, Frame},
    values::{Key, NO_ROW, Tri, Values},
    world::World,
};

/// An act that may answer a duty.
#[derive(Debug, Clone)]
pub(crate) struct Candidate<'a> {
    pub(crate) record: RecordId,
    pub(crate) row: u32,
    pub(super) date: i32,
    /// When exactly, where the record says more than the day.
    pub(super) at: Option<Moment>,
    /// Whether it counts, as far as the act alone tells.
    pub(super) fits: Tri,
    /// Which duties it may answer.
    pub(super) names: Names<'a>,
    /// The days of the period it says it is for, if it does.
    pub(super) period: Option<Period>,
}

/// What an act says of the duties it answers.
#[derive(Debug, Clone)]
pub(super) enum Names<'a> {
    /// The trigger's row.
    Trigger(u32),
    /// Subjects by number.
    Subjects(Vec<u32>),
    /// Values on which it and the trigger agree.
    Keys(Vec<Key<'a>>),
}

/// The period an act is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    /// The one with this day in it.
    Around(i32),
    /// This one.
    Exactly(Window),
    /// A text that names no period.
    Garbled,
}

impl<'a> DeadlineKernel<'a> {
    /// Takes the acts of a batch.
    pub(crate) fn scan_acts(&mut self, world: &World<'a>, record: RecordId, rows: std::ops::Range<usize>) {
        let Act::Record { var, link, date, period, filter, .. } = &self.deadline.act else { return };
        let mut frame = Frame::rows(*var, rows.clone());
        let times = world.eval(date, &frame);
        let dates = world.day_of(&times);
        let periods = period.as_ref().map(|p| world.eval(p, &frame));
        let names = self.names(world, link, &frame);
        frame.dates = Some(dates.dates().to_vec());
        // What speaks of the act alone is asked once an act, the rest once an act and duty.
        let fits = world.filter(filter.as_ref().filter(|_| self.beside.is_none()), &frame);
        for ((i, row), names) in (0..).zip(rows).zip(names) {
            let row = u32::try_from(row).unwrap_or(NO_ROW);
            let Some(date) = dates.dates().get(i).copied().flatten() else { continue };
            if !world.visible(record, row) || fits[i] == Tri::No {
                continue;
            }
            let Some(names) = names else { continue };
            let period = periods.as_ref().and_then(|p| match p.key(i)? {
                Key::Date(day) => Some(Period::Around(day)),
                Key::Text(label) => Some(parse_label(label).map_or(Period::Garbled, |(_, w)| Period::Exactly(w))),
                _ => None,
            });
            let at = times.times().get(i).copied().flatten();
            self.acts.push(Candidate { record, row, date, at, fits: fits[i], names, period });
        }
    }

    /// What each row of a frame says of the duties it belongs to; `None`: it does not say.
    pub(super) fn names(&self, world: &World<'a>, link: &'a Link, frame: &Frame<'a>) -> Vec<Option<Names<'a>>> {
        let named: Vec<Option<Values<'a>>> = match link {
            Link::Reference(e) => vec![Some(world.eval(e, frame))],
            Link::Keys(pairs) => pairs.iter().map(|(inside, _)| Some(world.eval(inside, frame))).collect(),
            Link::Members(members) => world.naming(members.iter().map(Some), frame),
        };
        let key = |n: usize, i: usize| named.get(n).and_then(Option::as_ref).and_then(|values| values.key(i));
        let names = |i: usize| match link {
            Link::Reference(_) => match key(0, i) {
                Some(Key::Row(trigger)) => Some(Names::Trigger(trigger)),
                _ => None,
            },
            Link::Keys(_) => (0..named.len()).map(|n| key(n, i)).collect::<Option<_>>().map(Names::Keys),
            Link::Members(_) => self.subjects.as_ref().map(|s| Names::Subjects(s.of_row(&named, i))),
        };
        (0..frame.len).map(names).collect()
    }

    /// Whether an act fits a duty, where its filter speaks of the trigger or the members.
    pub(super) fn filtered(&self, world: &World<'a>, act: &Candidate<'a>, n: usize) -> Tri {
        let (Act::Record { var, .. }, Some(filter)) = (&self.deadline.act, self.beside) else { return Tri::Yes };
        let duty = &self.duties[n];
        let mut frame = match &self.subjects {
            Some(subjects) if duty.of != NO_ROW => subjects.frame_of(&[duty.of]),
            _ => Frame::new(1),
        };
        if let Trigger::Each { var, .. } = &self.deadline.trigger {
            frame.bind(*var, Binding::Rows(vec![duty.row]));
        }
        frame.bind(*var, Binding::Rows(vec![act.row]));
        frame.dates = Some(vec![Some(act.date)]);
        world.condition(filter, &frame).first().copied().unwrap_or(Tri::Unknown)
    }
}

/// The filter of acts, unless it speaks of the act alone.
pub(super) fn filter_beside(deadline: &Deadline) -> Option<&Expr> {
    let Act::Record { var, filter: Some(filter), .. } = &deadline.act else { return None };
    let mut beside = false;
    filter.walk(&mut |e| beside |= matches!(&e.kind, ExprKind::Var(other) if other != var));
    beside.then_some(filter)
}
