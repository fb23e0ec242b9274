//! States: on which days each holds of each subject, made once from the records that begin and end them.
//!
//! What the records do not show is not claimed: after the last day for which they are complete a state may begin or end,
//! before the first one it may have held, unless a record says so.

use std::collections::{BTreeSet, HashMap};

use guiju_calendar::Duration;
use guiju_compiler::{
    RecordId,
    hir::{Expr, ExprKind, Spell, SpellEnd, State, StateId, VarId},
};

use crate::{
    EvalError,
    day_set::{DaySet, Holding},
    frame::Frame,
    values::{NO_ROW, Tri, Values},
    world::{World, day},
};

/// When a state holds.
#[derive(Debug, Default)]
pub(crate) struct Lasting {
    /// Of subjects that records speak of, by row.
    of: HashMap<u32, Holding>,
    /// Of all others.
    otherwise: Holding,
}

impl Lasting {
    pub(crate) fn of(&self, row: u32) -> &Holding {
        self.of.get(&row).unwrap_or(&self.otherwise)
    }
}

/// A day on which a spell may end.
struct End {
    /// `None`: it is not known which.
    day: Option<i32>,
    certain: bool,
}

impl<'a> World<'a> {
    /// Makes out when each state holds; those that others ask for come first.
    ///
    /// # Errors
    /// [`EvalError::Calendar`] for lengths that lead out of all dates.
    pub(crate) fn make_states(&mut self) -> Result<(), EvalError> {
        let program = self.program;
        for id in &program.state_order {
            let Some(state) = program.states.get(id.0) else { continue };
            let lasting = self.lasting(state)?;
            self.states.insert(*id, lasting);
        }
        Ok(())
    }

    fn lasting(&self, state: &'a State) -> Result<Lasting, EvalError> {
        let mut of: HashMap<u32, Holding> = HashMap::new();
        let mut unseen = DaySet::default();
        for spell in &state.spells {
            unseen = unseen.union(&self.seen(spell.record).complement());
            self.spells(spell, &mut of)?;
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is changed by itself; their order is never seen")]
        for holding in of.values_mut() {
            holding.maybe = holding.maybe.union(&unseen);
        }
        Ok(Lasting { of, otherwise: Holding { sure: DaySet::default(), maybe: unseen } })
    }

    /// The days on which the absence of a record can be told.
    fn seen(&self, record: RecordId) -> DaySet {
        if self.program.schema.record(record).at.is_none() {
            return if self.supplied(record) { DaySet::all() } else { DaySet::default() };
        }
        let feed = self.feed(record);
        let spans = feed.intervals.iter().map(|(from, to)| (from.number(), to.number().min(self.as_of())));
        DaySet::of(spans.collect())
    }

    /// The days on which any of the states a condition asks for may be other than the records show.
    pub(crate) fn unseen(&self, condition: &Expr) -> DaySet {
        let mut unseen = DaySet::default();
        condition.walk(&mut |e| {
            if let ExprKind::InState { state, .. } = &e.kind
                && let Some(state) = self.program.states.get(state.0)
            {
                for record in state.records() {
                    unseen = unseen.union(&self.seen(record).complement());
                }
            }
        });
        unseen
    }

    /// Adds the days of every record that begins a spell.
    fn spells(&self, spell: &'a Spell, of: &mut HashMap<u32, Holding>) -> Result<(), EvalError> {
        let frame = self.all_rows(spell.record);
        let fits = self.filter(spell.filter.as_ref(), &frame);
        let starts = self.eval(&spell.from, &frame);
        let Values::Row(subjects) = self.eval(&spell.subject, &frame) else { return Ok(()) };
        let ends = self.ends(spell, &frame);
        let lengths = match &spell.end {
            SpellEnd::After(length) => self.eval(length, &frame).durations().to_vec(),
            _ => Vec::new(),
        };
        for (i, fits) in fits.into_iter().enumerate() {
            let row = u32::try_from(i).unwrap_or(NO_ROW);
            let subject = subjects.get(i).copied().unwrap_or(NO_ROW);
            if fits == Tri::No || subject == NO_ROW || !self.visible(spell.record, row) {
                continue;
            }
            let start = starts.dates().get(i).copied().flatten();
            let days = match (&spell.end, start) {
                // Without a first day it has not begun, unless versions of the record disagree.
                (_, None) if self.conflicted(spell.record, row) => {
                    Holding { sure: DaySet::default(), maybe: DaySet::all() }
                }
                (_, None) => continue,
                (SpellEnd::Never, Some(start)) => always(DaySet::between(start, i32::MAX)),
                (SpellEnd::After(_), Some(start)) => after(start, lengths.get(i).copied().flatten())?,
                (SpellEnd::Own { .. } | SpellEnd::Other { .. }, Some(start)) => {
                    let key = if ends.by_start { row } else { subject };
                    let of_start = ends.of.get(&key).map(Vec::as_slice).unwrap_or_default();
                    ended(start, of_start, &ends)
                }
            };
            let certain = fits == Tri::Yes && !self.conflicted(spell.record, row);
            of.entry(subject).or_default().add(&days, certain);
        }
        Ok(())
    }

    fn all_rows(&self, record: RecordId) -> Frame<'a> {
        Frame::rows(VarId(0), 0..self.table(record).n_rows)
    }

