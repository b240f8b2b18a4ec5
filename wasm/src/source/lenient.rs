//! UnoPim serialises what PHP and the database hand it: flags as 0/1, `true` or `"1"`, empty maps as `[]`, anything as null.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::ordered::SortedMap;

/// `true`, `1`, `"1"` and `"true"` are true; everything else is false.
pub(super) fn truthy(value: &Value) -> bool {
    match value {
        Value::Bool(b) => *b,
        Value::Number(n) => n.as_f64().is_some_and(|n| n != 0.0),
        Value::String(s) => s == "1" || s.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

pub(super) fn flag<'de, D: Deserializer<'de>>(d: D) -> Result<bool, D::Error> {
    Value::deserialize(d).map(|v| truthy(&v))
}

/// A string, the text of a number, or nothing.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

pub(super) fn opt_text<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    Value::deserialize(d).map(|v| text(&v))
}

/// A whole number, or a text that is one.
pub(super) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(n) => n.as_i64(),
        Value::String(s) => s.trim().parse().ok(),
        _ => None,
    }
}

pub(super) fn opt_int<'de, D: Deserializer<'de>>(d: D) -> Result<Option<i64>, D::Error> {
    Value::deserialize(d).map(|v| integer(&v))
}

/// A map of labels; `[]` and null are empty, entries that are no text are dropped.
pub(super) fn labels<'de, D: Deserializer<'de>>(d: D) -> Result<SortedMap<String, String>, D::Error> {
    Value::deserialize(d).map(|v| match v {
        Value::Object(map) => map.into_iter().filter_map(|(k, v)| text(&v).map(|t| (k, t))).collect(),
        _ => SortedMap::new(),
    })
}

pub(super) fn map<'de, D: Deserializer<'de>>(d: D) -> Result<serde_json::Map<String, Value>, D::Error> {
    Value::deserialize(d).map(|v| match v {
        Value::Object(map) => map,
        _ => serde_json::Map::new(),
    })
}

/// A list of codes given as an array, or comma-joined; blanks and empty entries are dropped.
pub(crate) fn codes(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => {
            list.iter().filter_map(text).map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()
        }
        Value::String(s) => {
            s.split(',').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
        }
        Value::Number(n) => vec![n.to_string()],
        _ => Vec::new(),
    }
}

pub(super) fn code_list<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    Value::deserialize(d).map(|v| codes(&v))
}
