//! Instants: where one is needed, where its day will do, and lengths in hours.

use guiju_calendar::{CivilTime, Unit};
use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{
    Compiler,
    expression::{DATE, TIME},
    path::Context,
};
use crate::{
    hir::{Act, Deadline, Expr, ExprKind, Limit, Value},
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

impl Compiler<'_> {
    /// Whether a length of time is written in hours or minutes. What a field or a table says is seen with the records.
    pub(super) fn is_of_hours(&self, length: &Expr) -> bool {
        let of_hours = |value: &Value| matches!(value, Value::Duration(length) if length.seconds().is_some());
        match &length.kind {
            ExprKind::Const(value) => of_hours(value),
            ExprKind::Measured(_, unit) => matches!(unit, Unit::Hour | Unit::Minute),
            ExprKind::Param(id) => self.program.params[id.0].values.iter().any(|(_, value)| of_hours(value)),
            _ => false,
        }
    }

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
        self.dated_or_timed(expr)
    }

    /// A date or an instant, as it is.
    pub(super) fn dated_or_timed(&mut self, expr: Expr) -> Option<Expr> {
        if expr.ty == Type::Time { Some(expr) } else { self.typed(expr, DATE, Type::Date) }
    }

    /// A deadline in hours runs from instant to instant: the fields at both ends must be able to hold one.
    pub(super) fn hours_need_times(&mut self, deadline: &Deadline) -> bool {
        let (hours, start) = match &deadline.limit {
            Limit::Within(length) | Limit::Both(length, _) => (length, deadline.from.as_ref()),
            Limit::Before { event, lead: Some(lead) } => (lead, Some(event)),
            _ => return true,
        };
        if !self.is_of_hours(hours) {
            return true;
        }
        if !deadline.moves.is_empty() || deadline.elapsed {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0602,
                    hours.span,
                    Message::new("a limit in hours that is suspended or extended", "以小时计的期限不能中止或延长"),
                    Message::new("what moves a clock counts in days", "中止、延长按日计算"),
                )
                .help(Message::new("write the limit in days", "请按日书写期限")),
            );
            return false;
        }
        let act = match &deadline.act {
            Act::Own(date) | Act::Record { date, .. } => Some(date),
            Act::Neighbour { .. } => None,
        };
        let mut fits = true;
        for date in [start, act].into_iter().flatten().filter(|end| end.ty == Type::Date) {
            fits = false;
            let help = Message::new(
                "give the field the type `time`; its cells may still be bare dates",
                "请把该字段的类型写作 `时刻`；单元格仍可只写日期",
            );
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0302,
                    hours.span,
                    Message::new("a limit in hours on dates", "对日期写了以小时计的期限"),
                    Message::new("hours run from instant to instant", "小时须从时刻数到时刻"),
                )
                .also(date.span, Message::new("this is a date", "这是日期"))
                .help(help),
            );
        }
        fits
    }

    /// A length that is counted in days: a window, a first day, an extension.
    pub(super) fn in_days(&mut self, length: Expr) -> Option<Expr> {
        if !self.is_of_hours(&length) {
            return Some(length);
        }
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0302,
                length.span,
                Message::new("hours where days are counted", "此处按日计算，不能用小时"),
                Message::new("a number of whole days is wanted", "须为整日"),
            )
            .help(Message::new(
                "write it in days; a limit in hours stands behind `within`, a difference in `hours from A to B`",
                "请写成日；以小时计的期限写在 `限` 之后，两个时刻之差写作 `小时数自 甲 到 乙`",
            )),
        );
        None
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
}
