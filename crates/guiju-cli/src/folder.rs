//! A folder on disk, as the engine may see it: files inside, nothing outside.

use guiju_syntax::{FileError, Files};
use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

/// The largest file read, in bytes.
const MAX_BYTES: u64 = 4 << 30;

/// A folder on disk. Nothing outside is read through it, neither by `..` nor through a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    // INVARIANT: canonical, so that a canonical path inside begins with it.
    path: PathBuf,
}

impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    /// What the system says, above all that there is none.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = fs::canonicalize(path)?;
        if path.is_dir() { Ok(Self { path }) } else { Err(io::ErrorKind::NotADirectory.into()) }
    }

    /// Returns its canonical path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the canonical path of what lies at a relative path.
    fn inside(&self, path: &str) -> Result<PathBuf, FileError> {
        if !stays_inside(path) {
            return Err(FileError::Outside);
        }
        let path = fs::canonicalize(self.path.join(path)).map_err(file_error)?;
        if path.starts_with(&self.path) { Ok(path) } else { Err(FileError::Outside) }
    }
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let path = self.inside(path)?;
        let metadata = fs::metadata(&path).map_err(file_error)?;
        if !metadata.is_file() {
            // A pipe or device might never end.
            return Err(FileError::NotAFile);
        }
        if metadata.len() > MAX_BYTES {
            return Err(FileError::TooLarge(MAX_BYTES));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
        // The file may grow while it is read.
        File::open(&path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(file_error)?;
        if bytes.len() as u64 > MAX_BYTES { Err(FileError::TooLarge(MAX_BYTES)) } else { Ok(bytes) }
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        if !stays_inside(pattern) {
            return Err(FileError::Outside);
        }
        let root = glob::Pattern::escape(&self.path.to_string_lossy());
        let options = glob::MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: true,
        };
        let found = glob::glob_with(&format!("{root}/{pattern}"), options);
        let mut paths = Vec::new();
        for path in found.map_err(|error| FileError::Other(error.msg.to_owned()))? {
            let path = path.map_err(|error| FileError::Other(error.to_string()))?;
            let relative = path.strip_prefix(&self.path).ok().and_then(slashed).ok_or(FileError::Outside)?;
            // What a pattern matches is needed: a link that leads out is a fault, not to be passed over.
            if self.inside(&relative)?.is_file() {
                paths.push(relative);
            }
        }
        paths.sort();
        Ok(paths)
    }
}

/// Returns whether a relative path or pattern names nothing outside, links aside.
fn stays_inside(path: &str) -> bool {
    !path.contains(['\\', '\0'])
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Returns a relative path with `/` between its parts; `None` if it is not Unicode.
pub(crate) fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn file_error(error: io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::NotFound,
        _ => FileError::Other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder `in` with some files, beside a file `out.csv`.
    fn disk() -> (tempfile::TempDir, Folder) {
        let disk = tempfile::tempdir().unwrap();
        let inside = disk.path().join("in");
        fs::create_dir_all(inside.join("年度")).unwrap();
        for file in ["b.csv", "a.csv", "[c].csv", ".hidden.csv", "年度/一月.csv", "notes.txt"] {
            fs::write(inside.join(file), file).unwrap();
        }
        fs::write(disk.path().join("out.csv"), "secret").unwrap();
        let folder = Folder::open(&inside).unwrap();
        (disk, folder)
    }

    #[test]
    fn reads_what_is_inside() {
        let (_disk, folder) = disk();
        assert_eq!(folder.read("年度/一月.csv").unwrap(), "年度/一月.csv".as_bytes());
        assert_eq!(folder.read("./a.csv").unwrap(), b"a.csv");
        assert_eq!(folder.read("c.csv"), Err(FileError::NotFound));
        assert_eq!(folder.read("a.csv/b"), Err(FileError::NotFound));
        assert_eq!(folder.read("年度"), Err(FileError::NotAFile));
    }

    #[test]
    fn never_leaves() {
        let (disk, folder) = disk();
        let absolute = disk.path().join("out.csv");
        for path in ["../out.csv", "年度/../../out.csv", "a/../b.csv", "..", "\\\\host\\x", absolute.to_str().unwrap()]
        {
            assert_eq!(folder.read(path), Err(FileError::Outside), "{path}");
            assert_eq!(folder.glob(path), Err(FileError::Outside), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn never_leaves_through_a_link() {
        let (disk, folder) = disk();
        let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
        link(&folder.path().join("a.csv"), "inner.csv");
        assert_eq!(folder.read("inner.csv").unwrap(), b"a.csv");
        link(disk.path(), "up");
        assert_eq!(folder.read("up/out.csv"), Err(FileError::Outside));
        assert_eq!(folder.glob("up/*.csv"), Err(FileError::Outside));
        link(&disk.path().join("out.csv"), "z.csv");
        assert_eq!(folder.read("z.csv"), Err(FileError::Outside));
        assert_eq!(folder.glob("*.csv"), Err(FileError::Outside));
    }

    #[test]
    fn patterns_match_in_order() {
        let (_disk, folder) = disk();
        assert_eq!(folder.glob("*.csv").unwrap(), ["[c].csv", "a.csv", "b.csv"]);
        assert_eq!(folder.glob("**/*.csv").unwrap(), ["[c].csv", "a.csv", "b.csv", "年度/一月.csv"]);
        assert_eq!(folder.glob("年度").unwrap(), [""; 0]);
        assert!(matches!(folder.glob("***"), Err(FileError::Other(_))));
    }
}
