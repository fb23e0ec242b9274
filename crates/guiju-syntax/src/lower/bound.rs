//! A bound that reads as the end of the condition before it.
//!
//! `count visit where covert` and, on the next line, `between 1 and 3`: lines mean nothing, so that the
//! parser compares `covert` with 1 and 3, and the rule has no bound. The author is told before that misleads.

use super::Lower;
use crate::{
    ast::{Expr, ExprKind, FieldKind, Head, RuleField},
    codes::Code,
    diagnostic::{Diagnostic, Message},
    source::Span,
};

impl Lower<'_> {
    /// Reports a quantity or deadline whose bound has become part of a condition.
    pub(super) fn check_bound(&mut self, head: Head, fields: &[RuleField], text: &str) {
        let bounded = |field: &RuleField| match (head, &field.kind) {
            (Head::Quantity | Head::Deadline, FieldKind::Bound(_)) => true,
            (Head::Deadline, kind) => matches!(
                kind,
                FieldKind::Within(_)
                    | FieldKind::By(_)
                    | FieldKind::ByDay(_)
                    | FieldKind::Before { .. }
                    | FieldKind::NoSooner(_)
            ),
            _ => false,
        };
        if !matches!(head, Head::Quantity | Head::Deadline) || fields.iter().any(bounded) {
            return;
        }
        let Some((left, between)) = fields.iter().filter_map(condition).find_map(last_between) else { return };
        let gap = text.get(left.end..between.end).unwrap_or("");
        let blanks = gap.len() - gap.trim_start().len();
        if !gap.get(..blanks).is_some_and(|blanks| blanks.contains('\n')) {
            return;
        }
        let span = Span { start: left.end + blanks, ..between };
        let fault = Diagnostic::error(
            Code::E0101,
            span,
            Message::new("this reads as part of the condition before it", "这一行被读作前面条件的一部分"),
            Message::new("meant as the bound of the rule", "本意应是规则的限度"),
        );
        self.report(fault.fix(
            Span { start: left.end, end: left.end, ..left },
            ";",
            Message::new("end the line before with `;`", "在上一行末尾写 `；`"),
        ));
    }
}

/// The condition that a field before a bound ends with.
fn condition(field: &RuleField) -> Option<&Expr> {
    match &field.kind {
        FieldKind::Count(measured)
        | FieldKind::CountDistinct(_, measured)
        | FieldKind::Total(_, measured)
        | FieldKind::Mean(_, measured) => measured.filter.as_ref(),
        FieldKind::Share(_, that) => Some(that),
        FieldKind::Each(each) => each.unless.as_ref().or(each.filter.as_ref()),
        FieldKind::Must(must) => must.filter.as_ref().or(must.period.is_none().then_some(&must.what)),
        FieldKind::From(expr) | FieldKind::After(expr) | FieldKind::Unless(expr) => Some(expr),
        _ => None,
    }
}

/// The `between` that an expression ends with: the place of what it compares, and its own.
fn last_between(expr: &Expr) -> Option<(Span, Span)> {
    match &expr.kind {
        ExprKind::Or(parts) | ExprKind::And(parts) => last_between(parts.last()?),
        ExprKind::Not(inner) => last_between(inner),
        ExprKind::Exists { filter: Some(filter), .. } => last_between(filter),
        ExprKind::Between(left, ..) => Some((left.span, expr.span)),
        _ => None,
    }
}
