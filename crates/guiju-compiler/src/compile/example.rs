//! Examples: tests beside their clauses.

use guiju_calendar::Day;
use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{Compiler, fault, title};
use crate::{
    hir::{Example, PolicyId, RuleId, Value},
    schema::{FieldId, RecordId, Type},
};

impl Compiler<'_> {
    pub(super) fn examples(&mut self) {
        for (policy, tree, span) in self.pending.examples.clone() {
            if let Some(example) = self.example(policy, tree, span) {
                self.program.examples.push(example);
            }
        }
    }

    fn example(&mut self, policy: PolicyId, tree: &ast::Example, span: Span) -> Option<Example> {
        self.torn = self.is_torn(span);
        let rule = self.rule_named(policy, &tree.rule);
        let numbered = self.pending_rule(policy, &tree.rule);
        let mut given = Vec::new();
        let mut as_of: Option<(Day, Span)> = None;
        let mut expect = Vec::new();
        for field in &tree.fields {
            match &field.kind {
                ast::ExampleFieldKind::Given { record, cells } => given.extend(self.given(record, cells)),
                ast::ExampleFieldKind::AsOf(day) => match as_of {
                    Some((_, first)) => self.written_twice(field.span, first),
                    None => as_of = Some((*day, field.span)),
                },
                ast::ExampleFieldKind::Expect(e) => {
                    if let (Some(rule), Some(stage)) = (numbered, &e.stage) {
                        self.stage_named(rule, stage);
                    }
                    expect.push(e.clone());
                }
            }
        }
        if as_of.is_none() && !self.torn {
            self.diagnostics.push(fault::missing(
                tree.title.text.span,
                "the as-of date",
                "截至日期",
                Message::new("add `as of 2026-03-10`", "补上 `截至 2026-03-10`"),
            ));
        }
        if expect.is_empty() && !self.torn {
            self.diagnostics.push(fault::missing(
                tree.title.text.span,
                "what must come out",
                "应得结果",
                Message::new("add `expect \"SUBJECT\" 2026-02 violated`", "补上 `结果 “对象” 2026-02 违反`"),
            ));
        }
        self.torn = false;
        Some(Example { title: title(&tree.title), rule: rule?, given, as_of: as_of?.0, expect, span })
    }

    pub(super) fn rule_named(&mut self, policy: PolicyId, ident: &ast::Ident) -> Option<RuleId> {
        if let Some((found, _)) = self.rules.get(&(policy, ident.text.clone())).copied() {
            if let Some(name) = found.and_then(|id| self.rule_names.get(id.0)).cloned() {
                self.bind(ident, &name);
            }
            return found;
        }
        if !self.is_lost(ident) {
            let names: Vec<String> = self.rules.keys().filter(|(p, _)| *p == policy).map(|(_, n)| n.clone()).collect();
            self.diagnostics.push(fault::unknown(ident, ("rule", "规则"), &names));
        }
        None
    }

    fn given(
        &mut self,
        record: &ast::Ident,
        cells: &[(ast::Ident, Vec<ast::Expr>)],
    ) -> Option<(RecordId, Vec<(FieldId, String)>)> {
        let id = self.record_named(record)?;
        if self.program.schema.record(id).derived {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0602,
                    record.span,
                    Message::new(
                        format!("`{}` is an event: its rows are made, never given", record.text),
                        format!("`{}` 是事件：其记录由派生得出，不能给定", record.text),
                    ),
                    Message::new("cannot be given", "不能给定"),
                )
                .help(Message::new("give the records it is made from", "请给定其来源档案")),
            );
            return None;
        }
        let mut compiled: Vec<(FieldId, String)> = Vec::new();
        let mut seen: Vec<(FieldId, Span)> = Vec::new();
        for (word, values) in cells {
            let Some(field) = self.field_named(id, word) else { continue };
            if let Some((_, first)) = seen.iter().find(|(f, _)| *f == field) {
                self.written_twice(word.span, *first);
                continue;
            }
            seen.push((field, word.span));
            let ty = self.program.schema.record(id).field(field).ty;
            if let (false, [_, second, ..]) = (super::expression::is_set(ty), values.as_slice()) {
                let (en, zh) = fault::type_words(&self.program.schema, ty);
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0301,
                        second.span,
                        Message::new(
                            format!("several values where `{}` holds {en}", word.text),
                            format!("`{}` 应为{zh}，却写了多个值", word.text),
                        ),
                        Message::new("one too many", "多出一个"),
                    )
                    .help(Message::new("give one value, without braces", "只写一个值，不用花括号")),
                );
                continue;
            }
            let parts: Vec<String> = values.iter().filter_map(|v| self.cell(v, ty)).collect();
            compiled.push((field, parts.join("；")));
        }
        Some((id, compiled))
    }

    /// A cell as a data file would hold it; references are keys in quotes.
    fn cell(&mut self, tree: &ast::Expr, ty: Type) -> Option<String> {
        if let (ast::ExprKind::Text(text), Type::Ref(_) | Type::RefSet(_) | Type::TextSet | Type::Text) =
            (&tree.kind, ty)
        {
            return Some(text.clone());
        }
        let wanted = match ty {
            Type::CodeSet(catalog) => Type::Code(catalog),
            other => other,
        };
        let (value, found) = self.value(tree, Some(wanted))?;
        if let (Value::Date(day), Type::Time) = (&value, wanted) {
            return Some(day.to_string());
        }
        if found != wanted {
            let (en, zh) = fault::type_words(&self.program.schema, wanted);
            let fault = fault::wrong_type(&self.program.schema, tree.span, (&en, &zh), found);
            self.diagnostics.push(match ty {
                Type::Ref(_) | Type::RefSet(_) => {
                    fault.help(Message::new("write its key in quotes, as `\"A1\"`", "把它的主键写在引号中，如 `“甲”`"))
                }
                _ => fault,
            });
            return None;
        }
        Some(match value {
            Value::Number(n) | Value::Percent(n) => n.to_string(),
            Value::Duration(d) => d.to_string(),
            Value::Date(d) => d.to_string(),
            Value::Moment(m) => match m.exact() {
                Some(instant) => self.program.schema.zone.stamp(instant).to_string(),
                None => m.day(self.program.schema.zone).to_string(),
            },
            Value::Text(t) | Value::Unreadable(t) => t,
            Value::YesNo(true) => "yes".to_owned(),
            Value::YesNo(false) => "no".to_owned(),
            Value::Code(catalog, code) => self.program.schema.catalog(catalog).codes.get(code)?.name.id.clone(),
            Value::Codes(..) | Value::Texts(_) => return None,
        })
    }
}
