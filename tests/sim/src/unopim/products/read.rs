//! Reading products: single, and the two lists.

use serde_json::{Map, Value, json};

use super::{completeness, filters, resolve, variants};
use crate::unopim::clock::iso;
use crate::unopim::lists::{filter, paging};
use crate::unopim::records::{Kind, Product};
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;

pub fn simple_list(state: &mut State, call: &Call) -> Outcome {
    list(state, call, filters::SIMPLE, |kind| kind == Kind::Simple)
}

pub fn configurable_list(state: &mut State, call: &Call) -> Outcome {
    let groups = state.version.lists_variant_groups() && call.query.get("type") != Some("configurable");
    let only_groups = call.query.get("type") == Some("variant_group");
    list(state, call, filters::CONFIGURABLE, |kind| match kind {
        Kind::Configurable => !(state.version.lists_variant_groups() && only_groups),
        Kind::VariantGroup => groups,
        Kind::Simple => false,
    })
}

fn list(state: &State, call: &Call, supported: filters::Supported, wanted: impl Fn(Kind) -> bool) -> Outcome {
    let supported = supported(state.version);
    let conditions =
        filter::conditions(&call.query, &supported).map_err(|error| filter::refused(state, call, &error))?;
    let tests = filters::compile(state, &conditions)?;
    // A cursor needs one page of rows: large catalogues are not walked from the start for every page.
    let (after, most) = paging::window(state, call);
    let ids: Vec<u64> = state
        .products
        .after(after)
        .filter(|(_, product)| wanted(product.kind) && tests.iter().all(|test| test.holds(product)))
        .map(|(id, _)| id)
        .take(most)
        .collect();
    paging::answer(state, call, &ids, |id| render(state, call, id, false))
}

pub fn simple(state: &mut State, call: &Call) -> Outcome {
    single(state, call, &[Kind::Simple])
}

pub fn configurable(state: &mut State, call: &Call) -> Outcome {
    if state.version.lists_variant_groups() {
        return single(state, call, &[Kind::Configurable, Kind::VariantGroup]);
    }
    single(state, call, &[Kind::Configurable])
}

fn single(state: &State, call: &Call, kinds: &[Kind]) -> Outcome {
    let sku = call.param(0);
    let found = state
        .products
        .id_of(sku)
        .filter(|id| state.products.by_id(*id).is_some_and(|product| kinds.contains(&product.kind)));
    match found {
        Some(id) => Ok(Response::json(200, &render(state, call, id, true)?)),
        None => Err(Response::refused(404, &format!("Product with sku {sku} could not be found."))),
    }
}

/// A product as JSON. A damaged row takes the whole answer down with it.
fn render(state: &State, call: &Call, id: u64, single: bool) -> Result<Value, Response> {
    let Some(product) = state.products.by_id(id) else { return Err(Response::crashed()) };
    if state.poisoned.contains(&product.sku) {
        return Err(Response::crashed());
    }
    let values = if state.version.merges_on_read() {
        resolve::effective(state, product)
    } else {
        product.values.clone()
    };
    let mut row = Map::new();
    let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
    put("sku", json!(product.sku));
    put("status", json!(product.enabled));
    put("parent", json!(state.products.parent_sku(product)));
    put("family", json!(product.family));
    put("type", json!(product.kind.as_str()));
    put("additional", product.additional.clone());
    put("created_at", json!(iso(product.created)));
    put("updated_at", json!(iso(product.updated)));
    put("values", values);
    if product.kind != Kind::Simple {
        put("super_attributes", json!(product.super_attributes));
        put("variants", variants::rendered(state, id, product)?);
    }
    if call.flag("with_completeness") {
        put("completeness", completeness::scores(state, product));
    }
    if single && state.version.returns_association_links() {
        put("associations", links(product));
    }
    Ok(Value::Object(row))
}

/// The link table: what `values.associations` says, and links of other types with their data.
fn links(product: &Product) -> Value {
    let mut out = Map::new();
    if let Some(Value::Object(fixed)) = product.values.get("associations") {
        for (kind, skus) in fixed {
            let rows: Vec<Value> = skus
                .as_array()
                .into_iter()
                .flatten()
                .map(|sku| json!({"related_sku": sku, "additional_data": null}))
                .collect();
            if !rows.is_empty() {
                out.insert(kind.clone(), Value::Array(rows));
            }
        }
    }
    for (kind, rows) in &product.links {
        out.insert(kind.clone(), Value::Array(rows.clone()));
    }
    Value::Object(out)
}
