//! Record kinds and closed lists.

use guiju_syntax::{Code, Diagnostic, Message, ast};

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
    }

    fn catalog(&mut self, id: schema::CatalogId, tree: &ast::Catalog) {
        let mut codes: Vec<schema::Code> = Vec::new();
        for code in &tree.codes {
            let code_name = name(&code.name);
            if let Some(first) =
                tree.codes.iter().find(|c| same_word(&c.name, &code.name)).filter(|c| c.span != code.span)
                && first.span < code.span
            {
                self.twice(&code.name.ident, first.name.ident.span);
                continue;
            }
            let label = code.title.as_ref().map(super::title);
            codes.push(schema::Code {
                name: code_name,
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
        }
        self.program.schema.catalogs[id.0].codes = codes;
    }

    fn record(&mut self, id: RecordId, tree: &ast::Record) {
        let mut keys = Vec::new();
        let (mut at, mut known) = (None, None);
        for field in &tree.fields {
            if let Some(first) = self.program.schema.records[id.0].fields.iter().position(|f| {
                f.name.is(&field.name.ident.text) || field.name.aka.as_ref().is_some_and(|aka| f.name.is(&aka.text))
            }) {
                let first = tree.fields.get(first).map_or(field.span, |f| f.name.ident.span);
                self.twice(&field.name.ident, first);
                continue;
            }
            // A field of unknown type stays, as text, so that its uses are not reported as well.
            let ty = self.field_type(&field.ty).unwrap_or(Type::Text);
            let field_id = FieldId(self.program.schema.records[id.0].fields.len());
            for marker in &field.markers {
                match marker {
                    ast::Marker::Key => keys.push(field_id),
                    ast::Marker::At => self.date_marker(&mut at, field_id, field, ty),
                    ast::Marker::Known => self.date_marker(&mut known, field_id, field, ty),
                    ast::Marker::Confidential => {}
                }
            }
            self.program.schema.records[id.0].fields.push(schema::Field {
                name: name(&field.name),
                ty,
                optional: field.optional,
                confidential: field.markers.contains(&ast::Marker::Confidential),
            });
        }
        if keys.is_empty() && tree.key_row.is_none() {
            self.diagnostics.push(fault::missing(
                tree.name.ident.span,
                format!("the key of `{}`", tree.name.ident.text),
                format!("`{}` 的主键", tree.name.ident.text),
                Message::new(
                    "mark what identifies it, as `key id: text`, or write `key row` if every line counts",
                    "标出主键，如 `主键 编号：文字`；若每行都算，写 `主键 行`",
                ),
            ));
        }
        let record = &mut self.program.schema.records[id.0];
        record.key = if keys.is_empty() { Key::Row } else { Key::Fields(keys) };
        record.at = at;
        record.known = known;
    }

    fn date_marker(&mut self, slot: &mut Option<FieldId>, id: FieldId, field: &ast::RecordField, ty: Type) {
        if ty != Type::Date {
            let fault = fault::wrong_type(&self.program.schema, field.span, ("a date", "日期"), ty);
            self.diagnostics.push(fault);
        } else if slot.is_some() {
            self.diagnostics.push(Diagnostic::error(
                Code::E0604,
                field.span,
                Message::new("a second field with this mark", "同一标记出现在两个字段"),
                Message::new("a record has one", "每种档案只有一个"),
            ));
        } else {
            *slot = Some(id);
        }
    }

    fn field_type(&mut self, tree: &ast::TypeExpr) -> Option<Type> {
        use ast::TypeExpr as Tree;
        Some(match tree {
            Tree::Text => Type::Text,
            Tree::Number => Type::Number,
            Tree::YesNo => Type::YesNo,
            Tree::Date => Type::Date,
            Tree::Duration => Type::Duration,
            Tree::SetOfText => Type::TextSet,
            Tree::Ref(ident) => Type::Ref(self.record_named(ident)?),
            Tree::SetOfRef(ident) => Type::RefSet(self.record_named(ident)?),
            Tree::Catalog(ident) => Type::Code(self.catalog_named(ident)?),
            Tree::SetOf(ident) => Type::CodeSet(self.catalog_named(ident)?),
        })
    }

    fn catalog_named(&mut self, ident: &ast::Ident) -> Option<schema::CatalogId> {
        self.expect(ident, ("type or catalog", "类型或目录"), |symbol| match symbol {
            Symbol::Catalog(id) => Some(id),
            _ => None,
        })
    }

    fn twice(&mut self, ident: &ast::Ident, first: guiju_syntax::Span) {
        let word = &ident.text;
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0203,
                ident.span,
                Message::new(format!("`{word}` is declared twice"), format!("`{word}` 重复声明")),
                Message::new("declared again here", "在此再次声明"),
            )
            .also(first, Message::new("first declared here", "首次声明在此"))
            .help(Message::new("give one of them another name", "给其中一个换个名称")),
        );
    }
}

fn same_word(one: &ast::Name, other: &ast::Name) -> bool {
    let words = |n: &ast::Name| [Some(n.ident.text.clone()), n.aka.as_ref().map(|a| a.text.clone())];
    words(one).iter().flatten().any(|w| words(other).iter().flatten().any(|o| o == w))
}
