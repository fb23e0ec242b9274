//! What a policy means, before any record: names, types, rule graph.

pub mod schema;

pub use schema::{Catalog, CatalogId, Code, Field, FieldId, Key, Name, Record, RecordId, Schema, Type};

/// How much a breach weighs; decides the exit status, never the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum RuleSeverity {
    /// The text only strives.
    Advisory,
    /// A small matter.
    Minor,
    /// The default.
    #[default]
    Major,
    /// Lives depend on it.
    Critical,
}
