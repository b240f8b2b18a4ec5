//! What a run did to UnoPim, place by place: everything that moved must be what a hand did in the shop.

mod edits;
mod lists;
mod products;
mod structure;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::Host;
use super::notes::Notes;
use crate::unopim::State;
use crate::unopim::products::resolve::effective;
use crate::unopim::version::Inheritance;

pub use edits::left_over;
pub use products::codes;

/// UnoPim's side as it was.
#[derive(Clone)]
pub struct Seen {
    products: BTreeMap<String, Held>,
    categories: BTreeMap<String, (Option<u64>, Value)>,
    attributes: BTreeMap<String, (Value, BTreeMap<String, Value>)>,
    families: usize,
}

#[derive(Clone, PartialEq)]
struct Held {
    enabled: bool,
    parent: Option<u64>,
    family: String,
    axes: Vec<String>,
    values: Value,
    /// With what it has from its ancestors.
    effective: Value,
}

pub fn seen(state: &State) -> Seen {
    let inherits = state.version.inheritance() == Inheritance::Resolved;
    let held = |p: &crate::unopim::records::Product| Held {
        enabled: p.enabled,
        parent: p.parent,
        family: p.family.clone(),
        axes: p.super_attributes.clone(),
        values: p.values.clone(),
        effective: if inherits { effective(state, p) } else { p.values.clone() },
    };
    Seen {
        products: state.products.rows().map(|p| (p.sku.clone(), held(p))).collect(),
        categories: state.categories.rows().map(|c| (c.code.clone(), (c.parent, c.data.clone()))).collect(),
        attributes: state
            .attributes
            .rows()
            .map(|a| {
                let options = a.options.iter().map(|o| (o.code.clone(), json!(o.labels))).collect();
                (a.code.clone(), (json!([a.kind, a.labels]), options))
            })
            .collect(),
        families: state.families.len(),
    }
}

/// What may not have happened between two looks at UnoPim, a line each.
pub fn changes(host: &Host, run: &Value, before: &Seen, notes: &Notes) -> Vec<String> {
    let after = seen(&host.unopim.state);
    let mut out = Vec::new();
    if run["job"]["kind"] != "push" {
        if before.products != after.products
            || before.categories != after.categories
            || before.attributes != after.attributes
        {
            out.push("a pull has changed UnoPim".to_owned());
        }
        return out;
    }
    let look = Look { host, run, notes };
    look.products(before, &after, &mut out);
    look.structure(before, &after, &mut out);
    out
}

/// What a push is judged by.
struct Look<'l> {
    host: &'l Host,
    run: &'l Value,
    notes: &'l Notes,
}

/// Leaves that differ, each by its place.
fn moved(before: &Value, after: &Value) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    collect(before, after, &mut Vec::new(), &mut out);
    out
}

fn collect(before: &Value, after: &Value, place: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    if before == after {
        return;
    }
    let map = |value: &Value| match value {
        Value::Object(map) => Some(map.clone()),
        Value::Null => Some(Map::new()),
        Value::Array(list) if list.is_empty() => Some(Map::new()),
        _ => None,
    };
    let (Some(a), Some(b)) = (map(before), map(after)) else {
        out.push(place.clone());
        return;
    };
    let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for key in keys {
        place.push(key.clone());
        collect(a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null), place, out);
        place.pop();
    }
}

fn at<'v>(values: &'v Value, place: &[String]) -> &'v Value {
    place.iter().fold(values, |value, key| &value[key.as_str()])
}

/// Field and attribute of every row.
fn rows(run: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let core = run["mapping"]["core"].as_object().into_iter().flatten();
    let core = core.filter_map(|(field, row)| Some((field.clone(), text(&row["attribute"])?)));
    let own = run["mapping"]["attributes"]["default"]["en_US"].as_array().into_iter().flatten();
    let own = own.filter_map(|row| Some((text(&row["target"])?, text(&row["attribute"])?)));
    core.chain(own).collect()
}
