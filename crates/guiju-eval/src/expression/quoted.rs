//! Verdicts of other rules, as conditions.

use std::collections::{BTreeMap, HashMap};

use guiju_compiler::hir::{Expr, RuleId};

use crate::{
    frame::Frame,
    values::{NO_ROW, Tri, Values},
    verdict::{Outcome, Verdict},
    world::World,
};

/// What a rule said of each record: window or none, and outcome.
pub(crate) type Judged = HashMap<u32, Vec<(Option<(i32, i32)>, Outcome)>>;

/// A rule, and the stage of it if it is a path: 0 is the root, and every other rule.
pub(crate) type Quotable = (RuleId, usize);

impl<'a> World<'a> {
    /// Whether a rule's verdict on each row is the one asked for.
    ///
    /// The row's date picks the window. A record the rule does not judge has no verdict, so that the answer is no; where
    /// the verdict itself is not determined, neither is the answer.
    pub(super) fn quoted(&self, rule: Quotable, verdict: &str, of: &'a Expr, frame: &Frame<'a>) -> Vec<Tri> {
        let Values::Row(rows) = self.eval(of, frame) else { return vec![Tri::Unknown; frame.len] };
        let Some(judged) = self.judged.get(&rule) else {
            // A stage that no record has reached has no verdicts; a rule that was not judged is not known.
            let judged = self.judged.contains_key(&(rule.0, 0));
            return vec![if judged { Tri::No } else { Tri::Unknown }; frame.len];
        };
        let illegible = self.illegible(of, frame);
        let answer = |(i, row): (usize, &u32)| {
            let date = frame.dates.as_ref().and_then(|d| d.get(i).copied().flatten()).unwrap_or_else(|| self.as_of());
            let undated = frame.dates.as_ref().is_some_and(|d| d.get(i).copied().flatten().is_none());
            if *row == NO_ROW && illegible[i]
                || undated && judged.get(row).is_some_and(|list| list.iter().any(|(window, _)| window.is_some()))
            {
                return Tri::Unknown;
            }
            let verdicts = judged.get(row).filter(|_| *row != NO_ROW);
            let outcome = verdicts.and_then(|list| {
                let inside = |w: &Option<(i32, i32)>| w.is_none_or(|(from, to)| from <= date && date <= to);
                // Of several (a record that starts several duties) the worst counts.
                list.iter()
                    .filter(|(window, _)| inside(window) || list.len() == 1)
                    .map(|(_, o)| *o)
                    .max_by_key(|o| weight(*o))
            });
            match outcome {
                None => Tri::No,
                Some(Outcome::Undetermined) if verdict != "undetermined" => Tri::Unknown,
                Some(outcome) if verdict == "breached" => Tri::from_option(Some(outcome.is_breach())),
                Some(outcome) => Tri::from_option(Some(outcome.word() == verdict)),
            }
        };
        rows.iter().enumerate().map(answer).collect()
    }

    /// Keeps what a rule said, for the rules that quote it.
    pub(crate) fn keep(&mut self, rule: RuleId, verdicts: &[Verdict]) {
        let mut judged: BTreeMap<usize, Judged> = BTreeMap::from([(0, Judged::new())]);
        let mut rows: HashMap<&str, HashMap<&str, u32>> = HashMap::new();
        for verdict in verdicts {
            let name = verdict.subject.record.as_str();
            let Some(record) = self.program.schema.find_record(name) else { continue };
            let table = self.table(record);
            let by_key = rows
                .entry(name)
                .or_insert_with(|| (0u32..).zip(0..table.n_rows).map(|(n, i)| (table.key(i), n)).collect());
            if let Some(row) = by_key.get(verdict.subject.key.as_str()) {
                let window = verdict.window.map(|w| (w.from.number(), w.to.number()));
                let stage = verdict.stage.as_ref().map_or(0, |stage| stage.number);
                judged.entry(stage).or_default().entry(*row).or_default().push((window, verdict.outcome));
            }
        }
        self.judged.extend(judged.into_iter().map(|(stage, judged)| ((rule, stage), judged)));
    }
}

/// How bad an outcome is, for picking the worst.
fn weight(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Violated => 8,
        Outcome::Overdue => 7,
        Outcome::MetLate => 6,
        Outcome::Undetermined => 5,
        Outcome::Pending => 4,
        Outcome::Met => 3,
        Outcome::Exempt => 2,
        Outcome::NotApplicable => 1,
        Outcome::Discharged => 0,
    }
}
