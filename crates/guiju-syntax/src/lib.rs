//! How a policy is written: grammar, tree with spans, formatter, diagnostics.
