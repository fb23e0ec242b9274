//! Instants: their days and hours, and what lies between two of them.
//!
//! An instant of which only the day is known may be any of that day. A comparison says yes or no where all of them
//! agree, and is unknown otherwise.

use guiju_calendar::{self as calendar, Day, Duration, Instant, Moment, Unit, Zone};
use guiju_compiler::hir::{Expr, ExprKind};
use guiju_syntax::ast::{Choice, Op};

use super::SCALE;
use crate::{
    expression::compare::holds,
    frame::Frame,
    values::{Tri, Values},
    world::World,
};

/// Seconds of an hour and of a minute.
const fn seconds_of(minutes: bool) -> i64 {
    if minutes { 60 } else { 3600 }
}

/// Whether two instants stand in this order: yes or no if they do or do not whichever they are.
pub(super) fn compare(op: Op, a: Option<Moment>, b: Option<Moment>) -> Tri {
    let (Some(a), Some(b)) = (a, b) else { return Tri::Unknown };
    agreed(a.orders(b).map(|order| holds(op, order)))
}

/// What all possible answers agree on.
fn agreed(mut answers: impl Iterator<Item = bool>) -> Tri {
    match answers.next() {
        Some(first) if answers.all(|other| other == first) => Tri::from_option(Some(first)),
        _ => Tri::Unknown,
    }
}

impl<'a> World<'a> {
    /// The zone of the policies.
    pub(crate) fn zone(&self) -> Zone {
        self.program.schema.zone
    }

    /// The civil dates of instants; dates stay as they are.
    pub(crate) fn day_of(&self, values: &Values<'a>) -> Values<'a> {
        match values {
            Values::Time(times) => {
                Values::Date(times.iter().map(|time| Some(time.as_ref()?.day(self.zone()).number())).collect())
            }
            other => Values::Date(other.dates().to_vec()),
        }
    }

    pub(super) fn clock_of(&self, values: &Values<'a>) -> Values<'a> {
        let clock = |time: &Option<Moment>| Some(Duration::new(time.as_ref()?.clock(self.zone())?, Unit::Minute));
        Values::Duration(values.times().iter().map(clock).collect())
    }

    /// Hours or minutes between two instants, to six digits; unknown unless both are known to the second.
    pub(super) fn elapsed(&self, from: &'a Expr, to: &'a Expr, minutes: bool, frame: &Frame<'a>) -> Values<'a> {
        let bounds = self.elapsed_seconds(from, to, frame);
        let number = |bounds: Option<(i64, i64)>| {
            let (least, greatest) = bounds?;
            (least == greatest).then(|| i128::from(least) * SCALE / i128::from(seconds_of(minutes)))
        };
        Values::Number(bounds.into_iter().map(number).collect())
    }

    /// A comparison of hours or minutes with a number. It is known where every hour that the instants may have gives
    /// the same answer, and it is made in whole seconds, so that nothing is rounded.
    pub(super) fn elapsed_compared(
        &self,
        op: Op,
        left: &'a Expr,
        right: &'a Expr,
        frame: &Frame<'a>,
    ) -> Option<Vec<Tri>> {
        let (from, to, minutes, number, flipped) = match (&left.kind, &right.kind) {
            (ExprKind::Elapsed { from, to, minutes }, _) => (from, to, *minutes, right, false),
            (_, ExprKind::Elapsed { from, to, minutes }) => (from, to, *minutes, left, true),
            _ => return None,
        };
        let numbers = self.eval(number, frame);
        let bounds = self.elapsed_seconds(from, to, frame);
        let answer = |(bounds, number): (Option<(i64, i64)>, &Option<i128>)| {
            let (Some((least, greatest)), Some(number)) = (bounds, *number) else { return Tri::Unknown };
            let Some(number) = number.checked_mul(i128::from(seconds_of(minutes))) else { return Tri::Unknown };
            let (least, greatest) = (i128::from(least) * SCALE, i128::from(greatest) * SCALE);
            let mut orders = vec![least.cmp(&number), greatest.cmp(&number)];
            if least < number && number < greatest {
                orders.push(std::cmp::Ordering::Equal);
            }
            agreed(orders.into_iter().map(|order| holds(op, if flipped { order.reverse() } else { order })))
        };
        Some(bounds.into_iter().zip(numbers.numbers()).map(answer).collect())
    }

    /// The least and the greatest number of seconds between two instants.
    fn elapsed_seconds(&self, from: &'a Expr, to: &'a Expr, frame: &Frame<'a>) -> Vec<Option<(i64, i64)>> {
        let (from, to) = (self.eval(from, frame), self.eval(to, frame));
        let between = |a: Instant, b: Instant| b.seconds() - a.seconds();
        let bounds = |(from, to): (&Option<Moment>, &Option<Moment>)| {
            let (from, to) = ((*from)?, (*to)?);
            Some((between(from.last(), to.first()), between(from.first(), to.last())))
        };
        from.times().iter().zip(to.times()).map(bounds).collect()
    }

    /// An instant moved by a length of time: by hours exactly, by days at the same time of day.
    pub(super) fn shift_time(
        &self,
        time: &'a Expr,
        minus: bool,
        by: &'a Expr,
        calendar: &str,
        frame: &Frame<'a>,
    ) -> Values<'a> {
        let (times, by) = (self.eval(time, frame), self.eval(by, frame));
        let moved = times.times().iter().zip(by.durations()).map(|(time, by)| {
            let (time, by) = ((*time)?, (*by)?);
            if let Some(seconds) = by.seconds() {
                return Some(time.plus(if minus { -seconds } else { seconds }));
            }
            time.on(self.shifted(time.day(self.zone()), minus, by, calendar)?, self.zone())
        });
        Values::Time(moved.collect())
    }

    /// A day moved by a length of time: plain, never rolled to a working day.
    pub(super) fn shifted(&self, date: Day, minus: bool, by: Duration, calendar: &str) -> Option<Day> {
        let moved = if by.unit == Unit::WorkingDay {
            let calendar = self.calendar(calendar).ok()?;
            if minus { calendar.nth_working_day_before(date, by.n) } else { calendar.nth_working_day_after(date, by.n) }
        } else if minus {
            calendar::subtract(date, by)
        } else {
            calendar::add(date, by)
        };
        moved.ok()
    }

    /// The earliest or latest of the instants present; nothing where all are absent.
    pub(super) fn choose_time(&self, which: Choice, options: &'a [Expr], frame: &Frame<'a>) -> Values<'a> {
        let columns: Vec<Values<'a>> = options.iter().map(|option| self.eval(option, frame)).collect();
        let chosen = |i: usize| {
            let present = columns.iter().filter_map(|column| column.times().get(i).copied().flatten());
            present.reduce(|a, b| if which == Choice::Later { a.later(b) } else { a.earlier(b) })
        };
        Values::Time((0..frame.len).map(chosen).collect())
    }
}
