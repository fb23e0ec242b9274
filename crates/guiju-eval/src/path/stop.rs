//! What ends a path: a date, a condition, a stage that is done.

use guiju_compiler::hir::Stop;

use super::{
    PathKernel,
    course::{discharge, lapse},
};
use crate::{
    kernel::undetermined,
    values::Tri,
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::World,
};

/// When the path of a record stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StopAt {
    /// It goes on.
    Never,
    /// From this day on.
    Day(i32),
    /// It has stopped; since when is not known.
    Somewhen,
    /// Whether it has stopped is not known.
    Unknown,
}

impl StopAt {
    /// Whether the path has stopped by a day, that day included.
    pub(super) fn by(self, day: i32) -> bool {
        match self {
            Self::Day(stop) => stop <= day,
            Self::Somewhen => true,
            Self::Never | Self::Unknown => false,
        }
    }
}

impl<'a> PathKernel<'a> {
    /// When the paths of some records stop, as far as the records themselves say.
    pub(super) fn stops(&self, world: &World<'a>, rows: &[u32]) -> Vec<StopAt> {
        let as_of = self.base.as_of;
        match &self.path.stop {
            None | Some(Stop::Done(_)) => vec![StopAt::Never; rows.len()],
            // A later date is a plan.
            Some(Stop::On(date)) => {
                let dates = world.eval(date, &self.frame(rows.to_vec()));
                let stop = |date: &Option<i32>| date.filter(|date| *date <= as_of).map_or(StopAt::Never, StopAt::Day);
                dates.dates().iter().map(stop).collect()
            }
            Some(Stop::When(condition)) => {
                let answers = self.holds(world, condition, rows.to_vec());
                let stop = |answer| match answer {
                    Tri::Yes => StopAt::Somewhen,
                    Tri::Unknown => StopAt::Unknown,
                    Tri::No => StopAt::Never,
                };
                answers.into_iter().map(stop).collect()
            }
        }
    }
}

/// What becomes of a stage if its path has stopped: what was done in time stays so.
pub(super) fn stopped(verdict: &mut Verdict, stop: StopAt) {
    let owed = matches!(verdict.outcome, Outcome::Pending | Outcome::Overdue | Outcome::Undetermined);
    let late = verdict.outcome == Outcome::MetLate;
    match stop {
        StopAt::Never => {}
        StopAt::Day(stop) => {
            let before_due = verdict.due.is_none_or(|due| stop <= due.number());
            if (owed || late) && before_due {
                discharge(verdict, Reason::Stopped);
            } else if verdict.outcome == Outcome::Overdue {
                // It was owed and not done; from then on it is not owed any more.
                verdict.days_late = verdict.due.map(|due| i64::from(stop - due.number()));
                lapse(verdict);
            }
        }
        StopAt::Somewhen if owed => discharge(verdict, Reason::Stopped),
        StopAt::Unknown if verdict.outcome == Outcome::Overdue => {
            undetermined(verdict, Reason::MissingField);
            verdict.way_out = Some(Phrase::Complete(Vec::new()));
        }
        StopAt::Somewhen | StopAt::Unknown => {}
    }
}
