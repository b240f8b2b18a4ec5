//! Attribute groups.

use serde_json::{Value, json};

use super::{BY_CODE, conditions, labels, listed};
use crate::unopim::lists::filter;
use crate::unopim::records::Group;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;
use crate::unopim::texts::{code_rules, code_text};

fn json_of(group: &Group) -> Value {
    json!({"code": group.code, "labels": group.labels})
}

pub fn list(state: &mut State, call: &Call) -> Outcome {
    let conditions = conditions(state, call, BY_CODE)?;
    listed(state, call, &state.groups, |row| filter::any_matches(&conditions, |_| Some(&row.code)), json_of)
}

pub fn get(state: &mut State, call: &Call) -> Outcome {
    let code = call.param(0);
    let missing = || Response::refused(404, &format!("attribute group with code {code} could not be found."));
    Ok(Response::json(200, &json_of(state.groups.get(code).ok_or_else(missing)?)))
}

pub fn create(state: &mut State, call: &Call) -> Outcome {
    labels::check(state, call.input.get("labels"))?;
    let code = call.input.get("code");
    let errors = code_rules(code, |code| state.groups.contains(code), &[]);
    if !errors.is_empty() {
        return Err(Response::invalid(&json!({"code": errors})));
    }
    let labels = labels::new(call.input.get("labels"));
    state.groups.insert(Group { code: code_text(code), labels });
    Ok(Response::done(201, "Attribute Group Created Successfully"))
}

pub fn update(state: &mut State, call: &Call) -> Outcome {
    labels::check(state, call.input.get("labels"))?;
    let Some(group) = state.groups.get_mut(call.param(0)) else { return Err(missing(call)) };
    labels::merge(&mut group.labels, call.input.get("labels"));
    Ok(Response::done(200, "Attribute Group Updated Successfully"))
}

pub fn delete(state: &mut State, call: &Call) -> Outcome {
    let Some(id) = state.groups.id_of(call.param(0)) else { return Err(missing(call)) };
    let code = call.param(0);
    if state.families.rows().any(|family| family.groups.iter().any(|group| group.code == code)) {
        return Err(Response::refused(422, "This attribute group is used in a family."));
    }
    state.groups.remove(id);
    Ok(Response::done(200, "Attribute Group Deleted Successfully"))
}

fn missing(call: &Call) -> Response {
    Response::refused(404, &format!("Attribute group with code \"{}\" could not be found", call.param(0)))
}
