//! Values where an attribute's flags put them.

use serde_json::Value;

use super::Oracle;
use crate::unopim::records::Product;

pub(super) fn filled(value: Option<&Value>) -> Option<&Value> {
    value.filter(|v| !v.is_null() && v.as_str().is_none_or(|s| !s.trim().is_empty()))
}

impl Oracle<'_> {
    /// A product's value as it is stored, null and empty ones too, when its family carries the attribute.
    pub(super) fn raw<'v>(&self, product: &Product, values: &'v Value, code: &str) -> Option<&'v Value> {
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
        value.filter(|_| carried)
    }
}
