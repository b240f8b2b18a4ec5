//! Options of attributes and of category fields: a bare list, never paged, written in bulk.

use serde_json::{Map, Value, json};

use super::labels;
use crate::unopim::framework::{Thrown, thrown};
use crate::unopim::records::{Attribute, AttributeOption};
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;
use crate::unopim::table::Table;
use crate::unopim::texts::{attribute_missing, code_rules, code_text};

/// Which table the options belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Attribute,
    Field,
}

impl Owner {
    fn table(self, state: &State) -> &Table<Attribute> {
        match self {
            Owner::Attribute => &state.attributes,
            Owner::Field => &state.category_fields,
        }
    }

    fn table_mut(self, state: &mut State) -> &mut Table<Attribute> {
        match self {
            Owner::Attribute => &mut state.attributes,
            Owner::Field => &mut state.category_fields,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Owner::Attribute => "Attribute",
            Owner::Field => "Category Field",
        }
    }

    fn missing(self, state: &State, code: &str) -> Response {
        match self {
            Owner::Attribute => attribute_missing(state, code),
            Owner::Field => {
                Response::refused(404, &format!("Category Field with code \"{code}\" could not be found"))
            }
        }
    }
}

pub fn of_attribute(state: &mut State, call: &Call) -> Outcome {
    Ok(rendered(state, Owner::Attribute, call.param(0)))
}

pub fn of_field(state: &mut State, call: &Call) -> Outcome {
    Ok(rendered(state, Owner::Field, call.param(0)))
}

pub fn add_to_attribute(state: &mut State, call: &Call) -> Outcome {
    add(state, call, Owner::Attribute)
}

pub fn add_to_field(state: &mut State, call: &Call) -> Outcome {
    add(state, call, Owner::Field)
}

pub fn change_of_attribute(state: &mut State, call: &Call) -> Outcome {
    change(state, call, Owner::Attribute)
}

pub fn change_of_field(state: &mut State, call: &Call) -> Outcome {
    change(state, call, Owner::Field)
}

pub fn drop_of_attribute(state: &mut State, call: &Call) -> Outcome {
    remove(state, call, Owner::Attribute)
}

pub fn drop_of_field(state: &mut State, call: &Call) -> Outcome {
    remove(state, call, Owner::Field)
}

/// An unknown attribute has no options, and that is no error.
fn rendered(state: &State, owner: Owner, code: &str) -> Response {
    let Some(holder) = owner.table(state).get(code) else { return Response::json(200, &json!([])) };
    let mut options: Vec<&AttributeOption> = holder.options.iter().collect();
    options.sort_by_key(|option| (option.sort_order, option.id));
    let swatch = holder.swatch.as_deref().filter(|kind| *kind != "text" && state.version.has_swatches());
    let rows = options.into_iter().map(|option| {
        let mut row = json!({"code": option.code, "sort_order": option.sort_order, "labels": option.labels});
        if let Some(kind) = swatch {
            let url = option.swatch.as_ref().filter(|_| kind == "image");
            row["swatch_value"] = json!(option.swatch);
            row["swatch_value_url"] =
                json!(url.map(|path| format!("{}/storage/{path}", state.settings.app_url)));
        }
        row
    });
    Response::json(200, &Value::Array(rows.collect()))
}

/// The entries of the body. Up to 2.1 a single object crashes: the loop runs over its values.
fn entries(state: &State, call: &Call) -> Result<Vec<Map<String, Value>>, Response> {
    let crash = || thrown(state, call.request, &Thrown::Server);
    let list = match &call.input.value {
        Value::Array(list) => list.clone(),
        single if state.version.takes_single_option() => vec![single.clone()],
        _ => return Err(crash()),
    };
    for entry in &list {
        labels::check(state, entry.get("labels"))?;
    }
    list.into_iter().map(|entry| entry.as_object().cloned().ok_or_else(crash)).collect()
}

/// Not atomic: good entries stay even when others are refused.
fn add(state: &mut State, call: &Call, owner: Owner) -> Outcome {
    let code = call.param(0).to_owned();
    if !owner.table(state).contains(&code) {
        return Err(owner.missing(state, &code));
    }
    let mut errors = Vec::new();
    for entry in entries(state, call)? {
        let taken = |option: &str| owner.table(state).get(&code).is_some_and(|a| a.option(option).is_some());
        let complaints = code_rules(entry.get("code"), taken, &[]);
        if complaints.is_empty() {
            insert(state, owner, &code, &entry);
        } else {
            errors.push(json!({"code": complaints}));
        }
    }
    if !errors.is_empty() {
        return Err(Response::invalid(&Value::Array(errors)));
    }
    Ok(Response::done(201, &format!("{} Option Created Successfully", owner.word())))
}

fn insert(state: &mut State, owner: Owner, code: &str, entry: &Map<String, Value>) {
    let id = state.next_option_id();
    let swatches = state.version.has_swatches();
    let Some(holder) = owner.table_mut(state).get_mut(code) else { return };
    let given = entry.get("sort_order").and_then(Value::as_i64);
    // Attributes number their options on; category fields leave the place empty.
    let next = holder.options.iter().filter_map(|option| option.sort_order).max().unwrap_or(0) + 1;
    let sort_order = given.or((owner == Owner::Attribute).then_some(next));
    let swatch = entry.get("swatch_value").and_then(Value::as_str).filter(|_| swatches).map(str::to_owned);
    holder.options.push(AttributeOption {
        id,
        code: code_text(entry.get("code")),
        sort_order,
        labels: labels::new(entry.get("labels")),
        swatch,
    });
}

/// Upsert by code, but the code is looked up over all attributes: the wrong option may be the one that
/// changes.
fn change(state: &mut State, call: &Call, owner: Owner) -> Outcome {
    let code = call.param(0).to_owned();
    if !owner.table(state).contains(&code) {
        return Err(owner.missing(state, &code));
    }
    for entry in entries(state, call)? {
        let wanted = code_text(entry.get("code"));
        let swatches = state.version.has_swatches();
        let all = owner.table_mut(state).iter_mut().flat_map(|(_, holder)| holder.options.iter_mut());
        match all.filter(|option| option.code.eq_ignore_ascii_case(&wanted)).min_by_key(|option| option.id) {
            None => insert(state, owner, &code, &entry),
            Some(option) => {
                if let Some(order) = entry.get("sort_order") {
                    option.sort_order = order.as_i64();
                }
                if let Some(swatch) = entry.get("swatch_value").filter(|_| swatches) {
                    option.swatch = swatch.as_str().map(str::to_owned);
                }
                labels::merge(&mut option.labels, entry.get("labels"));
            }
        }
    }
    Ok(Response::done(200, &format!("{} Option Updated Successfully", owner.word())))
}

fn remove(state: &mut State, call: &Call, owner: Owner) -> Outcome {
    let (code, option) = (call.param(0).to_owned(), call.param(1).to_owned());
    let missing = owner.missing(state, &code);
    let Some(holder) = owner.table_mut(state).get_mut(&code) else { return Err(missing) };
    let before = holder.options.len();
    holder.options.retain(|held| !held.code.eq_ignore_ascii_case(&option));
    if holder.options.len() == before {
        let text = format!("Option with code \"{option}\" could not be found");
        return Err(Response::refused(404, &text));
    }
    Ok(Response::done(200, &format!("{} Option Deleted Successfully", owner.word())))
}
