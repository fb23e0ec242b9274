//! How much is asked: a bound with its numbers, and how it judges what a measure may still come to.

use std::{cmp::Ordering, collections::BTreeMap};

use guiju_calendar::Window;
use guiju_compiler::hir::{Amount, Bound, Expr, ExprKind, Program, RegisterId, Value};
use guiju_syntax::ast::Choice;

use crate::{
    expression::{SCALE, decimal, scaled},
    frame::Frame,
    interval::{Interval, Judgement, Ratio},
    kernel::one_day,
    partial::Part,
    values::Tri,
    verdict::{Phrase, Reason},
    world::World,
};

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
    Fewer,
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
        // `fewer than` leaves its own number out.
        let exceeds = |value: Option<Ratio>| match self.kind {
            Kind::Fewer => value.is_some() && !below(value, high),
            _ => below(high, value),
        };
        if below(value.high, low) || exceeds(value.low) {
            return Judgement::Outside;
        }
        let above_low = low.is_none() || value.low.is_some_and(|v| !below(Some(v), low));
        let below_high = high.is_none() || value.high.is_some() && !exceeds(value.high);
        if above_low && below_high { Judgement::Within } else { Judgement::Open }
    }

    /// Whether more can only help.
    pub(crate) fn is_at_least(self) -> bool {
        self.kind == Kind::AtLeast
    }

    /// A bound that asks for a percentage (scaled) of what there was before; whole where records are counted.
    pub(crate) fn of_before(bound: &Bound, percent: i128, before: Ratio, whole: bool) -> Self {
        let unit = if whole { SCALE } else { 1 };
        // The share of the number before, in the unit, rounded the way that asks the same of numbers in that unit.
        let (num, den) = (percent.saturating_mul(before.num), 100 * before.den * unit);
        let down = num.div_euclid(den) * unit;
        let up = down + if num.rem_euclid(den) > 0 { unit } else { 0 };
        match bound {
            Bound::AtMost(_) => Self { low: None, high: Some(down), kind: Kind::AtMost },
            Bound::Fewer(_) => Self { low: None, high: Some(up), kind: Kind::Fewer },
            _ => Self { low: Some(up), high: None, kind: Kind::AtLeast },
        }
    }

    /// What is asked of gaps.
    pub(crate) fn per_gap(self) -> Option<PerGap> {
        let whole = |n: i128| usize::try_from(n.max(0)).ok();
        let (low, high) = (self.low.unwrap_or(0), self.high.unwrap_or(0));
        Some(match self.kind {
            Kind::AtLeast => PerGap::AtLeast(whole((low + SCALE - 1).div_euclid(SCALE))?),
            Kind::AtMost => PerGap::AtMost(whole(high.div_euclid(SCALE))?),
            Kind::Fewer => PerGap::AtMost(whole((high - 1).div_euclid(SCALE))?),
            // Two demands at once; the compiler refuses them.
            Kind::Exactly | Kind::Between => return None,
        })
    }

    /// The bound of a window in force in part.
    pub(crate) fn prorated(self, part: Part) -> Self {
        Self { low: self.low.map(|n| part.take(n)), high: self.high.map(|n| part.take(n)), ..self }
    }

    /// What the rule asks, in words.
    pub(crate) fn phrase(self, percent: bool) -> Phrase {
        let low = decimal(self.low.unwrap_or(0));
        let high = decimal(self.high.unwrap_or(0));
        match (self.kind, percent) {
            (Kind::AtLeast, false) => Phrase::AtLeast(low),
            (Kind::AtMost, false) => Phrase::AtMost(high),
            (Kind::Fewer, false) => Phrase::Fewer(high),
            (Kind::Exactly, false) => Phrase::Exactly(low),
            (Kind::Between, false) => Phrase::Range(low, high),
            (Kind::AtLeast, true) => Phrase::AtLeastPercent(low),
            (Kind::AtMost, true) => Phrase::AtMostPercent(high),
            (Kind::Fewer, true) => Phrase::FewerPercent(high),
            (Kind::Exactly, true) => Phrase::ExactlyPercent(low),
            (Kind::Between, true) => Phrase::RangePercent(low, high),
        }
    }
}

/// What is asked of the records within a length of one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PerGap {
    /// So many in every such stretch.
    AtLeast(usize),
    /// No more than so many in any.
    AtMost(usize),
}

/// One end of a bound for each row of a frame.
struct Side {
    /// Scaled; `None`: not known.
    numbers: Vec<Option<i128>>,
    /// Whether it is a share of a register that has no members; empty where it is no share.
    of_nobody: Vec<bool>,
}

/// The bound of each row of a frame.
pub(crate) struct Bounds {
    limits: Vec<Option<Limits>>,
    /// The garbled text, where the source's number cannot be read.
    unreadable: Option<String>,
    /// Whether it is a share of a register that has no members, by row.
    of_nobody: Vec<bool>,
    /// What to supply, of each row whose bound is not known because records of a measure may be missing.
    supply: BTreeMap<usize, Phrase>,
}

impl Bounds {
    pub(crate) fn get(&self, i: usize) -> Option<Limits> {
        self.limits.get(i).copied().flatten()
    }

