//! Exact decimals: `1,234.50`, `１２`, `180.0`.

use super::narrow;
use crate::NUMBER_SCALE;

/// Digits before the point at most: with those after it the value stays well inside a 128-bit decimal.
const MAX_INTEGER_DIGITS: usize = 30;

/// Returns a number scaled by 10^[`NUMBER_SCALE`]; nothing if it has more decimal places, or groups its thousands wrongly.
///
/// An exponent is refused: a spreadsheet that writes `1.2E+17` has lost the digits of an identifier.
pub(crate) fn parse(text: &str) -> Option<i128> {
    let text = narrow(text);
    let (negative, digits) = match text.strip_prefix(['-', '−', '+']) {
        Some(digits) => (!text.starts_with('+'), digits),
        None => (false, &*text),
    };
    let (integer, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let integer = ungrouped(integer)?;
    let fraction = fraction.trim_end_matches('0');
    let places = usize::from(NUMBER_SCALE.unsigned_abs());
    let is_number = digits.contains(|c: char| c.is_ascii_digit())
        && integer.len() <= MAX_INTEGER_DIGITS
        && fraction.len() <= places
        && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        return None;
    }
    let scaled: i128 = format!("0{integer}{fraction:0<places$}").parse().ok()?;
    Some(if negative { -scaled } else { scaled })
}

/// Prints a scaled number without trailing zeros.
pub(crate) fn print(scaled: i128) -> String {
    let unit = 10_u128.pow(u32::from(NUMBER_SCALE.unsigned_abs()));
    let (integer, fraction) = (scaled.unsigned_abs() / unit, scaled.unsigned_abs() % unit);
    let sign = if scaled < 0 { "-" } else { "" };
    let places = usize::from(NUMBER_SCALE.unsigned_abs());
    let decimals = format!(".{fraction:0places$}");
    format!("{sign}{integer}{}", decimals.trim_end_matches('0').trim_end_matches('.'))
}

/// Returns the digits without separators of thousands and leading zeros.
fn ungrouped(integer: &str) -> Option<String> {
    let mut groups = integer.split(',');
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let grouped_well = rest.is_empty() || (1..=3).contains(&first.len()) && rest.iter().all(|g| g.len() == 3);
    let digits = first.to_owned() + &rest.concat();
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    (grouped_well && all_digits).then(|| digits.trim_start_matches('0').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_forms() {
        for (text, printed) in [
            ("180.0", "180"),
            ("007", "7"),
            ("-0", "0"),
            ("+1.50", "1.5"),
            ("1,234", "1234"),
            ("12,345,678.25", "12345678.25"),
            ("１，２３４．５", "1234.5"),
            ("−3", "-3"),
            (".5", "0.5"),
            ("5.", "5"),
            ("0.0000010", "0.000001"),
            ("999999999999999999999999999999", "999999999999999999999999999999"),
        ] {
            assert_eq!(parse(text).map(print).as_deref(), Some(printed), "{text}");
        }
    }

    #[test]
    fn refused_forms() {
        for text in [
            "",
            "-",
            ".",
            ",",
            "1,23",
            "1234,567",
            "12,,345",
            "1.2.3",
            "1e5",
            "1.2E+17",
            "5%",
            "¥5",
            "(5)",
            "0x10",
            "NaN",
            "一",
            "0.0000001",
            "1 234",
            "--1",
            "1.2,345",
            "9999999999999999999999999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
