//! The fields of a rule: which belong under which head, each once.

use guiju_syntax::{Code, Diagnostic, Message, Span, ast, ast::FieldKind as Tree};

/// A group of fields that exclude each other, or one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Cite,
    Severity,
    Responsible,
    Topic,
    Effective,
    Counting,
    Calendar,
    Was,
    Partial,
    Per,
    Each,
    Never,
    Unless,
    While,
    Window,
    Measure,
    Bound,
    TwoSided,
    Reach,
    Must,
    Holding,
    Start,
    Within,
    By,
    Before,
    NoSooner,
    Anchored,
    Extended,
    Suspended,
    Restarted,
    Elapsed,
    Matching,
    LateVoid,
    Early,
    IfNone,
    Spacing,
    Stage,
    Stop,
}

/// What every head takes.
const COMMON: [Slot; 8] = [
    Slot::Cite,
    Slot::Severity,
    Slot::Responsible,
    Slot::Topic,
    Slot::Effective,
    Slot::Counting,
    Slot::Calendar,
    Slot::Was,
];

/// What a rule may say several times.
const REPEATED: [Slot; 5] = [Slot::Cite, Slot::Stage, Slot::Extended, Slot::Suspended, Slot::Restarted];

/// The fields of one rule.
pub(super) struct Bag<'a> {
    fields: Vec<(Slot, &'a Tree, Span)>,
    /// Whether a field was left out because it does not belong: another may be missing for that reason.
    pub(super) misplaced: bool,
    /// Whether the clock starts with something that no field says: the stage before.
    pub(super) clocked: bool,
}

impl<'a> Bag<'a> {
    /// Sorts the fields of a measure and reports those that are written twice; the grammar lets no others in.
    pub(super) fn of_measure(measure: &'a ast::Measure, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut fields: Vec<(Slot, &Tree, Span)> = Vec::new();
        for field in &measure.fields {
            let slot = slot(ast::Head::Quantity, &field.kind);
            match fields.iter().find(|(s, ..)| *s == slot && slot != Slot::Cite) {
                Some((.., first)) => diagnostics.push(super::fault::written_twice(field.span, *first)),
                None => fields.push((slot, &field.kind, field.span)),
            }
        }
        Self { fields, misplaced: false, clocked: false }
    }

    /// Sorts the fields of a rule and reports those that are written twice or do not belong.
    pub(super) fn of(rule: &'a ast::Rule, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let allowed = allowed(rule.head);
        let mut fields: Vec<(Slot, &Tree, Span)> = Vec::new();
        let mut astray = false;
        for field in &rule.fields {
            let slot = slot(rule.head, &field.kind);
            let same = |(s, ..): &&(Slot, &Tree, Span)| {
                (*s == slot && !REPEATED.contains(&slot))
                    || matches!((*s, slot), (Slot::Each, Slot::Never) | (Slot::Never, Slot::Each))
            };
            if !COMMON.contains(&slot) && !allowed.contains(&slot) {
                diagnostics.push(misplaced(rule.head, slot, field.span));
                astray = true;
            } else if let Some((.., first)) = fields.iter().find(same) {
                diagnostics.push(twice(slot, field.span, *first));
            } else {
                fields.push((slot, &field.kind, field.span));
            }
        }
        Self { fields, misplaced: astray, clocked: false }
    }

    pub(super) fn get(&self, slot: Slot) -> Option<(&'a Tree, Span)> {
        self.fields.iter().find(|(s, ..)| *s == slot).map(|(_, tree, span)| (*tree, *span))
    }

    pub(super) fn all(&self, slot: Slot) -> impl Iterator<Item = &'a Tree> + '_ {
        self.fields.iter().filter(move |(s, ..)| *s == slot).map(|(_, tree, _)| *tree)
    }

