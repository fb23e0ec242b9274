//! W0403: days on which a rule is in force and a number it needs has no value. W0404: a validity that its policy cuts.

use guiju_calendar::Day;
use guiju_syntax::{Code, Diagnostic, Message, ast};

use super::Set;
use crate::{graph, hir};

pub(super) fn lint(set: &Set<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (tree, rule) in set.rules() {
        found.extend(holes(set, tree, rule));
        found.extend(cut(set, tree, rule));
    }
    found
}

/// Parameters whose first value holds only from a day on which the rule has long been in force.
fn holes(set: &Set<'_>, tree: &ast::Rule, rule: &hir::Rule) -> Vec<Diagnostic> {
    let program = &set.checked.program;
    let mut found = Vec::new();
    for id in graph::params_of(rule, program) {
        let param = &program.params[id.0];
        let Some((Some(first), _)) = param.values.first() else { continue };
        if rule.force.from.is_some_and(|from| from >= *first) {
            continue;
        }
        let name = &param.name;
        found.push(
            Diagnostic::error(
                Code::W0403,
                tree.name.ident.span,
                Message::new(
                    format!("`{}` has no value before {first}", name.id),
                    format!("`{}` 在{first}之前没有值", name.in_tongue(guiju_syntax::Tongue::Zh)),
                ),
                Message::new("what is judged before that day is *undetermined*", "此日之前的事项“无法判定”"),
            )
            .help(Message::new(
                "give the value that held before, or let the rule be `effective from` that day",
                "补上此前的值，或写明规则自该日 `施行`",
            )),
        );
    }
    found
}

/// A rule's own validity that reaches beyond its policy's.
fn cut(set: &Set<'_>, tree: &ast::Rule, rule: &hir::Rule) -> Option<Diagnostic> {
    let policy = set.checked.program.policies.get(rule.policy.0)?;
    let field = tree.fields.iter().find(|field| matches!(field.kind, ast::FieldKind::Effective(_)))?;
    let ast::FieldKind::Effective(ast::Effective::Between { from, until }) = field.kind else { return None };
    let until = match until {
        ast::Until::Day(day) => Some(day),
        _ => None,
    };
    let early = policy.force.from.filter(|begin| from < *begin);
    let late = policy.force.until.filter(|end| until.is_some_and(|until| until > *end));
    let day: Day = early.or(late)?;
    let (en, zh) = if early.is_some() { ("begins", "开始") } else { ("ends", "终止") };
    Some(
        Diagnostic::error(
            Code::W0404,
            field.span,
            Message::new("in force outside the time of its policy", "施行期超出所属规矩"),
            Message::new(format!("the policy {en} on {day}"), format!("规矩于{day}{zh}施行")),
        )
        .help(Message::new("it is judged only while both are in force", "只在两者都施行的日子判定")),
    )
}
