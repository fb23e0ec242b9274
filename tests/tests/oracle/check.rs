//! `check`: each record satisfies, or no such record exists.

use crate::{
    condition::{Condition, Scope},
    records::Record,
    rule::Common,
    time::{Date, Stretch},
    told::Told,
    value::{Doubt, Truth},
    world::World,
};

/// Records under a rule: their kind, which of them, and which not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Each {
    pub(crate) kind: &'static str,
    pub(crate) filter: Option<Condition>,
    pub(crate) unless: Option<Condition>,
}

/// One of them.
pub(crate) struct Case<'a> {
    pub(crate) record: &'a Record,
    pub(crate) day: Option<Date>,
    /// Whether the rule is about it.
    pub(crate) fits: Truth,
    /// Whether its carve-out fits.
    pub(crate) excused: Truth,
}

impl Each {
    pub(crate) fn text(&self, word: &str) -> String {
        let filter = self.filter.as_ref().map_or(String::new(), |filter| format!(" where {}", filter.text()));
        let unless = self.unless.as_ref().map_or(String::new(), |unless| format!(" unless {}", unless.text()));
        format!("  {word} {}{filter}{unless};\n", self.kind)
    }

    /// The records of the days judged: those asked for, while the rule is in force.
    pub(crate) fn cases<'a>(&self, world: &'a World<'a>, common: &Common) -> Vec<Case<'a>> {
        let Some(force) = common.force(world.case) else { return Vec::new() };
        let case = world.case;
        let asked = |day: Date| case.from.is_none_or(|from| from <= day) && case.to.is_none_or(|to| day <= to);
        let one = |record: &'a Record| {
            let day = world.at(self.kind).and_then(|at| record.get(at).day());
            if day.is_some_and(|day| !force.holds(day) || !asked(day)) {
                return None;
            }
            let scope = Scope::new(world).own(record);
            let fits = self.filter.as_ref().map_or(Truth::Yes, |filter| scope.holds(filter));
            let excused = self.unless.as_ref().map_or(Truth::No, |unless| scope.holds(unless));
            fits.possible().then_some(Case { record, day, fits, excused })
        };
        world.records(self.kind).iter().filter_map(one).collect()
    }
}

impl Case<'_> {
    /// A verdict on it, to be settled.
    pub(crate) fn told(&self, common: &Common) -> Told {
        let window = self.day.map(|day| Stretch::new(day, day));
        Told { evidence: self.record.evidence(), ..Told::new(&common.name, &self.record.key, window) }
    }

    /// What is left of a verdict where it is not known whether the rule is about the record.
    pub(crate) fn perhaps(&self, mut told: Told) -> Told {
        // The engine marks the record, not the field: whatever is in doubt may be told as a conflict.
        if told.outcome == "undetermined" && self.record.conflicted() {
            told.reasons.insert("conflict");
        }
        if self.excused == Truth::Yes {
            // Perhaps the rule is not about it at all, but either way nothing is owed.
            return Told { due: None, done: None, late: None, ..told.because("not_applicable", "unless") };
        }
        let doubt = [self.fits, self.excused].into_iter().filter_map(Truth::doubt).reduce(Doubt::with);
        match doubt {
            Some(doubt) if told.outcome != "met" => {
                let mut reasons = told.reasons.clone();
                reasons.retain(|reason| ["missing_field", "conflict", "data_horizon"].contains(reason));
                let mut told = told.doubted(if self.record.conflicted() { doubt.with(Doubt::CONFLICT) } else { doubt });
                told.reasons.extend(reasons);
                Told { late: None, ..told }
            }
            _ => told,
        }
    }
}

/// Whether each record satisfies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Check {
    pub(crate) each: Each,
    /// What each must satisfy; none: no such record may be.
    pub(crate) must: Option<Condition>,
}

impl Check {
    pub(crate) fn text(&self) -> String {
        match &self.must {
            Some(must) => format!("{}  must {};\n", self.each.text("each"), must.text()),
            None => self.each.text("never each"),
        }
    }

    pub(crate) fn judge(&self, world: &World<'_>, common: &Common) -> Vec<Told> {
        let cases = self.each.cases(world, common);
        let Some(must) = &self.must else { return self.never(world, common, &cases) };
        let judge = |case: &Case<'_>| {
            let told = case.told(common);
            let told = match Scope::new(world).own(case.record).holds(must) {
                Truth::Yes => told.is("met"),
                Truth::No => told.is("violated"),
                Truth::Unknown(doubt) => told.doubted(doubt),
            };
            case.perhaps(told)
        };
        cases.iter().map(judge).collect()
    }

    /// Only offenders have a verdict; without any the whole office has one.
    fn never(&self, world: &World<'_>, common: &Common, cases: &[Case<'_>]) -> Vec<Told> {
        let offends = |case: &Case<'_>| case.fits.and(case.excused.not());
        let judge = |case: &Case<'_>| match offends(case) {
            Truth::No => None,
            Truth::Yes => Some(case.told(common).is("violated")),
            Truth::Unknown(doubt) => Some(case.told(common).doubted(doubt)),
        };
        let told: Vec<Told> = cases.iter().filter_map(judge).collect();
        if !told.is_empty() {
            return told;
        }
        let case = world.case;
        let Some(force) = common.force(case) else { return Vec::new() };
        if force.from > case.as_of {
            return Vec::new();
        }
        let data = world.complete(self.each.kind);
        let first = data.iter().map(|stretch| stretch.from).min();
        let dated = world.at(self.each.kind).is_some();
        let window = dated.then(|| {
            let from = case.from.or(first).unwrap_or(case.as_of).max(force.from);
            Stretch::new(from, case.to.unwrap_or(case.as_of).min(case.as_of).min(force.to))
        });
        if window.is_some_and(|window| window.from > window.to) {
            return Vec::new();
        }
        let told = Told { any_window: first.is_none(), ..Told::new(&common.name, "t", window) };
        let complete = match window {
            Some(window) => world.covers(self.each.kind, window),
            None => !data.is_empty(),
        };
        vec![if complete { told.is("met") } else { told.because("undetermined", "data_horizon") }]
    }
}