    /// The fields of a slot that may be written several times, with their places.
    pub(super) fn all_placed(&self, slot: Slot) -> impl Iterator<Item = (&'a Tree, Span)> + '_ {
        self.fields.iter().filter(move |(s, ..)| *s == slot).map(|(_, tree, span)| (*tree, *span))
    }

    pub(super) fn has(&self, slot: Slot) -> bool {
        self.get(slot).is_some()
    }
}

fn slot(head: ast::Head, tree: &Tree) -> Slot {
    match tree {
        Tree::Cite(_) => Slot::Cite,
        Tree::Severity(_) => Slot::Severity,
        Tree::Responsible(_) => Slot::Responsible,
        Tree::Topic(_) => Slot::Topic,
        Tree::Effective(_) => Slot::Effective,
        Tree::Counting(_) => Slot::Counting,
        Tree::Calendar(_) => Slot::Calendar,
        Tree::Was(_) => Slot::Was,
        Tree::Partial(_) => Slot::Partial,
        Tree::Per(_) => Slot::Per,
        Tree::Each(_) => Slot::Each,
        Tree::NeverEach(_) => Slot::Never,
        Tree::Unless(_) => Slot::Unless,
        Tree::While(_) => Slot::While,
        Tree::Every { .. } | Tree::Cycle { .. } | Tree::Rolling { .. } | Tree::TheLast { .. } | Tree::During { .. } => {
            Slot::Window
        }
        Tree::Count(_)
        | Tree::CountDistinct(..)
        | Tree::Total(..)
        | Tree::Mean(..)
        | Tree::Share(..)
        | Tree::ComesTo(_)
        | Tree::TimeIn(_) => Slot::Measure,
        // A deadline counts nothing: between two lengths lies the time for it.
        Tree::Bound(ast::Bound::Between(..)) if head == ast::Head::Deadline => Slot::TwoSided,
        Tree::Bound(_) => Slot::Bound,
        Tree::Reach(_) => Slot::Reach,
        Tree::Must(_) => Slot::Must,
        Tree::Holding(_) => Slot::Holding,
        Tree::From(_) | Tree::After(_) => Slot::Start,
        Tree::Within(_) => Slot::Within,
        Tree::By(_) | Tree::ByDay(_) => Slot::By,
        Tree::Before { .. } => Slot::Before,
        Tree::NoSooner(_) => Slot::NoSooner,
        Tree::Anchored(_) => Slot::Anchored,
        Tree::Extended(_) => Slot::Extended,
        Tree::Suspended(_) => Slot::Suspended,
        Tree::Restarted(_) => Slot::Restarted,
        Tree::Elapsed => Slot::Elapsed,
        Tree::Matching(_) => Slot::Matching,
        Tree::LateVoid => Slot::LateVoid,
        Tree::Early(_) => Slot::Early,
        Tree::IfNone(_) => Slot::IfNone,
        Tree::Spacing(_) => Slot::Spacing,
        Tree::Stage(_) => Slot::Stage,
        Tree::Stop(_) => Slot::Stop,
    }
}

const fn allowed(head: ast::Head) -> &'static [Slot] {
    match head {
        ast::Head::Quantity => &[
            Slot::Per,
            Slot::Unless,
            Slot::While,
            Slot::Window,
            Slot::Partial,
            Slot::Measure,
            Slot::Bound,
            Slot::IfNone,
            Slot::Spacing,
        ],
        ast::Head::Coverage => {
            &[Slot::Per, Slot::Each, Slot::Unless, Slot::While, Slot::Window, Slot::Partial, Slot::Reach]
        }
        ast::Head::Deadline => &[
            Slot::Per,
            Slot::Each,
            Slot::Unless,
            Slot::While,
            Slot::Window,
            Slot::Partial,
            Slot::Must,
            Slot::Start,
            Slot::Within,
            Slot::By,
            Slot::Before,
            Slot::NoSooner,
            Slot::TwoSided,
            Slot::Anchored,
            Slot::Extended,
            Slot::Suspended,
            Slot::Restarted,
            Slot::Elapsed,
            Slot::Matching,
            Slot::LateVoid,
            Slot::Early,
        ],
        ast::Head::Hold => &[Slot::Per, Slot::Each, Slot::Unless, Slot::While, Slot::Holding],
        ast::Head::Check => &[Slot::Each, Slot::Never, Slot::Unless, Slot::While, Slot::Must],
        ast::Head::Path => &[Slot::Each, Slot::Unless, Slot::Stage, Slot::Stop],
    }
}

