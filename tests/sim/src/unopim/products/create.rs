//! Creating products.

use serde_json::{Map, Value, json};

use super::{validate, variants};
use crate::unopim::records::{Attribute, Kind, Product, Section};
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;
use crate::unopim::texts::{check_locales, keys};
use crate::unopim::version::Inheritance;

pub fn simple(state: &mut State, call: &Call) -> Outcome {
    let values = checked(state, call, &Map::new())?;
    let sku = sku_of(&values);
    if state.version.validates_simple_sku_taken() && state.products.contains(&sku) {
        return Err(sku_taken());
    }
    // The parent is read without a guard: a body without the key breaks.
    let Some(parent) = call.input.get("parent") else { return Err(Response::crashed()) };
    let product = match parent.as_str().filter(|sku| !sku.is_empty()) {
        None => product(state, call, Kind::Simple, &sku, values),
        Some(parent) => variant(state, call, parent, &sku, values)?,
    };
    insert(state, product)?;
    Ok(Response::done(201, "Product created successfully"))
}

pub fn configurable(state: &mut State, call: &Call) -> Outcome {
    let mut errors = Map::new();
    let axes: Vec<String> = call
        .input
        .get("super_attributes")
        .and_then(Value::as_array)
        .map(|codes| codes.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        .unwrap_or_default();
    if axes.is_empty() {
        errors.insert("super_attributes".to_owned(), json!(["The super attributes field is required."]));
    }
    let values = checked(state, call, &errors)?;
    check_axes(state, call.input.text("family").unwrap_or_default(), &axes)?;
    let sku = sku_of(&values);
    if state.version.validates_configurable_sku_taken() && state.products.contains(&sku) {
        return Err(sku_taken());
    }
    let mut product = product(state, call, Kind::Configurable, &sku, values);
    product.super_attributes = axes;
    let id = insert(state, product)?;
    if state.version.creates_variants_with_parent() {
        for entry in call.input.get("variants").and_then(Value::as_array).into_iter().flatten() {
            listed_variant(state, call, id, entry)?;
        }
    }
    Ok(Response::done(201, "Product created successfully"))
}

/// The required keys, then the family, then the values.
fn checked(state: &State, call: &Call, errors: &Map<String, Value>) -> Result<Value, Response> {
    let given = call.input.get("values");
    check_locales(state, keys(given.and_then(|values| values.get(Section::Locale.key()))))?;
    let mut errors = errors.clone();
    errors.extend(required(call));
    if !errors.is_empty() {
        return Err(Response::invalid(&Value::Object(errors)));
    }
    let family = call.input.text("family").unwrap_or_default();
    if !state.families.contains(family) {
        return Err(Response::refused(404, "Attribute family with code \":code\" could not be found"));
    }
    validate::values(state, call.request, None, given.unwrap_or(&Value::Null))
}

/// What every full write must carry.
pub fn required(call: &Call) -> Map<String, Value> {
    let mut errors = Map::new();
    if call.input.text("family").is_none() {
        errors.insert("family".to_owned(), json!(["The family field is required."]));
    }
    let values = call.input.get("values");
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    };
    if values.is_none_or(is_empty) {
        errors.insert("values".to_owned(), json!(["The values field is required."]));
    }
    let sku = values.and_then(|values| values.get("common")).and_then(|common| common.get("sku"));
    if sku.is_none_or(is_empty) {
        errors.insert("values.common.sku".to_owned(), json!(["The values.common.sku field is required."]));
    }
    errors.extend(status_errors(call));
    errors
}

pub fn status_errors(call: &Call) -> Map<String, Value> {
    let mut errors = Map::new();
    if let Some(status) = call.input.get("status") {
        let known = match status {
            Value::Bool(_) => true,
            Value::Number(number) => matches!(number.as_i64(), Some(0 | 1)),
            Value::String(text) => matches!(text.as_str(), "0" | "1"),
            _ => false,
        };
        if !known {
            errors.insert("status".to_owned(), json!(["The status field must be true or false."]));
        }
    }
    errors
}

pub fn status_of(call: &Call) -> Option<bool> {
    match call.input.get("status")? {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => Some(number.as_i64() == Some(1)),
        Value::String(text) => Some(text == "1"),
        _ => None,
    }
}

