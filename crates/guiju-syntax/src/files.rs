//! How the engine sees files: a folder handed in by the shell, never the machine itself.

/// Why a file could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// There is no such file.
    NotFound,
    /// The path leaves the folder it must stay in, is absolute, or passes through a link that does.
    Outside,
    /// It is a folder or something else that holds no text.
    NotAFile,
    /// The file is larger than the limit, in bytes.
    TooLarge(u64),
    /// Anything else the system says.
    Other(String),
}

/// A folder whose files can be read; paths are relative to it and use `/`.
pub trait Files {
    /// Returns a file's bytes.
    ///
    /// # Errors
    /// [`FileError`], above all for a path that leaves the folder.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError>;

    /// Returns the paths that match a pattern with `*`, `?` and `**`, sorted.
    ///
    /// # Errors
    /// [`FileError`] if the pattern leaves the folder or is malformed.
    fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError>;
}

/// Files held in memory, for tests and editors.
impl Files for std::collections::BTreeMap<String, Vec<u8>> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        self.get(path).cloned().ok_or(FileError::NotFound)
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        Ok(self.keys().filter(|k| k.as_str() == pattern).cloned().collect())
    }
}
