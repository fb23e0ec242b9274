//! Extensions, suspensions and restarts of a deadline's clock.
//!
//! The record that says so is the one its path names; it belongs to its duty as an act does. Suspensions and restarts
//! may also stand in fields of the trigger itself.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast, ast::FieldKind as Tree};

use super::{
    Compiler, Symbol,
    check::all,
    fields::{Bag, Slot, beside},
    path::Context,
};
use crate::{
    hir::{Change, ClockMove, Expr, Extension, Limit, Link, Opens, Retroactive, SaidBy, Trigger, VarId},
    schema::{RecordId, Type},
};

const DATE: super::fault::Noun = ("a date", "日期");

/// The fields that move a clock.
const MOVES: [Slot; 3] = [Slot::Suspended, Slot::Restarted, Slot::Extended];

/// The trigger's record and the variable that stands for it, if there is one.
type Each = Option<(RecordId, VarId)>;

impl Compiler<'_> {
    /// Compiles everything that moves the clock.
    pub(super) fn clock_moves(&mut self, cx: &mut Context, bag: &Bag<'_>, each: Each) -> Option<Vec<ClockMove>> {
        let fields: Vec<&Tree> = MOVES.into_iter().flat_map(|slot| bag.all(slot)).collect();
        let moves: Vec<Option<ClockMove>> = fields
            .into_iter()
            .map(|field| match field {
                Tree::Suspended(tree) => self.suspended(cx, tree, each),
                Tree::Restarted(tree) => self.restarted(cx, tree, each),
                Tree::Extended(tree) => self.extended(cx, tree, each),
                _ => None,
            })
            .collect();
        moves.into_iter().collect()
    }

    /// Reports what cannot move the due date of this rule.
    pub(super) fn clock_has_effect(
        &mut self,
        bag: &Bag<'_>,
        trigger: Option<&Trigger>,
        limits: Option<&(Limit, Option<Opens>)>,
    ) {
        let other = match (trigger, limits) {
            (Some(Trigger::Every(Some(_))), _) => Slot::Window,
            (Some(Trigger::Anchored { .. }), _) => Slot::Anchored,
            (_, Some((Limit::Before { .. }, _))) => Slot::Before,
            (_, Some((_, Some(_)))) if bag.has(Slot::NoSooner) => Slot::NoSooner,
            (_, Some((_, Some(_)))) => Slot::TwoSided,
            (_, Some((Limit::Within(length) | Limit::Both(length, _), _))) if self.is_of_hours(length) => Slot::Within,
            (_, Some((Limit::By(time), _))) if time.ty == Type::Time => Slot::By,
            (_, Some((Limit::By(_), _))) => {
                // A date has no length that could be counted anew.
                for (_, span) in bag.all_placed(Slot::Restarted) {
                    let help = Message::new("a date has no length to count anew", "日期没有可重新计算的时长");
                    self.diagnostics.push(beside(Slot::Restarted, span, Slot::By, help));
                }
                return;
            }
            _ => return,
        };
        let help = match other {
            Slot::Window | Slot::Anchored => Message::new(
                "only the clock of `each RECORD` and of `from DATE` can be moved",
                "只有 `对每 档案` 和 `自 日期` 的期限可以变动",
            ),
            Slot::Within | Slot::By => Message::new(
                "a limit to the hour runs on; write it in days for it to be moved",
                "以钟点计的期限不变动；要能变动，请按日书写",
            ),
            _ => Message::new("it moves the last day of `within` and `by`", "它变动的是 `限` 和 `不迟于` 的末日"),
        };
        for slot in MOVES.into_iter().chain([Slot::Elapsed]) {
            for (_, span) in bag.all_placed(slot) {
                self.diagnostics.push(beside(slot, span, other, help.clone()));
            }
        }
    }

    fn suspended(&mut self, cx: &mut Context, tree: &ast::Suspended, each: Each) -> Option<ClockMove> {
        if self.is_own(cx, &tree.from, each) {
            let (from, to) = (self.own_day(cx, &tree.from), self.own_day(cx, &tree.to));
            let filter = tree.filter.as_ref().map(|f| self.condition(cx, f));
            let change = Change::Suspended { from: from?, to: to?, before: tree.before };
            return Some(ClockMove { said_by: None, filter: all(filter)?, change });
        }
        let record = self.act_record(cx, tree.from.parts.first()?)?;
        self.said(cx, record, tree.filter.as_ref(), each, tree.from.span, |compiler, cx, var| {
            let from = compiler.day_named(cx, var, &tree.from);
            let to = compiler.day_named(cx, var, &tree.to);
            Some(Change::Suspended { from: from?, to: to?, before: tree.before })
        })
    }

    fn restarted(&mut self, cx: &mut Context, tree: &ast::Restarted, each: Each) -> Option<ClockMove> {
        if self.is_own(cx, &tree.at, each) {
            let at = self.own_day(cx, &tree.at);
            let filter = tree.filter.as_ref().map(|f| self.condition(cx, f));
            return Some(ClockMove { said_by: None, filter: all(filter)?, change: Change::Restarted(at?) });
        }
        let record = self.act_record(cx, tree.at.parts.first()?)?;
        self.said(cx, record, tree.filter.as_ref(), each, tree.at.span, |compiler, cx, var| {
            compiler.day_named(cx, var, &tree.at).map(Change::Restarted)
        })
    }

    fn extended(&mut self, cx: &mut Context, tree: &ast::Extended, each: Each) -> Option<ClockMove> {
        let (record, span) = self.granting(cx, tree)?;
        let Some(at) = self.program.schema.record(record).at else {
            let help = Message::new(
                "an extension counts only if granted in time: mark the date of its record with `at`",
                "延长须在期限届满前批准：请用 `时点` 标出该档案的日期字段",
            );
            self.no_date(record, span, help);
            return None;
        };
        self.said(cx, record, tree.filter.as_ref(), each, span, |compiler, cx, var| {
            let how = match &tree.how {
                ast::Extension::Until(path) => compiler.day_named(cx, var, path).map(Extension::Until),
                ast::Extension::By(length) => compiler.days_more(cx, length).map(Extension::By),
            };
            let at_most = tree.at_most.as_ref().map(|most| compiler.days_more(cx, most));
            let retroactive = match &tree.retroactive {
                None => Some(Retroactive::No),
                Some(ast::Retroactive { filter: None }) => Some(Retroactive::Yes),
                Some(ast::Retroactive { filter: Some(filter) }) => {
                    compiler.condition(cx, filter).map(Retroactive::Where)
                }
            };
            let granted = compiler.field(cx, var, at, span);
            Some(Change::Extended { granted, how: how?, at_most: all(at_most)?, retroactive: retroactive? })
        })
    }

    /// By how much a due date moves: not by hours, since it is a day.
    fn days_more(&mut self, cx: &mut Context, tree: &ast::Expr) -> Option<Expr> {
        let length = self.duration(cx, tree)?;
        if !self.is_of_hours(&length) {
            return Some(length);
        }
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0302,
                length.span,
                Message::new("a due date moved by hours", "期限按小时延长"),
                Message::new("due dates are days", "期限是某一日"),
            )
            .help(Message::new("write it in days", "请按日书写")),
        );
        None
    }

    /// The record that grants an extension: named behind `granted by`, or by its path.
    fn granting(&mut self, cx: &Context, tree: &ast::Extended) -> Option<(RecordId, Span)> {
        let named = match (&tree.granted_by, &tree.how) {
            (Some(ident), _) => Some(ident),
            (None, ast::Extension::Until(path)) => path.parts.first(),
            (None, ast::Extension::By(length)) => match &length.kind {
                ast::ExprKind::Measured(path, _) | ast::ExprKind::Path(path) => path.parts.first(),
                _ => None,
            },
        };
        if let Some(ident) = named {
            return Some((self.act_record(cx, ident)?, ident.span));
        }
        let ast::Extension::By(length) = &tree.how else { return None };
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0607,
                length.span,
                Message::new("an extension that nothing grants", "延长没有依据"),
                Message::new("no record is named", "没有写明档案"),
            )
            .help(Message::new(
                "name the record that grants it, as `extended by 10 days granted by approval`",
                "写明批准延长的档案，如 `延长 10日 凭 批准`",
            )),
        );
        None
    }

    /// Compiles what a record of another kind says, and how it belongs to its duty.
    fn said(
        &mut self,
        cx: &mut Context,
        record: RecordId,
        filter: Option<&ast::Expr>,
        each: Each,
        span: Span,
        change: impl FnOnce(&mut Self, &mut Context, VarId) -> Option<Change>,
    ) -> Option<ClockMove> {
        let var = cx.enter(record);
        let change = change(self, cx, var);
        let filter = filter.map(|f| self.condition(cx, f));
        let linked = all(filter).and_then(|filter| match each {
            Some(trigger) => self.link(cx, (record, var), trigger, filter, span),
            None => {
                let (members, filter) = self.members(cx, (record, var), filter, &[], span)?;
                if let Some(range) = members.iter().position(Option::is_none) {
                    self.whose(cx, record, VarId(range), &[], span);
                }
                Some((Link::Members(members.into_iter().collect::<Option<_>>()?), filter))
            }
        });
        cx.rows.pop();
        let (link, filter) = linked?;
        Some(ClockMove { said_by: Some(SaidBy { record, var, link }), filter, change: change? })
    }

    /// Whether a path begins with a field of the trigger, or with the trigger itself.
    fn is_own(&self, cx: &Context, path: &ast::Path, each: Each) -> bool {
        each.is_some() && path.parts.first().is_some_and(|first| self.is_meaningful(cx, first))
    }

    fn own_day(&mut self, cx: &mut Context, path: &ast::Path) -> Option<Expr> {
        let expr = self.path(cx, path, None)?;
        self.typed(expr, DATE, Type::Date)
    }

    /// A date of the record in play; the path may begin with its name.
    fn day_named(&mut self, cx: &mut Context, var: VarId, path: &ast::Path) -> Option<Expr> {
        let (first, rest) = path.parts.split_first()?;
        let record = match cx.var(var, path.span).ty {
            Type::Ref(record) => record,
            _ => return None,
        };
        let named = self.find(first).and_then(|symbol| match symbol {
            Symbol::Record(id) => Some(id),
            _ => None,
        });
        if named != Some(record) || rest.is_empty() {
            return self.own_day(cx, path);
        }
        let name = self.program.schema.record(record).name.clone();
        self.bind(first, &name);
        let row = cx.var(var, first.span);
        let expr = self.steps(cx, row, rest)?;
        self.typed(expr, DATE, Type::Date)
    }
}
