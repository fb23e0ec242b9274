//! What a measure may still come to: an interval of exact ratios, and how a bound judges it.

use std::{cmp::Ordering, collections::HashMap};

use guiju_calendar::Window;
use guiju_compiler::hir::{Amount, Bound, Expr, ExprKind, Program, RegisterId, Value};

use crate::{
    expression::{SCALE, decimal, scaled},
    frame::Frame,
    kernel::one_day,
    values::Tri,
    verdict::{Phrase, Reason},
    world::World,
};

/// An exact number: `num / den`, `den` positive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio {
    pub(crate) num: i128,
    pub(crate) den: i128,
}

impl Ratio {
    pub(crate) const fn whole(n: i128) -> Self {
        Self { num: n, den: 1 }
    }

    fn cmp(self, other: Self) -> Ordering {
        match (self.num.checked_mul(other.den), other.num.checked_mul(self.den)) {
            (Some(a), Some(b)) => a.cmp(&b),
            // Out of range only for sums near 10^32; the quotient decides there.
            _ => (self.num / self.den).cmp(&(other.num / other.den)),
        }
    }
}

/// The least and the greatest value a measure may still come to; `None`: no limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Interval {
    pub(crate) low: Option<Ratio>,
    pub(crate) high: Option<Ratio>,
}

/// How a bound judges an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// Every value is within.
    Within,
    /// No value is within.
    Outside,
    /// Some are.
    Open,
}

/// A bound with its numbers, scaled; `None`: not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) low: Option<i128>,
    pub(crate) high: Option<i128>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    AtLeast,
    AtMost,
    Exactly,
    Between,
}

impl Limits {
    /// Judges what a measure may still come to.
    pub(crate) fn judge(self, value: Interval) -> Judgement {
        let low = self.low.map(|n| Ratio { num: n, den: SCALE });
        let high = self.high.map(|n| Ratio { num: n, den: SCALE });
        let below =
            |a: Option<Ratio>, b: Option<Ratio>| matches!((a, b), (Some(a), Some(b)) if a.cmp(b) == Ordering::Less);
        if below(value.high, low) || below(high, value.low) {
            return Judgement::Outside;
        }
        let above_low = low.is_none() || value.low.is_some_and(|v| !below(Some(v), low));
        let below_high = high.is_none() || value.high.is_some_and(|v| !below(high, Some(v)));
        if above_low && below_high { Judgement::Within } else { Judgement::Open }
    }

    /// Whether more can only help.
    pub(crate) fn is_at_least(self) -> bool {
        self.kind == Kind::AtLeast
    }

    /// What the rule asks, in words.
    pub(crate) fn phrase(self, percent: bool) -> Phrase {
        let low = decimal(self.low.unwrap_or(0));
        let high = decimal(self.high.unwrap_or(0));
        match (self.kind, percent) {
            (Kind::AtLeast, false) => Phrase::AtLeast(low),
            (Kind::AtMost, false) => Phrase::AtMost(high),
            (Kind::Exactly, false) => Phrase::Exactly(low),
            (Kind::Between, false) => Phrase::Range(low, high),
            (Kind::AtLeast, true) => Phrase::AtLeastPercent(low),
            (Kind::AtMost, true) => Phrase::AtMostPercent(high),
            (Kind::Exactly, true) => Phrase::ExactlyPercent(low),
            (Kind::Between, true) => Phrase::RangePercent(low, high),
        }
    }
}

/// The bound of each row of a frame.
pub(crate) struct Bounds {
    limits: Vec<Option<Limits>>,
    /// The garbled text, where the source's number cannot be read.
    pub(crate) unreadable: Option<String>,
    /// Whether it is a share of a register that has no members.
    pub(crate) of_nobody: bool,
    /// What to supply, of each row whose bound is not known because records of a measure may be missing.
    supply: HashMap<usize, Phrase>,
}

impl Bounds {
    pub(crate) fn get(&self, i: usize) -> Option<Limits> {
        self.limits.get(i).copied().flatten()
    }

    /// Why the bound of a row is not known, and what would settle it.
    pub(crate) fn doubt(&self, i: usize) -> (Reason, Phrase) {
        match (&self.unreadable, self.supply.get(&i)) {
            (Some(_), _) => (Reason::Unreadable, Phrase::ReadSource),
            (None, Some(supply)) => (Reason::DataHorizon, supply.clone()),
            (None, None) => (Reason::MissingField, Phrase::Complete(Vec::new())),
        }
    }
}

