//! Holds the engine's verdicts against the oracle's.

use crate::{case::Case, engine, told::Told};

/// Where the two differ, in words; nothing if they agree.
pub(crate) fn difference(case: &Case) -> Option<String> {
    let ours = case.judge();
    let theirs = match engine::judge(case) {
        Ok(theirs) => theirs,
        Err(fault) => return Some(format!("the engine fails: {fault}\n{}", case.policy())),
    };
    let mut lines = Vec::new();
    let mut left: Vec<&Told> = theirs.iter().collect();
    for told in &ours {
        match left.iter().position(|other| told.is_of(other)) {
            None => lines.push(format!("only the oracle: {told}")),
            Some(at) => {
                let other = left.remove(at);
                if !told.agrees(other) {
                    lines.push(format!("oracle: {told}\nengine: {other}"));
                }
            }
        }
    }
    lines.extend(left.iter().map(|told| format!("only the engine: {told}")));
    (!lines.is_empty()).then(|| lines.join("\n"))
}
