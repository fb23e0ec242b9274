//! What the verdicts of a rule have in common, so that it is told once under the rule's heading.

use super::{telling::asked, voice::Voice};
use crate::words;
use guiju_eval::{Phrase, Reason, Verdict};

/// What verdicts of one rule have in common.
#[derive(Default)]
pub(super) struct Shared {
    /// What is asked of all alike, in words.
    pub(super) asked: Option<String>,
    /// The assumptions that all rest on.
    pub(super) assumes: Vec<String>,
    /// The reason of all; one verdict alone tells its own.
    pub(super) reason: Option<Reason>,
    /// The way out of all; one verdict alone tells its own.
    pub(super) way_out: Option<Phrase>,
}

impl Shared {
    /// Finds what verdicts of one rule have in common.
    pub(super) fn of(verdicts: &[&Verdict], voice: &Voice<'_>) -> Self {
        let [first, rest @ ..] = verdicts else { return Self::default() };
        let in_all = |name: &&String| rest.iter().all(|verdict| verdict.assumes.contains(name));
        let asked = |verdict: &Verdict| asked(verdict, voice).0;
        let all = |same: &dyn Fn(&Verdict) -> bool| rest.iter().all(|verdict| same(verdict));
        let several = !rest.is_empty();
        Self {
            asked: asked(first).filter(|text| all(&|verdict| asked(verdict).as_ref() == Some(text))),
            assumes: first.assumes.iter().filter(in_all).cloned().collect(),
            reason: first.reason.filter(|_| several && all(&|verdict| verdict.reason == first.reason)),
            way_out: first.way_out.clone().filter(|_| several && all(&|verdict| verdict.way_out == first.way_out)),
        }
    }

    /// Says it, each part with its label; way outs that go without saying are left out.
    pub(super) fn told(&self, policy: usize, untold: &[Phrase], voice: &Voice<'_>) -> Option<String> {
        let tongue = voice.tongue;
        let label = |en, zh, text: String| format!("{}{text}", tongue.pick(en, zh));
        let way_out = self.way_out.as_ref().filter(|way_out| !untold.contains(way_out));
        let parts = [
            self.asked.clone().map(|text| label("expected: ", "要求：", text)),
            self.reason.map(|reason| label("reason: ", "原因：", words::reason(reason, tongue).to_owned())),
            way_out.map(|fact| label("way out: ", "补救：", voice.say(fact))),
            voice.assumptions(&self.assumes, policy),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(tongue.pick("; ", "；")))
    }
}
