//! Examples: tests beside their clauses.

use guiju_syntax::{Message, Span, ast};

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
        self.dedup();
    }

    fn example(&mut self, policy: PolicyId, tree: &ast::Example, span: Span) -> Option<Example> {
        let rule = self.rule_named(policy, &tree.rule);
        let mut given = Vec::new();
        let mut as_of = None;
        let mut expect = Vec::new();
        for field in &tree.fields {
            match &field.kind {
                ast::ExampleFieldKind::Given { record, cells } => given.extend(self.given(record, cells)),
                ast::ExampleFieldKind::AsOf(day) => as_of = Some(*day),
                ast::ExampleFieldKind::Expect(e) => expect.push(e.clone()),
            }
        }
        if as_of.is_none() {
            self.diagnostics.push(fault::missing(
                span,
                "the as-of date",
                "截至日期",
                Message::new("add `as of 2026-03-10`", "补上 `截至 2026-03-10`"),
            ));
        }
        if expect.is_empty() {
            self.diagnostics.push(fault::missing(
                span,
                "what must come out",
                "应得结果",
                Message::new("add `expect \"SUBJECT\" 2026-02 violated`", "补上 `结果 “对象” 2026-02 违反`"),
            ));
        }
        Some(Example { title: title(&tree.title), rule: rule?, given, as_of: as_of?, expect, span })
    }

    pub(super) fn rule_named(&mut self, policy: PolicyId, ident: &ast::Ident) -> Option<RuleId> {
        match self.rules.get(&(policy.0, ident.text.clone())).copied() {
            Some(RuleId(usize::MAX)) => None,
            Some(id) => {
                if let Some(name) = self.rule_names.get(id.0).cloned() {
                    self.bind(ident, &name);
                }
                Some(id)
            }
            None => {
                let names: Vec<String> =
                    self.rules.keys().filter(|(p, _)| *p == policy.0).map(|(_, n)| n.clone()).collect();
                self.diagnostics.push(fault::unknown(ident, ("rule", "规则"), &names));
                None
            }
        }
    }

    fn given(
        &mut self,
        record: &ast::Ident,
        cells: &[(ast::Ident, Vec<ast::Expr>)],
    ) -> Option<(RecordId, Vec<(FieldId, String)>)> {
        let id = self.record_named(record)?;
        let mut compiled = Vec::new();
        for (word, values) in cells {
            let Some(field) = self.field_named(id, word) else { continue };
            let ty = self.program.schema.record(id).field(field).ty;
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
        if found != wanted {
            let (en, zh) = fault::type_words(&self.program.schema, wanted);
            let fault = fault::wrong_type(&self.program.schema, tree.span, (&en, &zh), found);
            self.diagnostics.push(fault);
            return None;
        }
        Some(match value {
            Value::Number(n) | Value::Percent(n) => n.to_string(),
            Value::Duration(d) => d.to_string(),
            Value::Date(d) => d.to_string(),
            Value::Text(t) | Value::Unreadable(t) => t,
            Value::YesNo(true) => "yes".to_owned(),
            Value::YesNo(false) => "no".to_owned(),
            Value::Code(catalog, code) => self.program.schema.catalog(catalog).codes.get(code)?.name.id.clone(),
            Value::Codes(..) | Value::Texts(_) => return None,
        })
    }
}
