//! What stands between two headings, at work: policies compiled, records loaded, verdicts told as a table.
//!
//! A fragment of a policy is completed by the vocabulary `inspection.guiju`, the head `policy.guiju` (unless it has one of
//! its own) and the fragments before it under the same heading. Files that it imports are those of `policies/`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use guiju_calendar::{Day, Duration};
use guiju_compiler::{Checked, Root, check, hir::Value};
use guiju_data::{LoadOptions, Loaded, load};
use guiju_eval::{Evaluation, Options, Verdict, evaluate};
use guiju_report::{phrases::phrase, words};
use guiju_syntax::{FormatOptions, Severity, Tongue, format};

/// Files in memory.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The fragments, records and manifest under one heading.
#[derive(Debug, Default, Clone)]
pub(crate) struct Scene {
    /// Fragments of a policy, in order.
    pub(crate) fragments: Vec<String>,
    /// The files beside the manifest.
    pub(crate) files: Files,
    /// The dataset's manifest, if one is shown.
    pub(crate) manifest: Option<String>,
}

/// As of which day a scene is judged, and how otherwise than usual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    as_of: Day,
    known_by: Option<Day>,
    assume: Vec<(String, String)>,
}

impl Asked {
    /// Reads `As of 2025-03-10, known by 2025-03-01, with prompt=5wd`, which may stand anywhere in a line.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let behind = |words: &str| line.split_once(words).map(|(_, rest)| rest);
        let day = |words: &str| Day::parse_iso(behind(words)?.get(..10)?).ok();
        let assume =
            behind(", with `").and_then(|rest| rest.split_once('`')).and_then(|(words, _)| words.split_once('='));
        Some(Self {
            as_of: day("As of ")?,
            known_by: day(", known by "),
            assume: assume.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect(),
        })
    }
}

impl Scene {
    /// Compiles a fragment with those before it.
    pub(crate) fn compile(&self, index: usize) -> Checked {
        check(&[Root { files: &self.policies(), path: path(index), shown: String::new() }])
    }

    /// All policy files, the fragments completed.
    pub(crate) fn policies(&self) -> Files {
        let mut files = folder();
        for (i, fragment) in self.fragments.iter().enumerate() {
            files.insert(path(i), (fragment.clone() + &self.imports(i)).into_bytes());
        }
        files
    }

    /// The file of the last fragment, which imports all before it.
    pub(crate) fn last_path(&self) -> String {
        path(self.fragments.len() - 1)
    }

    /// The lines that complete a fragment.
    fn imports(&self, index: usize) -> String {
        let declares = |word: &str| {
            let is_head = |line: &str| line.split(' ').next() == Some(word);
            self.fragments[..=index].iter().flat_map(|fragment| fragment.lines()).any(is_head)
        };
        let has_head = declares("policy") || declares("规矩");
        // A fragment with a head and records of its own is whole; so is one that imports what it needs.
        let is_whole = declares("use") || declares("引用") || has_head && (declares("record") || declares("档案"));
        let earlier = (0..index).map(|i| format!("fragment{i}.guiju"));
        let head = (!has_head && !is_whole).then(|| "policy.guiju".to_owned());
        let words = (!is_whole).then(|| "inspection.guiju".to_owned());
        let own = head.into_iter().chain(words);
        own.chain(earlier).map(|file| format!("use \"{file}\"\n")).collect()
    }

    /// Prints a fragment in its canonical form, in the tongue asked for or its own.
    pub(crate) fn formatted(&self, index: usize, tongue: Option<Tongue>) -> String {
        let checked = self.compile(index);
        let parsed = &checked.files[0];
        let options = FormatOptions { tongue, names: &checked.names, comments: true };
        let whole = format(parsed, &checked.sources.file(parsed.file.id).text, &options);
        let imports = self.imports(index).lines().count();
        let lines: Vec<&str> = whole.lines().collect();
        let own = lines[..lines.len() - imports].join("\n");
        own.trim_end().to_owned() + "\n"
    }

