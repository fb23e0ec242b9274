//! What cannot be told, by the reason why: each reason is a list of work, cells to fill in or records to supply.

use super::{
    listing::{by_rule, write_more},
    page::{PLAIN, Page},
    telling::open_question,
    voice::Voice,
};
use crate::{
    Options,
    words::{self, tell},
};
use guiju_eval::{Reason, Verdict};
use std::collections::BTreeMap;

pub(super) fn write(page: &mut Page, verdicts: &[&Verdict], voice: &Voice<'_>, options: &Options) {
    let tongue = voice.tongue;
    let mut by_reason: BTreeMap<Option<Reason>, Vec<&Verdict>> = BTreeMap::new();
    for verdict in verdicts {
        by_reason.entry(verdict.reason).or_default().push(verdict);
    }
    for (reason, verdicts) in by_reason {
        let n = verdicts.len();
        let reason =
            reason.map_or(tongue.pick("no reason known", "原因不明"), |reason| words::reason(reason, tongue));
        page.gap();
        page.paragraph(2, PLAIN, &tell!(tongue, "{reason}: {n}", "{reason}：{n}"));
        for ((_, rule), verdicts) in by_rule(verdicts, voice) {
            let title = voice.rule_title(rule);
            for verdict in verdicts.iter().take(options.at_most) {
                let question = open_question(verdict, voice);
                page.item(4, &tell!(tongue, "{title}: {question}", "{title}：{question}"));
            }
            write_more(page, 4, verdicts.len().saturating_sub(options.at_most), tongue);
        }
    }
}
