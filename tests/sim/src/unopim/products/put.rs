//! PUT: the values that are sent replace all that is stored.

use serde_json::Value;

use super::{create, validate, variants};
use crate::unopim::records::Kind;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;
use crate::unopim::texts::{check_locales, keys};

/// On this path the variant list is synchronised with an empty one: a configurable loses its variants.
pub fn simple(state: &mut State, call: &Call) -> Outcome {
    let id = replace(state, call)?;
    let children: Vec<u64> = state.products.children_of(id).map(|(child, _)| child).collect();
    for child in children {
        state.products.delete(child);
    }
    Ok(Response::done(200, "Product updated successfully"))
}

pub fn configurable(state: &mut State, call: &Call) -> Outcome {
    if let Some(id) = state.products.id_of(call.param(0)) {
        let product = state.products.by_id(id).filter(|product| product.kind == Kind::Configurable);
        if product.is_some_and(|product| !variants::may_be_put(state, id, product)) {
            return Err(Response::crashed());
        }
    }
    replace(state, call)?;
    Ok(Response::done(200, "Product updated successfully"))
}

fn replace(state: &mut State, call: &Call) -> Result<u64, Response> {
    let id = known(state, call.param(0))?;
    let given = call.input.get("values");
    check_locales(state, keys(given.and_then(|values| values.get("locale_specific"))))?;
    let errors = create::required(call);
    if !errors.is_empty() {
        return Err(Response::invalid(&Value::Object(errors)));
    }
    let values = validate::values(state, call.request, Some(id), given.unwrap_or(&Value::Null))?;
    let sku = create::sku_of(&values);
    if state.products.id_of(&sku).is_some_and(|other| other != id) {
        return Err(Response::crashed());
    }
    state.products.rename(id, &sku);
    if let Some(product) = state.products.by_id_mut(id) {
        let enabled = create::status_of(call).unwrap_or(product.enabled);
        if product.values != values || product.enabled != enabled {
            product.updated = call.now;
        }
        product.values = values;
        product.enabled = enabled;
    }
    Ok(id)
}

pub fn known(state: &State, sku: &str) -> Result<u64, Response> {
    let missing = || Response::refused(404, &format!("Product with sku \"{sku}\" could not be found"));
    state.products.id_of(sku).ok_or_else(missing)
}
