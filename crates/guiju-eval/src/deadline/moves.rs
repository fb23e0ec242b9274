//! The records that move clocks: which duties each belongs to, and what it does to them.
//!
//! What is certain and what is merely possible are kept apart: whatever moves a clock moves it on, so that a duty which
//! is breached by what is certain may still be in time by what is possible.

use std::collections::HashMap;

use guiju_calendar::Duration;
use guiju_compiler::{
    RecordId,
    hir::{Change, ClockMove, Expr, Extension, Link, Retroactive, Trigger},
};

use super::{
    DeadlineKernel,
    acts::Names,
    course::{Course, Grant, More, Pause},
};
use crate::{
    frame::{Binding, Frame},
    values::{Key, NO_ROW, Tri, Values},
    verdict::Reason,
    world::World,
};

/// A record that may move clocks.
#[derive(Debug)]
pub(super) struct Mover<'a> {
    /// Which of the rule's changes it makes.
    change: usize,
    row: u32,
    names: Names<'a>,
}

/// What moves the clock of one duty.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// What is certain.
    pub(super) sure: Course,
    /// That, and what may be.
    pub(super) possible: Course,
    /// Whether what may be has no known end.
    pub(super) endless: bool,
    /// Why something is not certain.
    pub(super) doubt: Option<Reason>,
    /// The records that say so.
    pub(super) said_by: Vec<(RecordId, u32)>,
}

/// What one record says of one clock.
enum Said {
    Nothing,
    Unknown,
    Pause(Pause),
    Restart(i32),
    Grant { sure: Grant, possible: Grant },
}

impl<'a> DeadlineKernel<'a> {
    /// Takes the records of a batch that move clocks.
    pub(super) fn scan_moves(&mut self, world: &World<'a>, record: RecordId, rows: std::ops::Range<usize>) {
        for (change, moved) in self.deadline.moves.iter().enumerate() {
            let Some(said_by) = moved.said_by.as_ref().filter(|said_by| said_by.record == record) else { continue };
            let frame = Frame::rows(said_by.var, rows.clone());
            let names = self.names(world, &said_by.link, &frame);
            for (row, names) in rows.clone().zip(names) {
                let row = u32::try_from(row).unwrap_or(NO_ROW);
                if let (Some(names), true) = (names, world.visible(record, row)) {
                    self.movers.push(Mover { change, row, names });
                }
            }
        }
    }

    /// What moves the clock of each duty; nothing where nothing does.
    pub(super) fn moves(&mut self, world: &World<'a>) -> Vec<Option<Box<Moves>>> {
        let mut found: Vec<Option<Box<Moves>>> = self.duties.iter().map(|_| None).collect();
        let movers = std::mem::take(&mut self.movers);
        for (change, moved) in self.deadline.moves.iter().enumerate() {
            let pairs: Vec<(u32, usize)> = match &moved.said_by {
                None => (0..self.duties.len()).map(|n| (NO_ROW, n)).collect(),
                Some(said_by) => {
                    let duties = self.duties_by_name(world, &said_by.link);
                    let of = movers.iter().filter(|mover| mover.change == change);
                    of.flat_map(|mover| named(mover, &duties).map(|n| (mover.row, n))).collect()
                }
            };
            for pairs in pairs.chunks(BATCH) {
                self.apply(world, moved, pairs, &mut found);
            }
        }
        found
    }

