//! Measures, the numbers they are held against, and what follows where either is not quite known.

use std::{cmp::Ordering, collections::BTreeSet};

use crate::{
    condition::{Path, Scope, Term},
    members::{Over, members},
    records::Record,
    time::Stretch,
    value::{Doubt, Micro, ONE, Truth, Value},
    world::World,
};

/// A number with both ends of the number line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Below,
    /// A ratio, its denominator positive.
    At(Micro, Micro),
    Above,
}

impl End {
    pub(crate) fn at(number: Micro) -> Self {
        Self::At(number, 1)
    }
}

impl PartialOrd for End {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for End {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::At(a, b), Self::At(c, d)) => (a * d).cmp(&(c * b)),
            (Self::Below, Self::Below) | (Self::Above, Self::Above) => Ordering::Equal,
            (Self::Below, _) | (_, Self::Above) => Ordering::Less,
            (_, Self::Below) | (Self::Above, _) => Ordering::Greater,
        }
    }
}

/// Between which two numbers something lies.
pub(crate) type Hull = (End, End);

/// What is counted or summed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Measure {
    Count,
    Distinct(Path),
    Total(&'static str),
    Mean(&'static str),
    Share(crate::condition::Condition),
}

impl Measure {
    pub(crate) fn text(&self, kind: &str, filter: &str) -> String {
        match self {
            Self::Count => format!("count {kind}{filter}"),
            Self::Distinct(path) => format!("count distinct {} of {kind}{filter}", path.text()),
            Self::Total(field) => format!("total {field} of {kind}{filter}"),
            Self::Mean(field) => format!("mean {field} of {kind}{filter}"),
            Self::Share(that) => format!("share of {kind}{filter} that {}", that.text()),
        }
    }

    /// What it comes to with these records; `None`: nothing to take it of, `Err`: anything.
    fn of(&self, scope: &Scope<'_>, records: &[&Record]) -> Result<Option<End>, ()> {
        let number = |record: &&Record, field: &str| match record.get(field) {
            Value::Number(number) => Ok(number),
            _ => Err(()),
        };
        let sum = |field: &str| records.iter().map(|record| number(record, field)).sum::<Result<Micro, ()>>();
        Ok(Some(match self {
            Self::Count => End::at(records.len() as Micro * ONE),
            Self::Distinct(path) => {
                let mut values = BTreeSet::new();
                for record in records {
                    match scope.own(record).path(path) {
                        Value::Unknown(_) => {}
                        Value::Set(items) => values.extend(items),
                        value => {
                            values.insert(format!("{value:?}"));
                        }
                    }
                }
                End::at(values.len() as Micro * ONE)
            }
            Self::Total(field) => End::at(sum(field)?),
            Self::Mean(_) if records.is_empty() => return Ok(None),
            Self::Mean(field) => End::At(sum(field)?, records.len() as Micro),
            Self::Share(_) => unreachable!("shares are made of two sets"),
        }))
    }

    /// Whether further records can only raise it.
    fn only_rises(&self) -> bool {
        matches!(self, Self::Count | Self::Distinct(_))
    }
}

/// What a measure may come to.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    /// Its hull over all completions that have a value.
    pub(crate) hull: Option<Hull>,
    /// Whether there may be nothing to take it of.
    pub(crate) maybe_none: bool,
    /// What its width rests on.
    pub(crate) doubt: Doubt,
    /// Whether the engine may leave it open all the same: means of doubtful records, and shares that may be of nothing.
    pub(crate) coarse: bool,
}

impl Measured {
    fn include(&mut self, value: Result<Option<End>, ()>) {
        match value {
            Ok(None) => self.maybe_none = true,
            Ok(Some(end)) => self.widen(end, end),
            Err(()) => self.widen(End::Below, End::Above),
        }
    }

    fn widen(&mut self, low: End, high: End) {
        let (a, b) = self.hull.unwrap_or((low, high));
        self.hull = Some((a.min(low), b.max(high)));
    }

    /// With records that are not there yet or not supplied.
    pub(crate) fn with_more(mut self, measure: &Measure) -> Self {
        let low = match (measure.only_rises(), self.hull) {
            (true, Some((low, _))) => low,
            _ => End::Below,
        };
        self.widen(low, End::Above);
        self
    }
}

/// Every subset of so many things.
fn subsets(n: usize) -> impl Iterator<Item = Vec<usize>> {
    assert!(n < 16, "too many doubtful records to try all completions");
    (0..1_u32 << n).map(move |mask| (0..n).filter(|i| mask >> i & 1 == 1).collect())
}

