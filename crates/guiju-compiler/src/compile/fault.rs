//! The faults of this stage, in the officer's words.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast};

use super::Symbol;
use crate::schema::{Name, Schema, Type};

/// What kind of thing a word should name: English, Chinese.
pub(super) type Noun = (&'static str, &'static str);

pub(super) const RECORD: Noun = ("record", "档案");
pub(super) const REGISTER: Noun = ("register, catalog or record", "名册、目录或档案");
pub(super) const MEMBERS: Noun = ("register", "名册");
pub(super) const SEQUENCE: Noun = ("sequence", "序列");
pub(super) const TABLE: Noun = ("table", "表");

/// Returns the spelling nearest to a word, if it is near enough to be meant.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    // `A5` and `A6` are two names, not one and a slip.
    let bare = |name: &str| name.replace(|c: char| c.is_ascii_digit(), "");
    let limit = |other: usize| match length.min(other) {
        0..=3 => 1,
        4..=6 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .filter(|c| bare(c) != bare(word))
        .map(|c| (strsim::damerau_levenshtein(word, c), c))
        .filter(|(distance, c)| {
            let other = c.chars().count();
            *distance <= limit(other) && *distance < length.max(other)
        })
        .min()
        .map(|(_, c)| c)
}

/// Words of a condition that are written as one.
pub(super) fn run_together(ident: &ast::Ident, split: &str) -> Diagnostic {
    let word = &ident.text;
    Diagnostic::error(
        Code::E0111,
        ident.span,
        Message::new(format!("`{word}` runs words together"), format!("`{word}` 几个词连在一起")),
        Message::new("read as one word", "被当作一个词"),
    )
    .fix(ident.span, split, Message::new(format!("write `{split}`"), format!("写成 `{split}`")))
}

/// A word that names nothing of its kind.
pub(super) fn unknown(ident: &ast::Ident, (en, zh): Noun, candidates: &[String]) -> Diagnostic {
    let word = &ident.text;
    let none = if en == "name" { "nothing".to_owned() } else { format!("no {en}") };
    let diagnostic = Diagnostic::error(
        Code::E0202,
        ident.span,
        Message::new(format!("unknown {en} `{word}`"), format!("没有名为 `{word}` 的{zh}")),
        Message::new(format!("{none} of this name is declared or imported"), format!("未声明也未引用此{zh}")),
    );
    suggest(diagnostic, ident, candidates)
}

/// Proposes to import the file that declares what was not found.
pub(super) fn unimported(mut diagnostic: Diagnostic, file: &str) -> Diagnostic {
    diagnostic.fix = None;
    diagnostic.help(Message::new(
        format!("it is declared in another file: add `use \"{file}\"`"),
        format!("它声明在另一文件中：请加 `引用 “{file}”`"),
    ))
}

/// What kind of thing a declared name stands for.
pub(super) fn noun_of(symbol: Symbol, schema: &Schema) -> Noun {
    match symbol {
        Symbol::Record(id) if schema.record(id).derived => ("event", "事件"),
        Symbol::Record(_) => RECORD,
        Symbol::Catalog(_) => ("catalog", "目录"),
        Symbol::Register(_) => MEMBERS,
        Symbol::Sequence(_) => SEQUENCE,
        Symbol::State(_) => ("state", "状态"),
        Symbol::Param(_) => ("parameter or assumption", "参数或暂定"),
        Symbol::Table(_) => TABLE,
        Symbol::Define(_) => ("definition", "定义"),
        Symbol::Metric(_) => ("measure", "度量"),
        Symbol::Grade(_) => ("grade", "评级"),
        Symbol::History(_) => ("field with a history", "有历史的字段"),
    }
}

/// Both spellings of a name.
pub(super) fn spellings(name: &Name) -> Vec<String> {
    [Some(name.id.clone()), name.alias.clone()].into_iter().flatten().collect()
}

