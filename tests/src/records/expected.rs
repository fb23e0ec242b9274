//! What the planted cases must lead to: a table for machines and a page for people.

use super::{office::Office, sheet::quoted};

/// One line: a verdict, or `no_row` where the rule must be silent.
pub(super) struct Expected {
    rule: String,
    subject: String,
    window: String,
    verdict: String,
    reason: String,
    note: String,
}

impl Expected {
    /// Writes a line; `verdict` may carry its reason behind a colon.
    pub(super) fn new(rule: &str, subject: &str, window: &str, verdict: &str, note: &str) -> Self {
        let (verdict, reason) = verdict.split_once(": ").unwrap_or((verdict, ""));
        let [rule, subject, window, verdict, reason, note] =
            [rule, subject, window, verdict, reason, note].map(str::to_owned);
        Self { rule, subject, window, verdict, reason, note }
    }

    fn cells(&self) -> [&str; 6] {
        [&self.rule, &self.subject, &self.window, &self.verdict, &self.reason, &self.note]
    }
}

/// The table for machines.
pub(super) fn csv(expected: &[Expected]) -> String {
    let mut out = "rule,subject,window,verdict,reason,note\n".to_owned();
    for line in expected {
        out += &line.cells().map(quoted).join(",");
        out.push('\n');
    }
    out
}

/// The page for people.
pub(super) fn page(office: &Office) -> String {
    let table: String = office.expected.iter().map(|line| format!("| {} |\n", line.cells().join(" | "))).collect();
    let files: String = office.sheets().map(|s| format!("| `{}` | {} |\n", s.file, s.len())).collect();
    include_str!("readme.md").replace("{{table}}", table.trim_end()).replace("{{files}}", files.trim_end())
}
