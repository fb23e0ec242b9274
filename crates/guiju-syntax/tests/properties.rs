//! Properties of the road from tree to text and back, on random policies.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod generate;

use guiju_syntax::{FormatOptions, Names, Parsed, Sources, Tongue, ast::File, format, parse, read};
use proptest::prelude::*;

fn parsed(text: &str) -> Parsed {
    let mut sources = Sources::default();
    let id = read(&mut sources, "random.guiju", text.as_bytes()).unwrap();
    parse(&sources, id)
}

fn printed(parsed: &Parsed, text: &str, tongue: Tongue) -> String {
    format(parsed, text, &FormatOptions { tongue: Some(tongue), names: &Names::new(), comments: true })
}

/// Prints a tree that has no text yet.
fn printed_tree(file: File, tongue: Tongue) -> String {
    printed(&Parsed { file, comments: Vec::new(), diagnostics: Vec::new() }, "", tongue)
}

/// What a tree says, whatever its spans.
fn without_spans(file: &File) -> String {
    let shown = format!("{file:?}");
    let mut parts = shown.split("Span { file: FileId(0), start: ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once(" }").unwrap().1);
    }
    out
}

/// Parses a text that has no faults.
fn faultless(text: &str) -> Result<Parsed, TestCaseError> {
    let parsed = parsed(text);
    prop_assert!(parsed.diagnostics.is_empty(), "{text}\n{:#?}", parsed.diagnostics);
    Ok(parsed)
}

fn any_tongue() -> impl Strategy<Value = (Tongue, File)> {
    prop_oneof![
        generate::file(Tongue::En).prop_map(|file| (Tongue::En, file)),
        generate::file(Tongue::Zh).prop_map(|file| (Tongue::Zh, file)),
    ]
}

/// Puts comments at some of the blanks of a text, but not into quotes or keywords of several words.
fn with_comments(text: &str, places: &[proptest::sample::Index]) -> String {
    let mut text = text.to_owned();
    for (n, place) in places.iter().enumerate() {
        let blanks: Vec<usize> = text.match_indices([' ', '\n']).map(|(at, _)| at).collect();
        if blanks.is_empty() {
            break;
        }
        let at = *place.get(&blanks);
        // `n` twice, so that no comment is part of another.
        let candidate = format!("{} // c{n}.{n} {{ ; \"\n{}", &text[..at], &text[at..]);
        let (before, after) = (parsed(&text), parsed(&candidate));
        if after.diagnostics.is_empty()
            && after.comments.len() == before.comments.len() + 1
            && without_spans(&before.file) == without_spans(&after.file)
        {
            text = candidate;
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn printing_and_parsing_gives_the_same_tree((tongue, file) in any_tongue()) {
        let wanted = without_spans(&file);
        let text = printed_tree(file, tongue);
        let again = faultless(&text)?;
        prop_assert_eq!(without_spans(&again.file), wanted, "{}", text);
        prop_assert_eq!(printed(&again, &text, tongue), text);
    }

    #[test]
    fn the_other_tongue_and_back_gives_the_same_text((tongue, file) in any_tongue()) {
        let other = if tongue == Tongue::En { Tongue::Zh } else { Tongue::En };
        let text = printed_tree(file, tongue);
        let translated = printed(&faultless(&text)?, &text, other);
        let back = printed(&faultless(&translated)?, &translated, tongue);
        prop_assert_eq!(back, text, "{}", translated);
    }

    #[test]
    fn every_comment_is_kept_once(
        (tongue, file) in any_tongue(),
        places in proptest::collection::vec(any::<proptest::sample::Index>(), 1..5),
    ) {
        let text = with_comments(&printed_tree(file.clone(), tongue), &places);
        let read = faultless(&text)?;
        let out = printed(&read, &text, tongue);
        for n in 0..places.len() {
            let comment = format!("// c{n}.{n} {{ ; \"");
            prop_assert_eq!(out.matches(&comment).count(), text.matches(&comment).count(), "{}\n{}", text, out);
        }
        let again = faultless(&out)?;
        prop_assert_eq!(without_spans(&again.file), without_spans(&file), "{}", out);
        prop_assert_eq!(&printed(&again, &out, tongue), &out, "{}", text);
        let other = if tongue == Tongue::En { Tongue::Zh } else { Tongue::En };
        let translated = printed(&again, &out, other);
        prop_assert_eq!(&printed(&faultless(&translated)?, &translated, tongue), &out, "{}", translated);
    }
}
