//! What a policy means before any record: names, types, rule graph.
