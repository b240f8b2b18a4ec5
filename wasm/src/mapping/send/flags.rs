//! Yes and no.

use serde_json::{Value, json};

use super::{Field, Sent, Target};
use crate::mapping::convert::choice;
use crate::plan::Words;

/// UnoPim's status flag for the status of a product or variation; nothing for a field that is not there.
pub fn published(shop: &Value) -> Option<bool> {
    shop.as_str().map(|status| status == "publish")
}

/// The texts `"true"` and `"false"`: UnoPim takes nothing else.
pub(super) fn boolean(field: &Field, words: &Words) -> Sent {
    let word = match field.word() {
        Ok(word) => word,
        Err(kept) => return kept,
    };
    let told = match field.row.target {
        Target::Status => Some(word == "publish"),
        Target::CatalogVisibility => match word.as_str() {
            "visible" => Some(true),
            "hidden" => Some(false),
            _ => None,
        },
        _ => yes_or_no(&word, words),
    };
    told.map_or_else(|| field.unknown_value(&word), |yes| Sent::Value(json!(yes.to_string())))
}

/// In the shop's words, or in those that every value of the kind knows.
fn yes_or_no(word: &str, words: &Words) -> Option<bool> {
    let word = word.trim();
    let is = |known: &str| !known.is_empty() && known.to_lowercase() == word.to_lowercase();
    match word {
        _ if is(&words.yes) => Some(true),
        _ if is(&words.no) => Some(false),
        _ => choice::boolean(&json!(word)),
    }
}
