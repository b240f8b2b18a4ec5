//! PATCH: the values that are sent are merged into the stored ones, lists by index.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{create, put, validate};
use crate::unopim::php;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;
use crate::unopim::texts::{check_locales, keys};

/// Resolves by SKU whatever the type; `family`, `parent`, `type` are ignored, and so is a changed SKU.
pub fn any(state: &mut State, call: &Call) -> Outcome {
    let id = put::known(state, call.param(0))?;
    let given = call.input.get("values").filter(|values| values.as_object().is_some());
    check_locales(state, keys(given.and_then(|values| values.get("locale_specific"))))?;
    let errors = create::status_errors(call);
    if !errors.is_empty() {
        return Err(Response::invalid(&Value::Object(errors)));
    }
    let patch = match given {
        Some(values) => Some(validate::values(state, call.request, Some(id), values)?),
        None => None,
    };
    let links = links(state, call);
    let Some(product) = state.products.by_id_mut(id) else { return Err(Response::crashed()) };
    let before = (product.values.clone(), product.enabled, product.additional.clone(), product.links.clone());
    if let Some(patch) = patch {
        php::replace_recursive(&mut product.values, patch);
    }
    if let Some(enabled) = create::status_of(call) {
        product.enabled = enabled;
    }
    if let Some(additional) = call.input.get("additional") {
        product.additional = additional.clone();
    }
    product.links.extend(links);
    if before != (product.values.clone(), product.enabled, product.additional.clone(), product.links.clone())
    {
        product.updated = call.now;
    }
    Ok(Response::done(200, "Product updated successfully"))
}

/// 3.0: top-level `associations`, `{type: [{sku, additional_data?}]}`. A type that is present replaces its
/// links; unknown types and SKUs are skipped without a word.
fn links(state: &State, call: &Call) -> BTreeMap<String, Vec<Value>> {
    let mut links = BTreeMap::new();
    if !state.version.returns_association_links() {
        return links;
    }
    for (kind, rows) in call.input.get("associations").and_then(Value::as_object).into_iter().flatten() {
        if !state.association_types.contains(kind) {
            continue;
        }
        let rows = rows.as_array().into_iter().flatten().filter_map(|row| {
            let sku = row.get("sku").and_then(Value::as_str).filter(|sku| state.products.contains(sku))?;
            Some(json!({"related_sku": sku, "additional_data": row.get("additional_data")}))
        });
        links.insert(kind.clone(), rows.collect());
    }
    links
}
