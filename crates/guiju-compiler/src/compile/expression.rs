//! Expressions: types and units.

use guiju_calendar::Duration;
use guiju_syntax::{Code, Diagnostic, Message, Span, ast, ast::ExprKind as Tree};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    Compiler, Symbol,
    fault::{self, Noun},
    path::Context,
};
use crate::{
    hir::{Expr, ExprKind, SequenceId, Value},
    schema::{Name, RecordId, Type},
};

/// How many terms the definitions of one declaration may come to: each use copies the whole definition.
const MAX_GROWTH: usize = 50_000;

/// How often a neighbour may be asked of a neighbour: key and date are written out each time.
const MAX_CHAIN: usize = 6;

const CONDITION: Noun = ("a condition", "条件");
const DATE: Noun = ("a date", "日期");
const NUMBER: Noun = ("a number", "数字");
const DURATION: Noun = ("a length of time such as 15 days", "时长（如 15日）");
const TEXT: Noun = ("a text", "文字");
const SET: Noun = ("a set", "多选字段");

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
            Tree::Quoted { rule, verdict } => self.quoted(cx, rule, verdict, span),
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
            Tree::Not(inner) => {
                let inner = self.condition(cx, inner)?;
                made(ExprKind::Not(Box::new(inner)), Type::YesNo)
            }
            Tree::Sum { left, minus, right } => self.sum(cx, left, *minus, right, span),
            Tree::Days { from, to, through, working } => {
                let from = self.date(cx, from);
                let to = self.date(cx, to);
                let (from, to) = (Box::new(from?), Box::new(to?));
                made(ExprKind::Days { from, to, through: *through, working: *working }, Type::Number)
            }
            Tree::Edge { end, family, of } => {
                let of = Box::new(self.date(cx, of)?);
                made(ExprKind::Edge { end: *end, family: *family, of }, Type::Date)
            }
            Tree::Weekday(of) => {
                let of = Box::new(self.date(cx, of)?);
                made(ExprKind::Weekday(of), Type::Number)
            }
            Tree::Size(path) => {
                let set = self.path(cx, path, None)?;
                if !is_set(set.ty) {
                    return self.mismatch(&set, SET);
                }
                made(ExprKind::Size(Box::new(set)), Type::Number)
            }
            Tree::Choice(which, options) => {
                let (noun, ty) = match which {
                    ast::Choice::Earlier | ast::Choice::Later => (DATE, Type::Date),
                    ast::Choice::Greater | ast::Choice::Lesser => (NUMBER, Type::Number),
                };
                let options: Vec<_> =
                    options.iter().map(|o| self.expr(cx, o, None).and_then(|e| self.typed(e, noun, ty))).collect();
                made(ExprKind::Choice(*which, options.into_iter().collect::<Option<_>>()?), ty)
            }
            Tree::Lookup { table, key } => self.lookup(cx, table, key, span),
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
        if expr.ty == ty { Some(expr) } else { self.mismatch(&expr, noun) }
    }

    fn mismatch<T>(&mut self, expr: &Expr, noun: Noun) -> Option<T> {
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

    fn compare(
        &mut self,
        cx: &mut Context,
        op: ast::Op,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
    ) -> Option<Expr> {
        let (left, right) = self.two_sides(cx, left, right)?;
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
            self.diagnostics.push(fault);
            return None;
        }
        let sortable = match left.ty {
            Type::Number | Type::Date | Type::Duration => true,
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

    fn is_in(&mut self, cx: &mut Context, value: &ast::Expr, set: &ast::Expr, span: Span) -> Option<Expr> {
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
    fn element(&mut self, cx: &mut Context, tree: &ast::Expr, ty: Type) -> Option<Expr> {
        let element = self.expr(cx, tree, Some(ty))?;
        if element.ty == ty {
            return Some(element);
        }
        let (en, zh) = fault::type_words(&self.program.schema, ty);
        let fault = fault::wrong_type(&self.program.schema, element.span, (en.as_str(), zh.as_str()), element.ty);
        self.diagnostics.push(fault);
        None
    }

    fn has(&mut self, cx: &mut Context, set: &ast::Expr, elements: &ast::Expr, all: bool, span: Span) -> Option<Expr> {
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

    fn sum(&mut self, cx: &mut Context, left: &ast::Expr, minus: bool, right: &ast::Expr, span: Span) -> Option<Expr> {
        let left = self.expr(cx, left, None);
        let right = self.expr(cx, right, None);
        let (left, right) = (left?, right?);
        match (left.ty, right.ty) {
            (Type::Date, Type::Duration) => {
                let kind = ExprKind::Shift { date: Box::new(left), minus, by: Box::new(right) };
                Some(Expr { kind, ty: Type::Date, span })
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
            (Type::Date, Type::Number) => self.bare_number(&right),
            (Type::Date, _) => self.mismatch(&right, DURATION),
            (Type::Number, _) => self.mismatch(&right, NUMBER),
            _ => self.mismatch(&left, ("a date or a number", "日期或数字")),
        }
    }

    fn lookup(&mut self, cx: &mut Context, path: &ast::Path, key: &ast::Expr, span: Span) -> Option<Expr> {
        let (first, rest) = path.parts.split_first()?;
        let table = self.expect(first, fault::TABLE, Self::as_table)?;
        if self.is_broken(Symbol::Table(table)) {
            return None;
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
    fn quoted(&mut self, cx: &Context, ident: &ast::Ident, verdict: &'static str, span: Span) -> Option<Expr> {
        let policy = self.policies_of.get(&ident.span.file)?.first().copied()?;
        let rule = self.rule_named(policy, ident)?;
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
        Some(Expr { kind: ExprKind::Quoted { rule, verdict, of: Box::new(of) }, ty: Type::YesNo, span })
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

    /// `previous rounds.date`: the neighbour of the innermost record in a sequence of the same subject.
    fn neighbour(
        &mut self,
        cx: &mut Context,
        which: ast::Neighbour,
        sequence: Option<&ast::Ident>,
        path: &[ast::Ident],
        span: Span,
    ) -> Option<Expr> {
        let (row, from) = match cx.rows.last().map(|v| (*v, cx.vars[v.0].kind)) {
            Some((var, crate::hir::VarKind::Row(record))) => (cx.var(var, span), record),
            _ => {
                self.diagnostics.push(Diagnostic::error(
                    Code::E0208,
                    span,
                    Message::new("a neighbour of no record", "没有可取相邻记录的档案"),
                    Message::new(
                        "`previous`, `next` and `latest` need a record here",
                        "`前一`、`后一`、`最新` 需要一条记录",
                    ),
                ));
                return None;
            }
        };
        let id = match sequence {
            Some(ident) => self.expect(ident, fault::SEQUENCE, Self::as_sequence)?,
            None => self.only_sequence(from, span)?,
        };
        let used = sequence.map_or(span, |ident| ident.span);
        self.demand(Symbol::Sequence(id), used);
        if self.is_broken(Symbol::Sequence(id)) {
            return None;
        }
        let mut neighbour = self.neighbour_of(which, id, &row, span)?;
        let mut rest = path;
        // `previous.previous` chains: a step named like the keyword asks for the neighbour's neighbour.
        while let Some((ident, further)) = rest.split_first() {
            let Some((which, words)) = chained(&ident.text) else { break };
            if path.len() - further.len() > MAX_CHAIN || self.has_member(self.program.sequences[id.0].record, ident) {
                break;
            }
            self.names.insert(ident.span, words);
            neighbour = self.neighbour_of(which, id, &neighbour, span)?;
            rest = further;
        }
        self.steps(cx, neighbour, rest)
    }

    /// The one sequence of a record, where none is named.
    fn only_sequence(&mut self, of: RecordId, span: Span) -> Option<SequenceId> {
        let of_record: Vec<usize> =
            self.visible_sequences(span).into_iter().filter(|s| self.program.sequences[*s].record == of).collect();
        if let [one] = of_record.as_slice() {
            return Some(SequenceId(*one));
        }
        let names: Vec<String> =
            of_record.iter().flat_map(|s| fault::spellings(&self.program.sequences[*s].name)).collect();
        let (name, lost) = (&self.program.schema.record(of).name, self.is_broken(Symbol::Record(of)));
        let diagnostic = Diagnostic::error(
            Code::E0208,
            span,
            Message::new("which sequence is meant?", "指哪个序列？"),
            if names.is_empty() {
                Message::new(
                    format!("no sequence of `{}` is declared", name.id),
                    format!("没有声明 `{}` 的序列", name.in_tongue(guiju_syntax::Tongue::Zh)),
                )
            } else {
                Message::new("name it, as in `previous rounds`", "请写明，如 `前一 轮次序列`")
            },
        );
        let written = self.sources.text(span).to_owned();
        let diagnostic = match names.is_empty() {
            true => diagnostic.help(Message::new(
                format!("declare one, as `sequence NAME of {} per SUBJECT by DATE`", name.id),
                format!("请声明，如 `序列 名称 属于 {} 分别 对象 按 日期`", name.in_tongue(guiju_syntax::Tongue::Zh)),
            )),
            false => fault::suggest(diagnostic, &ast::Ident { text: written, span }, &names),
        };
        if !lost {
            self.diagnostics.push(diagnostic);
        }
        None
    }

    /// The neighbour of a row: whose sequence it is in, and at which date.
    fn neighbour_of(&mut self, which: ast::Neighbour, id: SequenceId, row: &Expr, span: Span) -> Option<Expr> {
        let Type::Ref(from) = row.ty else { return None };
        let sequence = self.program.sequences[id.0].clone();
        let (keys, date) = if sequence.record == from {
            let over_row = |e: &Expr| super::subject::substitute(e, crate::hir::VarId(0), row);
            (sequence.keys.iter().map(over_row).collect(), over_row(&sequence.by))
        } else {
            let keys: Vec<Option<Expr>> =
                sequence.keys.iter().map(|key| self.key_from(&sequence.name, key, row, from, span)).collect();
            let keys = keys.into_iter().collect::<Option<_>>()?;
            let record = self.program.schema.record(from);
            let Some(at) = record.at else {
                let (en, zh) = (record.name.id.clone(), record.name.in_tongue(guiju_syntax::Tongue::Zh).to_owned());
                self.diagnostics.push(fault::missing(
                    span,
                    format!("a date of `{en}`"),
                    format!("`{zh}` 的时点"),
                    Message::new("mark its date with `at`", "用 `时点` 标出日期字段"),
                ));
                return None;
            };
            (keys, Expr { kind: ExprKind::Get(Box::new(row.clone()), at), ty: Type::Date, span })
        };
        let kind = ExprKind::Neighbour { sequence: id, which, keys, date: Box::new(date) };
        Some(Expr { kind, ty: Type::Ref(sequence.record), span })
    }

    /// What names the subject of a sequence in a record of another kind: the field of the same name and type, the
    /// only reference or code of that type, or the record itself.
    fn key_from(&mut self, sequence: &Name, key: &Expr, row: &Expr, from: RecordId, span: Span) -> Option<Expr> {
        if key.ty == Type::Ref(from) {
            return Some(row.clone());
        }
        let record = self.program.schema.record(from);
        let same: Vec<usize> = (0..record.fields.len()).filter(|f| record.fields[*f].ty == key.ty).collect();
        let name = match &key.kind {
            ExprKind::Get(of, field) => match of.ty {
                Type::Ref(record) => Some(&self.program.schema.record(record).field(*field).name),
                _ => None,
            },
            _ => None,
        };
        let named = same.iter().copied().find(|f| name.is_some_and(|name| record.fields[*f].name.is(&name.id)));
        // Texts and numbers of one type say nothing of being the same thing.
        let telling = matches!(key.ty, Type::Ref(_) | Type::Code(_));
        let found = named.or(match same.as_slice() {
            [one] if telling => Some(*one),
            _ => None,
        });
        if let Some(field) = found {
            let kind = ExprKind::Get(Box::new(row.clone()), crate::schema::FieldId(field));
            return Some(Expr { kind, ty: key.ty, span });
        }
        let zh = |name: &Name| name.in_tongue(guiju_syntax::Tongue::Zh).to_owned();
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0208,
                span,
                Message::new(
                    format!("whose `{}` is meant for a `{}`?", sequence.id, record.name.id),
                    format!("`{}` 对应哪一个 `{}`？", zh(&record.name), zh(sequence)),
                ),
                Message::new("no single field names the subject", "没有唯一的字段指明对象"),
            )
            .help(Message::new(
                "give the record a field of the same name as the one the sequence is `per`",
                "请在该档案中用与序列 `分别` 同名的字段",
            )),
        );
        None
    }

    fn visible_sequences(&self, span: Span) -> Vec<usize> {
        let Some(scope) = self.scopes.get(&span.file) else { return Vec::new() };
        let mut found: Vec<usize> =
            scope.words.values().filter_map(|(symbol, _)| Self::as_sequence(*symbol)).map(|id| id.0).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A whole number, as units of time need it.
    fn whole(&mut self, n: Decimal, span: Span) -> Option<u32> {
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
        let row = cx.enter(record);
        let body = match &tree.body {
            ast::DefineBody::Expr(expr) => self.expr(cx, expr, None),
            ast::DefineBody::Cases { cases, otherwise } => self.cases(cx, cases, otherwise),
        };
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

/// A neighbour asked of a neighbour, and its word in both tongues.
fn chained(word: &str) -> Option<(ast::Neighbour, (String, String))> {
    let (which, en, zh) = match word {
        "previous" | "前一" => (ast::Neighbour::Previous, "previous", "前一"),
        "next" | "后一" => (ast::Neighbour::Next, "next", "后一"),
        "latest" | "最新" => (ast::Neighbour::Latest, "latest", "最新"),
        _ => return None,
    };
    Some((which, (en.to_owned(), zh.to_owned())))
}

pub(super) const fn is_set(ty: Type) -> bool {
    matches!(ty, Type::CodeSet(_) | Type::RefSet(_) | Type::TextSet)
}
