//! Variants: which of them can be sold at all, and where they stand.

use serde_json::{Map, Value, json};

use super::Oracle;
use crate::store::Product as Held;
use crate::unopim::records::{Attribute, Product};

impl Oracle<'_> {
    /// Every axis has an option that exists, and no other variant by an earlier SKU has the same ones.
    pub(super) fn is_usable_variant(&self, product: &Product, values: &Value) -> bool {
        let Some((id, parent)) = product.parent.and_then(|id| self.state.products.by_id(id).map(|p| (id, p)))
        else {
            return false;
        };
        let combination = |values: &Value| -> Option<Vec<String>> {
            let code = |axis: &String| values["common"][axis].as_str().map(ToOwned::to_owned);
            parent.super_attributes.iter().map(code).collect()
        };
        let known = |axis: &String| {
            let options = self.state.attributes.get(axis).map(|a| &a.options);
            let code = values["common"][axis].as_str();
            options.is_some_and(|list| list.iter().any(|o| Some(o.code.as_str()) == code))
        };
        let sound = |axis: &String| self.state.attributes.get(axis).is_some_and(Attribute::can_be_axis);
        let own = combination(values);
        let earlier = self
            .state
            .products
            .children_of(id)
            .any(|(_, other)| other.sku < product.sku && combination(&other.values) == own);
        own.is_some()
            && !earlier
            && parent.values.is_object()
            && parent.super_attributes.iter().all(|axis| sound(axis) && known(axis))
    }

    /// Below its product, at the options that UnoPim says; the product offers them.
    pub(super) fn variation(
        &self,
        parent: &Product,
        held: &Held,
        values: &Value,
        sku: &str,
        out: &mut Vec<String>,
    ) {
        let above = self.shop.by_sku(&parent.sku);
        let above_id = above.map(|(id, _)| id);
        if Some(held.parent) != above_id {
            out.push(format!("{sku}: below #{}, not {above_id:?}", held.parent));
        }
        let mut wanted = Map::new();
        for axis in &parent.super_attributes {
            let option = values["common"][axis].as_str().unwrap_or_default();
            let (Some(taxonomy), Some(term)) = (self.taxonomy(axis), self.option(axis, option)) else {
                continue;
            };
            let offered = above.and_then(|(_, p)| p.fields.get(&format!("attribute:{taxonomy}")));
            let offers = offered.is_some_and(|a| {
                a["variation"] == true && a["terms"].as_array().is_some_and(|t| t.contains(&json!(term.id)))
            });
            if !offers {
                out.push(format!("{}: does not offer {option} of {axis}", parent.sku));
            }
            wanted.insert(taxonomy, json!(term.slug));
        }
        let found = held.fields.get("axes").cloned().unwrap_or_default();
        if found != Value::Object(wanted.clone()) {
            out.push(format!("{sku}: stands at {found}, not {}", Value::Object(wanted)));
        }
    }
}
