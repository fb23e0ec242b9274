//! Texts made to hurt: depth, length, and whatever comes.

use std::time::{Duration, Instant};

use guiju_syntax::{Code, FormatOptions, Names, Sources, Tongue, format, parse, read};
use proptest::{prelude::*, sample::Index};

use super::faults;

/// Reads, parses and formats in both tongues; returns the codes of the faults.
fn codes(text: &str) -> Vec<Code> {
    let mut sources = Sources::default();
    let id = match read(&mut sources, "any.guiju", text.as_bytes()) {
        Ok(id) => id,
        Err(fault) => return vec![fault.code],
    };
    let parsed = parse(&sources, id);
    for tongue in [Tongue::En, Tongue::Zh] {
        let options = FormatOptions { tongue: Some(tongue), names: &Names::new(), comments: true };
        let _ = format(&parsed, &sources.file(id).text, &options);
    }
    for fault in &parsed.diagnostics {
        let primary = fault.primary.as_ref().unwrap();
        let fix = fault.fix.as_ref().map_or(primary.span, |fix| fix.span);
        for span in [primary.span, fix] {
            assert!(sources.file(id).text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
        }
    }
    parsed.diagnostics.iter().map(|fault| fault.code).collect()
}

fn in_time(text: &str) -> Vec<Code> {
    let start = Instant::now();
    let codes = codes(text);
    // Far more than any of these takes; what is quadratic or worse takes minutes.
    assert!(start.elapsed() < Duration::from_secs(20), "{:?} for {:.60}", start.elapsed(), text);
    codes
}

fn must(condition: &str) -> String {
    format!("check K \"x\" {{\n  must {condition}\n}}\n")
}

#[test]
fn brackets_may_nest_to_a_limit() {
    let nested = |n: usize| must(&format!("{}a{}", "(".repeat(n), ")".repeat(n)));
    assert_eq!(in_time(&nested(63)), []);
    assert_eq!(in_time(&nested(64)), [Code::E0106]);
    assert_eq!(in_time(&nested(100_000)), [Code::E0106]);
    assert_eq!(in_time(&must(&"(".repeat(100_000))), [Code::E0106]);
    assert_eq!(in_time(&"{".repeat(100_000)), [Code::E0106]);
}

#[test]
fn every_construct_may_nest_to_the_limit() {
    for (levels, open, close) in [
        (1, "lookup(t, ", ")"),
        (1, "earlier of (a, ", ")"),
        (1, "not (", ")"),
        (2, "x in {(", ")}"),
        (1, "a + (", ")"),
        (1, "a = (", ")"),
        (2, "days from (", ") to a"),
        (2, "exists r where (", ")"),
        (2, "start of month of (", ")"),
        (2, "size of a > 3 and (a or (", "))"),
    ] {
        // One level is the rule's own brace.
        let n = 63 / levels;
        assert_eq!(in_time(&must(&format!("{}a{}", open.repeat(n), close.repeat(n)))), [], "{open}");
        // One fault at the very bottom must not be tried over and over.
        let bottom = in_time(&must(&format!("{}a b{}", open.repeat(n), close.repeat(n))));
        assert_eq!(bottom, [Code::E0101], "{open}");
    }
}

#[test]
fn words_that_nest_without_brackets_have_a_limit() {
    for word in [
        "exists r where ",
        "weekday of ",
        "start of month of ",
        "days from ",
        "存在 r 凡 ",
        "天数自 ",
        "end  of year of ",
    ] {
        assert_eq!(in_time(&must(&format!("{}a", word.repeat(100_000)))), [Code::E0106], "{word}");
    }
    assert_eq!(in_time(&must(&format!("{}a", "exists r where ".repeat(63)))), []);
    // Each definition begins anew.
    assert_eq!(in_time(&"define p of r: exists q where a\n".repeat(500)), []);
}

#[test]
fn chains_are_read_without_depth() {
    assert_eq!(in_time(&must(&format!("{}a", "not ".repeat(100_000)))), []);
    assert_eq!(in_time(&must(&format!("{}a", "a and ".repeat(5_000)))), []);
    assert_eq!(in_time(&must(&format!("{}a", "a or b and ".repeat(2_000)))), []);
    assert_eq!(in_time(&must(&format!("{}a", "a + ".repeat(10_000)))), [Code::E0106]);
    assert_eq!(in_time(&must(&vec!["a"; 10_000].join("."))), []);
    assert_eq!(in_time(&format!("param p = {}", "4, ".repeat(5_000) + "4")), []);
}

#[test]
fn faults_without_end_come_to_an_end() {
    for piece in [
        "foo; ",
        "foo\n",
        "\n",
        "４ ",
        "“\n",
        ") ",
        "} ",
        "{\n",
        "( ",
        "\u{200b}",
        "must a b\n",
        "deadline A \"x\" {\n",
    ] {
        for text in [piece.repeat(2_000), must(&piece.repeat(2_000))] {
            assert!(in_time(&text).len() <= 1000);
        }
    }
}

#[test]
fn a_long_file_is_read_in_time() {
    let rule = "deadline A1 \"report\" {\n  cite src 4(4)\n  each visit where covert and (group = \"A\" or group = \"B\")\n  \
                from end\n  must report.submitted where signed\n  within 15 working days\n}\n\n";
    assert_eq!(in_time(&rule.repeat(300)), []);
    // With a fault in each, too.
    assert_eq!(in_time(&rule.replace("within", "witin").repeat(100)).len(), 100);
}

#[test]
fn the_message_says_how_to_nest_less() {
    insta::assert_snapshot!(faults(&must(&"(".repeat(70))), @r"
    E0106 2:71 ⟦(⟧
      conditions nest too deep | deeper than 64 levels here | name parts of the condition with `define`
      条件嵌套过深 | 此处超过64层 | 用 `定义` 给部分条件命名
    ");
}

/// The tokens of the sample: words, numbers, quoted texts, single signs, blanks.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for c in text.chars() {
        match tokens.last_mut() {
            Some(last) if c.is_alphanumeric() && last.chars().all(char::is_alphanumeric) => last.push(c),
            _ => tokens.push(c.to_string()),
        }
    }
    tokens
}

#[derive(Debug, Clone)]
enum Change {
    Delete(Index),
    Double(Index),
    Swap(Index, Index),
    Insert(Index, String),
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<Index>;
    let inserted = prop_oneof![
        any::<char>().prop_map(String::from),
        proptest::sample::select(vec![
            "{",
            "}",
            "(",
            "”",
            "\"",
            ";",
            "//",
            "between",
            "凡",
            "计数",
            "\n",
            "４",
            "deadline A \"x\" {"
        ])
        .prop_map(str::to_owned),
    ];
    prop_oneof![
        index().prop_map(Change::Delete),
        index().prop_map(Change::Double),
        (index(), index()).prop_map(|(a, b)| Change::Swap(a, b)),
        (index(), inserted).prop_map(|(at, text)| Change::Insert(at, text)),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut tokens = tokens(text);
    for change in changes {
        let n = tokens.len();
        match change {
            Change::Delete(at) => drop(tokens.remove(at.index(n))),
            Change::Double(at) => tokens.insert(at.index(n), tokens[at.index(n)].clone()),
            Change::Swap(a, b) => tokens.swap(a.index(n), b.index(n)),
            Change::Insert(at, text) => tokens.insert(at.index(n), text.clone()),
        }
    }
    tokens.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        codes(&text);
    }

    #[test]
    fn a_changed_sample_is_read(changes in proptest::collection::vec(change(), 1..8)) {
        codes(&changed(include_str!("../sample.guiju"), &changes));
    }
}
