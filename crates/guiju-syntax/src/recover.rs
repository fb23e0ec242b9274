//! From a piece the grammar could not place to a diagnostic an officer can act on.
//!
//! The grammar cuts out the broken piece (a field, a line, a declaration) and goes on. Here the piece is
//! parsed again as what it most likely was meant to be, so that the parser's furthest point and what it
//! waited for can be told in words.

use pest::{
    Parser,
    error::{Error, ErrorVariant, InputLocation},
};

use crate::{
    codes::Code,
    diagnostic::{Diagnostic, Message},
    keyword,
    source::{FileId, Span},
    syntax::{Grammar, Rule},
    tongue::Tongue,
};

/// What a broken piece was to be a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Declaration,
    Policy,
    Record,
    Event,
    Catalog,
    Table,
    Example,
    Rule,
}

/// Explains a broken piece that stands at `offset`.
pub(crate) fn explain(file: FileId, offset: usize, piece: &str, place: Place) -> Vec<Diagnostic> {
    let lead = piece.len() - piece.trim_start().len();
    let (offset, piece) = (offset + lead, piece.trim());
    let word = first_word(piece);
    let span = Span { file, start: offset, end: offset + word.len() };
    if let Some(split) = keyword::split_run(word) {
        return vec![run_together(span, word, &split)];
    }
    let (rule, candidates): (Rule, &[Rule]) = match place {
        Place::Declaration if keyword::LATER.contains(&word) => return vec![later(span, word)],
        Place::Declaration => match keyword::find(word, keyword::DECLARATIONS) {
            Some(declaration) => (rule_of(declaration), keyword::DECLARATIONS),
            None => return vec![unknown_word(span, word, place, keyword::DECLARATIONS)],
        },
        Place::Rule => (Rule::field_only, keyword::FIELDS),
        Place::Policy => (Rule::policy_field, keyword::POLICY_FIELDS),
        Place::Record => (Rule::record_field, &[]),
        Place::Event => (Rule::event_field, &[]),
        Place::Catalog => (Rule::code, &[]),
        Place::Table => (Rule::table_row, &[]),
        Place::Example => (Rule::example_field, &[Rule::kw_given, Rule::kw_as_of, Rule::kw_expect]),
    };
    if !candidates.is_empty() && place != Place::Declaration && keyword::find(word, candidates).is_none() {
        return vec![unknown_word(span, word, place, candidates)];
    }
    match Grammar::parse(rule, piece) {
        Err(error) => from_pest(file, offset, piece, &error),
        // The piece begins well and then goes on: the rest is what does not fit.
        Ok(pairs) => {
            let taken = pairs.as_str().trim_end().len();
            let rest = piece[taken..].trim_start();
            let start = offset + piece.len() - rest.len();
            vec![unexpected(file, start, rest, &[])]
        }
    }
}

/// Explains pest's own account of a fault in `piece`, which stands at `offset`.
pub(crate) fn from_pest(file: FileId, offset: usize, piece: &str, error: &Error<Rule>) -> Vec<Diagnostic> {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let rest = piece.get(at..).unwrap_or("");
    let skipped = rest.len() - rest.trim_start().len();
    let expected = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
        ErrorVariant::CustomError { .. } => &[],
    };
    if rest.trim_start().is_empty() {
        // The piece ends too soon: point behind its last character.
        return vec![unexpected(file, offset + piece.trim_end().len(), "", expected)];
    }
    vec![unexpected(file, offset + at + skipped, rest.trim_start(), expected)]
}

fn unexpected(file: FileId, start: usize, rest: &str, expected: &[Rule]) -> Diagnostic {
    let word = first_word(rest);
    let span = Span { file, start, end: start + word.len() };
    if let Some(split) = keyword::split_run(word) {
        return run_together(span, word, &split);
    }
    let wanted = |tongue| wanted_in(expected, tongue);
    let label = match (wanted(Tongue::En), wanted(Tongue::Zh)) {
        (Some(en), Some(zh)) => Message::new(format!("expected {en}"), format!("此处应为{zh}")),
        _ => Message::new("does not belong here", "不应出现在此处"),
    };
    let message = if word.is_empty() {
        Message::new("something is missing at the end", "末尾缺少内容")
    } else {
        Message::new(format!("unexpected `{word}`"), format!("意外的 `{word}`"))
    };
    let diagnostic = Diagnostic::error(Code::E0101, span, message, label);
    match keyword::nearest(word, expected) {
        Some(near) => {
            diagnostic.fix(span, near, Message::new(format!("did you mean `{near}`?"), format!("是否想写 `{near}`？")))
        }
        None => diagnostic,
    }
}

