//! Slips of the pen in a calendar file, and the line they stand on.

use crate::Day;
use std::fmt;

/// Why a text is no calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionError {
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: String,
}

/// A problem that shows only when a date is weighed against the rest of the file.
pub(super) struct Slip {
    pub(super) problem: String,
    place: Place,
}

/// Where in the file a problem lies.
enum Place {
    Unknown,
    /// At this key of the file.
    Key(&'static str),
    /// Where this date is written; if more than once, the last time, which is the one that clashes
    /// with the others.
    Date(Day),
}

impl Slip {
    pub(super) fn of(problem: impl Into<String>) -> Slip {
        Slip { problem: problem.into(), place: Place::Unknown }
    }

    pub(super) fn key(key: &'static str, problem: impl Into<String>) -> Slip {
        Slip { problem: problem.into(), place: Place::Key(key) }
    }

    pub(super) fn date(day: Day, problem: impl Into<String>) -> Slip {
        Slip { problem: problem.into(), place: Place::Date(day) }
    }

    /// Returns the line of the problem, from 1.
    pub(super) fn line_in(&self, text: &str) -> Option<usize> {
        let is_there = |line: &str| match self.place {
            Place::Unknown => false,
            Place::Key(key) => line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')),
            Place::Date(day) => line.contains(&day.to_string()),
        };
        let before_comment = |line: &'_ str| line.find('#').unwrap_or(line.len());
        let lines = text.lines().map(|line| &line[..before_comment(line)]);
        lines.enumerate().filter(|(_, line)| is_there(line)).map(|(index, _)| index + 1).last()
    }
}

impl fmt::Display for DefinitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.problem),
            None => f.write_str(&self.problem),
        }
    }
}

impl std::error::Error for DefinitionError {}
