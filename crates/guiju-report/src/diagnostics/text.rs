//! Diagnostics for people: the place in the text with carets under it, and what to do.

use super::{by_place, data_place, excerpt::Excerpt};
use crate::{text::clean, words::tell};
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet};
use guiju_syntax::{DataPlace, Diagnostic, FileId, Fix, Label, Message, Severity, Sources, Tongue};

/// Returns diagnostics as text with ANSI colours, each followed by an empty line.
#[must_use]
pub fn text(diagnostics: &[Diagnostic], sources: &Sources, tongue: Tongue, width: usize) -> String {
    let renderer = Renderer::styled().term_width(width);
    by_place(diagnostics).into_iter().map(|d| renderer.render(&groups(d, sources, tongue)) + "\n\n").collect()
}

/// Lays out one diagnostic: what is wrong and where, then the proposed edit.
fn groups<'a>(d: &'a Diagnostic, sources: &'a Sources, tongue: Tongue) -> Vec<Group<'a>> {
    let (level, name) = match d.severity {
        Severity::Error => (Level::ERROR, tongue.pick("error", "错误")),
        Severity::Warning => (Level::WARNING, tongue.pick("warning", "警告")),
    };
    let title = level.with_name(name).primary_title(shown(&d.message, tongue)).id(d.code.as_str());
    let mut group = Group::with_title(title);
    for file in files(d) {
        group = group.element(labelled(d, file, sources, tongue));
    }
    if let Some(place) = &d.data {
        group = group.element(cell(place, tongue));
    }
    if let Some(help) = &d.help {
        group = group.element(help_level(tongue).message(shown(help, tongue)));
    }
    let mut groups = vec![group];
    groups.extend(d.fix.as_ref().map(|fix| edit(fix, sources, tongue)));
    groups
}

/// Returns a message made safe for a terminal: it may quote a policy or a cell. Its own line breaks stay.
fn shown(message: &Message, tongue: Tongue) -> String {
    let lines: Vec<_> = message.in_tongue(tongue).split('\n').map(clean).collect();
    lines.join("\n")
}

fn help_level(tongue: Tongue) -> Level<'static> {
    Level::HELP.with_name(tongue.pick("help", "建议"))
}

/// Returns the files that labels point into, that of the primary label first.
fn files(d: &Diagnostic) -> Vec<FileId> {
    let mut files = Vec::new();
    for label in d.primary.iter().chain(&d.secondary) {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

fn labelled<'a>(d: &'a Diagnostic, file: FileId, sources: &'a Sources, tongue: Tongue) -> Snippet<'a, Annotation<'a>> {
    let labels = || {
        let primary = d.primary.iter().map(|label| (AnnotationKind::Primary, label));
        let secondary = d.secondary.iter().map(|label| (AnnotationKind::Context, label));
        primary.chain(secondary).filter(|(_, label)| label.span.file == file)
    };
    let excerpt = Excerpt::of(file, labels().map(|(_, label)| label.span), sources);
    let annotate = |(kind, label): (AnnotationKind, &'a Label)| {
        let words = shown(&label.message, tongue);
        kind.span(excerpt.range(label.span, sources)).label((!words.is_empty()).then_some(words))
    };
    Snippet::source(excerpt.text)
        .path(clean(excerpt.path))
        .line_start(excerpt.first_line)
        .annotations(labels().map(annotate))
}

/// Shows a cell of a data file as if it were a line of source.
fn cell<'a>(place: &'a DataPlace, tongue: Tongue) -> Element<'a> {
    let Some(value) = &place.value else {
        return Origin::path(clean(&data_place(place, tongue)).into_owned()).into();
    };
    // A cell may hold line breaks, which would look like further rows.
    let value: String = value
        .chars()
        .flat_map(|c| match c.is_control() {
            true => c.escape_default().collect(),
            false => vec![c],
        })
        .collect();
    let row = usize::try_from(place.row).unwrap_or(usize::MAX);
    let column = place.column.as_ref();
    let column = column.map(|column| clean(&tell!(tongue, "column `{column}`", "列“{column}”")).into_owned());
    let whole = AnnotationKind::Primary.span(0..value.len()).label(column);
    Snippet::source(value).path(clean(&place.file)).line_start(row).annotation(whole).into()
}

/// Shows the proposed edit.
fn edit<'a>(fix: &'a Fix, sources: &'a Sources, tongue: Tongue) -> Group<'a> {
    let excerpt = Excerpt::of(fix.span.file, [fix.span], sources);
    let patch = Patch::new(excerpt.range(fix.span, sources), fix.replacement.as_str());
    help_level(tongue)
        .secondary_title(shown(&fix.message, tongue))
        .element(Snippet::source(excerpt.text).path(clean(excerpt.path)).line_start(excerpt.first_line).patch(patch))
}
