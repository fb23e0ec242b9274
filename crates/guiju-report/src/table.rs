//! The report for people at a terminal.
//!
//! It reads from the top: which policy, as of when, on which data (`heading`); how many verdicts of each kind each
//! rule has (`counts`); what is breached, rule by rule, with the lines of the files that show it and what can still be
//! done, then what cannot be told and why (`listing`); last the totals. Colour only repeats what the words say. Signs
//! for drawing boxes are avoided: terminals set to Chinese may draw them two columns wide.

mod counts;
mod heading;
mod listing;
mod page;

use crate::{Options, Report};
use page::Page;

/// Returns the report, coloured with ANSI sequences.
#[must_use]
pub fn render(report: Report<'_>, options: &Options) -> String {
    let mut page = Page::new(options.width);
    heading::write(&mut page, report, options.tongue);
    counts::write(&mut page, report, options);
    if !options.summary_only {
        listing::write(&mut page, report, options);
    }
    counts::write_totals(&mut page, report, options.tongue);
    page.text
}

/// Returns the name of a rule, with that of its policy where there are several.
fn rule_id(report: Report<'_>, rule: usize) -> String {
    let evaluation = report.evaluation;
    let rule = &evaluation.rules[rule];
    match evaluation.policies.as_slice() {
        [_] => rule.name.id.clone(),
        policies => format!("{}/{}", policies[rule.policy].name.id, rule.name.id),
    }
}

#[cfg(test)]
mod tests;
