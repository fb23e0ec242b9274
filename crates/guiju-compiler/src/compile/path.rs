//! Words and paths: what `visit.unit.status` means at the place where it stands.
//!
//! A bare word is, in this order: a code, where a code of one list is wanted; a variable; a field or definition of
//! the innermost record; the name of a record in play; a parameter or assumption.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{Compiler, Symbol, fault};
use crate::{
    hir::{Expr, ExprKind, Value, Var, VarId, VarKind},
    schema::{CatalogId, RecordId, Type},
};

/// The variables an expression may use.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// All variables of the rule.
    pub(super) vars: Vec<Var>,
    /// The records whose fields bare words name, outermost first; the last is the innermost.
    pub(super) rows: Vec<VarId>,
    /// Variables below this index cannot be named: inside a definition, those of the rule that uses it.
    pub(super) visible_from: usize,
}

impl Context {
    pub(super) fn add(&mut self, var: Var) -> VarId {
        self.vars.push(var);
        VarId(self.vars.len() - 1)
    }

    /// Adds a record as the innermost one.
    pub(super) fn enter(&mut self, record: RecordId) -> VarId {
        let id = self.add(Var { name: None, kind: VarKind::Row(record) });
        self.rows.push(id);
        id
    }

    fn record_of(&self, var: VarId) -> Option<RecordId> {
        match self.vars.get(var.0)?.kind {
            VarKind::Row(record) => Some(record),
            _ => None,
        }
    }

    fn innermost(&self) -> Option<(VarId, RecordId)> {
        let var = *self.rows.last()?;
        Some((var, self.record_of(var)?))
    }

    /// The expression that stands for a variable.
    pub(super) fn var(&self, id: VarId, span: Span) -> Expr {
        let ty = match self.vars[id.0].kind {
            VarKind::Row(record) => Type::Ref(record),
            VarKind::Code(catalog) => Type::Code(catalog),
            VarKind::Text => Type::Text,
        };
        Expr { kind: ExprKind::Var(id), ty, span }
    }
}

