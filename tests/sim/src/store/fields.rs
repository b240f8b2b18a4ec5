//! Values of fields and their hashes.

use serde_json::{Map, Value, json};

use super::records::Product;
use super::shop::{Shop, list, number};

/// The store's own hash of a value; nobody else interprets it.
pub(super) fn hash(value: &Value) -> String {
    let text = value.to_string();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

const CORE: [&str; 10] = [
    "name",
    "sku",
    "regular_price",
    "sale_price",
    "stock_quantity",
    "stock_status",
    "description",
    "short_description",
    "status",
    "categories",
];

/// What WooCommerce says of a field that nobody set.
fn default(field: &str, product: &Product) -> Value {
    match field {
        "name" | "sku" | "regular_price" | "sale_price" | "description" | "short_description" => json!(""),
        "stock_status" => json!("instock"),
        "status" => json!("publish"),
        "categories" if product.kind != "variation" => json!([]),
        "menu_order" => json!(0),
        _ => Value::Null,
    }
}

pub(super) fn value(product: &Product, field: &str) -> Value {
    product.fields.get(field).cloned().unwrap_or_else(|| default(field, product))
}

impl Shop {
    pub(super) fn snapshot(&self, channel: &str, id: u64, fields: &[String]) -> Option<Value> {
        let product = self.products.get(&id)?;
        let mut names: Vec<&str> = Vec::new();
        for field in fields {
            if field == "*" {
                names.extend(CORE);
                names.extend(product.fields.keys().map(String::as_str).filter(|f| !f.starts_with("meta:_")));
            } else {
                names.push(field);
            }
        }
        let values: Map<String, Value> = names
            .into_iter()
            .map(|field| {
                let v = value(product, field);
                let h = hash(&v);
                (field.to_owned(), json!({"v": v, "h": h}))
            })
            .collect();
        let bases: Map<String, Value> = self
            .links
            .iter()
            .find(|((entity, c, _), link)| entity == "product" && c == channel && link.id == id)
            .map(|(_, link)| link.bases.iter().map(|(f, (a, b))| (f.clone(), json!([a, b]))).collect())
            .unwrap_or_default();
        Some(json!({
            "id": id, "kind": product.kind, "status": product.status(), "parent": product.parent, "sku": product.sku(),
            "fields": values, "bases": bases,
        }))
    }

    pub(super) fn read_products(&mut self, request: &Value) -> Value {
        let channel = request["channel"].as_str().unwrap_or_default();
        let fields: Vec<String> =
            list(request, "fields").iter().filter_map(|f| f.as_str().map(Into::into)).collect();
        let items: Vec<Value> = list(request, "ids")
            .iter()
            .filter_map(Value::as_u64)
            .filter_map(|id| self.snapshot(channel, id, &fields))
            .collect();
        self.loaded += items.len() as u64;
        json!({ "items": items })
    }

    pub(super) fn read_variations(&self, request: &Value) -> Value {
        let parents: Vec<u64> = list(request, "parents").iter().filter_map(Value::as_u64).collect();
        let variations: Vec<Value> = self
            .products
            .iter()
            .filter(|(_, p)| p.kind == "variation" && parents.contains(&p.parent))
            .map(|(id, p)| {
                let axes = p.fields.get("axes").cloned().unwrap_or_else(|| json!({}));
                json!({"id": id, "parent": p.parent, "sku": p.sku(), "axes": axes})
            })
            .collect();
        json!({ "variations": variations })
    }

    /// The present hashes of an operation's fields, for its `expect`s.
    pub(super) fn hash_now(&self, operation: &Value, field: &str) -> String {
        let id = number(operation, "id");
        let now = match operation["entity"].as_str() {
            Some("product") => self.products.get(&id).map(|p| value(p, field)),
            Some("attribute") => self.attributes.iter().find(|a| a.id == id).map(|a| match field {
                "name" => json!(a.name),
                _ => json!(a.order_by),
            }),
            _ => self
                .terms
                .values()
                .flatten()
                .find(|t| t.id == id)
                .map(|t| super::structure::term_value(t, field)),
        };
        now.as_ref().map(hash).unwrap_or_default()
    }
}
