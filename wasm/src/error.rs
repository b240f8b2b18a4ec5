//! One shape for everything that can go wrong, shared with PHP and TypeScript: code, path, message, hint.

use serde::{Deserialize, Serialize};

/// What went wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fault {
    /// Stable and machine-readable, for example `malformed`.
    pub code: String,
    /// The field or place that is at fault; empty when there is none.
    #[serde(default)]
    pub path: String,
    /// A sentence for people.
    pub message: String,
    /// The next step.
    #[serde(default)]
    pub hint: String,
}

impl Fault {
    pub fn new(code: &str, path: &str, message: impl Into<String>, hint: &str) -> Self {
        Self { code: code.into(), path: path.into(), message: message.into(), hint: hint.into() }
    }
}