    /// The duties by what a record names them by: the trigger's row, the subject's number, or values of the trigger.
    fn duties_by_name(&self, world: &World<'a>, link: &'a Link) -> HashMap<Vec<Key<'a>>, Vec<usize>> {
        let outside: Vec<Values<'a>> = match (link, &self.deadline.trigger) {
            (Link::Keys(pairs), Trigger::Each { var, .. }) => {
                let mut frame = Frame::new(self.duties.len());
                frame.bind(*var, Binding::Rows(self.duties.iter().map(|duty| duty.row).collect()));
                pairs.iter().map(|(_, outside)| world.eval(outside, &frame)).collect()
            }
            _ => Vec::new(),
        };
        let mut by_name: HashMap<Vec<Key<'a>>, Vec<usize>> = HashMap::new();
        for (n, duty) in self.duties.iter().enumerate() {
            let name = match link {
                Link::Reference(_) => Some(vec![Key::Row(duty.row)]),
                Link::Members(_) => Some(vec![Key::Row(duty.of)]),
                Link::Keys(_) => outside.iter().map(|values| values.key(n)).collect(),
            };
            if let Some(name) = name {
                by_name.entry(name).or_default().push(n);
            }
        }
        by_name
    }

    /// Notes what some records say of some duties.
    fn apply(&self, world: &World<'a>, moved: &'a ClockMove, pairs: &[(u32, usize)], found: &mut [Option<Box<Moves>>]) {
        let frame = self.frame_of_pairs(moved, pairs);
        let fits = world.filter(moved.filter.as_ref(), &frame);
        let said = self.said(world, moved, &frame);
        for (((row, n), fits), said) in pairs.iter().zip(fits).zip(said) {
            if fits == Tri::No || matches!(said, Said::Nothing) {
                continue;
            }
            let moves = found[*n].get_or_insert_default();
            let (record, row) = match &moved.said_by {
                Some(said_by) => (Some(said_by.record), *row),
                None => (self.trigger_record(), self.duties[*n].row),
            };
            moves.said_by.extend(record.filter(|_| moved.said_by.is_some()).map(|record| (record, row)));
            if fits == Tri::Unknown || !matches!(said, Said::Pause(_) | Said::Restart(_) | Said::Grant { .. }) {
                let conflict = record.is_some_and(|record| world.conflicted(record, row));
                moves.doubt = Some(if conflict { Reason::Conflict } else { Reason::MissingField });
            }
            match said {
                Said::Nothing => {}
                Said::Unknown => moves.endless = true,
                Said::Pause(pause) => moves.note(fits, |course| course.pauses.push(pause)),
                Said::Restart(day) => moves.note(fits, |course| course.restarts.push(day)),
                Said::Grant { sure, possible } => {
                    if sure.retroactive != possible.retroactive {
                        moves.doubt = Some(Reason::MissingField);
                    }
                    moves.possible.grants.push(possible);
                    if fits == Tri::Yes {
                        moves.sure.grants.push(sure);
                    }
                }
            }
        }
    }

    fn trigger_record(&self) -> Option<RecordId> {
        match &self.deadline.trigger {
            Trigger::Each { record, .. } => Some(*record),
            _ => None,
        }
    }

    /// A frame of pairs of a record and a duty.
    fn frame_of_pairs(&self, moved: &ClockMove, pairs: &[(u32, usize)]) -> Frame<'a> {
        let duties = || pairs.iter().map(|(_, n)| &self.duties[*n]);
        let mut frame = match &self.subjects {
            Some(subjects) => subjects.frame_of(&duties().map(|duty| duty.of).collect::<Vec<_>>()),
            None => Frame::new(pairs.len()),
        };
        if let Trigger::Each { var, .. } = &self.deadline.trigger {
            frame.bind(*var, Binding::Rows(duties().map(|duty| duty.row).collect()));
        }
        if let Some(said_by) = &moved.said_by {
            frame.bind(said_by.var, Binding::Rows(pairs.iter().map(|(row, _)| *row).collect()));
        }
        // Dated numbers are those in force when the duty began.
        frame.dates = Some(duties().map(|duty| duty.start.or(duty.window.map(|w| w.from.number()))).collect());
        frame
    }

    /// What each row of a frame says.
    fn said(&self, world: &World<'a>, moved: &'a ClockMove, frame: &Frame<'a>) -> Vec<Said> {
        let as_of = self.base.as_of;
        let dates = |e: &'a Expr| world.eval(e, frame).dates().to_vec();
        // A field of the trigger that is empty says that nothing happened, a record that does not say when is in doubt.
        let absent = || if moved.said_by.is_some() { Said::Unknown } else { Said::Nothing };
        match &moved.change {
            Change::Suspended { from, to, before } => {
                let pause = |(from, to): (Option<i32>, Option<i32>)| match (from, to) {
                    (None, _) => absent(),
                    // What has not begun yet is a plan.
                    (Some(first), _) if first > as_of => Said::Nothing,
                    (Some(first), None) => Said::Pause(Pause { first, last: as_of, open: true }),
                    (Some(first), Some(to)) => {
                        Said::Pause(Pause { first, last: if *before { to - 1 } else { to }, open: false })
                    }
                };
                dates(from).into_iter().zip(dates(to)).map(pause).collect()
            }
            Change::Restarted(at) => {
                let restart = |at: Option<i32>| match at {
                    None => absent(),
                    Some(at) if at > as_of => Said::Nothing,
                    Some(at) => Said::Restart(at),
                };
                dates(at).into_iter().map(restart).collect()
            }
            Change::Extended { granted, how, at_most, retroactive } => {
                let more: Vec<Option<More>> = match how {
                    Extension::Until(date) => dates(date).into_iter().map(|d| d.map(More::Until)).collect(),
                    Extension::By(length) => {
                        world.eval(length, frame).durations().iter().map(|d| days(*d).map(More::By)).collect()
                    }
                };
                let most = at_most.as_ref().map(|most| world.eval(most, frame).durations().to_vec());
                let late = match retroactive {
                    Retroactive::No => vec![Tri::No; frame.len],
                    Retroactive::Yes => vec![Tri::Yes; frame.len],
                    Retroactive::Where(condition) => world.condition(condition, frame),
                };
                let grant = |(i, on): (usize, Option<i32>)| {
                    let at_most = most.as_ref().map(|most| days(most.get(i).copied().flatten()));
                    let (Some(on), Some(more)) = (on, more[i]) else { return Said::Unknown };
                    if at_most == Some(None) {
                        return Said::Unknown;
                    }
                    let grant = |retroactive| Grant { on, more, at_most: at_most.flatten(), retroactive };
                    Said::Grant { sure: grant(late[i] == Tri::Yes), possible: grant(late[i] != Tri::No) }
                };
                dates(granted).into_iter().enumerate().map(grant).collect()
            }
        }
    }

    /// Whether the records that move clocks are complete for a duty that was due on a day.
    pub(super) fn moves_seen(&self, world: &World<'a>, start: Option<i32>, due: i32) -> bool {
        self.deadline.moves.iter().all(|moved| {
            let Some(said_by) = &moved.said_by else { return true };
            if world.program.schema.record(said_by.record).at.is_none() {
                return world.supplied(said_by.record);
            }
            let later =
                matches!(&moved.change, Change::Extended { retroactive: Retroactive::Yes | Retroactive::Where(_), .. });
            let last = if later { self.base.as_of } else { due };
            let first = start.unwrap_or(last).min(last);
            world.feed(said_by.record).covers(crate::world::day(first), crate::world::day(last))
        })
    }
}