/// A number of things, in English.
pub(super) fn several(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Proposes the nearest candidate, or lists the candidates.
pub(super) fn suggest(diagnostic: Diagnostic, ident: &ast::Ident, candidates: &[String]) -> Diagnostic {
    match nearest(&ident.text, candidates.iter().map(String::as_str)) {
        Some(near) => diagnostic.fix(
            ident.span,
            near,
            Message::new(format!("did you mean `{near}`?"), format!("是否想写 `{near}`？")),
        ),
        None if candidates.is_empty() => diagnostic,
        None => {
            // Each name once, in the tongue of the word that was written.
            let (same, other): (Vec<&String>, Vec<&String>) =
                candidates.iter().partition(|c| c.is_ascii() == ident.text.is_ascii());
            let list = if same.is_empty() { other } else { same };
            let shown: Vec<String> = list.iter().take(8).map(|c| format!("`{c}`")).collect();
            let more = if list.len() > 8 { " …" } else { "" };
            diagnostic.help(Message::new(
                format!("there is {}{more}", shown.join(", ")),
                format!("可用：{}{more}", shown.join("、")),
            ))
        }
    }
}

/// A value of the wrong type.
pub(super) fn wrong_type(schema: &Schema, span: Span, wanted: (&str, &str), found: Type) -> Diagnostic {
    let (found_en, found_zh) = type_words(schema, found);
    Diagnostic::error(
        Code::E0301,
        span,
        Message::new(
            format!("expected {}, found {found_en}", wanted.0),
            format!("此处应为{}，却是{found_zh}", wanted.1),
        ),
        Message::new(format!("this is {found_en}"), format!("这是{found_zh}")),
    )
}

/// Something that a declaration says once at most.
pub(super) fn written_twice(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code::E0604,
        span,
        Message::new("written twice in one declaration", "同一声明中写了两次"),
        Message::new("written again here", "在此再次出现"),
    )
    .also(first, Message::new("first written here", "首次出现在此"))
    .help(Message::new("keep one", "只留一个"))
}

/// What a type is called by people.
pub(super) fn type_words(schema: &Schema, ty: Type) -> (String, String) {
    let named = |en: &str, zh: &str| (en.to_owned(), zh.to_owned());
    match ty {
        Type::Text => named("a text", "文字"),
        Type::Number => named("a number", "数字"),
        Type::YesNo => named("a yes or no", "是或否"),
        Type::Date => named("a date", "日期"),
        Type::Time => named("a time", "时刻"),
        Type::Duration => named("a length of time", "时长"),
        Type::Code(id) => {
            let name = &schema.catalog(id).name;
            (format!("a code of `{}`", name.id), format!("目录 `{}` 的代码", name.in_tongue(guiju_syntax::Tongue::Zh)))
        }
        Type::Ref(id) => {
            let name = &schema.record(id).name;
            (format!("a `{}`", name.id), format!("一条 `{}`", name.in_tongue(guiju_syntax::Tongue::Zh)))
        }
        Type::CodeSet(id) => {
            let name = &schema.catalog(id).name;
            (format!("a set of `{}`", name.id), format!("`{}` 的多选", name.in_tongue(guiju_syntax::Tongue::Zh)))
        }
        Type::RefSet(id) => {
            let name = &schema.record(id).name;
            (format!("a set of `{}`", name.id), format!("多条 `{}`", name.in_tongue(guiju_syntax::Tongue::Zh)))
        }
        Type::TextSet => named("a set of texts", "多个文字"),
    }
}

/// Something that is missing from a declaration.
pub(super) fn missing(span: Span, en: impl Into<String>, zh: impl Into<String>, help: Message) -> Diagnostic {
    let (en, zh) = (en.into(), zh.into());
    Diagnostic::error(
        Code::E0603,
        span,
        Message::new(format!("{en} is missing"), format!("缺少{zh}")),
        Message::new("in this declaration", "在此声明中"),
    )
    .help(help)
}
