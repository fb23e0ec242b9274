//! A state lasts, or never is.

use super::{Condition, Expr, VarId, Window};
use crate::schema::RecordId;

/// A state lasts, or never is.
#[derive(Debug, Clone)]
pub struct Hold {
    /// The record each of which begins it, and which of them; `None`: of the members.
    pub each: Option<HoldEach>,
    /// What must hold on every day, or on none.
    pub what: Condition,
    /// Whether it must hold on none.
    pub never: bool,
    /// The first day; `None`: the record's own date, or since ever.
    pub from: Option<Expr>,
    /// The last day; `None`: open.
    pub until: Option<Expr>,
    /// Only during this.
    pub during: Option<Expr>,
}

/// The records each of which begins something that must last.
#[derive(Debug, Clone)]
pub struct HoldEach {
    /// Their kind.
    pub record: RecordId,
    /// The variable that stands for one of them.
    pub var: VarId,
    /// Which of them.
    pub filter: Option<Expr>,
    /// The text's own carve-out.
    pub unless: Option<Expr>,
}

/// How long something lasts, in which window; in days.
#[derive(Debug, Clone)]
pub struct TimeIn {
    /// In which window; [`Window::Calendar`] or [`Window::TheLast`].
    pub window: Window,
    /// What lasts.
    pub what: Expr,
    /// How many days are asked.
    pub bound: super::Bound,
}

impl Hold {
    /// Calls `visit` on every expression it evaluates, outermost ones only.
    pub(super) fn for_each_expr(&self, visit: &mut dyn FnMut(&Expr)) {
        if let Some(each) = &self.each {
            each.filter.iter().chain(&each.unless).for_each(&mut *visit);
        }
        visit(&self.what.expr);
        self.from.iter().chain(&self.until).chain(&self.during).for_each(visit);
    }
}