fn unknown_word(span: Span, word: &str, place: Place, candidates: &[Rule]) -> Diagnostic {
    let (en, zh) = match place {
        Place::Declaration => ("declaration", "声明"),
        Place::Policy => ("field of a policy", "规矩的字段"),
        Place::Example => ("field of an example", "例的字段"),
        _ => ("field of a rule", "规则的字段"),
    };
    let diagnostic = Diagnostic::error(
        Code::E0101,
        span,
        Message::new(format!("`{word}` begins no {en}"), format!("`{word}` 不能开始一个{zh}")),
        Message::new("not a keyword here", "不是此处的关键词"),
    );
    let list =
        |tongue| candidates.iter().map(|rule| format!("`{}`", keyword::spell(*rule, tongue))).collect::<Vec<_>>();
    match keyword::nearest(word, candidates) {
        Some(near) => {
            diagnostic.fix(span, near, Message::new(format!("did you mean `{near}`?"), format!("是否想写 `{near}`？")))
        }
        None => diagnostic.help(Message::new(
            format!("expected one of {}", list(Tongue::En).join(", ")),
            format!("此处可用：{}", list(Tongue::Zh).join("、")),
        )),
    }
}

fn run_together(span: Span, word: &str, split: &str) -> Diagnostic {
    Diagnostic::error(
        Code::E0111,
        span,
        Message::new(format!("`{word}` runs words together"), format!("`{word}` 几个词连在一起")),
        Message::new("read as one word", "被当作一个词"),
    )
    .fix(span, split, Message::new(format!("write `{split}`"), format!("写成 `{split}`")))
}

fn later(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error(
        Code::E0110,
        span,
        Message::new(
            format!("`{word}` is part of the language but not built yet"),
            format!("`{word}` 属于本语言，尚未实现"),
        ),
        Message::new("cannot be evaluated", "无法评估"),
    )
    .help(Message::new(
        "say the clause as `clause PLACE unfinished because \"…\"` until then",
        "暂写作 `条款 位置 待编 理由 “…”`",
    ))
}

/// The rule that a declaration keyword begins.
fn rule_of(keyword: Rule) -> Rule {
    match keyword {
        Rule::kw_use => Rule::use_decl,
        Rule::kw_policy => Rule::policy,
        Rule::kw_record => Rule::record,
        Rule::kw_event => Rule::event,
        Rule::kw_sequence => Rule::sequence,
        Rule::kw_register => Rule::register,
        Rule::kw_catalog => Rule::catalog,
        Rule::kw_param => Rule::param,
        Rule::kw_table => Rule::table,
        Rule::kw_assume => Rule::assume,
        Rule::kw_define => Rule::define,
        Rule::kw_clause => Rule::clause,
        Rule::kw_example => Rule::example,
        Rule::kw_quantity => Rule::quantity,
        Rule::kw_coverage => Rule::coverage,
        Rule::kw_deadline => Rule::deadline,
        _ => Rule::check,
    }
}

fn wanted_in(expected: &[Rule], tongue: Tongue) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for rule in expected {
        let word = match in_words(*rule, tongue) {
            Some(word) => word.to_owned(),
            None => match keyword::spell(*rule, tongue) {
                "" => continue,
                word => format!("`{word}`"),
            },
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    // A long list helps nobody: the general words come first and are kept.
    words.sort_by_key(|w| w.starts_with('`'));
    words.truncate(6);
    (!words.is_empty()).then(|| words.join(tongue.pick(" or ", "或")))
}

/// What a rule of the grammar is called by people.
fn in_words(rule: Rule, tongue: Tongue) -> Option<&'static str> {
    let (en, zh) = match rule {
        Rule::name | Rule::ident | Rule::dotted | Rule::dotname => ("a name", "名称"),
        Rule::text | Rule::title => ("a text in quotes", "引号中的文字"),
        Rule::number | Rule::percent => ("a number", "数字"),
        Rule::date => ("a date such as 2026-02-28", "日期（如 2026-02-28）"),
        Rule::citation | Rule::locator | Rule::source_name | Rule::locator_ahead => {
            ("a clause such as 5(2)", "条款号（如 五（二））")
        }
        Rule::unit => ("a unit of time", "时间单位"),
        Rule::family => ("a calendar window such as `calendar month`", "历法窗口（如 `自然月`）"),
        Rule::expr
        | Rule::conj
        | Rule::negation
        | Rule::comparison
        | Rule::term
        | Rule::factor
        | Rule::amount
        | Rule::path => ("a condition or value", "条件或值"),
        Rule::test | Rule::op => ("a comparison", "比较"),
        Rule::set => ("a list in braces", "花括号中的列表"),
        Rule::type_ => ("a type", "类型"),
        Rule::value | Rule::dated => ("a value", "值"),
        Rule::rule_field => ("a field of a rule", "规则的字段"),
        Rule::verdict => ("a verdict", "结论"),
        Rule::clause_status => {
            ("why no rule checks it (`not checkable because …`)", "不可机检的缘由（`不可机检 理由 …`）")
        }
        _ => return None,
    };
    Some(tongue.pick(en, zh))
}

/// The word, or the single character, that a text begins with.
fn first_word(text: &str) -> &str {
    let run = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    let end = if run == 0 { text.chars().next().map_or(0, char::len_utf8) } else { run };
    &text[..end]
}
