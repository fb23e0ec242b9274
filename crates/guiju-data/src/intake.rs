//! Opens the files of a manifest and stages their rows.
//!
//! Each file is read once, whatever the number of records it feeds, and let go before the next.

use crate::cell;
use crate::file::delimited::{MAX_COLUMNS, Rows};
use crate::file::{self, FileFault, Opened};
use crate::manifest::{Faults, Manifest, Mapping};
use crate::nearest::{did_you_mean, nearest};
use crate::reject::Reject;
use crate::rows::bind::{Cells, bind};
use crate::rows::reference::SourceNames;
use crate::rows::stage::{Feeding, Staged, Unstaged, stage};
use crate::table::Input;
use guiju_calendar::Day;
use guiju_compiler::{RecordId, Schema};
use guiju_syntax::{Code, DataPlace, Diagnostic, FileError, Files, Message};
use std::sync::Arc;

/// What the files gave.
#[derive(Debug, Default)]
pub(crate) struct Intake {
    /// The files, one entry for each kind they feed, in the order of the manifest.
    pub(crate) inputs: Vec<Input>,
    /// What they are called in messages.
    pub(crate) names: Vec<SourceNames>,
    /// Rows by record; `None`: no file feeds the kind.
    pub(crate) staged: Vec<Option<Staged>>,
    /// Bad cells.
    pub(crate) rejects: Vec<Reject>,
}

/// A file on its way into one kind of record.
struct Task<'m> {
    mapping: &'m Mapping,
    path: String,
}

/// Reads all files of a manifest. What cannot be read is reported to `faults`.
pub(crate) fn take_in(
    schema: &Schema,
    manifest: &Manifest,
    files: &dyn Files,
    known_by: Option<Day>,
    faults: &mut Faults<'_>,
) -> Intake {
    let tasks: Vec<Task<'_>> = manifest.mappings.iter().flat_map(|mapping| tasks(mapping, files, faults)).collect();
    let mut intake = Intake { staged: schema.records.iter().map(|_| None).collect(), ..Intake::default() };
    for mapping in &manifest.mappings {
        if let Some(staged) = intake.staged.get_mut(mapping.record.0) {
            staged.get_or_insert_with(|| Staged::new(schema, mapping.record));
        }
    }
    for task in &tasks {
        intake.add(schema, task);
    }
    let mut done = vec![false; tasks.len()];
    for (index, task) in tasks.iter().enumerate() {
        if done.get(index) != Some(&false) {
            continue;
        }
        let together: Vec<usize> =
            (index..tasks.len()).filter(|&i| tasks.get(i).is_some_and(|t| t.same_file(task))).collect();
        for &i in &together {
            if let Some(done) = done.get_mut(i) {
                *done = true;
            }
        }
        match file::open(files, &task.path, task.mapping.encoding) {
            Ok(opened) => {
                let fed: Vec<(usize, &Task<'_>)> = together.iter().filter_map(|&i| Some((i, tasks.get(i)?))).collect();
                intake.feed(schema, &opened, &fed, known_by, faults);
            }
            Err(fault) if fault.code == Code::E1101 => unreadable(fault, task.mapping, &task.path, files, faults),
            Err(fault) => report(fault, &task.path, faults),
        }
    }
    intake
}

/// Expands the sources of a mapping.
fn tasks<'m>(mapping: &'m Mapping, files: &dyn Files, faults: &mut Faults<'_>) -> Vec<Task<'m>> {
    let mut paths: Vec<String> = Vec::new();
    for source in &mapping.sources {
        let found = if source.contains(['*', '?', '[']) { files.glob(source) } else { Ok(vec![source.clone()]) };
        match found {
            Ok(found) if found.is_empty() => {
                let message =
                    Message::new(format!("no file matches `{source}`"), format!("没有文件与 `{source}` 相符"));
                faults.error_with_help(Code::E1101, &mapping.place.key("source"), message, near_files(source, files));
            }
            Ok(found) => {
                for path in found {
                    // Patterns may overlap; a file is read once.
                    if !paths.contains(&path) {
                        paths.push(path);
                    }
                }
            }
            Err(error) => unreadable(file::cannot_read(source, error), mapping, source, files, faults),
        }
    }
    paths.into_iter().map(|path| Task { mapping, path }).collect()
}

impl Task<'_> {
    fn same_file(&self, other: &Task<'_>) -> bool {
        self.path == other.path
            && self.mapping.encoding == other.mapping.encoding
            && self.mapping.delimiter == other.mapping.delimiter
    }
}

