//! Filters of the product lists, with their bugs.

use serde_json::Value;

use crate::unopim::clock::{self, Moment, SECOND};
use crate::unopim::lists::filter::{Condition, FilterError, Operator};
use crate::unopim::records::{Kind, Product};
use crate::unopim::response::Response;
use crate::unopim::state::State;
use crate::unopim::table::folded;
use crate::unopim::version::Version;

type Fields = Vec<(&'static str, &'static [Operator])>;
pub type Supported = fn(Version) -> Fields;

const CODE: &[Operator] = &[Operator::Equal, Operator::In, Operator::NotIn];
const LIST: &[Operator] = &[Operator::In, Operator::NotIn];
const EQUAL: &[Operator] = &[Operator::Equal];
const DATE: &[Operator] =
    &[Operator::Greater, Operator::GreaterOrEqual, Operator::Less, Operator::LessOrEqual, Operator::Between];

pub const SIMPLE: Supported = |version| {
    let mut fields: Fields =
        vec![("sku", CODE), ("parent", EQUAL), ("status", EQUAL), ("family", LIST), ("categories", LIST)];
    fields.extend(dates(version));
    fields
};

pub const CONFIGURABLE: Supported = |version| {
    let mut fields: Fields = vec![("sku", CODE), ("categories", LIST)];
    fields.extend(dates(version));
    fields
};

fn dates(version: Version) -> Fields {
    if version.has_date_filters() { vec![("updated_at", DATE), ("created_at", DATE)] } else { Vec::new() }
}

/// A condition made ready to run over every row.
pub enum Test {
    Sku(String),
    Parent(Option<u64>),
    Enabled(bool),
    Family { codes: Vec<String>, within: bool },
    Categories { codes: Vec<Value>, within: bool },
    Time { created: bool, from: Option<Moment>, to: Option<Moment> },
}

impl Test {
    pub fn holds(&self, product: &Product) -> bool {
        match self {
            Test::Sku(sku) => folded(&product.sku) == *sku,
            Test::Parent(parent) => parent.is_some() && product.parent == *parent,
            Test::Enabled(enabled) => product.enabled == *enabled,
            Test::Family { codes, within } => {
                codes.iter().any(|code| code.eq_ignore_ascii_case(&product.family)) == *within
            }
            Test::Categories { codes, within } => {
                let held = product.values.get("categories").and_then(Value::as_array);
                held.is_some_and(|held| codes.iter().all(|code| held.contains(code))) == *within
            }
            Test::Time { created, from, to } => {
                let at = if *created { product.created } else { product.updated } / SECOND * SECOND;
                from.is_none_or(|from| at >= from) && to.is_none_or(|to| at <= to)
            }
        }
    }
}

pub fn compile(state: &State, conditions: &[Condition]) -> Result<Vec<Test>, Response> {
    conditions.iter().map(|condition| test(state, condition)).collect()
}

fn test(state: &State, condition: &Condition) -> Result<Test, Response> {
    let within = condition.operator != Operator::NotIn;
    Ok(match condition.field.as_str() {
        // IN and NOT IN are handed to a plain equality, which keeps the first value.
        "sku" => Test::Sku(folded(&condition.first_text())),
        "parent" => Test::Parent(parent(state, &condition.first_text())?),
        "status" => Test::Enabled(enabled(&condition.value)),
        "family" => Test::Family { codes: condition.texts(), within },
        "categories" => {
            Test::Categories { codes: condition.value.as_array().cloned().unwrap_or_default(), within }
        }
        "created_at" => time(state, condition, true)?,
        _ => time(state, condition, false)?,
    })
}

/// 1.0 looks for "this SKU or any configurable" and takes the row with the lowest id.
fn parent(state: &State, sku: &str) -> Result<Option<u64>, Response> {
    if state.version.parent_filter_is_broken() {
        let wanted = folded(sku);
        let hit = state
            .products
            .iter()
            .find(|(_, product)| product.kind == Kind::Configurable || folded(&product.sku) == wanted);
        return Ok(hit.map(|(id, _)| id));
    }
    let id = state.products.id_of(sku);
    let valid = id.and_then(|id| state.products.by_id(id)).is_some_and(|p| p.kind == Kind::Configurable);
    if valid {
        return Ok(id);
    }
    let text = format!("Parent filter value \"{sku}\" is not a valid configurable product SKU.");
    Err(FilterError::Invalid(text).response(state))
}

/// The column is a number: a text that is none counts as 0.
fn enabled(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_i64() == Some(1),
        Value::String(text) => text.parse::<i64>() == Ok(1),
        _ => false,
    }
}

/// The value is compared as it stands with a column that holds the server's own time.
fn time(state: &State, condition: &Condition, created: bool) -> Result<Test, Response> {
    let shift = state.settings.zone_minutes * 60 * 1000;
    let mut bounds = Vec::new();
    for text in condition.texts() {
        let Some(at) = clock::parse(&text) else {
            let text = format!(
                "Filter \"{}\" expects a valid date value, e.g. \"2026-01-31 00:00:00\".",
                condition.field
            );
            return Err(FilterError::Invalid(text).response(state));
        };
        bounds.push(at.saturating_add_signed(-shift));
    }
    let first = bounds.first().copied();
    let (from, to) = match condition.operator {
        Operator::Greater => (first.map(|at| at + SECOND), None),
        Operator::GreaterOrEqual => (first, None),
        Operator::Less => (None, first.map(|at| at.saturating_sub(SECOND))),
        Operator::LessOrEqual => (None, first),
        _ => (first, bounds.get(1).copied()),
    };
    Ok(Test::Time { created, from, to })
}