impl Compiler<'_> {
    pub(super) fn path(&mut self, cx: &mut Context, path: &ast::Path, wanted: Option<Type>) -> Option<Expr> {
        let (first, rest) = path.parts.split_first()?;
        if let (Some(Type::Code(catalog) | Type::CodeSet(catalog)), true) = (wanted, rest.is_empty())
            && let Some(code) = self.code(catalog, first)
        {
            return Some(code);
        }
        let Some(base) = self.word(cx, first) else {
            self.unknown_word(cx, first, wanted.filter(|_| rest.is_empty()));
            return None;
        };
        self.steps(cx, base?, rest)
    }

    /// Follows the words behind the dots.
    pub(super) fn steps(&mut self, cx: &mut Context, base: Expr, rest: &[ast::Ident]) -> Option<Expr> {
        let mut at = base;
        for ident in rest {
            let Type::Ref(record) = at.ty else {
                let fault =
                    fault::wrong_type(&self.program.schema, at.span, ("a record with fields", "有字段的档案"), at.ty);
                self.diagnostics.push(fault);
                return None;
            };
            at = match self.member(cx, &at, record, ident) {
                Some(step) => step?,
                None => {
                    self.unknown_field(record, ident);
                    return None;
                }
            };
        }
        Some(at)
    }

    /// Whether a word means something without a list of codes being wanted.
    pub(super) fn is_meaningful(&self, cx: &Context, ident: &ast::Ident) -> bool {
        ident.text == "this"
            || cx.vars.iter().skip(cx.visible_from).any(|v| v.name.as_ref().is_some_and(|n| n.is(&ident.text)))
            || cx.innermost().is_some_and(|(_, record)| {
                self.program.schema.record(record).find_field(&ident.text).is_some()
                    || self.define_of(record, ident).is_some()
            })
            || cx
                .rows
                .iter()
                .filter_map(|r| cx.record_of(*r))
                .any(|r| self.program.schema.record(r).name.is(&ident.text))
            || matches!(self.find(ident), Some(Symbol::Param(_)))
    }

    /// Resolves a word that stands first. The outer `None`: it means nothing here; the inner: a fault was reported.
    fn word(&mut self, cx: &mut Context, ident: &ast::Ident) -> Option<Option<Expr>> {
        let span = ident.span;
        if ident.text == "this" || ident.text == "本" {
            let outer = cx.rows.len().checked_sub(2).and_then(|n| cx.rows.get(n)).copied();
            self.names.insert(span, ("this".to_owned(), "本".to_owned()));
            return outer.map(|var| Some(cx.var(var, span)));
        }
        let named = |v: &Var| v.name.as_ref().is_some_and(|n| n.is(&ident.text));
        if let Some(id) = cx.vars.iter().rposition(named).filter(|id| *id >= cx.visible_from) {
            if let Some(name) = cx.vars[id].name.clone() {
                self.bind(ident, &name);
            }
            return Some(Some(cx.var(VarId(id), span)));
        }
        if let Some((var, record)) = cx.innermost() {
            let row = cx.var(var, span);
            if let Some(member) = self.member(cx, &row, record, ident) {
                return Some(member);
            }
        }
        let by_name =
            cx.rows.iter().rev().copied().find(|r| {
                cx.record_of(*r).is_some_and(|record| self.program.schema.record(record).name.is(&ident.text))
            });
        if let Some(var) = by_name {
            if let Some(record) = cx.record_of(var) {
                let name = self.program.schema.record(record).name.clone();
                self.bind(ident, &name);
            }
            return Some(Some(cx.var(var, span)));
        }
        if let Some(Symbol::Param(id)) = self.find(ident) {
            let param = &self.program.params[id.0];
            let (name, ty) = (param.name.clone(), param.ty);
            self.bind(ident, &name);
            return Some(Some(Expr { kind: ExprKind::Param(id), ty, span }));
        }
        None
    }

    /// A field or definition of a record.
    fn member(&mut self, cx: &mut Context, of: &Expr, record: RecordId, ident: &ast::Ident) -> Option<Option<Expr>> {
        if let Some(id) = self.program.schema.record(record).find_field(&ident.text) {
            let field = self.program.schema.record(record).field(id);
            let (name, ty) = (field.name.clone(), field.ty);
            self.bind(ident, &name);
            let span = of.span.to(ident.span);
            return Some(Some(Expr { kind: ExprKind::Get(Box::new(of.clone()), id), ty, span }));
        }
        let define = self.define_of(record, ident)?;
        let name = self.defines[define].name.clone();
        self.bind(ident, &name);
        Some(self.expand(cx, define, of, ident.span))
    }

    pub(super) fn define_of(&self, record: RecordId, ident: &ast::Ident) -> Option<usize> {
        let name = &self.program.schema.record(record).name;
        let scope = self.scopes.get(&ident.span.file)?;
        [Some(&name.id), name.alias.as_ref()].into_iter().flatten().find_map(|record| {
            match scope.get(&format!("{record}\u{0}{}", ident.text)) {
                Some((Symbol::Define(id), _)) => Some(*id),
                _ => None,
            }
        })
    }

    /// A code of a list, if the word is one.
    pub(super) fn code(&mut self, catalog: CatalogId, ident: &ast::Ident) -> Option<Expr> {
        let index = self.program.schema.catalog(catalog).codes.iter().position(|c| c.name.is(&ident.text))?;
        let name = self.program.schema.catalog(catalog).codes[index].name.clone();
        self.bind(ident, &name);
        Some(Expr { kind: ExprKind::Const(Value::Code(catalog, index)), ty: Type::Code(catalog), span: ident.span })
    }

    fn unknown_word(&mut self, cx: &Context, ident: &ast::Ident, wanted: Option<Type>) {
        if let Some(Type::Code(catalog) | Type::CodeSet(catalog)) = wanted {
            let list = self.program.schema.catalog(catalog);
            let word = &ident.text;
            let candidates: Vec<String> = list.codes.iter().flat_map(|c| spellings(&c.name)).collect();
            let diagnostic = Diagnostic::error(
                Code::E0206,
                ident.span,
                Message::new(
                    format!("`{}` has no code `{word}`", list.name.id),
                    format!("目录 `{}` 没有代码 `{word}`", list.name.in_tongue(guiju_syntax::Tongue::Zh)),
                ),
                Message::new("not in the list", "不在目录中"),
            );
            self.diagnostics.push(fault::suggest(diagnostic, ident, &candidates));
            return;
        }
        if let Some((_, record)) = cx.innermost() {
            return self.unknown_field(record, ident);
        }
        let candidates: Vec<String> = cx
            .vars
            .iter()
            .filter_map(|v| v.name.as_ref())
            .flat_map(spellings)
            .chain(self.program.params.iter().flat_map(|p| spellings(&p.name)))
            .collect();
        self.diagnostics.push(fault::unknown(ident, ("name", "名称"), &candidates));
    }

    fn unknown_field(&mut self, record: RecordId, ident: &ast::Ident) {
        let record = self.program.schema.record(record);
        let word = &ident.text;
        let zh = record.name.in_tongue(guiju_syntax::Tongue::Zh);
        let mut candidates: Vec<String> = record.fields.iter().flat_map(|f| spellings(&f.name)).collect();
        // The list names each field once, in the tongue of the word that was written.
        if !ident.text.is_ascii() {
            candidates.sort_by_key(|c| c.is_ascii());
        }
        let diagnostic = Diagnostic::error(
            Code::E0201,
            ident.span,
            Message::new(format!("unknown field `{word}`"), format!("没有字段 `{word}`")),
            Message::new(format!("not a field of `{}`", record.name.id), format!("`{zh}` 没有这个字段")),
        );
        let near = fault::nearest(word, candidates.iter().map(String::as_str)).is_some();
        if !near {
            let known: Vec<String> = candidates.to_vec();
            if let Some(split) = split_words(word, &known) {
                self.diagnostics.push(diagnostic.fix(
                    ident.span,
                    split.clone(),
                    Message::new(format!("write `{split}`"), format!("写成 `{split}`")),
                ));
                return;
            }
        }
        self.diagnostics.push(fault::suggest(diagnostic, ident, &candidates));
    }
}

fn spellings(name: &crate::schema::Name) -> Vec<String> {
    [Some(name.id.clone()), name.alias.clone()].into_iter().flatten().collect()
}

/// Splits a run-together word at an `and`, `or` or `not` between known names: `组别且暗查` → `组别 且 暗查`.
fn split_words(word: &str, known: &[String]) -> Option<String> {
    for joint in ["且", "或"] {
        if let Some((left, right)) = word.split_once(joint)
            && (known.iter().any(|k| k == left) || known.iter().any(|k| k == right))
        {
            return Some(format!("{left} {joint} {right}"));
        }
    }
    let right = word.strip_prefix('非')?;
    known.iter().any(|k| k == right).then(|| format!("非 {right}"))
}