    /// The days that may end a spell, by the record that began it or by subject.
    fn ends(&self, spell: &'a Spell, frame: &Frame<'a>) -> Ends {
        let mut ends = Ends::default();
        match &spell.end {
            SpellEnd::Never | SpellEnd::After(_) => {}
            SpellEnd::Own { date, included } => {
                (ends.included, ends.by_start, ends.same_day) = (*included, true, true);
                ends.seen = self.seen(spell.record);
                for (row, day) in (0u32..).zip(self.eval(date, frame).dates()) {
                    // An empty last day is open.
                    let end = day.map(|day| End { day: Some(day), certain: true });
                    ends.of.entry(row).or_default().extend(end);
                }
            }
            SpellEnd::Other { record, filter, subject, refers, date, included } => {
                (ends.included, ends.by_start, ends.same_day) = (*included, *refers, *refers || *included);
                ends.seen = self.seen(*record);
                let frame = self.all_rows(*record);
                let fits = self.filter(filter.as_ref(), &frame);
                let days = self.eval(date, &frame);
                let Values::Row(named) = self.eval(subject, &frame) else { return ends };
                for (i, fits) in fits.into_iter().enumerate() {
                    let row = u32::try_from(i).unwrap_or(NO_ROW);
                    let of = named.get(i).copied().unwrap_or(NO_ROW);
                    if fits != Tri::No && of != NO_ROW && self.visible(*record, row) {
                        let certain = fits == Tri::Yes && !self.conflicted(*record, row);
                        let day = days.dates().get(i).copied().flatten();
                        ends.of.entry(of).or_default().push(End { day, certain });
                    }
                }
            }
        }
        ends
    }

    /// Whether a state holds of each row, on the day that decides.
    pub(crate) fn in_state(&self, state: StateId, of: &'a Expr, frame: &Frame<'a>) -> Vec<Tri> {
        let (Values::Row(rows), Some(lasting)) = (self.eval(of, frame), self.states.get(&state)) else {
            return vec![Tri::Unknown; frame.len];
        };
        let date = |i: usize| match &frame.dates {
            Some(dates) => dates.get(i).copied().flatten(),
            None => Some(self.as_of()),
        };
        let answer = |(i, row): (usize, &u32)| match date(i) {
            Some(date) if *row != NO_ROW => {
                let holding = lasting.of(*row);
                match (holding.sure.contains(date), holding.maybe.contains(date)) {
                    (true, _) => Tri::Yes,
                    (false, true) => Tri::Unknown,
                    (false, false) => Tri::No,
                }
            }
            _ => Tri::Unknown,
        };
        rows.iter().enumerate().map(answer).collect()
    }

