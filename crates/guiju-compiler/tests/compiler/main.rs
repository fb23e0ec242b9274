//! What the compiler makes of policies, and what it says of faulty ones.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod exemption;
mod graph;
mod lints;
mod meaning;
mod names;
mod pages;
mod properties;
mod state;
mod structure;
mod support;
mod together;
mod tongues;
mod types;
