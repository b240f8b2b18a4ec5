//! Measurement (3.0): families, units, and the values of measurement attributes. Its lists have an envelope
//! of their own and no pages.

use serde_json::{Map, Value, json};

use crate::unopim::clock::iso;
use crate::unopim::records::{Attribute, MeasurementFamily, Unit};
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::Call;
use crate::unopim::state::State;

/// When the installer made its rows: 2026-08-01.
const INSTALLED: u64 = 1_785_542_400_000;

fn unit_json(unit: &Unit) -> Value {
    let steps: Vec<Value> = unit
        .from_standard
        .iter()
        .map(|(operator, value)| json!({"value": value, "operator": operator}))
        .collect();
    json!({"code": unit.code, "labels": unit.labels, "symbol": unit.symbol, "convert_from_standard": steps})
}

fn family_json(id: u64, family: &MeasurementFamily) -> Value {
    let name = family.labels.get("en_US").unwrap_or(&family.code);
    json!({
        "id": id,
        "code": family.code,
        "name": name,
        "standard_unit": family.standard_unit,
        "symbol": family.symbol,
        "created_at": iso(INSTALLED),
        "updated_at": iso(INSTALLED),
        "labels": family.labels,
        "units": family.units.iter().map(unit_json).collect::<Vec<_>>(),
    })
}

fn listing(rows: &[Value]) -> Response {
    Response::json(200, &json!({"success": true, "count": rows.len(), "data": rows}))
}

fn not_found(what: &str) -> Response {
    Response::refused(404, &format!("{what} not found."))
}

pub fn families(state: &mut State, _: &Call) -> Outcome {
    let rows: Vec<Value> = state.measurements.iter().map(|(id, family)| family_json(id, family)).collect();
    Ok(listing(&rows))
}

pub fn family(state: &mut State, call: &Call) -> Outcome {
    let id = state.measurements.id_of(call.param(0)).ok_or_else(|| not_found("Measurement family"))?;
    let family = state.measurements.by_id(id).ok_or_else(|| not_found("Measurement family"))?;
    Ok(Response::json(200, &json!({"success": true, "data": family_json(id, family)})))
}

pub fn units(state: &mut State, call: &Call) -> Outcome {
    let family = state.measurements.get(call.param(0)).ok_or_else(|| not_found("Measurement family"))?;
    Ok(listing(&family.units.iter().map(unit_json).collect::<Vec<_>>()))
}

pub fn unit(state: &mut State, call: &Call) -> Outcome {
    let family = state.measurements.get(call.param(0)).ok_or_else(|| not_found("Measurement family"))?;
    let unit =
        family.units.iter().find(|unit| unit.code == call.param(1)).ok_or_else(|| not_found("Unit"))?;
    Ok(Response::json(200, &json!({"success": true, "data": unit_json(unit)})))
}

fn config_json(id: u64, attribute: &Attribute) -> Option<Value> {
    let (family, unit) = attribute.measurement.as_ref()?;
    Some(json!({
        "id": id,
        "attribute_id": id,
        "family_code": family,
        "unit_code": unit,
        "created_at": iso(INSTALLED),
        "updated_at": iso(INSTALLED),
    }))
}

/// Which family and default unit an attribute has; the attribute itself does not say.
pub fn config(state: &mut State, call: &Call) -> Outcome {
    let row = state
        .attributes
        .iter()
        .find(|(_, attribute)| attribute.code == call.param(0))
        .and_then(|(id, attribute)| config_json(id, attribute));
    Ok(Response::json(200, &json!({"success": true, "data": row.ok_or_else(|| not_found("Configuration"))?})))
}

/// The attributes of a family.
pub fn attributes(state: &mut State, call: &Call) -> Outcome {
    if !state.measurements.contains(call.param(0)) {
        return Err(not_found("Measurement family"));
    }
    let of_family = |attribute: &Attribute| {
        attribute.measurement.as_ref().is_some_and(|(family, _)| family == call.param(0))
    };
    let rows = state.attributes.iter().filter(|(_, attribute)| of_family(attribute));
    Ok(listing(&rows.filter_map(|(id, attribute)| config_json(id, attribute)).collect::<Vec<_>>()))
}

/// What is kept of `{value|amount, unit}`: the amount, and the same in the family's standard unit.
pub fn stored(state: &State, attribute: &Attribute, given: &Value) -> Option<Value> {
    let amount = given.get("value").or_else(|| given.get("amount"))?;
    let amount = match amount {
        Value::String(text) => text.parse::<f64>().ok()?,
        Value::Number(number) => number.as_f64()?,
        _ => return None,
    };
    let (family, default_unit) = attribute.measurement.as_ref()?;
    let family = state.measurements.get(family)?;
    let code = given.get("unit").and_then(Value::as_str).unwrap_or(default_unit);
    let unit = family.units.iter().find(|unit| unit.code == code)?;
    let base = unit.from_standard.iter().rev().fold(amount, |value, (operator, by)| {
        let by = by.parse::<f64>().unwrap_or(1.0);
        match operator.as_str() {
            "mul" => value / by,
            "div" => value * by,
            "add" => value - by,
            "sub" => value + by,
            _ => value,
        }
    });
    let mut out = Map::new();
    out.insert("unit".to_owned(), json!(unit.code));
    out.insert("amount".to_owned(), json!(format!("{amount:.4}")));
    out.insert("family".to_owned(), json!(family.code));
    out.insert("base_data".to_owned(), json!(format!("{base:.6}")));
    out.insert("base_unit".to_owned(), json!(family.standard_unit));
    out.insert("symbol".to_owned(), json!(unit.symbol));
    Some(Value::Object(out))
}
