//! Columns of intermediate results: one value a row of a frame, `None` where it is not known.

use guiju_calendar::{Duration, Moment};

/// Kleene's third value beside yes and no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Tri {
    No,
    Unknown,
    Yes,
}

impl Tri {
    pub(crate) const fn from_option(value: Option<bool>) -> Self {
        match value {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }

    /// Kleene's conjunction is the least value, disjunction the greatest.
    pub(crate) fn and(self, other: Self) -> Self {
        self.min(other)
    }

    pub(crate) fn or(self, other: Self) -> Self {
        self.max(other)
    }

    pub(crate) const fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

/// A row that an optional reference or an absent neighbour does not have.
pub(crate) const NO_ROW: u32 = u32::MAX;

/// The values of one expression over a frame.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Values<'a> {
    Tri(Vec<Tri>),
    /// Scaled by 10^6.
    Number(Vec<Option<i128>>),
    /// Days since 1970-01-01.
    Date(Vec<Option<i32>>),
    /// Instants; of some only the day is known.
    Time(Vec<Option<Moment>>),
    Text(Vec<Option<&'a str>>),
    Duration(Vec<Option<Duration>>),
    Code(Vec<Option<u8>>),
    /// [`NO_ROW`] where there is none.
    Row(Vec<u32>),
    CodeSet(Vec<Option<u64>>),
    RowSet(Vec<Option<Vec<u32>>>),
    TextSet(Vec<Option<Vec<&'a str>>>),
}

/// One value of any type, to be compared and hashed: what records are matched by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Key<'a> {
    Number(i128),
    Date(i32),
    Text(&'a str),
    Code(u8),
    Row(u32),
    YesNo(bool),
    Codes(u64),
}

impl<'a> Values<'a> {
    /// The value at a row as a key; `None` if it is not known or no key.
    pub(crate) fn key(&self, i: usize) -> Option<Key<'a>> {
        match self {
            Values::Tri(v) => match v.get(i)? {
                Tri::Yes => Some(Key::YesNo(true)),
                Tri::No => Some(Key::YesNo(false)),
                Tri::Unknown => None,
            },
            Values::Number(v) => v.get(i)?.map(Key::Number),
            Values::Date(v) => v.get(i)?.map(Key::Date),
            Values::Text(v) => v.get(i)?.map(Key::Text),
            Values::Code(v) => v.get(i)?.map(Key::Code),
            Values::Row(v) => v.get(i).filter(|r| **r != NO_ROW).map(|r| Key::Row(*r)),
            Values::CodeSet(v) => v.get(i)?.map(Key::Codes),
            // Whether two instants are one may be unknown though both are there.
            Values::Time(_) | Values::Duration(_) | Values::RowSet(_) | Values::TextSet(_) => None,
        }
    }

    /// All keys at a row: the elements of a set, or the one value.
    pub(crate) fn keys(&self, i: usize) -> Option<Vec<Key<'a>>> {
        match self {
            Values::CodeSet(v) => {
                let mask = (*v.get(i)?)?;
                Some((0..64u8).filter(|bit| mask >> bit & 1 == 1).map(Key::Code).collect())
            }
            Values::RowSet(v) => Some(v.get(i)?.as_ref()?.iter().map(|r| Key::Row(*r)).collect()),
            Values::TextSet(v) => Some(v.get(i)?.as_ref()?.iter().map(|t| Key::Text(t)).collect()),
            _ => Some(vec![self.key(i)?]),
        }
    }

    /// The dates, if these are dates.
    pub(crate) fn dates(&self) -> &[Option<i32>] {
        match self {
            Values::Date(v) => v,
            _ => &[],
        }
    }

    /// The instants, if these are instants.
    pub(crate) fn times(&self) -> &[Option<Moment>] {
        match self {
            Values::Time(v) => v,
            _ => &[],
        }
    }

    /// The truth values, if these are conditions.
    pub(crate) fn tris(&self) -> &[Tri] {
        match self {
            Values::Tri(v) => v,
            _ => &[],
        }
    }

    /// The numbers, if these are numbers.
    pub(crate) fn numbers(&self) -> &[Option<i128>] {
        match self {
            Values::Number(v) => v,
            _ => &[],
        }
    }

    /// The lengths of time, if these are such.
    pub(crate) fn durations(&self) -> &[Option<Duration>] {
        match self {
            Values::Duration(v) => v,
            _ => &[],
        }
    }
}
