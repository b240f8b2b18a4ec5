//! Variants: which of them can be sold at all, and where they stand.

use serde_json::{Map, Value, json};

use super::Oracle;
use crate::store::Product as Held;
use crate::unopim::products::resolve::effective;
use crate::unopim::records::{Attribute, Kind, Product};

impl Oracle<'_> {
    /// Every axis has an option that exists, and of several variants with the same ones it is the one that stands there, or else
    /// the first by its SKU.
    pub(super) fn is_usable_variant(&self, parent: &Product, product: &Product, values: &Value) -> bool {
        let known = |axis: &String, code: &str| {
            let options = self.state.attributes.get(axis).map(|a| &a.options);
            options.is_some_and(|list| list.iter().any(|o| o.code == code))
        };
        let sound = |axis: &String| self.state.attributes.get(axis).is_some_and(Attribute::can_be_axis);
        let combination = |values: &Value| -> Option<Vec<String>> {
            let code = |axis: &String| {
                let code = values["common"][axis].as_str().filter(|code| known(axis, code));
                code.map(ToOwned::to_owned)
            };
            parent.super_attributes.iter().map(code).collect()
        };
        let Some(own) = combination(values) else { return false };
        let mut alike = self.leaves(&parent.sku);
        alike.retain(|other| combination(&effective(self.state, other)).as_ref() == Some(&own));
        let place = self.axes_of(parent, values);
        let stands = |other: &Product| {
            self.shop.by_sku(&other.sku).is_some_and(|(_, held)| held.fields.get("axes") == Some(&place))
        };
        let keeps = alike.iter().min_by_key(|other| (!stands(other), &other.sku));
        keeps.is_some_and(|other| other.sku == product.sku)
            && parent.values.is_object()
            && !parent.super_attributes.is_empty()
            && parent.super_attributes.iter().all(sound)
    }

    /// The variants of a configurable, through the groups of a two-level tree.
    fn leaves(&self, sku: &str) -> Vec<&Product> {
        let mut out = Vec::new();
        let mut open: Vec<u64> = self.state.products.id_of(sku).into_iter().collect();
        while let Some(id) = open.pop() {
            for (child, product) in self.state.products.children_of(id) {
                if product.kind == Kind::VariantGroup { open.push(child) } else { out.push(product) }
            }
        }
        out
    }

    /// The options that a variant stands at, as the shop writes them.
    pub(super) fn axes_of(&self, parent: &Product, values: &Value) -> Value {
        let slug = |axis: &String| {
            let option = self.option(axis, values["common"][axis].as_str()?)?;
            Some((self.taxonomy(axis)?, json!(option.slug)))
        };
        Value::Object(parent.super_attributes.iter().filter_map(slug).collect())
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
