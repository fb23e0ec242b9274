//! The dataset manifest: which files feed which records, and how.
//!
//! In comes the text of `dataset.yaml`; out goes a [`Manifest`] whose names are resolved against the policy's schema.
//! Every fault is reported with its line, all in one run. What the files themselves say (headings, cells) is judged later.

mod columns;
mod faults;
mod header;
mod place;
mod yaml;

pub(crate) use columns::{ColumnSource, ColumnSpec};
pub(crate) use faults::Faults;
pub(crate) use place::Path;

use crate::nearest::{did_you_mean, nearest, spellings};
use encoding_rs::Encoding;
use guiju_calendar::{Day, Zone};
use guiju_compiler::{RecordId, Schema};
use guiju_syntax::{Code, Message, Tongue};
use yaml::Yaml;

/// The largest manifest read, in bytes.
const MAX_BYTES: usize = 4 << 20;

/// What a dataset manifest says.
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    /// Name of a built-in calendar or path of a file.
    pub(crate) calendar: Option<String>,
    /// The data horizon of all records that declare none of their own.
    pub(crate) horizon: Option<Vec<(Day, Day)>>,
    /// Which files feed which records, in the order written.
    pub(crate) mappings: Vec<Mapping>,
}

/// One entry under `records`: files that feed one kind of record.
#[derive(Debug)]
pub(crate) struct Mapping {
    /// The kind they feed.
    pub(crate) record: RecordId,
    /// Where the entry stands in the manifest.
    pub(crate) place: Path,
    /// Paths and patterns, as written.
    pub(crate) sources: Vec<String>,
    /// The encoding, if declared.
    pub(crate) encoding: Option<&'static Encoding>,
    /// What stands between cells, if declared.
    pub(crate) delimiter: Option<u8>,
    /// What is said of single fields.
    pub(crate) columns: Vec<ColumnSpec>,
    /// The dates for which these files are complete, if declared.
    pub(crate) horizon: Option<Vec<(Day, Day)>>,
    /// Cells that stand for nothing.
    pub(crate) missing: Vec<String>,
    /// Where civil times without an offset are read.
    pub(crate) zone: Zone,
}

impl Mapping {
    /// Returns an entry that says nothing.
    fn of(record: RecordId) -> Self {
        Self {
            record,
            place: Path::default(),
            sources: Vec::new(),
            encoding: None,
            delimiter: None,
            columns: Vec::new(),
            horizon: None,
            missing: Vec::new(),
            zone: Zone::default(),
        }
    }
}

/// Reads a manifest. What cannot be understood is left out and reported to `faults`.
pub(crate) fn read(text: &str, schema: &Schema, faults: &mut Faults<'_>) -> Manifest {
    if text.len() > MAX_BYTES {
        faults.unreadable(
            0,
            Message::new(
                format!("the manifest is larger than {MAX_BYTES} bytes"),
                format!("清单超过 {MAX_BYTES} 字节"),
            ),
            None,
        );
        return Manifest::default();
    }
    let root = match yaml::parse(text) {
        Ok(root) => root,
        Err(error) => {
            faults.unreadable(error.line, error.message, Some(error.help));
            return Manifest::default();
        }
    };
    let place = Path::default();
    if !matches!(root, Yaml::Map(_)) {
        let message = match root {
            Yaml::Nothing => Message::new("the manifest is empty", "清单是空的"),
            _ => Message::new("the manifest is no mapping, `key: value`", "清单不是映射（`键: 值`）"),
        };
        // `version：1` is one text to YAML.
        let wide = matches!(&root, Yaml::Text(text) if text.contains('：')).then(yaml::half_width);
        let help = Message::new(
            "write `version: 1` and below it `records: {RECORD: {source: FILE.csv}}`",
            "请写 `version: 1`，其下写 `records: {档案: {source: 文件.csv}}`",
        );
        faults.error_with_help(Code::E1003, &place, message, Some(wide.unwrap_or(help)));
        return Manifest::default();
    }
    faults.map(&root, &place, &["version", "data", "calendar", "zone", "missing", "records"]);
    header::check_version(&root, faults);
    let missing = header::missing(&root, &place, faults);
    let zone = header::zone(&root, &place, faults).unwrap_or(schema.zone);
    let horizon = header::horizon(&root, &place, faults);
    let mut mappings = records(&root, &missing, schema, faults);
    mappings.iter_mut().for_each(|mapping| mapping.zone = zone);
    Manifest {
        calendar: root.get("calendar").and_then(|node| faults.text(node, &place.key("calendar"))).map(str::to_owned),
        horizon,
        mappings,
    }
}

