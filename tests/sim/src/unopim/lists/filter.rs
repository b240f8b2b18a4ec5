//! The `filters` parameter: JSON text, field to a list of conditions.

use serde_json::Value;

use crate::unopim::framework::{Thrown, thrown};
use crate::unopim::input::Query;
use crate::unopim::response::Response;
use crate::unopim::server::Call;
use crate::unopim::state::State;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Equal,
    In,
    NotIn,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Between,
}

impl Operator {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "=" => Operator::Equal,
            "IN" => Operator::In,
            "NOT IN" => Operator::NotIn,
            ">" => Operator::Greater,
            ">=" => Operator::GreaterOrEqual,
            "<" => Operator::Less,
            "<=" => Operator::LessOrEqual,
            "BETWEEN" => Operator::Between,
            _ => return None,
        })
    }

    fn takes_list(self) -> bool {
        matches!(self, Operator::In | Operator::NotIn | Operator::Between)
    }
}

#[derive(Clone, Debug)]
pub struct Condition {
    pub field: String,
    pub operator: Operator,
    pub value: Value,
}

impl Condition {
    /// The values of a list, or the one value.
    pub fn texts(&self) -> Vec<String> {
        match &self.value {
            Value::Array(list) => list.iter().map(text).collect(),
            other => vec![text(other)],
        }
    }

    pub fn first_text(&self) -> String {
        self.texts().into_iter().next().unwrap_or_default()
    }
}

/// A scalar as the database compares it with a text column.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => if *flag { "1" } else { "0" }.to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Why a filter is refused; the list decides how that looks.
#[derive(Clone, Debug)]
pub enum FilterError {
    /// Not the JSON that was expected.
    Broken,
    /// Something nobody caught: a scalar where a list of conditions belongs, PHP's array syntax.
    Crash,
    Framework,
    /// A refusal with its text.
    Invalid(String),
}

const BROKEN: &str = "filter query parameter should be valid JSON.";

impl FilterError {
    /// On catalogue lists.
    pub fn response(&self, state: &State) -> Response {
        match self {
            FilterError::Broken if state.version.broken_filter_status() == 500 => Response::crashed(),
            FilterError::Broken => Response::refused(state.version.broken_filter_status(), BROKEN),
            FilterError::Crash | FilterError::Framework => Response::crashed(),
            FilterError::Invalid(text) => Response::refused(state.version.unsupported_filter_status(), text),
        }
    }

    /// On locales, channels and currencies.
    pub fn settings_response(&self, state: &State) -> Response {
        match self {
            FilterError::Broken => Response::error(400, BROKEN),
            FilterError::Invalid(text) => Response::error(400, text),
            other => other.response(state),
        }
    }
}

/// The conditions of a request, checked against what the list supports.
pub fn conditions(query: &Query, supported: &[(&str, &[Operator])]) -> Result<Vec<Condition>, FilterError> {
    if query.is_array("filters") {
        return Err(FilterError::Framework);
    }
    let Some(raw) = query.get("filters") else { return Ok(Vec::new()) };
    let fields = match serde_json::from_str::<Value>(raw).ok() {
        Some(Value::Object(map)) => map,
        Some(Value::Array(list)) if list.is_empty() => return Ok(Vec::new()),
        Some(Value::Array(_)) => return Err(FilterError::Crash),
        Some(_) | None => return Err(FilterError::Broken),
    };
    let mut found = Vec::new();
    for (field, list) in fields {
        let Value::Array(list) = list else { return Err(FilterError::Crash) };
        for entry in &list {
            found.push(condition(&field, entry, supported)?);
        }
    }
    Ok(found)
}

fn condition(
    field: &str,
    entry: &Value,
    supported: &[(&str, &[Operator])],
) -> Result<Condition, FilterError> {
    let Some(sign) = entry.get("operator").and_then(Value::as_str) else {
        return Err(FilterError::Invalid(format!("Operator is missing for the property \"{field}\".")));
    };
    let value = match entry.get("value") {
        None | Some(Value::Null) => {
            return Err(FilterError::Invalid(format!("Value is missing for the property \"{field}\".")));
        }
        Some(value) => value.clone(),
    };
    let known = supported.iter().find(|(name, _)| *name == field).map(|(_, operators)| *operators);
    let operator = Operator::parse(sign).filter(|operator| known.is_some_and(|all| all.contains(operator)));
    let Some(operator) = operator else {
        return Err(FilterError::Invalid(format!(
            "Filter on property \"{field}\" is not supported or does not support operator \"{sign}\"."
        )));
    };
    if operator.takes_list() != value.is_array() {
        let text = if operator.takes_list() {
            format!("Filter \"{field}\" with operator \"{sign}\" expects a array value.")
        } else {
            format!(
                "Filter \"{field}\" with operator \"{sign}\" is not supported or does not support a array value."
            )
        };
        return Err(FilterError::Invalid(text));
    }
    Ok(Condition { field: field.to_owned(), operator, value })
}

/// The refusal of a catalogue list. PHP's array syntax fails outside the controller.
pub fn refused(state: &State, call: &Call, error: &FilterError) -> Response {
    match error {
        FilterError::Framework => thrown(state, call.request, &Thrown::Server),
        other => other.response(state),
    }
}

/// Structure lists join their conditions with OR, and match everything without any.
pub fn any_matches<'a>(conditions: &[Condition], get: impl Fn(&str) -> Option<&'a str>) -> bool {
    conditions.is_empty()
        || conditions.iter().any(|condition| {
            let actual = get(&condition.field).unwrap_or_default();
            let equal = condition.texts().iter().any(|text| text.eq_ignore_ascii_case(actual));
            equal != (condition.operator == Operator::NotIn)
        })
}
