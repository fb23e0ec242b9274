//! The lines of a policy file that a message shows.

use guiju_syntax::{FileId, Sources, Span};
use std::ops::Range;

/// Whole lines of a file, with the number of the first.
pub(super) struct Excerpt<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) first_line: usize,
    start: usize,
}

impl<'a> Excerpt<'a> {
    /// Returns the lines of `file` that the spans touch, and what lies between them.
    ///
    /// A message shows these lines only, so the renderer need not read the whole file once for each.
    pub(super) fn of(file: FileId, spans: impl IntoIterator<Item = Span>, sources: &'a Sources) -> Self {
        let source = sources.file(file);
        let text = source.text.as_str();
        let mut spans = spans.into_iter().map(|span| within(span, sources));
        let touched = spans.next().unwrap_or(Span { file, start: 0, end: 0 });
        let touched = spans.fold(touched, Span::to);
        let start = text[..touched.start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[touched.end..].find('\n').map_or(text.len(), |newline| touched.end + newline);
        Self { path: &source.path, text: &text[start..end], first_line: text[..start].matches('\n').count() + 1, start }
    }

    /// Returns where a span of the file stands in the excerpt.
    pub(super) fn range(&self, span: Span, sources: &Sources) -> Range<usize> {
        let span = within(span, sources);
        span.start.saturating_sub(self.start)..span.end.saturating_sub(self.start)
    }
}

/// Returns the span cut to its file and widened to whole characters. A mistaken span shows a wrong place, never a panic.
pub(super) fn within(span: Span, sources: &Sources) -> Span {
    let text = &sources.file(span.file).text;
    let boundary = |at: &usize| text.is_char_boundary(*at);
    let start = span.start.min(text.len());
    let end = span.end.clamp(start, text.len());
    Span {
        start: (0..=start).rev().find(boundary).unwrap_or(0),
        end: (end..=text.len()).find(boundary).unwrap_or(text.len()),
        ..span
    }
}
