//! Names in both tongues, and the name a writer may have meant.

use guiju_compiler::Name;
use guiju_syntax::Message;

/// Returns a name's spellings, one or two.
pub(crate) fn spellings(name: &Name) -> impl Iterator<Item = &str> {
    std::iter::once(name.id.as_str()).chain(name.alias.as_deref())
}

/// Returns the candidate most like `word`, the first of equals, if one is near enough to be a slip.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    // One slip in two to four letters, two in five to seven, and so on: `单元` may be `单位`, `a` is not `b`.
    let slips = length.div_ceil(3);
    candidates
        .into_iter()
        .map(|candidate| {
            let lower = candidate.to_lowercase();
            (strsim::damerau_levenshtein(&word, &lower), candidate)
        })
        .filter(|&(distance, candidate)| distance <= slips && distance < length.min(candidate.chars().count()))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the help line that proposes a name, if there is one.
pub(crate) fn did_you_mean(name: Option<&str>) -> Option<Message> {
    name.map(|name| Message::new(format!("did you mean `{name}`?"), format!("是否指 `{name}`？")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_in_both_scripts() {
        assert_eq!(nearest("sorce", ["encoding", "source", "data"]), Some("source"));
        assert_eq!(nearest("单元", ["日期", "单位"]), Some("单位"));
        assert_eq!(nearest("巡查日期", ["单位名称", "巡视日期"]), Some("巡视日期"));
    }

    #[test]
    fn another_word_is_no_slip() {
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest("address", ["name", "unit", "date"]), None);
        assert_eq!(nearest("备注", ["日期"]), None);
    }
}
