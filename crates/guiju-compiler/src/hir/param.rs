//! Constants: parameters, assumptions and their values.

use super::{Cited, Title};
use crate::schema::{CatalogId, Name, Type};
use guiju_calendar::{Day, Duration, Moment};
use rust_decimal::Decimal;

/// A parameter or an assumption.
#[derive(Debug, Clone)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// Its values, each from a day on, in order of days; the first may hold from ever.
    pub values: Vec<(Option<Day>, Value)>,
    /// Its type.
    pub ty: Type,
    /// Why this value, if it is an assumption.
    pub assumed: Option<Title>,
    /// The clauses it comes from.
    pub cite: Vec<Cited>,
}

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// An exact number.
    Number(Decimal),
    /// A share, as a number of hundredths: `80%` is 80.
    Percent(Decimal),
    /// A length of time.
    Duration(Duration),
    /// A day.
    Date(Day),
    /// An instant.
    Moment(Moment),
    /// A text.
    Text(String),
    /// Yes or no.
    YesNo(bool),
    /// A code of a closed list.
    Code(CatalogId, usize),
    /// Codes of a closed list, as a bit mask.
    Codes(CatalogId, u64),
    /// Texts.
    Texts(Vec<String>),
    /// The source is garbled here.
    Unreadable(String),
}
