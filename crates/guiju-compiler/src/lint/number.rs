//! W0601: a number in a definition, register, event or sequence, which cite no clause.
//!
//! What a rule says stands under the rule's citation; a parameter, table or assumption has its own. A number
//! elsewhere is the author's word.

use std::collections::BTreeSet;

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};
use rust_decimal::Decimal;

use super::Set;
use crate::hir::{Expr, ExprKind, Value};

pub(super) fn lint(set: &Set<'_>) -> Vec<Diagnostic> {
    let places: Vec<Span> = set.items().filter(|item| cites_nothing(&item.kind)).map(|item| item.span).collect();
    let mut numbers: BTreeSet<Span> = BTreeSet::new();
    let program = &set.checked.program;
    let mut look = |expr: &Expr| {
        expr.walk(&mut |e| {
            let bare = match &e.kind {
                ExprKind::Const(Value::Number(n) | Value::Percent(n)) => *n > Decimal::ONE,
                ExprKind::Const(Value::Duration(_)) => true,
                _ => false,
            };
            if bare && places.iter().any(|p| p.file == e.span.file && p.start <= e.span.start && e.span.end <= p.end) {
                numbers.insert(e.span);
            }
        });
    };
    program.rules.iter().for_each(|rule| rule.for_each_expr(&mut look));
    program.registers.iter().flat_map(|r| &r.filter).for_each(&mut look);
    for event in &program.events {
        for source in &event.sources {
            source.filter.iter().chain(&source.keys).chain(source.values.iter().flatten()).for_each(&mut look);
        }
    }
    program.sequences.iter().flat_map(|s| &s.filter).for_each(&mut look);
    let lint = |span: Span| {
        let text = set.checked.sources.text(span);
        Diagnostic::error(
            Code::W0601,
            span,
            Message::new(format!("`{text}` without a citation"), format!("`{text}` 没有依据")),
            Message::new("which clause says so?", "出自哪一条？"),
        )
        .help(Message::new(
            "make it a parameter: `param NAME = … cite …`, or an `assume … because …`",
            "写成参数：`参数 名称 = … 依据 …`，或 `暂定 … 理由 …`",
        ))
    };
    numbers.into_iter().map(lint).collect()
}

fn cites_nothing(kind: &ast::ItemKind) -> bool {
    match kind {
        ast::ItemKind::Define(_) | ast::ItemKind::Event(_) | ast::ItemKind::Sequence(_) => true,
        ast::ItemKind::Register(register) => {
            !register.parts.iter().any(|part| matches!(part, ast::RegisterPart::Cite(_)))
        }
        _ => false,
    }
}
