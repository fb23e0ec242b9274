//! A policy, its force, and what its text says beside rules.

use super::{PolicyId, Title};
use crate::schema::Name;
use guiju_calendar::{Day, Profile};
use guiju_syntax::{Span, ast};

/// A policy.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Title,
    /// SHA-256 of its canonical text (English, without comments, imports included), lower-case hex.
    pub sha256: String,
    /// When it is in force.
    pub force: Force,
    /// Its calendar's name.
    pub calendar: String,
    /// Its counting profile.
    pub counting: Profile,
    /// Where it is declared.
    pub span: Span,
}

/// A clause that a declaration comes from. In a file that several policies import, once for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The policy whose text it is.
    pub policy: PolicyId,
    /// The place, as written.
    pub place: String,
}

/// When a policy or rule is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Force {
    /// First day; `None`: the text does not say, or has always been.
    pub from: Option<Day>,
    /// Last day; `None`: open.
    pub until: Option<Day>,
    /// Whether the text leaves the beginning unknown; verdicts then rest on the assumption that it is in force.
    pub unknown: bool,
}

/// What the text says that no rule checks.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its policy.
    pub policy: PolicyId,
    /// The place, as written.
    pub place: String,
    /// Its title.
    pub title: Option<Title>,
    /// Why no rule checks it.
    pub status: ast::ClauseStatus,
}
