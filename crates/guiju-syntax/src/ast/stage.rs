//! Stages of a path: what must be done, and what follows.

use super::{Expr, FieldKind, Ident, Must, Name, Title};
use crate::source::Span;

/// `stage listing from due must listed within 3 days then verify else interview`.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Its name, which `then` and `else` of other stages use.
    pub name: Name,
    /// What it is.
    pub title: Option<Title>,
    /// Its parts, in order.
    pub parts: Vec<StagePart>,
}

/// A part of a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct StagePart {
    /// Which.
    pub kind: StagePartKind,
    /// The whole part.
    pub span: Span,
}

/// The parts of stages.
#[derive(Debug, Clone, PartialEq)]
pub enum StagePartKind {
    /// The clock starts with the stage before.
    From(Clock),
    /// `must one of (…)`: each of these acts is enough.
    OneOf(Vec<Must>),
    /// A field that means the same in a deadline: `must`, `within`, `by`, `from DATE` and so on.
    Duty(Box<FieldKind>),
    /// The least level of who must act.
    ByLevel(Expr),
    /// What follows when it is done in time.
    Then(Target),
    /// What follows when it is not.
    Else(Target),
    /// The stage returns.
    Repeat {
        /// After how long.
        every: Expr,
        /// How many times in all.
        at_most: Option<Expr>,
    },
    /// The stage runs once a level, from the lowest up.
    OverLevels {
        /// The lowest level.
        from: Expr,
        /// The highest.
        to: Expr,
        /// Whether, and where, a level may be left out: `skipping where …`.
        skipping: Option<Option<Expr>>,
    },
    /// An act of this stage cures the breach of the first.
    Compensates,
}

/// A clock that starts with the stage before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// On its due date.
    Due,
    /// On the day it was done.
    Done,
}

/// Where a path goes on.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// It ends.
    End,
    /// At a stage.
    Stage(Ident),
}
