//! What holds of a subject for a time.

use super::{Cited, Expr};
use crate::schema::{Name, RecordId};

/// What holds of a subject for a time.
#[derive(Debug, Clone)]
pub struct State {
    /// Its name.
    pub name: Name,
    /// Of which record.
    pub of: RecordId,
    /// When it holds: during any of these.
    pub spells: Vec<Spell>,
    /// The clauses it comes from.
    pub cite: Vec<Cited>,
}

/// A stretch of days that a record begins (variable 0 is its row).
#[derive(Debug, Clone)]
pub struct Spell {
    /// The kind of the record.
    pub record: RecordId,
    /// Which of them.
    pub filter: Option<Expr>,
    /// Whose state it is.
    pub subject: Expr,
    /// The first day.
    pub from: Expr,
    /// What ends it.
    pub end: SpellEnd,
}

/// What ends a spell.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "one a spell: a box would save nothing")]
pub enum SpellEnd {
    /// Nothing.
    Never,
    /// A date of the same record; an empty one is open.
    Own {
        /// The date.
        date: Expr,
        /// Whether that day is still in.
        included: bool,
    },
    /// The next record of a kind (variable 0 is its row).
    Other {
        /// The kind.
        record: RecordId,
        /// Which of them.
        filter: Option<Expr>,
        /// The record that began it or, if none refers to that, whose state it is.
        subject: Expr,
        /// Whether `subject` is the record that began it.
        refers: bool,
        /// The date.
        date: Expr,
        /// Whether that day is still in.
        included: bool,
    },
    /// A length of time after the first day.
    After(Expr),
}

impl State {
    /// Calls `visit` on every expression it evaluates, outermost ones only.
    pub fn for_each_expr(&self, visit: &mut dyn FnMut(&Expr)) {
        for spell in &self.spells {
            spell.filter.iter().for_each(&mut *visit);
            visit(&spell.subject);
            visit(&spell.from);
            match &spell.end {
                SpellEnd::Never => {}
                SpellEnd::Own { date, .. } | SpellEnd::After(date) => visit(date),
                SpellEnd::Other { filter, subject, date, .. } => {
                    filter.iter().for_each(&mut *visit);
                    visit(subject);
                    visit(date);
                }
            }
        }
    }

    /// Returns the kinds of record that begin and end it.
    pub fn records(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.spells.iter().flat_map(|spell| {
            let end = match &spell.end {
                SpellEnd::Other { record, .. } => Some(*record),
                _ => None,
            };
            std::iter::once(spell.record).chain(end)
        })
    }
}
