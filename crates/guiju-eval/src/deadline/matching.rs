//! Which act answers which duty.
//!
//! Duties that the same acts may answer wait in one queue, in order of their clocks. Acts are taken in order of their
//! days, and each looks only at the duties of its queue that have begun and are not answered yet: the work grows with
//! the acts and duties, not with their product.

use std::{borrow::Cow, collections::HashMap};

use guiju_calendar::{Instant, Moment};
use guiju_compiler::hir::{Act, Early, Limit, Link};

use super::{
    DeadlineKernel,
    acts::{Candidate, Names, Period},
    duty::{Done, Own},
};
use crate::{
    values::{Key, NO_ROW, Tri},
    world::World,
};

/// What the acts and duties of one queue agree on.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Name<'d, 'a> {
    Trigger(u32),
    Subject(u32),
    Keys(&'d [Key<'a>]),
}

/// Duties in order of their clocks.
#[derive(Debug, Default)]
struct Queue {
    duties: Vec<usize>,
    /// Those before this place are answered.
    answered: usize,
}

impl<'a> DeadlineKernel<'a> {
    /// Finds for each duty the act that answers it.
    pub(super) fn matched(&mut self, world: &World<'a>) -> Vec<Done> {
        let own = |own| if let Own::Date(on) = own { on } else { None };
        let mut done: Vec<Done> =
            self.duties.iter().map(|duty| Done { on: own(duty.own), ..Done::default() }).collect();
        let Act::Record { link, .. } = &self.deadline.act else { return done };
        let mut acts = std::mem::take(&mut self.acts);
        acts.sort_by_key(|a| (a.date, a.at.map(Moment::first), a.row));
        // The more acts count, the earlier every duty is answered: all doubtful ones together, and none of them, tell
        // the earliest and the latest day.
        let (earliest, doubtful) = self.answered(world, link, &acts, Tri::Unknown);
        let latest = if doubtful { self.answered(world, link, &acts, Tri::Yes).0 } else { earliest.clone() };
        for ((done, earliest), latest) in done.iter_mut().zip(earliest).zip(latest) {
            let on = latest.map(|act: usize| &acts[act]);
            let maybe = earliest.filter(|_| earliest != latest).map(|act| &acts[act]);
            done.on = on.map(|act| act.date);
            done.at = on.and_then(|act| act.at);
            done.maybe_at = maybe.and_then(|act| act.at);
            done.act = on.map(|act| (act.record, act.row));
            done.maybe = maybe.map(|act| act.date);
            done.maybe_act = maybe.map(|act| (act.record, act.row));
        }
        done
    }

    /// For each duty the place of the act that answers it, if acts count that fit at least so certainly; and whether any
    /// is doubtful.
    fn answered(
        &self,
        world: &World<'a>,
        link: &Link,
        acts: &[Candidate<'a>],
        at_least: Tri,
    ) -> (Vec<Option<usize>>, bool) {
        let mut by = vec![None; self.duties.len()];
        let mut queues = self.queues(link);
        let mut doubtful = false;
        // Where acts say which period they are for, one that does not is for the earliest open one alone.
        let says = matches!(&self.deadline.act, Act::Record { period: Some(_), .. });
        for (place, act) in acts.iter().enumerate() {
            // A reference or a period says which duty is meant; otherwise one act answers one duty.
            let one =
                !matches!(act.names, Names::Trigger(_)) && act.period.is_none() && (!self.deadline.shared || says);
            for &n in self.waiting(act, &mut queues, &by).iter() {
                if by[n].is_some() || !self.answers(act, n) {
                    continue;
                }
                let fits = act.fits.and(self.after_start(act, n)).and(self.filtered(world, act, n));
                doubtful |= fits == Tri::Unknown;
                if fits < at_least {
                    continue;
                }
                by[n] = Some(place);
                if one {
                    break;
                }
            }
        }
        (by, doubtful)
    }

    /// The duties by what acts name them by.
    fn queues(&self, link: &Link) -> HashMap<Name<'_, 'a>, Queue> {
        let mut queues: HashMap<Name<'_, 'a>, Queue> = HashMap::new();
        // Nothing is owed for a window in force only in part, so that no act is used up by it.
        for (n, duty) in self.duties.iter().enumerate().filter(|(_, duty)| !duty.partial) {
            let name = match (link, &duty.keys) {
                (Link::Reference(_), _) => Name::Trigger(duty.row),
                (Link::Members(_), _) => Name::Subject(duty.of),
                (Link::Keys(_), Some(keys)) => Name::Keys(keys),
                (Link::Keys(_), None) => continue,
            };
            queues.entry(name).or_default().duties.push(n);
        }
        #[expect(clippy::iter_over_hash_type, reason = "each queue is sorted by itself; their order is never seen")]
        for queue in queues.values_mut() {
            queue.duties.sort_by_key(|n| self.clock(*n));
        }
        queues
    }

    /// The duties that an act may answer, by what it names and its day; in order of their clocks.
    fn waiting<'q, 'd>(
        &self,
        act: &'d Candidate<'a>,
        queues: &'q mut HashMap<Name<'d, 'a>, Queue>,
        by: &[Option<usize>],
    ) -> Cow<'q, [usize]> {
        let names: Vec<Name<'d, 'a>> = match &act.names {
            Names::Trigger(row) => vec![Name::Trigger(*row)],
            Names::Keys(keys) => vec![Name::Keys(keys)],
            Names::Subjects(of) => of.iter().map(|of| Name::Subject(*of)).collect(),
        };
        for name in &names {
            if let Some(queue) = queues.get_mut(name) {
                let answered = |n: &&usize| by[**n].is_some();
                queue.answered += queue.duties[queue.answered..].iter().take_while(answered).count();
            }
        }
        let mut parts = names.iter().filter_map(|name| queues.get(name)).map(|queue| self.begun(queue, act));
        match (parts.next(), parts.next()) {
            (None, _) => Cow::Borrowed(&[]),
            (Some(part), None) => Cow::Borrowed(part),
            (Some(one), Some(other)) => {
                let mut all: Vec<usize> = one.iter().chain(other).chain(parts.flatten()).copied().collect();
                all.sort_by_key(|n| self.clock(*n));
                Cow::Owned(all)
            }
        }
    }

