//! W0602: the rule's own words are open-textured, and it rests on no assumption.
//!
//! "Promptly" is no number. Where a rule makes it one, an `assume` says so, and every verdict names it.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::Set;

/// Words of regulations that leave a number open.
const OPEN: [&str; 17] = [
    "promptly",
    "immediately",
    "forthwith",
    "without delay",
    "as soon as",
    "timely",
    "regularly",
    "periodically",
    "reasonable",
    "及时",
    "立即",
    "尽快",
    "适时",
    "定期",
    "不定期",
    "适当",
    "必要时",
];

pub(super) fn lint(set: &Set<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (tree, rule) in set.rules() {
        if !rule.assumes.is_empty() || unreadable(tree) {
            continue;
        }
        let titles = [Some(&tree.title.text), tree.title.aka.as_ref()].into_iter().flatten();
        let Some((word, span)) = titles.clone().find_map(|title| open(title)) else { continue };
        found.push(
            Diagnostic::error(
                Code::W0602,
                span,
                Message::new(
                    format!("`{word}` leaves open how much, and the rule assumes nothing"),
                    format!("`{word}` 没有定数，规则却不含暂定"),
                ),
                Message::new("who decided what it means here?", "由谁定的含义？"),
            )
            .help(Message::new(
                "make the reading an assumption: `assume NAME = 3 working days because \"…\"`, and use it",
                "把这一理解写成暂定：`暂定 名称 = 3个工作日 理由 “…”`，并在规则中使用",
            )),
        );
    }
    found
}

/// The first open word of a title.
fn open(title: &ast::Text) -> Option<(&'static str, Span)> {
    let text = title.value.to_lowercase();
    OPEN.iter().find(|word| text.contains(**word)).map(|word| (*word, title.span))
}

/// Whether the source itself is garbled, so that nothing could be assumed.
fn unreadable(tree: &ast::Rule) -> bool {
    tree.fields
        .iter()
        .any(|field| matches!(&field.kind, ast::FieldKind::Bound(bound) if format!("{bound:?}").contains("Unreadable")))
}
