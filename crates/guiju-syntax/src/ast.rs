//! The tree: a policy file as written, with spans, before names mean anything.
//!
//! Rules keep their fields as a list in the author's order, so that the formatter can print them back
//! and the compiler can say which field does not belong under which head.

use guiju_calendar::{Day, Family, Unit};
use rust_decimal::Decimal;

use crate::source::{FileId, Span};

/// A whole file.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Which file.
    pub id: FileId,
    /// Its declarations, in order.
    pub items: Vec<Item>,
}

/// A word of the author's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ident {
    /// The word; dotted for policy, calendar and profile names.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A declared name with its spelling in the other tongue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The spelling written first.
    pub ident: Ident,
    /// The spelling after `aka` / `又称`.
    pub aka: Option<Ident>,
}

/// A quoted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What stands between the quotes.
    pub value: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A text with its form in the other tongue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The text written first.
    pub text: Text,
    /// The text after `aka` / `又称`.
    pub aka: Option<Text>,
}

/// A place in a source: `src 5(2)a`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Which source, where the policy has several.
    pub source: Option<Ident>,
    /// The place, in the source's own structure.
    pub locator: Ident,
}

/// `cite …`: one place or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The places.
    pub places: Vec<Citation>,
    /// The whole field.
    pub span: Span,
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
    /// `clause PLACE not checkable because …`.
    Clause(Clause),
    /// `quantity`, `coverage`, `deadline`, `check`.
    Rule(Rule),
    /// `example "…" of RULE { … }`.
    Example(Example),
}

/// What a regulation is: where it holds, since when, by which calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Title,
    /// Its fields, in order.
    pub fields: Vec<PolicyField>,
}

/// A field of `policy`.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyField {
    /// Which.
    pub kind: PolicyFieldKind,
    /// The whole field.
    pub span: Span,
}

/// The fields of `policy`.
#[derive(Debug, Clone, PartialEq)]
pub enum PolicyFieldKind {
    /// Division code or name.
    Jurisdiction(Text),
    /// `municipal`, `provincial`, …
    Level(Ident),
    /// Issuing organ.
    Issuer(Title),
    /// Document number.
    Number(Text),
    /// The parent policy or text; quoted if a text.
    Under(Text),
    /// Date of issue; `None`: unknown.
    Issued(Option<Day>),
    /// When it is in force.
    Effective(Effective),
    /// IANA zone.
    Zone(Text),
    /// Working-day calendar.
    Calendar(Ident),
    /// Counting profile.
    Counting(Ident),
    /// A source text.
    Source {
        /// Its name in citations.
        name: Ident,
        /// Its file.
        file: Text,
        /// Its fingerprint.
        sha256: Option<Text>,
    },
}

/// `effective from D until D`, or `effective unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effective {
    /// The text does not say.
    Unknown,
    /// From a day on, until a day (included), open or unknown.
    Between {
        /// First day in force.
        from: Day,
        /// Last day in force.
        until: Until,
    },
}

/// The end of a validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Not written.
    Omitted,
    /// `open`: no end.
    Open,
    /// The text does not say.
    Unknown,
    /// Last day in force.
    Day(Day),
}

/// A kind of record.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// Span of `key row`, if written.
    pub key_row: Option<Span>,
    /// Its fields.
    pub fields: Vec<RecordField>,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordField {
    /// `key`, `at`, `known`, `confidential` before the name.
    pub markers: Vec<Marker>,
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// Whether `?` follows.
    pub optional: bool,
    /// What it means.
    pub title: Option<Title>,
    /// The whole line.
    pub span: Span,
}

/// A word before a field's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Part of what identifies the record.
    Key,
    /// When it happened.
    At,
    /// When it was entered.
    Known,
    /// Never in a public report.
    Confidential,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeExpr {
    /// `text`.
    Text,
    /// `number`.
    Number,
    /// `yesno`.
    YesNo,
    /// `date`.
    Date,
    /// `duration`.
    Duration,
    /// A catalog's name.
    Catalog(Ident),
    /// `ref RECORD`.
    Ref(Ident),
    /// `set of text`.
    SetOfText,
    /// `set of CATALOG`.
    SetOf(Ident),
    /// `set of ref RECORD`.
    SetOfRef(Ident),
}

