//! A policy set with every name resolved and every type known: what the evaluator runs.
//!
//! Expressions refer to rows through [`VarId`]s. Each rule has its own variables, in this order: the members
//! it ranges over (`per`), then the record it is about (`each`) or counts, then records inside `exists`.

mod walk;

use guiju_calendar::{Day, Duration, Family, Profile, Unit};
use guiju_syntax::{Span, ast};
use rust_decimal::Decimal;

use crate::schema::{CatalogId, FieldId, Name, RecordId, Schema, Type};

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
    /// Index into [`Program::params`].
    ParamId;
    /// Index into [`Program::tables`].
    TableId;
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
    /// Members whose absence must be noticed.
    pub registers: Vec<Register>,
    /// Parameters and assumptions.
    pub params: Vec<Param>,
    /// Parameters by class.
    pub tables: Vec<Table>,
    /// What the texts say that no rule checks.
    pub clauses: Vec<Clause>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// Tests beside the rules.
    pub examples: Vec<Example>,
}

/// A title in both tongues: English (or the only one) and the other.
pub type Title = Name;

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

/// A derived record.
#[derive(Debug, Clone)]
pub struct Event {
    /// The record kind its rows are of.
    pub record: RecordId,
    /// The kinds it is made from, each with its filter (variable 0 is the row) and its key expressions.
    pub sources: Vec<EventSource>,
    /// Its aggregated fields, behind the key fields.
    pub fields: Vec<Aggregate>,
}

/// A record kind an event is made from.
#[derive(Debug, Clone)]
pub struct EventSource {
    /// The kind.
    pub record: RecordId,
    /// Which of its records.
    pub filter: Option<Expr>,
    /// What identifies the event; one expression a key field.
    pub keys: Vec<Expr>,
    /// The expressions of the aggregated fields, over the row.
    pub values: Vec<Vec<Expr>>,
}

/// How an aggregated field is made from the values of its sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// How many.
    Count,
    /// Whether any fits.
    Any,
    /// Whether all fit.
    All,
    /// The least value.
    Least,
    /// The greatest value.
    Greatest,
    /// The sum.
    Total,
    /// All items together.
    Union,
    /// The value of the first by a second expression.
    First,
    /// The value of the last by a second expression.
    Last,
}

/// An order of records.
#[derive(Debug, Clone)]
pub struct Sequence {
    /// Its name.
    pub name: Name,
    /// Which records.
    pub record: RecordId,
    /// Which of them (variable 0 is the row).
    pub filter: Option<Expr>,
    /// Whose sequence.
    pub keys: Vec<Expr>,
    /// Ordered by this date.
    pub by: Expr,
}

/// Members whose absence must be noticed.
#[derive(Debug, Clone)]
pub struct Register {
    /// Its name.
    pub name: Name,
    /// Where its members come from.
    pub members: Members,
    /// Which of them (variable 0 is the row).
    pub filter: Option<Expr>,
    /// The field that says since when a member belongs to it.
    pub from: Option<FieldId>,
    /// The field that says until when.
    pub until: Option<FieldId>,
    /// How many members there should be.
    pub count: Option<u64>,
    /// Whether members in force at some time of a window count, rather than throughout.
    pub ever_in_force: bool,
    /// The clauses it comes from.
    pub cite: Vec<Cited>,
}

/// Where members come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Members {
    /// The rows of a record kind.
    Rows(RecordId),
    /// The different values of a field of a record kind.
    Values(RecordId, FieldId),
    /// The codes of a closed list.
    Codes(CatalogId),
}

/// A parameter or an assumption.
#[derive(Debug, Clone)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// Its values, each from a day on, in order of days; the first may hold from ever.
    pub values: Vec<(Option<Day>, Value)>,
    /// Its type.
    pub ty: Type,
    /// Why this value, if it is an assumption.
    pub assumed: Option<Title>,
    /// The clauses it comes from.
    pub cite: Vec<Cited>,
}

/// A parameter by class.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Its columns' names; one without a name if none are declared.
    pub columns: Vec<Name>,
    /// The types of its columns.
    pub types: Vec<Type>,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// The clauses it comes from.
    pub cite: Vec<Cited>,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// The classes it is for.
    pub keys: Vec<TableKey>,
    /// Its cells.
    pub cells: Vec<Value>,
}

