//! What follows when something is not done.

use super::{Deadline, Expr, Title, VarId};
use crate::schema::{CatalogId, Name, RecordId};
use guiju_syntax::Span;

/// What follows when something is not done: stages, the first of which is the duty itself.
///
/// A stage is a deadline of its own whose clock may start with the stage before.
#[derive(Debug, Clone)]
pub struct Path {
    /// The record each path is about.
    pub record: RecordId,
    /// The variable that stands for it in [`Path::stop`].
    pub var: VarId,
    /// What ends it.
    pub stop: Option<Stop>,
    /// Its stages, in order of declaration; the first is the root.
    pub stages: Vec<Stage>,
    /// The numbers of the stages, each after those that lead to it as far as loops allow.
    pub order: Vec<usize>,
}

/// What ends a path.
#[derive(Debug, Clone)]
pub enum Stop {
    /// From this date on.
    On(Expr),
    /// As soon as this holds; since when is not known.
    When(Expr),
    /// As soon as this stage is done, late or not.
    Done(usize),
}

/// A stage.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub title: Option<Title>,
    /// What it asks, part by part as written, in English and in Chinese keywords and names.
    pub words: Vec<(String, String)>,
    /// When its clock starts.
    pub clock: Clock,
    /// What must be done: one deadline for each act that is enough. Only that of the first stage has conditions on
    /// its trigger.
    pub duties: Vec<Deadline>,
    /// The least level of who must act.
    pub level: Option<Expr>,
    /// The stage that follows when it is done in time; `None`: the path ends.
    pub then: Option<usize>,
    /// The stage that follows when it is not; `None`: the path ends.
    pub otherwise: Option<usize>,
    /// How it returns.
    pub repeat: Option<Repeat>,
    /// The levels it climbs.
    pub levels: Option<Levels>,
    /// Whether its act cures the breach of the first stage.
    pub compensates: bool,
    /// Where it is declared.
    pub span: Span,
}

/// When the clock of a stage starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// As its deadline says: on a date of the record.
    Date,
    /// On the due date of the stage before.
    Due,
    /// On the day the stage before was done.
    Done,
}

/// How a stage returns.
#[derive(Debug, Clone)]
pub struct Repeat {
    /// After how long.
    pub every: Expr,
    /// How many times in all; `None`: until the path stops.
    pub at_most: Option<Expr>,
}

/// The levels a stage climbs, from the lowest up.
#[derive(Debug, Clone)]
pub struct Levels {
    /// The ordered list.
    pub catalog: CatalogId,
    /// The lowest level.
    pub from: Expr,
    /// The highest.
    pub to: Expr,
    /// The level of an act, one expression for each of [`Stage::duties`].
    pub of_act: Vec<Expr>,
    /// Where a level may be left out.
    pub skipping: Option<Expr>,
}

impl Stage {
    /// Returns the stages that may follow.
    pub fn followers(&self) -> impl Iterator<Item = usize> {
        self.then.into_iter().chain(self.otherwise)
    }
}
