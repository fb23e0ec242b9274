//! The committed records of the Gongzhuling example are what the generator writes.

use std::{collections::BTreeSet, fs, path::Path};

use guiju_tests::records::files;

/// Rules that judge nobody until their assumption is changed.
const OTHER_READINGS: [&str; 6] =
    ["A5_2a_units", "A5_2a_rolling", "A5_2a_together", "A5_2b_visits", "A5_2b_all", "A8_2a_29"];

const FOLDER: &str = "../examples/gongzhuling";

#[test]
fn committed_records_are_what_the_generator_writes() {
    for file in files() {
        let committed = fs::read(Path::new(FOLDER).join(&file.name)).unwrap_or_default();
        assert!(
            committed == file.bytes,
            "{}: run `cargo run -p guiju-tests --bin gongzhuling-records -- examples/gongzhuling`",
            file.name
        );
    }
}

#[test]
fn the_folder_holds_nothing_else() {
    let manifest = "dataset.yaml".to_owned();
    let written: BTreeSet<String> = files().into_iter().map(|file| file.name).chain([manifest]).collect();
    let committed: BTreeSet<String> =
        fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(committed, written);
}

#[test]
fn the_generator_writes_the_same_bytes_twice() {
    assert_eq!(files(), files());
}

#[test]
fn every_rule_of_the_policy_has_a_planted_case() {
    let policy = fs::read_to_string("../policies/gongzhuling/policy.guiju").unwrap();
    let expected = fs::read_to_string(format!("{FOLDER}/expected.csv")).unwrap();
    let planted: BTreeSet<&str> = expected.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let heads = ["数量 ", "覆盖 ", "期限 ", "核查 "];
    let rules: BTreeSet<&str> = policy
        .lines()
        .filter(|line| heads.iter().any(|head| line.starts_with(head)))
        .filter_map(|line| line.split_whitespace().nth(3))
        .filter(|rule| !OTHER_READINGS.contains(rule))
        .collect();
    assert_eq!(rules.len(), 60, "{rules:?}");
    assert_eq!(rules.difference(&planted).collect::<Vec<_>>(), Vec::<&&str>::new());
}