/// What a slot is called: as its keyword is spelled.
const fn words(slot: Slot) -> (&'static str, &'static str) {
    match slot {
        Slot::Cite => ("cite", "依据"),
        Slot::Severity => ("severity", "级别"),
        Slot::Responsible => ("responsible", "责任"),
        Slot::Topic => ("topic", "主题"),
        Slot::Effective => ("effective", "施行"),
        Slot::Counting => ("counting", "计日"),
        Slot::Calendar => ("calendar", "历法"),
        Slot::Was => ("was", "原名"),
        Slot::Partial => ("partial", "不足期"),
        Slot::Per => ("per", "分别"),
        Slot::Each => ("each", "对每"),
        Slot::Never => ("never each", "不得有"),
        Slot::Unless => ("unless", "除非"),
        Slot::While => ("while", "当"),
        Slot::Window => ("every", "每个"),
        Slot::Measure => ("count", "计数"),
        Slot::Bound => ("at least", "至少"),
        Slot::TwoSided => ("between", "介于"),
        Slot::Reach => ("all of", "全部"),
        Slot::Must => ("must", "应有"),
        Slot::Holding => ("must hold", "应保持"),
        Slot::Start => ("from", "自"),
        Slot::Within => ("within", "限"),
        Slot::By => ("by", "不迟于"),
        Slot::Before => ("before", "早于"),
        Slot::NoSooner => ("no sooner than", "不早于"),
        Slot::Anchored => ("anchored", "定期"),
        Slot::Extended => ("extended", "延长"),
        Slot::Suspended => ("suspended", "中止"),
        Slot::Restarted => ("restarted", "重新起算"),
        Slot::Elapsed => ("counting elapsed", "计日 经过日数"),
        Slot::Matching => ("matching", "配对"),
        Slot::LateVoid => ("late void", "逾期无效"),
        Slot::Early => ("early", "提前"),
        Slot::IfNone => ("if none", "为零时"),
        Slot::Spacing => ("spacing", "间隔"),
        Slot::Stage => ("stage", "阶段"),
        Slot::Stop => ("stop when", "终止于"),
    }
}

pub(super) const fn head_words(head: ast::Head) -> (&'static str, &'static str) {
    match head {
        ast::Head::Quantity => ("quantity", "数量"),
        ast::Head::Coverage => ("coverage", "覆盖"),
        ast::Head::Deadline => ("deadline", "期限"),
        ast::Head::Check => ("check", "核查"),
        ast::Head::Hold => ("hold", "保持"),
        ast::Head::Path => ("path", "流程"),
    }
}

/// A field that its neighbours leave without effect.
pub(super) fn beside(slot: Slot, span: Span, other: Slot, help: Message) -> Diagnostic {
    let (field, other) = (words(slot), words(other));
    Diagnostic::error(
        Code::E0602,
        span,
        Message::new(
            format!("`{}` has no effect beside `{}`", field.0, other.0),
            format!("有 `{}` 时 `{}` 不起作用", other.1, field.1),
        ),
        Message::new("would be ignored", "会被忽略"),
    )
    .help(help)
}

fn misplaced(head: ast::Head, slot: Slot, span: Span) -> Diagnostic {
    let (field, head_name) = (words(slot), head_words(head));
    let fits = |head: ast::Head| allowed(head).contains(&slot);
    let others: Vec<_> = ast::Head::ALL.into_iter().filter(|h| fits(*h)).collect();
    let diagnostic = Diagnostic::error(
        Code::E0602,
        span,
        Message::new(
            format!("`{}` does not belong in a `{}`", field.0, head_name.0),
            format!("`{}` 不属于 `{}`", field.1, head_name.1),
        ),
        Message::new("not a field of this head", "不是此类规则的字段"),
    );
    if others.is_empty() {
        return diagnostic.help(Message::new("this field is not built yet", "此字段尚未实现"));
    }
    let names = |pick: fn((&'static str, &'static str)) -> &'static str| -> Vec<String> {
        others.iter().map(|h| format!("`{}`", pick(head_words(*h)))).collect()
    };
    let en = match names(|w| w.0).as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.concat(),
    };
    diagnostic
        .help(Message::new(format!("it is a field of {en}"), format!("它是 {} 的字段", names(|w| w.1).join("、"))))
}

fn twice(slot: Slot, span: Span, first: Span) -> Diagnostic {
    let (en, zh) = words(slot);
    // Some slots hold several fields, of which a rule has one.
    let message = match slot {
        Slot::Bound => Message::new("two bounds in one rule", "同一规则中有两个界限"),
        Slot::Measure => Message::new("two measures in one rule", "同一规则中有两种计量"),
        Slot::Window => Message::new("two windows in one rule", "同一规则中有两个窗口"),
        Slot::Start => Message::new("two starts of the clock in one rule", "同一规则中有两个起算日"),
        Slot::By => Message::new("two last days in one rule", "同一规则中有两个截止日"),
        Slot::Each | Slot::Never => {
            Message::new("`each` beside `never each` in one rule", "同一规则中 `对每` 与 `不得有` 并存")
        }
        _ => Message::new(format!("a second `{en}` in one rule"), format!("同一规则中出现两个 `{zh}`")),
    };
    let help = match slot {
        Slot::Bound => {
            Message::new("keep one, or write both ends as `between N and M`", "只留一个，或把两端写成 `介于 N 与 M`")
        }
        _ => Message::new("keep one, or make two rules", "只留一个，或拆成两条规则"),
    };
    Diagnostic::error(Code::E0604, span, message, Message::new("written again here", "在此再次出现"))
        .also(first, Message::new("first written here", "首次出现在此"))
        .help(help)
}