/// A derived record.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its name.
    pub name: Name,
    /// The record kinds it is made from.
    pub from: Vec<Ident>,
    /// Which of them.
    pub filter: Option<Expr>,
    /// The fields that identify it.
    pub per: Vec<Ident>,
    /// Its aggregated fields.
    pub fields: Vec<EventField>,
}

/// An aggregated field of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventField {
    /// Its name.
    pub name: Name,
    /// How it is made.
    pub aggregate: Aggregate,
    /// The whole field.
    pub span: Span,
}

/// How several records become one value.
#[derive(Debug, Clone, PartialEq)]
pub enum Aggregate {
    /// How many.
    Count,
    /// Whether any fits.
    Any(Expr),
    /// Whether all fit.
    All(Expr),
    /// The least value.
    Least(Path),
    /// The greatest value.
    Greatest(Path),
    /// The sum.
    Total(Path),
    /// All items together.
    Union(Path),
    /// The value of the earliest by another field.
    First {
        /// The value.
        of: Path,
        /// The order.
        by: Path,
    },
    /// The value of the last by another field.
    Last {
        /// The value.
        of: Path,
        /// The order.
        by: Path,
    },
}

/// An order of records, for `previous`, `next` and `latest`.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    /// Its name.
    pub name: Name,
    /// Which records.
    pub of: Ident,
    /// Which of them.
    pub filter: Option<Expr>,
    /// Whose sequence.
    pub per: Vec<Path>,
    /// Ordered by.
    pub by: Path,
}

/// Members whose absence must be noticed.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// Its name.
    pub name: Name,
    /// A record kind, or the distinct values of a field (`unit.place`).
    pub of: Path,
    /// Which of them.
    pub filter: Option<Expr>,
    /// Its further parts, in order.
    pub parts: Vec<RegisterPart>,
}

/// A part of a register's declaration.
#[derive(Debug, Clone, PartialEq)]
pub enum RegisterPart {
    /// The field that says since when a member belongs to it.
    From(Ident),
    /// The field that says until when.
    Until(Ident),
    /// How many members there should be.
    Count(Decimal, Span),
    /// Denominator: members in force throughout the window.
    InForceThroughout,
    /// Denominator: members in force at some time of the window.
    EverInForce,
    /// Where the text says so.
    Cite(Cite),
}

/// A closed list.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    /// Its name.
    pub name: Name,
    /// Whether its codes are ranked, lowest first.
    pub ordered: bool,
    /// Its codes.
    pub codes: Vec<CatalogCode>,
    /// Where the text lists them.
    pub cite: Option<Cite>,
}

/// A code of a catalog.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogCode {
    /// Its code.
    pub name: Name,
    /// What it stands for.
    pub title: Option<Title>,
    /// Where the text names it.
    pub cite: Option<Cite>,
    /// The whole entry.
    pub span: Span,
}

/// A number of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// Its values with the day from which each holds.
    pub values: Vec<(Expr, Option<Day>)>,
    /// Where the text says so.
    pub cite: Option<Cite>,
}

/// A parameter by class.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Its columns; empty: one column without a name.
    pub columns: Vec<Name>,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// Where the text says so.
    pub cite: Option<Cite>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// The classes it is for.
    pub keys: Vec<TableKey>,
    /// Its cells, one a column.
    pub cells: Vec<Expr>,
    /// The whole row.
    pub span: Span,
}

/// The class a row is for.
#[derive(Debug, Clone, PartialEq)]
pub enum TableKey {
    /// A catalog code.
    Code(Ident),
    /// A text.
    Text(Text),
    /// Numbers from `low` to `high`; the upper end belongs to it unless `half_open` (`..<`).
    Range {
        /// Lowest number, if bounded.
        low: Option<Decimal>,
        /// Highest number, if bounded.
        high: Option<Decimal>,
        /// Whether `high` is left out.
        half_open: bool,
        /// Where it stands.
        span: Span,
    },
}

