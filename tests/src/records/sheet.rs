//! A file of the office: headings, rows, and how it was saved.
//!
//! Offices save as they please: some files come from a spreadsheet in GB18030, some in UTF-8 with a byte order mark,
//! dates are written in several ways, sometimes in one column.

use std::fmt::Write as _;

use encoding_rs::GB18030;
use guiju_calendar::Day;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A date, written as the file writes dates.
    Date(Day),
}

/// How a file is encoded.
#[derive(Debug, Clone, Copy)]
pub(super) enum Encoding {
    /// Plain, lines ended by LF.
    Utf8,
    /// With a byte order mark and CRLF, as spreadsheets save it.
    Utf8Bom,
    /// The national encoding, CRLF.
    Gb18030,
}

/// How a file writes dates.
#[derive(Debug, Clone, Copy)]
pub(super) enum Dates {
    /// `2025-03-04`.
    Iso,
    /// `2025年3月4日`.
    Chinese,
    /// `2025/3/4`.
    Slashes,
    /// The three in turn, row by row: several people kept the file.
    Mixed,
}

/// A file in the making.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its name.
    pub(super) file: &'static str,
    headings: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
    encoding: Encoding,
    dates: Dates,
    /// Stands in empty cells.
    blank: &'static str,
}

impl Sheet {
    pub(super) fn new(file: &'static str, headings: &'static [&'static str], encoding: Encoding, dates: Dates) -> Self {
        Self { file, headings, rows: Vec::new(), encoding, dates, blank: "" }
    }

    /// Writes `blank` into cells that hold nothing.
    pub(super) fn with_blank(mut self, blank: &'static str) -> Self {
        self.blank = blank;
        self
    }

    /// Adds a row in the order of the headings; what is left out is empty. Returns its number.
    pub(super) fn add<const N: usize>(&mut self, cells: [Cell; N]) -> usize {
        let mut row = Vec::from(cells);
        row.resize(self.headings.len(), Cell::Empty);
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// Copies a row to the end of the file, as happens when two people enter the same form.
    pub(super) fn repeat(&mut self, row: usize) {
        let copy = self.rows[row].clone();
        self.rows.push(copy);
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Changes a cell.
    pub(super) fn set(&mut self, row: usize, heading: &str, to: impl Into<Cell>) {
        let column = self.column(heading);
        self.rows[row][column] = to.into();
    }

    /// Reads a cell.
    pub(super) fn get(&self, row: usize, heading: &str) -> &Cell {
        &self.rows[row][self.column(heading)]
    }

    /// Reads a text; the first column is the key.
    pub(super) fn text(&self, row: usize, heading: &str) -> String {
        match self.get(row, heading) {
            Cell::Text(text) => text.clone(),
            Cell::Empty | Cell::Date(_) => String::new(),
        }
    }

    /// Reads the key.
    pub(super) fn key(&self, row: usize) -> String {
        self.text(row, self.headings[0])
    }

    /// Reads a date.
    pub(super) fn date(&self, row: usize, heading: &str) -> Day {
        match self.get(row, heading) {
            Cell::Date(day) => *day,
            other => panic!("{} row {row}: `{heading}` holds {other:?}, not a date", self.file),
        }
    }

    fn column(&self, heading: &str) -> usize {
        let found = self.headings.iter().position(|h| *h == heading);
        found.unwrap_or_else(|| panic!("{} has no column `{heading}`", self.file))
    }

    /// Returns the file's bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let end = if matches!(self.encoding, Encoding::Utf8) { "\n" } else { "\r\n" };
        let mut text = self.headings.join(",") + end;
        for (number, row) in self.rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| quoted(&self.written(cell, number))).collect();
            text += &cells.join(",");
            text += end;
        }
        match self.encoding {
            Encoding::Utf8 => text.into_bytes(),
            Encoding::Utf8Bom => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            Encoding::Gb18030 => GB18030.encode(&text).0.into_owned(),
        }
    }

    fn written(&self, cell: &Cell, row: usize) -> String {
        let day = match cell {
            Cell::Empty => return self.blank.to_owned(),
            Cell::Text(text) => return text.clone(),
            Cell::Date(day) => *day,
        };
        let (year, month, of_month) = day.ymd();
        let mut out = String::new();
        let style = match (self.dates, row % 3) {
            (Dates::Mixed, 0) => Dates::Chinese,
            (Dates::Mixed, 1) => Dates::Slashes,
            (Dates::Mixed, _) => Dates::Iso,
            (style, _) => style,
        };
        let written = match style {
            Dates::Chinese => write!(out, "{year}年{month}月{of_month}日"),
            Dates::Slashes => write!(out, "{year}/{month}/{of_month}"),
            Dates::Iso | Dates::Mixed => write!(out, "{day}"),
        };
        debug_assert!(written.is_ok(), "a string takes all that is written to it");
        out
    }
}

/// Quotes a cell where CSV needs it.
pub(super) fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Self {
        Self::Date(day)
    }
}

impl From<Option<Day>> for Cell {
    fn from(day: Option<Day>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        if yes { "是".into() } else { "否".into() }
    }
}
