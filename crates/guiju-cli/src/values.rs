//! Words of the command line that name something, or say how much of it.

use crate::error::CliError;
use guiju_calendar::{Day, Duration, Zone};
use guiju_compiler::{RuleSeverity, Type, hir};
use guiju_eval::Outcome;
use guiju_report::words;
use guiju_syntax::{Message, Sources, Tongue, ast, parse};
use std::collections::BTreeSet;

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
    let far = |other: &str| strsim::damerau_levenshtein(&word.to_lowercase(), &other.to_lowercase());
    let allowed = (word.chars().count() / 3).max(1);
    known.into_iter().map(|other| (far(other), other)).filter(|(far, _)| *far <= allowed).min().map(|(_, other)| other)
}

/// Reads `2026-01-31` or `2026年1月31日`.
pub(crate) fn day(text: &str) -> Result<Day, String> {
    let chinese = || {
        let (year, rest) = text.split_once('年')?;
        let (month, rest) = rest.split_once('月')?;
        let day = rest.strip_suffix('日')?;
        Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    };
    text.parse().ok().or_else(chinese).ok_or_else(|| {
        format!("`{text}` is no date; write 2026-01-31 or 2026年1月31日 · `{text}` 不是日期，请写 2026-01-31 或 2026年1月31日")
    })
}

/// Both spellings of a name.
pub(crate) fn spellings(name: &guiju_compiler::Name) -> impl Iterator<Item = &str> {
    [Some(name.id.as_str()), name.alias.as_deref()].into_iter().flatten()
}

/// Finds a rule by either of its names, or by the one it had before.
pub(crate) fn rule<'a>(program: &'a hir::Program, word: &str) -> Result<&'a hir::Rule, CliError> {
    let names = || program.rules.iter().flat_map(|rule| spellings(&rule.name));
    let found = program.rules.iter().find(|rule| rule.is_called(word));
    found.ok_or_else(|| unknown(("rule", "规则"), word, names()))
}

/// Reads `violated,overdue` or `breached`, in either tongue.
pub(crate) fn outcomes(words: &str) -> Result<BTreeSet<Outcome>, String> {
    let mut outcomes = BTreeSet::new();
    for word in words.split([',', '，', '、']).map(str::trim).filter(|word| !word.is_empty()) {
        if matches!(word, "breached" | "违规") {
            outcomes.extend(Outcome::ALL.into_iter().filter(|outcome| outcome.is_breach()));
            continue;
        }
        let plain = word.to_ascii_lowercase().replace(['-', ' '], "_");
        let is = |outcome: &Outcome| outcome.word() == plain || words::outcome(*outcome, Tongue::Zh) == word;
        match Outcome::ALL.into_iter().find(is) {
            Some(outcome) => outcomes.insert(outcome),
            None => {
                let known = Outcome::ALL.map(Outcome::word).join(", ");
                return Err(format!("`{word}` is no verdict; there is breached, {known}"));
            }
        };
    }
    Ok(outcomes)
}

/// All severities, lowest first.
pub(crate) const SEVERITIES: [RuleSeverity; 4] =
    [RuleSeverity::Advisory, RuleSeverity::Minor, RuleSeverity::Major, RuleSeverity::Critical];

/// Reads `prompt=5wd`: an assumption by either of its names, and a value of its kind as a policy would write it.
pub(crate) fn assumption(program: &hir::Program, words: &str) -> Result<(String, hir::Value), CliError> {
    let Some((word, value)) = words.split_once(['=', '＝']) else {
        return Err(CliError::Refused(Message::new(
            format!("`{words}` is not of the form NAME=VALUE"),
            format!("`{words}` 不是“名称=值”的形式"),
        )));
    };
    let (word, value) = (word.trim(), value.trim());
    let assumptions = || program.params.iter().filter(|param| param.assumed.is_some());
    let known = || assumptions().flat_map(|param| spellings(&param.name));
    let param = assumptions().find(|param| param.name.is(word));
    let param = param.ok_or_else(|| unknown(("assumption", "暂定"), word, known()))?;
    let default = param.values.first().map(|(_, value)| value);
    let read = read_value(value).and_then(|read| fitting(program, param, default, read));
    let read = read.ok_or_else(|| {
        let sample = default.map(told).unwrap_or_default();
        CliError::Refused(Message::new(
            format!("`{value}` is no value for the assumption `{word}`, which is now `{sample}`"),
            format!("`{value}` 不能作为暂定 `{word}` 的值，现值为 `{sample}`"),
        ))
    })?;
    Ok((param.name.id.clone(), read))
}

