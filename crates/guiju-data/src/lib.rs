//! What the files say: dataset manifest, readers, typed columns, rejects.

pub mod table;

pub use table::{Column, Dataset, Feed, Input, NUMBER_SCALE, Origin, Table};
