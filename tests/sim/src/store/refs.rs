//! `{"ref":"option:color/red"}`: a record named by its UnoPim code, looked up in the links at the moment of writing.

use serde_json::Value;

use super::operation::{Refusal, link_channel, refuse};
use super::shop::Shop;

impl Shop {
    /// An id, given as such or as a reference.
    pub(super) fn resolved(&self, value: &Value, channel: &str, field: &str) -> Result<u64, Refusal> {
        let Some(reference) = value.get("ref").and_then(Value::as_str) else {
            return Ok(value.as_u64().unwrap_or_default());
        };
        let (entity, code) = reference.split_once(':').unwrap_or_default();
        self.link(entity, link_channel(entity, channel), code).map(|link| link.id).ok_or_else(|| {
            let message = format!("Nothing in the shop is linked to {reference} yet.");
            refuse("ref_missing", field, message, "Run a full pull, which brings terms before products.")
        })
    }
}
