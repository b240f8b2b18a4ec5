//! A variant's effective values: its ancestors' beneath its own (what 3.0.1 returns, and 3.0.0 leaves to
//! the reader).

use serde_json::{Map, Value};

use crate::unopim::records::Product;
use crate::unopim::state::State;

pub fn effective(state: &State, product: &Product) -> Value {
    let mut chain = vec![product];
    let mut parent = product.parent;
    while let Some(ancestor) = parent.and_then(|id| state.products.by_id(id)) {
        chain.push(ancestor);
        parent = ancestor.parent;
    }
    if chain.len() == 1 {
        return product.values.clone();
    }
    let mut merged = Value::Object(Map::new());
    for (level, product) in chain.into_iter().rev().enumerate() {
        overlay(&mut merged, &product.values, level > 0);
    }
    merged
}

fn overlay(merged: &mut Value, values: &Value, descendant: bool) {
    let (Value::Object(merged), Value::Object(values)) = (merged, values) else { return };
    if descendant {
        // Associations are never inherited.
        merged.remove("associations");
    }
    for (section, own) in values {
        let depth = match section.as_str() {
            "common" => 1,
            "locale_specific" | "channel_specific" => 2,
            "channel_locale_specific" => 3,
            _ => 0,
        };
        merge(merged, section, own, depth);
    }
}

/// Merges key by key down to `depth` levels; below that the nearer level wins.
fn merge(into: &mut Map<String, Value>, key: &str, own: &Value, depth: usize) {
    match (into.get_mut(key), own) {
        (Some(Value::Object(held)), Value::Object(own)) if depth > 0 => {
            for (inner, value) in own {
                merge(held, inner, value, depth - 1);
            }
        }
        (Some(Value::Object(_)), Value::Array(list)) if depth > 0 && list.is_empty() => {}
        _ => {
            into.insert(key.to_owned(), own.clone());
        }
    }
}
