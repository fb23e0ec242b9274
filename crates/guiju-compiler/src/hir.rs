//! A policy set with every name resolved and every type known: what the evaluator runs.
//!
//! Expressions refer to rows through [`VarId`]s. Each rule has its own variables, in this order: the members
//! it ranges over (`per`), then the record it is about (`each`) or counts, then records inside `exists`.

mod check;
mod clock;
mod counted;
mod coverage;
mod deadline;
mod event;
mod example;
mod exemption;
mod expression;
mod hold;
mod metric;
mod param;
mod partial;
mod path;
mod policy;
mod quantity;
mod register;
mod rule;
mod sequence;
mod state;
mod table;
mod walk;
mod window;

use crate::schema::{Name, Schema};

pub use check::{Check, Condition};
pub use clock::{Change, ClockMove, Extension, Retroactive, SaidBy};
pub use counted::{Correlation, Counted};
pub use coverage::Coverage;
pub use deadline::{Act, Deadline, Early, Limit, Link, Opens, Trigger};
pub use event::{Aggregate, Event, EventSource};
pub use example::Example;
pub use exemption::{Exemption, Grant, Relief};
pub use expression::{Expr, ExprKind};
pub use hold::{Hold, HoldEach, TimeIn};
pub use metric::{Metric, MetricValue};
pub use param::{Param, Value};
pub use partial::{Partial, Rounding};
pub use path::{Clock, Levels, Path, Repeat, Stage, Stop};
pub use policy::{Cited, Clause, Force, Policy};
pub use quantity::{Amount, Bound, IfNone, Measure, Quantity};
pub use register::{Members, Register};
pub use rule::{Head, Range, Rule, Standing, Var, VarKind};
pub use sequence::Sequence;
pub use state::{Spell, SpellEnd, State};
pub use table::{Table, TableKey, TableRow};
pub use window::Window;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub usize);
    )*};
}

ids! {
    /// Index into [`Program::policies`].
    PolicyId;
    /// Index into [`Program::registers`].
    RegisterId;
    /// Index into [`Program::sequences`].
    SequenceId;
    /// Index into [`Program::states`].
    StateId;
    /// Index into [`Program::params`].
    ParamId;
    /// Index into [`Program::tables`].
    TableId;
    /// Index into [`Program::exemptions`].
    ExemptionId;
    /// Index into [`Program::metrics`].
    MetricId;
    /// Index into [`Program::rules`].
    RuleId;
    /// Index of a variable in its rule.
    VarId;
}

/// Everything that was compiled together.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// Record kinds and closed lists.
    pub schema: Schema,
    /// The policies.
    pub policies: Vec<Policy>,
    /// Derived records.
    pub events: Vec<Event>,
    /// Orders of records.
    pub sequences: Vec<Sequence>,
    /// What holds of subjects for a time.
    pub states: Vec<State>,
    /// The states without faults, those that others ask for first.
    pub state_order: Vec<StateId>,
    /// Members whose absence must be noticed.
    pub registers: Vec<Register>,
    /// Parameters and assumptions.
    pub params: Vec<Param>,
    /// Parameters by class.
    pub tables: Vec<Table>,
    /// Named quantities without a bound.
    pub metrics: Vec<Metric>,
    /// What the texts say that no rule checks.
    pub clauses: Vec<Clause>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// Who is freed of which rules.
    pub exemptions: Vec<Exemption>,
    /// Tests beside the rules.
    pub examples: Vec<Example>,
}

/// A title in both tongues: English (or the only one) and the other.
pub type Title = Name;
