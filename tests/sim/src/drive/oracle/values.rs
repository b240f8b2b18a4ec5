//! Values where an attribute's flags put them.

use serde_json::Value;

use super::Oracle;
use crate::unopim::records::Product;

pub(super) fn filled(value: Option<&Value>) -> Option<&Value> {
    value.filter(|v| !v.is_null() && v.as_str().is_none_or(|s| !s.trim().is_empty()))
}

impl Oracle<'_> {
    /// A product's value, when its family carries the attribute.
    pub(super) fn value<'v>(&self, product: &Product, values: &'v Value, code: &str) -> Option<&'v Value> {
        let attribute = self.state.attributes.get(code)?;
        let carried = self.state.families.get(&product.family).is_none_or(|family| {
            family.groups.iter().flat_map(|g| &g.attributes).any(|(attribute, _)| attribute == code)
        });
        let value = match (attribute.per_channel, attribute.per_locale) {
            (false, false) => values.get("common")?.get(code),
            (false, true) => values.get("locale_specific")?.get(self.locale)?.get(code),
            (true, false) => values.get("channel_specific")?.get(self.channel)?.get(code),
            (true, true) => {
                values.get("channel_locale_specific")?.get(self.channel)?.get(self.locale)?.get(code)
            }
        };
        filled(value).filter(|_| carried)
    }

    pub(super) fn text<'v>(&self, product: &Product, values: &'v Value, code: &str) -> Option<&'v str> {
        self.value(product, values, code)?.as_str()
    }

    /// The amount in the shop's currency, out of a map or of a map written as text.
    pub(super) fn price(&self, product: &Product, values: &Value) -> Option<String> {
        let value = self.value(product, values, "price")?;
        let parsed;
        let map = match value.as_str() {
            Some(text) => {
                parsed = serde_json::from_str::<Value>(text).ok()?;
                &parsed
            }
            None => value,
        };
        let amount = match map.get(self.currency)? {
            Value::String(s) => s.clone(),
            Value::Number(n) => n.to_string(),
            _ => return None,
        };
        let sound = !amount.is_empty() && amount.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        sound.then_some(amount)
    }
}
