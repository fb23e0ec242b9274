//! Diagnostics for programs: one object a line, with fields that keep their names and order.

use super::{Position, by_place, severity_word};
use guiju_syntax::{DataPlace, Diagnostic, Fix, Label, Sources, Span, Tongue};
use serde::Serialize;

/// The name of the form and its version.
pub const SCHEMA: &str = "guiju/diagnostics/1";

/// Returns diagnostics as JSON. Columns are counted in characters from 1, ends are one past the last character.
#[must_use]
pub fn json(diagnostics: &[Diagnostic], sources: &Sources, tongue: Tongue) -> String {
    let lines: Vec<String> = by_place(diagnostics)
        .into_iter()
        .map(|d| Object::of(d, sources, tongue))
        // Plain structs of text and numbers always serialise.
        .filter_map(|object| serde_json::to_string(&object).ok())
        .map(|line| format!("\n  {line}"))
        .collect();
    format!("{{\"schema\":\"{SCHEMA}\",\n \"diagnostics\":[{}]}}\n", lines.join(","))
}

#[derive(Serialize)]
struct Object<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    data: Option<Data<'a>>,
    help: Option<&'a str>,
    fix: Option<Edit<'a>>,
    label: Option<&'a str>,
    secondary: Vec<Remark<'a>>,
}

#[derive(Serialize, Default)]
struct Place<'a> {
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

#[derive(Serialize)]
struct Data<'a> {
    file: &'a str,
    /// `null` where the whole file is meant.
    row: Option<u64>,
    column: Option<&'a str>,
    value: Option<&'a str>,
}

#[derive(Serialize)]
struct Edit<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Remark<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

impl<'a> Object<'a> {
    fn of(d: &'a Diagnostic, sources: &'a Sources, tongue: Tongue) -> Self {
        let primary = d.primary.as_ref();
        Self {
            code: d.code.as_str(),
            severity: severity_word(d.severity),
            message: d.message.in_tongue(tongue),
            place: primary.map(|label| Place::of(label.span, sources)).unwrap_or_default(),
            data: d.data.as_ref().map(Data::of),
            help: d.help.as_ref().map(|help| help.in_tongue(tongue)),
            fix: d.fix.as_ref().map(|fix| Edit::of(fix, sources, tongue)),
            label: primary.map(|label| label.message.in_tongue(tongue)),
            secondary: d.secondary.iter().map(|label| Remark::of(label, sources, tongue)).collect(),
        }
    }
}

impl<'a> Place<'a> {
    fn of(span: Span, sources: &'a Sources) -> Self {
        let position = Position::of(span, sources);
        Self {
            path: Some(position.path),
            line: Some(position.line),
            column: Some(position.column),
            end_line: Some(position.end_line),
            end_column: Some(position.end_column),
        }
    }
}

impl<'a> Data<'a> {
    fn of(place: &'a DataPlace) -> Self {
        Self {
            file: &place.file,
            row: Some(place.row).filter(|row| *row > 0),
            column: place.column.as_deref(),
            value: place.value.as_deref(),
        }
    }
}

impl<'a> Edit<'a> {
    fn of(fix: &'a Fix, sources: &'a Sources, tongue: Tongue) -> Self {
        Self {
            message: fix.message.in_tongue(tongue),
            place: Place::of(fix.span, sources),
            replacement: &fix.replacement,
        }
    }
}

impl<'a> Remark<'a> {
    fn of(label: &'a Label, sources: &'a Sources, tongue: Tongue) -> Self {
        Self { message: label.message.in_tongue(tongue), place: Place::of(label.span, sources) }
    }
}
