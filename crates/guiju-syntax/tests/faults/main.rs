//! What is said of broken policies.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod characters;
mod declarations;
mod files;
mod limits;
mod rules;

use guiju_syntax::{Diagnostic, Sources, Tongue, parse, read};

/// Shows each fault of a text in both tongues: code, place, the text under the span; then message, label, help, fix.
fn faults(text: &str) -> String {
    let mut sources = Sources::default();
    let diagnostics = match read(&mut sources, "broken.guiju", text.as_bytes()) {
        Ok(id) => parse(&sources, id).diagnostics,
        Err(fault) => vec![*fault],
    };
    shown(&sources, &diagnostics)
}

/// The faults of a rule with one broken field among good ones, which must all be read.
fn in_a_rule(field: &str) -> String {
    let text = format!("check K \"x\" {{\n  {field}\n  severity minor\n}}\nclause 9 permits\n");
    let mut sources = Sources::default();
    let id = read(&mut sources, "broken.guiju", text.as_bytes()).unwrap();
    let file = parse(&sources, id).file;
    let after = format!("{:?}", file.items);
    assert!(after.contains("Severity(1)") && after.contains("Permits"), "{text}\n{after}");
    faults(&text)
}

fn shown(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for fault in diagnostics {
        let primary = fault.primary.as_ref().unwrap();
        let (line, column) = sources.line_column(primary.span);
        out.push_str(&format!("{} {line}:{column} ⟦{}⟧\n", fault.code, visible(sources.text(primary.span))));
        for tongue in [Tongue::En, Tongue::Zh] {
            out.push_str(&format!("  {} | {}", fault.message.in_tongue(tongue), primary.message.in_tongue(tongue)));
            if let Some(help) = &fault.help {
                out.push_str(&format!(" | {}", help.in_tongue(tongue)));
            }
            if let Some(fix) = &fault.fix {
                out.push_str(&format!(" | {}", fix.message.in_tongue(tongue)));
            }
            out.push('\n');
        }
        if let Some(fix) = &fault.fix {
            out.push_str(&format!("  fix ⟦{}⟧ → ⟦{}⟧\n", visible(sources.text(fix.span)), fix.replacement));
        }
    }
    if out.is_empty() { "none".to_owned() } else { out }
}

/// A text with its invisible characters escaped.
fn visible(text: &str) -> String {
    let hidden = |c: char| c.is_control() || matches!(c, '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
    text.chars().map(|c| if hidden(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}
