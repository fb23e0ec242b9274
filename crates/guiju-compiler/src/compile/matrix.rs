//! `lookup(table, severity, level)`: a row by one class, a column by another.
//!
//! The columns of such a table are named like the codes of one catalog. The cell is that of the column whose code the
//! second class is, which is a choice by cases: it is known where the class is, or where all columns agree.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{Compiler, fault, path::Context};
use crate::{
    hir::{Expr, ExprKind, TableId, Value},
    schema::{Name, Type},
};

impl Compiler<'_> {
    pub(super) fn too_many_classes(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0306,
                span,
                Message::new("a table by more than two classes", "表的类别超过两个"),
                Message::new("one class for the row, one for the column", "一个类别定行，一个类别定列"),
            )
            .help(Message::new("make a table for each code of the third", "按第三个类别的每个代码各立一表")),
        );
    }

    /// The cell of a row by one class and of a column by another.
    pub(super) fn matrix(
        &mut self,
        cx: &mut Context,
        table: TableId,
        key: &ast::Expr,
        by: &ast::Expr,
        span: Span,
    ) -> Option<Expr> {
        let by = self.expr(cx, by, None)?;
        let Type::Code(catalog) = by.ty else {
            return self.mismatch(&by, ("a code, as the columns are named", "代码（与各列名称对应）"));
        };
        let (columns, types) =
            (self.program.tables[table.0].columns.clone(), self.program.tables[table.0].types.clone());
        let codes: Vec<Name> =
            self.program.schema.catalog(catalog).codes.iter().map(|code| code.name.clone()).collect();
        let of_code: Vec<Option<usize>> = codes.iter().map(|code| columns.iter().position(|c| same(c, code))).collect();
        if of_code.iter().any(Option::is_none) || types.windows(2).any(|pair| pair[0] != pair[1]) {
            self.no_matrix(table, &codes, &of_code, span);
            return None;
        }
        let mut cases = Vec::new();
        for (index, column) in of_code.into_iter().enumerate() {
            let code = Expr { kind: ExprKind::Const(Value::Code(catalog, index)), ty: by.ty, span: by.span };
            let is = ExprKind::Compare(ast::Op::Eq, Box::new(by.clone()), Box::new(code));
            let cell = self.table_cell(cx, table, column?, key, span)?;
            cases.push((cell, Expr { kind: is, ty: Type::YesNo, span: by.span }));
        }
        let (otherwise, _) = cases.pop()?;
        let ty = otherwise.ty;
        Some(Expr { kind: ExprKind::Cases(cases, Box::new(otherwise)), ty, span })
    }

    /// The columns do not stand for the codes of a list, or hold values of several types.
    fn no_matrix(&mut self, table: TableId, codes: &[Name], of_code: &[Option<usize>], span: Span) {
        let name = self.program.tables[table.0].name.clone();
        let missing = codes.iter().zip(of_code).filter(|(_, column)| column.is_none()).map(|(code, _)| code);
        let list = |pick: fn(&Name) -> &str, joint| {
            missing.clone().map(|code| format!("`{}`", pick(code))).collect::<Vec<_>>().join(joint)
        };
        let (en, zh) = (list(|n| &n.id, ", "), list(|n| n.in_tongue(guiju_syntax::Tongue::Zh), "、"));
        let zh_name = name.in_tongue(guiju_syntax::Tongue::Zh);
        let label = match en.is_empty() {
            true => Message::new("its columns hold values of several types", "各列的值不是同一类型"),
            false => Message::new(format!("no column for {en}"), format!("没有 {zh} 列")),
        };
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0306,
                span,
                Message::new(
                    format!("`{}` cannot be looked up by two classes", name.id),
                    format!("表 `{zh_name}` 不能按两个类别查"),
                ),
                label,
            )
            .help(Message::new(
                "name one column for each code, as `table limits (city, county) { … }`, all of one type",
                "每个代码一列，如 `表 限期（市，县）{ … }`，各列同一类型",
            )),
        );
    }
}

/// Whether a column is named like a code, in either tongue.
fn same(column: &Name, code: &Name) -> bool {
    fault::spellings(column).iter().any(|word| code.is(word))
}
