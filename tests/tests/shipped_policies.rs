//! Every shipped policy file parses and compiles without a remark and stands in its canonical form.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::{fs, path::Path, path::PathBuf};

use guiju_cli::Folder;
use guiju_compiler::{Root, check};
use guiju_syntax::{FormatOptions, Names, Sources, Tongue, format, parse, read};

fn policy_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(policy_files(&path));
        } else if path.extension().is_some_and(|end| end == "guiju") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn formatted(path: &Path, text: &str, tongue: Option<Tongue>) -> String {
    let mut sources = Sources::default();
    let id = read(&mut sources, &path.display().to_string(), text.as_bytes()).unwrap();
    let parsed = parse(&sources, id);
    assert_eq!(parsed.diagnostics, [], "{}", path.display());
    format(&parsed, text, &FormatOptions { tongue, names: &Names::new(), comments: true })
}

#[test]
fn shipped_policies_are_in_canonical_form() {
    let files = policy_files(Path::new("../policies"));
    assert!(files.len() >= 7, "{files:?}");
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let canonical = formatted(&path, &text, None);
        assert!(canonical == text, "{} is not formatted; run `guiju fmt`", path.display());
        let english = formatted(&path, &canonical, Some(Tongue::En));
        let back = formatted(&path, &english, Some(Tongue::Zh));
        assert_eq!(formatted(&path, &back, Some(Tongue::En)), english, "{}", path.display());
    }
}

#[test]
fn shipped_policies_mean_something_and_their_names_print_in_their_tongue() {
    let folder = Folder::open(Path::new("../policies")).unwrap();
    let roots: Vec<String> = policy_files(Path::new("../policies"))
        .iter()
        .filter(|path| path.ends_with("policy.guiju"))
        .map(|path| path.strip_prefix("../policies").unwrap().to_str().unwrap().to_owned())
        .collect();
    assert!(!roots.is_empty());
    for path in roots {
        let checked = check(&[Root { files: &folder, path: path.clone(), shown: String::new() }]);
        assert_eq!(checked.diagnostics, [], "{path}");
        assert!(!checked.program.rules.is_empty(), "{path}");
        for parsed in &checked.files {
            let source = checked.sources.file(parsed.file.id);
            let options = FormatOptions { tongue: None, names: &checked.names, comments: true };
            assert!(format(parsed, &source.text, &options) == source.text, "{}: run `guiju fmt`", source.path);
        }
    }
}
