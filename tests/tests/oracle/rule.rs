//! What every rule says, whatever its head.

use crate::{
    case::Case,
    check::Check,
    coverage::Coverage,
    deadline::Deadline,
    members::Subject,
    quantity::Quantity,
    time::{Counting, Date, Family, Stretch, plus},
    told::Told,
    world::World,
};

/// What every rule may say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Common {
    pub(crate) name: String,
    /// Its own days in force.
    pub(crate) effective: Option<(Date, Option<Date>)>,
    pub(crate) full: bool,
    pub(crate) counting: Option<Counting>,
}

/// One of the heads.
#[expect(clippy::large_enum_variant, reason = "a case has three rules at most")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Head {
    Quantity(Quantity),
    Coverage(Coverage),
    Deadline(Deadline),
    Check(Check),
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) common: Common,
    pub(crate) head: Head,
}

pub(crate) fn effective_text(effective: Option<(Date, Option<Date>)>) -> String {
    effective.map_or(String::new(), |(from, until)| {
        let until = until.map_or("open".to_owned(), |until| until.to_string());
        format!("  effective from {from} until {until}\n")
    })
}

impl Rule {
    pub(crate) fn text(&self) -> String {
        let (word, body) = match &self.head {
            Head::Quantity(quantity) => ("quantity", quantity.text()),
            Head::Coverage(coverage) => ("coverage", coverage.text()),
            Head::Deadline(deadline) => ("deadline", deadline.text()),
            Head::Check(check) => ("check", check.text()),
        };
        let common = &self.common;
        let full = if common.full { "  partial full\n" } else { "" };
        let counting = common.counting.map_or(String::new(), |counting| format!("  counting {}\n", counting.text()));
        let effective = effective_text(common.effective);
        format!("{word} {} \"{0}\" {{\n  cite 1\n{effective}{full}{counting}{body}}}\n", common.name)
    }

    pub(crate) fn judge(&self, world: &World<'_>) -> Vec<Told> {
        match &self.head {
            Head::Quantity(quantity) => quantity.judge(world, &self.common),
            Head::Coverage(coverage) => coverage.judge(world, &self.common),
            Head::Deadline(deadline) => deadline.judge(world, &self.common),
            Head::Check(check) => check.judge(world, &self.common),
        }
    }
}

impl Common {
    /// The days on which both it and the policy are in force.
    pub(crate) fn force(&self, case: &Case) -> Option<Stretch> {
        let (mut from, mut to) = (Date::MIN, Date::MAX);
        for (first, last) in [case.effective, self.effective].into_iter().flatten() {
            (from, to) = (from.max(first), to.min(last.unwrap_or(Date::MAX)));
        }
        (from <= to).then(|| Stretch::new(from, to))
    }

    /// The days on which it binds a subject.
    pub(crate) fn of(&self, case: &Case, subject: &Subject) -> Option<Stretch> {
        let force = self.force(case)?;
        let from = force.from.max(subject.from.unwrap_or(Date::MIN));
        let to = force.to.min(subject.until.unwrap_or(Date::MAX));
        (from <= to).then(|| Stretch::new(from, to))
    }

    /// Whether a window of a member's own is judged: wholly inside what is asked for.
    pub(crate) fn asks(case: &Case, window: Stretch) -> bool {
        case.from.is_none_or(|from| from <= window.from) && case.to.is_none_or(|to| window.to <= to)
    }

    /// The calendar windows to judge: those asked for, or from the first day of the data through the as-of date.
    pub(crate) fn windows(&self, world: &World<'_>, kind: &str, family: Family) -> Vec<Stretch> {
        let case = world.case;
        let data = world.complete(kind).iter().map(|stretch| stretch.from).min();
        let Some(from) = case.from.or(data) else { return Vec::new() };
        let to = case.to.unwrap_or(case.as_of);
        if from > to {
            return Vec::new();
        }
        let mut windows = Vec::new();
        let mut next = family.around(from);
        while next.from <= to {
            windows.push(next);
            next = family.around(plus(next.to, 1));
        }
        windows.retain(|window| {
            case.from.is_none_or(|from| from <= window.from) && case.to.is_none_or(|to| window.to <= to)
        });
        windows
    }
}
