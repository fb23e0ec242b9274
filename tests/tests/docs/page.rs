//! A page of documentation as blocks: headings, fenced blocks, tables, lines of text.
//!
//! In comes the text of a Markdown file; out goes what of it a test can hold to its word. Only what the pages use is read.

use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

/// A page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Its lines.
    pub(crate) lines: Vec<String>,
    /// Its blocks in order.
    pub(crate) blocks: Vec<Placed>,
}

/// A block and the lines it takes, the first is 0.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) block: Block,
    pub(crate) lines: Range<usize>,
}

/// What a page is made of.
#[derive(Debug)]
pub(crate) enum Block {
    /// `## Heading`.
    Heading(String),
    /// Lines between fences, with the words behind the first fence.
    Fence { info: Vec<String>, body: String },
    /// A table: its heading, then its rows.
    Table { heading: Vec<String>, rows: Vec<Vec<String>> },
    /// Any other line that is not blank.
    Text(String),
}

impl Page {
    /// Reads a page.
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let blocks = blocks(&lines);
        Self { path: path.to_owned(), lines, blocks }
    }

    /// Names a block for a message: file and line.
    pub(crate) fn place(&self, block: &Placed) -> String {
        format!("{}:{}", self.path.display(), block.lines.start + 1)
    }

    /// The names by which links refer to its headings.
    pub(crate) fn anchors(&self) -> Vec<String> {
        let headings = self.blocks.iter().filter_map(|placed| match &placed.block {
            Block::Heading(text) => Some(anchor(text)),
            _ => None,
        });
        headings.collect()
    }

    /// The targets of its links, each with its line.
    pub(crate) fn links(&self) -> Vec<(usize, String)> {
        let mut links = Vec::new();
        for placed in &self.blocks {
            if matches!(placed.block, Block::Fence { .. }) {
                continue;
            }
            for line in placed.lines.clone() {
                let mut rest = self.lines[line].as_str();
                while let Some((_, after)) = rest.split_once("](") {
                    let (target, after) = after.split_once(')').unwrap_or((after, ""));
                    links.push((line, target.to_owned()));
                    rest = after;
                }
            }
        }
        links
    }
}

/// The blocks between one heading and the next: what stands together means one thing.
pub(crate) fn sections(page: &Page) -> impl Iterator<Item = &[Placed]> {
    page.blocks.split(|placed| matches!(placed.block, Block::Heading(_)))
}

/// The name of a heading in links, as the usual renderers make it.
fn anchor(heading: &str) -> String {
    let plain = heading.to_lowercase();
    let kept = plain.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn blocks(lines: &[String]) -> Vec<Placed> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim_end();
        let mut end = at + 1;
        let block = if let Some(info) = line.strip_prefix("```") {
            let length = lines[end..].iter().position(|l| l.trim_end() == "```").expect("a fence is not closed");
            end += length + 1;
            let body: String = lines[at + 1..end - 1].iter().map(|l| format!("{l}\n")).collect();
            Some(Block::Fence { info: info.split_whitespace().map(str::to_owned).collect(), body })
        } else if line.starts_with('#') {
            Some(Block::Heading(line.trim_start_matches('#').trim().to_owned()))
        } else if line.starts_with('|') {
            while lines.get(end).is_some_and(|l| l.starts_with('|')) {
                end += 1;
            }
            let mut rows = lines[at..end].iter().map(|l| cells(l));
            let heading = rows.next().unwrap_or_default();
            Some(Block::Table { heading, rows: rows.skip(1).collect() })
        } else if line.is_empty() {
            None
        } else {
            Some(Block::Text(line.to_owned()))
        };
        blocks.extend(block.map(|block| Placed { block, lines: at..end }));
        at = end;
    }
    blocks
}

/// The cells of a table's row; `\|` is no border.
fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    let hidden = inner.replace("\\|", "\u{0}");
    hidden.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect()
}

#[test]
fn a_page_is_cut_into_blocks() {
    let text = "# Title 标题\n\nSee [a](b.md#c).\n```guiju zh\nrecord\n```\n| a | b |\n|---|---|\n| `x \\| y` | 2 |\n";
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let blocks = blocks(&lines);
    assert!(matches!(&blocks[0].block, Block::Heading(text) if anchor(text) == "title-标题"));
    assert!(matches!(&blocks[2].block, Block::Fence { info, body } if info == &["guiju", "zh"] && body == "record\n"));
    assert!(matches!(&blocks[3].block, Block::Table { rows, .. } if rows == &[["`x | y`", "2"]]));
    let page = Page { path: PathBuf::new(), lines, blocks };
    assert_eq!(page.links(), [(2, "b.md#c".to_owned())]);
}
