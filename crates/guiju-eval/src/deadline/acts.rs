//! Acts of another record kind, and which duty each answers.

use std::collections::HashMap;

use guiju_calendar::parse_label;
use guiju_compiler::{
    RecordId,
    hir::{Act, Link},
};

use super::{
    DeadlineKernel,
    duty::{Done, Own},
};
use crate::{
    frame::Frame,
    values::{Key, NO_ROW, Tri, Values},
    world::World,
};

/// An act that may answer a duty.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'a> {
    record: RecordId,
    row: u32,
    date: i32,
    /// Whether it counts, as far as the act alone tells.
    fits: Tri,
    /// What it names: the trigger's row, the subjects, or the values to agree on.
    names: Names<'a>,
    /// The period it says it is for, if it does.
    period: Option<Period<'a>>,
}

#[derive(Debug, Clone)]
enum Names<'a> {
    Trigger(u32),
    Subjects(Vec<u32>),
    Keys(Vec<Key<'a>>),
}

#[derive(Debug, Clone, Copy)]
enum Period<'a> {
    Day(i32),
    Label(&'a str),
}

impl<'a> DeadlineKernel<'a> {
    /// Takes the acts of a batch.
    pub(super) fn scan_acts(&mut self, world: &World<'a>, record: RecordId, rows: std::ops::Range<usize>) {
        let Act::Record { var, link, date, period, .. } = &self.deadline.act else { return };
        let frame = Frame::rows(*var, rows.clone());
        let dates = world.eval(date, &frame);
        let periods = period.as_ref().map(|p| world.eval(p, &frame));
        let subjects = match link {
            Link::Members(_) => self.named_subjects(world),
            _ => None,
        };
        let named: Vec<Option<Values<'a>>> = match link {
            Link::Reference(e) => vec![Some(world.eval(e, &frame))],
            Link::Keys(pairs) => pairs.iter().map(|(inside, _)| Some(world.eval(inside, &frame))).collect(),
            Link::Members(members) => world.naming(members.iter().map(Some), &frame),
        };
        let key = |n: usize, i: usize| named.get(n).and_then(Option::as_ref).and_then(|values| values.key(i));
        for (i, row) in (0..).zip(rows) {
            let row = u32::try_from(row).unwrap_or(NO_ROW);
            let Some(date) = dates.dates().get(i).copied().flatten() else { continue };
            if !world.visible(record, row) {
                continue;
            }
            let names = match link {
                Link::Reference(_) => match key(0, i) {
                    Some(Key::Row(trigger)) => Names::Trigger(trigger),
                    _ => continue,
                },
                Link::Keys(_) => match (0..named.len()).map(|n| key(n, i)).collect() {
                    Some(keys) => Names::Keys(keys),
                    None => continue,
                },
                Link::Members(_) => match &subjects {
                    Some(subjects) => Names::Subjects(subjects.of_row(&named, i)),
                    None => continue,
                },
            };
            let period = periods.as_ref().and_then(|p| match p.key(i)? {
                Key::Date(day) => Some(Period::Day(day)),
                Key::Text(label) => Some(Period::Label(label)),
                _ => None,
            });
            self.acts.push(Candidate { record, row, date, fits: Tri::Yes, names, period });
        }
    }

    /// Finds for each duty the act that answers it.
    pub(super) fn matched(&mut self, world: &World<'a>) -> Vec<Done> {
        let mut done: Vec<Done> = self
            .duties
            .iter()
            .map(|duty| match duty.own {
                Own::Date(on) => Done { on, ..Done::default() },
                _ => Done::default(),
            })
            .collect();
        if !matches!(self.deadline.act, Act::Record { .. }) {
            return done;
        }
        let mut acts = std::mem::take(&mut self.acts);
        acts.sort_by_key(|a| (a.date, a.row));
        let mut by_row: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut by_keys: HashMap<&[Key<'a>], Vec<usize>> = HashMap::new();
        let mut by_subject: HashMap<u32, Vec<usize>> = HashMap::new();
        for (n, duty) in self.duties.iter().enumerate() {
            by_row.entry(duty.row).or_default().push(n);
            by_subject.entry(duty.of).or_default().push(n);
            if let Some(keys) = &duty.keys {
                by_keys.entry(keys).or_default().push(n);
            }
        }
        // Duties of one subject in order of their clocks, so that the earliest is answered first.
        let sorted = |mut list: Vec<usize>| {
            list.sort_by_key(|n| (self.duties[*n].start, self.duties[*n].window.map(|w| w.from), *n));
            list
        };
        let mut taken = vec![false; self.duties.len()];
        for act in &acts {
            let duties: Vec<usize> = match &act.names {
                Names::Trigger(row) => by_row.get(row).cloned().unwrap_or_default(),
                Names::Keys(keys) => sorted(by_keys.get(keys.as_slice()).cloned().unwrap_or_default()),
                Names::Subjects(of) => {
                    sorted(of.iter().flat_map(|s| by_subject.get(s).cloned().unwrap_or_default()).collect())
                }
            };
            // A reference or a period says which duty is meant; otherwise one act answers one duty.
            let one = !self.deadline.shared && !matches!(act.names, Names::Trigger(_)) && act.period.is_none();
            for n in duties {
                if !self.answers(act, n) || (one && taken[n]) {
                    continue;
                }
                let fits = act.fits.and(self.filtered(world, act, n));
                if fits == Tri::No {
                    continue;
                }
                let slot = &mut done[n];
                match fits {
                    Tri::Yes if slot.on.is_none() => {
                        slot.on = Some(act.date);
                        slot.act = Some((act.record, act.row));
                        taken[n] = true;
                    }
                    Tri::Unknown if slot.on.is_none() && slot.maybe.is_none() => slot.maybe = Some(act.date),
                    _ => {}
                }
                if one {
                    break;
                }
            }
        }
        done
    }

    /// Whether an act is not too early for a duty, and for its period.
    fn answers(&self, act: &Candidate<'a>, n: usize) -> bool {
        let duty = &self.duties[n];
        match (act.period, duty.window) {
            (Some(Period::Day(day)), Some(window)) if duty.row == NO_ROW => {
                window.from.number() <= day && day <= window.to.number()
            }
            (Some(Period::Label(label)), Some(window)) if duty.row == NO_ROW => {
                parse_label(label).is_some_and(|(_, named)| named == window)
            }
            // A report without a period goes to the earliest open period that has begun.
            (None, Some(window)) if duty.row == NO_ROW => window.from.number() <= act.date,
            _ => match (duty.start, &self.deadline.limit) {
                // What must come before an event may be done at any time before it.
                (_, guiju_compiler::hir::Limit::Before { .. }) => true,
                (Some(start), _) if self.deadline.after => start < act.date,
                (Some(start), _) => start <= act.date || self.deadline.early == guiju_compiler::hir::Early::Counts,
                (None, _) => true,
            },
        }
    }

    /// The act's own filter, which may speak of the trigger or the members.
    fn filtered(&self, world: &World<'a>, act: &Candidate<'a>, n: usize) -> Tri {
        let Act::Record { var, filter: Some(filter), .. } = &self.deadline.act else { return Tri::Yes };
        let duty = &self.duties[n];
        let mut frame = match self.named_frame(world, duty.of) {
            Some(frame) => frame,
            None => Frame::new(1),
        };
        frame.len = 1;
        if let guiju_compiler::hir::Trigger::Each { var, .. } = &self.deadline.trigger {
            frame.bind(*var, crate::frame::Binding::Rows(vec![duty.row]));
        }
        frame.bind(*var, crate::frame::Binding::Rows(vec![act.row]));
        frame.dates = Some(vec![Some(act.date)]);
        world.condition(filter, &frame).first().copied().unwrap_or(Tri::Unknown)
    }

    /// The members of a subject as variables, for a filter that speaks of them.
    fn named_frame(&self, world: &World<'a>, of: u32) -> Option<Frame<'a>> {
        if of == NO_ROW || self.base.rule.per.is_empty() {
            return None;
        }
        Some(self.named_subjects(world)?.whole_frame().select(&[of as usize]))
    }
}
