//! Derived records: their fields are those that identify them, then the aggregated ones.

use guiju_syntax::{Code, Diagnostic, Message, ast};

use super::{Compiler, fault, name, path::Context};
use crate::{
    hir::{Aggregate, Event, EventSource, Expr},
    schema::{self, FieldId, Key, RecordId, Type},
};

impl Compiler<'_> {
    pub(super) fn events(&mut self) {
        let mut waiting = self.pending.events.clone();
        // An event may be made from another: those whose sources are ready go first.
        while !waiting.is_empty() {
            let ids: Vec<RecordId> = waiting.iter().map(|(id, _)| *id).collect();
            let ready = waiting.iter().position(|(_, tree)| {
                tree.from.iter().all(|from| match self.find(from) {
                    Some(super::Symbol::Record(id)) => !ids.contains(&id),
                    _ => true,
                })
            });
            match ready {
                Some(index) => {
                    let (id, tree) = waiting.remove(index);
                    self.event(id, tree);
                }
                None => {
                    self.event_cycle(&waiting);
                    return;
                }
            }
        }
    }

    fn event_cycle(&mut self, waiting: &[(RecordId, &ast::Event)]) {
        let mut names: Vec<String> = waiting.iter().map(|(_, tree)| tree.name.ident.text.clone()).collect();
        names.extend(names.first().cloned());
        let Some((_, first)) = waiting.first() else { return };
        self.diagnostics.push(Diagnostic::error(
            Code::E0501,
            first.name.ident.span,
            Message::new(
                format!("events made from each other: {}", names.join(" → ")),
                format!("事件互相派生：{}", names.join(" → ")),
            ),
            Message::new("none of them can be made first", "没有一个可以先得出"),
        ));
    }

    fn event(&mut self, id: RecordId, tree: &ast::Event) {
        let mut sources: Vec<EventSource> = Vec::new();
        let mut fields: Vec<schema::Field> = Vec::new();
        for from in &tree.from {
            let Some(record) = self.record_named(from) else { return };
            let mut cx = Context::default();
            let var = cx.enter(record);
            let filter = tree.filter.as_ref().and_then(|f| self.condition(&mut cx, f));
            let mut keys = Vec::new();
            for word in &tree.per {
                let row = cx.var(var, word.span);
                let Some(key) = self.steps(&mut cx, row, std::slice::from_ref(word)) else { return };
                if sources.is_empty() {
                    fields.push(schema::Field {
                        name: self.field_name(record, word),
                        ty: key.ty,
                        optional: true,
                        confidential: false,
                    });
                }
                keys.push(key);
            }
            let mut values = Vec::new();
            for field in &tree.fields {
                let Some((expressions, ty)) = self.aggregate(&mut cx, &field.aggregate) else { return };
                if sources.is_empty() {
                    fields.push(schema::Field { name: name(&field.name), ty, optional: true, confidential: false });
                }
                values.push(expressions);
            }
            sources.push(EventSource { record, filter, keys, values });
        }
        let n_keys = tree.per.len();
        let at = fields.iter().take(n_keys).position(|f| f.ty == Type::Date).map(FieldId);
        let at = at.or_else(|| fields.iter().position(|f| f.ty == Type::Date).map(FieldId));
        let record = &mut self.program.schema.records[id.0];
        record.fields = fields;
        record.key = Key::Fields((0..n_keys).map(FieldId).collect());
        record.at = at;
        let aggregates = tree.fields.iter().map(|f| aggregate(&f.aggregate)).collect();
        self.program.events.push(Event { record: id, sources, fields: aggregates });
    }

    /// The name of the field a key is taken from, in both tongues.
    fn field_name(&self, record: RecordId, word: &ast::Ident) -> schema::Name {
        let record = self.program.schema.record(record);
        match record.find_field(&word.text) {
            Some(field) => record.field(field).name.clone(),
            None => schema::Name { id: word.text.clone(), alias: None },
        }
    }

    fn aggregate(&mut self, cx: &mut Context, tree: &ast::Aggregate) -> Option<(Vec<Expr>, Type)> {
        let of = |this: &mut Self, cx: &mut Context, path: &ast::Path| this.path(cx, path, None);
        Some(match tree {
            ast::Aggregate::Count => (Vec::new(), Type::Number),
            ast::Aggregate::Any(expr) | ast::Aggregate::All(expr) => (vec![self.condition(cx, expr)?], Type::YesNo),
            ast::Aggregate::Total(path) => {
                let value = of(self, cx, path)?;
                (vec![self.typed(value, ("a number", "数字"), Type::Number)?], Type::Number)
            }
            ast::Aggregate::Least(path) | ast::Aggregate::Greatest(path) => {
                let value = of(self, cx, path)?;
                if !matches!(value.ty, Type::Number | Type::Date | Type::Code(_)) {
                    let fault = fault::wrong_type(
                        &self.program.schema,
                        value.span,
                        ("a number, date or ranked code", "数字、日期或有序代码"),
                        value.ty,
                    );
                    self.diagnostics.push(fault);
                    return None;
                }
                let ty = value.ty;
                (vec![value], ty)
            }
            ast::Aggregate::Union(path) => {
                let value = of(self, cx, path)?;
                if !super::expression::is_set(value.ty) {
                    let fault = fault::wrong_type(&self.program.schema, value.span, ("a set", "多选字段"), value.ty);
                    self.diagnostics.push(fault);
                    return None;
                }
                let ty = value.ty;
                (vec![value], ty)
            }
            ast::Aggregate::First { of: value, by } | ast::Aggregate::Last { of: value, by } => {
                let value = of(self, cx, value);
                let by = of(self, cx, by);
                let (value, by) = (value?, by?);
                let ty = value.ty;
                (vec![value, by], ty)
            }
        })
    }
}

fn aggregate(tree: &ast::Aggregate) -> Aggregate {
    match tree {
        ast::Aggregate::Count => Aggregate::Count,
        ast::Aggregate::Any(_) => Aggregate::Any,
        ast::Aggregate::All(_) => Aggregate::All,
        ast::Aggregate::Least(_) => Aggregate::Least,
        ast::Aggregate::Greatest(_) => Aggregate::Greatest,
        ast::Aggregate::Total(_) => Aggregate::Total,
        ast::Aggregate::Union(_) => Aggregate::Union,
        ast::Aggregate::First { .. } => Aggregate::First,
        ast::Aggregate::Last { .. } => Aggregate::Last,
    }
}
