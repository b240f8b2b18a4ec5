//! The specs show everything that the engine can say and convert: a reason without a case fails here, and so does a type of
//! attribute on its way into a field that takes it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::mapping::{Target, conversions};
use crate::reason;
use crate::source::AttributeType;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/specs")
}

fn files(folder: &Path, out: &mut Vec<(PathBuf, Value)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|end| end == "json") {
            let text = std::fs::read_to_string(&path).unwrap();
            out.push((path, serde_json::from_str(&text).unwrap()));
        }
    }
}

fn specs() -> Vec<(PathBuf, Value)> {
    let mut out = Vec::new();
    files(&folder(), &mut out);
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// What a case expects, whole or in short.
fn expected(spec: &Value) -> impl Iterator<Item = &Value> {
    ["expect", "outcome"].into_iter().filter_map(|key| spec.get(key))
}

/// Every value of `code` and `reason` in it.
fn codes<'v>(value: &'v Value, out: &mut BTreeSet<&'v str>) {
    match value {
        Value::Array(list) => list.iter().for_each(|v| codes(v, out)),
        Value::Object(map) => {
            for (key, inner) in map {
                match inner {
                    Value::String(text) if key == "code" || key == "reason" => {
                        out.insert(text);
                    }
                    _ => codes(inner, out),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_reason_has_a_case() {
    let specs = specs();
    let mut shown = BTreeSet::new();
    specs.iter().flat_map(|(_, spec)| expected(spec)).for_each(|value| codes(value, &mut shown));
    let missing: Vec<&str> = reason::ALL.iter().map(|r| r.code()).filter(|c| !shown.contains(c)).collect();
    assert!(missing.is_empty(), "without a case in tests/specs: {missing:?}");
}

/// A case's input, on the base that it names; lists of records by their key.
fn input(spec: &Value, specs: &[(PathBuf, Value)]) -> Value {
    fn merged(base: Value, own: &Value) -> Value {
        let (Value::Object(mut base), Value::Object(own)) = (base, own) else { return own.clone() };
        for (key, value) in own {
            let below = base.remove(key).unwrap_or_default();
            base.insert(key.clone(), merged(below, value));
        }
        Value::Object(base)
    }
    let Some(name) = spec["base"].as_str() else { return spec["input"].clone() };
    let base = specs.iter().find(|(path, _)| path.ends_with(format!("base/{name}.json"))).unwrap();
    merged(base.1.clone(), &spec["input"])
}

/// The types of a catalogue's attributes.
fn types(input: &Value) -> Vec<(String, AttributeType)> {
    let kind = |row: &Value| serde_json::from_value(row["type"].clone()).unwrap();
    match &input["catalog"]["attributes"] {
        Value::Object(map) => map
            .iter()
            .filter(|(_, row)| row["type"].is_string())
            .map(|(code, row)| (code.clone(), kind(row)))
            .collect(),
        Value::Array(list) => list
            .iter()
            .filter(|row| row["type"].is_string())
            .filter_map(|row| Some((row["code"].as_str()?.to_owned(), kind(row))))
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether a plan says anything about a field: it is written, or its files are remembered.
fn tells(plan: &Value, field: &str) -> bool {
    match plan {
        Value::Array(list) => list.iter().any(|v| tells(v, field)),
        Value::Object(map) => {
            map.get("field").and_then(Value::as_str) == Some(field)
                || map.iter().any(|(key, v)| key == field || tells(v, field))
        }
        _ => false,
    }
}

/// The rows of a mapping: the field that they fill and the attribute that they read.
fn filled(input: &Value) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let rows = input["mapping"]["attributes"]["default"].as_object().into_iter().flatten();
    for row in rows.filter_map(|(_, rows)| rows.as_array()).flatten() {
        out.push((row["target"].as_str().unwrap().to_owned(), row["attribute"].as_str().unwrap().to_owned()));
    }
    for (field, row) in input["mapping"]["core"].as_object().into_iter().flatten() {
        if let Some(code) = row["attribute"].as_str() {
            out.push((field.clone(), code.to_owned()));
        }
    }
    out
}

#[test]
fn every_conversion_has_a_case() {
    let mut shown: BTreeSet<(String, String)> = BTreeSet::new();
    let specs = specs();
    for (_, spec) in specs.iter().filter(|(_, spec)| spec["call"] == "plan") {
        let input = input(spec, &specs);
        let types = types(&input);
        for (field, code) in filled(&input) {
            let Some((_, kind)) = types.iter().find(|(known, _)| *known == code) else { continue };
            if expected(spec).any(|plan| tells(&plan["operations"], &field)) {
                let family = field.split_once(':').map_or(field.as_str(), |(family, _)| family);
                shown.insert((kind_name(kind), family.to_owned()));
            }
        }
    }
    let missing: Vec<String> = conversions()
        .filter(|(target, _)| *target != Target::Sku)
        .map(|(target, kind)| (kind_name(&kind), family_of(&target)))
        .filter(|pair| !shown.contains(pair))
        .map(|(kind, family)| format!("{kind} to {family}"))
        .collect();
    assert!(missing.is_empty(), "without a case in tests/specs: {missing:?}");
}

/// Whether a push says anything about a value: it is sent, or told why it is not.
fn sends(answer: &Value, field: &str, code: &str) -> bool {
    let place = |map: &Value| {
        let paths = map.as_object().into_iter().flatten();
        paths.map(|(path, _)| path.rsplit('.').next()).any(|end| end == Some(code))
    };
    let of = |list: &Value, key: &str, wanted: &str| {
        list.as_array().into_iter().flatten().any(|row| row[key].as_str() == Some(wanted))
    };
    place(&answer["reasons"])
        || of(&answer["needs"], "attribute", code)
        || of(&answer["notes"], "field", field)
}

/// Stock is pulled only, and the SKU is the identity.
fn is_sent(target: &Target) -> bool {
    !target.is_stock() && *target != Target::Sku
}

#[test]
fn every_conversion_has_a_case_of_its_way_back() {
    let mut shown: BTreeSet<(String, String)> = BTreeSet::new();
    let specs = specs();
    for (_, spec) in specs.iter().filter(|(_, spec)| spec["call"] == "send") {
        let input = input(spec, &specs);
        let types = types(&input);
        for (field, code) in filled(&input) {
            let Some((_, kind)) = types.iter().find(|(known, _)| *known == code) else { continue };
            if expected(spec).any(|answer| sends(answer, &field, &code)) {
                let family = field.split_once(':').map_or(field.as_str(), |(family, _)| family);
                shown.insert((kind_name(kind), family.to_owned()));
            }
        }
    }
    let missing: Vec<String> = conversions()
        .filter(|(target, _)| is_sent(target))
        .map(|(target, kind)| (kind_name(&kind), family_of(&target)))
        .filter(|pair| !shown.contains(pair))
        .map(|(kind, family)| format!("{kind} from {family}"))
        .collect();
    assert!(missing.is_empty(), "without a case in tests/specs: {missing:?}");
}

/// Types that no version knows are one.
fn kind_name(kind: &AttributeType) -> String {
    if matches!(kind, AttributeType::Other(_)) { "other".into() } else { kind.name().to_owned() }
}

fn family_of(target: &Target) -> String {
    let field = target.field();
    field.split_once(':').map_or(field.clone(), |(family, _)| family.to_owned())
}
