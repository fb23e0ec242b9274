//! Expressions: types and units.

use guiju_calendar::{Duration, Unit};
use guiju_syntax::{Code, Diagnostic, Message, Span, ast, ast::ExprKind as Tree};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    Compiler, Symbol,
    fault::{self, Noun},
    path::Context,
    time,
};
use crate::{
    hir::{Expr, ExprKind, TableId, Value},
    schema::Type,
};

/// The calendar of declarations in files of no policy.
const DEFAULT_CALENDAR: &str = "cn.state_council";
const CONDITION: Noun = ("a condition", "条件");
pub(super) const DATE: Noun = ("a date", "日期");
pub(super) const TIME: Noun = ("a time", "时刻");
const NUMBER: Noun = ("a number", "数字");
const DURATION: Noun = ("a length of time such as 15 days", "时长（如 15日）");
const TEXT: Noun = ("a text", "文字");
pub(super) const SET: Noun = ("a set", "多选字段");

impl Compiler<'_> {
    /// Compiles an expression; `wanted` helps to read bare codes.
    pub(super) fn expr(&mut self, cx: &mut Context, tree: &ast::Expr, wanted: Option<Type>) -> Option<Expr> {
        let span = tree.span;
        let made = |kind, ty| Some(Expr { kind, ty, span });
        let constant = |value, ty| Some(Expr { kind: ExprKind::Const(value), ty, span });
        match &tree.kind {
            Tree::Number(n) => constant(Value::Number(*n), Type::Number),
            Tree::Percent(n) => constant(Value::Percent(*n), Type::Number),
            Tree::Duration(n, unit) => {
                let duration = self.whole(*n, span).map(|n| Duration::new(n, *unit))?;
                constant(Value::Duration(duration), Type::Duration)
            }
            Tree::Date(day) => constant(Value::Date(*day), Type::Date),
            Tree::Moment(civil) => self.moment(*civil, span),
            Tree::Clock(minutes) => constant(Value::Duration(Duration::new(*minutes, Unit::Minute)), Type::Duration),
            Tree::Text(text) => self.text_constant(text, wanted, span),
            Tree::YesNo(yes) => constant(Value::YesNo(*yes), Type::YesNo),
            Tree::Unreadable(text) => constant(Value::Unreadable(text.value.clone()), wanted.unwrap_or(Type::Number)),
            Tree::Path(path) => self.path(cx, path, wanted),
            Tree::Measured(path, unit) => {
                let number = self.path(cx, path, None)?;
                let number = self.typed(number, NUMBER, Type::Number)?;
                made(ExprKind::Measured(Box::new(number), *unit), Type::Duration)
            }
            Tree::Neighbour { which, sequence, path } => self.neighbour(cx, *which, sequence.as_ref(), path, span),
            Tree::Compare(op, left, right) => self.compare(cx, *op, left, right, span),
            Tree::Between(value, low, high) => {
                let low = self.compare(cx, ast::Op::Ge, value, low, span);
                let high = self.compare(cx, ast::Op::Le, value, high, span);
                made(ExprKind::And(vec![low?, high?]), Type::YesNo)
            }
            Tree::In(value, set) => self.is_in(cx, value, set, span),
            Tree::Known(inner) => {
                let inner = Box::new(self.expr(cx, inner, None)?);
                made(ExprKind::Known(inner), Type::YesNo)
            }
            Tree::Missing(inner) => {
                let known = ExprKind::Known(Box::new(self.expr(cx, inner, None)?));
                made(ExprKind::Not(Box::new(Expr { kind: known, ty: Type::YesNo, span })), Type::YesNo)
            }
            Tree::Has(set, element) => self.has(cx, set, element, true, span),
            Tree::HasAll(set, elements) => self.has(cx, set, elements, true, span),
            Tree::Meets(set, elements) => self.has(cx, set, elements, false, span),
            Tree::Quoted { rule, stage, verdict } => self.quoted(cx, rule, stage.as_ref(), verdict, span),
            Tree::TextTest(test, value, part) => {
                let value = self.expr(cx, value, None).and_then(|e| self.typed(e, TEXT, Type::Text));
                let part = self.expr(cx, part, None).and_then(|e| self.typed(e, TEXT, Type::Text));
                made(ExprKind::TextTest(*test, Box::new(value?), Box::new(part?)), Type::YesNo)
            }
            Tree::And(parts) => {
                let parts = self.conditions(cx, parts)?;
                made(ExprKind::And(parts), Type::YesNo)
            }
            Tree::Or(parts) => {
                let parts = self.conditions(cx, parts)?;
                made(ExprKind::Or(parts), Type::YesNo)
            }
            Tree::Except(when, except) => {
                let (when, except) = (self.condition(cx, when), self.condition(cx, except));
                let (when, except) = (when?, except?);
                let not = Expr { span: except.span, ty: Type::YesNo, kind: ExprKind::Not(Box::new(except)) };
                made(ExprKind::And(vec![when, not]), Type::YesNo)
            }
            Tree::Not(inner) => {
                let inner = self.condition(cx, inner)?;
                made(ExprKind::Not(Box::new(inner)), Type::YesNo)
            }
            Tree::Sum { left, minus, right } => self.sum(cx, left, *minus, right, span),
            Tree::Days { from, to, through, working } => {
                let from = self.date(cx, from);
                let to = self.date(cx, to);
                let (from, to) = (Box::new(from?), Box::new(to?));
                let working = working.then(|| self.calendar_for(span));
                made(ExprKind::Days { from, to, through: *through, working }, Type::Number)
            }
            Tree::Edge { end, family, of } => {
                let of = Box::new(self.date(cx, of)?);
                made(ExprKind::Edge { end: *end, family: *family, of }, Type::Date)
            }
            Tree::Weekday(of) => {
                let of = Box::new(self.date(cx, of)?);
                made(ExprKind::Weekday(of), Type::Number)
            }
            Tree::ClockOf(of) => {
                let of = self.time(cx, of)?;
                made(ExprKind::ClockOf(Box::new(of)), Type::Duration)
            }
            Tree::Elapsed { from, to, minutes } => {
                let (from, to) = (self.time(cx, from), self.time(cx, to));
                let (from, to) = (Box::new(from?), Box::new(to?));
                made(ExprKind::Elapsed { from, to, minutes: *minutes }, Type::Number)
            }
            Tree::Size(path) => {
                let set = self.path(cx, path, None)?;
                if !is_set(set.ty) {
                    return self.mismatch(&set, SET);
                }
                made(ExprKind::Size(Box::new(set)), Type::Number)
            }
            Tree::Choice(which @ (ast::Choice::Highest | ast::Choice::Lowest), options) => {
                self.extreme(cx, *which, options, span)
            }
            Tree::Choice(which, options) => {
                let options: Vec<_> = options.iter().map(|o| self.expr(cx, o, None)).collect();
                let all_times = options.iter().flatten().all(|option| option.ty == Type::Time);
                let (noun, ty) = match which {
                    ast::Choice::Earlier | ast::Choice::Later if all_times => (TIME, Type::Time),
                    ast::Choice::Earlier | ast::Choice::Later => (DATE, Type::Date),
                    _ => (NUMBER, Type::Number),
                };
                let options: Vec<_> = options.into_iter().map(|o| o.and_then(|e| self.typed(e, noun, ty))).collect();
                made(ExprKind::Choice(*which, options.into_iter().collect::<Option<_>>()?), ty)
            }
            Tree::Weighted(parts) => self.weighted(cx, parts, span),
            Tree::AsAt { of, date } => self.as_at(cx, of, date, span),
            Tree::Lookup { table, keys } => self.lookup(cx, table, keys, span),
            Tree::Exists { record, filter } => self.exists(cx, record, filter.as_deref(), span),
            Tree::Set(_) => {
                self.diagnostics.push(Diagnostic::error(
                    Code::E0301,
                    span,
                    Message::new("a list in braces stands alone", "花括号列表不能单独出现"),
                    Message::new(
                        "a list only follows `in`, `has all` or `meets`",
                        "列表只能跟在 `在`、`含全部`、`交于` 之后",
                    ),
                ));
                None
            }
            // A share of a number: half of the points.
            Tree::PercentOf(percent, of) if of.parts.len() > 1 || self.is_meaningful(cx, of.parts.first()?) => {
                let value = ast::Expr { kind: Tree::Path(of.clone()), span: of.span };
                let weight = ast::Weight { number: *percent, percent: true };
                self.weighted(cx, &[(Some(weight), value)], span)
            }
            Tree::WindowBefore(_) => {
                self.diagnostics.push(Diagnostic::error(
                    Code::E0301,
                    span,
                    Message::new("the window before only stands as a bound", "上期只能作为界限"),
                    Message::new("not a value by itself", "本身不是值"),
                ));
                None
            }
            Tree::PercentOf(..) => {
                self.diagnostics.push(Diagnostic::error(
                    Code::E0301,
                    span,
                    Message::new("a share of a register only stands as a bound", "名册的百分比只能作为界限"),
                    Message::new("not a value by itself", "本身不是值"),
                ));
                None
            }
        }
    }

    /// Compiles a condition.
    pub(super) fn condition(&mut self, cx: &mut Context, tree: &ast::Expr) -> Option<Expr> {
        let expr = self.expr(cx, tree, None)?;
        self.typed(expr, CONDITION, Type::YesNo)
    }

    pub(super) fn date(&mut self, cx: &mut Context, tree: &ast::Expr) -> Option<Expr> {
        let expr = self.expr(cx, tree, None)?;
        self.typed(expr, DATE, Type::Date)
    }

    pub(super) fn duration(&mut self, cx: &mut Context, tree: &ast::Expr) -> Option<Expr> {
        let expr = self.expr(cx, tree, Some(Type::Duration))?;
        self.length(expr)
    }

    /// An expression that must be a length of time.
    pub(super) fn length(&mut self, expr: Expr) -> Option<Expr> {
        if expr.ty == Type::Number { self.bare_number(&expr) } else { self.typed(expr, DURATION, Type::Duration) }
    }

    /// A number where a length of time is needed: its unit is missing.
    fn bare_number<T>(&mut self, expr: &Expr) -> Option<T> {
        let fault = fault::wrong_type(&self.program.schema, expr.span, DURATION, expr.ty);
        let written = self.sources.text(expr.span);
        let help = match &expr.kind {
            ExprKind::Param(_) | ExprKind::Get(..) | ExprKind::Const(_) => Message::new(
                format!("give it a unit, as `{written} days` or `{written} working days`"),
                format!("请写明单位，如 `{written} 日` 或 `{written} 个工作日`"),
            ),
            _ => Message::new("numbers with a unit are lengths of time", "数字加上单位才是时长"),
        };
        let fault = self.with_declaration(fault, expr);
        self.diagnostics.push(fault.help(help));
        None
    }

    /// Shows where a parameter gets the value that does not fit.
    pub(super) fn with_declaration(&self, fault: Diagnostic, expr: &Expr) -> Diagnostic {
        let ExprKind::Param(id) = expr.kind else { return fault };
        match self.declared_at(Symbol::Param(id)) {
            Some(span) => fault.also(span, Message::new("declared here", "声明在此")),
            None => fault,
        }
    }

    pub(super) fn number(&mut self, cx: &mut Context, tree: &ast::Expr) -> Option<Expr> {
        let expr = self.expr(cx, tree, Some(Type::Number))?;
        self.typed(expr, NUMBER, Type::Number)
    }

    fn conditions(&mut self, cx: &mut Context, parts: &[ast::Expr]) -> Option<Vec<Expr>> {
        // All parts are compiled before giving up, so that every fault is reported.
        let parts: Vec<_> = parts.iter().map(|part| self.condition(cx, part)).collect();
        parts.into_iter().collect()
    }

    pub(super) fn typed(&mut self, expr: Expr, noun: Noun, ty: Type) -> Option<Expr> {
        match (expr.ty, ty) {
            (found, wanted) if found == wanted => Some(expr),
            // Where a date is needed, an instant is the day it falls on.
            (Type::Time, Type::Date) => Some(time::day_of(expr)),
            _ => self.mismatch(&expr, noun),
        }
    }

    pub(super) fn mismatch<T>(&mut self, expr: &Expr, noun: Noun) -> Option<T> {
        let fault = fault::wrong_type(&self.program.schema, expr.span, noun, expr.ty);
        self.diagnostics.push(fault);
        None
    }

    fn text_constant(&mut self, text: &str, wanted: Option<Type>, span: Span) -> Option<Expr> {
        if let Some(Type::Code(catalog) | Type::CodeSet(catalog)) = wanted {
            let list = self.program.schema.catalog(catalog);
            if let Some(index) = list.find(text) {
                return Some(Expr {
                    kind: ExprKind::Const(Value::Code(catalog, index)),
                    ty: Type::Code(catalog),
                    span,
                });
            }
            let ident = ast::Ident { text: text.to_owned(), span };
            self.unknown_code(catalog, &ident, true);
            return None;
        }
        Some(Expr { kind: ExprKind::Const(Value::Text(text.to_owned())), ty: Type::Text, span })
    }

    /// The calendar in force at a place: that of the rule being compiled, else of the file's policy.
    fn calendar_for(&self, span: Span) -> String {
        let of_file = || {
            let policy = self.policies_of.get(&span.file)?.first()?;
            Some(self.program.policies.get(policy.0)?.calendar.clone())
        };
        let own = self.calendar_at_hand.clone().or_else(of_file);
        own.unwrap_or_else(|| DEFAULT_CALENDAR.to_owned())
    }

    fn sum(&mut self, cx: &mut Context, left: &ast::Expr, minus: bool, right: &ast::Expr, span: Span) -> Option<Expr> {
        let left = self.expr(cx, left, None);
        let right = self.expr(cx, right, None);
        let (left, right) = (left?, right?);
        match (left.ty, right.ty) {
            (Type::Date, Type::Duration) if self.is_of_hours(&right) => self.hours_on_a_day(&left, &right),
            (Type::Date | Type::Time, Type::Duration) => {
                let calendar = self.calendar_for(span);
                let ty = left.ty;
                let kind = ExprKind::Shift { date: Box::new(left), minus, by: Box::new(right), calendar };
                Some(Expr { kind, ty, span })
            }
            (Type::Number, Type::Number) => {
                let kind = ExprKind::Add { left: Box::new(left), minus, right: Box::new(right) };
                Some(Expr { kind, ty: Type::Number, span })
            }
            (Type::Date, Type::Date) if minus => {
                let fault = fault::wrong_type(&self.program.schema, right.span, DURATION, right.ty);
                self.diagnostics.push(fault.help(Message::new(
                    "count the days between two dates with `days from A to B`",
                    "两个日期之间的天数写作 `天数自 甲 到 乙`",
                )));
                None
            }
            (Type::Time, Type::Time) if minus => {
                let fault = fault::wrong_type(&self.program.schema, right.span, DURATION, right.ty);
                self.diagnostics.push(fault.help(Message::new(
                    "count what lies between two times with `hours from A to B` or `minutes from A to B`",
                    "两个时刻之间写作 `小时数自 甲 到 乙` 或 `分钟数自 甲 到 乙`",
                )));
                None
            }
            (Type::Date | Type::Time, Type::Number) => self.bare_number(&right),
            (Type::Date | Type::Time, _) => self.mismatch(&right, DURATION),
            (Type::Number, _) => self.mismatch(&right, NUMBER),
            _ => self.mismatch(&left, ("a date or a number", "日期或数字")),
        }
    }

    fn lookup(&mut self, cx: &mut Context, path: &ast::Path, keys: &[ast::Expr], span: Span) -> Option<Expr> {
        let (key, by) = match keys {
            [key] => (key, None),
            [key, by] => (key, Some(by)),
            _ => {
                self.too_many_classes(span);
                return None;
            }
        };
        let (first, rest) = path.parts.split_first()?;
        let table = self.expect(first, fault::TABLE, Self::as_table)?;
        if self.is_broken(Symbol::Table(table)) {
            return None;
        }
        match (by, rest) {
            (Some(by), []) => return self.matrix(cx, table, key, by, span),
            (Some(_), _) => {
                self.too_many_classes(span);
                return None;
            }
            (None, _) => {}
        }
        let columns = self.program.tables[table.0].columns.clone();
        let column = match rest {
            [] if columns.len() <= 1 => 0,
            [column] => match columns.iter().position(|c| c.is(&column.text)) {
                Some(index) => {
                    self.bind(column, &columns[index]);
                    index
                }
                None => {
                    let names: Vec<String> = columns.iter().flat_map(fault::spellings).collect();
                    let (table, word) = (&first.text, &column.text);
                    let diagnostic = Diagnostic::error(
                        Code::E0202,
                        column.span,
                        Message::new(
                            format!("`{table}` has no column `{word}`"),
                            format!("表 `{table}` 没有 `{word}` 列"),
                        ),
                        Message::new("not a column of the table", "不是该表的列"),
                    );
                    self.diagnostics.push(fault::suggest(diagnostic, column, &names));
                    return None;
                }
            },
            _ => {
                let names: Vec<String> = columns.iter().map(|c| format!("`{}.{}`", first.text, c.id)).collect();
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0603,
                        path.span,
                        Message::new("which column is meant?", "指哪一列？"),
                        Message::new("one column of the table", "须为表的一列"),
                    )
                    .help(Message::new(
                        format!("there is {}", names.join(", ")),
                        format!("可用：{}", names.join("、")),
                    )),
                );
                return None;
            }
        };
        self.table_cell(cx, table, column, key, span)
    }

    /// The cell of a column for a class.
    pub(super) fn table_cell(
        &mut self,
        cx: &mut Context,
        table: TableId,
        column: usize,
        key: &ast::Expr,
        span: Span,
    ) -> Option<Expr> {
        let ty = *self.program.tables[table.0].types.get(column)?;
        let wanted = self.program.tables[table.0].rows.iter().flat_map(|r| &r.keys).next().map(|k| match k {
            crate::hir::TableKey::Code(catalog, _) => Type::Code(*catalog),
            crate::hir::TableKey::Text(_) => Type::Text,
            crate::hir::TableKey::Range { .. } => Type::Number,
        });
        let key = self.expr(cx, key, wanted)?;
        if wanted.is_some_and(|wanted| wanted != key.ty) {
            let (en, zh) = fault::type_words(&self.program.schema, wanted.unwrap_or(Type::Number));
            let fault = fault::wrong_type(&self.program.schema, key.span, (en.as_str(), zh.as_str()), key.ty);
            self.diagnostics.push(fault);
            return None;
        }
        Some(Expr { kind: ExprKind::Lookup { table, column, key: Box::new(key) }, ty, span })
    }

    /// `RULE met`: the verdict of another rule on the innermost record.
    fn quoted(
        &mut self,
        cx: &Context,
        ident: &ast::Ident,
        stage: Option<&ast::Ident>,
        verdict: &'static str,
        span: Span,
    ) -> Option<Expr> {
        if let Some(made) = self.making.iter().rev().find(|symbol| !matches!(symbol, Symbol::Define(_))) {
            let (en, zh) = fault::noun_of(*made, &self.program.schema);
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0503,
                    span,
                    Message::new(format!("a verdict in a {en}"), format!("{zh}中引用了结论")),
                    Message::new("made before any rule is judged", "在判定规则之前就要得出"),
                )
                .help(Message::new("quote it in the rule that uses the records", "请在用到这些档案的规则中引用")),
            );
            return None;
        }
        // A shared file means the rule of whichever policy is being compiled.
        let of_file = || self.policies_of.get(&ident.span.file)?.first().copied();
        let policy = self.policy_at_hand.or_else(of_file)?;
        let rule = self.rule_named(policy, ident)?;
        let stage = match stage {
            Some(stage) => self.stage_named(rule, stage)?,
            None => 0,
        };
        let of = match cx.rows.last() {
            Some(var) => cx.var(*var, span),
            None => {
                self.diagnostics.push(Diagnostic::error(
                    Code::E0503,
                    span,
                    Message::new("a verdict on no record", "此处没有可判定的档案"),
                    Message::new("ask it of a record, inside `where` or `that`", "请在 `凡` 或 `其中` 里对档案引用"),
                ));
                return None;
            }
        };
        Some(Expr { kind: ExprKind::Quoted { rule, stage, verdict, of: Box::new(of) }, ty: Type::YesNo, span })
    }

    fn exists(
        &mut self,
        cx: &mut Context,
        record: &ast::Ident,
        filter: Option<&ast::Expr>,
        span: Span,
    ) -> Option<Expr> {
        let record = self.record_named(record)?;
        let var = cx.enter(record);
        let filter = match filter {
            Some(filter) => self.condition(cx, filter).map(Some),
            None => Some(None),
        };
        cx.rows.pop();
        let (keys, filter) = super::subject::split_keys(filter?, var);
        Some(Expr { kind: ExprKind::Exists { record, var, keys, filter: filter.map(Box::new) }, ty: Type::YesNo, span })
    }

    /// A whole number, as units of time need it.
    pub(super) fn whole(&mut self, n: Decimal, span: Span) -> Option<u32> {
        let whole = n.is_integer().then(|| n.to_u32()).flatten();
        if whole.is_none() {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0302,
                    span,
                    Message::new(format!("`{n}` units of time"), format!("`{n}` 个时间单位")),
                    Message::new("must be a whole number", "须为整数"),
                )
                .help(Message::new("use a smaller unit", "换用较小的单位")),
            );
        }
        whole
    }
}

pub(super) const fn is_set(ty: Type) -> bool {
    matches!(ty, Type::CodeSet(_) | Type::RefSet(_) | Type::TextSet)
}
