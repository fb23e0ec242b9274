//! Several policies at once: which files are asked for, and with which policy each is compiled.
//!
//! Each policy is compiled on its own, so that the faults and names of one are not those of another. A file that no
//! policy asked for reaches is compiled by itself; if its rules then lack a policy, with the one beside it that imports it.

use super::{PolicyFile, STDIN, check, files_in, is_policy_file};
use crate::error::CliError;
use guiju_compiler::Checked;
use guiju_syntax::{FileId, ast};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Folders nested deeper are not looked into.
const MAX_DEPTH: usize = 64;

/// A policy compiled with its files, and those of them that were asked for.
pub(crate) struct PolicySet {
    /// What they mean.
    pub(crate) checked: Checked,
    /// The files asked for.
    pub(crate) asked: Vec<(FileId, PolicyFile)>,
}

/// Finds the policy files at some paths, folders with all they hold, and compiles them.
pub(crate) fn sets(paths: &[PathBuf]) -> Result<Vec<PolicySet>, CliError> {
    let asked = gather(paths)?;
    let mut policies = Vec::new();
    let mut others = Vec::new();
    for file in &asked {
        if file.declares_policy()? { policies.push(file) } else { others.push(file) }
    }
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut sets = Vec::new();
    for (file, is_policy) in policies.iter().map(|file| (file, true)).chain(others.iter().map(|file| (file, false))) {
        if reached.contains(file.shown()) {
            continue;
        }
        let mut checked = check(std::slice::from_ref(*file));
        if !is_policy && lacks_policy(&checked) {
            checked = owner(file)?.unwrap_or(checked);
        }
        let new: Vec<(FileId, &PolicyFile)> = asked
            .iter()
            .filter_map(|asked| Some((id_of(asked, &checked)?, asked)))
            .filter(|(_, f)| reached.insert(f.shown()))
            .collect();
        let asked = new.into_iter().map(|(id, file)| (id, file.clone())).collect();
        sets.push(PolicySet { checked, asked });
    }
    Ok(sets)
}

/// Returns the index of a file among those a policy consists of.
fn id_of(file: &PolicyFile, checked: &Checked) -> Option<FileId> {
    let ids = checked.files.iter().map(|parsed| parsed.file.id);
    ids.into_iter().find(|id| checked.sources.file(*id).path == file.shown())
}

/// Returns whether there are rules and no policy they belong to.
fn lacks_policy(checked: &Checked) -> bool {
    use ast::ItemKind::{Example, Exemption, Rule};
    let rules = |item: &ast::Item| matches!(item.kind, Rule(_) | Exemption(_) | Example(_));
    checked.program.policies.is_empty() && checked.files.iter().flat_map(|parsed| &parsed.file.items).any(rules)
}

/// Finds, in the folder of a file and those beside it, the first policy that imports it.
fn owner(file: &PolicyFile) -> Result<Option<Checked>, CliError> {
    let path = file.absolute();
    let Some(folder) = path.parent() else { return Ok(None) };
    let mut folders = vec![folder.to_owned()];
    folders.extend(subfolders(file.root.path())?.into_iter().filter(|other| other != folder));
    for folder in folders {
        // A folder that may not be read holds no policy of ours.
        for other in files_in(&folder, is_policy_file).unwrap_or_default() {
            let Ok(other) = PolicyFile::at(&other) else { continue };
            if !other.declares_policy().unwrap_or(false) {
                continue;
            }
            let checked = check(std::slice::from_ref(&other));
            if id_of(file, &checked).is_some() {
                return Ok(Some(checked));
            }
        }
    }
    Ok(None)
}

/// Returns the policy files at some paths, each once, in order.
fn gather(paths: &[PathBuf]) -> Result<Vec<PolicyFile>, CliError> {
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        if path.as_os_str() == STDIN {
            files.push(PolicyFile::stdin()?);
            continue;
        }
        let metadata = fs::metadata(path).map_err(|error| CliError::reading(path, error))?;
        let mut found = Vec::new();
        if metadata.is_dir() {
            walk(path, 0, is_policy_file, &mut found)?;
            if found.is_empty() {
                return Err(CliError::NoPolicy(path.clone()));
            }
        } else {
            found.push(path.clone());
        }
        for path in found {
            let file = PolicyFile::at(&path)?;
            file.bytes()?;
            if seen.insert(file.shown().to_owned()) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

/// Returns the files of a kind in those of the paths that are folders, and in the folders inside; sorted by folder.
pub(crate) fn files_below(paths: &[PathBuf], wanted: fn(&Path) -> bool) -> Result<Vec<PathBuf>, CliError> {
    let mut found = Vec::new();
    for path in paths.iter().filter(|path| path.is_dir()) {
        walk(path, 0, wanted, &mut found)?;
    }
    Ok(found)
}

/// Finds files in a folder and the folders inside; hidden folders and links to folders are passed over.
fn walk(folder: &Path, depth: usize, wanted: fn(&Path) -> bool, found: &mut Vec<PathBuf>) -> Result<(), CliError> {
    found.extend(files_in(folder, wanted)?);
    if depth < MAX_DEPTH {
        for inner in subfolders(folder)? {
            walk(&inner, depth + 1, wanted, found)?;
        }
    }
    Ok(())
}

/// Returns the folders directly in a folder, sorted.
fn subfolders(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let reading = |error| CliError::reading(folder, error);
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder).map_err(reading)? {
        let entry = entry.map_err(reading)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // Build results may hold copies of policies.
        let built = entry.file_name() == "target";
        if entry.file_type().map_err(reading)?.is_dir() && !hidden && !built {
            folders.push(entry.path());
        }
    }
    folders.sort();
    Ok(folders)
}
