//! The documentation keeps its word: what its pages show is what comes out.
//!
//! `GUIJU_DOCS=write cargo test -p guiju-tests --test docs` writes canonical forms, translations and verdicts into the
//! pages; read the difference before committing it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

#[path = "docs/cells.rs"]
mod cells;
#[path = "docs/page.rs"]
mod page;
#[path = "docs/phrases.rs"]
mod phrases;
#[path = "docs/scene.rs"]
mod scene;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::Range,
    path::{Path, PathBuf},
    process::ExitCode,
};

use guiju_eval::Outcome;
use guiju_report::{row::Row, words};
use guiju_syntax::{Code, Tongue};

use page::{Block, Page, sections};
use scene::{Asked, Scene};

/// The pages whose blocks are held to their word.
fn pages() -> Vec<Page> {
    let is_page = |path: &PathBuf| path.extension().is_some_and(|end| end == "md");
    let mut found: Vec<PathBuf> = entries("../docs").into_iter().filter(is_page).collect();
    let is_readme = |path: &PathBuf| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("README"));
    found.extend(entries("..").into_iter().filter(is_page).filter(is_readme));
    found.iter().map(|path| Page::read(path)).collect()
}

fn entries(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// What is not so on a page.
#[derive(Debug, Default)]
struct Edits {
    /// Lines that should read otherwise.
    lines: Vec<(Range<usize>, Vec<String>)>,
    /// What nobody but its author can mend.
    faults: Vec<String>,
}

#[test]
fn what_the_pages_show_is_what_comes_out() {
    let mut told = Vec::new();
    for mut page in pages() {
        let mut edits = Edits::default();
        for section in sections(&page) {
            section_edits(&page, section, &mut edits);
        }
        told.append(&mut edits.faults);
        let write = std::env::var("GUIJU_DOCS").is_ok_and(|wish| wish == "write");
        for (lines, new) in edits.lines.iter().rev() {
            if !write {
                told.push(format!("{}:{} should read\n{}", page.path.display(), lines.start + 1, new.join("\n")));
            }
            page.lines.splice(lines.clone(), new.iter().cloned());
        }
        if write {
            fs::write(&page.path, page.lines.join("\n") + "\n").unwrap();
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n\n"));
}

/// Reads what stands under one heading, and notes what of it is not so.
fn section_edits(page: &Page, section: &[page::Placed], edits: &mut Edits) {
    let mut scene = Scene::default();
    let mut asked = None;
    for placed in section {
        let place = page.place(placed);
        let inner = placed.lines.start + 1..placed.lines.end - 1;
        let mut should_read = |lines: Range<usize>, new: &str| {
            let new: Vec<String> = new.lines().map(str::to_owned).collect();
            if page.lines[lines.clone()] != new[..] {
                edits.lines.push((lines, new));
            }
        };
        match &placed.block {
            Block::Fence { info, body } if info.first().is_some_and(|word| word == "guiju") => {
                let is = |word: &str| info.iter().any(|given| given == word);
                if is("vocabulary") {
                    // What stands above the first empty line is the file's own header.
                    let vocabulary = fs::read_to_string("fixtures/docs/inspection.guiju").unwrap();
                    should_read(inner, vocabulary.split_once("\n\n").unwrap().1);
                } else if is("translated") {
                    let original = scene.fragments.len() - 1;
                    let is_english = scene.fragments[original].starts_with(|c: char| c.is_ascii());
                    let tongue = if is_english { Tongue::Zh } else { Tongue::En };
                    should_read(inner, &scene.formatted(original, Some(tongue)));
                } else {
                    scene.fragments.push(body.clone());
                    let index = scene.fragments.len() - 1;
                    let faults = scene.compile(index).diagnostics;
                    if let Some(fault) = faults.first() {
                        // Nothing more can be told of this heading.
                        return edits.faults.push(format!("{place}: {fault:?}"));
                    }
                    should_read(inner, &scene.formatted(index, None));
                    examples(&place, &scene);
                }
            }
            Block::Fence { info, body } => {
                let title = info.iter().find_map(|word| word.strip_prefix("title="));
                match title {
                    Some("dataset.yaml") => scene.manifest = Some(body.clone()),
                    Some("rejects.csv") => {
                        let checked = scene.compile(scene.fragments.len() - 1);
                        let asked = asked.as_ref().expect("an as-of date before the rejects");
                        should_read(inner, &guiju_data::rejects_csv(&scene.load(&checked, asked).rejects));
                    }
                    Some(file) => {
                        scene.files.insert(file.to_owned(), body.clone().into_bytes());
                    }
                    None => {}
                }
            }
            Block::Text(line) => asked = Asked::read(line).or(asked),
            Block::Table { heading, rows } => match (heading.first().map(String::as_str), asked.take()) {
                (_, Some(asked)) => {
                    let evaluation = scene.evaluate(&place, &asked);
                    assert!(!evaluation.verdicts.is_empty(), "{place}: no verdict");
                    let rows = scene::rows(&place, &evaluation, heading);
                    should_read(placed.lines.start + 2..placed.lines.end, &table(&rows));
                }
                (Some("The text says"), _) => {
                    should_read(placed.lines.start + 2..placed.lines.end, &table(&said(&place, rows)));
                }
                (Some("A cell"), _) => {
                    should_read(placed.lines.start + 2..placed.lines.end, &table(&read(&place, rows)));
                }
                _ => {}
            },
            Block::Heading(_) => {}
        }
    }
}

/// Runs the examples of a fragment as `guiju test` does.
fn examples(place: &str, scene: &Scene) {
    if !scene.fragments.iter().any(|fragment| fragment.contains("\nexample ")) {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docs-examples");
    let _ = fs::remove_dir_all(&folder);
    for (path, bytes) in scene.policies() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let policy = folder.join(scene.last_path());
    let words = ["guiju".into(), "test".into(), policy.into_os_string()];
    assert_eq!(guiju_cli::main(words), ExitCode::SUCCESS, "{place}: an example fails");
}

/// The rows of a table that puts the words of a text beside the rule that says them, in both tongues.
fn said(place: &str, rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let one = |row: &Vec<String>| {
        let line = row[2].trim_matches('`');
        let [en, zh] = phrases::canonical(line).unwrap_or_else(|fault| panic!("{place}: {fault}"));
        vec![row[0].clone(), row[1].clone(), format!("`{en}`"), format!("`{zh}`")]
    };
    rows.iter().map(one).collect()
}

/// The rows of a table that says how cells are read.
fn read(place: &str, rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let one = |row: &Vec<String>| {
        let quoted: Vec<&str> = row[1].split('`').skip(1).step_by(2).collect();
        let found: BTreeSet<Option<String>> =
            quoted.iter().map(|cell| cells::read(row[0].trim_matches('`'), cell)).collect();
        assert_eq!(found.len(), 1, "{place}: {quoted:?} are not read alike: {found:?}");
        let told =
            found.into_iter().flatten().next().map_or("refused 不采用".to_owned(), |text| format!("`{text}`"));
        vec![row[0].clone(), row[1].clone(), told]
    };
    rows.iter().map(one).collect()
}

fn table(rows: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| row.iter().map(|cell| cell.replace('|', "\\|")).collect::<Vec<_>>().join(" | ");
    rows.iter().map(|row| format!("| {} |\n", line(row))).collect()
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut pages = pages();
    let folders = entries("../policies").into_iter().chain(entries("../examples"));
    let readmes = folders.flat_map(|folder| [folder.join("README.md"), folder.join("README.zh.md")]);
    let others = ["../ARCHITECTURE.md", "../CHANGELOG.md"].map(PathBuf::from);
    pages.extend(readmes.chain(others).filter(|path| path.exists()).map(|path| Page::read(&path)));
    let mut anchors: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    for page in &pages {
        for (line, link) in page.links() {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let folder = page.path.parent().unwrap();
            let target = if file.is_empty() { page.path.clone() } else { folder.join(file) };
            let place = format!("{}:{}: {link}", page.path.display(), line + 1);
            assert!(target.exists(), "{place}");
            if !anchor.is_empty() {
                let known = anchors.entry(target.clone()).or_insert_with(|| Page::read(&target).anchors());
                assert!(known.iter().any(|known| known == anchor), "{place}: {known:?}");
            }
        }
    }
}

#[test]
fn every_keyword_stands_in_the_reference_beside_its_other_spelling() {
    let table = fs::read_to_string("../crates/guiju-syntax/src/keyword.rs").unwrap();
    let reference = fs::read_to_string("../docs/language.md").unwrap();
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for line in table.lines().filter(|line| line.trim_start().starts_with("(Rule::")) {
        let quoted: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        pairs.push((quoted[0], quoted[1]));
    }
    let (_, later) = table.split_once("LATER: &[&str]").unwrap();
    let later: Vec<&str> = later.split_once("];").unwrap().0.split('"').skip(1).step_by(2).collect();
    pairs.extend(later.chunks(2).map(|pair| (pair[0], pair[1])));
    assert!(pairs.len() > 150, "{}", pairs.len());
    let absent: Vec<_> = pairs.iter().filter(|(en, zh)| !reference.contains(&format!("| `{en}` | `{zh}` |"))).collect();
    assert!(absent.is_empty(), "{absent:?}");
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let known: BTreeSet<String> = Code::ALL.iter().map(|code| format!("{code}.md")).collect();
    let pages =
        entries("../docs/codes").into_iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    assert_eq!(pages.filter(|name| name != "README.md").collect::<BTreeSet<_>>(), known);
    for code in Code::ALL {
        assert!(code.page().starts_with(&format!("# {code} ")), "{code}");
    }
}

#[test]
fn every_verdict_reason_and_column_is_explained() {
    let page = fs::read_to_string("../docs/verdicts.md").unwrap();
    let glossary = fs::read_to_string("../docs/glossary.md").unwrap();
    for outcome in Outcome::ALL {
        let [en, zh] = [Tongue::En, Tongue::Zh].map(|tongue| words::outcome(outcome, tongue));
        assert!(page.contains(&format!("| `{}` | {zh} |", outcome.word())), "{en}");
        assert!(glossary.contains(&format!("| {en} | {zh} |")), "{en}");
    }
    let schema = fs::read_to_string("../docs/verdicts.schema.json").unwrap();
    let (_, reasons) = schema.split_once("\"enum\": [null, ").unwrap();
    for reason in reasons.split_once(']').unwrap().0.split(", ") {
        let row = format!("| `{}` |", reason.trim_matches('"'));
        assert!(page.contains(&row), "{row}");
    }
    for column in Row::HEADINGS {
        assert!(page.contains(&format!("| `{column}` |")), "{column}");
    }
}
