//! The plain keys of a manifest and of its records: version, data horizon, stand-ins, sources, encoding, delimiter.

use super::{Faults, Path, yaml::Yaml};
use crate::cell;
use crate::nearest::nearest;
use encoding_rs::{Encoding, GB18030, GBK};
use guiju_calendar::{Day, Zone};
use guiju_syntax::{Code, Message};

/// Checks `version: 1`.
pub(super) fn check_version(root: &Yaml, faults: &mut Faults<'_>) {
    let place = Path::default().key("version");
    match root.get("version") {
        None if matches!(root, Yaml::Map(_)) => {
            faults.wrong(&Path::default(), "the key `version: 1`", "键 `version: 1`");
        }
        None => {}
        Some(Yaml::Text(version)) if version == "1" => {}
        Some(_) => {
            let message = Message::new(
                "this version of the manifest is not known; write `version: 1`",
                "不认识此清单版本，请写 `version: 1`",
            );
            faults.error(Code::E1003, &place, message);
        }
    }
}

/// Reads `missing`: the cells that stand for nothing.
pub(super) fn missing(node: &Yaml, place: &Path, faults: &mut Faults<'_>) -> Vec<String> {
    node.get("missing")
        .map(|node| faults.texts(node, &place.key("missing")))
        .unwrap_or_default()
        .iter()
        .map(|word| cell::clean(word).into_owned())
        .collect()
}

/// Reads `zone`: where civil times without an offset are read.
pub(super) fn zone(node: &Yaml, place: &Path, faults: &mut Faults<'_>) -> Option<Zone> {
    let place = place.key("zone");
    let name = faults.text(node.get("zone")?, &place)?;
    let zone = Zone::from_name(name);
    if zone.is_none() {
        let near = nearest(name, Zone::names()).unwrap_or("Asia/Shanghai");
        let message = Message::new(
            format!("`{name}` is no time zone; write one of the IANA database, such as `{near}`"),
            format!("没有时区 `{name}`，请用 IANA 名称，如 `{near}`"),
        );
        faults.error(Code::E1011, &place, message);
    }
    zone
}

/// Reads `data`: one interval or a list of them.
pub(super) fn horizon(node: &Yaml, place: &Path, faults: &mut Faults<'_>) -> Option<Vec<(Day, Day)>> {
    let place = place.key("data");
    match node.get("data")? {
        Yaml::List(nodes) => {
            Some(nodes.iter().enumerate().filter_map(|(i, node)| interval(node, &place.index(i), faults)).collect())
        }
        node => interval(node, &place, faults).map(|interval| vec![interval]),
    }
}

fn interval(node: &Yaml, place: &Path, faults: &mut Faults<'_>) -> Option<(Day, Day)> {
    faults.map(node, place, &["from", "to"]);
    if !matches!(node, Yaml::Map(_)) {
        return None;
    }
    let (from, to) = (end(node, "from", place, faults), end(node, "to", place, faults));
    let (from, to) = (from?, to?);
    if from > to {
        let message = Message::new(
            format!("the data horizon runs backwards, from {from} to {to}"),
            format!("数据范围首尾颠倒：自 {from} 至 {to}"),
        );
        faults.error(Code::E1008, place, message);
        return None;
    }
    Some((from, to))
}

fn end(node: &Yaml, key: &str, place: &Path, faults: &mut Faults<'_>) -> Option<Day> {
    let Some(node) = node.get(key) else {
        faults.wrong(
            place,
            &format!("the key `{key}`, a date such as 2025-01-01"),
            &format!("键 `{key}`（日期，如 2025-01-01）"),
        );
        return None;
    };
    let place = place.key(key);
    let text = faults.text(node, &place)?;
    let day = cell::date::parse(text, &[]);
    if day.is_none() {
        let message = Message::new(
            format!("`{text}` is not a date such as 2025-01-01"),
            format!("`{text}` 不是日期（如 2025-01-01）"),
        );
        faults.error(Code::E1008, &place, message);
    }
    day
}

/// Reads `source`: a path, a pattern, or a list of them. Kinds of sources that cannot be read yet are refused.
pub(super) fn sources(node: &Yaml, place: &Path, faults: &mut Faults<'_>) -> Vec<String> {
    let sources = faults.texts(node, place);
    if sources.is_empty() || sources.iter().any(|source| source.trim().is_empty()) {
        faults.wrong(place, "a file such as `visits.csv`", "文件（如 `visits.csv`）");
    }
    for source in &sources {
        if let Some(kind) = later(source) {
            let message = Message::new(
                format!("`{source}`: {} comes later; export it as CSV in the meantime", kind.en),
                format!("`{source}`：暂不支持{}，请先导出为 CSV", kind.zh),
            );
            faults.error(Code::E1010, place, message);
        }
    }
    sources
        .into_iter()
        .filter(|source| later(source).is_none() && !source.trim().is_empty())
        .map(|source| source.strip_prefix("./").unwrap_or(&source).to_owned())
        .collect()
}

/// Returns what kind of source this is, if it is one that cannot be read yet.
fn later(source: &str) -> Option<Message> {
    let lower = source.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    if lower.contains("://") || lower.starts_with("sqlite:") {
        Some(Message::new("reading a database", "读取数据库"))
    } else if lower.starts_with("store:") || ends(&[".guijudb"]) {
        Some(Message::new("reading a record store", "读取档案库"))
    } else if lower.contains('#') {
        Some(Message::new("reading one sheet or table of a file", "读取文件中的某个工作表"))
    } else if ends(&[".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et"]) {
        Some(Message::new("reading a workbook", "读取电子表格文件"))
    } else if ends(&[".json", ".jsonl", ".ndjson", ".parquet"]) {
        Some(Message::new("reading JSON and Parquet", "读取 JSON 与 Parquet"))
    } else if ends(&[".gz", ".zip", ".zst", ".bz2", ".xz"]) {
        Some(Message::new("reading compressed files", "读取压缩文件"))
    } else {
        None
    }
}

/// Reads `encoding`: a label such as `gb18030`, or `auto`.
pub(super) fn encoding(node: &Yaml, place: &Path, faults: &mut Faults<'_>) -> Option<&'static Encoding> {
    let place = place.key("encoding");
    let label = faults.text(node.get("encoding")?, &place)?;
    if label.eq_ignore_ascii_case("auto") {
        return None;
    }
    match Encoding::for_label(label.as_bytes()) {
        // GB18030 holds all of GBK and GB2312.
        Some(encoding) if encoding == GBK => Some(GB18030),
        Some(encoding) if encoding != encoding_rs::REPLACEMENT => Some(encoding),
        _ => {
            let message = Message::new(
                format!("`{label}` is no encoding; usual ones are auto, utf-8, gb18030, big5"),
                format!("没有编码 `{label}`，常用的有 auto、utf-8、gb18030、big5"),
            );
            faults.error(Code::E1011, &place, message);
            None
        }
    }
}

/// Reads `delimiter`: one ASCII character, or `tab`.
pub(super) fn delimiter(node: &Yaml, place: &Path, faults: &mut Faults<'_>) -> Option<u8> {
    let place = place.key("delimiter");
    let text = faults.text(node.get("delimiter")?, &place)?;
    match text.as_bytes() {
        b"tab" | b"\\t" => Some(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n' | b'\0') => Some(*byte),
        _ => {
            let message = Message::new(
                format!("`{text}` cannot stand between cells; write one character such as `;`, or `tab`"),
                format!("`{text}` 不能作分隔符，请写一个字符（如 `;`）或 `tab`"),
            );
            faults.error(Code::E1011, &place, message);
            None
        }
    }
}
