//! `*.test.yaml`: a dataset and the verdicts that must come out of it.
//!
//! ```yaml
//! policy: .                  # beside this file; the default
//! dataset: dataset.yaml      # the default
//! as_of: 2026-01-31
//! expect:
//!   - {rule: A5_2a, subject: G1, window: 2025-02, verdict: violated, actual: 3}
//! counts:
//!   A5_2a: {met: 34, violated: 2}
//! ```

use super::{Expectation, Failure, Trial};
use crate::{
    dataset::Manifest,
    error::CliError,
    policies::{self, shown},
    values,
};
use guiju_calendar::Day;
use guiju_data::LoadOptions;
use guiju_eval::{Evaluation, Options, Outcome};
use guiju_syntax::{Message, Severity};
use serde::{Deserialize, Deserializer};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The ending of test files.
pub(crate) const ENDING: &str = ".test.yaml";
/// The largest test file, in bytes.
const MAX_BYTES: u64 = 4 << 20;

/// What a test file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TestFile {
    #[serde(default)]
    title: Option<String>,
    #[serde(default = "here")]
    policy: PathBuf,
    #[serde(default = "dataset")]
    dataset: PathBuf,
    as_of: Day,
    #[serde(default)]
    from: Option<Day>,
    #[serde(default)]
    to: Option<Day>,
    #[serde(default)]
    known_by: Option<Day>,
    #[serde(default)]
    strict: bool,
    #[serde(default)]
    assume: BTreeMap<String, Scalar>,
    #[serde(default)]
    expect: Vec<Expected>,
    #[serde(default)]
    counts: BTreeMap<String, BTreeMap<String, u64>>,
}

/// An expected verdict, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    rule: String,
    #[serde(default)]
    subject: Option<Scalar>,
    #[serde(default)]
    window: Option<Scalar>,
    #[serde(default)]
    stage: Option<String>,
    verdict: String,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    due: Option<Day>,
    #[serde(default)]
    actual: Option<Scalar>,
}

/// A text; in YAML a subject `17`, a window `2025` or a value `yes` may look like something else.
#[derive(Debug, Clone)]
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_yaml::Value::deserialize(deserializer)? {
            serde_yaml::Value::String(text) => Ok(Self(text)),
            serde_yaml::Value::Number(number) => Ok(Self(number.to_string())),
            serde_yaml::Value::Bool(yes) => Ok(Self(if yes { "yes" } else { "no" }.to_owned())),
            _ => Err(serde::de::Error::custom("expected a text, a number, yes or no")),
        }
    }
}

fn here() -> PathBuf {
    PathBuf::from(".")
}

fn dataset() -> PathBuf {
    PathBuf::from("dataset.yaml")
}

/// Runs a test file.
pub(crate) fn run(path: &Path) -> Trial {
    let name = path.file_name().map(|name| name.to_string_lossy().replace(ENDING, "")).unwrap_or_default();
    let mut trial = Trial {
        path: shown(path),
        line: 1,
        title: Message::new(name.clone(), name),
        rule: None,
        as_of: None,
        failures: Vec::new(),
    };
    match read(path).and_then(|file| Ok((evaluate(path, &file)?, file))) {
        Ok((evaluation, file)) => {
            if let Some(title) = &file.title {
                trial.title = Message::new(title.as_str(), title.as_str());
            }
            trial.as_of = Some(file.as_of);
            trial.failures = file.expect.iter().flat_map(|expected| expected.read().compare(&evaluation)).collect();
            trial.failures.extend(file.counts.iter().flat_map(|(rule, counts)| count(rule, counts, &evaluation)));
        }
        Err(error) => trial.failures.push(Failure::Broken(error)),
    }
    trial
}

fn read(path: &Path) -> Result<TestFile, Message> {
    let told = |said: String| Message::new(format!("cannot be read: {said}"), format!("无法读取：{said}"));
    let size = fs::metadata(path).map_err(|error| told(error.to_string()))?.len();
    if size > MAX_BYTES {
        return Err(told(format!("larger than {MAX_BYTES} bytes")));
    }
    let text = fs::read_to_string(path).map_err(|error| told(error.to_string()))?;
    serde_yaml::from_str(&text).map_err(|error| told(error.to_string()))
}

/// Evaluates what the file names. Everything it names lies beside it or in folders beside its own.
fn evaluate(path: &Path, file: &TestFile) -> Result<Evaluation, Message> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let refused = |error: CliError| error.message();
    let checked = policies::read(&[folder.join(&file.policy)]).map_err(refused)?;
    if let Some(fault) = checked.diagnostics.iter().find(|fault| fault.severity == Severity::Error) {
        return Err(fault.message.clone());
    }
    let program = &checked.program;
    let manifest = Manifest::find(&folder.join(&file.dataset)).map_err(refused)?;
    let options = LoadOptions { known_by: file.known_by, max_rejects: None };
    let loaded = guiju_data::load(&program.schema, &manifest.text, &manifest.shown, &manifest.folder, &options);
    let fault = loaded.diagnostics.iter().find(|fault| fault.severity == Severity::Error);
    let unusable = || Message::new("the dataset cannot be used", "数据集不可用");
    let dataset = loaded.dataset.ok_or_else(|| fault.map_or_else(unusable, |fault| fault.message.clone()))?;
    let assume = file.assume.iter().map(|(name, value)| values::assumption(program, &format!("{name}={}", value.0)));
    let options = Options {
        as_of: file.as_of,
        known_by: file.known_by,
        from: file.from,
        to: file.to,
        rules: Vec::new(),
        strict: file.strict,
        assume: assume.collect::<Result<_, _>>().map_err(refused)?,
        all_evidence: false,
    };
    guiju_eval::evaluate(program, &dataset, &options).map_err(|error| error.message())
}

impl Expected {
    fn read(&self) -> Expectation {
        let text = |scalar: &Option<Scalar>| scalar.as_ref().map(|scalar| scalar.0.clone());
        Expectation {
            rule: self.rule.clone(),
            subject: text(&self.subject),
            window: text(&self.window),
            stage: self.stage.clone(),
            verdict: self.verdict.replace(['-', ' '], "_"),
            reason: self.reason.clone(),
            due: self.due,
            actual: text(&self.actual),
        }
    }
}

/// Compares the counts of a rule; verdicts that are not named are not compared.
fn count(word: &str, counts: &BTreeMap<String, u64>, evaluation: &Evaluation) -> Vec<Failure> {
    let Some(index) = evaluation.rules.iter().position(|rule| rule.is_called(word)) else {
        return vec![Failure::Broken(Message::new(format!("there is no rule `{word}`"), format!("没有规则 `{word}`")))];
    };
    let got = |verdict: &str| {
        let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.word() == verdict)?;
        evaluation.counts.get(index)?.get(outcome as usize).copied()
    };
    let differs = |(verdict, expected): (&String, &u64)| match got(verdict) {
        Some(n) if n == *expected => None,
        Some(n) => Some(Failure::Differs {
            whose: word.to_owned(),
            what: verdict.clone(),
            expected: expected.to_string(),
            got: n.to_string(),
        }),
        None => {
            Some(Failure::Broken(Message::new(format!("`{verdict}` is no verdict"), format!("`{verdict}` 不是结论"))))
        }
    };
    counts.iter().filter_map(differs).collect()
}
