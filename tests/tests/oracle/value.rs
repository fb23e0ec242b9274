//! Values, and truth in three values that remembers what it is in doubt about.

use std::collections::BTreeSet;

use crate::time::Date;

/// What a doubt rests on; several may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub(crate) struct Doubt {
    pub(crate) missing: bool,
    pub(crate) conflict: bool,
    pub(crate) unreadable: bool,
    pub(crate) horizon: bool,
}

impl Doubt {
    pub(crate) const MISSING: Self = Self { missing: true, conflict: false, unreadable: false, horizon: false };
    pub(crate) const CONFLICT: Self = Self { missing: false, conflict: true, unreadable: false, horizon: false };
    pub(crate) const UNREADABLE: Self = Self { missing: false, conflict: false, unreadable: true, horizon: false };
    pub(crate) const HORIZON: Self = Self { missing: false, conflict: false, unreadable: false, horizon: true };

    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            missing: self.missing || other.missing,
            conflict: self.conflict || other.conflict,
            unreadable: self.unreadable || other.unreadable,
            horizon: self.horizon || other.horizon,
        }
    }

    /// The reasons that may be given for it: a value that versions disagree on may be called missing, too.
    pub(crate) fn reasons(self) -> BTreeSet<&'static str> {
        let words = [
            (self.missing || self.conflict, "missing_field"),
            (self.conflict, "conflict"),
            // To be settled: of a derived record or a member, versions that disagree are told as illegible.
            (self.conflict, "illegible"),
            (self.unreadable, "unreadable"),
            (self.horizon, "data_horizon"),
        ];
        words.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect()
    }
}

/// Kleene's truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    No,
    Yes,
    Unknown(Doubt),
}

impl Truth {
    pub(crate) fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, truth) | (truth, Self::Yes) => truth,
            (Self::Unknown(a), Self::Unknown(b)) => Self::Unknown(a.with(b)),
        }
    }

    pub(crate) fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Yes => Self::No,
            doubt => doubt,
        }
    }

    pub(crate) fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    pub(crate) fn all(truths: impl IntoIterator<Item = Self>) -> Self {
        truths.into_iter().fold(Self::Yes, Self::and)
    }

    pub(crate) fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        truths.into_iter().fold(Self::No, Self::or)
    }

    pub(crate) fn possible(self) -> bool {
        self != Self::No
    }

    /// What it is in doubt about, if it is.
    pub(crate) fn doubt(self) -> Option<Doubt> {
        match self {
            Self::Unknown(doubt) => Some(doubt),
            _ => None,
        }
    }
}

/// A number in millionths.
pub(crate) type Micro = i128;

pub(crate) const ONE: Micro = 1_000_000;

/// Reads a decimal with at most six places.
pub(crate) fn number(text: &str) -> Micro {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = format!("{fraction:0<6}");
    sign * (whole.parse::<Micro>().unwrap() * ONE + fraction.parse::<Micro>().unwrap())
}

/// Prints a number as policies write it.
pub(crate) fn number_text(number: Micro) -> String {
    let (sign, magnitude) = if number < 0 { ("-", -number) } else { ("", number) };
    let text = format!("{sign}{}.{:06}", magnitude / ONE, magnitude % ONE);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a field or an expression may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Unknown(Doubt),
    Is(bool),
    Number(Micro),
    Date(Date),
    Text(String),
    /// A code of a catalog.
    Code(&'static str, String),
    /// A record's kind and key.
    Ref(&'static str, String),
    /// Codes of a set.
    Set(BTreeSet<String>),
}

impl Value {
    pub(crate) const MISSING: Self = Self::Unknown(Doubt::MISSING);

    pub(crate) fn doubt(&self) -> Option<Doubt> {
        match self {
            Self::Unknown(doubt) => Some(*doubt),
            _ => None,
        }
    }

    pub(crate) fn day(&self) -> Option<Date> {
        match self {
            Self::Date(day) => Some(*day),
            _ => None,
        }
    }

    pub(crate) fn truth(&self) -> Truth {
        match self {
            Self::Is(holds) => Truth::of(*holds),
            Self::Unknown(doubt) => Truth::Unknown(*doubt),
            other => panic!("{other:?} is neither true nor false"),
        }
    }
}
