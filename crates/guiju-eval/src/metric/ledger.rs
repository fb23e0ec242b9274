//! The records of a measure by member, in order of days, with running sums.

use std::{collections::HashMap, sync::Arc};

use guiju_calendar::{self as calendar, Duration, Family};
use guiju_compiler::hir::{ExprKind, Measure, MetricId, MetricValue, VarId, Window};
use guiju_data::Feed;

use super::sums::Sums;
use crate::{
    doubt::strays::Strays,
    evaluate::batches,
    expression::{SCALE, range::Range},
    frame::{Binding, Frame},
    horizon::supply,
    quantity::rows_on,
    subjects::Member,
    values::{Key, Tri, Values},
    verdict::Phrase,
    world::{World, day},
};

/// The records of a measure, ready to be asked for any member and day.
pub(crate) struct Ledger<'a> {
    measure: &'a Measure,
    window: Stretch,
    /// By the row of the member.
    accounts: HashMap<u32, Account<'a>>,
    /// Records that may be among them: what decides cannot be read.
    strays: Strays,
    feed: Feed,
    /// Of records without a date: whether they are all there.
    timeless: Option<bool>,
    as_of: i32,
}

/// All ledgers made so far: by measure, and by the day asked for where they change with it.
pub(crate) type Kept<'a> = HashMap<(MetricId, Option<i32>), Arc<Ledger<'a>>>;

/// Which days a lookup looks at.
enum Stretch {
    /// All through the day.
    Whole,
    /// The last calendar window that ended before the day.
    Calendar(Family),
    /// The stretch that ends on the day.
    Last,
}

/// The records of one member.
#[derive(Default)]
struct Account<'a> {
    /// The member's number among the subjects.
    subject: u32,
    /// In order of days.
    entries: Vec<Entry<'a>>,
    /// Sums over the entries before each place; one more than entries.
    sums: Vec<Sums>,
    /// Records that may lie on any day.
    undated: Vec<Entry<'a>>,
    /// How long a stretch is, where the member says so.
    length: Option<Duration>,
}

/// A record.
struct Entry<'a> {
    day: i32,
    fits: Tri,
    alone: Sums,
    /// Its values, where different ones are counted.
    keys: Vec<Key<'a>>,
}

/// Whether what a metric's records come to depends on the day it is asked for: records without a date have none of
/// their own by which to read what changes with time.
pub(super) fn changes(world: &World<'_>, id: MetricId) -> bool {
    let Some(metric) = world.program.metrics.get(id.0) else { return false };
    let MetricValue::Counted { counted, .. } = &metric.value else { return false };
    let mut changes = false;
    metric.for_each_expr(&mut |expr| {
        expr.walk(&mut |e| match e.kind {
            ExprKind::AtHand => changes = true,
            ExprKind::Param(id) => changes |= world.program.params.get(id.0).is_some_and(|p| p.values.len() > 1),
            _ => {}
        });
    });
    counted.date.is_none() && changes
}

impl<'a> World<'a> {
    /// The ledger of a metric; `on`: the day it is asked for, if it changes with that.
    pub(super) fn ledger(&self, id: MetricId, on: Option<i32>) -> Option<Arc<Ledger<'a>>> {
        let key = (id, on);
        if let Ok(ledgers) = self.ledgers.lock()
            && let Some(ledger) = ledgers.get(&key)
        {
            return Some(Arc::clone(ledger));
        }
        let ledger = Arc::new(self.keep_ledger(id, on)?);
        if let Ok(mut ledgers) = self.ledgers.lock() {
            ledgers.insert(key, Arc::clone(&ledger));
        }
        Some(ledger)
    }

    fn keep_ledger(&self, id: MetricId, on: Option<i32>) -> Option<Ledger<'a>> {
        let metric = self.program.metrics.get(id.0)?;
        let MetricValue::Counted { per, window, counted, measure } = &metric.value else { return None };
        let naming = counted.member.iter().map(Option::as_ref);
        // More members than there may be subjects: nothing can be told.
        let subjects = self.named_members(per, &metric.name.id, naming).ok()?;
        let mut accounts: Vec<Account<'a>> = Vec::new();
        let mut members: Vec<u32> = Vec::new();
        for subject in 0..subjects.len() {
            if let Some(Member::Row(_, row)) = subjects.members(subject).next() {
                members.push(row);
                accounts.push(Account { subject: u32::try_from(subject).unwrap_or(u32::MAX), ..Account::default() });
            }
        }
        let window = match window {
            Window::Calendar(family) => Stretch::Calendar(*family),
            Window::TheLast(length) => {
                let mut frame = Frame::new(members.len());
                frame.bind(VarId(0), Binding::Rows(members.clone()));
                let lengths = self.eval(length, &frame);
                for (account, length) in accounts.iter_mut().zip(lengths.durations()) {
                    account.length = *length;
                }
                Stretch::Last
            }
            _ => Stretch::Whole,
        };
        for batch in batches(self.table(counted.record).n_rows) {
            let (rows, values) = rows_on(self, counted, &subjects, Some(measure), batch, on);
            for row in rows {
                let mut alone = Sums::default();
                let undated = row.day.is_none() && counted.date.is_some();
                // A record whose day is not known may count on any.
                let fits = if undated { Tri::Unknown } else { row.fits };
                alone.add(measure, fits, values.as_ref(), row.at);
                let entry = Entry {
                    day: row.day.unwrap_or(i32::MIN),
                    fits,
                    alone,
                    keys: keys(measure, values.as_ref(), row.at),
                };
                if let Some(account) = accounts.get_mut(row.subject as usize) {
                    (if undated { &mut account.undated } else { &mut account.entries }).push(entry);
                }
            }
        }
        for account in &mut accounts {
            account.close();
        }
        let value = if let Measure::Distinct(value) = measure { Some(value) } else { None };
        Some(Ledger {
            measure,
            window,
            accounts: members.into_iter().zip(accounts).collect(),
            strays: self.strays(counted, &subjects, value),
            feed: self.feed(counted.record),
            timeless: counted.date.is_none().then(|| self.supplied(counted.record)),
            as_of: self.as_of(),
        })
    }
}

