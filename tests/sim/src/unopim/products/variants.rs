//! Variants: how a configurable lists them, and the checks before one is added.

use serde_json::{Map, Value, json};

use crate::unopim::records::{Kind, Product};
use crate::unopim::response::Response;
use crate::unopim::state::State;

/// `variants[]`. A child without `values.common` breaks the answer; one without an axis shows `[]`.
pub fn rendered(state: &State, id: u64, product: &Product) -> Result<Value, Response> {
    let mut rows = Vec::new();
    for (_, child) in state.products.children_of(id) {
        let Some(common) = child.common() else { return Err(Response::crashed()) };
        let group_child = product.kind == Kind::VariantGroup;
        let attributes = if group_child {
            Map::new()
        } else {
            axis_values(&product.super_attributes, common, child.kind == Kind::VariantGroup)
        };
        rows.push(json!({"sku": child.sku, "attributes": attributes}));
    }
    Ok(Value::Array(rows))
}

fn axis_values(axes: &[String], common: &Value, partial: bool) -> Map<String, Value> {
    let found: Map<String, Value> =
        axes.iter().filter_map(|axis| common.get(axis).map(|value| (axis.clone(), value.clone()))).collect();
    if partial || found.len() == axes.len() { found } else { Map::new() }
}

/// Whether every child has a value for every axis. If not, none can be added.
fn all_complete(state: &State, id: u64, product: &Product) -> bool {
    state.products.children_of(id).all(|(_, child)| is_complete(product, child))
}

/// Whether a PUT of the parent does not crash.
pub fn may_be_put(state: &State, id: u64, product: &Product) -> bool {
    let is_level = |child: &Product| child.kind == Kind::VariantGroup && !state.version.tree_put_crashes();
    state.products.children_of(id).all(|(_, child)| is_level(child) || is_complete(product, child))
}

fn is_complete(parent: &Product, child: &Product) -> bool {
    let common = child.common();
    parent.super_attributes.iter().all(|axis| common.and_then(|c| c.get(axis)).is_some())
}

/// The axis values for a new variant of `parent`, as the request gives them.
pub fn checked_attributes(
    state: &State,
    parent: u64,
    given: Option<&Value>,
) -> Result<Map<String, Value>, Response> {
    let Some(product) = state.products.by_id(parent) else { return Err(Response::crashed()) };
    let given = given.and_then(Value::as_object).cloned().unwrap_or_default();
    if let Some(axis) = product.super_attributes.iter().find(|axis| !given.contains_key(*axis)) {
        let text = format!("Supper attribute  with value \"{axis}\" not found");
        return Err(Response::refused(404, &text));
    }
    let shown = Value::Object(given.clone()).to_string();
    let known = given.iter().all(|(code, option)| {
        let attribute = state.attributes.get(code);
        attribute.zip(option.as_str()).is_some_and(|(attribute, option)| attribute.option(option).is_some())
    });
    if !known {
        let text = format!("Variant attribute or option with value \"{shown}\" not found");
        return Err(Response::refused(404, &text));
    }
    if !all_complete(state, parent, product) {
        return Err(Response::crashed());
    }
    let taken = state.products.children_of(parent).any(|(_, child)| {
        let common = child.common();
        product.super_attributes.iter().all(|axis| common.and_then(|c| c.get(axis)) == given.get(axis))
    });
    if taken {
        let axes: Map<String, Value> = product
            .super_attributes
            .iter()
            .filter_map(|axis| given.get(axis).map(|value| (axis.clone(), value.clone())))
            .collect();
        let shown = if axes.is_empty() { shown } else { Value::Object(axes).to_string() };
        let text = format!("This variant with value \"{shown}\" already exists");
        return Err(Response::refused(state.version.variant_taken_status(), &text));
    }
    Ok(given)
}
