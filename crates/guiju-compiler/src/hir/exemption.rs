//! Who is freed of which rules.

use super::{Cited, ExemptionId, Expr, Force, PolicyId, Title, VarId};
use crate::schema::{Name, RecordId};
use guiju_syntax::Span;

/// An exemption, as results name it.
#[derive(Debug, Clone)]
pub struct Exemption {
    /// Its policy.
    pub policy: PolicyId,
    /// Its stable id.
    pub name: Name,
    /// What it is.
    pub title: Title,
    /// When it is in force: the policy's validity, narrowed by its own.
    pub force: Force,
    /// The clauses that provide for it.
    pub cite: Vec<Cited>,
    /// Where it is declared.
    pub span: Span,
}

/// An exemption at work in a rule; over the rule's variables.
#[derive(Debug, Clone)]
pub struct Relief {
    /// Which.
    pub exemption: ExemptionId,
    /// Which members or records it frees.
    pub filter: Option<Expr>,
    /// The record that must grant it; `None`: a whole class is free.
    pub grant: Option<Grant>,
}

/// The record that grants an exemption.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Its kind.
    pub record: RecordId,
    /// The variable that stands for one of them.
    pub var: VarId,
    /// Pairs that must agree: of the grant, of the member or record it frees.
    pub keys: Vec<(Expr, Expr)>,
    /// Which of them are valid; over both.
    pub filter: Option<Expr>,
    /// The first day for which it is granted; `None`: from when it was granted.
    pub from: Option<Expr>,
    /// The last day; `None`: open.
    pub until: Option<Expr>,
    /// When it was granted; `None`: known from ever.
    pub granted: Option<Expr>,
    /// Whether it cures what lies before it was granted, under a condition if one is given.
    pub retroactive: Option<Option<Expr>>,
}

impl Relief {
    /// Calls `visit` on every expression it evaluates, outermost ones only.
    pub fn for_each_expr(&self, visit: &mut dyn FnMut(&Expr)) {
        self.filter.iter().for_each(&mut *visit);
        let Some(grant) = &self.grant else { return };
        for (of_grant, of_subject) in &grant.keys {
            visit(of_grant);
            visit(of_subject);
        }
        let dates = grant.from.iter().chain(&grant.until).chain(&grant.granted);
        grant.filter.iter().chain(dates).chain(grant.retroactive.iter().flatten()).for_each(visit);
    }
}
