//! Where the stages of a path lead: what is never reached, never ends, never met.

use guiju_calendar::{Duration, Unit};
use guiju_syntax::{Code, Diagnostic, Message, Span, Tongue};

use super::called;
use crate::{
    compile::Compiler,
    graph::StageGraph,
    hir::{Clock, Deadline, Expr, ExprKind, Limit, Path, Stage, Value},
};

impl Compiler<'_> {
    /// Reports what is wrong with where the stages of a path lead.
    pub(super) fn follow(&mut self, path: &Path) {
        let graph = StageGraph::of(path);
        for n in graph.unreachable() {
            self.unreachable(&path.stages[n]);
        }
        for circle in graph.loops(&|u, v, then| !then && passes_time(&path.stages[u], &path.stages[v], self)) {
            self.timeless(path, &circle);
        }
        if path.stop.is_none() {
            for n in graph.endless() {
                self.endless(&path.stages[n]);
            }
        }
        for stage in &path.stages {
            if let Some(repeat) = &stage.repeat {
                if self.constant(&repeat.every).is_some_and(|length| length.n == 0) {
                    self.returns_at_once(repeat.every.span);
                }
                if repeat.at_most.is_none() && path.stop.is_none() {
                    self.endless(stage);
                }
            }
            if let Some(levels) = &stage.levels
                && let ExprKind::Const(Value::Code(_, from)) = &levels.from.kind
                && let ExprKind::Const(Value::Code(_, to)) = &levels.to.kind
                && from > to
            {
                self.no_levels(levels.from.span.to(levels.to.span));
            }
        }
        for (u, v) in graph.failures() {
            if u != v && self.comes_too_late(&path.stages[u], &path.stages[v]) {
                self.never_met(&path.stages[v], &path.stages[u]);
            }
        }
    }

    /// Whether a stage is due before the one it follows has failed: both count from one day, and it has no more time.
    fn comes_too_late(&self, former: &Stage, stage: &Stage) -> bool {
        let too_late = |first: &Deadline, later: &Deadline| match (&first.limit, &later.limit) {
            (Limit::Within(first_limit), Limit::Within(limit)) => {
                let from = first.from.as_ref().zip(later.from.as_ref());
                let one_day = former.clock == Clock::Date
                    && stage.clock == Clock::Date
                    && from.is_some_and(|(first, later)| is_same_day(first, later));
                let limits = self.constant(first_limit).zip(self.constant(limit));
                one_day && limits.is_some_and(|(first, limit)| no_longer(limit, first))
            }
            (Limit::By(first), Limit::By(date)) => is_same_day(first, date) || is_earlier(date, first),
            _ => false,
        };
        let too_late = |later: &Deadline| former.duties.iter().all(|first| too_late(first, later));
        stage.levels.is_none() && stage.repeat.is_none() && stage.duties.iter().all(too_late)
    }

    /// The length of time an expression always comes to, if that is known.
    fn constant(&self, expr: &Expr) -> Option<Duration> {
        let value = match &expr.kind {
            ExprKind::Const(value) => value,
            // What an office may replace is no constant.
            ExprKind::Param(id) => match self.program.params.get(id.0) {
                Some(param) if param.assumed.is_none() => match param.values.as_slice() {
                    [(_, value)] => value,
                    _ => return None,
                },
                _ => return None,
            },
            _ => return None,
        };
        if let Value::Duration(length) = value { Some(*length) } else { None }
    }

    fn unreachable(&mut self, stage: &Stage) {
        let (en, zh) = (called(stage, Tongue::En), called(stage, Tongue::Zh));
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0511,
                stage.span,
                Message::new(format!("stage `{en}` is never reached"), format!("阶段 `{zh}` 无法到达")),
                Message::new("no stage on the way leads here", "没有阶段通向这里"),
            )
            .help(Message::new(
                "name it behind `then` or `else` of a stage before it",
                "请在前面阶段的 `随后` 或 `否则` 后写上它",
            )),
        );
    }

    fn timeless(&mut self, path: &Path, circle: &[usize]) {
        let Some(first) = circle.first().and_then(|n| path.stages.get(*n)) else { return };
        let chain = |tongue| {
            let stages = circle.iter().chain(circle.first()).filter_map(|n| path.stages.get(*n));
            stages.map(|stage| called(stage, tongue)).collect::<Vec<_>>().join(" → ")
        };
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0512,
                first.span,
                Message::new(
                    format!("a loop in which no time need pass: {}", chain(Tongue::En)),
                    format!("循环中可以不经过任何时间：{}", chain(Tongue::Zh)),
                ),
                Message::new("may come back to itself on the same day", "可能在同一天回到自身"),
            )
            .help(Message::new(
                "let a stage of the loop follow by `else`, both clocks running from the stage before, with a limit of a day or more",
                "让循环中有阶段以 `否则` 相接，两者都自前一阶段起算，且期限不少于一日",
            )),
        );
    }

    fn returns_at_once(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0512,
                span,
                Message::new("a stage that returns on the same day", "阶段在同一天重复"),
                Message::new("no time passes between two runs", "两次之间不经过时间"),
            )
            .help(Message::new("give it a length of a day or more", "间隔请不少于一日")),
        );
    }

    fn endless(&mut self, stage: &Stage) {
        let (en, zh) = (called(stage, Tongue::En), called(stage, Tongue::Zh));
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0514,
                stage.span,
                Message::new(format!("from stage `{en}` the path never ends"), format!("从阶段 `{zh}` 起流程没有终点")),
                Message::new("no way leads to `done` from here", "由此无法到达 `结束`"),
            )
            .help(Message::new(
                "let a stage end with `done`, say `at most N` behind `repeat every`, or add `stop when …`",
                "让某阶段通向 `结束`，在 `重复` 后写 `至多 N`，或补上 `终止于 …`",
            )),
        );
    }

    fn never_met(&mut self, stage: &Stage, former: &Stage) {
        let (en, zh) = (called(stage, Tongue::En), called(stage, Tongue::Zh));
        let (former_en, former_zh) = (called(former, Tongue::En), called(former, Tongue::Zh));
        let note = Message::new(
            format!("it follows when `{former_en}` has failed"),
            format!("`{former_zh}` 未按期完成才到此"),
        );
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0515,
                stage.span,
                Message::new(format!("stage `{en}` can never be met in time"), format!("阶段 `{zh}` 永远无法按期完成")),
                Message::new("its limit has passed when it begins", "开始时期限已过"),
            )
            .also(former.span, note)
            .help(Message::new("count its limit `from due`, or give it more time", "请 `自 到期` 起算，或放宽期限")),
        );
    }

    fn no_levels(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0515,
                span,
                Message::new("no level lies between these", "两者之间没有层级"),
                Message::new("the lowest comes first", "最低一级在前"),
            )
            .help(Message::new("exchange the two", "请对调两者")),
        );
    }

    /// A stage that does not say what follows.
    pub(super) fn dead_end(&mut self, span: Span, then: bool) {
        let (message, help) = if then {
            (
                Message::new("the stage does not say what follows when it is done", "阶段未写明完成后怎样"),
                Message::new("add `then done`, or `then` and a stage", "补上 `随后 结束`，或 `随后` 加阶段名"),
            )
        } else {
            (
                Message::new("the stage does not say what follows when it is not done", "阶段未写明逾期后怎样"),
                Message::new("add `else done`, or `else` and a stage", "补上 `否则 结束`，或 `否则` 加阶段名"),
            )
        };
        let label = Message::new("a dead end", "到此中断");
        self.diagnostics.push(Diagnostic::error(Code::E0513, span, message, label).help(help));
    }
}

