//! A verdict, as far as the oracle and the engine must agree on it.

use std::{collections::BTreeSet, fmt};

use crate::{
    records::Record,
    time::{Date, Stretch},
    value::{Doubt, Truth},
    world::World,
};

/// One verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) rule: String,
    pub(crate) subject: String,
    pub(crate) window: Option<Stretch>,
    pub(crate) outcome: &'static str,
    /// The reasons that may be given; none: no reason.
    pub(crate) reasons: BTreeSet<&'static str>,
    pub(crate) due: Option<Date>,
    pub(crate) done: Option<Date>,
    pub(crate) late: Option<i64>,
    /// The records that decide, as `kind:key`.
    pub(crate) evidence: BTreeSet<String>,
    /// Reasons for which the engine may leave the verdict undetermined all the same.
    pub(crate) or_doubt: Doubt,
    /// Whether the window shown is not held against the engine's.
    pub(crate) any_window: bool,
    /// Whether the evidence is not.
    pub(crate) any_evidence: bool,
    /// Whether the day it was done is not.
    pub(crate) any_done: bool,
}

impl Told {
    pub(crate) fn new(rule: &str, subject: &str, window: Option<Stretch>) -> Self {
        Self {
            rule: rule.to_owned(),
            subject: subject.to_owned(),
            window,
            outcome: "met",
            reasons: BTreeSet::new(),
            due: None,
            done: None,
            late: None,
            evidence: BTreeSet::new(),
            or_doubt: Doubt::default(),
            any_window: false,
            any_evidence: false,
            any_done: false,
        }
    }

    pub(crate) fn is(self, outcome: &'static str) -> Self {
        Self { outcome, reasons: BTreeSet::new(), ..self }
    }

    pub(crate) fn because(self, outcome: &'static str, reason: &'static str) -> Self {
        Self { outcome, reasons: [reason].into(), ..self }
    }

    pub(crate) fn doubted(self, doubt: Doubt) -> Self {
        let reasons = doubt.reasons();
        assert!(!reasons.is_empty(), "a doubt about nothing: {self}");
        Self { outcome: "undetermined", reasons, ..self }
    }

    /// Whether an engine's verdict is of the same thing.
    pub(crate) fn is_of(&self, engine: &Self) -> bool {
        self.rule == engine.rule && self.subject == engine.subject && (self.any_window || self.window == engine.window)
    }

    /// Whether an engine's verdict is this one: its reason among those that may be given, all else alike.
    pub(crate) fn agrees(&self, engine: &Self) -> bool {
        let gives = |reasons: &BTreeSet<&'static str>| {
            if engine.reasons.is_empty() {
                reasons.is_empty() || reasons.contains("")
            } else {
                !reasons.is_disjoint(&engine.reasons)
            }
        };
        if engine.outcome == "undetermined" && self.outcome != "undetermined" && self.or_doubt != Doubt::default() {
            return gives(&self.or_doubt.reasons());
        }
        self.outcome == engine.outcome
            && gives(&self.reasons)
            && self.due == engine.due
            && (self.any_done || (self.done, self.late) == (engine.done, engine.late))
            && (self.any_evidence || engine.reasons.contains("illegible") || self.evidence == engine.evidence)
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} | {}", self.rule, self.subject)?;
        if let Some(window) = self.window {
            write!(f, " | {}..{}", window.from, window.to)?;
        }
        write!(f, " | {}", self.outcome)?;
        if !self.reasons.is_empty() {
            write!(f, " {}", self.reasons.iter().copied().collect::<Vec<_>>().join("/"))?;
        }
        for (word, day) in [("due", self.due), ("done", self.done)] {
            if let Some(day) = day {
                write!(f, " | {word} {day}")?;
            }
        }
        if let Some(late) = self.late {
            write!(f, " | late {late}")?;
        }
        if !self.evidence.is_empty() {
            write!(f, " | {}", self.evidence.iter().cloned().collect::<Vec<_>>().join(" "))?;
        }
        Ok(())
    }
}

/// Whether a rule judged before says this of a record.
pub(crate) fn quoted(world: &World<'_>, rule: &str, word: &str, own: &Record) -> Truth {
    let told = world.told.borrow();
    let row = told.iter().find(|told| told.rule == rule && told.subject == own.key);
    let says = |outcome: &str| match word {
        "breached" => matches!(outcome, "overdue" | "violated" | "met_late"),
        word => outcome == word.replace(' ', "_"),
    };
    Truth::of(row.is_some_and(|told| says(told.outcome)))
}
