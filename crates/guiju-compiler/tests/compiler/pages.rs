//! The pages of the codes tell the truth: each example has the fault it is an example of.

use std::collections::BTreeSet;

use guiju_syntax::Code;

use crate::support::{VOCABULARY, compile};

/// Codes whose example would be too long to print in full, or is spread over policies that do not import each other.
const ABRIDGED: [Code; 3] = [Code::E0303, Code::E0405, Code::E0502];

/// The codes of this crate.
fn codes() -> impl Iterator<Item = Code> {
    let ours = |code: &Code| ("E02".."E07").contains(&code.as_str()) || ("W02".."W07").contains(&code.as_str());
    Code::ALL.iter().copied().filter(ours)
}

#[test]
fn every_page_has_a_title_in_both_tongues_and_its_parts() {
    for code in codes() {
        let page = code.page();
        let title = page.lines().next().unwrap_or_default();
        let (english, chinese) = title.split_once(" · ").unwrap_or_default();
        assert!(english.starts_with(&format!("# {code} ")) && !chinese.is_ascii(), "{code}: {title}");
        for part in ["**What it means.**", "**Example.**", "**Write instead.**"] {
            assert!(page.contains(part), "{code} lacks {part}");
        }
    }
}

#[test]
fn every_example_has_the_fault_of_its_page() {
    for code in codes().filter(|code| !ABRIDGED.contains(code)) {
        let example = code.page().split("```").nth(1).unwrap_or_default().trim_start_matches("text\n");
        let head = if example.contains("policy ") {
            "use \"../vocabulary.guiju\"\n"
        } else {
            "use \"../vocabulary.guiju\"\npolicy p \"p\" { effective from 2020-01-01 }\n"
        };
        let files = [
            ("vocabulary.guiju", VOCABULARY),
            ("province/policy.guiju", "policy province.visits \"Province\" { }\n"),
            ("city/policy.guiju", &format!("{head}{example}")),
        ];
        let checked = compile(&files, &["city/policy.guiju"]);
        let found: BTreeSet<Code> =
            checked.diagnostics.iter().chain(&guiju_compiler::lint(&checked)).map(|d| d.code).collect();
        assert!(found.contains(&code), "{code}: {found:?}\n{example}");
    }
}
