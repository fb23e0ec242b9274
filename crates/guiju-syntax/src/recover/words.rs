//! What the grammar waited for, in words, and the spellings that would have been read.

use crate::{
    keyword,
    syntax::Rule,
    tongue::Tongue::{self, En, Zh},
};

/// How many alternatives a message names.
const MOST: usize = 6;

/// Names what was expected, in English and Chinese; `None` if nothing can be named.
pub(super) fn expected(rules: &[Rule]) -> Option<(String, String)> {
    Some((listed(rules, En)?, listed(rules, Zh)?))
}

fn listed(rules: &[Rule], tongue: Tongue) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for rule in rules {
        let word = match in_words(*rule) {
            Some((en, zh)) => tongue.pick(en, zh).to_owned(),
            None => match keyword::spell(stands_for(*rule), tongue) {
                "" => continue,
                word => format!("`{word}`"),
            },
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    // What is always possible is only worth saying where nothing else is.
    let aka = format!("`{}`", keyword::spell(Rule::kw_aka, tongue));
    if words.len() > 1 {
        words.retain(|word| *word != aka);
    }
    let (any, value) = (tongue.pick("a condition or value", "条件或值"), tongue.pick("a value", "值"));
    if words.iter().any(|word| word == any) {
        words.retain(|word| word != value);
    }
    // A long list helps nobody: the general words come first and are kept.
    words.sort_by_key(|word| word.starts_with('`'));
    words.truncate(MOST);
    let last = words.pop()?;
    Some(match (words.is_empty(), tongue) {
        (true, _) => last,
        (false, En) => format!("{} or {last}", words.join(", ")),
        (false, Zh) => format!("{}、{last}之一", words.join("、")),
    })
}

/// The keywords and signs that were expected, in one tongue; `None` if something freer was.
pub(super) fn pieces(rules: &[Rule], wide: bool) -> Option<Vec<&'static str>> {
    let mut pieces = Vec::new();
    for rule in rules.iter().filter(|rule| **rule != Rule::kw_aka) {
        let piece = match (rule, wide) {
            (Rule::lbrace, _) => "{",
            (Rule::lparen, false) => "(",
            (Rule::lparen, true) => "（",
            (Rule::comma, false) => ",",
            (Rule::comma, true) => "，",
            (Rule::colon, false) => ":",
            (Rule::colon, true) => "：",
            (Rule::equals, _) => "=",
            (rule, wide) => keyword::spell(stands_for(*rule), if wide { Zh } else { En }),
        };
        match piece {
            "" => return None,
            piece if pieces.contains(&piece) => {}
            piece => pieces.push(piece),
        }
    }
    Some(pieces)
}

/// Every spelling that begins what was expected.
pub(super) fn vocabulary(rules: &[Rule]) -> Vec<&'static str> {
    let mut words = Vec::new();
    for rule in rules.iter().flat_map(|rule| first_of(*rule)) {
        match rule {
            Rule::unit | Rule::last_unit => words.extend(UNITS),
            rule => words.extend([keyword::spell(*rule, En), keyword::spell(*rule, Zh)]),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

const UNITS: [&str; 24] = [
    "days",
    "day",
    "working days",
    "working day",
    "weeks",
    "week",
    "months",
    "month",
    "quarters",
    "quarter",
    "years",
    "year",
    "hours",
    "hour",
    "minutes",
    "minute",
    "日",
    "工作日",
    "周",
    "个月",
    "季度",
    "年",
    "小时",
    "分钟",
];

/// The keywords, and the unit, that a rule of the grammar may begin with.
fn first_of(rule: Rule) -> &'static [Rule] {
    use Rule as R;
    match rule {
        R::unit => &[R::unit],
        R::last_unit => &[R::last_unit],
        R::rule_field => keyword::FIELDS,
        R::policy_field => keyword::POLICY_FIELDS,
        R::exemption_field => keyword::EXEMPTION_FIELDS,
        R::measure_field => keyword::MEASURE_FIELDS,
        R::declaration => keyword::DECLARATIONS,
        R::type_ => {
            &[R::ty_text, R::ty_number, R::ty_yesno, R::ty_date, R::ty_time, R::ty_duration, R::kw_ref, R::kw_set_of]
        }
        R::verdict => &[
            R::v_met,
            R::v_met_late,
            R::v_overdue,
            R::v_violated,
            R::v_pending,
            R::v_exempt,
            R::v_not_applicable,
            R::v_discharged,
            R::v_undetermined,
        ],
        R::family => {
            &[R::kw_cal_day, R::kw_cal_week, R::kw_cal_month, R::kw_cal_quarter, R::kw_cal_half, R::kw_cal_year]
        }
        R::test => &[
            R::kw_between,
            R::kw_in,
            R::kw_known,
            R::kw_missing,
            R::kw_has_all,
            R::kw_has,
            R::kw_meets,
            R::kw_starts,
            R::kw_ends,
            R::kw_contains,
        ],
        R::aggregate => &[
            R::kw_count,
            R::kw_any,
            R::kw_all,
            R::kw_least,
            R::kw_greatest,
            R::kw_total,
            R::kw_union,
            R::kw_first,
            R::kw_last,
        ],
        R::clause_status => &[R::kw_notcheckable, R::kw_attested, R::kw_permits, R::kw_defines, R::kw_unfinished],
        R::stage_part => &[
            R::kw_from,
            R::kw_must,
            R::kw_by_level,
            R::kw_within,
            R::kw_no_later,
            R::kw_before,
            R::kw_then,
            R::kw_else,
            R::kw_repeat,
            R::kw_over_levels,
            R::kw_compensates,
        ],
        R::register_part => &[R::kw_from, R::kw_until, R::kw_count, R::kw_in_force, R::kw_ever, R::kw_cite],
        _ => one(rule),
    }
}

/// A rule known by its first keyword, as a list of one.
fn one(rule: Rule) -> &'static [Rule] {
    let keyword = stands_for(rule);
    keyword::KEYWORDS
        .iter()
        .find(|(known, ..)| *known == keyword)
        .map_or(&[], |(known, ..)| std::slice::from_ref(known))
}

