//! Fields with a history: `grade: grades by grading`.
//!
//! Their value is that of the latest entry in another kind of record, as of a day. Each is a sequence of those entries
//! per record, without a name of its own, so that looking up is that of `latest`.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{Compiler, Symbol, name, path::Context};
use crate::{
    hir::{Expr, ExprKind, Members, Sequence, SequenceId, VarId},
    schema::{FieldId, Name, RecordId, Type},
};

/// A field with a history.
pub(super) struct History<'a> {
    pub(super) name: Name,
    /// The record whose it is.
    pub(super) of: RecordId,
    pub(super) tree: &'a ast::RecordField,
    /// The entries in order, and the field that holds the value; once compiled.
    entries: Option<(SequenceId, FieldId)>,
}

impl<'a> History<'a> {
    pub(super) fn new(of: RecordId, tree: &'a ast::RecordField) -> Self {
        Self { name: name(&tree.name), of, tree, entries: None }
    }
}

impl Compiler<'_> {
    /// The value of a field with a history, as of its day.
    pub(super) fn historic(&mut self, cx: &mut Context, history: usize, of: &Expr, span: Span) -> Option<Expr> {
        self.demand(Symbol::History(history), span);
        let (sequence, field) = self.histories.get(history)?.entries?;
        let date = Box::new(self.day_of(cx, of, span));
        let record = self.program.sequences.get(sequence.0)?.record;
        let which = ast::Neighbour::Latest;
        let latest = ExprKind::Neighbour { sequence, which, keys: vec![of.clone()], date };
        let span = of.span.to(span);
        let ty = self.program.schema.record(record).field(field).ty;
        let latest = Expr { kind: latest, ty: Type::Ref(record), span };
        Some(Expr { kind: ExprKind::Get(Box::new(latest), field), ty, span })
    }

    pub(super) fn history(&mut self, index: usize) {
        let Some((of, tree)) = self.histories.get(index).map(|h| (h.of, h.tree)) else { return };
        match self.entries(of, tree, index) {
            Some(entries) => self.histories[index].entries = Some(entries),
            None => {
                self.broken.insert(Symbol::History(index));
            }
        }
    }

    fn entries(&mut self, of: RecordId, tree: &ast::RecordField, index: usize) -> Option<(SequenceId, FieldId)> {
        let by = tree.history.as_ref()?;
        if !tree.markers.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0602,
                    tree.span,
                    Message::new("a field with a history that is marked", "有历史的字段带有标记"),
                    Message::new("its value changes, and stands in other records", "其值会变，且写在别的档案中"),
                )
                .help(Message::new("mark the field in those records", "请在那种档案中标记")),
            );
        }
        let wanted = self.field_type(&tree.ty)?;
        let record = self.record_named(by)?;
        let mut cx = Context::default();
        cx.add(crate::hir::Var { name: None, kind: crate::hir::VarKind::Row(of) });
        cx.ranges.push(Members::Rows(of));
        cx.enter(record);
        // Which of its fields says whose entry it is, as for counted records.
        let fields = &self.program.schema.record(record).fields;
        let references: Vec<FieldId> =
            (0..fields.len()).map(FieldId).filter(|f| fields[f.0].ty == Type::Ref(of)).collect();
        let [reference] = references.as_slice() else {
            let candidates: Vec<_> = references.into_iter().map(super::subject::Candidate::Field).collect();
            self.whose(&cx, record, VarId(0), &candidates, by.span);
            return None;
        };
        let Some(at) = self.program.schema.record(record).at else {
            let help = Message::new("mark the day from which an entry holds with `at`", "用 `时点` 标出起始日期的字段");
            self.no_date(record, by.span, help);
            return None;
        };
        let value = self.value_field(record, tree, wanted, by)?;
        // Variable 0 of a sequence is its row.
        let row = |field: FieldId, ty: Type| {
            let of = Expr { kind: ExprKind::Var(VarId(0)), ty: Type::Ref(record), span: by.span };
            Expr { kind: ExprKind::Get(Box::new(of), field), ty, span: by.span }
        };
        let whose = &self.program.schema.record(of).name;
        let own = &self.histories.get(index)?.name;
        let name = Name { id: format!("{}.{}", whose.id, own.id), alias: Some(format!("{}.{}", zh(whose), zh(own))) };
        let sequence = SequenceId(self.program.sequences.len());
        let (keys, by) = (vec![row(*reference, Type::Ref(of))], row(at, Type::Date));
        self.program.sequences.push(Sequence { name, record, filter: None, keys, by });
        Some((sequence, value))
    }

    /// The field of the entries that holds the value: the one of the same name, else the only one of its type.
    fn value_field(
        &mut self,
        record: RecordId,
        tree: &ast::RecordField,
        wanted: Type,
        by: &ast::Ident,
    ) -> Option<FieldId> {
        let own = name(&tree.name);
        let kind = self.program.schema.record(record);
        let named =
            kind.fields.iter().position(|f| f.name.is(&own.id) || own.alias.as_ref().is_some_and(|a| f.name.is(a)));
        let fits: Vec<usize> = (0..kind.fields.len()).filter(|f| kind.fields[*f].ty == wanted).collect();
        let found = match (named, fits.as_slice()) {
            (Some(field), _) if kind.fields[field].ty == wanted => Some(field),
            (None, [one]) => Some(*one),
            _ => None,
        };
        if found.is_none() && !self.is_broken(Symbol::Record(record)) {
            let (id, zh) = (kind.name.id.clone(), zh(&kind.name));
            let (word, (en_ty, zh_ty)) = (own.id, super::fault::type_words(&self.program.schema, wanted));
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0201,
                    by.span,
                    Message::new(format!("`{id}` has no field for `{word}`"), format!("`{zh}` 没有字段给出 `{word}`")),
                    Message::new(
                        format!("neither one of this name and type nor a single one that is {en_ty}"),
                        format!("既无同名同类的字段，也无唯一的{zh_ty}字段"),
                    ),
                )
                .help(Message::new(
                    "give the value in both records one name and one type",
                    "两种档案中的值用同一名称与类型",
                )),
            );
        }
        found.map(FieldId)
    }
}

fn zh(name: &Name) -> String {
    name.in_tongue(guiju_syntax::Tongue::Zh).to_owned()
}
