//! From a piece the grammar could not place to a diagnostic an officer can act on.
//!
//! The grammar cuts out the broken piece (a field, a line, a declaration) and goes on. Here the piece is
//! parsed again as what it most likely was meant to be, so that the parser's furthest point and what it
//! waited for can be told in words.

mod repair;
mod suggest;
mod words;

use pest::{
    Parser,
    error::{Error, ErrorVariant, InputLocation},
};

use self::repair::Repair;
use crate::{
    codes::Code,
    diagnostic::{Diagnostic, Message},
    keyword,
    source::Span,
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
    Measure,
    Grade,
    Example,
    Exemption,
    Rule,
}

impl Place {
    /// The rule that reads one such piece and nothing else.
    const fn only(self) -> Rule {
        match self {
            Self::Declaration => Rule::item_only,
            Self::Policy => Rule::policy_only,
            Self::Record => Rule::record_only,
            Self::Event => Rule::event_only,
            Self::Catalog => Rule::catalog_only,
            Self::Table => Rule::table_only,
            Self::Measure => Rule::measure_only,
            Self::Grade => Rule::grade_only,
            Self::Example => Rule::example_only,
            Self::Exemption => Rule::exemption_only,
            Self::Rule => Rule::rule_only,
        }
    }

    /// The words that may begin it; none where a name does.
    const fn keywords(self) -> &'static [Rule] {
        match self {
            Self::Declaration => keyword::DECLARATIONS,
            Self::Policy => keyword::POLICY_FIELDS,
            Self::Exemption => keyword::EXEMPTION_FIELDS,
            Self::Example => &[Rule::kw_given, Rule::kw_as_of, Rule::kw_expect],
            Self::Rule => keyword::FIELDS,
            Self::Measure => keyword::MEASURE_FIELDS,
            Self::Record | Self::Event | Self::Catalog | Self::Table | Self::Grade => &[],
        }
    }

    /// The words most often meant, told to who wrote something else.
    const fn typical(self) -> &'static [Rule] {
        match self {
            Self::Declaration => &[
                Rule::kw_policy,
                Rule::kw_record,
                Rule::kw_register,
                Rule::kw_quantity,
                Rule::kw_coverage,
                Rule::kw_deadline,
            ],
            Self::Policy => &[
                Rule::kw_jurisdiction,
                Rule::kw_issuer,
                Rule::kw_issued,
                Rule::kw_effective,
                Rule::kw_calendar,
                Rule::kw_source,
            ],
            Self::Rule => {
                &[Rule::kw_cite, Rule::kw_per, Rule::kw_each, Rule::kw_every, Rule::kw_must, Rule::kw_at_least]
            }
            Self::Measure => &[
                Rule::kw_cite,
                Rule::kw_every,
                Rule::kw_the_last,
                Rule::kw_count,
                Rule::kw_total,
                Rule::kw_share_of,
                Rule::kw_sum_of,
            ],
            _ => self.keywords(),
        }
    }

    const fn called(self) -> (&'static str, &'static str) {
        match self {
            Self::Declaration => ("declaration", "声明"),
            Self::Policy => ("field of a policy", "规矩的字段"),
            Self::Record => ("field of a record", "档案的字段"),
            Self::Event => ("field of an event", "事件的字段"),
            Self::Catalog => ("code of a catalog", "目录的代码"),
            Self::Table => ("row of a table", "表的行"),
            Self::Measure => ("field of a measure", "度量的字段"),
            Self::Grade => ("band of a grade", "评级的档次"),
            Self::Example => ("field of an example", "例的字段"),
            Self::Exemption => ("field of an exemption", "豁免的字段"),
            Self::Rule => ("field of a rule", "规则的字段"),
        }
    }
}

