//! Definitions: kept as trees, and written out where they are used.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{Compiler, Symbol, path::Context};
use crate::{
    hir::{Expr, ExprKind},
    schema::{RecordId, Type},
};

/// How many terms the definitions of one declaration may come to: each use copies the whole definition.
const MAX_GROWTH: usize = 50_000;

impl Compiler<'_> {
    /// Compiles every definition once, so that faults show even in those that nothing uses.
    pub(super) fn check_defines(&mut self) {
        for index in 0..self.defines.len() {
            let tree = self.defines[index].tree;
            let Some(record) = self.record_named(&tree.of) else { continue };
            self.hidden_by_field(record, &tree.name);
            let mut cx = Context::default();
            let var = cx.enter(record);
            let row = cx.var(var, tree.of.span);
            self.expand(&mut cx, index, &row, tree.name.ident.span);
        }
    }

    /// A field goes before a definition, so that one of the same name could never be used.
    pub(super) fn hidden_by_field(&mut self, record: RecordId, name: &ast::Name) {
        for word in [Some(&name.ident), name.aka.as_ref()].into_iter().flatten() {
            if self.program.schema.record(record).find_field(&word.text).is_none() {
                continue;
            }
            let name = &self.program.schema.record(record).name;
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0203,
                    word.span,
                    Message::new(
                        format!("`{}` is a field of `{}` already", word.text, name.id),
                        format!("`{}` 已是 `{}` 的字段", word.text, name.in_tongue(guiju_syntax::Tongue::Zh)),
                    ),
                    Message::new("the definition could never be used", "此定义永远用不到"),
                )
                .help(Message::new("give the definition another name", "给定义换个名称")),
            );
        }
    }

    /// Expands a definition over the record it is asked of.
    pub(super) fn expand(&mut self, cx: &mut Context, define: usize, of: &Expr, span: Span) -> Option<Expr> {
        let Type::Ref(record) = of.ty else { return None };
        let symbol = Symbol::Define(define);
        if self.is_broken(symbol) || cx.grown > MAX_GROWTH || !self.begin(symbol, span) {
            return None;
        }
        // Every use counts, so that the work is bounded even where nothing comes of it.
        cx.grown = cx.grown.saturating_add(1);
        let tree = self.defines[define].tree;
        // The body sees its own record alone, yet its variables are numbered with those of the rule.
        let outer_rows = std::mem::take(&mut cx.rows);
        let outer_visible = std::mem::replace(&mut cx.visible_from, cx.vars.len());
        // What changes with time is taken as of the day of what the definition is asked of.
        let outer_hand = cx.hand.clone();
        if cx.at.is_none() {
            cx.hand = Some(self.day_of(cx, of, span));
        }
        let row = cx.enter(record);
        let body = match &tree.body {
            ast::DefineBody::Expr(expr) => self.expr(cx, expr, None),
            ast::DefineBody::Cases { cases, otherwise } => self.cases(cx, cases, otherwise),
        };
        cx.hand = outer_hand;
        cx.rows = outer_rows;
        cx.visible_from = outer_visible;
        self.making.pop();
        let Some(body) = body else {
            // The body sees nothing but its record, so that it is at fault at every use.
            if cx.grown <= MAX_GROWTH {
                self.broken.insert(symbol);
            }
            return None;
        };
        let nodes = body.count(row).saturating_mul(of.size()).saturating_add(body.size());
        cx.grown = cx.grown.saturating_add(nodes);
        if cx.grown > MAX_GROWTH {
            self.too_large(span);
            return None;
        }
        Some(super::subject::substitute(&body, row, of))
    }

    fn too_large(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0502,
                span,
                Message::new("definitions written out in full grow too large", "定义展开后过大"),
                Message::new(
                    format!("more than {MAX_GROWTH} terms in one declaration"),
                    format!("一个声明中超过{MAX_GROWTH}项"),
                ),
            )
            .help(Message::new("use fewer definitions within definitions", "减少定义中的定义")),
        );
    }

    fn cases(&mut self, cx: &mut Context, cases: &[(ast::Expr, ast::Expr)], otherwise: &ast::Expr) -> Option<Expr> {
        let otherwise = self.expr(cx, otherwise, None)?;
        let mut compiled = Vec::new();
        for (value, condition) in cases {
            let value = self.element(cx, value, otherwise.ty);
            let condition = self.condition(cx, condition);
            compiled.push((value?, condition?));
        }
        let (ty, span) = (otherwise.ty, otherwise.span);
        Some(Expr { kind: ExprKind::Cases(compiled, Box::new(otherwise)), ty, span })
    }
}