/// The class a row is for.
#[derive(Debug, Clone, PartialEq)]
pub enum TableKey {
    /// A code, by index.
    Code(CatalogId, usize),
    /// A text.
    Text(String),
    /// Numbers between bounds.
    Range {
        /// Lowest number.
        low: Option<Decimal>,
        /// Highest number.
        high: Option<Decimal>,
        /// Whether `high` is left out.
        half_open: bool,
    },
}

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// An exact number.
    Number(Decimal),
    /// A share, as a number of hundredths: `80%` is 80.
    Percent(Decimal),
    /// A length of time.
    Duration(Duration),
    /// A day.
    Date(Day),
    /// A text.
    Text(String),
    /// Yes or no.
    YesNo(bool),
    /// A code of a closed list.
    Code(CatalogId, usize),
    /// Codes of a closed list, as a bit mask.
    Codes(CatalogId, u64),
    /// Texts.
    Texts(Vec<String>),
    /// The source is garbled here.
    Unreadable(String),
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

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its policy.
    pub policy: PolicyId,
    /// Its stable id.
    pub name: Name,
    /// What it obliges.
    pub title: Title,
    /// The clauses it comes from, as written.
    pub cite: Vec<String>,
    /// How much a breach weighs.
    pub severity: crate::RuleSeverity,
    /// What diff aligns by.
    pub topic: Option<String>,
    /// When it is in force: the policy's, narrowed by its own.
    pub force: Force,
    /// Its calendar's name.
    pub calendar: String,
    /// Its counting profile.
    pub counting: Profile,
    /// Whether a window in force only in part owes the full number.
    pub partial_full: bool,
    /// The assumptions it rests on, in order of declaration.
    pub assumes: Vec<ParamId>,
    /// Its variables.
    pub vars: Vec<Var>,
    /// The members it ranges over; variable `i` is range `i`.
    pub per: Vec<Range>,
    /// What it says.
    pub head: Head,
    /// Where it is declared.
    pub span: Span,
}

/// A variable of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Var {
    /// How the author calls it, if by any name.
    pub name: Option<Name>,
    /// What it stands for.
    pub kind: VarKind,
}

/// What a variable stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VarKind {
    /// A record.
    Row(RecordId),
    /// A code.
    Code(CatalogId),
    /// A text: a member of a register of values.
    Text,
}

/// A range of members.
#[derive(Debug, Clone)]
pub struct Range {
    /// Where they come from.
    pub members: Members,
    /// The register, for membership dates and its own filter.
    pub register: Option<RegisterId>,
    /// Which of them; may use the ranges before it.
    pub filter: Option<Expr>,
}

/// The heads.
#[derive(Debug, Clone)]
pub enum Head {
    /// How many, in which window.
    Quantity(Quantity),
    /// Is everything of a set reached.
    Coverage(Coverage),
    /// B by some time of A.
    Deadline(Deadline),
    /// Each record satisfies.
    Check(Check),
}

/// In which window.
#[derive(Debug, Clone)]
pub enum Window {
    /// The whole life of the member.
    Whole,
    /// Calendar windows.
    Calendar(Family),
    /// Every stretch of a length, in days or other units; over the members.
    Rolling {
        /// How long.
        length: Expr,
        /// One row per two neighbours.
        per_gap: bool,
    },
    /// The stretch that ends at the as-of date; over the members.
    TheLast(Expr),
    /// A member's own period.
    During {
        /// Its first day.
        from: Expr,
        /// Its last day.
        until: Expr,
    },
}

/// Which records are looked at, and which member each belongs to.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Their kind.
    pub record: RecordId,
    /// The variable that stands for one of them.
    pub var: VarId,
    /// For each range, the expression over the record that names the member: a reference, a code, a text or a set of
    /// these. `None`: every member, for which the filter (`where group = g or …`) or its own period decides.
    pub member: Vec<Option<Correlation>>,
    /// Which of them: over the record and the member.
    pub filter: Option<Expr>,
    /// The date that decides the window.
    pub date: Option<Expr>,
}

/// How a record names the member it belongs to.
#[derive(Debug, Clone)]
pub struct Correlation {
    /// Over the record: a reference, a code, a text, another value, or a set of these.
    pub record: Expr,
    /// Over the member, what it must equal; `None`: the member itself.
    pub member: Option<Expr>,
}

/// How many, in which window.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// In which window.
    pub window: Window,
    /// Of which records.
    pub counted: Counted,
    /// What is measured of them.
    pub measure: Measure,
    /// How much is asked; over the members.
    pub bound: Bound,
    /// What nothing to take a share or mean of means.
    pub if_none: IfNone,
}

