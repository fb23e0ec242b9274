//! W0402: members come and go, and the rule does not say what a window in force only in part means.

use guiju_syntax::{Code, Diagnostic, Message, Span, Tongue, ast, tongue_of};

use super::Set;
use crate::hir;

pub(super) fn lint(set: &Set<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (tree, rule) in set.rules() {
        let comes_and_goes = rule.per.iter().filter_map(|range| range.register).any(|register| {
            let register = &set.checked.program.registers[register.0];
            register.from.is_some() || register.until.is_some()
        });
        let says = tree.fields.iter().any(|field| matches!(field.kind, ast::FieldKind::Partial(_)));
        let Some(window) = window(rule, tree) else { continue };
        if !comes_and_goes || says {
            continue;
        }
        found.push(
            Diagnostic::error(
                Code::W0402,
                window,
                Message::new(
                    "members come and go, and nothing says what a partial window means",
                    "成员有进有出，未写明不足期如何处理",
                ),
                Message::new(
                    "members that are there for part of it are *not applicable*",
                    "期内只有部分时间在册的成员一律“不适用”",
                ),
            )
            .sure_fix(
                Span { start: window.end, ..window },
                choice(set, window),
                Message::new("write down what holds", "写明现行的处理"),
            ),
        );
    }
    found
}

/// The default, to be written behind the window in the tongue and layout of its file.
fn choice(set: &Set<'_>, window: Span) -> String {
    let text = &set.checked.sources.file(window.file).text;
    let parsed = set.checked.files.iter().find(|parsed| parsed.file.id == window.file);
    let tongue = parsed.map_or(Tongue::En, |parsed| tongue_of(parsed, text));
    let words = tongue.pick("partial whole only", "不足期 只计整期");
    let before = text.get(..window.start).unwrap_or("");
    let indent = before.rsplit('\n').next().unwrap_or("");
    if indent.trim().is_empty() { format!("\n{indent}{words}") } else { format!("; {words}") }
}

/// The field by which a rule returns with every calendar window.
fn window(rule: &hir::Rule, tree: &ast::Rule) -> Option<Span> {
    let returns = match &rule.head {
        hir::Head::Quantity(q) => matches!(q.window, hir::Window::Calendar(_)),
        hir::Head::Coverage(c) => matches!(c.window, hir::Window::Calendar(_)),
        hir::Head::Deadline(d) => matches!(d.trigger, hir::Trigger::Every(Some(_)) | hir::Trigger::Anchored { .. }),
        hir::Head::TimeIn(t) => matches!(t.window, hir::Window::Calendar(_)),
        hir::Head::Check(_) | hir::Head::Hold(_) | hir::Head::Path(_) => false,
    };
    let every = tree.fields.iter().find(|field| matches!(field.kind, ast::FieldKind::Every { .. }))?;
    returns.then_some(every.span)
}
