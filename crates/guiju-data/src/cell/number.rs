//! Exact decimals: `1,234.50`, `１２`, `180.0`.

use super::narrow;
use crate::NUMBER_SCALE;

/// Digits before the point at most: with those after it the value stays well inside a 128-bit decimal.
const MAX_INTEGER_DIGITS: usize = 30;

/// One, scaled.
const UNIT: i128 = 10_i128.pow(NUMBER_SCALE.unsigned_abs() as u32);

/// Returns a number scaled by 10^[`NUMBER_SCALE`]; nothing if it has more decimal places, or groups its thousands wrongly.
///
/// An exponent is refused: a spreadsheet that writes `1.2E+17` has lost the digits of an identifier.
pub(crate) fn parse(text: &str) -> Option<i128> {
    if let Some(plain) = plain(text) {
        return Some(plain * UNIT);
    }
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

/// Returns whether a text is a whole number in the form in which [`print`] writes it.
pub(crate) fn is_printed_whole(text: &str) -> bool {
    plain(text).is_some() && (text == "0" || !text.starts_with('0'))
}

/// Reads what most numbers are: a few ASCII digits.
fn plain(text: &str) -> Option<i128> {
    let is_plain = (1..=18).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { text.parse::<u64>().ok().map(i128::from) } else { None }
}

/// Prints a scaled number without trailing zeros.
pub(crate) fn print(scaled: i128) -> String {
    if scaled % UNIT == 0 {
        return (scaled / UNIT).to_string();
    }
    let (integer, fraction) =
        (scaled.unsigned_abs() / UNIT.unsigned_abs(), scaled.unsigned_abs() % UNIT.unsigned_abs());
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
    fn a_printed_number_is_known_as_such() {
        for text in ["0", "7", "123456789012345678"] {
            assert!(is_printed_whole(text), "{text}");
        }
        for text in ["", "007", "00", "-7", "1.5", "7.0", "1,234", "1234567890123456789"] {
            assert!(!is_printed_whole(text), "{text}");
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
