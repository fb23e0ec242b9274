//! How a policy is written: grammar, tree with spans, formatter, both tongues, diagnostics.

pub mod codes;
pub mod diagnostic;
pub mod files;
pub mod source;
pub mod tongue;

pub use codes::Code;
pub use diagnostic::{DataPlace, Diagnostic, Fix, Label, Message, Severity};
pub use files::{FileError, Files};
pub use source::{FileId, SourceFile, Sources, Span};
pub use tongue::Tongue;
