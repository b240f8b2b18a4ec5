//! One product, field by field: what a run wrote, over what, and why.

use serde_json::Value;

use super::host::Host;
use super::text::Out;
use crate::store::{Product, Shop};

fn written<'h>(host: &'h Host, run: u64, sku: &str) -> Vec<&'h Value> {
    host.history
        .iter()
        .filter(|(of, operation)| *of == run && operation["entity"] == "product" && operation["key"] == sku)
        .flat_map(|(_, operation)| operation["fields"].as_array().into_iter().flatten())
        .filter(|field| field["write"] == true)
        .collect()
}

/// The published simple product with the most to show.
pub fn richest(host: &Host) -> Option<String> {
    let simple = host
        .shop
        .products
        .values()
        .filter(|p| p.kind == "simple" && p.status() == "publish")
        .map(Product::sku);
    simple.max_by_key(|sku| written(host, 1, sku).len()).map(ToOwned::to_owned)
}

pub fn show_fields(host: &Host, run: u64, sku: &str, out: &mut Out) -> Result<(), String> {
    let rows: Vec<Vec<String>> = written(host, run, sku)
        .into_iter()
        .map(|f| {
            let text = |key: &str| f[key].as_str().unwrap_or_default().to_owned();
            vec![
                text("field"),
                readable(&host.shop, &f["old"]),
                readable(&host.shop, &f["new"]),
                text("reason"),
            ]
        })
        .collect();
    out.table(&["Field", "Before", "After", "Why"], &rows)
}

/// Terms by name, texts as they are.
fn readable(shop: &Shop, value: &Value) -> String {
    match value {
        Value::Null => "—".into(),
        Value::String(text) if text.is_empty() => "—".into(),
        Value::String(text) => text.clone(),
        Value::Array(terms) if terms.is_empty() => "—".into(),
        Value::Array(terms) => terms.iter().map(|t| name(shop, t)).collect::<Vec<_>>().join(", "),
        Value::Object(map) => match map.get("terms").or_else(|| map.get("values")) {
            Some(list) => readable(shop, list),
            None => value.to_string(),
        },
        other => other.to_string(),
    }
}

/// An id of a term, or a reference to one by its UnoPim code.
fn name(shop: &Shop, term: &Value) -> String {
    let linked = |reference: &str| {
        let (entity, code) = reference.split_once(':')?;
        let channel = if entity == "option" { "" } else { super::CHANNEL };
        shop.link(entity, channel, code).map(|link| link.id)
    };
    let id = term.as_u64().or_else(|| linked(term.get("ref")?.as_str()?));
    let found = shop.terms.values().flatten().find(|t| Some(t.id) == id);
    found
        .map_or_else(|| term.as_str().map_or_else(|| term.to_string(), ToOwned::to_owned), |t| t.name.clone())
}
