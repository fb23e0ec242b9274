//! The whole road from manifest and files to tables, by topic.

mod collapse;
mod dataset;
mod faults;
mod hygiene;
mod references;
mod show;

use crate::{Dataset, Input, LoadOptions, Loaded, load};
use guiju_compiler::schema::Code;
use guiju_compiler::{Catalog, CatalogId, Field, FieldId, Key, Name, Record, RecordId, Schema, Type};
use std::collections::BTreeMap;

pub(crate) type Folder = BTreeMap<String, Vec<u8>>;

/// The folder of these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> Folder {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Loads with the options of a plain run.
pub(crate) fn load_plain(schema: &Schema, manifest: &str, files: &[(&str, &str)]) -> Loaded {
    load(schema, manifest, "dataset.yaml", &folder(files), &LoadOptions::default())
}

/// Loads what must be loadable.
pub(crate) fn dataset(schema: &Schema, manifest: &str, files: &[(&str, &str)]) -> Dataset {
    let loaded = load_plain(schema, manifest, files);
    loaded.dataset.unwrap_or_else(|| panic!("{}", show::diagnostics(&loaded.diagnostics)))
}

/// The rows of a file under its heading that are neither blank lines nor lost.
pub(crate) fn accounted(input: &Input) -> u64 {
    input.rows + input.rejected + input.duplicates + input.superseded + input.conflicting + input.unseen + input.skipped
}

pub(crate) const UNIT: RecordId = RecordId(0);
pub(crate) const VISIT: RecordId = RecordId(1);
pub(crate) const NOTICE: RecordId = RecordId(2);

fn name(id: &str, alias: &str) -> Name {
    Name { id: id.to_owned(), alias: (!alias.is_empty()).then(|| alias.to_owned()) }
}

pub(crate) fn field(id: &str, alias: &str, ty: Type) -> Field {
    Field { name: name(id, alias), ty, optional: false, confidential: false }
}

pub(crate) fn optional(id: &str, alias: &str, ty: Type) -> Field {
    Field { optional: true, ..field(id, alias, ty) }
}

pub(crate) fn record(id: &str, alias: &str, key: &[usize], at: Option<usize>, fields: Vec<Field>) -> Record {
    Record {
        name: name(id, alias),
        key: if key.is_empty() { Key::Row } else { Key::Fields(key.iter().copied().map(FieldId).collect()) },
        fields,
        at: at.map(FieldId),
        known: None,
        derived: false,
    }
}

/// Units, visits to them, and notices of visits; a catalog of contents.
pub(crate) fn schema() -> Schema {
    let code = |id: &str, alias: &str, label: &str| Code {
        name: name(id, alias),
        label: Some(label.to_owned()),
        label_alias: None,
    };
    Schema {
        catalogs: vec![Catalog {
            name: name("contents", "内容"),
            ordered: false,
            codes: vec![
                code("fire", "消防", "消防设施"),
                code("power", "用电", "临时用电"),
                code("exits", "通道", "疏散通道"),
            ],
        }],
        records: vec![
            record(
                "unit",
                "单位",
                &[0],
                None,
                vec![
                    field("id", "编号", Type::Text),
                    optional("title", "名称", Type::Text),
                    optional("staff", "人数", Type::Number),
                    optional("key_unit", "重点", Type::YesNo),
                    optional("review", "周期", Type::Duration),
                ],
            ),
            record(
                "visit",
                "巡视",
                &[0],
                Some(2),
                vec![
                    field("id", "编号", Type::Text),
                    field("unit", "单位", Type::Ref(UNIT)),
                    field("date", "日期", Type::Date),
                    field("items", "内容", Type::CodeSet(CatalogId(0))),
                    optional("covert", "暗访", Type::YesNo),
                    optional("with", "陪同", Type::TextSet),
                    optional("main", "重点内容", Type::Code(CatalogId(0))),
                ],
            ),
            record(
                "notice",
                "通知",
                &[],
                Some(1),
                vec![
                    optional("visits", "巡视", Type::RefSet(VISIT)),
                    optional("issued", "印发", Type::Date),
                    optional("text", "正文", Type::Text),
                ],
            ),
        ],
        ..Schema::default()
    }
}
