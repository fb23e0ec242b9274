//! The parser that pest makes from `grammar/guiju.pest`.

#![allow(missing_docs, reason = "the derive writes the enum of rules; the grammar is its documentation")]

use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "../../grammar/guiju.pest"]
pub(crate) struct Grammar;
