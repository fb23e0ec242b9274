//! How a report speaks: about which result, in which tongue, and what its heading has said already.

use crate::{
    Report,
    phrases::named_phrase,
    words::{self, tell},
};
use guiju_eval::{Evaluation, Phrase, RuleInfo};
use guiju_syntax::Tongue;

/// The assumption of a text that does not say since when it is in force.
const EFFECTIVE: &str = "effective";

/// What every part of a report needs in order to speak.
pub(super) struct Voice<'a> {
    pub(super) evaluation: &'a Evaluation,
    pub(super) report: Report<'a>,
    pub(super) tongue: Tongue,
    /// By policy: whether all its verdicts assume that it is in force, so that its heading says so for all of them.
    unknown_force: Vec<bool>,
}

impl<'a> Voice<'a> {
    pub(super) fn new(report: Report<'a>, tongue: Tongue) -> Self {
        let evaluation = report.evaluation;
        let mut unknown_force: Vec<Option<bool>> = vec![None; evaluation.policies.len()];
        for verdict in &evaluation.verdicts {
            let all = unknown_force[verdict.policy].get_or_insert(true);
            *all = *all && verdict.assumes.iter().any(|name| name == EFFECTIVE);
        }
        let unknown_force = unknown_force.into_iter().map(|all| all == Some(true)).collect();
        Self { evaluation, report, tongue, unknown_force }
    }

    /// Returns whether the text of a policy does not say since when it is in force.
    pub(super) fn force_is_unknown(&self, policy: usize) -> bool {
        self.unknown_force[policy]
    }

    /// Returns what a verdict's rule is.
    pub(super) fn rule(&self, rule: usize) -> &'a RuleInfo {
        &self.evaluation.rules[rule]
    }

    /// Returns what the reader calls a rule, with its policy where there are several.
    pub(super) fn rule_name(&self, rule: usize) -> String {
        let rule = self.rule(rule);
        let name = rule.name.in_tongue(self.tongue);
        match self.evaluation.policies.as_slice() {
            [_] => name.to_owned(),
            policies => format!("{}/{name}", policies[rule.policy].name.in_tongue(self.tongue)),
        }
    }

    /// Returns a rule's name and title.
    pub(super) fn rule_title(&self, rule: usize) -> String {
        format!("{} {}", self.rule_name(rule), self.rule(rule).title.in_tongue(self.tongue))
    }

    /// Returns what the reader calls a kind of record, a field, an assumption.
    pub(super) fn name<'b>(&'b self, id: &'b str) -> &'b str {
        words::name(&self.evaluation.names, id, self.tongue)
    }

    /// Returns what the reader calls a kind of subject; pairs, and the values of a field, name several things.
    pub(super) fn kind(&self, record: &str) -> String {
        let parts = record.split_inclusive(['|', '.']).map(|part| {
            let id = part.trim_end_matches(['|', '.']);
            format!("{}{}", self.name(id), &part[id.len()..])
        });
        parts.collect()
    }

    /// Says a fact in the reader's words.
    pub(super) fn say(&self, fact: &Phrase) -> String {
        named_phrase(fact, &self.evaluation.names, self.tongue)
    }

    /// Says on which assumptions something rests; what the heading of the policy says already is left out.
    pub(super) fn assumptions(&self, ids: &[String], policy: usize) -> Option<String> {
        let tongue = self.tongue;
        let untold = ids.iter().filter(|id| *id != EFFECTIVE || !self.force_is_unknown(policy));
        let names = untold.map(|id| match id.as_str() {
            EFFECTIVE => tongue.pick("in force throughout", "一直施行"),
            id => self.name(id),
        });
        let names = names.collect::<Vec<_>>().join(tongue.pick(", ", "、"));
        (!names.is_empty()).then(|| tell!(tongue, "assumes: {names}", "暂定：{names}"))
    }
}
