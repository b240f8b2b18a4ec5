//! What UnoPim is to hold after the trip, and what it holds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use unopim_sim::unopim::State;
use unopim_sim::unopim::records::Product;

/// What UnoPim is to hold of a product.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    pub enabled: bool,
    pub values: Value,
}

/// Values without the differences that say nothing: emptied sections, codes as a list or as text, amounts with more zeros.
pub fn plain(state: &State, value: &Value) -> Value {
    match value {
        Value::Object(map) if map.contains_key("amount") => {
            let amount = map["amount"].as_str().and_then(|text| text.parse::<f64>().ok());
            json!({"unit": map["unit"], "amount": amount})
        }
        Value::Object(map) => {
            let kind = |code: &str| state.attributes.get(code).map_or("", |a| a.kind.as_str());
            let spelled = map.iter().map(|(code, value)| match (kind(code), value) {
                ("multiselect" | "checkbox", Value::Array(codes)) => {
                    let codes: Vec<&str> = codes.iter().filter_map(Value::as_str).collect();
                    (code.clone(), json!(codes.join(",")))
                }
                ("boolean", Value::Bool(flag)) => (code.clone(), json!(flag.to_string())),
                _ => (code.clone(), plain(state, value)),
            });
            let is_nothing = |value: &Value| *value == json!({}) || *value == json!([]);
            Value::Object(spelled.filter(|(_, value)| !is_nothing(value)).collect())
        }
        other => other.clone(),
    }
}

pub fn wanted(state: &State, product: &Product) -> Wanted {
    Wanted { enabled: product.enabled, values: plain(state, &product.values) }
}

/// Where UnoPim holds another value than it should, a line each.
pub fn differences(state: &State, expected: &BTreeMap<String, Wanted>) -> Vec<String> {
    let mut out = Vec::new();
    for (sku, want) in expected {
        let Some(product) = state.products.get(sku) else {
            out.push(format!("{sku} is gone"));
            continue;
        };
        let now = wanted(state, product);
        if now.enabled != want.enabled {
            out.push(format!("{sku}: enabled is {}", now.enabled));
        }
        leaves(&want.values, &now.values, sku, &mut out);
    }
    out
}

pub fn leaves(want: &Value, now: &Value, place: &str, out: &mut Vec<String>) {
    match (want, now) {
        _ if want == now => {}
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                leaves(&want[key], &now[key], &format!("{place}.{key}"), out);
            }
        }
        _ => out.push(format!("{place} is {now}, not {want}")),
    }
}
