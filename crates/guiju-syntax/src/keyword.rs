//! Every keyword with its two spellings: what the formatter prints and the diagnostics propose.
//!
//! The grammar says which words are read; a test keeps the two in step.

use crate::{syntax::Rule, tongue::Tongue};

/// Rule of the grammar, English, Chinese.
pub(crate) const KEYWORDS: &[(Rule, &str, &str)] = &[
    (Rule::kw_use, "use", "引用"),
    (Rule::kw_policy, "policy", "规矩"),
    (Rule::kw_record, "record", "档案"),
    (Rule::kw_event, "event", "事件"),
    (Rule::kw_sequence, "sequence", "序列"),
    (Rule::kw_register, "register", "名册"),
    (Rule::kw_catalog, "catalog", "目录"),
    (Rule::kw_param, "param", "参数"),
    (Rule::kw_table, "table", "表"),
    (Rule::kw_assume, "assume", "暂定"),
    (Rule::kw_define, "define", "定义"),
    (Rule::kw_clause, "clause", "条款"),
    (Rule::kw_example, "example", "例"),
    (Rule::kw_quantity, "quantity", "数量"),
    (Rule::kw_coverage, "coverage", "覆盖"),
    (Rule::kw_deadline, "deadline", "期限"),
    (Rule::kw_check, "check", "核查"),
    (Rule::kw_hold, "hold", "保持"),
    (Rule::kw_exemption, "exemption", "豁免"),
    (Rule::kw_measure, "measure", "度量"),
    (Rule::kw_grade, "grade", "评级"),
    (Rule::kw_state, "state", "状态"),
    (Rule::kw_path, "path", "流程"),
    (Rule::kw_aka, "aka", "又称"),
    (Rule::kw_jurisdiction, "jurisdiction", "地区"),
    (Rule::kw_level, "level", "层级"),
    (Rule::kw_issuer, "issuer", "发文机关"),
    (Rule::kw_docnumber, "number", "文号"),
    (Rule::kw_under, "under", "上位"),
    (Rule::kw_issued, "issued", "印发"),
    (Rule::kw_effective, "effective", "施行"),
    (Rule::kw_zone, "zone", "时区"),
    (Rule::kw_calendar, "calendar", "历法"),
    (Rule::kw_counting, "counting", "计日"),
    (Rule::kw_source, "source", "原文"),
    (Rule::kw_sha256, "sha256", "指纹"),
    (Rule::kw_open, "open", "未定"),
    (Rule::kw_unknown, "unknown", "不详"),
    (Rule::kw_key, "key", "主键"),
    (Rule::kw_row, "row", "行"),
    (Rule::kw_at, "at", "时点"),
    (Rule::kw_entered, "known", "录入"),
    (Rule::kw_confidential, "confidential", "保密"),
    (Rule::kw_ordered, "ordered", "有序"),
    (Rule::kw_because, "because", "理由"),
    (Rule::kw_given, "given", "给定"),
    (Rule::kw_as_of, "as of", "截至"),
    (Rule::kw_actual, "actual", "实际"),
    (Rule::kw_expect, "expect", "结果"),
    (Rule::kw_notcheckable, "not checkable", "不可机检"),
    (Rule::kw_attested, "attested by", "由证明"),
    (Rule::kw_permits, "permits", "许可"),
    (Rule::kw_defines, "defines", "界定"),
    (Rule::kw_unfinished, "unfinished", "待编"),
    (Rule::kw_in_force, "in force throughout", "全程在册"),
    (Rule::kw_ever, "ever in force", "曾经在册"),
    (Rule::kw_lasting, "for", "为期"),
    (Rule::kw_frees, "frees", "免除"),
    (Rule::kw_granted, "granted by", "凭"),
    (Rule::kw_retroactive, "retroactive", "追认"),
    (Rule::kw_tightens, "tightens", "严于"),
    (Rule::ty_text, "text", "文字"),
    (Rule::ty_number, "number", "数字"),
    (Rule::ty_yesno, "yesno", "是否"),
    (Rule::ty_date, "date", "日期"),
    (Rule::ty_time, "time", "时刻"),
    (Rule::ty_duration, "duration", "时长"),
    (Rule::kw_ref, "ref", "指向"),
    (Rule::kw_set_of, "set of", "多选"),
    (Rule::kw_any, "any", "任一"),
    (Rule::kw_all, "all", "全部"),
    (Rule::kw_least, "least", "最小"),
    (Rule::kw_greatest, "greatest", "最大"),
    (Rule::kw_union, "union", "并集"),
    (Rule::kw_first, "first", "首个"),
    (Rule::kw_last, "last", "末个"),
    (Rule::kw_cite, "cite", "依据"),
    (Rule::kw_severity, "severity", "级别"),
    (Rule::kw_advisory, "advisory", "提示"),
    (Rule::kw_minor, "minor", "轻微"),
    (Rule::kw_major, "major", "较重"),
    (Rule::kw_critical, "critical", "严重"),
    (Rule::kw_responsible, "responsible", "责任"),
    (Rule::kw_topic, "topic", "主题"),
    (Rule::kw_was, "was", "原名"),
    (Rule::kw_partial, "partial", "不足期"),
    (Rule::kw_whole_only, "whole only", "只计整期"),
    (Rule::kw_full, "full", "照全期"),
    (Rule::kw_prorate, "prorate", "折算"),
    (Rule::kw_floor, "floor", "舍"),
    (Rule::kw_ceil, "ceil", "进"),
    (Rule::kw_waive, "waive under", "不满"),
    (Rule::kw_per, "per", "分别"),
    (Rule::kw_among, "in", "取自"),
    (Rule::kw_each, "each", "对每"),
    (Rule::kw_never_each, "never each", "不得有"),
    (Rule::kw_as, "as", "记作"),
    (Rule::kw_where, "where", "凡"),
    (Rule::kw_unless, "unless", "除非"),
    (Rule::kw_except_when, "except when", "但"),
    (Rule::kw_while, "while", "当"),
    (Rule::kw_every, "every", "每个"),
    (Rule::kw_cal_day, "calendar day", "自然日"),
    (Rule::kw_cal_week, "calendar week", "自然周"),
    (Rule::kw_cal_month, "calendar month", "自然月"),
    (Rule::kw_cal_quarter, "calendar quarter", "自然季"),
    (Rule::kw_cal_half, "calendar half-year", "自然半年"),
    (Rule::kw_cal_year, "calendar year", "自然年"),
    (Rule::kw_cycle, "cycle", "周期"),
    (Rule::kw_rolling, "rolling", "任意连续"),
    (Rule::kw_per_gap, "per gap", "逐段"),
    (Rule::kw_the_last, "the last", "最近"),
    (Rule::kw_during, "during", "期间"),
    (Rule::kw_by, "by", "按"),
    (Rule::kw_count, "count", "计数"),
    (Rule::kw_distinct, "distinct", "不同"),
    (Rule::kw_total, "total", "合计"),
    (Rule::kw_mean, "mean", "平均"),
    (Rule::kw_share_of, "share of", "占比"),
    (Rule::kw_must_hold, "must hold", "应保持"),
    (Rule::kw_never_hold, "never hold", "不得处于"),
    (Rule::kw_time_in, "time in", "累计时长"),
    (Rule::kw_that, "that", "其中"),
    (Rule::kw_of, "of", "属于"),
    (Rule::kw_at_least, "at least", "至少"),
    (Rule::kw_at_most, "at most", "至多"),
    (Rule::kw_exactly, "exactly", "恰好"),
    (Rule::kw_between, "between", "介于"),
    (Rule::kw_fewer, "fewer than", "少于"),
    (Rule::kw_before_this, "the window before", "上期"),
    (Rule::kw_to_upper, "and", "与"),
    (Rule::kw_all_of, "all of", "全部"),
    (Rule::kw_must, "must", "应有"),
    (Rule::kw_for_period, "for", "所属期"),
    (Rule::kw_from, "from", "自"),
    (Rule::kw_until, "until", "至"),
    (Rule::kw_after, "after", "晚于"),
    (Rule::kw_within, "within", "限"),
    (Rule::kw_no_later, "by", "不迟于"),
    (Rule::kw_by_day, "by day", "截止日"),
    (Rule::kw_by_last, "by last", "截止末个"),
    (Rule::kw_of_next, "of the next", "次期"),
    (Rule::kw_before, "before", "早于"),
    (Rule::kw_no_sooner, "no sooner than", "不早于"),
    (Rule::kw_anchored, "anchored from", "定期自"),
    (Rule::kw_interval, "every", "每"),
    (Rule::kw_first_after, "first after", "首次满"),
    (Rule::kw_elapsed, "elapsed", "经过日数"),
    (Rule::kw_extended_until, "extended until", "延至"),
    (Rule::kw_extended_by, "extended by", "延长"),
    (Rule::kw_suspended, "suspended during", "中止"),
    (Rule::kw_restarted, "restarted at", "重新起算"),
    (Rule::kw_matching, "matching", "配对"),
    (Rule::kw_one, "one", "逐一"),
    (Rule::kw_shared, "shared", "共用"),
    (Rule::kw_late_void, "late void", "逾期无效"),
    (Rule::kw_early, "early", "提前"),
    (Rule::kw_counts, "counts", "有效"),
    (Rule::kw_ignored, "ignored", "不计"),
    (Rule::kw_spacing, "spacing", "间隔"),
    (Rule::kw_if_none, "if none", "为零时"),
    (Rule::kw_stage, "stage", "阶段"),
    (Rule::kw_stop, "stop when", "终止于"),
    (Rule::kw_due, "due", "到期"),
    (Rule::kw_done, "done", "完成"),
    (Rule::kw_one_of, "one of", "其一"),
    (Rule::kw_by_level, "by level", "层级"),
    (Rule::kw_then, "then", "随后"),
    (Rule::kw_the_end, "done", "结束"),
    (Rule::kw_repeat, "repeat every", "重复"),
    (Rule::kw_over_levels, "over levels", "逐级"),
    (Rule::kw_skipping, "skipping", "可越级"),
    (Rule::kw_compensates, "compensates", "抵偿"),
    (Rule::v_met, "met", "符合"),
    (Rule::v_met_late, "met_late", "逾期完成"),
    (Rule::v_overdue, "overdue", "逾期未完成"),
    (Rule::v_violated, "violated", "违反"),
    (Rule::v_pending, "pending", "未到期"),
    (Rule::v_exempt, "exempt", "豁免"),
    (Rule::v_not_applicable, "not applicable", "不适用"),
    (Rule::v_discharged, "discharged", "消灭"),
    (Rule::kw_breached, "breached", "违规"),
    (Rule::v_undetermined, "undetermined", "无法判定"),
    (Rule::kw_and, "and", "且"),
    (Rule::kw_or, "or", "或"),
    (Rule::kw_not, "not", "非"),
    (Rule::kw_yes, "yes", "是"),
    (Rule::kw_no, "no", "否"),
    (Rule::kw_in, "in", "在"),
    (Rule::kw_known, "known", "已知"),
    (Rule::kw_missing, "missing", "缺失"),
    (Rule::kw_has_all, "has all", "含全部"),
    (Rule::kw_has, "has", "含"),
    (Rule::kw_meets, "meets", "交于"),
    (Rule::kw_starts, "starts", "开头为"),
    (Rule::kw_ends, "ends", "结尾为"),
    (Rule::kw_contains, "contains", "包含"),
    (Rule::kw_exists, "exists", "存在"),
    (Rule::kw_lookup, "lookup", "查表"),
    (Rule::kw_previous, "previous", "前一"),
    (Rule::kw_next, "next", "后一"),
    (Rule::kw_latest, "latest", "最新"),
    (Rule::kw_days_from, "days from", "天数自"),
    (Rule::kw_wdays_from, "working days from", "工作日数自"),
    (Rule::kw_hours_from, "hours from", "小时数自"),
    (Rule::kw_mins_from, "minutes from", "分钟数自"),
    (Rule::kw_to, "to", "到"),
    (Rule::kw_through, "through", "直到"),
    (Rule::kw_start_of, "start of", "初日"),
    (Rule::kw_end_of, "end of", "末日"),
    (Rule::kw_weekday, "weekday of", "星期"),
    (Rule::kw_clock, "clock of", "几点"),
    (Rule::kw_size, "size of", "个数"),
    (Rule::kw_earlier, "earlier of", "较早"),
    (Rule::kw_later_of, "later of", "较晚"),
    (Rule::kw_greater, "greater of", "较大"),
    (Rule::kw_lesser, "lesser of", "较小"),
    (Rule::kw_highest, "highest of", "最高"),
    (Rule::kw_lowest, "lowest of", "最低"),
    (Rule::kw_sum_of, "sum of", "加权和"),
    (Rule::kw_on, "at", "于"),
    (Rule::kw_unreadable, "unreadable", "原文不清"),
    (Rule::kw_else, "else", "否则"),
];

