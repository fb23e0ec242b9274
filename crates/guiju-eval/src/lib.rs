//! What these records amount to: kernels, verdicts, evidence.
