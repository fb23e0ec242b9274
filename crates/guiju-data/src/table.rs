//! Records as typed Arrow columns, ready to be scanned.

use arrow_array::{
    BooleanArray, Date32Array, Decimal128Array, DictionaryArray, ListArray, UInt8Array, UInt32Array, UInt64Array,
    types::UInt32Type,
};
use guiju_calendar::{Calendar, Day, Duration};
use guiju_compiler::{FieldId, RecordId};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Record kind it feeds (stable name).
    pub record: String,
    /// Path as written in the manifest, globs expanded.
    pub source: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Records taken from it, duplicates collapsed.
    pub rows: u64,
    /// Rows set aside because a cell is bad.
    pub rejected: u64,
    /// Identical rows that were collapsed.
    pub duplicates: u64,
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
    /// Printed key of each record, parts joined by `|`.
    pub keys: Vec<String>,
    /// A name for people of each record: its first text field that is not part of the key, if any.
    pub labels: Vec<Option<String>>,
    /// Records whose versions disagree; the fields that differ are null.
    pub conflicts: BooleanArray,
    /// The dates for which the kind is complete.
    pub feed: Feed,
}

impl Table {
    /// Returns the column of a field.
    #[must_use]
    pub fn column(&self, field: FieldId) -> &Column {
        &self.columns[field.0]
    }
}

/// The cells of one field. A null is an empty cell, or one whose versions disagree.
#[derive(Debug, Clone)]
pub enum Column {
    /// Text as dictionary codes.
    Text(DictionaryArray<UInt32Type>),
    /// Decimals scaled by 10^[`NUMBER_SCALE`].
    Number(Decimal128Array),
    /// Yes or no.
    YesNo(BooleanArray),
    /// Days since 1970-01-01.
    Date(Date32Array),
    /// Lengths of time.
    Duration(Vec<Option<Duration>>),
    /// Index into the catalog's codes.
    Code(UInt8Array),
    /// Row of the referenced record in its table.
    Ref(UInt32Array),
    /// Bit `i` set: code `i` of the catalog is in the set.
    CodeSet(UInt64Array),
    /// Rows of the referenced records.
    RefSet(ListArray),
    /// Texts; the list's values are a `DictionaryArray<UInt32Type>`.
    TextSet(ListArray),
}

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Index into [`Dataset::inputs`]; `u32::MAX` for a record known only because another refers to it.
    pub input: u32,
    /// Line in that file, 1 is the first (the heading).
    pub row: u64,
}

/// The dates for which records of a kind are complete: absence means something only inside.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feed {
    /// Disjoint intervals in order, both ends in.
    pub intervals: Vec<(Day, Day)>,
    /// Whether the manifest declares them; otherwise they run from the first to the latest record.
    pub declared: bool,
}

impl Feed {
    /// Returns whether every day from `from` to `to` is covered.
    #[must_use]
    pub fn covers(&self, from: Day, to: Day) -> bool {
        from > to || self.intervals.iter().any(|&(a, b)| a <= from && to <= b)
    }
}