/// Whether a pair is a piece of a body, or a declaration, that was read.
pub(crate) fn is_field(rule: Rule) -> bool {
    use Rule as R;
    matches!(
        rule,
        R::rule_field
            | R::policy_field
            | R::key_row
            | R::record_field
            | R::event_field
            | R::code
            | R::table_row
            | R::exemption_field
    ) || matches!(rule, R::measure_field | R::band)
        || matches!(rule, R::example_field | R::use_decl | R::sequence | R::register | R::param | R::assume | R::define)
        || matches!(rule, R::clause | R::event | R::catalog | R::table | R::measure | R::grade | R::state)
}

/// Whether a stray piece is only the rest of the one before it.
pub(crate) fn is_rest(piece: &str) -> bool {
    piece.starts_with(['}', '｝']) || outside(piece).is_some()
}

/// Splits a broken field where a line no further to the right begins with a word of its own: that was to be a field too.
pub(crate) fn lines_apart(text: &str, piece: Span) -> Vec<Span> {
    const JOINTS: [Rule; 6] = [Rule::kw_and, Rule::kw_or, Rule::kw_where, Rule::kw_that, Rule::kw_of, Rule::kw_aka];
    let first = text.get(..piece.start).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1);
    let margin = |line: &str| line.len() - line.trim_start_matches([' ', '\t', '\u{3000}']).len();
    let left = margin(text.get(first..).unwrap_or(""));
    let mut pieces = vec![piece];
    let (mut at, mut depth) = (piece.start, 0_usize);
    for line in text.get(piece.start..piece.end).unwrap_or("").split_inclusive('\n') {
        let words = line.trim_start();
        let begins = words.starts_with(is_word) && !JOINTS.iter().any(|joint| keyword::begins(words, *joint));
        if at > piece.start && depth == 0 && margin(line) <= left && begins {
            if let Some(last) = pieces.last_mut() {
                last.end = at;
            }
            pieces.push(Span { start: at, ..piece });
        }
        at += line.len();
        for c in line.chars() {
            match c {
                '(' | '（' | '{' | '｛' => depth += 1,
                ')' | '）' | '}' | '｝' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
    }
    pieces
}

/// Explains a broken piece; `from` is where the field begins that it may go on with.
pub(crate) fn explain(text: &str, piece: Span, from: usize, place: Place) -> Diagnostic {
    let whole = text.get(piece.start..piece.end).unwrap_or("");
    let start = piece.start + whole.len() - whole.trim_start().len();
    let word = first_word(whole.trim_start());
    let span = Span { start, end: start + word.len(), ..piece };
    if from == piece.start {
        let begun = place.keywords().iter().any(|rule| keyword::begins(whole.trim_start(), *rule));
        let (declares, is_field) = (place == Place::Declaration, place == Place::Rule);
        if declares && keyword::LATER.contains(&word) || is_field && keyword::LATER_FIELDS.contains(&word) {
            return later(span, word);
        }
        if place == Place::Declaration
            && let Some(found) = outside(whole.trim_start())
            && !begun
        {
            return outside_fault(span, found);
        }
        if !begun && !place.keywords().is_empty() {
            return unknown_word(text, span, place);
        }
    }
    match Grammar::parse(place.only(), text.get(from..piece.end).unwrap_or("")) {
        Err(error) => from_pest(text, piece, from, place.only(), &error),
        Ok(_) => unexpected(text, span, piece, &[]),
    }
}

/// Explains pest's account of a fault in what stands between `from` and the end of `piece`, read by `only`.
pub(crate) fn from_pest(text: &str, piece: Span, from: usize, only: Rule, error: &Error<Rule>) -> Diagnostic {
    let at = from
        + match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
    let expected = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
        ErrorVariant::CustomError { .. } => &[],
    };
    // `==`: the parser took the first sign.
    let read = text.get(from..at).unwrap_or("");
    let at = if text.get(at..).is_some_and(|rest| rest.starts_with(is_sign)) {
        from + read.trim_end_matches(is_sign).len()
    } else {
        at
    };
    let rest = text.get(at..piece.end).unwrap_or("");
    let start = at + rest.len() - rest.trim_start().len();
    let word = first_word(rest.trim_start());
    let last = last_word(text, piece, from + read.trim_end().len());
    if word.is_empty() || rest.trim_start().starts_with("//") {
        return incomplete(last, expected);
    }
    // A field that lacks its value takes the next field's keyword for it: `within` and then `must …`.
    if let Some(begun) = forgotten_before(text, from, last) {
        return incomplete(begun, &[Rule::expr]);
    }
    let fault = unexpected(text, Span { start, end: start + word.len(), ..piece }, piece, expected);
    if fault.fix.is_some() || piece.end - from > LONGEST_REPAIR {
        return fault;
    }
    let place =
        Repair { text, from, end: piece.end, before: last, at: Span { start, end: start + word.len(), ..piece } };
    match place.only_one(expected, only) {
        Some((span, write)) => {
            let message = Message::new(format!("write `{write}`"), format!("写成 `{write}`"));
            fault.fix(span, write, message)
        }
        None => fault,
    }
}

