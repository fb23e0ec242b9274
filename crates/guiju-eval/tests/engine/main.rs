//! The engine from text to verdicts: policy, records and verdicts side by side, by topic.

#![expect(clippy::unwrap_used, clippy::panic, reason = "all of it is tests")]

mod harness;
mod illegible;

mod as_of;
mod before;
mod calendar_quantity;
mod carve_out;
mod check;
mod clock;
mod coverage;
mod cycle;
mod deadline;
mod event;
mod exemption;
mod exists;
mod expression;
mod gap;
mod garbage;
mod history;
mod hold;
mod hours;
mod last;
mod matching;
mod matrix;
mod measure;
mod partial;
mod path;
mod properties;
mod recurring;
mod rolling;
mod schedule;
mod sequence;
mod spacing;
mod state;
mod time;
mod two_sided;
mod worked_dates;
