//! Whatever a file holds, the compiler answers: no panic, no endless work, the same answer twice.

use std::collections::BTreeMap;

use guiju_compiler::{Root, RuleGraph, check};
use proptest::prelude::*;

use crate::support::VOCABULARY;

const SAMPLE: &str = include_str!("../../../guiju-syntax/tests/sample.guiju");

/// A policy over the vocabulary that uses most of the language.
const POLICY: &str = r#"use "vocabulary.guiju"
policy p "p" { effective from 2020-01-01; source src "p.txt" }
param n = 4, 6 from 2022-07-01 cite 1
assume prompt = 3 working days because "b" cite src 7
table limits (days, visits) { low: 30 days, 1; middle, high: 10 days, 2 } cite 6
event round from visit where covert per unit, date { worst = least score; n = count; last_note = last note by score }
sequence rounds of round where n > 0 per unit by date
register places of unit.place
define poor of visit: score < n and (exists report where visit = this and signed)
define begun of visit: end where covert; else date
quantity A1 "a" { cite 1; per g in groups where kind = special; every calendar month by date; count visit where group = g and not poor; at least lookup(limits.visits, high) }
quantity A2 "a" { cite 1; per u in units, g in groups; every rolling u.frequency days; count distinct note of visit where begun > 2020-01-01; between 1 and greater of (3, u.frequency) }
coverage A3 "a" { cite 1; every calendar year by date; at least 90% of units by unit of visit where covert }
coverage A4 "a" { cite 1; each visit unless score > 3; all of contents by items }
deadline A5 "a" { cite 1; each visit as v where poor; from end; must report.submitted where signed; within prompt; matching shared; late void }
deadline A6 "a" { cite 1; per g in groups; every calendar month; must visit.date; by day 30 of the next }
deadline A7 "a" { cite 1; each round where worst < 60; must next rounds where worst >= 60; by date + 3 months }
check A8 "a" { cite 1; each visit; must size of team between 5 and 7 and items has all {fire, gas} and (previous visits.score known or days from date to end <= 3) }
sequence visits of visit per unit by date
check A9 "a" { cite 1; never each leak where date > start of month of 2020-05-05 }
example "e" of A1 { given visit { id "v", group "g", items {fire}, date 2025-01-01 }; as of 2025-03-01; expect "g" 2025-02 violated }
clause 9 not checkable because "b" attested by report
"#;

fn run(text: &str) -> (String, String) {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    files.insert("vocabulary.guiju".to_owned(), VOCABULARY.as_bytes().to_vec());
    files.insert("policy.guiju".to_owned(), text.as_bytes().to_vec());
    let roots = [Root { files: &files, path: "policy.guiju".to_owned(), shown: String::new() }];
    let checked = check(&roots);
    let graph = RuleGraph::of(&checked.program);
    assert!(graph.strata().is_ok(), "a program has no circles: {:?}", graph.cycles());
    for diagnostic in &checked.diagnostics {
        // Every place lies in its file, on whole characters.
        for label in diagnostic.primary.iter().chain(&diagnostic.secondary) {
            let text = &checked.sources.file(label.span.file).text;
            assert!(text.get(label.span.start..label.span.end).is_some(), "{diagnostic:?}");
        }
        assert!(!diagnostic.message.en.is_empty() && !diagnostic.message.zh.is_empty());
    }
    (format!("{:?}", checked.diagnostics), graph.to_json())
}

/// Words of a text, with the blanks and marks between them.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        let word = c.is_alphanumeric() || c == '_';
        if at > start && (word != inside || !word) {
            pieces.push(&text[start..at]);
            start = at;
        }
        inside = word;
    }
    pieces.push(&text[start..]);
    pieces
}

#[test]
fn the_policy_that_is_broken_below_has_nothing_wrong() {
    assert_eq!(run(POLICY).0, "[]");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_policy_with_words_exchanged_never_panics(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3u8), 1..6)) {
        for text in [POLICY, SAMPLE] {
            let source = pieces(text);
            let mut changed: Vec<&str> = source.clone();
            for (at, from, how) in &edits {
                let at = at.index(changed.len());
                match how {
                    0 => changed[at] = source[from.index(source.len())],
                    1 => { changed.remove(at); }
                    _ => changed.insert(at, source[from.index(source.len())]),
                }
            }
            let text = changed.concat();
            let first = run(&text);
            if source.len() == pieces(POLICY).len() {
                prop_assert_eq!(first, run(&text));
            }
        }
    }

    #[test]
    fn a_policy_with_lines_exchanged_never_panics(order in prop::collection::vec(any::<prop::sample::Index>(), 4..40)) {
        let lines: Vec<&str> = POLICY.lines().collect();
        let text: Vec<&str> = order.iter().map(|i| lines[i.index(lines.len())]).collect();
        run(&text.join("\n"));
    }
}
