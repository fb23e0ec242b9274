//! `state`: what holds of a subject for a time; and what a rule is bound by or excused for while it holds.

use guiju_syntax::{Code, Diagnostic, Message, Span, Tongue, ast, ast::FieldKind as Tree};

use super::{
    Compiler, Symbol,
    check::all,
    fault,
    fields::{Bag, Slot},
    path::Context,
};
use crate::{
    hir::{self, Expr, ExprKind, Spell, SpellEnd, Standing, StateId, VarId},
    schema::{FieldId, RecordId, Type},
};

const DATE: fault::Noun = ("a date", "日期");

impl Compiler<'_> {
    pub(super) fn state(&mut self, id: StateId) {
        let Some(tree) = self.pending.states.get(id.0).copied() else { return };
        let Some(of) = self.record_named(&tree.of) else {
            self.broken.insert(Symbol::State(id));
            return;
        };
        self.program.states[id.0].of = of;
        let cite = self.cited(tree.cite.iter());
        let spells: Vec<Option<Spell>> = tree.spells.iter().map(|spell| self.spell(of, spell)).collect();
        match spells.into_iter().collect::<Option<Vec<_>>>() {
            Some(spells) => {
                let state = &mut self.program.states[id.0];
                (state.spells, state.cite) = (spells, cite);
                self.program.state_order.push(id);
            }
            None => {
                self.broken.insert(Symbol::State(id));
            }
        }
    }

    fn spell(&mut self, of: RecordId, tree: &ast::Spell) -> Option<Spell> {
        let (word, _) = tree.from.parts.split_first()?;
        let record = self.record_named(word)?;
        let mut cx = Context::default();
        let var = cx.enter(record);
        let from = self.date_of(&mut cx, (record, var), &tree.from);
        let filter = tree.filter.as_ref().map(|filter| self.condition(&mut cx, filter));
        let subject = self.subject_of(&cx, (record, var), of, word.span);
        let end = match &tree.end {
            None => Some(SpellEnd::Never),
            Some(ast::SpellEnd::After(length)) => self.duration(&mut cx, length).map(SpellEnd::After),
            Some(ast::SpellEnd::At { path, filter, included }) => {
                self.spell_end(&mut cx, (record, var), of, (path, filter.as_ref(), *included))
            }
        };
        Some(Spell { record, filter: all(filter)?, subject: subject?, from: from?, end: end? })
    }

    fn spell_end(
        &mut self,
        cx: &mut Context,
        (begun, var): (RecordId, VarId),
        of: RecordId,
        (path, filter, included): (&ast::Path, Option<&ast::Expr>, bool),
    ) -> Option<SpellEnd> {
        let (word, _) = path.parts.split_first()?;
        let record = self.record_named(word)?;
        if record == begun {
            let date = self.date_of(cx, (begun, var), path)?;
            if let Some(filter) = filter {
                self.one_record(filter.span);
                return None;
            }
            return Some(SpellEnd::Own { date, included });
        }
        let mut cx = Context::default();
        let var = cx.enter(record);
        let date = self.date_of(&mut cx, (record, var), path);
        let filter = filter.map(|filter| self.condition(&mut cx, filter));
        let start = self.references(record, begun);
        let (subject, refers) = match start.as_slice() {
            [one] => (Some(self.field(&cx, var, *one, word.span)), true),
            _ => (self.subject_of(&cx, (record, var), of, word.span), false),
        };
        Some(SpellEnd::Other { record, filter: all(filter)?, subject: subject?, refers, date: date?, included })
    }

    /// Of one record with two dates, one filter says which are meant.
    fn one_record(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0602,
                span,
                Message::new("a second condition on one record", "同一档案有两处条件"),
                Message::new("the record that ends it is the one that began it", "起止为同一档案"),
            )
            .help(Message::new("put it behind `from …`", "把它写在 `自 …` 之后")),
        );
    }

    /// The date a path names: of the record itself, or the field behind it.
    fn date_of(&mut self, cx: &mut Context, (record, var): (RecordId, VarId), path: &ast::Path) -> Option<Expr> {
        let (word, rest) = path.parts.split_first()?;
        if !rest.is_empty() {
            let row = cx.var(var, word.span);
            let date = self.steps(cx, row, rest)?;
            return self.typed(date, DATE, Type::Date);
        }
        if let Some(at) = self.program.schema.record(record).at {
            return Some(self.field(cx, var, at, word.span));
        }
        let (name, zh) = (&word.text, &word.text);
        let help = Message::new(
            format!("name it, as `from {name}.FIELD`, or mark a date field with `at`"),
            format!("请写明，如 `自 {zh}.字段`，或用 `时点` 标出日期字段"),
        );
        self.no_date(record, word.span, help);
        None
    }

    /// The fields of a record that refer to another kind.
    fn references(&self, record: RecordId, to: RecordId) -> Vec<FieldId> {
        let fields = &self.program.schema.record(record).fields;
        (0..fields.len()).filter(|f| fields[*f].ty == Type::Ref(to)).map(FieldId).collect()
    }

    /// Whose state a record tells: its own, or that of the one subject it refers to.
    fn subject_of(&mut self, cx: &Context, (record, var): (RecordId, VarId), of: RecordId, span: Span) -> Option<Expr> {
        if record == of {
            return Some(cx.var(var, span));
        }
        let fields = self.references(record, of);
        if let [one] = fields.as_slice() {
            return Some(self.field(cx, var, *one, span));
        }
        if self.broken_fields.iter().any(|(r, _)| *r == record) {
            return None;
        }
        let (one, other) = (&self.program.schema.record(record).name, &self.program.schema.record(of).name);
        let (one_zh, other_zh) = (one.in_tongue(Tongue::Zh), other.in_tongue(Tongue::Zh));
        let (code, en, zh) = if fields.is_empty() {
            let en = format!("no field of `{}` refers to a `{}`", one.id, other.id);
            (Code::E0205, en, format!("`{one_zh}` 没有字段指向 `{other_zh}`"))
        } else {
            let en = format!("several fields of `{}` refer to a `{}`", one.id, other.id);
            (Code::E0204, en, format!("`{one_zh}` 有几个字段指向 `{other_zh}`"))
        };
        let label = Message::new("whose state is it?", "是谁的状态？");
        self.diagnostics.push(Diagnostic::error(code, span, Message::new(en, zh), label).help(Message::new(
            format!("give the record one field `ref {}`", other.id),
            format!("给该档案一个 `指向 {other_zh}` 的字段"),
        )));
        None
    }

    /// A state of a record, where a word names one.
    pub(super) fn state_member(&mut self, of: &Expr, record: RecordId, ident: &ast::Ident) -> Option<Option<Expr>> {
        let Some(Symbol::State(id)) = self.find(ident) else { return None };
        self.demand(Symbol::State(id), ident.span);
        let state = &self.program.states[id.0];
        if state.of != record && !self.is_broken(Symbol::State(id)) {
            return None;
        }
        let name = state.name.clone();
        self.bind(ident, &name);
        if self.is_broken(Symbol::State(id)) {
            return Some(None);
        }
        let made_first = |s: &&Symbol| matches!(s, Symbol::Record(_) | Symbol::Sequence(_));
        if let Some(made) = self.making.iter().rev().find(made_first) {
            let (en, zh) = fault::noun_of(*made, &self.program.schema);
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0602,
                    ident.span,
                    Message::new(format!("a state in a {en}"), format!("{zh}中引用了状态")),
                    Message::new("made before any state is known", "在得出状态之前就要得出"),
                )
                .help(Message::new("ask for it in the rule that uses the records", "请在用到这些档案的规则中引用")),
            );
            return Some(None);
        }
        let span = of.span.to(ident.span);
        Some(Some(Expr { kind: ExprKind::InState { state: id, of: Box::new(of.clone()) }, ty: Type::YesNo, span }))
    }

    /// `while` and `unless` of a rule over members: when it binds them.
    pub(super) fn standing(&mut self, cx: &mut Context, bag: &Bag<'_>) -> Option<Standing> {
        if bag.has(Slot::Each) || bag.has(Slot::Never) {
            return Some(Standing::default());
        }
        // Of a single member bare words are fields, as in its own `where`.
        let one = super::hold::one_member(cx);
        cx.rows.extend(one);
        let during = match bag.get(Slot::While) {
            Some((Tree::While(expr), _)) => Some(self.condition(cx, expr)),
            _ => None,
        };
        let unless = match bag.get(Slot::Unless) {
            Some((Tree::Unless(expr), _)) => Some(self.condition(cx, expr)),
            _ => None,
        };
        if one.is_some() {
            cx.rows.pop();
        }
        Some(hir::Standing { during: all(during)?, unless: all(unless)? })
    }
}
