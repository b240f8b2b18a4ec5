//! The structure of the catalogue: settings, attributes with their options, groups, families, categories.

pub mod associations;
pub mod attributes;
pub mod categories;
pub mod category_data;
pub mod families;
pub mod fields;
pub mod groups;
pub mod labels;
pub mod measurement;
pub mod options;
pub mod settings;

use serde_json::Value;

use super::lists::filter::{self, Condition, FilterError, Operator};
use super::lists::paging;
use super::response::{Outcome, Response};
use super::server::Call;
use super::state::State;
use super::table::{Coded, Table};

const CODE: &[Operator] = &[Operator::Equal, Operator::In, Operator::NotIn];
const BY_CODE: &[(&str, &[Operator])] = &[("code", CODE)];
const BY_CODE_AND_TYPE: &[(&str, &[Operator])] = &[("code", CODE), ("type", CODE)];

fn conditions(
    state: &State,
    call: &Call,
    supported: &[(&str, &[Operator])],
) -> Result<Vec<Condition>, Response> {
    filter::conditions(&call.query, supported).map_err(|error| filter::refused(state, call, &error))
}

/// A page over the rows that `wanted` lets through.
fn listed<T: Coded>(
    state: &State,
    call: &Call,
    table: &Table<T>,
    wanted: impl Fn(&T) -> bool,
    render: impl Fn(&T) -> Value,
) -> Outcome {
    let ids: Vec<u64> = table.iter().filter(|(_, row)| wanted(row)).map(|(id, _)| id).collect();
    paging::answer(state, call, &ids, |id| table.by_id(id).map(&render).ok_or_else(Response::crashed))
}

fn flag(on: bool) -> Value {
    Value::from(u8::from(on))
}

/// A flag as clients send it: 0/1 or true/false.
fn is_on(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(on)) => *on,
        Some(Value::Number(number)) => number.as_i64() == Some(1),
        Some(Value::String(text)) => matches!(text.as_str(), "1" | "true"),
        _ => false,
    }
}

fn settings_error(state: &State, error: &FilterError) -> Response {
    error.settings_response(state)
}
