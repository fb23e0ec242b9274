//! Helpers of the tests over the whole road.

pub mod records;