/// Heads and declarations whose meaning is not built yet.
pub(crate) const LATER: &[&str] = &["ruling", "裁定"];

/// Words that begin a field of a rule whose meaning is not built yet.
pub(crate) const LATER_FIELDS: &[&str] = &["transition", "replaces", "tightens", "严于"];

/// Words that begin a declaration.
pub(crate) const DECLARATIONS: &[Rule] = &[
    Rule::kw_use,
    Rule::kw_policy,
    Rule::kw_record,
    Rule::kw_event,
    Rule::kw_sequence,
    Rule::kw_register,
    Rule::kw_catalog,
    Rule::kw_param,
    Rule::kw_table,
    Rule::kw_assume,
    Rule::kw_define,
    Rule::kw_measure,
    Rule::kw_grade,
    Rule::kw_clause,
    Rule::kw_example,
    Rule::kw_quantity,
    Rule::kw_coverage,
    Rule::kw_deadline,
    Rule::kw_check,
    Rule::kw_hold,
    Rule::kw_exemption,
    Rule::kw_state,
    Rule::kw_path,
];

/// Words that begin a field of a rule.
pub(crate) const FIELDS: &[Rule] = &[
    Rule::kw_cite,
    Rule::kw_severity,
    Rule::kw_responsible,
    Rule::kw_topic,
    Rule::kw_effective,
    Rule::kw_counting,
    Rule::kw_calendar,
    Rule::kw_was,
    Rule::kw_partial,
    Rule::kw_per,
    Rule::kw_never_each,
    Rule::kw_each,
    Rule::kw_every,
    Rule::kw_the_last,
    Rule::kw_during,
    Rule::kw_count,
    Rule::kw_total,
    Rule::kw_mean,
    Rule::kw_share_of,
    Rule::kw_all_of,
    Rule::kw_fewer,
    Rule::kw_at_least,
    Rule::kw_at_most,
    Rule::kw_exactly,
    Rule::kw_between,
    Rule::kw_must,
    Rule::kw_by_day,
    Rule::kw_by_last,
    Rule::kw_within,
    Rule::kw_before,
    Rule::kw_no_later,
    Rule::kw_from,
    Rule::kw_after,
    Rule::kw_no_sooner,
    Rule::kw_unless,
    Rule::kw_while,
    Rule::kw_time_in,
    Rule::kw_must_hold,
    Rule::kw_never_hold,
    Rule::kw_matching,
    Rule::kw_late_void,
    Rule::kw_early,
    Rule::kw_if_none,
    Rule::kw_anchored,
    Rule::kw_extended_until,
    Rule::kw_extended_by,
    Rule::kw_suspended,
    Rule::kw_restarted,
    Rule::kw_stage,
    Rule::kw_stop,
    Rule::kw_spacing,
];

