//! What the files say: dataset manifest, readers, typed columns, rejects.
//!
//! In come a policy's [`Schema`], the text of a dataset manifest and a folder of files; out comes a [`Dataset`], one typed
//! [`Table`] for each kind of record. What cannot be read is a
//! [`Diagnostic`] or a [`Reject`], never a guess. The crate
//! opens no file and reads no clock: the shell hands in [`Files`].
//!
//! | module | answers |
//! |---|---|
//! | [`options`] | what does the run ask for? |
//! | `manifest` | which files feed which records, and how? |
//! | `intake` | what do these files hold? opens each once |
//! | `file` | bytes to text: encoding; text to rows: delimiters, row numbers |
//! | `cell` | what does one cell say? numbers, dates, yes or no, lengths of time, codes |
//! | `rows` | rows to records: columns to fields, references, versions, typed columns |
//! | `assemble` | staged rows to tables, in the one order that works |
//! | `feed`, `calendar`, `remarks` | the data horizon, the working days, what is worth knowing of the whole |
//! | [`reject`] | which cells could not be read? |
//! | [`table`] | the result |

pub mod options;

mod manifest;
mod nearest;

mod cell;
mod file;
mod intake;

mod rows;

mod assemble;
mod calendar;
mod feed;
mod remarks;

pub mod reject;
pub mod table;

pub use options::{Limit, LimitError, LoadOptions};
pub use reject::{Reject, rejects_csv};
pub use table::{Column, Dataset, Feed, Illegible, Input, NUMBER_SCALE, Origin, Table};

use guiju_compiler::Schema;
use guiju_syntax::{Diagnostic, Files};
use manifest::Faults;

/// What a manifest and its files gave.
#[derive(Debug)]
pub struct Loaded {
    /// The records; `None` if there is an error among the diagnostics.
    pub dataset: Option<Dataset>,
    /// What is wrong, or worth knowing.
    pub diagnostics: Vec<Diagnostic>,
    /// The bad cells, by file, row, column.
    pub rejects: Vec<Reject>,
}

/// Loads the records that a manifest names.
///
/// Paths in the manifest are relative to the folder `files` stands for, usually the manifest's own; `manifest_path` is only
/// what the manifest is called in messages. All faults are reported in one run. A bad cell is listed and counts as
/// illegible, its row is used; the dataset stays usable unless more rows have one than `options` allow.
pub fn load(
    schema: &Schema,
    manifest_text: &str,
    manifest_path: &str,
    files: &dyn Files,
    options: &LoadOptions,
) -> Loaded {
    let mut faults = Faults::new(manifest_path, manifest_text);
    let manifest = manifest::read(manifest_text, schema, &mut faults);
    let calendar = calendar::find(&manifest, files, &mut faults);
    let mut intake = intake::take_in(schema, &manifest, files, options.known_by, &mut faults);
    if faults.has_errors() {
        return Loaded { dataset: None, diagnostics: faults.into_diagnostics(), rejects: Vec::new() };
    }
    let tables = assemble::tables(schema, &manifest, &mut intake, options, &mut faults);
    let mut rejects = intake.rejects;
    reject::sort(&mut rejects);
    for rows in rejects.chunk_by(|a, b| (a.input, a.row) == (b.input, b.row)) {
        let input = rows.first().and_then(|first| intake.inputs.get_mut(first.input as usize));
        if let (Some(input), false) = (input, rows.iter().any(|reject| reject.lost)) {
            input.illegible += 1;
        }
    }
    for diagnostic in reject::summarise(&rejects) {
        faults.push(diagnostic);
    }
    remarks::too_many_rejects(&intake.inputs, options, manifest_path, &mut faults);
    let dataset =
        tables.filter(|_| !faults.has_errors()).map(|tables| Dataset { tables, inputs: intake.inputs, calendar });
    Loaded { dataset, diagnostics: faults.into_diagnostics(), rejects }
}

#[cfg(test)]
mod tests;
