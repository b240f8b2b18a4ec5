//! Attribute families.

use serde_json::{Value, json};

use super::{BY_CODE, conditions, labels, listed};
use crate::unopim::framework::{Thrown, thrown};
use crate::unopim::lists::filter;
use crate::unopim::records::{Family, FamilyGroup};
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;
use crate::unopim::texts::{code_rules, code_text};

fn json_of(family: &Family) -> Value {
    let groups: Vec<Value> = family
        .groups
        .iter()
        .map(|group| {
            let attributes: Vec<Value> = group
                .attributes
                .iter()
                .map(|(code, position)| json!({"code": code, "position": position}))
                .collect();
            json!({"code": group.code, "position": group.position, "custom_attributes": attributes})
        })
        .collect();
    json!({"code": family.code, "labels": family.labels, "attribute_groups": groups})
}

pub fn list(state: &mut State, call: &Call) -> Outcome {
    let conditions = conditions(state, call, BY_CODE)?;
    listed(state, call, &state.families, |row| filter::any_matches(&conditions, |_| Some(&row.code)), json_of)
}

pub fn get(state: &mut State, call: &Call) -> Outcome {
    let code = call.param(0);
    let missing =
        || Response::refused(404, &format!("Attribute Family with code {code} could not be found."));
    Ok(Response::json(200, &json_of(state.families.get(code).ok_or_else(missing)?)))
}

pub fn create(state: &mut State, call: &Call) -> Outcome {
    labels::check(state, call.input.get("labels"))?;
    let code = call.input.get("code");
    let errors = code_rules(code, |code| state.families.contains(code), &[]);
    if !errors.is_empty() {
        return Err(Response::invalid(&json!({"code": errors})));
    }
    let groups = groups(state, call)?;
    let labels = labels::new(call.input.get("labels"));
    state.families.insert(Family { code: code_text(code), labels, groups });
    Ok(Response::done(201, "Family created successfully."))
}

/// Groups and attributes that are left out are taken away; labels are merged.
pub fn update(state: &mut State, call: &Call) -> Outcome {
    labels::check(state, call.input.get("labels"))?;
    if !state.families.contains(call.param(0)) {
        return Err(missing(call));
    }
    let groups = groups(state, call)?;
    if let Some(family) = state.families.get_mut(call.param(0)) {
        family.groups = groups;
        labels::merge(&mut family.labels, call.input.get("labels"));
    }
    Ok(Response::done(200, "Family updated successfully."))
}

/// The groups of the body. Without the list, or without positions, the server crashes.
fn groups(state: &State, call: &Call) -> Result<Vec<FamilyGroup>, Response> {
    let crash = || thrown(state, call.request, &Thrown::Server);
    let given = call.input.get("attribute_groups").and_then(Value::as_array).ok_or_else(crash)?;
    let mut groups = Vec::new();
    for group in given {
        let code = code_text(group.get("code"));
        if !state.groups.contains(&code) {
            return Err(unknown(&format!("Attribute group with code \"{code}\" could not be found")));
        }
        let mut attributes = Vec::new();
        for entry in group.get("custom_attributes").and_then(Value::as_array).into_iter().flatten() {
            let attribute = code_text(entry.get("code"));
            if !state.attributes.contains(&attribute) {
                return Err(unknown(&format!("Attribute with code \"{attribute}\" could not be found")));
            }
            attributes.push((attribute, entry.get("position").and_then(Value::as_i64).ok_or_else(crash)?));
        }
        let position = group.get("position").and_then(Value::as_i64).ok_or_else(crash)?;
        attributes.sort_by_key(|(_, position)| *position);
        groups.push(FamilyGroup { code, position, attributes });
    }
    groups.sort_by_key(|group| group.position);
    Ok(groups)
}

fn unknown(text: &str) -> Response {
    Response::invalid(&json!([{"code": text}]))
}

pub fn delete(state: &mut State, call: &Call) -> Outcome {
    let Some(id) = state.families.id_of(call.param(0)) else { return Err(missing(call)) };
    let code = call.param(0);
    if state.products.rows().any(|product| product.family == code) {
        return Err(Response::refused(422, "This family is used by products."));
    }
    state.families.remove(id);
    Ok(Response::done(200, "Family deleted successfully."))
}

fn missing(call: &Call) -> Response {
    Response::refused(404, &format!("Attribute family with code \"{}\" could not be found", call.param(0)))
}
