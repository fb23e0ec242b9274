//! Cells before all rows are known: every cell is a number, and equal cells of a field have equal numbers.
//!
//! Rows can then be compared, dropped and ordered without looking at values again. A [`Store`] holds one field's cells,
//! its [`Dictionary`] the values behind the numbers.

use foldhash::fast::RandomState;
use guiju_calendar::{Day, Duration, Moment};
use guiju_compiler::Type;
use indexmap::{Equivalent, IndexSet};
use std::hash::Hash;

/// The number of a cell that holds nothing, and of what is not there.
pub(crate) const NULL: u32 = u32::MAX;

/// One field's cells, one for each staged row.
#[derive(Debug)]
pub(crate) struct Store {
    /// The cells.
    pub(crate) codes: Vec<u32>,
    /// What they stand for.
    pub(crate) dictionary: Dictionary,
}

impl Store {
    /// Creates an empty store for a field of this type.
    pub(crate) fn new(ty: Type) -> Self {
        let dictionary = match ty {
            Type::YesNo | Type::Date | Type::Code(_) => Dictionary::Direct,
            Type::Text | Type::Ref(_) => Dictionary::Text(Interner::default()),
            Type::Number => Dictionary::Number(Interner::default()),
            Type::Time => Dictionary::Time(Interner::default()),
            Type::Duration => Dictionary::Duration(Interner::default()),
            Type::CodeSet(_) => Dictionary::CodeSet(Interner::default()),
            Type::RefSet(_) | Type::TextSet => Dictionary::List(Lists::default()),
        };
        Self { codes: Vec::new(), dictionary }
    }
}

/// The values behind the numbers of a field's cells.
#[derive(Debug)]
pub(crate) enum Dictionary {
    /// The number says it itself: a date ([`date_code`]), 0 or 1, the index of a code.
    Direct,
    /// Texts, and references as the printed key they name.
    Text(Interner<Box<str>>),
    /// Scaled numbers.
    Number(Interner<i128>),
    /// Instants.
    Time(Interner<Moment>),
    /// Lengths of time.
    Duration(Interner<Duration>),
    /// Sets of codes as bits.
    CodeSet(Interner<u64>),
    /// Sets of texts or references.
    List(Lists),
}

/// Sets of texts: a list is a number too.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    /// The texts of all lists.
    pub(crate) members: Interner<Box<str>>,
    /// The lists, each as the ascending numbers of its members.
    pub(crate) lists: Interner<Box<[u32]>>,
}

impl Lists {
    /// Returns the number of a set of members.
    pub(crate) fn code(&mut self, mut members: Vec<u32>) -> u32 {
        members.sort_unstable();
        members.dedup();
        self.lists.code(members.as_slice(), || members.clone().into_boxed_slice())
    }
}

/// Values with numbers, the first is 0.
#[derive(Debug)]
pub(crate) struct Interner<T>(IndexSet<T, RandomState>);

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self(IndexSet::default())
    }
}

impl<T: Hash + Eq> Interner<T> {
    /// Returns the number of a value, a new one if it is new.
    pub(crate) fn code<Q>(&mut self, value: &Q, owned: impl FnOnce() -> T) -> u32
    where
        Q: Hash + Equivalent<T> + ?Sized,
    {
        let index = match self.0.get_index_of(value) {
            Some(index) => index,
            None => self.0.insert_full(owned()).0,
        };
        // INVARIANT: a record has fewer rows than NULL, and a cell brings at most MAX_BYTES members; a file of 4 GiB
        // cannot hold more distinct ones than this either.
        u32::try_from(index).unwrap_or(NULL)
    }

    /// Returns the value of a number handed out by [`Interner::code`].
    pub(crate) fn get(&self, code: u32) -> Option<&T> {
        self.0.get_index(code as usize)
    }

    /// Returns the number of values.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl Interner<Box<str>> {
    /// Returns the number of a text.
    pub(crate) fn text(&mut self, text: &str) -> u32 {
        self.code(text, || text.into())
    }

    /// Returns all texts, by number.
    pub(crate) fn texts(&self) -> Vec<&str> {
        self.0.iter().map(AsRef::as_ref).collect()
    }

    /// Returns the text of a number, empty for [`NULL`].
    pub(crate) fn text_of(&self, code: u32) -> &str {
        self.get(code).map_or("", AsRef::as_ref)
    }
}

/// Returns the number of a date's cell; later dates have greater numbers.
pub(crate) fn date_code(day: Day) -> u32 {
    u32::try_from(day - Day::MIN).unwrap_or(NULL)
}

/// Returns the date of a cell's number.
pub(crate) fn date_of(code: u32) -> Option<Day> {
    Day::MIN.checked_add(i32::try_from(code).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_equal_numbers() {
        let mut texts: Interner<Box<str>> = Interner::default();
        let codes: Vec<u32> = ["甲", "乙", "甲"].iter().map(|text| texts.text(text)).collect();
        assert_eq!(codes, [0, 1, 0]);
        let mut lists = Lists::default();
        let (a, b) = (lists.members.text("a"), lists.members.text("b"));
        assert_eq!(lists.code(vec![b, a, b]), lists.code(vec![a, b]));
    }

    #[test]
    fn dates_keep_their_order() {
        let days = [Day::MIN, Day::parse_iso("2025-03-04").unwrap(), Day::MAX];
        assert!(days.windows(2).all(|pair| date_code(pair[0]) < date_code(pair[1])));
        assert!(days.iter().all(|&day| date_of(date_code(day)) == Some(day)));
        assert_eq!(date_of(NULL), None);
    }
}
