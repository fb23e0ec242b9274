//! `every rolling N`: every stretch of that length, one after the other; one verdict a member.

use crate::{
    bound::{Hull, measure},
    condition::Scope,
    members::Subject,
    quantity::{Length, Quantity, evidenced, perhaps},
    records::Record,
    rule::Common,
    time::{Date, Span, Stretch, Unit, moved, plus},
    told::Told,
    value::{Doubt, ONE, Truth, Value},
    world::World,
};

impl Length {
    /// How long it is for a subject.
    pub(crate) fn of(&self, scope: &Scope<'_>) -> Result<Span, Doubt> {
        match self {
            Self::Span(span) => Ok(*span),
            Self::Days(member, field) => match scope.path(&crate::condition::Path::of(member, &[field])) {
                Value::Number(n) => Ok(Span { n: u32::try_from(n / ONE).unwrap(), unit: Unit::Days }),
                Value::Unknown(doubt) => Err(doubt),
                other => panic!("{other:?} is no number"),
            },
        }
    }
}

/// The stretch of a length that begins on a day.
fn beginning(first: Date, length: Span) -> Stretch {
    Stretch::new(first, plus(moved(first, length, false), -1))
}

pub(crate) fn judge(
    rule: &Quantity,
    world: &World<'_>,
    common: &Common,
    subject: &Subject,
    length: &Length,
) -> Option<Told> {
    let as_of = world.case.as_of;
    let force = common.of(world.case, subject)?;
    let data = world.complete(rule.kind);
    let told = Told { any_window: true, ..Told::new(&common.name, &subject.key, None) };
    let ends = data.iter().map(|stretch| stretch.from).min().zip(data.iter().map(|stretch| stretch.to).max());
    // What lies outside the data says nothing; of what no file is supplied, nothing is known.
    if ends.is_some_and(|(first, last)| force.from > last.min(as_of) || force.to < first || first > as_of) {
        return None;
    }
    let scope = subject.scope(world);
    let length = match length.of(&scope) {
        Ok(length) => length,
        Err(doubt) => return Some(perhaps(told.doubted(doubt), subject)),
    };
    let Some((first, last)) = ends else {
        let told = Told { any_window: false, ..told.because("undetermined", "data_horizon") };
        return Some(Told { or_doubt: Doubt::MISSING, ..perhaps(told, subject) });
    };
    let from = force.from.max(first);
    let whole = Stretch::new(from, force.to.min(last).min(as_of));
    let allowed = match rule.bound.allowed(&scope, whole) {
        Ok(Some(allowed)) => allowed,
        Ok(None) => return None,
        Err(doubt) => return Some(perhaps(told.doubted(doubt), subject)),
    };
    let one = beginning(from, length);
    if one.to > whole.to {
        let told = Told { window: Some(one), ..told };
        let told = if force.to < one.to {
            told.because("not_applicable", "partial")
        } else if as_of <= one.to {
            told.is("pending")
        } else {
            told.because("undetermined", "data_horizon")
        };
        return Some(perhaps(told, subject));
    }
    let counted = rule.counted(world, subject);
    let mut doubt: Option<Doubt> = None;
    let mut day = from;
    while beginning(day, length).to <= whole.to {
        let window = beginning(day, length);
        let inside: Vec<(&Record, Truth)> = counted
            .iter()
            .filter(|(_, day, _)| day.is_some_and(|day| window.holds(day)))
            .map(|(record, _, truth)| (*record, *truth))
            .collect();
        let complete = world.covers(rule.kind, window);
        let mut measured = measure(&scope, &rule.measure, &inside);
        if !complete {
            measured = measured.with_more(&rule.measure);
        }
        let hull: Hull = measured.hull?;
        match allowed.judge(hull) {
            Some(true) => {}
            Some(false) => {
                // Of too many, the engine shows the window that begins with the first of them.
                let too_many = !matches!(rule.bound, crate::bound::Bound::AtLeast(_));
                let told = Told {
                    window: Some(window),
                    any_window: too_many,
                    any_evidence: too_many || rule.measure != crate::bound::Measure::Count,
                    ..told
                }
                .is("violated");
                let told = evidenced(perhaps(told, subject), &inside, world);
                return Some(Told { any_window: told.any_window || told.outcome != "violated", ..told });
            }
            None => {
                let horizon = if complete { Doubt::default() } else { Doubt::HORIZON };
                doubt = Some(doubt.unwrap_or_default().with(measured.doubt).with(horizon));
            }
        }
        day = plus(day, 1);
    }
    let told = match doubt {
        Some(doubt) => told.doubted(doubt),
        None => Told { window: Some(whole), any_window: false, ..told }.is("met"),
    };
    Some(Told { any_evidence: true, ..perhaps(told, subject) })
}
