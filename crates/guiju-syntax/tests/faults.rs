//! What is said of broken policies.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use guiju_syntax::{Diagnostic, Sources, Tongue, parse, read};

/// Shows each fault of a text in both tongues: code, place, the text under the span, message, label, help, fix.
fn faults(text: &str) -> String {
    let mut sources = Sources::default();
    let diagnostics = match read(&mut sources, "broken.guiju", text.as_bytes()) {
        Ok(id) => parse(&sources, id).diagnostics,
        Err(fault) => vec![*fault],
    };
    shown(&sources, &diagnostics)
}

fn shown(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for fault in diagnostics {
        let primary = fault.primary.as_ref().unwrap();
        let (line, column) = sources.line_column(primary.span);
        out.push_str(&format!("{} {line}:{column} ⟦{}⟧\n", fault.code, sources.text(primary.span)));
        for tongue in [Tongue::En, Tongue::Zh] {
            out.push_str(&format!("  {} | {}", fault.message.in_tongue(tongue), primary.message.in_tongue(tongue)));
            if let Some(help) = &fault.help {
                out.push_str(&format!(" | {}", help.in_tongue(tongue)));
            }
            if let Some(fix) = &fault.fix {
                let old = sources.text(fix.span);
                out.push_str(&format!(" | {}: `{old}` → `{}`", fix.message.in_tongue(tongue), fix.replacement));
            }
            out.push('\n');
        }
    }
    if out.is_empty() { "none\n".to_owned() } else { out }
}

/// The faults of a rule with these fields, lines counted from the first field.
fn rule_faults(fields: &str) -> String {
    faults(&format!("deadline A1 \"report\" {{ {fields}\n}}\nclause 9 permits\n"))
}

#[test]
fn scratch() {
    for text in std::fs::read_to_string("/tmp/snippets.txt").unwrap().split("\n====\n") {
        let out = match text.strip_prefix("R:") {
            Some(f) => rule_faults(f),
            None => faults(text),
        };
        println!("----------\n{text}\n>>>\n{out}");
    }
}
