//! The formatter: one canonical layout, in either tongue, comments kept.
//!
//! In: a parsed file, its text (for comments and blank lines) and the spellings of its names. Out: text that
//! parses to the same tree. Formatting twice changes nothing; Chinese and back gives the same bytes.

mod apart;
mod clock;
mod declaration;
mod exemption;
mod expression;
mod measure;
mod rule;
mod stage;
mod state;

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use crate::{ast, keyword, parse::Parsed, scan::Comment, source::Span, syntax::Rule, tongue::Tongue};

/// The widest line, in terminal columns (a Chinese character takes two).
const WIDTH: usize = 120;

/// Both spellings (English, Chinese) of the words at some places, as the compiler resolved them.
pub type Names = BTreeMap<Span, (String, String)>;

/// How to format.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The tongue to print; `None`: the one the file is written in.
    pub tongue: Option<Tongue>,
    /// Spellings of names.
    pub names: &'a Names,
    /// Whether to print comments; without them the text is the policy's canonical form.
    pub comments: bool,
}

/// Formats a file.
///
/// The file should have parsed without errors: what the parser left out would be lost.
#[must_use]
pub fn format(parsed: &Parsed, text: &str, options: &Options<'_>) -> String {
    let tongue = options.tongue.unwrap_or_else(|| tongue_of(parsed, text));
    let comments = if options.comments { parsed.comments.as_slice() } else { &[] };
    let mut printer = Printer { text, tongue, names: options.names, comments, out: String::new() };
    printer.file(&parsed.file);
    printer.out
}

/// Formats one expression, on one line.
#[must_use]
pub fn format_expr(expr: &ast::Expr, text: &str, options: &Options<'_>) -> String {
    let tongue = options.tongue.unwrap_or_default();
    Printer { text, tongue, names: options.names, comments: &[], out: String::new() }.expr(expr)
}

/// Formats a part of a stage, on one line.
#[must_use]
pub fn format_stage_part(part: &ast::StagePart, text: &str, options: &Options<'_>) -> String {
    let tongue = options.tongue.unwrap_or_default();
    let printer = Printer { text, tongue, names: options.names, comments: &[], out: String::new() };
    printer.stage_part(&part.kind).joined()
}

/// Returns the tongue of a file: that of its first keyword.
#[must_use]
pub fn tongue_of(parsed: &Parsed, text: &str) -> Tongue {
    let first = parsed.file.items.first().and_then(|item| text.get(item.span.start..)?.chars().next());
    if first.is_some_and(|c| !c.is_ascii()) { Tongue::Zh } else { Tongue::En }
}

struct Printer<'a> {
    text: &'a str,
    tongue: Tongue,
    names: &'a Names,
    /// Comments not printed yet.
    comments: &'a [Comment],
    out: String,
}

/// A line in the making: chunks that stay together, a break allowed between them.
#[derive(Default)]
struct Line(Vec<String>);

impl Line {
    fn new(first: impl Into<String>) -> Self {
        Self(vec![first.into()])
    }

    /// Adds a word behind a blank, without a place to break.
    fn word(mut self, word: impl AsRef<str>) -> Self {
        match self.0.last_mut() {
            Some(last) => {
                if !last.is_empty() && !wide_stop(last) {
                    last.push(' ');
                }
                last.push_str(word.as_ref());
            }
            None => self.0.push(word.as_ref().to_owned()),
        }
        self
    }

    /// Adds a word directly behind the last one.
    fn glue(mut self, word: &str) -> Self {
        if let Some(last) = self.0.last_mut() {
            last.push_str(word);
        }
        self
    }

    /// Adds a chunk before which the line may break.
    fn chunk(mut self, chunk: impl Into<String>) -> Self {
        self.0.push(chunk.into());
        self
    }

    fn maybe(self, chunk: Option<String>) -> Self {
        match chunk {
            Some(chunk) => self.chunk(chunk),
            None => self,
        }
    }

    /// Adds a line of its own, before which this one may break.
    fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Joins the chunks on one line.
    fn joined(self) -> String {
        let mut out = String::new();
        for chunk in self.0.iter().filter(|chunk| !chunk.is_empty()) {
            if !out.is_empty() && !wide_stop(&out) {
                out.push(' ');
            }
            out.push_str(chunk);
        }
        out
    }

