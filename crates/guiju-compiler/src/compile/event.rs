//! Derived records: their fields are those that identify them, then the aggregated ones.

use guiju_syntax::{Code, Diagnostic, Message, ast};

use super::{Compiler, Symbol, fault, name, path::Context};
use crate::{
    hir::{Aggregate, Event, EventSource, Expr, ExprKind},
    schema::{self, FieldId, Key, RecordId, Type},
};

impl Compiler<'_> {
    pub(super) fn event(&mut self, id: RecordId, tree: &ast::Event) {
        self.event_fields(id, tree);
        let mut sources: Vec<EventSource> = Vec::new();
        let mut fields: Vec<schema::Field> = Vec::new();
        for from in &tree.from {
            match self.source(tree, from) {
                Some((source, own)) => {
                    self.like_the_first(tree, &fields, &own, sources.first().map(|first| first.record));
                    if sources.is_empty() {
                        fields = own;
                    } else {
                        // What is confidential in one kind stays so when kinds are merged.
                        fields.iter_mut().zip(own).for_each(|(field, own)| field.confidential |= own.confidential);
                    }
                    sources.push(source);
                }
                // What can be told of its fields is kept; what cannot is not asked for again.
                None => {
                    self.broken.insert(Symbol::Record(id));
                }
            }
        }
        let n_keys = tree.per.len();
        let at = fields.iter().take(n_keys).position(|f| f.ty == Type::Date).map(FieldId);
        let at = at.or_else(|| fields.iter().position(|f| f.ty == Type::Date).map(FieldId));
        let record = &mut self.program.schema.records[id.0];
        record.fields = fields;
        record.key = Key::Fields((0..n_keys.min(record.fields.len())).map(FieldId).collect());
        record.at = at;
        if !self.is_broken(Symbol::Record(id)) {
            let aggregates = tree.fields.iter().map(|f| aggregate(&f.aggregate)).collect();
            self.program.events.push(Event { record: id, sources, fields: aggregates });
        }
    }

    /// No two fields of an event share a name, those it is identified by included.
    fn event_fields(&mut self, id: RecordId, tree: &ast::Event) {
        for (index, key) in tree.per.iter().enumerate() {
            if let Some(first) = tree.per[..index].iter().find(|first| first.text == key.text) {
                self.written_twice(key.span, first.span);
                self.broken.insert(Symbol::Record(id));
            }
        }
        for (index, field) in tree.fields.iter().enumerate() {
            let keys = tree.per.iter().map(|key| ast::Name { ident: key.clone(), aka: None });
            let earlier = keys.chain(tree.fields[..index].iter().map(|f| f.name.clone()));
            let shared = earlier.into_iter().find_map(|other| {
                let word = super::record::shared_word(&other, &field.name)?;
                Some((word.clone(), other.ident.span))
            });
            if let Some((word, first)) = shared {
                self.duplicate(&word.text, word.span, first);
                self.broken.insert(Symbol::Record(id));
            }
        }
    }

    /// One kind of record an event is made from, and the fields of the event as that kind has them.
    fn source(&mut self, tree: &ast::Event, from: &ast::Ident) -> Option<(EventSource, Vec<schema::Field>)> {
        let record = self.record_named(from)?;
        let mut cx = Context::default();
        let var = cx.enter(record);
        let filter = tree.filter.as_ref().map(|f| self.condition(&mut cx, f));
        let mut fields = Vec::new();
        let mut keys = Vec::new();
        for word in &tree.per {
            let row = cx.var(var, word.span);
            let key = self.steps(&mut cx, row, std::slice::from_ref(word)).and_then(|key| self.key(key));
            if let Some(key) = &key {
                fields.push(schema::Field {
                    name: self.field_name(record, word),
                    ty: key.ty,
                    optional: true,
                    confidential: self.is_confidential(key),
                });
            }
            keys.push(key);
        }
        let mut values = Vec::new();
        for field in &tree.fields {
            let made = self.aggregate(&mut cx, &field.aggregate);
            if let Some((expressions, ty)) = &made {
                fields.push(schema::Field {
                    name: name(&field.name),
                    ty: *ty,
                    optional: true,
                    confidential: expressions.iter().any(|e| self.is_confidential(e)),
                });
            }
            values.push(made.map(|(expressions, _)| expressions));
        }
        let filter = match filter {
            Some(filter) => Some(filter?),
            None => None,
        };
        let keys = keys.into_iter().collect::<Option<_>>()?;
        let values = values.into_iter().collect::<Option<_>>()?;
        Some((EventSource { record, filter, keys, values }, fields))
    }

    /// What identifies an event is one value.
    fn key(&mut self, key: Expr) -> Option<Expr> {
        if super::expression::is_set(key.ty) {
            let words = ("a single value to tell events apart by", "用以区分事件的单个值");
            let fault = fault::wrong_type(&self.program.schema, key.span, words, key.ty);
            self.diagnostics.push(fault);
            return None;
        }
        // One event a day, whatever the hours: that is what a round, a visit, a shift is made of.
        Some(super::time::as_date(key))
    }

    /// All kinds an event is made from must give its fields the same types.
    fn like_the_first(
        &mut self,
        tree: &ast::Event,
        first: &[schema::Field],
        own: &[schema::Field],
        of: Option<RecordId>,
    ) {
        let Some(of) = of else { return };
        let spans = tree.per.iter().map(|w| w.span).chain(tree.fields.iter().map(|f| f.span));
        for ((first, own), span) in first.iter().zip(own).zip(spans) {
            if first.ty != own.ty {
                let schema = &self.program.schema;
                let name = &schema.record(of).name;
                let (a, b) = (fault::type_words(schema, first.ty), fault::type_words(schema, own.ty));
                let diagnostic = Diagnostic::error(
                    Code::E0301,
                    span,
                    Message::new(
                        format!("{} in one kind of record, {} in another", a.0, b.0),
                        format!("在一种档案中是{}，在另一种中是{}", a.1, b.1),
                    ),
                    Message::new(
                        format!("must be of the same type as in `{}`", name.id),
                        format!("须与 `{}` 中的类型相同", name.in_tongue(guiju_syntax::Tongue::Zh)),
                    ),
                );
                self.diagnostics.push(diagnostic.help(Message::new(
                    "make two events, or give the fields one type",
                    "拆成两个事件，或统一字段类型",
                )));
            }
        }
    }

    /// The name of the field a key is taken from, in both tongues.
    fn field_name(&self, record: RecordId, word: &ast::Ident) -> schema::Name {
        let kind = self.program.schema.record(record);
        match (kind.find_field(&word.text), self.define_of(record, word)) {
            (Some(field), _) => kind.field(field).name.clone(),
            (None, Some(define)) => self.name_of(define).clone(),
            (None, None) => schema::Name { id: word.text.clone(), alias: None },
        }
    }

    /// Whether an expression shows a confidential field, so that what is made of it must stay out of public reports.
    fn is_confidential(&self, expr: &Expr) -> bool {
        let mut found = false;
        expr.walk(&mut |e| {
            if let ExprKind::Get(of, field) = &e.kind
                && let Type::Ref(record) = of.ty
            {
                found |= self.program.schema.record(record).field(*field).confidential;
            }
        });
        found
    }

    fn aggregate(&mut self, cx: &mut Context, tree: &ast::Aggregate) -> Option<(Vec<Expr>, Type)> {
        Some(match tree {
            ast::Aggregate::Count => (Vec::new(), Type::Number),
            ast::Aggregate::Any(expr) | ast::Aggregate::All(expr) => (vec![self.condition(cx, expr)?], Type::YesNo),
            ast::Aggregate::Total(path) => {
                let value = self.path(cx, path, None)?;
                (vec![self.typed(value, ("a number", "数字"), Type::Number)?], Type::Number)
            }
            ast::Aggregate::Least(path) | ast::Aggregate::Greatest(path) => {
                let value = self.path(cx, path, None)?;
                let value = self.ranked(value)?;
                let ty = value.ty;
                (vec![value], ty)
            }
            ast::Aggregate::Union(path) => {
                let value = self.path(cx, path, None)?;
                if !super::expression::is_set(value.ty) {
                    let fault = fault::wrong_type(&self.program.schema, value.span, ("a set", "多选字段"), value.ty);
                    self.diagnostics.push(fault);
                    return None;
                }
                let ty = value.ty;
                (vec![value], ty)
            }
            ast::Aggregate::First { of: value, by } | ast::Aggregate::Last { of: value, by } => {
                let value = self.path(cx, value, None).map(super::time::as_date);
                let by = self.path(cx, by, None).and_then(|by| self.ranked(by));
                let (value, by) = (value?, by?);
                let ty = value.ty;
                (vec![value, by], ty)
            }
        })
    }

    /// A value of which there is a least and a greatest.
    fn ranked(&mut self, value: Expr) -> Option<Expr> {
        match value.ty {
            Type::Number | Type::Date => return Some(value),
            Type::Time => return Some(super::time::day_of(value)),
            Type::Code(catalog) if self.program.schema.catalog(catalog).ordered => return Some(value),
            Type::Code(_) => self.no_order(value.ty, value.span),
            ty => {
                let words = ("a number, date or ranked code", "数字、日期或有序代码");
                let fault = fault::wrong_type(&self.program.schema, value.span, words, ty);
                self.diagnostics.push(fault);
            }
        }
        None
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
