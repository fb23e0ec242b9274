//! Levels: the least one of an actor, and those that reports and approvals climb.

use guiju_syntax::{Code, Diagnostic, Message, Span, Tongue, ast};

use super::{Course, called};
use crate::{
    compile::{
        Compiler, fault,
        path::Context,
        subject::{conjunction, conjuncts, substitute},
    },
    hir::{Act, Deadline, Expr, ExprKind, Levels, Stage, Trigger, Value},
    schema::{CatalogId, FieldId, RecordId, Type},
};

impl Compiler<'_> {
    /// `by level city`: acts of a lower level do not count.
    pub(super) fn by_level(
        &mut self,
        cx: &mut Context,
        course: &Course,
        part: &ast::StagePart,
        stage: &mut Stage,
    ) -> Option<()> {
        let ast::StagePartKind::ByLevel(tree) = &part.kind else { return None };
        let level = course.own(&self.level(cx, tree, None)?);
        let Type::Code(catalog) = level.ty else { return None };
        for duty in &mut stage.duties {
            // The record's own date says only that it was done; the level is told with the verdict.
            let Some((act, trigger)) = act_and_trigger(duty) else { continue };
            let of_act = self.level_of_act(act, catalog, part.span)?;
            let least = substitute(&level, course.var, &trigger);
            if let Act::Record { filter, .. } = &mut duty.act {
                let mut parts = conjuncts(filter.take());
                let kind = ExprKind::Compare(ast::Op::Ge, Box::new(of_act), Box::new(least));
                parts.push(Expr { kind, ty: Type::YesNo, span: part.span });
                *filter = conjunction(parts);
            }
        }
        stage.level = Some(level);
        Some(())
    }

    /// `over levels from county to province`: the stage runs once a level.
    pub(super) fn over_levels(
        &mut self,
        cx: &mut Context,
        course: &Course,
        part: &ast::StagePart,
        stage: &mut Stage,
    ) -> Option<()> {
        let ast::StagePartKind::OverLevels { from, to, skipping } = &part.kind else { return None };
        // The end that says which list it is of helps to read the other.
        let (from, to) = match self.level_type(cx, from) {
            Some(ty) => (self.level(cx, from, Some(ty)), self.level(cx, to, Some(ty))),
            None => {
                let to = self.level(cx, to, None);
                (self.level(cx, from, to.as_ref().map(|to| to.ty)), to)
            }
        };
        let skipping = match skipping {
            Some(Some(filter)) => Some(course.own(&self.condition(cx, filter)?)),
            Some(None) => Some(Expr { kind: ExprKind::Const(Value::YesNo(true)), ty: Type::YesNo, span: part.span }),
            None => None,
        };
        let (from, to) = (course.own(&from?), course.own(&to?));
        let Type::Code(catalog) = to.ty else { return None };
        if from.ty != to.ty {
            let (en, zh) = fault::type_words(&self.program.schema, to.ty);
            let fault = fault::wrong_type(&self.program.schema, from.span, (&en, &zh), from.ty);
            self.diagnostics.push(fault);
            return None;
        }
        let mut of_act = Vec::new();
        for duty in &stage.duties {
            let Some((act, _)) = act_and_trigger(duty) else {
                self.own_date_climbs(part.span, called(stage, Tongue::En), called(stage, Tongue::Zh));
                return None;
            };
            of_act.push(self.level_of_act(act, catalog, part.span)?);
        }
        stage.levels = Some(Levels { catalog, from, to, of_act, skipping });
        Some(())
    }

    /// A level: a code of an ordered list. A bare code is one of `wanted`, else of the one ordered list that has it.
    fn level(&mut self, cx: &mut Context, tree: &ast::Expr, wanted: Option<Type>) -> Option<Expr> {
        let wanted = wanted.or_else(|| self.level_type(cx, tree));
        if let (ast::ExprKind::Path(path), None) = (&tree.kind, wanted)
            && let [word] = path.parts.as_slice()
            && !self.is_meaningful(cx, word)
        {
            if !self.is_lost(word) {
                let schema = &self.program.schema;
                let codes = schema.catalogs.iter().filter(|list| list.ordered).flat_map(|list| &list.codes);
                let words: Vec<String> = codes.flat_map(|code| fault::spellings(&code.name)).collect();
                self.diagnostics.push(fault::unknown(word, ("level", "层级"), &words));
            }
            return None;
        }
        let level = self.expr(cx, tree, wanted)?;
        match level.ty {
            Type::Code(list) if self.program.schema.catalog(list).ordered => Some(level),
            _ => self.mismatch(&level, ("a code of an ordered catalog", "有序目录的代码")),
        }
    }

    /// The type of a bare code, where one ordered list alone has it.
    fn level_type(&self, cx: &Context, tree: &ast::Expr) -> Option<Type> {
        let ast::ExprKind::Path(path) = &tree.kind else { return None };
        let [word] = path.parts.as_slice() else { return None };
        if self.is_meaningful(cx, word) {
            return None;
        }
        let lists = self.program.schema.catalogs.iter().enumerate();
        let mut fits = lists.filter(|(_, list)| list.ordered && list.codes.iter().any(|code| code.name.is(&word.text)));
        match (fits.next(), fits.next()) {
            (Some((n, _)), None) => Some(Type::Code(CatalogId(n))),
            _ => None,
        }
    }

    /// The one field of an act that says at which level it was.
    fn level_of_act(&mut self, (act, record): (Expr, RecordId), list: CatalogId, span: Span) -> Option<Expr> {
        let kind = self.program.schema.record(record);
        let mut fields = (0..kind.fields.len()).filter(|n| kind.fields[*n].ty == Type::Code(list));
        let (first, second) = (fields.next(), fields.next());
        if let (Some(field), None) = (first, second) {
            let ty = Type::Code(list);
            return Some(Expr { kind: ExprKind::Get(Box::new(act), FieldId(field)), ty, span });
        }
        let (name, list) = (&kind.name, &self.program.schema.catalog(list).name);
        let (zh, list_zh) = (name.in_tongue(Tongue::Zh), list.in_tongue(Tongue::Zh));
        let (code, en, zh) = if first.is_some() {
            (
                Code::E0204,
                format!("several fields of `{}` are codes of `{}`", name.id, list.id),
                format!("`{zh}` 有几个字段取自目录 `{list_zh}`"),
            )
        } else {
            (
                Code::E0205,
                format!("no field of `{}` says at which level of `{}` it was", name.id, list.id),
                format!("`{zh}` 没有字段说明属于 `{list_zh}` 的哪一级"),
            )
        };
        let label = Message::new("at which level was it done?", "由哪一级完成？");
        let help = Message::new("give the record one field of that catalog", "请给该档案一个取自此目录的字段");
        self.diagnostics.push(Diagnostic::error(code, span, Message::new(en, zh), label).help(help));
        None
    }

    fn own_date_climbs(&mut self, span: Span, en: &str, zh: &str) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0205,
                span,
                Message::new(
                    format!("the act of stage `{en}` is a date, which has no level"),
                    format!("阶段 `{zh}` 的行为只是一个日期，没有层级"),
                ),
                Message::new("a record of each level is asked for", "各级都须有一条记录"),
            )
            .help(Message::new(
                "name a record with a field for its level, as `must report.sent`",
                "写明带有层级字段的档案，如 `应有 报告.报送日期`",
            )),
        );
    }
}

/// The act of a deadline where it is a record of its own, and the record that calls for it.
fn act_and_trigger(duty: &Deadline) -> Option<((Expr, RecordId), Expr)> {
    let Act::Record { record, var, date, .. } = &duty.act else { return None };
    let Trigger::Each { record: of, var: trigger, .. } = &duty.trigger else { return None };
    let row = |var, record| Expr { kind: ExprKind::Var(var), ty: Type::Ref(record), span: date.span };
    Some(((row(*var, *record), *record), row(*trigger, *of)))
}
