//! Rules that quote other rules' verdicts: what they are about, and in which order they can be judged.

use guiju_syntax::{Code, Diagnostic, Message};

use crate::{
    hir::{ExprKind, Program, Rule, RuleId, VarKind},
    schema::{RecordId, Type},
};

/// Returns the rules a rule quotes, each once.
#[must_use]
pub fn quotes(rule: &Rule) -> Vec<RuleId> {
    let mut found = Vec::new();
    rule.for_each_expr(&mut |expr| {
        expr.walk(&mut |e| match e.kind {
            ExprKind::Quoted { rule, .. } if !found.contains(&rule) => found.push(rule),
            _ => {}
        });
    });
    found
}

/// Puts the rules of a program in strata: each quotes only rules of strata before its own.
///
/// # Errors
/// The rules of a circle, each quoting the next, if there is one.
pub fn strata(program: &Program) -> Result<Vec<Vec<RuleId>>, Vec<RuleId>> {
    let quotes: Vec<Vec<RuleId>> = program.rules.iter().map(quotes).collect();
    let level_of = |levels: &[Option<usize>], id: RuleId| levels.get(id.0).copied().flatten();
    let mut levels: Vec<Option<usize>> = vec![None; quotes.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for (n, quotes) in quotes.iter().enumerate() {
            let below: Option<Vec<usize>> = quotes.iter().map(|q| level_of(&levels, *q)).collect();
            if let (None, Some(below)) = (levels[n], below) {
                levels[n] = Some(below.iter().max().map_or(0, |top| top + 1));
                changed = true;
            }
        }
    }
    if let Some(start) = levels.iter().position(Option::is_none) {
        // Follow quotes that have no level either until one comes again.
        let mut chain = vec![RuleId(start)];
        while let Some(next) =
            chain.last().and_then(|id| quotes[id.0].iter().find(|q| level_of(&levels, **q).is_none()))
        {
            if let Some(at) = chain.iter().position(|id| id == next) {
                return Err(chain.split_off(at));
            }
            chain.push(*next);
        }
        return Err(chain);
    }
    let mut strata: Vec<Vec<RuleId>> = Vec::new();
    for (n, level) in levels.into_iter().enumerate() {
        let level = level.unwrap_or(0);
        if strata.len() <= level {
            strata.resize(level + 1, Vec::new());
        }
        strata[level].push(RuleId(n));
    }
    Ok(strata)
}

/// Reports verdicts asked of records the quoted rule is not about, and rules that quote in a circle.
pub(crate) fn check(program: &Program) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for rule in &program.rules {
        rule.for_each_expr(&mut |expr| {
            expr.walk(&mut |e| {
                let ExprKind::Quoted { rule, of, .. } = &e.kind else { return };
                let Some(quoted) = program.rules.get(rule.0) else { return };
                if subject(quoted).map(Type::Ref) == Some(of.ty) {
                    return;
                }
                let name = &quoted.name;
                let zh = name.in_tongue(guiju_syntax::Tongue::Zh);
                let message = Message::new(
                    format!("rule `{}` is not about the records it is asked of", name.id),
                    format!("规则 `{zh}` 的对象不是此处的档案"),
                );
                let label = Message::new("its verdicts are about something else", "其结论针对别的对象");
                diagnostics.push(
                    Diagnostic::error(Code::E0503, e.span, message, label)
                        .also(quoted.span, Message::new("the rule", "该规则")),
                );
            });
        });
    }
    if let Err(circle) = strata(program) {
        let mut names: Vec<String> = circle.iter().map(|id| program.rules[id.0].name.id.clone()).collect();
        names.extend(names.first().cloned());
        if let Some(first) = circle.first() {
            let chain = names.join(" → ");
            let message = Message::new(format!("rules quote each other: {chain}"), format!("规则互相引用：{chain}"));
            let label = Message::new("none of them can be judged first", "没有一条可以先判定");
            diagnostics.push(Diagnostic::error(Code::E0501, program.rules[first.0].span, message, label));
        }
    }
    diagnostics
}

/// The record kind a rule's verdicts are about, if it is one.
fn subject(rule: &Rule) -> Option<RecordId> {
    let each = rule.record().map(|(record, _)| record);
    match (each, rule.per.as_slice(), rule.vars.first().map(|v| v.kind)) {
        (Some(record), ..) => Some(record),
        (None, [_], Some(VarKind::Row(record))) => Some(record),
        _ => None,
    }
}
