//! Parameters, assumptions, registers, sequences, definitions.

use guiju_calendar::Day;
use guiju_syntax::{Code, Diagnostic, Message, Span, ast};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{Compiler, Symbol, collect::Parameter, fault, path::Context, title};
use crate::{
    hir::{self, Expr, ExprKind, Members, Value},
    schema::{FieldId, RecordId, Type},
};

impl Compiler<'_> {
    pub(super) fn parameters(&mut self) {
        for (index, pending) in self.pending.params.clone().into_iter().enumerate() {
            let id = hir::ParamId(index);
            match pending {
                Parameter::Param(param) => {
                    if param.cite.is_none() {
                        self.missing_cite(&param.name.ident);
                    }
                    self.program.params[index].cite = self.cited(param.cite.iter());
                    let values: Vec<_> = param.values.iter().map(|(value, from)| (value, *from)).collect();
                    self.parameter(id, &values);
                }
                Parameter::Assume(assume) => {
                    self.program.params[index].cite = self.cited(assume.cite.iter());
                    self.parameter(id, &[(&assume.value, None)]);
                    self.program.params[index].assumed = Some(title(&assume.because));
                }
            }
        }
        for (index, tree) in self.pending.tables.clone().into_iter().enumerate() {
            self.table(index, tree);
        }
    }

    fn parameter(&mut self, id: hir::ParamId, trees: &[(&ast::Expr, Option<Day>)]) {
        let mut values: Vec<(Option<Day>, Value)> = Vec::new();
        // What the source garbles takes the type of the other values.
        let mut first: Option<(Type, bool)> = None;
        for (tree, from) in trees {
            let Some((value, ty)) = self.value(tree, None) else {
                self.broken.insert(Symbol::Param(id));
                continue;
            };
            if !matches!(value, Value::Unreadable(_)) {
                let kind = (ty, matches!(value, Value::Percent(_)));
                let first = *first.get_or_insert(kind);
                if first != kind {
                    match first.0 == ty {
                        true => self.percents_and_numbers(tree.span),
                        false => self.unlike_the_first(tree.span, ty),
                    }
                    self.broken.insert(Symbol::Param(id));
                }
            }
            if values.last().is_some_and(|(last, _)| last >= from) {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0403,
                        tree.span,
                        Message::new("values of a parameter out of order", "参数的取值未按日期先后排列"),
                        Message::new("must begin after the one before it", "须晚于前一取值的起始日"),
                    )
                    .help(Message::new(
                        "sort them by date, as `4 from 2014-01-01, 6 from 2022-07-01`",
                        "按日期排列，如 `4 自 2014-01-01，6 自 2022-07-01`",
                    )),
                );
            }
            values.push((*from, value));
        }
        let param = &mut self.program.params[id.0];
        param.ty = first.map_or(Type::Number, |(ty, _)| ty);
        param.values = values;
    }

    fn unlike_the_first(&mut self, span: Span, ty: Type) {
        let words = ("a value like the first one", "与首个同类的值");
        let fault = fault::wrong_type(&self.program.schema, span, words, ty);
        self.diagnostics.push(fault);
    }

    /// The clauses that citations name, for each policy of the file; their sources must be those the policy names.
    pub(super) fn cited<'t>(&mut self, cites: impl Iterator<Item = &'t ast::Cite>) -> Vec<hir::Cited> {
        let mut clauses = Vec::new();
        for place in cites.flat_map(|cite| &cite.places) {
            if let Some(source) = &place.source {
                self.cited_source(source);
            }
            let policies = self.policies_of.get(&place.locator.span.file).into_iter().flatten();
            clauses.extend(policies.map(|policy| hir::Cited { policy: *policy, place: place.locator.text.clone() }));
        }
        clauses
    }

    pub(super) fn cited_source(&mut self, source: &ast::Ident) {
        let Some(known) = self.cited_sources.get(&source.span.file) else { return };
        if !known.contains(&source.text) && !self.is_lost(source) {
            let candidates: Vec<String> = known.iter().cloned().collect();
            let diagnostic = fault::unknown(source, ("source", "原文"), &candidates);
            self.diagnostics.push(match candidates.is_empty() {
                true => diagnostic.help(Message::new(
                    format!("declare it in the policy, as `source {} \"text.txt\"`", source.text),
                    format!("在规矩中声明，如 `原文 {} “原文.txt”`", source.text),
                )),
                false => diagnostic,
            });
        }
    }

    pub(super) fn missing_cite(&mut self, ident: &ast::Ident) {
        let word = &ident.text;
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0601,
                ident.span,
                Message::new(format!("`{word}` cites no clause"), format!("`{word}` 没有注明依据")),
                Message::new("where does the text say so?", "原文何处规定？"),
            )
            .help(Message::new(
                "add `cite` and the clause, as `cite 5(2)`; a number of your own is an `assume`",
                "补上 `依据` 与条款号，如 `依据 五（二）`；自定的数字请用 `暂定`",
            )),
        );
    }

    /// A constant as declarations hold it, with its type.
    pub(super) fn value(&mut self, tree: &ast::Expr, wanted: Option<Type>) -> Option<(Value, Type)> {
        let expr = self.expr(&mut Context::default(), tree, wanted)?;
        match expr.kind {
            ExprKind::Const(value) => Some((value, expr.ty)),
            _ => {
                self.diagnostics.push(Diagnostic::error(
                    Code::E0305,
                    tree.span,
                    Message::new("not a constant", "不是常量"),
                    Message::new(
                        "a number, a length of time, a date, a text or a code",
                        "应为数字、时长、日期、文字或代码",
                    ),
                ));
                None
            }
        }
    }

    pub(super) fn register(&mut self, id: hir::RegisterId) {
        let Some(tree) = self.pending.registers.get(id.0).copied() else { return };
        let Some((first, rest)) = tree.of.parts.split_first() else { return };
        let members = self.record_named(first).and_then(|record| Some((record, self.members_of(record, first, rest)?)));
        let Some((record, members)) = members else {
            self.broken.insert(Symbol::Register(id));
            return;
        };
        let mut cx = Context::default();
        cx.enter(record);
        let filter = tree.filter.as_ref().and_then(|f| self.condition(&mut cx, f));
        let (mut from, mut until, mut count, mut ever) = (None, None, None, false);
        let mut cite = Vec::new();
        let mut seen: Vec<(u8, Span)> = Vec::new();
        for part in &tree.parts {
            // Parts without a place of their own say the same thing twice at worst.
            let place = match part {
                ast::RegisterPart::From(field) => Some((0, field.span)),
                ast::RegisterPart::Until(field) => Some((1, field.span)),
                ast::RegisterPart::Count(_, span) => Some((2, *span)),
                _ => None,
            };
            if let Some((kind, span)) = place {
                if let Some((_, earlier)) = seen.iter().find(|(k, _)| *k == kind) {
                    self.written_twice(span, *earlier);
                    continue;
                }
                seen.push((kind, span));
            }
            match part {
                ast::RegisterPart::From(field) => from = self.date_field(record, field),
                ast::RegisterPart::Until(field) => until = self.date_field(record, field),
                ast::RegisterPart::Count(n, span) => count = self.count(*n, *span),
                ast::RegisterPart::EverInForce => ever = true,
                ast::RegisterPart::Cite(part) => cite.extend(self.cited(std::iter::once(part))),
                ast::RegisterPart::InForceThroughout => {}
            }
        }
        let register = &mut self.program.registers[id.0];
        register.members = members;
        register.filter = filter;
        register.from = from;
        register.until = until;
        register.count = count;
        register.ever_in_force = ever;
        register.cite = cite;
    }

    /// The members of a register: the rows of a record, or the values of one of its fields.
    fn members_of(&mut self, record: RecordId, first: &ast::Ident, rest: &[ast::Ident]) -> Option<Members> {
        let (field, further) = match rest {
            [] => return Some(Members::Rows(record)),
            [field, further @ ..] => (field, further),
        };
        let id = self.field_named(record, field)?;
        let ty = self.program.schema.record(record).field(id).ty;
        if let Some(last) = further.last() {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0201,
                    field.span.to(last.span),
                    Message::new("a register of values reaches one field deep", "取值名册只能取档案自身的字段"),
                    Message::new(
                        format!("not a field of `{}` itself", first.text),
                        format!("不是 `{}` 自身的字段", first.text),
                    ),
                )
                .help(Message::new("make the register of the record that has the field", "以含有该字段的档案建立名册")),
            );
            return None;
        }
        if !matches!(ty, Type::Text | Type::Code(_) | Type::Ref(_)) {
            let words = ("a text, a code or a reference", "文字、代码或指向");
            let fault = fault::wrong_type(&self.program.schema, field.span, words, ty);
            self.diagnostics.push(fault);
            return None;
        }
        Some(Members::Values(record, id))
    }

    fn count(&mut self, n: Decimal, span: Span) -> Option<u64> {
        let whole = n.is_integer().then(|| n.to_u64()).flatten();
        if whole.is_none() {
            self.diagnostics.push(Diagnostic::error(
                Code::E0302,
                span,
                Message::new(format!("`{n}` members"), format!("`{n}` 个成员")),
                Message::new("must be a whole number", "须为整数"),
            ));
        }
        whole
    }

    pub(super) fn field_named(&mut self, record: RecordId, ident: &ast::Ident) -> Option<FieldId> {
        let mut cx = Context::default();
        let var = cx.enter(record);
        let row = cx.var(var, ident.span);
        let expr = self.steps(&mut cx, row, std::slice::from_ref(ident))?;
        match expr.kind {
            ExprKind::Get(_, field) => Some(field),
            _ => None,
        }
    }

    fn date_field(&mut self, record: RecordId, ident: &ast::Ident) -> Option<FieldId> {
        let field = self.field_named(record, ident)?;
        let ty = self.program.schema.record(record).field(field).ty;
        if ty != Type::Date {
            let fault = fault::wrong_type(&self.program.schema, ident.span, ("a date", "日期"), ty);
            self.diagnostics.push(fault);
            return None;
        }
        Some(field)
    }

    pub(super) fn sequence(&mut self, id: hir::SequenceId) {
        let Some(tree) = self.pending.sequences.get(id.0).copied() else { return };
        let Some(record) = self.record_named(&tree.of) else {
            self.broken.insert(Symbol::Sequence(id));
            return;
        };
        let mut cx = Context::default();
        cx.enter(record);
        let filter = tree.filter.as_ref().and_then(|f| self.condition(&mut cx, f));
        let keys: Vec<Option<Expr>> = tree.per.iter().map(|p| self.path(&mut cx, p, None)).collect();
        let by = self.path(&mut cx, &tree.by, None).and_then(|by| self.typed(by, ("a date", "日期"), Type::Date));
        let (Some(keys), Some(by)) = (keys.into_iter().collect::<Option<Vec<Expr>>>(), by) else {
            self.broken.insert(Symbol::Sequence(id));
            return;
        };
        let sequence = &mut self.program.sequences[id.0];
        sequence.record = record;
        sequence.filter = filter;
        sequence.keys = keys;
        sequence.by = by;
    }
}