    /// On which days a condition holds for each row of a frame.
    ///
    /// A condition changes only with the states it asks for, so that it is asked once between two of their changes.
    pub(crate) fn holding(&self, condition: &'a Expr, frame: &Frame<'a>) -> Vec<Holding> {
        let mut changes: Vec<BTreeSet<i32>> = vec![BTreeSet::from([i32::MIN]); frame.len];
        condition.walk(&mut |e| {
            let ExprKind::InState { state, of } = &e.kind else { return };
            let (Values::Row(rows), Some(lasting)) = (self.eval(of, frame), self.states.get(state)) else { return };
            for (changes, row) in changes.iter_mut().zip(rows) {
                let holding = lasting.of(row);
                for (from, to) in holding.sure.spans().iter().chain(holding.maybe.spans()) {
                    changes.extend([Some(*from), to.checked_add(1)].into_iter().flatten());
                }
            }
        });
        let (mut rows, mut spans) = (Vec::new(), Vec::new());
        for (row, changes) in changes.into_iter().enumerate() {
            let ends = changes.iter().skip(1).map(|next| next - 1).chain([i32::MAX]);
            for (from, to) in changes.iter().copied().zip(ends) {
                rows.push(row);
                spans.push((from, to));
            }
        }
        let mut stretches = frame.select(&rows);
        // A day that stands for the stretch: parameters may be dated too.
        let within = |(from, to): &(i32, i32)| match (*from, *to) {
            (i32::MIN, i32::MAX) => self.as_of(),
            (i32::MIN, to) => to,
            (from, _) => from,
        };
        stretches.dates = Some(spans.iter().map(|span| Some(within(span))).collect());
        let (mut sure, mut maybe) = (vec![Vec::new(); frame.len], vec![Vec::new(); frame.len]);
        for ((row, span), holds) in rows.into_iter().zip(spans).zip(self.condition(condition, &stretches)) {
            if holds == Tri::Yes {
                sure[row].push(span);
            }
            if holds != Tri::No {
                maybe[row].push(span);
            }
        }
        let sets = |spans: Vec<Vec<(i32, i32)>>| spans.into_iter().map(DaySet::of);
        sets(sure).zip(sets(maybe)).map(|(sure, maybe)| Holding { sure, maybe }).collect()
    }
}

/// What may end spells.
#[derive(Default)]
struct Ends {
    /// By the row of the record that began it, or of the subject.
    of: HashMap<u32, Vec<End>>,
    by_start: bool,
    /// Whether the last day is still in.
    included: bool,
    /// Whether an end on the first day ends the spell, rather than an earlier one.
    same_day: bool,
    /// The days on which the absence of an end can be told.
    seen: DaySet,
}

fn always(days: DaySet) -> Holding {
    Holding { maybe: days.clone(), sure: days }
}

/// So long from a day on, through the corresponding day.
fn after(start: i32, length: Option<Duration>) -> Result<Holding, EvalError> {
    let Some(length) = length else {
        return Ok(Holding { sure: DaySet::between(start, start), maybe: DaySet::between(start, i32::MAX) });
    };
    let end = guiju_calendar::add(day(start), length)?;
    Ok(always(DaySet::between(start, end.number())))
}

/// From a day on to the next end: for certain until one that may be it, perhaps until one that is it for certain.
fn ended(start: i32, ends: &[End], all: &Ends) -> Holding {
    let counts = |end: &&End| end.day.is_none_or(|day| if all.same_day { day >= start } else { day > start });
    let last = |day: i32| if all.included { day } else { day - 1 };
    let first_certain = ends.iter().filter(counts).filter(|end| end.certain).filter_map(|end| end.day).min();
    let first_possible = ends.iter().filter(counts).map(|end| end.day.unwrap_or(start)).min();
    let sure_until = match first_possible {
        Some(day) => last(day),
        // Open for as long as the records show that nothing ended it.
        None => all.seen.spans().last().map_or(start, |(_, to)| (*to).max(start)),
    };
    Holding {
        sure: DaySet::between(start, sure_until),
        maybe: DaySet::between(start, first_certain.map_or(i32::MAX, last)),
    }
}
