//! Lines of a given width. Everything written is made safe for a terminal first.

use anstyle::Style;
use guiju_report::text::{clean, pad, width, wrap};
use guiju_syntax::Tongue;

/// For what must be seen first.
pub(super) const BOLD: Style = Style::new().bold();
/// For what only guides the eye.
pub(super) const FAINT: Style = Style::new().dimmed();
/// For everything else.
pub(super) const PLAIN: Style = Style::new();

/// Where texts under a step begin.
const MARGIN: usize = 3;

/// A text that grows step by step.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) tongue: Tongue,
    width: usize,
    steps: usize,
}

impl Page {
    pub(super) const fn new(width: usize, tongue: Tongue) -> Self {
        Self { text: String::new(), tongue, width, steps: 0 }
    }

    /// Begins a numbered step.
    pub(super) fn step(&mut self, en: &str, zh: &str) {
        self.steps += 1;
        self.text.push('\n');
        self.line(BOLD, &format!("{}. {}", self.steps, self.tongue.pick(en, zh)));
    }

    /// Writes a line as it stands.
    pub(super) fn line(&mut self, style: Style, line: &str) {
        self.text += &format!("{style}{}{style:#}\n", clean(line));
    }

    /// Writes a text, wrapped.
    pub(super) fn paragraph(&mut self, text: &str) {
        for line in wrap(&clean(text), self.width.saturating_sub(MARGIN)) {
            self.text += &format!("{}{line}\n", " ".repeat(MARGIN));
        }
    }

    /// Writes a label and, beside it, a text that wraps under itself.
    pub(super) fn label(&mut self, en: &str, zh: &str, text: &str) {
        let label = self.tongue.pick(en, zh);
        let columns = (width(label) + 2).max(10);
        self.beside(label, columns, text);
    }

    /// Writes a head padded to some columns and, beside it, a text that wraps under itself.
    pub(super) fn beside(&mut self, head: &str, columns: usize, text: &str) {
        let head = pad(&clean(head), columns);
        let mut start = format!("{}{FAINT}{head}{FAINT:#}", " ".repeat(MARGIN));
        for line in wrap(&clean(text), self.width.saturating_sub(MARGIN + columns)) {
            self.text += &format!("{start}{line}\n");
            start = " ".repeat(MARGIN + columns);
        }
    }
}