/// Longer pieces are not tried with one word more.
const LONGEST_REPAIR: usize = 4096;

/// The last word before a keyword that begins a line within a field, if that keyword is the last thing read.
fn forgotten_before(text: &str, from: usize, last: Span) -> Option<Span> {
    let keyword = text.get(last.start..)?;
    let before = text.get(from..last.start)?;
    let line = before.trim_end_matches([' ', '\t', '\u{3000}']);
    let mut fields = keyword::FIELDS.iter().chain(keyword::POLICY_FIELDS);
    let begins_field = line.ends_with('\n') && fields.any(|rule| keyword::begins(keyword, *rule));
    begins_field.then(|| last_word(text, last, from + before.trim_end().len()))
}

/// The piece ends before it is complete; `last` is its last word.
fn incomplete(last: Span, expected: &[Rule]) -> Diagnostic {
    let label = match words::expected(expected) {
        Some((en, zh)) => Message::new(format!("expected {en} after this"), format!("此后应为{zh}")),
        None => Message::new("something is missing after this", "此后缺少内容"),
    };
    Diagnostic::error(Code::E0101, last, Message::new("this is not complete", "此处内容不完整"), label)
}

/// A word that may not stand where it stands, while other things may.
fn unexpected(text: &str, span: Span, piece: Span, expected: &[Rule]) -> Diagnostic {
    let word = text.get(span.start..span.end).unwrap_or("");
    let vocabulary = words::vocabulary(expected);
    if let Some(split) = suggest::split(word, &vocabulary) {
        return run_together(span, word, &split);
    }
    // `计数 暗访凡 暗查`: the fault shows only at the word behind the one that runs together.
    let before = last_word(text, piece, text.get(..span.start).map_or(0, |before| before.trim_end().len()));
    let word_before = text.get(before.start..before.end).unwrap_or("");
    if let Some(split) = suggest::split_tail(word_before) {
        return run_together(before, word_before, &split);
    }
    let label = match words::expected(expected) {
        Some(_) if word.starts_with(['{', '｛']) && expected.contains(&Rule::text) => {
            Message::new("expected a title in quotes before this", "此前应有引号中的标题")
        }
        Some((en, zh)) => Message::new(format!("expected {en}"), format!("此处应为{zh}")),
        None => Message::new("does not belong here", "不应出现在此处"),
    };
    let message = Message::new(format!("unexpected `{word}`"), format!("此处不能写 `{word}`"));
    let diagnostic = Diagnostic::error(Code::E0101, span, message, label);
    let rest = text.get(span.start..piece.end).unwrap_or("");
    match suggest::instead(rest, &vocabulary) {
        Some(found) => found.attach(diagnostic, span),
        None => diagnostic,
    }
}

