//! Policy files and what they import, each read and parsed once.

use std::collections::{BTreeMap, BTreeSet};

use guiju_syntax::{
    Code, Diagnostic, FileError, FileId, Files, FormatOptions, Message, Names, Parsed, Sources, Span, Tongue, ast,
    format, parse, read,
};
use sha2::{Digest, Sha256};

use crate::hir;

/// The most files one policy set may consist of.
const MAX_FILES: usize = 10_000;

/// A policy file to compile, in the folder its imports may not leave.
pub struct Root<'a> {
    /// The folder.
    pub files: &'a dyn Files,
    /// Its path in the folder.
    pub path: String,
    /// What to put before paths of this folder when showing them.
    pub shown: String,
}

/// A parsed file and the files it imports.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) id: FileId,
    pub(crate) parsed: Parsed,
    /// The folder it lies in, as shown, and its path there.
    pub(crate) folder: String,
    pub(crate) path: String,
    /// Indices of the modules it imports directly.
    pub(crate) uses: Vec<usize>,
    /// Where the parser found something wrong, in order.
    pub(crate) faults: Vec<usize>,
    /// Whether a file it imports could not be read.
    pub(crate) unreadable_import: bool,
}

/// All files of a policy set.
#[derive(Debug, Default)]
pub(crate) struct Modules {
    pub(crate) list: Vec<Module>,
    /// For each root, its module; each once.
    pub(crate) roots: Vec<usize>,
    by_file: BTreeMap<FileId, usize>,
}

impl Modules {
    /// Returns a module and all it imports, directly or not, itself first.
    pub(crate) fn closure(&self, module: usize) -> Vec<usize> {
        let mut seen = vec![false; self.list.len()];
        let mut order = vec![module];
        let mut next = 0;
        seen[module] = true;
        while let Some(&at) = order.get(next) {
            for &used in &self.list[at].uses {
                if !std::mem::replace(&mut seen[used], true) {
                    order.push(used);
                }
            }
            next += 1;
        }
        order
    }

    /// Returns the module of a file.
    pub(crate) fn of_file(&self, id: FileId) -> Option<&Module> {
        self.by_file.get(&id).and_then(|index| self.list.get(*index))
    }
}

/// Reads the roots and everything they import. Files may import one another in circles: each is read once.
pub(crate) fn load(roots: &[Root<'_>], sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> Modules {
    let mut loader = Loader { sources, diagnostics, modules: Modules::default(), seen: BTreeMap::new() };
    for root in roots {
        let first = loader.modules.list.len();
        let Some(module) = loader.module(root, &root.path, None) else { continue };
        if !loader.modules.roots.contains(&module) {
            loader.modules.roots.push(module);
        }
        // The list grows by what is imported; going along it, rather than down, keeps long chains off the stack.
        let mut next = first;
        while next < loader.modules.list.len() {
            loader.imports(root, next);
            next += 1;
        }
    }
    loader.modules
}

struct Loader<'a> {
    sources: &'a mut Sources,
    diagnostics: &'a mut Vec<Diagnostic>,
    modules: Modules,
    /// Shown path → module; `None` if the file could not be read.
    seen: BTreeMap<String, Option<usize>>,
}

