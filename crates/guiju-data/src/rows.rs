//! From the cells of files to the records of a kind.
//!
//! Rows are [staged](stage) as numbers, [references](reference) looked up, versions of one record [collapsed](collapse),
//! and what is left is [built](build) into typed columns. The result does not depend on the order of the rows, except under
//! `key row`.

pub(crate) mod bind;
pub(crate) mod build;
pub(crate) mod collapse;
pub(crate) mod identity;
pub(crate) mod key;
pub(crate) mod reader;
pub(crate) mod reference;
pub(crate) mod stage;
pub(crate) mod store;
pub(crate) mod stub;
