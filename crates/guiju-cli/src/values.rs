//! Words of the command line that name something in a policy.

use crate::error::CliError;
use guiju_syntax::Message;

/// Returns the error of a word that names nothing, with the nearest that would.
pub(crate) fn unknown<'a>((en, zh): (&str, &str), word: &str, known: impl IntoIterator<Item = &'a str>) -> CliError {
    let mut message = Message::new(format!("there is no {en} `{word}`"), format!("没有{zh} `{word}`"));
    if let Some(near) = nearest(word, known) {
        message.en += &format!("; did you mean `{near}`?");
        message.zh += &format!("；是否指 `{near}`？");
    }
    CliError::Unknown(message)
}

/// Returns the word that is nearest to a mistyped one, if any is near.
fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = |other: &&str| strsim::damerau_levenshtein(&word.to_lowercase(), &other.to_lowercase());
    let allowed = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|other| (near(&other), other))
        .filter(|(far, _)| *far <= allowed)
        .min()
        .map(|(_, other)| other)
}
