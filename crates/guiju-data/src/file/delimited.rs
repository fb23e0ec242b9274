//! Text with cells between delimiters: CSV, TSV and their kin.
//!
//! In comes a text, out come its heading and rows with the row numbers a spreadsheet shows: the heading is row 1 if nothing
//! stands before it, blank lines count, a cell with line breaks stays one row.

use crate::cell;
use csv::ByteRecord;
use std::str;

/// The largest number of columns read.
pub(crate) const MAX_COLUMNS: usize = 4096;

/// The rows of a text, one after the other.
#[derive(Debug)]
pub(crate) struct Rows<'t> {
    text: &'t [u8],
    delimiter: u8,
    reader: csv::Reader<&'t [u8]>,
    record: ByteRecord,
    row: u64,
}

impl<'t> Rows<'t> {
    /// Begins to read a text. Without a declared delimiter the most frequent one of the heading is taken.
    pub(crate) fn new(text: &'t str, delimiter: Option<u8>) -> Self {
        let delimiter = delimiter.unwrap_or_else(|| usual_delimiter(text));
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        Self { text: text.as_bytes(), delimiter, reader, record: ByteRecord::new(), row: 0 }
    }

    /// Returns the next row; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Row<'_>> {
        let start = self.offset();
        // A text in memory cannot fail to be read, and rows of any length are accepted.
        if !self.reader.read_byte_record(&mut self.record).unwrap_or(false) {
            return None;
        }
        self.row += 1 + blank_lines(self.text, start, self.offset());
        let (end, written) = (self.offset(), self.text.len());
        let last = self.text.get(start..end).filter(|_| end >= written);
        let is_open = last.is_some_and(|row| ends_in_quotes(row, self.delimiter));
        Some(Row { number: self.row, is_open, cells: &self.record })
    }

    fn offset(&self) -> usize {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX)
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'r> {
    /// Its number, as a spreadsheet shows it.
    pub(crate) number: u64,
    /// Whether the text ends before a quote that this row opens is closed.
    pub(crate) is_open: bool,
    cells: &'r ByteRecord,
}

impl<'r> Row<'r> {
    /// Returns the number of cells.
    pub(crate) fn len(self) -> usize {
        self.cells.len()
    }

    /// Returns a cell's text as written; empty where the row has no such cell.
    pub(crate) fn cell(self, index: usize) -> &'r str {
        // INVARIANT: the text is UTF-8 and cells are cut at ASCII characters.
        self.cells.get(index).and_then(|cell| str::from_utf8(cell).ok()).unwrap_or("")
    }

    /// Returns whether all cells from `index` on are empty.
    pub(crate) fn is_empty_from(self, index: usize) -> bool {
        (index..self.len()).all(|i| cell::clean(self.cell(i)).is_empty())
    }
}

/// Counts the line ends with which a stretch of text begins, but not the one that ends the row before it.
fn blank_lines(text: &[u8], start: usize, end: usize) -> u64 {
    let mut rest = text.get(start..end).unwrap_or_default();
    let after_return = start.checked_sub(1).and_then(|i| text.get(i)) == Some(&b'\r');
    if after_return {
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    let mut n = 0;
    while let Some(after) = [&b"\r\n"[..], b"\n", b"\r"].iter().find_map(|end| rest.strip_prefix(*end)) {
        rest = after;
        n += 1;
    }
    n
}

/// Returns whether the last cell of a row begins with a quote that nothing closes.
fn ends_in_quotes(row: &[u8], delimiter: u8) -> bool {
    let (mut quoted, mut begins) = (false, true);
    for &byte in row {
        match byte {
            // A doubled quote closes and opens again.
            b'"' if quoted => quoted = false,
            b'"' if begins => quoted = true,
            _ => {}
        }
        begins = !quoted && (byte == delimiter || matches!(byte, b'\n' | b'\r' | b'"'));
    }
    quoted
}

/// Returns the delimiter that stands most often in the heading outside quotes; the comma if there is none.
fn usual_delimiter(text: &str) -> u8 {
    let heading = text.trim_start_matches(['\r', '\n']).bytes();
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in heading {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(mark, _)| *mark == byte).for_each(|(_, n)| *n += 1),
        }
    }
    let most = counts.iter().map(|&(_, n)| n).max().unwrap_or(0);
    counts.iter().find(|&&(_, n)| n == most).map_or(b',', |&(mark, _)| mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut rows = Rows::new(text, None);
        let mut all = Vec::new();
        while let Some(row) = rows.next() {
            all.push((row.number, (0..row.len()).map(|i| row.cell(i).to_owned()).collect()));
        }
        all
    }

    fn numbers(text: &str) -> Vec<u64> {
        read(text).iter().map(|(number, _)| *number).collect()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_does() {
        for end in ["\n", "\r\n", "\r"] {
            let lines = |text: &str| text.replace('\n', end);
            assert_eq!(numbers(&lines("a,b\n1,2\n3,4\n")), [1, 2, 3], "{end:?}");
            assert_eq!(numbers(&lines("\n\na,b\n\n1,2\n\n\n3,4")), [3, 5, 8], "{end:?}");
        }
        assert_eq!(numbers("a,b\n\"1\r\n\r\n1\",2\r\n3,4\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r\n\r\n\"\r\n1\",2\r\n3,4\r\n"), [1, 3, 4]);
        assert_eq!(numbers(""), Vec::<u64>::new());
    }

    #[test]
    fn quotes_and_line_breaks_stay_in_the_cell() {
        let rows = read("名称,说明\n\"甲，\"\"一\"\"\",\"第一行\r\n第二行\"\n");
        assert_eq!(rows[1].1, ["甲，\"一\"", "第一行\r\n第二行"]);
    }

    #[test]
    fn the_delimiter_is_the_most_frequent_of_the_heading() {
        assert_eq!(read("a;b;c\n1,5;2;3\n")[1].1, ["1,5", "2", "3"]);
        assert_eq!(read("a\tb\n1\t2\n")[1].1, ["1", "2"]);
        assert_eq!(read("\"a;b;c\",d\n1,2\n")[1].1, ["1", "2"]);
        assert_eq!(read("单位\n某公司\n")[1].1, ["某公司"]);
    }

    #[test]
    fn a_quote_left_open_is_noticed_with_the_last_row() {
        let open = |text: &str| {
            let mut rows = Rows::new(text, None);
            let mut open = Vec::new();
            while let Some(row) = rows.next() {
                open.extend(row.is_open.then_some(row.number));
            }
            open
        };
        assert_eq!(open("a,b\n1,\"2\n3,4\n"), [2]);
        assert_eq!(open("\"a,b\n1,2\n"), [1]);
        assert_eq!(open("a,b\n1,\"2 \"\"x\"\"\n"), [2]);
        for whole in
            ["a,b\n1,\"2\"", "a,b\n1,\"2\"\"\"\n", "a,b\n1,2\"\n", "a,b\n1,5\" pipe", "a,b\n\"\",\"\"", "a,b\n1,2"]
        {
            assert_eq!(open(whole), [0; 0], "{whole}");
        }
    }

    #[test]
    fn ragged_rows_are_read_as_they_are() {
        let mut rows = Rows::new("a,b\n1\n1,2,,\n", None);
        rows.next();
        assert_eq!(rows.next().unwrap().len(), 1);
        let row = rows.next().unwrap();
        assert_eq!((row.len(), row.is_empty_from(2), row.is_empty_from(1)), (4, true, false));
    }
}
