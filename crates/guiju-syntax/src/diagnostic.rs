//! One plain diagnostic, made by every stage and rendered at the edge.
//!
//! A stage says *what* is wrong (a [`Code`], labels on exact spans, a fix); terminal,
//! JSON and editor decide *how* to show it, so they can never disagree. Every text exists in both tongues.

use crate::{codes::Code, source::Span};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; changes nothing.
    Warning,
    /// The policy or dataset cannot be used.
    Error,
}

/// A text in both tongues.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Message {
    /// English: one lower-case phrase without a full stop, user's text in backticks.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
}

impl Message {
    /// Creates a message from its two forms.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// Returns the text for a reader of `tongue`.
    #[must_use]
    pub fn in_tongue(&self, tongue: crate::Tongue) -> &str {
        tongue.pick(&self.en, &self.zh)
    }
}

/// A place in a source with a remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be said of it.
    pub message: Message,
}

/// A proposed edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does.
    pub message: Message,
    /// The text to replace.
    pub span: Span,
    /// The replacement.
    pub replacement: String,
    /// Whether it may be made without asking: it only writes down what was certainly meant.
    pub sure: bool,
}

/// A place in a data file: there are no byte spans in a spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DataPlace {
    /// The file, as named in the manifest.
    pub file: String,
    /// The line or row, 1 is the first; 0 where the whole file is meant.
    pub row: u64,
    /// The column's heading, where one is meant.
    pub column: Option<String>,
    /// The offending value, shortened to at most 60 characters.
    pub value: Option<String>,
}

/// Something wrong, or worth knowing, at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: Message,
    /// The place that is wrong; `None` where the fault lies in data.
    pub primary: Option<Label>,
    /// Places that explain it.
    pub secondary: Vec<Label>,
    /// The place in a data file.
    pub data: Option<DataPlace>,
    /// What to do, in words.
    pub help: Option<Message>,
    /// What to do, as an edit.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// Creates an error at a place in a policy.
    pub fn error(code: Code, span: Span, message: Message, label: Message) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message,
            primary: Some(Label { span, message: label }),
            secondary: Vec::new(),
            data: None,
            help: None,
            fix: None,
        }
    }

    /// Creates an error at a place in a data file.
    pub fn data_error(code: Code, place: DataPlace, message: Message) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message,
            primary: None,
            secondary: Vec::new(),
            data: Some(place),
            help: None,
            fix: None,
        }
    }

    /// Makes it a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Adds a place that explains it.
    #[must_use]
    pub fn also(mut self, span: Span, message: Message) -> Self {
        self.secondary.push(Label { span, message });
        self
    }

    /// Adds what to do, in words.
    #[must_use]
    pub fn help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    /// Adds what to do, as an edit.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>, message: Message) -> Self {
        self.fix = Some(Fix { message, span, replacement: replacement.into(), sure: false });
        self
    }

    /// Adds what to do, as an edit that `guiju check --fix` makes without asking.
    #[must_use]
    pub fn sure_fix(self, span: Span, replacement: impl Into<String>, message: Message) -> Self {
        let mut diagnostic = self.fix(span, replacement, message);
        diagnostic.fix.iter_mut().for_each(|fix| fix.sure = true);
        diagnostic
    }
}
