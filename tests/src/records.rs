//! A year of records of an inspection office, all of them invented.
//!
//! In: a seed. Out: the files of `examples/gongzhuling/` but for the manifest — the office's own records of 2025, the
//! verdicts they must lead to, and the page that lists them. No place, unit, person or event in them is real.
//!
//! The idea: first an office that does everything right, then cases planted on purpose. Whoever plants a case writes
//! down, next to it, what the regulation makes of it; nothing is asked of the engine here.

#![expect(clippy::panic, reason = "fixed inputs: a slip in this generator must stop it")]

/// Builds a row of cells from texts, dates and yes or no.
macro_rules! row {
    ($($cell:expr),* $(,)?) => { [$($crate::records::sheet::Cell::from($cell)),*] };
}

mod expected;
mod findings;
mod office;
mod outings;
mod planted;
mod random;
mod sheet;
mod subjects;

use office::Office;

/// The seed of the committed files.
const SEED: u64 = 20_250_101;

/// A file with its name in the folder.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Returns the files of the example, always the same bytes.
#[must_use]
pub fn files() -> Vec<File> {
    let mut office = Office::new(SEED);
    subjects::fill(&mut office);
    outings::fill(&mut office);
    findings::fill(&mut office);
    planted::fill(&mut office);
    let mut files: Vec<File> = office.sheets().map(|s| File { name: s.file.to_owned(), bytes: s.bytes() }).collect();
    files.push(File { name: "expected.csv".to_owned(), bytes: expected::csv(&office.expected).into_bytes() });
    files.push(File { name: "README.md".to_owned(), bytes: expected::page(&office).into_bytes() });
    files
}
