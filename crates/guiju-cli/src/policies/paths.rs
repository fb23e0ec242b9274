//! How a path is shown: from the current folder where that is short.

use std::{
    env, fs,
    path::{Component, Path, PathBuf},
};

/// How many folders up a path may begin before its absolute form is easier to read.
const MAX_UP: usize = 2;

/// Returns a path as people name it: relative to the current folder, `.` for that folder itself, or else absolute.
pub(crate) fn shown(path: &Path) -> String {
    match env::current_dir().and_then(fs::canonicalize) {
        Ok(current) => relative(&tidy(&current.join(path)), &current),
        Err(_) => with_slashes(path),
    }
}

fn relative(path: &Path, current: &Path) -> String {
    for (up, base) in current.ancestors().take(MAX_UP + 1).enumerate() {
        // Every path begins with `/`.
        if base.parent().is_none() {
            break;
        }
        if let Ok(rest) = path.strip_prefix(base) {
            let mut shown = "../".repeat(up) + &with_slashes(rest);
            if shown.is_empty() {
                shown.push('.');
            }
            return if rest.as_os_str().is_empty() { shown.trim_end_matches('/').to_owned() } else { shown };
        }
    }
    with_slashes(path)
}

/// Returns an absolute path without `.` and `..`.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                tidied.pop();
            }
            part => tidied.push(part),
        }
    }
    tidied
}

fn with_slashes(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if cfg!(windows) { shown.replace('\\', "/") } else { shown.into_owned() }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn from_the_current_folder_where_that_is_short() {
        let told = |path: &str| relative(&tidy(Path::new(path)), Path::new("/office/policies/city"));
        assert_eq!(told("/office/policies/city/policy.guiju"), "policy.guiju");
        assert_eq!(told("/office/policies/city/../city/./policy.guiju"), "policy.guiju");
        assert_eq!(told("/office/policies/common/safety.guiju"), "../common/safety.guiju");
        assert_eq!(told("/office/data.yaml"), "../../data.yaml");
        assert_eq!(told("/etc/data.yaml"), "/etc/data.yaml");
        assert_eq!(told("/office/policies/city"), ".");
        assert_eq!(told("/office/policies"), "..");
    }
}
