//! Going through expressions: all of a rule, all inside one, one with others in its place.

use super::{
    Act, Amount, Bound, Correlation, Counted, Coverage, Deadline, Expr, ExprKind, Head, Limit, Link, Measure, Opens,
    Path, Quantity, RegisterId, Rule, Stop, Trigger, VarId, Window,
};

impl Rule {
    /// Calls `visit` on every expression the rule itself evaluates, outermost ones only.
    pub fn for_each_expr(&self, visit: &mut dyn FnMut(&Expr)) {
        self.per.iter().filter_map(|r| r.filter.as_ref()).for_each(&mut *visit);
        self.standing.during.iter().chain(&self.standing.unless).for_each(&mut *visit);
        match &self.head {
            Head::Quantity(q) => quantity(q, visit),
            Head::Coverage(c) => coverage(c, visit),
            Head::Deadline(d) => deadline(d, visit),
            Head::Check(c) => {
                c.filter.iter().chain(&c.unless).for_each(&mut *visit);
                c.must.iter().for_each(|m| visit(&m.expr));
            }
            Head::Hold(h) => h.for_each_expr(visit),
            Head::TimeIn(t) => {
                window(&t.window, visit);
                visit(&t.what);
                for amount in t.bound.amounts() {
                    if let Amount::Value(e) = amount {
                        visit(e);
                    }
                }
            }
            Head::Path(p) => path(p, visit),
        }
        self.reliefs.iter().for_each(|relief| relief.for_each_expr(visit));
    }

    /// Returns the registers the rule names, in order, each once.
    #[must_use]
    pub fn registers(&self) -> Vec<RegisterId> {
        let mut registers: Vec<RegisterId> = self.per.iter().filter_map(|r| r.register).collect();
        match &self.head {
            Head::Quantity(q) => {
                for amount in q.bound.amounts() {
                    registers.extend(amount.registers());
                }
            }
            Head::Coverage(c) => registers.extend(c.register),
            Head::Deadline(_) | Head::Check(_) | Head::Hold(_) | Head::TimeIn(_) | Head::Path(_) => {}
        }
        registers.sort_unstable();
        registers.dedup();
        registers
    }
}

impl Measure {
    /// Returns what is evaluated of each record; nothing where records are merely counted.
    #[must_use]
    pub fn expr(&self) -> Option<&Expr> {
        match self {
            Self::Count => None,
            Self::Distinct(e) | Self::Total(e) | Self::Mean(e) | Self::Share(e) => Some(e),
        }
    }
}

impl Amount {
    /// Returns the registers it is a share of.
    #[must_use]
    pub fn registers(&self) -> Vec<RegisterId> {
        match self {
            Self::Value(_) | Self::OfBefore(_) => Vec::new(),
            Self::PercentOf(_, register) => vec![*register],
            Self::Choice(_, options) => options.iter().flat_map(Self::registers).collect(),
        }
    }

    /// Returns the expressions it is made of.
    #[must_use]
    pub fn exprs(&self) -> Vec<&Expr> {
        match self {
            Self::Value(expr) => vec![expr],
            Self::PercentOf(..) | Self::OfBefore(_) => Vec::new(),
            Self::Choice(_, options) => options.iter().flat_map(Self::exprs).collect(),
        }
    }
}

impl Bound {
    /// Returns the percentage of the window before that it asks for, if it does.
    #[must_use]
    pub fn of_before(&self) -> Option<rust_decimal::Decimal> {
        self.amounts().into_iter().find_map(|amount| match amount {
            Amount::OfBefore(percent) => Some(*percent),
            _ => None,
        })
    }

    /// Returns its amounts: one, or both ends.
    #[must_use]
    pub fn amounts(&self) -> Vec<&Amount> {
        match self {
            Self::AtLeast(a) | Self::AtMost(a) | Self::Fewer(a) | Self::Exactly(a) => vec![a],
            Self::Between(a, b) => vec![a, b],
        }
    }
}

pub(super) fn counted(c: &Counted, visit: &mut dyn FnMut(&Expr)) {
    c.member.iter().flatten().for_each(|m| each_side(m, visit));
    c.filter.iter().chain(&c.date).for_each(visit);
}

fn each_side(correlation: &Correlation, visit: &mut dyn FnMut(&Expr)) {
    visit(&correlation.record);
    correlation.member.iter().for_each(visit);
}

pub(super) fn window(w: &Window, visit: &mut dyn FnMut(&Expr)) {
    match w {
        Window::Whole | Window::Calendar(_) => {}
        Window::Rolling { length, .. } | Window::TheLast(length) => visit(length),
        Window::Cycle { length, from } => {
            visit(length);
            visit(from);
        }
        Window::During { from, until } => {
            visit(from);
            visit(until);
        }
    }
}

fn quantity(q: &Quantity, visit: &mut dyn FnMut(&Expr)) {
    window(&q.window, visit);
    q.spacing.iter().for_each(&mut *visit);
    counted(&q.counted, visit);
    q.measure.expr().into_iter().for_each(&mut *visit);
    for amount in q.bound.amounts() {
        amount.exprs().into_iter().for_each(&mut *visit);
    }
}

