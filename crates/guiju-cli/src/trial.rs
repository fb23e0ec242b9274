//! Tests of policies: what must come out of which records.
//!
//! In come the `example`s of a policy and the `*.test.yaml` files beside it; out goes, for each, what came out otherwise.
//!
//! | module | answers |
//! |---|---|
//! | `example` | what does an `example` ask, and of which records? |
//! | `file` | what does a `*.test.yaml` file ask? |
//! | `expectation` | is an expected verdict among those that came out? |

pub(crate) mod example;
pub(crate) mod expectation;
pub(crate) mod file;

pub(crate) use expectation::Expectation;

use guiju_calendar::Day;
use guiju_syntax::Message;

/// A test that was run.
#[derive(Debug)]
pub(crate) struct Trial {
    /// The policy or file it belongs to, as shown to people.
    pub(crate) path: String,
    /// The line it begins on, from 1.
    pub(crate) line: usize,
    /// Its title, in both tongues.
    pub(crate) title: Message,
    /// The rule under test (its stable id), if it is one.
    pub(crate) rule: Option<String>,
    /// The as-of date.
    pub(crate) as_of: Option<Day>,
    /// What came out otherwise than expected; empty: it passed.
    pub(crate) failures: Vec<Failure>,
}

/// Why a test did not pass.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It could not be run.
    Broken(Message),
    /// A verdict, or a count of verdicts, came out otherwise.
    Differs {
        /// Whose: rule, subject, window, as far as they are named.
        whose: String,
        /// What was compared: `verdict`, `reason`, `due`, `actual`, a count.
        what: String,
        /// What was expected.
        expected: String,
        /// What came out.
        got: String,
    },
    /// There is no such verdict, or there are several.
    Lost {
        /// Whose: rule, subject, window, as far as they are named.
        whose: String,
        /// How many verdicts fit.
        n_found: usize,
        /// The verdicts to choose from: subject, window, verdict.
        others: Vec<String>,
    },
}

impl Failure {
    /// Returns whose verdict it is about, if it is about one.
    pub(crate) fn whose(&self) -> Option<&str> {
        match self {
            Self::Broken(_) => None,
            Self::Differs { whose, .. } | Self::Lost { whose, .. } => Some(whose),
        }
    }
}
