//! Amounts by currency.

use std::borrow::Cow;

use serde_json::Value;

use super::number::amount;
use super::{Converted, is_empty, skipped};
use crate::plain::value_of;
use crate::reason::Reason;
use crate::source::{Attribute, AttributeType};

/// A map of currencies, or what stands in its place; a map given as JSON text is read.
pub(in crate::mapping) fn amounts(value: &Value) -> Cow<'_, Value> {
    match value {
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            Cow::Owned(value_of(text).unwrap_or_default())
        }
        other => Cow::Borrowed(other),
    }
}

/// The amount in the price currency: out of a map of currencies, the same map as JSON text, or a numeric text.
pub(super) fn price(attribute: &Attribute, value: &Value, currency: Option<&String>) -> Converted {
    let taken = |value: &Value| match amount(attribute, value) {
        Ok(amount) => Converted::Value(Value::String(amount)),
        Err(skipped) => skipped,
    };
    if attribute.kind != AttributeType::Price {
        return taken(value);
    }
    let map = amounts(value);
    match (map.as_ref(), currency) {
        (Value::Array(list), _) if list.is_empty() => Converted::Empty,
        (Value::Object(map), _) if map.is_empty() => Converted::Empty,
        (Value::Object(map), Some(currency)) => match map.get(currency) {
            Some(amount) if is_empty(amount) => Converted::Empty,
            Some(amount) => taken(amount),
            None => Converted::Absent,
        },
        (Value::Object(_), None) => Converted::Absent,
        _ => skipped(
            Reason::NotNumeric,
            format!("{} holds no amounts by currency", attribute.code),
            "Enter the price again in UnoPim, per currency.",
        ),
    }
}