/// Words that begin a field of `measure`.
pub(crate) const MEASURE_FIELDS: &[Rule] = &[
    Rule::kw_cite,
    Rule::kw_every,
    Rule::kw_the_last,
    Rule::kw_during,
    Rule::kw_count,
    Rule::kw_total,
    Rule::kw_mean,
    Rule::kw_share_of,
    Rule::kw_sum_of,
    Rule::kw_highest,
    Rule::kw_lowest,
    Rule::kw_earlier,
    Rule::kw_later_of,
    Rule::kw_greater,
    Rule::kw_lesser,
    Rule::kw_lookup,
];

/// Words that begin a field of `policy`.
pub(crate) const POLICY_FIELDS: &[Rule] = &[
    Rule::kw_jurisdiction,
    Rule::kw_level,
    Rule::kw_issuer,
    Rule::kw_docnumber,
    Rule::kw_under,
    Rule::kw_issued,
    Rule::kw_effective,
    Rule::kw_zone,
    Rule::kw_calendar,
    Rule::kw_counting,
    Rule::kw_source,
];

/// Words that begin a field of `exemption`.
pub(crate) const EXEMPTION_FIELDS: &[Rule] = &[
    Rule::kw_cite,
    Rule::kw_effective,
    Rule::kw_frees,
    Rule::kw_granted,
    Rule::kw_of,
    Rule::kw_during,
    Rule::kw_must,
    Rule::kw_retroactive,
];

