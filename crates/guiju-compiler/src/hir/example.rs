//! Tests beside rules.

use super::{RuleId, Title};
use crate::schema::{FieldId, RecordId};
use guiju_calendar::Day;
use guiju_syntax::{Span, ast};

/// A test beside its rule.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its title.
    pub title: Title,
    /// The rule under test.
    pub rule: RuleId,
    /// Records that exist: kind, then cells as text by field.
    pub given: Vec<(RecordId, Vec<(FieldId, String)>)>,
    /// The as-of date.
    pub as_of: Day,
    /// The verdicts that must come out.
    pub expect: Vec<ast::Expect>,
    /// Where it is declared.
    pub span: Span,
}