/// A length that a due date, which is a day, can move by: hours in a field are none.
fn days(length: Option<Duration>) -> Option<Duration> {
    length.filter(|length| length.seconds().is_none())
}

/// How many pairs are looked at together.
const BATCH: usize = 65_536;

/// The duties that a record belongs to.
fn named<'d>(mover: &'d Mover<'_>, duties: &'d HashMap<Vec<Key<'_>>, Vec<usize>>) -> impl Iterator<Item = usize> + 'd {
    let names: Vec<&[usize]> = match &mover.names {
        Names::Trigger(row) => vec![of(duties, &[Key::Row(*row)])],
        Names::Keys(keys) => vec![of(duties, keys)],
        Names::Subjects(subjects) => subjects.iter().map(|s| of(duties, &[Key::Row(*s)])).collect(),
    };
    names.into_iter().flatten().copied()
}

fn of<'d, 'a>(duties: &'d HashMap<Vec<Key<'a>>, Vec<usize>>, name: &[Key<'a>]) -> &'d [usize] {
    duties.get(name).map(Vec::as_slice).unwrap_or_default()
}

impl Moves {
    fn note(&mut self, fits: Tri, change: impl Fn(&mut Course)) {
        change(&mut self.possible);
        if fits == Tri::Yes {
            change(&mut self.sure);
        }
    }
}