    /// Loads the records; without a manifest each file feeds the record of its name, complete through the as-of date.
    pub(crate) fn load(&self, checked: &Checked, asked: &Asked) -> Loaded {
        let manifest = self.manifest.clone().unwrap_or_else(|| {
            let feeds = self.files.keys().map(|file| format!("  {}: {{source: {file}}}\n", file.replace(".csv", "")));
            let (feeds, to) = (feeds.collect::<String>(), asked.as_of);
            format!("version: 1\ndata: {{from: 2025-01-01, to: {to}}}\nrecords:\n{feeds}")
        });
        let options = LoadOptions { known_by: asked.known_by, max_rejects: None };
        load(&checked.program.schema, &manifest, "dataset.yaml", &self.files, &options)
    }

    /// Judges the records by all rules of the scene.
    pub(crate) fn evaluate(&self, place: &str, asked: &Asked) -> Evaluation {
        let checked = self.compile(self.fragments.len() - 1);
        let loaded = self.load(&checked, asked);
        let errors: Vec<_> = loaded.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{place}: {errors:?}");
        if self.manifest.is_none() {
            assert_eq!(loaded.rejects, [], "{place}");
        }
        let options = Options {
            as_of: asked.as_of,
            known_by: asked.known_by,
            from: None,
            to: None,
            rules: Vec::new(),
            strict: false,
            assume: asked.assume.iter().map(|(name, text)| (name.clone(), value(text))).collect(),
            all_evidence: false,
        };
        evaluate(&checked.program, &loaded.dataset.unwrap(), &options).unwrap()
    }
}

/// An assumption's value, of the kinds that pages use.
fn value(text: &str) -> Value {
    match text {
        "yes" | "no" => Value::YesNo(text == "yes"),
        length => Value::Duration(length.parse::<Duration>().unwrap()),
    }
}

fn path(index: usize) -> String {
    format!("docs/fragment{index}.guiju")
}

/// The shipped policies, and the vocabulary and head of the pages beside them.
pub(crate) fn folder() -> Files {
    let mut files = Files::new();
    for file in ["inspection.guiju", "policy.guiju"] {
        files.insert(format!("docs/{file}"), fs::read(format!("fixtures/docs/{file}")).unwrap());
    }
    let root = Path::new("../policies");
    let mut folders = vec![PathBuf::from(root)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "guiju") {
                let inside = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(inside, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// Tells verdicts as the rows of a table whose columns its heading names.
pub(crate) fn rows(place: &str, evaluation: &Evaluation, heading: &[String]) -> Vec<Vec<String>> {
    let row = |verdict| heading.iter().map(|column| cell(place, evaluation, verdict, column)).collect();
    evaluation.verdicts.iter().map(row).collect()
}

fn cell(place: &str, evaluation: &Evaluation, verdict: &Verdict, column: &str) -> String {
    let both = |en: String, zh: String| if en == zh { en } else { format!("{en} · {zh}") };
    let told = |of: &guiju_eval::Phrase| both(phrase(of, Tongue::En), phrase(of, Tongue::Zh));
    let some = |text: Option<String>| text.unwrap_or_default();
    let name = column.split(|c: char| !c.is_ascii()).next().unwrap_or(column).trim();
    match name {
        "rule" => format!("`{}`", evaluation.rules[verdict.rule].name.id),
        "subject" if verdict.subject.record == "policy" => "—".to_owned(),
        "subject" => verdict.subject.key.clone(),
        "window" => some(verdict.window.map(|window| words::window(window, Tongue::En))),
        "stage" => some(verdict.stage.as_ref().map(guiju_eval::Stage::word)),
        "verdict" => {
            format!("{} {}", words::outcome(verdict.outcome, Tongue::En), words::outcome(verdict.outcome, Tongue::Zh))
        }
        "reason" => some(verdict.reason.map(|reason| format!("`{}`", reason.word()))),
        "expected" => told(&verdict.expected),
        "actual" => told(&verdict.actual),
        "due" => some(verdict.due.map(|day| day.to_string())),
        "original due" => some(verdict.original_due.map(|day| day.to_string())),
        "done" => some(verdict.done.map(|day| day.to_string())),
        "late" => some(verdict.days_late.map(|days| days.to_string())),
        "evidence" => verdict.evidence.iter().map(|e| format!("{}:{}", e.source, e.row)).collect::<Vec<_>>().join("; "),
        "assumes" => verdict.assumes.join(", "),
        "way out" => some(verdict.way_out.as_ref().map(told)),
        other => panic!("{place}: no column `{other}`"),
    }
}
