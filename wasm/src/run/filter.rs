//! What restricts a listing.

use serde_json::{Value, json};

use crate::plain::json_of;

/// The parameter that holds a listing to the rows whose `field` fits.
pub fn filter(field: &str, operator: &str, value: &Value) -> (&'static str, String) {
    ("filters", json_of(&json!({ field: [{"operator": operator, "value": value}] })))
}
