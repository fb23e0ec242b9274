//! Records as typed Arrow columns, ready to be scanned.

use arrow_array::{
    Array, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, LargeStringArray, ListArray, StringArray,
    UInt8Array, UInt32Array, UInt64Array, types::UInt32Type,
};
use guiju_calendar::{Calendar, Day, Duration, Moment};
use guiju_compiler::{FieldId, RecordId};
use std::collections::BTreeSet;

/// Fractional digits of every number column: cells with more are rejected, so arithmetic is exact.
pub const NUMBER_SCALE: i8 = 6;

/// Everything a dataset says, one table per record kind.
#[derive(Debug)]
pub struct Dataset {
    /// Tables by [`RecordId`]; a kind that the manifest does not map has no rows and no feed.
    pub tables: Vec<Table>,
    /// The files read, in the order of the manifest.
    pub inputs: Vec<Input>,
    /// The working-day calendar named by the manifest, if any; else each policy's own counts.
    pub calendar: Option<Calendar>,
}

impl Dataset {
    /// Returns the table of a record kind.
    #[must_use]
    pub fn table(&self, record: RecordId) -> &Table {
        &self.tables[record.0]
    }
}

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// Record kind it feeds (stable name).
    pub record: String,
    /// Path as written in the manifest, globs expanded.
    pub source: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Records taken from it, duplicates collapsed. With the counts below these are all rows under the heading but blank lines.
    pub rows: u64,
    /// Rows whose key cannot be read, so that nobody can say which record they are.
    pub rejected: u64,
    /// Rows with a bad cell that are used nevertheless; they are among the other counts too.
    pub illegible: u64,
    /// Identical rows that were collapsed.
    pub duplicates: u64,
    /// Older versions of records, kept out because a later one is known.
    pub superseded: u64,
    /// Rows merged into the record of another row that has the same key and other content.
    pub conflicting: u64,
    /// Rows entered after the date up to which entries are seen.
    pub unseen: u64,
    /// Rows that hold no record: all cells empty, or no date where the kind has one.
    pub skipped: u64,
}

/// The records of one kind.
#[derive(Debug)]
pub struct Table {
    /// Which kind.
    pub record: RecordId,
    /// Number of records.
    pub n_rows: usize,
    /// Columns by [`FieldId`], each `n_rows` long.
    pub columns: Vec<Column>,
    /// Where each record came from.
    pub origins: Vec<Origin>,
    /// Printed key of each record, parts joined by `|`; in ascending byte order, except under `key row`. Records whose key
    /// cannot be read come last, and are called `?FILE:ROW`.
    pub keys: LargeStringArray,
    /// The field that names a record to people: its first text field that is not part of the key, if any.
    pub label: Option<FieldId>,
    /// Records whose versions disagree; the fields that differ are null.
    pub conflicts: BooleanArray,
    /// What cannot be read.
    pub illegible: Illegible,
    /// The dates for which the kind is complete.
    pub feed: Feed,
}

impl Table {
    /// Returns the column of a field.
    #[must_use]
    pub fn column(&self, field: FieldId) -> &Column {
        &self.columns[field.0]
    }

    /// Returns the printed key of a record of this table.
    #[must_use]
    pub fn key(&self, row: usize) -> &str {
        self.keys.value(row)
    }

    /// Returns the name for people of a record of this table, if it has one.
    #[must_use]
    pub fn label(&self, row: usize) -> Option<&str> {
        match self.column(self.label?) {
            Column::Text(texts) => texts.downcast_dict::<StringArray>().and_then(|texts| {
                let present = texts.is_valid(row);
                present.then(|| texts.values().value(texts.keys().value(row) as usize))
            }),
            _ => None,
        }
    }
}

/// What of a kind cannot be read: the cells are null in their columns, but not empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Illegible {
    /// By field, the records whose cell cannot be told: misformed, empty though it must not be, a reference to no record,
    /// or different in versions that contradict each other.
    pub cells: Vec<BTreeSet<u32>>,
    /// Records that may not be any of their own: their key cannot be read, or, where entries are seen up to a date only,
    /// the date of their entry.
    pub uncertain: BTreeSet<u32>,
}

impl Illegible {
    /// Returns whether a record's cell cannot be told.
    #[must_use]
    pub fn cell(&self, field: FieldId, row: u32) -> bool {
        self.cells.get(field.0).is_some_and(|rows| rows.contains(&row))
    }

    /// Returns whether everything can be read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.uncertain.is_empty() && self.cells.iter().all(BTreeSet::is_empty)
    }
}

/// The cells of one field. A null is an empty cell, or one that cannot be told ([`Illegible`]).
#[derive(Debug, Clone)]
pub enum Column {
    /// Text as dictionary codes; the dictionary is a `StringArray`, sorted by bytes, without unused texts.
    Text(DictionaryArray<UInt32Type>),
    /// Decimals scaled by 10^[`NUMBER_SCALE`].
    Number(Decimal128Array),
    /// Yes or no.
    YesNo(BooleanArray),
    /// Days since 1970-01-01.
    Date(Date32Array),
    /// Instants; of some only the day is known.
    Time(Vec<Option<Moment>>),
    /// Lengths of time.
    Duration(Vec<Option<Duration>>),
    /// Index into the catalog's codes.
    Code(UInt8Array),
    /// Row of the referenced record in its table.
    Ref(UInt32Array),
    /// Bit `i` set: code `i` of the catalog is in the set.
    CodeSet(UInt64Array),
    /// Rows of the referenced records, ascending; the list's values are a `UInt32Array`.
    RefSet(ListArray),
    /// Texts, ascending; the list's values are a `DictionaryArray<UInt32Type>` as in [`Column::Text`].
    TextSet(ListArray),
}

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Index into [`Dataset::inputs`]; `u32::MAX` for a record known only because another refers to it.
    pub input: u32,
    /// Row in that file as a spreadsheet numbers it, 1 is the heading; a cell with line breaks does not count as several. 0 if
    /// there is no file.
    pub row: u64,
}

/// The dates for which records of a kind are complete: absence means something only inside.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feed {
    /// Disjoint intervals in order, both ends in.
    pub intervals: Vec<(Day, Day)>,
    /// Whether the manifest declares them; otherwise they run from the first to the latest record, and a kind without a
    /// time field has none.
    pub declared: bool,
}

impl Feed {
    /// Returns whether every day from `from` to `to` is covered.
    #[must_use]
    pub fn covers(&self, from: Day, to: Day) -> bool {
        from > to || self.intervals.iter().any(|&(a, b)| a <= from && to <= b)
    }
}
