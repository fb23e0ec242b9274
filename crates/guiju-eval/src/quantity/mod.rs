//! `quantity`: how many, in which window.
//!
//! Calendar windows and whole lives keep one accumulator a subject and window ([`calendar`]); rolling windows
//! keep the days of each subject ([`rolling`], [`gap`], [`last`]). Records may have to lie apart ([`spacing`]).

mod before;
mod calendar;
mod gap;
mod last;
mod listed;
mod rolling;
mod sliding;
mod spacing;
mod tally;
pub(crate) mod windows;

use guiju_compiler::hir::{Counted, Measure, Quantity, Window};

use crate::{
    EvalError,
    frame::Frame,
    kernel::{Base, Kernel},
    values::{Tri, Values},
    world::World,
};

pub(crate) fn kernel<'a>(
    world: &World<'a>,
    base: Base<'a>,
    quantity: &'a Quantity,
) -> Result<Box<dyn Kernel<'a> + 'a>, EvalError> {
    let subjects = world.named_subjects(base.rule, quantity.counted.member.iter().map(Option::as_ref))?;
    Ok(match &quantity.window {
        Window::Whole | Window::Calendar(_) | Window::Cycle { .. } | Window::During { .. } => {
            Box::new(calendar::CalendarKernel::new(world, base, quantity, subjects))
        }
        Window::Rolling { length, per_gap: true } => {
            Box::new(listed::Listed::<gap::Gaps>::new(world, base, quantity, subjects, length))
        }
        Window::Rolling { length, per_gap: false } => {
            Box::new(listed::Listed::<rolling::Rolling>::new(world, base, quantity, subjects, length))
        }
        Window::TheLast(length) => Box::new(listed::Listed::<last::Last>::new(world, base, quantity, subjects, length)),
    })
}

/// A counted record that may belong to some subjects.
pub(crate) struct Row {
    pub(crate) row: u32,
    pub(crate) subject: u32,
    /// Its day; `None` where it is not known.
    pub(crate) day: Option<i32>,
    /// Whether it counts.
    pub(crate) fits: Tri,
    /// Its place in the batch of candidates, for the values of the measure.
    pub(crate) at: usize,
}

/// The records of a batch with the subjects they belong to, and the values of the measure for each.
pub(crate) fn rows<'a>(
    world: &World<'a>,
    counted: &'a Counted,
    subjects: &crate::subjects::Subjects<'a>,
    measure: Option<&'a Measure>,
    batch: std::ops::Range<usize>,
) -> (Vec<Row>, Option<Values<'a>>) {
    rows_on(world, counted, subjects, measure, batch, None)
}

/// As [`rows`]; `on`: the day at hand for records without a date.
pub(crate) fn rows_on<'a>(
    world: &World<'a>,
    counted: &'a Counted,
    subjects: &crate::subjects::Subjects<'a>,
    measure: Option<&'a Measure>,
    batch: std::ops::Range<usize>,
    on: Option<i32>,
) -> (Vec<Row>, Option<Values<'a>>) {
    let mut frame = dated(world, counted, Frame::rows(counted.var, batch.clone()));
    let days: Vec<Option<i32>> = frame.dates.clone().unwrap_or_else(|| vec![None; frame.len]);
    if counted.date.is_none() && on.is_some() {
        frame.dates = Some(vec![on; frame.len]);
    }
    let named = world.naming(counted.member.iter().map(Option::as_ref), &frame);
    let (mut places, mut of) = (Vec::new(), Vec::new());
    for (i, row) in (0..).zip(batch.clone()) {
        // A day after the as-of date is a plan: nothing has been done.
        let planned = days.get(i).copied().flatten().is_some_and(|day| day > world.as_of());
        if planned || !world.visible(counted.record, u32::try_from(row).unwrap_or(u32::MAX)) {
            continue;
        }
        for subject in subjects.of_row(&named, i) {
            places.push(i);
            of.push(subject);
        }
    }
    // The filter may speak of the member too: each record stands beside each subject it belongs to.
    let members = subjects.frame_of(&of);
    let pairs = members.with(&frame.select(&places));
    let fits = world.filter(counted.filter.as_ref(), &pairs);
    let values = measure.and_then(|measure| match measure {
        Measure::Count => None,
        Measure::Distinct(e) | Measure::Total(e) | Measure::Mean(e) | Measure::Share(e) => Some(world.eval(e, &pairs)),
    });
    let rows = places
        .iter()
        .zip(&of)
        .zip(&fits)
        .enumerate()
        .filter(|(_, (_, fits))| **fits != Tri::No)
        .map(|(at, ((place, subject), fits))| Row {
            row: u32::try_from(batch.start + place).unwrap_or(u32::MAX),
            subject: *subject,
            day: days.get(*place).copied().flatten(),
            fits: *fits,
            at,
        })
        .collect();
    (rows, values)
}

/// A frame whose dates are those that decide the window.
fn dated<'a>(world: &World<'a>, counted: &'a Counted, mut frame: Frame<'a>) -> Frame<'a> {
    frame.dates = counted.date.as_ref().map(|date| world.eval(date, &frame).dates().to_vec());
    frame
}