    /// Joins the chunks, breaking greedily where the width is passed; continuation lines get `indent` + 2.
    fn layout(self, indent: usize) -> String {
        let mut out = " ".repeat(indent);
        let mut width = indent;
        for (n, chunk) in self.0.iter().filter(|c| !c.is_empty()).enumerate() {
            let chunk_width = chunk.width();
            if n > 0 && width + 1 + chunk_width > WIDTH {
                out.push('\n');
                out.push_str(&" ".repeat(indent + 2));
                width = indent + 2;
            } else if n > 0 && !wide_stop(&out) {
                out.push(' ');
                width += 1;
            }
            out.push_str(chunk);
            width += chunk_width;
        }
        out
    }
}

impl Printer<'_> {
    fn file(&mut self, file: &ast::File) {
        let mut before: Option<(&ast::Item, usize)> = None;
        for item in &file.items {
            if let Some((previous, end)) = before {
                let blank = is_block(previous) || is_block(item) || self.blank_line_after(end);
                if blank {
                    self.out.push('\n');
                }
            }
            self.comments_before(item.span.start, 0);
            self.item(item);
            before = Some((item, item.span.end));
        }
        if let Some((_, end)) = before
            && !self.comments.is_empty()
            && self.blank_line_after(end)
        {
            self.out.push('\n');
        }
        self.comments_before(self.text.len() + 1, 0);
    }

    /// Whether the text leaves a line empty right after `end`.
    fn blank_line_after(&self, end: usize) -> bool {
        let rest = self.text.get(end..).unwrap_or("");
        let rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        rest.split('\n').next().is_some_and(|line| line.trim().is_empty()) && rest.contains('\n')
    }

    /// Prints the comments that stand before `position`, each on its own line.
    fn comments_before(&mut self, position: usize, indent: usize) {
        while let Some((comment, rest)) = self.comments.split_first() {
            if comment.span.start >= position {
                break;
            }
            self.comments = rest;
            let text = self.comment_text(comment);
            self.out.push_str(&" ".repeat(indent));
            self.out.push_str(&text);
            self.out.push('\n');
            // Keep a blank line between a heading comment and what follows it.
            let next = self.comments.first().map_or(position, |c| c.span.start.min(position));
            let gap = self.text.get(comment.span.end..next.min(self.text.len())).unwrap_or("");
            if gap.matches('\n').count() > 1 && indent == 0 {
                self.out.push('\n');
            }
        }
    }

    fn comment_text(&self, comment: &Comment) -> String {
        let body = self.text.get(comment.span.start..comment.span.end).unwrap_or("//").trim_start_matches('/').trim();
        if body.is_empty() { "//".to_owned() } else { format!("// {body}") }
    }

    /// Prints a finished line, with the comment that stands behind it.
    fn line(&mut self, line: Line, span: Span, indent: usize) {
        self.comments_before(span.end, indent);
        self.out.push_str(&line.layout(indent));
        self.trailing(span.end);
        self.out.push('\n');
    }

    /// Prints the comment on the same line as `end`, if any.
    fn trailing(&mut self, end: usize) {
        let Some((comment, rest)) = self.comments.split_first() else { return };
        let between = self.text.get(end..comment.span.start);
        if !comment.own_line
            && between.is_some_and(|gap| !gap.contains('\n') && gap.chars().all(|c| " \t;；,，}｝\u{3000}".contains(c)))
        {
            self.comments = rest;
            let text = self.comment_text(comment);
            self.out.push_str("  ");
            self.out.push_str(&text);
        }
    }

    /// Prints a head, whose last word is at `last`, its body in braces, and what follows the closing brace.
    fn block(&mut self, head: Line, last: Span, span: Span, tail: Option<String>, body: impl FnOnce(&mut Self)) {
        self.out.push_str(&head.glue(" {").layout(0));
        let after = self.text.get(last.end..).unwrap_or("");
        if let Some((at, brace)) = after.char_indices().find(|(_, c)| ['{', '｛'].contains(c)) {
            self.trailing(last.end + at + brace.len_utf8());
        }
        self.out.push('\n');
        body(self);
        self.comments_before(span.end, 2);
        self.out.push('}');
        if let Some(tail) = tail {
            self.out.push(' ');
            self.out.push_str(&tail);
        }
        self.trailing(span.end);
        self.out.push('\n');
    }

    // ── words ──

    fn kw(&self, rule: Rule) -> &'static str {
        keyword::spell(rule, self.tongue)
    }

    fn line_kw(&self, rule: Rule) -> Line {
        Line::new(self.kw(rule))
    }

    /// A keyword and what follows it, as one chunk.
    fn pair(&self, rule: Rule, what: impl AsRef<str>) -> String {
        format!("{} {}", self.kw(rule), what.as_ref())
    }

    fn ident(&self, ident: &ast::Ident) -> String {
        match self.names.get(&ident.span) {
            Some((en, zh)) => self.tongue.pick(en, zh).to_owned(),
            None => ident.text.clone(),
        }
    }

    fn name(&self, name: &ast::Name) -> String {
        let Some(aka) = &name.aka else { return name.ident.text.clone() };
        let (first, second) = self.order(&name.ident.text, &aka.text);
        format!("{first} {} {second}", self.kw(Rule::kw_aka))
    }

    /// Puts the spelling of the printed tongue first.
    fn order<'t>(&self, one: &'t str, other: &'t str) -> (&'t str, &'t str) {
        let zh = |s: &str| !s.is_ascii();
        let swap = zh(one) != zh(other) && zh(other) == (self.tongue == Tongue::Zh);
        if swap { (other, one) } else { (one, other) }
    }

    /// Quotes a text as the tongue does, unless what stands in it would end it.
    fn quoted(&self, text: &str) -> String {
        let straight = match self.tongue {
            Tongue::En => !text.contains('"'),
            Tongue::Zh => !fits_wide_quotes(text),
        };
        if straight { format!("\"{text}\"") } else { format!("“{text}”") }
    }

    fn text(&self, text: &ast::Text) -> String {
        self.quoted(&text.value)
    }

    fn title(&self, title: &ast::Title) -> String {
        let Some(aka) = &title.aka else { return self.text(&title.text) };
        let (first, second) = self.order(&title.text.value, &aka.value);
        format!("{} {} {}", self.quoted(first), self.kw(Rule::kw_aka), self.quoted(second))
    }

    fn path(&self, path: &ast::Path) -> String {
        path.parts.iter().map(|part| self.ident(part)).collect::<Vec<_>>().join(".")
    }

    fn citation(&self, citation: &ast::Citation) -> String {
        match &citation.source {
            Some(source) => format!("{} {}", source.text, citation.locator.text),
            None => citation.locator.text.clone(),
        }
    }

    fn cite(&self, cite: &ast::Cite) -> String {
        self.pair(Rule::kw_cite, self.list(cite.places.iter().map(|place| self.citation(place))))
    }

    fn list(&self, parts: impl IntoIterator<Item = String>) -> String {
        parts.into_iter().collect::<Vec<_>>().join(self.tongue.pick(", ", "，"))
    }

    fn effective(&self, effective: &ast::Effective) -> Line {
        let line = self.line_kw(Rule::kw_effective);
        match effective {
            ast::Effective::Unknown => line.word(self.kw(Rule::kw_unknown)),
            ast::Effective::Between { from, until } => {
                let line = line.word(self.kw(Rule::kw_from)).word(from.to_string());
                match until {
                    ast::Until::Omitted => line,
                    ast::Until::Open => line.word(self.kw(Rule::kw_until)).word(self.kw(Rule::kw_open)),
                    ast::Until::Unknown => line.word(self.kw(Rule::kw_until)).word(self.kw(Rule::kw_unknown)),
                    ast::Until::Day(day) => line.word(self.kw(Rule::kw_until)).word(day.to_string()),
                }
            }
        }
    }
}

/// Whether a line ends with a full-width stop, which brings its own space.
fn wide_stop(line: &str) -> bool {
    line.ends_with(['，', '：', '；', '（'])
}

/// Whether curved quotes inside a text come in pairs, none within another.
fn fits_wide_quotes(text: &str) -> bool {
    let mut open = false;
    for c in text.chars() {
        match c {
            '“' if !open => open = true,
            '”' if open => open = false,
            '“' | '”' => return false,
            _ => {}
        }
    }
    !open
}

/// Whether a declaration has a body in braces and so stands apart.
fn is_block(item: &ast::Item) -> bool {
    use ast::ItemKind as Kind;
    match &item.kind {
        Kind::Policy(_) | Kind::Record(_) | Kind::Catalog(_) | Kind::Table(_) | Kind::Rule(_) => true,
        Kind::Exemption(_) | Kind::Example(_) => true,
        Kind::Measure(_) | Kind::Grade(_) => true,
        Kind::Event(event) => !event.fields.is_empty(),
        _ => false,
    }
}
