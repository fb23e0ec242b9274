//! `guiju check --fix`: makes the fixes that need no thought.
//!
//! A fix may bring another fault to light, so the files are read again until nothing is left to do.

use std::{collections::BTreeMap, fs, path::PathBuf};

use guiju_syntax::{FileId, Fix};

use crate::{error::CliError, policies};

/// A fix that is offered again and again does not do what it says.
const MAX_ROUNDS: usize = 10;

/// Makes the safe fixes in policy files and returns how many there were. Standard input is left alone.
///
/// # Errors
/// [`CliError`] if a path cannot be read or written.
pub(super) fn fix(paths: &[PathBuf]) -> Result<usize, CliError> {
    let mut n_fixes = 0;
    for _ in 0..MAX_ROUNDS {
        let made = round(paths)?;
        if made == 0 {
            break;
        }
        n_fixes += made;
    }
    Ok(n_fixes)
}

fn round(paths: &[PathBuf]) -> Result<usize, CliError> {
    let mut n_fixes = 0;
    for set in policies::sets(paths)? {
        let lints = guiju_compiler::lint(&set.checked);
        let mut by_file: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
        for fix in set.checked.diagnostics.iter().chain(&lints).filter_map(|d| d.fix.as_ref()) {
            if fix.sure {
                by_file.entry(fix.span.file).or_default().push(fix);
            }
        }
        for (id, file) in set.asked.iter().filter(|(_, file)| !file.is_stdin()) {
            let Some(fixes) = by_file.get(id) else { continue };
            let (text, made) = mended(&set.checked.sources.file(*id).text, fixes);
            let path = file.absolute();
            // Written beside it and moved over it, so that a full disk leaves the policy whole.
            let beside = path.with_extension("guiju.new");
            fs::write(&beside, text)
                .and_then(|()| fs::rename(&beside, &path))
                .map_err(|error| CliError::writing(&path, error))?;
            n_fixes += made;
        }
    }
    Ok(n_fixes)
}

/// Returns a text with fixes made, and how many: of fixes that overlap the first.
fn mended(text: &str, fixes: &[&Fix]) -> (String, usize) {
    let mut fixes: Vec<&Fix> = fixes.to_vec();
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    fixes.dedup();
    let (mut out, mut at, mut made) = (String::new(), 0, 0);
    for fix in fixes {
        let Some(before) = text.get(at..fix.span.start) else { continue };
        out.push_str(before);
        out.push_str(&fix.replacement);
        at = fix.span.end;
        made += 1;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    (out, made)
}