/// Measures records that count for certain or perhaps, by trying every completion.
pub(crate) fn measure(scope: &Scope<'_>, measure: &Measure, records: &[(&Record, Truth)]) -> Measured {
    let mut found = Measured { hull: None, maybe_none: false, doubt: Doubt::default(), coarse: false };
    for (_, truth) in records {
        found.doubt = found.doubt.with(truth.doubt().unwrap_or_default());
    }
    if let Measure::Share(that) = measure {
        let fits: Vec<Truth> = records.iter().map(|(record, _)| scope.own(record).holds(that)).collect();
        for fit in &fits {
            found.doubt = found.doubt.with(fit.doubt().unwrap_or_default());
        }
        let unsure: Vec<usize> = (0..records.len()).filter(|i| records[*i].1 != Truth::Yes).collect();
        for chosen in subsets(unsure.len()) {
            let counted: Vec<usize> = (0..records.len())
                .filter(|i| unsure.iter().position(|u| u == i).is_none_or(|at| chosen.contains(&at)))
                .collect();
            let whole = counted.len() as Micro;
            let sure = counted.iter().filter(|i| fits[**i] == Truth::Yes).count() as Micro;
            let possible = counted.iter().filter(|i| fits[**i].possible()).count() as Micro;
            if whole == 0 {
                found.include(Ok(None));
            } else {
                found.widen(End::At(sure * 100 * ONE, whole), End::At(possible * 100 * ONE, whole));
            }
        }
        found.coarse = found.maybe_none && found.hull.is_some();
        return found;
    }
    if let Measure::Total(field) | Measure::Mean(field) = measure {
        for (record, _) in records {
            found.doubt = found.doubt.with(record.get(field).doubt().unwrap_or_default());
        }
    }
    let sure: Vec<&Record> =
        records.iter().filter(|(_, truth)| *truth == Truth::Yes).map(|(record, _)| *record).collect();
    let unsure: Vec<&Record> =
        records.iter().filter(|(_, truth)| *truth != Truth::Yes).map(|(record, _)| *record).collect();
    for chosen in subsets(unsure.len()) {
        let all: Vec<&Record> = sure.iter().copied().chain(chosen.iter().map(|i| unsure[*i])).collect();
        found.include(measure.of(scope, &all));
    }
    found.coarse = matches!(measure, Measure::Mean(_)) && !unsure.is_empty();
    found
}

/// A number of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Amount {
    Term(Term),
    /// Of a share.
    Percent(u32),
    PercentOf(u32, &'static str),
    Unreadable,
}

impl Amount {
    fn text(&self) -> String {
        match self {
            Self::Term(term) => term.text(),
            Self::Percent(n) => format!("{n}%"),
            Self::PercentOf(n, register) => format!("{n}% of {register}"),
            Self::Unreadable => "unreadable \"XX\"".to_owned(),
        }
    }

    /// What it is, in a window; `None`: a share of nobody.
    fn value(&self, scope: &Scope<'_>, window: Stretch) -> Result<Option<Micro>, Doubt> {
        let exact = |n: Micro| Ok(Some(n));
        match self {
            Self::Term(term) => match (Scope { day: Some(window.from), ..*scope }).value(term) {
                Value::Number(number) => exact(number),
                Value::Unknown(doubt) => Err(doubt),
                other => panic!("{other:?} is no number"),
            },
            Self::Percent(n) => exact(Micro::from(*n) * ONE),
            Self::Unreadable => Err(Doubt::UNREADABLE),
            Self::PercentOf(n, register) => share_of(scope.world, *n, register, window),
        }
    }
}

/// So many in a hundred of those who are members throughout a window (or at some time of it), rounded up.
fn share_of(world: &World<'_>, percent: u32, register: &'static str, window: Stretch) -> Result<Option<Micro>, Doubt> {
    let ever = world.case.register(register).ever;
    let counted: Vec<Truth> = members(world, Over::Register(register))
        .into_iter()
        .filter(|member| if ever { member.sometime(window) } else { member.throughout(window) })
        .map(|member| member.belongs)
        .collect();
    if counted.is_empty() {
        return Ok(None);
    }
    // Where it is not known who is a member, neither is the share.
    let doubt = counted.iter().filter_map(|truth| truth.doubt()).reduce(Doubt::with);
    doubt.map_or_else(|| Ok(Some((counted.len() as Micro * Micro::from(percent) + 99).div_euclid(100) * ONE)), Err)
}

/// Between which numbers a measure must lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Bound {
    AtLeast(Amount),
    AtMost(Amount),
    Exactly(Amount),
    Between(Amount, Amount),
}

/// The ends of what a bound allows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowed {
    pub(crate) low: End,
    pub(crate) high: End,
}

impl Allowed {
    /// Whether all of a hull lies inside, none of it, or neither is certain.
    pub(crate) fn judge(&self, hull: Hull) -> Option<bool> {
        if hull.0 >= self.low && hull.1 <= self.high {
            Some(true)
        } else if hull.1 < self.low || hull.0 > self.high {
            Some(false)
        } else {
            None
        }
    }
}

impl Bound {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::AtLeast(n) => format!("at least {}", n.text()),
            Self::AtMost(n) => format!("at most {}", n.text()),
            Self::Exactly(n) => format!("exactly {}", n.text()),
            Self::Between(n, m) => format!("between {} and {}", n.text(), m.text()),
        }
    }

    /// What it allows in a window; `None`: a share of nobody.
    pub(crate) fn allowed(&self, scope: &Scope<'_>, window: Stretch) -> Result<Option<Allowed>, Doubt> {
        let value = |n: &Amount| n.value(scope, window);
        let (low, high) = match self {
            Self::AtLeast(n) => (value(n)?.map(End::at), Some(End::Above)),
            Self::AtMost(n) => (Some(End::Below), value(n)?.map(End::at)),
            Self::Exactly(n) => (value(n)?.map(End::at), value(n)?.map(End::at)),
            Self::Between(n, m) => (value(n)?.map(End::at), value(m)?.map(End::at)),
        };
        Ok(low.zip(high).map(|(low, high)| Allowed { low, high }))
    }
}