/// What is measured.
#[derive(Debug, Clone)]
pub enum Measure {
    /// How many records.
    Count,
    /// How many different values of an expression.
    Distinct(Expr),
    /// The sum.
    Total(Expr),
    /// The mean.
    Mean(Expr),
    /// The share of those that fit a condition, in percent.
    Share(Expr),
}

/// A bound, over the members.
#[derive(Debug, Clone)]
pub enum Bound {
    /// At least.
    AtLeast(Amount),
    /// At most.
    AtMost(Amount),
    /// Exactly.
    Exactly(Amount),
    /// Between, both ends in.
    Between(Amount, Amount),
}

/// A number asked for.
#[derive(Debug, Clone)]
pub enum Amount {
    /// A value.
    Value(Expr),
    /// A share of a register's members.
    PercentOf(Decimal, RegisterId),
}

/// What nothing to take a share of means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IfNone {
    /// Met.
    Met,
    /// Violated.
    Violated,
    /// Not applicable.
    #[default]
    NotApplicable,
}

/// Is everything of a set reached.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// In which window; [`Window::Whole`] or [`Window::Calendar`]. Under `each`, whole.
    pub window: Window,
    /// The set.
    pub set: Members,
    /// The register it is, if it is one.
    pub register: Option<RegisterId>,
    /// The share that must be reached, as a percent; `None`: all.
    pub share: Option<Expr>,
    /// The records that reach.
    pub counted: Counted,
    /// What a record reaches: a reference, a code, or a set.
    pub by: Expr,
    /// Whether each record must reach all by itself.
    pub each: bool,
    /// Under `each`, the text's own carve-out.
    pub unless: Option<Expr>,
}

/// B by some time of A.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// What starts the duty.
    pub trigger: Trigger,
    /// When the clock starts; `None`: the trigger's own date, or the end of the window.
    pub from: Option<Expr>,
    /// Whether an act on the first day is too early.
    pub after: bool,
    /// The act.
    pub act: Act,
    /// The limit.
    pub limit: Limit,
    /// Whether one act answers every duty it fits.
    pub shared: bool,
    /// Whether late performance does not count.
    pub late_void: bool,
    /// What a done date before the start means.
    pub early: Early,
}

/// What starts a duty.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "one a rule: a box would save nothing and cost a step in every pattern")]
pub enum Trigger {
    /// Each record of a kind.
    Each {
        /// The kind.
        record: RecordId,
        /// The variable that stands for one of them.
        var: VarId,
        /// Which of them.
        filter: Option<Expr>,
        /// The text's own carve-out.
        unless: Option<Expr>,
    },
    /// Each window of each member.
    Every(Option<Family>),
}

/// What must be done.
#[derive(Debug, Clone)]
pub enum Act {
    /// The trigger's own field says when it was done.
    Own(Expr),
    /// A record of another kind.
    Record {
        /// The kind.
        record: RecordId,
        /// The variable that stands for one of them.
        var: VarId,
        /// How it belongs to its duty.
        link: Link,
        /// Which of them; over the act and the trigger or members.
        filter: Option<Expr>,
        /// When it was done.
        date: Expr,
        /// The field that says which period it is for: a date in it or its label.
        period: Option<Expr>,
    },
    /// The next record in a sequence, which must satisfy a condition.
    Neighbour {
        /// The sequence.
        sequence: SequenceId,
        /// Its row, over the trigger.
        row: Expr,
        /// The variable that stands for it in the filter.
        var: VarId,
        /// The condition.
        filter: Option<Expr>,
    },
}

/// How an act belongs to its duty.
#[derive(Debug, Clone)]
pub enum Link {
    /// The act refers to the trigger.
    Reference(Expr),
    /// Both agree on these pairs: act side, trigger side.
    Keys(Vec<(Expr, Expr)>),
    /// The act names the members, one expression a range, as in [`Counted::member`].
    Members(Vec<Correlation>),
}

/// The last legal day.
#[derive(Debug, Clone)]
pub enum Limit {
    /// So long after the clock's start.
    Within(Expr),
    /// On a day.
    By(Expr),
    /// Both: the earlier.
    Both(Expr, Expr),
    /// On a day of each window.
    ByDay(ast::ByDay),
    /// Before an event, by a lead if given.
    Before {
        /// The event's day.
        event: Expr,
        /// By how much.
        lead: Option<Expr>,
    },
}

