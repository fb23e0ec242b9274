//! The tree: a policy file as written, with spans, before names mean anything.
//!
//! Rules keep their fields as a list in the author's order, so that the formatter can print them back
//! and the compiler can say which field does not belong under which head.

mod catalog;
mod clause;
mod clock;
mod define;
mod event;
mod example;
mod exemption;
mod expression;
mod measure;
mod measured;
mod must;
mod name;
mod param;
mod policy;
mod record;
mod register;
mod rule;
mod sequence;
mod stage;
mod state;
mod table;

use crate::source::{FileId, Span};

pub use catalog::{Catalog, CatalogCode};
pub use clause::{Clause, ClauseStatus};
pub use clock::{Anchored, Extended, Extension, Restarted, Retroactive, Suspended};
pub use define::{Define, DefineBody};
pub use event::{Aggregate, Event, EventField};
pub use example::{Example, ExampleField, ExampleFieldKind, Expect};
pub use exemption::{Exemption, ExemptionField, ExemptionFieldKind};
pub use expression::{Choice, Expr, ExprKind, Neighbour, Op, Path, TextTest, Weight};
pub use measure::{Band, Grade, Measure};
pub use measured::{Bound, Measured, Reach};
pub use must::{ByDay, Must};
pub use name::{Citation, Cite, Ident, Name, Text, Title};
pub use param::{Assume, Param};
pub use policy::{Effective, Policy, PolicyField, PolicyFieldKind, Until};
pub use record::{Marker, Record, RecordField, TypeExpr};
pub use register::{Register, RegisterPart};
pub use rule::{Each, FieldKind, Head, Holding, Partial, Range, Rounding, Rule, RuleField};
pub use sequence::Sequence;
pub use stage::{Clock, Stage, StagePart, StagePartKind, Target};
pub use state::{Spell, SpellEnd, State};
pub use table::{Table, TableKey, TableRow};

/// A whole file.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Which file.
    pub id: FileId,
    /// Its declarations, in order.
    pub items: Vec<Item>,
}

/// A declaration.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What is declared.
    pub kind: ItemKind,
    /// The whole declaration.
    pub span: Span,
}

/// The kinds of declaration.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    /// `use "file"`.
    Use(Text),
    /// `policy ID "title" { … }`.
    Policy(Policy),
    /// `record NAME { … }`.
    Record(Record),
    /// `event NAME from RECORD … per … { … }`.
    Event(Event),
    /// `sequence NAME of RECORD per … by …`.
    Sequence(Sequence),
    /// `register NAME of RECORD …`.
    Register(Register),
    /// `catalog NAME { … }`.
    Catalog(Catalog),
    /// `param NAME = …`.
    Param(Param),
    /// `table NAME { … }`.
    Table(Table),
    /// `assume NAME = … because …`.
    Assume(Assume),
    /// `define NAME of RECORD: …`.
    Define(Define),
    /// `measure NAME of RECORD { … }`.
    Measure(Measure),
    /// `grade NAME of RECORD by MEASURE { … }`.
    Grade(Grade),
    /// `clause PLACE not checkable because …`.
    Clause(Clause),
    /// `quantity`, `coverage`, `deadline`, `check`, `path`.
    Rule(Rule),
    /// `state NAME of RECORD from … before …`.
    State(State),
    /// `exemption ID "…" { … }`.
    Exemption(Exemption),
    /// `example "…" of RULE { … }`.
    Example(Example),
}
