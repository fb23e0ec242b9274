//! Where the policies are, and what they mean.
//!
//! A policy is a file, or the folder that holds it. Its imports may reach the folders beside its own: the root that they
//! may not leave is the parent of the folder that holds the policy file.

mod paths;
mod sets;

pub(crate) use paths::shown;
pub(crate) use sets::{PolicySet, files_below, sets};

use crate::{
    error::CliError,
    folder::{Folder, slashed},
    shell::Shell,
};
use guiju_compiler::{Checked, Root};
use guiju_syntax::{FileError, Files};
use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

/// The word that stands for standard input.
pub(crate) const STDIN: &str = "-";
/// What the text of standard input is called in messages.
pub(crate) const STDIN_NAME: &str = "<stdin>";
/// The ending of policy files.
const ENDING: &str = "guiju";

/// A policy file in the folder its imports may not leave.
#[derive(Debug, Clone)]
pub(crate) struct PolicyFile {
    root: Folder,
    /// Its path in the root, with `/`.
    path: String,
    /// Its path as shown to people.
    shown: String,
    /// Its text, where it does not lie on disk.
    text: Option<Vec<u8>>,
}

impl PolicyFile {
    /// Finds the policy at a path: the file itself, or the one policy file of a folder.
    pub(crate) fn find(path: &Path) -> Result<Self, CliError> {
        let metadata = fs::metadata(path).map_err(|error| CliError::reading(path, error))?;
        if !metadata.is_dir() {
            return Self::at(path);
        }
        let named = path.join(format!("policy.{ENDING}"));
        if named.is_file() {
            return Self::at(&named);
        }
        let mut found = Vec::new();
        for file in files_in(path, is_policy_file)? {
            let file = Self::at(&file)?;
            if file.declares_policy()? {
                found.push(file);
            }
        }
        let names = || found.iter().map(|file| file.name().to_owned()).collect();
        match found.as_slice() {
            [] => Err(CliError::NoPolicy(path.to_owned())),
            [only] => Ok(only.clone()),
            _ => Err(CliError::SeveralPolicies { folder: path.to_owned(), files: names() }),
        }
    }

    /// Returns the file at a path that exists.
    fn at(path: &Path) -> Result<Self, CliError> {
        let name = path.file_name().ok_or_else(|| CliError::NotFound(path.to_owned()))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Self::in_folder(folder, Path::new(name), None).map_err(|error| CliError::reading(path, error))
    }

    /// Reads a policy from standard input, as if it lay in the current folder.
    pub(crate) fn stdin() -> Result<Self, CliError> {
        let reading = |error| CliError::reading(Path::new(STDIN_NAME), error);
        // One byte more than a policy may have is enough to find it too large.
        let mut text = Vec::new();
        io::stdin().lock().take((8 << 20) + 1).read_to_end(&mut text).map_err(reading)?;
        Self::in_folder(Path::new("."), Path::new(STDIN_NAME), Some(text)).map_err(reading)
    }

    fn in_folder(folder: &Path, name: &Path, text: Option<Vec<u8>>) -> io::Result<Self> {
        let folder = fs::canonicalize(folder)?;
        let root = Folder::open(folder.parent().unwrap_or(&folder))?;
        let path = folder.strip_prefix(root.path()).unwrap_or(Path::new("")).join(name);
        let path = slashed(&path).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidFilename, "not Unicode"))?;
        let shown = if text.is_some() { STDIN_NAME.to_owned() } else { shown(&root.path().join(&path)) };
        Ok(Self { root, path, shown, text })
    }

    /// Returns its name without folders.
    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Returns its absolute path. Links in the last part are not followed: messages name the file as the user does.
    pub(crate) fn absolute(&self) -> PathBuf {
        self.root.path().join(&self.path)
    }

    /// Returns its path as shown to people.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// Returns whether it came from standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        self.text.is_some()
    }

    /// Returns its bytes.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, CliError> {
        self.read(&self.path).map_err(|error| CliError::file(Path::new(&self.shown), &error))
    }

    /// Returns whether a line of the file begins a `policy`. A file in which the word stands elsewhere is only looked at
    /// later, as the library it then seems to be.
    fn declares_policy(&self) -> Result<bool, CliError> {
        let bytes = self.bytes()?;
        let text = String::from_utf8_lossy(&bytes);
        let begins =
            |line: &str, word| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(char::is_whitespace));
        Ok(text
            .lines()
            .map(|line| line.trim_start_matches('\u{FEFF}').trim_start())
            .any(|line| begins(line, "policy") || begins(line, "规矩")))
    }

    fn to_root(&self) -> Root<'_> {
        let folder = shown(self.root.path());
        let shown = match folder.as_str() {
            "." => String::new(),
            folder if folder.ends_with('/') => folder.to_owned(),
            folder => format!("{folder}/"),
        };
        Root { files: self, path: self.path.clone(), shown }
    }
}

/// The root, in which the file itself may be a text from elsewhere.
impl Files for PolicyFile {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        match &self.text {
            Some(text) if path == self.path => Ok(text.clone()),
            _ => self.root.read(path),
        }
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        self.root.glob(pattern)
    }
}

/// Compiles policies together and names their files as people do.
fn check(files: &[PolicyFile]) -> Checked {
    let roots: Vec<Root<'_>> = files.iter().map(PolicyFile::to_root).collect();
    let mut checked = guiju_compiler::check(&roots);
    for source in &mut checked.sources.files {
        source.path = match source.path.rsplit('/').next() {
            Some(STDIN_NAME) => STDIN_NAME.to_owned(),
            _ => shown(Path::new(&source.path)),
        };
    }
    checked
}

/// Finds policies and compiles them together.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Checked, CliError> {
    let files: Vec<PolicyFile> = paths.iter().map(|path| PolicyFile::find(path)).collect::<Result<_, _>>()?;
    // A file that cannot be read is another matter than a policy with errors.
    files.iter().try_for_each(|file| file.bytes().map(drop))?;
    Ok(check(&files))
}

/// Finds and compiles the policies a run is about; what is wrong with them is told on standard error.
///
/// # Errors
/// [`CliError::Told`] if anything is an error.
pub(crate) fn compile(paths: &[PathBuf], shell: &Shell) -> Result<Checked, CliError> {
    let checked = read(paths)?;
    shell.tell(&checked.diagnostics, &checked.sources);
    if checked.has_errors() {
        return Err(CliError::Told);
    }
    match paths {
        [path] if checked.program.policies.is_empty() => Err(CliError::NoPolicy(path.clone())),
        _ => Ok(checked),
    }
}

/// Returns the files of a kind directly in a folder, sorted.
fn files_in(folder: &Path, wanted: fn(&Path) -> bool) -> Result<Vec<PathBuf>, CliError> {
    let reading = |error| CliError::reading(folder, error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(reading)? {
        let path = entry.map_err(reading)?.path();
        if wanted(&path) && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Returns whether a path has the ending of policy files.
fn is_policy_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == ENDING)
}
