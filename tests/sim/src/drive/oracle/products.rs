//! One product, field by field.

use serde_json::{Value, json};

use super::Oracle;
use crate::store::{Product as Held, text};
use crate::unopim::products::resolve::effective;
use crate::unopim::records::{Kind, Product};
use crate::unopim::version::Inheritance;

/// The category that the shop gives a product without one.
const DEFAULT_CATEGORY: u64 = 1;

impl Oracle<'_> {
    pub(super) fn product(&self, product: &Product, out: &mut Vec<String>) {
        let inherits = self.state.version.inheritance() == Inheritance::Resolved;
        let values = if inherits { effective(self.state, product) } else { product.values.clone() };
        if product.kind == Kind::VariantGroup || !values.is_object() {
            return;
        }
        let parent = product.parent.and_then(|id| self.state.products.by_id(id));
        if parent.is_some_and(|p| p.kind != Kind::Configurable) {
            return;
        }
        if parent.is_some() && !self.is_usable_variant(product, &values) {
            return;
        }
        let sku = &product.sku;
        let Some((id, held)) = self.shop.by_sku(sku) else {
            out.push(format!("{sku}: not in the shop"));
            return;
        };
        if self.shop.link("product", self.channel, sku).is_none_or(|link| link.id != id) {
            out.push(format!("{sku}: not linked to #{id}"));
        }
        let kind = match (product.kind, parent) {
            (Kind::Configurable, _) => "variable",
            (_, Some(_)) => "variation",
            _ => "simple",
        };
        if held.kind != kind {
            out.push(format!("{sku}: {} instead of {kind}", held.kind));
        }
        self.texts(product, held, &values, out);
        if let Some(parent) = parent {
            self.variation(parent, held, &values, sku, out);
        } else {
            self.terms(product, held, &values, out);
        }
    }

    /// What is a text: a field that UnoPim says nothing about is empty.
    fn texts(&self, product: &Product, held: &Held, values: &Value, out: &mut Vec<String>) {
        let (sku, kind) = (&product.sku, held.kind.as_str());
        let mut expect = |field: &str, wanted: &str| {
            let found = held.fields.get(field).and_then(Value::as_str).unwrap_or_default();
            if found != wanted {
                out.push(format!("{sku}: {field} is {found:?}, not {wanted:?}"));
            }
        };
        let value = |code: &str| self.text(product, values, code);
        let name = value("name");
        if kind != "variation" {
            expect("name", &text::line(name.unwrap_or(sku)));
            expect("short_description", &text::html(value("short_description").unwrap_or_default()));
        }
        if kind != "variable" {
            expect("regular_price", &self.price(product, values).unwrap_or_default());
        }
        // A product without a name cannot be published.
        let on = product.enabled && (kind == "variation" || name.is_some());
        let off = if kind == "variation" { "private" } else { "draft" };
        expect("status", if on { "publish" } else { off });
        expect("description", &text::html(value("description").unwrap_or_default()));
        for (target, code) in self.rows.iter().filter(|(target, _)| target.starts_with("meta:")) {
            expect(target, &text::meta(value(code).unwrap_or_default()));
        }
    }

    /// Selects that are mapped to product attributes, and categories.
    fn terms(&self, product: &Product, held: &Held, values: &Value, out: &mut Vec<String>) {
        let sku = &product.sku;
        let is_axis = |code: &str| product.super_attributes.iter().any(|axis| axis == code);
        for code in self.taxonomy_rows().filter(|code| !is_axis(code)) {
            let term = self.text(product, values, code).and_then(|option| self.option(code, option));
            let wanted = term.map(|term| json!([term.id]));
            let field = format!("attribute:{}", self.taxonomy(code).unwrap_or_default());
            let found = held.fields.get(&field).map(|a| a["terms"].clone());
            if found != wanted {
                out.push(format!("{sku}: {field} is {found:?}, not {wanted:?}"));
            }
        }
        let codes = values["categories"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut ids: Vec<u64> = codes
            .filter(|code| self.state.categories.contains(code))
            .filter_map(|code| self.term("category", self.channel, "product_cat", code).map(|t| t.id))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            ids.push(DEFAULT_CATEGORY);
        }
        if held.fields.get("categories") != Some(&json!(ids)) {
            out.push(format!("{sku}: in categories {:?}, not {ids:?}", held.fields.get("categories")));
        }
    }
}