/// An open-textured word made a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Assume {
    /// Its name.
    pub name: Name,
    /// The default.
    pub value: Expr,
    /// Why this value.
    pub because: Title,
    /// Where the word stands.
    pub cite: Option<Cite>,
}

/// A named predicate or term.
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// Of which record.
    pub of: Ident,
    /// What it stands for.
    pub body: DefineBody,
}

/// What a definition stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum DefineBody {
    /// One expression.
    Expr(Expr),
    /// The first case that fits, else the last.
    Cases {
        /// Value and condition.
        cases: Vec<(Expr, Expr)>,
        /// The value if none fits.
        otherwise: Expr,
    },
}

/// What the text says that no rule checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// The place.
    pub place: Citation,
    /// What it is about.
    pub title: Option<Title>,
    /// Why no rule checks it.
    pub status: ClauseStatus,
}

/// Why no rule checks a clause.
#[derive(Debug, Clone, PartialEq)]
pub enum ClauseStatus {
    /// No record can show it.
    NotCheckable {
        /// Why.
        because: Title,
        /// The record by which a person vouches for it.
        attested: Option<Ident>,
    },
    /// A person vouches for it.
    Attested {
        /// The record.
        by: Ident,
        /// Why.
        because: Option<Title>,
    },
    /// It allows, and obliges nobody.
    Permits(Option<Title>),
    /// It defines a term.
    Defines(Option<Title>),
    /// It could be checked and is not encoded yet.
    Unfinished(Title),
}

/// A test beside its clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its title.
    pub title: Title,
    /// The rule under test.
    pub rule: Ident,
    /// Its fields, in order.
    pub fields: Vec<ExampleField>,
}

/// A field of an example.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleField {
    /// Which.
    pub kind: ExampleFieldKind,
    /// The whole field.
    pub span: Span,
}

/// The fields of an example.
#[derive(Debug, Clone, PartialEq)]
pub enum ExampleFieldKind {
    /// A record that exists.
    Given {
        /// Its kind.
        record: Ident,
        /// Its cells; a set has several values.
        cells: Vec<(Ident, Vec<Expr>)>,
    },
    /// The as-of date.
    AsOf(Day),
    /// A verdict that must come out.
    Expect(Expect),
}

/// An expected verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// The subject's key; may be left out where there is one subject.
    pub subject: Option<Text>,
    /// The window's label (`2026-02`) or the trigger's day.
    pub window: Option<Ident>,
    /// The verdict's stable word.
    pub verdict: &'static str,
    /// The reason's stable word.
    pub reason: Option<Ident>,
    /// The due day.
    pub due: Option<Day>,
    /// What the records show, as printed in English.
    pub actual: Option<Text>,
}

/// The heads of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Head {
    /// How many, in which window.
    Quantity,
    /// Is everything of a set reached.
    Coverage,
    /// B by some time of A.
    Deadline,
    /// Each record satisfies.
    Check,
}

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Which head.
    pub head: Head,
    /// Its stable id.
    pub name: Name,
    /// What it obliges.
    pub title: Title,
    /// Its fields, in order.
    pub fields: Vec<RuleField>,
}

/// A field of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleField {
    /// Which.
    pub kind: FieldKind,
    /// The whole field.
    pub span: Span,
}