/// The keyword a construct is known by.
const fn stands_for(rule: Rule) -> Rule {
    match rule {
        Rule::where_ => Rule::kw_where,
        Rule::unless_ => Rule::kw_unless,
        Rule::while_ => Rule::kw_while,
        Rule::spell => Rule::kw_from,
        Rule::time_in => Rule::kw_time_in,
        Rule::cite => Rule::kw_cite,
        Rule::dated_by => Rule::kw_by,
        Rule::rolling => Rule::kw_rolling,
        Rule::effective => Rule::kw_effective,
        Rule::stage | Rule::expect_stage => Rule::kw_stage,
        Rule::stop => Rule::kw_stop,
        rule => rule,
    }
}

/// What a rule of the grammar is called by people.
const fn in_words(rule: Rule) -> Option<(&'static str, &'static str)> {
    use Rule as R;
    Some(match rule {
        R::name | R::ident | R::dotted | R::dotname => ("a name", "名称"),
        R::path => ("a name such as `visit.unit`", "名称（如 `暗访.企业`）"),
        R::text | R::title | R::subject => ("a text in quotes", "引号中的文字"),
        R::number | R::percent => ("a number", "数字"),
        R::date | R::iso_date | R::zh_date => ("a date such as 2026-02-28", "日期（如 2026-02-28）"),
        R::duration => ("a length such as 15 working days", "时长（如 15个工作日）"),
        R::citation | R::locator | R::source_name | R::locator_ahead => {
            ("a clause such as 5(2)", "条款号（如 五（二））")
        }
        R::unit => ("a unit of time such as `days`", "时间单位（如 `日`）"),
        R::last_unit => ("`day`", "`日`"),
        R::family => ("a window such as `calendar month`", "窗口（如 `自然月`）"),
        R::expr | R::conj | R::negation | R::comparison => ("a condition or value", "条件或值"),
        R::term | R::factor | R::amount => ("a value", "值"),
        R::case_ => ("a value and its condition", "值及其条件"),
        R::test | R::op => ("a comparison such as `= 3`", "比较（如 `= 3`）"),
        R::sign => ("`+`", "`+`"),
        R::set | R::given_set => ("a list in braces", "花括号中的列表"),
        R::type_ => ("a type such as `text` or `date`", "类型（如 `文字`、`日期`）"),
        R::value | R::dated => ("a value", "值"),
        R::range_over => ("a variable such as `g in groups`", "变量（如 `组 取自 检查组`）"),
        R::aggregate => ("how it is made, such as `count`", "汇总方式（如 `计数`）"),
        R::table_key => ("a code or a range of numbers", "代码或数字范围"),
        R::rule_field => ("a field of a rule", "规则的字段"),
        R::stage_part => ("a part of the stage such as `then`", "阶段的内容（如 `随后`）"),
        R::expect_stage => ("a stage as `stage listing`", "阶段（如 `阶段 挂牌`）"),
        R::stage_word => ("a stage such as `remind#2`", "阶段（如 `提醒#2`）"),
        R::target => ("a stage or `done`", "阶段名或 `结束`"),
        R::policy_field => ("a field of a policy", "规矩的字段"),
        R::exemption_field => ("a field of an exemption", "豁免的字段"),
        R::measure_field => ("a field of a measure", "度量的字段"),
        R::range => ("a range such as `0..<4`", "区间（如 `0..<4`）"),
        R::share_of_sum => ("a value, with its weight before `×`", "值，权重写在 `×` 前"),
        R::times => ("`×`", "`×`"),
        R::record_field => ("a field such as `id: text`", "字段（如 `编号：文字`）"),
        R::declaration => ("a declaration", "声明"),
        R::verdict => ("a verdict such as `met`", "结论（如 `符合`）"),
        R::clause_status => ("why no rule checks it, such as `not checkable`", "不检查的缘由（如 `不可机检`）"),
        R::lbrace => ("`{`", "`{`"),
        R::rbrace => ("`}`", "`}`"),
        R::lparen => ("`(`", "`（`"),
        R::rparen => ("`)`", "`）`"),
        R::comma => ("`,`", "`，`"),
        R::colon => ("`:`", "`：`"),
        R::equals => ("`=`", "`=`"),
        _ => return None,
    })
}
