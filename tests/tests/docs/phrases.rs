//! Rules and declarations on one line, as tables hold them: `quantity { every calendar month; count visit; at least 4 }`.
//!
//! A rule on one line has neither name nor title nor citation; they are put in to read it and taken out again to show it.

use guiju_compiler::{Root, check};
use guiju_syntax::{FormatOptions, Tongue, format};

use crate::scene;

const HEADS: [(&str, &str); 7] = [
    ("quantity", "数量"),
    ("coverage", "覆盖"),
    ("deadline", "期限"),
    ("check", "核查"),
    ("hold", "保持"),
    ("path", "流程"),
    ("exemption", "豁免"),
];

/// Returns a line in its canonical form in both tongues, or what is wrong with it.
pub(crate) fn canonical(line: &str) -> Result<[String; 2], String> {
    let whole = completed(line);
    let mut files = scene::folder();
    let text = format!("{whole}\nuse \"policy.guiju\"\nuse \"inspection.guiju\"\nuse \"phrases.guiju\"\n");
    files.insert("docs/line.guiju".to_owned(), text.into_bytes());
    files.insert("docs/phrases.guiju".to_owned(), std::fs::read("fixtures/docs/phrases.guiju").unwrap());
    let checked = check(&[Root { files: &files, path: "docs/line.guiju".to_owned(), shown: String::new() }]);
    if let Some(fault) = checked.diagnostics.first() {
        return Err(format!("`{line}`: {}", fault.message.en));
    }
    let parsed = &checked.files[0];
    let source = &checked.sources.file(parsed.file.id).text;
    Ok([Tongue::En, Tongue::Zh].map(|tongue| {
        let options = FormatOptions { tongue: Some(tongue), names: &checked.names, comments: false };
        let printed = format(parsed, source, &options);
        let own: Vec<&str> =
            printed.lines().take_while(|l| !l.starts_with("use ") && !l.starts_with("引用 ")).collect();
        one_line(&own, tongue)
    }))
}

/// Puts name, title and citation into a rule.
fn completed(line: &str) -> String {
    let head = HEADS.iter().flat_map(|(en, zh)| [en, zh]).find(|head| line.starts_with(&format!("{head} {{")));
    match head {
        Some(head) => format!("{head} x \"x\" {{ cite 1; {}", line.trim_start_matches(head).trim_start_matches(" {")),
        None => line.to_owned(),
    }
}

/// Joins the lines of a declaration, and takes name, title and citation out of a rule.
fn one_line(lines: &[&str], tongue: Tongue) -> String {
    let is_rule = HEADS.iter().any(|(en, zh)| lines[0].starts_with(en) || lines[0].starts_with(zh));
    let lines: Vec<&str> = lines.iter().copied().filter(|l| !l.is_empty()).collect();
    if !is_rule {
        return lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    }
    let head = lines[0].split(' ').next().unwrap_or_default();
    let mut fields: Vec<String> = Vec::new();
    for line in &lines[2..lines.len() - 1] {
        // A field goes on where its line is indented further.
        match (line.strip_prefix("    "), fields.last_mut()) {
            (Some(more), Some(last)) => *last += &format!(" {}", more.trim()),
            _ => fields.push(line.trim().to_owned()),
        }
    }
    // Some fields must end in a `;` whatever follows.
    let fields: Vec<&str> = fields.iter().map(|field| field.trim_end_matches([';', '；'])).collect();
    format!("{head} {{ {} }}", fields.join(tongue.pick("; ", "；")))
}
