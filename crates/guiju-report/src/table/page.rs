//! Lines on a page of a given width.

use crate::text::{clean, pad, wrap};
use anstyle::Style;

/// For what must be seen first.
pub(super) const BOLD: Style = Style::new().bold();
/// For what only guides the eye.
pub(super) const FAINT: Style = Style::new().dimmed();
/// For everything else.
pub(super) const PLAIN: Style = Style::new();

/// A text that grows line by line. Everything written is made safe for a terminal first.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) width: usize,
}

impl Page {
    pub(super) fn new(width: usize) -> Self {
        Self { text: String::new(), width }
    }

    /// Ends a paragraph.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Writes a text, wrapped.
    pub(super) fn paragraph(&mut self, indent: usize, style: Style, text: &str) {
        for line in wrap(&clean(text), self.width.saturating_sub(indent)) {
            self.text += &format!("{}{style}{line}{style:#}\n", " ".repeat(indent));
        }
    }

    /// Writes a line as it stands.
    pub(super) fn line(&mut self, style: Style, line: &str) {
        self.text += &format!("{style}{}{style:#}\n", clean(line));
    }

    /// Writes a text whose lines after the first stand two columns further in.
    pub(super) fn item(&mut self, indent: usize, text: &str) {
        let mut margin = indent;
        for line in wrap(&clean(text), self.width.saturating_sub(indent + 2)) {
            self.text += &format!("{}{line}\n", " ".repeat(margin));
            margin = indent + 2;
        }
    }

    /// Writes a head padded to some columns and, beside it, a text that wraps under itself. Where the head would take
    /// half the page, the text stands below it.
    pub(super) fn beside(&mut self, indent: usize, (style, head, columns): (Style, &str, usize), text: &str) {
        let margin = " ".repeat(indent);
        if (indent + columns) * 2 > self.width {
            self.paragraph(indent, style, head);
            return self.paragraph(indent + 2, PLAIN, text);
        }
        let head = pad(&clean(head), columns);
        let mut start = format!("{margin}{style}{head}{style:#}");
        for line in wrap(&clean(text), self.width.saturating_sub(indent + columns)) {
            self.text += &format!("{start}{line}\n");
            start = format!("{margin}{}", " ".repeat(columns));
        }
    }
}
