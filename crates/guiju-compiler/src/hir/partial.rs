//! What a window in force only in part owes.

/// What a window in force only in part owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Partial {
    /// Nothing.
    #[default]
    WholeOnly,
    /// As much as a whole one.
    Full,
    /// As many parts of the number as days are in force.
    Prorate(Rounding),
    /// Nothing if fewer days are in force, else as much as a whole one.
    WaiveUnder(u32),
}

/// Which way a part is made a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Down.
    Floor,
    /// Up.
    Ceil,
}
