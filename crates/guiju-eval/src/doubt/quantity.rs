//! What strays could change in a count.

use guiju_compiler::{
    RecordId, Type,
    hir::{Amount, Measure, Quantity, Rule, Window},
};
use rust_decimal::Decimal;

use super::{claims, doubt, members::Named};
use crate::{
    EvalError,
    verdict::{Outcome, Phrase, Reason, Verdict},
    world::World,
};

pub(super) fn cast<'a>(
    world: &World<'a>,
    rule: &'a Rule,
    quantity: &'a Quantity,
    verdicts: &mut [Verdict],
) -> Result<(), EvalError> {
    let subjects = world.named_subjects(rule, quantity.counted.member.iter().map(Option::as_ref))?;
    let value = if let Measure::Distinct(value) = &quantity.measure { Some(value) } else { None };
    let strays = world.strays(&quantity.counted, &subjects, value);
    let unread = world.unread_members(rule, &subjects);
    let lost: Vec<(RecordId, u32)> = quantity.bound.amounts().into_iter().flat_map(|a| of_register(world, a)).collect();
    let named = Named::new(world, rule, &subjects);
    // A set may hold any number of values.
    let unlimited = value.is_some_and(|v| matches!(v.ty, Type::CodeSet(_) | Type::RefSet(_) | Type::TextSet));
    for verdict in verdicts.iter_mut().filter(|v| claims(v)) {
        let Some(subject) = named.get(&verdict.subject) else { continue };
        if !lost.is_empty() || !unread[subject].is_empty() {
            doubt(world, verdict, if lost.is_empty() { &unread[subject] } else { &lost });
            continue;
        }
        // Compared with the window before, a verdict hangs on that one's records too.
        let window = verdict.window.filter(|_| quantity.bound.of_before().is_none());
        let found = strays.of(u32::try_from(subject).unwrap_or(u32::MAX), window);
        let more = if unlimited { Decimal::MAX } else { Decimal::from(found.len()) };
        let shown = Shown::new(quantity, verdict);
        if !found.is_empty() && shown.may_change(quantity, verdict, more) {
            if let (Shown { low: Some(low), high: Some(high) }, false) = (&shown, unlimited) {
                verdict.actual = Phrase::Between(*low, high + more);
            }
            doubt(world, verdict, &found);
        }
    }
    Ok(())
}

/// The members of which a share is asked and whose number cannot be told.
fn of_register(world: &World<'_>, amount: &Amount) -> Vec<(RecordId, u32)> {
    match amount {
        Amount::PercentOf(_, register) => {
            let members = world.program.registers[register.0].members;
            let set = world.members(members, Some(*register));
            let mut lost = world.lost_members(members, Some(*register));
            lost.extend(world.unread_memberships(&set, Some(*register)));
            lost
        }
        Amount::Choice(_, options) => options.iter().flat_map(|option| of_register(world, option)).collect(),
        Amount::Value(_) | Amount::OfBefore(_) => Vec::new(),
    }
}

/// The least and the greatest count that a verdict shows, where it does.
struct Shown {
    low: Option<Decimal>,
    high: Option<Decimal>,
}

impl Shown {
    fn new(quantity: &Quantity, verdict: &Verdict) -> Self {
        let counting = matches!(quantity.measure, Measure::Count | Measure::Distinct(_));
        // A rolling window shows what certainly counts.
        let rolling = matches!(quantity.window, Window::Rolling { .. });
        let (low, high) = match &verdict.actual {
            Phrase::Number(n) => (Some(*n), Some(*n).filter(|_| !rolling)),
            Phrase::Between(low, high) => (Some(*low), Some(*high)),
            _ => (None, None),
        };
        Self { low: low.filter(|_| counting), high: high.filter(|_| counting) }
    }

    /// Whether so many more that may count could change a verdict.
    fn may_change(&self, quantity: &Quantity, verdict: &Verdict, more: Decimal) -> bool {
        let counting = matches!(quantity.measure, Measure::Count | Measure::Distinct(_));
        let (least, most) = match verdict.expected {
            Phrase::AtLeast(n) => (Some(n), None),
            Phrase::AtMost(n) => (None, Some(n)),
            Phrase::Exactly(n) => (Some(n), Some(n)),
            Phrase::Range(low, high) => (Some(low), Some(high)),
            // At most so far apart: one more between two neighbours can only bring them nearer.
            Phrase::AtMostApart(_) => (Some(Decimal::MAX), None),
            _ => return verdict.outcome != Outcome::NotApplicable || verdict.reason == Some(Reason::NoDenominator),
        };
        let most_counted = self.high.map(|high| high.saturating_add(more));
        match verdict.outcome {
            Outcome::Met if counting => most.is_some_and(|most| most_counted.is_none_or(|counted| counted > most)),
            Outcome::NotApplicable => verdict.reason == Some(Reason::NoDenominator),
            _ if !counting => true,
            _ => {
                let too_many = most.zip(self.low).is_some_and(|(most, low)| low > most);
                let too_few = least.zip(most_counted).is_some_and(|(least, counted)| counted < least);
                !too_many && !too_few
            }
        }
    }
}