impl Intake {
    fn add(&mut self, schema: &Schema, task: &Task<'_>) {
        let record = schema.record(task.mapping.record);
        self.inputs.push(Input { record: record.name.id.clone(), source: task.path.clone(), ..Input::default() });
        self.names.push(SourceNames {
            record: record.name.id.as_str().into(),
            file: task.path.as_str().into(),
            headings: record.fields.iter().map(|field| field.name.id.as_str().into()).collect(),
        });
    }

    /// Stages the rows of one opened file for each of the kinds it feeds.
    fn feed(
        &mut self,
        schema: &Schema,
        opened: &Opened,
        tasks: &[(usize, &Task<'_>)],
        known_by: Option<Day>,
        faults: &mut Faults<'_>,
    ) {
        let Some((_, Task { path, mapping })) = tasks.first() else { return };
        if let Some(encoding) = opened.doubtful {
            faults.push(doubtful(path, encoding.name()));
        }
        let headings = match headings(&opened.text, mapping.delimiter) {
            Ok(headings) => headings,
            Err(fault) => return report(fault, path, faults),
        };
        let mut has_rows = false;
        for &(index, task) in tasks {
            let record = task.mapping.record;
            let (Some(Some(staged)), Some(input), Some(names)) =
                (self.staged.get_mut(record.0), self.inputs.get_mut(index), self.names.get_mut(index))
            else {
                continue;
            };
            input.sha256.clone_from(&opened.sha256);
            let binding = bind(schema, task.mapping, path, &headings, &mut staged.stores, faults);
            if faults.has_errors() {
                // The other files are still looked at for faults, but their cells would not be used.
                continue;
            }
            for field in binding.fields.iter().filter(|field| matches!(field.cells, Cells::Column(_))) {
                if let Some(heading) = names.headings.get_mut(field.reader.field.0) {
                    *heading = Arc::clone(&field.heading);
                }
            }
            let mut rows = Rows::new(&opened.text, task.mapping.delimiter);
            rows.next();
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let mut feeding = Feeding { staged, binding: &binding, input, index };
            let before = feeding.input.clone();
            match stage(rows, headings.len(), &mut feeding, known_by, &mut self.rejects) {
                Ok(()) => {}
                Err(Unstaged::TooManyRows) => report(too_many_rows(schema, record), path, faults),
                Err(Unstaged::OpenQuote(row)) => faults.push(open_quote(path, row)),
            }
            has_rows |=
                feeding.staged.origins.last().is_some_and(|origin| origin.input == index) || *feeding.input != before;
        }
        if !has_rows && !faults.has_errors() {
            faults.push(heading_only(path));
        }
    }
}

fn headings(text: &str, delimiter: Option<u8>) -> Result<Vec<String>, FileFault> {
    let mut rows = Rows::new(text, delimiter);
    let Some(row) = rows.next().filter(|row| !row.is_empty_from(0)) else {
        return Err(FileFault::new(
            Code::E1104,
            0,
            "the file is empty; its first row must hold the headings of the columns",
            "文件为空，首行应为各列标题",
        ));
    };
    if row.is_open {
        let said = open_quote("", row.number).message;
        return Err(FileFault::new(Code::E1107, row.number, said.en, said.zh));
    }
    if row.len() > MAX_COLUMNS {
        return Err(FileFault::new(
            Code::E1105,
            row.number,
            format!("the heading has {} columns, more than {MAX_COLUMNS}", row.len()),
            format!("标题行有 {} 列，超过 {MAX_COLUMNS} 列", row.len()),
        ));
    }
    Ok((0..row.len()).map(|column| cell::clean(row.cell(column)).into_owned()).collect())
}

fn too_many_rows(schema: &Schema, record: RecordId) -> FileFault {
    let name = &schema.record(record).name.id;
    FileFault::new(
        Code::E1105,
        0,
        format!("`{name}` has more than {} rows", Staged::MAX_ROWS),
        format!("`{name}` 超过 {} 行", Staged::MAX_ROWS),
    )
}

fn open_quote(path: &str, row: u64) -> Diagnostic {
    let message = Message::new(
        "a quote that begins in this row is never closed, so that the rest of the file is one cell",
        "此行的引号没有收尾，其后全部内容成了一个单元格",
    );
    let help = Message::new(
        "close it with `\"`; write a `\"` that belongs to a text twice",
        "请用 `\"` 收尾；文字本身所含的 `\"` 应写两遍",
    );
    Diagnostic::data_error(Code::E1107, place(path, row), message).help(help)
}

fn heading_only(path: &str) -> Diagnostic {
    let message = Message::new("the file has headings but no rows", "文件只有标题行，没有记录");
    Diagnostic::data_error(Code::W1105, place(path, 0), message).warning()
}

fn doubtful(path: &str, encoding: &str) -> Diagnostic {
    let message = Message::new(format!("the encoding is a guess: {encoding}"), format!("编码系推测：{encoding}"));
    let help =
        Message::new("look at a few names, then declare the `encoding`", "请核对几处文字，再以 `encoding` 声明编码");
    Diagnostic::data_error(Code::W1107, place(path, 0), message).warning().help(help)
}

/// Reports a file that cannot be had where the manifest names it, with what to do.
fn unreadable(fault: FileFault, mapping: &Mapping, path: &str, files: &dyn Files, faults: &mut Faults<'_>) {
    let help = match files.read(path) {
        Err(FileError::Outside) => Some(Message::new(
            "copy the file into the folder of the dataset, or name a folder that holds both with `--data-root`",
            "请把文件复制到数据集的文件夹中，或用 `--data-root` 指明同时容纳二者的文件夹",
        )),
        Err(FileError::NotFound | FileError::NotAFile) => near_files(path, files),
        _ => None,
    };
    faults.error_with_help(fault.code, &mapping.place.key("source"), fault.message, help);
}

/// Proposes the file that was likely meant, or lists those that are there.
fn near_files(path: &str, files: &dyn Files) -> Option<Message> {
    const SHOWN: usize = 8;
    let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut found = files.glob(&format!("{folder}*")).unwrap_or_default();
    found.retain(|file| !file.ends_with(".yaml"));
    // Endings are alike anyway, and would make `units.csv` look like `visits.csv`.
    let stems: Vec<&str> = found.iter().map(|file| stem(file)).collect();
    let near = nearest(stem(path), stems.iter().copied());
    let near = near.and_then(|near| found.get(stems.iter().position(|stem| *stem == near)?));
    did_you_mean(near.map(String::as_str)).or_else(|| {
        let more = if found.len() > SHOWN { "…" } else { "" };
        found.truncate(SHOWN);
        let help = Message::new(
            format!("files there: {}{more}", found.join(", ")),
            format!("那里的文件：{}{more}", found.join("、")),
        );
        (!found.is_empty()).then_some(help)
    })
}

/// Returns a file's path without its ending.
fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

fn report(fault: FileFault, path: &str, faults: &mut Faults<'_>) {
    faults.push(Diagnostic::data_error(fault.code, place(path, fault.row), fault.message));
}

fn place(path: &str, row: u64) -> DataPlace {
    DataPlace { file: path.to_owned(), row, column: None, value: None }
}