/// The values of a record, where different ones are counted.
fn keys<'a>(measure: &Measure, values: Option<&Values<'a>>, at: usize) -> Vec<Key<'a>> {
    match (measure, values) {
        (Measure::Distinct(_), Some(values)) => values.keys(at).unwrap_or_default(),
        _ => Vec::new(),
    }
}

impl Account<'_> {
    /// Puts the records in order and adds them up.
    fn close(&mut self) {
        self.entries.sort_by_key(|entry| entry.day);
        let mut sum = Sums::default();
        self.sums = vec![sum];
        for entry in &self.entries {
            sum = sum.and(entry.alone);
            self.sums.push(sum);
        }
    }
}

impl Ledger<'_> {
    /// What the metric of a member may come to on a day.
    pub(super) fn value(&self, row: u32, on: i32) -> Range {
        let Some(account) = self.accounts.get(&row) else { return Range::UNKNOWN };
        let Some((from, to)) = self.days(account, on) else { return Range::UNKNOWN };
        let days = calendar::Window::new(day(from.min(to)), day(to));
        if !self.strays.of(account.subject, Some(days)).is_empty() {
            return Range::UNKNOWN;
        }
        let first = account.entries.partition_point(|entry| entry.day < from);
        let past = account.entries.partition_point(|entry| entry.day <= to).max(first);
        let complete = self.is_complete(from, to);
        if matches!(self.measure, Measure::Distinct(_)) {
            let inside = account.entries.get(first..past).unwrap_or_default();
            return distinct(inside, &account.undated, complete);
        }
        let at = |place: usize| account.sums.get(place).copied().unwrap_or_default();
        let undated = account.undated.iter().fold(Sums::default(), |sum, entry| sum.and(entry.alone));
        at(past).since(at(first)).and(undated).range(self.measure, complete)
    }

    /// What to supply so that the records a lookup looks at are all there, if any are not.
    pub(super) fn missing(&self, row: u32, on: i32) -> Option<Phrase> {
        let (from, to) = self.days(self.accounts.get(&row)?, on)?;
        if self.is_complete(from, to) {
            return None;
        }
        if to > self.as_of {
            return Some(Phrase::SupplyThrough(day(to)));
        }
        let from =
            if from == i32::MIN { self.feed.intervals.first().map_or(to, |(first, _)| first.number()) } else { from };
        Some(supply(&self.feed, calendar::Window::new(day(from.min(to)), day(to))))
    }

    /// The days a lookup looks at, both ends in.
    fn days(&self, account: &Account<'_>, on: i32) -> Option<(i32, i32)> {
        match self.window {
            Stretch::Whole => Some((i32::MIN, on)),
            Stretch::Last => Some((calendar::last_n_from(day(on), account.length?).ok()?.number(), on)),
            Stretch::Calendar(family) => {
                let open = calendar::window_containing(day(on), family);
                let closed = calendar::window_containing(day(open.from.number() - 1), family);
                Some((closed.from.number(), closed.to.number()))
            }
        }
    }

    /// Whether all records of these days are there.
    fn is_complete(&self, from: i32, to: i32) -> bool {
        if let Some(supplied) = self.timeless {
            return supplied;
        }
        // All records there ever were: from the first day of the feed on.
        let begun = self.feed.intervals.first().map(|(first, _)| first.number());
        let from = if from == i32::MIN { begun } else { Some(from) };
        from.is_some_and(|from| from <= to && to <= self.as_of && self.feed.covers(day(from), day(to)))
    }
}

/// How many different values there may be.
fn distinct(inside: &[Entry<'_>], undated: &[Entry<'_>], complete: bool) -> Range {
    let mut certain: Vec<&Key<'_>> = Vec::new();
    let mut all: Vec<&Key<'_>> = Vec::new();
    for entry in inside.iter().chain(undated) {
        all.extend(&entry.keys);
        if entry.fits == Tri::Yes {
            certain.extend(&entry.keys);
        }
    }
    let count = |keys: &mut Vec<&Key<'_>>| {
        keys.sort();
        keys.dedup();
        Some(keys.len() as i128 * SCALE)
    };
    let (low, high) = (count(&mut certain), count(&mut all));
    Range { low, high: if complete { high } else { None } }
}
