//! Comparisons, lists and sets: two sides of one type.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast, ast::ExprKind as Tree};

use super::{
    Compiler,
    expression::{SET, is_set},
    fault,
    path::Context,
    time,
};
use crate::{
    hir::{Expr, ExprKind, Value},
    schema::Type,
};

impl Compiler<'_> {
    /// Compiles two sides that are compared, so that a bare code on one is read by the type of the other.
    fn two_sides(&mut self, cx: &mut Context, left: &ast::Expr, right: &ast::Expr) -> Option<(Expr, Expr)> {
        let (left_bare, right_bare) = (self.is_bare(cx, left), self.is_bare(cx, right));
        if left_bare && !right_bare {
            let right = self.expr(cx, right, None)?;
            let left = self.expr(cx, left, Some(right.ty))?;
            return Some((left, right));
        }
        let left = self.expr(cx, left, None);
        let wanted = left.as_ref().map(|l| l.ty);
        let right = match (&left, right_bare) {
            // Without the type of the other side a bare code would only be reported a second time.
            (None, true) => None,
            _ => self.expr(cx, right, wanted),
        };
        Some((left?, right?))
    }

    /// Whether an expression has no type of its own: a code, or a text that may be a code's label.
    fn is_bare(&self, cx: &Context, tree: &ast::Expr) -> bool {
        match &tree.kind {
            Tree::Path(path) => path.parts.len() == 1 && !self.is_meaningful(cx, &path.parts[0]),
            Tree::Text(_) => true,
            _ => false,
        }
    }

    pub(super) fn compare(
        &mut self,
        cx: &mut Context,
        op: ast::Op,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
    ) -> Option<Expr> {
        let (mut left, mut right) = self.two_sides(cx, left, right)?;
        // An instant beside a date is asked for its day.
        if (left.ty, right.ty) == (Type::Time, Type::Date) {
            left = time::day_of(left);
        } else if (left.ty, right.ty) == (Type::Date, Type::Time) {
            right = time::day_of(right);
        }
        let ordered = !matches!(op, ast::Op::Eq | ast::Op::Ne);
        if left.ty != right.ty || is_set(left.ty) {
            let (a, b) =
                (fault::type_words(&self.program.schema, left.ty), fault::type_words(&self.program.schema, right.ty));
            let mut fault = Diagnostic::error(
                Code::E0301,
                span,
                Message::new(format!("{} compared with {}", a.0, b.0), format!("{}与{}相比", a.1, b.1)),
                Message::new("these cannot be compared", "两者无法比较"),
            );
            if is_set(left.ty) {
                fault = fault.help(Message::new(
                    "ask a set with `has`, `has all` or `meets`",
                    "多选字段请用 `含`、`含全部`、`交于`",
                ));
            }
            let is_number = |e: &Expr| matches!(e.kind, ExprKind::Const(Value::Number(_)));
            if left.ty == Type::Text && is_number(&right) || right.ty == Type::Text && is_number(&left) {
                fault = fault.help(Message::new(
                    "what is compared with a text stands in quotes, as `\"4\"`",
                    "与文字相比的写在引号中，如 `“4”`",
                ));
            }
            self.diagnostics.push(fault);
            return None;
        }
        let sortable = match left.ty {
            Type::Number | Type::Date | Type::Time | Type::Duration => true,
            Type::Code(catalog) => self.program.schema.catalog(catalog).ordered,
            _ => false,
        };
        if ordered && !sortable {
            self.no_order(left.ty, span);
            return None;
        }
        Some(Expr { kind: ExprKind::Compare(op, Box::new(left), Box::new(right)), ty: Type::YesNo, span })
    }

    pub(super) fn no_order(&mut self, ty: Type, span: Span) {
        let words = fault::type_words(&self.program.schema, ty);
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0304,
                span,
                Message::new(format!("{} has no order", words.0), format!("{}没有先后大小", words.1)),
                Message::new("cannot be less or greater", "不能比大小"),
            )
            .help(Message::new(
                "use `=` or `!=`; a catalog has an order if declared `ordered`",
                "用 `=` 或 `!=`；目录声明为 `有序` 才可比大小",
            )),
        );
    }

    pub(super) fn is_in(&mut self, cx: &mut Context, value: &ast::Expr, set: &ast::Expr, span: Span) -> Option<Expr> {
        let Tree::Set(members) = &set.kind else {
            // `element in field` reads the other way round.
            return self.has(cx, set, value, true, span);
        };
        let value = self.expr(cx, value, None)?;
        let members: Vec<_> = members.iter().map(|m| self.element(cx, m, value.ty)).collect();
        let members = members.into_iter().collect::<Option<_>>()?;
        Some(Expr { kind: ExprKind::In(Box::new(value), members), ty: Type::YesNo, span })
    }

    /// A member of a list, of the type of what is compared with it.
    pub(super) fn element(&mut self, cx: &mut Context, tree: &ast::Expr, ty: Type) -> Option<Expr> {
        let element = self.expr(cx, tree, Some(ty))?;
        if element.ty == ty {
            return Some(element);
        }
        let (en, zh) = fault::type_words(&self.program.schema, ty);
        let fault = fault::wrong_type(&self.program.schema, element.span, (en.as_str(), zh.as_str()), element.ty);
        self.diagnostics.push(fault);
        None
    }

    pub(super) fn has(
        &mut self,
        cx: &mut Context,
        set: &ast::Expr,
        elements: &ast::Expr,
        all: bool,
        span: Span,
    ) -> Option<Expr> {
        let set = self.expr(cx, set, None)?;
        let element_type = match set.ty {
            Type::CodeSet(catalog) => Type::Code(catalog),
            Type::RefSet(record) => Type::Ref(record),
            Type::TextSet => Type::Text,
            _ => return self.mismatch(&set, SET),
        };
        let elements: Vec<_> = match &elements.kind {
            Tree::Set(members) => members.iter().map(|m| self.element(cx, m, element_type)).collect(),
            _ => {
                let one = self.expr(cx, elements, Some(element_type))?;
                vec![if one.ty == element_type || one.ty == set.ty {
                    Some(one)
                } else {
                    self.mismatch(&one, ("an element of the set", "该多选的元素"))
                }]
            }
        };
        let elements = elements.into_iter().collect::<Option<_>>()?;
        Some(Expr { kind: ExprKind::Has { set: Box::new(set), elements, all }, ty: Type::YesNo, span })
    }
}