pub fn sku_of(values: &Value) -> String {
    match &values["common"]["sku"] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn sku_taken() -> Response {
    Response::invalid(&json!({"values.common.sku": ["The values.common.sku has already been taken."]}))
}

fn product(state: &State, call: &Call, kind: Kind, sku: &str, values: Value) -> Product {
    let family = call.input.text("family").and_then(|code| state.families.get(code));
    let family = family.map_or_else(String::new, |family| family.code.clone());
    let enabled = status_of(call).unwrap_or(true);
    Product { enabled, values, ..Product::new(sku, kind, &family, call.now) }
}

/// The database refuses a SKU that is taken, and loses an id over it.
fn insert(state: &mut State, product: Product) -> Result<u64, Response> {
    if state.products.contains(&product.sku) {
        state.products.burn_id();
        return Err(Response::crashed());
    }
    Ok(state.products.add(product))
}

fn check_axes(state: &State, family: &str, axes: &[String]) -> Result<(), Response> {
    let in_family = state.families.get(family).into_iter().flat_map(|family| {
        family.groups.iter().flat_map(|group| group.attributes.iter().map(|(code, _)| code.as_str()))
    });
    let possible: Vec<&str> =
        in_family.filter(|code| state.attributes.get(code).is_some_and(Attribute::can_be_axis)).collect();
    if possible.is_empty() {
        return Err(Response::refused(404, "This Family does not have any configurable attributes"));
    }
    // One valid axis is enough; the others are taken along unchecked.
    if axes.iter().any(|axis| possible.contains(&axis.as_str())) {
        return Ok(());
    }
    let text = format!("This Super Attributes with value \"{}\" could not be found", json!(axes));
    Err(Response::refused(404, &text))
}

fn variant(state: &State, call: &Call, parent: &str, sku: &str, values: Value) -> Result<Product, Response> {
    let Some(parent_id) = state.products.id_of(parent) else {
        return Err(Response::refused(404, &format!("Parent with sku \"{parent}\" could not be found")));
    };
    let is_configurable =
        state.products.by_id(parent_id).is_some_and(|found| found.kind == Kind::Configurable);
    if !is_configurable {
        return Err(Response::refused(404, &format!("Product with sku \"{sku}\" could not be found")));
    }
    let given = call.input.get("variant").and_then(|variant| variant.get("attributes"));
    let attributes = variants::checked_attributes(state, parent_id, given)?;
    let mut product = product(state, call, Kind::Simple, sku, values);
    product.parent = Some(parent_id);
    inherit(state, parent_id, &mut product.values, state.version.inheritance());
    add_axes(&mut product.values, attributes);
    Ok(product)
}

/// 3.0: a variant named in the body of its parent. It still gets copies of the parent's other sections.
fn listed_variant(state: &mut State, call: &Call, parent: u64, entry: &Value) -> Result<(), Response> {
    let sku = entry.get("sku").and_then(Value::as_str).unwrap_or_default().to_owned();
    let attributes = variants::checked_attributes(state, parent, entry.get("attributes"))?;
    let mut product = product(state, call, Kind::Simple, &sku, json!({"common": {"sku": sku}}));
    product.parent = Some(parent);
    inherit(state, parent, &mut product.values, Inheritance::CopyScoped);
    add_axes(&mut product.values, attributes);
    insert(state, product).map(|_| ())
}

/// Copies the parent's sections that the request leaves out; a section that is sent stays as sent.
fn inherit(state: &State, parent: u64, values: &mut Value, how: Inheritance) {
    let from = state.products.by_id(parent).map(|parent| &parent.values);
    let (Some(Value::Object(from)), Value::Object(values)) = (from, values) else { return };
    if how == Inheritance::Resolved {
        return;
    }
    for (section, content) in from {
        if section != "common" {
            values.entry(section.clone()).or_insert_with(|| content.clone());
        } else if how == Inheritance::CopyAll
            && let (Some(Value::Object(own)), Value::Object(common)) = (values.get_mut("common"), content)
        {
            for (code, value) in common {
                own.entry(code.clone()).or_insert_with(|| value.clone());
            }
        }
    }
}

fn add_axes(values: &mut Value, attributes: Map<String, Value>) {
    if let Some(Value::Object(common)) = values.get_mut("common") {
        common.extend(attributes);
    }
}
