//! Random policies: every construct of the tree, in the order of spellings that a tongue prints.
//!
//! What comes out is a tree the parser could have made (sets stand only where the grammar takes one, a
//! percentage of something only where a number may stand), with empty spans.

mod declaration;
mod expression;
mod rule;

use guiju_calendar::Day;
use guiju_syntax::{
    FileId, Span, Tongue,
    ast::{Citation, Cite, Ident, Name, Path, Text, Title},
};
use proptest::{collection::vec, option, prelude::*, sample::select, strategy::Union};
use rust_decimal::Decimal;

pub(crate) use declaration::file;

/// The span of everything generated.
pub(crate) fn nowhere() -> Span {
    Span { file: FileId(0), start: 0, end: 0 }
}

/// One of several strategies, without the limits of `prop_oneof!`.
fn any_of<T: std::fmt::Debug + 'static>(options: Vec<BoxedStrategy<T>>) -> BoxedStrategy<T> {
    Union::new(options).boxed()
}

fn at_nowhere(text: &str) -> Ident {
    Ident { text: text.to_owned(), span: nowhere() }
}

/// Words, among them some that are keywords elsewhere.
const ENGLISH: &[&str] =
    &["visit", "unit", "date", "from", "until", "end", "start", "limit", "score", "a", "x_1", "text", "check", "count"];
const CHINESE: &[&str] =
    &["暗访", "企业", "日期", "自然", "期限", "等级", "检查组", "第二轮", "次数", "是否", "数量", "内容2"];

pub(crate) fn ident() -> BoxedStrategy<Ident> {
    select([ENGLISH, CHINESE].concat()).prop_map(at_nowhere).boxed()
}

pub(crate) fn name(tongue: Tongue) -> BoxedStrategy<Name> {
    // A rule named like a field is not seen behind a bare `previous`.
    let english: Vec<_> = ENGLISH.iter().copied().filter(|word| !["from", "until", "count"].contains(word)).collect();
    let one = select([english.as_slice(), CHINESE].concat());
    let pair = (select(english), select(CHINESE)).prop_map(move |(en, zh)| {
        let (first, second) = if tongue == Tongue::En { (en, zh) } else { (zh, en) };
        Name { ident: at_nowhere(first), aka: Some(at_nowhere(second)) }
    });
    any_of(vec![one.prop_map(|word| Name { ident: at_nowhere(word), aka: None }).boxed(), pair.boxed()])
}

pub(crate) fn dotted() -> BoxedStrategy<Ident> {
    vec(ident(), 1..3)
        .prop_map(|parts| at_nowhere(&parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(".")))
        .boxed()
}

pub(crate) fn path() -> BoxedStrategy<Path> {
    vec(ident(), 1..4).prop_map(|parts| Path { parts, span: nowhere() }).boxed()
}

/// Quoted texts: with punctuation, slashes, braces, the other tongue's quotes.
pub(crate) fn text() -> BoxedStrategy<Text> {
    select(vec![
        "",
        "plain",
        "a // no comment",
        "brace } and {",
        "semi; colon",
        "样安办〔2022〕7号",
        "（一）；",
        "４个",
        "it's",
        "落实“四不两直”要求",
        "\u{3000}blank ",
    ])
    .prop_map(|value| Text { value: value.to_owned(), span: nowhere() })
    .boxed()
}

pub(crate) fn title(tongue: Tongue) -> BoxedStrategy<Title> {
    let pair = (select(vec!["plain", "a title"]), select(vec!["题目", "第1条"])).prop_map(move |(en, zh)| {
        let (first, second) = if tongue == Tongue::En { (en, zh) } else { (zh, en) };
        let text = |value: &str| Text { value: value.to_owned(), span: nowhere() };
        Title { text: text(first), aka: Some(text(second)) }
    });
    any_of(vec![text().prop_map(|text| Title { text, aka: None }).boxed(), pair.boxed()])
}

fn citation() -> BoxedStrategy<Citation> {
    let locator = select(vec![
        "5(2)a",
        "第五条（二）",
        "三（三）4",
        "6(1)-(3)",
        "preamble",
        "前言",
        "4.1",
        "第一千零九条之一",
        "附件2",
    ]);
    (option::of(select(vec!["src", "文", "from", "主文"])), locator)
        .prop_map(|(source, locator)| Citation { source: source.map(at_nowhere), locator: at_nowhere(locator) })
        .boxed()
}

pub(crate) fn cite() -> BoxedStrategy<Cite> {
    vec(citation(), 1..3).prop_map(|places| Cite { places, span: nowhere() }).boxed()
}

pub(crate) fn day() -> BoxedStrategy<Day> {
    (Day::MIN.number()..=Day::MAX.number()).prop_map(|n| Day::from_number(n).unwrap()).boxed()
}

/// Numbers as people write them: whole or with a few places.
pub(crate) fn number() -> BoxedStrategy<Decimal> {
    any_of(vec![
        (0_i64..40).prop_map(Decimal::from).boxed(),
        (0_i64..100_000, 0_u32..4).prop_map(|(digits, scale)| Decimal::new(digits, scale)).boxed(),
        Just(Decimal::MAX).boxed(),
    ])
}
