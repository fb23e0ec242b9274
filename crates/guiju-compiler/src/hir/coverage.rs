//! Is everything of a set reached.

use super::{Counted, Expr, Members, RegisterId, Window};

/// Is everything of a set reached.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// In which window; [`Window::Whole`], [`Window::Calendar`] or [`Window::Cycle`]. Under `each`, whole.
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
