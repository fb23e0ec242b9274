//! The windows of a rule, subject by subject, and which of them a record falls in.
//!
//! In come a window's definition, the days to judge and the subjects; out come numbered windows. The numbers are the
//! *rounds* in which a kernel settles: round 0 is the first window of every subject, and so on.

use guiju_calendar::{Cycle, Day, Duration, Window as Days};
use guiju_compiler::hir::{Expr, Window};
use guiju_data::Feed;

use crate::{
    kernel::Base,
    subjects::Subjects,
    world::{World, day},
};

/// The windows of all subjects.
pub(crate) enum Windows {
    /// The same for all subjects, in order.
    Shared(Vec<Days>),
    /// Each subject's own, in order; `None` where it is not known when they begin or how long they are.
    Own(Vec<Option<Vec<Days>>>),
    /// A period of each subject's own, and whether it has an end; `None` where its dates are not known.
    Period(Vec<Option<(Days, bool)>>),
    /// No limits.
    Whole,
}

/// What a subject has in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Round {
    /// A window.
    Window(Days),
    /// A period of its own that has no end yet; through the as-of date for now.
    Unended(Days),
    /// All days.
    Whole,
    /// A window, but nobody knows which days.
    Unknown,
    /// No window any more.
    None,
}

impl Round {
    /// The days of the window, where it has any.
    pub(crate) fn days(self) -> Option<Days> {
        match self {
            Self::Window(days) | Self::Unended(days) => Some(days),
            Self::Whole | Self::Unknown | Self::None => None,
        }
    }
}

impl Windows {
    /// Finds the windows that are judged; rolling ones have kernels of their own.
    pub(crate) fn new<'a>(
        world: &World<'a>,
        base: &Base<'a>,
        window: &'a Window,
        feed: &Feed,
        subjects: &Subjects<'a>,
        with_before: bool,
    ) -> Self {
        match window {
            Window::Calendar(family) => {
                let windows = base.span(feed).map(|(from, to)| {
                    let span = Days::new(day(from), day(to));
                    guiju_calendar::windows_intersecting(span, *family).filter(|w| base.judges_window(*w)).collect()
                });
                let mut windows: Vec<Days> = windows.unwrap_or_default();
                if let (true, Some(first)) = (with_before, windows.first()) {
                    windows.insert(0, before(*first, |day| guiju_calendar::window_containing(day, *family)));
                }
                Self::Shared(windows)
            }
            Window::Cycle { length, from } => {
                Self::Own(cycles(world, base, (length, from), feed, subjects, with_before))
            }
            Window::During { from, until } => {
                let frame = subjects.whole_frame();
                let (from, until) = (world.eval(from, &frame), world.eval(until, &frame));
                let own = from.dates().iter().zip(until.dates()).map(|(from, until)| {
                    let from = (*from)?;
                    // A period that has not ended is open.
                    Some((Days::new(day(from), day(until.unwrap_or(i32::MAX))), until.is_some()))
                });
                Self::Period(own.collect())
            }
            Window::Whole | Window::Rolling { .. } | Window::TheLast(_) => Self::Whole,
        }
    }

    /// How many rounds there are.
    pub(crate) fn rounds(&self) -> u32 {
        match self {
            Self::Shared(windows) => number(windows.len()),
            // Unknown windows are told of in the first round.
            Self::Own(own) => own.iter().map(|w| w.as_ref().map_or(1, |w| number(w.len()))).max().unwrap_or(0),
            Self::Period(_) | Self::Whole => 1,
        }
    }

    /// What a subject has in a round.
    pub(crate) fn at(&self, subject: u32, round: u32, as_of: i32) -> Round {
        match self {
            Self::Shared(windows) => windows.get(round as usize).map_or(Round::None, |days| Round::Window(*days)),
            Self::Own(own) => match own.get(subject as usize).and_then(Option::as_ref) {
                Some(windows) => windows.get(round as usize).map_or(Round::None, |days| Round::Window(*days)),
                None if round == 0 => Round::Unknown,
                None => Round::None,
            },
            Self::Period(own) => match own.get(subject as usize).copied().flatten() {
                Some((days, true)) => Round::Window(days),
                Some((days, false)) => Round::Unended(Days::new(days.from, day(as_of.max(days.from.number())))),
                None => Round::Unknown,
            },
            Self::Whole => Round::Whole,
        }
    }

    /// The rounds a record of a subject falls in: one, none, or all if its day is not known.
    pub(crate) fn rounds_of(&self, subject: u32, day: Option<i32>) -> std::ops::Range<u32> {
        let one = |at: Option<usize>| at.map_or(0..0, |at| number(at)..number(at) + 1);
        match (self, day) {
            (Self::Whole, _) => 0..1,
            (_, None) => 0..self.rounds(),
            (Self::Period(own), Some(day)) => {
                let days = own.get(subject as usize).copied().flatten().map(|(days, _)| days);
                one(days.filter(|days| holds(*days, day)).map(|_| 0))
            }
            (Self::Shared(windows), Some(day)) => one(position(windows, day)),
            (Self::Own(own), Some(day)) => {
                one(own.get(subject as usize).and_then(Option::as_ref).and_then(|windows| position(windows, day)))
            }
        }
    }

    /// Whether there are no windows, but whole lives.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self, Self::Whole)
    }

    /// Whether windows lie as they do whoever is in force, so that a subject may be in force in part of one only.
    pub(crate) fn cut(&self) -> bool {
        matches!(self, Self::Shared(_) | Self::Own(_))
    }
}

/// The cycles of each subject; days before the first are in none.
fn cycles<'a>(
    world: &World<'a>,
    base: &Base<'a>,
    (length, from): (&'a Expr, &'a Expr),
    feed: &Feed,
    subjects: &Subjects<'a>,
    with_before: bool,
) -> Vec<Option<Vec<Days>>> {
    let frame = subjects.whole_frame();
    let (lengths, anchors) = (world.eval(length, &frame), world.eval(from, &frame));
    let span = base.span(feed).map(|(from, to)| Days::new(day(from), day(to)));
    let windows = |(length, anchor): (&Option<Duration>, &Option<i32>)| {
        let cycle = Cycle::new(day((*anchor)?), (*length)?).ok()?;
        let inside = span.into_iter().flat_map(|span| cycle.windows_intersecting(span));
        let mut windows: Vec<Days> = inside.filter(|window| base.judges_window(*window)).collect();
        if let (true, Some(first)) = (with_before, windows.first()) {
            windows.insert(0, before(*first, |day| cycle.containing(day).unwrap_or(Days::new(day + 1, day))));
        }
        Some(windows)
    };
    lengths.durations().iter().zip(anchors.dates()).map(windows).collect()
}

/// The window before another; empty where there is none.
fn before(first: Days, containing: impl Fn(Day) -> Days) -> Days {
    match first.from.checked_add(-1) {
        Some(last) => containing(last),
        None => Days::new(first.from, first.from),
    }
}

/// The window that holds a day, of windows in order.
fn position(windows: &[Days], day: i32) -> Option<usize> {
    let at = windows.partition_point(|w| w.to.number() < day);
    windows.get(at).filter(|w| holds(**w, day)).map(|_| at)
}

fn holds(days: Days, day: i32) -> bool {
    days.from.number() <= day && day <= days.to.number()
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX - 1)
}
