//! Category fields.

use serde_json::{Map, Value, json};

use super::attributes::{change, check_type, from_body};
use super::{BY_CODE_AND_TYPE, conditions, flag, is_on, labels, listed};
use crate::unopim::lists::filter;
use crate::unopim::records::Attribute;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;
use crate::unopim::texts::{code_rules, code_text};

const TYPES: &[&str] = &[
    "text",
    "textarea",
    "boolean",
    "select",
    "multiselect",
    "datetime",
    "date",
    "image",
    "file",
    "checkbox",
];

fn json_of(field: &Attribute) -> Value {
    json!({
        "code": field.code,
        "type": field.kind,
        "status": flag(field.enabled),
        "validation": field.validation,
        "regex_pattern": field.regex,
        "position": field.position,
        "is_required": flag(field.required),
        "is_unique": flag(field.unique),
        "value_per_locale": flag(field.per_locale),
        "enable_wysiwyg": flag(field.wysiwyg),
        "section": field.section,
        "labels": field.labels,
    })
}

pub fn list(state: &mut State, call: &Call) -> Outcome {
    let conditions = conditions(state, call, BY_CODE_AND_TYPE)?;
    let wanted = |row: &Attribute| {
        filter::any_matches(&conditions, |field| Some(if field == "type" { &row.kind } else { &row.code }))
    };
    listed(state, call, &state.category_fields, wanted, json_of)
}

pub fn get(state: &mut State, call: &Call) -> Outcome {
    let code = call.param(0);
    let missing = || Response::refused(404, &format!("Category field with code {code} could not be found."));
    Ok(Response::json(200, &json_of(state.category_fields.get(code).ok_or_else(missing)?)))
}

pub fn create(state: &mut State, call: &Call) -> Outcome {
    labels::check(state, call.input.get("labels"))?;
    let code = call.input.get("code");
    let mut errors = Map::new();
    let complaints = code_rules(code, |code| state.category_fields.contains(code), &[]);
    if !complaints.is_empty() {
        errors.insert("code".to_owned(), json!(complaints));
    }
    check_type(&mut errors, call, TYPES, false);
    if !errors.is_empty() {
        return Err(Response::invalid(&Value::Object(errors)));
    }
    let mut field = from_body(call, &code_text(code));
    field.position = field.position.or(Some(0));
    set_field_keys(&mut field, call);
    state.category_fields.insert(field);
    Ok(Response::done(201, "Category Field Created Successfully"))
}

fn set_field_keys(field: &mut Attribute, call: &Call) {
    if call.input.get("status").is_some() {
        field.enabled = is_on(call.input.get("status"));
    }
    if let Some(section) = call.input.text("section") {
        section.clone_into(&mut field.section);
    }
}

pub fn update(state: &mut State, call: &Call) -> Outcome {
    labels::check(state, call.input.get("labels"))?;
    let Some(field) = state.category_fields.get_mut(call.param(0)) else { return Err(missing(call)) };
    change(field, call);
    set_field_keys(field, call);
    Ok(Response::done(200, "Category Field Updated Successfully"))
}

pub fn delete(state: &mut State, call: &Call) -> Outcome {
    let Some(id) = state.category_fields.id_of(call.param(0)) else { return Err(missing(call)) };
    if call.param(0) == "name" {
        return Err(Response::refused(422, "This category field cannot be deleted."));
    }
    state.category_fields.remove(id);
    Ok(Response::done(200, "Category Field Deleted Successfully"))
}

fn missing(call: &Call) -> Response {
    Response::refused(404, &format!("Category Field with code \"{}\" could not be found", call.param(0)))
}