    /// The part of a queue that an act can reach: not answered, and begun by its day or overlapping its period.
    fn begun<'q>(&self, queue: &'q Queue, act: &Candidate<'a>) -> &'q [usize] {
        let open = &queue.duties[queue.answered..];
        let window = |n: &usize| self.duties[*n].window.filter(|_| self.duties[*n].row == NO_ROW);
        let (first, last) = match act.period {
            Some(Period::Around(day)) => (day, day),
            Some(Period::Exactly(period)) => (period.from.number(), period.to.number()),
            Some(Period::Garbled) | None => (i32::MIN, act.date),
        };
        let from = open.partition_point(|n| window(n).is_some_and(|w| w.to.number() < first));
        let until = match act.period {
            Some(_) if open.first().and_then(window).is_some() => {
                open.partition_point(|n| window(n).is_some_and(|w| w.from.number() <= last))
            }
            _ => open.partition_point(|n| self.opens(*n).is_none_or(|opens| opens <= act.date)),
        };
        open.get(from..until).unwrap_or_default()
    }

    /// What duties are ordered by.
    fn clock(&self, n: usize) -> (Option<i32>, Option<Instant>, Option<i32>, usize) {
        let duty = &self.duties[n];
        (duty.start, duty.exact.begun.map(Moment::first), duty.window.map(|w| w.from.number()), n)
    }

    /// The first day on which an act without a period may answer a duty; `None`: any day.
    fn opens(&self, n: usize) -> Option<i32> {
        let duty = &self.duties[n];
        match (duty.window, duty.start, &self.deadline.limit) {
            // A report without a period goes to the earliest open period that has begun.
            (Some(window), _, _) if duty.row == NO_ROW => Some(window.from.number()),
            // What must come before an event may be done at any time before it.
            (_, _, Limit::Before { .. }) => None,
            (_, Some(start), _) if self.deadline.after => Some(start + 1),
            (_, Some(start), _) if self.deadline.early != Early::Counts => Some(start),
            _ => None,
        }
    }

    /// Whether an act is not too early for a duty, and for its period.
    fn answers(&self, act: &Candidate<'a>, n: usize) -> bool {
        let duty = &self.duties[n];
        match (act.period, duty.window) {
            (Some(Period::Around(day)), Some(window)) if duty.row == NO_ROW => {
                window.from.number() <= day && day <= window.to.number()
            }
            (Some(Period::Exactly(named)), Some(window)) if duty.row == NO_ROW => named == window,
            (Some(Period::Garbled), Some(_)) if duty.row == NO_ROW => false,
            _ => self.opens(n).is_none_or(|opens| opens <= act.date),
        }
    }
}
