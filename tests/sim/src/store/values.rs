//! Values of fields as they are read, and their hashes.

use serde_json::{Map, Value, json};

use super::fields;
use super::operation::Operation;
use super::records::{Attribute, Product, Term};
use super::shop::Shop;

/// The store's own hash of a value; nobody else interprets it.
pub(super) fn hash(value: &Value) -> String {
    let text = value.to_string();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

pub(super) fn hashed(names: impl IntoIterator<Item = String>, value: impl Fn(&str) -> Value) -> Value {
    let entry = |name: String| {
        let v = value(&name);
        let h = hash(&v);
        (name, json!({"v": v, "h": h}))
    };
    Value::Object(names.into_iter().map(entry).collect())
}

pub(super) fn of_term(term: &Term, field: &str) -> Value {
    match field {
        "name" => json!(term.name),
        "slug" => json!(term.slug),
        "parent" => json!(term.parent),
        "order" => json!(term.order),
        "description" => json!(term.description),
        _ => term.meta.get(field).cloned().unwrap_or_default(),
    }
}

pub(super) fn of_attribute(attribute: &Attribute, field: &str) -> Value {
    match field {
        "name" => json!(attribute.name),
        "slug" => json!(attribute.slug),
        _ => json!(attribute.order_by),
    }
}

impl Shop {
    /// A product's field: null when it does not have it, the shop's default when nobody set it.
    pub(super) fn of_product(&self, product: &Product, field: &str) -> Value {
        if !fields::belongs_to(field, product) {
            return Value::Null;
        }
        let Some(value) = product.fields.get(field) else { return self.default(product, field) };
        match field.strip_prefix("attribute:") {
            Some(taxonomy) => self.in_order(taxonomy, value),
            None => value.clone(),
        }
    }

    /// What WooCommerce says of a field that nobody set.
    fn default(&self, product: &Product, field: &str) -> Value {
        if let Some(taxonomy) = field.strip_prefix("taxonomy:") {
            return if self.has_taxonomy(taxonomy) { json!([]) } else { Value::Null };
        }
        match field {
            "name" | "sku" | "regular_price" | "sale_price" | "description" | "short_description"
            | "slug" | "purchase_note" | "gtin" | "weight" | "length" | "width" | "height"
            | "shipping_class" => json!(""),
            "tax_class" => json!(if product.is_variation() { "parent" } else { "" }),
            "tax_status" => json!("taxable"),
            "stock_status" => json!("instock"),
            "status" => json!("publish"),
            "backorders" => json!("no"),
            "catalog_visibility" => json!("visible"),
            "manage_stock" | "featured" | "sold_individually" | "virtual" => json!(false),
            "reviews_allowed" => json!(true),
            "categories" | "tags" | "upsells" | "cross_sells" | "related" | "grouped" | "gallery" => {
                json!([])
            }
            "menu_order" => json!(0),
            "axes" => json!({}),
            _ if fields::price_of(field).is_some() => json!(""),
            _ => Value::Null,
        }
    }

    /// Terms read in the order in which the attribute shows them, whatever order they were written in.
    fn in_order(&self, taxonomy: &str, value: &Value) -> Value {
        let mut value = value.clone();
        let Some(ids) = value["terms"].as_array_mut() else { return value };
        let slug = taxonomy.strip_prefix("pa_");
        let by = self.attributes.iter().find(|a| Some(a.slug.as_str()) == slug);
        let by = by.map_or("menu_order", |a| a.order_by.as_str());
        ids.sort_by_cached_key(|id| {
            let id = id.as_u64().unwrap_or_default();
            let term = self.terms.get(taxonomy).into_iter().flatten().find(|t| t.id == id);
            let name = term.map_or_else(String::new, |t| t.name.to_lowercase());
            match by {
                "id" => (0, String::new(), id),
                "name" => (0, name, id),
                "name_num" => (leading_number(&name), name, id),
                _ => (term.map_or(0, |t| t.order), name, id),
            }
        });
        value
    }

    /// The present hash of a record's field.
    pub(super) fn hash_now(&self, operation: Operation, id: u64, field: &str) -> String {
        let now = match operation.entity() {
            "product" => self.products.get(&id).map(|p| self.of_product(p, field)),
            "attribute" => self.attributes.iter().find(|a| a.id == id).map(|a| of_attribute(a, field)),
            _ => self.term_of(operation.taxonomy(), id).map(|t| of_term(t, field)),
        };
        now.as_ref().map(hash).unwrap_or_default()
    }

    /// Whether the shop still holds what the plan saw in the fields that it writes.
    pub(super) fn is_stale(&self, operation: Operation, id: u64) -> bool {
        operation.expected().any(|(field, expect)| expect != self.hash_now(operation, id, field))
    }

    /// The bases of the operation's own link.
    pub(super) fn own_bases(&self, operation: Operation) -> Map<String, Value> {
        self.links.get(&operation.link_key()).map(super::links::bases).unwrap_or_default()
    }
}

fn leading_number(text: &str) -> i64 {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..digits].parse().unwrap_or_default()
}
