//! The command as offices use it: words in, text, files and exit statuses out.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod office;

mod check;
mod eval;
mod fmt;
mod graph;
mod illegible;
mod test;
mod why;
