//! How a result is told: terminal report, JSON, CSV, and diagnostics.
//!
//! In come an [`Evaluation`] with the data it rests on, or [`Diagnostic`](guiju_syntax::Diagnostic)s; out goes text in
//! English or Chinese. Everything here only words what others decided, so the same input gives the same bytes.
//!
//! | module | answers |
//! |---|---|
//! | [`words`] | what is an outcome, a reason, a window called? |
//! | [`phrases`] | how is `expected`, `actual`, `way out` said? |
//! | [`row`] | which columns has a verdict, for machines? |
//! | [`json`] | the verdicts for programs, `guiju/verdicts/1` |
//! | [`csv`] | the verdicts for spreadsheets |
//! | [`table`] | the report for people at a terminal |
//! | [`diagnostics`] | what is wrong with a policy or its data, for people, programs and pull requests |
//! | [`text`] | how wide is a text, where does it wrap, is it safe to print? |

pub mod words;

pub mod phrases;

pub mod row;

pub mod json;

pub mod csv;

pub mod table;

pub mod diagnostics;

pub mod text;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod schema_check;

use guiju_data::{Input, table::Feed};
use guiju_eval::{Evaluation, Outcome, Verdict};
use guiju_syntax::Tongue;
use std::{collections::BTreeSet, io};

/// What is told: a result, and the data it rests on.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The result.
    pub evaluation: &'a Evaluation,
    /// The files that were read.
    pub inputs: &'a [Input],
    /// The dates for which the records of a kind (its stable name) are complete.
    pub feeds: &'a [(String, Feed)],
}

/// What to tell, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The reader's tongue. Field names and stable words are English in either.
    pub tongue: Tongue,
    /// The outcomes whose verdicts are listed; `None`: all for programs, what needs attention for people. Counts
    /// are always of all verdicts.
    pub only: Option<BTreeSet<Outcome>>,
    /// Leaves the verdicts themselves out and keeps the counts.
    pub summary_only: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// How many verdicts of one rule the terminal report lists.
    pub at_most: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { tongue: Tongue::En, only: None, summary_only: false, width: 100, at_most: 20 }
    }
}

impl Options {
    /// Returns the verdicts to be listed for programs.
    fn selected<'a>(&'a self, evaluation: &'a Evaluation) -> impl Iterator<Item = &'a Verdict> {
        let shown = |outcome| self.only.as_ref().is_none_or(|only| only.contains(&outcome));
        evaluation.verdicts.iter().filter(move |verdict| !self.summary_only && shown(verdict.outcome))
    }
}

/// The forms a result can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people at a terminal.
    #[default]
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

impl Format {
    /// All forms, in the order in which help lists them.
    pub const ALL: [Self; 3] = [Self::Table, Self::Json, Self::Csv];

    /// Returns the word of the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }
}

/// Writes a result in one of its forms.
///
/// The table carries colour as ANSI sequences; the shell strips them where they are not wanted.
///
/// # Errors
/// What `out` answers.
pub fn write(report: Report<'_>, format: Format, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Table => out.write_all(table::render(report, options).as_bytes()),
        Format::Json => json::write(report, options, out),
        Format::Csv => csv::write(report, options, out),
    }
}