fn coverage(c: &Coverage, visit: &mut dyn FnMut(&Expr)) {
    window(&c.window, visit);
    counted(&c.counted, visit);
    visit(&c.by);
    c.share.iter().chain(&c.unless).for_each(&mut *visit);
}

fn deadline(d: &Deadline, visit: &mut dyn FnMut(&Expr)) {
    match &d.trigger {
        Trigger::Each { filter, unless, .. } => filter.iter().chain(unless).for_each(&mut *visit),
        Trigger::Every(_) => {}
        Trigger::Anchored { from, every, first } => {
            visit(from);
            visit(every);
            first.iter().for_each(&mut *visit);
        }
    }
    d.from.iter().for_each(&mut *visit);
    match &d.act {
        Act::Own(e) => visit(e),
        Act::Record { link, filter, date, period, .. } => {
            self::link(link, visit);
            filter.iter().chain(period).for_each(&mut *visit);
            visit(date);
        }
        Act::Neighbour { row, filter, .. } => {
            visit(row);
            filter.iter().for_each(&mut *visit);
        }
    }
    match &d.limit {
        Limit::Within(e) | Limit::By(e) => visit(e),
        Limit::Both(a, b) => {
            visit(a);
            visit(b);
        }
        Limit::ByDay(_) | Limit::Scheduled | Limit::Never => {}
        Limit::Before { event, lead } => {
            visit(event);
            lead.iter().for_each(&mut *visit);
        }
    }
    for moved in &d.moves {
        if let Some(said_by) = &moved.said_by {
            link(&said_by.link, visit);
        }
        moved.exprs().into_iter().for_each(&mut *visit);
    }
    match &d.opens {
        Some(Opens::After(e) | Opens::On(e)) => visit(e),
        None => {}
    }
}

fn link(link: &Link, visit: &mut dyn FnMut(&Expr)) {
    match link {
        Link::Reference(e) => visit(e),
        Link::Members(list) => list.iter().for_each(|m| each_side(m, visit)),
        Link::Keys(pairs) => pairs.iter().for_each(|(a, b)| {
            visit(a);
            visit(b);
        }),
    }
}

fn path(p: &Path, visit: &mut dyn FnMut(&Expr)) {
    if let Some(Stop::On(e) | Stop::When(e)) = &p.stop {
        visit(e);
    }
    for stage in &p.stages {
        stage.duties.iter().for_each(|duty| deadline(duty, visit));
        stage.level.iter().for_each(&mut *visit);
        if let Some(repeat) = &stage.repeat {
            visit(&repeat.every);
            repeat.at_most.iter().for_each(&mut *visit);
        }
        if let Some(levels) = &stage.levels {
            visit(&levels.from);
            visit(&levels.to);
            levels.of_act.iter().chain(&levels.skipping).for_each(&mut *visit);
        }
    }
}

impl Expr {
    /// Rebuilds the expression from the leaves: where `replace` gives an expression for a variable, it takes its place.
    #[must_use]
    pub fn replace(&self, replace: &dyn Fn(VarId) -> Option<Self>) -> Self {
        let one = |e: &Self| e.replace(replace);
        let boxed = |e: &Self| Box::new(e.replace(replace));
        let all = |list: &[Self]| list.iter().map(one).collect::<Vec<_>>();
        let kind = match &self.kind {
            ExprKind::Var(id) => return replace(*id).unwrap_or_else(|| self.clone()),
            ExprKind::Const(_) | ExprKind::Param(_) | ExprKind::AtHand => self.kind.clone(),
            ExprKind::Metric { metric, of, date } => {
                ExprKind::Metric { metric: *metric, of: boxed(of), date: boxed(date) }
            }
            ExprKind::Weighted(parts) => ExprKind::Weighted(parts.iter().map(|(n, e)| (*n, one(e))).collect()),
            ExprKind::Get(of, field) => ExprKind::Get(boxed(of), *field),
            ExprKind::Known(of) => ExprKind::Known(boxed(of)),
            ExprKind::Quoted { rule, stage, verdict, of } => {
                ExprKind::Quoted { rule: *rule, stage: *stage, verdict, of: boxed(of) }
            }
            ExprKind::InState { state, of } => ExprKind::InState { state: *state, of: boxed(of) },
            ExprKind::Not(of) => ExprKind::Not(boxed(of)),
            ExprKind::Measured(of, unit) => ExprKind::Measured(boxed(of), *unit),
            ExprKind::Edge { end, family, of } => ExprKind::Edge { end: *end, family: *family, of: boxed(of) },
            ExprKind::Weekday(of) => ExprKind::Weekday(boxed(of)),
            ExprKind::DayOf(of) => ExprKind::DayOf(boxed(of)),
            ExprKind::ClockOf(of) => ExprKind::ClockOf(boxed(of)),
            ExprKind::Elapsed { from, to, minutes } => {
                ExprKind::Elapsed { from: boxed(from), to: boxed(to), minutes: *minutes }
            }
            ExprKind::Size(of) => ExprKind::Size(boxed(of)),
            ExprKind::Lookup { table, column, key } => {
                ExprKind::Lookup { table: *table, column: *column, key: boxed(key) }
            }
            ExprKind::Neighbour { sequence, which, keys, date } => {
                ExprKind::Neighbour { sequence: *sequence, which: *which, keys: all(keys), date: boxed(date) }
            }
            ExprKind::Compare(op, a, b) => ExprKind::Compare(*op, boxed(a), boxed(b)),
            ExprKind::TextTest(test, a, b) => ExprKind::TextTest(*test, boxed(a), boxed(b)),
            ExprKind::Shift { date, minus, by, calendar } => {
                ExprKind::Shift { date: boxed(date), minus: *minus, by: boxed(by), calendar: calendar.clone() }
            }
            ExprKind::Add { left, minus, right } => {
                ExprKind::Add { left: boxed(left), minus: *minus, right: boxed(right) }
            }
            ExprKind::Days { from, to, through, working } => {
                ExprKind::Days { from: boxed(from), to: boxed(to), through: *through, working: working.clone() }
            }
            ExprKind::In(a, list) => ExprKind::In(boxed(a), all(list)),
            ExprKind::Has { set, elements, all: every } => {
                ExprKind::Has { set: boxed(set), elements: all(elements), all: *every }
            }
            ExprKind::And(list) => ExprKind::And(all(list)),
            ExprKind::Or(list) => ExprKind::Or(all(list)),
            ExprKind::Choice(which, list) => ExprKind::Choice(*which, all(list)),
            ExprKind::Cases(cases, otherwise) => {
                ExprKind::Cases(cases.iter().map(|(v, c)| (one(v), one(c))).collect(), boxed(otherwise))
            }
            ExprKind::Exists { record, var, keys, filter } => ExprKind::Exists {
                record: *record,
                var: *var,
                keys: keys.iter().map(|(a, b)| (one(a), one(b))).collect(),
                filter: filter.as_deref().map(boxed),
            },
        };
        Self { kind, ty: self.ty, span: self.span }
    }