/// Words that make an expression nest without a bracket: rule, English, Chinese, as in [`KEYWORDS`].
///
/// Apart from the table because every word of a file is held against them.
pub(crate) const PREFIXES: &[(Rule, &str, &str)] = &[
    (Rule::kw_exists, "exists", "存在"),
    (Rule::kw_days_from, "days from", "天数自"),
    (Rule::kw_wdays_from, "working days from", "工作日数自"),
    (Rule::kw_hours_from, "hours from", "小时数自"),
    (Rule::kw_mins_from, "minutes from", "分钟数自"),
    (Rule::kw_start_of, "start of", "初日"),
    (Rule::kw_end_of, "end of", "末日"),
    (Rule::kw_weekday, "weekday of", "星期"),
    (Rule::kw_clock, "clock of", "几点"),
];

/// Whether a text begins with a keyword, its words apart by any number of blanks.
pub(crate) fn begins(text: &str, rule: Rule) -> bool {
    begins_with(text, spell(rule, Tongue::En)) || begins_with(text, spell(rule, Tongue::Zh))
}

/// Whether a text begins with a spelling.
pub(crate) fn begins_with(text: &str, spelling: &str) -> bool {
    let mut rest = text;
    for word in spelling.split(' ') {
        let Some(after) = rest.strip_prefix(word) else { return false };
        // A number may touch some keywords: 至少4次.
        if after.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return false;
        }
        rest = after.trim_start_matches([' ', '\t']);
    }
    true
}