impl Loader<'_> {
    /// Reads and parses a file, unless that has been done.
    fn module(&mut self, root: &Root<'_>, path: &str, import: Option<&ast::Text>) -> Option<usize> {
        let shown = format!("{}{path}", root.shown);
        if let Some(known) = self.seen.get(&shown) {
            return *known;
        }
        self.seen.insert(shown.clone(), None);
        let bytes = if self.modules.list.len() >= MAX_FILES {
            Err(FileError::Other(format!("more than {MAX_FILES} files")))
        } else {
            root.files.read(path)
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                self.unreadable(&shown, &error, import);
                return None;
            }
        };
        let id = match read(self.sources, &shown, &bytes) {
            Ok(id) => id,
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                return None;
            }
        };
        let module = self.modules.list.len();
        let parsed = parse(self.sources, id);
        let places = parsed.diagnostics.iter().filter_map(|d| d.primary.as_ref());
        let mut faults: Vec<usize> = places.map(|label| label.span.start).collect();
        faults.sort_unstable();
        self.modules.list.push(Module {
            id,
            parsed,
            faults,
            folder: root.shown.clone(),
            path: path.to_owned(),
            uses: Vec::new(),
            unreadable_import: false,
        });
        self.modules.by_file.insert(id, module);
        self.seen.insert(shown, Some(module));
        Some(module)
    }

    /// Reads what a module imports.
    fn imports(&mut self, root: &Root<'_>, module: usize) {
        let Some(importer) = self.modules.list.get(module) else { return };
        let path = importer.path.clone();
        let imports: Vec<ast::Text> = importer
            .parsed
            .file
            .items
            .iter()
            .filter_map(|item| match &item.kind {
                ast::ItemKind::Use(file) => Some(file.clone()),
                _ => None,
            })
            .collect();
        for import in imports {
            let used = match join(&path, &import.value) {
                // What a file declares it sees already: another file was meant.
                Some(target) if target == path => {
                    self.imports_itself(&import);
                    None
                }
                Some(target) => self.module(root, &target, Some(&import)),
                None => {
                    self.unreadable(&import.value, &FileError::Outside, Some(&import));
                    None
                }
            };
            match used {
                Some(used) => self.modules.list[module].uses.push(used),
                None => self.modules.list[module].unreadable_import = true,
            }
        }
    }

    fn imports_itself(&mut self, import: &ast::Text) {
        let message = Message::new("the file imports itself", "文件引用了自己");
        let label = Message::new("this is the file it stands in", "这就是本文件");
        let help = Message::new("name another file, or leave the line out", "请指明另一文件，或删去此行");
        self.diagnostics.push(Diagnostic::error(Code::E0211, import.span, message, label).help(help));
    }

    fn unreadable(&mut self, shown: &str, error: &FileError, import: Option<&ast::Text>) {
        let span = match import {
            Some(import) => import.span,
            None => Span { file: self.sources.add(shown, ""), start: 0, end: 0 },
        };
        let (code, message, label) = match error {
            FileError::NotFound => (
                Code::E0211,
                Message::new(format!("no file `{shown}`"), format!("没有文件 `{shown}`")),
                Message::new("cannot be found", "找不到"),
            ),
            FileError::Outside => (
                Code::E0212,
                Message::new(format!("`{shown}` lies outside the policy folder"), format!("`{shown}` 在规矩目录之外")),
                Message::new("imports may not leave the folder of policies", "引用不得离开规矩目录"),
            ),
            FileError::NotAFile => (
                Code::E0211,
                Message::new(format!("`{shown}` is a folder, not a file"), format!("`{shown}` 是文件夹，不是文件")),
                Message::new("name a file in it", "请指明其中的文件"),
            ),
            FileError::TooLarge(limit) => (
                Code::E0112,
                Message::new(format!("`{shown}` is larger than {limit} bytes"), format!("`{shown}` 大于{limit}字节")),
                Message::new("too large", "太大"),
            ),
            FileError::Other(why) => (
                Code::E0211,
                Message::new(format!("cannot read `{shown}`: {why}"), format!("无法读取 `{shown}`：{why}")),
                Message::new("cannot be read", "无法读取"),
            ),
        };
        let diagnostic = Diagnostic::error(code, span, message, label);
        self.diagnostics.push(if import.is_some() {
            diagnostic.help(Message::new(
                "write the path from the folder of this file, as `use \"../common/words.guiju\"`",
                "请写从本文件所在目录起的路径，如 `引用 “../common/words.guiju”`",
            ))
        } else {
            diagnostic
        });
    }
}

/// Joins an import to the path of the file it stands in; `None` if it leaves the folder.
fn join(from: &str, import: &str) -> Option<String> {
    if import.starts_with('/') || import.contains('\\') || import.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Gives every policy the SHA-256 of its canonical text: all its files in English, without comments, sorted by text.
///
/// So the fingerprint changes with the meaning and stays with the layout, the tongue and the comments.
pub(crate) fn fingerprints(modules: &Modules, sources: &Sources, names: &Names, program: &mut hir::Program) {
    let options = FormatOptions { tongue: Some(Tongue::En), names, comments: false };
    let closures: Vec<Vec<usize>> = modules.roots.iter().map(|root| modules.closure(*root)).collect();
    for policy in &mut program.policies {
        let home = modules.by_file.get(&policy.span.file);
        let files: BTreeSet<usize> =
            closures.iter().filter(|files| home.is_some_and(|home| files.contains(home))).flatten().copied().collect();
        let mut texts: Vec<String> = files
            .iter()
            .filter_map(|index| modules.list.get(*index))
            .map(|module| format(&module.parsed, &sources.file(module.id).text, &options))
            .collect();
        texts.sort();
        let mut hash = Sha256::new();
        for text in &texts {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        policy.sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    }
}
