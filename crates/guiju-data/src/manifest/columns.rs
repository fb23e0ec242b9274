//! What a manifest says of single columns: `columns: {field: heading}` or `{field: {column, values, …}}`.

use super::{Faults, Path, yaml::Yaml};
use crate::cell::{clean, date};
use crate::nearest::{did_you_mean, nearest, spellings};
use guiju_compiler::{FieldId, RecordId, Schema, Type};
use guiju_syntax::{Code, Message};
use indexmap::IndexMap;

/// Where a field's cells come from, and how they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ColumnSpec {
    /// The field fed.
    pub(crate) field: FieldId,
    /// Where the entry stands in the manifest.
    pub(crate) place: Path,
    /// Where the cells come from.
    pub(crate) source: ColumnSource,
    /// What a cell's text stands for; `None` is nothing.
    pub(crate) values: IndexMap<String, Option<String>>,
    /// What separates the members of a set, if declared.
    pub(crate) split: Option<String>,
    /// Forms of its dates, as in `%m/%d/%Y`; empty: the usual ones.
    pub(crate) formats: Vec<String>,
    /// Further cells that stand for nothing.
    pub(crate) missing: Vec<String>,
}

/// Where a field's cells come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ColumnSource {
    /// The column of the field's own name.
    SameName,
    /// The column with this heading.
    Heading(String),
    /// One text for all rows.
    Constant(String),
}

/// Reads the `columns` of one mapping.
pub(super) fn read(
    node: &Yaml,
    place: &Path,
    schema: &Schema,
    record: RecordId,
    faults: &mut Faults<'_>,
) -> Vec<ColumnSpec> {
    let place = place.key("columns");
    let Some(node) = node.get("columns") else {
        return Vec::new();
    };
    let fields = &schema.record(record).fields;
    let mut specs: Vec<ColumnSpec> = Vec::new();
    for (name, node) in faults.entries(node, &place) {
        let place = place.key(name);
        let Some(field) = schema.record(record).find_field(name) else {
            let help = did_you_mean(nearest(name, fields.iter().flat_map(|field| spellings(&field.name))));
            let record = &schema.record(record).name.id;
            let message = Message::new(
                format!("`{name}` is not a field of `{record}`"),
                format!("`{name}` 不是 `{record}` 的字段"),
            );
            faults.error_with_help(Code::E1005, &place, message, help);
            continue;
        };
        if specs.iter().any(|spec| spec.field == field) {
            let message = Message::new(format!("`{name}` is mapped twice"), format!("`{name}` 对应了两次"));
            faults.error(Code::E1003, &place, message);
            continue;
        }
        let ty = schema.record(record).field(field).ty;
        specs.extend(column(node, place, field, ty, faults));
    }
    specs
}

fn column(node: &Yaml, place: Path, field: FieldId, ty: Type, faults: &mut Faults<'_>) -> Option<ColumnSpec> {
    let mut spec = ColumnSpec {
        field,
        source: ColumnSource::SameName,
        values: IndexMap::new(),
        split: None,
        formats: Vec::new(),
        missing: Vec::new(),
        place: place.clone(),
    };
    match node {
        Yaml::Text(heading) => spec.source = ColumnSource::Heading(heading.clone()),
        Yaml::Map(_) => {
            faults.map(node, &place, &["column", "constant", "values", "split", "format", "missing"]);
            spec.missing = super::header::missing(node, &place, faults);
            spec.source = source(node, &place, faults)?;
            if let Some(node) = node.get("values") {
                spec.values = values(node, &place.key("values"), faults);
            }
            if let Some(node) = node.get("split") {
                spec.split = split(node, &place.key("split"), ty, faults);
            }
            if let Some(node) = node.get("format") {
                spec.formats = formats(node, &place.key("format"), ty, faults);
            }
        }
        _ => {
            faults.wrong(
                &place,
                "a heading, or a mapping with `column`, `values`, `split`, `format`, `constant`, `missing`",
                "列标题，或含 `column`、`values`、`split`、`format`、`constant`、`missing` 的映射",
            );
            return None;
        }
    }
    Some(spec)
}

fn source(node: &Yaml, place: &Path, faults: &mut Faults<'_>) -> Option<ColumnSource> {
    match (node.get("column"), node.get("constant")) {
        (Some(_), Some(_)) => {
            let message = Message::new(
                "a field comes from a `column` or is `constant`, not both",
                "字段或取自列（`column`），或为常数（`constant`），不能兼有",
            );
            faults.error(Code::E1011, place, message);
            None
        }
        (Some(column), None) => {
            let heading = faults.text(column, &place.key("column"))?;
            Some(ColumnSource::Heading(heading.to_owned()))
        }
        (None, Some(constant)) => {
            let text = faults.text(constant, &place.key("constant"))?;
            Some(ColumnSource::Constant(text.to_owned()))
        }
        (None, None) => Some(ColumnSource::SameName),
    }
}

fn values(node: &Yaml, place: &Path, faults: &mut Faults<'_>) -> IndexMap<String, Option<String>> {
    faults
        .entries(node, place)
        .iter()
        .filter_map(|(cell, node)| {
            let value = match node {
                Yaml::Nothing => None,
                node => Some(faults.text(node, &place.key(cell))?.to_owned()),
            };
            Some((clean(cell).into_owned(), value))
        })
        .collect()
}

fn split(node: &Yaml, place: &Path, ty: Type, faults: &mut Faults<'_>) -> Option<String> {
    let text = faults.text(node, place)?;
    let message = if !matches!(ty, Type::CodeSet(_) | Type::RefSet(_) | Type::TextSet) {
        Message::new("only a `set of …` field can be split", "只有多选字段可以拆分")
    } else if text.is_empty() {
        Message::new("a separator cannot be empty", "分隔符不能为空")
    } else {
        return Some(text.to_owned());
    };
    faults.error(Code::E1011, place, message);
    None
}

fn formats(node: &Yaml, place: &Path, ty: Type, faults: &mut Faults<'_>) -> Vec<String> {
    let formats = faults.texts(node, place);
    if !matches!(ty, Type::Date | Type::Ref(_) | Type::RefSet(_)) {
        let message = Message::new("only a date field has a `format`", "只有日期字段可以写 `format`");
        faults.error(Code::E1011, place, message);
        return Vec::new();
    }
    for format in formats.iter().filter(|format| !date::is_format(format)) {
        let message = Message::new(
            format!("`{format}` does not describe a whole date; write one such as `%m/%d/%Y`"),
            format!("`{format}` 不能表示完整的日期，请写如 `%m/%d/%Y`"),
        );
        faults.error(Code::E1011, place, message);
    }
    formats.into_iter().filter(|format| date::is_format(format)).collect()
}