/// The fields of rules, of all heads.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// The clauses it comes from.
    Cite(Cite),
    /// How much a breach weighs: 0 advisory … 3 critical.
    Severity(u8),
    /// Who answers for it.
    Responsible(Text),
    /// What diff aligns by.
    Topic(Ident),
    /// Its own validity.
    Effective(Effective),
    /// Its own counting profile.
    Counting(Ident),
    /// Its own calendar.
    Calendar(Ident),
    /// Its former id.
    Was(Ident),
    /// What a window in force only in part means.
    Partial(Partial),
    /// The members it holds for.
    Per(Vec<Range>),
    /// The records it holds for.
    Each(Each),
    /// The records that may not be.
    NeverEach(Each),
    /// The text's own carve-out.
    Unless(Expr),
    /// Calendar windows.
    Every {
        /// Which.
        family: Family,
        /// The date that decides.
        by: Option<Path>,
    },
    /// Every stretch of a length.
    Rolling {
        /// How long.
        length: Expr,
        /// One row per two neighbours.
        per_gap: bool,
        /// The date that decides.
        by: Option<Path>,
    },
    /// The stretch that ends at the as-of date.
    TheLast {
        /// How long.
        length: Expr,
        /// The date that decides.
        by: Option<Path>,
    },
    /// A record's own period.
    During {
        /// Its first day.
        from: Path,
        /// Its last day.
        until: Path,
        /// The date that decides.
        by: Option<Path>,
    },
    /// How many records.
    Count(Measured),
    /// How many different values.
    CountDistinct(Path, Measured),
    /// The sum of a field.
    Total(Path, Measured),
    /// The mean of a field.
    Mean(Path, Measured),
    /// The share that fits.
    Share(Measured, Expr),
    /// How many are enough or too many.
    Bound(Bound),
    /// Which set must be reached.
    Reach(Reach),
    /// What must be done or hold.
    Must(Must),
    /// The clock starts on this day, which does not count but is not too early.
    From(Expr),
    /// The clock starts on this day, and an act on it is too early.
    After(Expr),
    /// The limit.
    Within(Expr),
    /// The last legal day.
    By(Expr),
    /// A day of each period.
    ByDay(ByDay),
    /// The event it must precede.
    Before {
        /// The event.
        event: Expr,
        /// By how much.
        lead: Option<Expr>,
    },
    /// Too early before this.
    NoSooner(Expr),
    /// `matching shared` (true) or `matching one`.
    Matching(bool),
    /// Late performance does not count.
    LateVoid,
    /// `early counts` (true) or `early ignored`.
    Early(bool),
    /// What nothing to take a share of means; the verdict's stable word.
    IfNone(&'static str),
}

/// What a window in force only in part means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partial {
    /// Not applicable.
    WholeOnly,
    /// The full number is owed.
    Full,
}

/// `per g in groups where …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// The variable.
    pub var: Name,
    /// A register, catalog or record.
    pub of: Ident,
    /// Which of them.
    pub filter: Option<Expr>,
}

/// `each visit as v where … unless …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Each {
    /// The record kind.
    pub record: Ident,
    /// A name for it.
    pub var: Option<Name>,
    /// Which of them.
    pub filter: Option<Expr>,
    /// The text's own carve-out.
    pub unless: Option<Expr>,
}

/// Which records are counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Their kind.
    pub record: Ident,
    /// Which of them.
    pub filter: Option<Expr>,
}

/// A bound.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// `at least`.
    AtLeast(Expr),
    /// `at most`.
    AtMost(Expr),
    /// `exactly`.
    Exactly(Expr),
    /// `between … and …`, both ends in.
    Between(Expr, Expr),
}

/// `all of streets by street of visit`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// The share that must be reached; `None`: all.
    pub share: Option<Expr>,
    /// A register or catalog.
    pub set: Ident,
    /// The field that reaches.
    pub by: Path,
    /// The records that reach; left out under `each`.
    pub of: Option<Measured>,
}

/// `must report.submitted for month where …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Must {
    /// The act of a deadline, or the condition of a check.
    pub what: Expr,
    /// The field that says which period it is for.
    pub period: Option<Path>,
    /// Which acts count.
    pub filter: Option<Expr>,
}

/// A day of each period.
#[derive(Debug, Clone, PartialEq)]
pub enum ByDay {
    /// `by day 30`: that day of the window's last month, or its last day if there is none.
    Day {
        /// 1 to 31.
        day: Decimal,
        /// Of the next period.
        next: bool,
    },
    /// `by last day` / `by last working day`.
    Last {
        /// Working days.
        working: bool,
        /// Of the next period.
        next: bool,
    },
}