/// What a done date before the start means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Early {
    /// The record contradicts itself.
    #[default]
    Conflict,
    /// It counts.
    Counts,
    /// It is as absent.
    Ignored,
}

/// Each record satisfies, or none may be.
#[derive(Debug, Clone)]
pub struct Check {
    /// The record kind.
    pub record: RecordId,
    /// The variable that stands for one of them.
    pub var: VarId,
    /// Which of them.
    pub filter: Option<Expr>,
    /// The text's own carve-out.
    pub unless: Option<Expr>,
    /// The conditions, told one by one; empty: no such record may exist.
    pub must: Vec<Condition>,
}

/// A condition with its words in both tongues.
#[derive(Debug, Clone)]
pub struct Condition {
    /// The condition.
    pub expr: Expr,
    /// As written, in English keywords and names.
    pub en: String,
    /// As written, in Chinese keywords and names.
    pub zh: String,
}

/// An expression over a rule's variables.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A constant.
    Const(Value),
    /// A parameter, by the date in force.
    Param(ParamId),
    /// A variable: its row, code or text.
    Var(VarId),
    /// A field of the record an expression refers to.
    Get(Box<Expr>, FieldId),
    /// A neighbour in a sequence: of these keys, at this date.
    Neighbour {
        /// The sequence.
        sequence: SequenceId,
        /// Before, after, or on and before.
        which: ast::Neighbour,
        /// Whose.
        keys: Vec<Expr>,
        /// Of which date.
        date: Box<Expr>,
    },
    /// A comparison.
    Compare(ast::Op, Box<Expr>, Box<Expr>),
    /// One of several values.
    In(Box<Expr>, Vec<Expr>),
    /// An element of a set, or a subset of it.
    Has {
        /// The set.
        set: Box<Expr>,
        /// What it must hold: elements or another set.
        elements: Vec<Expr>,
        /// All of them, rather than any.
        all: bool,
    },
    /// Not empty.
    Known(Box<Expr>),
    /// Another rule's verdict on a record.
    Quoted {
        /// The rule.
        rule: RuleId,
        /// The verdict's stable word, or `breached`.
        verdict: &'static str,
        /// The record it is about.
        of: Box<Expr>,
    },
    /// A test of text.
    TextTest(ast::TextTest, Box<Expr>, Box<Expr>),
    /// All hold.
    And(Vec<Expr>),
    /// Any holds.
    Or(Vec<Expr>),
    /// Does not hold.
    Not(Box<Expr>),
    /// A date moved by a length of time.
    Shift {
        /// The date.
        date: Box<Expr>,
        /// Backwards.
        minus: bool,
        /// By how much.
        by: Box<Expr>,
    },
    /// A sum or difference of numbers.
    Add {
        /// Left side.
        left: Box<Expr>,
        /// Taken away.
        minus: bool,
        /// Right side.
        right: Box<Expr>,
    },
    /// A number of units as a length of time.
    Measured(Box<Expr>, Unit),
    /// Days between two dates.
    Days {
        /// First.
        from: Box<Expr>,
        /// Last.
        to: Box<Expr>,
        /// Both ends count.
        through: bool,
        /// Working days only.
        working: bool,
    },
    /// First or last day of the calendar window of a date.
    Edge {
        /// The last rather than the first.
        end: bool,
        /// Which window.
        family: Family,
        /// The date.
        of: Box<Expr>,
    },
    /// 1 Monday … 7 Sunday.
    Weekday(Box<Expr>),
    /// How many elements.
    Size(Box<Expr>),
    /// The earliest, latest, greatest or least of those present.
    Choice(ast::Choice, Vec<Expr>),
    /// The first value whose condition holds, else the last.
    Cases(Vec<(Expr, Expr)>, Box<Expr>),
    /// A cell of a table.
    Lookup {
        /// The table.
        table: TableId,
        /// The column.
        column: usize,
        /// The class.
        key: Box<Expr>,
    },
    /// Whether a record exists.
    Exists {
        /// The kind.
        record: RecordId,
        /// The variable that stands for it.
        var: VarId,
        /// Pairs that must agree: inside, outside.
        keys: Vec<(Expr, Expr)>,
        /// Anything else; over both.
        filter: Option<Box<Expr>>,
    },
}

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
