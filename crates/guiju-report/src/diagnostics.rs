//! What is wrong with a policy or its data: for people, for programs, for pull requests.
//!
//! In come [`Diagnostic`]s of every stage and the policy files they point into; out goes text. All forms list them in
//! one order, by file and place, and count positions alike: lines and columns from 1, columns in characters.

mod excerpt;
mod github;
mod json;
mod text;

pub use github::github;
pub use json::{SCHEMA, json};
pub use text::text;

use crate::words::{several, tell};
use guiju_syntax::{DataPlace, Diagnostic, Severity, Sources, Span, Tongue};

/// The forms diagnostics can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DiagnosticFormat {
    /// For people at a terminal.
    #[default]
    Text,
    /// For programs.
    Json,
    /// Remarks on a pull request at GitHub.
    Github,
}

impl DiagnosticFormat {
    /// All forms, in the order in which help lists them.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::Github];

    /// Returns the word of the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Github => "github",
        }
    }
}

/// Returns diagnostics in one of their forms; `width` is that of the terminal, for [`DiagnosticFormat::Text`].
#[must_use]
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: DiagnosticFormat,
    tongue: Tongue,
    width: usize,
) -> String {
    match format {
        DiagnosticFormat::Text => text(diagnostics, sources, tongue, width),
        DiagnosticFormat::Json => json(diagnostics, sources, tongue),
        DiagnosticFormat::Github => github(diagnostics, sources, tongue),
    }
}

/// Returns how many errors and warnings there are: `2 errors, 1 warning`; empty if there are none.
#[must_use]
pub fn tally(diagnostics: &[Diagnostic], tongue: Tongue) -> String {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let told: Vec<String> =
        [(count(Severity::Error), "error", "个错误"), (count(Severity::Warning), "warning", "个警告")]
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, en, zh)| match tongue {
                Tongue::En => several(n as u64, en),
                Tongue::Zh => format!("{n}{zh}"),
            })
            .collect();
    told.join(tongue.pick(", ", "，"))
}

/// Returns the diagnostics by place: policy files in the order in which they were read, then data files by name, then
/// what has no place. Where places are the same, code and message decide, so that stages may find them in any order.
fn by_place(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|d| {
        let span = d.primary.as_ref().map(|label| label.span);
        let rank = match (span, &d.data) {
            (Some(_), _) => 0,
            (None, Some(_)) => 1,
            (None, None) => 2,
        };
        (rank, span, &d.data, d.code, &d.message.en)
    });
    sorted
}

/// Where a span stands, as people and programs count.
struct Position<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    /// One past the last character.
    end_column: usize,
}

impl<'a> Position<'a> {
    fn of(span: Span, sources: &'a Sources) -> Self {
        let span = excerpt::within(span, sources);
        let (line, column) = sources.line_column(span);
        let (end_line, end_column) = sources.line_column(Span { start: span.end, ..span });
        Self { path: &sources.file(span.file).path, line, column, end_line, end_column }
    }
}

const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Says where in the data a fault lies: ``visits.csv:18, column `date` ``.
fn data_place(place: &DataPlace, tongue: Tongue) -> String {
    let mut told = place.file.clone();
    if place.row > 0 {
        told += &format!(":{}", place.row);
    }
    if let Some(column) = &place.column {
        told += &tell!(tongue, ", column `{column}`", "，列“{column}”");
    }
    told
}

#[cfg(test)]
mod tests;