fn records(root: &Yaml, missing: &[String], schema: &Schema, faults: &mut Faults<'_>) -> Vec<Mapping> {
    let place = Path::default().key("records");
    let Some(node) = root.get("records") else {
        if matches!(root, Yaml::Map(_)) {
            faults.wrong(&Path::default(), "the key `records`", "键 `records`");
        }
        return Vec::new();
    };
    let mut mappings = Vec::new();
    let mut first_spelling: Vec<Option<&str>> = vec![None; schema.records.len()];
    for (name, node) in faults.entries(node, &place) {
        let place = place.key(name);
        let Some(id) = find_record(name, &place, schema, faults) else {
            continue;
        };
        if let Some(Some(other)) = first_spelling.get(id.0) {
            let message = Message::new(
                format!("`{name}` and `{other}` are the same kind of record; list both mappings under one name"),
                format!("`{name}` 与 `{other}` 是同一种档案，请在一个名称下列出两处来源"),
            );
            faults.error(Code::E1003, &place, message);
        }
        if let Some(spelling) = first_spelling.get_mut(id.0) {
            *spelling = Some(name);
        }
        match node {
            Yaml::List(nodes) => mappings.extend(
                nodes.iter().enumerate().map(|(i, node)| mapping(node, id, place.index(i), missing, schema, faults)),
            ),
            _ => mappings.push(mapping(node, id, place, missing, schema, faults)),
        }
    }
    mappings
}

fn find_record(name: &str, place: &Path, schema: &Schema, faults: &mut Faults<'_>) -> Option<RecordId> {
    let Some(id) = schema.find_record(name) else {
        let names = schema.records.iter().filter(|record| !record.derived).flat_map(|record| spellings(&record.name));
        let help = did_you_mean(nearest(name, names)).or_else(|| known_records(schema));
        let message = Message::new(format!("the policy has no record `{name}`"), format!("规矩中没有档案 `{name}`"));
        faults.error_with_help(Code::E1004, place, message, help);
        return None;
    };
    if schema.record(id).derived {
        let message = Message::new(
            format!("`{name}` is derived by an `event`, so no file can feed it"),
            format!("`{name}` 由 `事件` 归并而来，不能由文件提供"),
        );
        faults.error(Code::E1004, place, message);
        return None;
    }
    Some(id)
}

/// Lists the records that files can feed.
fn known_records(schema: &Schema) -> Option<Message> {
    const SHOWN: usize = 12;
    let list = |tongue: Tongue, joint: &str| {
        let fed = schema.records.iter().filter(|record| !record.derived);
        let names: Vec<&str> = fed.map(|record| record.name.in_tongue(tongue)).collect();
        let more = if names.len() > SHOWN { "…" } else { "" };
        names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(joint) + more
    };
    let (en, zh) = (list(Tongue::En, ", "), list(Tongue::Zh, "、"));
    (!en.is_empty()).then(|| Message::new(format!("records of the policy: {en}"), format!("规矩中的档案：{zh}")))
}

fn mapping(
    node: &Yaml,
    record: RecordId,
    place: Path,
    missing: &[String],
    schema: &Schema,
    faults: &mut Faults<'_>,
) -> Mapping {
    if let Yaml::Text(file) = node {
        let message = Message::new("expected a mapping, `key: value`", "此处应有映射（`键: 值`）");
        let help = Message::new(format!("write `{{source: {file}}}`"), format!("请写 `{{source: {file}}}`"));
        faults.error_with_help(Code::E1003, &place, message, Some(help));
        return Mapping { place, ..Mapping::of(record) };
    }
    let known = ["source", "encoding", "delimiter", "columns", "data", "missing"];
    faults.map(node, &place, &known);
    let own_missing = header::missing(node, &place, faults);
    let sources = match node.get("source") {
        Some(node) => header::sources(node, &place.key("source"), faults),
        None => {
            if matches!(node, Yaml::Map(_)) {
                faults.wrong(&place, "the key `source`, the file it is fed from", "键 `source`（来源文件）");
            }
            Vec::new()
        }
    };
    Mapping {
        record,
        sources,
        encoding: header::encoding(node, &place, faults),
        delimiter: header::delimiter(node, &place, faults),
        columns: columns::read(node, &place, schema, record, faults),
        horizon: header::horizon(node, &place, faults),
        missing: missing.iter().cloned().chain(own_missing).collect(),
        zone: schema.zone,
        place,
    }
}
