//! A second evaluator, plain and slow, held against the engine on generated policies and records.
//!
//! A case ([`case::Case`]) is a small model of a policy with rows of records. It is printed as policy text and files for the
//! engine, and judged by the oracle from the model itself: the oracle shares neither parser nor compiler nor kernels with
//! the engine, only the calendar's list of days off. It is written from `docs/language.md` and `docs/verdicts.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod bound;
mod case;
mod check;
mod compare;
mod condition;
mod coverage;
mod deadline;
mod engine;
mod event;
mod generate;
mod last;
mod members;
mod properties;
mod quantity;
mod records;
mod rolling;
mod rule;
mod sequence;
mod table;
mod time;
mod told;
mod value;
mod world;

use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

/// How many cases each test draws, unless `GUIJU_ORACLE_CASES` says otherwise.
const CASES: u32 = 100;

/// How many the long run draws for each construct: more than 100,000 in all.
const MANY: u32 = 10_000;

/// Tries a property on drawn values. A failure is told as the smallest value that shows it, written as a test of
/// `crates/guiju-eval/tests/engine` writes it.
fn trial_of<S: Strategy>(cases: u32, strategy: S, holds: impl Fn(&S::Value) -> Result<(), TestCaseError>) {
    let cases = std::env::var("GUIJU_ORACLE_CASES").map_or(cases, |n| n.parse().unwrap());
    let config =
        ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() };
    // The short run draws the same cases every time, so that a change is judged by what it changed.
    let mut runner = if cases <= CASES {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    } else {
        TestRunner::new(config)
    };
    if let Err(fault) = runner.run(&strategy, |value| holds(&value)) {
        panic!("{fault}");
    }
}

fn trial<S: Strategy>(strategy: S, holds: impl Fn(&S::Value) -> Result<(), TestCaseError>) {
    trial_of(CASES, strategy, holds);
}

/// Holds the engine against the oracle on cases of one construct.
fn agree(cases: u32, head: impl Fn(generate::Era) -> BoxedStrategy<rule::Head> + 'static) {
    trial_of(cases, generate::case(head), |case| match compare::difference(case) {
        None => Ok(()),
        Some(difference) => Err(TestCaseError::fail(difference)),
    });
}

macro_rules! constructs {
    (agreed { $($agreed:ident: $head:expr;)* } open { $($open:ident: $other:expr;)* }) => {
        $(
            #[test]
            fn $agreed() {
                agree(CASES, $head);
            }
        )*

        $(
            /// Engine and oracle still disagree here, and it is not decided who is right.
            #[test]
            #[ignore = "open: engine and oracle disagree"]
            fn $open() {
                agree(CASES, $other);
            }
        )*

        /// All constructs, many times: `cargo test --release -p guiju-tests --test oracle -- --ignored oracle_long`.
        #[test]
        #[ignore = "takes an hour"]
        fn oracle_long() {
            $(
                println!("{}", stringify!($agreed));
                agree(MANY, $head);
            )*
            $(
                println!("{}", stringify!($open));
                agree(MANY, $other);
            )*
        }
    };
}

constructs! {
    agreed {
        last_stretches: generate::last;
        whole_lives: generate::life;
    }
    open {
        own_deadlines: generate::own;
        calendar_windows: generate::calendar;
        rolling_windows: generate::rolling;
        own_periods: generate::during;
        coverages: generate::coverage;
        checks: generate::check;
        answered_deadlines: generate::other;
        next_ones: generate::next;
        together: generate::mixed;
    }
}

/// Quantities over another rule's verdicts.
#[test]
#[ignore = "open: engine and oracle disagree"]
fn quoted_verdicts() {
    trial(generate::quoting(), |case| match compare::difference(case) {
        None => Ok(()),
        Some(difference) => Err(TestCaseError::fail(difference)),
    });
}
