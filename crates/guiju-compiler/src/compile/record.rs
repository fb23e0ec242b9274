//! Record kinds and closed lists.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::{Compiler, Symbol, fault, name};
use crate::schema::{self, Catalog, FieldId, Key, RecordId, Type};

impl Compiler<'_> {
    pub(super) fn records(&mut self) {
        for (id, tree) in self.pending.catalogs.clone() {
            self.catalog(id, tree);
        }
        for (id, tree) in self.pending.records.clone() {
            self.record(id, tree);
        }
        self.check_references();
    }

    fn catalog(&mut self, id: schema::CatalogId, tree: &ast::Catalog) {
        self.cited(tree.codes.iter().flat_map(|code| &code.cite).chain(&tree.cite));
        let mut codes: Vec<schema::Code> = Vec::new();
        for (index, code) in tree.codes.iter().enumerate() {
            let earlier = &tree.codes[..index];
            if let Some((word, first)) =
                earlier.iter().find_map(|c| Some((shared_word(&c.name, &code.name)?, c.name.ident.span)))
            {
                self.duplicate(&word.text, word.span, first);
                continue;
            }
            if let Some((text, first)) = earlier.iter().find_map(|c| shared_label(c, code)) {
                self.duplicate(&text.value, text.span, first);
            }
            let label = code.title.as_ref().map(super::title);
            codes.push(schema::Code {
                name: name(&code.name),
                label: label.as_ref().map(|l| l.id.clone()),
                label_alias: label.and_then(|l| l.alias),
            });
        }
        if codes.len() > Catalog::MAX_CODES {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0303,
                    tree.name.ident.span,
                    Message::new(format!("a catalog of {} codes", codes.len()), format!("目录有{}个代码", codes.len())),
                    Message::new(format!("at most {}", Catalog::MAX_CODES), format!("最多{}个", Catalog::MAX_CODES)),
                )
                .help(Message::new("make it a record and a register", "改用档案与名册")),
            );
            codes.truncate(Catalog::MAX_CODES);
            self.broken.insert(Symbol::Catalog(id));
        }
        self.program.schema.catalogs[id.0].codes = codes;
    }

    fn record(&mut self, id: RecordId, tree: &ast::Record) {
        let mut keys = Vec::new();
        let (mut at, mut known) = (None, None);
        for (index, field) in tree.fields.iter().enumerate() {
            if let Some((word, first)) =
                tree.fields[..index].iter().find_map(|f| Some((shared_word(&f.name, &field.name)?, f.name.ident.span)))
            {
                self.duplicate(&word.text, word.span, first);
                continue;
            }
            // Its value stands in other records.
            if field.history.is_some() {
                continue;
            }
            let field_id = FieldId(self.program.schema.records[id.0].fields.len());
            // A field of unknown type stays, marked, so that its uses are not reported as well.
            let found = self.field_type(&field.ty);
            if found.is_none() {
                self.broken_fields.insert((id, field_id));
            }
            let ty = found.unwrap_or(Type::Text);
            for marker in &field.markers {
                match (marker, found) {
                    (ast::Marker::Key, _) => {
                        self.key_field(field, ty);
                        keys.push(field_id);
                    }
                    (ast::Marker::At, Some(ty)) => self.date_marker(&mut at, field_id, field, ty),
                    (ast::Marker::Known, Some(ty)) => self.date_marker(&mut known, field_id, field, ty),
                    (ast::Marker::Confidential, _) | (_, None) => {}
                }
            }
            self.program.schema.records[id.0].fields.push(schema::Field {
                name: name(&field.name),
                ty,
                optional: field.optional,
                confidential: field.markers.contains(&ast::Marker::Confidential),
            });
        }
        match (keys.is_empty(), tree.key_row) {
            (true, None) if !self.is_broken(Symbol::Record(id)) => self.no_key(&tree.name.ident),
            (false, Some(span)) => {
                let first = tree.fields.iter().find(|f| f.markers.contains(&ast::Marker::Key));
                self.row_and_key(span, first.map_or(span, |f| f.span));
            }
            _ => {}
        }
        let record = &mut self.program.schema.records[id.0];
        record.key = if keys.is_empty() { Key::Row } else { Key::Fields(keys) };
        record.at = at;
        record.known = known;
    }

    fn no_key(&mut self, ident: &ast::Ident) {
        self.diagnostics.push(fault::missing(
            ident.span,
            format!("the key of `{}`", ident.text),
            format!("`{}` 的主键", ident.text),
            Message::new(
                "mark what identifies it, as `key id: text`, or write `key row` if every line counts",
                "标出主键，如 `主键 编号：文字`；若每行都算，写 `主键 行`",
            ),
        ));
    }

    fn row_and_key(&mut self, row: Span, key: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0604,
                row,
                Message::new("`key row` beside a key field", "`主键 行` 与主键字段并存"),
                Message::new("every line counts", "每行都算一条"),
            )
            .also(key, Message::new("lines that agree on this are one record", "此字段相同的各行是一条记录"))
            .help(Message::new("keep one", "只留一个")),
        );
    }

    /// A key is always there and is one value.
    fn key_field(&mut self, field: &ast::RecordField, ty: Type) {
        let label = if field.optional {
            Message::new("may be empty", "可以为空")
        } else if super::expression::is_set(ty) {
            Message::new("is a set", "是多选字段")
        } else {
            return;
        };
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0608,
                field.span,
                Message::new("a key that cannot identify a record", "主键不能确定一条记录"),
                label,
            )
            .help(Message::new("leave out the `?`, or mark another field as `key`", "去掉 `?`，或以其他字段为 `主键`")),
        );
    }

    /// References are by key, so that a record in which every line counts cannot be referred to.
    pub(super) fn check_references(&mut self) {
        for (id, tree) in self.pending.records.clone() {
            for field in &tree.fields {
                let (ast::TypeExpr::Ref(target) | ast::TypeExpr::SetOfRef(target)) = &field.ty else { continue };
                let Some(Symbol::Record(to)) = self.find(target) else { continue };
                let record = self.program.schema.record(to);
                if record.key != Key::Row || record.derived || self.is_broken(Symbol::Record(to)) {
                    continue;
                }
                let keyed = self.pending.records.iter().find(|(r, _)| *r == to).and_then(|(_, tree)| tree.key_row);
                let Some(keyed) = keyed else { continue };
                let (to, from) = (record.name.id.clone(), self.program.schema.record(id).name.id.clone());
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::E0608,
                        target.span,
                        Message::new(
                            format!("`{from}` refers to `{to}`, which has no key"),
                            format!("`{from}` 指向没有主键的 `{to}`"),
                        ),
                        Message::new("nothing to refer by", "无从指向"),
                    )
                    .also(keyed, Message::new("every line counts here", "此处每行都算一条"))
                    .help(Message::new(format!("give `{to}` a key field"), format!("给 `{to}` 一个主键字段"))),
                );
            }
        }
    }

    fn date_marker(&mut self, slot: &mut Option<FieldId>, id: FieldId, field: &ast::RecordField, ty: Type) {
        // `known` is compared with a day, so that a date is enough.
        let fits = ty == Type::Date || ty == Type::Time && field.markers.contains(&ast::Marker::At);
        if !fits {
            let fault = fault::wrong_type(&self.program.schema, field.span, ("a date", "日期"), ty);
            self.diagnostics.push(fault);
        } else if slot.is_some() {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::E0604,
                    field.span,
                    Message::new("a second field with this mark", "同一标记出现在两个字段"),
                    Message::new("a record has one", "每种档案只有一个"),
                )
                .help(Message::new("keep the one that says when it happened", "只标出事情发生的日期")),
            );
        } else {
            *slot = Some(id);
        }
    }

    pub(super) fn field_type(&mut self, tree: &ast::TypeExpr) -> Option<Type> {
        use ast::TypeExpr as Tree;
        Some(match tree {
            Tree::Text => Type::Text,
            Tree::Number => Type::Number,
            Tree::YesNo => Type::YesNo,
            Tree::Date => Type::Date,
            Tree::Time => Type::Time,
            Tree::Duration => Type::Duration,
            Tree::SetOfText => Type::TextSet,
            // Not yet the time to ask for their fields.
            Tree::Ref(ident) => Type::Ref(self.expect(ident, fault::RECORD, Self::as_record)?),
            Tree::SetOfRef(ident) => Type::RefSet(self.expect(ident, fault::RECORD, Self::as_record)?),
            Tree::Catalog(ident) => Type::Code(self.catalog_named(ident)?),
            Tree::SetOf(ident) => Type::CodeSet(self.catalog_named(ident)?),
        })
    }

    fn catalog_named(&mut self, ident: &ast::Ident) -> Option<schema::CatalogId> {
        const PLAIN: [&str; 12] =
            ["text", "number", "yesno", "date", "time", "duration", "文字", "数字", "是否", "日期", "时刻", "时长"];
        if self.find(ident).is_none()
            && !self.is_lost(ident)
            && let Some(near) = fault::nearest(&ident.text, PLAIN)
        {
            self.diagnostics.push(fault::unknown(ident, ("type or catalog", "类型或目录"), &[near.to_owned()]));
            return None;
        }
        self.expect(ident, ("type or catalog", "类型或目录"), Self::as_catalog)
    }
}

/// The word of `other` that `one` has as well.
pub(super) fn shared_word<'n>(one: &ast::Name, other: &'n ast::Name) -> Option<&'n ast::Ident> {
    let words = [Some(&one.ident), one.aka.as_ref()];
    [Some(&other.ident), other.aka.as_ref()]
        .into_iter()
        .flatten()
        .find(|w| words.iter().flatten().any(|o| o.text == w.text))
}

/// The label of `other` that data could mistake for a code or label of `one`, and where that stands.
fn shared_label<'c>(one: &ast::CatalogCode, other: &'c ast::CatalogCode) -> Option<(&'c ast::Text, Span)> {
    let mut known: Vec<(&str, Span)> = vec![(&one.name.ident.text, one.name.ident.span)];
    known.extend(one.name.aka.as_ref().map(|w| (w.text.as_str(), w.span)));
    known.extend(labels(one).map(|t| (t.value.as_str(), t.span)));
    labels(other).find_map(|text| known.iter().find(|(word, _)| *word == text.value).map(|(_, span)| (text, *span)))
}

fn labels(code: &ast::CatalogCode) -> impl Iterator<Item = &ast::Text> {
    code.title.iter().flat_map(|title| [Some(&title.text), title.aka.as_ref()]).flatten()
}
