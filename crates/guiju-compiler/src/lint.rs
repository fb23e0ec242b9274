//! What is legal and most likely not meant.
//!
//! In: a policy set without errors. Out: warnings, each with a code and a page. A lint never changes a verdict; it
//! names an open choice, a number without its clause, or words that can have no effect. One file a lint.

mod condition;
mod limit;
mod number;
mod open_term;
mod partial;
mod unused;
mod validity;

use guiju_syntax::{Diagnostic, FileId, Span, ast};

use crate::{Checked, hir};

/// Returns everything worth knowing about policies that have no errors, in order of files and places; nothing for
/// others, whose faults come first.
#[must_use]
pub fn lint(checked: &Checked) -> Vec<Diagnostic> {
    if checked.has_errors() {
        return Vec::new();
    }
    let set = Set::of(checked);
    let lints =
        [unused::lint, condition::lint, limit::lint, partial::lint, validity::lint, number::lint, open_term::lint];
    let mut found: Vec<Diagnostic> = lints.iter().flat_map(|lint| lint(&set)).map(Diagnostic::warning).collect();
    found.sort_by_key(|d| (d.primary.as_ref().map(|l| l.span), d.code));
    found.dedup();
    found
}

/// A policy set as the lints look at it.
struct Set<'a> {
    checked: &'a Checked,
    /// Files that declare a policy: what another file declares may be there for other policies.
    own: Vec<FileId>,
}

impl<'a> Set<'a> {
    fn of(checked: &'a Checked) -> Self {
        let declares = |file: &&ast::File| file.items.iter().any(|i| matches!(i.kind, ast::ItemKind::Policy(_)));
        let own = checked.files.iter().map(|parsed| &parsed.file).filter(declares).map(|file| file.id).collect();
        Self { checked, own }
    }

    /// The declarations of all files, each with its place.
    fn items(&self) -> impl Iterator<Item = &'a ast::Item> + use<'a> {
        self.checked.files.iter().flat_map(|parsed| &parsed.file.items)
    }

    /// The rules as written and as compiled; a rule that several policies share comes once for each.
    fn rules(&self) -> impl Iterator<Item = (&'a ast::Rule, &'a hir::Rule)> + use<'a> {
        let rules = &self.checked.program.rules;
        rules.iter().filter_map(|rule| Some((rule_at(self.checked, rule.span)?, rule)))
    }

    /// The policy of a rule, as written.
    fn policy(&self, rule: &hir::Rule) -> Option<&'a ast::Policy> {
        let span = self.checked.program.policies.get(rule.policy.0)?.span;
        self.items().find_map(|item| match &item.kind {
            ast::ItemKind::Policy(policy) if item.span == span => Some(policy),
            _ => None,
        })
    }
}

fn rule_at(checked: &Checked, span: Span) -> Option<&ast::Rule> {
    let file = checked.files.iter().map(|parsed| &parsed.file).find(|file| file.id == span.file)?;
    file.items.iter().find_map(|item| match &item.kind {
        ast::ItemKind::Rule(rule) if item.span == span => Some(rule),
        _ => None,
    })
}
