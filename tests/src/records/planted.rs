//! Cases planted on purpose, each with what the regulation makes of it.
//!
//! Judged as of 2026-01-31, with records complete for 2025. Boundaries come in threes where there is room:
//! just enough, one too few, one too late; due on the day, the day after, never; moved by a holiday or a worked weekend.

mod conduct;
mod follow_up;
mod hazards;
mod outings;
mod stops;
mod tasks;

use super::office::Office;

/// Plants everything.
pub(super) fn fill(office: &mut Office) {
    outings::plant(office);
    tasks::plant(office);
    // What needs a certain day takes its stops first.
    follow_up::plant(office);
    hazards::plant(office);
    stops::plant(office);
    follow_up::plant_orders(office);
    conduct::plant(office);
}
