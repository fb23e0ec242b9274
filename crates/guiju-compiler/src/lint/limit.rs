//! W0401: a limit of few days where the policy does not say how days are counted.
//!
//! # Source
//! 行政强制法 art. 69 makes periods of ten days and less working days, 行政处罚法 art. 85 those of two, three, five and
//! seven days: what "7 days" means depends on the law above.

use guiju_calendar::Unit;
use guiju_syntax::{Code, Diagnostic, Message, ast};
use rust_decimal::Decimal;

use super::Set;

/// Longer limits mean calendar days under every law.
const FEW_DAYS: u32 = 10;

pub(super) fn lint(set: &Set<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (tree, rule) in set.rules() {
        let says = |field: &ast::RuleField| matches!(field.kind, ast::FieldKind::Counting(_));
        let policy_says = |field: &ast::PolicyField| matches!(field.kind, ast::PolicyFieldKind::Counting(_));
        if tree.fields.iter().any(says) || set.policy(rule).is_some_and(|p| p.fields.iter().any(policy_says)) {
            continue;
        }
        for kind in tree.fields.iter().flat_map(|field| duties(&field.kind)) {
            let ast::FieldKind::Within(expr) = kind else { continue };
            let ast::ExprKind::Duration(n, Unit::Day) = expr.kind else { continue };
            if n > Decimal::from(FEW_DAYS) {
                continue;
            }
            found.push(
                Diagnostic::error(
                    Code::W0401,
                    expr.span,
                    Message::new(
                        format!("{n} days, and nothing says how they are counted"),
                        format!("{n}日，未写明如何计日"),
                    ),
                    Message::new("taken as calendar days by the Civil Code", "按民法典以自然日计"),
                )
                .help(Message::new(
                    "write `working days`, or say `counting …` in the policy or the rule",
                    "写作 `个工作日`，或在规矩或规则中写明 `计日 …`",
                )),
            );
        }
    }
    found
}

/// A field, or the fields of a deadline that a stage has.
fn duties(field: &ast::FieldKind) -> Vec<&ast::FieldKind> {
    match field {
        ast::FieldKind::Stage(stage) => stage
            .parts
            .iter()
            .filter_map(|part| if let ast::StagePartKind::Duty(field) = &part.kind { Some(&**field) } else { None })
            .collect(),
        field => vec![field],
    }
}
