//! `path`: what follows when something is not done.
//!
//! A stage is compiled as the deadline it is: its fields, with the record of the path before them. What is left, the
//! stages that follow, levels and returns, is the path's own. [`follow`] then looks at where the stages lead.

mod follow;
mod level;

use std::collections::BTreeMap;

use guiju_syntax::{Code, Diagnostic, FormatOptions, Message, Span, Tongue, ast, ast::FieldKind as Tree};

use super::{
    Compiler,
    check::all,
    fault,
    fields::{Bag, Slot},
    name,
    path::Context,
    title,
};
use crate::{
    hir::{Clock, Deadline, Expr, ExprKind, Path, PolicyId, Repeat, RuleId, Stage, Stop, Trigger, VarId},
    schema::{RecordId, Type},
};

/// What the stages of a path share while it is compiled.
pub(super) struct Course {
    record: RecordId,
    /// The variable of the path; what a stage asks of its record is asked of this one.
    var: VarId,
    /// The variables that stand for the record in the deadlines.
    triggers: Vec<VarId>,
    /// Numbers of the stages, by spelling.
    numbers: BTreeMap<String, usize>,
}

impl Compiler<'_> {
    pub(super) fn stages(&mut self, cx: &mut Context, bag: &Bag<'_>, tree: &ast::Rule) -> Option<Path> {
        let help = Message::new("add `each RECORD`", "补上 `对每 档案`");
        let each = match self.required(bag.get(Slot::Each), tree, ("the record it is about", "流程的对象"), help)?
        {
            (Tree::Each(each), _) => each,
            _ => return None,
        };
        let trees: Vec<(&ast::Stage, Span)> = tree
            .fields
            .iter()
            .filter_map(|field| if let Tree::Stage(stage) = &field.kind { Some((stage, field.span)) } else { None })
            .collect();
        let help = Message::new("add `stage NAME from … must … within …`", "补上 `阶段 名称 自 … 应有 … 限 …`");
        self.required(trees.first(), tree, ("the first stage", "首个阶段"), help)?;
        let numbers = self.stage_numbers(&trees);
        let (record, var) = self.each_row(cx, each)?;
        let mut course = Course { record, var, triggers: vec![var], numbers };
        let unless = bag.get(Slot::Unless).map(|(tree, span)| (tree.clone(), span));
        let mut stages = Vec::new();
        for (n, (stage, span)) in trees.iter().enumerate() {
            // Only the first asks whether the record calls for the path at all.
            let each = if n == 0 { each.clone() } else { ast::Each { filter: None, unless: None, ..each.clone() } };
            let unless = unless.clone().filter(|_| n == 0);
            stages.push(self.stage(cx, &mut course, stage, *span, n, (each, unless)));
        }
        cx.rows = vec![var];
        let stop = match bag.get(Slot::Stop) {
            Some((Tree::Stop(expr), _)) => Some(self.stop(cx, &course, expr)),
            _ => None,
        };
        let (stages, stop) = (stages.into_iter().collect::<Option<Vec<_>>>()?, all(stop)?);
        let mut path = Path { record, var, stop, stages, order: Vec::new() };
        self.follow(&path);
        path.order = crate::graph::StageGraph::of(&path).order();
        Some(path)
    }

    /// Numbers the stages by their spellings; a second one of a name is reported.
    fn stage_numbers(&mut self, trees: &[(&ast::Stage, Span)]) -> BTreeMap<String, usize> {
        let mut numbers = BTreeMap::new();
        for (n, (stage, _)) in trees.iter().enumerate() {
            let first = trees.iter().take(n).find_map(|(first, _)| {
                Some((super::record::shared_word(&first.name, &stage.name)?, first.name.ident.span))
            });
            if let Some((word, first)) = first {
                let (text, span) = (word.text.clone(), word.span);
                self.duplicate(&text, span, first);
            }
            let name = name(&stage.name);
            self.bind(&stage.name.ident, &name);
            for word in fault::spellings(&name) {
                numbers.entry(word).or_insert(n);
            }
        }
        numbers
    }

    fn stage(
        &mut self,
        cx: &mut Context,
        course: &mut Course,
        tree: &ast::Stage,
        span: Span,
        n: usize,
        (each, unless): (ast::Each, Option<(Tree, Span)>),
    ) -> Option<Stage> {
        use ast::StagePartKind as Part;
        let parts = self.parts_once(tree);
        let find = |pick: &dyn Fn(&Part) -> bool| parts.iter().find(|part| pick(&part.kind)).copied();
        let clock = self.stage_clock(tree, &parts, n);
        // The fields a deadline has, in a rule of their own for each act that is enough.
        let mut fields = vec![ast::RuleField { kind: Tree::Each(each), span: tree.name.ident.span }];
        fields.extend(unless.map(|(kind, span)| ast::RuleField { kind, span }));
        let mut acts: Vec<(ast::Must, Span)> = Vec::new();
        for part in &parts {
            match &part.kind {
                Part::OneOf(list) => acts.extend(list.iter().map(|act| (act.clone(), part.span))),
                Part::Duty(field) => fields.push(ast::RuleField { kind: (**field).clone(), span: part.span }),
                _ => {}
            }
        }
        let mut duties: Vec<Option<Deadline>> = Vec::new();
        match acts.as_slice() {
            [] => duties.push(self.stage_duty(cx, course, tree, fields, clock)),
            acts => {
                for (act, span) in acts {
                    let mut fields = fields.clone();
                    fields.push(ast::RuleField { kind: Tree::Must(act.clone()), span: *span });
                    duties.push(self.stage_duty(cx, course, tree, fields, clock));
                }
            }
        }
        cx.rows = vec![course.var];
        let then = self.target(course, tree, find(&|part| matches!(part, Part::Then(_))), true);
        let otherwise = self.target(course, tree, find(&|part| matches!(part, Part::Else(_))), false);
        let repeat = find(&|part| matches!(part, Part::Repeat { .. })).map(|part| self.repeat(cx, course, part));
        let duties = duties.into_iter().collect::<Option<Vec<_>>>();
        let mut stage = Stage {
            name: name(&tree.name),
            title: tree.title.as_ref().map(title),
            words: self.part_words(&parts),
            clock: clock?,
            duties: duties?,
            level: None,
            then: then?,
            otherwise: otherwise?,
            repeat: all(repeat)?,
            levels: None,
            compensates: parts.iter().any(|part| matches!(part.kind, Part::Compensates)),
            span,
        };
        if let Some(part) = find(&|part| matches!(part, Part::ByLevel(_))) {
            self.by_level(cx, course, part, &mut stage)?;
        }
        if let Some(part) = find(&|part| matches!(part, Part::OverLevels { .. })) {
            if stage.repeat.is_some() || stage.level.is_some() {
                self.stands_alone(part.span);
            }
            self.over_levels(cx, course, part, &mut stage)?;
        }
        if n == 0 && stage.compensates {
            self.cures_itself(tree.name.ident.span);
        }
        Some(stage)
    }

    /// The parts of a stage, each kind once.
    fn parts_once<'t>(&mut self, tree: &'t ast::Stage) -> Vec<&'t ast::StagePart> {
        let mut parts: Vec<&ast::StagePart> = Vec::new();
        for part in &tree.parts {
            // Fields of a deadline are looked at as such.
            let is_duty = |part: &ast::StagePart| matches!(part.kind, ast::StagePartKind::Duty(_));
            let same = |other: &&&ast::StagePart| {
                !is_duty(other) && std::mem::discriminant(&other.kind) == std::mem::discriminant(&part.kind)
            };
            match parts.iter().find(same) {
                Some(first) => self.written_twice(part.span, first.span),
                None => parts.push(part),
            }
        }
        parts
    }

    /// The parts of a stage as written, but for where the path goes on.
    fn part_words(&self, parts: &[&ast::StagePart]) -> Vec<(String, String)> {
        use ast::StagePartKind as Part;
        let asks = parts.iter().filter(|part| !matches!(part.kind, Part::Then(_) | Part::Else(_)));
        let in_tongue = |part: &ast::StagePart, tongue| {
            let text = &self.sources.file(part.span.file).text;
            let options = FormatOptions { tongue: Some(tongue), names: &self.names, comments: false };
            guiju_syntax::format_stage_part(part, text, &options)
        };
        asks.map(|part| (in_tongue(part, Tongue::En), in_tongue(part, Tongue::Zh))).collect()
    }

    /// When the clock of a stage starts: the first with the record, a later one with the stage before or as it says.
    fn stage_clock(&mut self, tree: &ast::Stage, parts: &[&ast::StagePart], n: usize) -> Option<Clock> {
        let written = parts.iter().find_map(|part| match part.kind {
            ast::StagePartKind::From(ast::Clock::Due) => Some((Clock::Due, part.span)),
            ast::StagePartKind::From(ast::Clock::Done) => Some((Clock::Done, part.span)),
            _ => None,
        });
        let is_from = |part: &&ast::StagePart| matches!(&part.kind, ast::StagePartKind::Duty(field) if matches!(**field, Tree::From(_)));
        let dated = parts.iter().copied().find(is_from);
        match (written, dated) {
            (Some((_, span)), Some(dated)) => {
                self.written_twice(dated.span, span);
                None
            }
            (Some((_, span)), None) if n == 0 => {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0602,
                        span,
                        Message::new("the first stage has none before it", "首个阶段之前没有阶段"),
                        Message::new("no clock to go on from", "无从起算"),
                    )
                    .help(Message::new(
                        "begin with a date of the record, as `from found`",
                        "请以对象的日期起算，如 `自 发现日期`",
                    )),
                );
                None
            }
            (Some((clock, _)), None) => Some(clock),
            (None, None) if n > 0 && !self.torn => {
                self.diagnostics.push(fault::missing(
                    tree.name.ident.span,
                    "when the clock of the stage starts",
                    "阶段的起算日",
                    Message::new(
                        "add `from due`, the due date of the stage before, or `from done`, the day it was done",
                        "补上 `自 到期`（前一阶段的到期日）或 `自 完成`（前一阶段的完成日）",
                    ),
                ));
                None
            }
            _ => Some(Clock::Date),
        }
    }

    /// Compiles what a stage asks as a deadline of the record.
    fn stage_duty(
        &mut self,
        cx: &mut Context,
        course: &mut Course,
        tree: &ast::Stage,
        fields: Vec<ast::RuleField>,
        clock: Option<Clock>,
    ) -> Option<Deadline> {
        let blank = ast::Text { value: String::new(), span: tree.name.ident.span };
        let title = tree.title.clone().unwrap_or(ast::Title { text: blank, aka: None });
        let rule = ast::Rule { head: ast::Head::Deadline, name: tree.name.clone(), title, fields };
        let mut bag = Bag::of(&rule, &mut self.diagnostics);
        bag.clocked = clock != Some(Clock::Date);
        cx.rows.clear();
        let deadline = self.deadline(cx, &bag, &rule);
        // What was brought into play, also by a deadline with faults.
        if let Some(Deadline { trigger: Trigger::Each { var, .. }, .. }) = &deadline {
            course.triggers.push(*var);
        }
        deadline
    }

    /// Where the path goes on. The outer `None`: that has a fault; the inner: it ends.
    #[expect(clippy::option_option, reason = "a fault and the end of the path are two things")]
    fn target(
        &mut self,
        course: &Course,
        tree: &ast::Stage,
        part: Option<&ast::StagePart>,
        then: bool,
    ) -> Option<Option<usize>> {
        let target = match part.map(|part| &part.kind) {
            Some(ast::StagePartKind::Then(target) | ast::StagePartKind::Else(target)) => target,
            _ => {
                if !self.torn {
                    self.dead_end(tree.name.ident.span, then);
                }
                return None;
            }
        };
        let ast::Target::Stage(ident) = target else { return Some(None) };
        match course.numbers.get(&ident.text).copied() {
            Some(n) => {
                if let Some(word) = course.numbers.iter().find(|(word, m)| **m == n && **word != ident.text) {
                    let pair = (ident.text.clone(), word.0.clone());
                    let (en, zh) = if pair.0.is_ascii() { pair } else { (pair.1, pair.0) };
                    self.names.insert(ident.span, (en, zh));
                }
                Some(Some(n))
            }
            None => {
                if !self.is_lost(ident) {
                    let words: Vec<String> = course.numbers.keys().cloned().collect();
                    self.diagnostics.push(fault::unknown(ident, ("stage", "阶段"), &words));
                }
                None
            }
        }
    }

    fn repeat(&mut self, cx: &mut Context, course: &Course, part: &ast::StagePart) -> Option<Repeat> {
        let ast::StagePartKind::Repeat { every, at_most } = &part.kind else { return None };
        let every = self.duration(cx, every);
        let at_most = at_most.as_ref().map(|n| self.number(cx, n));
        let (every, at_most) = (course.own(&every?), all(at_most)?.map(|n| course.own(&n)));
        Some(Repeat { every, at_most })
    }

    fn stop(&mut self, cx: &mut Context, course: &Course, tree: &ast::Expr) -> Option<Stop> {
        // `stop when rectify met`: a stage of this path, not another rule.
        if let ast::ExprKind::Quoted { rule, stage: None, verdict } = &tree.kind
            && let Some(n) = course.numbers.get(&rule.text).copied()
        {
            if *verdict == "met" {
                return Some(Stop::Done(n));
            }
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0301,
                    tree.span,
                    Message::new("a path stops when a stage is met", "流程在某阶段符合时终止"),
                    Message::new("not a way to stop", "不能据此终止"),
                )
                .help(Message::new(
                    format!("write `stop when {} met`; late counts too", rule.text),
                    format!("写作 `终止于 {} 符合`；逾期完成也算", rule.text),
                )),
            );
            return None;
        }
        let expr = self.expr(cx, tree, None)?;
        match expr.ty {
            Type::Date => Some(Stop::On(course.own(&expr))),
            Type::YesNo => Some(Stop::When(course.own(&expr))),
            _ => self.mismatch(&expr, ("a date or a condition", "日期或条件")),
        }
    }

    /// The number a rule had before those with faults were left out.
    pub(super) fn pending_rule(&self, policy: PolicyId, word: &ast::Ident) -> Option<RuleId> {
        let is_it = |(of, tree, _): &&(PolicyId, &ast::Rule, Span)| *of == policy && name(&tree.name).is(&word.text);
        self.pending.rules.iter().position(|rule| is_it(&rule)).map(RuleId)
    }

    /// Finds a stage of a rule that may stand below and not be compiled yet.
    pub(super) fn stage_named(&mut self, rule: RuleId, word: &ast::Ident) -> Option<usize> {
        let names: Vec<crate::schema::Name> = match self.pending.rules.get(rule.0) {
            Some((_, tree, _)) => tree
                .fields
                .iter()
                .filter_map(|f| if let Tree::Stage(s) = &f.kind { Some(name(&s.name)) } else { None })
                .collect(),
            None => return None,
        };
        let base = word.text.split(['/', '#']).next().unwrap_or_default();
        if let Some(n) = names.iter().position(|name| name.is(base)) {
            // A level or a time behind it is spelt as it is.
            if base == word.text {
                self.bind(word, &names[n]);
            }
            return Some(n);
        }
        if !self.is_lost(word) {
            let words: Vec<String> = names.iter().flat_map(fault::spellings).collect();
            self.diagnostics.push(fault::unknown(word, ("stage", "阶段"), &words));
        }
        None
    }

    fn cures_itself(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0602,
                span,
                Message::new("the first stage cannot compensate itself", "首个阶段不能抵偿自身"),
                Message::new("`compensates` cures the breach of the first stage", "`抵偿` 针对首个阶段的违规"),
            )
            .help(Message::new("write it at a later stage", "请写在后面的阶段")),
        );
    }

    fn stands_alone(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0602,
                span,
                Message::new("`over levels` beside `repeat every` or `by level`", "`逐级` 不能与 `重复`、`层级` 并用"),
                Message::new("it says itself how often and at which level", "逐级本身已定次数和层级"),
            )
            .help(Message::new("keep one, or make two stages", "只留一个，或拆成两个阶段")),
        );
    }
}

impl Course {
    /// An expression about the record of a stage as one about the record of the path.
    fn own(&self, expr: &Expr) -> Expr {
        let ty = Type::Ref(self.record);
        expr.replace(&|id| {
            self.triggers.contains(&id).then_some(Expr { kind: ExprKind::Var(self.var), ty, span: expr.span })
        })
    }
}

/// A stage's name for a reader of `tongue`.
fn called(stage: &Stage, tongue: Tongue) -> &str {
    stage.name.in_tongue(tongue)
}
