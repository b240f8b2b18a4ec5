//! Categories: list, single, and the tree.

use serde_json::{Value, json};

use super::category_data;
use super::{CODE, conditions};
use crate::unopim::framework::{Thrown, thrown};
use crate::unopim::lists::filter::{Condition, Operator};
use crate::unopim::lists::paging;
use crate::unopim::records::Category;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;
use crate::unopim::texts::{check_locales, code_rules, code_text, keys};

const SUPPORTED: &[(&str, &[Operator])] = &[("code", CODE), ("parent", &[Operator::Equal])];

fn json_of(state: &State, category: &Category, with_parent: bool) -> Value {
    let parent = category.parent.filter(|_| with_parent).and_then(|id| state.categories.by_id(id));
    json!({
        "code": category.code,
        "parent": parent.map(|parent| &parent.code),
        "additional_data": category.data,
    })
}

pub fn list(state: &mut State, call: &Call) -> Outcome {
    let conditions = conditions(state, call, SUPPORTED)?;
    let broken = |condition: &Condition| condition.field == "code" && condition.operator == Operator::NotIn;
    if state.version.category_not_in_crashes() && conditions.iter().any(broken) {
        return Err(Response::crashed());
    }
    let parent_code = |category: &Category| {
        category.parent.and_then(|id| state.categories.by_id(id)).map_or("", |parent| parent.code.as_str())
    };
    let ids: Vec<u64> = state
        .categories
        .iter()
        .filter(|(_, category)| {
            conditions.iter().all(|condition| {
                let actual = if condition.field == "parent" { parent_code(category) } else { &category.code };
                let equal = condition.texts().iter().any(|text| text.eq_ignore_ascii_case(actual));
                equal != (condition.operator == Operator::NotIn)
            })
        })
        .map(|(id, _)| id)
        .collect();
    paging::answer(state, call, &ids, |id| {
        state.categories.by_id(id).map(|row| json_of(state, row, true)).ok_or_else(Response::crashed)
    })
}

pub fn get(state: &mut State, call: &Call) -> Outcome {
    let code = call.param(0);
    let missing = || Response::refused(404, &format!("Category with code {code} could not be found."));
    let category = state.categories.get(code).ok_or_else(missing)?;
    Ok(Response::json(200, &json_of(state, category, !state.version.forgets_category_parent())))
}

pub fn create(state: &mut State, call: &Call) -> Outcome {
    let data = call.input.get("additional_data");
    check_locales(state, keys(data.and_then(|data| data.get("locale_specific"))))?;
    let code = call.input.get("code");
    let errors = code_rules(code, |code| state.categories.contains(code), &[]);
    if !errors.is_empty() {
        return Err(Response::invalid(&json!({"code": errors})));
    }
    category_data::check(state, data)?;
    let parent = match call.input.get("parent") {
        // Neither a missing nor a null parent was thought of.
        None | Some(Value::Null) if state.version.category_without_parent_crashes() => {
            return Err(thrown(state, call.request, &Thrown::Server));
        }
        given => given.and_then(Value::as_str).and_then(|parent| state.categories.id_of(parent)),
    };
    let data = data.map_or(Value::Null, |data| category_data::cleaned(state, data));
    state.categories.insert(Category { code: code_text(code), parent, data });
    Ok(Response::done(201, "category created successfully."))
}

pub fn put(state: &mut State, call: &Call) -> Outcome {
    update(state, call)
}

/// The same as PUT but for one crash: stored data that is null cannot be merged into.
pub fn patch(state: &mut State, call: &Call) -> Outcome {
    let stored = state.categories.get(call.param(0)).map(|category| category.data.is_null());
    if stored == Some(true)
        && call.input.get("additional_data").is_some()
        && state.version.bare_category_patch_crashes()
    {
        return Err(thrown(state, call.request, &Thrown::Server));
    }
    update(state, call)
}

fn update(state: &mut State, call: &Call) -> Outcome {
    let Some(id) = state.categories.id_of(call.param(0)) else { return Err(missing(call)) };
    let data = call.input.get("additional_data");
    check_locales(state, keys(data.and_then(|data| data.get("locale_specific"))))?;
    category_data::check(state, data)?;
    // Whatever is not a known code, an absent key too, means "no parent".
    let parent = call.input.text("parent").and_then(|parent| state.categories.id_of(parent));
    let code = state.categories.by_id(id).map_or_else(String::new, |category| category.code.clone());
    if parent.is_some() && state.is_channel_root(&code) {
        let text = "This root category is related to a channel and can not have parent category.";
        return Err(Response::invalid(&json!({"error": [text]})));
    }
    if parent.is_some_and(|parent| is_within(state, parent, id)) {
        return Err(Response::crashed());
    }
    let data = data.map(|data| category_data::cleaned(state, data));
    let locale = state.settings.app_locale.clone();
    if let Some(category) = state.categories.by_id_mut(id) {
        category.parent = parent;
        if let Some(data) = data {
            category_data::merge(&mut category.data, &data, &locale);
        }
    }
    Ok(Response::done(200, "Category updated successfully."))
}

/// Whether `id` is `top` itself or lies below it.
fn is_within(state: &State, id: u64, top: u64) -> bool {
    let mut at = Some(id);
    while let Some(here) = at {
        if here == top {
            return true;
        }
        at = state.categories.by_id(here).and_then(|category| category.parent);
    }
    false
}

/// Takes the whole subtree along; products keep the codes.
pub fn delete(state: &mut State, call: &Call) -> Outcome {
    let code = call.param(0);
    let Some(id) = state.categories.id_of(code) else { return Err(missing(call)) };
    if state.is_channel_root(code) {
        let text = "You cannot delete the root category that is associated with a channel.";
        return Err(Response::json(400, &json!({"success": false, "message": text, "code": code})));
    }
    let doomed: Vec<u64> = state
        .categories
        .iter()
        .map(|(other, _)| other)
        .filter(|other| is_within(state, *other, id))
        .collect();
    for other in doomed {
        state.categories.remove(other);
    }
    let text = "The category has been successfully deleted.";
    Ok(Response::json(200, &json!({"success": true, "message": text, "code": code})))
}

fn missing(call: &Call) -> Response {
    Response::refused(404, &format!("Category with code \"{}\" could not be found", call.param(0)))
}