/// Words joined by dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// At least one word.
    pub parts: Vec<Ident>,
    /// The whole path.
    pub span: Span,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `4`.
    Number(Decimal),
    /// `80%`.
    Percent(Decimal),
    /// `80% of streets`.
    PercentOf(Decimal, Ident),
    /// `15 working days`.
    Duration(Decimal, Unit),
    /// `unit.frequency days`.
    Measured(Path, Unit),
    /// `2026-02-28`.
    Date(Day),
    /// `"closed"`.
    Text(String),
    /// `yes`, `no`.
    YesNo(bool),
    /// `unreadable "XX"`.
    Unreadable(Text),
    /// `visit.unit.status`.
    Path(Path),
    /// `previous rounds.date`.
    Neighbour {
        /// Which.
        which: Neighbour,
        /// The sequence, where named.
        sequence: Option<Ident>,
        /// The field, or further steps.
        path: Vec<Ident>,
    },
    /// `{a, b}`.
    Set(Vec<Expr>),
    /// `a < b`.
    Compare(Op, Box<Expr>, Box<Expr>),
    /// `a between b and c`, both ends in.
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a in {…}`.
    In(Box<Expr>, Box<Expr>),
    /// `a known`.
    Known(Box<Expr>),
    /// `a missing`.
    Missing(Box<Expr>),
    /// `a has b`.
    Has(Box<Expr>, Box<Expr>),
    /// `a has all b`.
    HasAll(Box<Expr>, Box<Expr>),
    /// `a meets b`.
    Meets(Box<Expr>, Box<Expr>),
    /// `A3_1 breached`, `A3_1 met`: another rule's verdict on the same subject.
    Quoted {
        /// The rule.
        rule: Ident,
        /// The verdict's stable word, or `breached`.
        verdict: &'static str,
    },
    /// `a starts "x"`, `ends`, `contains`.
    TextTest(TextTest, Box<Expr>, Box<Expr>),
    /// `a and b and c`; at least two.
    And(Vec<Expr>),
    /// `a or b or c`; at least two.
    Or(Vec<Expr>),
    /// `not a`.
    Not(Box<Expr>),
    /// `date + 3 days`, `a - b`.
    Sum {
        /// The left side.
        left: Box<Expr>,
        /// Whether the right side is taken away.
        minus: bool,
        /// The right side.
        right: Box<Expr>,
    },
    /// `days from A to B`.
    Days {
        /// The first day.
        from: Box<Expr>,
        /// The last day.
        to: Box<Expr>,
        /// Both ends count (`through`).
        through: bool,
        /// Working days only.
        working: bool,
    },
    /// `start of month of D`, `end of year of D`.
    Edge {
        /// The last day rather than the first.
        end: bool,
        /// Of which window.
        family: Family,
        /// The date.
        of: Box<Expr>,
    },
    /// `weekday of D`: 1 Monday … 7 Sunday.
    Weekday(Box<Expr>),
    /// `size of items`.
    Size(Path),
    /// `earlier of (…)`.
    Choice(Choice, Vec<Expr>),
    /// `lookup(table, key)`, `lookup(table.column, key)`.
    Lookup {
        /// Table and column.
        table: Path,
        /// The class.
        key: Box<Expr>,
    },
    /// `exists R where …`.
    Exists {
        /// The record kind.
        record: Ident,
        /// Which of them.
        filter: Option<Box<Expr>>,
    },
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// `=`.
    Eq,
    /// `!=`.
    Ne,
    /// `<`.
    Lt,
    /// `<=`.
    Le,
    /// `>`.
    Gt,
    /// `>=`.
    Ge,
}

/// Neighbours in a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Neighbour {
    /// Strictly before.
    Previous,
    /// Strictly after.
    Next,
    /// On or before.
    Latest,
}

/// Tests of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextTest {
    /// Begins with.
    Starts,
    /// Ends with.
    Ends,
    /// Contains.
    Contains,
}

/// One of several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// The earlier date; absent ones are skipped.
    Earlier,
    /// The later date; absent ones are skipped.
    Later,
    /// The greater number.
    Greater,
    /// The lesser number.
    Lesser,
}
