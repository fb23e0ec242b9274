//! How a result is told: tables, JSON, CSV, diagnostics.
