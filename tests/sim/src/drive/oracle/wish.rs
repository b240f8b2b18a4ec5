//! What the catalogue asks of one field, in words of the catalogue: ids of the shop come in with the comparison.

use std::collections::BTreeSet;

use serde_json::Value;

/// What UnoPim says of a field of the shop.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Nothing, or what it empties in a row that does not clear.
    Nothing,
    /// Emptied in a row that clears.
    Gone,
    /// Decimals are equal by their value.
    Text(String),
    /// Anything that is compared as it is.
    Exact(Value),
    /// The values of a text attribute.
    Values(Vec<String>),
    /// Link codes of terms.
    Terms(BTreeSet<String>),
    /// Codes of categories.
    Categories(BTreeSet<String>),
    /// SKUs.
    Products(Vec<String>),
    /// Paths of UnoPim's storage, in order.
    Files(Vec<String>),
}

/// Equal for people: decimals by their value, lists of terms in any order, and nothing is nothing.
pub fn alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => same_text(a, b),
        (Value::Object(_), Value::Object(_)) if a["terms"].is_array() && b["terms"].is_array() => {
            ids(&a["terms"]) == ids(&b["terms"])
        }
        (Value::Array(_), Value::Array(_)) => {
            ids(a) == ids(b) && a.as_array().map(Vec::len) == b.as_array().map(Vec::len)
        }
        _ => a == b || (is_nothing(a) && is_nothing(b)),
    }
}

pub(super) fn same_text(a: &str, b: &str) -> bool {
    a == b || matches!((plain_decimal(a), plain_decimal(b)), (Some(a), Some(b)) if a == b)
}

/// Whole part and fraction without zeros that say nothing.
fn plain_decimal(text: &str) -> Option<(&str, &str)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let sound = !whole.is_empty() && digits(whole) && digits(fraction);
    sound.then(|| (whole.trim_start_matches('0'), fraction.trim_end_matches('0')))
}

pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => {
            map.values().next().is_none()
                || map.get("terms").or_else(|| map.get("values")).is_some_and(is_nothing)
        }
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_i64() == Some(0),
    }
}

pub(super) fn ids(value: &Value) -> BTreeSet<u64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}
