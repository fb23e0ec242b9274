//! How a policy is written: grammar, tree with spans, formatter, both tongues, diagnostics.
//!
//! In: the text of a policy file. Out: its tree ([`ast::File`]) and everything wrong with it. The grammar is
//! `grammar/guiju.pest`; it cuts broken pieces out, so that one run reports all faults of a file.

pub mod ast;
pub mod codes;
pub mod diagnostic;
pub mod files;
pub mod format;
pub mod parse;
pub mod scan;
pub mod source;
pub mod tongue;

mod keyword;
mod lower;
mod recover;
mod syntax;

pub use codes::Code;
pub use diagnostic::{DataPlace, Diagnostic, Fix, Label, Message, Severity};
pub use files::{FileError, Files};
pub use format::{Names, Options as FormatOptions, format, format_expr, format_stage_part, tongue_of};
pub use parse::{Parsed, parse, read};
pub use source::{FileId, SourceFile, Sources, Span};
pub use tongue::Tongue;
