//! Instants: where one is needed, where its day will do, and lengths in hours.

use guiju_calendar::{CivilTime, Unit};
use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{
    Compiler,
    expression::{DATE, TIME},
    path::Context,
};
use crate::{
    hir::{Expr, ExprKind, Value},
    schema::Type,
};

/// The day on which an instant falls in the zone of the policies.
pub(super) fn day_of(time: Expr) -> Expr {
    let span = time.span;
    Expr { kind: ExprKind::DayOf(Box::new(time)), ty: Type::Date, span }
}

/// What is needed as a date: an instant is the day it falls on.
pub(super) fn as_date(expr: Expr) -> Expr {
    if expr.ty == Type::Time { day_of(expr) } else { expr }
}

/// Whether a length of time is written in hours or minutes. What a field or a table says is seen with the records.
pub(super) fn is_of_hours(length: &Expr) -> bool {
    match &length.kind {
        ExprKind::Const(Value::Duration(length)) => length.seconds().is_some(),
        ExprKind::Measured(_, unit) => matches!(unit, Unit::Hour | Unit::Minute),
        _ => false,
    }
}

impl Compiler<'_> {
    /// Compiles an instant.
    pub(super) fn time(&mut self, cx: &mut Context, tree: &ast::Expr) -> Option<Expr> {
        let expr = self.expr(cx, tree, Some(Type::Time))?;
        if expr.ty == Type::Date {
            let fault = super::fault::wrong_type(&self.program.schema, expr.span, TIME, expr.ty);
            self.diagnostics.push(fault.help(Message::new(
                "a date has no hour; give the field the type `time`",
                "日期没有钟点；请把该字段的类型写作 `时刻`",
            )));
            return None;
        }
        self.typed(expr, TIME, Type::Time)
    }

    /// Compiles a date or an instant, as it is: clocks run from either.
    pub(super) fn date_or_time(&mut self, cx: &mut Context, tree: &ast::Expr) -> Option<Expr> {
        let expr = self.expr(cx, tree, None)?;
        if expr.ty == Type::Time { Some(expr) } else { self.typed(expr, DATE, Type::Date) }
    }

    /// An instant as written, read in the zone of the policies.
    pub(super) fn moment(&mut self, civil: CivilTime, span: Span) -> Option<Expr> {
        let zone = self.program.schema.zone;
        let moment = zone.moment(civil);
        if moment.is_none() {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0104,
                    span,
                    Message::new(format!("`{civil}` is no time in {zone}"), format!("`{civil}` 在 {zone} 不存在")),
                    Message::new("the clocks skip this hour", "钟点在此跳过"),
                )
                .help(Message::new("write its offset behind it, as `+08:00`", "在其后写明时差，如 `+08:00`")),
            );
        }
        Some(Expr { kind: ExprKind::Const(Value::Moment(moment?)), ty: Type::Time, span })
    }

    /// Hours added to a day, whose own hour nobody knows.
    pub(super) fn hours_on_a_day<T>(&mut self, day: &Expr, hours: &Expr) -> Option<T> {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0302,
                hours.span,
                Message::new("hours moved from a day", "日期不能按小时推移"),
                Message::new("a day has no hour to count from", "日期没有起算的钟点"),
            )
            .also(day.span, Message::new("this is a date", "这是日期"))
            .help(Message::new(
                "give the field the type `time`, or count in days",
                "把该字段的类型写作 `时刻`，或按日计算",
            )),
        );
        None
    }

    /// A window's length, which is a number of whole days.
    pub(super) fn whole_days(&mut self, length: &Expr) -> bool {
        let whole = !is_of_hours(length);
        if !whole {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0302,
                    length.span,
                    Message::new("a window of hours", "窗口以小时计"),
                    Message::new("windows are whole days", "窗口须为整日"),
                )
                .help(Message::new(
                    "write it in days; limits in hours stand behind `within` in a `deadline`",
                    "请写成日；以小时计的期限写在 `期限` 的 `限` 之后",
                )),
            );
        }
        whole
    }
}
