//! W0201: a declaration that nothing uses.
//!
//! Every word that stands for a declared name is known to the formatter, with both spellings; a declaration whose
//! name stands nowhere else is unused. A field of the same name hides it: better a lint too few than one too many.

use std::collections::BTreeMap;

use guiju_syntax::{Code, Diagnostic, Message, ast};

use super::Set;
use crate::compile::name;

pub(super) fn lint(set: &Set<'_>) -> Vec<Diagnostic> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, _) in set.checked.names.values() {
        *uses.entry(id).or_default() += 1;
    }
    let mut found = Vec::new();
    for item in set.items().filter(|item| set.own.contains(&item.span.file)) {
        let Some((tree, en, zh)) = declared(&item.kind) else { continue };
        let id = name(tree).id;
        // Its own spellings are known too.
        let own = [Some(&tree.ident), tree.aka.as_ref()].into_iter().flatten();
        let own = own.filter(|word| set.checked.names.contains_key(&word.span)).count();
        if uses.get(id.as_str()).copied().unwrap_or(0) > own {
            continue;
        }
        let word = &tree.ident.text;
        found.push(
            Diagnostic::error(
                Code::W0201,
                tree.ident.span,
                Message::new(format!("{en} `{word}` is never used"), format!("{zh} `{word}` 从未使用")),
                Message::new("no rule needs it", "没有规则用到它"),
            )
            .help(Message::new("use it, or leave it out", "用上它，或删去")),
        );
    }
    found
}

/// The name of a declaration that others may use, and what it is.
fn declared(kind: &ast::ItemKind) -> Option<(&ast::Name, &'static str, &'static str)> {
    Some(match kind {
        ast::ItemKind::Record(tree) => (&tree.name, "the record", "档案"),
        ast::ItemKind::Event(tree) => (&tree.name, "the event", "事件"),
        ast::ItemKind::Sequence(tree) => (&tree.name, "the sequence", "序列"),
        ast::ItemKind::Register(tree) => (&tree.name, "the register", "名册"),
        ast::ItemKind::Catalog(tree) => (&tree.name, "the catalog", "目录"),
        ast::ItemKind::State(tree) => (&tree.name, "the state", "状态"),
        ast::ItemKind::Param(tree) => (&tree.name, "the parameter", "参数"),
        ast::ItemKind::Table(tree) => (&tree.name, "the table", "表"),
        ast::ItemKind::Assume(tree) => (&tree.name, "the assumption", "暂定"),
        ast::ItemKind::Define(tree) => (&tree.name, "the definition", "定义"),
        ast::ItemKind::Measure(tree) => (&tree.name, "the measure", "度量"),
        ast::ItemKind::Grade(tree) => (&tree.name, "the grade", "评级"),
        _ => return None,
    })
}