    /// Returns how many expressions it is made of, itself included.
    #[must_use]
    pub fn size(&self) -> usize {
        let mut size = 0usize;
        self.walk(&mut |_| size += 1);
        size
    }

    /// Returns how often it names a variable.
    #[must_use]
    pub fn count(&self, var: VarId) -> usize {
        let mut count = 0usize;
        self.walk(&mut |e| count += usize::from(matches!(e.kind, ExprKind::Var(id) if id == var)));
        count
    }

    /// Returns the variables it uses from outside, without those it introduces itself.
    #[must_use]
    pub fn free_vars(&self) -> Vec<VarId> {
        let (mut used, mut bound) = (Vec::new(), Vec::new());
        self.walk(&mut |e| match &e.kind {
            ExprKind::Var(id) if !used.contains(id) => used.push(*id),
            ExprKind::Exists { var, .. } => bound.push(*var),
            _ => {}
        });
        used.retain(|id| !bound.contains(id));
        used
    }

    /// Calls `visit` on this expression and every one inside it.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        match &self.kind {
            ExprKind::Const(_) | ExprKind::Param(_) | ExprKind::Var(_) | ExprKind::AtHand => {}
            ExprKind::Weighted(parts) => parts.iter().for_each(|(_, e)| e.walk(visit)),
            ExprKind::Get(of, _)
            | ExprKind::Quoted { of, .. }
            | ExprKind::InState { of, .. }
            | ExprKind::Known(of)
            | ExprKind::Not(of)
            | ExprKind::Measured(of, _)
            | ExprKind::Edge { of, .. }
            | ExprKind::Weekday(of)
            | ExprKind::DayOf(of)
            | ExprKind::ClockOf(of)
            | ExprKind::Size(of)
            | ExprKind::Lookup { key: of, .. } => of.walk(visit),
            ExprKind::Neighbour { keys, date, .. } => {
                keys.iter().for_each(|k| k.walk(visit));
                date.walk(visit);
            }
            ExprKind::Compare(_, a, b)
            | ExprKind::TextTest(_, a, b)
            | ExprKind::Shift { date: a, by: b, .. }
            | ExprKind::Add { left: a, right: b, .. }
            | ExprKind::Metric { of: a, date: b, .. }
            | ExprKind::Days { from: a, to: b, .. }
            | ExprKind::Elapsed { from: a, to: b, .. } => {
                a.walk(visit);
                b.walk(visit);
            }
            ExprKind::In(a, list) | ExprKind::Has { set: a, elements: list, .. } => {
                a.walk(visit);
                list.iter().for_each(|e| e.walk(visit));
            }
            ExprKind::And(list) | ExprKind::Or(list) | ExprKind::Choice(_, list) => {
                list.iter().for_each(|e| e.walk(visit));
            }
            ExprKind::Cases(cases, otherwise) => {
                for (value, condition) in cases {
                    value.walk(visit);
                    condition.walk(visit);
                }
                otherwise.walk(visit);
            }
            ExprKind::Exists { keys, filter, .. } => {
                for (inside, outside) in keys {
                    inside.walk(visit);
                    outside.walk(visit);
                }
                if let Some(filter) = filter {
                    filter.walk(visit);
                }
            }
        }
    }
}
