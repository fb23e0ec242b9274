//! Dates and lengths of time.

use guiju_calendar::{self as calendar, Duration, Family, Unit};
use guiju_compiler::hir::Expr;
use guiju_syntax::ast::Choice;

use super::SCALE;
use crate::{
    frame::Frame,
    values::{Key, Values},
    world::{World, day},
};

impl<'a> World<'a> {
    /// A date moved by a length of time: plain, never rolled to a working day.
    pub(super) fn shift(
        &self,
        date: &'a Expr,
        minus: bool,
        by: &'a Expr,
        calendar: &str,
        frame: &Frame<'a>,
    ) -> Values<'a> {
        let (dates, by) = (self.eval(date, frame), self.eval(by, frame));
        let moved = dates
            .dates()
            .iter()
            .zip(by.durations())
            .map(|(date, by)| self.shifted(day((*date)?), minus, (*by)?, calendar).map(calendar::Day::number));
        Values::Date(moved.collect())
    }

    pub(super) fn measured(&self, number: &'a Expr, unit: Unit, frame: &Frame<'a>) -> Values<'a> {
        let numbers = self.eval(number, frame);
        let length = |n: &Option<i128>| {
            let n = (*n)?;
            // Only whole, non-negative numbers of a unit mean a length of time.
            (n % SCALE == 0).then(|| u32::try_from(n / SCALE).ok()).flatten().map(|n| Duration::new(n, unit))
        };
        Values::Duration(numbers.numbers().iter().map(length).collect())
    }

    pub(super) fn days(
        &self,
        from: &'a Expr,
        to: &'a Expr,
        through: bool,
        working: Option<&str>,
        frame: &Frame<'a>,
    ) -> Values<'a> {
        let (from, to) = (self.eval(from, frame), self.eval(to, frame));
        let calendar = working.map(|name| self.calendar(name));
        let count = |(from, to): (&Option<i32>, &Option<i32>)| {
            let (from, to) = ((*from)?, (*to)?);
            let from = if through { from - 1 } else { from };
            let days = match &calendar {
                Some(calendar) => calendar.as_ref().ok()?.working_days_between(day(from), day(to)).ok()?,
                None => to - from,
            };
            Some(i128::from(days) * SCALE)
        };
        Values::Number(from.dates().iter().zip(to.dates()).map(count).collect())
    }

    pub(super) fn edge(end: bool, family: Family, of: &Values<'a>) -> Values<'a> {
        let edge = |date: &Option<i32>| {
            let window = calendar::window_containing(day((*date)?), family);
            Some(if end { window.to.number() } else { window.from.number() })
        };
        Values::Date(of.dates().iter().map(edge).collect())
    }

    pub(super) fn weekday(of: &Values<'a>) -> Values<'a> {
        let number = |date: &Option<i32>| {
            let monday = day((*date)?).weekday().num_days_from_monday();
            Some((i128::from(monday) + 1) * SCALE)
        };
        Values::Number(of.dates().iter().map(number).collect())
    }

    /// The highest or lowest of some codes; nothing where one is not known.
    pub(super) fn extreme_code(&self, which: Choice, options: &'a [Expr], frame: &Frame<'a>) -> Values<'a> {
        let columns: Vec<Values<'a>> = options.iter().map(|o| self.eval(o, frame)).collect();
        let code = |column: &Values<'a>, i: usize| match column.key(i) {
            Some(Key::Code(code)) => Some(code),
            _ => None,
        };
        let of_row = |i: usize| {
            let codes = columns.iter().map(|column| code(column, i)).collect::<Option<Vec<u8>>>()?;
            if which == Choice::Highest { codes.into_iter().max() } else { codes.into_iter().min() }
        };
        Values::Code((0..frame.len).map(of_row).collect())
    }

    /// The earliest, latest, greatest or least of those present; nothing where all are absent.
    pub(super) fn choice(&self, which: Choice, options: &'a [Expr], frame: &Frame<'a>) -> Values<'a> {
        fn choose<T: Copy + Ord>(columns: &[&[Option<T>]], illegible: &[bool], greatest: bool) -> Vec<Option<T>> {
            let present = |i: usize| columns.iter().filter_map(move |c| c.get(i).copied().flatten());
            let chosen = |i: usize| if greatest { present(i).max() } else { present(i).min() };
            illegible.iter().enumerate().map(|(i, illegible)| chosen(i).filter(|_| !illegible)).collect()
        }
        // Absent options are skipped; one that cannot be read is not absent.
        let mut illegible = vec![false; frame.len];
        for option in options {
            illegible.iter_mut().zip(self.illegible(option, frame)).for_each(|(all, one)| *all |= one);
        }
        let columns: Vec<Values<'a>> = options.iter().map(|o| self.eval(o, frame)).collect();
        let greatest = matches!(which, Choice::Later | Choice::Greater);
        match which {
            Choice::Earlier | Choice::Later => {
                let dates: Vec<_> = columns.iter().map(Values::dates).collect();
                Values::Date(choose(&dates, &illegible, greatest))
            }
            _ => {
                let numbers: Vec<_> = columns.iter().map(Values::numbers).collect();
                Values::Number(choose(&numbers, &illegible, greatest))
            }
        }
    }
}