/// Returns the spelling of a keyword.
pub(crate) fn spell(rule: Rule, tongue: Tongue) -> &'static str {
    KEYWORDS.iter().find(|(r, ..)| *r == rule).map_or("", |(_, en, zh)| tongue.pick(en, zh))
}

/// Returns the keyword that a word spells, among some.
pub(crate) fn find(word: &str, among: &[Rule]) -> Option<Rule> {
    KEYWORDS
        .iter()
        .filter(|(rule, ..)| among.contains(rule))
        .find(|(_, en, zh)| *zh == word || en.split(' ').next() == Some(word))
        .map(|(rule, ..)| *rule)
}

/// Sets a run of Chinese letters apart at the keywords it begins with and the one it ends with.
///
/// Names contain keywords too (`数量限值`), so that only what stands at the ends is taken for one.
pub(crate) fn split_run(run: &str) -> String {
    let longest = |fits: &dyn Fn(&str) -> bool| {
        KEYWORDS.iter().map(|(_, _, zh)| *zh).filter(|zh| fits(zh)).max_by_key(|zh| zh.len())
    };
    // A single letter begins too many names (自查, 在建) to be taken for a keyword; 按 and 凡 do not.
    let at_head = |rest: &str| {
        longest(&|zh| rest.starts_with(zh) && (zh.chars().count() > 1 || ["按", "凡"].contains(&zh)))
            .filter(|zh| zh.len() < rest.len())
    };
    let mut words = Vec::new();
    let mut rest = run;
    while let Some(word) = at_head(rest) {
        words.push(word);
        rest = rest.get(word.len()..).unwrap_or("");
    }
    // No name holds a 凡: what stands before it is one.
    if let Some((name, condition)) = rest.split_once('凡')
        && !name.is_empty()
        && !condition.is_empty()
    {
        words.extend([name, "凡"]);
        rest = condition;
    }
    match longest(&|zh| rest.len() > zh.len() && rest.ends_with(zh)) {
        Some(tail) => words.extend([rest.get(..rest.len() - tail.len()).unwrap_or(rest), tail]),
        None => words.push(rest),
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use pest::Parser;

    use super::{DECLARATIONS, FIELDS, KEYWORDS, LATER, POLICY_FIELDS, PREFIXES, split_run};
    use crate::syntax::{Grammar, Rule};

    /// The keyword rules of the grammar with the words in their quotes.
    fn rules_of_the_grammar() -> BTreeMap<String, BTreeSet<String>> {
        include_str!("../../../grammar/guiju.pest")
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(name, body)| (name.trim().to_owned(), body))
            .filter(|(name, body)| {
                ["kw_", "ty_", "v_"].iter().any(|head| name.starts_with(head)) && body.trim_start().starts_with("@{")
            })
            .map(|(name, body)| (name, body.split('"').skip(1).step_by(2).map(str::to_owned).collect()))
            .collect()
    }

    #[test]
    fn each_spelling_is_read_by_its_rule() {
        for (rule, en, zh) in KEYWORDS {
            for spelling in [en, zh] {
                let read = Grammar::parse(*rule, spelling).map(|pairs| pairs.as_str().to_owned());
                assert_eq!(read.as_deref(), Ok(*spelling), "{rule:?}");
            }
        }
        for spelling in LATER {
            assert!(Grammar::parse(Rule::kw_later, spelling).is_ok(), "{spelling}");
        }
    }

    #[test]
    fn the_table_and_the_grammar_know_the_same_words() {
        let mut table: BTreeMap<String, BTreeSet<String>> = KEYWORDS
            .iter()
            .map(|(rule, en, zh)| (format!("{rule:?}"), en.split(' ').chain([*zh]).map(str::to_owned).collect()))
            .collect();
        table.insert("kw_later".to_owned(), LATER.iter().map(|word| (*word).to_owned()).collect());
        // Two ways to write one verdict; the formatter prints the words apart.
        table.entry("v_not_applicable".to_owned()).or_default().insert("not_applicable".to_owned());
        assert_eq!(table, rules_of_the_grammar());
        assert_eq!(table.len(), KEYWORDS.len() + 1, "a keyword stands twice in the table");
    }

    #[test]
    fn words_that_nest_are_spelt_as_in_the_table() {
        assert!(PREFIXES.iter().all(|prefix| KEYWORDS.contains(prefix)));
    }

    #[test]
    fn lists_of_keywords_are_those_of_the_grammar() {
        let alternatives = |name: &str| -> BTreeSet<String> {
            let grammar = include_str!("../../../grammar/guiju.pest");
            let (_, body) = grammar.split_once(&format!("\n{name} = _{{")).unwrap();
            let (body, _) = body.split_once('}').unwrap();
            body.split('|').map(|word| word.trim().to_owned()).collect()
        };
        let names = |rules: &[Rule]| -> BTreeSet<String> { rules.iter().map(|rule| format!("{rule:?}")).collect() };
        let mut declarations = names(DECLARATIONS);
        declarations.insert("kw_later".to_owned());
        assert_eq!(declarations, alternatives("decl_kw"));
        assert_eq!(names(FIELDS), alternatives("field_kw"));
        assert!(POLICY_FIELDS.iter().all(|rule| KEYWORDS.iter().any(|(known, ..)| known == rule)));
    }

    #[test]
    fn a_run_of_words_is_split_at_the_keywords_at_its_ends() {
        assert_eq!(split_run("暗访凡"), "暗访 凡");
        assert_eq!(split_run("自然月按开始"), "自然月 按 开始");
        assert_eq!(split_run("计数"), "计数");
        assert_eq!(split_run("暗访"), "暗访");
    }
}