/// Whether time passes for certain from the beginning of a stage to that of the one which follows its failure.
fn passes_time(former: &Stage, stage: &Stage, compiler: &Compiler<'_>) -> bool {
    let takes_time = |duty: &Deadline| match &duty.limit {
        Limit::Within(length) => compiler.constant(length).is_none_or(|length| length.n > 0),
        _ => false,
    };
    former.clock != Clock::Date && stage.clock != Clock::Date && former.duties.iter().all(takes_time)
}

/// Whether two dates are one field of the record, or one day.
fn is_same_day(a: &Expr, b: &Expr) -> bool {
    match (&a.kind, &b.kind) {
        (ExprKind::Get(of, field), ExprKind::Get(of_other, other)) => {
            let plain = |e: &Expr| matches!(e.kind, ExprKind::Var(_));
            field == other && of.ty == of_other.ty && plain(of) && plain(of_other)
        }
        (ExprKind::Const(Value::Date(a)), ExprKind::Const(Value::Date(b))) => a == b,
        _ => false,
    }
}

fn is_earlier(a: &Expr, b: &Expr) -> bool {
    match (&a.kind, &b.kind) {
        (ExprKind::Const(Value::Date(a)), ExprKind::Const(Value::Date(b))) => a < b,
        _ => false,
    }
}

/// Whether a length is never longer than another, whatever day they begin on.
fn no_longer(a: Duration, b: Duration) -> bool {
    const DAY: u64 = 24 * 60;
    // The fewest and the most minutes of a unit; of working days the most is not known.
    let minutes = |unit| match unit {
        Unit::Minute => Some((1, 1)),
        Unit::Hour => Some((60, 60)),
        Unit::Day => Some((DAY, DAY)),
        Unit::Week => Some((7 * DAY, 7 * DAY)),
        Unit::Month => Some((28 * DAY, 31 * DAY)),
        Unit::Quarter => Some((90 * DAY, 92 * DAY)),
        Unit::Year => Some((365 * DAY, 366 * DAY)),
        Unit::WorkingDay => None,
    };
    if a.unit == b.unit {
        return a.n <= b.n;
    }
    let times = |n: u32, each: u64| u64::from(n) * each;
    match (minutes(a.unit), minutes(b.unit)) {
        (Some((_, most)), Some((fewest, _))) => times(a.n, most) <= times(b.n, fewest),
        // So many working days take as many days at least.
        (Some((_, most)), None) => times(a.n, most) <= times(b.n, DAY),
        _ => false,
    }
}
