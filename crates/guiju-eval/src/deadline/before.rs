//! Duties that must precede an event.

use guiju_calendar::{self as calendar, Roll, latest_before};

use super::{
    DeadlineKernel,
    duty::{Done, Duty, Own},
};
use crate::{
    EvalError,
    kernel::undetermined,
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::day,
};

impl<'a> DeadlineKernel<'a> {
    /// Duties that must precede an event.
    pub(super) fn judge_before(
        &self,
        verdict: &mut Verdict,
        duty: &Duty<'a>,
        done: &Done,
        event: Option<i32>,
        lead: Option<Option<calendar::Duration>>,
    ) -> Result<(), EvalError> {
        let as_of = self.base.as_of;
        let on = done.on.filter(|on| *on <= as_of);
        if let Some(on) = on {
            verdict.done = Some(day(on));
            verdict.actual = Phrase::DoneOn(day(on));
        } else {
            verdict.actual = done.on.map_or(Phrase::NotDone, |p| Phrase::PlannedFor(day(p)));
        }
        let Some(event) = event else {
            // The event may never come. Without a lead, whatever is done already precedes it.
            verdict.outcome = if on.is_some() && lead.is_none() { Outcome::Met } else { Outcome::Pending };
            return Ok(());
        };
        let latest = match lead {
            None => day(event - 1),
            Some(Some(lead)) => {
                let latest = latest_before(self.clock.calendar, self.clock.profile, day(event), lead, Roll::None)?;
                verdict.provisional = latest.provisional;
                latest.day
            }
            Some(None) => {
                undetermined(verdict, duty.doubt);
                verdict.way_out = Some(crate::check::settle(duty.doubt));
                return Ok(());
            }
        };
        verdict.expected = Phrase::BeforeBy { lead: lead.flatten(), event: day(event), latest };
        verdict.due = Some(latest);
        verdict.original_due = Some(latest);
        let latest = latest.number();
        match on {
            Some(on) if on <= latest => verdict.outcome = Outcome::Met,
            _ if done.maybe.is_some_and(|maybe| maybe <= latest) => undetermined(verdict, duty.doubt),
            Some(on) if matches!(duty.own, Own::Date(_)) || self.seen_through(duty, latest) => {
                verdict.outcome = Outcome::Violated;
                verdict.reason = Some(Reason::Lapsed);
                verdict.days_late = Some(i64::from(on - latest));
                verdict.way_out = Some(Phrase::NextTime);
            }
            None if as_of <= latest => {
                verdict.outcome = Outcome::Pending;
                verdict.way_out = Some(Phrase::DoBy(day(latest)));
            }
            // An earlier one that the records do not show would have been in time.
            _ if !self.seen_through(duty, latest) => {
                undetermined(verdict, Reason::DataHorizon);
                verdict.way_out = Some(Phrase::SupplyThrough(day(latest)));
            }
            _ => {
                verdict.outcome = Outcome::Violated;
                verdict.reason = Some(Reason::Lapsed);
                verdict.way_out = Some(Phrase::NextTime);
            }
        }
        Ok(())
    }
}
