//! Records that may count though no kernel counts them: strays.
//!
//! A stray's key, day, value, or the member it names cannot be read. As far as it can be read it is held to it: a legible
//! day keeps it to its window, a legible reference to its member, a filter that surely fails keeps it out.

use std::collections::HashMap;

use guiju_calendar::Window;
use guiju_compiler::{
    RecordId,
    hir::{Correlation, Counted, Expr, ExprKind, VarId},
};

use crate::{
    evaluate::batches,
    frame::Frame,
    subjects::Subjects,
    values::{Tri, Values},
    world::World,
};

/// Strays by the subjects they may belong to.
#[derive(Debug, Default)]
pub(crate) struct Strays {
    record: Option<RecordId>,
    anybody: Pool,
    of: HashMap<u32, Pool>,
}

/// Strays of one subject, or of any.
#[derive(Debug, Default)]
struct Pool {
    /// Those that may fall on any day.
    undated: Vec<u32>,
    /// Those of which the day is known, in order.
    dated: Vec<(i32, u32)>,
}

impl Strays {
    /// Those that may belong to a subject and fall into a window, all of them without one.
    pub(crate) fn of(&self, subject: u32, window: Option<Window>) -> Vec<(RecordId, u32)> {
        let Some(record) = self.record else { return Vec::new() };
        let pools = [Some(&self.anybody), self.of.get(&subject)];
        let rows = pools.into_iter().flatten().flat_map(|pool| pool.within(window));
        rows.map(|row| (record, row)).collect()
    }
}

impl Pool {
    fn within(&self, window: Option<Window>) -> impl Iterator<Item = u32> {
        let (from, to) = window.map_or((i32::MIN, i32::MAX), |w| (w.from.number(), w.to.number()));
        let first = self.dated.partition_point(|(day, _)| *day < from);
        let inside = self.dated.iter().skip(first).take_while(move |(day, _)| *day <= to);
        self.undated.iter().copied().chain(inside.map(|(_, row)| *row))
    }
}

impl<'a> World<'a> {
    /// The strays among counted records; `value` is what must be known of a record for it to count at all.
    pub(crate) fn strays(&self, counted: &'a Counted, subjects: &Subjects<'a>, value: Option<&'a Expr>) -> Strays {
        let mut strays = Strays { record: Some(counted.record), ..Strays::default() };
        if self.legible {
            return strays;
        }
        for batch in batches(self.table(counted.record).n_rows) {
            let mut frame = Frame::rows(counted.var, batch.clone());
            let undated = counted.date.as_ref().map(|date| self.illegible(date, &frame));
            frame.dates = counted.date.as_ref().map(|date| self.eval(date, &frame).dates().to_vec());
            let naming = Naming::new(self, counted.member.iter().map(Option::as_ref), &frame);
            let unread = value.map(|value| (self.eval(value, &frame), self.illegible(value, &frame)));
            let out = self.surely_out(counted.filter.as_ref(), counted.var, &frame);
            for (i, row) in (0..).zip(batch) {
                let row = u32::try_from(row).unwrap_or(u32::MAX);
                let day = frame.dates.as_ref().and_then(|dates| dates.get(i).copied().flatten());
                let undated = undated.as_ref().is_some_and(|undated| undated[i] && day.is_none());
                let unvalued = unread.as_ref().is_some_and(|(values, unread)| unread[i] && values.keys(i).is_none());
                let elusive = self.elusive(counted.record, row);
                let doubtful =
                    elusive || self.visible(counted.record, row) && (undated || unvalued || naming.is_open(i));
                if !doubtful || out[i] || day.is_some_and(|day| day > self.as_of()) {
                    continue;
                }
                let pools = match naming.subjects(subjects, i) {
                    None => vec![&mut strays.anybody],
                    Some(of) => {
                        for subject in &of {
                            strays.of.entry(*subject).or_default().add(day, row);
                        }
                        Vec::new()
                    }
                };
                pools.into_iter().for_each(|pool| pool.add(day, row));
            }
        }
        strays.sort();
        strays
    }

    /// Whether the parts of a condition that speak of the record alone rule it out, in each row.
    pub(super) fn surely_out(&self, filter: Option<&'a Expr>, var: VarId, frame: &Frame<'a>) -> Vec<bool> {
        let mut out = vec![false; frame.len];
        let parts: Vec<&'a Expr> = match filter {
            None => Vec::new(),
            Some(Expr { kind: ExprKind::And(parts), .. }) => parts.iter().collect(),
            Some(whole) => vec![whole],
        };
        for part in parts.into_iter().filter(|part| part.free_vars().iter().all(|used| *used == var)) {
            let fits = self.condition(part, frame);
            out.iter_mut().zip(fits).for_each(|(out, fits)| *out |= fits == Tri::No);
        }
        out
    }
}

impl Strays {
    fn sort(&mut self) {
        self.anybody.dated.sort_unstable();
        #[expect(clippy::iter_over_hash_type, reason = "each pool is sorted by itself; their order is never seen")]
        for pool in self.of.values_mut() {
            pool.dated.sort_unstable();
        }
    }
}

impl Pool {
    fn add(&mut self, day: Option<i32>, row: u32) {
        match day {
            Some(day) => self.dated.push((day, row)),
            None => self.undated.push(row),
        }
    }
}

/// What records say of the members they belong to, and whether this can be read.
pub(super) struct Naming<'a> {
    named: Vec<Option<Values<'a>>>,
    illegible: Vec<Vec<bool>>,
}

impl<'a> Naming<'a> {
    pub(super) fn new(
        world: &World<'a>,
        members: impl Iterator<Item = Option<&'a Correlation>> + Clone,
        frame: &Frame<'a>,
    ) -> Self {
        let illegible = members.clone().map(|c| match c {
            Some(c) => world.illegible(&c.record, frame),
            None => vec![false; frame.len],
        });
        Self { illegible: illegible.collect(), named: world.naming(members, frame) }
    }

    /// Whether a record names a member that cannot be read.
    pub(super) fn is_open(&self, i: usize) -> bool {
        (0..self.named.len()).any(|range| self.is_open_for(range, i))
    }

    fn is_open_for(&self, range: usize, i: usize) -> bool {
        let unread = self.illegible.get(range).and_then(|rows| rows.get(i)).copied().unwrap_or(false);
        unread && self.named.get(range).and_then(Option::as_ref).is_some_and(|values| values.keys(i).is_none())
    }

    /// The subjects a record may belong to; `None`: any.
    pub(super) fn subjects(&self, subjects: &Subjects<'a>, i: usize) -> Option<Vec<u32>> {
        let open: Vec<bool> = (0..self.named.len()).map(|range| self.is_open_for(range, i)).collect();
        if !open.contains(&true) {
            return Some(subjects.of_row(&self.named, i));
        }
        if open.iter().all(|open| *open) {
            return None;
        }
        let read: Vec<Option<Values<'a>>> =
            self.named.iter().zip(&open).map(|(named, open)| named.clone().filter(|_| !open)).collect();
        Some(subjects.of_row(&read, i))
    }
}
