//! An expected verdict, and the search for it among those that came out.

use super::Failure;
use guiju_calendar::{Day, Family, Window, parse_label};
use guiju_eval::{Evaluation, Reason, Verdict};
use guiju_report::{phrases::phrase, words};
use guiju_syntax::Tongue;

/// How many verdicts are named where an expected one is not found.
const FEW: usize = 8;

/// An expected verdict; what is `None` is not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Expectation {
    /// The rule, by either of its names.
    pub(crate) rule: String,
    /// The subject's key, or its name for people.
    pub(crate) subject: Option<String>,
    /// The window's label (`2026-02`), its first day, or the trigger's day.
    pub(crate) window: Option<String>,
    /// The stage of a path; the first if left out.
    pub(crate) stage: Option<String>,
    /// The verdict's stable word.
    pub(crate) verdict: String,
    /// The reason's stable word.
    pub(crate) reason: Option<String>,
    /// The due day.
    pub(crate) due: Option<Day>,
    /// What the records show, as told in either tongue.
    pub(crate) actual: Option<String>,
}

impl Expectation {
    /// Returns what came out otherwise.
    pub(crate) fn compare(&self, evaluation: &Evaluation) -> Vec<Failure> {
        let found = self.find(evaluation);
        let [verdict] = found.as_slice() else {
            let all = evaluation.verdicts.iter().filter(|verdict| self.is_of_rule(verdict, evaluation));
            // Those of the same subject first: often only the window is mistaken.
            let (mut near, far): (Vec<&Verdict>, Vec<&Verdict>) = all.partition(|verdict| self.is_of_subject(verdict));
            near.extend(far);
            let others = near.into_iter().take(FEW).map(name).collect();
            return vec![Failure::Lost { whose: self.whose(), n_found: found.len(), others }];
        };
        let reason = verdict.reason.map_or("none", Reason::word);
        let due = verdict.due.map_or("none".to_owned(), |due| due.to_string());
        let actual = [Tongue::En, Tongue::Zh].map(|tongue| phrase(&verdict.actual, tongue));
        let spaceless = |text: &str| text.split_whitespace().collect::<String>();
        let is_actual = |asked: &String| actual.iter().any(|actual| spaceless(actual) == spaceless(asked));
        let compared = [
            ("verdict", Some(self.verdict.clone()), verdict.outcome.word().to_owned()),
            ("reason", self.reason.clone(), reason.to_owned()),
            ("due", self.due.map(|due| due.to_string()), due),
            ("actual", self.actual.clone().filter(|asked| !is_actual(asked)), actual[0].clone()),
        ];
        compared
            .into_iter()
            .filter_map(|(what, expected, got)| Some((what, expected?, got)))
            .filter(|(_, expected, got)| expected != got)
            .map(|(what, expected, got)| Failure::Differs { whose: self.whose(), what: what.to_owned(), expected, got })
            .collect()
    }

    /// Returns the verdicts that fit: of the rule, subject and window named. A window named whole also names its part in
    /// which the subject was in force.
    fn find<'a>(&self, evaluation: &'a Evaluation) -> Vec<&'a Verdict> {
        let mine = |verdict: &&Verdict| {
            self.is_of_rule(verdict, evaluation)
                && self.is_of_subject(verdict)
                && is_of_stage(verdict, self.stage.as_deref())
        };
        let mine: Vec<&Verdict> = evaluation.verdicts.iter().filter(mine).collect();
        let Some(label) = &self.window else { return mine };
        let exact: Vec<&Verdict> = mine
            .iter()
            .copied()
            .filter(|verdict| verdict.window.is_some_and(|window| is_called(window, label)))
            .collect();
        match parse_label(label) {
            Some((family, whole)) if exact.is_empty() && family != Family::Day => {
                mine.into_iter().filter(|verdict| verdict.window.is_some_and(|part| part.is_within(whole))).collect()
            }
            _ => exact,
        }
    }

    fn is_of_rule(&self, verdict: &Verdict, evaluation: &Evaluation) -> bool {
        evaluation.rules.get(verdict.rule).is_some_and(|rule| rule.is_called(&self.rule))
    }

    fn is_of_subject(&self, verdict: &Verdict) -> bool {
        let subject = &verdict.subject;
        self.subject.as_deref().is_none_or(|asked| subject.key == asked || subject.label.as_deref() == Some(asked))
    }

    fn whose(&self) -> String {
        let parts = [Some(self.rule.as_str()), self.subject.as_deref(), self.window.as_deref(), self.stage.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Returns whether a window goes by a label: that of a whole calendar window, or its first day.
pub(crate) fn is_called(window: Window, label: &str) -> bool {
    words::window(window, Tongue::En) == label || window.from.to_string() == label || window.to_string() == label
}

/// Returns whether a verdict is about a stage; where none is named, about the first of a path or no path at all.
pub(crate) fn is_of_stage(verdict: &Verdict, asked: Option<&str>) -> bool {
    match (asked, &verdict.stage) {
        (None, stage) => stage.as_ref().is_none_or(|stage| stage.number == 0),
        (Some(asked), Some(stage)) => stage.is(asked),
        (Some(_), None) => false,
    }
}

/// Names a verdict by subject, window and stage, with what holds.
pub(crate) fn name(verdict: &Verdict) -> String {
    let window = verdict.window.map(|window| words::window(window, Tongue::En)).unwrap_or_default();
    let stage = verdict.stage.as_ref().map(guiju_eval::Stage::word).unwrap_or_default();
    let parts = [verdict.subject.key.as_str(), &window, &stage, verdict.outcome.word()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
