//! The report for people at a terminal.
//!
//! It reads from the top: which policy, as of when, on which data (`heading`, `data`); how many verdicts of each kind
//! each rule has (`counts`); what is breached, rule by rule, in a line or two with the rows of the files that show it
//! (`listing`, `shared`, `telling`); what cannot be told and why (`undetermined`); what can still be done, by due date (`mend`);
//! last the `totals`. What many verdicts share is said once above them. Colour only repeats what the words say. Signs
//! for drawing boxes are avoided: terminals set to Chinese may draw them two columns wide.

mod counts;
mod data;
mod heading;
mod listing;
mod mend;
mod page;
mod shared;
mod telling;
mod totals;
mod undetermined;
mod voice;

use crate::{Options, Report};
use page::Page;
use voice::Voice;

/// Returns the report, coloured with ANSI sequences.
#[must_use]
pub fn render(report: Report<'_>, options: &Options) -> String {
    let voice = Voice::new(report, options.tongue);
    let mut page = Page::new(options.width);
    heading::write(&mut page, &voice);
    counts::write(&mut page, &voice, options);
    if !options.summary_only {
        listing::write(&mut page, &voice, options);
        // Who asks for some verdicts alone wants no other.
        if options.only.is_none() {
            mend::write(&mut page, &voice, options);
        }
    }
    totals::write(&mut page, &voice);
    page.text
}

#[cfg(test)]
mod tests;