impl<'a> World<'a> {
    /// Evaluates a bound for each row of a frame of subjects, as of the frame's dates.
    pub(crate) fn bounds(&self, bound: &'a Bound, frame: &Frame<'a>, window: Option<Window>) -> Bounds {
        let one = |amount: &'a Amount| self.amount(amount, frame, window);
        let (kind, low, high) = match bound {
            Bound::AtLeast(a) => (Kind::AtLeast, Some(one(a)), None),
            Bound::AtMost(a) => (Kind::AtMost, None, Some(one(a))),
            Bound::Exactly(a) => (Kind::Exactly, Some(one(a)), None),
            Bound::Between(a, b) => (Kind::Between, Some(one(a)), Some(one(b))),
        };
        let limits = (0..frame.len).map(|i| {
            let at = |side: &Option<Vec<Option<i128>>>| match side {
                Some(values) => values.get(i).copied().flatten().map(Some),
                None => Some(None),
            };
            let (low, high) = (at(&low)?, at(&high)?);
            let high = if kind == Kind::Exactly { low } else { high };
            Some(Limits { low, high, kind })
        });
        let amounts: Vec<&Amount> = match bound {
            Bound::AtLeast(a) | Bound::AtMost(a) | Bound::Exactly(a) => vec![a],
            Bound::Between(a, b) => vec![a, b],
        };
        let of_nobody = amounts.iter().any(|a| match a {
            Amount::Value(_) => false,
            Amount::PercentOf(_, register) => self.size(*register, window) == Some(0),
        });
        let exprs: Vec<&'a Expr> = amounts.iter().flat_map(|amount| amount.exprs()).collect();
        let unreadable = exprs.iter().find_map(|expr| unreadable(expr, self.program));
        let limits: Vec<Option<Limits>> = limits.collect();
        let unknown = (0..frame.len).filter(|i| limits.get(*i).is_none_or(Option::is_none));
        let supply =
            unknown.filter_map(|i| Some((i, self.missing_records(exprs.iter().copied(), &frame.select(&[i]))?)));
        Bounds { supply: supply.collect(), limits, unreadable, of_nobody }
    }

    fn amount(&self, amount: &'a Amount, frame: &Frame<'a>, window: Option<Window>) -> Vec<Option<i128>> {
        match amount {
            Amount::Value(expr) => self.eval(expr, frame).numbers().to_vec(),
            Amount::PercentOf(percent, register) => {
                let size = self.size(*register, window);
                // A share of persons or places is rounded up: 20% of 11 files are 3.
                let need = size.and_then(|n| Some(ceil_percent(scaled(*percent)?, n)));
                vec![need.map(|n| n * SCALE); frame.len]
            }
        }
    }

    /// How many members of a register count in a window; `None` where a membership is not known.
    fn size(&self, register: RegisterId, window: Option<Window>) -> Option<i128> {
        let ever = self.program.registers[register.0].ever_in_force;
        let set = self.members(self.program.registers[register.0].members, Some(register));
        let counts: Vec<bool> = set.force.iter().map(|force| self.counts_in(*force, window, ever)).collect();
        let unknown = set.belongs.iter().zip(&counts).any(|(belongs, counts)| *counts && *belongs == Tri::Unknown);
        (!unknown).then(|| counts.iter().filter(|counts| **counts).count() as i128)
    }

    /// Whether a membership counts in a window: throughout it, or at some time of it; without a window, at the as-of date.
    pub(crate) fn counts_in(&self, force: (Option<i32>, Option<i32>), window: Option<Window>, ever: bool) -> bool {
        let window = window.unwrap_or_else(|| one_day(self.as_of()));
        let (first, last) = if ever { (window.to, window.from) } else { (window.from, window.to) };
        force.0.is_none_or(|from| from <= first.number()) && force.1.is_none_or(|until| last.number() <= until)
    }
}

/// The least whole number that is at least so many percent (scaled) of `n`.
pub(crate) fn ceil_percent(percent: i128, n: i128) -> i128 {
    let product = percent * n;
    let unit = 100 * SCALE;
    product / unit + i128::from(product % unit > 0)
}

/// The garbled text an expression rests on, if any.
pub(crate) fn unreadable(expr: &Expr, program: &Program) -> Option<String> {
    let mut found = None;
    let mut look = |value: &Value| {
        if let Value::Unreadable(text) = value {
            found.get_or_insert_with(|| text.clone());
        }
    };
    expr.walk(&mut |e| match &e.kind {
        ExprKind::Const(value) => look(value),
        ExprKind::Param(id) => program.params[id.0].values.iter().for_each(|(_, value)| look(value)),
        ExprKind::Lookup { table, column, .. } => {
            program.tables[table.0].rows.iter().filter_map(|r| r.cells.get(*column)).for_each(&mut look);
        }
        _ => {}
    });
    found
}