    pub(crate) fn of_nobody(&self, i: usize) -> bool {
        self.of_nobody.get(i).copied().unwrap_or_default()
    }

    /// What is asked, in words.
    pub(crate) fn phrase(&self, i: usize, percent: bool) -> Phrase {
        match (self.get(i), &self.unreadable) {
            (Some(limits), _) => limits.phrase(percent),
            (None, Some(text)) => Phrase::Unreadable(text.clone()),
            (None, None) => Phrase::Nothing,
        }
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
    /// Evaluates a bound for each row of a frame of subjects, as of the frame's dates; each row has a window or none.
    pub(crate) fn bounds(&self, bound: &'a Bound, frame: &Frame<'a>, windows: &[Option<Window>]) -> Bounds {
        let amounts = bound.amounts();
        let sides: Vec<Side> = amounts.iter().map(|amount| self.amount(amount, frame, windows)).collect();
        let kind = match bound {
            Bound::AtLeast(_) => Kind::AtLeast,
            Bound::AtMost(_) => Kind::AtMost,
            Bound::Fewer(_) => Kind::Fewer,
            Bound::Exactly(_) => Kind::Exactly,
            Bound::Between(..) => Kind::Between,
        };
        let limits = (0..frame.len).map(|i| {
            let mut numbers = sides.iter().map(|side| side.numbers.get(i).copied().flatten());
            let first = numbers.next()??;
            let (low, high) = match kind {
                Kind::AtLeast => (Some(first), None),
                Kind::AtMost | Kind::Fewer => (None, Some(first)),
                Kind::Exactly => (Some(first), Some(first)),
                Kind::Between => (Some(first), Some(numbers.next()??)),
            };
            Some(Limits { low, high, kind })
        });
        let of_nobody = |i: usize| sides.iter().any(|side| side.of_nobody.get(i).copied().unwrap_or_default());
        let limits: Vec<Option<Limits>> = limits.collect();
        let exprs: Vec<&'a Expr> = amounts.iter().flat_map(|amount| amount.exprs()).collect();
        let unreadable = exprs.iter().find_map(|expr| unreadable(expr, self.program));
        let unknown = (0..frame.len).filter(|i| limits.get(*i).is_none_or(Option::is_none));
        let supply =
            unknown.filter_map(|i| Some((i, self.missing_records(exprs.iter().copied(), &frame.select(&[i]))?)));
        Bounds { supply: supply.collect(), limits, unreadable, of_nobody: (0..frame.len).map(of_nobody).collect() }
    }

    fn amount(&self, amount: &'a Amount, frame: &Frame<'a>, windows: &[Option<Window>]) -> Side {
        match amount {
            Amount::Value(expr) => Side { numbers: self.eval(expr, frame).numbers().to_vec(), of_nobody: Vec::new() },
            // Settled when the window before is.
            Amount::OfBefore(_) => Side { numbers: vec![None; frame.len], of_nobody: Vec::new() },
            Amount::PercentOf(percent, register) => {
                let sizes = self.sizes(*register, frame.len, windows);
                // A share of persons or places is rounded up: 20% of 11 files are 3.
                let need = |size: i128| Some(ceil_percent(scaled(*percent)?, size) * SCALE);
                Side {
                    numbers: sizes.iter().map(|size| size.and_then(need)).collect(),
                    of_nobody: sizes.iter().map(|size| *size == Some(0)).collect(),
                }
            }
            Amount::Choice(which, options) => {
                let sides: Vec<Side> = options.iter().map(|option| self.amount(option, frame, windows)).collect();
                // Which is the greater cannot be told where one is not known.
                let of_row = |i: usize| {
                    let numbers: Option<Vec<i128>> =
                        sides.iter().map(|side| side.numbers.get(i).copied().flatten()).collect();
                    if *which == Choice::Greater { numbers?.into_iter().max() } else { numbers?.into_iter().min() }
                };
                Side { numbers: (0..frame.len).map(of_row).collect(), of_nobody: Vec::new() }
            }
        }
    }

    /// How many members of a register count in each window; `None` where a membership is not known.
    fn sizes(&self, register: RegisterId, len: usize, windows: &[Option<Window>]) -> Vec<Option<i128>> {
        let ever = self.program.registers[register.0].ever_in_force;
        let set = self.members(self.program.registers[register.0].members, Some(register));
        let size = |window: Option<Window>| {
            let counts: Vec<bool> = set.force.iter().map(|force| self.counts_in(*force, window, ever)).collect();
            let unknown = set.belongs.iter().zip(&counts).any(|(belongs, counts)| *counts && *belongs == Tri::Unknown);
            (!unknown).then(|| counts.iter().filter(|counts| **counts).count() as i128)
        };
        // Most rows have the same window.
        let mut known: BTreeMap<Option<(i32, i32)>, Option<i128>> = BTreeMap::new();
        (0..len)
            .map(|i| {
                let window = windows.get(i).copied().flatten();
                let key = window.map(|w| (w.from.number(), w.to.number()));
                *known.entry(key).or_insert_with(|| size(window))
            })
            .collect()
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
