//! Attributes.

use serde_json::{Map, Value, json};

use super::{BY_CODE_AND_TYPE, conditions, flag, is_on, labels, listed};
use crate::unopim::lists::filter;
use crate::unopim::records::Attribute;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;
use crate::unopim::texts::{attribute_missing, code_rules, code_text};
use crate::unopim::version::Version;

const TYPES: &[&str] = &[
    "text",
    "textarea",
    "price",
    "boolean",
    "select",
    "multiselect",
    "datetime",
    "date",
    "image",
    "gallery",
    "file",
    "checkbox",
];
const VALIDATIONS: &[&str] = &["number", "email", "decimal", "url", "regex"];
const RESERVED: &[&str] = &[
    "channel",
    "locale",
    "sku",
    "type",
    "parent",
    "attribute_family",
    "configurable_attributes",
    "categories",
    "up_sells",
    "cross_sells",
    "related_products",
    "status",
];
const IMMUTABLE: &[&str] =
    &["type", "code", "swatch_type", "value_per_locale", "value_per_channel", "is_unique"];

pub fn json_of(attribute: &Attribute, version: Version) -> Value {
    let mut row = json!({
        "code": attribute.code,
        "type": attribute.kind,
        "validation": attribute.validation,
        "regex_pattern": attribute.regex,
        "position": attribute.position,
        "is_required": flag(attribute.required),
        "is_unique": flag(attribute.unique),
        "value_per_locale": flag(attribute.per_locale),
        "value_per_channel": flag(attribute.per_channel),
        "enable_wysiwyg": flag(attribute.wysiwyg),
        "labels": attribute.labels,
    });
    if version.has_swatches() {
        row["swatch_type"] = json!(attribute.swatch);
    }
    row
}

pub fn list(state: &mut State, call: &Call) -> Outcome {
    let conditions = conditions(state, call, BY_CODE_AND_TYPE)?;
    let wanted = |row: &Attribute| {
        filter::any_matches(&conditions, |field| Some(if field == "type" { &row.kind } else { &row.code }))
    };
    listed(state, call, &state.attributes, wanted, |row| json_of(row, state.version))
}

pub fn get(state: &mut State, call: &Call) -> Outcome {
    let code = call.param(0);
    let found = state.attributes.get(code).ok_or_else(|| attribute_missing(state, code))?;
    Ok(Response::json(200, &json_of(found, state.version)))
}

pub fn create(state: &mut State, call: &Call) -> Outcome {
    labels::check(state, call.input.get("labels"))?;
    let code = call.input.get("code");
    let mut errors = Map::new();
    let complaints = code_rules(code, |code| state.attributes.contains(code), RESERVED);
    if !complaints.is_empty() {
        errors.insert("code".to_owned(), json!(complaints));
    }
    check_type(&mut errors, call, TYPES, state.version.has_measurement());
    if let Some(rule) = call.input.text("validation")
        && !VALIDATIONS.contains(&rule)
    {
        errors.insert("validation".to_owned(), json!(["The validation must be valid type."]));
    }
    if !errors.is_empty() {
        return Err(Response::invalid(&Value::Object(errors)));
    }
    let mut attribute = from_body(call, &code_text(code));
    if state.version.has_swatches() {
        attribute.swatch = call.input.text("swatch_type").map(str::to_owned);
    }
    state.attributes.insert(attribute);
    Ok(Response::done(201, "Attribute Created Successfully"))
}

pub fn check_type(errors: &mut Map<String, Value>, call: &Call, types: &[&str], measurement: bool) {
    match call.input.text("type") {
        None => {
            errors.insert("type".to_owned(), json!(["The type field is required."]));
        }
        Some("measurement") if measurement => {}
        Some(kind) if !types.contains(&kind) => {
            errors.insert("type".to_owned(), json!(["The type must be valid type."]));
        }
        Some(_) => {}
    }
}

/// A new attribute or category field with what both take from the body.
pub fn from_body(call: &Call, code: &str) -> Attribute {
    let mut attribute = Attribute::new(code, call.input.text("type").unwrap_or_default());
    attribute.unique = is_on(call.input.get("is_unique"));
    attribute.per_locale = is_on(call.input.get("value_per_locale"));
    attribute.per_channel = is_on(call.input.get("value_per_channel"));
    change(&mut attribute, call);
    attribute
}

/// The keys that may change later.
pub fn change(attribute: &mut Attribute, call: &Call) {
    let input = &call.input;
    if input.get("validation").is_some() {
        attribute.validation = input.text("validation").map(str::to_owned);
    }
    if input.get("regex_pattern").is_some() {
        attribute.regex = input.text("regex_pattern").map(str::to_owned);
    }
    if let Some(position) = input.get("position") {
        attribute.position = position.as_i64();
    }
    if input.get("is_required").is_some() {
        attribute.required = is_on(input.get("is_required"));
    }
    if input.get("enable_wysiwyg").is_some() {
        attribute.wysiwyg = is_on(input.get("enable_wysiwyg"));
    }
    labels::merge(&mut attribute.labels, input.get("labels"));
}

pub fn update(state: &mut State, call: &Call) -> Outcome {
    labels::check(state, call.input.get("labels"))?;
    let code = call.param(0);
    if !state.attributes.contains(code) {
        return Err(attribute_missing(state, code));
    }
    if state.version.refuses_immutable_attribute_keys() {
        let sent: Vec<&str> = IMMUTABLE.iter().copied().filter(|key| call.input.get(key).is_some()).collect();
        if !sent.is_empty() {
            let text = format!("The following fields cannot be modified: {}.", sent.join(", "));
            return Err(Response::invalid(&json!({"immutable": [text]})));
        }
    }
    if let Some(attribute) = state.attributes.get_mut(code) {
        change(attribute, call);
    }
    Ok(Response::done(200, "Attribute Updated Successfully"))
}

pub fn delete(state: &mut State, call: &Call) -> Outcome {
    let code = call.param(0);
    let Some(id) = state.attributes.id_of(code) else { return Err(attribute_missing(state, code)) };
    let is_axis =
        state.products.rows().any(|product| product.super_attributes.iter().any(|axis| axis == code));
    if code == "sku" || is_axis {
        return Err(Response::refused(422, "This attribute cannot be deleted."));
    }
    remove(state, id);
    Ok(Response::done(200, "Attribute Deleted Successfully"))
}

/// Values stay in the products: stale keys are part of real catalogues.
pub fn remove(state: &mut State, id: u64) {
    let Some(gone) = state.attributes.remove(id) else { return };
    for (_, family) in state.families.iter_mut() {
        for group in &mut family.groups {
            group.attributes.retain(|(code, _)| *code != gone.code);
        }
    }
}
