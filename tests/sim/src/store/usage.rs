//! Whether something of the shop's own, that no link stands for, still needs a term or an attribute.

use serde_json::Value;

use super::operation::{Refusal, refuse};
use super::shop::Shop;

pub(super) fn still_used(message: &str) -> Refusal {
    refuse("still_used", "", message.to_owned(), "Unlink it, or take it from those items in the shop.")
}

impl Shop {
    /// Asks every item without a link: its fields by name, and its axes by taxonomy.
    pub(super) fn is_carried(
        &self,
        by_field: impl Fn(&str, &Value) -> bool,
        by_axis: impl Fn(&str, &str) -> bool,
    ) -> bool {
        let is_linked = |id: u64| self.links.iter().any(|((e, ..), l)| e == "product" && l.id == id);
        self.products.iter().filter(|(id, _)| !is_linked(**id)).any(|(_, product)| {
            let axes = product.fields.get("axes").and_then(Value::as_object).into_iter().flatten();
            product.fields.iter().any(|(field, value)| by_field(field, value))
                || axes.into_iter().any(|(axis, slug)| by_axis(axis, slug.as_str().unwrap_or_default()))
        })
    }
}
