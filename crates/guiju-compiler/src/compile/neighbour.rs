//! `previous`, `next`, `latest`: which sequence, whose, and at which date.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{Compiler, Symbol, fault, path::Context};
use crate::{
    hir::{Expr, ExprKind, SequenceId},
    schema::{Name, RecordId, Type},
};

/// How often a neighbour may be asked of a neighbour: key and date are written out each time.
const MAX_CHAIN: usize = 6;

impl Compiler<'_> {
    /// `previous rounds.date`: the neighbour of the innermost record in a sequence of the same subject.
    pub(super) fn neighbour(
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
            let Some((at, ty)) = record.at.map(|at| (at, record.field(at).ty)) else {
                let (en, zh) = (record.name.id.clone(), record.name.in_tongue(guiju_syntax::Tongue::Zh).to_owned());
                self.diagnostics.push(fault::missing(
                    span,
                    format!("a date of `{en}`"),
                    format!("`{zh}` 的时点"),
                    Message::new("mark its date with `at`", "用 `时点` 标出日期字段"),
                ));
                return None;
            };
            let at = Expr { kind: ExprKind::Get(Box::new(row.clone()), at), ty, span };
            (keys, super::time::as_date(at))
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