fn unknown_word(text: &str, span: Span, place: Place) -> Diagnostic {
    let word = text.get(span.start..span.end).unwrap_or("");
    let vocabulary = words::vocabulary(place.keywords());
    if let Some(split) = suggest::split(word, &vocabulary) {
        return run_together(span, word, &split);
    }
    let (en, zh) = place.called();
    let diagnostic = Diagnostic::error(
        Code::E0101,
        span,
        Message::new(format!("`{word}` begins no {en}"), format!("`{word}` 不能开始一个{zh}")),
        Message::new("not a keyword here", "不是此处的关键词"),
    );
    if place == Place::Declaration
        && let Some(help) = suggest::declaration(word)
    {
        return diagnostic.help(help);
    }
    let line = text.get(span.start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    match suggest::instead(line, &vocabulary) {
        Some(found) => found.attach(diagnostic, span),
        None => {
            let list = |tongue: Tongue| {
                let words: Vec<_> =
                    place.typical().iter().map(|rule| format!("`{}`", keyword::spell(*rule, tongue))).collect();
                words.join(tongue.pick(", ", "、"))
            };
            diagnostic.help(Message::new(
                format!("a {en} begins with a word such as {}", list(Tongue::En)),
                format!("{zh}以这样的词开头：{}", list(Tongue::Zh)),
            ))
        }
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

/// The field keyword that a stray piece begins with.
fn outside(piece: &str) -> Option<(&str, &'static str, &'static str)> {
    let begins = |rules: &[Rule]| rules.iter().any(|rule| keyword::begins(piece, *rule));
    let (en, zh) = if begins(keyword::FIELDS) {
        ("a rule", "规则")
    } else if begins(keyword::POLICY_FIELDS) {
        ("a policy", "规矩")
    } else {
        return None;
    };
    Some((first_word(piece), en, zh))
}

fn outside_fault(span: Span, (word, en, zh): (&str, &str, &str)) -> Diagnostic {
    Diagnostic::error(
        Code::E0101,
        span,
        Message::new(format!("`{word}` stands outside of {en}"), format!("`{word}` 写在{zh}之外")),
        Message::new(format!("this begins a field of {en}"), format!("这是{zh}的字段")),
    )
    .help(Message::new("move it between the braces `{ }` it belongs to", "把它移到所属的花括号 `{ }` 之内"))
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

/// The word, number or quoted text that a text begins with, else its first character; signs in a row are one word.
fn first_word(text: &str) -> &str {
    let run = |fits: &dyn Fn(char) -> bool| text.find(|c| !fits(c)).unwrap_or(text.len());
    let end = match text.chars().next() {
        None => 0,
        // Dates and numbers whole, but not the sentence's stop behind one.
        Some('0'..='9') => {
            let number = run(&|c| c.is_ascii_digit() || "-./".contains(c));
            let number = text.get(..number).unwrap_or("").trim_end_matches(['-', '.', '/']).len();
            number.max(run(&is_word))
        }
        Some('"') => {
            text.get(1..).and_then(|rest| rest.find(['"', '\n'])).map_or(1, |n| n + 2).min(run(&|c| c != '\n'))
        }
        Some('“') => text.find(['”', '\n']).map_or(3, |n| n + 3).min(run(&|c| c != '\n')),
        Some(c) if is_word(c) => run(&is_word),
        Some(c) if is_sign(c) => run(&is_sign),
        Some(c) => c.len_utf8(),
    };
    text.get(..end).unwrap_or("")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a character is a sign that other languages join to operators.
fn is_sign(c: char) -> bool {
    "=<>!&|*#".contains(c)
}

/// The place of the last word, or character, of a piece's text before `end`.
fn last_word(text: &str, piece: Span, end: usize) -> Span {
    let before = text.get(..end).unwrap_or("");
    let start = match before.trim_end_matches(is_word).len() {
        start if start < before.len() => start,
        _ => before.char_indices().next_back().map_or(0, |(at, _)| at),
    };
    Span { start, end: before.len(), ..piece }
}
