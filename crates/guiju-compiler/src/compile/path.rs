//! Words and paths: what `visit.unit.status` means at the place where it stands.
//!
//! A bare word is, in this order: a code, where a code of one list is wanted; a variable; a field or definition of
//! the innermost record; the name of a record in play; a parameter or assumption.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{Compiler, Symbol, fault};
use crate::{
    hir::{Expr, ExprKind, Members, Value, Var, VarId, VarKind},
    schema::{CatalogId, RecordId, Type},
};

/// The variables an expression may use.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// All variables of the rule.
    pub(super) vars: Vec<Var>,
    /// What the members come from; variable `i` is a member of range `i`.
    pub(super) ranges: Vec<Members>,
    /// The records whose fields bare words name, outermost first; the last is the innermost.
    pub(super) rows: Vec<VarId>,
    /// Variables below this index cannot be named: inside a definition, those of the rule that uses it.
    pub(super) visible_from: usize,
    /// Members whose names have been found to be fields too.
    pub(super) ambiguous: Vec<VarId>,
    /// How many terms the definitions used so far have come to.
    pub(super) grown: usize,
    /// The day behind `at`, while what stands before it is compiled.
    pub(super) at: Option<Expr>,
    /// Whether something asked for that day.
    pub(super) at_used: bool,
    /// Inside a definition, the day as of which it is asked, where that is not the day at hand.
    pub(super) hand: Option<Expr>,
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

    /// The variable of this name, of several the one declared last.
    fn named(&self, word: &str) -> Option<VarId> {
        let id = self.vars.iter().rposition(|v| v.name.as_ref().is_some_and(|n| n.is(word)))?;
        (id >= self.visible_from).then_some(VarId(id))
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

/// How many steps a path may have: what is made of it nests as deep.
const MAX_STEPS: usize = 32;

impl Compiler<'_> {
    pub(super) fn path(&mut self, cx: &mut Context, path: &ast::Path, wanted: Option<Type>) -> Option<Expr> {
        let (first, rest) = path.parts.split_first()?;
        if let (Some(Type::Code(catalog) | Type::CodeSet(catalog)), true) = (wanted, rest.is_empty())
            && self.code_index(catalog, first).is_some()
        {
            return self.code(catalog, first);
        }
        let Some(base) = self.word(cx, first) else {
            self.unknown_word(cx, first, wanted.filter(|_| rest.is_empty()));
            return None;
        };
        self.steps(cx, base?, rest)
    }

    /// Follows the words behind the dots.
    pub(super) fn steps(&mut self, cx: &mut Context, base: Expr, rest: &[ast::Ident]) -> Option<Expr> {
        if let Some(step) = rest.get(MAX_STEPS) {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0502,
                    step.span,
                    Message::new(format!("a path of more than {MAX_STEPS} steps"), format!("路径超过{MAX_STEPS}步")),
                    Message::new("one step too many", "多出一步"),
                )
                .help(Message::new("shorten it", "请缩短")),
            );
            return None;
        }
        let mut at = base;
        for ident in rest {
            let Type::Ref(record) = at.ty else {
                let diagnostic =
                    fault::wrong_type(&self.program.schema, at.span, ("a record with fields", "有字段的档案"), at.ty);
                let diagnostic = match at.ty {
                    Type::RefSet(_) => diagnostic.help(Message::new(
                        "a set has no fields of its own: ask for its members with `exists … where this.FIELD has …`",
                        "多选字段没有自己的字段：请用 `存在 … 凡 本.字段 含 …` 逐个查问",
                    )),
                    _ => diagnostic,
                };
                self.diagnostics.push(diagnostic);
                return None;
            };
            at = match self.member(cx, &at, record, ident) {
                Some(step) => step?,
                None => {
                    self.unknown_field(record, ident, Vec::new());
                    return None;
                }
            };
        }
        Some(at)
    }

    /// Whether a word means something without a list of codes being wanted.
    pub(super) fn is_meaningful(&self, cx: &Context, ident: &ast::Ident) -> bool {
        is_this(ident)
            || cx.named(&ident.text).is_some()
            || cx.innermost().is_some_and(|(_, record)| self.has_member(record, ident))
            || self.row_named(cx, ident).is_some()
            || matches!(self.find(ident), Some(Symbol::Param(_)))
    }

    /// Whether a record has a field or definition of this name.
    pub(super) fn has_member(&self, record: RecordId, ident: &ast::Ident) -> bool {
        self.program.schema.record(record).find_field(&ident.text).is_some()
            || self.define_of(record, ident).is_some()
            || matches!(self.find(ident), Some(Symbol::State(id)) if self.program.states[id.0].of == record)
    }

    /// The record in play whose kind has this name, the innermost first.
    fn row_named(&self, cx: &Context, ident: &ast::Ident) -> Option<VarId> {
        cx.rows.iter().rev().copied().find(|row| {
            cx.record_of(*row).is_some_and(|record| self.program.schema.record(record).name.is(&ident.text))
        })
    }

    /// Resolves a word that stands first. The outer `None`: it means nothing here; the inner: a fault was reported.
    fn word(&mut self, cx: &mut Context, ident: &ast::Ident) -> Option<Option<Expr>> {
        let span = ident.span;
        if is_this(ident) {
            self.names.insert(span, ("this".to_owned(), "本".to_owned()));
            // Where no record is inside another, the record itself is meant.
            let outer = cx.rows.len().saturating_sub(2);
            return match cx.rows.get(outer).copied() {
                Some(var) => Some(Some(cx.var(var, span))),
                None => Some(self.no_this(span)),
            };
        }
        if let Some(var) = cx.named(&ident.text) {
            if let Some(name) = cx.vars[var.0].name.clone() {
                self.bind(ident, &name);
            }
            self.two_meanings(cx, var, ident);
            return Some(Some(cx.var(var, span)));
        }
        if let Some((var, record)) = cx.innermost() {
            let row = cx.var(var, span);
            if let Some(member) = self.member(cx, &row, record, ident) {
                return Some(member);
            }
        }
        if let Some(var) = self.row_named(cx, ident) {
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
            let usable = !self.is_broken(Symbol::Param(id));
            return Some(usable.then_some(Expr { kind: ExprKind::Param(id), ty, span }));
        }
        None
    }

    fn no_this(&mut self, span: Span) -> Option<Expr> {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0202,
                span,
                Message::new("`this` of no record", "`本` 没有所指的档案"),
                Message::new("no record is in play here", "此处没有档案"),
            )
            .help(Message::new(
                "name the member, as in `per u in units … u.class`",
                "写明成员，如 `分别 甲 取自 名册 … 甲.字段`",
            )),
        );
        None
    }

    /// A member and a field of one name: which is meant must not be guessed.
    fn two_meanings(&mut self, cx: &mut Context, var: VarId, ident: &ast::Ident) {
        let Some((_, record)) = cx.innermost() else { return };
        // Once is enough: the remedy is another name for the member.
        if cx.ambiguous.contains(&var) || !self.has_member(record, ident) {
            return;
        }
        cx.ambiguous.push(var);
        let name = &self.program.schema.record(record).name;
        let (word, zh) = (&ident.text, name.in_tongue(guiju_syntax::Tongue::Zh));
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0207,
                ident.span,
                Message::new(
                    format!("`{word}` is a member of the rule and a field of `{}`", name.id),
                    format!("`{word}` 既是规则的成员，又是 `{zh}` 的字段"),
                ),
                Message::new("which is meant?", "指哪一个？"),
            )
            .help(Message::new(
                "give the member another name behind `per` or `as`",
                "在 `分别` 或 `记作` 后给成员换个名称",
            )),
        );
    }

    /// A field or definition of a record.
    fn member(&mut self, cx: &mut Context, of: &Expr, record: RecordId, ident: &ast::Ident) -> Option<Option<Expr>> {
        self.demand(Symbol::Record(record), ident.span);
        if let Some(id) = self.program.schema.record(record).find_field(&ident.text) {
            let field = self.program.schema.record(record).field(id);
            let (name, ty) = (field.name.clone(), field.ty);
            self.bind(ident, &name);
            if self.broken_fields.contains(&(record, id)) {
                return Some(None);
            }
            let span = of.span.to(ident.span);
            return Some(Some(Expr { kind: ExprKind::Get(Box::new(of.clone()), id), ty, span }));
        }
        if let Some(state) = self.state_member(of, record, ident) {
            return Some(state);
        }
        let symbol = self.define_of(record, ident)?;
        let name = self.name_of(symbol).clone();
        self.bind(ident, &name);
        Some(match symbol {
            Symbol::Define(define) => self.expand(cx, define, of, ident.span),
            Symbol::History(history) => self.historic(cx, history, of, ident.span),
            symbol => self.measured(cx, symbol, of, ident.span),
        })
    }

    /// The definition, measure or grade of a record that has this name.
    pub(super) fn define_of(&self, record: RecordId, ident: &ast::Ident) -> Option<Symbol> {
        let scope = self.scopes.get(&ident.span.file)?;
        scope.defines.get(&(record, ident.text.clone())).map(|(define, _)| *define)
    }

    fn code_index(&self, catalog: CatalogId, ident: &ast::Ident) -> Option<usize> {
        self.program.schema.catalog(catalog).codes.iter().position(|c| c.name.is(&ident.text))
    }

    /// A code of a list, or a fault.
    pub(super) fn code(&mut self, catalog: CatalogId, ident: &ast::Ident) -> Option<Expr> {
        let Some(index) = self.code_index(catalog, ident) else {
            self.unknown_code(catalog, ident, false);
            return None;
        };
        let name = self.program.schema.catalog(catalog).codes[index].name.clone();
        self.bind(ident, &name);
        Some(Expr { kind: ExprKind::Const(Value::Code(catalog, index)), ty: Type::Code(catalog), span: ident.span })
    }

    /// Reports a word, or a text in quotes, that is no code of a list.
    pub(super) fn unknown_code(&mut self, catalog: CatalogId, ident: &ast::Ident, quoted: bool) {
        if self.is_broken(Symbol::Catalog(catalog)) || self.is_lost(ident) {
            return;
        }
        let list = self.program.schema.catalog(catalog);
        let word = &ident.text;
        let mut candidates: Vec<String> = list.codes.iter().flat_map(|c| fault::spellings(&c.name)).collect();
        if quoted {
            candidates.extend(list.codes.iter().flat_map(|c| [&c.label, &c.label_alias]).flatten().cloned());
        }
        let diagnostic = Diagnostic::error(
            Code::E0206,
            ident.span,
            Message::new(
                format!("`{}` has no code `{word}`", list.name.id),
                format!("目录 `{}` 没有代码 `{word}`", list.name.in_tongue(guiju_syntax::Tongue::Zh)),
            ),
            Message::new("not in the list", "不在目录中"),
        );
        let mut diagnostic = fault::suggest(diagnostic, ident, &candidates);
        if let (true, Some(fix)) = (quoted, &mut diagnostic.fix) {
            fix.replacement = format!("\"{}\"", fix.replacement);
        }
        self.diagnostics.push(diagnostic);
    }

    fn unknown_word(&mut self, cx: &Context, ident: &ast::Ident, wanted: Option<Type>) {
        if let Some(Type::Code(catalog) | Type::CodeSet(catalog)) = wanted {
            return self.unknown_code(catalog, ident, false);
        }
        let vars = cx.vars.iter().skip(cx.visible_from).filter_map(|v| v.name.as_ref()).flat_map(fault::spellings);
        let params = self.visible(ident.span.file, |symbol| matches!(symbol, Symbol::Param(_)));
        let others: Vec<String> = vars.chain(params).collect();
        if let Some((_, record)) = cx.innermost() {
            return self.unknown_field(record, ident, others);
        }
        if self.is_lost(ident) {
            return;
        }
        // Where neither members nor records are in play, a constant is wanted: no other name can be one.
        let constant = cx.vars.is_empty();
        let form = match wanted {
            Some(Type::YesNo) => Some(Message::new("write `yes` or `no`", "请写 `是` 或 `否`")),
            Some(Type::Date) => Some(Message::new("write it as 2026-01-05", "请写成 2026-01-05 的形式")),
            Some(Type::Number) => Some(Message::new("write it in digits", "请用数字书写")),
            _ => None,
        };
        if let (true, Some(form), Some(wanted)) = (constant, form, wanted) {
            let (word, (en, zh)) = (&ident.text, fault::type_words(&self.program.schema, wanted));
            let message = Message::new(format!("`{word}` is not {en}"), format!("`{word}` 不是{zh}"));
            let label = Message::new(format!("expected {en}"), format!("此处应为{zh}"));
            self.diagnostics.push(Diagnostic::error(Code::E0301, ident.span, message, label).help(form));
            return;
        }
        let diagnostic = fault::unknown(ident, ("name", "名称"), if constant { &[] } else { &others });
        self.diagnostics.push(if constant && diagnostic.fix.is_none() {
            diagnostic.help(Message::new("texts stand in quotes", "文字须写在引号中"))
        } else {
            diagnostic
        });
    }

    /// Reports a word that is no field; `others` may be meant where it stands first.
    fn unknown_field(&mut self, record: RecordId, ident: &ast::Ident, others: Vec<String>) {
        if self.is_broken(Symbol::Record(record)) || self.is_lost(ident) {
            return;
        }
        let kind = self.program.schema.record(record);
        let word = &ident.text;
        let zh = kind.name.in_tongue(guiju_syntax::Tongue::Zh);
        let mut candidates: Vec<String> = kind.fields.iter().flat_map(|f| fault::spellings(&f.name)).collect();
        let diagnostic = Diagnostic::error(
            Code::E0201,
            ident.span,
            Message::new(format!("unknown field `{word}`"), format!("没有字段 `{word}`")),
            Message::new(format!("not a field of `{}`", kind.name.id), format!("`{zh}` 没有这个字段")),
        );
        let defines = self.scopes.get(&ident.span.file).into_iter().flat_map(|scope| scope.defines.keys());
        let mut all = candidates.clone();
        all.extend(defines.filter(|(r, _)| *r == record).map(|(_, word)| word.clone()));
        all.extend(others);
        // Before a like word is proposed: `非暗查` is near `暗查`, and its opposite.
        if let Some(split) = split_words(word, &all) {
            self.diagnostics.push(fault::run_together(ident, &split));
            return;
        }
        if fault::nearest(word, all.iter().map(String::as_str)).is_some() {
            candidates = all;
        }
        self.diagnostics.push(fault::suggest(diagnostic, ident, &candidates));
    }
}

/// Whether a word is `this`, in either tongue.
fn is_this(ident: &ast::Ident) -> bool {
    ident.text == "this" || ident.text == "本"
}

/// Splits a run-together condition if it is about a known name: `组别且暗查` → `组别 且 暗查`.
fn split_words(word: &str, known: &[String]) -> Option<String> {
    for joint in ["且", "或"] {
        if let Some((left, right)) = word.split_once(joint) {
            let parts = [left, right].map(|part| split_words(part, known));
            let is_known = |part: &str| known.iter().any(|k| k == part);
            if parts.iter().any(Option::is_some) || is_known(left) || is_known(right) {
                let [left, right] = [(left, &parts[0]), (right, &parts[1])].map(|(p, s)| s.as_deref().unwrap_or(p));
                return Some(format!("{left} {joint} {right}"));
            }
        }
    }
    let (not, rest) = word.strip_prefix('非').map_or(("", word), |rest| ("非 ", rest));
    let (name, test) = ["已知", "缺失"]
        .iter()
        .find_map(|test| Some((rest.strip_suffix(test)?, format!(" {test}"))))
        .unwrap_or((rest, String::new()));
    (name.len() < word.len() && known.iter().any(|k| k == name)).then(|| format!("{not}{name}{test}"))
}