/// Reads a value as policies write them; short lengths of time (`5wd`, `2mo`) too.
fn read_value(text: &str) -> Option<ast::ExprKind> {
    if let Ok(Duration { n, unit }) = text.parse::<Duration>() {
        return Some(ast::ExprKind::Duration(n.into(), unit));
    }
    let mut sources = Sources::default();
    let id = sources.add("", format!("assume x = {text} because \"\" cite 1"));
    let mut parsed = parse(&sources, id);
    match (parsed.file.items.pop()?.kind, parsed.file.items.is_empty() && parsed.diagnostics.is_empty()) {
        (ast::ItemKind::Assume(assume), true) => Some(assume.value.kind),
        _ => None,
    }
}

/// Returns the value if it is of the same kind as the one it replaces.
fn fitting(
    program: &hir::Program,
    param: &hir::Param,
    default: Option<&hir::Value>,
    read: ast::ExprKind,
) -> Option<hir::Value> {
    use ast::ExprKind as Read;
    use hir::Value;
    Some(match (default?, read) {
        (Value::Number(_), Read::Number(n)) => Value::Number(n),
        (Value::Percent(_), Read::Percent(n)) => Value::Percent(n),
        (Value::Duration(_), Read::Duration(n, unit)) => {
            Value::Duration(Duration::new(u32::try_from(n).ok().filter(|whole| n == (*whole).into())?, unit))
        }
        (Value::Date(_), Read::Date(day)) => Value::Date(day),
        (Value::Moment(_), Read::Moment(civil)) => Value::Moment(program.schema.zone.moment(civil)?),
        (Value::Text(_), Read::Text(text)) => Value::Text(text),
        (Value::YesNo(_), Read::YesNo(yes)) => Value::YesNo(yes),
        (Value::Code(..), Read::Path(path)) => match (param.ty, path.parts.as_slice()) {
            (Type::Code(catalog), [word]) => {
                Value::Code(catalog, program.schema.catalogs.get(catalog.0)?.find(&word.text)?)
            }
            _ => return None,
        },
        _ => return None,
    })
}

/// Writes a value as the command line takes it.
fn told(value: &hir::Value) -> String {
    match value {
        hir::Value::Number(n) => n.to_string(),
        hir::Value::Percent(n) => format!("{n}%"),
        hir::Value::Duration(length) => length.to_string(),
        hir::Value::Date(day) => day.to_string(),
        // Whatever zone it is told in, the offset behind it makes it the same instant.
        hir::Value::Moment(time) => Zone::default().stamp(time.first()).to_string(),
        hir::Value::Text(text) => format!("\"{text}\""),
        hir::Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        hir::Value::Code(..) | hir::Value::Codes(..) | hir::Value::Texts(_) | hir::Value::Unreadable(_) => {
            "a code".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_in_either_tongue() {
        let breached: Vec<Outcome> = outcomes("breached").unwrap().into_iter().collect();
        assert_eq!(breached, [Outcome::MetLate, Outcome::Overdue, Outcome::Violated]);
        assert_eq!(outcomes("违规"), outcomes("met-late, overdue,violated"));
        assert_eq!(outcomes("不适用，met"), outcomes("not_applicable,met"));
        assert!(outcomes("late").unwrap_err().contains("`late`"));
    }

    #[test]
    fn values_as_policies_write_them() {
        use ast::ExprKind as Read;
        let length = |n: u32, unit| Some(Read::Duration(n.into(), unit));
        use guiju_calendar::Unit;
        assert_eq!(read_value("5wd"), length(5, Unit::WorkingDay));
        assert_eq!(read_value("5个工作日"), length(5, Unit::WorkingDay));
        assert_eq!(read_value("2 months"), length(2, Unit::Month));
        assert_eq!(read_value("是"), Some(Read::YesNo(true)));
        assert!(matches!(read_value("80%"), Some(Read::Percent(_))));
        for text in ["", "a b", "1 because \"x\"; assume y = 2", "}", "\"", "5 fathoms"] {
            assert_eq!(read_value(text), None, "{text}");
        }
    }

    #[test]
    fn near_words() {
        let known = ["A5_2a", "A5_2b", "第五条"];
        assert_eq!(nearest("a5_2a", known), Some("A5_2a"));
        assert_eq!(nearest("第五", known), Some("第五条"));
        assert_eq!(nearest("B", known), None);
    }
}
