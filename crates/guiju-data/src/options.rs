//! What a run asks of the loader.

use guiju_calendar::Day;
use rust_decimal::Decimal;
use std::str::FromStr;
use thiserror::Error;

/// What a run asks of the loader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// Rows entered (`known`) after this day are not seen.
    pub known_by: Option<Day>,
    /// With more rows that have bad cells than this the dataset is not usable.
    pub max_rejects: Option<Limit>,
}

/// How many rows may have bad cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many.
    Count(u64),
    /// So many of a hundred rows read.
    Percent(Decimal),
}

impl Limit {
    /// Returns whether `rejected` of `total` rows are more than the limit.
    #[must_use]
    pub fn is_passed(self, rejected: u64, total: u64) -> bool {
        match self {
            Self::Count(limit) => rejected > limit,
            // Both products fit: a limit has at most 100 % and a count at most 20 digits.
            Self::Percent(limit) => match Decimal::from(total).checked_mul(limit) {
                Some(allowed) => Decimal::from(rejected) * Decimal::ONE_HUNDRED > allowed,
                None => false,
            },
        }
    }
}

/// A text that is no limit.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is neither a number of rows such as `20` nor a share such as `2.5%`")]
pub struct LimitError(String);

impl FromStr for Limit {
    type Err = LimitError;

    /// Reads `20` or `2.5%`.
    fn from_str(text: &str) -> Result<Self, LimitError> {
        let error = || LimitError(text.to_owned());
        match text.strip_suffix(['%', '％']) {
            None => text.parse().map(Self::Count).map_err(|_| error()),
            Some(number) => {
                let share: Decimal = number.trim().parse().map_err(|_| error())?;
                let valid = (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&share) && share.scale() <= 4;
                valid.then_some(Self::Percent(share)).ok_or_else(error)
            }
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Count(n) => write!(f, "{n}"),
            Self::Percent(share) => write!(f, "{share}%"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_compared_exactly() {
        let limit: Limit = "2.5%".parse().unwrap();
        assert!(!limit.is_passed(25, 1000));
        assert!(limit.is_passed(26, 1000));
        assert!(!limit.is_passed(0, 0));
        assert!(limit.is_passed(u64::MAX, u64::MAX));
        assert!(!Limit::Count(0).is_passed(0, 9));
        assert!(Limit::Count(0).is_passed(1, 9));
    }

    #[test]
    fn texts_that_are_no_limit() {
        for text in ["", "-1", "101%", "%", "a", "1.5"] {
            assert!(text.parse::<Limit>().is_err(), "{text}");
        }
    }
}
