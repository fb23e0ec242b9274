//! Diagnostics as workflow commands, which GitHub shows beside the lines of a pull request.
//!
//! The escapes are those of GitHub's own toolkit: a message must not hold a bare `%` or line break, a property neither
//! `:` nor `,`, or the text of a policy could forge commands.

use super::{Position, by_place, data_place, severity_word};
use guiju_syntax::{Diagnostic, Sources, Tongue};

/// Returns one `::error …` or `::warning …` line for each diagnostic.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], sources: &Sources, tongue: Tongue) -> String {
    by_place(diagnostics).into_iter().map(|d| command(d, sources, tongue)).collect()
}

fn command(d: &Diagnostic, sources: &Sources, tongue: Tongue) -> String {
    let mut message = d.message.in_tongue(tongue).to_owned();
    let mut properties = vec![];
    if let Some(label) = &d.primary {
        let Position { path, line, column, end_line, end_column } = Position::of(label.span, sources);
        properties.push(("file", path.to_owned()));
        properties.push(("line", line.to_string()));
        // GitHub refuses columns on a remark that spans lines.
        if line == end_line {
            properties.push(("col", column.to_string()));
            properties.push(("endColumn", end_column.to_string()));
        }
        properties.push(("endLine", end_line.to_string()));
    } else if let Some(place) = &d.data {
        properties.push(("file", place.file.clone()));
        if place.row > 0 {
            properties.push(("line", place.row.to_string()));
        }
        message = format!("{}: {message}", data_place(place, tongue));
    }
    properties.push(("title", d.code.to_string()));
    let details =
        d.primary.iter().map(|label| &label.message).chain(&d.help).chain(d.fix.iter().map(|fix| &fix.message));
    for detail in details.map(|detail| detail.in_tongue(tongue)).filter(|detail| !detail.is_empty()) {
        message += "\n";
        message += detail;
    }
    let properties: Vec<String> =
        properties.into_iter().map(|(name, value)| format!("{name}={}", property(&value))).collect();
    format!("::{} {}::{}\n", severity_word(d.severity), properties.join(","), escape(&message))
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}
