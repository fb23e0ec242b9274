//! What the compiler makes of policies, and what it says of faulty ones.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod exemption;
mod graph;
mod history;
mod lints;
mod meaning;
mod measure;
mod names;
mod pages;
mod path;
mod properties;
mod state;
mod structure;
mod support;
mod time;
mod together;
mod tongues;
mod types;
mod window;
