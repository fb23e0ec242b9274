//! Policy files and what they import, each read and parsed once.

use std::collections::BTreeMap;

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
    /// Indices of the modules it imports directly.
    pub(crate) uses: Vec<usize>,
}

/// All files of a policy set.
#[derive(Debug, Default)]
pub(crate) struct Modules {
    pub(crate) list: Vec<Module>,
    /// For each root, its module.
    pub(crate) roots: Vec<usize>,
}

impl Modules {
    /// Returns a module and all it imports, directly or not, itself first.
    pub(crate) fn closure(&self, module: usize) -> Vec<usize> {
        let mut seen = vec![module];
        let mut next = 0;
        while let Some(&at) = seen.get(next) {
            for &used in &self.list[at].uses {
                if !seen.contains(&used) {
                    seen.push(used);
                }
            }
            next += 1;
        }
        seen
    }
}

/// Reads the roots and everything they import.
pub(crate) fn load(roots: &[Root<'_>], sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> Modules {
    let mut loader = Loader { sources, diagnostics, modules: Modules::default(), seen: BTreeMap::new() };
    for root in roots {
        if let Some(module) = loader.module(root, &root.path, None) {
            loader.modules.roots.push(module);
        }
    }
    loader.modules
}

struct Loader<'a> {
    sources: &'a mut Sources,
    diagnostics: &'a mut Vec<Diagnostic>,
    modules: Modules,
    /// Shown path → module; `None` while a file could not be read.
    seen: BTreeMap<String, Option<usize>>,
}

impl Loader<'_> {
    fn module(&mut self, root: &Root<'_>, path: &str, import: Option<&ast::Text>) -> Option<usize> {
        let shown = format!("{}{path}", root.shown);
        if let Some(known) = self.seen.get(&shown) {
            return *known;
        }
        self.seen.insert(shown.clone(), None);
        let bytes = match root.files.read(path) {
            _ if self.modules.list.len() >= MAX_FILES => Err(FileError::Other(format!("more than {MAX_FILES} files"))),
            read => read,
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
        let parsed = parse(self.sources, id);
        let imports: Vec<ast::Text> = parsed
            .file
            .items
            .iter()
            .filter_map(|item| match &item.kind {
                ast::ItemKind::Use(file) => Some(file.clone()),
                _ => None,
            })
            .collect();
        let module = self.modules.list.len();
        self.modules.list.push(Module { id, parsed, uses: Vec::new() });
        self.seen.insert(shown, Some(module));
        for import in imports {
            match join(path, &import.value) {
                Some(target) => {
                    if let Some(used) = self.module(root, &target, Some(&import)) {
                        self.modules.list[module].uses.push(used);
                    }
                }
                None => self.unreadable(&import.value, &FileError::Outside, Some(&import)),
            }
        }
        Some(module)
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
        self.diagnostics.push(Diagnostic::error(code, span, message, label));
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
    for &root in &modules.roots {
        let closure = modules.closure(root);
        let mut texts: Vec<String> = closure
            .iter()
            .map(|m| &modules.list[*m])
            .map(|module| format(&module.parsed, &sources.file(module.id).text, &options))
            .collect();
        texts.sort();
        let mut hash = Sha256::new();
        for text in &texts {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        let digest: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let files: Vec<FileId> = closure.iter().map(|m| modules.list[*m].id).collect();
        if let Some(policy) = program.policies.iter_mut().find(|p| files.contains(&p.span.file)) {
            policy.sha256 = digest;
        }
    }
}
